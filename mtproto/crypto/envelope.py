"""What `message` asks of native code, for machines where that is not to be had: the same functions as in `_ige`.

The hash of a message is msg_key_large of core.telegram.org/mtproto/description; msg_key is its bytes 8 to 24.

Every reason to refuse a message takes the same steps, here as in csrc/ige.c: see the rules of `message`.
"""

from __future__ import annotations

import struct
from hashlib import sha256
from hmac import compare_digest
from typing import TypeAlias

from mtproto.crypto.auth_key import Direction
from mtproto.crypto.ige import unchecked_decrypt, unchecked_encrypt

HEADER = struct.Struct("<qqqii")
"""What stands before message_data: salt, session_id, msg_id, seqno, length."""

BLOCK = 16
ENVELOPE = 24
"""auth_key_id and msg_key: what stands before the ciphertext."""
MIN_PADDING = 12
MAX_PADDING = 1024
SHORTEST = ENVELOPE + HEADER.size + BLOCK
"""The least packet: no message_data, and the least padding that makes whole blocks."""
MOST_LEAST_PADDING = MIN_PADDING + 15
"""Bytes that fill the last block of any message."""

_PADDINGS = frozenset(range(MIN_PADDING, MAX_PADDING + 1, 4))
"""A set, because a chain of comparisons would stop at the first that fails, and show by its time which that was."""
_LENGTH = struct.Struct("<I")  # read as unsigned, a negative length becomes one that cannot fit
_LENGTH_AT = 28
_NOTHING_GENUINE = b"\x3f" * HEADER.size
"""Looked at in place of a plaintext whose msg_key is wrong. Its length fits no message, and stays below the 2^30 from
which Python's integers take longer."""

Sealing: TypeAlias = "tuple[bytes, Direction, tuple[bytes, ...]]"
"""What a packet is sealed with and from: the arguments of `seal_message`."""


def seal_message(key_id: bytes, parts: Direction, pieces: tuple[bytes, ...]) -> bytes:
    """The packet of a plaintext that is given in pieces."""
    plaintext = b"".join(pieces)
    msg_key = message_hash(parts, plaintext)[8:24]
    return key_id + msg_key + unchecked_encrypt(plaintext, *aes_key_and_iv(parts, msg_key))


def least_padding(length: int) -> int:
    """The bytes of padding, 12 to 27, that fill the last block of a message whose body has so many bytes."""
    return MIN_PADDING + (-(HEADER.size + length + MIN_PADDING) & 15)


def seal_numbered(
    key_id: bytes, parts: Direction, salt: int, session_id: int, message: tuple[int, int, bytes], random: bytes
) -> bytes:
    """The packet of a message with a body of at most 16 KiB.

    Args:
        key_id: Of the key.
        parts: Of the key, for one direction.
        salt: The server salt.
        session_id: The session's.
        message: Its msg_id, seqno and body.
        random: Up to `MOST_LEAST_PADDING` bytes, of which the padding takes as many as fill the last block.
    """
    msg_id, seqno, body = message
    header = HEADER.pack(salt, session_id, msg_id, seqno, len(body))
    return seal_message(key_id, parts, (header, body, random[: least_padding(len(body))]))


def seal_two_messages(first: Sealing, second: Sealing) -> tuple[bytes, bytes]:
    """Two such packets."""
    return seal_message(*first), seal_message(*second)


def open_genuine(key_id: bytes, parts: Direction, packet: bytes) -> bytes | None:
    """The plaintext of a genuine packet, which may be a view; None of any other."""
    if len(packet) < SHORTEST or (len(packet) - ENVELOPE) % BLOCK or packet[:8] != key_id:
        return None
    plaintext, digest = open_message(parts, packet)
    genuine = compare_digest(digest[8:24], packet[8:24])
    (length,) = _LENGTH.unpack_from(plaintext if genuine else _NOTHING_GENUINE, _LENGTH_AT)
    return plaintext if len(plaintext) - HEADER.size - length in _PADDINGS else None


def open_message(parts: Direction, packet: bytes) -> tuple[bytes, bytes]:
    """The plaintext of a packet, which may be a view, and the hash that it has."""
    plaintext = unchecked_decrypt(bytes(packet[24:]), *aes_key_and_iv(parts, bytes(packet[8:24])))
    return plaintext, message_hash(parts, plaintext)


def message_hash(parts: Direction, plaintext: bytes) -> bytes:
    """msg_key_large; hashed in two steps, because joining them would copy every part of a file once more."""
    hasher = sha256(parts.message)
    hasher.update(plaintext)
    return hasher.digest()


def aes_key_and_iv(parts: Direction, msg_key: bytes) -> tuple[bytes, bytes]:
    """What a message is encrypted with."""
    a = sha256(msg_key + parts.a).digest()
    b = sha256(parts.b + msg_key).digest()
    return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]
