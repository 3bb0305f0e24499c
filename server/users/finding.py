"""Finding people by a name or number: contacts.resolveUsername, resolvePhone, search
(core.telegram.org/api/search#global-search). What finds nobody and what finds somebody who is not to be found look
the same."""

from __future__ import annotations

from collections.abc import Iterable

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.privacy import allows
from server.auth import phone_numbers
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users.usernames import is_username
from storage import peers
from storage.accounts import acquaintances, contacts, users
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User, UserKind
from storage.conversations import chats
from storage.database import Snapshot
from storage.searching.words import fold

router = Router("finding")

MIN_QUERY = 3
"""Characters from which on usernames are searched for everybody."""
MAX_FOUND = 50
"""People in each half of an answer."""
MAX_LOOKED_AT = 5_000
"""Contacts and dialogs that a search looks through."""


@router.rpc(functions.contacts.ResolveUsername, flood=FloodClass.RESOLVE)
async def resolve_username(ctx: Context, request: functions.contacts.ResolveUsername) -> types.contacts.ResolvedPeer:
    """Whose an active username is."""
    name = request.username.removeprefix("@")
    if not is_username(name, shortest=1):
        raise rpc_errors.USERNAME_INVALID

    async def query(view: Snapshot) -> types.contacts.ResolvedPeer:
        user = await users.by_username(view, name)
        if user is None:
            raise rpc_errors.USERNAME_NOT_OCCUPIED
        return await _resolved(ctx, view, user)

    return await ctx.app.db.peek(query)


@router.rpc(functions.contacts.ResolvePhone, flood=FloodClass.RESOLVE)
async def resolve_phone(ctx: Context, request: functions.contacts.ResolvePhone) -> types.contacts.ResolvedPeer:
    """Whose a phone number is, if they let themselves be found by it."""
    phone = phone_numbers.digits(ctx, request.phone)

    async def query(view: Snapshot) -> types.contacts.ResolvedPeer:
        user = await users.by_phone(view, phone)
        if user is None or not await allows(view, user.user_id, PrivacyKey.ADDED_BY_PHONE, ctx.user_id):
            raise rpc_errors.PHONE_NOT_OCCUPIED
        return await _resolved(ctx, view, user)

    return await ctx.app.db.peek(query)


async def _resolved(ctx: Context, view: Snapshot, user: User) -> types.contacts.ResolvedPeer:
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    peer = scene.peer(user.user_id)
    people, chats = await render_peers(scene)
    return types.contacts.ResolvedPeer(peer=peer, chats=chats, users=people)


@router.rpc(functions.contacts.Search, flood=FloodClass.SEARCH)
async def search(ctx: Context, request: functions.contacts.Search) -> types.contacts.Found:
    """People the caller knows and groups whose names begin like this, then anybody whose username does."""
    wanted = request.q.strip().removeprefix("@").casefold()
    if not wanted:
        raise rpc_errors.SEARCH_QUERY_EMPTY
    limit = min(max(request.limit, 0), MAX_FOUND)

    async def query(view: Snapshot) -> types.contacts.Found:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        mine = [] if request.broadcasts else await _known(ctx, view, wanted, bots=request.bots)
        if not (request.broadcasts or request.bots):
            mine += await _groups(ctx, view, wanted)
        others = [] if request.broadcasts else await _strangers(view, wanted, limit, bots=request.bots)
        my_results = [scene.peer(peer) for peer in mine[:limit]]
        results = [scene.peer(user_id) for user_id in others if user_id not in mine]
        people, chats = await render_peers(scene)
        return types.contacts.Found(my_results=my_results, results=results, chats=chats, users=people)

    return await ctx.app.db.read(query)


async def _known(ctx: Context, view: Snapshot, wanted: str, *, bots: bool) -> list[int]:
    """Contacts and people of dialogs, by the names the caller knows them under."""
    book = {entry.contact_id: entry for entry in await contacts.of_user(view, ctx.user_id)}
    partners = await acquaintances.partners(view, ctx.user_id, MAX_LOOKED_AT)
    found: list[int] = []
    for user in (await users.by_ids(view, [*book, *partners])).values():
        called = book.get(user.user_id, user)
        names = [f"{called.first_name} {called.last_name}", *(name.name for name in user.usernames if name.active)]
        if _is_found(user, bots=bots) and _begins(names, wanted):
            found.append(user.user_id)
    return found


async def _groups(ctx: Context, view: Snapshot, wanted: str) -> list[int]:
    """Groups among the caller's dialogs, as marked ids."""
    ids = [-peer for peer in await acquaintances.groups(view, ctx.user_id, MAX_LOOKED_AT)]
    found = await chats.by_ids(view, ids) if ids else {}
    return [peers.chat(chat_id) for chat_id in ids if chat_id in found and _begins([found[chat_id].title], wanted)]


async def _strangers(view: Snapshot, wanted: str, limit: int, *, bots: bool) -> list[int]:
    """Anybody with such a username."""
    if not is_username(wanted, shortest=MIN_QUERY):
        return []
    found = await users.by_username_prefix(view, wanted, limit)
    return [user.user_id for user in found if _is_found(user, bots=bots)]


def _is_found(user: User, *, bots: bool) -> bool:
    return user.kind is UserKind.BOT if bots else user.kind is not UserKind.DELETED


def _begins(names: Iterable[str], wanted: str) -> bool:
    """Whether any word of any of these names begins with what is wanted; case and accents do not count."""
    return any(f" {fold(name)}".find(f" {fold(wanted)}") >= 0 for name in names)
