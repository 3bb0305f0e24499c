"""The address book as devices fetch it: contacts.getContacts, getContactIDs, getStatuses, getSaved, resetSaved."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.privacy import look
from server.render.hashing import result_hash
from server.render.presence import render_status
from server.render.rendering import Rendering
from server.render.users import AT_ONCE, render_users
from server.rpc.context import Context
from server.rpc.router import Router
from server.users.contact_events import append_reset
from storage.accounts import contacts, presence, users
from storage.accounts.privacy import PrivacyKey
from storage.database import Snapshot, Tx

router = Router("address_book")


@router.rpc(functions.contacts.GetContacts)
async def get_contacts(ctx: Context, request: functions.contacts.GetContacts) -> types.contacts.TypeContacts:
    """The whole book."""

    async def query(view: Snapshot) -> types.contacts.TypeContacts:
        saved = await contacts.count_remembered(view, ctx.user_id)
        book = await contacts.of_user(view, ctx.user_id)
        if request.hash and request.hash == result_hash((saved, *(entry.contact_id for entry in book))):
            return types.contacts.ContactsNotModified()
        people = await users.by_ids(view, [entry.contact_id for entry in book])
        rendered = await render_users(Rendering(ctx.app, view, ctx.user_id, ctx.now), people.values())
        mutual = {user.id for user in rendered if isinstance(user, types.User) and user.mutual_contact}
        return types.contacts.Contacts(
            contacts=[types.Contact(user_id=entry.contact_id, mutual=entry.contact_id in mutual) for entry in book],
            saved_count=saved,
            users=rendered,
        )

    return await ctx.app.db.read(query)


@router.rpc(functions.contacts.GetContactIDs)
async def get_contact_ids(ctx: Context, request: functions.contacts.GetContactIDs) -> list[int]:
    """The ids in the book; an empty list to whoever has them already."""

    async def query(view: Snapshot) -> list[int]:
        ids = [entry.contact_id for entry in await contacts.of_user(view, ctx.user_id)]
        return [] if request.hash and request.hash == result_hash(ids) else ids

    return await ctx.app.db.read(query)


@router.rpc(functions.contacts.GetStatuses)
async def get_statuses(ctx: Context, request: functions.contacts.GetStatuses) -> list[types.ContactStatus]:
    """When each contact was last seen, as far as the caller may know."""

    async def query(view: Snapshot) -> list[types.ContactStatus]:
        ids = [entry.contact_id for entry in await contacts.of_user(view, ctx.user_id)]
        statuses: list[types.ContactStatus] = []
        for start in range(0, len(ids), AT_ONCE):
            statuses += await _statuses(ctx, view, ids[start : start + AT_ONCE])
        return statuses

    return await ctx.app.db.read(query)


async def _statuses(ctx: Context, view: Snapshot, ids: list[int]) -> list[types.ContactStatus]:
    seen = await look(view, ctx.user_id, ids, (PrivacyKey.STATUS,))
    online = await presence.online_until(view, ids)
    people = await users.by_ids(view, ids)
    return [
        types.ContactStatus(
            user_id=user.user_id,
            status=render_status(user, seen, online.get(user.user_id, 0), ctx.now) or types.UserStatusEmpty(),
        )
        for user in people.values()
    ]


@router.rpc(functions.contacts.GetSaved)
async def get_saved(ctx: Context, request: functions.contacts.GetSaved) -> list[types.SavedPhoneContact]:
    """The uploaded phone book, within a takeout session only (core.telegram.org/api/takeout)."""
    if ctx.takeout_id is None:
        raise rpc_errors.TAKEOUT_REQUIRED
    lines = await ctx.app.db.read(lambda view: contacts.remembered(view, ctx.user_id))
    return [
        types.SavedPhoneContact(
            phone=line.phone, first_name=line.first_name, last_name=line.last_name, date=line.saved_at
        )
        for line in lines
    ]


@router.rpc(functions.contacts.ResetSaved)
async def reset_saved(ctx: Context, request: functions.contacts.ResetSaved) -> bool:
    """Forget the uploaded phone book; people in the address book stay."""

    async def unit(tx: Tx) -> None:
        await contacts.forget(tx, ctx.user_id)
        await append_reset(ctx, tx)

    await ctx.app.db.write(unit)
    return True
