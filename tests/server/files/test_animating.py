"""Animated GIF becomes MP4 without sound (core.telegram.org/api/gifs)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image
from telethon import TelegramClient

from mtproto.tl import functions, types
from server.files import animating, recordings
from tests.server.client import Client
from tests.server.files.uploading import attribute, get, input_document, location, made, picture
from tests.server.harness import Harness
from tests.server.people import ALICE

COLORS = ("red", "lime", "blue")
SEEN = ((255, 0, 0), (0, 255, 0), (0, 0, 255))


def gif(width: int = 65, height: int = 40, durations: tuple[int, ...] = (200, 0, 700), **fields: Any) -> io.BytesIO:
    """A frame of each colour; what is shown for no time is shown for a tenth of a second."""
    frames = [Image.new("RGB", (width, height), color) for color in COLORS[: len(durations)]]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0, **fields)
    out.seek(0)
    out.name = "cat.gif"
    return out


def watched(video: bytes) -> list[tuple[float, tuple[int, ...]]]:
    """When each frame begins, and the colour of its middle."""
    with av.open(io.BytesIO(video)) as container:
        assert not container.streams.audio
        images = [(frame.time, frame.to_image()) for frame in container.decode(video=0)]
    return [(round(time, 3), image.getpixel((image.width // 2, image.height // 2))) for time, image in images]


async def whole(client: Client, document: types.Document) -> bytes:
    content: bytes = (await client(get(location(document), 0, 1 << 20))).bytes
    return content


async def test_a_gif_becomes_a_silent_video(harness: Harness) -> None:
    """Its frames, in their time; and what tells clients to play it in a loop."""
    alice = await harness.client(ALICE)
    name = types.DocumentAttributeFilename(file_name="cat.gif")
    size = types.DocumentAttributeImageSize(w=65, h=40)
    document = await made(alice, gif().getvalue(), "image/gif", name, size)
    assert document.mime_type == "video/mp4"
    video = attribute(document, types.DocumentAttributeVideo)
    assert (video.w, video.h, video.duration, video.nosound) == (64, 40, 1.0, True)
    assert attribute(document, types.DocumentAttributeAnimated) is not None
    assert attribute(document, types.DocumentAttributeImageSize) is None
    assert attribute(document, types.DocumentAttributeFilename).file_name == "cat.gif.mp4"
    assert [one.type for one in document.thumbs] == ["i", "m"]
    content = await whole(alice, document)
    assert len(content) == document.size
    seen = watched(content)
    assert [time for time, _ in seen] == [0.0, 0.2, 0.3]
    for (_, color), wanted in zip(seen, SEEN, strict=True):
        assert all(abs(part - full) < 40 for part, full in zip(color, wanted, strict=True))
    assert content.index(b"moov") < content.index(b"mdat")  # it can be played before it is whole
    assert await alice(functions.messages.SaveGif(id=input_document(document), unsave=False))


async def test_what_can_be_seen_through_is_white(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    frames = [Image.new("RGBA", (40, 40), (0, 0, 0, 0)) for _ in range(2)]
    frames[1].paste((255, 0, 0, 255), (0, 0, 10, 10))
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, disposal=2)
    document = await made(alice, out.getvalue(), "image/gif")
    assert [min(color) > 230 for _, color in watched(await whole(alice, document))] == [True, True]


@pytest.mark.parametrize("what", ["still", "file", "broken", "without the extra"])
async def test_what_stays_a_gif(harness: Harness, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """A picture, what the client wants as a file, what cannot be read to its end; and all of them without PyAV."""
    alice = await harness.client(ALICE)
    fields, data = {}, gif().getvalue()
    match what:
        case "still":
            data = gif(durations=(100,)).getvalue()
        case "file":
            fields = {"force_file": True}
        case "broken":
            data = data[: len(data) // 2]
        case _:
            monkeypatch.setattr(recordings, "available", lambda: False)
    document = await made(alice, data, "image/gif", **fields)
    assert (document.mime_type, await whole(alice, document)) == ("image/gif", data)


def test_more_than_is_worth_drawing_is_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged by the header and the number of frames, before anything is written; and what is no GIF at all."""
    source, target = tmp_path / "in.gif", tmp_path / "out.mp4"
    source.write_bytes(gif(1_000, 400).getvalue())
    monkeypatch.setattr(animating, "MAX_DRAWN", 3 * 1_000 * 400 - 1)
    with pytest.raises(ValueError, match="too large"):
        animating.convert(str(source), str(target))
    source.write_bytes(picture(50, 50).getvalue())
    with pytest.raises(ValueError, match="no animation"):
        animating.convert(str(source), str(target))
    source.write_bytes(gif(1, 40).getvalue())
    with pytest.raises(ValueError, match="narrow"):
        animating.convert(str(source), str(target))
    assert not target.exists()


async def test_telethon_sends_a_gif(telethon: TelegramClient) -> None:
    message = await telethon.send_file("me", gif())
    assert (message.gif is not None, message.file.mime_type, message.file.name) == (True, "video/mp4", "cat.gif.mp4")
    assert (message.file.width, message.file.height, message.file.duration) == (64, 40, 1.0)
    assert len(watched(await telethon.download_media(message, bytes))) == 3
