"""One way to have a verb done: by the server if one runs in the data folder, here if none does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from server.ops.admin.socket import call
from server.ops.admin.verb import AdminError
from server.ops.config import Config
from server.ops.datadir import DataDir

SECONDS = 60.0
"""How long a running server may take. Most of what it does takes less than one."""

UNBOUNDED = frozenset({"files.check", "files.collect"})
"""Verbs that take as long as there are files."""


class NotRunning(AdminError):
    """No server runs in the data folder."""


def ask(config: Config, verb: str, arguments: Mapping[str, Any]) -> Any:
    """Have `verb` done and return its result.

    Raises:
        AdminError: it cannot be done.
        DataDirError, StorageError: no server runs, and the data folder cannot be opened either.
    """
    try:
        return ask_running(config, verb, arguments, None if verb in UNBOUNDED else SECONDS)
    except NotRunning:
        data_dir = DataDir(config.data_dir)
        if not data_dir.is_begun:  # nor is one made of a folder whose name was mistyped
            raise AdminError(
                f"there is no data folder at {data_dir.path}: name another one, or make it with chappe init"
            ) from None
        return asyncio.run(_alone(config, verb, arguments))


def ask_running(config: Config, verb: str, arguments: Mapping[str, Any], seconds: float | None) -> Any:
    """Have `verb` done by the server that runs, within so many seconds, and return its result.

    Raises:
        NotRunning: there is none.
        AdminError: it cannot be done, or the server cannot be reached.
    """
    try:
        return call(DataDir(config.data_dir).socket, verb, arguments, seconds)
    except (FileNotFoundError, ConnectionRefusedError):
        raise NotRunning("no server runs in this data folder: chappe serve") from None
    except TimeoutError:
        raise AdminError(f"the server did not answer within {seconds:g} s: look at its log") from None
    except OSError as error:
        raise AdminError(f"the server cannot be reached: {error.strerror or error}") from error


async def _alone(config: Config, verb: str, arguments: Mapping[str, Any]) -> Any:
    """Open the data folder of a server that is stopped, for this one verb."""
    from server.app import open_app
    from server.ops.admin.socket import perform
    from server.ops.admin.verbs import VERBS

    async with open_app(config) as app:
        return await perform(app, VERBS, verb, arguments)
