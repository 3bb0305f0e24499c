"""Links in messages and what becomes of them, between people."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from server.previews import pages
from server.previews.previews import GOOD_FOR
from storage.media.web_pages import PageState
from tests.server.client import Client
from tests.server.files.uploading import get
from tests.server.harness import Harness, serving
from tests.server.people import ALICE, BOB, history, sent_id, words
from tests.server.previews.site import PAGE, Site


def peer(harness: Harness, viewer: Client, other: Client) -> types.InputPeerUser:
    access_hash = harness.app.hashes.of(viewer.me.id, Hashed.USER, other.me.id)
    return types.InputPeerUser(user_id=other.me.id, access_hash=access_hash)


def message(to: types.TypeInputPeer, text: str, **fields: object) -> functions.messages.SendMessage:
    return functions.messages.SendMessage(**{"peer": to, "message": text, "random_id": hash(text) & 0xFFFF, **fields})


async def test_everyone_is_told_when_the_page_is_there(previewing: Harness) -> None:
    """The message comes at once, the page after it, the picture through the store; the next message has it at once."""
    alice, bob = await previewing.client(ALICE), await previewing.client(BOB)
    await bob(functions.updates.GetState())
    sent = await alice(message(peer(previewing, alice, bob), "look: http://page.test/article!"))
    first = (await bob.update(types.UpdateNewMessage)).message
    assert first.message == "look: http://page.test/article!"
    for client in (alice, bob):
        page = (await client.update(types.UpdateWebPage)).webpage
        assert (page.title, page.site_name, page.description, page.type) == (
            "The title & more",
            "Example",
            "What it is about",
            "article",
        )
        assert (page.display_url, page.has_large_media) == ("page.test/article", True)
        where = types.InputPhotoFileLocation(
            id=page.photo.id,
            access_hash=page.photo.access_hash,
            file_reference=page.photo.file_reference,
            thumb_size="m",
        )
        assert (await client(get(where, 0, 65_536))).bytes[:2] == b"\xff\xd8"
    del sent
    again = await alice(message(peer(previewing, alice, bob), "http://page.test/article#part"))
    media = next(one.message.media for one in again.updates if isinstance(one, types.UpdateNewMessage))
    assert isinstance(media.webpage, types.WebPage)
    history = await bob(
        functions.messages.GetHistory(
            peer=peer(previewing, bob, alice),
            offset_id=0,
            offset_date=0,
            add_offset=0,
            limit=10,
            max_id=0,
            min_id=0,
            hash=0,
        )
    )
    assert [type(one.media.webpage) for one in history.messages] == [types.WebPage, types.WebPage]


async def test_without_a_preview(previewing: Harness, web: Site) -> None:
    """Where the writer wants none, where there is no page, where nobody may go: nothing is fetched or shown."""
    alice = await previewing.client(ALICE)
    sent = await alice(message(types.InputPeerSelf(), "http://page.test/article", no_webpage=True))
    assert getattr(sent, "media", None) is None
    assert web.asked == []
    web.addresses["inside.test"] = ["127.0.0.1"]
    for text in ("http://page.test/missing", "http://inside.test/article"):
        asked = await alice(functions.messages.GetWebPagePreview(message=text))
        assert isinstance(asked.media, types.MessageMediaEmpty)
    assert web.asked == [("page.test", "/missing")]
    assert isinstance(
        (await alice(functions.messages.GetWebPagePreview(message="no link"))).media, types.MessageMediaEmpty
    )


async def test_off_unless_it_is_switched_on(harness: Harness) -> None:
    """The server goes nowhere of its own accord."""
    alice = await harness.client(ALICE)
    sent = await alice(message(types.InputPeerSelf(), "http://page.test/article"))
    assert getattr(sent, "media", None) is None
    asked = await alice(functions.messages.GetWebPage(url="http://page.test/article", hash=0))
    assert isinstance(asked.webpage, types.WebPageEmpty)
    with pytest.raises(rpc_errors.WC_CONVERT_URL_INVALID):
        await alice(functions.messages.GetWebPage(url="file:///etc/passwd", hash=0))
    media = types.InputMediaWebPage(url="http://page.test/article")
    with pytest.raises(rpc_errors.WEBPAGE_NOT_FOUND):
        await alice(functions.messages.SendMedia(peer=types.InputPeerSelf(), media=media, message="text", random_id=1))


async def test_a_page_is_kept(previewing: Harness, web: Site) -> None:
    """For a day; the hash saves the answer; later it is fetched again and what was found stays if it is gone."""
    alice = await previewing.client(ALICE)
    ask = functions.messages.GetWebPage(url="page.test/article", hash=0)
    page = (await alice(ask)).webpage
    assert (await alice(ask)).webpage == page
    assert len(web.asked) == 2
    known = await alice(functions.messages.GetWebPage(url="page.test/article", hash=page.hash))
    assert isinstance(known.webpage, types.WebPageNotModified)
    del web.answers["/article"]
    previewing.clock.advance(GOOD_FOR[PageState.SHOWN] + 1)
    alice = await previewing.client(ALICE)
    assert (await alice(ask)).webpage.title == page.title
    assert len(web.asked) == 3


async def test_a_preview_of_its_own(previewing: Harness) -> None:
    """inputMediaWebPage: of another address than the text's, large or small, alone, or not to be had."""
    alice = await previewing.client(ALICE)

    async def send(media: types.InputMediaWebPage, text: str) -> types.Message:
        request = functions.messages.SendMedia(
            peer=types.InputPeerSelf(), media=media, message=text, random_id=len(text) + 1, invert_media=True
        )
        answer = await alice(request)
        made: types.Message = next(one.message for one in answer.updates if isinstance(one, types.UpdateNewMessage))
        return made

    large = types.InputMediaWebPage(url="http://page.test/article", force_large_media=True)
    made = await send(large, "x" * 2_000)
    assert (made.media.force_large_media, made.media.manual, made.invert_media) == (True, True, True)
    assert made.media.webpage.title == "The title & more"
    alone = await send(types.InputMediaWebPage(url="http://page.test/article", force_small_media=True), "")
    assert (alone.message, alone.media.force_small_media) == ("", True)
    missing = types.InputMediaWebPage(url="http://page.test/missing")
    with pytest.raises(rpc_errors.WEBPAGE_NOT_FOUND):
        await send(missing, "text")
    missing.optional = True
    assert (await send(missing, "words")).media is None
    request = functions.messages.SendMedia(
        peer=types.InputPeerSelf(), media=missing, message="other words", random_id=99
    )
    assert isinstance(await alice(request), types.Updates)  # mtcute takes the short answer for sendMessage alone
    with pytest.raises(rpc_errors.MESSAGE_EMPTY):
        await send(missing, "")


