"""What a reader has looked at beyond the text: mentions, voice and video messages (messages.readMessageContents).

The flag goes from the reader's copy; where the writer's own copy waits for the same news (a voice message) it goes from
there too. Reactions to what the reader wrote and votes in their polls are looked at in the same way. Whole dialogs of
such news are in server/messages/unread.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.membership import still_reached
from server.messages.history import MAX_PAGE
from server.messages.vanishing import opened
from server.polls.voting import see_votes
from server.reactions.reacting import set_unread
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, dialogs, messages, reactions
from storage.conversations.boxes import Event
from storage.conversations.dialogs import UNREAD_MENTION
from storage.conversations.messages import Flag, Message
from storage.database import Tx

router = Router("contents")

CONTENTS_READ = "contents_read"


@router.rpc(functions.messages.ReadMessageContents)
async def read_message_contents(
    ctx: Context, request: functions.messages.ReadMessageContents
) -> types.messages.AffectedMessages:
    """These messages have been looked at, listened to, watched."""
    if len(request.id) > MAX_PAGE:
        raise rpc_errors.LIMIT_INVALID

    async def unit(tx: Tx) -> tuple[int, int]:
        found = await messages.by_ids(tx, ctx.user_id, request.id) if request.id else {}
        unread = [message for message in found.values() if Flag.MEDIA_UNREAD in message.flags]
        looked_at = [message for message in unread if Flag.OUT not in message.flags]
        reacted = [message for message in found.values() if Flag.REACTION_UNREAD in message.flags]
        voted_in = [message for message in found.values() if Flag.POLL_VOTES_UNREAD in message.flags]
        await look_at(ctx, tx, looked_at)
        await see_reactions(tx, reacted)
        await see_votes(tx, voted_in)
        return await tell_read(ctx, tx, looked_at + reacted + voted_in)

    pts, pts_count = await ctx.app.db.write(unit)
    return types.messages.AffectedMessages(pts=pts, pts_count=pts_count)


async def look_at(ctx: Context, tx: Tx, found: Sequence[Message]) -> None:
    """Take MEDIA_UNREAD from these copies of the caller's."""
    for message in found:
        await messages.update(tx, (structs.replace(message, flags=message.flags & ~Flag.MEDIA_UNREAD),))
        await opened(tx, message, ctx.now)
        if UNREAD_MENTION in message.flags:
            dialog = await dialogs.get(tx, ctx.user_id, message.peer)
            await dialogs.save(tx, replace(dialog, unread_mentions=dialog.unread_mentions - 1))
        await _tell_writer(ctx, tx, message)


async def _tell_writer(ctx: Context, tx: Tx, message: Message) -> None:
    """Where the writer of what was looked at still waits for that, unless one of the two has gone from the group."""
    original = await messages.copy_in(tx, message.origin_box, message.origin_box, message.origin_id)
    if original is None or Flag.MEDIA_UNREAD not in original.flags:
        return
    if len(await still_reached(tx, (message, original))) == 2:
        await messages.update(tx, (structs.replace(original, flags=original.flags & ~Flag.MEDIA_UNREAD),))
        await boxes.append(tx, original.box, CONTENTS_READ, {"ids": [original.id]}, now=ctx.now)


async def see_reactions(tx: Tx, own: Sequence[Message]) -> None:
    """The writer of these has seen the reactions to them."""
    await reactions.mark_read(tx, own)
    await set_unread(tx, own, unread=False)


async def tell_read(ctx: Context, tx: Tx, found: Sequence[Message]) -> tuple[int, int]:
    """Tell the caller's other devices what has been looked at; returns (pts, pts_count) of their box."""
    if not found:
        return (await boxes.counters(tx, ctx.user_id)).pts, 0
    ids = sorted({message.id for message in found})  # one may have been reacted to and voted in
    event = await boxes.append(
        tx,
        ctx.user_id,
        CONTENTS_READ,
        {"ids": ids},
        now=ctx.now,
        pts_count=len(ids),
        origin=ctx.session.session_number,
    )
    return event.pts, event.pts_count


async def render_contents_read(scene: Rendering, event: Event) -> types.UpdateReadMessagesContents:
    """CONTENTS_READ as an update."""
    return types.UpdateReadMessagesContents(
        messages=event.data["ids"], pts=event.pts, pts_count=event.pts_count, date=event.date
    )


RENDERERS: dict[str, EventRenderer] = {CONTENTS_READ: render_contents_read}
