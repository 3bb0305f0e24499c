"""Tags: what reactions are in Saved Messages."""

from __future__ import annotations

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import Pair, history, sent_id, text
from tests.server.reactions.reacting import counts, emoji, react, written

ME = types.InputPeerSelf()
ALL_TAGS = functions.messages.GetSavedReactionTags(hash=0)


async def saved(pair: Pair, words: str) -> int:
    return sent_id(await pair.alice(text(ME, words)))


def tags(answer: types.messages.SavedReactionTags) -> list[tuple[str, int, str | None]]:
    return [(one.reaction.emoticon, one.count, one.title) for one in answer.tags]


async def test_reacting_to_a_saved_message_tags_it(pair: Pair) -> None:
    """More than elsewhere, nobody sees them, and they are counted."""
    note = await saved(pair, "a note")

    answer = await pair.alice(react(ME, note, "👍", "👎", "🔥", "❤"))

    shown = answer.updates[0].reactions
    assert shown.reactions_as_tags
    assert not shown.can_see_list
    assert shown.recent_reactions is None
    assert sorted(counts(shown)) == sorted([("👍", 1, 0), ("👎", 1, 1), ("🔥", 1, 2), ("❤", 1, 3)])
    assert (await history(pair.alice, ME)).messages[0].reactions.reactions_as_tags
    await pair.alice(react(ME, await saved(pair, "another"), "🔥"))
    answer = await pair.alice(ALL_TAGS)
    assert tags(answer)[0] == ("🔥", 2, None)
    assert len(answer.tags) == 4
    # A reaction to a message of one's own elsewhere is no tag.
    mine, _ = await written(pair)
    await pair.alice(react(pair.to_bob, mine, "🔥"))
    assert tags(await pair.alice(ALL_TAGS))[0] == ("🔥", 2, None)


async def test_the_other_device_hears_of_tags_that_come_and_go(pair: Pair) -> None:
    note, other = await saved(pair, "a note"), await saved(pair, "another")
    before = await pair.alice.tablet(functions.updates.GetState())
    await pair.alice(react(ME, note, "🔥"))
    assert await pair.alice.tablet.update(types.UpdateSavedReactionTags)
    await pair.alice(react(ME, other, "🔥"))
    await pair.alice(functions.messages.SendReaction(peer=ME, msg_id=note))
    await pair.alice(functions.messages.SendReaction(peer=ME, msg_id=other))

    missed = await pair.alice.tablet(functions.updates.GetDifference(pts=before.pts, date=before.date, qts=before.qts))

    told = [type(update) for update in missed.other_updates]
    assert told.count(types.UpdateSavedReactionTags) == 2
    assert told.count(types.UpdateMessageReactions) == 4
    assert tags(await pair.alice(ALL_TAGS)) == []


async def test_tags_have_names(pair: Pair) -> None:
    note = await saved(pair, "a note")
    await pair.alice(react(ME, note, "🔥", "👍"))
    unnamed = await pair.alice(ALL_TAGS)

    assert await pair.alice(named("🔥", "to read"))

    assert await pair.alice.tablet.update(types.UpdateSavedReactionTags)
    answer = await pair.alice(functions.messages.GetSavedReactionTags(hash=unnamed.hash))
    assert dict((one[0], one[2]) for one in tags(answer)) == {"🔥": "to read", "👍": None}
    same = await pair.alice(functions.messages.GetSavedReactionTags(hash=answer.hash))
    assert isinstance(same, types.messages.SavedReactionTagsNotModified)
    assert await pair.alice(named("🔥", "longer than twelve"))
    assert ("🔥", 1, "longer than") in tags(await pair.alice(ALL_TAGS))
    assert await pair.alice(named("🔥", None))
    assert (await pair.alice(ALL_TAGS)).hash == unnamed.hash
    for reaction in ("👎", "x"):
        with pytest.raises(rpc_errors.REACTION_INVALID):
            await pair.alice(named(reaction, "none"))


async def test_tags_of_one_saved_dialog(pair: Pair) -> None:
    """With a peer: only what was saved from there."""
    mine, _ = await written(pair)
    note = await saved(pair, "a note")
    forwarded = await pair.alice(
        functions.messages.ForwardMessages(from_peer=pair.to_bob, id=[mine], random_id=[77], to_peer=ME)
    )
    await pair.alice(react(ME, note, "🔥", "👍"))
    await pair.alice(react(ME, sent_id(forwarded), "🔥"))
    assert sorted(tags(await pair.alice(ALL_TAGS))) == sorted([("🔥", 2, None), ("👍", 1, None)])
    from_bob = await pair.alice(functions.messages.GetSavedReactionTags(peer=pair.to_bob, hash=0))
    assert tags(from_bob) == [("🔥", 1, None)]
    stranger = types.InputPeerUser(user_id=77, access_hash=1)
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await pair.alice(functions.messages.GetSavedReactionTags(peer=stranger, hash=0))


async def test_tagged_messages_are_found(pair: Pair) -> None:
    """messages.search by `saved_reaction`: the newest first, and nothing that lost its tag or was deleted."""
    notes = [await saved(pair, str(number)) for number in range(5)]
    for note, reaction in zip(notes, ("🔥", "👍", "🔥", "🔥", "🔥"), strict=True):
        await pair.alice(react(ME, note, reaction))
    await pair.alice(functions.messages.DeleteMessages(id=[notes[3]]))
    await pair.alice(react(ME, notes[4], "👍"))
    zero: dict[str, int] = dict.fromkeys(
        ("min_date", "max_date", "offset_id", "add_offset", "max_id", "min_id", "hash"), 0
    )
    found = await pair.alice(
        functions.messages.Search(
            peer=ME,
            q="",
            saved_reaction=emoji("🔥"),
            filter=types.InputMessagesFilterEmpty(),
            limit=10,
            **zero,
        )
    )
    assert [message.id for message in found.messages] == [notes[2], notes[0]]


async def test_reactions_that_are_offered_as_tags(pair: Pair) -> None:
    offered = await pair.alice(functions.messages.GetDefaultTagReactions(hash=0))
    assert emoji("👍")[0] in offered.reactions
    same = await pair.alice(functions.messages.GetDefaultTagReactions(hash=offered.hash))
    assert isinstance(same, types.messages.ReactionsNotModified)


def named(reaction: str, title: str | None) -> functions.messages.UpdateSavedReactionTag:
    return functions.messages.UpdateSavedReactionTag(reaction=types.ReactionEmoji(emoticon=reaction), title=title)