async def test_an_edit_changes_the_preview(previewing: Harness, web: Site) -> None:
    """The link of the new text, or none; the same again is no change."""
    alice = await previewing.client(ALICE)
    web.answers_with("/other", PAGE.replace(b"The   title", b"Another"))
    for path in ("article", "other"):
        await alice(functions.messages.GetWebPage(url=f"page.test/{path}", hash=0))
    sent = await alice(message(types.InputPeerSelf(), "http://page.test/article"))
    message_id = next(one.id for one in sent.updates if isinstance(one, types.UpdateMessageID))

    async def edit(text: str | None, **fields: Any) -> types.Message:
        answer = await alice(
            functions.messages.EditMessage(peer=types.InputPeerSelf(), id=message_id, message=text, **fields)
        )
        made: types.Message = answer.updates[0].message
        return made

    assert (await edit("http://page.test/other")).media.webpage.title == "Another & more"
    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await edit("http://page.test/other")
    assert (await edit("http://page.test/other", no_webpage=True)).media is None
    assert (await edit("x" * 3_000 + " http://page.test/article")).media.webpage.title == "The title & more"
    data = await alice(functions.messages.GetMessageEditData(peer=types.InputPeerSelf(), id=message_id))
    assert data.caption is False
    large = types.InputMediaWebPage(url="http://page.test/other", force_large_media=True)
    shown = await edit(None, media=large)
    assert (shown.media.webpage.title, shown.media.force_large_media) == ("Another & more", True)
    assert shown.message.endswith("article")
    assert (await edit("plain")).media is None


