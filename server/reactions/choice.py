"""Which reactions somebody may give (core.telegram.org/api/reactions#types-of-reactions).

There are the emoji of the starter pack, which every client can show, and any custom emoji. A group may allow some of
them only, or none; what a user gave before it was forbidden may stay. In Saved Messages reactions are tags.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import types
from server.chats.membership import find_seat
from server.starter.reactions import EMOJI
from server.stickers.custom_emoji import custom_emoji
from storage.conversations import reactions
from storage.conversations.chats import Banned, Reactions
from storage.conversations.messages import Message
from storage.conversations.reactions import Given
from storage.database import Snapshot

MAX_GIVEN = 3
"""Reactions of one user to one message: reactions_user_max_default of the client configuration."""

MAX_UNIQUE = 11
"""Different reactions to one message, and tags of one: reactions_uniq_max of the client configuration."""

_VARIATION_SELECTOR = "\ufe0f"


async def read_reactions(view: Snapshot, given: Sequence[types.TypeReaction] | None) -> list[str]:
    """The reactions that a request names, each once; none for a request to take them back.

    Raises:
        REACTION_INVALID: There is no such reaction.
        REACTION_EMPTY: An emoji is empty.
        REACTIONS_TOO_MANY: There are too many to look at.
        DOCUMENT_INVALID: There is no such custom emoji.
    """
    named = [one for one in given or () if not isinstance(one, types.ReactionEmpty)]
    if len(named) > MAX_UNIQUE:
        raise rpc_errors.REACTIONS_TOO_MANY
    return list(dict.fromkeys([await read_reaction(view, one) for one in named]))


async def read_reaction(view: Snapshot, given: types.TypeReaction) -> str:
    """The name in storage of one reaction; raises what `read_reactions` raises."""
    if isinstance(given, types.ReactionCustomEmoji):
        return str((await custom_emoji(view, given.document_id)).file_id)
    if not isinstance(given, types.ReactionEmoji):
        raise rpc_errors.REACTION_INVALID
    emoji = given.emoticon.replace(_VARIATION_SELECTOR, "")
    if not emoji:
        raise rpc_errors.REACTION_EMPTY
    if emoji not in EMOJI:
        raise rpc_errors.REACTION_INVALID
    return emoji


async def check_choice(view: Snapshot, message: Message, before: Sequence[Given], wanted: Sequence[str]) -> None:
    """Judge what the owner of a copy wants to give, who gave `before` until now.

    Raises:
        MESSAGE_NOT_MODIFIED: It is what they gave already.
        REACTIONS_TOO_MANY: It is more than one may give, or the message would have too many different ones.
        CHAT_WRITE_FORBIDDEN: Members of the group may not react.
        REACTION_INVALID: The group does not allow one of them.
    """
    present = [one.reaction for one in before]
    if present == list(wanted):
        raise rpc_errors.MESSAGE_NOT_MODIFIED
    added = [reaction for reaction in wanted if reaction not in present]
    if message.peer == message.box:
        return  # tags: as many as there are different ones
    if len(wanted) > MAX_GIVEN:
        raise rpc_errors.REACTIONS_TOO_MANY
    unique = MAX_UNIQUE
    if message.peer < 0:
        place = await find_seat(view, message.peer, message.box)
        if added and (place is None or not place.may(Banned.SEND_REACTIONS)):
            raise rpc_errors.CHAT_WRITE_FORBIDDEN
        allowed = place.chat.reactions if place is not None else Reactions()
        if not all(_allows(allowed, reaction) for reaction in added):
            raise rpc_errors.REACTION_INVALID
        unique = min(unique, allowed.limit or unique)
    others = {one.reaction for one in await reactions.tally(view, message, message.box) if _others_gave(one)}
    if added and len(others.union(wanted)) > unique:
        raise rpc_errors.REACTIONS_TOO_MANY


def _others_gave(tally: reactions.Tally) -> bool:
    return tally.count > (0 if tally.chosen is None else 1)


def _allows(group: Reactions, reaction: str) -> bool:
    if reaction.isdecimal():
        return (group.every and group.custom) or int(reaction) in group.custom_ids
    return group.every or reaction in group.emoji
