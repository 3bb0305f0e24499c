"""Reactions for tests: given, counted, and listed."""

from __future__ import annotations

from typing import Any

from mtproto.tl import functions, types
from tests.server.people import Pair, history, sent_id, text


def emoji(*emoticons: str) -> list[types.TypeReaction]:
    return [types.ReactionEmoji(emoticon=one) for one in emoticons]


def react(
    peer: types.TypeInputPeer, message_id: int, *emoticons: str, **fields: Any
) -> functions.messages.SendReaction:
    return functions.messages.SendReaction(peer=peer, msg_id=message_id, reaction=emoji(*emoticons), **fields)


async def written(pair: Pair, words: str = "hello") -> tuple[int, int]:
    """A message from Alice to Bob: its id for her, and for him."""
    mine = sent_id(await pair.alice(text(pair.to_bob, words)))
    return mine, (await history(pair.bob, pair.to_alice, limit=1)).messages[0].id


def counts(reactions: types.MessageReactions) -> list[tuple[str, int, int | None]]:
    return [(one.reaction.emoticon, one.count, one.chosen_order) for one in reactions.results]


def listed(
    peer: types.TypeInputPeer,
    message_id: int,
    *,
    limit: int = 100,
    offset: str | None = None,
    reaction: types.TypeReaction | None = None,
) -> functions.messages.GetMessageReactionsList:
    return functions.messages.GetMessageReactionsList(
        peer=peer, id=message_id, limit=limit, offset=offset, reaction=reaction
    )
