"""AES-256 in Infinite Garble Extension mode, the cipher of every MTProto message.

Rules of this file
- Lengths are judged here, before native code sees them: some implementations pad, over-read or abort on a bad one.
- No padding, no authentication: both belong to the envelope that uses the cipher.
"""

from __future__ import annotations

from mtproto.errors import Misuse

try:
    from mtproto.crypto import ige_native as implementation
except ImportError:
    from mtproto.crypto import ige_fallback as implementation  # type: ignore[no-redef]  # same two functions

KEY_SIZE = 32
IV_SIZE = 32
BLOCK = 16

unchecked_encrypt = implementation.encrypt
unchecked_decrypt = implementation.decrypt
"""The bare operation, for those who have measured their data already and run it for every message."""


def ige_encrypt(data: bytes, key: bytes, iv: bytes) -> bytes:
    """Encrypt whole 16-byte blocks with a 32-byte key and a 32-byte iv (previous ciphertext, then previous plaintext).

    Raises:
        Misuse: a length is wrong.
    """
    if len(data) % BLOCK or len(key) != KEY_SIZE or len(iv) != IV_SIZE:
        raise Misuse(f"AES-256-IGE of {len(data)} bytes with a {len(key)}-byte key and a {len(iv)}-byte iv")
    return unchecked_encrypt(data, key, iv)


def ige_decrypt(data: bytes, key: bytes, iv: bytes) -> bytes:
    """Undo `ige_encrypt`.

    Raises:
        Misuse: a length is wrong. What a peer sent is measured before it comes here.
    """
    if len(data) % BLOCK or len(key) != KEY_SIZE or len(iv) != IV_SIZE:
        raise Misuse(f"AES-256-IGE of {len(data)} bytes with a {len(key)}-byte key and a {len(iv)}-byte iv")
    return unchecked_decrypt(data, key, iv)
