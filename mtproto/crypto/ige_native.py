"""AES-256-IGE in native code. `ige` chooses this file or `ige_fallback`, and has checked every length.

Our own extension where it was built and the processor has AES instructions: nearly twice as fast as cryptg, and other
threads run on while it works on a part of a file. Else cryptg, which takes `bytes` only, and pads a length that is not
whole blocks in silence: never call it past `ige`.
"""

from __future__ import annotations

try:
    from mtproto.crypto._ige import decrypt, encrypt
except ImportError:
    from cryptg import decrypt_ige as decrypt
    from cryptg import encrypt_ige as encrypt

__all__ = ["decrypt", "encrypt"]
