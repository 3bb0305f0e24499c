"""When somebody was last seen, as one viewer may know it: records → TL (core.telegram.org/constructor/user, status).

Who may not see the moment sees how long ago it was, roughly. Whoever hides their own moment from the other gets the
rough answer too, marked `by_me` (core.telegram.org/constructor/privacyKeyStatusTimestamp). A blocked person sees
nothing.
"""

from __future__ import annotations

from mtproto.tl import types
from server.access.privacy import Look
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User, UserKind

DAY = 86_400
RECENTLY = 3 * DAY
WEEK = 7 * DAY
MONTH = 30 * DAY


def render_status(user: User, seen: Look, online_until: int, now: int) -> types.TypeUserStatus | None:
    """The status of a person; None for whoever is none, and for a person who was never online."""
    if user.kind is not UserKind.PERSON or not online_until:
        return None
    if user.user_id in seen.blockers:
        return types.UserStatusEmpty()
    if user.user_id != seen.viewer and not seen.knows_status(user.user_id):
        return _roughly(now - online_until, by_me=seen.allows(user.user_id, PrivacyKey.STATUS))
    if online_until > now:
        return types.UserStatusOnline(expires=online_until)
    return types.UserStatusOffline(was_online=online_until)


def _roughly(ago: int, *, by_me: bool) -> types.TypeUserStatus:
    if ago < RECENTLY:
        return types.UserStatusRecently(by_me=by_me)
    if ago < WEEK:
        return types.UserStatusLastWeek(by_me=by_me)
    if ago < MONTH:
        return types.UserStatusLastMonth(by_me=by_me)
    return types.UserStatusEmpty()
