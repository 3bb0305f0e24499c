"""Searching and reacting, against the real server."""

import asyncio

import pytest

from mtproto import rpc_errors
from mtproto.tl import types
from tests.server.people import ALICE, BOB


async def found(messages):
    return [message.message async for message in messages]


async def test_words_are_found_in_one_chat_and_in_all(two):
    alice, bob = two
    for text in ("the old mill", "a new bridge", "the old bridge"):
        await alice.send_message(f"+{BOB}", text)
    await bob.send_message(f"+{ALICE}", "which old one?")
    await alice.send_message("me", "an old note")
    assert await found(alice.iter_messages(f"+{BOB}", search="old")) == [
        "which old one?",
        "the old bridge",
        "the old mill",
    ]
    assert await found(alice.iter_messages(f"+{BOB}", search="old", limit=1)) == ["which old one?"]
    assert await found(alice.iter_messages(f"+{BOB}", search="old", from_user="me")) == [
        "the old bridge",
        "the old mill",
    ]
    assert sorted(await found(alice.search_global("old"))) == [
        "an old note",
        "the old bridge",
        "the old mill",
        "which old one?",
    ]


async def test_files_are_found_by_their_kind(two):
    alice, _ = two
    await alice.send_message("me", "no file")
    await alice.send_file("me", b"1, 2, 3", name="numbers.txt", caption="a file")
    assert await found(alice.iter_messages("me", filter="documents")) == ["a file"]
    assert await found(alice.iter_messages("me", filter="photos")) == []


async def test_reactions_are_set_and_taken_back(two):
    alice, bob = two
    sent = await alice.send_message(f"+{BOB}", "look")
    (got,) = [message async for message in bob.iter_messages(f"+{ALICE}")]
    heard = asyncio.Event()

    @alice.on(types.UpdateMessageReactions)
    async def hear(update):
        heard.set()

    await bob.react(f"+{ALICE}", got.id, "\N{THUMBS UP SIGN}")
    await asyncio.wait_for(heard.wait(), 30)
    (shown,) = await alice.get_messages(f"+{BOB}", [sent.id])
    assert [each.reaction.emoticon for each in shown.reactions.results] == ["\N{THUMBS UP SIGN}"]
    await bob.react(f"+{ALICE}", got.id)
    (shown,) = await alice.get_messages(f"+{BOB}", [sent.id])
    assert not (shown.reactions and shown.reactions.results)
    with pytest.raises(rpc_errors.REACTION_INVALID):
        await bob.react(f"+{ALICE}", got.id, "not an emoji")
