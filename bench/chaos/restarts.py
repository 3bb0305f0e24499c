"""Cycles of stopping, killing and starting a server that is written to all the while (rows OP-2 and DU-1).

    python -m bench.chaos.restarts [CYCLES]

A Telethon client sends messages to itself; every other cycle ends with SIGTERM, the others with SIGKILL. Printed are
the times to stop and to be ready again with their bounds, and how many acknowledged messages are missing at the end.
"""

import asyncio
import logging
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from telethon import TelegramClient

from bench._verdict import verdict
from tests.server.ops.running import Running, sign_up

CYCLES = 20
STOP_SECONDS = 10.0
START_SECONDS = 5.0
PHONE = "9996620042"
WRITING_SECONDS = 1.0


async def main() -> int:
    cycles = int(sys.argv[1]) if len(sys.argv) > 1 else CYCLES
    logging.getLogger("telethon").setLevel(logging.CRITICAL)
    sent: list[str] = []
    stops: list[float] = []
    starts: list[float] = []
    session, listen = "", "127.0.0.1:0"
    with tempfile.TemporaryDirectory() as folder:
        for cycle in range(cycles):
            begun = time.perf_counter()
            with Running(Path(folder), "dev", "--listen", listen) as server:
                starts.append(time.perf_counter() - begun)
                listen = f"127.0.0.1:{server.ready['port']}"
                client = server.telethon(session)
                await client.connect()
                if not session:
                    await sign_up(client, PHONE, "Ada")
                    session = client.session.save()
                writing = asyncio.create_task(write(client, sent))
                await asyncio.sleep(WRITING_SECONDS)
                begun = time.perf_counter()
                server.signal(signal.SIGKILL if cycle % 2 else signal.SIGTERM)
                await asyncio.to_thread(server.wait)
                stops.append(time.perf_counter() - begun)
                writing.cancel()
                await client.disconnect()
        with Running(Path(folder), "dev", "--listen", listen) as server:
            client = server.telethon(session)
            await client.connect()
            kept = {message.text async for message in client.iter_messages("me", limit=None)}
            await client.disconnect()
    missing = [text for text in sent if text not in kept]
    said = (
        f"{cycles} cycles, {len(sent)} acknowledged messages, {len(missing)} missing; "
        f"worst stop {max(stops):.2f} s of {STOP_SECONDS:g}, worst start {max(starts):.2f} s of {START_SECONDS:g}"
    )
    held = not missing and max(stops) <= STOP_SECONDS and max(starts) <= START_SECONDS
    return verdict(__file__, said, held=held, in_full=cycles >= CYCLES)


async def write(client: TelegramClient, sent: list[str]) -> None:
    """Send until the server is gone; only what was answered counts."""
    with suppress(ConnectionError, asyncio.CancelledError):
        while True:
            text = f"message {len(sent)}"
            await client.send_message("me", text)
            sent.append(text)


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
