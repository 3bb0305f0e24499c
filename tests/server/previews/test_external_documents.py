"""Documents that lie on the web (inputMediaDocumentExternal): fetched, judged by their content, sent like any other."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files import external
from server.ops.config import FilesSection, PreviewsSection
from server.previews.previews import Previews
from tests.server.files.recording import sound, video
from tests.server.files.uploading import get, input_photo, location, picture
from tests.server.harness import Harness, serving
from tests.server.people import history, sent_id
from tests.server.previews.site import Site

ALICE = "9996621011"

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n"
SELF = types.InputPeerSelf()


def packed(name: str = "a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "text")
    return out.getvalue()


def at(url: str, **fields: object) -> types.InputMediaDocumentExternal:
    return types.InputMediaDocumentExternal(**{"url": url, **fields})


def send(url: str, **fields: object) -> functions.messages.SendMedia:
    return functions.messages.SendMedia(peer=SELF, media=at(url, **fields), message="look", random_id=1)


def by_kind(document: types.Document) -> Mapping[type, object]:
    return {type(one): one for one in document.attributes}


async def test_a_document_is_fetched_once(previewing: Harness, web: Site) -> None:
    """Its bytes, its type and the name in its address; from then on a file like any other."""
    alice = await previewing.client(ALICE)
    web.answers_with("/papers/a%20plan.pdf", PDF, "application/pdf")
    web.redirects("/plan", "/papers/a%20plan.pdf")
    await alice(send("http://page.test/plan", spoiler=True))
    (shown,) = (await history(alice, SELF)).messages
    document = shown.media.document
    assert (shown.message, shown.media.spoiler, document.mime_type) == ("look", True, "application/pdf")
    assert by_kind(document)[types.DocumentAttributeFilename].file_name == "a plan.pdf"
    assert (await alice(get(location(document), 0, 4_096))).bytes == PDF
    assert web.asked == [("page.test", "/plan"), ("page.test", "/papers/a%20plan.pdf")]


async def test_every_way_of_sending_takes_them(previewing: Harness, web: Site) -> None:
    """messages.uploadMedia, sendMultiMedia, editMessage."""
    alice = await previewing.client(ALICE)
    web.answers_with("/one.pdf", PDF, "application/pdf")
    web.answers_with("/two.zip", packed("word/document.xml"), "application/zip")
    made = await alice(functions.messages.UploadMedia(peer=SELF, media=at("page.test/two.zip")))
    assert made.document.mime_type == "application/zip"
    album = [
        types.InputSingleMedia(media=at(f"page.test/{name}"), random_id=number, message=name)
        for number, name in enumerate(("one.pdf", "two.zip"), 1)
    ]
    await alice(functions.messages.SendMultiMedia(peer=SELF, multi_media=album))
    two, one = (await history(alice, SELF)).messages
    assert (one.media.document.size, two.media.document.size) == (len(PDF), len(packed("word/document.xml")))
    await alice(functions.messages.EditMessage(peer=SELF, id=one.id, media=at("page.test/two.zip")))
    edited = (await history(alice, SELF)).messages[-1]
    assert edited.media.document.mime_type == "application/zip"


async def test_recordings_are_what_they_are(previewing: Harness, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A video with its size, cover and start; sound in Ogg as a voice message up to a size; a GIF as an animation."""
    alice = await previewing.client(ALICE)
    web.answers_with("/film.mp4", video(), "video/mp4")
    web.answers_with("/words.ogg", sound(), "audio/ogg")
    web.answers_with("/cover.png", picture(90, 60).getvalue(), "image/png")
    cover = await alice(
        functions.messages.UploadMedia(peer=SELF, media=types.InputMediaPhotoExternal(url="page.test/cover.png"))
    )
    await alice(send("page.test/film.mp4", video_cover=input_photo(cover.photo), video_timestamp=1))
    (film,) = (await history(alice, SELF)).messages
    assert (film.media.video_cover.id, film.media.video_timestamp) == (cover.photo.id, 1)
    facts = by_kind(film.media.document)[types.DocumentAttributeVideo]
    assert (facts.w, facts.h, round(facts.duration)) == (320, 240, 2)

    async def heard() -> types.DocumentAttributeAudio:
        made = await alice(functions.messages.UploadMedia(peer=SELF, media=at("page.test/words.ogg")))
        return by_kind(made.document)[types.DocumentAttributeAudio]

    voice = await heard()
    assert (voice.voice, voice.duration, bool(voice.waveform)) == (True, 2, True)
    monkeypatch.setattr(external, "MAX_VOICE", 100)
    assert not (await heard()).voice


