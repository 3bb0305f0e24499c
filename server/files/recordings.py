"""Sound and video: what they say of themselves, one picture, the waveform. Runs in the worker for recordings.

PyAV, the optional extra `av`, reads them. Files come from anyone, so a container is opened as the one format that its
first bytes show, from one open file: there is no playlist or reference in it that would lead to another file or to an
address. Size is bounded before anything is decoded, memory and time by the worker. Raises ValueError for what cannot
be read.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from PIL import Image

from server.files import images
from server.files.images import Made

if TYPE_CHECKING:  # an optional extra, imported where it is used
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

FORMATS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "audio/mp4": "mov",
    "audio/x-m4a": "mov",
    "video/webm": "matroska",
    "audio/webm": "matroska",
    "video/x-matroska": "matroska",
    "audio/ogg": "ogg",
    "video/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/aac": "aac",
}
"""Types that are looked into, and the name of the demuxer."""

MAX_PIXELS = 36_000_000
"""Of one frame."""

SAMPLES = 100
"""Bars of a waveform, five bits each (core.telegram.org/constructor/documentAttributeAudio)."""

RATE = 8_000
STEP = RATE // 100
"""Samples of sound under one peak, before peaks are put together to bars."""

MAX_HEARD = 3_600
"""Seconds of a voice message that its waveform is made of."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a recording says. Sizes are pixels as shown, `duration` seconds; 0 and "" where it does not say."""

    duration: float
    width: int = 0
    height: int = 0
    codec: str = ""
    sounds: bool = False
    title: str = ""
    performer: str = ""
    waveform: bytes = b""
    previews: tuple[Made, ...] = ()
    stripped: bytes = b""


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("av") is not None


def examine(
    path: str,
    mime_type: str,
    sizes: tuple[tuple[str, int], ...] = (),
    at: float = 0.0,
    square: bool = False,
    waveform: bool = False,
) -> Facts:
    """Look into a recording.

    Args:
        path: Where it lies.
        mime_type: A key of `FORMATS`.
        sizes: The boxes of the pictures wanted (`images.make_sizes`); none: no picture.
        at: Seconds into the video where the picture is taken.
        square: Cut the picture to a square.
        waveform: Make a waveform of the sound.
    """
    with _opened(path, mime_type) as container:
        return _read(container, sizes, at, square, waveform)


def first_picture(path: str) -> bytes:
    """The first frame of a sticker that moves, a WebM video, as PNG with what of it can be seen through."""
    with _opened(path, "video/webm") as container:
        frame = _seen_through(container)
        rgba = frame.reformat(format="rgba")
        plane = rgba.planes[0]
        picture = Image.frombytes("RGBA", (rgba.width, rgba.height), bytes(plane), "raw", "RGBA", plane.line_size, 1)
        file = io.BytesIO()
        picture.save(file, "PNG")
        return file.getvalue()


@contextmanager
def _opened(path: str, mime_type: str) -> Iterator[InputContainer]:
    import av  # the worker alone needs it

    try:
        with (
            open(path, "rb") as file,
            av.open(file, "r", format=FORMATS[mime_type], metadata_errors="replace") as container,
        ):
            yield container
    except (av.FFmpegError, EOFError, OverflowError, IndexError) as error:
        raise ValueError("no recording") from error


def _seen_through(container: InputContainer) -> VideoFrame:
    """The first frame by the decoder of libvpx: FFmpeg's own leaves the alpha channel of VP9 out."""
    from av import VideoCodecContext

    video = next(iter(container.streams.video), None)
    if video is None or video.codec_context.name != "vp9":
        raise ValueError("no sticker")
    decoder = VideoCodecContext.create("libvpx-vp9", "r")
    decoder.options = {"max_pixels": str(MAX_PIXELS)}
    decoder.thread_count = 1
    for packet in container.demux(video):
        for frame in decoder.decode(packet):
            return frame
    raise ValueError("no frame")


