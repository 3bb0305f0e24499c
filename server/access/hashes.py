"""Access hashes (core.telegram.org/api/peers#access-hash).

A hash says "the server has shown this object to this viewer". It is derived, never stored: a keyed MAC over
the viewer and the object. A hash that one user was given is worth nothing to another, it survives restarts and
upgrades, and it tells nothing about the object.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import IntEnum
from functools import lru_cache
from struct import Struct


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


REMEMBERED = 16_384
"""Hashes that are not made again each time somebody writes to the same person."""

_pack_named, _HASH = Struct("<qBq").pack, Struct("<q")
_ZERO, _ONE = _HASH.pack(0), _HASH.pack(1)


class AccessHashes:
    """Makes and checks access hashes under one secret of 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._keyed = hashlib.blake2b(key=secret, digest_size=8, person=b"access-hash")
        self._packed = lru_cache(REMEMBERED)(self._make)

    def of(self, viewer: int, kind: Hashed, object_id: int) -> int:
        """The hash under which `viewer` knows the object: a signed 64-bit number, never 0."""
        value: int = _HASH.unpack(self._packed(viewer, kind, object_id))[0]
        return value

    def holds(self, viewer: int, kind: Hashed, object_id: int, given: int) -> bool:
        """Whether `given` is that hash; compared in constant time."""
        return hmac.compare_digest(self._packed(viewer, kind, object_id), _HASH.pack(given))

    def _make(self, viewer: int, kind: Hashed, object_id: int) -> bytes:
        mac = self._keyed.copy()
        mac.update(_pack_named(viewer, kind, object_id))
        made = mac.digest()
        return _ONE if made == _ZERO else made  # clients take 0 for "no access hash"
