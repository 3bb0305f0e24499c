"""Sound and video made for tests, by the same library that Telegram clients' files come from in the end: FFmpeg."""

import io
import math
from array import array

import av
from PIL import Image

RATE = 16_000


def video(
    width: int = 320,
    height: int = 240,
    frames: int = 30,
    *,
    sound: bool = True,
    container: str = "mp4",
    codec: str = "",
) -> bytes:
    """A video of 15 frames a second whose picture brightens."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec or "libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        audio = file.add_stream("aac", rate=RATE) if sound else None
        for number in range(frames):
            frame = av.VideoFrame(width, height, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([16 + number * 4 % 200]) * plane.buffer_size)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
        if audio is not None:
            for frame in tone(frames / 15, 0.5):
                file.mux(audio.encode(frame))
            file.mux(audio.encode(None))
    return out.getvalue()


def cover(picture: bytes) -> bytes:
    """What stands before an MP3 with a picture on its front: a tag of ID3v2.3 (id3.org/id3v2.3.0)."""
    data = b"\0image/jpeg\0\x03\0" + picture
    frame = b"APIC" + len(data).to_bytes(4, "big") + b"\0\0" + data
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frame


def sticker(side: int = 512) -> bytes:
    """A WebM sticker of two frames: a black square whose rim can be seen through."""
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (side // 4, side // 4, side * 3 // 4, side * 3 // 4))
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as file:
        stream = file.add_stream("libvpx-vp9", rate=30, options={"deadline": "realtime", "cpu-used": "8"})
        stream.width, stream.height, stream.pix_fmt = side, side, "yuva420p"
        for _ in range(2):
            frame = av.VideoFrame(side, side, "rgba")
            frame.planes[0].update(picture.tobytes())
            file.mux(stream.encode(frame.reformat(format="yuva420p")))
        file.mux(stream.encode(None))
    return out.getvalue()


def sound(
    seconds: float = 2.0, container: str = "ogg", codec: str = "libopus", *, tags: dict[str, str] | None = None
) -> bytes:
    """A tone: silent at first, loud in the end."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=RATE)
        file.metadata.update(tags or {})
        for frame in tone(seconds, 0.9):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def tone(seconds: float, loudness: float) -> list[av.AudioFrame]:
    """320 samples at a time, as every encoder can take them after buffering."""
    total = int(seconds * RATE)
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE, frame_size=960)
    made = []
    for start in range(0, total, 320):
        wave = (
            int(32_000 * loudness * at / total * math.sin(at * math.tau * 440 / RATE))
            for at in range(start, start + 320)
        )
        frame = av.AudioFrame(format="s16", layout="mono", samples=320)
        frame.rate, frame.pts = RATE, start
        frame.planes[0].update(array("h", wave).tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        made += resampler.resample(frame)
    return made
