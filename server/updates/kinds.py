"""Every kind of event and what renders it, put together from the domains' own tables."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from mtproto.tl import types
from server.auth import new_logins
from server.chats import events as chat_events
from server.files import kept
from server.messages import (
    archive,
    auto_delete,
    contents,
    deleting,
    drafts,
    editing,
    filters,
    pinned_dialogs,
    pins,
    polls,
    reaction_tags,
    reactions,
    reading,
    saved_dialogs,
    scheduling,
    used_reactions,
)
from server.messages.delivery import NEW_MESSAGE
from server.previews import previews
from server.render.messages import new_message, short_message
from server.render.rendering import EventRenderer, Rendering
from server.stickers import installing
from server.users import appearance, auto_save, contact_events, notifications, privacy, profile
from server.wallpapers import chat_wallpapers
from storage.boxes import Event

ShortForm: TypeAlias = "Callable[[Rendering, Event], Awaitable[types.TypeUpdates | None]]"
"""A compact Updates object for a lone event (updateShortMessage …); None when it does not fit."""

RENDERERS: Mapping[str, EventRenderer] = {
    **new_logins.RENDERERS,
    NEW_MESSAGE: new_message,
    **appearance.RENDERERS,
    **archive.RENDERERS,
    **auto_delete.RENDERERS,
    **chat_wallpapers.RENDERERS,
    **auto_save.RENDERERS,
    **chat_events.RENDERERS,
    **contact_events.RENDERERS,
    **contents.RENDERERS,
    **deleting.RENDERERS,
    **drafts.RENDERERS,
    **editing.RENDERERS,
    **filters.RENDERERS,
    **installing.RENDERERS,
    **kept.RENDERERS,
    **notifications.RENDERERS,
    **pinned_dialogs.RENDERERS,
    **pins.RENDERERS,
    **polls.RENDERERS,
    **previews.RENDERERS,
    **privacy.RENDERERS,
    **profile.RENDERERS,
    **reaction_tags.RENDERERS,
    **reactions.RENDERERS,
    **reading.RENDERERS,
    **saved_dialogs.RENDERERS,
    **scheduling.RENDERERS,
    **used_reactions.RENDERERS,
}

SHORT_FORMS: Mapping[str, ShortForm] = {NEW_MESSAGE: short_message}
