"""Hands, hearts and things."""

from __future__ import annotations

from collections.abc import Mapping

from server.starter.faces import GOLD, INK, PINK, RED, ROSE, WHITE
from server.starter.shapes import Figure, Point, arc, disc, heart, line, outline, star, turned

SKIN, SHADE = GOLD, 0xD79A2E
ORANGE, GREEN, BLUE, LEAF, BROWN, GREY = 0xF08A24, 0x4FB06D, 0x4C8FE0, 0x2F8A54, 0x8A5A33, 0x9AA5B1

_THUMB: Figure = (
    line([(214, 268), (258, 196), (250, 92)], 74, SKIN),
    *(line([(236, y), (372, y)], 66, color) for y, color in ((250, SKIN), (308, SHADE), (358, SKIN), (408, SHADE))),
    outline([(196, 236), (276, 236), (276, 436), (196, 436)], SKIN),
    outline([(92, 226), (178, 226), (178, 448), (92, 448)], BLUE),
)

_CUP: Figure = (
    line(arc(150, 168, 62, 66, 90, 270), 26, ORANGE),
    line(arc(362, 168, 62, 66, -90, 90), 26, ORANGE),
    outline([(142, 76), (370, 76), *arc(256, 190, 104, 130, 0, 180)], GOLD),
    outline([(232, 300), (280, 300), (292, 392), (220, 392)], ORANGE),
    outline([(164, 392), (348, 392), (364, 444), (148, 444)], BROWN),
    outline(star(256, 184, 56, 24, 5), WHITE),
)

_FLAME: tuple[Point, ...] = (
    (262.0, 34.0), (300.0, 112.0), (352.0, 172.0), (372.0, 118.0), (420.0, 214.0), (428.0, 310.0), (392.0, 406.0),
    (320.0, 462.0), (256.0, 474.0), (186.0, 458.0), (118.0, 402.0), (86.0, 312.0), (104.0, 226.0), (152.0, 156.0),
    (172.0, 214.0), (222.0, 128.0),
)  # fmt: skip


def _shrunk(points: tuple[Point, ...], by: float, around: Point) -> list[Point]:
    return [(around[0] + (x - around[0]) * by, around[1] + (y - around[1]) * by) for x, y in points]


def _palm(x: float, lean: float) -> Figure:
    """An upright hand that leans to one side."""
    fingers = [line([(x + step, 250), (x + step + lean, 118 + abs(step))], 40, SKIN) for step in (-54, -18, 18, 54)]
    return (*fingers, line([(x, 250), (x, 380)], 148, SKIN), line([(x, 430), (x, 452)], 104, BLUE))


def _mirrored(figure: Figure) -> Figure:
    return turned(figure, 180)


def _eye(x: float) -> Figure:
    return (
        outline(arc(x, 256, 92, 128, 0, 360), INK),
        outline(arc(x, 256, 78, 112, 0, 360), WHITE),
        disc(x + 26, 282, 40, INK),
    )


def _confetti() -> Figure:
    spots = ((290, 90, ROSE), (380, 60, BLUE), (420, 170, GREEN), (330, 180, GOLD), (450, 262, PINK), (236, 54, ORANGE))
    return tuple(disc(x, y, 20, color) for x, y, color in spots)


