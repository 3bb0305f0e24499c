"""rules (filled in next)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mtproto.tl.table import Definition, Field


@dataclass(frozen=True, slots=True)
class FieldRule:
    function: Callable[[Any], Any]

    def applies(self, field: Field, given: Definition) -> bool:
        return True


DOWN_FIELDS: dict[str, dict[str, FieldRule]] = {}
UP_FIELDS: dict[str, dict[str, FieldRule]] = {}
DOWN_TYPES: dict[tuple[str, str], Callable[[Any], Any]] = {}
UP_TYPES: dict[tuple[str, str], Callable[[Any], Any]] = {}
UP_OBJECTS: dict[str, Callable[[Any], Any]] = {}


def unwrap(definition: Definition) -> Callable[[Any], Any] | None:
    return None
