"""Layer 229 folded some twenty kinds of keyboard button into two constructors with a type inside.

`keyboardButton` (under the input field) and `keyboardInlineButton` (under a message) are turned into the constructors
of the older layers here, and back.
"""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from mtproto.tl.layers.rules import down_type, lift, rewrite, up_field, up_type

_REPLY_KINDS: dict[str, tuple[str, ...]] = {
    "RequestGeoLocation": (),
    "RequestPhone": (),
    "RequestPoll": ("quiz",),
    "SimpleWebView": ("url",),
    "RequestPeer": ("button_id", "peer_type", "max_quantity"),
}
_INLINE_KINDS: dict[str, tuple[str, ...]] = {
    "Buy": (),
    "Callback": ("requires_password", "data"),
    "Copy": ("copy_text",),
    "Game": (),
    "SwitchInline": ("same_peer", "query", "peer_types"),
    "Url": ("url",),
    "UrlAuth": ("fwd_text", "url", "button_id"),
    "UserProfile": ("user_id",),
    "WebView": ("url",),
}
_INPUT_REPLY_KINDS: dict[str, tuple[str, ...]] = {
    "RequestPeer": (
        "name_requested",
        "username_requested",
        "photo_requested",
        "button_id",
        "peer_type",
        "max_quantity",
    ),
}
_INPUT_INLINE_KINDS: dict[str, tuple[str, ...]] = {
    "UrlAuth": ("request_write_access", "fwd_text", "url", "bot"),
    "UserProfile": ("user_id",),
}


def _by_type(name: str, kinds: dict[str, tuple[str, ...]], older: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {f"{name}{kind}": (f"{older}{kind}", fields) for kind, fields in kinds.items()}


_OLDER = {
    **_by_type("ButtonType", _REPLY_KINDS, "KeyboardButton"),
    **_by_type("InputButtonType", _INPUT_REPLY_KINDS, "InputKeyboardButton"),
    **_by_type("InlineButtonType", _INLINE_KINDS, "KeyboardButton"),
    **_by_type("InputInlineButtonType", _INPUT_INLINE_KINDS, "InputKeyboardButton"),
}
"""The type of a button -> the class of the older button, and the fields that moved."""

_NEWER = {older: (kind, fields) for kind, (older, fields) in _OLDER.items()}


def _older_button(button: Any) -> Any:
    """The button as layers before 229 had it; None where they had no such kind."""
    found = _OLDER.get(type(button.type).__name__)
    if found is None:
        return None
    older, fields = found
    moved = {name: getattr(button.type, name) for name in fields}
    if older == "InputKeyboardButtonUrlAuth" and moved["bot"] is None:
        moved["bot"] = types.InputUserEmpty()
    return getattr(types, older)(text=button.text, style=button.style, **moved)


@rewrite("keyboardButton", until=228)
def reply_button(button: types.KeyboardButton) -> Any:
    return button if isinstance(button.type, types.ButtonTypeDefault) else _older_button(button)


@down_type("KeyboardInlineButtonRow", "KeyboardButtonRow")
def inline_row(row: types.KeyboardInlineButtonRow) -> Any:
    buttons = [older for button in row.buttons if (older := _older_button(button)) is not None]
    return types.KeyboardButtonRow(buttons=buttons) if buttons else None


@up_field("keyboardButton.type")
def default_type(old: object) -> types.ButtonTypeDefault:
    return types.ButtonTypeDefault()


@lift(*(f"{older[0].lower()}{older[1:]}" for older, (kind, _) in _NEWER.items() if "Inline" not in kind))
def lifted_reply_button(button: Any) -> types.KeyboardButton:
    return types.KeyboardButton(text=button.text, style=button.style, type=_type_of(button))


@up_type("KeyboardButtonRow", "KeyboardInlineButtonRow")
def lifted_inline_row(row: types.KeyboardButtonRow) -> types.KeyboardInlineButtonRow:
    """Buttons that never belonged under a message are dropped."""
    fitting = (button for button in row.buttons if "Inline" in _NEWER.get(type(button).__name__, ("",))[0])
    return types.KeyboardInlineButtonRow(
        buttons=[
            types.KeyboardInlineButton(text=button.text, style=button.style, type=_type_of(button))
            for button in fitting
        ]
    )


def _type_of(button: Any) -> Any:
    kind, fields = _NEWER[type(button).__name__]
    return getattr(types, kind)(**{name: getattr(button, name) for name in fields})
