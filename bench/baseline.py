"""The straightforward server: what one writes first, to be compared with in bench.messages.

asyncio streams with a length before each frame, Telethon's TL classes, one aiosqlite transaction for each message, the
update pushed to whoever is connected. No encryption, no sessions, no acknowledgements, no access checks: all that it
leaves out only makes it faster.
"""

from __future__ import annotations

import asyncio
import struct

import aiosqlite
from telethon.extensions import BinaryReader
from telethon.tl.functions.messages import SendMessageRequest
from telethon.tl.types import Message as TelethonMessage
from telethon.tl.types import PeerUser, UpdateNewMessage, UpdateShortSentMessage

SCHEMA = """
CREATE TABLE boxes (box INTEGER PRIMARY KEY, last_id INTEGER NOT NULL, pts INTEGER NOT NULL);
CREATE TABLE messages (box INTEGER, id INTEGER, peer INTEGER, random_id INTEGER, text TEXT, PRIMARY KEY (box, id));
CREATE TABLE events (box INTEGER, pts INTEGER, message_id INTEGER, PRIMARY KEY (box, pts));
CREATE UNIQUE INDEX once ON messages (box, peer, random_id) WHERE random_id IS NOT NULL;
"""
ADVANCE = (
    "INSERT INTO boxes VALUES (?, 1, 2) ON CONFLICT (box) DO UPDATE SET last_id = last_id + 1, pts = pts + 1 "
    "RETURNING last_id, pts"
)


class Baseline:
    """Whoever connects says who they are in four bytes, then sends messages."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._writers: dict[int, asyncio.StreamWriter] = {}
        self._lock = asyncio.Lock()

    async def start(self) -> int:
        """Serve; returns the port."""
        self._db = await aiosqlite.connect(self._path, isolation_level=None)
        await self._db.execute("PRAGMA journal_mode = WAL")
        await self._db.execute("PRAGMA synchronous = FULL")
        await self._db.executescript(SCHEMA)
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (user_id,) = struct.unpack("<i", await reader.readexactly(4))
        self._writers[user_id] = writer
        while True:
            try:
                (length,) = struct.unpack("<i", await reader.readexactly(4))
                frame = await reader.readexactly(length)
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            request = BinaryReader(frame).tgread_object()
            assert isinstance(request, SendMessageRequest)
            message_id, pts, theirs = await self._store(user_id, request)
            answer = UpdateShortSentMessage(id=message_id, pts=pts, pts_count=1, date=None, out=True)
            _send(writer, bytes(answer))
            other = self._writers.get(request.peer.user_id)
            if other is not None:
                message = TelethonMessage(id=theirs[0], peer_id=PeerUser(user_id), message=request.message, date=None)
                _send(other, bytes(UpdateNewMessage(message, theirs[1], 1)))
            await writer.drain()

    async def _store(self, user_id: int, request: SendMessageRequest) -> tuple[int, int, tuple[int, int]]:
        peer = request.peer.user_id
        async with self._lock:
            await self._db.execute("BEGIN IMMEDIATE")
            placed = []
            for box, other, random_id in ((user_id, peer, request.random_id), (peer, user_id, None)):
                ((message_id, pts),) = await self._db.execute_fetchall(ADVANCE, (box,))
                row = (box, message_id, other, random_id, request.message)
                await self._db.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?)", row)
                await self._db.execute("INSERT INTO events VALUES (?, ?, ?)", (box, pts, message_id))
                placed.append((message_id, pts))
            await self._db.execute("COMMIT")
        return placed[0][0], placed[0][1], placed[1]


def _send(writer: asyncio.StreamWriter, body: bytes) -> None:
    writer.write(struct.pack("<i", len(body)) + body)
