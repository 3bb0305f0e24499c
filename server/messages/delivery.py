"""Delivery: one message put into every box it belongs to, in one unit of work.

The copies, their ids and pts, the dialogs they move to the top and the events that tell of them are stored together
or not at all. A private message stands in two boxes, a message to oneself in one, a basic group's in one per member.
Who may send what to whom was judged before; what is decided here is only what must be decided inside the unit: the
order of ids, and that a `random_id` is used once (row DU-2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import boxes, dialogs, messages
from storage.boxes import Event
from storage.database import Tx
from storage.messages import Body, Flag, Message

NEW_MESSAGE = "new_message"

NO_FLAGS = Flag(0)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message that is to be sent. `mentions` are the users it mentions, plain ids."""

    body: Body
    random_id: int | None = None
    flags: Flag = NO_FLAGS
    grouped_id: int = 0
    mentions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A box that gets copies, and the peer whose dialog they stand in there."""

    box: int
    peer: int


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one outgoing message in the sender's box. `repeated`: a retry, and this is the first result."""

    message: Message
    pts: int
    repeated: bool = False


async def deliver(
    tx: Tx,
    sender: int,
    peer: int,
    recipients: Sequence[Recipient],
    outgoing: Sequence[Outgoing],
    *,
    now: int,
    origin: int,
) -> list[Sent]:
    """Send messages from a user's own box.

    Args:
        sender: The user who writes; their box gets the originals.
        peer: The dialog, as the sender knows it (a marked id).
        recipients: The other boxes. Empty for a message to oneself.
        outgoing: What is sent, in order; an album together.
        now: Unix seconds, the date of the messages.
        origin: The number of the live session that asks; it is answered instead of told.

    Returns:
        One `Sent` for each outgoing message.
    """
    repeated = [await _sent_before(tx, sender, peer, one) for one in outgoing]
    fresh = [one for one, before in zip(outgoing, repeated, strict=True) if before is None]
    sent = iter(await _deliver_fresh(tx, sender, peer, recipients, fresh, now, origin) if fresh else [])
    return [before if before is not None else next(sent) for before in repeated]


async def _sent_before(tx: Tx, sender: int, peer: int, one: Outgoing) -> Sent | None:
    if one.random_id is None:
        return None
    message_id = await messages.sent_before(tx, sender, peer, one.random_id)
    if message_id is None:
        return None
    message = await messages.by_id(tx, sender, message_id)
    assert message is not None  # found in this very unit
    pts = (await boxes.counters(tx, sender)).pts
    return Sent(message, pts, repeated=True)


async def _deliver_fresh(
    tx: Tx,
    sender: int,
    peer: int,
    recipients: Sequence[Recipient],
    outgoing: Sequence[Outgoing],
    now: int,
    origin: int,
) -> list[Sent]:
    originals, told = await _copies(tx, Recipient(sender, peer), sender, outgoing, None, now, origin)
    rows, events = list(originals), list(told)
    for recipient in recipients:
        copied, told_there = await _copies(tx, recipient, sender, outgoing, originals, now, 0)
        rows += copied
        events += told_there
    await messages.insert(tx, rows)
    await boxes.insert_events(tx, events)
    return [Sent(message, event.pts) for message, event in zip(originals, told, strict=True)]


async def _copies(
    tx: Tx,
    where: Recipient,
    sender: int,
    outgoing: Sequence[Outgoing],
    originals: Sequence[Message] | None,
    now: int,
    origin: int,
) -> tuple[list[Message], list[Event]]:
    """The copies for one box with the ids, pts and place in the dialog list that are now theirs."""
    count = len(outgoing)
    after = await boxes.advance(tx, where.box, ids=count, pts=count, events=count)
    first = after.last_id - count + 1
    copies: list[Message] = []
    for index, one in enumerate(outgoing):
        own = originals is None
        mentioned = not own and where.box in one.mentions
        flags = one.flags | (Flag.OUT if own else Flag.MENTIONED | Flag.MEDIA_UNREAD if mentioned else NO_FLAGS)
        at = (where.box, first + index) if originals is None else (originals[index].box, originals[index].id)
        copies.append(
            Message(
                where.box,
                first + index,
                where.peer,
                sender,
                now,
                *at,
                flags,
                one.random_id if own else None,
                one.grouped_id,
                one.body,
            )
        )
    mentions = sum(Flag.MENTIONED in copy.flags for copy in copies)
    unread = 0 if originals is None else count
    known = await dialogs.arrived(tx, where.box, where.peer, after.last_id, count, unread=unread, mentions=mentions)
    events = [
        Event(
            where.box,
            after.pts - count + 1 + index,
            after.seq - count + 1 + index,
            1,
            NEW_MESSAGE,
            now,
            {"id": copy.id, "known": known},
            origin,
            copy,
        )
        for index, copy in enumerate(copies)
    ]
    return copies, events
