"""Which other notices a user wants: of contacts who sign up, and of reactions
(account.get/setContactSignUpNotification, get/setReactionsNotifySettings)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtproto.tl import functions, types
from server.render.notify import render_sound
from server.rpc.context import Context
from server.rpc.router import Router
from server.users.notifications import stored_sound
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.database import Snapshot

router = Router("notice_choices")

_FROM: Mapping[str, type[types.TypeReactionNotificationsFrom]] = {
    "all": types.ReactionNotificationsFromAll,
    "contacts": types.ReactionNotificationsFromContacts,
}
_NAME_OF: Mapping[type, str] = {kind: name for name, kind in _FROM.items()}

_DEFAULT: Mapping[str, Any] = {
    "messages": "contacts",
    "stories": "contacts",
    "poll_votes": "contacts",
    "sound": ("default",),
    "show_previews": True,
}


@router.rpc(functions.account.GetContactSignUpNotification)
async def get_contact_sign_up_notification(
    ctx: Context, request: functions.account.GetContactSignUpNotification
) -> bool:
    """Whether the caller wants no notice when a contact signs up."""
    silent: bool = await ctx.app.db.peek(lambda view: settings.get(view, ctx.user_id, Setting.SILENT_SIGN_UPS, False))
    return silent


@router.rpc(functions.account.SetContactSignUpNotification)
async def set_contact_sign_up_notification(
    ctx: Context, request: functions.account.SetContactSignUpNotification
) -> bool:
    """Choose it. The service message comes all the same, as a silent one."""
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.SILENT_SIGN_UPS, request.silent))
    return True


@router.rpc(functions.account.GetReactionsNotifySettings)
async def get_reactions_notify_settings(
    ctx: Context, request: functions.account.GetReactionsNotifySettings
) -> types.ReactionsNotifySettings:
    """Whose reactions the caller wants to be told of."""
    return await ctx.app.db.peek(lambda view: _reactions(view, ctx.user_id))


@router.rpc(functions.account.SetReactionsNotifySettings)
async def set_reactions_notify_settings(
    ctx: Context, request: functions.account.SetReactionsNotifySettings
) -> types.ReactionsNotifySettings:
    """Choose it; left out is nobody's."""
    given = request.settings
    chosen = {
        "messages": _NAME_OF.get(type(given.messages_notify_from)),
        "stories": _NAME_OF.get(type(given.stories_notify_from)),
        "poll_votes": _NAME_OF.get(type(given.poll_votes_notify_from)),
        "sound": stored_sound(given.sound),
        "show_previews": given.show_previews,
    }
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.REACTION_NOTICES, chosen))
    return await ctx.app.db.peek(lambda view: _reactions(view, ctx.user_id))


async def _reactions(view: Snapshot, user_id: int) -> types.ReactionsNotifySettings:
    chosen = await settings.get(view, user_id, Setting.REACTION_NOTICES, _DEFAULT)
    sound = render_sound(tuple(chosen["sound"]))
    return types.ReactionsNotifySettings(
        messages_notify_from=_from(chosen["messages"]),
        stories_notify_from=_from(chosen["stories"]),
        poll_votes_notify_from=_from(chosen["poll_votes"]),
        sound=sound or types.NotificationSoundDefault(),
        show_previews=chosen["show_previews"],
    )


def _from(name: str | None) -> types.TypeReactionNotificationsFrom | None:
    return None if name is None else _FROM[name]()
