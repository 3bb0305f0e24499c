"""The straightforward server: what one writes first, to be compared with in bench.messages.

asyncio streams, Telethon's TL classes, cryptg, one aiosqlite transaction for each message. It does for a message what
has to be done: it opens and verifies the encrypted frame, takes it out of its container, stores both copies, both
events and both dialogs durably, answers, pushes to whoever is connected, and keeps what it sent until that is
acknowledged. What it leaves out only makes it faster: key exchange, salts, duplicates and order of messages, sending
again, access hashes, blocks, flood control, layers, metrics.
"""

from __future__ import annotations

import asyncio
import os
import struct
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from typing import Any

import aiosqlite
from telethon.crypto import AES
from telethon.extensions import BinaryReader
from telethon.tl.core.messagecontainer import MessageContainer
from telethon.tl.functions.messages import SendMessageRequest
from telethon.tl.types import MsgsAck, UpdateShortMessage, UpdateShortSentMessage
from telethon.tl.types.updates import State

from server.clock import SystemClock

CLOCK = SystemClock()

SCHEMA = """
CREATE TABLE boxes (box INTEGER PRIMARY KEY, last_id INTEGER NOT NULL, pts INTEGER NOT NULL);
CREATE TABLE messages (box INTEGER, id INTEGER, peer INTEGER, sender INTEGER, date INTEGER, random_id INTEGER,
    text TEXT, PRIMARY KEY (box, id)) WITHOUT ROWID;
CREATE INDEX messages_peer ON messages (box, peer, id);
CREATE UNIQUE INDEX once ON messages (box, peer, random_id) WHERE random_id IS NOT NULL;
CREATE TABLE events (box INTEGER, pts INTEGER, date INTEGER, message_id INTEGER, PRIMARY KEY (box, pts));
CREATE INDEX events_date ON events (date);
CREATE TABLE dialogs (box INTEGER, peer INTEGER, top_message INTEGER, unread INTEGER, PRIMARY KEY (box, peer))
    WITHOUT ROWID;
"""
ADVANCE = (
    "INSERT INTO boxes VALUES (?, 1, 2) ON CONFLICT (box) DO UPDATE SET last_id = last_id + 1, pts = pts + 1 "
    "RETURNING last_id, pts"
)
ARRIVED = (
    "INSERT INTO dialogs VALUES (?, ?, ?, ?) "
    "ON CONFLICT (box, peer) DO UPDATE SET top_message = excluded.top_message, unread = unread + excluded.unread"
)


@dataclass
class Connected:
    """A client: its key, where to write to it, and what it has not acknowledged."""

    user_id: int
    key: bytes
    writer: asyncio.StreamWriter
    session_id: int = 0
    last_id: int = 0
    content: int = 0
    unacknowledged: dict[int, bytes] = field(default_factory=dict)

    def send(self, body: bytes) -> None:
        """Send a message that is to be acknowledged."""
        self.last_id = max(self.last_id + 4, int(CLOCK.now() * 2**32) & ~3 | 1)
        self.unacknowledged[self.last_id] = body
        header = struct.pack("<qqqii", 0, self.session_id, self.last_id, self.content * 2 + 1, len(body))
        self.content += 1
        plaintext = header + body + os.urandom(12 + (-(len(body) + 12) & 15))
        msg_key = sha256(self.key[96:128] + plaintext).digest()[8:24]
        sealed = AES.encrypt_ige(plaintext, *_key_and_iv(self.key, msg_key, 8))
        packet = sha1(self.key).digest()[-8:] + msg_key + sealed
        self.writer.write(struct.pack("<i", len(packet)) + packet)


class Baseline:
    """Whose key is whose is told at the start: user ids count up from `first_user`."""

    def __init__(self, path: str, keys: list[bytes], first_user: int) -> None:
        self._path = path
        self._keys = {sha1(key).digest()[-8:]: (user_id, key) for user_id, key in enumerate(keys, first_user)}
        self._clients: dict[int, Connected] = {}
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
        client = None
        try:
            await reader.readexactly(4)
            while True:
                (length,) = struct.unpack("<i", await reader.readexactly(4))
                packet = await reader.readexactly(length)
                if client is None:
                    user_id, key = self._keys[packet[:8]]
                    client = self._clients[user_id] = Connected(user_id, key, writer)
                await self._take(client, packet)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return

    async def _take(self, client: Connected, packet: bytes) -> None:
        msg_key = packet[8:24]
        plaintext = AES.decrypt_ige(packet[24:], *_key_and_iv(client.key, msg_key, 0))
        assert sha256(client.key[88:120] + plaintext).digest()[8:24] == msg_key
        _, client.session_id, msg_id, _, length = struct.unpack("<qqqii", plaintext[:32])
        content = BinaryReader(plaintext[32 : 32 + length]).tgread_object()
        if isinstance(content, MessageContainer):
            for message in content.messages:
                await self._handle(client, message.msg_id, message.obj)
        else:
            await self._handle(client, msg_id, content)

    async def _handle(self, client: Connected, msg_id: int, content: Any) -> None:
        if isinstance(content, MsgsAck):
            for acknowledged in content.msg_ids:
                client.unacknowledged.pop(acknowledged, None)
        elif isinstance(content, SendMessageRequest):
            await self._send_message(client, msg_id, content)
        else:
            _answer(client, msg_id, bytes(State(pts=1, qts=0, date=None, seq=0, unread_count=0)))

    async def _send_message(self, client: Connected, msg_id: int, request: SendMessageRequest) -> None:
        peer, date = request.peer.user_id, int(CLOCK.now())
        (message_id, pts), (their_id, their_pts) = await self._store(client.user_id, peer, date, request)
        answer = UpdateShortSentMessage(id=message_id, pts=pts, pts_count=1, date=date, out=True)
        _answer(client, msg_id, bytes(answer))
        other = self._clients.get(peer)
        if other is not None:
            push = UpdateShortMessage(their_id, client.user_id, request.message, their_pts, 1, date)
            other.send(bytes(push))

    async def _store(
        self, user_id: int, peer: int, date: int, request: SendMessageRequest
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        async with self._lock:
            await self._db.execute("BEGIN IMMEDIATE")
            placed = []
            for box, other, random_id in ((user_id, peer, request.random_id), (peer, user_id, None)):
                ((message_id, pts),) = await self._db.execute_fetchall(ADVANCE, (box,))
                row = (box, message_id, other, user_id, date, random_id, request.message)
                await self._db.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                await self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (box, pts, date, message_id))
                await self._db.execute(ARRIVED, (box, other, message_id, int(box == peer)))
                placed.append((message_id, pts))
            await self._db.execute("COMMIT")
        return placed[0], placed[1]


def _answer(client: Connected, msg_id: int, result: bytes) -> None:
    client.send(struct.pack("<Iq", 0xF35C6D01, msg_id) + result)


def _key_and_iv(key: bytes, msg_key: bytes, x: int) -> tuple[bytes, bytes]:
    """core.telegram.org/mtproto/description, "Defining AES Key and Initialization Vector"."""
    a = sha256(msg_key + key[x : x + 36]).digest()
    b = sha256(key[40 + x : 76 + x] + msg_key).digest()
    return a[:8] + b[8:24] + a[24:32], b[:8] + a[8:24] + b[24:32]
