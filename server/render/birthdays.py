"""Birthdays: records → TL."""

from __future__ import annotations

from collections.abc import Sequence

from mtproto.tl import types


def render_birthday(birthday: Sequence[int]) -> types.Birthday:
    """A birthday (day, month, year or 0), with its year where it was told."""
    day, month, year = birthday
    return types.Birthday(day=day, month=month, year=year or None)
