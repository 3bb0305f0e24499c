"""A set of stickers: a tower of Claude Chappe's optical telegraph, which signals with its arms what people write.

A beam, the regulator, turns on a mast, and at each of its ends an arm, the indicator. In each sticker they swing from
rest to a signal of their own and back, and what is meant appears beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.starter.animation import Motion, Part, Track, animated
from server.starter.reactions import FIGURES
from server.starter.shapes import Figure, arc, disc, line, outline, scaled

SHORT_NAME = "chappe_semaphore"
TITLE = "Chappe's Semaphore"

FRAMES = 150
"""Two seconds and a half."""

WOOD, IRON, STONE, ROOF, MEADOW = 0x7A4A2B, 0x30343F, 0xD9CBB2, 0xB5533C, 0x6FA85B

_AXLE = (256.0, 198.0)
_LEFT_END, _RIGHT_END = (154.0, 198.0), (358.0, 198.0)


@dataclass(frozen=True, slots=True)
class Signal:
    """One sticker: the angles of the regulator and its indicators at the signal, in degrees; the colour of the sky."""

    emoji: str
    keywords: str
    regulator: float
    left: float
    right: float
    sky: int
    waves: bool = False
    """Whether the indicators go on waving while the signal stands."""


SIGNALS = (
    Signal("👋", "hello,hi,welcome", 0, 135, -135, 0xBFE3F7, waves=True),
    Signal("👍", "yes,good,agreed", -45, 45, 135, 0xCDEBC5),
    Signal("👎", "no,bad", 45, -45, -135, 0xE3D3D0),
    Signal("❤", "love,heart", 0, 45, -45, 0xF9D3DC),
    Signal("🤣", "laughing,funny", 30, 90, 90, 0xFCEBB6, waves=True),
    Signal("😢", "sad,crying", 0, -60, 60, 0xB7C4D6),
    Signal("🤔", "thinking,question,why", -60, 90, 0, 0xE2DAF2),
    Signal("🎉", "party,congratulations", 90, 90, -90, 0xFBDDF0, waves=True),
    Signal("🔥", "fire,hot,great", 45, 135, 45, 0xFCD2B0),
    Signal("🙏", "thanks,please", 90, 180, 180, 0xD8EFEA),
)


def draw(signal: Signal) -> bytes:
    """The sticker of a signal."""
    sign = FIGURES.get(signal.emoji, FIGURES["👏"])
    return animated(
        (
            Part(scaled(sign, 0.26, 424, 402), Motion(size=_appearing), pivot=(424, 402)),
            Part(_indicator(*_LEFT_END, 1), _swing(signal.left, signal), _LEFT_END, carrier=3),
            Part(_indicator(*_RIGHT_END, -1), _swing(signal.right, signal), _RIGHT_END, carrier=3),
            Part(_REGULATOR, Motion(angle=_there_and_back(signal.regulator)), _AXLE),
            Part(_TOWER),
            Part((disc(256, 268, 232, signal.sky), outline(arc(256, 268, 232, 232, 28, 152), MEADOW))),
        ),
        FRAMES,
    )


_appearing: Track = ((0, 0.0), (36, 0.0), (52, 118.0), (60, 100.0), (126, 100.0), (140, 0.0), (FRAMES, 0.0))


def _there_and_back(angle: float) -> Track:
    return ((0, 0.0), (36, angle), (120, angle), (FRAMES, 0.0))


def _swing(angle: float, signal: Signal) -> Motion:
    if not signal.waves:
        return Motion(angle=_there_and_back(angle))
    beats = [(frame, angle + (24.0 if beat % 2 else -24.0)) for beat, frame in enumerate(range(36, 120, 14))]
    return Motion(angle=((0, 0.0), *beats, (120, angle), (FRAMES, 0.0)))


def _indicator(x: float, y: float, inwards: int) -> Figure:
    """An arm that lies along the regulator at rest, with its counterweight beyond the axle."""
    return (
        line([(x - 30 * inwards, y), (x, y)], 9, IRON),
        line([(x, y), (x + 76 * inwards, y)], 20, IRON),
        disc(x, y, 12, ROOF),
    )


_REGULATOR: Figure = (line([_LEFT_END, _RIGHT_END], 26, WOOD), disc(*_AXLE, 17, ROOF))

_TOWER: Figure = (
    line([_AXLE, (256, 330)], 22, WOOD),
    outline([(176, 330), (256, 286), (336, 330)], ROOF),
    outline([(190, 330), (322, 330), (338, 476), (174, 476)], STONE),
    outline([(238, 476), (238, 424), *arc(256, 424, 18, 22, 180, 360), (274, 476)], WOOD),
    disc(256, 366, 16, IRON),
)
