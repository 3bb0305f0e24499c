"""Dialogs with what a list of them shows: records → TL."""

from __future__ import annotations

from collections.abc import Sequence

from mtproto.tl import types
from server.render.drafts import render_draft
from server.render.messages import render_message
from server.render.notify import render_notify
from server.render.rendering import Rendering
from storage.accounts import notify_settings
from storage.accounts.notify_settings import UNSET, Notify
from storage.conversations import drafts, messages
from storage.conversations.dialogs import Dialog


async def render_dialogs(
    scene: Rendering, found: Sequence[Dialog]
) -> tuple[list[types.TypeDialog], list[types.TypeMessage]]:
    """Each dialog, and the top message of each that has one."""
    ids = [dialog.top_message for dialog in found if dialog.top_message]
    tops = await messages.by_ids(scene.view, scene.viewer, ids) if ids else {}
    begun = await drafts.all_of(scene.view, scene.viewer)
    notify = await notify_settings.of_peers(scene.view, scene.viewer, [dialog.peer for dialog in found])
    poll_votes = await messages.poll_votes_unread(scene.view, scene.viewer)
    rendered: list[types.TypeDialog] = []
    for dialog in found:
        shown = render_dialog(scene, dialog, notify.get(dialog.peer, UNSET))
        shown.unread_poll_votes_count = poll_votes.get(dialog.peer, 0)
        if dialog.peer in begun:
            shown.draft = await render_draft(scene, begun[dialog.peer])
        rendered.append(shown)
    return rendered, [await render_message(scene, top) for top in tops.values()]


def render_dialog(scene: Rendering, dialog: Dialog, notify: Notify) -> types.Dialog:
    """One dialog as its owner sees it."""
    return types.Dialog(
        pinned=dialog.pinned > 0,
        unread_mark=dialog.unread_mark,
        peer=scene.peer(dialog.peer),
        top_message=dialog.top_message,
        read_inbox_max_id=dialog.read_inbox,
        read_outbox_max_id=dialog.read_outbox,
        unread_count=dialog.unread,
        unread_mentions_count=dialog.unread_mentions,
        unread_reactions_count=dialog.unread_reactions,
        unread_poll_votes_count=0,
        notify_settings=render_notify(notify),
        folder_id=dialog.folder or None,
        ttl_period=dialog.ttl or None,
    )
