"""Dice: the server throws, so that nobody can choose (core.telegram.org/api/dice)."""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.clock import Random
from mtproto.tl import types
from server.rpc.context import Context
from storage.database import Snapshot

SIDES = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
"""How many values each emoji can show: emojies_send_dice of the client configuration."""


async def read_dice(ctx: Context, view: Snapshot, given: types.InputMediaDice) -> dict[str, Any]:
    """A throw."""
    emoticon = given.emoticon.replace("\ufe0f", "")
    if not emoticon:
        raise rpc_errors.EMOTICON_EMPTY
    if emoticon not in SIDES:
        raise rpc_errors.EMOTICON_INVALID
    return {"kind": "dice", "emoticon": emoticon, "value": throw(ctx.app.random, SIDES[emoticon])}


def throw(random: Random, sides: int) -> int:
    """A number from 1 to `sides` (at most 256), each as likely as the others."""
    fair = 256 - 256 % sides  # a byte beyond the last whole round would favour the first sides
    while (drawn := random(1)[0]) >= fair:
        pass
    return drawn % sides + 1
