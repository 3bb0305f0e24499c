"""The starter pack among the files of this server: drawn and stored when somebody first asks for it.

A drawing is a file under a name, made once; whoever asks meanwhile waits for the same work. What an interrupted
server had not yet stored is made when it is asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from server.files.making import put_bytes
from server.starter.reactions import EMOJI, ICON_SIDE, STATIC_ICON, drawings
from server.starter.semaphore import SHORT_NAME, SIGNALS, TITLE, draw
from server.starter.shapes import SIDE
from storage.database import Tx
from storage.media import files, starter_files, sticker_sets
from storage.media.blobs import Blob
from storage.media.files import File, FileKind
from storage.media.sticker_sets import SetKind, Sticker

if TYPE_CHECKING:  # App holds the pack
    from server.app import App

VERSION = 1
"""Of the reactions' drawings; a higher one has them made anew."""

ANIMATION = "application/x-tgsticker"
PICTURE = "image/webp"


class StarterPack:
    """The starter pack of one server."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._making = asyncio.Lock()

    async def reactions(self) -> Mapping[tuple[str, str], int]:
        """The documents of all reactions, by emoji and role."""
        found = await self._app.db.peek(starter_files.made)
        names = {(emoji, role): f"{VERSION}/{emoji}/{role}" for emoji in EMOJI for role in drawings(emoji)}
        if not found.keys() >= set(names.values()):
            async with self._making:
                found = await self._app.db.peek(starter_files.made)
                found |= await self._make({name: key for key, name in names.items() if name not in found})
        return {key: found[name] for key, name in names.items()}

    async def stickers(self) -> None:
        """See to it that the set of stickers is there, unless somebody has taken its name before it came."""
        async with self._making:
            if await self._app.db.peek(lambda view: sticker_sets.by_short_name(view, SHORT_NAME)) is not None:
                return
            blobs = await self._put_all(await asyncio.to_thread(lambda: [draw(signal) for signal in SIGNALS]))
            now = int(self._app.clock.now())

            async def unit(tx: Tx) -> None:
                made = await sticker_sets.create(
                    tx, owner=0, kind=SetKind.STICKERS, title=TITLE, short_name=SHORT_NAME, text_color=False, now=now
                )
                if made is None:
                    return
                stickers = []
                for signal, blob in zip(SIGNALS, blobs, strict=True):
                    file_id = await _file(tx, _document(signal.emoji, ANIMATION, SIDE, made.set_id), blob, now)
                    stickers.append(Sticker(file_id, signal.emoji, signal.keywords))
                await sticker_sets.arrange(tx, made.set_id, stickers)

            await self._app.db.write(unit)

    async def _make(self, missing: Mapping[str, tuple[str, str]]) -> dict[str, int]:
        """Draw and store documents of reactions, by their names; many of them move alike and are one content."""
        contents = await asyncio.to_thread(_drawn, missing)
        unlike = list(dict.fromkeys(contents.values()))
        stored = dict(zip(unlike, await self._put_all(unlike), strict=True))
        now = int(self._app.clock.now())

        async def unit(tx: Tx) -> dict[str, int]:
            made = {}
            for name, (emoji, role) in missing.items():
                still = role == STATIC_ICON
                record = _document(emoji, PICTURE, ICON_SIDE) if still else _document(emoji, ANIMATION, SIDE)
                made[name] = await _file(tx, record, stored[contents[name]], now)
            await starter_files.add(tx, made)
            return made

        return await self._app.db.write(unit)

    async def _put_all(self, contents: Iterable[bytes]) -> list[Blob]:
        """Store contents, all at once: one after the other, each would wait for a thread of a busy machine."""
        return await asyncio.gather(*(put_bytes(self._app, data) for data in contents))


def _drawn(missing: Mapping[str, tuple[str, str]]) -> dict[str, bytes]:
    return {name: drawings(emoji)[role]() for name, (emoji, role) in missing.items()}


def _document(emoji: str, mime_type: str, side: int, set_id: int = 0) -> tuple[str, list[dict[str, Any]]]:
    """The type and the attributes of a sticker; `set_id` is the set it stands in, 0 for none."""
    return mime_type, [
        {"kind": "image_size", "w": side, "h": side},
        {"kind": "sticker", "alt": emoji, "set": set_id, "mask": False, "coords": None},
        {"kind": "filename", "name": "sticker.webp" if mime_type == PICTURE else "AnimatedSticker.tgs"},
    ]


async def _file(tx: Tx, document: tuple[str, list[dict[str, Any]]], blob: Blob, now: int) -> int:
    mime_type, attributes = document
    draft = File(0, FileKind.DOCUMENT, 0, now, blob, mime_type, {"attributes": attributes})
    return (await files.create(tx, draft)).file_id
