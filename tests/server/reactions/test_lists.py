"""Who reacted, what one gives most and last, what a double tap gives, and reports."""

from __future__ import annotations

import hashlib

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.hashing import result_hash
from tests.server.people import CAROL, Pair, peer_of, person
from tests.server.reactions.reacting import emoji, listed, react, written


async def test_the_list_of_who_reacted_by_pages(pair: Pair) -> None:
    """messages.getMessageReactionsList: the newest first, a page names where the next begins."""
    mine, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👍", "🔥", "❤"))
    await pair.harness.advance(5)
    await pair.alice(react(pair.to_bob, mine, "👍"))

    seen: list[tuple[int, str]] = []
    offset: str | None = None
    pages = 0
    while offset is not None or not pages:
        page = await pair.bob(listed(pair.to_alice, theirs, limit=2, offset=offset))
        assert page.count == 4
        assert {user.id for user in page.users} >= {one.peer_id.user_id for one in page.reactions}
        seen += [(one.peer_id.user_id, one.reaction.emoticon) for one in page.reactions]
        offset, pages = page.next_offset, pages + 1

    bob, alice = pair.bob.user_id, pair.alice.user_id
    assert (pages, seen) == (2, [(alice, "👍"), (bob, "❤"), (bob, "🔥"), (bob, "👍")])
    thumbs = await pair.bob(listed(pair.to_alice, theirs, reaction=emoji("👍")[0]))
    assert (thumbs.count, [one.my for one in thumbs.reactions]) == (2, [False, True])
    assert thumbs.next_offset is None


async def test_a_list_that_cannot_be_had(pair: Pair) -> None:
    _, theirs = await written(pair)
    for request, error in (
        (listed(pair.to_alice, 9_999), rpc_errors.MSG_ID_INVALID),
        (listed(types.InputPeerSelf(), theirs), rpc_errors.MSG_ID_INVALID),
        (listed(pair.to_alice, theirs, offset="1.2"), rpc_errors.OFFSET_INVALID),
        (listed(pair.to_alice, theirs, offset="1.2.²"), rpc_errors.OFFSET_INVALID),
        (listed(pair.to_alice, theirs, reaction=types.ReactionPaid()), rpc_errors.REACTION_INVALID),
    ):
        with pytest.raises(error):
            await pair.bob(request)
    assert (await pair.bob(listed(pair.to_alice, theirs))).reactions == []


async def test_recent_reactions(pair: Pair) -> None:
    """Only those that were given with `add_to_recent`; another device hears when the list changes."""
    _, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👍", add_to_recent=True))
    await pair.bob(react(pair.to_alice, theirs, "👎"))
    await pair.bob(react(pair.to_alice, theirs, "🔥", "👎", add_to_recent=True))
    assert await pair.bob.tablet.update(types.UpdateRecentReactions)
    assert await pair.bob.tablet.update(types.UpdateRecentReactions)

    recent = await pair.bob(functions.messages.GetRecentReactions(limit=10, hash=0))

    assert [one.emoticon for one in recent.reactions] == ["🔥", "👍"]
    assert recent.hash == documented_hash("🔥", "👍")
    same = await pair.bob(functions.messages.GetRecentReactions(limit=10, hash=recent.hash))
    assert isinstance(same, types.messages.ReactionsNotModified)
    one = await pair.bob(functions.messages.GetRecentReactions(limit=1, hash=0))
    assert [reaction.emoticon for reaction in one.reactions] == ["🔥"]

    assert await pair.bob(functions.messages.ClearRecentReactions())
    assert await pair.bob.tablet.update(types.UpdateRecentReactions)
    assert (await pair.bob(functions.messages.GetRecentReactions(limit=10, hash=0))).reactions == []


async def test_top_reactions(pair: Pair) -> None:
    """What one gives most comes first, and nothing is missing."""
    before = await pair.bob(functions.messages.GetTopReactions(limit=100, hash=0))
    for words, reaction in (("one", "🎉"), ("two", "🎉"), ("three", "🔥")):
        await pair.bob(react(pair.to_alice, (await written(pair, words))[1], reaction))

    top = await pair.bob(functions.messages.GetTopReactions(limit=100, hash=before.hash))

    assert [one.emoticon for one in top.reactions][:3] == ["🎉", "🔥", "👍"]
    assert {one.emoticon for one in top.reactions} == {one.emoticon for one in before.reactions}
    same = await pair.bob(functions.messages.GetTopReactions(limit=100, hash=top.hash))
    assert isinstance(same, types.messages.ReactionsNotModified)


async def test_the_default_reaction(pair: Pair) -> None:
    """It is part of the configuration; the other device is told to ask for that again."""
    config = await pair.alice(functions.help.GetConfig())
    assert config.reactions_default == types.ReactionEmoji(emoticon="👍")

    assert await pair.alice(functions.messages.SetDefaultReaction(reaction=types.ReactionEmoji(emoticon="❤️")))

    assert await pair.alice.tablet.update(types.UpdateConfig)
    config = await pair.alice.tablet(functions.help.GetConfig())
    assert config.reactions_default == types.ReactionEmoji(emoticon="❤")
    assert (await pair.bob(functions.help.GetConfig())).reactions_default == types.ReactionEmoji(emoticon="👍")
    for refused in (
        types.ReactionEmoji(emoticon="x"),
        types.ReactionEmoji(emoticon=""),
        types.ReactionEmpty(),
        types.ReactionCustomEmoji(document_id=5),
    ):
        with pytest.raises(rpc_errors.REACTION_INVALID):
            await pair.alice(functions.messages.SetDefaultReaction(reaction=refused))


async def test_a_report_of_a_reaction(pair: Pair) -> None:
    mine, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👎"))
    report = functions.messages.ReportReaction(peer=pair.to_bob, id=mine, reaction_peer=pair.to_bob)
    assert await pair.alice(report)
    kept = await pair.harness.app.db.peek(
        lambda view: view.fetchall("SELECT reporter, peer, subject, comment FROM reports")
    )
    assert kept == [(pair.alice.user_id, pair.bob.user_id, "reaction", "👎")]
    carol = await person(pair.harness, CAROL, "Carol")
    for peer, error in (
        (types.InputPeerSelf(), rpc_errors.USER_ID_INVALID),
        (peer_of(pair.harness, pair.alice, carol), rpc_errors.USER_ID_INVALID),
    ):
        with pytest.raises(error):
            await pair.alice(functions.messages.ReportReaction(peer=pair.to_bob, id=mine, reaction_peer=peer))
    with pytest.raises(rpc_errors.MSG_ID_INVALID):
        await pair.alice(functions.messages.ReportReaction(peer=pair.to_bob, id=999, reaction_peer=pair.to_bob))


def documented_hash(*emoticons: str) -> int:
    """An emoji stands in hashes as 0 and the first four bytes of its MD5, as a signed number."""
    numbers = [int.from_bytes(hashlib.md5(one.encode()).digest()[:4], "big", signed=True) for one in emoticons]
    return result_hash(part for number in numbers for part in (0, number))
