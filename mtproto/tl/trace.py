"""Where generated code failed, told by the traceback.

Readers and writers do not track where they are: that would cost every value something and help only the broken ones.
Their frames are still in the traceback when one fails, and each knows which field each of its lines is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

READ_FRAME = "<read "
WRITE_FRAME = "<write "


@dataclass(frozen=True, slots=True)
class Step:
    """One generated function at work: the definition's name, the field (or nothing), and the local variables."""

    name: str
    field: str
    values: dict[str, Any]

    def __str__(self) -> str:
        index = self.values.get(f"i_{self.field}")
        return self.name + (f".{self.field}" if self.field else "") + ("" if index is None else f"[{index}]")


def steps_of(trace: TracebackType | None, kind: str) -> Iterator[Step]:
    """The generated frames of a traceback, outermost first."""
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_code.co_filename.startswith(kind) and frame.f_code.co_name != "<listcomp>":
            field = frame.f_globals["FIELD_OF_LINE"][trace.tb_lineno - 1]
            yield Step(frame.f_globals["NAME"], field, frame.f_locals)
        trace = trace.tb_next
