"""Notification settings: account.getNotifySettings, updateNotifySettings, getNotifyExceptions, resetNotifySettings
(core.telegram.org/api/push-updates#notification-settings). The caller's other devices hear of each change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.notify import render_notify
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.users import answers
from storage.accounts import notify_settings
from storage.accounts.notify_settings import UNSET, Notify, Place, Scope
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx

router = Router("notifications")

NOTIFY_SETTINGS = "notify_settings"

MAX_EXCEPTIONS = 1_000
"""Peers in one answer of getNotifyExceptions."""
MAX_SOUND = 256
"""Characters of a local sound's title and data."""

_KINDS: Mapping[type, Scope] = {
    types.InputNotifyUsers: Scope.USERS,
    types.InputNotifyChats: Scope.CHATS,
    types.InputNotifyBroadcasts: Scope.BROADCASTS,
}
_TOLD: Mapping[Scope, Callable[[], types.TypeNotifyPeer]] = {
    Scope.USERS: types.NotifyUsers,
    Scope.CHATS: types.NotifyChats,
    Scope.BROADCASTS: types.NotifyBroadcasts,
}


@router.rpc(functions.account.GetNotifySettings)
async def get_notify_settings(ctx: Context, request: functions.account.GetNotifySettings) -> types.PeerNotifySettings:
    """The settings for one place."""

    async def query(view: Snapshot) -> types.PeerNotifySettings:
        place = await _place(ctx, view, request.peer)
        return render_notify(await notify_settings.get(view, ctx.user_id, place))

    return await ctx.app.db.peek(query)


@router.rpc(functions.account.UpdateNotifySettings)
async def update_notify_settings(ctx: Context, request: functions.account.UpdateNotifySettings) -> bool:
    """Change them. What is given is set, and so is what is not: to the default, as clients send the whole."""
    given = request.settings
    if (given.mute_until or 0) < 0:
        raise rpc_errors.SETTINGS_INVALID
    notify = replace(
        UNSET,
        show_previews=given.show_previews,
        silent=given.silent,
        mute_until=given.mute_until,
        sound=stored_sound(given.sound),
        stories_muted=given.stories_muted,
        stories_hide_sender=given.stories_hide_sender,
        stories_sound=stored_sound(given.stories_sound),
    )

    async def unit(tx: Tx) -> None:
        place = await _place(ctx, tx, request.peer)
        await notify_settings.save(tx, ctx.user_id, place, notify)
        await _append(ctx, tx, place)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.account.GetNotifyExceptions)
async def get_notify_exceptions(ctx: Context, request: functions.account.GetNotifyExceptions) -> types.Updates:
    """The peers with settings of their own; sounds and stories count only when asked for."""

    async def build(scene: Rendering) -> list[types.TypeUpdate]:
        found = await notify_settings.exceptions(scene.view, ctx.user_id, MAX_EXCEPTIONS)
        scope = await _asked(ctx, scene.view, request.peer)
        return [
            types.UpdateNotifySettings(
                peer=types.NotifyPeer(peer=scene.peer(peer)), notify_settings=render_notify(notify)
            )
            for peer, notify in found.items()
            if (scope is None or _within(scope, peer))
            and _is_exception(notify, sound=request.compare_sound, stories=request.compare_stories)
        ]

    return await answers.updates(ctx, build)


@router.rpc(functions.account.ResetNotifySettings)
async def reset_notify_settings(ctx: Context, request: functions.account.ResetNotifySettings) -> bool:
    """Everything as it was at first."""

    async def unit(tx: Tx) -> None:
        own = await notify_settings.exceptions(tx, ctx.user_id, MAX_EXCEPTIONS)
        changed = [Place(Scope.PEER, peer) for peer in own]
        await notify_settings.reset(tx, ctx.user_id)
        for place in (*changed, Place(Scope.USERS), Place(Scope.CHATS), Place(Scope.BROADCASTS)):
            await _append(ctx, tx, place)

    await ctx.app.db.write(unit)
    return True


async def _place(ctx: Context, view: Snapshot, given: types.TypeInputNotifyPeer) -> Place:
    if isinstance(given, types.InputNotifyPeer):
        return Place(Scope.PEER, await access.peer(ctx, view, given.peer))
    scope = _KINDS.get(type(given))
    if scope is None:
        raise rpc_errors.PEER_ID_INVALID  # forum topics and communities: there are none here
    return Place(scope)


async def _asked(ctx: Context, view: Snapshot, given: types.TypeInputNotifyPeer | None) -> Place | None:
    return None if given is None else await _place(ctx, view, given)


def _within(place: Place, peer: int) -> bool:
    """Whether a peer is (of the kind) asked for; channels come later."""
    match place.scope:
        case Scope.PEER:
            return peer == place.peer
        case Scope.USERS:
            return peer > 0
        case Scope.CHATS:
            return peer < 0
        case Scope.BROADCASTS:
            return False


def _is_exception(notify: Notify, *, sound: bool, stories: bool) -> bool:
    """Whether anything that was asked about differs from the defaults."""
    seen = replace(notify, sound=notify.sound if sound else None)
    if not stories:
        seen = replace(seen, stories_muted=None, stories_hide_sender=None, stories_sound=None)
    return seen != UNSET


def stored_sound(given: types.TypeNotificationSound | None) -> tuple[Any, ...] | None:
    """A sound as it is kept; None where none was chosen."""
    match given:
        case None:
            return None
        case types.NotificationSoundNone():
            return ("none",)
        case types.NotificationSoundLocal(title=title, data=data):
            return "local", title[:MAX_SOUND], data[:MAX_SOUND]
        case types.NotificationSoundRingtone(id=ringtone_id):
            return "ringtone", ringtone_id
        case _:
            return ("default",)


async def _append(ctx: Context, tx: Tx, place: Place) -> None:
    data = {"scope": place.scope.value, "peer": place.peer}
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, NOTIFY_SETTINGS, data, now=ctx.now, pts_count=0, origin=origin)


async def _notify_settings(scene: Rendering, event: Event) -> types.UpdateNotifySettings:
    place = Place(Scope(event.data["scope"]), event.data["peer"])
    notify = await notify_settings.get(scene.view, event.box, place)
    told = types.NotifyPeer(peer=scene.peer(place.peer)) if place.peer else _TOLD[place.scope]()
    return types.UpdateNotifySettings(peer=told, notify_settings=render_notify(notify))


RENDERERS: Mapping[str, EventRenderer] = {NOTIFY_SETTINGS: _notify_settings}
