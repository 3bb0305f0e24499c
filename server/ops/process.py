"""The process around a server: event loop, signals, ready file, exit status.

SIGTERM or SIGINT drains and stops, and the process exits with 0; so does SIGHUP, which comes when its terminal is
closed, unless it is to be ignored (nohup). A second one ends it at once, by that very signal, so the exit status says
what happened; nothing acknowledged is lost by that, it was stored before.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import uvloop

from server.ops import collector, logs, memory, native_code, open_files, ready
from server.ops.config import Config
from server.ops.lifecycle import Server

log = logging.getLogger("chappe.ops")


def run(
    config: Config, ready_file: Path | None, begin: Callable[[Server], Coroutine[Any, Any, None]] | None = None
) -> None:
    """Serve until told to stop. `begin` runs on the started server before anyone is told that it is ready.

    Raises:
        OperatorError, StorageError: the server cannot start.
    """
    logs.configure(config.logs.format, config.logs.level)
    open_files.allow(config.limits.connections)
    native_code.tell()
    memory.keep_freed()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner, ready.file(ready_file) as ready_to:
        runner.run(_serve(config, ready_to, begin))
    log.info("stopped")


async def _serve(
    config: Config,
    ready_to: Callable[[dict[str, Any]], None],
    begin: Callable[[Server], Coroutine[Any, Any, None]] | None,
) -> None:
    stop = stop_signal()
    async with Server(config) as server:
        if begin is not None:
            await begin(server)
        collector.settle()
        ready_to(server.description())
        server.manager.ready()
        log.info("ready on %s, data centre %d", ", ".join(map(str, server.addresses)), config.server.dc_id)
        log.info("%s: draining", await stop)


def stop_signal() -> asyncio.Future[str]:
    """The first SIGTERM, SIGINT or SIGHUP. From then on the second has the effect it has in any process."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[str] = loop.create_future()
    numbers = [signal.SIGTERM, signal.SIGINT]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)

    def first(number: signal.Signals) -> None:
        for each in numbers:
            loop.remove_signal_handler(each)
            signal.signal(each, signal.SIG_DFL)
        stop.set_result(number.name)

    for number in numbers:
        loop.add_signal_handler(number, first, number)
    return stop
