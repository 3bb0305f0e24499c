"""Sticker sets: made, changed, installed, found; favourites, recent ones, saved animations."""

import gzip
from typing import Any

import pytest
from telethon import TelegramClient
from telethon.tl import functions as telethon_functions
from telethon.tl import types as telethon_types

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.stickers.installing import MAX_INSTALLED
from storage.database import Tx
from storage.media import sticker_sets
from storage.media.sticker_sets import SetKind
from tests.server.files.recording import sticker as moving
from tests.server.files.sticker_sets import animated, by_name, item, make, still
from tests.server.files.uploading import document, get, input_document, upload
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, random_id, sent_id


async def test_a_set_is_made_changed_and_deleted(harness: Harness) -> None:
    """As its owner does it; the version tells clients that theirs is old."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    made = await make(alice)
    assert (made.set.count, made.set.creator, made.set.short_name) == (2, True, "faces")
    assert {pack.emoticon for pack in made.packs} == {"😀", "🔥", "❤"}
    seen = await bob(functions.messages.GetStickerSet(stickerset=by_name("FACES"), hash=0))
    assert (seen.set.id, seen.set.creator) == (made.set.id, False)
    assert seen.set.access_hash != made.set.access_hash
    sticker = next(a for a in seen.documents[0].attributes if isinstance(a, types.DocumentAttributeSticker))
    assert sticker.stickerset == types.InputStickerSetID(id=seen.set.id, access_hash=seen.set.access_hash)
    added = await alice(
        functions.stickers.AddStickerToSet(
            stickerset=by_name(), sticker=await item(alice, animated(), "application/x-tgsticker", keywords="One, two")
        )
    )
    assert (added.set.count, added.keywords[0].keyword) == (3, ["one", "two"])
    moved = await alice(
        functions.stickers.ChangeStickerPosition(sticker=input_document(added.documents[2]), position=0)
    )
    assert [d.id for d in moved.documents] == [added.documents[at].id for at in (2, 0, 1)]
    gone = await alice(functions.stickers.RemoveStickerFromSet(sticker=input_document(moved.documents[1])))
    assert [d.id for d in gone.documents] == [moved.documents[at].id for at in (0, 2)]
    changed = await alice(functions.stickers.ChangeSticker(sticker=input_document(gone.documents[0]), emoji="🐱"))
    assert changed.packs[0].emoticon == "🐱"
    renamed = await alice(functions.stickers.RenameStickerSet(stickerset=by_name(), title="Cats"))
    assert renamed.set.title == "Cats"
    assert renamed.set.hash > made.set.hash
    known = functions.messages.GetStickerSet(stickerset=by_name(), hash=renamed.set.hash)
    assert isinstance(await bob(known), types.messages.StickerSetNotModified)
    assert await alice(functions.stickers.DeleteStickerSet(stickerset=by_name())) is True
    with pytest.raises(rpc_errors.STICKERSET_INVALID):
        await bob(functions.messages.GetStickerSet(stickerset=by_name(), hash=0))


async def test_a_picture_of_its_own_stands_for_a_set(harness: Harness) -> None:
    """Given when the set is made or later, and fetched by the set; one of its stickers is named instead."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    first, second = [(await item(alice, data)).document for data in (still(100), still(100) + b"other")]
    seen = (await make(alice, thumb=first)).set
    assert [(one.type, one.w, one.h, one.size) for one in seen.thumbs] == [("s", 100, 100, len(still(100)))]
    later = await alice(functions.stickers.SetStickerSetThumb(stickerset=by_name(), thumb=second))
    shown = (await bob(functions.messages.GetStickerSet(stickerset=by_name(), hash=0))).set
    assert (shown.thumb_version, shown.thumb_document_id) == (later.set.thumb_version, None)
    by_id = types.InputStickerSetID(id=shown.id, access_hash=shown.access_hash)
    where = types.InputStickerSetThumb(stickerset=by_id, thumb_version=shown.thumb_version)
    assert (await bob(get(where))).bytes == still(100) + b"other"
    hidden = types.InputStickerSetID(id=shown.id, access_hash=0)
    for wrong in (
        types.InputStickerSetThumb(stickerset=by_id, thumb_version=seen.thumb_version),
        types.InputStickerSetThumb(stickerset=hidden, thumb_version=shown.thumb_version),
    ):
        with pytest.raises(rpc_errors.LOCATION_INVALID):
            await bob(get(wrong))

    sticker = later.documents[1]
    named_one = await alice(functions.stickers.SetStickerSetThumb(stickerset=by_name(), thumb=input_document(sticker)))
    assert (named_one.set.thumb_document_id, named_one.set.thumbs) == (sticker.id, None)
    gone = await alice(functions.stickers.RemoveStickerFromSet(sticker=input_document(sticker)))
    assert (gone.set.thumb_document_id, gone.set.thumbs) == (None, None)


