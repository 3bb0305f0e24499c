"""The starter pack as clients get it: every reaction's documents, and the set of stickers."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from server.files.collecting import collect
from server.starter.semaphore import SHORT_NAME, SIGNALS
from tests.server.files.uploading import get, location
from tests.server.harness import Harness, serving
from tests.server.people import ALICE, BOB

NAMED = types.InputStickerSetShortName(short_name=SHORT_NAME)


def documents(reaction: types.AvailableReaction) -> Iterator[types.Document]:
    for role in ("static_icon", "appear_animation", "select_animation", "activate_animation", "effect_animation"):
        yield getattr(reaction, role)
    yield from (reaction.around_animation, reaction.center_icon)


async def test_every_reaction_has_its_documents(harness: Harness) -> None:
    """messages.getAvailableReactions; clients leave out a reaction of which one document is no sticker."""
    alice = await harness.client(ALICE)

    answer = await alice(functions.messages.GetAvailableReactions(hash=0))

    assert {"👍", "👎", "❤", "🔥", "🎉", "😁"} <= {one.reaction for one in answer.reactions}
    for reaction in answer.reactions:
        assert reaction.title
        assert not reaction.inactive
        still, *animations = documents(reaction)
        assert still.mime_type == "image/webp"
        for document in (still, *animations):
            sticker = next(one for one in document.attributes if isinstance(one, types.DocumentAttributeSticker))
            assert (sticker.alt, sticker.stickerset) == (reaction.reaction, types.InputStickerSetEmpty())
        assert {document.mime_type for document in animations} == {"application/x-tgsticker"}
    thumb = answer.reactions[0]
    for document, magic in ((thumb.static_icon, b"RIFF"), (thumb.activate_animation, b"\x1f\x8b")):
        content = (await alice(get(location(document), 0, 65_536))).bytes
        assert content[: len(magic)] == magic
        assert len(content) == document.size
    assert b'"layers"' in gzip.decompress(content)


async def test_a_client_that_has_the_reactions_is_told_so(harness: Harness) -> None:
    """For as long as the references in them are good, and no longer."""
    alice = await harness.client(ALICE)
    first = await alice(functions.messages.GetAvailableReactions(hash=0))
    again = functions.messages.GetAvailableReactions(hash=first.hash)
    assert isinstance(await alice(again), types.messages.AvailableReactionsNotModified)
    await alice.disconnect()
    await harness.advance(LIFETIME / 2)
    await alice.connect()
    renewed = await alice(again)
    assert renewed.reactions[0].static_icon.id == first.reactions[0].static_icon.id
    assert renewed.reactions[0].static_icon.file_reference != first.reactions[0].static_icon.file_reference


async def test_many_who_ask_first_get_the_same(harness: Harness) -> None:
    clients = [await harness.client(number) for number in (ALICE, BOB)]
    ask = functions.messages.GetAvailableReactions(hash=0)
    answers = await asyncio.gather(*(client(ask) for client in clients for _ in range(3)))
    assert len({one.reactions[0].static_icon.id for one in answers}) == 1
    count = await harness.app.db.peek(lambda view: view.fetchval("SELECT COUNT(*) FROM files"))
    assert count == 7 * len(answers[0].reactions)


async def test_documents_outlive_a_restart(tmp_path: Path, rsa_keys: Path) -> None:
    """What is made once is made; an answer after the restart names the same documents."""
    ask = functions.messages.GetAvailableReactions(hash=0)
    async with serving(tmp_path / "data", rsa_keys) as harness:
        before = await (await harness.client(ALICE))(ask)
    async with serving(tmp_path / "data", rsa_keys) as harness:
        after = await (await harness.client(ALICE))(ask)
    assert [one.center_icon.id for one in after.reactions] == [one.center_icon.id for one in before.reactions]


async def test_the_set_is_featured_and_can_be_used(harness: Harness) -> None:
    """messages.getFeaturedStickers, getStickerSet, installStickerSet, and a sticker sent from it."""
    alice = await harness.client(ALICE)
    featured = await alice(functions.messages.GetFeaturedStickers(hash=0))
    (covered,) = featured.sets
    assert (covered.set.short_name, covered.set.official, covered.set.count) == (SHORT_NAME, True, len(SIGNALS))
    same = await alice(functions.messages.GetFeaturedStickers(hash=featured.hash))
    assert same == types.messages.FeaturedStickersNotModified(count=1)

    assert await alice(functions.messages.InstallStickerSet(stickerset=NAMED, archived=False))
    whole = await alice(functions.messages.GetStickerSet(stickerset=NAMED, hash=0))
    assert [pack.emoticon for pack in whole.packs] == [signal.emoji for signal in SIGNALS]
    (installed,) = (await alice(functions.messages.GetAllStickers(hash=0))).sets
    assert installed.id == whole.set.id == covered.set.id
    one = whole.documents[0]
    sent = await alice(
        functions.messages.SendMedia(
            peer=types.InputPeerSelf(),
            media=types.InputMediaDocument(
                id=types.InputDocument(id=one.id, access_hash=one.access_hash, file_reference=one.file_reference)
            ),
            message="",
            random_id=1,
        )
    )
    message = next(update.message for update in sent.updates if isinstance(update, types.UpdateNewMessage))
    assert message.media.document.id == one.id


async def test_a_link_leads_to_the_set_before_anybody_saw_it(harness: Harness) -> None:
    """By its name alone, which nobody may take for a set of their own."""
    alice = await harness.client(ALICE)
    with pytest.raises(rpc_errors.SHORT_NAME_OCCUPIED):
        await alice(functions.stickers.CheckShortName(short_name=SHORT_NAME.title()))
    found = await alice(functions.messages.GetStickerSet(stickerset=NAMED, hash=0))
    assert len(found.documents) == len(SIGNALS)


async def test_the_pack_is_never_collected(harness: Harness) -> None:
    """chappe gc leaves alone what the server itself shows."""
    alice = await harness.client(ALICE)
    await alice(functions.messages.GetAvailableReactions(hash=0))
    await alice(functions.messages.GetFeaturedStickers(hash=0))
    collected = await collect(harness.app)
    assert (collected.files, collected.waiting) == (0, 0)
