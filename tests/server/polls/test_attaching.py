"""Pictures, videos and places in polls: of the question, of answers, of a quiz's solution."""

from __future__ import annotations

from typing import Any

import pytest
from telethon import TelegramClient
from telethon.tl import functions as telethon_functions
from telethon.tl import types as telethon_types

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.collecting import UNUSED_SECONDS
from server.ops.admin import files as verbs
from tests.server.chats.conftest import Group, group
from tests.server.client import Client
from tests.server.files.conftest import telethon
from tests.server.files.photos import place
from tests.server.files.recording import sound, video
from tests.server.files.sticker_sets import make
from tests.server.files.uploading import document, get, input_document, location, noise, picture, upload
from tests.server.people import Pair, forward, history, random_id, words
from tests.server.polls.polling import send, shown, vote

__all__ = ["group", "telethon"]

messages = functions.messages
VENUE = types.InputMediaVenue(
    geo_point=types.InputGeoPoint(lat=1.0, long=2.0),
    title="Kitchen",
    address="",
    provider="",
    venue_id="",
    venue_type="",
)


async def photo(client: Client, **fields: Any) -> types.InputMediaUploadedPhoto:
    return types.InputMediaUploadedPhoto(file=await upload(client, picture(300, 200).getvalue()), **fields)


async def file(client: Client, data: bytes, mime_type: str) -> types.InputMediaUploadedDocument:
    return document(await upload(client, data), mime_type)


def option(text: str, media: Any = None) -> types.InputPollAnswer:
    return types.InputPollAnswer(text=words(text), media=media)


def poll(*answers: types.InputPollAnswer, **fields: Any) -> types.InputMediaPoll:
    answers = answers or (option("yes"), option("no"))
    names = {"attached_media", "solution", "solution_entities", "solution_media", "correct_answers"}
    outer = {name: fields.pop(name) for name in names & fields.keys()}
    asked = types.Poll(id=0, hash=0, question=words("Which?"), answers=list(answers), **fields)
    return types.InputMediaPoll(poll=asked, **outer)


async def test_every_part_of_a_quiz_may_show_something(pair: Pair) -> None:
    """Uploaded with it or there already; the solution's is for who has voted; older clients see the words alone."""
    alice = pair.alice.phone
    sticker = (await make(alice)).documents[0]
    answers = (
        option("a picture", await photo(alice)),
        option("a video", await file(alice, video(), "video/mp4")),
        option("a sticker", types.InputMediaDocument(id=input_document(sticker))),
        option("a place", VENUE),
        option("nothing"),
    )
    given = poll(
        *answers,
        quiz=True,
        correct_answers=[0],
        attached_media=await photo(alice, spoiler=True),
        solution="Look",
        solution_entities=[],
        solution_media=await file(alice, sound(), "audio/ogg"),
    )
    await pair.alice(send(pair.to_bob, given))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    kinds = [type(one.media) for one in seen.poll.answers]
    assert kinds == [
        types.MessageMediaPhoto,
        types.MessageMediaDocument,
        types.MessageMediaDocument,
        types.MessageMediaVenue,
        type(None),
    ]
    assert seen.poll.answers[2].media.document.id == sticker.id
    assert (seen.attached_media.spoiler, seen.results.solution_media) == (True, None)
    for one in (seen.attached_media.photo, seen.poll.answers[0].media.photo):
        assert (await pair.bob(get(place(one, "m"), 0, 65_536))).bytes[:2] == b"\xff\xd8"
    clip = seen.poll.answers[1].media.document
    assert (await pair.bob(get(location(clip), 0, 4_096))).bytes[4:8] == b"ftyp"

    (update,) = (await pair.bob(vote(pair.to_alice, theirs, "0"))).updates
    assert update.results.solution_media.document.mime_type == "audio/ogg"
    assert [type(one.media) for one in update.poll.answers] == kinds
    old = await pair.harness.client("9996621002", layer=200)
    _, plain = await shown(old, pair.to_alice)
    assert (plain.attached_media, [one.media for one in plain.poll.answers]) == (None, [None] * 5)


