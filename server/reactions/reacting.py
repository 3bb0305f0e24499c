"""Reacting to messages: messages.sendReaction, getMessagesReactions (core.telegram.org/api/reactions).

Reactions hang on the writer's copy of a message and all copies share them. Whoever has a copy is told with an event of
their own that names theirs; it moves no pts, and is rendered with the reactions as they stand when it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.membership import still_reached
from server.messages.addressing import address
from server.messages.answers import answer_events
from server.messages.history import MAX_PAGE
from server.reactions.choice import check_choice, read_reactions
from server.reactions.tags import tag
from server.reactions.used import remember
from server.render.messages import told
from server.render.reactions import reactions_update
from server.render.rendering import EventRenderer, Rendering
from server.render.updates import render_updates
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.accounts import blocks
from storage.conversations import boxes, dialogs, messages, reactions
from storage.conversations.boxes import Event
from storage.conversations.messages import Flag, Message
from storage.conversations.reactions import Given
from storage.database import Snapshot, Tx

router = Router("reactions")

REACTED = "reacted"


@router.rpc(functions.messages.SendReaction, flood=FloodClass.SEND)
async def send_reaction(ctx: Context, request: functions.messages.SendReaction) -> types.Updates:
    """Make these the caller's reactions to a message; none takes them all back."""

    async def unit(tx: Tx) -> list[Event]:
        to = await address(ctx, tx, request.peer)
        message = await message_of(tx, ctx.user_id, to.peer, request.msg_id, rpc_errors.MESSAGE_ID_INVALID)
        wanted = await read_reactions(tx, request.reaction)
        before = await reactions.given_by(tx, message, ctx.user_id)
        await check_choice(tx, message, before, wanted)
        chosen = await _chosen(ctx, tx, message, before, wanted, big=request.big)
        if message.peer == message.box:
            await tag(ctx, tx, message, before, chosen)
        else:
            await reactions.replace_given(tx, message, ctx.user_id, chosen)
        added = [one.reaction for one in chosen if one.reaction not in {earlier.reaction for earlier in before}]
        await remember(ctx, tx, added, recent=request.add_to_recent)
        return await _tell(ctx, tx, message)

    events = await ctx.app.db.write(unit)
    return await answer_events(ctx, events, render_reacted)


@router.rpc(functions.messages.GetMessagesReactions)
async def get_messages_reactions(ctx: Context, request: functions.messages.GetMessagesReactions) -> types.Updates:
    """How the reactions to messages of a dialog stand."""
    if not 0 < len(request.id) <= MAX_PAGE:
        raise rpc_errors.MSG_ID_INVALID

    async def query(view: Snapshot) -> types.Updates:
        peer = await access.peer(ctx, view, request.peer)
        found = (await messages.by_ids(view, ctx.user_id, request.id)).values()
        there = [message for message in found if message.peer == peer]
        if not there:
            raise rpc_errors.MSG_ID_INVALID
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        updates: list[types.TypeUpdate] = [await reactions_update(scene, message) for message in there]
        return await render_updates(scene, updates)

    return await ctx.app.db.read(query)


async def message_of(view: Snapshot, user_id: int, peer: int, message_id: int, error: type[RpcError]) -> Message:
    """A message of a dialog in somebody's own box; raises `error` when it is not there."""
    message = await messages.by_id(view, user_id, message_id)
    if message is None or message.peer != peer:
        raise error
    return message


async def _chosen(
    ctx: Context, view: Snapshot, message: Message, before: Sequence[Given], wanted: Sequence[str], *, big: bool
) -> list[Given]:
    """What the caller now gives; what they gave before keeps its date."""
    kept = {one.reaction: one for one in before}
    # Nobody waits to see what they do themselves, nor what somebody does whom they have blocked.
    unread = message.sender != ctx.user_id and not await blocks.blocks(view, message.sender, ctx.user_id)
    return [
        replace(kept.get(reaction) or Given(ctx.user_id, reaction, 0, ctx.now, big, unread), position=position)
        for position, reaction in enumerate(wanted)
    ]


async def _tell(ctx: Context, tx: Tx, message: Message) -> list[Event]:
    """Mark the copies of a message by what reactions it has, one event per box; returns that of the caller's box."""
    copies = await _flagged(tx, message)
    reached = await still_reached(tx, copies)
    unread = await reactions.any_unread(tx, message)
    await set_unread(tx, [copy for copy in reached if copy.box == copy.origin_box], unread=unread)
    own = []
    for copy in reached:
        mine = copy.box == ctx.user_id
        data = {"peer": copy.peer, "id": copy.id}
        origin = ctx.session.session_number if mine else 0
        event = await boxes.append(tx, copy.box, REACTED, data, now=ctx.now, pts_count=0, origin=origin)
        own += [event] if mine else []
    return own


async def _flagged(tx: Tx, message: Message) -> list[Message]:
    """Every copy of a message, with or without HAS_REACTIONS as it is now true."""
    has = await reactions.count(tx, message) > 0
    copies = await messages.copies(tx, message.origin_box, message.origin_id)
    if all((Flag.HAS_REACTIONS in copy.flags) is has for copy in copies):
        return copies
    flag = Flag.HAS_REACTIONS if has else Flag(0)
    flagged = [structs.replace(copy, flags=copy.flags & ~Flag.HAS_REACTIONS | flag) for copy in copies]
    await messages.update(tx, flagged)
    return flagged


async def set_unread(tx: Tx, own: Sequence[Message], *, unread: bool) -> None:
    """Say of a writer's own copies whether they have reactions the writer has not seen; the dialogs count them."""
    for copy in own:
        if (Flag.REACTION_UNREAD in copy.flags) is unread:
            continue
        await messages.update(tx, (structs.replace(copy, flags=copy.flags ^ Flag.REACTION_UNREAD),))
        dialog = await dialogs.get(tx, copy.box, copy.peer)
        count = dialog.unread_reactions + (1 if unread else -1)
        await dialogs.save(tx, replace(dialog, unread_reactions=count))


async def render_reacted(scene: Rendering, event: Event) -> types.UpdateMessageReactions | None:
    """REACTED as an update."""
    message = await told(scene, event)
    return None if message is None else await reactions_update(scene, message)


RENDERERS: dict[str, EventRenderer] = {REACTED: render_reacted}
