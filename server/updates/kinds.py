"""Every kind of event and what renders it, put together from the domains' own tables."""

from collections.abc import Awaitable, Callable, Mapping

from mtproto.tl import types
from server.render.rendering import EventRenderer, Rendering
from storage.boxes import Event

ShortForm = Callable[[Rendering, Event], Awaitable[types.TypeUpdates | None]]
"""A compact Updates object for a lone event (updateShortMessage …); None when it does not fit."""

RENDERERS: Mapping[str, EventRenderer] = {}

SHORT_FORMS: Mapping[str, ShortForm] = {}
