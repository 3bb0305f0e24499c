"""One client's throughput: messages and file bytes per second, of our SDK beside Telethon and Kurigram.

    python -m bench.sdk [--rounds N] [--messages N] [--mebibytes N]

Two servers serve everyone in the same run: one that answers each message without storing it (bench.answering), and a
real one. The clients take turns, each in a process of its own under uvloop, signed in with a key that the servers have
already: a client sends texts to somebody else, 64 at once, each as soon as another is answered, to the first server
("answered") and then to the second ("messages"); there it uploads a file from disk, and downloads it into memory. Where
there are two processors the servers have one to themselves, and the client of the moment the other. Three rates are
shown for each: by the clock; by the client's own processor time, which does not depend on how fast the server is; and
by the server's processor time meanwhile, more than which no client can get out of it by the clock. Kurigram is left out
where `make peers` has not installed it, and moves no files without its accelerator (TgCrypto): in pure Python that
takes minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import uvloop

from bench._measure import TICK, cpu_of, machine, on_processor

ROOT = Path(__file__).parents[1]
KURIGRAM = ROOT / ".peers" / "kurigram"
TEXT = "The quick brown fox jumps over the lazy dog."
AT_ONCE = 64
FASTER = 2
"""So many times the messages are sent to the server that stores none."""
SHOWN = ("answered", "messages", "upload", "download")

Send = Callable[[], Awaitable[object]]
T = TypeVar("T")


class Meter:
    """Rates by the clock, by this process's processor time and by the server's.

    Args:
        path: The file to move; empty for none.
        server: The number of the serving process.
    """

    def __init__(self, path: str, server: int) -> None:
        self.mebibytes = os.path.getsize(path) / 2**20 if path else 0.0
        self.rates: dict[str, list[float]] = {}
        self._server = server

    async def measure(self, name: str, amount: float, work: Awaitable[T]) -> T:
        before = self._times()
        result = await work
        self.rates[name] = [amount / max(b - a, TICK) for a, b in zip(before, self._times(), strict=True)]
        return result

    def _times(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), cpu_of(self._server)


async def many(send: Send, count: int) -> None:
    """Send so many, some at once."""
    left = iter(range(count))

    async def one() -> None:
        for _ in left:
            await send()

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))


@dataclass(frozen=True, slots=True)
class Turn:
    """What a client's process is told.

    Attributes:
        client: Which client it is.
        port: Of the server.
        server: The number of the serving process.
        user_id: Who is signed in.
        to: To whom the messages are.
        access_hash: By which that user is named.
        messages: How many.
        path: The file to move; empty for none.
    """

    client: str
    port: int
    server: int
    user_id: int
    to: int
    access_hash: int
    messages: int
    path: str


async def ours(turn: Turn, key: bytes, meter: Meter) -> None:
    from client_sdk import Client, Endpoint, SessionStore
    from client_sdk.store.records import Login
    from mtproto.tl import types

    to = types.InputPeerUser(user_id=turn.to, access_hash=turn.access_hash)
    with tempfile.TemporaryDirectory() as folder, SessionStore(Path(folder, "ours.session")) as store:
        store.save_login(Login(2, "127.0.0.1", turn.port, key, 0, 0.0, turn.user_id))
        async with Client(store, Endpoint("127.0.0.1", turn.port, 2, ()), api_id=1, api_hash="x") as client:
            await many(lambda: client.send_message(to, TEXT), AT_ONCE)
            await meter.measure("messages", turn.messages, many(lambda: client.send_message(to, TEXT), turn.messages))
            if turn.path:
                sent = await client.send_file("me", b"warm up", name="a.bin")
                await client.download(sent)
                sent = await meter.measure("upload", meter.mebibytes, client.send_file("me", turn.path))
                await meter.measure("download", meter.mebibytes, client.download(sent))


async def telethon(turn: Turn, key: bytes, meter: Meter) -> None:
    from telethon import TelegramClient
    from telethon.crypto import AuthKey
    from telethon.sessions import SQLiteSession
    from telethon.tl.types import InputPeerUser

    to = InputPeerUser(turn.to, turn.access_hash)
    with tempfile.TemporaryDirectory() as folder:
        session = SQLiteSession(os.path.join(folder, "theirs"))
        session.set_dc(2, "127.0.0.1", turn.port)
        session.auth_key = AuthKey(key)
        client = TelegramClient(session, 1, "x")
        await client.connect()
        await many(lambda: client.send_message(to, TEXT), AT_ONCE)
        await meter.measure("messages", turn.messages, many(lambda: client.send_message(to, TEXT), turn.messages))
        if turn.path:
            upload = client.send_file("me", turn.path, force_document=True)
            sent = await meter.measure("upload", meter.mebibytes, upload)
            await meter.measure("download", meter.mebibytes, client.download_media(sent, file=bytes))
        await client.disconnect()


async def kurigram(turn: Turn, key: bytes, meter: Meter) -> None:
    from pyrogram import Client
    from pyrogram.connection import Connection

    class Here(Connection):  # type: ignore[misc]  # Kurigram publishes no types
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **{**kwargs, "server_address": "127.0.0.1", "port": turn.port})

    packed = struct.pack(">BI?256sQ?", 2, 1, False, key, turn.user_id, False)
    text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    client = Client("k", api_id=1, api_hash="x", session_string=text, in_memory=True, connection_factory=Here)
    await client.start()
    await client.storage.update_peers([(turn.to, turn.access_hash, "user", None)])
    await many(lambda: client.send_message(turn.to, TEXT), AT_ONCE)
    await meter.measure("messages", turn.messages, many(lambda: client.send_message(turn.to, TEXT), turn.messages))
    if turn.path and find_spec("tgcrypto"):
        sent = await meter.measure("upload", meter.mebibytes, client.send_document("me", turn.path))
        await meter.measure("download", meter.mebibytes, client.download_media(sent, in_memory=True))
    await client.stop()


CLIENTS = {"ours": ours, "telethon": telethon, "kurigram": kurigram}


def child() -> None:
    """What the clients' processes run: the turn is an argument, the key comes on standard input."""
    turn = Turn(**json.loads(sys.argv[2]))
    meter = Meter(turn.path, turn.server)
    uvloop.run(CLIENTS[turn.client](turn, sys.stdin.buffer.read(), meter))
    print(json.dumps(meter.rates))


