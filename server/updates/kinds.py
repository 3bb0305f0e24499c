"""Every kind of event and what renders it, put together from the domains' own tables."""

from __future__ import annotations

from collections.abc import Mapping

from server.auth import account_life, new_logins
from server.chats import events as chat_events
from server.dialogs import archive, drafts, saved_pins
from server.dialogs import folders as filters
from server.dialogs import pinned as pinned_dialogs
from server.files import kept
from server.messages import auto_delete, contents, deleting, editing, pins, reading, scheduling
from server.polls import voting as polls
from server.previews import previews
from server.reactions import reacting as reactions
from server.reactions import tags as reaction_tags
from server.reactions import used as used_reactions
from server.render.messages import new_message
from server.render.rendering import EventRenderer
from server.stickers import installing
from server.stickers import using as used_stickers
from server.users import appearance, auto_save, contact_events, notifications, privacy, profile
from server.wallpapers import chat_wallpapers
from storage.conversations.boxes import NEW_MESSAGE

RENDERERS: Mapping[str, EventRenderer] = {
    **account_life.RENDERERS,
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
    **saved_pins.RENDERERS,
    **scheduling.RENDERERS,
    **used_reactions.RENDERERS,
    **used_stickers.RENDERERS,
}

OF_MESSAGES = frozenset({NEW_MESSAGE, editing.EDITED, reactions.REACTED})
"""Kinds that tell of one message as it now is: the `id` of their data (`told` of server/render/messages.py)."""
