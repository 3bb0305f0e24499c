"""What can go wrong beside the errors a server answers calls with, which are `mtproto.rpc_errors`.

ClientError
├── Disconnected       the connection is gone, or was never there
│   ├── KeyUnknown     the server no longer knows the authorization key: signed out, for good
│   └── NoSecrecy      the server binds no temporary keys to it, which perfect forward secrecy needs
├── RequestRefused     the server's message layer refused a request (bad_msg_notification)
└── PeerUnknown        no access hash is known for that peer, and it cannot be looked up
"""

from __future__ import annotations

from mtproto import rpc_errors


class ClientError(Exception):
    """Everything this package raises on purpose."""


class Disconnected(ClientError):
    """There is no connection.

    Args:
        reason: What happened, for people.
        code: The transport error that the server gave; None when it said nothing.
    """

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason if code is None else f"{reason} (transport error {code})")
        self.code = code


class KeyUnknown(Disconnected):
    """Transport error -404: the server has forgotten the authorization key."""


class NoSecrecy(Disconnected):
    """The server binds no temporary key to the permanent one: it does not know how, or no longer knows the key."""


class RequestRefused(ClientError):
    """A bad_msg_notification that sending the request again does not cure."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the server refused the message with code {code}")
        self.code = code


class PeerUnknown(ClientError):
    """A peer that was never seen: there is no access hash to name it with."""


SIGNED_OUT = (
    rpc_errors.AUTH_KEY_UNREGISTERED,
    rpc_errors.SESSION_REVOKED,
    rpc_errors.SESSION_EXPIRED,
    rpc_errors.USER_DEACTIVATED,
    rpc_errors.USER_DEACTIVATED_BAN,
)
"""Errors that say that the login is over, for good (core.telegram.org/api/errors#401-unauthorized)."""
