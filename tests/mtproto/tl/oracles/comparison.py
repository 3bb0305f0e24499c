"""One round against one library: every constructor and method of its layer, with random values.

For each: our bytes for that layer must be read by the library to the last byte, it must have understood every field
as we meant it, it must write the same bytes again, and we must read them back. What a library is known not to do is
named here, and counted; nothing else is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any

from mtproto import tl
from mtproto.tl import mapping
from mtproto.tl.encoder import writers_at
from mtproto.tl.layers import rewrite_at
from mtproto.tl.mapping import How
from mtproto.tl.objects import TLObject
from mtproto.tl.table import Definition, Table, load
from mtproto.tl.writer_source import compile_writer
from tests.mtproto.tl.oracles.peers import Peer
from tests.mtproto.tl.random_values import RandomValues

API = load("api")
SERVICE = load("mtproto")
FRAMING = {SERVICE.latest(name).id for name in ("rpc_result", "message", "msg_container", "msg_copy", "gzip_packed")}
"""Read by hand in every implementation: they hold other messages."""
PECULIAR = {
    "msgs_state_info": "Telethon and Kurigram take the bytes of a status for text",
    "msgs_all_info": "Telethon and Kurigram take the bytes of a status for text",
    "future_salt": "Kurigram and Pyrogram read and write it by hand, only inside of future_salts",
    "channels.getMessageAuthor": "Telethon takes the id of the message for unsigned",
    "payments.giveawayInfoResults": "up to layer 186 two of its fields came together or not at all",
    "updateGroupCallMessage": "up to layer 216 it had no place for the id and the date of the message",
    "messageActionGiftCode": "one of its switches changed its bit at layer 200 and not its id",
}
"""What differs, and cannot be helped."""
ATTEMPTS = 50


@dataclass
class Outcome:
    """What came of one round: how much was the same, what differed as it is known to, what differed otherwise."""

    same: int = 0
    known: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    compared: set[int] = field(default_factory=set)


@dataclass
class Sample:
    """Random values for the fields of one definition, and our bytes for them.

    `whole` is the newest object they were written from. It is None where the newest shape cannot say what the old one
    did (a method that was given other arguments): then the fields were written as the old definition has them.
    """

    definition: Definition
    values: Mapping[str, Any]
    data: bytes
    whole: TLObject | None


def samples(layer: int, random: Random, ids: set[int]) -> Iterator[Sample]:
    """One for everything of a layer, and of the service schema, whose id is in `ids`."""
    for table in (API, SERVICE):
        known = table.known_layer(layer)
        here, anywhere = RandomValues(table, known, random), RandomValues(table, table.newest, random)
        names = set(here.names())
        for name in table.names():
            definition = table.at(name, known)
            if definition is not None and definition.id in ids - FRAMING:
                sample = _written_down(here if name in names else anywhere, definition, layer)
                yield sample or _as_it_is(here, definition)


def _written_down(values: RandomValues, definition: Definition, layer: int) -> Sample | None:
    """A newest object written for the layer; of some random values a layer has no form, so there are a few attempts."""
    for _ in range(ATTEMPTS):
        value = values.object(definition.name)
        with suppress(tl.Unmappable):
            data = tl.encode(value, layer)
            if data.startswith(definition.id.to_bytes(4, "little")):  # a rewrite may have made another object of it
                written = _rewritten(value, layer)
                return Sample(definition, {name: getattr(written, name) for name in written.FIELDS}, data, value)
    return None


def _rewritten(value: TLObject, layer: int) -> Any:
    """What a rule makes of an object before it is written for a layer."""
    rewrite = rewrite_at(value.DEFINITION, layer)
    return value if rewrite is None else rewrite.function(value)


def _as_it_is(values: RandomValues, definition: Definition) -> Sample:
    fields = values.fields(definition)
    write = compile_writer(definition, definition, writers_at(definition.table, values.layer))
    return Sample(definition, fields, write(SimpleNamespace(**fields)), None)


def compare(peer: Peer, random: Random) -> Outcome:
    """One random object of every constructor and method that the library and we both have."""
    layer = tl.known_layer(peer.layer)
    outcome = Outcome()
    sent = list(samples(layer, random, peer.ids))
    for sample, answer in zip(sent, peer.understand([sample.data for sample in sent]), strict=True):
        outcome.compared.add(sample.definition.id)
        difference = _difference(sample, answer, layer) or _lost_on_the_way_back(sample, layer)
        if difference is None:
            outcome.same += 1
        elif reason := _known(sample, difference, peer.ids, layer):
            outcome.known[reason] += 1
        else:
            outcome.wrong.append(f"{sample.definition.name}: {difference}")
    return outcome


def _difference(sample: Sample, answer: tuple[Any, bytes] | str, layer: int) -> str | None:
    """How the library's reading or writing differs from what was meant."""
    if isinstance(answer, str):
        return answer
    (constructor_id, fields), data = answer
    if constructor_id != sample.definition.id:
        return f"read as {constructor_id:#x}"
    newest = sample.whole.DEFINITION if sample.whole is not None else sample.definition
    if place := _Reading(layer).misread(sample.definition, newest, sample.values, fields):
        return f"{place} was misread"
    return None if data == sample.data else "other bytes"


