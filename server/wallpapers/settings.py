"""WallPaperSettings ↔ records: `colors` (one to four), `rotation`, `intensity`, `blur`, `motion`, `emoticon`."""

from __future__ import annotations

from mtproto.tl import types
from storage.media.wallpapers import Settings

MAX_COLOR = 0xFFFFFF
MAX_EMOTICON = 16


def read_settings(given: types.TypeWallPaperSettings | None) -> Settings:
    """What is kept of settings; colours end at the first that is missing."""
    if given is None:
        return {}
    colors = []
    for color in (
        given.background_color,
        given.second_background_color,
        given.third_background_color,
        given.fourth_background_color,
    ):
        if color is None:
            break
        colors.append(color & MAX_COLOR)
    return {
        "colors": colors,
        "rotation": (given.rotation or 0) % 360,
        "intensity": min(max(given.intensity or 0, -100), 100),
        "blur": given.blur,
        "motion": given.motion,
        "emoticon": (given.emoticon or "")[:MAX_EMOTICON],
    }


def render_settings(kept: Settings) -> types.WallPaperSettings | None:
    """A record as settings; None where nothing was set."""
    if not kept:
        return None
    first, second, third, fourth = [*kept["colors"], None, None, None, None][:4]
    return types.WallPaperSettings(
        blur=kept.get("blur", False),
        motion=kept.get("motion", False),
        background_color=first,
        second_background_color=second,
        third_background_color=third,
        fourth_background_color=fourth,
        intensity=kept.get("intensity") or None,
        rotation=kept["rotation"] if second is not None else None,
        emoticon=kept.get("emoticon") or None,
    )
