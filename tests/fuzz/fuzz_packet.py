"""Fuzz target: native code opens and seals any packet as the plain Python does that stands in for it.

    python -m tests.fuzz.fuzz_packet [seconds | libFuzzer arguments]

With atheris installed it is a libFuzzer target guided by coverage; without, Hypothesis draws the bytes for the given
number of seconds (60 by default). The rule: the same bytes as `mtproto.crypto.envelope`, or ValueError for what is no
whole number of blocks; never read or write beyond an end (`make sanitized` has a compiler watch that).

The first byte says how often the rest is repeated, the next two where it is cut into pieces.
"""

from __future__ import annotations

import struct
from itertools import pairwise

from hypothesis import strategies as st

from mtproto.crypto import AuthKey, envelope, message
from mtproto.errors import BadMessageKey, ProtocolViolation
from mtproto.session import open_packet
from mtproto.session.limits import LARGE_BODY
from tests.fuzz import campaign

KEY = AuthKey(bytes(range(256)))
PARTS = KEY.to_server


def fuzz(data: bytes) -> None:
    """One input; raises where the rule is broken."""
    if len(data) < 3:
        return
    content = data[3:] * (1 + data[0] % 64)
    cuts = sorted({0, *(at * len(content) // 255 for at in data[1:3]), len(content)})
    pieces = tuple(content[start:end] for start, end in pairwise(cuts))
    if len(content) % 16:
        refused(pieces)
    if not content or len(content) % 16:
        return
    packet = message.seal_message(KEY.key_id, PARTS, pieces)
    assert packet == envelope.seal_message(KEY.key_id, PARTS, pieces)
    assert message.open_message(PARTS, packet) == envelope.open_message(PARTS, packet)
    assert message.open_message(PARTS, packet)[0] == content
    two = (KEY.key_id, PARTS, pieces), (KEY.key_id, KEY.to_client, (content[: 16 * (1 + data[1] % 16)],))
    assert message.seal_two_messages(*two) == envelope.seal_two_messages(*two)
    numbers, body = struct.unpack_from("<qqq", content * 2), pieces[-1][:LARGE_BODY]
    short = KEY.key_id, PARTS, *numbers[:2], (numbers[2], data[1], body), bytes(envelope.MOST_LEAST_PADDING)
    assert message.seal_numbered(*short) == envelope.seal_numbered(*short)
    for length in {data[0], max(0, len(content) - data[1] * 4), len(content) - 32 - 12}:  # some leave a good padding
        with_length = content[:28] + struct.pack("<i", length) + content[32:]
        whole = message.seal_message(KEY.key_id, PARTS, (with_length[: len(content)],))
        assert opened(whole) in (None, with_length)
        arrives(whole)
    assert opened(packet) in (None, content)
    assert opened(KEY.key_id + content) is None
    arrives(packet)
    arrives(KEY.key_id + content)


def opened(packet: bytes) -> bytes | None:
    """The plaintext of a packet, if it is genuine."""
    plaintext = message.open_genuine(KEY.key_id, PARTS, packet)
    assert plaintext == envelope.open_genuine(KEY.key_id, PARTS, packet)
    return plaintext


def refused(pieces: tuple[bytes, ...]) -> None:
    """What cannot be sealed or opened is not, whoever asks."""
    if message.seal_message is envelope.seal_message:
        return  # the stand-in leaves that to its callers
    for ask in (
        lambda: message.seal_message(KEY.key_id, PARTS, pieces),
        lambda: message.seal_two_messages((KEY.key_id, PARTS, pieces), (KEY.key_id, PARTS, (bytes(16),))),
        lambda: message.seal_numbered(KEY.key_id, PARTS, 1, 2, (3, 4, b""), b"".join(pieces)[:15]),
        lambda: message.open_message(PARTS, bytes(envelope.ENVELOPE) + b"".join(pieces)),
    ):
        try:
            ask()
        except ValueError:
            continue
        raise AssertionError("no whole blocks, and taken")


def arrives(packet: bytes) -> None:
    """A packet comes from the network."""
    try:
        open_packet(KEY, packet)
    except (BadMessageKey, ProtocolViolation):
        return


inputs = st.one_of(
    st.binary(min_size=3, max_size=600),
    st.builds(
        lambda head, blocks, content: head + (content * 16)[: 16 * blocks],
        st.binary(min_size=3, max_size=3),
        st.integers(1, 80),
        st.binary(min_size=80, max_size=80),
    ),
)
"""Whole blocks half of the time; of a random length only one in sixteen is."""


if __name__ == "__main__":
    campaign.run(fuzz, inputs)
