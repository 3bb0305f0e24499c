"""The state of a secret chat as a value, and as bytes for the session file.

Rules of this file
- It holds keys: it is as secret as the session file, whose owner alone may read it.
- `dump` and `load` are each other's inverse; a field that is new has a default, so older files load.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgpack

from client_sdk.secret.rekeying import Keys, Phase
from client_sdk.secret.sequence import Sequence
from mtproto.crypto import AuthKey, dh

OLDEST, NEWEST = 73, 144
"""Layers of secret chats: the first with MTProto 2.0, and the newest that the schema has."""


class Status(StrEnum):
    """What became of a chat."""

    WAITING = "waiting"
    """One side has asked, and the other has not accepted yet, or the server not said so."""
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Opening:
    """What this side keeps until a chat is open: the group, and the secret behind its public value.

    Attributes:
        prime: Of the group.
        g: Its generator.
        exponent: The secret.
        g_a: The peer's public value; empty at the side that asks.
    """

    prime: int
    g: int
    exponent: int
    g_a: bytes = b""


@dataclass
class Record:
    """One secret chat.

    Attributes:
        chat_id: Its number, the same for both sides.
        access_hash: By which this side names it to the server.
        user_id: The other person.
        status: What became of it.
        sequence: The counters.
        opening: While it is waiting.
        keys: While it is open.
        key_hash: What people compare (client_sdk.secret.fingerprint).
        peer_layer: The newest layer that the peer is known to understand.
        ttl: Seconds after which messages delete themselves, 0 for never.
        commit: The raw number of our last commitKey, which is under the key that it ends; -1 for none.
        held: Messages that came early, by raw number: packet and file.
    """

    chat_id: int
    access_hash: int
    user_id: int
    status: Status
    sequence: Sequence
    opening: Opening | None = None
    keys: Keys | None = None
    key_hash: bytes = b""
    peer_layer: int = OLDEST
    ttl: int = 0
    commit: int = -1
    held: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)


def dump(record: Record) -> bytes:
    """The bytes of a record."""
    sequence = record.sequence
    packed: bytes = msgpack.packb(
        {
            "chat": [record.chat_id, record.access_hash, record.user_id, record.status.value],
            "sequence": [
                sequence.is_creator,
                sequence.taken_in,
                sequence.sent_out,
                sequence.peer_has,
                sequence.asked_until,
            ],
            "opening": None if record.opening is None else _dump_opening(record.opening),
            "keys": None if record.keys is None else _dump_keys(record.keys),
            "key_hash": record.key_hash,
            "peer_layer": record.peer_layer,
            "ttl": record.ttl,
            "commit": record.commit,
            "held": [[number, *message] for number, message in record.held.items()],
        }
    )
    return packed


def load(data: bytes) -> Record:
    """The record that `dump` made these bytes of."""
    kept: dict[str, Any] = msgpack.unpackb(data)
    chat_id, access_hash, user_id, status = kept["chat"]
    return Record(
        chat_id=chat_id,
        access_hash=access_hash,
        user_id=user_id,
        status=Status(status),
        sequence=Sequence(*kept["sequence"]),
        opening=None if kept["opening"] is None else _load_opening(*kept["opening"]),
        keys=None if kept["keys"] is None else _load_keys(*kept["keys"]),
        key_hash=kept["key_hash"],
        peer_layer=kept["peer_layer"],
        ttl=kept["ttl"],
        commit=kept["commit"],
        held={number: (packet, file) for number, packet, file in kept["held"]},
    )


def _dump_opening(opening: Opening) -> list[Any]:
    return [_bytes(opening.prime), opening.g, _bytes(opening.exponent), opening.g_a]


def _load_opening(prime: bytes, g: int, exponent: bytes, g_a: bytes) -> Opening:
    return Opening(_number(prime), g, _number(exponent), g_a)


def _dump_keys(keys: Keys) -> list[Any]:
    other = b"" if keys.other is None else keys.other.data
    exchange = [int(keys.phase), keys.exchange_id, _bytes(keys.exponent)]
    return [_bytes(keys.prime), keys.g, keys.current.data, keys.since, other, keys.uses, exchange]


def _load_keys(
    prime: bytes, g: int, current: bytes, since: float, other: bytes, uses: int, exchange: tuple[int, int, bytes]
) -> Keys:
    phase, exchange_id, exponent = exchange
    return Keys(
        prime=_number(prime),
        g=g,
        current=AuthKey(current),
        since=since,
        other=AuthKey(other) if other else None,
        uses=uses,
        phase=Phase(phase),
        exchange_id=exchange_id,
        exponent=_number(exponent),
    )


def _bytes(value: int) -> bytes:
    return value.to_bytes(dh.SIZE, "big")


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")
