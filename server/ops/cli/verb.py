"""What all verbs share: options, the way to the server, output as text or JSON, and errors as exit codes."""

from __future__ import annotations

import functools
import inspect
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from server.ops.config import DEV_DEFAULTS, Config
from server.ops.errors import OperatorError
from server.ops.resolve import ConfigError, Resolved, resolve


class ExitCode(IntEnum):
    """What the exit status of `chappe` means."""

    DONE = 0
    """It was done."""
    FAILED = 1
    """It could not be done; standard error says why, and what to do next."""
    USAGE = 2
    """The command was not understood."""
    CONFIGURATION = 3
    """The configuration cannot be used."""
    NOT_READY = 4
    """The server is not running, or not ready."""


class CommandError(OperatorError):
    """Ends the command with a message on standard error."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.code = code


class Operator:
    """Who runs the command: the configuration their options lead to, and how they want to be answered.

    Attributes:
        flags: ``section.key`` → value, of what was given on the command line.
        file: the configuration file they name, if any.
        as_json: whether results and errors are JSON.
    """

    def __init__(self, flags: Mapping[str, Any], file: Path | None, *, as_json: bool) -> None:
        self.flags = flags
        self.file = file
        self.as_json = as_json

    def resolve(self, *, dev: bool = False, **flags: Any) -> Resolved:
        """The configuration, with further flags (``section__key=value``) of the verb itself; None is "not given"."""
        given = {name.replace("__", "."): value for name, value in flags.items() if value is not None}
        return resolve({**self.flags, **given}, os.environ, DEV_DEFAULTS if dev else {}, self.file)

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.resolve().config

    def ask(self, verb: str, **arguments: Any) -> Any:
        """Have an administration verb done, by the running server or, if there is none, here."""
        from server.ops.admin.call import ask

        return ask(self.config, verb, arguments)

    def show(self, result: Any, text: Callable[[], object] | str) -> None:
        """Print a result: itself as JSON, or else `text` (or what it returns, something rich can print)."""
        if self.as_json:
            print(
                "".join(json.dumps(one)[1:-1] if _acts(one) else one for one in json.dumps(result, ensure_ascii=False))
            )
        elif isinstance(text, str):
            print(visible(text))
        else:
            from rich.console import Console

            Console(soft_wrap=True, highlight=False, markup=False).print(text())


DataDirOption = Annotated[
    str | None, typer.Option("--data-dir", metavar="DIR", help="Data folder. Default: .chappe in the working folder.")
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Configuration file. Default: chappe.toml in the data folder."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="SECTION.KEY=VALUE", help="Set any key of the configuration; may be repeated."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]


def verb(function: Callable[..., None]) -> Callable[..., None]:
    """Make a command of `function(operator, ...)`: the shared options become its own, errors become exit codes."""

    @functools.wraps(function)
    def command(
        *,
        data_dir: str | None,
        config: Path | None,
        settings: list[str] | None,
        as_json: bool,
        **arguments: Any,
    ) -> None:
        try:
            operator = Operator(_flags(data_dir, settings or []), config, as_json=as_json)
            function(operator, **arguments)
        except Exception as error:
            code = _code(error)
            if code is None:
                raise
            said = _said(error) + _what_to_do(error)
            print(json.dumps({"error": said}) if as_json else f"chappe: {said}", file=sys.stderr)
            raise typer.Exit(code) from None

    shared = {"data_dir": DataDirOption, "config": ConfigOption, "settings": SetOption, "as_json": JsonOption}
    keyword = inspect.Parameter.KEYWORD_ONLY
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    parameters = [parameter.replace(kind=keyword) for parameter in own] + [
        inspect.Parameter(name, keyword, default=False if name == "as_json" else None, annotation=annotation)
        for name, annotation in shared.items()
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def table(*columns: str, rows: Sequence[Sequence[object]], above: str = "") -> Callable[[], object]:
    """A table for `Operator.show`, under a few lines of text if there are any.

    The first column names the row for other commands, so it is never cut.
    """

    def build() -> object:
        from rich import box
        from rich.console import Group
        from rich.table import Column, Table

        name = Column(columns[0], no_wrap=True, min_width=max((len(str(row[0])) for row in rows), default=0))
        drawn = Table(name, *columns[1:], box=box.SIMPLE_HEAD, pad_edge=False)
        for row in rows:
            drawn.add_row(*(" ".join(visible(str(cell)).splitlines()) for cell in row))
        return Group(visible(above), drawn) if above else drawn

    return build


def visible(text: str) -> str:
    """Text without what would move a cursor, colour a screen or turn the direction of reading; lines and tabs stay.

    Names and devices are what strangers say of themselves, and a terminal obeys whoever writes to it.
    """
    return "".join(one for one in text if one in "\n\t" or not _acts(one))


def _acts(character: str) -> bool:
    """Whether a character does something instead of showing something."""
    return unicodedata.category(character) in {"Cc", "Cf"}


def when(seconds: int) -> str:
    """Unix seconds as people read them, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _flags(data_dir: str | None, settings: list[str]) -> dict[str, str]:
    flags = {} if data_dir is None else {"server.data_dir": data_dir}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise CommandError(f"--set takes SECTION.KEY=VALUE, not {setting!r}", ExitCode.USAGE)
        flags[key.strip()] = value
    return flags


def _said(error: Exception) -> str:
    """What went wrong, in words; the system's own come without its number."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _what_to_do(error: Exception) -> str:
    """The next step after an error that SQLite or the system words; ours name it themselves."""
    from storage.errors import DamagedError, FullError

    match error:
        case PermissionError():
            return " (be the user whom the data folder belongs to, or root)"
        case DamagedError():
            return " (chappe doctor says what is damaged; chappe restore puts a backup into an empty data folder)"
        case FullError():
            return " (make room on the device of the data folder)"
    return ""


def _code(error: Exception) -> ExitCode | None:
    """The exit code of an error that is the operator's to mend; None for a bug of ours."""
    from storage.errors import StorageError

    match error:
        case CommandError():
            return error.code
        case ConfigError():
            return ExitCode.CONFIGURATION
        case OperatorError() | StorageError():
            return ExitCode.FAILED
        case OSError() if error.filename is not None:  # a file that is not there, or is another's
            return ExitCode.FAILED
    return None
