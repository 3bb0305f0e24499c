"""Privacy rules as their owners set them (core.telegram.org/api/privacy); `server.access.privacy` judges by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgpack

from storage.database import Snapshot, Tx


class PrivacyKey(StrEnum):
    """What a list of rules is about."""

    STATUS = "status"
    CHAT_INVITE = "chat_invite"
    PHONE_CALL = "phone_call"
    PHONE_P2P = "phone_p2p"
    FORWARDS = "forwards"
    PROFILE_PHOTO = "profile_photo"
    PHONE_NUMBER = "phone_number"
    ADDED_BY_PHONE = "added_by_phone"
    VOICE_MESSAGES = "voice_messages"
    ABOUT = "about"
    BIRTHDAY = "birthday"
    GIFTS = "gifts"
    NO_PAID_MESSAGES = "no_paid_messages"
    SAVED_MUSIC = "saved_music"


class RuleKind(StrEnum):
    """Whom a rule is for."""

    ALL = "all"
    CONTACTS = "contacts"
    CLOSE_FRIENDS = "close_friends"
    PREMIUM = "premium"
    BOTS = "bots"
    USERS = "users"
    CHATS = "chats"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: these people may, or may not. `ids` are plain ids, for USERS and CHATS."""

    allow: bool
    kind: RuleKind
    ids: tuple[int, ...] = ()


Rules = tuple[Rule, ...]


def _pack(rules: Rules) -> bytes:
    packed: bytes = msgpack.packb([(rule.allow, rule.kind.value, rule.ids) for rule in rules])
    return packed


def _unpack(data: bytes) -> Rules:
    return tuple(Rule(allow, RuleKind(kind), tuple(ids)) for allow, kind, ids in msgpack.unpackb(data))


async def of_users(
    view: Snapshot, user_ids: Sequence[int], keys: Sequence[PrivacyKey]
) -> dict[tuple[int, PrivacyKey], Rules]:
    """The rules that these users have set for these keys; what was never set is left out."""
    users, subjects = ",".join("?" * len(user_ids)), ",".join("?" * len(keys))
    rows = await view.fetchall(
        f"SELECT user_id, subject, rules FROM privacy WHERE user_id IN ({users}) AND subject IN ({subjects})",
        (*user_ids, *(key.value for key in keys)),
    )
    return {(row[0], PrivacyKey(row[1])): _unpack(row[2]) for row in rows}


async def save(tx: Tx, user_id: int, key: PrivacyKey, rules: Rules) -> None:
    """Set the rules for a key, in place of those before."""
    await tx.execute(
        "INSERT INTO privacy (user_id, subject, rules) VALUES (?, ?, ?) "
        "ON CONFLICT (user_id, subject) DO UPDATE SET rules = excluded.rules",
        (user_id, key.value, _pack(rules)),
    )
