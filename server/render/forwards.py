"""Where a forwarded message came from: records → TL (core.telegram.org/constructor/messageFwdHeader)."""

from typing import Any

from mtproto.tl import types
from server.render.rendering import Rendering


def render_forward(scene: Rendering, forward: dict[str, Any]) -> types.MessageFwdHeader:
    """The forward header. Writers who hide their account are kept by name only."""
    saved = forward.get("saved")
    return types.MessageFwdHeader(
        from_id=scene.peer(forward["sender"]) if "sender" in forward else None,
        from_name=forward.get("name"),
        date=forward["date"],
        saved_from_peer=scene.peer(saved["peer"]) if saved is not None else None,
        saved_from_msg_id=saved["id"] if saved is not None else None,
    )
