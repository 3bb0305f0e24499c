"""The server that a session belongs to: its address and its keys, kept in a file beside the session.

    address = "chat.example.org:8443"
    dc_id = 2
    websocket = false
    api_id = 1
    api_hash = "chappe-cli"
    public_keys = ["-----BEGIN RSA PUBLIC KEY-----\\n..."]

Rules of this file
- It is written at the first login and may be written by hand before. It holds nothing secret.
- A key of the server is the only reason to trust it, so nobody else can name one later: no key, no connection.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.network.endpoint import Endpoint, WebSocket
from mtproto.crypto import RsaPublicKey
from mtproto.errors import MtprotoError

DC_ID = 2
"""The data centre that clients start at, and so the one that a server of one centre is."""

KINDS: dict[str, type] = {
    "address": str,
    "dc_id": int,
    "websocket": bool,
    "api_id": int,
    "api_hash": str,
    "public_keys": list,
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is and how it is known.

    Attributes:
        address: HOST:PORT.
        public_keys: Its RSA keys, as PEM.
        dc_id: Its data centre.
        websocket: Whether to speak through a WebSocket.
        api_id: Names the application; self-hosted servers take any.
        api_hash: The one that belongs to it.
    """

    address: str
    public_keys: tuple[str, ...]
    dc_id: int = DC_ID
    websocket: bool = False
    api_id: int = 1
    api_hash: str = "chappe-cli"

    def endpoint(self) -> Endpoint:
        """As the SDK takes it.

        Raises:
            CommandError: the address or a key cannot be read.
        """
        host, port = parse_address(self.address)
        websocket = WebSocket() if self.websocket else None
        return Endpoint(host, port, self.dc_id, read_keys(self.public_keys), websocket=websocket)

    def save(self, session: Path) -> None:
        """Keep it with a session."""
        lines = [f"{key} = {json.dumps(_listed(getattr(self, key)))}" for key in KINDS]
        _place(session).write_text("\n".join(lines) + "\n", encoding="utf-8")


def remembered(session: Path) -> Server | None:
    """The server of a session, if it has one yet.

    Raises:
        CommandError: its file cannot be used.
    """
    place = _place(session)
    try:
        said = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{place}: {error}") from error
    for key, value in said.items():
        if key not in KINDS or not isinstance(value, KINDS[key]):
            raise CommandError(f"{place}: {key} = {value!r} is not understood; there are {', '.join(KINDS)}")
    if missing := {"address", "public_keys"} - said.keys():
        raise CommandError(f"{place}: {' and '.join(sorted(missing))} missing")
    return Server(**{**said, "public_keys": tuple(said["public_keys"])})


def parse_address(text: str) -> tuple[str, int]:
    """HOST:PORT, an IPv6 host in brackets.

    Raises:
        CommandError: it is not of that form.
    """
    host, colon, port = text.strip().rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        host = ""
    if not (colon and host and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise CommandError(f"{text!r} is not HOST:PORT", ExitCode.USAGE)
    return host, int(port)


def read_pem(file: Path) -> str:
    """The text of a file with a key; `read_keys` judges whether it is one, also where it is no text."""
    return file.read_text(encoding="utf-8", errors="replace")


def read_keys(texts: tuple[str, ...]) -> tuple[RsaPublicKey, ...]:
    """RSA keys from their PEM.

    Raises:
        CommandError: one is none.
    """
    try:
        return tuple(RsaPublicKey.from_pem(text.encode()) for text in texts)
    except (MtprotoError, ValueError) as error:
        raise CommandError(f"not an RSA public key in PEM: {error}", ExitCode.USAGE) from error


def _place(session: Path) -> Path:
    return session.with_name(session.name + ".server.toml")


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
