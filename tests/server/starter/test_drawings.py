"""What the starter pack draws, judged by rlottie, the player of Telegram's own clients, and by Pillow."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from PIL import Image
from rlottie_python import LottieAnimation

from server.starter.reactions import EMOJI, STATIC_ICON, drawings
from server.starter.semaphore import SIGNALS, Signal, draw
from server.stickers.formats import MAX_ANIMATED, is_animation


def frames(data: bytes) -> list[Image.Image]:
    """An animation, played."""
    animation = LottieAnimation.from_data(gzip.decompress(data).decode())
    return [
        animation.render_pillow_frame(frame_num=number, width=64, height=64)
        for number in range(0, animation.lottie_animation_get_totalframe(), 6)
    ]


def check(data: bytes) -> None:
    """Within the bounds of animated stickers (core.telegram.org/stickers), visible, and moving."""
    assert is_animation(data)
    assert len(data) <= MAX_ANIMATED
    animation = json.loads(gzip.decompress(data))
    assert animation["fr"] == 60
    assert animation["op"] <= 180
    played = frames(data)
    assert any(frame.getbbox() is not None for frame in played)
    assert len({frame.tobytes() for frame in played}) > 2


@pytest.mark.parametrize("emoji", EMOJI[:4])
def test_every_animation_of_a_reaction_plays(emoji: str) -> None:
    for role, drawing in drawings(emoji).items():
        if role != STATIC_ICON:
            check(drawing())


@pytest.mark.parametrize("emoji", EMOJI)
def test_each_reaction_looks_like_itself(emoji: str) -> None:
    """Its animation shows what its icon shows, and both stay inside the picture."""
    icon = Image.open(io.BytesIO(drawings(emoji)[STATIC_ICON]()))
    assert (icon.format, icon.size, icon.mode) == ("WEBP", (100, 100), "RGBA")
    shown = frames(drawings(emoji)["activate_animation"]())[-1].resize((100, 100))
    for picture in (icon, shown):
        covered = sum(picture.getchannel("A").histogram()[128:])
        assert 700 < covered < 9_000
    difference = sum(abs(a - b) for a, b in zip(_coarse(icon), _coarse(shown), strict=True)) / 64
    assert difference < 24


def _coarse(picture: Image.Image) -> bytes:
    """How much of each field of a chessboard a picture covers."""
    return picture.getchannel("A").resize((8, 8), Image.Resampling.BOX).tobytes()


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.keywords.split(",")[0])
def test_each_signal_plays_inside_its_picture(signal: Signal) -> None:
    data = draw(signal)
    check(data)
    for frame in frames(data):
        edges = frame.getchannel("A").copy()
        edges.paste(0, (1, 1, 63, 63))
        assert edges.getbbox() is None


def test_signals_differ() -> None:
    assert len({(one.regulator, one.left, one.right) for one in SIGNALS}) == len(SIGNALS)
    assert len({draw(one) for one in SIGNALS}) == len(SIGNALS)
