"""Service actions: what happened in a chat, as a message (core.telegram.org/type/MessageAction). Records → TL."""

from collections.abc import Callable, Mapping
from typing import Any

from mtproto.tl import types
from server.render.birthdays import render_birthday
from server.render.rendering import Rendering

ActionRenderer = Callable[[Rendering, dict[str, Any]], types.TypeMessageAction]

RENDERERS: Mapping[str, ActionRenderer] = {
    "history_cleared": lambda scene, action: types.MessageActionHistoryClear(),
    "suggest_birthday": lambda scene, action: types.MessageActionSuggestBirthday(
        birthday=render_birthday(action["birthday"])
    ),
    "contact_joined": lambda scene, action: types.MessageActionContactSignUp(),
    "pin": lambda scene, action: types.MessageActionPinMessage(),
    "ttl": lambda scene, action: types.MessageActionSetMessagesTTL(
        period=action["period"], auto_setting_from=scene.user(action["from"]) if "from" in action else None
    ),
    "noforwards": lambda scene, action: types.MessageActionNoForwardsToggle(
        prev_value=action["before"], new_value=action["after"]
    ),
    "screenshot": lambda scene, action: types.MessageActionScreenshotTaken(),
}


def render_action(scene: Rendering, action: dict[str, Any]) -> types.TypeMessageAction:
    """What a service message tells."""
    return RENDERERS[action["kind"]](scene, action)
