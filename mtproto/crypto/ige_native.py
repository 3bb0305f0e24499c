"""AES-256-IGE by the native package cryptg. `ige` chooses this file or `ige_fallback`, and has checked every length.

cryptg takes `bytes` only, and pads a length that is not whole blocks in silence: never call it past `ige`.
"""

from __future__ import annotations

from cryptg import decrypt_ige as decrypt
from cryptg import encrypt_ige as encrypt

__all__ = ["decrypt", "encrypt"]
