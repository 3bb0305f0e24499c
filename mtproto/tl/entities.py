"""How message entities count, and what those of dates say (core.telegram.org/api/entities)."""

from __future__ import annotations

DATE_FORMATS = ("relative", "short_time", "long_time", "short_date", "long_date", "day_of_week")
"""The flags of messageEntityFormattedDate, and of textDate alike."""


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
