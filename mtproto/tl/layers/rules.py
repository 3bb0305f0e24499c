"""The register of everything about layers that cannot be seen from the two definitions alone.

Rules only know objects. *Down* rules serve writing for older layers, *up* rules reading what older layers sent:

- a type pair turns a value of one TL type into another, wherever a field changed its type so;
- a field rule makes one field: down from the whole newest object, up from the old values by name;
- a rewrite (down) replaces an object by another that the layer has, or by None where it has none;
- a lift (up) replaces an object whose name is gone by its newest form;
- a stand-in is what the constructors of a type become where nothing better exists;
- an unwrap gives an answer the type that the called definition promised.

`until` is the last layer that a rule serves. A field rule answers None for nothing; it never raises on odd values,
which may come from anyone.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mtproto.tl.table import FOREVER, Definition, load

Old = Mapping[str, Any]
"""The values of an older definition by field name, those that have objects already in the newest shape."""

RuleT = TypeVar("RuleT", bound=Callable[[Any], Any])


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field is made; `carries` names the old fields that go into it."""

    function: Callable[[Any], Any]
    until: int
    carries: tuple[str, ...] = ()


def serving(field_rules: dict[str, list[FieldRule]], older: Definition) -> dict[str, FieldRule]:
    """The rule for each field that has one for this older definition: the one that ends soonest after it."""
    first = older.layers.first
    found = (
        (field, next((rule for rule in rules if first <= rule.until), None)) for field, rules in field_rules.items()
    )
    return {field: rule for field, rule in found if rule is not None}


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What becomes of an object at layers up to `until`.

    It stays as it is unless it has the field `only_with`, if one is named.
    """

    function: Callable[[Any], Any]
    until: int
    only_with: str


DOWN_TYPES: dict[tuple[str, str], Callable[[Any], Any]] = {}
UP_TYPES: dict[tuple[str, str], Callable[[Any], Any]] = {}
DOWN_FIELDS: dict[str, dict[str, list[FieldRule]]] = {}
UP_FIELDS: dict[str, dict[str, list[FieldRule]]] = {}
DOWN_OBJECTS: dict[str, list[Rewrite]] = {}
UP_OBJECTS: dict[str, Callable[[Any], Any]] = {}
STAND_INS: dict[str, Callable[[Any], Any]] = {}
UNWRAPS: dict[tuple[str, str], Callable[[Any], Any]] = {}


def down_type(newest: str, older: str) -> Callable[[RuleT], RuleT]:
    """A field of type `newest` written where the layer has type `older`."""
    return _entered(DOWN_TYPES, (newest, older))


def up_type(older: str, newest: str) -> Callable[[RuleT], RuleT]:
    """A field of type `older` read where the newest layer has type `newest`."""
    return _entered(UP_TYPES, (older, newest))


def down_field(*fields: str, until: int = FOREVER) -> Callable[[RuleT], RuleT]:
    """A field that older layers have, made from the newest object."""
    return _entered_fields(DOWN_FIELDS, fields, until, ())


def up_field(*fields: str, carries: tuple[str, ...] = (), until: int = FOREVER) -> Callable[[RuleT], RuleT]:
    """A field that the newest layer has, made from the old values."""
    return _entered_fields(UP_FIELDS, fields, until, carries)


def rewrite(name: str, *, until: int, only_with: str = "") -> Callable[[RuleT], RuleT]:
    """What an object becomes before it is written at layers up to `until`; itself where it may stay.

    `only_with` names the optional field without which it always stays: what lacks that needs no rule asked.
    """

    def enter(function: RuleT) -> RuleT:
        insort(DOWN_OBJECTS.setdefault(name, []), Rewrite(function, until, only_with), key=_until)
        return function

    return enter


def rewrite_at(newest: Definition, layer: int) -> Rewrite | None:
    """What becomes of objects of a definition at a layer: of the rewrites that serve it, the one that ends soonest.

    None are for what only shares a name with the API: messages in containers are called `message`, too.
    """
    if newest.table is not load("api"):
        return None
    return next((rewrite for rewrite in DOWN_OBJECTS.get(newest.name, ()) if layer <= rewrite.until), None)


def lift(*names: str) -> Callable[[RuleT], RuleT]:
    """What an object becomes whose name the newest layer no longer has."""

    def enter(function: RuleT) -> RuleT:
        UP_OBJECTS.update(dict.fromkeys(names, function))
        return function

    return enter


def stand_in(type_name: str) -> Callable[[RuleT], RuleT]:
    """What takes the place of a value of this type that a layer has no form for."""
    return _entered(STAND_INS, type_name)


def unwraps(newest: str, promised: str) -> Callable[[RuleT], RuleT]:
    """An answer of type `newest` for a call whose definition promised another type."""
    return _entered(UNWRAPS, (newest, promised))


def _entered(register: dict[Any, Any], key: object) -> Callable[[RuleT], RuleT]:
    def enter(function: RuleT) -> RuleT:
        register[key] = function
        return function

    return enter


def _entered_fields(
    register: dict[str, dict[str, list[FieldRule]]], fields: tuple[str, ...], until: int, carries: tuple[str, ...]
) -> Callable[[RuleT], RuleT]:
    def enter(function: RuleT) -> RuleT:
        for path in fields:
            name, _, field = path.rpartition(".")
            insort(register.setdefault(name, {}).setdefault(field, []), FieldRule(function, until, carries), key=_until)
        return function

    return enter


def _until(rule: FieldRule | Rewrite) -> int:
    return rule.until
