"""help.getSupport, getSupportName, getInviteText: words and people that the server itself stands for."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.auth.service_account import NAME, service_user
from server.render.rendering import Rendering
from server.render.users import render_user
from server.rpc.context import Context
from server.rpc.router import Router
from storage.database import Snapshot

router = Router("support")


@router.rpc(functions.help.GetSupport)
async def get_support(ctx: Context, request: functions.help.GetSupport) -> types.help.Support:
    """The service account."""

    async def query(view: Snapshot) -> types.help.Support:
        user = await service_user(view)
        rendered = await render_user(Rendering(ctx.app, view, ctx.user_id, ctx.now), user)
        return types.help.Support(phone_number="", user=rendered)

    return await ctx.app.db.peek(query)


@router.rpc(functions.help.GetSupportName)
async def get_support_name(ctx: Context, request: functions.help.GetSupportName) -> types.help.SupportName:
    """For support staff only, of whom there are none."""
    raise rpc_errors.USER_INVALID


@router.rpc(functions.help.GetInviteText)
async def get_invite_text(ctx: Context, request: functions.help.GetInviteText) -> types.help.InviteText:
    """What a client suggests to write to people who are not here yet."""
    return types.help.InviteText(message=f"Join me on {NAME}, our own messenger.")
