"""Faces: a round head, and eyes, mouths and things beside them in many combinations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from server.starter.shapes import Figure, Outline, arc, disc, heart, line, outline, star, turned

GOLD, RED, VIOLET, PALE = 0xF6C445, 0xE0503A, 0x8C6BD8, 0xB9D4F0
INK, WHITE, TEAR, PINK, ROSE = 0x3B2A1A, 0xFFFFFF, 0x4FA8E8, 0xE8577E, 0xD8334A

_LEFT, _RIGHT, _EYES, _MOUTH = 186.0, 326.0, 220.0, 322.0


def _head(color: int = GOLD) -> Figure:
    return (disc(256, 256, 196, _darker(color)), disc(256, 252, 188, color))


def _darker(color: int) -> int:
    red, green, blue = color >> 16, color >> 8 & 0xFF, color & 0xFF
    return (red * 4 // 5) << 16 | (green * 3 // 4) << 8 | blue * 3 // 4


def _both(draw: Callable[[float, float], Figure]) -> Figure:
    return draw(_LEFT, _EYES) + draw(_RIGHT, _EYES)


def _dot(x: float, y: float) -> Figure:
    return (disc(x, y, 24, INK),)


def _merry(x: float, y: float) -> Figure:
    return (line(arc(x, y + 12, 34, 36, 200, 340), 17, INK),)


def _shut(x: float, y: float) -> Figure:
    return (line(arc(x, y - 10, 36, 26, 20, 160), 16, INK),)


def _wide(x: float, y: float) -> Figure:
    return (disc(x, y, 42, WHITE), disc(x, y, 17, INK))


def _loving(x: float, y: float) -> Figure:
    return (outline(heart(x, y, 46), ROSE),)


def _starry(x: float, y: float) -> Figure:
    return (outline(star(x, y, 52, 22, 5), ROSE),)


def _dark_lens(x: float, y: float) -> Figure:
    return (outline(arc(x, y - 18, 62, 62, 0, 180), INK), line([(x - 62, y - 18), (x + 62, y - 18)], 14, INK))


def _lens(x: float, y: float) -> Figure:
    return (disc(x, y, 60, INK), disc(x, y, 47, WHITE), disc(x, y, 18, INK))


def _brows(inner: float, outer: float) -> Figure:
    """Brows from the inner end's height above the eyes to the outer end's."""
    return (
        line([(_LEFT - 40, _EYES - outer), (_LEFT + 38, _EYES - inner)], 16, INK),
        line([(_RIGHT + 40, _EYES - outer), (_RIGHT - 38, _EYES - inner)], 16, INK),
    )


def _smile(width: float = 82, depth: float = 62) -> Figure:
    return (line(arc(256, _MOUTH - 34, width, depth, 20, 160), 18, INK),)


def _frown() -> Figure:
    return (line(arc(256, _MOUTH + 56, 68, 50, 205, 335), 18, INK),)


def _flat() -> Figure:
    return (line([(192, _MOUTH + 8), (320, _MOUTH + 8)], 18, INK),)


def _grin() -> Figure:
    teeth: Outline = outline([(176, 298), (336, 298), (326, 326), (186, 326)], WHITE)
    return (outline(arc(256, 294, 96, 92, 0, 180), INK), teeth)


def _open(rx: float, ry: float, y: float = _MOUTH + 14) -> Figure:
    return (
        outline(arc(256, y, rx, ry, 0, 360), INK),
        outline(arc(256, y + ry * 0.5, rx * 0.6, ry * 0.4, 0, 360), ROSE),
    )


def _wave() -> Figure:
    return (line([(184, 332), (208, 314), (232, 334), (256, 316), (280, 336), (304, 318), (328, 338)], 17, INK),)


def _drop(x: float, y: float, size: float = 26) -> Figure:
    return (outline([(x, y - 1.8 * size), *arc(x, y, size, size, -20, 200)], TEAR),)


def _stream(x: float) -> Figure:
    return (line([(x, 250), (x, 410)], 34, TEAR),)


def _hand(x: float, y: float, color: int = _darker(GOLD)) -> Figure:
    fingers = [line([(x + step, y - 46), (x + step, y)], 22, color) for step in (-36, -12, 12, 36)]
    return (disc(x, y + 12, 48, color), *fingers)


_BURST: Figure = (outline([(210, 60), (178, 10), (240, 44), (262, 2), (284, 44), (344, 12), (306, 62)], RED),)
_HALO: Figure = (line(arc(256, 44, 116, 28, 0, 360), 18, 0x74B8EE),)
_HORNS: Figure = (
    outline([(112, 130), (98, 30), (190, 84)], VIOLET),
    outline([(400, 130), (414, 30), (322, 84)], VIOLET),
)
_ZED = [(0.0, 0.0), (52.0, 0.0), (0.0, 62.0), (52.0, 62.0)]
_SNORES: Figure = tuple(
    line([(x + size * zx, y + size * zy) for zx, zy in _ZED], 13 * size, 0x5B7FD1)
    for x, y, size in ((348.0, 104.0, 0.8), (412.0, 28.0, 1.1))
)
_BRIDGE = (line([(238, 216), (274, 216)], 14, INK),)
_FINGER = (line([(214, 446), (318, 400)], 40, _darker(GOLD)), line([(214, 446), (222, 380)], 26, _darker(GOLD)))

FACES: Mapping[str, tuple[str, Figure]] = {
    "🥰": (
        "Loved",
        _head()
        + _both(_merry)
        + _smile()
        + (outline(heart(92, 330, 42), PINK), outline(heart(416, 320, 48), PINK), outline(heart(300, 76, 38), PINK)),
    ),
    "😁": ("Beaming", _head() + _both(_merry) + _grin()),
    "🤔": (
        "Thinking",
        _head() + _both(_dot) + _brows(50, 44)[1:] + (line([(206, 330), (304, 312)], 17, INK),) + _FINGER,
    ),
    "🤯": ("Mind blown", _BURST + _head() + _both(_wide) + _open(44, 48)),
    "😱": (
        "Screaming",
        _head(PALE) + _both(_wide) + _open(46, 74, 350) + _hand(84, 330, 0x9DBEE0) + _hand(428, 330, 0x9DBEE0),
    ),
    "🤬": (
        "Cursing",
        _head(RED)
        + _both(_dot)
        + _brows(30, 62)
        + (
            line([(176, 336), (336, 336)], 62, INK),
            line([(180, 352), (206, 320), (232, 352), (258, 320), (284, 352), (310, 320), (332, 348)], 10, WHITE),
        ),
    ),
    "😢": ("Crying", _head() + _both(_dot) + _brows(72, 50) + _frown() + _drop(158, 320)),
    "🤩": ("Starstruck", _head() + _both(_starry) + _grin()),
    "🥱": ("Yawning", _head() + _both(_shut) + _open(58, 66, 346)),
    "🥴": ("Woozy", _head() + _wide(_LEFT, _EYES) + _shut(_RIGHT, _EYES) + _wave()),
    "😍": ("In love", _head() + _both(_loving) + _smile(90, 72)),
    "🤣": ("Rolling with laughter", turned(_head() + _both(_merry) + _grin() + _drop(96, 268) + _drop(416, 268), 18)),
    "😐": ("Neutral", _head() + _both(_dot) + _flat()),
    "🤨": ("Doubtful", _head() + _both(_dot) + _brows(44, 36)[:1] + _brows(92, 74)[1:] + _flat()),
    "😴": ("Sleeping", _head() + _both(_shut) + _open(24, 28) + _SNORES),
    "😭": ("Weeping", _head() + _both(_shut) + _stream(_LEFT) + _stream(_RIGHT) + _open(52, 50)),
    "🤓": ("Nerd", _head() + _both(_lens) + _BRIDGE + _grin()),
    "😇": ("Innocent", _HALO + _head() + _both(_merry) + _smile()),
    "😈": (
        "Wicked",
        _HORNS + _head(VIOLET) + _both(_dot) + _brows(34, 66) + _smile(),
    ),
    "😨": ("Fearful", _head(PALE) + _both(_wide) + _brows(82, 64) + _open(60, 30)),
    "🤗": ("Hugging", _head() + _both(_merry) + _smile(96, 78) + _hand(110, 420) + _hand(402, 420)),
    "😘": (
        "Kissing",
        _head() + _dot(_LEFT, _EYES) + _shut(_RIGHT, _EYES) + _open(20, 22) + (outline(heart(366, 346, 44), ROSE),),
    ),
    "😎": ("Cool", _head() + _both(_dark_lens) + _smile()),
    "🤪": (
        "Zany",
        turned(
            _head()
            + _wide(_LEFT, _EYES)
            + _dot(_RIGHT, _EYES)
            + _smile(96, 70)
            + (line([(290, 348), (296, 402)], 52, PINK),),
            -12,
        ),
    ),
    "😡": ("Angry", _head(RED) + _both(_dot) + _brows(28, 64) + _frown()),
}
"""By emoji: what it is called, and what it looks like."""
