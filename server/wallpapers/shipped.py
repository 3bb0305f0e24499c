"""The wallpapers and themes of chats that come with the server: colours, chosen here."""

from __future__ import annotations

from dataclasses import dataclass

from storage.media.wallpapers import Wallpaper

IDS_FROM = 1 << 40
"""TDLib keeps the ids up to 2^24 for wallpapers of its own, and refuses them."""


def _fill(number: int, *colors: int, dark: bool = False) -> Wallpaper:
    return Wallpaper(IDS_FROM + number, "", 0, 0, False, {"colors": list(colors), "rotation": 0}, dark)


WALLPAPERS = {
    one.wallpaper_id: one
    for one in (
        _fill(1, 0xDDE7F0),
        _fill(2, 0xE6EFD9, 0xCFE3D2),
        _fill(3, 0xF4E4D0, 0xEFC9C0),
        _fill(4, 0xD8E2F7, 0xC3D0F0, 0xDCCBF0, 0xEFD7EA),
        _fill(5, 0xD5EDE6, 0xB7DDE3, 0xC4D3F2, 0xE3E6C9),
        _fill(6, 0xF7E2C8, 0xF2C7A8, 0xE9B3B3, 0xF4D9A9),
        _fill(7, 0xE9E9E4),
        _fill(8, 0xCFE0EA, 0xA9C6DB),
        _fill(21, 0x17212B, dark=True),
        _fill(22, 0x1B2735, 0x0E151E, dark=True),
        _fill(23, 0x1F2A24, 0x101814, dark=True),
        _fill(24, 0x2A1F35, 0x171020, 0x101A30, 0x241430, dark=True),
    )
}
"""By id. The ids stay what they are: users keep wallpapers by them."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of chats: its emoji, and accent, message colours and number of its wallpaper by day and by night."""

    theme_id: int
    emoticon: str
    title: str
    accent: tuple[int, int]
    messages: tuple[tuple[int, ...], tuple[int, ...]]
    wallpapers: tuple[int, int]


THEMES = {
    one.emoticon: one
    for one in (
        Theme(1, "🏠", "Home", (0x3A84C9, 0x5C9BD6), ((0xCFE5F7,), (0x2B5278,)), (8, 21)),
        Theme(2, "🌿", "Garden", (0x4B9A52, 0x7EC284), ((0xD6EEC9, 0xC3E6CB), (0x2C5A38, 0x1F4A3C)), (2, 23)),
        Theme(3, "🍑", "Orchard", (0xC96F4A, 0xE59A78), ((0xF8DCC7, 0xF6CFC4), (0x6B3F2E, 0x5A3038)), (3, 22)),
        Theme(4, "🦄", "Meadow", (0x8659C2, 0xAF8AE0), ((0xE3D5F5, 0xF2D4E8), (0x4A3470, 0x5A2F5C)), (4, 24)),
        Theme(5, "🌊", "Shore", (0x2E8F9C, 0x70BFC8), ((0xC9ECE9, 0xC7DDF2), (0x1F5058, 0x24456A)), (5, 22)),
        Theme(6, "🌅", "Evening", (0xC2662F, 0xE0A862), ((0xF9E2BE, 0xF4C9A9), (0x6A4A20, 0x70382A)), (6, 24)),
        Theme(7, "🎓", "Study", (0x5A6672, 0x95A0AC), ((0xE2E6EA,), (0x3A434C,)), (7, 21)),
    )
}
"""By emoji."""
