"""Notification settings: records → TL (core.telegram.org/constructor/peerNotifySettings)."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from storage.accounts import notify_settings
from storage.accounts.notify_settings import Notify, Place, Scope
from storage.database import Snapshot


def render_notify(notify: Notify) -> types.PeerNotifySettings:
    """The settings; the one sound that clients set is told for every platform."""
    sound, stories_sound = render_sound(notify.sound), render_sound(notify.stories_sound)
    return types.PeerNotifySettings(
        show_previews=notify.show_previews,
        silent=notify.silent,
        mute_until=notify.mute_until,
        ios_sound=sound,
        android_sound=sound,
        other_sound=sound,
        stories_muted=notify.stories_muted,
        stories_hide_sender=notify.stories_hide_sender,
        stories_ios_sound=stories_sound,
        stories_android_sound=stories_sound,
        stories_other_sound=stories_sound,
    )


def render_sound(sound: tuple[Any, ...] | None) -> types.TypeNotificationSound | None:
    """A sound; None where none was chosen."""
    match sound:
        case None:
            return None
        case ("none",):
            return types.NotificationSoundNone()
        case ("local", title, data):
            return types.NotificationSoundLocal(title=title, data=data)
        case ("ringtone", ringtone_id):
            return types.NotificationSoundRingtone(id=ringtone_id)
        case _:
            return types.NotificationSoundDefault()


async def notify_settings_of(view: Snapshot, user_id: int, peer: int) -> types.PeerNotifySettings:
    """A user's settings for one peer, as a dialog or a profile shows them."""
    return render_notify(await notify_settings.get(view, user_id, Place(Scope.PEER, peer)))
