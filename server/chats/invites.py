"""Admins' invite links: make, show, change, revoke, forget (core.telegram.org/api/invites).

Every admin has a lasting link and as many others as they like. An admin runs their own links; the creator all.
The links of who is no admin any more are revoked (server/chats/admins.py, joining.py).
"""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.invite_links import lasting_link, link_of, new_hash, render_invite
from server.chats.membership import Seat, chat_id_of, seat
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.conversations import chat_invites
from storage.conversations.chat_invites import ChatInvite
from storage.database import Snapshot, Tx

router = Router("invites")

MAX_TITLE = 32
MAX_USES = 99_999
MAX_PAGE = 100


@router.rpc(functions.messages.ExportChatInvite, flood=FloodClass.CREATE)
async def export_chat_invite(ctx: Context, request: functions.messages.ExportChatInvite) -> types.ChatInviteExported:
    """Make a link. With `legacy_revoke_permanent` it takes the place of the caller's lasting one."""
    if request.subscription_pricing is not None:
        raise rpc_errors.PRICING_CHAT_INVALID
    expires_at, limit = request.expire_date or 0, request.usage_limit or 0
    _check(ctx, expires_at, limit, request.request_needed)
    code = new_hash(ctx)

    async def unit(tx: Tx) -> ChatInvite:
        place = await admin_seat(tx, request.peer, ctx.user_id)
        invite = lasting_link(code, place.chat, ctx.user_id, ctx.now)
        if request.legacy_revoke_permanent:
            await _revoke_lasting(tx, invite)
        else:
            invite = replace(
                invite,
                permanent=False,
                request_needed=request.request_needed,
                expires_at=expires_at,
                usage_limit=limit,
                title=(request.title or "").strip()[:MAX_TITLE],
            )
        await chat_invites.save(tx, invite)
        return invite

    invite = await ctx.app.db.write(unit)
    return render_invite(Rendering(ctx.app, None, ctx.user_id, ctx.now), invite)  # type: ignore[arg-type]  # reads nothing


@router.rpc(functions.messages.GetExportedChatInvite)
async def get_exported_chat_invite(
    ctx: Context, request: functions.messages.GetExportedChatInvite
) -> types.messages.ExportedChatInvite:
    """One link."""

    async def query(view: Snapshot) -> types.messages.ExportedChatInvite:
        invite = await _own_link(view, await admin_seat(view, request.peer, ctx.user_id), request.link)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        rendered = render_invite(scene, invite)
        return types.messages.ExportedChatInvite(invite=rendered, users=(await render_peers(scene))[0])

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetExportedChatInvites)
async def get_exported_chat_invites(
    ctx: Context, request: functions.messages.GetExportedChatInvites
) -> types.messages.ExportedChatInvites:
    """An admin's links: the lasting one, where mtcute looks for it, then the newest first."""
    before = (request.offset_date, _code(request.offset_link or "")) if request.offset_date else None

    async def query(view: Snapshot) -> types.messages.ExportedChatInvites:
        place = await admin_seat(view, request.peer, ctx.user_id)
        admin_id = await _admin_id(ctx, view, place, request.admin_id)
        peer = peers.chat(place.chat.chat_id)
        limit = min(max(request.limit, 0), MAX_PAGE)
        total, found = await chat_invites.of_admin(
            view, peer, admin_id, revoked=request.revoked, before=before, limit=limit
        )
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        rendered: list[types.TypeExportedChatInvite] = [render_invite(scene, invite) for invite in found]
        people, _ = await render_peers(scene)
        return types.messages.ExportedChatInvites(count=total, invites=rendered, users=people)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.EditExportedChatInvite, flood=FloodClass.CREATE)
async def edit_exported_chat_invite(
    ctx: Context, request: functions.messages.EditExportedChatInvite
) -> types.messages.TypeExportedChatInvite:
    """Change a link or revoke it; a lasting one that is revoked is replaced by a new one."""
    code = new_hash(ctx)

    async def unit(tx: Tx) -> tuple[ChatInvite, ChatInvite | None]:
        place = await admin_seat(tx, request.peer, ctx.user_id)
        invite = await _own_link(tx, place, request.link)
        if invite.revoked:
            raise rpc_errors.INVITE_HASH_EXPIRED
        if request.revoked:
            revoked = replace(invite, revoked=True)
            await chat_invites.save(tx, revoked)
            if not invite.permanent:
                return revoked, None
            fresh = lasting_link(code, place.chat, invite.admin_id, ctx.now)
            await chat_invites.save(tx, fresh)
            return revoked, fresh
        changed = _changed(ctx, invite, request)
        await chat_invites.save(tx, changed)
        return changed, None

    invite, fresh = await ctx.app.db.write(unit)

    async def query(view: Snapshot) -> types.messages.TypeExportedChatInvite:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        rendered = render_invite(scene, invite)
        people, _ = await render_peers(scene)
        if fresh is None:
            return types.messages.ExportedChatInvite(invite=rendered, users=people)
        return types.messages.ExportedChatInviteReplaced(
            invite=rendered, new_invite=render_invite(scene, fresh), users=people
        )

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.DeleteExportedChatInvite, flood=FloodClass.CREATE)
async def delete_exported_chat_invite(ctx: Context, request: functions.messages.DeleteExportedChatInvite) -> bool:
    """Forget a revoked link."""

    async def unit(tx: Tx) -> None:
        invite = await _own_link(tx, await admin_seat(tx, request.peer, ctx.user_id), request.link)
        if not invite.revoked:
            raise rpc_errors.INVITE_REVOKED_MISSING
        await chat_invites.delete(tx, invite.hash)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.DeleteRevokedExportedChatInvites, flood=FloodClass.CREATE)
