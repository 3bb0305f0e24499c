"""The envelope of a message in a secret chat, MTProto 2.0 (core.telegram.org/api/end-to-end).

    key_fingerprint : 8 bytes | msg_key : 16 bytes | AES-256-IGE of the plaintext
    plaintext = length : 4 | decryptedMessageLayer | padding : 12..1024

It is the envelope of cloud messages with another plaintext: the key's parts are those towards the server for whoever
began the chat, and those towards the client for the other, so neither can be sent its own message back.
"""

from __future__ import annotations

import struct
from hmac import compare_digest

from mtproto.clock import Random
from mtproto.crypto.auth_key import AuthKey
from mtproto.crypto.envelope import BLOCK, ENVELOPE, MAX_PADDING, MIN_PADDING
from mtproto.crypto.message import encrypt, open_message
from mtproto.errors import BadMessageKey

_LENGTH = struct.Struct("<I")
_SHORTEST = ENVELOPE + BLOCK


def seal(key: AuthKey, data: bytes, by_creator: bool, random: Random) -> bytes:
    """The packet of an encoded decryptedMessageLayer.

    Args:
        key: The chat's.
        data: What to say.
        by_creator: Whether it is said by whoever began the chat.
        random: For the padding.
    """
    padding = MIN_PADDING + -(_LENGTH.size + len(data) + MIN_PADDING) % BLOCK
    return encrypt(key, _LENGTH.pack(len(data)) + data + random(padding), to_server=by_creator)


def unseal(key: AuthKey, packet: bytes, by_creator: bool) -> bytes:
    """What a packet says.

    Raises:
        BadMessageKey: it is not of this key and this side; what is wrong with it is not told.
    """
    if len(packet) < _SHORTEST or (len(packet) - ENVELOPE) % BLOCK or packet[:8] != key.key_id:
        raise BadMessageKey
    plaintext, digest = open_message(key.to_server if by_creator else key.to_client, packet)
    if not compare_digest(digest[8:24], packet[8:24]):
        raise BadMessageKey
    (length,) = _LENGTH.unpack_from(plaintext)
    if not MIN_PADDING <= len(plaintext) - _LENGTH.size - length <= MAX_PADDING:
        raise BadMessageKey
    return plaintext[_LENGTH.size : _LENGTH.size + length]