async def test_telethon_sends_a_document_by_its_address(previewing: Harness, web: Site) -> None:
    """Telethon makes an inputMediaDocumentExternal of every address that does not look like a picture's."""
    await previewing.client(ALICE)
    web.answers_with("/plan.pdf", PDF, "application/pdf")
    telethon = await previewing.signed_in_telethon(ALICE)
    sent = await telethon.send_file("me", "http://page.test/plan.pdf", caption="from the web")
    assert (sent.text, sent.file.name, sent.file.mime_type) == ("from the web", "plan.pdf", "application/pdf")
    assert await telethon.download_media(sent, bytes) == PDF


async def test_documents_that_are_not_to_be_had(previewing: Harness, web: Site) -> None:
    """Nothing there, a page, a lie about the content, too large, inside of the network, no address: nothing is sent."""
    alice = await previewing.client(ALICE)
    web.addresses["inside.test"] = ["10.0.0.1"]
    web.redirects("/inwards", "http://inside.test/one.pdf")
    web.answers_with("/lie.pdf", b"<html>hello</html>", "application/pdf")
    web.answers_with("/lie.mp3", b"<html>hello</html>", "audio/mpeg")
    web.answers_with("/lie.zip", b"no archive", "application/zip")
    web.answers_with("/empty.pdf", b"", "application/pdf")
    web.answers_with("/program.exe", b"MZ" + bytes(100), "application/octet-stream")
    web.answers_with("/large.pdf", PDF + bytes(external.MAX_DOCUMENT), "application/pdf")
    for url, error in (
        ("http://page.test/missing.pdf", rpc_errors.WEBPAGE_CURL_FAILED),
        ("http://page.test/article", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://page.test/lie.pdf", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://page.test/lie.mp3", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://page.test/lie.zip", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://page.test/empty.pdf", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://page.test/program.exe", rpc_errors.WEBPAGE_MEDIA_EMPTY),
        ("http://page.test/large.pdf", rpc_errors.WEBPAGE_CURL_FAILED),
        ("http://inside.test/one.pdf", rpc_errors.WEBPAGE_CURL_FAILED),
        ("http://page.test/inwards", rpc_errors.WEBPAGE_CURL_FAILED),
        ("http://page.test:8080/one.pdf", rpc_errors.EXTERNAL_URL_INVALID),
        ("file:///etc/passwd", rpc_errors.EXTERNAL_URL_INVALID),
        ("", rpc_errors.EXTERNAL_URL_INVALID),
    ):
        with pytest.raises(error):
            await alice(send(url))
    assert (await history(alice, SELF)).messages == []


async def test_what_was_fetched_counts_as_stored(tmp_path: Path, rsa_keys: Path, web: Site) -> None:
    """A quota is not passed by letting the server fetch; a server that fetches nothing says so."""
    web.answers_with("/one.pdf", PDF, "application/pdf")
    quota = FilesSection(quota_bytes=len(PDF))
    async with serving(tmp_path / "data", rsa_keys, previews=PreviewsSection(enabled=True), files=quota) as harness:
        harness.app.previews = Previews(harness.app, web.fetcher)
        alice = await harness.client(ALICE)
        assert sent_id(await alice(send("page.test/one.pdf")))
        with pytest.raises(rpc_errors.FILE_PART_TOO_BIG):
            await alice(functions.messages.UploadMedia(peer=SELF, media=at("page.test/one.pdf")))
    async with serving(tmp_path / "other", rsa_keys) as fetches_nothing:
        with pytest.raises(rpc_errors.WEBPAGE_CURL_FAILED):
            await (await fetches_nothing.client(ALICE))(send("http://page.test/one.pdf"))
