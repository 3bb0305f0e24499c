"""Where the fields of one definition get their values when the object has the shape of another.

Used in both directions: *down*, an object of the newest class is written as an older definition, and *up* (lift), an
older definition is read into the newest class. For each target field the first that applies:

1. a rule of `layers/` for that field of that name;
2. the field of the same name and the same type: copied (an int may become a long);
3. the field of the same name and another type: a conversion for that pair of types;
4. nothing: an optional field stays absent, a number is 0, a text empty, a vector empty, a Bool false;
5. a required object without a source is *missing*: the value has no form there.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mtproto.tl.layers import rules
from mtproto.tl.table import Definition, Field, Kind, Type


class How(enum.Enum):
    COPY = "copy"
    CONVERT = "convert"
    RULE = "rule"
    ZERO = "zero"
    ABSENT = "absent"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Source:
    """Where `field`, of the target definition, comes from.

    `origin` is the field of the same name on the other side. `function` takes the value of `origin` (CONVERT) or, in a
    RULE, the whole newest object (down) or a mapping of all old values by name (up).
    """

    field: Field
    how: How
    origin: Field | None = None
    function: Callable[[Any], Any] | None = None


def down(target: Definition, newest: Definition) -> list[Source]:
    """How an object of the newest definition fills the older `target`."""
    return _sources(target, newest, target, rules.DOWN_FIELDS.get(target.name, {}), rules.DOWN_TYPES)


def up(old: Definition, newest: Definition) -> list[Source]:
    """How the values of `old` fill an object of the newest definition."""
    return _sources(newest, old, old, rules.UP_FIELDS.get(old.name, {}), rules.UP_TYPES)


def _sources(
    target: Definition,
    given: Definition,
    older: Definition,
    field_rules: dict[str, list[rules.FieldRule]],
    conversions: dict[tuple[str, str], Callable[[Any], Any]],
) -> list[Source]:
    at_hand = {field.name: field for field in given.values}
    if target is given:
        return [Source(field, How.COPY, field) for field in target.values]
    serving = rules.serving(field_rules, older)
    return [_source(field, at_hand.get(field.name), serving.get(field.name), conversions) for field in target.values]


def _source(
    field: Field,
    origin: Field | None,
    rule: rules.FieldRule | None,
    conversions: dict[tuple[str, str], Callable[[Any], Any]],
) -> Source:
    if rule is not None:
        return Source(field, How.RULE, origin, rule.function)
    if origin is not None:
        if _fits(origin.type, field.type):
            return Source(field, How.COPY, origin)
        function = _conversion(origin.type, field.type, conversions)
        if function is not None:
            return Source(field, How.CONVERT, origin, function)
    if field.optional:
        return Source(field, How.ABSENT)
    return Source(field, How.MISSING if field.type.kind in (Kind.OBJECT, Kind.ANY) else How.ZERO)


def _fits(given: Type, target: Type) -> bool:
    """Whether every value of one type is one of the other as it is: an int is a long."""
    if given.item is not None and target.item is not None:
        return given.kind is target.kind and _fits(given.item, target.item)
    return given.name == target.name or (given.kind is Kind.INT and target.kind is Kind.LONG)


def _conversion(
    given: Type, target: Type, conversions: dict[tuple[str, str], Callable[[Any], Any]]
) -> Callable[[Any], Any] | None:
    if function := conversions.get((given.name, target.name)):
        return function
    if given.item is not None and target.item is not None:
        each = _conversion(given.item, target.item, conversions)
        return each and (lambda values: [made for value in values if (made := each(value)) is not None])
    if given.item is not None and _fits(given.item, target):
        return lambda values: values[0] if values else None
    if target.item is not None and _fits(given, target.item):
        return lambda value: [value]
    return None
