"""Reactions as one viewer may see them: records → TL (core.telegram.org/api/reactions).

Everyone who reads a message sees all reactions to it, so what is rendered is never `min`: it is made for its viewer.
Who has gone from a group sees none of what happens to its messages, and so no reactions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from mtproto.tl import types
from server.render.following import follows
from server.render.hashing import result_hash
from server.render.rendering import Rendering
from storage.conversations import reactions
from storage.conversations.messages import Flag, Message
from storage.conversations.reactions import Given

RECENT = 10
"""Who reacted last, as shown beside a message. Unread reactions are the newest, so they are among these."""


def render_reaction(reaction: str) -> types.TypeReaction:
    """A reaction by its name in storage."""
    if reaction.isdecimal():
        return types.ReactionCustomEmoji(document_id=int(reaction))
    return types.ReactionEmoji(emoticon=reaction)


def reactions_hash(listed: Iterable[str]) -> int:
    """The hash of a list of reactions, as TDLib counts it too."""
    return result_hash(number for reaction in listed for number in _numbers(reaction))


def _numbers(reaction: str) -> tuple[int, int]:
    """What stands for a reaction in hashes: both halves of a custom emoji's id; of an emoji 0 and a part of its MD5."""
    if reaction.isdecimal():
        return int(reaction) >> 32, int(reaction) & 0xFFFFFFFF
    digest = hashlib.md5(reaction.encode(), usedforsecurity=False).digest()
    return 0, int.from_bytes(digest[:4], "big", signed=True)


async def render_reactions(scene: Rendering, message: Message) -> types.MessageReactions:
    """The reactions to a message as the owner of its box sees them; empty when there are none."""
    tags = message.peer == message.box
    if Flag.HAS_REACTIONS not in message.flags or not await follows(scene.view, message):
        return types.MessageReactions(results=[], can_see_list=not tags, reactions_as_tags=tags)
    results: list[types.TypeReactionCount] = [
        types.ReactionCount(reaction=render_reaction(one.reaction), count=one.count, chosen_order=one.chosen)
        for one in await reactions.tally(scene.view, message, message.box)
    ]
    if tags:
        return types.MessageReactions(results=results, reactions_as_tags=True)
    recent = await reactions.newest(scene.view, message, limit=RECENT)
    return types.MessageReactions(
        results=results, can_see_list=True, recent_reactions=[render_given(scene, message, one) for one in recent]
    )


def render_given(scene: Rendering, message: Message, given: Given) -> types.MessagePeerReaction:
    """Who gave which reaction; whether it is unread is for the writer of the message alone to know."""
    return types.MessagePeerReaction(
        big=given.big,
        unread=given.unread and Flag.OUT in message.flags,
        my=given.user_id == scene.viewer,
        peer_id=scene.peer(given.user_id),
        date=given.date,
        reaction=render_reaction(given.reaction),
    )


async def reactions_update(scene: Rendering, message: Message) -> types.UpdateMessageReactions:
    """The update that tells how the reactions to a message stand."""
    return types.UpdateMessageReactions(
        peer=scene.peer(message.peer), msg_id=message.id, reactions=await render_reactions(scene, message)
    )