async def grouped(harness: Harness, creator: Client, other: Client) -> types.InputPeerChat:
    """A group of two."""
    user = peer(harness, creator, other)
    users = [types.InputUser(user_id=user.user_id, access_hash=user.access_hash)]
    made = await creator(functions.messages.CreateChat(users=users, title="Links"))
    return types.InputPeerChat(chat_id=made.updates.chats[0].id)


@pytest.mark.rows("AC-1")
async def test_no_preview_in_a_group_whose_members_may_embed_no_links(previewing: Harness) -> None:
    """A link stays a link; a preview that is asked for, edited in or brought along is refused."""
    alice, bob = await previewing.client(ALICE), await previewing.client(BOB)
    group = await grouped(previewing, alice, bob)
    await bob(functions.messages.GetWebPage(url="page.test/article", hash=0))
    sent = await bob(message(types.InputPeerSelf(), "http://page.test/article"))
    saved = next(one.id for one in sent.updates if isinstance(one, types.UpdateMessageID))
    rights = types.ChatBannedRights(until_date=0, embed_links=True)
    await alice(functions.messages.EditChatDefaultBannedRights(peer=group, banned_rights=rights))

    plain = await bob(message(group, "see http://page.test/article"))
    shown = await history(alice, group)
    assert [one.media for one in shown.messages if isinstance(one, types.Message)] == [None]
    media = types.InputMediaWebPage(url="http://page.test/article")
    for refused in (
        functions.messages.SendMedia(peer=group, media=media, message="text", random_id=11),
        functions.messages.EditMessage(peer=group, id=sent_id(plain), message="text", media=media),
        functions.messages.ForwardMessages(from_peer=types.InputPeerSelf(), id=[saved], random_id=[12], to_peer=group),
    ):
        with pytest.raises(rpc_errors.CHAT_SEND_WEBPAGE_FORBIDDEN):
            await bob(refused)
    await alice(functions.messages.SendMedia(peer=group, media=media, message="text", random_id=13))


async def test_a_scheduled_link_is_sent_without_the_preview_that_is_forbidden_by_then(previewing: Harness) -> None:
    """As one is that is sent at once: it is not lost for what nobody asked for."""
    alice, bob = await previewing.client(ALICE), await previewing.client(BOB)
    group = await grouped(previewing, alice, bob)
    await bob(functions.messages.GetWebPage(url="page.test/article", hash=0))
    due = int(previewing.clock.now()) + 100
    for text in ("early: http://page.test/article", "late: http://page.test/article"):
        await bob(message(group, text, schedule_date=due))
    waiting = (await bob(functions.messages.GetScheduledHistory(peer=group, hash=0))).messages
    assert [type(one.media) for one in waiting] == [types.MessageMediaWebPage] * 2
    early = next(one.id for one in waiting if one.message.startswith("early"))
    await bob(functions.messages.SendScheduledMessages(peer=group, id=[early]))
    rights = types.ChatBannedRights(until_date=0, embed_links=True)
    await alice(functions.messages.EditChatDefaultBannedRights(peer=group, banned_rights=rights))
    await previewing.advance(120)
    shown = [one for one in (await history(alice, group)).messages if isinstance(one, types.Message)]
    assert [(one.message[:5], type(one.media)) for one in shown] == [
        ("late:", type(None)),
        ("early", types.MessageMediaWebPage),
    ]


