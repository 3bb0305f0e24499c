"""What an RPC error is: a class per documented name, made from one table.

    RpcError                  what `rpc_error` carries: code and message
    ├── PlainError            FILE_PARTS_INVALID
    ├── NumberError           FLOOD_WAIT_30         (FLOOD_WAIT_%d in the table)
    ├── TextError             RECAPTCHA_CHECK_...   (RECAPTCHA_CHECK_%s)
    └── UnknownError          a name outside the table, only ever received

Names and codes are interface: clients match on them (core.telegram.org/api/errors). The text that explains an error
never goes over the wire, so the table holds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import ClassVar


class RpcError(Exception):
    """A method call failed; `code` and `message` are the fields of `rpc_error`.

    Raise a member (`raise rpc_errors.PEER_ID_INVALID`), catch a member or all of them by this class.
    """

    TEMPLATE: ClassVar[str]
    """The name with its placeholder, `FLOOD_WAIT_%d`."""
    CODES: ClassVar[tuple[int, ...]]
    """Every code the name is documented with, the usual one first."""
    METHODS: ClassVar[frozenset[str]]
    """The methods documented to answer it; empty: any method may."""

    code: int
    message: str

    def __init__(self, message: str, code: int) -> None:
        super().__init__(f"{code} {message}")
        self.message = message
        self.code = code

    @classmethod
    def _checked_code(cls, code: int | None) -> int:
        if code is None:
            return cls.CODES[0]
        if code not in cls.CODES:
            raise ValueError(f"{cls.TEMPLATE} is documented with {cls.CODES}, not {code}")
        return code


class PlainError(RpcError):
    """A name without a parameter. `code` chooses among several documented codes."""

    def __init__(self, *, code: int | None = None) -> None:
        super().__init__(self.TEMPLATE, self._checked_code(code))


class NumberError(RpcError):
    """A name with a number in it: seconds to wait, a data centre, a part of a file."""

    parameter: int

    def __init__(self, parameter: int, *, code: int | None = None) -> None:
        super().__init__(self.TEMPLATE % parameter, self._checked_code(code))
        self.parameter = parameter


class TextError(RpcError):
    """A name with a text in it that the client hands on."""

    parameter: str

    def __init__(self, parameter: str, *, code: int | None = None) -> None:
        super().__init__(self.TEMPLATE % parameter, self._checked_code(code))
        self.parameter = parameter


class UnknownError(RpcError):
    """An error whose name the table does not hold: a server newer than we are, or another implementation."""


Kind = type[PlainError] | type[NumberError] | type[TextError]


def member_name(template: str) -> str:
    """`FLOOD_WAIT_%d` is written `FLOOD_WAIT_X`, as in the documentation; no Python name starts with a digit."""
    name = template.replace("%d", "X").replace("%s", "X")
    return f"_{name}" if name[0].isdigit() else name


def base_of(template: str) -> Kind:
    if "%d" in template:
        return NumberError
    return TextError if "%s" in template else PlainError


class Table(Mapping[str, Kind]):
    """The classes by member name, each made when it is first asked for, and the way back from what came over the wire.

    A table has a line for each: `codes <tab> NAME[_%d] <tab> methods`, lists separated by spaces.
    """

    def __init__(self, table: str) -> None:
        lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
        self._lines = {member_name(template): (codes, template, methods) for codes, template, methods in lines}
        self._made: dict[str, Kind] = {}

    def __getitem__(self, name: str) -> Kind:
        kind = self._made.get(name)
        if kind is None:
            kind = self._made[name] = _make(name, *self._lines[name])
        return kind

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def from_wire(self, code: int, message: str) -> RpcError:
        """The error a server sent, as a member where its name is known with that code, else `UnknownError`."""
        plain = self.get(member_name(message))
        if plain is not None and issubclass(plain, PlainError) and message == plain.TEMPLATE and code in plain.CODES:
            return plain(code=code)
        for pattern, kind in self._patterns:
            match = pattern.fullmatch(message)
            if match is not None and code in kind.CODES:
                return kind(int(match[1]), code=code) if issubclass(kind, NumberError) else kind(match[1], code=code)
        return UnknownError(message, code)

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], type[NumberError] | type[TextError]]]:
        kinds = [self[name] for name, (_, template, _) in self._lines.items() if "%" in template]
        return [
            (re.compile(kind.TEMPLATE.replace("%d", r"([0-9]{1,18})").replace("%s", "(.+)")), kind)
            for kind in kinds
            if not issubclass(kind, PlainError)
        ]


def _make(name: str, codes: str, template: str, methods: str) -> Kind:
    body = {
        "__module__": __package__,
        "__doc__": f"{codes} {template}",
        "TEMPLATE": template,
        "CODES": tuple(map(int, codes.split())),
        "METHODS": frozenset(methods.split()),
    }
    return type(name, (base_of(template),), body)
