"""help.getConfig and help.getNearestDc: where the server is and what its limits are (core.telegram.org/api/config).

Every data centre id leads here, for messages and for media: clients start at whatever id they like and come back days
later to the one they remember.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from mtproto.tl import functions, types
from server.messages.composing import MAX_CAPTION, MAX_TEXT
from server.ops.addresses import parse_address
from server.ops.config import Config
from server.reactions.used import default_reaction
from server.rpc.context import Context
from server.rpc.router import Router, Who

router = Router("config")

DC_IDS = range(1, 6)
"""The data centres that clients know of."""

LIFETIME = 3_600
"""Seconds for which a client may keep the answer."""

MAX_GROUP = 200
"""Members of a basic group: config.chat_size_max."""

EDIT_TIME_LIMIT = 172_800
"""Seconds in which a message may be edited (core.telegram.org/api/config#edit-time-limit)."""

NO_LIMIT = 2_147_483_647

RATING_E_DECAY = 2_419_200
"""Seconds in which the rating of a peer falls to 1/e (core.telegram.org/api/top-rating)."""

ME_URL_PREFIX = "https://t.me/"
"""What links to users begin with (core.telegram.org/api/links)."""


@router.rpc(functions.help.GetConfig, who=Who.ANYONE | Who.UNBOUND_KEY)
async def get_config(ctx: Context, request: functions.help.GetConfig) -> types.Config:
    """The addresses of this server and its limits."""
    return types.Config(
        date=ctx.now,
        expires=ctx.now + LIFETIME,
        test_mode=False,
        this_dc=ctx.dc_id,
        dc_options=_dc_options(ctx),
        dc_txt_domain_name="",
        chat_size_max=MAX_GROUP,
        megagroup_size_max=200_000,
        forwarded_count_max=100,
        online_update_period_ms=210_000,
        offline_blur_timeout_ms=5_000,
        offline_idle_timeout_ms=30_000,
        online_cloud_timeout_ms=300_000,
        notify_cloud_delay_ms=30_000,
        notify_default_delay_ms=1_500,
        push_chat_period_ms=60_000,
        push_chat_limit=2,
        edit_time_limit=EDIT_TIME_LIMIT,
        revoke_time_limit=NO_LIMIT,
        revoke_pm_time_limit=NO_LIMIT,
        revoke_pm_inbox=True,
        rating_e_decay=RATING_E_DECAY,
        stickers_recent_limit=200,
        channels_read_media_period=604_800,
        call_receive_timeout_ms=20_000,
        call_ring_timeout_ms=90_000,
        call_connect_timeout_ms=30_000,
        call_packet_timeout_ms=10_000,
        me_url_prefix=ME_URL_PREFIX,
        caption_length_max=MAX_CAPTION,
        message_length_max=MAX_TEXT,
        webfile_dc_id=ctx.app.config.server.dc_id,
        reactions_default=await ctx.app.db.peek(lambda view: default_reaction(view, ctx.user_id)),
    )


@router.rpc(functions.help.GetNearestDc, who=Who.ANYONE | Who.UNBOUND_KEY)
async def get_nearest_dc(ctx: Context, request: functions.help.GetNearestDc) -> types.NearestDc:
    """This one."""
    return types.NearestDc(country="", this_dc=ctx.dc_id, nearest_dc=ctx.dc_id)


def dc_ids(config: Config) -> list[int]:
    """The data centres that lead here: those that clients know, and the operator's where it is none of them."""
    return sorted({*DC_IDS, config.server.dc_id})


def _dc_options(ctx: Context) -> list[types.DcOption]:
    given = [parse_address(text) for text in ctx.app.config.server.public_addresses]
    doors = [(address.host or "", address.port) for address in given] or [ctx.session.door]
    return [
        types.DcOption(id=dc_id, ip_address=str(address), port=port, ipv6=address.version == 6, static=True)
        for dc_id in dc_ids(ctx.app.config)
        for address, port in ((_as_clients_know(host), port) for host, port in doors)
    ]


def _as_clients_know(host: str) -> IPv4Address | IPv6Address:
    """An IP address; of one that is mapped into IPv6, as a socket for both tells that of who came by IPv4, that one.

    Clients use no option that says `ipv6` where they have or want IPv4 alone.
    """
    address = ip_address(host)
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
