"""Each right to send, and its own refusal (core.telegram.org/api/rights): what it forbids, and what it leaves."""

from collections.abc import Callable

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.chats.conftest import Group
from tests.server.files.uploading import input_document, input_photo, noise, picture, upload
from tests.server.people import Person, history, random_id, sent_id, text, texts
from tests.server.polls.polling import poll
from tests.server.todo.lists import todo

pytestmark = pytest.mark.rows("AC-1")

STICKER = types.DocumentAttributeSticker(alt="\N{GRINNING FACE}", stickerset=types.InputStickerSetEmpty())
ROUND = types.DocumentAttributeVideo(w=9, h=9, duration=1.0, round_message=True)

DOCUMENTS: dict[str, tuple[str, list[types.TypeDocumentAttribute]]] = {
    "video": ("video/mp4", [types.DocumentAttributeVideo(w=9, h=9, duration=1.0)]),
    "round video": ("video/mp4", [ROUND]),
    "song": ("audio/mpeg", [types.DocumentAttributeAudio(duration=1)]),
    "voice": ("audio/ogg", [types.DocumentAttributeAudio(duration=1, voice=True)]),
    "document": ("application/octet-stream", []),
    "sticker": ("image/webp", [types.DocumentAttributeImageSize(w=9, h=9), STICKER]),
    "gif": ("video/mp4", [types.DocumentAttributeVideo(w=9, h=9, duration=1.0), types.DocumentAttributeAnimated()]),
}
"""What a document is by what its sender says of it: its content here is noise."""

MEDIA: dict[str, types.TypeInputMedia] = {
    "dice": types.InputMediaDice(emoticon="\N{GAME DIE}"),
    "poll": types.InputMediaPoll(poll=poll()),
    "to-do list": todo(),
    "place": types.InputMediaGeoPoint(geo_point=types.InputGeoPoint(lat=1.0, long=2.0)),
    "contact": types.InputMediaContact(phone_number="1", first_name="Zoe", last_name="", vcard=""),
}

RIGHTS: dict[str, tuple[str, type[rpc_errors.RpcError]]] = {
    "text": ("send_plain", rpc_errors.CHAT_SEND_PLAIN_FORBIDDEN),
    "place": ("send_plain", rpc_errors.CHAT_SEND_PLAIN_FORBIDDEN),
    "contact": ("send_plain", rpc_errors.CHAT_SEND_PLAIN_FORBIDDEN),
    "photo": ("send_photos", rpc_errors.CHAT_SEND_PHOTOS_FORBIDDEN),
    "video": ("send_videos", rpc_errors.CHAT_SEND_VIDEOS_FORBIDDEN),
    "round video": ("send_roundvideos", rpc_errors.CHAT_SEND_ROUNDVIDEOS_FORBIDDEN),
    "song": ("send_audios", rpc_errors.CHAT_SEND_AUDIOS_FORBIDDEN),
    "voice": ("send_voices", rpc_errors.CHAT_SEND_VOICES_FORBIDDEN),
    "document": ("send_docs", rpc_errors.CHAT_SEND_DOCS_FORBIDDEN),
    "sticker": ("send_stickers", rpc_errors.CHAT_SEND_STICKERS_FORBIDDEN),
    "dice": ("send_stickers", rpc_errors.CHAT_SEND_STICKERS_FORBIDDEN),
    "gif": ("send_gifs", rpc_errors.CHAT_SEND_GIFS_FORBIDDEN),
    "poll": ("send_polls", rpc_errors.CHAT_SEND_POLL_FORBIDDEN),
    "to-do list": ("send_polls", rpc_errors.CHAT_SEND_POLL_FORBIDDEN),
}
NARROW = {right for right, _ in RIGHTS.values()} | {"send_games", "send_inline", "embed_links"}
BY_SEND_MEDIA = {"photo", "video", "round video", "song", "voice", "document"}


async def sendings(person: Person, to: types.TypeInputPeer) -> dict[str, Callable[[], object]]:
    """By kind, how somebody sends it: a new request each time."""
    media = dict(MEDIA)
    photo = types.InputMediaUploadedPhoto(file=await upload(person, picture(80, 60).getvalue(), "photo.jpg"))
    kept = await person(functions.messages.UploadMedia(peer=to, media=photo))
    media["photo"] = types.InputMediaPhoto(id=input_photo(kept.photo))
    for kind, (mime_type, attributes) in DOCUMENTS.items():
        file = await upload(person, noise(500))
        given = types.InputMediaUploadedDocument(file=file, mime_type=mime_type, attributes=attributes)
        kept = await person(functions.messages.UploadMedia(peer=to, media=given))
        media[kind] = types.InputMediaDocument(id=input_document(kept.document))

    def sending(given: types.TypeInputMedia) -> Callable[[], object]:
        return lambda: functions.messages.SendMedia(peer=to, media=given, message="", random_id=random_id())

    return {"text": lambda: text(to, "words"), **{kind: sending(given) for kind, given in media.items()}}


