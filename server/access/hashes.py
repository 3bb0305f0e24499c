"""Access hashes (core.telegram.org/api/peers#access-hash).

A hash says "the server has shown this object to this viewer". It is derived, never stored: a keyed MAC over
the viewer and the object. A hash that one user was given is worth nothing to another, it survives restarts and
upgrades, and it tells nothing about the object.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from enum import IntEnum


class Hashed(IntEnum):
    """What an access hash is for; part of the MAC, so a hash for one kind never fits another."""

    USER = 1
    CHANNEL = 2
    PHOTO = 3
    DOCUMENT = 4
    STICKER_SET = 5
    ENCRYPTED_CHAT = 6
    ENCRYPTED_FILE = 7
    WALLPAPER = 8
    THEME = 9
    WEB_FILE = 10


class AccessHashes:
    """Makes and checks access hashes under one secret of 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._keyed = hashlib.blake2b(key=secret, digest_size=8, person=b"access-hash")

    def of(self, viewer: int, kind: Hashed, object_id: int) -> int:
        """The hash under which `viewer` knows the object: a signed 64-bit number, never 0."""
        mac = self._keyed.copy()
        mac.update(struct.pack("<qBq", viewer, kind, object_id))
        value: int = struct.unpack("<q", mac.digest())[0]
        return value or 1  # clients take 0 for "no access hash"

    def holds(self, viewer: int, kind: Hashed, object_id: int, given: int) -> bool:
        """Whether `given` is that hash; compared in constant time."""
        return hmac.compare_digest(struct.pack("<q", self.of(viewer, kind, object_id)), struct.pack("<q", given))