async def test_what_does_not_go_into_a_poll(pair: Pair) -> None:
    alice = pair.alice.phone
    sticker = types.InputMediaDocument(id=input_document((await make(alice)).documents[0]))
    voice = await file(alice, sound(), "audio/ogg")
    voice.attributes = [types.DocumentAttributeAudio(duration=2, voice=True)]
    plain = await file(alice, noise(500), "text/plain")
    dice = types.InputMediaDice(emoticon="🎲")
    nothing = types.InputMediaEmpty()
    quiz = {"quiz": True, "correct_answers": [0], "solution": "x", "solution_entities": []}
    sent_back = types.PollAnswer(text=words("b"), option=b"b", media=types.MessageMediaPhoto())
    question, solution = rpc_errors.ATTACH_MEDIA_TYPE_INVALID, rpc_errors.SOLUTION_MEDIA_TYPE_INVALID
    for given, error in (
        (poll(attached_media=dice), question),
        (poll(attached_media=nothing), rpc_errors.ATTACH_MEDIA_EMPTY),
        (poll(attached_media=sticker), question),
        (poll(attached_media=voice), question),
        (poll(attached_media=await photo(alice, ttl_seconds=5)), question),
        (poll(**quiz, solution_media=dice), solution),
        (poll(**quiz, solution_media=nothing), rpc_errors.SOLUTION_MEDIA_EMPTY),
        (poll(**quiz, solution_media=types.InputMediaPhoto(id=types.InputPhotoEmpty())), rpc_errors.PHOTO_INVALID),
    ):
        with pytest.raises(error):
            await pair.alice(send(pair.to_bob, given))
    for number, wrong in enumerate((option("a", plain), option("a", nothing), option("a", dice), sent_back)):
        answers = [option(f"good {place}") for place in range(number)]
        with pytest.raises(rpc_errors.ANSWER_X_MEDIA_TYPE_INVALID) as refused:
            await pair.alice(send(pair.to_bob, poll(*answers, wrong, option("last"))))
        assert refused.value.message == f"ANSWER_{number}_MEDIA_TYPE_INVALID"
    with pytest.raises(rpc_errors.POLL_ANSWERS_INVALID):
        await pair.alice(send(pair.to_bob, poll(*[option(str(number), plain) for number in range(13)])))


async def test_answers_link_to_pages(pair: Pair) -> None:
    """The link stands there without a page, too; questions and solutions have none, and it must lead somewhere."""
    link = types.InputMediaWebPage(url="page.com/one#part", force_small_media=True)
    await pair.alice(send(pair.to_bob, poll(option("a", link), option("b"))))
    (message,) = (await history(pair.bob, pair.to_alice)).messages
    media = message.media.poll.answers[0].media
    assert (media.webpage, media.force_small_media) == (types.WebPageEmpty(id=0, url="http://page.com/one"), True)
    for given, error in (
        (poll(attached_media=link), rpc_errors.ATTACH_MEDIA_TYPE_INVALID),
        (
            poll(option("a", types.InputMediaWebPage(url="file:///etc/passwd")), option("b")),
            rpc_errors.WEBPAGE_URL_INVALID,
        ),
    ):
        with pytest.raises(error):
            await pair.alice(send(pair.to_bob, given))


@pytest.mark.rows("AC-1")
async def test_links_in_polls_need_the_right_to_embed_them(group: Group) -> None:
    rights = types.ChatBannedRights(until_date=0, embed_links=True)
    await group.alice(messages.EditChatDefaultBannedRights(peer=group.peer, banned_rights=rights))
    link = types.InputMediaWebPage(url="page.com")
    with pytest.raises(rpc_errors.CHAT_SEND_WEBPAGE_FORBIDDEN):
        await group.bob(send(group.peer, poll(option("a", link), option("b"))))


