"""Encryption of MTProto 1.0, which lives on in one place: the message inside auth.bindTempAuthKey.

core.telegram.org/mtproto/description_v1 and core.telegram.org/method/auth.bindTempAuthKey. The message is encrypted
with the permanent key; its msg_key is a SHA1 over the plaintext *without* its padding; the direction is always towards
the server (x = 0).

Rules of this file
- The hash leaves the padding out, which is the weakness of MTProto 1 (row AT-7). Here it is harmless: the length is
  fixed and the padding less than a block, so there is nothing to move.
- Every reason to refuse is one exception.
"""

from __future__ import annotations

import struct
from hashlib import sha1
from hmac import compare_digest

from mtproto.clock import Random
from mtproto.crypto.auth_key import AuthKey
from mtproto.crypto.ige import ige_decrypt, ige_encrypt
from mtproto.errors import BadMessageKey, Misuse

BLOCK = 16
ENVELOPE = 24
PLAINTEXT = 72
"""32 bytes of header (salt, session_id, msg_id, seqno, length) and the 40 of bind_auth_key_inner (row P2)."""
PADDED = 80
INNER = 40

_LENGTH = struct.Struct("<i")
_LENGTH_AT = 28


def bind_encrypt(auth_key: AuthKey, plaintext: bytes, random: Random) -> bytes:
    """The `encrypted_message` of auth.bindTempAuthKey.

    Args:
        auth_key: The permanent key.
        plaintext: 72 bytes: random salt (8), random session_id (8), msg_id of the request (8), seqno 0 (4),
            length 40 (4), bind_auth_key_inner (40).

    Raises:
        Misuse: not 72 bytes.
    """
    if len(plaintext) != PLAINTEXT:
        raise Misuse(f"a binding message of {len(plaintext)} bytes")
    msg_key = sha1(plaintext).digest()[4:20]
    key, iv = _aes_key_and_iv(auth_key.data, msg_key)
    return auth_key.key_id + msg_key + ige_encrypt(plaintext + random(PADDED - PLAINTEXT), key, iv)


def bind_decrypt(auth_key: AuthKey, packet: bytes) -> bytes:
    """The 72 bytes that `bind_encrypt` was given, verified; their fields are for the caller to judge.

    Raises:
        BadMessageKey: the packet is not genuine, or not of the one length a binding message has.
    """
    if len(packet) != ENVELOPE + PADDED or packet[:8] != auth_key.key_id:
        raise BadMessageKey
    msg_key = packet[8:24]
    key, iv = _aes_key_and_iv(auth_key.data, msg_key)
    plaintext = ige_decrypt(packet[24:], key, iv)[:PLAINTEXT]
    if not compare_digest(sha1(plaintext).digest()[4:20], msg_key):
        raise BadMessageKey
    if _LENGTH.unpack_from(plaintext, _LENGTH_AT) != (INNER,):
        raise BadMessageKey
    return plaintext


def _aes_key_and_iv(key: bytes, msg_key: bytes) -> tuple[bytes, bytes]:
    a = sha1(msg_key + key[:32]).digest()
    b = sha1(key[32:48] + msg_key + key[48:64]).digest()
    c = sha1(key[64:96] + msg_key).digest()
    d = sha1(msg_key + key[96:128]).digest()
    return a[:8] + b[8:20] + c[4:16], a[8:20] + b[:8] + c[16:20] + d[:8]
