"""Figures as still pictures: WebP with a transparent ground, as static stickers and icons are."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from server.starter.shapes import SIDE, Ellipse, Figure, Outline, Shape

_FINER = 4
"""Drawn so many times larger and made smaller at the end, which smooths the edges."""


def picture(figure: Figure, side: int) -> bytes:
    """A figure on a square of `side` pixels."""
    canvas = Image.new("RGBA", (side * _FINER, side * _FINER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(canvas)
    for shape in figure:
        _draw(draw, shape, side * _FINER / SIDE)
    file = io.BytesIO()
    canvas.resize((side, side), Image.Resampling.LANCZOS).save(file, "WEBP", quality=90, method=2)
    return file.getvalue()


def _draw(draw: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    color = f"#{shape.color:06x}"
    if isinstance(shape, Ellipse):
        corners = (shape.x - shape.rx, shape.y - shape.ry, shape.x + shape.rx, shape.y + shape.ry)
        draw.ellipse([scale * corner for corner in corners], fill=color)
        return
    points = [(scale * x, scale * y) for x, y in shape.points]
    if isinstance(shape, Outline):
        draw.polygon(points, fill=color)
        return
    width = scale * shape.width
    draw.line(points, fill=color, width=round(width), joint="curve")
    for x, y in (points[0], points[-1]):
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=color)
