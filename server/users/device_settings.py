"""Settings that clients keep on the server for all of a user's devices: sensitive content, and what is downloaded by
itself (account.get/setContentSettings, get/saveAutoDownloadSettings)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.database import Snapshot, Tx

router = Router("device_settings")

_MIB = 1_048_576

PRESETS: Mapping[str, dict[str, Any]] = {
    "low": {
        "disabled": False,
        "video_preload_large": False,
        "audio_preload_next": False,
        "phonecalls_less_data": True,
        "stories_preload": False,
        "photo_size_max": _MIB,
        "video_size_max": 0,
        "file_size_max": 0,
        "video_upload_maxbitrate": 50,
        "small_queue_active_operations_max": 5,
        "large_queue_active_operations_max": 2,
    },
    "medium": {
        "disabled": False,
        "video_preload_large": True,
        "audio_preload_next": True,
        "phonecalls_less_data": False,
        "stories_preload": True,
        "photo_size_max": _MIB,
        "video_size_max": 10 * _MIB,
        "file_size_max": _MIB,
        "video_upload_maxbitrate": 100,
        "small_queue_active_operations_max": 5,
        "large_queue_active_operations_max": 2,
    },
    "high": {
        "disabled": False,
        "video_preload_large": True,
        "audio_preload_next": True,
        "phonecalls_less_data": False,
        "stories_preload": True,
        "photo_size_max": _MIB,
        "video_size_max": 15 * _MIB,
        "file_size_max": 3 * _MIB,
        "video_upload_maxbitrate": 100,
        "small_queue_active_operations_max": 5,
        "large_queue_active_operations_max": 2,
    },
}
"""What each preset is until it is changed; the middle one cannot be."""


@router.rpc(functions.account.GetContentSettings)
async def get_content_settings(
    ctx: Context, request: functions.account.GetContentSettings
) -> types.account.ContentSettings:
    """Whether sensitive content is shown. Everybody may choose."""
    enabled: bool = await ctx.app.db.peek(lambda view: settings.get(view, ctx.user_id, Setting.CONTENT, False))
    return types.account.ContentSettings(sensitive_enabled=enabled, sensitive_can_change=True)


@router.rpc(functions.account.SetContentSettings)
async def set_content_settings(ctx: Context, request: functions.account.SetContentSettings) -> bool:
    """Choose it."""
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.CONTENT, request.sensitive_enabled))
    return True


@router.rpc(functions.account.GetAutoDownloadSettings)
async def get_auto_download_settings(
    ctx: Context, request: functions.account.GetAutoDownloadSettings
) -> types.account.AutoDownloadSettings:
    """The three presets."""

    async def query(view: Snapshot) -> types.account.AutoDownloadSettings:
        presets = {**PRESETS, **await settings.get(view, ctx.user_id, Setting.AUTO_DOWNLOAD, {})}
        return types.account.AutoDownloadSettings(
            **{name: types.AutoDownloadSettings(**preset) for name, preset in presets.items()}
        )

    return await ctx.app.db.peek(query)


@router.rpc(functions.account.SaveAutoDownloadSettings)
async def save_auto_download_settings(ctx: Context, request: functions.account.SaveAutoDownloadSettings) -> bool:
    """Change the low preset, the high one, or both."""
    chosen = {name: getattr(request.settings, name) for name in PRESETS["low"]}
    named = [name for name in ("low", "high") if getattr(request, name)]

    async def unit(tx: Tx) -> None:
        before = await settings.get(tx, ctx.user_id, Setting.AUTO_DOWNLOAD, {})
        await settings.put(tx, ctx.user_id, Setting.AUTO_DOWNLOAD, {**before, **dict.fromkeys(named, chosen)})

    await ctx.app.db.write(unit)
    return True
