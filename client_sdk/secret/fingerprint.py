"""A secret chat's key, shown so that two people can compare it (core.telegram.org/api/end-to-end#key-visualization).

    288 bits = SHA1(first key), 128 bits | SHA256(first key), 160 bits

It is made of the first key of the chat and stays the same when keys are replaced: who has compared it once knows the
later keys too, since they were agreed under the earlier ones.
"""

from __future__ import annotations

from hashlib import sha1, sha256

SIZE = 36
SIDE = 12
"""The picture is 12 by 12 cells of two bits each."""

CELLS = " ░▒█"
"""From light to dark, where Telegram's own applications have four shades of blue."""


def key_hash(key: bytes) -> bytes:
    """The 36 bytes of a chat's first key."""
    return sha1(key, usedforsecurity=False).digest()[:16] + sha256(key).digest()[:20]


def cells(fingerprint: bytes) -> list[list[int]]:
    """The picture: 12 rows of 12 shades from 0 to 3, two bits each, the lowest bits of each byte first."""
    shades = [fingerprint[bit // 8] >> bit % 8 & 3 for bit in range(0, 2 * SIDE * SIDE, 2)]
    return [shades[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]


def picture(fingerprint: bytes) -> str:
    """The picture in characters, two for each cell, since they are taller than wide."""
    return "\n".join("".join(CELLS[shade] * 2 for shade in row) for row in cells(fingerprint))
