"""Single stickers found by emoji and by words; emoji by subject; stickers put on photos."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.images import PHOTO_SIZES
from server.stickers.emoji_groups import GROUPS
from storage.database import Tx
from storage.media import sticker_sets
from tests.server.files.sticker_sets import item, make, still
from tests.server.files.uploading import get, input_document, location, picture, upload
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB


def search(q: str = "", emoticon: str = "", **fields: object) -> functions.messages.SearchStickers:
    given = {"q": q, "emoticon": emoticon, "lang_code": ["en"], "offset": 0, "limit": 10, "hash": 0, **fields}
    return functions.messages.SearchStickers(**given)


async def test_stickers_by_emoji_and_by_word(harness: Harness) -> None:
    """By what they stand for, by their keywords, by the name of their emoji in a language; each can be fetched."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    stickers = [
        await item(alice, still(), emoji="😀"),
        await item(alice, still(), emoji="🔥❤️", keywords="warm,cosy"),
    ]
    made = await make(alice, stickers=stickers)
    grin, fire = (one.id for one in made.documents)
    for request, expected in (
        (search(emoticon="🔥"), [fire]),
        (search(emoticon="❤"), [fire]),
        (search(emoticon="😀🔥"), [grin, fire]),
        (search("cos"), [fire]),
        (search("osy"), []),
        (search("%"), []),
        (search("grinning"), [grin]),
        (search("rotes herz", lang_code=["de"]), [fire]),
        (search("rotes herz", lang_code=["xx", "fr"]), []),
        (search(emoticon="🔥", emojis=True), []),
    ):
        found = await bob(request)
        assert [one.id for one in found.stickers] == expected, request
    found = await bob(search(emoticon="🔥"))
    assert (await bob(get(location(found.stickers[0]), 0, 65_536))).bytes == still()
    assert isinstance(await bob(search(emoticon="🔥", hash=found.hash)), types.messages.FoundStickersNotModified)
    with pytest.raises(rpc_errors.SEARCH_QUERY_EMPTY):
        await bob(search(" "))


async def test_pages_of_stickers(harness: Harness) -> None:
    """One after the other, to the end."""
    alice = await harness.client(ALICE)
    made = await make(alice, stickers=[await item(alice, still()) for _ in range(3)])
    first = await alice(search(emoticon="😀", limit=2))
    assert (len(first.stickers), first.next_offset) == (2, 2)
    last = await alice(search(emoticon="😀", limit=2, offset=first.next_offset))
    assert ([one.id for one in last.stickers], last.next_offset) == ([made.documents[2].id], None)


