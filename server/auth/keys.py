"""The key registry: who is speaking under an authorization key, right now.

The gateway asks it for the key of every packet, so what is in use stays in memory. A permanent key and the
temporary keys bound to it share one `Identity`; signing in, out, or being revoked changes that one object, so
a live connection sees it with its next request (row AU-4: no cached identity outlives a revocation).
Keys are sealed at rest and opened once, when loaded.
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from mtproto.clock import Clock
from mtproto.crypto import AuthKey
from storage.database import Database, Snapshot, Tx
from storage.sealing import Sealer
from storage.sign_in import devices, keys
from storage.sign_in.devices import Device, DeviceState
from storage.sign_in.keys import AuthKeyRecord

CACHED_KEYS = 50_000
"""About 1 KiB each. Keys beyond these are read again when they speak."""

_SIGNED_IN = DeviceState.SIGNED_IN


_NUMBER = struct.Struct("<q")
"""Of each packet: looking the format up by its name takes longer than to read it."""


def key_number(key_id: bytes) -> int:
    """The signed 64-bit number that storage knows an 8-byte auth_key_id by; a packet begins with one, too."""
    number: int = _NUMBER.unpack_from(key_id)[0]
    return number


@dataclass(slots=True, weakref_slot=True)
class Identity:
    """What is known of a permanent key: who signed in under it, and what its client announced.

    `user_id` is that of who is signed in, 0 when nobody is or the password is still owed; `serve` sets it.
    """

    key_id: int
    device: Device | None = None
    layer: int = 0
    client: dict[str, Any] = field(default_factory=dict)
    revoked: bool = False
    user_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.serve(self.device)

    def serve(self, device: Device | None) -> None:
        """This device speaks under the key from now on, or none does."""
        self.device = device
        self.user_id = device.user_id if device is not None and device.state is _SIGNED_IN else 0


@dataclass(slots=True)
class KeyEntry:
    """One key in use.

    `identity` is None for a temporary key that is not bound yet (row P1). `dc_id` is the data centre that the client
    thinks it speaks to; 0 where it did not say.
    """

    auth_key: AuthKey
    key_id: int
    expires_at: int
    identity: Identity | None
    dc_id: int


class KeyRegistry:
    """Loads, keeps and forgets keys.

    `on_dropped` hears the id of every key whose connections must close; `on_signed_out` the identity that
    nobody is signed in under any more.
    """

    def __init__(self, db: Database, sealer: Sealer, clock: Clock) -> None:
        self._db = db
        self._sealer = sealer
        self._clock = clock
        self._entries: OrderedDict[int, KeyEntry] = OrderedDict()
        # An identity lives as long as a key in use refers to it.
        self._identities: WeakValueDictionary[int, Identity] = WeakValueDictionary()
        self.on_dropped: Callable[[int], None] = lambda key_id: None
        self.on_signed_out: Callable[[Identity], None] = lambda identity: None

    def cached(self, key_id: int) -> KeyEntry | None:
        """The key if it is in memory and has not run out; never waits."""
        entry = self._entries.get(key_id)
        if entry is None:
            return None
        if entry.expires_at and entry.expires_at <= self._clock.now():
            self._drop(key_id)
            return None
        self._entries.move_to_end(key_id)
        return entry

    async def load(self, key_id: int) -> KeyEntry | None:
        """The key from memory or storage; None only when it is really unknown, destroyed or expired (M1)."""
        if (entry := self.cached(key_id)) is not None:
            return entry

        async def query(view: Snapshot) -> tuple[AuthKeyRecord, AuthKeyRecord | None, Device | None] | None:
            record = await keys.load(view, key_id)
            if record is None:
                return None
            permanent = record if not record.expires_at else None
            if record.bound_to is not None:
                permanent = await keys.load(view, record.bound_to)
            device = await devices.by_key(view, permanent.key_id) if permanent is not None else None
            return record, permanent, device

        found = await self._db.peek(query)
        if found is None:
            return None
        record, permanent, device = found
        if record.expires_at and record.expires_at <= self._clock.now():
            return None
        identity = None if permanent is None else self._identity(permanent, device)
        auth_key = AuthKey(self._sealer.open(record.sealed, _context(key_id)))
        return self._remember(KeyEntry(auth_key, key_id, record.expires_at, identity, record.dc_id))

    async def store(self, auth_key: AuthKey, expires_at: int = 0, *, media: bool = False, dc_id: int = 0) -> bool:
        """Keep a freshly exchanged key, durably (H13); False when its id is taken (H12).

        `media`: a temporary key made for a media connection, which is bound beside the main one. `dc_id`: the data
        centre that the client asked for.
        """
        key_id = auth_key.number
        sealed = self._sealer.seal(auth_key.data, _context(key_id))
        record = AuthKeyRecord(key_id, sealed, int(self._clock.now()), expires_at, media=media, dc_id=dc_id)

        if not await self._db.write(lambda tx: keys.insert(tx, record)):
            return False
        identity = None if expires_at else self._identity(record, None)
        self._remember(KeyEntry(auth_key, key_id, expires_at, identity, dc_id))
        return True

    async def bind(self, temporary: KeyEntry, permanent: KeyEntry) -> None:
        """Bind a temporary key to a permanent one; the one bound before stops at once (P5)."""
        former = await self._db.write(lambda tx: keys.bind(tx, temporary.key_id, permanent.key_id))
        if former is not None:
            self._drop(former)
        temporary.identity = permanent.identity

    async def announce(self, identity: Identity, layer: int, client: dict[str, Any]) -> None:
        """Keep what invokeWithLayer and initConnection said; nothing is written when nothing changed."""
        if identity.layer == layer and identity.client == client:
            return
        identity.layer, identity.client = layer, client

        await self._db.write(lambda tx: keys.announce(tx, identity.key_id, layer, client))

    def signed_in(self, device: Device) -> None:
        """A committed sign-in (or its completion) under a permanent key takes effect."""
        identity = self._identities.get(device.key_id)
        if identity is not None:
            identity.serve(device)
            identity.revoked = False

    def signed_out(self, key_id: int, *, revoked: bool = False) -> None:
        """A committed log-out or revocation takes effect: the next request under this key finds nobody."""
        identity = self._identities.get(key_id)
        if identity is not None:
            identity.serve(None)
            identity.revoked = revoked
            self.on_signed_out(identity)

    async def destroy(self, key_id: int) -> None:
        """Forget a key for ever, with the temporary keys bound to it (M28)."""

        async def unit(tx: Tx) -> list[int]:
            bound = await keys.bound_keys(tx, key_id)
            await keys.delete(tx, key_id)
            return bound

        for dropped in [key_id, *await self._db.write(unit)]:
            self._drop(dropped)

    async def drop_temporary(self, permanent: int, keep: set[int]) -> None:
        """auth.dropTempAuthKeys: the temporary keys of a permanent one end, but for those named."""

        async def unit(tx: Tx) -> list[int]:
            gone = [key_id for key_id in await keys.bound_keys(tx, permanent) if key_id not in keep]
            for key_id in gone:
                await keys.delete(tx, key_id)
            return gone

        for key_id in await self._db.write(unit):
            self._drop(key_id)

    def _identity(self, record: AuthKeyRecord, device: Device | None) -> Identity:
        known = self._identities.get(record.key_id)
        if known is None:
            known = Identity(record.key_id, device, record.layer, record.client)
            self._identities[record.key_id] = known
        return known

    def _remember(self, entry: KeyEntry) -> KeyEntry:
        entry = self._entries.setdefault(entry.key_id, entry)
        while len(self._entries) > CACHED_KEYS:
            self._entries.popitem(last=False)
        return entry

    def _drop(self, key_id: int) -> None:
        self._entries.pop(key_id, None)  # a key that was pushed out of memory may have sessions all the same
        self.on_dropped(key_id)


def _context(key_id: int) -> bytes:
    return b"auth_key:%d" % key_id
