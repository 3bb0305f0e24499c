"""What figures are drawn with: ellipses, filled outlines and lines, on a canvas of 512 by 512 with y downwards.

Colours are 0xRRGGBB. A figure is its shapes from back to front.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

SIDE = 512
"""Pixels of the canvas, as stickers have them (core.telegram.org/stickers)."""

CENTER = SIDE / 2

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A filled ellipse around (x, y)."""

    x: float
    y: float
    rx: float
    ry: float
    color: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed outline, filled."""

    points: tuple[Point, ...]
    color: int


@dataclass(frozen=True, slots=True)
class Line:
    """An open line with round ends and corners."""

    points: tuple[Point, ...]
    width: float
    color: int


Shape: TypeAlias = Ellipse | Outline | Line
Figure: TypeAlias = tuple[Shape, ...]


def disc(x: float, y: float, radius: float, color: int) -> Ellipse:
    """A circle."""
    return Ellipse(x, y, radius, radius, color)


def outline(points: Iterable[Point], color: int) -> Outline:
    """A closed outline through these points."""
    return Outline(tuple(points), color)


def line(points: Iterable[Point], width: float, color: int) -> Line:
    """A line through these points."""
    return Line(tuple(points), width, color)


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 24) -> list[Point]:
    """Points on an ellipse, from one angle to another in degrees: 0 is right, 90 is down."""
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def star(x: float, y: float, outer: float, inner: float, tips: int, turn: float = -90) -> list[Point]:
    """The corners of a star, a tip first."""
    corners = []
    for corner in range(2 * tips):
        radius, angle = (inner if corner % 2 else outer), math.radians(turn + 180 * corner / tips)
        corners.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return corners


def heart(x: float, y: float, size: float) -> list[Point]:
    """The outline of a heart that reaches about `size` from its middle to every side."""
    turns = [2 * math.pi * step / 48 for step in range(48)]
    return [
        (
            x + size * math.sin(t) ** 3,
            y - size * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 16,
        )
        for t in turns
    ]


def rotated(points: Sequence[Point], degrees: float, around: Point = (CENTER, CENTER)) -> list[Point]:
    """Points turned clockwise around another."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x, y = around
    return [(x + (px - x) * cosine - (py - y) * sine, y + (px - x) * sine + (py - y) * cosine) for px, py in points]


def scaled(figure: Figure, by: float, x: float, y: float) -> Figure:
    """A figure made smaller or larger, its middle put to (x, y)."""
    return tuple(_scaled(shape, by, x - by * CENTER, y - by * CENTER) for shape in figure)


def _scaled(shape: Shape, by: float, x: float, y: float) -> Shape:
    if isinstance(shape, Ellipse):
        return Ellipse(x + by * shape.x, y + by * shape.y, by * shape.rx, by * shape.ry, shape.color)
    points = tuple((x + by * px, y + by * py) for px, py in shape.points)
    if isinstance(shape, Line):
        return Line(points, by * shape.width, shape.color)
    return Outline(points, shape.color)


def turned(figure: Figure, degrees: float) -> Figure:
    """A figure turned around the middle of the canvas; an ellipse keeps its own direction."""
    return tuple(_turned(shape, degrees) for shape in figure)


def _turned(shape: Shape, degrees: float) -> Shape:
    if isinstance(shape, Ellipse):
        ((x, y),) = rotated([(shape.x, shape.y)], degrees)
        return replace(shape, x=x, y=y)
    return replace(shape, points=tuple(rotated(shape.points, degrees)))