@pytest.mark.rows("FI-1")
async def test_answers_are_added_with_pictures_and_those_are_kept(group: Group) -> None:
    """The service message goes on showing what was taken out; what nothing shows any more is collected."""
    await group.alice(send(group.peer, poll(open_answers=True, attached_media=await photo(group.alice.phone))))
    theirs, _ = await shown(group.bob, group.peer)
    add = messages.AddPollAnswer(peer=group.peer, msg_id=theirs, answer=option("this", await photo(group.bob.phone)))
    update, told = (await group.bob(add)).updates
    added = update.poll.answers[-1]
    assert added.media.photo.id == told.message.action.answer.media.photo.id
    await group.bob(messages.DeletePollAnswer(peer=group.peer, msg_id=theirs, option=added.option))
    loose = await group.bob(messages.UploadMedia(peer=group.peer, media=await photo(group.bob.phone)))
    later = int(group.harness.clock.now()) + 30 * 86_400
    waiting = send(types.InputPeerSelf(), poll(attached_media=await photo(group.bob.phone)), schedule_date=later)
    await group.bob(waiting)
    await verbs.collect(group.harness.app)
    group.harness.clock.advance(UNUSED_SECONDS)
    assert (await verbs.collect(group.harness.app))["files"] == 1
    carol = await group.harness.client("9996621003")
    found = (await history(carol, group.peer)).messages
    gone, came, asked = found[:3]
    for photo_seen in (
        gone.action.answer.media.photo,
        came.action.answer.media.photo,
        asked.media.attached_media.photo,
    ):
        assert (await carol(get(place(photo_seen, "m"), 0, 65_536))).bytes[:2] == b"\xff\xd8"
    assert loose.photo.id not in {added.media.photo.id, asked.media.attached_media.photo.id}


@pytest.mark.rows("AC-1")
async def test_a_poll_takes_the_rights_of_what_it_shows(group: Group) -> None:
    """Whether sent, forwarded or added to."""
    await group.alice(send(group.peer, poll(open_answers=True)))
    open_poll, _ = await shown(group.bob, group.peer)
    me = types.InputPeerSelf()
    pictured = await photo(group.bob.phone)
    await group.bob(send(me, poll(option("a", pictured), option("b", VENUE))))
    own, _ = await shown(group.bob, me)
    await group.forbid(send_photos=True)
    for call in (
        send(group.peer, poll(attached_media=await photo(group.bob.phone))),
        forward(me, group.peer, [own]),
        messages.AddPollAnswer(peer=group.peer, msg_id=open_poll, answer=option("c", await photo(group.bob.phone))),
    ):
        with pytest.raises(rpc_errors.CHAT_SEND_PHOTOS_FORBIDDEN):
            await group.bob(call)
    await group.bob(send(group.peer, poll(option("a", VENUE), option("b"))))


async def test_a_copy_of_ones_own_shows_the_same(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, poll(attached_media=await photo(pair.alice.phone))))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    await pair.bob(forward(pair.to_alice, types.InputPeerSelf(), [theirs], drop_author=True))
    _, copied = await shown(pair.bob, types.InputPeerSelf())
    assert (copied.poll.id != seen.poll.id, copied.attached_media.photo.id) == (True, seen.attached_media.photo.id)


async def test_telethon_asks_with_pictures(telethon: TelegramClient) -> None:
    drawn = await telethon.upload_file(picture(300, 100))
    text = telethon_types.TextWithEntities
    answers = [
        telethon_types.InputPollAnswer(
            text(name, []), media=telethon_types.InputMediaUploadedPhoto(await telethon.upload_file(picture(90, 90)))
        )
        for name in ("yes", "no")
    ]
    asked = telethon_types.Poll(id=0, question=text("Which?", []), answers=answers, hash=0)
    media = telethon_types.InputMediaPoll(asked, attached_media=telethon_types.InputMediaUploadedPhoto(drawn))
    await telethon(telethon_functions.messages.SendMediaRequest("me", media, "", random_id=random_id()))
    (message,) = await telethon.get_messages("me", limit=1)
    seen = message.media.attached_media.photo
    assert [(size.w, size.h) for size in seen.sizes[1:]][-1] == (300, 100)
    assert (await telethon.download_media(seen, bytes))[:2] == b"\xff\xd8"
    assert all(one.media.photo for one in message.media.poll.answers)
