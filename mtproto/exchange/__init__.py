"""Making authorization keys (core.telegram.org/mtproto/auth_key): pure steps, both roles.

    plain                            the unencrypted message around every step: parse, write
    ServerExchange, ServerKeys, dc   the server's side
    ClientExchange                   the client's side
    Send, Compute, Done              what a step asks of its caller;  ExchangeFailure ends the exchange

docs/key-exchange.md explains the protocol and shows the server's states.
"""

from __future__ import annotations

from mtproto.exchange import dc, plain
from mtproto.exchange.client import ClientExchange
from mtproto.exchange.keys import ServerKeys
from mtproto.exchange.server import ServerExchange
from mtproto.exchange.steps import Compute, Done, ExchangeFailure, Send, Step

__all__ = [
    "ClientExchange",
    "Compute",
    "Done",
    "ExchangeFailure",
    "Send",
    "ServerExchange",
    "ServerKeys",
    "Step",
    "dc",
    "plain",
]
