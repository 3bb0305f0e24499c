"""`files.collect`, `files.check`: the store of files, kept tidy and looked through."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.app import App
from server.files import collecting
from server.ops.admin.verb import Verb


async def collect(app: App) -> dict[str, Any]:
    """Remove what nobody can see any more."""
    return asdict(await collecting.collect(app))


async def check(app: App) -> list[dict[str, Any]]:
    """Everything that is wrong with what is kept."""
    return [asdict(finding) for finding in await collecting.check(app)]


VERBS: dict[str, Verb] = {"files.collect": collect, "files.check": check}
