"""What can go wrong between bytes and objects.

TLError (ValueError)
├── EncodeError          the object does not fit its definition: a mistake of the caller
│   └── Unmappable       the object is sound but has no form at the layer it is written for
└── DecodeError          the bytes are not one value of the expected type: a mistake of the peer
    ├── UnknownConstructor   an id that no layer's schema knows     (INPUT_CONSTRUCTOR_INVALID)
    └── UnknownMethod        the same where a method is called      (INPUT_METHOD_INVALID_<id>)
"""

from __future__ import annotations


class TLError(ValueError):
    """Any failure of the TL codec."""


class EncodeError(TLError):
    """An object that cannot be written; the message names the field."""


class Unmappable(EncodeError):
    """A value with no form at the layer asked for: leave it out, or do not send what needs it."""


class DecodeError(TLError):
    """Bytes that are not what was expected.

    Attributes:
        reason: what is wrong, without the place.
        offset: where reading stopped, in bytes from the start (of the unpacked data inside a gzip_packed).
        path: the fields that led there, outermost first: ``updates.updates[3]``, ``message.media``.
    """

    def __init__(self, reason: str, *, offset: int | None = None, path: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset
        self.path = path

    def __str__(self) -> str:
        place = "" if self.offset is None else f" at byte {self.offset}"
        route = f" in {' > '.join(self.path)}" if self.path else ""
        return f"{self.reason}{place}{route}"


class UnknownConstructor(DecodeError):
    """A constructor id that no known layer has.

    Attributes:
        constructor_id: the id as an unsigned number.
    """

    noun = "constructor"

    def __init__(self, constructor_id: int) -> None:
        super().__init__(f"unknown {self.noun} {constructor_id:#010x}")
        self.constructor_id = constructor_id


class UnknownMethod(UnknownConstructor):
    """A method id that no known layer has."""

    noun = "method"
