"""The starter pack among the files of this server: drawn and stored when somebody first asks for it.

A drawing is a file under a name, made once; whoever asks meanwhile waits for the same work. What an interrupted
server had not yet stored is made when it is asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.starter.reactions import EMOJI, ICON_SIDE, STATIC_ICON, Draw, drawings
from server.starter.shapes import SIDE
from storage import files, starter_files
from storage.blobs import Blob
from storage.database import Tx
from storage.files import File, FileKind

if TYPE_CHECKING:  # App holds the pack
    from server.app import App

VERSION = 1
"""Of the drawings; a higher one has them made anew."""

ANIMATION = "application/x-tgsticker"
PICTURE = "image/webp"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A document to be made: how it is drawn, and what it says of itself."""

    draw: Draw
    mime_type: str
    attributes: tuple[Mapping[str, Any], ...]


class StarterPack:
    """The starter pack of one server."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._making = asyncio.Lock()

    async def reactions(self) -> Mapping[tuple[str, str], int]:
        """The documents of all reactions, by emoji and role."""
        wanted = {(emoji, role): f"{VERSION}/reaction/{emoji}/{role}" for emoji in EMOJI for role in drawings(emoji)}
        found = await self._app.db.peek(starter_files.made)
        if not found.keys() >= set(wanted.values()):
            found = await self._make({name: _of_reaction(*key) for key, name in wanted.items()})
        return {key: found[name] for key, name in wanted.items()}

    async def _make(self, pack: Mapping[str, Drawing]) -> dict[str, int]:
        """Draw and store what is missing; every document there is then."""
        async with self._making:
            found = await self._app.db.peek(starter_files.made)
            missing = {name: drawing for name, drawing in pack.items() if name not in found}
            blobs = {name: await self._put(await asyncio.to_thread(one.draw)) for name, one in missing.items()}
            now = int(self._app.clock.now())

            async def unit(tx: Tx) -> dict[str, int]:
                made = {name: await _file(tx, missing[name], blob, now) for name, blob in blobs.items()}
                await starter_files.add(tx, made)
                return made

            return found | await self._app.db.write(unit)

    async def _put(self, data: bytes) -> Blob:
        path = self._app.staging.new_path()
        path.write_bytes(data)  # small, and with the system at once
        return await self._app.blobs.put(path)


async def _file(tx: Tx, drawing: Drawing, blob: Blob, now: int) -> int:
    details = {"attributes": list(drawing.attributes)}
    draft = File(0, FileKind.DOCUMENT, 0, now, blob, drawing.mime_type, details)
    return (await files.create(tx, draft)).file_id


def _of_reaction(emoji: str, role: str) -> Drawing:
    still = role == STATIC_ICON
    side = ICON_SIDE if still else SIDE
    attributes = (
        {"kind": "image_size", "w": side, "h": side},
        {"kind": "sticker", "alt": emoji, "set": 0, "mask": False, "coords": None},
        {"kind": "filename", "name": "sticker.webp" if still else "AnimatedSticker.tgs"},
    )
    return Drawing(drawings(emoji)[role], PICTURE if still else ANIMATION, attributes)
