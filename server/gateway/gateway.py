"""The gateway: listeners, the connections they accept, and how both come to an end.

One port takes every transport, WebSocket and HTTP; ports of their own serve the last two over TLS. Everything runs on
the event loop it was started on.

    start → accept … → stop: close the listeners, read nothing more, finish what runs, flush, close (row OP-2)
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable
from itertools import count

from server.app import App
from server.gateway.addresses import AddressBook, Verdict
from server.gateway.connection import Connection
from server.gateway.handshake import Handshakes
from server.gateway.unfinished import Unfinished
from server.ops.addresses import Address, listener_on, parse_address
from server.ops.certificates import Certificate

BACKLOG = 4096
"""Connections the kernel may hold before we accept them; a storm of reconnecting clients comes within a second."""

READ_BUFFER = 256 * 1024
"""Bytes of the one buffer that all connections read into; what was read is taken out before the next read."""

UNSENT = 128 * 1024
"""Bytes that the kernel takes for a connection before it has sent them. More would only hide a peer that does not read,
and cost kernel memory for each (row DO-4)."""

TLS_HANDSHAKE = 10.0
"""Seconds for a TLS handshake: until then a connection costs a socket and is counted nowhere (row T10)."""

SWEEP = 60.0
"""Seconds between two looks for silent connections, for keys that have run out and for a renewed certificate."""

LEAVING = 2.0
"""Seconds that connections have to take what was written to them before a stop."""


class Gateway:
    """The doors of one server.

    Attributes:
        app: What they are the doors of.
        addresses: What each network has open.
        handshakes: Where key exchanges are made.
        buffer: What every connection reads into.
        numbers: Names of connections for the log.
        early: Bytes held for connections that have said nothing genuine yet, beyond what each may send.
        unfinished: What connections hold of packets that have not come whole.
        stopping: Nothing more is read.
    """

    def __init__(self, app: App) -> None:
        limits = app.config.limits
        self.app = app
        self.addresses = AddressBook(
            app.clock,
            connections=limits.connections_per_address,
            handshakes=limits.handshakes_per_address,
        )
        self.handshakes = Handshakes(app, self.addresses)
        self.buffer = memoryview(bytearray(READ_BUFFER))
        self.numbers = count(1)
        self.early = 0
        self.unfinished = Unfinished(app.metrics.refused.labels("unfinished_bytes").inc)
        self.stopping = False
        self._connections: set[Connection] = set()
        self._servers: list[asyncio.Server] = []
        self._all_closed = asyncio.Event()
        self._certificate: Certificate | None = None

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    async def start(self) -> list[Address]:
        """Open the listeners; the addresses they really have, ports filled in.

        Raises:
            OSError: an address cannot be listened on.
            CertificateError: the certificate cannot be used.
        """
        listen = self.app.config.listen
        if listen.tls_addresses:
            self._certificate = Certificate(listen.tls_certificate, listen.tls_key)
        await self._listen(listen.addresses, None)
        if self._certificate is not None:
            await self._listen(listen.tls_addresses, self._certificate.context)
        self.app.timers.after(SWEEP, self._sweep)
        return [Address(*listener.getsockname()[:2]) for server in self._servers for listener in server.sockets]

    async def stop(self, seconds: float) -> None:
        """Close the doors; requests that run may take so long to finish."""
        self.stopping = True
        for server in self._servers:
            server.close()
        for connection in self._connections:
            connection.hold()
        await self.app.dispatcher.drain(seconds)
        self.app.sessions.flush()
        await self.app.large_packets.drained()
        for connection in list(self._connections):
            connection.close()
        if self._connections:
            try:
                await asyncio.wait_for(self._all_closed.wait(), LEAVING)
            except TimeoutError:
                for connection in list(self._connections):
                    connection.abort()
        self.handshakes.close()

    def opened(self, connection: Connection) -> Verdict:
        """A connection was accepted; whether it is one too many (rows T8, DO-3)."""
        self._connections.add(connection)
        self._all_closed.clear()
        verdict = self.addresses.connect(connection.network)
        if len(self._connections) > self.app.config.limits.connections:
            self.app.metrics.refused.labels("connections").inc()
            return Verdict.DROP
        if verdict is not Verdict.SERVE:
            self.app.metrics.refused.labels("connections_per_address").inc()
        return verdict

    def closed(self, connection: Connection) -> None:
        """A connection is gone."""
        self._connections.discard(connection)
        self.addresses.disconnect(connection.network)
        if not self._connections:
            self._all_closed.set()

    async def _listen(self, addresses: Iterable[str], context: ssl.SSLContext | None) -> None:
        loop = asyncio.get_running_loop()
        for text in addresses:
            listener = _bind(parse_address(text))
            self._servers.append(
                await loop.create_server(
                    lambda: Connection(self),
                    sock=listener,
                    backlog=BACKLOG,
                    ssl=context,
                    ssl_handshake_timeout=None if context is None else TLS_HANDSHAKE,
                )
            )

    def _sweep(self) -> None:
        """End what has been silent for too long or has run out."""
        now = self.app.clock.monotonic()
        for connection in list(self._connections):
            connection.close_if_silent(now)
        self.app.sessions.drop_expired()
        if self._certificate is not None:
            self._certificate.look()
        self.app.timers.after(SWEEP, self._sweep)


def _bind(address: Address) -> socket.socket:
    """A listening socket, whose options every connection inherits."""
    listener = listener_on(address)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):  # Linux and macOS
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
    return listener
