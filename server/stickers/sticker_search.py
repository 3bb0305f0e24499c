"""Single stickers and custom emoji: messages.searchStickers, searchCustomEmoji (core.telegram.org/api/stickers).

A sticker is found by an emoji it stands for, or by a word: one of its own keywords, or a name that one of its emoji has
in the client's languages.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import ContextKind, FileContext
from server.render.files import render_document
from server.render.hashing import result_hash
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.stickers.emoji_keywords import emoji_named
from storage.database import Snapshot
from storage.media import files, sticker_sets
from storage.media.sticker_sets import SetKind

router = Router("sticker_search")

MAX_EMOJI = 20
"""Emoji that one search looks for."""
MAX_LANGUAGES = 5
MAX_FOUND = 200


@router.rpc(functions.messages.SearchStickers, flood=FloodClass.SEARCH)
async def search_stickers(ctx: Context, request: functions.messages.SearchStickers) -> types.messages.TypeFoundStickers:
    """Stickers, or custom emoji, that stand for a word or an emoji; a page at a time."""
    kinds = (SetKind.EMOJI,) if request.emojis else (SetKind.STICKERS,)
    word = request.q.strip().lower()
    emoji = _split(request.emoticon)
    if word:
        for language in request.lang_code[:MAX_LANGUAGES]:
            emoji += emoji_named(language, word)
    if not word and not emoji:
        raise rpc_errors.SEARCH_QUERY_EMPTY
    start, limit = max(request.offset, 0), min(max(request.limit, 0), MAX_FOUND)

    async def query(view: Snapshot) -> types.messages.TypeFoundStickers:
        found = await sticker_sets.standing_for(view, emoji[:MAX_EMOJI], word, kinds, start, limit + 1)
        following = start + limit if len(found) > limit else None
        page = found[:limit]
        value = result_hash(page)
        if request.hash and request.hash == value:
            return types.messages.FoundStickersNotModified(next_offset=following)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return types.messages.FoundStickers(next_offset=following, hash=value, stickers=await _shown(scene, page))

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.SearchCustomEmoji, flood=FloodClass.SEARCH)
async def search_custom_emoji(
    ctx: Context, request: functions.messages.SearchCustomEmoji
) -> types.EmojiList | types.EmojiListNotModified:
    """The ids of custom emoji that stand for an emoji."""
    emoji = _split(request.emoticon)
    if not emoji:
        raise rpc_errors.EMOTICON_EMPTY

    async def query(view: Snapshot) -> list[int]:
        return await sticker_sets.standing_for(view, emoji[:MAX_EMOJI], "", (SetKind.EMOJI,), 0, MAX_FOUND)

    return emoji_list(await ctx.app.db.read(query), request.hash)


def emoji_list(ids: list[int], given_hash: int) -> types.EmojiList | types.EmojiListNotModified:
    """Custom emoji by id, unless the client has just these."""
    value = result_hash(ids)
    if given_hash and given_hash == value:
        return types.EmojiListNotModified()
    return types.EmojiList(hash=value, document_id=ids)


def _split(emoticon: str) -> list[str]:
    """The emoji of a search; there may be several, one after the other."""
    from emoji import analyze  # takes a while to load

    return list(dict.fromkeys(found.chars.replace("\ufe0f", "") for found in analyze(emoticon)))


async def _shown(scene: Rendering, ids: list[int]) -> list[types.TypeDocument]:
    """Stickers, each as its set shows it."""
    found = await files.by_ids(scene.view, ids) if ids else {}
    shown: list[types.TypeDocument] = []
    for file in (found[one] for one in ids if one in found):
        place = file.attribute("sticker") or file.attribute("custom_emoji") or {"set": 0}
        shown.append(render_document(scene, file, FileContext(ContextKind.STICKER_SET, place["set"])))
    return shown