async def test_each_kind_of_content_needs_its_right_and_no_other(group: Group) -> None:
    """Sent or forwarded; admins need none."""
    requests = await sendings(group.bob, group.peer)
    assert requests.keys() == RIGHTS.keys()
    for kind, request in requests.items():
        right, error = RIGHTS[kind]
        await group.forbid(**dict.fromkeys(NARROW - {right}, True))
        sent = sent_id(await group.bob(request()))
        await group.forbid(**{right: True})
        with pytest.raises(error):
            await group.bob(request())
        again = functions.messages.ForwardMessages(
            from_peer=group.peer, id=[sent], random_id=[random_id()], to_peer=group.peer
        )
        with pytest.raises(error):
            await group.bob(again)
    await group.forbid(**dict.fromkeys(NARROW, True))
    await group.promote(group.bob)
    for request in requests.values():
        await group.bob(request())
    await group.alice(text(group.peer, "the creator may, of course"))


async def test_the_wide_rights_stand_for_several(group: Group) -> None:
    """send_media for all files, send_messages for everything (layers before 148 know nothing narrower)."""
    requests = await sendings(group.bob, group.peer)
    told = (await group.forbid(send_media=True)).updates[0].default_banned_rights
    assert all(getattr(told, RIGHTS[kind][0]) for kind in BY_SEND_MEDIA)
    for kind, request in requests.items():
        if kind in BY_SEND_MEDIA:
            with pytest.raises(RIGHTS[kind][1]):
                await group.bob(request())
        else:
            await group.bob(request())
    told = (await group.forbid(send_messages=True)).updates[0].default_banned_rights
    assert all(getattr(told, right) for right in NARROW)
    for request in requests.values():
        with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
            await group.bob(request())
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(functions.messages.SetTyping(peer=group.peer, action=types.SendMessageTypingAction()))


async def test_an_album_is_refused_as_a_whole(group: Group) -> None:
    requests = await sendings(group.bob, group.peer)
    album = [
        types.InputSingleMedia(media=requests[kind]().media, random_id=random_id(), message=kind)
        for kind in ("photo", "video")
    ]
    await group.forbid(send_videos=True)
    with pytest.raises(rpc_errors.CHAT_SEND_VIDEOS_FORBIDDEN):
        await group.bob(functions.messages.SendMultiMedia(peer=group.peer, multi_media=album))
    assert await texts(group.carol, group.peer) == []


async def test_no_edit_makes_of_a_message_what_may_not_be_sent(group: Group) -> None:
    """What it is already it may stay, under other words."""
    requests = await sendings(group.bob, group.peer)
    photo = sent_id(await group.bob(requests["photo"]()))
    await group.forbid(send_photos=True, send_gifs=True)

    def edit(message: str, kind: str | None = None) -> functions.messages.EditMessage:
        media = None if kind is None else requests[kind]().media
        return functions.messages.EditMessage(peer=group.peer, id=photo, message=message, media=media)

    with pytest.raises(rpc_errors.CHAT_SEND_GIFS_FORBIDDEN):
        await group.bob(edit("a gif", "gif"))
    await group.bob(edit("a caption"))
    await group.bob(edit("a video", "video"))
    with pytest.raises(rpc_errors.CHAT_SEND_PHOTOS_FORBIDDEN):
        await group.bob(edit("a photo again", "photo"))
    assert await texts(group.carol, group.peer) == ["a video"]


async def test_no_reactions_where_members_may_not_react(group: Group) -> None:
    sent = sent_id(await group.bob(text(group.peer, "like it?")))
    thumb = [types.ReactionEmoji(emoticon="\N{THUMBS UP SIGN}")]
    await group.forbid(send_reactions=True)
    react = functions.messages.SendReaction(peer=group.peer, msg_id=sent, reaction=thumb)
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(react)
    react.msg_id = (await history(group.alice, group.peer, limit=1)).messages[0].id
    await group.alice(react)


async def test_no_word_beside_the_name_where_members_may_not_choose_it(group: Group) -> None:
    rank = functions.messages.EditChatParticipantRank(peer=group.peer, participant=types.InputPeerSelf(), rank="x")
    await group.forbid(edit_rank=True)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(rank)
    await group.alice(rank)
