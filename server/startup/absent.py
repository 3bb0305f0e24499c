"""What every client asks at start and this server truthfully has none of: promotions, paid plans, CDNs, app updates."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router, Who

router = Router("absent")

ASK_AGAIN = 86_400
"""Seconds after which a client may look again."""


@router.rpc(functions.help.GetPromoData)
async def get_promo_data(ctx: Context, request: functions.help.GetPromoData) -> types.help.PromoDataEmpty:
    """Nothing is promoted."""
    return types.help.PromoDataEmpty(expires=ctx.now + ASK_AGAIN)


@router.rpc(functions.help.HidePromoData)
async def hide_promo_data(ctx: Context, request: functions.help.HidePromoData) -> bool:
    """What is not shown is hidden."""
    return True


@router.rpc(functions.help.DismissSuggestion)
async def dismiss_suggestion(ctx: Context, request: functions.help.DismissSuggestion) -> bool:
    """No suggestion is made, so none is left to dismiss."""
    return True


@router.rpc(functions.help.GetPremiumPromo)
async def get_premium_promo(ctx: Context, request: functions.help.GetPremiumPromo) -> types.help.PremiumPromo:
    """Nothing is sold."""
    return types.help.PremiumPromo(
        status_text="", status_entities=[], video_sections=[], videos=[], period_options=[], users=[]
    )


@router.rpc(functions.help.GetCdnConfig, who=Who.ANYONE)
async def get_cdn_config(ctx: Context, request: functions.help.GetCdnConfig) -> types.CdnConfig:
    """There is no CDN."""
    return types.CdnConfig(public_keys=[])


@router.rpc(functions.help.GetAppUpdate, who=Who.ANYONE)
async def get_app_update(ctx: Context, request: functions.help.GetAppUpdate) -> types.help.NoAppUpdate:
    """Apps are updated elsewhere."""
    return types.help.NoAppUpdate()


@router.rpc(functions.help.GetDeepLinkInfo)
async def get_deep_link_info(ctx: Context, request: functions.help.GetDeepLinkInfo) -> types.help.DeepLinkInfoEmpty:
    """No link needs explaining."""
    return types.help.DeepLinkInfoEmpty()


@router.rpc(functions.help.GetRecentMeUrls)
async def get_recent_me_urls(ctx: Context, request: functions.help.GetRecentMeUrls) -> types.help.RecentMeUrls:
    """Followed links are not recorded."""
    return types.help.RecentMeUrls(urls=[], chats=[], users=[])


@router.rpc(functions.help.GetTermsOfServiceUpdate)
async def get_terms_of_service_update(
    ctx: Context, request: functions.help.GetTermsOfServiceUpdate
) -> types.help.TermsOfServiceUpdateEmpty:
    """The server asks for no terms to be accepted."""
    return types.help.TermsOfServiceUpdateEmpty(expires=ctx.now + ASK_AGAIN)


@router.rpc(functions.help.AcceptTermsOfService)
async def accept_terms_of_service(ctx: Context, request: functions.help.AcceptTermsOfService) -> bool:
    """There are none to accept."""
    raise rpc_errors.DATA_JSON_INVALID


@router.rpc(functions.help.SaveAppLog, who=Who.ANYONE)
async def save_app_log(ctx: Context, request: functions.help.SaveAppLog) -> bool:
    """What clients say of their users is not kept."""
    return True
