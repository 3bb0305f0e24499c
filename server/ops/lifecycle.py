"""One server from start to stop: `async with Server(config) as server`, for tests and for `chappe serve` alike.

Start: data folder and keys, database and migrations, App, doors. The doors are last, so whoever can connect is served.
Stop, in this order: not ready any more; no new connections; running requests finish, within `server.drain_seconds`;
what is queued goes out; connections close; storage closes. What was acknowledged was stored before (rows DU-1, OP-2).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from types import TracebackType
from typing import Any, Self

from server.app import App, open_app
from server.gateway.gateway import Gateway
from server.ops import heartbeat, ready
from server.ops.addresses import Address, parse_address
from server.ops.admin.socket import AdminSocket
from server.ops.admin.verbs import VERBS
from server.ops.config import Config
from server.ops.datadir import DataDir
from server.ops.errors import OperatorError
from server.ops.health import Health, HealthListener
from server.ops.sdnotify import ServiceManager
from storage import probe


class StartError(OperatorError):
    """The server cannot start; the message says what is in its way."""


class Server:
    """A server. Nothing happens before it is entered, nothing is left when it is left.

    Attributes:
        app: what handlers reach; tests look through it.
        data_dir: the data folder.
        health: whether it is ready.
        addresses: where it listens, with real ports, once entered.
        http_address: where probes and scrapers are answered; None without `metrics.address`.
        manager: the service manager, told of the stop; whoever runs the server tells it of the start.
    """

    app: App

    def __init__(self, config: Config) -> None:
        self.config = config
        self.data_dir = DataDir(config.data_dir)
        self.health = Health({"database": self._database_is_writable})
        self.health.starting = True
        self.addresses: list[Address] = []
        self.http_address: Address | None = None
        self.manager = ServiceManager(os.environ)
        self._resources = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with contextlib.AsyncExitStack() as stack:
            self.app = await stack.enter_async_context(open_app(self.config))
            admin = AdminSocket(self.app, {**VERBS, "server.status": self._status}, self.data_dir.socket)
            stack.push_async_callback(admin.stop)
            try:
                await admin.start()
            except OSError as error:
                raise StartError(f"cannot open {self.data_dir.socket}: {error.strerror}") from error
            self.app.metrics.rpc_running.set_function(lambda: self.app.dispatcher.running)
            await self._open_doors(stack)
            pulse = asyncio.create_task(heartbeat.beat(self.app.metrics, self.manager), name="heartbeat")
            stack.push_async_callback(_end, pulse)
            self._resources = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.manager.stopping()
        self.health.draining = True
        await self._resources.aclose()

    def description(self) -> dict[str, Any]:
        """What a client has to know to connect: the content of the ready file."""
        address, dc_id = self.addresses[0], self.config.server.dc_id
        return ready.description(address, dc_id, self.data_dir, self.app.secrets)

    async def _open_doors(self, stack: contextlib.AsyncExitStack) -> None:
        config = self.config
        try:
            if config.metrics.address:
                listener = HealthListener(self.health, self.app.metrics)
                stack.push_async_callback(listener.stop)
                self.http_address = await listener.start(parse_address(config.metrics.address))
            gateway = Gateway(self.app)
            stack.push_async_callback(gateway.stop, config.server.drain_seconds)
            self.addresses = await gateway.start()
            self.health.starting = False
        except OSError as error:
            reason = error.strerror or str(error)
            raise StartError(f"cannot listen: {reason}. Another --listen or metrics.address may do") from error

    async def _status(self, app: App) -> dict[str, Any]:
        """The verb `server.status`: where it listens, and why it is not ready if it is not.

        What a client has to know is part of it where there is a door without TLS, which is the first one.
        """
        return {
            **(self.description() if self.addresses and self.config.listen.addresses else {}),
            "addresses": [str(address) for address in self.addresses],
            "http_address": str(self.http_address) if self.http_address else None,
            "problems": await self.health.problems(),
        }

    async def _database_is_writable(self) -> None:
        await self.app.db.write(probe.write)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
