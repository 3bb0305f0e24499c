"""Places as media: points, venues, and locations that move (core.telegram.org/api/live-location)."""

from __future__ import annotations

import math
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from server.rpc.context import Context
from storage.conversations.messages import Message
from storage.database import Snapshot

FOREVER = 0x7FFFFFFF
"""The period of a location that is shared until it is stopped."""

PERIODS = range(60, 86_401)
HEADINGS = range(1, 361)
MAX_PROXIMITY = 100_000
MAX_ACCURACY = 1_500
"""Metres: horizontal_accuracy of core.telegram.org/bots/api#location."""
MAX_WORDS = 255

Record = dict[str, Any]


async def read_geo(ctx: Context, view: Snapshot, given: types.InputMediaGeoPoint) -> Record:
    """A point on the map."""
    return {"kind": "geo", "point": point_of(given.geo_point)}


async def read_venue(ctx: Context, view: Snapshot, given: types.InputMediaVenue) -> Record:
    """A named place."""
    words = {
        name: getattr(given, name)[:MAX_WORDS] for name in ("title", "address", "provider", "venue_id", "venue_type")
    }
    if not words["title"].strip():
        raise rpc_errors.MEDIA_INVALID
    return {"kind": "venue", "point": point_of(given.geo_point), **words}


async def read_live(ctx: Context, view: Snapshot, given: types.InputMediaGeoLive) -> Record:
    """A location that its sender keeps up to date for a period."""
    period = given.period if given.period is not None else PERIODS[0]
    if period != FOREVER and period not in PERIODS:
        raise rpc_errors.MEDIA_INVALID
    return {"kind": "geo_live", "point": point_of(given.geo_point), "period": period, **_course(given)}


def moved(message: Message, old: Record, given: types.InputMediaGeoLive, now: int) -> Record:
    """A live location after an edit: it moved, was given longer, or was stopped."""
    if given.stopped:
        return {**old, "period": now - message.date}
    record = {**old, "point": point_of(given.geo_point), **_course(given)}
    if given.period is not None:
        record["period"] = FOREVER if given.period == FOREVER else min(max(given.period, 1), PERIODS[-1])
    return record


def is_live(message: Message, media: Record, now: int) -> bool:
    """Whether a live location may still move."""
    period: int = media["period"]
    return period == FOREVER or now < message.date + period


def _course(given: types.InputMediaGeoLive) -> Record:
    if given.heading is not None and given.heading not in (0, *HEADINGS):
        raise rpc_errors.MEDIA_INVALID
    proximity = given.proximity_notification_radius
    if proximity is not None and not 0 <= proximity <= MAX_PROXIMITY:
        raise rpc_errors.MEDIA_INVALID
    return {"heading": given.heading or 0, "proximity": proximity or 0}


def point_of(given: types.TypeInputGeoPoint) -> Record:
    """Latitude, longitude in degrees and accuracy in metres.

    Raises:
        GEO_POINT_INVALID: It is not on the globe.
    """
    if not isinstance(given, types.InputGeoPoint):
        raise rpc_errors.GEO_POINT_INVALID
    if not (math.isfinite(given.lat) and math.isfinite(given.long)):
        raise rpc_errors.GEO_POINT_INVALID
    if abs(given.lat) > 90 or abs(given.long) > 180:
        raise rpc_errors.GEO_POINT_INVALID
    accuracy = given.accuracy_radius or 0
    return {"lat": given.lat, "long": given.long, "accuracy": min(max(accuracy, 0), MAX_ACCURACY)}
