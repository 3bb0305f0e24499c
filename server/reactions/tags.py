"""Tags of saved messages: messages.getSavedReactionTags, updateSavedReactionTag, getDefaultTagReactions
(core.telegram.org/api/saved-messages#tags). Reacting to a message in Saved Messages tags it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.reactions.choice import read_reaction
from server.render.hashing import result_hash
from server.render.reactions import reactions_hash, render_reaction
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.starter.reactions import EMOJI
from storage.conversations import boxes, reaction_tags, reactions
from storage.conversations.boxes import Event
from storage.conversations.messages import Message
from storage.conversations.reaction_tags import Tag
from storage.conversations.reactions import Given
from storage.database import Snapshot, Tx

router = Router("reaction_tags")

TAGS = "reaction_tags"

MAX_TITLE = 12
"""Characters of a tag's title."""

OFFERED = 12
"""Reactions that are offered as tags to begin with."""


@router.rpc(functions.messages.GetSavedReactionTags)
async def get_saved_reaction_tags(
    ctx: Context, request: functions.messages.GetSavedReactionTags
) -> types.messages.TypeSavedReactionTags:
    """The caller's tags, of one saved dialog or of all."""

    async def query(view: Snapshot) -> list[Tag]:
        saved_peer = None if request.peer is None else await access.peer(ctx, view, request.peer)
        found = await reaction_tags.of_user(view, ctx.user_id, saved_peer)
        # The most used first; clients count the hash over tags in this order.
        return sorted(found, key=lambda one: (-one.count, -_number(one.reaction)))

    found = await ctx.app.db.read(query)
    value = _hash(found)
    if request.hash and request.hash == value:
        return types.messages.SavedReactionTagsNotModified()
    tags: list[types.TypeSavedReactionTag] = [
        types.SavedReactionTag(reaction=render_reaction(one.reaction), title=one.title or None, count=one.count)
        for one in found
    ]
    return types.messages.SavedReactionTags(tags=tags, hash=value)


@router.rpc(functions.messages.UpdateSavedReactionTag)
async def update_saved_reaction_tag(ctx: Context, request: functions.messages.UpdateSavedReactionTag) -> bool:
    """Call one of the caller's tags so, or nothing any more."""
    title = (request.title or "")[:MAX_TITLE].strip()

    async def unit(tx: Tx) -> None:
        reaction = await read_reaction(tx, request.reaction)
        if not await reaction_tags.used(tx, ctx.user_id, reaction):
            raise rpc_errors.REACTION_INVALID
        if await reaction_tags.name(tx, ctx.user_id, reaction, title):
            await _tell(ctx, tx)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.GetDefaultTagReactions)
async def get_default_tag_reactions(
    ctx: Context, request: functions.messages.GetDefaultTagReactions
) -> types.messages.TypeReactions:
    """The reactions that are offered as tags to begin with."""
    offered = EMOJI[:OFFERED]
    value = reactions_hash(offered)
    if request.hash and request.hash == value:
        return types.messages.ReactionsNotModified()
    return types.messages.Reactions(hash=value, reactions=[render_reaction(one) for one in offered])


async def tag(ctx: Context, tx: Tx, message: Message, before: Sequence[Given], chosen: Sequence[Given]) -> None:
    """Make these the tags of one of the caller's saved messages; a tag that comes or goes changes the list of them."""
    old, new = {one.reaction for one in before}, {one.reaction for one in chosen}
    known = [one for one in new - old if await reaction_tags.used(tx, ctx.user_id, one)]
    await reactions.replace_given(tx, message, ctx.user_id, chosen, saved_peer=message.body["saved_peer"])
    left = [one for one in old - new if await reaction_tags.used(tx, ctx.user_id, one)]
    if len(known) < len(new - old) or len(left) < len(old - new):
        await _tell(ctx, tx)


def _hash(tags: Sequence[Tag]) -> int:
    """The hash of a list of tags, as TDLib counts it too: of each the reaction, the title if it has one, the count."""
    numbers: list[int] = []
    for one in tags:
        numbers += [_number(one.reaction), *([_text_number(one.title)] if one.title else []), one.count]
    return result_hash(numbers)


def _number(reaction: str) -> int:
    return int(reaction) if reaction.isdecimal() else _text_number(reaction)


def _text_number(text: str) -> int:
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[:8], "big")


async def _tell(ctx: Context, tx: Tx) -> None:
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, TAGS, {}, now=ctx.now, pts_count=0, origin=origin)


async def render_tags(scene: Rendering, event: Event) -> types.UpdateSavedReactionTags:
    """TAGS as an update."""
    return types.UpdateSavedReactionTags()


RENDERERS: dict[str, EventRenderer] = {TAGS: render_tags}
