"""help.getAppConfig: limits and habits that clients take from the server (core.telegram.org/api/config)."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from mtproto.tl import functions, types
from server.dialogs.folders import MAX_FILTERS, MAX_PEERS
from server.dialogs.pinned import MAX_PINNED
from server.dialogs.saved_pins import MAX_PINNED as MAX_SAVED_PINNED
from server.files import ringtones
from server.messages.composing import MAX_CAPTION
from server.messages.protection import ANSWERED_WITHIN
from server.messages.read_dates import MAX_MEMBERS as READ_MARKS_MAX_MEMBERS
from server.messages.replies import MAX_QUOTE
from server.polls.answers import DELETE_PERIOD
from server.reactions.choice import MAX_GIVEN, MAX_UNIQUE
from server.rpc.context import Context
from server.rpc.router import Router, Who
from server.stickers.keeping import MAX_FAVED, MAX_GIFS

router = Router("app_config")

Json = bool | float | str | Sequence["Json"] | Mapping[str, "Json"]


@router.rpc(functions.help.GetAppConfig, who=Who.ANYONE)
async def get_app_config(ctx: Context, request: functions.help.GetAppConfig) -> types.help.TypeAppConfig:
    """What this server allows; premium and free accounts are alike here."""
    values = _values(ctx)
    hash_ = zlib.crc32(repr(values).encode()) & 0x7FFFFFFF
    if hash_ == request.hash:
        return types.help.AppConfigNotModified()
    return types.help.AppConfig(hash=hash_, config=_json(values))


def _values(ctx: Context) -> Mapping[str, Json]:
    parts = ctx.app.config.files.max_file_bytes // 524_288
    values: dict[str, Json] = {
        "test": 1,
        "quote_length_max": MAX_QUOTE,
        "reactions_uniq_max": MAX_UNIQUE,
        "chat_read_mark_expire_period": 604_800,
        "chat_read_mark_size_threshold": READ_MARKS_MAX_MEMBERS,
        "pm_read_date_expire_period": 604_800,
        "no_forwards_request_expire_period": ANSWERED_WITHIN,
        "premium_purchase_blocked": True,
        "stars_purchase_blocked": True,
        "stories_all_hidden": True,
        "stories_entities": "disabled",
        "stories_posting": "disabled",
        "qr_login_camera": True,
        "qr_login_code": "primary",
        "dialog_filters_enabled": True,
        "dialog_filters_tooltip": False,
        "autologin_token": "",
        "autologin_domains": [],
        "url_auth_domains": [],
        "emojies_send_dice": ["🎲", "🎯", "🏀", "⚽", "🎳", "🎰"],
        "emojies_send_dice_success": {
            "🎯": {"value": 6, "frame_start": 62},
            "🏀": {"value": 5, "frame_start": 110},
            "⚽": {"value": 5, "frame_start": 110},
            "🎳": {"value": 6, "frame_start": 110},
            "🎰": {"value": 64, "frame_start": 110},
        },
        "ringtone_duration_max": ringtones.MAX_SECONDS,
        "ringtone_saved_count_max": ringtones.MAX_KEPT,
        "ringtone_size_max": ringtones.MAX_BYTES,
        "stickers_emoji_cache_time": 86_400,
        "message_animated_emoji_max": 100,
        "poll_answers_max": 12,
        "poll_answer_delete_period": DELETE_PERIOD,
        "poll_close_period_max": 2_628_000,
        "todo_items_max": 30,
        "todo_title_length_max": 32,
        "todo_item_length_max": 64,
        "hidden_members_group_size_min": 100,
        "telegram_antispam_group_size_min": 100,
    }
    limits = {
        "dialog_filters_limit": MAX_FILTERS,
        "dialog_filters_chats_limit": MAX_PEERS,
        "dialogs_pinned_limit": MAX_PINNED[0],
        "dialogs_folder_pinned_limit": MAX_PINNED[1],
        "saved_dialogs_pinned_limit": MAX_SAVED_PINNED,
        "stickers_faved_limit": MAX_FAVED,
        "saved_gifs_limit": MAX_GIFS,
        "caption_length_limit": MAX_CAPTION,
        "upload_max_fileparts": parts,
        "about_length_limit": 140,
        "reactions_user_max": MAX_GIVEN,
    }
    for name, limit in limits.items():
        values |= {f"{name}_default": limit, f"{name}_premium": limit}
    return values


def _json(value: Json) -> types.TypeJSONValue:
    match value:
        case bool():
            return types.JsonBool(value=value)
        case int() | float():
            return types.JsonNumber(value=float(value))
        case str():
            return types.JsonString(value=value)
        case Mapping():
            return types.JsonObject(
                value=[types.JsonObjectValue(key=key, value=_json(inner)) for key, inner in value.items()]
            )
        case _:
            return types.JsonArray(value=[_json(inner) for inner in value])
