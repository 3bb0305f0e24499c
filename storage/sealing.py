"""Secrets at rest: authorization keys and their like are stored sealed, never plain.

A copy of the database without its sealing key opens no session. Sealed is AES-256-GCM under a fresh 96-bit nonce; the
row a secret belongs to is authenticated with it, so a sealed secret moved to another row does not open. At random
nonces one key is good for four thousand million seals (NIST SP 800-38D, 8.3).

    version (1 byte, 0x01) · nonce (12) · ciphertext · tag (16)

The 32-byte key comes from the data folder, beside the database and never in it.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.database import Database, Tx
from storage.errors import SealError

KEY_BYTES = 32
_VERSION = b"\x01"
_CHECK = b"seal_check"
_SAMPLE = "SELECT sealed FROM seal_check WHERE id = 1"
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Sealer:
    """Seals and opens small secrets under one key; `random` gives n random bytes. Its repr shows nothing of the key."""

    def __init__(self, key: bytes, random: Callable[[int], bytes]) -> None:
        if len(key) != KEY_BYTES:
            raise SealError(f"a sealing key has {KEY_BYTES} bytes, not {len(key)}")
        self._cipher = AESGCM(key)
        self._random = random

    def seal(self, secret: bytes, context: bytes) -> bytes:
        """Return `secret` sealed for the row that `context` names."""
        nonce = self._random(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, secret, _VERSION + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return the secret. Raises SealError if it was altered, belongs to another row, or has another key."""
        if len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES or sealed[:1] != _VERSION:
            raise SealError("this is not a sealed secret")
        nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, ciphertext, _VERSION + context)
        except InvalidTag:
            raise SealError(
                "a sealed secret was altered, belongs to another row, or was sealed by another key"
            ) from None


async def verify(database: Database, sealer: Sealer) -> None:
    """Make sure that `sealer` has this database's key, which the first call decides.

    Called at start: a wrong key must stop the server with a clear word, not surface as one broken session after
    another. Raises SealError.
    """

    async def unit(tx: Tx) -> bytes:
        await tx.execute(
            "INSERT INTO seal_check (id, sealed) VALUES (1, ?) ON CONFLICT DO NOTHING",
            (sealer.seal(b"chappe", _CHECK),),
        )
        sealed: bytes = await tx.fetchval(_SAMPLE)
        return sealed

    # A start on a full disk writes nothing.
    sealed = await database.peek(lambda view: view.fetchval(_SAMPLE))
    require_key(sealer, await database.write(unit) if sealed is None else sealed)


def require_key(sealer: Sealer, sealed: bytes) -> None:
    """Raise SealError unless the sample of a database, which `verify` has left in it, was sealed with this key."""
    try:
        sealer.open(sealed, _CHECK)
    except SealError:
        raise SealError(
            "the sealing key is not the one this database was made with: put back the keys that belong to it, or"
            " restore database and keys from one backup"
        ) from None
