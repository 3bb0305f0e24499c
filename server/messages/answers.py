"""What a sender is answered: the updates that their other devices are told, and the ids of what was sent."""

from __future__ import annotations

from collections.abc import Sequence

from mtproto.tl import types
from server.messages.delivery import Sent
from server.render.entities import render_entity
from server.render.messages import is_plain_text, render_message
from server.render.rendering import EventRenderer, Rendering
from server.render.updates import render_updates
from server.rpc.context import Context
from storage.conversations.boxes import Event
from storage.database import Snapshot


def short_answer(sent: Sequence[Sent]) -> types.UpdateShortSentMessage | None:
    """The compact answer for one plain text to a user, whom the sender knows; None when it does not fit."""
    first = sent[0]
    message, body = first.message, first.message.body
    if len(sent) > 1 or message.peer <= 0 or first.repeated or not is_plain_text(message):
        return None
    told = types.UpdateShortSentMessage(out=True, id=message.id, pts=first.pts, pts_count=1, date=message.date)
    if entities := body.get("entities"):
        told.entities = [render_entity(record) for record in entities]
    if "ttl" in body:
        told.ttl_period = body["ttl"]
    return told


async def answer(ctx: Context, sent: Sequence[Sent]) -> types.Updates:
    """The answer to whoever sent these messages: which random_id became which id, and each message as an update."""

    async def query(view: Snapshot) -> types.Updates:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        updates: list[types.TypeUpdate] = [
            types.UpdateMessageID(id=one.message.id, random_id=one.message.random_id)
            for one in sent
            if one.message.random_id is not None
        ]
        return await render_updates(scene, [*updates, *await _news_of(scene, sent)])

    return await ctx.app.db.peek(query)


async def answer_events(
    ctx: Context, events: Sequence[Event], render: EventRenderer, sent: Sequence[Sent] = ()
) -> types.Updates:
    """The answer to whoever caused events that their other devices are told of, rendered as for those.

    `sent` are messages that came of it: one that tells of it in the dialog, or those that had waited for their time.
    """

    async def query(view: Snapshot) -> types.Updates:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        updates = [update for event in events if (update := await render(scene, event)) is not None]
        return await render_updates(scene, [*updates, *await _news_of(scene, sent)])

    return await ctx.app.db.peek(query)


async def _news_of(scene: Rendering, sent: Sequence[Sent]) -> list[types.TypeUpdate]:
    """Each message as an update. A retry moves no pts: its message was counted when it was first sent."""
    return [
        types.UpdateNewMessage(
            message=await render_message(scene, one.message), pts=one.pts, pts_count=0 if one.repeated else 1
        )
        for one in sent
    ]