async def test_a_page_that_an_answer_links_to(previewing: Harness) -> None:
    """It is fetched when the poll is sent, and shown in it once it is there."""
    alice = await previewing.client(ALICE)
    answers = [answer(one, "http://page.test/article") for one in "ab"]
    question = words("Which?")
    poll = types.InputMediaPoll(poll=types.Poll(id=0, hash=0, question=question, answers=answers))
    await alice(functions.messages.SendMedia(peer=types.InputPeerSelf(), media=poll, message="", random_id=1))
    await alice(functions.messages.GetWebPage(url="page.test/article", hash=0))
    (message,) = (await history(alice, types.InputPeerSelf())).messages
    assert [one.media.webpage.title for one in message.media.poll.answers] == ["The title & more"] * 2


async def test_who_has_a_poll_is_told_when_the_pages_of_its_answers_are_there(previewing: Harness, web: Site) -> None:
    web.answers_with("/other", b"<title>The other</title>")
    alice, bob = await previewing.client(ALICE), await previewing.client(BOB)
    await bob(functions.updates.GetState())
    to_bob = peer(previewing, alice, bob)
    answers = [answer("a", "http://page.test/article"), answer("b")]
    poll = types.Poll(id=0, hash=0, question=words("Which?"), answers=answers, open_answers=True)
    await alice(
        functions.messages.SendMedia(peer=to_bob, media=types.InputMediaPoll(poll=poll), message="", random_id=1)
    )
    sent = (await bob.update(types.UpdateNewMessage)).message
    pending = sent.media.poll.answers[0].media.webpage
    assert pending.url == "http://page.test/article"
    for client in (alice, bob):
        found = (await client.update(types.UpdateWebPage)).webpage
        assert (found.id, found.title) == (pending.id, "The title & more")

    to_alice = peer(previewing, bob, alice)
    added = functions.messages.AddPollAnswer(
        peer=to_alice, msg_id=sent.id, answer=answer("c", "http://page.test/other")
    )
    await bob(added)
    for client in (alice, bob):
        assert (await client.update(types.UpdateWebPage)).webpage.title == "The other"


async def test_nobody_is_told_of_a_page_that_came_with_the_message(previewing: Harness) -> None:
    alice, bob = await previewing.client(ALICE), await previewing.client(BOB)
    to_bob = peer(previewing, alice, bob)
    await alice(functions.messages.GetWebPage(url="page.test/article", hash=0))
    await previewing.advance(60)
    before = await bob(functions.updates.GetState())
    await alice(message(to_bob, "http://page.test/article"))
    await bob.update(types.UpdateNewMessage)
    await alice(functions.messages.GetWebPage(url="page.test/article", hash=0))
    await previewing.app.background.settle()
    assert (await bob(functions.updates.GetState())).pts == before.pts + 1


@pytest.mark.parametrize(
    ("data", "charset", "title"),
    [
        ("<title>Grüße</title>".encode(), "", "Grüße"),
        ("<title>Grüße</title>".encode("latin-1"), "latin-1", "Grüße"),
        ('<meta charset="windows-1251"><title>Привет</title>'.encode("cp1251"), "", "Привет"),
        ("<title>Grüße</title>".encode("utf-16"), "", "Grüße"),
        (b"<title>x</title>", "rot13", "x"),
        (b"<title>x</title>", "no such charset", "x"),
        (b"<title>a\0b\x1b[31m\xff</title>", "utf-8", "a\N{REPLACEMENT CHARACTER}b[31m\N{REPLACEMENT CHARACTER}"),
        (b"<meta name='twitter:title' content='card'>", "", "card"),
        (b"<title>" + b"y" * 100_000, "", "y" * 200),
        (b"<div>" * 5_000 + b"<title>deep</title>" + b"<div>" * 100_000, "", "deep"),
    ],
    ids=["utf8", "header", "meta", "bom", "rot13", "unknown", "control", "twitter", "long", "deep"],
)
def test_titles_in_every_dress(data: bytes, charset: str, title: str) -> None:
    """Charsets said and unsaid; characters that show nothing; bounds."""
    page = pages.read(data, charset, "http://page.test/")
    assert page is not None
    assert page.title == title


