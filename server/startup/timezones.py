"""help.getTimezonesList: the time zones of the IANA database, with their offset now."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router

router = Router("timezones")

_REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


@router.rpc(functions.help.GetTimezonesList)
async def get_timezones_list(ctx: Context, request: functions.help.GetTimezonesList) -> types.help.TypeTimezonesList:
    """Zones from west to east; the hash changes when an offset does."""
    moment = datetime.fromtimestamp(ctx.now, UTC)
    zones = sorted((_zone(zone_id, moment) for zone_id in _zone_ids()), key=lambda zone: (zone.utc_offset, zone.id))
    text = "".join(f"{zone.id}{zone.utc_offset}" for zone in zones)
    hash_ = zlib.crc32(text.encode()) & 0x7FFFFFFF
    if hash_ == request.hash:
        return types.help.TimezonesListNotModified()
    return types.help.TimezonesList(timezones=zones, hash=hash_)


def _zone_ids() -> list[str]:
    return [zone_id for zone_id in available_timezones() if zone_id.partition("/")[0] in _REGIONS]


def _zone(zone_id: str, moment: datetime) -> types.Timezone:
    offset = moment.astimezone(ZoneInfo(zone_id)).utcoffset()
    assert offset is not None  # an aware moment has one
    city = zone_id.rpartition("/")[2].replace("_", " ")
    return types.Timezone(id=zone_id, name=city, utc_offset=int(offset.total_seconds()))
