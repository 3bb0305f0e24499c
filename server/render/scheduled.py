"""Scheduled messages: records → TL. They look like messages whose date is still to come."""

from __future__ import annotations

from mtproto.tl import types
from server.render.messages import render_message
from server.render.rendering import Rendering
from storage.conversations.messages import Flag, Message
from storage.conversations.scheduled import Scheduled


def as_message(one: Scheduled) -> Message:
    """The message that it will be, under the id that it has until then."""
    return Message(
        one.box,
        one.id,
        one.peer,
        one.box,
        one.due,
        one.box,
        one.id,
        one.flags | Flag.OUT | Flag.FROM_SCHEDULED,
        one.random_id,
        one.grouped_id,
        one.body,
    )


async def render_scheduled(scene: Rendering, one: Scheduled) -> types.Message | types.MessageService:
    """A scheduled message as its writer sees it. TDLib expects that one leaves for Saved Messages, too, and where it
    will be found there."""
    shown = await render_message(scene, as_message(one))
    if one.peer == one.box:
        shown.out = True
        shown.saved_peer_id = shown.saved_peer_id or scene.peer(one.box)
    if isinstance(shown, types.Message) and one.period:
        shown.schedule_repeat_period = one.period
    return shown