class _Reading:
    """Compares what was written for a layer with what a library understood, field by field."""

    def __init__(self, layer: int) -> None:
        self._layer = layer

    def misread(
        self, definition: Definition, newest: Definition, ours: Mapping[str, Any], theirs: dict[str, Any]
    ) -> str | None:
        """The path to a field that was understood otherwise. What a rule converts cannot be compared."""
        for source in mapping.down(definition, newest):
            field = source.field
            if source.how is How.COPY and source.origin is not None and self._layer in field.layers:
                known_as = next((name for name in _names_of(field.name) if name in theirs), "")
                place = self._unequal(definition.table, ours[source.origin.attribute], theirs.get(known_as))
                if place is not None:
                    return f"{field.name}{place}"
        return None

    def _unequal(self, table: Table, ours: Any, theirs: Any) -> str | None:
        if isinstance(ours, TLObject):
            ours = _rewritten(ours, self._layer)
            if theirs is None:
                return None  # it has no form at the layer and was left out
            constructor_id, fields = theirs
            definition = table.get(constructor_id)
            if ours is None or definition is None or definition.name != ours.NAME:
                return None  # a rule made something else of it
            values = {name: getattr(ours, name) for name in ours.FIELDS}
            place = self.misread(definition, ours.DEFINITION, values, fields)
            return place and f".{place}"
        if isinstance(ours, list) and ours and isinstance(theirs, list):
            if len(ours) != len(theirs):
                return None  # items without a form at the layer were left out
            places = (self._unequal(table, *pair) for pair in zip(ours, theirs, strict=True))
            return next((f"[...]{place}" for place in places if place is not None), None)
        if isinstance(ours, bytes) and isinstance(theirs, int):
            theirs = theirs.to_bytes(len(ours), "little", signed=theirs < 0)  # int128 and int256 in Pyrogram
        same = ours == theirs or (not ours and not theirs)  # None, False and [] all say that an optional is absent
        return None if same else ""


def _names_of(name: str) -> tuple[str, ...]:
    """What libraries call a field: some names are taken in Python."""
    return name, f"{name}_", f"is_{name}", f"{name}_peer"


def _lost_on_the_way_back(sample: Sample, layer: int) -> str | None:
    """Whether reading our own bytes and writing them for the same layer gives other bytes.

    A call whose name is gone comes back as another call, which that layer need not have.
    """
    back = tl.decode(sample.data)
    if type(back) is not type(sample.whole):
        return None
    return None if tl.encode(back, layer) == sample.data else "other bytes after reading them back"


def _known(sample: Sample, difference: str, ids: set[int], layer: int) -> str | None:
    """The name of a difference that is no fault of the codec."""
    name = sample.definition.name
    if name in PECULIAR:
        return PECULIAR[name]
    back = tl.decode(sample.data)
    if difference == "other bytes" and any(map(_has_empty_optional_vector, _objects_in({"": back}))):
        return "an empty optional vector written as an absent one"
    used = (API.at(inner.NAME, layer) for inner in _objects_in(sample.values))
    if any(definition is not None and definition.id not in ids for definition in used):
        return "an id that the library's copy of the layer lacks"
    return None


def _objects_in(values: Mapping[str, Any]) -> Iterator[TLObject]:
    """Every object in these values, however deep."""
    for value in values.values():
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, TLObject):
                yield item
                yield from _objects_in({name: getattr(item, name) for name in item.FIELDS})
            elif isinstance(item, list):
                yield from _objects_in({"": item})


def _has_empty_optional_vector(value: TLObject) -> bool:
    return any(field.optional and getattr(value, field.attribute) == [] for field in value.DEFINITION.values)
