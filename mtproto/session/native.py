"""What is done for each message, in native code where that was built; else by `cutting`, `seen_ids`, `msg_ids`,
`outgoing` and `pending_acks`."""

from __future__ import annotations

from mtproto.session import msg_ids, outgoing, pending_acks, seen_ids

try:
    from mtproto.session._native import (
        MsgIds,
        Outgoing,
        PendingAcks,
        SeenIds,
        count_ids,
        cut,
        head,
        join,
        message_in,
        only_longs,
        read_packet,
    )

    for built, written in (
        (MsgIds, msg_ids.MsgIds),
        (Outgoing, outgoing.Outgoing),
        (PendingAcks, pending_acks.PendingAcks),
        (SeenIds, seen_ids.SeenIds),
    ):
        if not all(hasattr(built, name) for name in vars(written) if not name.startswith("_")):
            raise ImportError(f"{built.__name__} is older than the code around it")  # which would miss it later
except ImportError:  # it is not built, or lacks what was written since
    from mtproto.session.cutting import count_ids, cut, head, join, message_in, only_longs, read_packet
    from mtproto.session.msg_ids import MsgIds  # type: ignore[assignment]  # they do the same
    from mtproto.session.outgoing import Outgoing  # type: ignore[assignment]
    from mtproto.session.pending_acks import PendingAcks  # type: ignore[assignment]
    from mtproto.session.seen_ids import SeenIds  # type: ignore[assignment]

__all__ = [
    "MsgIds",
    "Outgoing",
    "PendingAcks",
    "SeenIds",
    "count_ids",
    "cut",
    "head",
    "join",
    "message_in",
    "only_longs",
    "read_packet",
]
