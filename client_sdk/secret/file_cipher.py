"""Files of secret chats (core.telegram.org/api/end-to-end#sending-encrypted-files).

A file has a key of its own, which goes with the message that shows it. What the server has is AES-256-IGE of the
content, filled up with random bytes to whole blocks; its true size is in the message too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from hashlib import md5

from mtproto.clock import Random
from mtproto.crypto import ige_decrypt, ige_encrypt
from mtproto.errors import ProtocolViolation

BLOCK = 16


class WrongFileKey(ProtocolViolation):
    """A file that is not the one the message is about."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key and the iv of one file."""

    key: bytes = field(repr=False)
    iv: bytes = field(repr=False)

    @classmethod
    def new(cls, random: Random) -> FileKey:
        """A key for a new file: none is used twice."""
        return cls(random(32), random(32))

    @property
    def fingerprint(self) -> int:
        """32 bits of it, which the server hands on with the file: a signed number."""
        digest = md5(self.key + self.iv, usedforsecurity=False).digest()
        folded = bytes(a ^ b for a, b in zip(digest[:4], digest[4:8], strict=True))
        return int.from_bytes(folded, "little", signed=True)


def encrypt_parts(parts: Iterator[bytes], key: FileKey, random: Random) -> Iterator[bytes]:
    """The ciphertext of a content that comes in parts, all but the last of whole blocks."""
    iv = key.iv
    for part in parts:
        plain = part + random(-len(part) % BLOCK)
        cipher = ige_encrypt(plain, key.key, iv)
        iv = cipher[-BLOCK:] + plain[-BLOCK:]
        yield cipher


async def decrypt_parts(parts: AsyncIterator[bytes], size: int, key: FileKey) -> AsyncIterator[bytes]:
    """The content, part by part, of ciphertext that comes in parts of whole blocks.

    Raises:
        WrongFileKey: it ends too early, or within a block.
    """
    iv, left = key.iv, size
    async for cipher in parts:
        if len(cipher) % BLOCK:
            raise WrongFileKey("a file that ends within a block")
        if not cipher:
            continue
        plain = ige_decrypt(cipher, key.key, iv)
        iv = cipher[-BLOCK:] + plain[-BLOCK:]
        yield plain[:left]
        left -= min(left, len(plain))
    if left:
        raise WrongFileKey("a file that is too short")
