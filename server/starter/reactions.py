"""The reactions of the starter pack, and what every client wants to show of each.

(core.telegram.org/constructor/availableReaction)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from server.starter.animation import Motion, Part, animated, sparks
from server.starter.faces import FACES
from server.starter.shapes import CENTER, Figure
from server.starter.still import picture
from server.starter.symbols import SYMBOLS

Draw = Callable[[], bytes]

_FIRST = ("👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🙏", "👌")

_DRAWN: Mapping[str, tuple[str, Figure]] = {**SYMBOLS, **FACES}

FIGURES: Mapping[str, Figure] = {emoji: figure for emoji, (_, figure) in _DRAWN.items()}
"""What each reaction looks like."""

EMOJI = tuple(dict.fromkeys([*_FIRST, *_DRAWN]))
"""What one may react with, in the order in which clients offer it."""

ICON_SIDE = 100

STATIC_ICON = "static_icon"
"""The role of a still picture; the other roles are animations."""

_APPEAR = Motion(size=((0, 0.0), (16, 112.0), (24, 96.0), (30, 100.0)))
_SELECT = Motion(angle=((0, 0.0), (12, -9.0), (30, 9.0), (48, -5.0), (60, 0.0)))
_ACTIVATE = Motion(
    size=((0, 60.0), (14, 118.0), (30, 94.0), (44, 106.0), (60, 100.0), (90, 100.0)),
    away=((0, (0.0, 0.0)), (14, (0.0, -26.0)), (30, (0.0, 6.0)), (44, (0.0, 0.0))),
)

_SPARK_COLORS = ((0xF6C445, 0xF08A24, 0xFFFFFF), (0xE8577E, 0xD8334A, 0xF6C445), (0x4C8FE0, 0x8C6BD8, 0x4FB06D))


def title(emoji: str) -> str:
    """What a reaction is called."""
    return _DRAWN[emoji][0]


def drawings(emoji: str) -> dict[str, Draw]:
    """How to draw what a reaction shows, by role."""
    figure = FIGURES[emoji]
    whole = partial(_whole, figure)
    colors = _SPARK_COLORS[EMOJI.index(emoji) % len(_SPARK_COLORS)]
    return {
        STATIC_ICON: partial(picture, figure, ICON_SIDE),
        "appear_animation": partial(whole, _APPEAR, 30),
        "select_animation": partial(whole, _SELECT, 60),
        "activate_animation": partial(whole, _ACTIVATE, 90),
        "effect_animation": partial(sparks, colors, count=24, reach=0.94 * CENTER, frames=80),
        "around_animation": partial(sparks, colors, count=10, reach=0.6 * CENTER, frames=50),
        "center_icon": partial(whole, _SELECT, 60),
    }


def _whole(figure: Figure, motion: Motion, frames: int) -> bytes:
    return animated((Part(figure, motion),), frames)
