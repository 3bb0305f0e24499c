"""Which compiled parts do their work, and for which plain Python stands in.

Each is used where it can be imported whole, and replaced in silence where not: it was not built, it is older than the
code around it, the processor has no instructions for it. The same is done then, only slower, so the operator is told.
"""

from __future__ import annotations

import logging
from types import BuiltinFunctionType

from mtproto.crypto import seal_message
from mtproto.crypto.pq import brent
from mtproto.session import native as session
from mtproto.tl import native as codec
from storage.media.write_back import write_in_pieces
from storage.sqlite.flushing import flush_on_request

log = logging.getLogger("chappe.ops")


def in_use() -> dict[str, bool]:
    """Of each part by its name, whether it is native code."""
    parts = {
        "codec": codec.decoder(),
        "sessions": session.cut,
        "encryption": seal_message,
        "flushing": flush_on_request,
        "writing": write_in_pieces,
        "factoring": brent,  # which clients alone have to do
    }
    return {name: isinstance(function, BuiltinFunctionType) for name, function in parts.items()}


def replaced() -> str:
    """The names of those that plain Python stands in for."""
    return ", ".join(name for name, is_native in in_use().items() if not is_native)


def tell() -> None:
    """Tell the log of those that plain Python stands in for."""
    if names := replaced():
        log.warning("plain Python does, more slowly, what native code would: %s; chappe doctor says more", names)