async def test_custom_emoji_by_emoji(harness: Harness) -> None:
    """Their ids, which anybody may turn into documents."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    made = await make(alice, emojis=True, stickers=[await item(alice, still(100), emoji="👍")])
    found = await bob(functions.messages.SearchCustomEmoji(emoticon="👍", hash=0))
    assert found.document_id == [made.documents[0].id]
    again = await bob(functions.messages.SearchCustomEmoji(emoticon="👍", hash=found.hash))
    assert isinstance(again, types.EmojiListNotModified)
    with pytest.raises(rpc_errors.EMOTICON_EMPTY):
        await bob(functions.messages.SearchCustomEmoji(emoticon="no emoji", hash=0))


async def test_emoji_by_subject(harness: Harness) -> None:
    """Every kind of list, by its hash; stickers have one for greetings."""
    alice = await harness.client(ALICE)
    for method in (
        functions.messages.GetEmojiGroups,
        functions.messages.GetEmojiStatusGroups,
        functions.messages.GetEmojiProfilePhotoGroups,
        functions.messages.GetEmojiStickerGroups,
    ):
        answer = await alice(method(hash=0))
        assert {one.title for one in answer.groups} <= GROUPS.keys()
        assert all(one.emoticons for one in answer.groups)
        assert isinstance(await alice(method(hash=answer.hash)), types.messages.EmojiGroupsNotModified)
        greetings = [one for one in answer.groups if isinstance(one, types.EmojiGroupGreeting)]
        assert len(greetings) == (method is functions.messages.GetEmojiStickerGroups)
    survey = await alice(functions.messages.GetEmojiURL(lang_code="de"))
    assert survey.url.startswith("https://")
    with pytest.raises(rpc_errors.LANG_CODE_NOT_SUPPORTED):
        await alice(functions.messages.GetEmojiURL(lang_code="tlh"))


async def test_emoji_to_begin_with(harness: Harness) -> None:
    """What stands in sets that came with the server is offered for statuses, backgrounds and photos, and as icons."""
    alice = await harness.client(ALICE)
    made = await make(alice, emojis=True, stickers=[await item(alice, still(100), emoji="❤️")])
    offered = functions.account.GetDefaultProfilePhotoEmojis(hash=0)
    heart = made.documents[0].id
    assert heart not in (await alice(offered)).document_id

    async def unit(tx: Tx) -> None:
        await sticker_sets.change(tx, made.set.id, owner=0)

    await harness.app.db.write(unit)
    answer = await alice(offered)
    assert heart in answer.document_id
    for method in (functions.account.GetDefaultGroupPhotoEmojis, functions.account.GetDefaultBackgroundEmojis):
        assert (await alice(method(hash=0))).document_id == answer.document_id
        assert isinstance(await alice(method(hash=answer.hash)), types.EmojiListNotModified)
    statuses = await alice(functions.account.GetDefaultEmojiStatuses(hash=0))
    assert [one.document_id for one in statuses.statuses] == answer.document_id
    again = await alice(functions.account.GetDefaultEmojiStatuses(hash=statuses.hash))
    assert isinstance(again, types.account.EmojiStatusesNotModified)
    groups = {one.title: one for one in (await alice(functions.messages.GetEmojiGroups(hash=0))).groups}
    assert groups["Love"].icon_emoji_id in answer.document_id


async def test_stickers_on_a_photo(harness: Harness) -> None:
    """The photo says that it has some, and whoever sees it may ask which sets they are of."""
    alice = await harness.client(ALICE)
    first, second = await make(alice, "first"), await make(alice, "second")
    stickers = [input_document(one) for one in (*first.documents, second.documents[0])]
    file = await upload(alice, picture(200, 100).getvalue())
    media = types.InputMediaUploadedPhoto(file=file, stickers=stickers)
    photo = (await alice(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))).photo
    assert photo.has_stickers
    assert {one.type for one in photo.sizes if isinstance(one, types.PhotoSize)} <= {name for name, _ in PHOTO_SIZES}
    given = types.InputPhoto(id=photo.id, access_hash=photo.access_hash, file_reference=photo.file_reference)
    asked = functions.messages.GetAttachedStickers(media=types.InputStickeredMediaPhoto(id=given))
    assert [one.set.id for one in await alice(asked)] == [first.set.id, second.set.id]
    await alice(functions.stickers.DeleteStickerSet(stickerset=types.InputStickerSetShortName(short_name="first")))
    assert [one.set.id for one in await alice(asked)] == [second.set.id]
    media = types.InputMediaUploadedDocument(
        file=await upload(alice, b"x"), mime_type="video/mp4", attributes=[], stickers=stickers[2:]
    )
    document = (await alice(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))).document
    assert types.DocumentAttributeHasStickers() in document.attributes
    asked = functions.messages.GetAttachedStickers(media=types.InputStickeredMediaDocument(id=input_document(document)))
    assert [one.set.id for one in await alice(asked)] == [second.set.id]
    empty = types.InputStickeredMediaPhoto(id=types.InputPhotoEmpty())
    wrong = types.InputStickeredMediaDocument(id=types.InputDocument(id=document.id, access_hash=0, file_reference=b""))
    for media in (empty, wrong):
        with pytest.raises(rpc_errors.MEDIA_EMPTY):
            await alice(functions.messages.GetAttachedStickers(media=media))
