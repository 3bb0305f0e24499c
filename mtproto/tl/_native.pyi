# The optional C extension of csrc/; native.py says what it is told and asked.
from collections.abc import Callable
from typing import Any

_Form = tuple[str, str | None]
_Field = tuple[str, str | None, int, int, str | None]

class Plan:
    def __new__(
        cls,
        id: int,
        cls_: type,
        result: str,
        fields: tuple[_Field, ...],
        defaults: tuple[tuple[str, object], ...],
        /,
    ) -> Plan: ...

def construct_directly(
    cls: type,
    keywords: tuple[tuple[object, ...], ...],
    fixed: tuple[tuple[str, object], ...],
    /,
) -> None: ...

class Encoder:
    def __new__(cls, resolve: Callable[[type], Plan | None]) -> Encoder: ...
    def encode(self, value: object, form: _Form, /) -> bytes | None: ...

class Decoder:
    def __new__(cls, resolve: Callable[[int], Plan | None]) -> Decoder: ...
    def decode(self, data: bytes, form: _Form, /) -> Any: ...
