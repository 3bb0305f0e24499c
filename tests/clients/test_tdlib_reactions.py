"""Two unmodified TDLibs react to each other's messages, tag what they save, and find the set of stickers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.starter.reactions import EMOJI
from server.starter.semaphore import SHORT_NAME, SIGNALS
from tests.clients import tdlib
from tests.clients.tdlib import Json, TdLib

pytestmark = pytest.mark.skipif(not tdlib.is_installed(), reason="TDLib is not installed in .peers (make peers)")
ADA, BOB = "+9996628201", "+9996628202"
WRONG = ("eaction", "ticker")
"""In what TDLib logs of reactions, tags and stickers."""


@pytest.fixture
async def people(library: Path, tmp_path: Path) -> AsyncIterator[tuple[TdLib, TdLib]]:
    """Ada and Bob, who find nothing wrong with what the server says."""
    async with tdlib.ada_and_bob(library, tmp_path, ADA, BOB, WRONG) as both:
        yield both


def emoji(emoticon: str) -> Json:
    return {"@type": "reactionTypeEmoji", "emoji": emoticon}


async def send(client: TdLib, chat_id: int, words: str) -> Json:
    """Send a text; the message as the server has it."""
    content = {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": words}}
    await client("sendMessage", chat_id=chat_id, input_message_content=content)
    message: Json = (await client.update("updateMessageSendSucceeded"))["message"]
    return message


def shown(info: Json) -> list[tuple[str, int, bool]]:
    return [(one["type"]["emoji"], one["total_count"], one["is_chosen"]) for one in info["reactions"]["reactions"]]


async def test_reacting_and_seeing_it(people: tuple[TdLib, TdLib]) -> None:
    """TDLib offers a reaction only when each of its documents is a sticker, and clears what was viewed by itself."""
    ada, bob = people
    contacts = [{"@type": "importedContact", "phone_number": BOB, "first_name": "Bob"}]
    found = await ada("importContacts", contacts=contacts)
    with_bob = await ada("createPrivateChat", user_id=found["user_ids"][0])
    sent = await send(ada, with_bob["id"], "hello")
    came = (await bob.update("updateNewMessage"))["message"]
    active = await bob.update("updateActiveEmojiReactions")
    assert set(active["emojis"]) == set(EMOJI)
    where = {"chat_id": came["chat_id"], "message_id": came["id"]}

    await bob("addMessageReaction", **where, reaction_type=emoji("🔥"), update_recent_reactions=True)

    told = await ada.update("updateMessageUnreadReactions")
    assert (told["message_id"], told["unread_reaction_count"]) == (sent["id"], 1)
    assert told["unread_reactions"][0]["type"] == emoji("🔥")
    message = await ada("getMessage", chat_id=with_bob["id"], message_id=sent["id"])
    assert shown(message["interaction_info"]) == [("🔥", 1, False)]
    added = await ada("getMessageAddedReactions", chat_id=with_bob["id"], message_id=sent["id"], offset="", limit=10)
    assert [one["sender_id"]["user_id"] for one in added["reactions"]] == [bob.user_id]

    await ada("openChat", chat_id=with_bob["id"])
    await ada("viewMessages", chat_id=with_bob["id"], message_ids=[sent["id"]], force_read=True)
    read = await ada.update("updateMessageUnreadReactions")
    assert read["unread_reaction_count"] == 0
    # It says so at once, and drops all news of these reactions until the server has answered, never asking for them
    # again. That answer moves its pts, which the message sent next cannot overtake.
    await send(ada, with_bob["id"], "seen")
    await bob("removeMessageReaction", **where, reaction_type=emoji("🔥"))
    gone = await ada.update("updateMessageInteractionInfo", lambda update: not update.get("interaction_info"))
    assert gone["message_id"] == sent["id"]


async def test_a_reaction_can_be_shown(people: tuple[TdLib, TdLib]) -> None:
    """Its documents are downloaded as any sticker's."""
    ada, _ = people
    reaction = await ada("getEmojiReaction", emoji="👍")
    for role in ("static_icon", "activate_animation", "effect_animation", "around_animation", "center_animation"):
        sticker = reaction[role]
        file = await ada("downloadFile", file_id=sticker["sticker"]["id"], priority=1, synchronous=True)
        assert file["local"]["is_downloading_completed"], role


async def test_saved_messages_are_tagged(people: tuple[TdLib, TdLib], library: Path, tmp_path: Path) -> None:
    """A device that comes later finds the tags, and counts the same hash over them."""
    ada, _ = people
    saved = await ada("createPrivateChat", user_id=ada.user_id)
    note = await send(ada, saved["id"], "to read")
    where = {"chat_id": saved["id"], "message_id": note["id"]}
    async with asyncio.timeout(tdlib.SECONDS):  # until it has asked what may be a tag
        while not (await ada("getMessageAvailableReactions", **where, row_size=8))["top_reactions"]:
            pass
    # It asks for its tags when it first needs them; the answer, come late, would undo the name that is given meanwhile.
    assert (await ada("getSavedMessagesTags", saved_messages_topic_id=0))["tags"] == []
    await ada("addMessageReaction", **where, reaction_type=emoji("👍"))
    await ada("setSavedMessagesTagLabel", tag=emoji("👍"), label="later")
    await ada("addMessageReaction", **where, reaction_type=emoji("🔥"))
    async with TdLib(library, tmp_path / "tablet", ADA, "Ada") as tablet:
        for device in (ada, tablet):
            tags = await device("getSavedMessagesTags", saved_messages_topic_id=0)
            assert sorted((one["tag"]["emoji"], one["label"], one["count"]) for one in tags["tags"]) == [
                ("👍", "later", 1),
                ("🔥", "", 1),
            ]
    assert tablet.complaints_about(*WRONG) == []


async def test_the_set_of_stickers(people: tuple[TdLib, TdLib]) -> None:
    ada, _ = people
    trending = await ada("getTrendingStickerSets", sticker_type={"@type": "stickerTypeRegular"}, offset=0, limit=5)
    assert [one["name"] for one in trending["sets"]] == [SHORT_NAME]
    found = await ada("searchStickerSet", name=SHORT_NAME, ignore_cache=True)
    assert [one["emoji"] for one in found["stickers"]] == [signal.emoji for signal in SIGNALS]
    await ada("changeStickerSet", set_id=found["id"], is_installed=True, is_archived=False)
    installed = await ada("getInstalledStickerSets", sticker_type={"@type": "stickerTypeRegular"})
    assert [one["name"] for one in installed["sets"]] == [SHORT_NAME]
