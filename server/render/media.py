"""Media of messages: records → TL. Each kind has a renderer of its own, put together here."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mtproto.tl import types
from server.render.rendering import Rendering
from storage.messages import Message

MediaRenderer = Callable[[Rendering, Message, dict[str, Any]], Awaitable[types.TypeMessageMedia]]

RENDERERS: Mapping[str, MediaRenderer] = {}


async def render_media(scene: Rendering, message: Message, media: dict[str, Any]) -> types.TypeMessageMedia:
    """The media of a message as the viewer sees it."""
    return await RENDERERS[media["kind"]](scene, message, media)
