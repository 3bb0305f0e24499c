"""Requests: which handler answers which method, who may call it and how often.

This room knows TL functions and no rows. A domain declares its handlers on a `Router`; `routers.py` lists the routers;
the `Dispatcher` takes one request from a live session to its answer.
"""

from __future__ import annotations

from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who

__all__ = ["Context", "FloodClass", "Router", "Who"]
