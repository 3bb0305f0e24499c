"""How layers differ where their definitions alone do not say it: a register of small named rules.

`rules` explains the kinds; the other modules fill it by being imported, here. mapping.py and the two compilers ask it.
"""

from __future__ import annotations

from mtproto.tl.layers import (
    keyboards,
    lifted_fields,
    requests,
    rewrites,
    rich_messages,
    type_pairs,
    unwraps,
    written_fields,
)
from mtproto.tl.layers.rules import STAND_INS, UP_OBJECTS, rewrite_at
from mtproto.tl.layers.unwraps import unwrap

__all__ = [
    "STAND_INS",
    "UP_OBJECTS",
    "keyboards",
    "lifted_fields",
    "requests",
    "rewrite_at",
    "rewrites",
    "rich_messages",
    "type_pairs",
    "unwrap",
    "unwraps",
    "written_fields",
]
