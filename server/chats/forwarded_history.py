"""Showing somebody new what was said before they came (`fwd_limit` of messages.addChatUser)."""

from __future__ import annotations

from collections.abc import Sequence

from storage import peers
from storage.conversations import boxes, dialogs, expiring, messages, replies
from storage.conversations.boxes import NEW_MESSAGE, Event
from storage.conversations.chats import Chat
from storage.conversations.dialogs import Arriving
from storage.conversations.messages import Flag, Message
from storage.database import Tx

MAX_FORWARDED = 100
"""Messages that a newcomer is shown at most, as the clients offer."""

KEPT = (
    Flag.SILENT | Flag.SERVICE | Flag.NOFORWARDS | Flag.PINNED | Flag.HAS_REACTIONS | Flag.INVERT_MEDIA | Flag.EDIT_HIDE
)
"""Flags that are the message's own, not its reader's."""


async def forward_history(tx: Tx, inviter: int, chat: Chat, newcomer: int, limit: int, now: int) -> None:
    """Put copies of the last messages of the inviter's dialog into the newcomer's box, in their order and of their
    date. What they have already, from an earlier stay, does not come twice, and what they wrote themselves and have
    deleted does not come again."""
    if limit <= 0:
        return
    peer = peers.chat(chat.chat_id)
    last = await messages.in_range(tx, inviter, peer, limit=min(limit, MAX_FORWARDED))
    others = [one for one in reversed(last) if one.origin_box != newcomer]
    unseen = [one for one in others if not await _has(tx, newcomer, one)]
    if unseen:
        await _put(tx, newcomer, peer, unseen, now)


async def _has(tx: Tx, box: int, message: Message) -> bool:
    return await messages.copy_in(tx, box, message.origin_box, message.origin_id) is not None


async def _put(tx: Tx, box: int, peer: int, unseen: Sequence[Message], now: int) -> None:
    count = len(unseen)
    after = await boxes.advance(tx, box, ids=count, pts=count, events=count)
    copies = [
        Message(
            box,
            after.last_id - count + 1 + index,
            peer,
            one.sender,
            one.date,
            one.origin_box,
            one.origin_id,
            one.flags & KEPT,
            None,
            one.grouped_id,
            one.body,
            after.pts - count + 1 + index,
        )
        for index, one in enumerate(unseen)
    ]
    arrivals = await dialogs.arrived(tx, (Arriving(box, peer, after.last_id, count, unread=count),))
    await messages.insert(tx, copies)
    await replies.keep(tx, [copy.body for copy in copies])
    await expiring.add(tx, copies)
    # They come later than they were written, so their rows do not say when: events do.
    await boxes.insert_events(
        tx,
        [
            Event(
                box,
                copy.pts,
                after.seq - count + 1 + index,
                1,
                NEW_MESSAGE,
                now,
                {"id": copy.id, "known": arrivals[box].known},
                0,
                copy,
            )
            for index, copy in enumerate(copies)
        ],
    )
