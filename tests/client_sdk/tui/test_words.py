"""What is shown of a message: nothing that moves the cursor, and its formatting where it belongs."""

import io

import pytest
from PIL import Image

from client_sdk.tui import keys, words
from client_sdk.tui.markup import HIDDEN, clean, styled
from client_sdk.tui.pictures import cells, half_blocks
from client_sdk.tui.transfers import free_path, progress
from mtproto.tl import types


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b31m", "\x07", "\r", "\x1b]52;c;aGk=\x07", "a\u202eb"])
def test_no_control_of_others_reaches_the_terminal(hostile):
    shown = clean(f"<{hostile}>")
    assert len(shown) == len(hostile) + 2
    assert not any(ord(each) < 32 or 127 <= ord(each) < 160 or each == "\u202e" for each in shown)


def test_formatting_stands_where_it_should_behind_emoji():
    text = "👋 bold and secret"
    entities = [types.MessageEntityBold(offset=3, length=4), types.MessageEntitySpoiler(offset=12, length=6)]
    shown = styled(text, entities)
    assert shown.plain == "👋 bold and " + HIDDEN * 6
    assert [(span.start, span.end, span.style) for span in shown.spans] == [(2, 6, "bold")]
    assert styled(text, entities, revealed=True).plain == text


def test_a_link_says_where_it_leads():
    link = types.MessageEntityTextUrl(offset=0, length=4, url="https://example.org")
    assert styled("bank", [link]).plain == "bank (https://example.org)"


def test_a_picture_is_two_pixels_a_cell():
    image = Image.new("RGB", (2, 2), "red")
    image.putpixel((0, 1), (0, 0, 255))
    content = io.BytesIO()
    image.save(content, "PNG")
    shown = half_blocks(content.getvalue(), 2, 1)
    assert shown.plain == "▀▀"
    first = shown.spans[0].style
    assert (first.color.get_truecolor(), first.bgcolor.get_truecolor()) == ((255, 0, 0), (0, 0, 255))
    assert cells(4000, 1000) == (36, 4)
    assert cells(10, 4000) == (1, 12)


def test_what_is_no_picture_is_none():
    assert half_blocks(b"", 2, 1) is None
    assert half_blocks(b"\x89PNG\r\n\x1a\n" + bytes(30), 2, 1) is None
    huge = io.BytesIO()
    Image.new("1", (8192, 4096)).save(huge, "PNG")
    assert half_blocks(huge.getvalue(), 2, 1) is None


def test_media_has_a_line():
    voice = types.DocumentAttributeAudio(voice=True, duration=75)
    sticker = types.DocumentAttributeSticker(alt="😀", stickerset=types.InputStickerSetEmpty())
    named = types.DocumentAttributeFilename(file_name="../a\x1b.pdf")
    lines = [words.media(types.MessageMediaDocument(document=_document(each))) for each in (voice, sticker, named)]
    assert lines == ["♪ Voice message 1:15", "Sticker 😀", "▤ a�.pdf · 1.5 KiB"]


def _document(attribute):
    return types.Document(
        id=1, access_hash=2, file_reference=b"", date=0, mime_type="x/y", size=1536, dc_id=2, attributes=[attribute]
    )


def test_a_poll_shows_its_shares():
    answers = [types.PollAnswer(text=_text(each), option=each.encode()) for each in ("yes", "no")]
    results = [
        types.PollAnswerVoters(chosen=True, option=b"yes", voters=3),
        types.PollAnswerVoters(option=b"no", voters=1),
    ]
    media = types.MessageMediaPoll(
        poll=types.Poll(id=1, question=_text("Tea?"), answers=answers, closed=True, hash=0),
        results=types.PollResults(results=results, total_voters=4),
    )
    assert words.media(media) == "☰ Poll: Tea?"
    assert words.poll(media) == ["◉ yes  ████████ 75%", "○ no  ██ 25%", "4 votes, closed"]


def _text(text):
    return types.TextWithEntities(text=text, entities=[])


def test_a_download_takes_nobodys_place(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "a (2).txt").touch()
    assert free_path(tmp_path, "a.txt").name == "a (3).txt"
    assert progress(512, 1024) == "[██████░░░░░░] 50% of 1.0 KiB"


def test_keys_are_named_as_people_read_them():
    assert [keys.named(key) for key in ("ctrl+t", "slash", "a,+", "alt+up")] == ["Ctrl+T", "/", "a, +", "Alt+Up"]


def test_blocks_are_told_in_words() -> None:
    blocks = [
        types.PageBlockHeading1(text=types.TextPlain(text="Report")),
        types.PageBlockParagraph(text=types.TextBold(text=types.TextPlain(text="done"))),
    ]
    content = types.RichMessage(blocks=blocks, photos=[], documents=[])
    message = types.Message(id=1, peer_id=types.PeerUser(user_id=7), date=2, message="", rich_message=content)
    assert words.written(message).text == "Report\ndone"
