"""account.getGlobalPrivacySettings, setGlobalPrivacySettings (core.telegram.org/api/privacy#global-privacy-settings).

They are stored as the names of the flags that are on, and the gifts that are refused. What would take a paid plan to
have (writers must pay or subscribe) does not exist here, and neither does archiving strangers by itself.
"""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.database import Snapshot

router = Router("global_privacy")

FLAGS = ("keep_archived_unmuted", "keep_archived_folders", "hide_read_marks", "display_gifts_button")
GIFTS = (
    "disallow_unlimited_stargifts",
    "disallow_limited_stargifts",
    "disallow_unique_stargifts",
    "disallow_premium_gifts",
    "disallow_stargifts_from_channels",
)


async def settings_of(view: Snapshot, user_id: int) -> types.GlobalPrivacySettings:
    """A user's settings."""
    stored: dict[str, Any] = await settings.get(view, user_id, Setting.GLOBAL_PRIVACY, {})
    gifts = stored.get("gifts")
    return types.GlobalPrivacySettings(
        **dict.fromkeys(stored.get("flags", ()), True),
        disallowed_gifts=None if gifts is None else types.DisallowedGiftsSettings(**dict.fromkeys(gifts, True)),
    )


async def hides_read_times(view: Snapshot, user_id: int) -> bool:
    """Whether a user hides when they read a message from those who may not see when they were last online."""
    return (await settings_of(view, user_id)).hide_read_marks


@router.rpc(functions.account.GetGlobalPrivacySettings)
async def get_global_privacy_settings(
    ctx: Context, request: functions.account.GetGlobalPrivacySettings
) -> types.GlobalPrivacySettings:
    """The caller's settings."""
    return await ctx.app.db.peek(lambda view: settings_of(view, ctx.user_id))


@router.rpc(functions.account.SetGlobalPrivacySettings)
async def set_global_privacy_settings(
    ctx: Context, request: functions.account.SetGlobalPrivacySettings
) -> types.GlobalPrivacySettings:
    """Replace them all."""
    given = request.settings
    if given.archive_and_mute_new_noncontact_peers:
        raise rpc_errors.AUTOARCHIVE_NOT_AVAILABLE
    if given.new_noncontact_peers_require_premium or given.noncontact_peers_paid_stars:
        raise rpc_errors.PREMIUM_ACCOUNT_REQUIRED
    stored: dict[str, Any] = {"flags": [name for name in FLAGS if getattr(given, name)]}
    if given.disallowed_gifts is not None:
        stored["gifts"] = [name for name in GIFTS if getattr(given.disallowed_gifts, name)]
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.GLOBAL_PRIVACY, stored))
    return await ctx.app.db.peek(lambda view: settings_of(view, ctx.user_id))
