"""Links by which somebody hands out their account for a while: contacts.exportContactToken and importContactToken
(core.telegram.org/api/links#temporary-profile-links)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.rendering import Rendering
from server.render.users import render_user
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.startup.config import ME_URL_PREFIX
from storage.accounts import contact_tokens, users
from storage.accounts.users import UserKind
from storage.database import Snapshot

router = Router("contact_links")

LIFETIME = 3_600
"""Seconds for which a link is good."""
TOKEN_BYTES = 16


@router.rpc(functions.contacts.ExportContactToken)
async def export_contact_token(
    ctx: Context, request: functions.contacts.ExportContactToken
) -> types.ExportedContactToken:
    """Make a link to the caller; the one before is over."""
    token, expires_at = ctx.app.random(TOKEN_BYTES).hex(), ctx.now + LIFETIME

    await ctx.app.db.write(lambda tx: contact_tokens.put(tx, token, ctx.user_id, expires_at))
    return types.ExportedContactToken(url=f"{ME_URL_PREFIX}contact/{token}", expires=expires_at)


@router.rpc(functions.contacts.ImportContactToken, flood=FloodClass.RESOLVE)
async def import_contact_token(ctx: Context, request: functions.contacts.ImportContactToken) -> types.User:
    """Who made a link."""

    async def query(view: Snapshot) -> types.User:
        user_id = await contact_tokens.owner(view, request.token, ctx.now)
        user = None if user_id is None else await users.by_id(view, user_id)
        if user is None or user.kind is UserKind.DELETED:
            raise rpc_errors.IMPORT_TOKEN_INVALID
        return await render_user(Rendering(ctx.app, view, ctx.user_id, ctx.now), user)

    return await ctx.app.db.peek(query)
