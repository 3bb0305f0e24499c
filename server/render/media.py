"""Media of messages: records → TL. Each kind has a renderer of its own, put together here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from mtproto.tl import types
from server.render import files, places
from server.render.polls import render_poll_media
from server.render.rendering import Rendering
from server.render.todo import render_todo
from server.render.web_pages import web_page_media
from storage.conversations.messages import Message

MediaRenderer: TypeAlias = "Callable[[Rendering, Message, dict[str, Any]], Awaitable[types.TypeMessageMedia]]"


async def _contact(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaContact:
    return types.MessageMediaContact(
        phone_number=media["phone"],
        first_name=media["first_name"],
        last_name=media["last_name"],
        vcard=media["vcard"],
        user_id=scene.user(media["user_id"]) if media["user_id"] else 0,
    )


async def _dice(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaDice:
    return types.MessageMediaDice(value=media["value"], emoticon=media["emoticon"])


RENDERERS: Mapping[str, MediaRenderer] = {
    "contact": _contact,
    "dice": _dice,
    "geo": places.render_geo,
    "geo_live": places.render_live,
    "poll": render_poll_media,
    "todo": render_todo,
    "venue": places.render_venue,
    "webpage": web_page_media,
    **files.RENDERERS,
}


async def render_media(scene: Rendering, message: Message, media: dict[str, Any]) -> types.TypeMessageMedia:
    """The media of a message as the viewer sees it."""
    return await RENDERERS[media["kind"]](scene, message, media)