def _read(
    container: InputContainer, sizes: tuple[tuple[str, int], ...], at: float, square: bool, waveform: bool
) -> Facts:
    import av

    video = next((one for one in container.streams.video if not _is_cover(one)), None)
    audio = next(iter(container.streams.audio), None)
    if video is None and audio is None:
        raise ValueError("neither sound nor pictures")
    seconds = (container.duration or 0) / av.time_base
    tags = {**(audio.metadata if audio is not None else {}), **container.metadata}
    facts: dict[str, Any] = {
        "duration": seconds if math.isfinite(seconds) and seconds > 0 else 0.0,
        "sounds": audio is not None,
        "title": tags.get("title", tags.get("TITLE", "")),
        "performer": tags.get("artist", tags.get("ARTIST", "")),
    }
    if video is not None:
        facts |= _look(container, video, sizes, at, square)
    elif sizes:
        facts |= _cover(container, sizes, square)
    if audio is not None and waveform:
        facts["waveform"] = pack(bars(list(_peaks(container, audio))))
    return Facts(**facts)


def _cover(container: InputContainer, sizes: tuple[tuple[str, int], ...], square: bool) -> dict[str, Any]:
    """Pictures of the one that is attached to sound, if there is one that can be read."""
    attached = next(iter(container.streams.video), None)
    packet = next(container.demux(attached), None) if attached is not None else None
    if packet is None:
        return {}
    try:
        made, stripped = images.make_sizes(bytes(packet), sizes, square)
    except ValueError:
        return {}
    return {"previews": tuple(made), "stripped": stripped}


def _is_cover(stream: VideoStream) -> bool:
    """A picture that is attached to sound."""
    from av.stream import Disposition

    return Disposition.attached_pic in stream.disposition


def _look(
    container: InputContainer, video: VideoStream, sizes: tuple[tuple[str, int], ...], at: float, square: bool
) -> dict[str, Any]:
    """The size of a video as it is shown, its codec, and pictures of one frame."""
    context = video.codec_context
    if not 0 < context.width * context.height <= MAX_PIXELS:
        raise ValueError("too large")
    context.options = {"max_pixels": str(MAX_PIXELS)}  # whatever the stream says later on
    context.thread_count = 1
    frame = _frame(container, video, at)
    turned = frame.rotation % 180 == 90
    width, height = (frame.height, frame.width) if turned else (frame.width, frame.height)
    found: dict[str, Any] = {"width": width, "height": height, "codec": context.name}
    if sizes:
        picture = frame.to_image().convert("RGB")  # type: ignore[no-untyped-call]  # PyAV has no type for it
        if frame.rotation:
            picture = picture.rotate(frame.rotation, expand=True)
        made, stripped = images.sizes_of(picture, sizes, square)
        found |= {"previews": tuple(made), "stripped": stripped}
    return found


def _frame(container: InputContainer, video: VideoStream, at: float) -> VideoFrame:
    """The frame shown at a time, or the first."""
    first = None
    if at > 0 and video.time_base is not None:
        container.seek(int(at / video.time_base), stream=video)
    for frame in container.decode(video):
        first = first or frame
        if frame.time is None or frame.time >= at:
            return frame
    if first is None:
        raise ValueError("no frame")
    return first


def _peaks(container: InputContainer, audio: AudioStream) -> Iterator[int]:
    """How loud each hundredth of a second is, 0 to 32,768."""
    from av import AudioResampler

    container.seek(0)
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    rest = memoryview(b"").cast("h")
    left = MAX_HEARD * RATE
    for frame in container.decode(audio):
        for part in resampler.resample(frame):
            fresh = memoryview(bytes(part.planes[0])[: part.samples * 2]).cast("h")
            heard = memoryview(bytes(rest) + bytes(fresh)).cast("h")
            whole = len(heard) - len(heard) % STEP
            yield from (_loudest(heard[start : start + STEP]) for start in range(0, whole, STEP))
            rest = heard[whole:]
            left -= part.samples
        if left <= 0:
            return


def _loudest(samples: memoryview[int]) -> int:
    return max(max(samples), -min(samples))


def bars(peaks: list[int]) -> list[int]:
    """Peaks put together to `SAMPLES` bars of 0 to 31, the loudest of them 31."""
    if not peaks:
        return [0] * SAMPLES
    edges = [len(peaks) * bar // SAMPLES for bar in range(SAMPLES + 1)]
    loudness = [max(peaks[edges[bar] : max(edges[bar + 1], edges[bar] + 1)]) for bar in range(SAMPLES)]
    loudest = max(loudness) or 1
    return [one * 31 // loudest for one in loudness]


def pack(values: list[int]) -> bytes:
    """Five bits of each value, the first in the lowest bits: 100 of them are 63 bytes."""
    bits = 0
    for place, value in enumerate(values):
        bits |= (value & 31) << (5 * place)
    return bits.to_bytes((5 * len(values) + 7) // 8, "little")
