"""Emoji by subject, and emoji to begin with: messages.getEmojiGroups …, account.getDefaultProfilePhotoEmojis …
(core.telegram.org/api/emoji-categories).

The groups are this server's own. Custom emoji that clients are offered for statuses, backgrounds and photos are those
of the sets that came with the server; a group's icon is the one of them that stands for the group's first emoji.
"""

from __future__ import annotations

import zlib

from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router
from server.stickers.sticker_search import emoji_list
from storage.database import Snapshot
from storage.media import sticker_sets
from storage.media.sticker_sets import SetKind

router = Router("emoji_groups")

GREETING = "Hello"

GROUPS = {
    "Love": "❤️ 😍 😘 🥰 😻 💋 💖 💕 💞 💘 💌 💑 🫶",
    "Yes": "👍 👌 🙆 ✅ 💯 🤝 👏 🙏 🫡",
    "No": "👎 🙅 ❌ 🚫 ✋ 🛑 😒 🙄",
    GREETING: "👋 🤗 🙋 😊 🙂 🤚 🖖 🫂",
    "Laughter": "😂 🤣 😆 😹 😄 😁 😝 💀",
    "Sadness": "😢 😭 😞 😔 🥺 💔 😿 ☹️ 😥",
    "Anger": "😡 🤬 😠 👿 😤 💢 👊",
    "Surprise": "😮 😱 🤯 😳 😲 🙀 😯 🫢",
    "Doubt": "🤔 😕 🤨 🧐 😐 🤷 😬 🫤",
    "Party": "🎉 🥳 🎂 🍾 🎁 🎈 🎊 🥂 🎆",
    "Sleep": "😴 💤 🥱 😪 🛌 🌙 🛏️",
    "Food": "🍕 🍔 🍟 🍎 🍓 🍰 🍫 🍺 ☕ 🍿 🥗",
    "Animals": "🐶 🐱 🐻 🦊 🐼 🦁 🐵 🐧 🦄 🐝 🐢",
    "Nature": "🌸 🌹 🌻 🌲 🌈 ☀️ 🌊 ⛄ 🔥 ⚡ 🍂",
    "Travel": "✈️ 🚗 🏖️ 🏔️ 🗺️ 🚀 🚂 ⛵ 🏕️ 🧳",
    "Work": "💻 📈 💼 📅 📝 📞 📚 💡 🔧 🎓",
    "Sport": "⚽ 🏀 🏆 🥇 🎾 🏋️ 🚴 🏊 🎮 ♟️",
    "Money": "💰 💸 🤑 💵 💳 🪙 💎 🏦",
}

STATUS = ("Love", "Party", "Sleep", "Food", "Animals", "Nature", "Travel", "Work", "Sport")
PROFILE_PHOTO = ("Love", "Laughter", "Party", "Food", "Animals", "Nature", "Travel", "Sport")
STICKER = (GREETING, *(name for name in GROUPS if name != GREETING))


@router.rpc(functions.messages.GetEmojiGroups)
async def get_emoji_groups(ctx: Context, request: functions.messages.GetEmojiGroups) -> types.messages.TypeEmojiGroups:
    """Subjects for the search of emoji."""
    return await _groups(ctx, tuple(GROUPS), request.hash)


@router.rpc(functions.messages.GetEmojiStatusGroups)
async def get_emoji_status_groups(
    ctx: Context, request: functions.messages.GetEmojiStatusGroups
) -> types.messages.TypeEmojiGroups:
    """Subjects for emoji beside a name."""
    return await _groups(ctx, STATUS, request.hash)


@router.rpc(functions.messages.GetEmojiProfilePhotoGroups)
async def get_emoji_profile_photo_groups(
    ctx: Context, request: functions.messages.GetEmojiProfilePhotoGroups
) -> types.messages.TypeEmojiGroups:
    """Subjects for emoji that become a photo."""
    return await _groups(ctx, PROFILE_PHOTO, request.hash)


@router.rpc(functions.messages.GetEmojiStickerGroups)
async def get_emoji_sticker_groups(
    ctx: Context, request: functions.messages.GetEmojiStickerGroups
) -> types.messages.TypeEmojiGroups:
    """Subjects for the search of stickers; the first is for a chat that has just begun."""
    return await _groups(ctx, STICKER, request.hash, greeting=True)


@router.rpc(functions.account.GetDefaultProfilePhotoEmojis)
async def get_default_profile_photo_emojis(
    ctx: Context, request: functions.account.GetDefaultProfilePhotoEmojis
) -> types.EmojiList | types.EmojiListNotModified:
    """Emoji that a user's photo may be made of."""
    return await _shipped(ctx, request.hash)


@router.rpc(functions.account.GetDefaultGroupPhotoEmojis)
async def get_default_group_photo_emojis(
    ctx: Context, request: functions.account.GetDefaultGroupPhotoEmojis
) -> types.EmojiList | types.EmojiListNotModified:
    """Emoji that a group's photo may be made of."""
    return await _shipped(ctx, request.hash)


@router.rpc(functions.account.GetDefaultBackgroundEmojis)
async def get_default_background_emojis(
    ctx: Context, request: functions.account.GetDefaultBackgroundEmojis
) -> types.EmojiList | types.EmojiListNotModified:
    """Emoji for the pattern behind a name."""
    return await _shipped(ctx, request.hash)


@router.rpc(functions.account.GetDefaultEmojiStatuses)
async def get_default_emoji_statuses(
    ctx: Context, request: functions.account.GetDefaultEmojiStatuses
) -> types.account.TypeEmojiStatuses:
    """Emoji to put beside a name."""
    found = await _shipped(ctx, request.hash)
    if isinstance(found, types.EmojiListNotModified):
        return types.account.EmojiStatusesNotModified()
    statuses: list[types.TypeEmojiStatus] = [types.EmojiStatus(document_id=one) for one in found.document_id]
    return types.account.EmojiStatuses(hash=found.hash, statuses=statuses)


async def _shipped(ctx: Context, given_hash: int) -> types.EmojiList | types.EmojiListNotModified:
    async def query(view: Snapshot) -> list[int]:
        return [one.file_id for one in await sticker_sets.shipped(view, SetKind.EMOJI)]

    return emoji_list(await ctx.app.db.peek(query), given_hash)


async def _groups(
    ctx: Context, names: tuple[str, ...], given_hash: int, *, greeting: bool = False
) -> types.messages.TypeEmojiGroups:
    emoji = await ctx.app.db.peek(lambda view: sticker_sets.shipped(view, SetKind.EMOJI))
    icons = {_bare(one.emoji.split()[0]): one.file_id for one in emoji}
    groups: list[types.TypeEmojiGroup] = []
    for name in names:
        emoticons = GROUPS[name].split()
        kind = types.EmojiGroupGreeting if greeting and name == GREETING else types.EmojiGroup
        groups.append(kind(title=name, icon_emoji_id=icons.get(_bare(emoticons[0]), 0), emoticons=emoticons))
    value = zlib.crc32(repr(groups).encode()) & 0x7FFFFFFF
    if given_hash and given_hash == value:
        return types.messages.EmojiGroupsNotModified()
    return types.messages.EmojiGroups(hash=value, groups=groups)


def _bare(emoticon: str) -> str:
    return emoticon.replace("\ufe0f", "")
