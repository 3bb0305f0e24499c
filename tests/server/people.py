"""People who talk: two people with two devices each, and the calls that nearly all of them make."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.harness import Harness

ALICE, BOB, CAROL = "9996621001", "9996621002", "9996621003"

_random_ids = count(1)


@dataclass
class Person:
    """One account: the device in use, and a second one that is only told."""

    phone: Client
    tablet: Client
    pts: int = 1
    """Where the box stood before the test: the second sign-in was announced in it."""

    @property
    def user_id(self) -> int:
        assert self.phone.me is not None
        return self.phone.me.id

    async def __call__(self, function: Any) -> Any:
        return await self.phone(function)

    async def peer(self, harness: Harness, other: Person) -> types.InputPeerUser:
        return peer_of(harness, self, other)


@dataclass
class Pair:
    """Two people who have not talked yet. `to_bob` is how Alice names Bob, `to_alice` the reverse."""

    harness: Harness
    alice: Person
    bob: Person
    to_bob: types.InputPeerUser
    to_alice: types.InputPeerUser


async def person(harness: Harness, number: str, name: str) -> Person:
    """An account with two devices that listen, their queues empty."""
    phone = await harness.client(number, first_name=name)
    tablet = await harness.client(number)
    for device in (phone, tablet):
        state = await device(functions.updates.GetState())
        device.forget_updates()
    return Person(phone, tablet, state.pts)


def peer_of(harness: Harness, viewer: Person, other: Person) -> types.InputPeerUser:
    """How one names the other."""
    from server.access.hashes import Hashed

    access_hash = harness.app.hashes.of(viewer.user_id, Hashed.USER, other.user_id)
    return types.InputPeerUser(user_id=other.user_id, access_hash=access_hash)


def user_of(harness: Harness, viewer: Person, other: Person) -> types.InputUser:
    """How one names the other where a user is asked for."""
    peer = peer_of(harness, viewer, other)
    return types.InputUser(user_id=peer.user_id, access_hash=peer.access_hash)


def text(peer: types.TypeInputPeer, message: str, **fields: Any) -> functions.messages.SendMessage:
    """sendMessage with a fresh random_id."""
    return functions.messages.SendMessage(
        **{"peer": peer, "message": message, "random_id": next(_random_ids), **fields}
    )


def random_id() -> int:
    """A random_id that no other call of this run has."""
    return next(_random_ids)


async def history(device: Any, peer: types.TypeInputPeer, **fields: Any) -> types.messages.Messages:
    """getHistory; everything up to 100 messages unless asked otherwise."""
    zero: dict[str, Any] = dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0)
    answer: types.messages.Messages = await device(
        functions.messages.GetHistory(**{"peer": peer, **zero, "limit": 100, **fields})
    )
    return answer


async def newest(device: Any, peer: types.TypeInputPeer) -> Any:
    """The last message of a dialog."""
    return (await history(device, peer, limit=1)).messages[0]


async def texts(device: Any, peer: types.TypeInputPeer, **fields: Any) -> list[str]:
    """The texts of a dialog, the oldest first."""
    answer = await history(device, peer, **fields)
    return [message.message for message in reversed(answer.messages) if isinstance(message, types.Message)]


async def dialog(device: Any, peer: types.TypeInputPeer) -> types.Dialog:
    """One dialog as it stands."""
    answer = await device(functions.messages.GetPeerDialogs(peers=[types.InputDialogPeer(peer=peer)]))
    return answer.dialogs[0]


async def much_later(harness: Harness, seconds: float, *people: Person) -> None:
    """Let so much time pass that connections end; everyone connects again."""
    devices = [device for one in people for device in (one.phone, one.tablet)]
    for device in devices:
        await device.disconnect()
    await harness.advance(seconds)
    for device in devices:
        await device.connect()
        await device(functions.updates.GetState())


def sent_id(answer: types.TypeUpdates) -> int:
    """The id of what was sent, out of whichever answer came."""
    if isinstance(answer, types.UpdateShortSentMessage):
        return answer.id
    return next(update.id for update in answer.updates if isinstance(update, types.UpdateMessageID))


def words(text: str) -> types.TextWithEntities:
    """A text without entities, where media have one."""
    return types.TextWithEntities(text=text, entities=[])


def forward(
    source: types.TypeInputPeer, to: types.TypeInputPeer, ids: list[int], **fields: object
) -> functions.messages.ForwardMessages:
    return functions.messages.ForwardMessages(
        **{"from_peer": source, "id": ids, "random_id": [random_id() for _ in ids], "to_peer": to, **fields}
    )
