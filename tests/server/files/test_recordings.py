"""Sound and video: what is read from them, what is left to the client, and what is refused."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from telethon import TelegramClient, utils

from mtproto.tl import types
from server.files import recordings
from tests.server.files.recording import cover, sound, video
from tests.server.files.uploading import attribute, get, location, made, picture
from tests.server.harness import Harness
from tests.server.people import ALICE


async def test_a_video_speaks_for_itself(harness: Harness) -> None:
    """Size, duration, codec and a preview, where the client said nothing."""
    alice = await harness.client(ALICE)
    document = await made(alice, video(640, 360, 30), "video/mp4")
    read = attribute(document, types.DocumentAttributeVideo)
    assert (read.w, read.h, read.duration, read.video_codec, read.nosound) == (640, 360, 2.0, "h264", False)
    assert attribute(document, types.DocumentAttributeAnimated) is None
    stripped, preview = document.thumbs
    assert (stripped.type, preview.type, preview.w, preview.h) == ("i", "m", 320, 180)
    picture = await alice(get(location(document, thumb_size="m"), 0, 65_536))
    assert Image.open(io.BytesIO(picture.bytes)).size == (320, 180)


async def test_a_client_is_believed_where_it_said_something(harness: Harness) -> None:
    """Its size and duration stay, also those of a round video; numbers that are none count as nothing, and so does what
    Telethon says where it has not looked."""
    alice = await harness.client(ALICE)
    said = types.DocumentAttributeVideo(w=200, h=200, duration=1.5, round_message=True)
    read = attribute(await made(alice, video(), "video/mp4", said), types.DocumentAttributeVideo)
    assert (read.w, read.h, read.duration, read.round_message) == (200, 200, 1.5, True)
    nothing = types.DocumentAttributeVideo(w=7, h=0, duration=float("nan"), video_start_ts=float("inf"))
    for said in (nothing, types.DocumentAttributeVideo(w=1, h=1, duration=0)):
        read = attribute(await made(alice, video(), "video/mp4", said), types.DocumentAttributeVideo)
        assert (read.w, read.h, read.duration, read.video_start_ts) == (320, 240, 2.0, None)


@pytest.mark.parametrize(
    ("fields", "animated", "shown"),
    [({}, True, True), ({"nosound_video": True}, False, True), ({"force_file": True}, False, False)],
    ids=["plain", "nosound_video", "force_file"],
)
async def test_a_video_without_sound_is_an_animation(
    harness: Harness, fields: dict[str, bool], animated: bool, shown: bool
) -> None:
    """Unless the client wants a video, or a plain file."""
    alice = await harness.client(ALICE)
    document = await made(alice, video(sound=False), "video/mp4", **fields)
    assert (attribute(document, types.DocumentAttributeAnimated) is not None) is animated
    read = attribute(document, types.DocumentAttributeVideo)
    assert (read is not None) is shown
    assert read is None or read.nosound


async def test_a_voice_message_gets_its_waveform(harness: Harness) -> None:
    """100 bars of five bits, as Telethon unpacks them: from silence to the loudest. A given one stays."""
    alice = await harness.client(ALICE)
    voice = types.DocumentAttributeAudio(duration=0, voice=True)
    read = attribute(await made(alice, sound(), "audio/ogg", voice), types.DocumentAttributeAudio)
    bars = list(utils.decode_waveform(read.waveform))[:99]  # Telethon misreads the last
    assert (len(read.waveform), read.duration, bars[0]) == (63, 2, 0)
    assert bars[98] >= 29
    assert all(later >= earlier - 1 for earlier, later in pairwise(bars))
    given = types.DocumentAttributeAudio(duration=9, voice=True, waveform=b"\x01\x02")
    read = attribute(await made(alice, sound(), "audio/ogg", given), types.DocumentAttributeAudio)
    assert (read.duration, read.waveform) == (9, b"\x01\x02")


async def test_a_song_says_who_sings(harness: Harness) -> None:
    """Title and performer come from its tags; what is no voice message has no waveform."""
    alice = await harness.client(ALICE)
    song = sound(3.0, "mp3", "libmp3lame", tags={"title": "Ode", "artist": "Ludwig"})
    read = attribute(await made(alice, song, "audio/mpeg"), types.DocumentAttributeAudio)
    assert (read.title, read.performer, read.duration, read.waveform, read.voice) == ("Ode", "Ludwig", 3, None, False)


async def test_the_cover_of_a_song_is_its_preview(harness: Harness) -> None:
    """Unless the client sent one, or nobody can read it: then the rest is still told."""
    alice = await harness.client(ALICE)
    song = sound(1.0, "mp3", "libmp3lame", tags={"title": "Ode"})
    for front, sizes in ((picture(600, 600).getvalue(), [("m", 320, 320)]), (b"\xff\xd8\xff no picture", None)):
        document = await made(alice, cover(front) + song, "audio/mpeg")
        assert attribute(document, types.DocumentAttributeVideo) is None
        assert attribute(document, types.DocumentAttributeAudio).title == "Ode"
        shown = [one for one in document.thumbs or () if isinstance(one, types.PhotoSize)]
        assert ([(one.type, one.w, one.h) for one in shown] or None) == sizes


async def test_what_cannot_be_read_is_still_a_document(harness: Harness) -> None:
    """Cut, garbled, or no video at all: it is kept as it is and the server goes on."""
    alice = await harness.client(ALICE)
    whole = video()
    for data in (whole[:600], whole[:40] + bytes(len(whole) - 40), b"\0\0\0\x18ftypmp42" + bytes(64)):
        document = await made(alice, data, "video/mp4")
        assert (document.mime_type, document.thumbs, document.size) == ("video/mp4", None, len(data))
    assert attribute(await made(alice, whole, "video/mp4"), types.DocumentAttributeVideo) is not None


def test_a_bomb_is_not_decoded(tmp_path: Path) -> None:
    """Nine kilobytes that would be a frame of 40 million pixels are refused by what their header says."""
    path = tmp_path / "bomb.mp4"
    path.write_bytes(video(8_000, 5_000, 1, sound=False))
    assert path.stat().st_size < 10_000
    with pytest.raises(ValueError, match="too large"):
        recordings.examine(str(path), "video/mp4")


def test_a_playlist_leads_nowhere(tmp_path: Path) -> None:
    """What names other files is opened as what it is said to be, and nothing of the others is found."""
    other = tmp_path / "other.ts"
    other.write_bytes(video(container="mpegts"))
    path = tmp_path / "playlist.mp4"
    path.write_text(f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile://{other}\n#EXT-X-ENDLIST\n")
    for mime_type in recordings.FORMATS:
        try:
            facts = recordings.examine(str(path), mime_type, ((("m", 320)),), waveform=True)
        except ValueError:
            continue
        assert (facts.width, facts.previews, facts.waveform.strip(b"\0")) == (0, (), b"")


def test_a_waveform_of_any_length() -> None:
    """Fewer peaks than bars, none, or silence."""
    assert recordings.bars([]) == [0] * 100
    assert recordings.bars([0] * 7) == [0] * 100
    assert set(recordings.bars([5])) == {31}
    values = [at % 32 for at in range(100)]
    assert list(utils.decode_waveform(recordings.pack(values)))[:99] == values[:99]


async def test_telethon_sends_a_video_and_a_voice_message(telethon: TelegramClient) -> None:
    """What other clients see of them."""
    file = io.BytesIO(video(640, 360))
    file.name = "clip.mp4"
    message = await telethon.send_file("me", file, supports_streaming=True)
    assert message.video is not None
    assert await telethon.download_media(message, bytes) == file.getvalue()
    file = io.BytesIO(sound())
    file.name = "voice.ogg"
    message = await telethon.send_file("me", file, voice_note=True)
    assert message.voice is not None
    assert message.file.duration == 2
    assert await telethon.download_media(message, bytes) == file.getvalue()
