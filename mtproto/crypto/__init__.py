"""The cryptography of MTProto: pure functions of bytes and numbers, for both roles.

    AuthKey, encrypt, decrypt, quick_ack_token    a message under an authorization key
    seal_message, seal_two_messages               the same encryption of a message in pieces; of two side by side
    seal_numbered                                 the same of a short message that has its identity
    bind_encrypt, bind_decrypt                    the MTProto 1 message inside auth.bindTempAuthKey
    ige_encrypt, ige_decrypt                      AES-256-IGE
    RsaPublicKey, RsaPrivateKey                   server keys;  rsa_pad and legacy_rsa: encrypt, decrypt
    dh, pq, srp                                   Diffie-Hellman, the proof of work, the 2FA password

Randomness is an argument. Functions that take milliseconds say so and can be called in any thread or process.
"""

from __future__ import annotations

from mtproto.crypto import dh, legacy_rsa, pq, rsa_pad, srp
from mtproto.crypto.auth_key import AuthKey
from mtproto.crypto.binding import bind_decrypt, bind_encrypt
from mtproto.crypto.ige import ige_decrypt, ige_encrypt
from mtproto.crypto.message import decrypt, encrypt, quick_ack_token, seal_message, seal_numbered, seal_two_messages
from mtproto.crypto.rsa import RsaPrivateKey, RsaPublicKey

__all__ = [
    "AuthKey",
    "RsaPrivateKey",
    "RsaPublicKey",
    "bind_decrypt",
    "bind_encrypt",
    "decrypt",
    "dh",
    "encrypt",
    "ige_decrypt",
    "ige_encrypt",
    "legacy_rsa",
    "pq",
    "quick_ack_token",
    "rsa_pad",
    "seal_message",
    "seal_numbered",
    "seal_two_messages",
    "srp",
]
