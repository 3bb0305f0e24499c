"""Reactions in groups: who is told, what the group allows, and what those see who have gone."""

from __future__ import annotations

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.chats.conftest import Group
from tests.server.files.sticker_sets import item, still
from tests.server.people import Person, dialog, history, sent_id, text
from tests.server.reactions.reacting import counts, emoji, listed, react


async def written(group: Group) -> tuple[int, int, int]:
    """A message of Alice's: its id for her, for Bob and for Carol."""
    mine = sent_id(await group.alice(text(group.peer, "hello")))
    bobs, carols = [(await history(who, group.peer, limit=1)).messages[0].id for who in (group.bob, group.carol)]
    return mine, bobs, carols


async def allow(group: Group, available: types.TypeChatReactions, limit: int | None = None) -> None:
    await group.alice(
        functions.messages.SetChatAvailableReactions(
            peer=group.peer, available_reactions=available, reactions_limit=limit
        )
    )


async def test_everyone_is_told_and_only_the_writer_has_it_unread(group: Group) -> None:
    mine, bobs, carols = await written(group)
    await group.bob(react(group.peer, bobs, "👍"))
    await group.carol(react(group.peer, carols, "👍", "🔥"))

    for who, message_id in ((group.alice, mine), (group.bob, bobs)):
        for device in (who.phone, who.tablet):
            while (told := await device.update(types.UpdateMessageReactions)).reactions.results[0].count < 2:
                continue
            assert (told.peer, told.msg_id) == (types.PeerChat(chat_id=group.chat_id), message_id)
            assert [one.unread for one in told.reactions.recent_reactions] == [who is group.alice] * 3
    shown = (await history(group.carol, group.peer, limit=1)).messages[0].reactions
    assert counts(shown) == [("👍", 2, 0), ("🔥", 1, 1)]
    assert (await dialog(group.alice, group.peer)).unread_reactions_count == 1
    assert (await dialog(group.bob, group.peer)).unread_reactions_count == 0
    assert (await group.bob(listed(group.peer, bobs))).count == 3


@pytest.mark.rows("AC-1")
async def test_only_members_react_and_see_reactions(group: Group) -> None:
    """Who has gone keeps what was written, and learns nothing of what happens to it."""
    mine, bobs, carols = await written(group)
    await group.remove(group.carol, group.carol)
    await group.bob(react(group.peer, bobs, "👍"))

    for who, message_id in ((group.carol, carols), (group.dave, mine)):
        with pytest.raises((rpc_errors.CHAT_WRITE_FORBIDDEN, rpc_errors.PEER_ID_INVALID)):
            await who(react(group.peer, message_id, "👍"))
    with pytest.raises(rpc_errors.MSG_ID_INVALID):
        await group.carol(listed(group.peer, carols))
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await group.dave(listed(group.peer, mine))
    answer = await group.carol(functions.messages.GetMessagesReactions(peer=group.peer, id=[carols]))
    assert answer.updates[0].reactions.results == []
    seen = next(one for one in (await history(group.carol, group.peer)).messages if one.id == carols)
    assert seen.reactions is None or seen.reactions.results == []


async def test_what_a_group_allows(group: Group) -> None:
    """messages.setChatAvailableReactions; what was given before it was forbidden may stay, and be taken back."""
    _, bobs, carols = await written(group)
    await group.bob(react(group.peer, bobs, "👎"))
    await allow(group, types.ChatReactionsSome(reactions=emoji("👍", "🔥")))

    with pytest.raises(rpc_errors.REACTION_INVALID):
        await group.carol(react(group.peer, carols, "👎"))
    answer = await group.bob(react(group.peer, bobs, "👎", "👍"))
    assert len(answer.updates[0].reactions.results) == 2
    await allow(group, types.ChatReactionsNone())
    with pytest.raises(rpc_errors.REACTION_INVALID):
        await group.carol(react(group.peer, carols, "👍"))
    await group.bob(functions.messages.SendReaction(peer=group.peer, msg_id=bobs, reaction=[]))


async def test_how_many_different_ones_a_message_may_have(group: Group) -> None:
    _, bobs, carols = await written(group)
    await allow(group, types.ChatReactionsAll(), limit=2)
    await group.bob(react(group.peer, bobs, "👍", "👎"))
    with pytest.raises(rpc_errors.REACTIONS_TOO_MANY):
        await group.carol(react(group.peer, carols, "🔥"))
    await group.carol(react(group.peer, carols, "👍"))
    await group.bob(react(group.peer, bobs, "👍"))
    await group.carol(react(group.peer, carols, "👍", "🔥"))


@pytest.mark.rows("AC-1")
async def test_members_may_be_forbidden_to_react(group: Group) -> None:
    _, bobs, carols = await written(group)
    await group.forbid(send_reactions=True)
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.carol(react(group.peer, carols, "🔥"))
    await group.promote(group.bob)
    await group.bob(react(group.peer, bobs, "🔥"))


async def test_custom_emoji_where_a_group_allows_them(group: Group) -> None:
    """By default they are not; a reaction of that kind names the document."""
    _, bobs, _ = await written(group)
    document_id = await custom_emoji(group.bob)
    ask = functions.messages.SendReaction(
        peer=group.peer, msg_id=bobs, reaction=[types.ReactionCustomEmoji(document_id=document_id)]
    )
    with pytest.raises(rpc_errors.REACTION_INVALID):
        await group.bob(ask)
    await allow(group, types.ChatReactionsAll(allow_custom=True))
    answer = await group.bob(ask)
    assert answer.updates[0].reactions.results[0].reaction == types.ReactionCustomEmoji(document_id=document_id)


async def custom_emoji(who: Person) -> int:
    """The id of a custom emoji that somebody made."""
    made = await who(
        functions.stickers.CreateStickerSet(
            user_id=types.InputUserSelf(),
            title="Signs",
            short_name="signs",
            emojis=True,
            stickers=[await item(who.phone, still(100))],
        )
    )
    return made.documents[0].id


@pytest.mark.parametrize(
    ("given", "limit", "error"),
    [
        (types.ChatReactionsSome(reactions=emoji("no emoji")), None, rpc_errors.REACTION_INVALID),
        (
            types.ChatReactionsSome(reactions=[types.ReactionCustomEmoji(document_id=5)]),
            None,
            rpc_errors.DOCUMENT_INVALID,
        ),
        (types.ChatReactionsAll(), 101, rpc_errors.LIMIT_PER_POST_INVALID),
        (types.ChatReactionsAll(), -1, rpc_errors.LIMIT_PER_POST_INVALID),
    ],
)
async def test_what_a_group_cannot_allow(
    group: Group, given: types.TypeChatReactions, limit: int | None, error: type[rpc_errors.RpcError]
) -> None:
    with pytest.raises(error):
        await allow(group, given, limit)


async def test_an_emoji_is_the_same_however_it_is_written(group: Group) -> None:
    """Clients may add the selector that asks for a picture; nothing that is kept has it."""
    _, bobs, _ = await written(group)
    await allow(group, types.ChatReactionsSome(reactions=emoji("❤️")))
    assert (await group.full(group.bob)).full_chat.available_reactions.reactions == emoji("❤")
    await group.bob(react(group.peer, bobs, "❤️"))
