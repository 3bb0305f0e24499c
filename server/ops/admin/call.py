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
"""How long a running server may take. Nothing it does takes a second; a backup has no limit and does not come here."""


def ask(config: Config, verb: str, arguments: Mapping[str, Any]) -> Any:
    """Have `verb` done and return its result.

    Raises:
        AdminError: it cannot be done.
        DataDirError, StorageError: no server runs, and the data folder cannot be opened either.
    """
    data_dir = DataDir(config.data_dir)
    if not data_dir.path.is_dir():
        raise AdminError(f"there is no data folder at {data_dir.path}: name another one, or make it with chappe init")
    try:
        return call(data_dir.socket, verb, arguments, SECONDS)
    except (FileNotFoundError, ConnectionRefusedError):
        return asyncio.run(_alone(config, verb, arguments))
    except TimeoutError:
        raise AdminError(f"the server did not answer within {SECONDS:g} s: look at its log") from None
    except OSError as error:
        raise AdminError(f"the server cannot be reached: {error.strerror or error}") from error


async def _alone(config: Config, verb: str, arguments: Mapping[str, Any]) -> Any:
    """Open the data folder of a server that is stopped, for this one verb."""
    from server.app import open_app
    from server.ops.admin.socket import perform
    from server.ops.admin.verbs import VERBS

    async with open_app(config) as app:
        return await perform(app, VERBS, verb, arguments)