async def delete_revoked_exported_chat_invites(
    ctx: Context, request: functions.messages.DeleteRevokedExportedChatInvites
) -> bool:
    """Forget all revoked links of an admin."""

    async def unit(tx: Tx) -> None:
        place = await admin_seat(tx, request.peer, ctx.user_id)
        admin_id = await _admin_id(ctx, tx, place, request.admin_id)
        await chat_invites.delete_revoked(tx, peers.chat(place.chat.chat_id), admin_id)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.GetAdminsWithInvites)
async def get_admins_with_invites(
    ctx: Context, request: functions.messages.GetAdminsWithInvites
) -> types.messages.ChatAdminsWithInvites:
    """Who has how many links. Only the creator sees that."""

    async def query(view: Snapshot) -> types.messages.ChatAdminsWithInvites:
        place = await seat(view, chat_id_of(request.peer), ctx.user_id)
        place.require_creator()
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        admins = [
            types.ChatAdminWithInvites(
                admin_id=scene.user(admin_id), invites_count=count, revoked_invites_count=revoked
            )
            for admin_id, count, revoked in await chat_invites.by_admins(view, peers.chat(place.chat.chat_id))
        ]
        return types.messages.ChatAdminsWithInvites(admins=admins, users=(await render_peers(scene))[0])

    return await ctx.app.db.peek(query)


async def admin_seat(view: Snapshot, given: types.TypeInputPeer, user_id: int) -> Seat:
    """An admin's place in the group that a request names; raises CHAT_ADMIN_REQUIRED for anyone else's."""
    place = await seat(view, chat_id_of(given), user_id)
    place.require_admin()
    return place


async def _own_link(view: Snapshot, place: Seat, link: str) -> ChatInvite:
    invite = await link_of(view, peers.chat(place.chat.chat_id), link)
    if invite.admin_id != place.member.user_id and not place.is_creator:
        raise rpc_errors.CHAT_ADMIN_REQUIRED
    return invite


async def _admin_id(ctx: Context, view: Snapshot, place: Seat, given: types.TypeInputUser) -> int:
    """Whose links are meant; others' are for the creator alone."""
    user = await access.user(ctx, view, given)
    if user.user_id != ctx.user_id:
        place.require_creator()
    return user.user_id


def _changed(ctx: Context, invite: ChatInvite, request: functions.messages.EditExportedChatInvite) -> ChatInvite:
    if invite.permanent:
        raise rpc_errors.CHAT_INVITE_PERMANENT
    expires_at = invite.expires_at if request.expire_date is None else request.expire_date
    limit = invite.usage_limit if request.usage_limit is None else request.usage_limit
    asks = invite.request_needed if request.request_needed is None else request.request_needed
    if asks and request.usage_limit is None:
        limit = 0
    _check(ctx, expires_at if request.expire_date is not None else 0, limit, asks)
    return replace(
        invite,
        expires_at=expires_at,
        usage_limit=limit,
        request_needed=asks,
        title=invite.title if request.title is None else request.title.strip()[:MAX_TITLE],
        changed_at=ctx.now,
    )


def _check(ctx: Context, expires_at: int, limit: int, asks: bool) -> None:
    if expires_at and expires_at <= ctx.now:
        raise rpc_errors.EXPIRE_DATE_INVALID
    if not 0 <= limit <= MAX_USES or (asks and limit):
        raise rpc_errors.USAGE_LIMIT_INVALID


async def _revoke_lasting(tx: Tx, fresh: ChatInvite) -> None:
    before = await chat_invites.permanent(tx, fresh.peer, fresh.admin_id)
    if before is not None:
        await chat_invites.save(tx, replace(before, revoked=True))


def _code(link: str) -> str:
    return link.rpartition("/")[2].removeprefix("+")
