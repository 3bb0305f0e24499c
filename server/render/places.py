"""Points, venues and live locations: records → TL."""

from __future__ import annotations

import struct
from typing import Any

from mtproto.tl import types
from server.access.hashes import Hashed
from server.render.rendering import Rendering
from storage.conversations.messages import Message


async def render_geo(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaGeo:
    """A point."""
    return types.MessageMediaGeo(geo=_point(scene, media["point"]))


async def render_venue(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaVenue:
    """A named place."""
    return types.MessageMediaVenue(
        geo=_point(scene, media["point"]),
        title=media["title"],
        address=media["address"],
        provider=media["provider"],
        venue_id=media["venue_id"],
        venue_type=media["venue_type"],
    )


async def render_live(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaGeoLive:
    """A location that moves, where it is now. One that is stopped at once has moved for a second: TDLib takes none for
    no live location at all."""
    return types.MessageMediaGeoLive(
        geo=_point(scene, media["point"]),
        heading=media["heading"] or None,
        period=max(media["period"], 1),
        proximity_notification_radius=media["proximity"] or None,
    )


def _point(scene: Rendering, point: dict[str, Any]) -> types.GeoPoint:
    """The access hash lets its viewer ask for a map of it (upload.getWebFile)."""
    (place,) = struct.unpack("<q", struct.pack("<ff", point["lat"], point["long"]))
    return types.GeoPoint(
        lat=point["lat"],
        long=point["long"],
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.WEB_FILE, place),
        accuracy_radius=point["accuracy"] or None,
    )