def run(turn: Turn, key: bytes) -> dict[str, list[float]]:
    """One client's turn."""
    environ = {**os.environ, "PYTHONPATH": str(KURIGRAM) if turn.client == "kurigram" else ""}
    words = [sys.executable, "-m", "bench.sdk", "--child", json.dumps(asdict(turn))]
    done = subprocess.run(words, cwd=ROOT, env=environ, input=key, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{turn.client}: {done.stderr.decode()[-2000:]}")
    rates: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return rates


def main() -> None:
    from bench.serving import FIRST_USER, Served, clients_keys  # not in the clients' processes
    from server.access.hashes import AccessHashes, Hashed
    from server.ops.datadir import DataDir

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--mebibytes", type=int, default=64)
    arguments = parser.parse_args()
    print(machine())
    names = [name for name in CLIENTS if name != "kurigram" or KURIGRAM.is_dir()]
    keys = clients_keys(len(names) + 1)  # the last one's is whom they write to
    to = FIRST_USER + len(names)
    seen: dict[str, list[dict[str, list[float]]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "content.bin")
        with on_processor(0):
            real = Served(os.path.join(folder, "real"), keys)
            answering = Served(os.path.join(folder, "answering"), keys, stores=False)
        hashes = AccessHashes(DataDir(Path(folder, "real")).load_keys(legacy=False).derive("access hashes"))
        for _ in range(arguments.rounds):
            for user_id, (name, key) in enumerate(zip(names, keys, strict=False), FIRST_USER):
                Path(path).write_bytes(os.urandom(arguments.mebibytes * 2**20))
                access_hash = hashes.of(user_id, Hashed.USER, to)
                turn = Turn(name, real.port, real.pid, user_id, to, access_hash, arguments.messages, path)
                lean = replace(
                    turn, port=answering.port, server=answering.pid, messages=FASTER * turn.messages, path=""
                )
                with on_processor(1):
                    seen[name].append({"answered": run(lean, key)["messages"], **run(turn, key)})
        answering.stop()
        real.stop()
    print(f"{'':16}" + "".join(f"{what:>30}" for what in SHOWN))
    print(f"{'':16}" + "".join(f"{kind:>10}" for _ in SHOWN for kind in ("clock", "own", "server")))
    for name in names:
        print(f"{name:16}" + "".join(f"{figure:>10,.1f}" for figure in medians(seen[name], None)))
    for name in names[1:]:
        print(f"ours / {name:9}" + "".join(f"{ratio:>10.2f}" for ratio in medians(seen["ours"], seen[name])))


def medians(turns: list[dict[str, list[float]]], others: list[dict[str, list[float]]] | None) -> list[float]:
    """Of everything that was measured the median over the rounds, by the clock and by the processors.

    Args:
        turns: One client's turns.
        others: Another's, to be divided by.
    """
    return [
        statistics.median(
            mine[what][kind] / (theirs[what][kind] if others is not None else 1)
            for mine, theirs in zip(turns, others or turns, strict=True)
        )
        for what in SHOWN
        if what in (others or turns)[0]
        for kind in range(3)
    ]


if __name__ == "__main__":
    child() if sys.argv[1:2] == ["--child"] else main()
