"""Where a forwarded message came from: records → TL (core.telegram.org/constructor/messageFwdHeader)."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from server.render.rendering import Rendering


def render_forward(scene: Rendering, forward: dict[str, Any]) -> types.MessageFwdHeader:
    """The forward header. Writers who hide their account are kept by name only."""
    header = types.MessageFwdHeader(
        from_id=scene.peer(forward["sender"]) if "sender" in forward else None,
        from_name=forward.get("name"),
        date=forward["date"],
    )
    saved = forward.get("saved")
    if saved is not None:
        header.saved_from_peer = scene.peer(saved["peer"])
        header.saved_from_msg_id = saved["id"]
        if saved["sender"] != forward.get("sender"):  # it had been forwarded to where it was found
            header.saved_out = saved["out"]
            header.saved_from_id = scene.peer(saved["sender"])
            header.saved_date = saved["date"]
    return header
