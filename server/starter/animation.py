"""Animated stickers (.tgs): Lottie animations as Telegram's clients play them (core.telegram.org/stickers).

A figure becomes one layer, which moves as a whole and may carry others along, as an arm does a hand. Gzipped JSON, 60
frames a second, at most three seconds.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from server.starter.shapes import CENTER, SIDE, Ellipse, Figure, Line, Point, Shape, disc

FRAMES_PER_SECOND = 60

Json: TypeAlias = dict[str, Any]

Track: TypeAlias = Sequence[tuple[int, float]]
"""A value over time: (frame, value)."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How something moves: its size and opacity in percent, its angle in degrees, and how far it is from its place."""

    size: Track = ((0, 100.0),)
    angle: Track = ((0, 0.0),)
    opacity: Track = ((0, 100.0),)
    away: tuple[tuple[int, Point], ...] = ((0, (0.0, 0.0)),)


STILL = Motion()


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that moves as a whole around its pivot; `carrier` is the number of the part that carries it along."""

    figure: Figure
    motion: Motion = STILL
    pivot: Point = (CENTER, CENTER)
    carrier: int | None = None


def animated(parts: Sequence[Part], frames: int) -> bytes:
    """Parts that move, from front to back, for so many frames."""
    animation = {
        "tgs": 1,
        "v": "5.5.2",
        "fr": FRAMES_PER_SECOND,
        "ip": 0,
        "op": frames,
        "w": SIDE,
        "h": SIDE,
        "nm": "starter",
        "ddd": 0,
        "assets": [],
        "layers": [_layer(number, part, frames) for number, part in enumerate(parts)],
    }
    # Without a time in it: the same parts are the same content.
    return gzip.compress(json.dumps(animation, separators=(",", ":")).encode(), mtime=0)


def sparks(colors: Sequence[int], *, count: int, reach: float, frames: int) -> bytes:
    """Sparks that fly from the middle outwards and go out."""
    glow = ((0, 0.0), (frames // 6, 100.0), (frames * 2 // 3, 100.0), (frames, 0.0))
    parts = []
    for number in range(count):
        angle = 2 * math.pi * number / count
        far = reach * (1.0 if number % 2 else 0.7)
        end = (far * math.cos(angle), far * math.sin(angle))
        spark = disc(CENTER, CENTER, 14 if number % 2 else 9, colors[number % len(colors)])
        parts.append(Part((spark,), Motion(opacity=glow, away=((0, (0.0, 0.0)), (frames, end)))))
    return animated(parts, frames)


def _layer(number: int, part: Part, frames: int) -> Json:
    motion, (x, y) = part.motion, part.pivot
    carried = {} if part.carrier is None else {"parent": 1 + part.carrier}
    return {
        **carried,
        "ind": 1 + number,
        "ty": 4,
        "ddd": 0,
        "sr": 1,
        "ao": 0,
        "bm": 0,
        "st": 0,
        "ip": 0,
        "op": frames,
        "ks": {
            "a": _still([x, y, 0]),
            "p": _track([(frame, [x + across, y + down, 0]) for frame, (across, down) in motion.away]),
            "s": _track([(frame, [size, size, 100]) for frame, size in motion.size]),
            "r": _track([(frame, [angle]) for frame, angle in motion.angle]),
            "o": _track([(frame, [opacity]) for frame, opacity in motion.opacity]),
        },
        "shapes": [_group(shape) for shape in reversed(part.figure)],  # the first is in front
    }


def _group(shape: Shape) -> Json:
    color = _still([*(round((shape.color >> shift & 0xFF) / 255, 3) for shift in (16, 8, 0)), 1])
    paint: Json = {"ty": "fl", "c": color, "o": _still(100), "r": 1}
    if isinstance(shape, Ellipse):
        form: Json = {"ty": "el", "d": 1, "p": _still([shape.x, shape.y]), "s": _still([2 * shape.rx, 2 * shape.ry])}
    else:
        corners = [[round(x, 1), round(y, 1)] for x, y in shape.points]
        straight = [[0, 0]] * len(corners)
        closed = not isinstance(shape, Line)
        form = {"ty": "sh", "ks": _still({"i": straight, "o": straight, "v": corners, "c": closed})}
    if isinstance(shape, Line):
        paint = {"ty": "st", "c": color, "o": _still(100), "w": _still(shape.width), "lc": 2, "lj": 2}
    where = {"ty": "tr", "p": _still([0, 0]), "a": _still([0, 0]), "s": _still([100, 100])}
    return {"ty": "gr", "it": [form, paint, {**where, "r": _still(0), "o": _still(100)}]}


def _still(value: Any) -> Json:
    return {"a": 0, "k": value}


def _track(values: Sequence[tuple[int, list[float]]]) -> Json:
    """A value that changes gently from one frame named to the next."""
    *changing, (end, last) = values
    if not changing:
        return _still(last if len(last) > 1 else last[0])
    gentle = {"i": {"x": [0.67], "y": [1]}, "o": {"x": [0.33], "y": [0]}}
    # The last says nothing of easing: a player that finds it there takes another frame for the end (rlottie).
    return {"a": 1, "k": [*({"t": frame, "s": value, **gentle} for frame, value in changing), {"t": end, "s": last}]}