def test_a_page_that_says_nothing() -> None:
    """No title, no preview; and none that stands behind more tags than any page has there."""
    assert pages.read(b"<div>" * pages.MAX_TAGS + b"<title>too deep</title>", "", "http://page.test/") is None
    assert pages.read(b"<p>text</p>", "", "http://page.test/") is None
    assert pages.read(hashlib.sha512(b"noise").digest() * 100, "", "http://page.test/") is None


def answer(text: str, url: str = "") -> types.InputPollAnswer:
    return types.InputPollAnswer(text=words(text), media=types.InputMediaWebPage(url=url) if url else None)


def photo_at(url: str, **fields: object) -> functions.messages.SendMedia:
    media = types.InputMediaPhotoExternal(url=url, **fields)
    return functions.messages.SendMedia(
        peer=types.InputPeerSelf(), media=media, message="look", random_id=hash(url) & 0xFFFF
    )


async def test_a_photo_that_lies_on_the_web(previewing: Harness, web: Site) -> None:
    """It is fetched once, and a file like any other from then on."""
    alice = await previewing.client(ALICE)
    await alice(photo_at("http://page.test/picture.png", spoiler=True))
    (shown,) = (await history(alice, types.InputPeerSelf())).messages
    assert isinstance(shown.media, types.MessageMediaPhoto)
    assert (shown.message, shown.media.spoiler) == ("look", True)
    photo = shown.media.photo
    names = {"id": photo.id, "access_hash": photo.access_hash, "file_reference": photo.file_reference}
    where = types.InputPhotoFileLocation(**names, thumb_size="m")
    assert (await alice(get(where, 0, 65_536))).bytes[:2] == b"\xff\xd8"
    await alice(
        functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=photo_at("page.test/picture.png").media)
    )
    assert web.asked == [("page.test", "/picture.png")] * 2


async def test_telethon_sends_a_photo_by_its_address(previewing: Harness) -> None:
    await previewing.client(ALICE)
    telethon = await previewing.signed_in_telethon(ALICE)
    sent = await telethon.send_file("me", "http://page.test/picture.png", caption="from the web")
    assert (sent.text, sent.photo.sizes[-1].w) == ("from the web", 800)


async def test_photos_that_are_not_to_be_had(previewing: Harness, web: Site, tmp_path: Path, rsa_keys: Path) -> None:
    """Nothing there, no picture, one that is none, inside of the network, no address; a server that fetches nothing."""
    alice = await previewing.client(ALICE)
    web.addresses["inside.test"] = ["127.0.0.1"]
    web.answers_with("/broken.png", b"not a picture", "image/png")
    web.answers_with("/large.png", bytes(5 * 1024 * 1024 + 1), "image/png")
    for url, error in (
        ("http://page.test/missing.png", rpc_errors.WEBPAGE_CURL_FAILED),
        ("http://page.test/article", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://page.test/large.png", rpc_errors.WEBPAGE_CURL_FAILED),
        ("http://page.test/broken.png", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://inside.test/picture.png", rpc_errors.WEBPAGE_CURL_FAILED),
        ("file:///etc/passwd", rpc_errors.EXTERNAL_URL_INVALID),
    ):
        with pytest.raises(error):
            await alice(photo_at(url))
    async with serving(tmp_path / "other", rsa_keys) as fetches_nothing:
        with pytest.raises(rpc_errors.WEBPAGE_CURL_FAILED):
            await (await fetches_nothing.client(ALICE))(photo_at("http://page.test/picture.png"))
