"""users.getFullUser and getRequirementsToContact: all that a profile shows (core.telegram.org/constructor/userFull)."""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.privacy import Look, look
from server.render.birthdays import render_birthday
from server.render.entities import render_entities
from server.render.notify import notify_settings_of
from server.render.peer_settings import render_peer_settings
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.render.wallpapers import wallpaper_fields
from server.rpc.context import Context
from server.rpc.router import Router
from server.users.global_privacy import settings_of
from server.users.music import first_song
from server.users.photos import full_photos
from server.users.profile import TABS
from storage.accounts import blocks
from storage.accounts.blocks import BlockList
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User, UserKind
from storage.conversations import chat_looks, chats, dialogs, messages, scheduled
from storage.conversations.dialogs import Dialog, DialogFlag
from storage.database import Snapshot

router = Router("full_user")

MAX_ASKED = 100
"""Users in one getRequirementsToContact."""

KEYS = (
    PrivacyKey.ABOUT,
    PrivacyKey.BIRTHDAY,
    PrivacyKey.FORWARDS,
    PrivacyKey.PHONE_CALL,
    PrivacyKey.STATUS,
    PrivacyKey.VOICE_MESSAGES,
)
"""What a profile shows that its owner may hide."""


@router.rpc(functions.users.GetFullUser)
async def get_full_user(ctx: Context, request: functions.users.GetFullUser) -> types.users.UserFull:
    """A user's whole profile, as the caller may see it."""

    async def query(view: Snapshot) -> types.users.UserFull:
        user = await access.user(ctx, view, request.id)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        scene.user(user.user_id)
        full = await _full(scene, user)
        people, groups = await render_peers(scene)
        return types.users.UserFull(full_user=full, chats=groups, users=people)

    return await ctx.app.db.read(query)


async def _full(scene: Rendering, user: User) -> types.UserFull:
    view, user_id = scene.view, user.user_id
    seen = await look(view, scene.viewer, (user_id,), KEYS)
    dialog = await dialogs.get(view, scene.viewer, user_id)
    chat_look = await chat_looks.get(view, scene.viewer, user_id)
    return types.UserFull(
        id=user_id,
        settings=await render_peer_settings(scene, user_id),
        notify_settings=await notify_settings_of(view, scene.viewer, user_id),
        blocked=await blocks.blocks(view, scene.viewer, user_id),
        blocked_my_stories_from=await blocks.blocks(view, scene.viewer, user_id, BlockList.STORIES),
        can_pin_message=user.kind is not UserKind.DELETED,
        common_chats_count=0 if user_id == scene.viewer else await chats.count_common(view, scene.viewer, user_id),
        **await _of_dialog(view, dialog),
        note=_note(scene, seen, user_id),
        saved_music=await first_song(scene, user_id),
        theme=types.ChatTheme(emoticon=chat_look.theme) if chat_look.theme else None,
        **await wallpaper_fields(scene, chat_look),
        **_told(user, seen),
        **await _global(view, user_id, seen),
        **await full_photos(scene, user),
    )


async def _of_dialog(view: Snapshot, dialog: Dialog) -> dict[str, Any]:
    """How the viewer's dialog with them stands."""
    pinned = await messages.pinned(view, dialog.box, dialog.peer, 1)
    protected, by_viewer = DialogFlag.PROTECTED in dialog.flags, DialogFlag.PROTECTED_BY_OWNER in dialog.flags
    return {
        "folder_id": dialog.folder or None,
        "ttl_period": dialog.ttl or None,
        "has_scheduled": bool(await scheduled.of_peer(view, dialog.box, dialog.peer)),
        "pinned_msg_id": pinned[0].id if pinned else None,
        "translations_disabled": DialogFlag.TRANSLATIONS_OFF in dialog.flags,
        "noforwards_my_enabled": protected and by_viewer,
        "noforwards_peer_enabled": protected and not by_viewer,
    }


def _told(user: User, seen: Look) -> dict[str, Any]:
    """What the owner tells of themselves, where the rules let the viewer see it."""
    user_id, profile = user.user_id, user.profile
    if user.kind is UserKind.DELETED:
        return {}
    calls = seen.allows(user_id, PrivacyKey.PHONE_CALL)
    shows_birthday = profile.birthday is not None and seen.allows(user_id, PrivacyKey.BIRTHDAY)
    return {
        "about": user.about if user.about and seen.allows(user_id, PrivacyKey.ABOUT) else None,
        "birthday": render_birthday(profile.birthday) if shows_birthday and profile.birthday else None,
        "phone_calls_private": not calls,
        "private_forward_name": None if seen.allows(user_id, PrivacyKey.FORWARDS) else _name(user),
        "voice_messages_forbidden": not seen.allows(user_id, PrivacyKey.VOICE_MESSAGES),
        "main_tab": TABS[profile.main_tab]() if profile.main_tab else None,
    }


async def _global(view: Snapshot, user_id: int, seen: Look) -> dict[str, Any]:
    settings = await settings_of(view, user_id)
    return {
        "read_dates_private": settings.hide_read_marks and not seen.allows(user_id, PrivacyKey.STATUS),
        "display_gifts_button": settings.display_gifts_button,
        "disallowed_gifts": settings.disallowed_gifts,
    }


def _note(scene: Rendering, seen: Look, user_id: int) -> types.TextWithEntities | None:
    """The viewer's own note on a contact."""
    entry = seen.known.get(user_id)
    if entry is None or entry.note is None:
        return None
    return types.TextWithEntities(
        text=entry.note["text"], entities=render_entities(scene, entry.note["entities"]) or []
    )


def _name(user: User) -> str:
    return f"{user.first_name} {user.last_name}".strip()


@router.rpc(functions.users.GetRequirementsToContact)
async def get_requirements_to_contact(
    ctx: Context, request: functions.users.GetRequirementsToContact
) -> list[types.RequirementToContactEmpty]:
    """What it takes to write to these people: nothing, for nobody here can ask for a plan or for payment."""
    if len(request.id) > MAX_ASKED:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> list[types.RequirementToContactEmpty]:
        return [await _requirement(ctx, view, given) for given in request.id]

    return await ctx.app.db.peek(query)


async def _requirement(ctx: Context, view: Snapshot, given: types.TypeInputUser) -> types.RequirementToContactEmpty:
    await access.user(ctx, view, given)
    return types.RequirementToContactEmpty()
