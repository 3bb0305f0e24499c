"""``HOST:PORT`` as people write it: ``chat.example:443``, ``[::1]:8443``, ``:8443`` for every interface."""

from __future__ import annotations

from typing import NamedTuple


class Address(NamedTuple):
    """Where to listen or connect. `host` is None for every interface; port 0 asks the system for a free one."""

    host: str | None
    port: int

    def __str__(self) -> str:
        host = self.host or ""
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"


def parse_address(text: str) -> Address:
    """Read one address; an IPv6 host stands in brackets.

    Raises:
        ValueError: it is not of that form.
    """
    host, colon, port = text.strip().rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    if not colon or (":" in host and not bracketed) or not (port.isascii() and port.isdecimal()) or int(port) > 65535:
        raise ValueError(f"{text!r} is not HOST:PORT")
    return Address((host[1:-1] if bracketed else host) or None, int(port))
