"""Settings of an account that nobody searches by: one msgpack-able value per name."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgpack

from storage.database import Snapshot, Tx


class Setting(StrEnum):
    """What is kept this way, and where its shape is told."""

    GLOBAL_PRIVACY = "global_privacy"
    """server.users.global_privacy"""
    CONTENT = "content"
    """server.users.device_settings"""
    AUTO_DOWNLOAD = "auto_download"
    """server.users.device_settings"""
    AUTO_SAVE = "auto_save"
    """server.users.auto_save"""
    REACTION_NOTICES = "reaction_notices"
    """server.users.notifications"""
    SILENT_SIGN_UPS = "silent_sign_ups"
    """server.users.notifications"""
    RECENT_EMOJI_STATUSES = "recent_emoji_statuses"
    """server.users.appearance"""
    DEFAULT_TTL = "default_ttl"
    """server.messages.auto_delete"""
    FILTER_TAGS = "filter_tags"
    """server.dialogs.folders"""
    DEVICE_TTL_DAYS = "device_ttl_days"
    """server.auth.devices"""
    ACCOUNT_TTL_DAYS = "account_ttl_days"
    """server.auth.account_life"""
    LAST_SEEN = "last_seen"
    """server.auth.housekeeping: when the last device of an account was seen before it was signed out"""
    DELETION_ASKED = "deletion_asked"
    """server.auth.account_life"""
    LOGIN_EMAIL = "login_email"
    """server.auth.login_email"""
    LOGIN_EMAIL_PENDING = "login_email_pending"
    """server.auth.login_email"""
    TAKEOUT = "takeout"
    """server.auth.takeout"""
    DEFAULT_REACTION = "default_reaction"
    """server.reactions.used"""
    TOP_PEERS_OFF = "top_peers_off"
    """server.users.top_peers"""


async def get(view: Snapshot, user_id: int, setting: Setting, default: Any) -> Any:
    """A setting, or `default` while it was never set."""
    value = await view.fetchval("SELECT value FROM settings WHERE user_id = ? AND name = ?", (user_id, setting.value))
    return default if value is None else msgpack.unpackb(value, strict_map_key=False)


async def put(tx: Tx, user_id: int, setting: Setting, value: Any) -> None:
    """Set it."""
    await tx.execute(
        "INSERT INTO settings (user_id, name, value) VALUES (?, ?, ?) "
        "ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
        (user_id, setting.value, msgpack.packb(value)),
    )
