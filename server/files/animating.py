"""Animated GIF made MP4 without sound, which is what clients show as an animation (core.telegram.org/api/gifs).

Runs in the worker for recordings. Pillow reads the frames and PyAV, the optional extra `av`, writes them as H.264.
What there is to draw is bounded by the number and size of the frames before any of them is drawn, memory and time by
the worker. Raises ValueError for what is no GIF, does not move, is too large, or cannot be written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from PIL import Image, ImageSequence

from server.files import images

if TYPE_CHECKING:  # an optional extra, imported where it is used
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

MAX_DRAWN = 1_000_000_000
"""Pixels of all frames together: half a minute of 1280 x 720 at 36 frames a second."""

SMALL = 64 * 64
"""Pixels that a frame counts for at least: to write a tiny one is work, too."""

MAX_BYTES = 10 * 1024 * 1024
"""Of the video; noise grows."""

MILLISECOND = Fraction(1, 1000)

SHORTEST, USUAL = 20, 100
"""Milliseconds: a frame that is said to be shown for less than the shortest time is shown for the usual one, as
browsers do."""

_OPTIONS = {"preset": "veryfast", "crf": "23", "bf": "0", "threads": "1"}
_BEGINS_AT_ONCE = {"movflags": "faststart"}
"""The index stands in front, so that it can be played while it is being loaded."""


def convert(gif: str, mp4: str) -> None:
    """Write a video of the same pictures.

    Args:
        gif: The path of the GIF.
        mp4: The path where the video goes.
    """
    with open(gif, "rb") as file:
        data = file.read()
    with images.checked(data) as picture:
        try:
            _write(picture, mp4)
        except ValueError:
            raise
        except Exception as error:  # Pillow raises a dozen kinds for broken files, PyAV some more
            raise ValueError("broken animation") from error
    if os.path.getsize(mp4) > MAX_BYTES:
        raise ValueError("a video larger than the animation is worth")


def _write(picture: Image.Image, mp4: str) -> None:
    import av  # the worker alone needs it

    frames = getattr(picture, "n_frames", 1)
    if picture.format != "GIF" or frames < 2 or frames * max(picture.width * picture.height, SMALL) > MAX_DRAWN:
        raise ValueError("no animation, or too large a one")
    width, height = picture.width & ~1, picture.height & ~1  # as this form of H.264 has them
    if not width or not height:
        raise ValueError("too narrow")
    shown: dict[int, int] = {}
    with av.open(mp4, "w", format="mp4", options=_BEGINS_AT_ONCE) as out:
        stream = out.add_stream("libx264", rate=Fraction(1000, USUAL), options=_OPTIONS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = MILLISECOND
        for start, milliseconds, drawn in _drawn(picture):
            shown[start] = milliseconds
            frame = av.VideoFrame.from_image(drawn.crop((0, 0, width, height)))  # type: ignore[no-untyped-call]  # PyAV has no type for it
            frame.pts, frame.time_base = start, MILLISECOND
            _mux(out, stream.encode(frame), shown)
        _mux(out, stream.encode(None), shown)


def _mux(out: OutputContainer, packets: Iterable[Packet[VideoStream]], shown: Mapping[int, int]) -> None:
    """Write what was encoded, with the durations of the frames: the last one's is known from nothing else."""
    for packet in packets:
        packet.duration = shown[packet.pts or 0]
        out.mux(packet)


def _drawn(picture: Image.Image) -> Iterator[tuple[int, int, Image.Image]]:
    """Each frame on white, in RGB: when it begins, and for how many milliseconds it is shown."""
    ground = Image.new("RGBA", picture.size, "white")
    start = 0
    for frame in ImageSequence.Iterator(picture):
        said = int(frame.info.get("duration", 0))
        milliseconds = said if said >= SHORTEST else USUAL
        yield start, milliseconds, Image.alpha_composite(ground, frame.convert("RGBA")).convert("RGB")
        start += milliseconds
