"""One encrypted message: opened into its fields, or sealed from them (core.telegram.org/mtproto/description).

    plaintext = salt : long | session_id : long | msg_id : long | seqno : int | length : int | body | padding : 12..1024

Rules of this file
- A packet is decrypted once, before anybody knows which session it is for.
- Every number is signed, as TL's `long` and `int` are.
- A body is cut out of its packet, its container, its rpc_result. A large one is therefore a view of the plaintext,
  which slices, compares and hashes as bytes do: a part of a file would pay for every copy with fresh memory. A client's
  session hands on bytes; a server's hands on the view, for the codec to copy what it takes out, but for the parts of
  files that are uploaded (mtproto/tl/native.py).
- Padding is random bytes, in just the length that fills the last block; a packet that repeats a message gets a random
  number of blocks more, so that neither its bytes nor its length tell that it is a repetition (rows M24, AT-2).
"""

from __future__ import annotations

from typing import NamedTuple

from mtproto.clock import Random
from mtproto.crypto import AuthKey, decrypt, seal_message, seal_numbered
from mtproto.crypto.envelope import HEADER as HEADER
from mtproto.crypto.envelope import MOST_LEAST_PADDING, Sealing, least_padding
from mtproto.errors import ProtocolViolation
from mtproto.session.limits import LARGE_BODY
from mtproto.session.messages import Numbered
from mtproto.session.native import read_packet

MAX_EXTRA_BLOCKS = 62
"""Blocks of 16 bytes: with the least padding of up to 27 bytes they stay below 1,024."""


class Packet(NamedTuple):
    """What a genuine packet holds, nothing of it judged yet."""

    salt: int
    session_id: int
    msg_id: int
    seqno: int
    body: bytes
    plaintext: bytes
    """All of it, padding included: what a quick acknowledgement is computed from."""


def open_packet(auth_key: AuthKey, packet: bytes, *, from_client: bool = True) -> Packet:
    """Decrypt and verify one packet.

    Raises:
        BadMessageKey: it is not genuine; close in silence (rows M2-M5).
        ProtocolViolation: it names session 0, which is nobody's (row M20); close in silence.
    """
    opened = read_packet(Packet, decrypt(auth_key, packet, from_client), LARGE_BODY)
    if opened.session_id == 0:
        raise ProtocolViolation("session_id is 0")
    return opened


class Unsealed(NamedTuple):
    """A packet that has everything but its encryption, which may then be done elsewhere than in the session.

    Attributes:
        msg_id: Its outermost id.
        inner: The ids in it, where it is a container. A refusal may name only the former.
        body: What it says.
        sealing: What is encrypted, and with what: the arguments of `crypto.seal_message`.
    """

    msg_id: int
    inner: tuple[int, ...]
    body: bytes
    sealing: Sealing

    def seal(self) -> bytes:
        """Encrypt it."""
        return seal_message(*self.sealing)


class Sealer:
    """Makes the packets of one session in one direction."""

    __slots__ = ("_direction", "_key_id", "_random", "_session_id")

    def __init__(self, auth_key: AuthKey, session_id: int, random: Random, *, to_server: bool) -> None:
        self._key_id = auth_key.key_id
        self._direction = auth_key.to_server if to_server else auth_key.to_client
        self._session_id = session_id
        self._random = random

    def prepare(
        self, salt: int, msg_id: int, seqno: int, body: bytes, inner: tuple[int, ...] = (), *, repeats: bool = False
    ) -> Unsealed:
        """One packet; `inner` are the ids in a container, `repeats` says that something in it was sent before."""
        length = len(body)
        padding = least_padding(length)
        if repeats:
            padding += 16 * (self._random(1)[0] % (MAX_EXTRA_BLOCKS + 1))
        header = HEADER.pack(salt, self._session_id, msg_id, seqno, length)
        pieces = (header, body, self._random(padding))
        return Unsealed(msg_id, inner, body, (self._key_id, self._direction, pieces))

    def seal(self, salt: int, message: Numbered) -> bytes:
        """The packet, encrypted, of one short message that was not sent before: most are that, so it is one step."""
        random = self._random(MOST_LEAST_PADDING)
        return seal_numbered(self._key_id, self._direction, salt, self._session_id, message, random)
