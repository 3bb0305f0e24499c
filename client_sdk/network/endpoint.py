"""Where a server is, and how it is to be spoken to and trusted."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace

from mtproto.crypto import RsaPublicKey
from mtproto.transport import Obfuscated, PaddedIntermediate, Transport

NewTransport = Callable[[int], Transport]
"""Makes the client's side of one new connection to the DC of this id."""


def obfuscated(dc_id: int) -> Transport:
    """The usual transport: padded intermediate framing, obfuscated. It passes wherever any TCP does."""
    return Obfuscated.client(PaddedIntermediate.client(os.urandom), dc_id, os.urandom)


@dataclass(frozen=True, slots=True)
class WebSocket:
    """That a server is reached by WebSocket.

    Attributes:
        path: Where on the server.
        tls: For `wss`, how to check the server's certificate; None for plain `ws`.
    """

    path: str = "/apiws"
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One DC of a server.

    Attributes:
        host: Name or address.
        port: TCP port.
        dc_id: The DC there; +10000 for a test DC.
        keys: The RSA keys by which its server is known.
        transport: How to speak: `lambda dc_id: Abridged.client()` and so on.
        websocket: Speak through a WebSocket; it wants an obfuscated transport.
    """

    host: str
    port: int
    dc_id: int
    keys: tuple[RsaPublicKey, ...]
    transport: NewTransport = obfuscated
    websocket: WebSocket | None = None

    def at(self, dc_id: int, host: str, port: int) -> Endpoint:
        """Another DC of the same server."""
        return replace(self, host=host, port=port, dc_id=dc_id)
