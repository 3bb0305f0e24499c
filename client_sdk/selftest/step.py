"""One step of the walk: what is looked at, where it is written, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a lab holds verdicts
    from client_sdk.selftest.lab import Lab

DOCUMENTATION = "https://core.telegram.org/"


class Fault(Exception):
    """The server does not do what the documentation says."""


class Skipped(Exception):
    """The step cannot be made here; the text says why."""


class Outcome(StrEnum):
    """What came of a step."""

    SOUND = "sound"
    FAULT = "fault"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """What is looked at.

    Attributes:
        name: The step in one word, for programs.
        rows: The rows of docs/rows.md that it belongs to.
        page: The page of the documentation, an address.
        says: What has to hold, in a sentence.
        run: Looks; raises Fault or Skipped.
    """

    name: str
    rows: tuple[str, ...]
    page: str
    says: str
    run: Callable[[Lab], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a step; `reason` is empty where it is sound."""

    step: Step
    outcome: Outcome
    reason: str = ""


def step(*rows: str, page: str) -> Callable[[Callable[[Lab], Awaitable[None]]], Step]:
    """Make a step of a function; its docstring is the sentence that has to hold.

    Args:
        rows: The rows of docs/rows.md.
        page: The page, below core.telegram.org.
    """

    def make(function: Callable[[Lab], Awaitable[None]]) -> Step:
        assert function.__doc__
        return Step(function.__name__, rows, DOCUMENTATION + page, " ".join(function.__doc__.split()), function)

    return make


def expect(holds: bool, otherwise: str) -> None:
    """The server is at fault unless this holds.

    Raises:
        Fault
    """
    if not holds:
        raise Fault(otherwise)
