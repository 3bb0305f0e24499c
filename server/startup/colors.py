"""help.getPeerColors and getPeerProfileColors: the palettes of this server (core.telegram.org/api/colors).

Ids 0 to 6 are colours that every client has of its own, in its theme; the others are two-coloured and are given here.
The profile palette has an id, a background and a story ring each. All values are ours.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router

router = Router("colors")

BUILT_IN = range(7)
STRIPED = {
    7: (0xD9574A, 0xF29A8E),
    8: (0xD98324, 0xF2BE7A),
    9: (0x8A5BD1, 0xC3A6EE),
    10: (0x3F9E4D, 0x9AD19F),
    11: (0x2E9BA8, 0x8FD3DB),
    12: (0x3E7FC4, 0x9CC4EE),
    13: (0xC9568C, 0xF0A5C8),
}
PROFILE = {
    0: (0xC0564A, 0xE07F72),
    1: (0xC27C2F, 0xE0A862),
    2: (0x8659C2, 0xAF8AE0),
    3: (0x4B9A52, 0x7EC284),
    4: (0x3A96A0, 0x70BFC8),
    5: (0x4580BD, 0x78AADB),
    6: (0xB9578A, 0xDB86B1),
    7: (0x67727E, 0x95A0AC),
}


@router.rpc(functions.help.GetPeerColors)
async def get_peer_colors(ctx: Context, request: functions.help.GetPeerColors) -> types.help.TypePeerColors:
    """The colours of names and replies."""
    del ctx
    options = [types.help.PeerColorOption(color_id=color_id) for color_id in BUILT_IN]
    options += [
        types.help.PeerColorOption(color_id=color_id, colors=types.help.PeerColorSet(colors=list(colors)))
        for color_id, colors in STRIPED.items()
    ]
    return _answer(options, request.hash)


@router.rpc(functions.help.GetPeerProfileColors)
async def get_peer_profile_colors(
    ctx: Context, request: functions.help.GetPeerProfileColors
) -> types.help.TypePeerColors:
    """The backgrounds of profiles."""
    del ctx
    options = [
        types.help.PeerColorOption(
            color_id=color_id,
            colors=_profile(light, dark),
            dark_colors=_profile(dark, dark),  # TDLib takes none without
        )
        for color_id, (dark, light) in PROFILE.items()
    ]
    return _answer(options, request.hash)


def _profile(top: int, bottom: int) -> types.help.PeerColorProfileSet:
    return types.help.PeerColorProfileSet(palette_colors=[bottom], bg_colors=[bottom, top], story_colors=[top, bottom])


def _answer(options: Sequence[types.help.PeerColorOption], client_hash: int) -> types.help.TypePeerColors:
    hash_ = zlib.crc32(repr(options).encode()) & 0x7FFFFFFF
    if hash_ == client_hash:
        return types.help.PeerColorsNotModified()
    return types.help.PeerColors(hash=hash_, colors=list(options))
