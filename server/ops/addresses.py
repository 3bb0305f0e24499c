"""``HOST:PORT`` as people write it: ``chat.example:443``, ``[::1]:8443``, ``:8443`` for every interface."""

from __future__ import annotations

import errno
import socket
from typing import NamedTuple

EVERYWHERE = ("0.0.0.0", "::")
"""Hosts that stand for every interface, as sockets tell them: to listen on, and not to connect to."""


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


def listener_on(address: Address) -> socket.socket:
    """A socket that listens there; for every interface one that takes IPv6 and IPv4 where the system has both.

    Raises:
        OSError: it cannot be listened on; the text says where.
    """
    if address.host is not None:
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        return socket.create_server((address.host, address.port), family=family)
    try:
        return socket.create_server(("", address.port), family=socket.AF_INET6, dualstack_ipv6=True)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno not in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
            raise
        return socket.create_server(("", address.port))
