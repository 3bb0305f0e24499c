"""Does the time of an answer tell whether a number has an account? Welch's t of known and unknown ones (row AU-2).

    python -m bench.timing_sign_in [--samples N]

A server in a process of its own, whose client is on this machine; half of the numbers belong to accounts with a
signed-in device, which is sent the code. Each sample is a number of its own: a code is asked for, and right behind that
something that anybody may ask; then a wrong code is given. Known and unknown numbers come in random order. The answers
must be equal but for the hash, which is random. What is said of noise in bench/timing_leaks.py holds here too, and a
commit stands between question and answer, which takes most of the time.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import tempfile
import time
from collections import defaultdict
from multiprocessing.connection import Connection
from pathlib import Path

import uvloop

from bench._measure import machine
from bench._verdict import verdict
from bench.serving import FIRST_USER, SPAWN
from bench.timing_leaks import BAR, report
from mtproto import tl
from mtproto.crypto import AuthKey, RsaPublicKey
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.app import App
from server.clock import SystemClock
from server.ops import collector
from server.ops.config import FloodSection
from storage.accounts import users
from storage.database import Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device, DeviceState
from tests.server.client import Client, Connector
from tests.server.harness import make_rsa_keys, serving

SAMPLES = 3_000
UNLIMITED = FloodSection(factor=1e9, sign_in_factor=1e9)
"""All numbers are asked about by one key from one address."""


def phone(number: int) -> str:
    """One of the 90,000 test numbers whose codes are not counted by the day."""
    return f"99966{1 + number % 9}{number // 9:04}"


async def sign_up(app: App, numbers: list[int]) -> None:
    """Accounts with a signed-in device each, used just now: what was not used for long is deleted every hour."""
    now = int(app.clock.now())

    async def unit(tx: Tx) -> None:
        for at, number in enumerate(numbers):
            user_id = FIRST_USER + at
            await users.create(tx, phone=phone(number), first_name="User", now=now, user_id=user_id)
            device = Device(user_id, user_id, user_id, DeviceState.SIGNED_IN, now, now, "127.0.0.1", 1, {})
            await devices.put(tx, device)

    await app.db.write(unit, seconds=60)


async def ask(client: Client, number: int) -> types.auth.SentCode:
    request = functions.auth.SendCode(
        phone_number=phone(number), api_id=1, api_hash="hash", settings=types.CodeSettings()
    )
    sent = await client(request)
    assert isinstance(sent, types.auth.SentCode)
    return sent


async def guess(client: Client, number: int, code_hash: str) -> str:
    request = functions.auth.SignIn(phone_number=phone(number), phone_code_hash=code_hash, phone_code="00000")
    try:
        await client(request)
    except RpcError as error:
        return error.message
    raise AssertionError("a wrong code was taken")


def serve(pipe: Connection, folder: Path, known: list[int]) -> None:
    """A process that serves until it is told to stop."""

    async def main() -> None:
        keys = await asyncio.to_thread(make_rsa_keys, folder / "rsa")
        async with serving(folder / "data", keys, flood=UNLIMITED) as harness:
            await sign_up(harness.app, known)
            auth_key, salt = await harness.key()
            pipe.send((harness.port, auth_key.data, salt))
            collector.settle()
            await asyncio.to_thread(pipe.recv)

    uvloop.run(main())


async def measure(folder: Path, samples: int) -> tuple[dict[str, dict[str, list[int]]], set[str]]:
    """Nanoseconds of each answer, by method and kind, and every answer there was."""
    taken: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    answers: set[str] = set()
    now = time.perf_counter_ns
    numbers = random.sample(range(90_000), 2 * samples)
    known = set(numbers[:samples])
    random.shuffle(numbers)
    pipe, theirs = SPAWN.Pipe()
    server = SPAWN.Process(target=serve, args=(theirs, folder, sorted(known)))
    server.start()
    client = await connected(*pipe.recv())
    gc.disable()
    for number in numbers:
        kind = "known" if number in known else "unknown"
        start = now()
        sent = await ask(client, number)
        answered = now()
        await client(functions.help.GetNearestDc())
        taken["auth.sendCode"][kind].append(answered - start)
        taken["a call behind it"][kind].append(now() - answered)
        start = now()
        refused = await guess(client, number, sent.phone_code_hash)
        taken["auth.signIn, wrong code"][kind].append(now() - start)
        sent.phone_code_hash = ""
        answers |= {repr(sent), refused}
    gc.enable()
    await client.disconnect()
    pipe.send("stop")
    server.join()
    return taken, answers


async def connected(port: int, key: bytes, salt: int) -> Client:
    """A client under a key that nobody is signed in under."""
    connector = Connector("127.0.0.1", port, 2, RsaPublicKey(0, 0), SystemClock())
    client = Client(connector, AuthKey(key), salt, layer=tl.NEWEST, announce=True)
    await client.connect()
    await client(functions.help.GetNearestDc())
    return client


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    samples = parser.parse_args().samples
    print(machine())
    os.umask(0o077)
    with tempfile.TemporaryDirectory() as folder:
        taken, answers = uvloop.run(measure(Path(folder), samples))
    worst = max(report(title, kinds) for title, kinds in taken.items())
    said = f"{samples} numbers of each kind, {len(answers)} different answers to two questions, worst |t| {worst:.2f}"
    return verdict(__file__, said, held=worst < BAR and len(answers) == 2, in_full=samples >= SAMPLES)


if __name__ == "__main__":
    raise SystemExit(main())
