"""Dice: the server throws, so that nobody can choose (core.telegram.org/api/dice).

It throws when the message is sent: whoever schedules one, or looks at it before it is sent, sees no value.
"""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.clock import Random
from mtproto.tl import types
from server.rpc.context import Context
from storage.conversations.messages import Body
from storage.database import Snapshot

SIDES = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
"""How many values each emoji can show: emojies_send_dice of the client configuration."""

NOT_THROWN = 0


async def read_dice(ctx: Context, view: Snapshot, given: types.InputMediaDice) -> dict[str, Any]:
    """A dice that is still to be thrown."""
    emoticon = given.emoticon.replace("\ufe0f", "")
    if not emoticon:
        raise rpc_errors.EMOTICON_EMPTY
    if emoticon not in SIDES:
        raise rpc_errors.EMOTICON_INVALID
    return {"kind": "dice", "emoticon": emoticon, "value": NOT_THROWN}


def thrown(random: Random, body: Body) -> Body:
    """What is sent of a message: its dice is thrown now. One that was thrown before, and is forwarded, stays."""
    media = body.get("media")
    if media is None or media["kind"] != "dice" or media["value"] != NOT_THROWN:
        return body
    body = body.copy()
    body["media"] = {**media, "value": throw(random, SIDES[media["emoticon"]])}
    return body


def throw(random: Random, sides: int) -> int:
    """A number from 1 to `sides` (at most 256), each as likely as the others."""
    fair = 256 - 256 % sides  # a byte beyond the last whole round would favour the first sides
    while (drawn := random(1)[0]) >= fair:
        pass
    return drawn % sides + 1