async def test_what_cannot_stand_for_a_set(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    await make(alice)
    await make(alice, "moods", emojis=True, stickers=[await item(alice, still(100))])
    for name, data, mime_type, error in (
        ("faces", still(), "image/webp", "STICKER_THUMB_PNG_NOPNG"),
        ("faces", b"text", "text/plain", "STICKER_THUMB_PNG_NOPNG"),
        ("faces", moving(512), "video/webm", "STICKER_THUMB_PNG_NOPNG"),
        ("faces", gzip.compress(b"{}"), "application/x-tgsticker", "STICKER_THUMB_TGS_NOTGS"),
        ("moods", still(100), "image/webp", "STICKER_INVALID"),
    ):
        thumb = (await item(alice, data, mime_type)).document
        with pytest.raises(rpc_errors.RpcError, match=error):
            await alice(functions.stickers.SetStickerSetThumb(stickerset=by_name(name), thumb=thumb))


async def test_devices_are_told_of_sets_that_are_made_and_deleted(harness: Harness) -> None:
    """The one who makes a set has it installed; whoever has installed one has it no more once it is deleted."""
    alice, tablet, bob = await harness.client(ALICE), await harness.client(ALICE), await harness.client(BOB)
    for device in (tablet, bob):
        await device(functions.updates.GetState())
    await make(alice)
    await tablet.update(types.UpdateStickerSets)
    await bob(functions.messages.InstallStickerSet(stickerset=by_name(), archived=False))
    await alice(functions.stickers.DeleteStickerSet(stickerset=by_name()))
    for device in (tablet, bob):
        await device.update(types.UpdateStickerSets)
        assert (await device(functions.messages.GetAllStickers(hash=0))).sets == []


async def test_sets_are_found_by_their_titles_in_every_script(harness: Harness, telethon: TelegramClient) -> None:
    alice = await harness.client(ALICE)
    await make(alice, "felines", title="Коты")
    emoji = await item(alice, still(100))
    await make(alice, "feline_emoji", title="Кошки", emojis=True, stickers=[emoji])

    async def found(search: Any, words: str) -> list[str]:
        return [one.set.short_name for one in (await telethon(search(q=words, hash=0))).sets]

    sets = telethon_functions.messages.SearchStickerSetsRequest
    for words in ("кот", "КОТ", "Коты", "Feli"):
        assert await found(sets, words) == ["felines"]
    assert await found(telethon_functions.messages.SearchEmojiStickerSetsRequest, "кошк") == ["feline_emoji"]
    await alice(functions.stickers.RenameStickerSet(stickerset=by_name("felines"), title="Львы"))
    assert (await found(sets, "кот"), await found(sets, "львы")) == ([], ["felines"])


async def test_a_sticker_is_put_in_the_place_of_another(harness: Harness) -> None:
    """It stands where that one stood; messages that show that one keep it, and the set has it no more."""
    alice = await harness.client(ALICE)
    made = await make(alice)
    replaced = await alice(
        functions.stickers.ReplaceSticker(
            sticker=input_document(made.documents[0]),
            new_sticker=await item(alice, still(), emoji="🐱", keywords="cat"),
        )
    )
    assert (replaced.set.count, replaced.documents[1].id) == (2, made.documents[1].id)
    assert replaced.documents[0].id != made.documents[0].id
    assert replaced.packs[0].emoticon == "🐱"
    with pytest.raises(rpc_errors.STICKER_INVALID):
        await alice(functions.stickers.RemoveStickerFromSet(sticker=input_document(made.documents[0])))


async def test_a_mask_is_moved_to_another_place_on_the_face(harness: Harness) -> None:
    """The set has it with the new place and all else as it was; the other masks stay the documents that they are."""
    alice = await harness.client(ALICE)
    mouth, eyes = types.MaskCoords(n=2, x=0.5, y=-0.25, zoom=1.0), types.MaskCoords(n=1, x=0.0, y=0.0, zoom=2.0)
    items = [await item(alice, still(), mask_coords=mouth, keywords="grin"), await item(alice, still(), emoji="🔥")]
    made = await make(alice, "masks", masks=True, stickers=items)
    await alice(functions.stickers.ChangeSticker(sticker=input_document(made.documents[0]), mask_coords=eyes))
    changed = await alice(functions.messages.GetStickerSet(stickerset=by_name("masks"), hash=0))
    (sticker,) = [a for a in changed.documents[0].attributes if isinstance(a, types.DocumentAttributeSticker)]
    assert (sticker.mask, sticker.mask_coords, sticker.alt) == (True, eyes, "😀")
    assert (changed.keywords[0].keyword, changed.documents[0].size) == (["grin"], made.documents[0].size)
    assert [d.id == before.id for d, before in zip(changed.documents, made.documents, strict=True)] == [False, True]


async def test_a_mask_that_stands_for_its_set_still_does_when_it_is_moved(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    mouth, eyes = types.MaskCoords(n=2, x=0.5, y=-0.25, zoom=1.0), types.MaskCoords(n=1, x=0.0, y=0.0, zoom=2.0)
    items = [await item(alice, still()), await item(alice, still(), mask_coords=mouth)]
    made = await make(alice, "masks", masks=True, stickers=items)
    thumb = input_document(made.documents[1])
    shown = await alice(functions.stickers.SetStickerSetThumb(stickerset=by_name("masks"), thumb=thumb))
    assert shown.set.thumb_document_id == made.documents[1].id
    moved = await alice(functions.stickers.ChangeSticker(sticker=thumb, mask_coords=eyes))
    assert moved.documents[1].id != made.documents[1].id
    assert moved.set.thumb_document_id == moved.documents[1].id


async def test_a_set_is_changed_by_nobody_else(harness: Harness) -> None:
    """Nor its stickers, though everyone may see them."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    await make(alice)
    seen = await bob(functions.messages.GetStickerSet(stickerset=by_name(), hash=0))
    for request in (
        functions.stickers.RenameStickerSet(stickerset=by_name(), title="Mine"),
        functions.stickers.DeleteStickerSet(stickerset=by_name()),
        functions.stickers.SetStickerSetThumb(stickerset=by_name(), thumb=input_document(seen.documents[0])),
    ):
        with pytest.raises(rpc_errors.STICKERSET_INVALID):
            await bob(request)
    with pytest.raises(rpc_errors.STICKER_INVALID):
        await bob(functions.stickers.RemoveStickerFromSet(sticker=input_document(seen.documents[0])))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": " "}, "PACK_TITLE_INVALID"),
        ({"short_name": "1st"}, "PACK_SHORT_NAME_INVALID"),
        ({"short_name": "a__b"}, "PACK_SHORT_NAME_INVALID"),
        ({"short_name": "a" * 65}, "PACK_SHORT_NAME_INVALID"),
        ({"short_name": "Taken"}, "PACK_SHORT_NAME_OCCUPIED"),
        ({"masks": True, "emojis": True}, "PACK_TYPE_INVALID"),
    ],
)
async def test_wrong_sets_are_refused(harness: Harness, fields: dict[str, Any], error: str) -> None:
    """Titles and short names have rules, and a set is of one kind."""
    alice = await harness.client(ALICE)
    await make(alice, "taken")
    with pytest.raises(rpc_errors.RpcError, match=error):
        await make(alice, **{"short_name": "free", **fields})


@pytest.mark.parametrize(
    ("data", "mime_type", "emoji", "error"),
    [
        (still(100), "image/webp", "😀", "STICKER_PNG_DIMENSIONS"),
        (b"text", "text/plain", "😀", "STICKER_FILE_INVALID"),
        (b"\xff\xd8\xff no picture", "image/jpeg", "😀", "STICKER_PNG_NOPNG"),
        (moving(100), "video/webm", "😀", "STICKER_GIF_DIMENSIONS"),
        (moving(512) + bytes(256 * 1024), "video/webm", "😀", "STICKER_VIDEO_BIG"),
        (b"film", "video/mp4", "😀", "STICKER_VIDEO_NOWEBM"),
        (gzip.compress(b"{}"), "application/x-tgsticker", "😀", "STICKER_TGS_NOTGS"),
        (gzip.compress(bytes(8 << 20)), "application/x-tgsticker", "😀", "STICKER_TGS_NOTGS"),
        (still(), "image/webp", "no emoji", "STICKER_EMOJI_INVALID"),
    ],
    ids=["small", "text", "JPEG", "small video", "large video", "MP4", "no animation", "bomb", "no emoji"],
)
async def test_wrong_stickers_are_refused(
    harness: Harness, data: bytes, mime_type: str, emoji: str, error: str
) -> None:
    """What is in the file counts, bombs included."""
    alice = await harness.client(ALICE)
    with pytest.raises(rpc_errors.RpcError, match=error):
        await make(alice, stickers=[await item(alice, data, mime_type, emoji)])


async def test_short_names(harness: Harness) -> None:
    """Checked and suggested."""
    alice = await harness.client(ALICE)
    assert await alice(functions.stickers.CheckShortName(short_name="faces")) is True
    await make(alice, "my_faces")
    with pytest.raises(rpc_errors.SHORT_NAME_OCCUPIED):
        await alice(functions.stickers.CheckShortName(short_name="My_Faces"))
    assert (await alice(functions.stickers.SuggestShortName(title="My faces!"))).short_name == "My_faces_2"


async def test_sets_are_installed_ordered_archived(harness: Harness) -> None:
    """And the user's other devices hear of it."""
    alice, bob, tablet = await harness.client(ALICE), await harness.client(BOB), await harness.client(BOB)
    await tablet(functions.updates.GetState())
    first, second = await make(alice, "first"), await make(alice, "second")
    for name in ("first", "second"):
        await bob(functions.messages.InstallStickerSet(stickerset=by_name(name), archived=False))
    await tablet.update(types.UpdateStickerSets)
    have = await bob(functions.messages.GetAllStickers(hash=0))
    assert [one.id for one in have.sets] == [second.set.id, first.set.id]
    assert isinstance(
        await bob(functions.messages.GetAllStickers(hash=have.hash)), types.messages.AllStickersNotModified
    )
    await bob(functions.messages.ReorderStickerSets(order=[first.set.id, second.set.id]))
    have = await bob(functions.messages.GetAllStickers(hash=0))
    assert [one.id for one in have.sets] == [first.set.id, second.set.id]
    found = await bob(functions.messages.GetStickers(emoticon="🔥", hash=0))
    assert len(found.stickers) == 2
    await bob(functions.messages.ToggleStickerSets(archive=True, stickersets=[by_name("first")]))
    archived = await bob(functions.messages.GetArchivedStickers(offset_id=0, limit=10))
    assert [one.set.id for one in archived.sets] == [first.set.id]
    await bob(functions.messages.UninstallStickerSet(stickerset=by_name("second")))
    assert (await bob(functions.messages.GetAllStickers(hash=0))).sets == []
    mine = await alice(functions.messages.GetMyStickers(offset_id=0, limit=1))
    assert (mine.count, [one.set.id for one in mine.sets]) == (2, [second.set.id])


async def test_for_one_set_more_the_lowest_goes_to_the_archive(harness: Harness) -> None:
    """Where there is no room, of a set that is installed, brought back or made; one that is there needs none."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    await make(alice)
    assert bob.me is not None
    user = bob.me.id

    async def fill(tx: Tx) -> None:
        for number in range(MAX_INSTALLED):
            named = {"title": "Full", "short_name": f"full_{number}"}
            one = await sticker_sets.create(tx, owner=user, kind=SetKind.STICKERS, text_color=False, now=1, **named)
            assert one is not None
            await sticker_sets.install(tx, user, one, archived=False, now=1)

    await harness.app.db.write(fill)
    again = await bob(functions.messages.InstallStickerSet(stickerset=by_name("full_3"), archived=False))
    assert again == types.messages.StickerSetInstallResultSuccess()
    told = await bob(functions.messages.InstallStickerSet(stickerset=by_name(), archived=False))
    assert [(one.set.short_name, one.set.archived) for one in told.sets] == [("full_0", True)]
    await bob(functions.messages.ToggleStickerSets(unarchive=True, stickersets=[by_name("full_0")]))
    await make(bob, "own")

    have = (await bob(functions.messages.GetAllStickers(hash=0))).sets
    assert [one.short_name for one in have[:4]] == ["own", "full_0", "faces", "full_3"]
    assert len(have) == MAX_INSTALLED
    archived = await bob(functions.messages.GetArchivedStickers(offset_id=0, limit=10))
    assert [one.set.short_name for one in archived.sets] == ["full_2", "full_1"]


async def test_favourites_and_recent_ones(harness: Harness) -> None:
    """Kept in the order of keeping; the sixth favourite pushes out the first."""
    alice = await harness.client(ALICE)
    made = await make(alice, stickers=[await item(alice, still()) for _ in range(6)])
    for one in made.documents:
        await alice(functions.messages.FaveSticker(id=input_document(one), unfave=False))
    faved = await alice(functions.messages.GetFavedStickers(hash=0))
    assert [one.id for one in faved.stickers] == [one.id for one in reversed(made.documents[1:])]
    await alice(functions.messages.SaveRecentSticker(id=input_document(made.documents[0]), unsave=False))
    recent = await alice(functions.messages.GetRecentStickers(hash=0))
    assert [one.id for one in recent.stickers] == [made.documents[0].id]
    await alice(functions.messages.ClearRecentStickers())
    assert (await alice(functions.messages.GetRecentStickers(hash=0))).stickers == []


async def test_what_is_sent_is_recent_on_every_device(harness: Harness) -> None:
    """A sticker of a set is; a picture of the same kind that stands in none is not."""
    alice, tablet = await harness.client(ALICE), await harness.client(ALICE)
    await tablet(functions.updates.GetState())
    made = await make(alice, stickers=[await item(alice, still()) for _ in range(2)])
    alone = (await item(alice, still())).document
    for sent in (*map(input_document, made.documents), alone, input_document(made.documents[0])):
        media = types.InputMediaDocument(id=sent)
        await alice(
            functions.messages.SendMedia(peer=types.InputPeerSelf(), media=media, message="", random_id=random_id())
        )
    await tablet.update(types.UpdateRecentStickers)
    recent = await tablet(functions.messages.GetRecentStickers(hash=0))
    assert [one.id for one in recent.stickers] == [one.id for one in made.documents]


async def test_what_was_scheduled_is_recent_once_it_is_sent(harness: Harness) -> None:
    """On every device, as none of them asked for it; what is sent before its time is, too."""
    alice, tablet = await harness.client(ALICE), await harness.client(ALICE)
    await tablet(functions.updates.GetState())
    made = await make(alice, stickers=[await item(alice, still()) for _ in range(2)])
    waiting = []
    for one in made.documents:
        due = int(harness.clock.now()) + 100
        request = functions.messages.SendMedia(
            peer=types.InputPeerSelf(),
            media=types.InputMediaDocument(id=input_document(one)),
            message="",
            random_id=random_id(),
            schedule_date=due,
        )
        waiting.append(sent_id(await alice(request)))
    assert (await alice(functions.messages.GetRecentStickers(hash=0))).stickers == []
    await alice(functions.messages.SendScheduledMessages(peer=types.InputPeerSelf(), id=waiting[:1]))
    await tablet.update(types.UpdateRecentStickers)
    await harness.advance(120)
    for device in (alice, tablet):
        await device.update(types.UpdateRecentStickers)
    recent = await tablet(functions.messages.GetRecentStickers(hash=0))
    assert [one.id for one in recent.stickers] == [one.id for one in reversed(made.documents)]


async def test_gifs_that_are_sent_are_saved(harness: Harness) -> None:
    """On top, on every device; other files are not, nor what one forwards."""
    alice, tablet = await harness.client(ALICE), await harness.client(ALICE)
    await tablet(functions.updates.GetState())
    film = types.DocumentAttributeVideo(w=10, h=10, duration=1.0)
    sent = []
    for data, attributes in ((b"one", [types.DocumentAttributeAnimated(), film]), (b"two", [film])):
        media = document(await upload(alice, data), "video/mp4")
        media.attributes = attributes
        request = functions.messages.SendMedia(
            peer=types.InputPeerSelf(), media=media, message="", random_id=random_id()
        )
        answer = await alice(request)
        sent.append(next(one.message for one in answer.updates if isinstance(one, types.UpdateNewMessage)))
    await tablet.update(types.UpdateSavedGifs)
    gif = sent[0].media.document
    assert [one.id for one in (await tablet(functions.messages.GetSavedGifs(hash=0))).gifs] == [gif.id]
    assert await alice(functions.messages.SaveGif(id=input_document(gif), unsave=True))
    forward = functions.messages.ForwardMessages(
        from_peer=types.InputPeerSelf(), id=[sent[0].id], to_peer=types.InputPeerSelf(), random_id=[random_id()]
    )
    await alice(forward)
    assert (await alice(functions.messages.GetSavedGifs(hash=0))).gifs == []


async def test_custom_emoji_are_shown_to_everyone(harness: Harness) -> None:
    """By their ids alone, which is all that texts hold; other documents are not."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    made = await make(alice, emojis=True, stickers=[await item(alice, still(100))])
    plain = await item(alice, still())
    ids = [made.documents[0].id, plain.document.id]
    shown = await bob(functions.messages.GetCustomEmojiDocuments(document_id=ids))
    assert [one.id for one in shown] == ids[:1]


async def test_telethon_sends_a_sticker_of_a_set(harness: Harness, telethon: TelegramClient) -> None:
    """And sees it as one."""
    await make(await harness.client(ALICE))
    found = await telethon(
        telethon_functions.messages.GetStickerSetRequest(telethon_types.InputStickerSetShortName("faces"), 0)
    )
    sent = await telethon.send_file("me", found.documents[0])
    assert sent.sticker.id == found.documents[0].id
    assert sent.file.emoji == "😀"


async def test_telethon_fetches_what_stands_for_a_set(harness: Harness, telethon: TelegramClient) -> None:
    bob = await harness.client(BOB)
    await make(bob, thumb=(await item(bob, still(100))).document)
    name = telethon_types.InputStickerSetShortName("faces")
    shown = (await telethon(telethon_functions.messages.GetStickerSetRequest(name, 0))).set
    by_id = telethon_types.InputStickerSetID(shown.id, shown.access_hash)
    where = telethon_types.InputStickerSetThumb(by_id, shown.thumb_version)
    assert await telethon.download_file(where, bytes, dc_id=shown.thumb_dc_id) == still(100)


async def test_the_set_of_what_is_sent_comes_to_the_top(harness: Harness) -> None:
    """With update_stickersets_order, of a sticker and of a custom emoji; the other devices are told once."""
    alice, tablet = await harness.client(ALICE), await harness.client(ALICE)
    await tablet(functions.updates.GetState())
    me = types.InputPeerSelf()
    sets = {}
    for name, kind in (("one", {}), ("two", {}), ("moods", {"emojis": True}), ("looks", {"emojis": True})):
        drawn = [await item(alice, still(100 if kind else 512))]
        sets[name] = await make(alice, name, stickers=drawn, **kind)
        await alice(functions.messages.InstallStickerSet(stickerset=by_name(name), archived=False))

    async def order(ask: Any) -> list[str]:
        return [one.short_name for one in (await alice(ask)).sets]

    stickers, emoji = functions.messages.GetAllStickers(hash=0), functions.messages.GetEmojiStickers(hash=0)
    before = (await order(stickers), await order(emoji))
    lowest = sets[before[0][-1]], sets[before[1][-1]]
    sticker = types.InputMediaDocument(id=input_document(lowest[0].documents[0]))
    face = types.MessageEntityCustomEmoji(offset=0, length=2, document_id=lowest[1].documents[0].id)

    def calls(**fields: bool) -> list[Any]:
        return [
            functions.messages.SendMedia(peer=me, media=sticker, message="", random_id=random_id(), **fields),
            functions.messages.SendMessage(peer=me, message="😀", entities=[face], random_id=random_id(), **fields),
        ]

    for call in calls():
        await alice(call)
    assert (await order(stickers), await order(emoji)) == before
    for call in 2 * calls(update_stickersets_order=True):
        await alice(call)
    assert (await order(stickers))[0] == lowest[0].set.short_name
    assert (await order(emoji))[0] == lowest[1].set.short_name
    for made, emojis in zip(lowest, (False, True), strict=True):
        told = await tablet.update(types.UpdateMoveStickerSetToTop)
        assert told == types.UpdateMoveStickerSetToTop(stickerset=made.set.id, emojis=emojis)
    await alice(functions.messages.SendMessage(peer=me, message="end", random_id=random_id()))
    while not isinstance(rest := await tablet.updates.get(), types.Updates | types.UpdateShortMessage):
        assert not isinstance(rest.update, types.UpdateMoveStickerSetToTop)
