"""Does the time of an answer tell whether a number has an account? Welch's t of known and unknown ones (row AU-2).

    python -m bench.timing_sign_in [--samples N]

A server with its clients on this machine; half of the numbers belong to accounts with a signed-in device, which is sent
the code. Each sample is a number of its own: a code is asked for, then a wrong one is given, known and unknown numbers
in random order. The answers must be equal but for the hash, which is random. What is said of noise in
bench/timing_leaks.py holds here too, and a commit stands between question and answer, which takes most of the time.
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
from pathlib import Path

from bench._measure import machine
from bench._verdict import verdict
from bench.timing_leaks import BAR, report
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.app import App
from storage import devices, users
from storage.database import Tx
from storage.devices import Device, DeviceState
from tests.server.client import Client
from tests.server.harness import make_rsa_keys, serving

SAMPLES = 3_000
FIRST_USER = 1_000_001
SECONDS_APART = 60.0
"""On the server's clock: calls that sign in are let through so rarely, and that limit is never relaxed."""


def phone(number: int) -> str:
    """One of the 90,000 test numbers whose codes are not counted by the day."""
    return f"99966{1 + number % 9}{number // 9:04}"


async def sign_up(app: App, numbers: list[int]) -> None:
    """Accounts with a signed-in device each."""

    async def unit(tx: Tx) -> None:
        for at, number in enumerate(numbers):
            user_id = FIRST_USER + at
            await users.create(tx, phone=phone(number), first_name="User", now=0, user_id=user_id)
            await devices.put(tx, Device(user_id, user_id, user_id, DeviceState.SIGNED_IN, 0, 0, "127.0.0.1", 1, {}))

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


async def measure(folder: Path, samples: int) -> tuple[dict[str, dict[str, list[int]]], set[str]]:
    """Nanoseconds of each answer, by method and kind, and every answer there was."""
    taken: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    answers: set[str] = set()
    now = time.perf_counter_ns
    async with serving(folder / "data", make_rsa_keys(folder / "rsa")) as harness:
        numbers = random.sample(range(90_000), 2 * samples)
        known = set(numbers[:samples])
        await sign_up(harness.app, sorted(known))
        client = await harness.client()
        await client(functions.help.GetNearestDc())
        random.shuffle(numbers)
        gc.disable()
        for number in numbers:
            kind = "known" if number in known else "unknown"
            harness.clock.advance(SECONDS_APART)
            start = now()
            sent = await ask(client, number)
            taken["auth.sendCode"][kind].append(now() - start)
            await settled(harness.app)
            start = now()
            refused = await guess(client, number, sent.phone_code_hash)
            taken["auth.signIn, wrong code"][kind].append(now() - start)
            await settled(harness.app)
            sent.phone_code_hash = ""
            answers |= {repr(sent), refused}
        gc.enable()
    return taken, answers


async def settled(app: App) -> None:
    """Until what the last call left to be done later is done, so that it is not taken for the next call's time."""
    await app.background.settle()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    samples = parser.parse_args().samples
    print(machine())
    os.umask(0o077)
    with tempfile.TemporaryDirectory() as folder:
        taken, answers = asyncio.run(measure(Path(folder), samples))
    worst = max(report(title, kinds) for title, kinds in taken.items())
    said = f"{samples} numbers of each kind, {len(answers)} different answers to two questions, worst |t| {worst:.2f}"
    return verdict(__file__, said, held=worst < BAR and len(answers) == 2, in_full=samples >= SAMPLES)


if __name__ == "__main__":
    raise SystemExit(main())