SYMBOLS: Mapping[str, tuple[str, Figure]] = {
    "👍": ("Thumbs up", _THUMB),
    "👎": ("Thumbs down", _mirrored(_THUMB)),
    "❤": ("Heart", (outline(heart(256, 256, 190), ROSE), line(arc(176, 186, 56, 56, 180, 270), 20, 0xF28A9A))),
    "🔥": (
        "Fire",
        (
            outline(_FLAME, RED),
            outline(_shrunk(_FLAME, 0.68, (258, 440)), ORANGE),
            outline(_shrunk(_FLAME, 0.38, (258, 446)), GOLD),
        ),
    ),
    "👏": (
        "Clapping",
        turned(_palm(208, -10), -14)
        + turned(_palm(316, 14), 16)
        + (
            line([(256, 30), (256, 76)], 16, ORANGE),
            line([(176, 44), (196, 84)], 16, ORANGE),
            line([(336, 44), (316, 84)], 16, ORANGE),
        ),
    ),
    "🎉": (
        "Party",
        (
            outline([(70, 446), (176, 186), (330, 340)], GOLD),
            line([(112, 344), (176, 408)], 30, ROSE),
            line([(148, 256), (260, 370)], 30, BLUE),
            line([(262, 250), (300, 214), (286, 150), (340, 118)], 16, GREEN),
            *_confetti(),
        ),
    ),
    "🙏": (
        "Folded hands",
        (
            outline([(252, 54), (196, 200), (138, 350), (186, 452), (252, 452)], SKIN),
            outline([(260, 54), (316, 200), (374, 350), (326, 452), (260, 452)], SHADE),
            line([(172, 420), (252, 452)], 44, BLUE),
            line([(340, 420), (260, 452)], 44, BLUE),
        ),
    ),
    "👌": (
        "Okay",
        (
            *(
                line([(300, 300), (x, y)], 48, color)
                for x, y, color in ((420, 150, SKIN), (372, 92, SHADE), (304, 70, SKIN))
            ),
            line([(300, 400), (300, 440)], 120, BLUE),
            line(arc(216, 262, 92, 92, 0, 360), 50, SKIN),
            disc(304, 352, 74, SKIN),
        ),
    ),
    "💯": (
        "A hundred",
        turned(
            (
                line([(92, 180), (132, 150), (132, 330)], 40, ROSE),
                line(arc(244, 240, 54, 92, 0, 360), 40, ROSE),
                line(arc(396, 240, 54, 92, 0, 360), 40, ROSE),
                line([(96, 396), (440, 396)], 26, ROSE),
                line([(150, 444), (400, 444)], 22, ROSE),
            ),
            -8,
        ),
    ),
    "⚡": ("Lightning", (outline([(300, 30), (104, 290), (232, 290), (196, 482), (410, 200), (274, 200)], GOLD),)),
    "🏆": ("Trophy", _CUP),
    "💔": (
        "Broken heart",
        (
            outline(heart(256, 256, 190), ROSE),
            line([(262, 100), (226, 190), (288, 250), (232, 320), (258, 450)], 24, 0x6A1020),
        ),
    ),
    "❤‍🔥": (
        "Heart on fire",
        (
            outline(_FLAME, ORANGE),
            outline(_shrunk(_FLAME, 0.8, (258, 460)), GOLD),
            outline(heart(256, 316, 128), ROSE),
        ),
    ),
    "🤝": (
        "Handshake",
        (
            line([(60, 300), (210, 240)], 92, SKIN),
            line([(452, 300), (302, 240)], 92, SHADE),
            *(line([(206 + step, 236 + step), (262 + step, 300 + step)], 40, SKIN) for step in (0, 30, 60)),
            line([(296, 226), (236, 262)], 44, SHADE),
            line([(48, 250), (86, 366)], 44, BLUE),
            line([(464, 250), (426, 366)], 44, GREEN),
        ),
    ),
    "✍": (
        "Writing",
        (
            line([(150, 404), (346, 116)], 54, BLUE),
            outline([(172, 418), (126, 388), (112, 462)], INK),
            disc(270, 330, 84, SKIN),
            line([(210, 290), (252, 262)], 48, SHADE),
            line([(330, 360), (430, 440)], 90, SKIN),
            line([(60, 470), (220, 470)], 14, INK),
        ),
    ),
    "👀": ("Eyes", _eye(154) + _eye(358)),
    "🌚": (
        "New moon",
        (
            disc(256, 256, 196, 0x2B2D42),
            disc(256, 250, 186, 0x474B6B),
            disc(190, 226, 22, WHITE),
            disc(322, 226, 22, WHITE),
            line(arc(256, 290, 84, 58, 10, 170), 18, WHITE),
        ),
    ),
    "🐳": (
        "Whale",
        (
            outline(
                [
                    (60, 300),
                    *arc(226, 300, 166, 130, 180, 360),
                    (450, 180),
                    (470, 250),
                    *arc(250, 300, 200, 110, 10, 180),
                ],
                BLUE,
            ),
            line([(452, 196), (412, 132)], 40, BLUE),
            line([(456, 196), (486, 130)], 40, BLUE),
            line(arc(196, 96, 44, 40, 180, 290), 16, 0x8CC4F5),
            line(arc(264, 96, 44, 40, 250, 360), 16, 0x8CC4F5),
            disc(142, 290, 17, INK),
            line(arc(150, 330, 60, 30, 30, 150), 12, INK),
        ),
    ),
    "👻": (
        "Ghost",
        (
            outline(
                [
                    *arc(256, 220, 150, 170, 180, 360),
                    (406, 450),
                    (356, 400),
                    (306, 452),
                    (256, 402),
                    (206, 452),
                    (156, 402),
                    (106, 450),
                ],
                0xDCE3EE,
            ),
            disc(206, 220, 26, INK),
            disc(306, 220, 26, INK),
            outline(arc(256, 310, 32, 42, 0, 360), INK),
        ),
    ),
    "🎃": (
        "Pumpkin",
        (
            line([(256, 120), (284, 60)], 36, LEAF),
            *(
                outline(arc(x, 290, 104, 168, 0, 360), color)
                for x, color in ((142, 0xDB7416), (370, 0xDB7416), (256, ORANGE))
            ),
            outline([(150, 260), (196, 190), (232, 260)], INK),
            outline([(280, 260), (316, 190), (362, 260)], INK),
            outline(
                [
                    (130, 320),
                    (186, 346),
                    (226, 322),
                    (286, 346),
                    (326, 322),
                    (382, 322),
                    *arc(256, 322, 126, 90, 0, 180),
                ],
                INK,
            ),
        ),
    ),
    "🎄": (
        "Christmas tree",
        (
            outline([(226, 400), (286, 400), (286, 476), (226, 476)], BROWN),
            *(
                outline([(256, top), (256 - wide, low), (256 + wide, low)], color)
                for top, low, wide, color in ((250, 412, 172, LEAF), (160, 310, 136, GREEN), (76, 216, 100, LEAF))
            ),
            outline(star(256, 62, 46, 20, 5), GOLD),
            *(
                disc(x, y, 16, color)
                for x, y, color in ((180, 372, ROSE), (310, 360, GOLD), (230, 280, GOLD), (290, 190, ROSE))
            ),
        ),
    ),
    "☃": (
        "Snowman",
        (
            disc(256, 356, 124, 0xC9D6E6),
            disc(256, 350, 118, 0xEEF4FA),
            disc(256, 190, 84, 0xEEF4FA),
            line([(170, 128), (342, 128)], 22, INK),
            outline([(204, 128), (308, 128), (300, 40), (212, 40)], INK),
            disc(226, 180, 12, INK),
            disc(286, 180, 12, INK),
            line([(256, 208), (316, 218)], 18, ORANGE),
            disc(256, 320, 13, INK),
            disc(256, 370, 13, INK),
            line([(182, 258), (330, 258)], 26, ROSE),
        ),
    ),
    "🍓": (
        "Strawberry",
        (
            outline([(96, 190), (416, 190), (390, 320), (320, 430), (256, 476), (192, 430), (122, 320)], ROSE),
            outline(star(256, 160, 170, 70, 9), LEAF),
            *(
                disc(x, y, 11, 0xFCE39A)
                for x, y in ((180, 280), (256, 260), (332, 280), (218, 340), (294, 340), (256, 410))
            ),
        ),
    ),
    "🍾": (
        "Champagne",
        turned(
            (
                outline([(206, 210), (306, 210), (330, 280), (330, 480), (182, 480), (182, 280)], LEAF),
                outline([(226, 90), (286, 90), (296, 214), (216, 214)], GOLD),
                outline([(182, 320), (330, 320), (330, 420), (182, 420)], 0xFCE39A),
                disc(256, 44, 16, 0xFCE39A),
                disc(306, 28, 12, 0xFCE39A),
                disc(210, 24, 10, 0xFCE39A),
            ),
            24,
        ),
    ),
    "🗿": (
        "Stone head",
        (
            outline([(150, 60), (362, 60), (380, 180), (372, 470), (140, 470), (132, 180)], GREY),
            outline([(132, 170), (380, 170), (364, 204), (148, 204)], 0x76818D),
            outline([(230, 190), (282, 190), (306, 320), (206, 320)], 0x84909C),
            line([(192, 380), (320, 380)], 24, 0x5E6873),
        ),
    ),
    "👾": (
        "Game monster",
        (
            line([(150, 120), (196, 180)], 30, 0x8C6BD8),
            line([(362, 120), (316, 180)], 30, 0x8C6BD8),
            outline(
                [(126, 170), (386, 170), (440, 250), (440, 330), (346, 376), (166, 376), (72, 330), (72, 250)], 0x8C6BD8
            ),
            outline([(166, 236), (214, 236), (214, 296), (166, 296)], WHITE),
            outline([(298, 236), (346, 236), (346, 296), (298, 296)], WHITE),
            line([(176, 376), (140, 436)], 34, 0x8C6BD8),
            line([(336, 376), (372, 436)], 34, 0x8C6BD8),
        ),
    ),
    "💘": (
        "Heart with an arrow",
        (
            outline(heart(256, 256, 176), PINK),
            line([(70, 420), (440, 92)], 20, BROWN),
            outline([(470, 62), (394, 84), (446, 140)], GREY),
            line([(70, 420), (50, 360)], 16, GREY),
            line([(70, 420), (132, 440)], 16, GREY),
        ),
    ),
    "🆒": (
        "Cool sign",
        (
            outline([(72, 132), (440, 132), (440, 380), (72, 380)], BLUE),
            line(arc(156, 256, 44, 62, 50, 310), 26, WHITE),
            line(arc(266, 276, 36, 42, 0, 360), 22, WHITE),
            line(arc(354, 276, 36, 42, 0, 360), 22, WHITE),
            line([(420, 190), (420, 318)], 20, WHITE),
        ),
    ),
}
"""By emoji: what it is called, and what it looks like."""
