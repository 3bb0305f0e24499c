"""What is done for each message, in native code where that was built; else by `cutting` and `seen_ids`."""

from __future__ import annotations

try:
    from mtproto.session._native import SeenIds, count_longs, cut, head, join, message_in, only_longs, read_packet
except ImportError:  # it is not built
    from mtproto.session.cutting import count_longs, cut, head, join, message_in, only_longs, read_packet
    from mtproto.session.seen_ids import SeenIds  # type: ignore[assignment]  # it does the same

__all__ = ["SeenIds", "count_longs", "cut", "head", "join", "message_in", "only_longs", "read_packet"]
