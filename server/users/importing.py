"""Phone books: contacts.importContacts and deleteByPhones (core.telegram.org/api/contacts#importing-phone-contacts).

Numbers come as people write them, with plus signs, spaces and dashes. Every number that could exist is remembered, so
that its owner's sign-up can be told of; whoever has an account and lets themselves be found by number becomes a
contact at once. A number without an account and one whose owner is not to be found look the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access.privacy import look
from server.auth import phone_numbers
from server.render.rendering import Rendering
from server.render.users import render_users
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users import texts
from server.users.acquaintances import show_again
from server.users.contact_events import append_reset
from storage.accounts import contacts, users
from storage.accounts.contacts import Contact, SavedContact
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User
from storage.database import Snapshot, Tx

router = Router("importing")

MAX_AT_ONCE = 500
"""Lines taken from one request; the client is told to come again with the others."""
MAX_REMEMBERED = 20_000
"""Lines of a phone book that are kept."""
POPULAR = 5
"""People who have a number in their phone books before it counts as one to invite."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the phone book that makes sense."""

    client_id: int
    phone: str
    first_name: str
    last_name: str
    note: types.TextWithEntities | None


@dataclass(frozen=True, slots=True)
class _Imported:
    """What became of the lines: who was found for which, and how many others have the numbers of the rest."""

    found: list[tuple[_Line, User]]
    popular: list[tuple[_Line, int]]
    refused: list[_Line]


@router.rpc(functions.contacts.ImportContacts, flood=FloodClass.RESOLVE)
async def import_contacts(ctx: Context, request: functions.contacts.ImportContacts) -> types.contacts.ImportedContacts:
    """Upload lines of a phone book."""
    taken = request.contacts[:MAX_AT_ONCE]
    lines = [line for given in taken if (line := _line(ctx, given)) is not None]

    async def unit(tx: Tx) -> _Imported:
        room = MAX_REMEMBERED - await contacts.count_remembered(tx, ctx.user_id)
        return await _import(ctx, tx, lines[: max(room, 0)], lines[max(room, 0) :])

    imported = await ctx.app.db.write(unit)
    show_again(ctx.app, ctx.user_id, {user.user_id for _, user in imported.found})
    later = [given.client_id for given in request.contacts[MAX_AT_ONCE:]]
    return await ctx.app.db.peek(lambda view: _answer(ctx, view, imported, later))


def _line(ctx: Context, given: types.InputPhoneContact) -> _Line | None:
    first_name, last_name = texts.name(given.first_name), texts.name(given.last_name)
    phone = _digits(ctx, given.phone)
    if phone is None or not (first_name or last_name):
        return None
    return _Line(given.client_id, phone, first_name, last_name, given.note)


async def _import(ctx: Context, tx: Tx, lines: Sequence[_Line], refused: list[_Line]) -> _Imported:
    await contacts.remember(
        tx, [SavedContact(ctx.user_id, line.phone, line.first_name, line.last_name, ctx.now) for line in lines]
    )
    people = await _findable(tx, ctx.user_id, lines)
    found = [(line, people[line.phone]) for line in lines if line.phone in people]
    known = await contacts.some(tx, ctx.user_id, [user.user_id for _, user in found]) if found else {}
    for line, user in found:
        names: dict[str, Any] = {"first_name": line.first_name, "last_name": line.last_name, "phone": line.phone}
        if line.note is not None:
            names["note"] = await texts.note(ctx, tx, line.note)
        entry = known.get(user.user_id) or Contact(ctx.user_id, user.user_id, line.first_name, added_at=ctx.now)
        await contacts.put(tx, replace(entry, **names))
    if found:
        await append_reset(ctx, tx)
    unknown = [line for line in lines if line.phone not in people]
    popular = [(line, count) for line in unknown if (count := await contacts.importers(tx, line.phone)) >= POPULAR]
    return _Imported(found, popular, refused)


async def _findable(view: Snapshot, user_id: int, lines: Sequence[_Line]) -> dict[str, User]:
    """Those who have these numbers and let the user find them by it."""
    people = await users.by_phones(view, [line.phone for line in lines])
    seen = await look(view, user_id, [user.user_id for user in people.values()], (PrivacyKey.ADDED_BY_PHONE,))
    return {
        phone: user
        for phone, user in people.items()
        if user.user_id != user_id and seen.allows(user.user_id, PrivacyKey.ADDED_BY_PHONE)
    }


async def _answer(
    ctx: Context, view: Snapshot, imported: _Imported, later: list[int]
) -> types.contacts.ImportedContacts:
    people = {user.user_id: user for _, user in imported.found}
    return types.contacts.ImportedContacts(
        imported=[
            types.ImportedContact(user_id=user.user_id, client_id=line.client_id) for line, user in imported.found
        ],
        popular_invites=[
            types.PopularContact(client_id=line.client_id, importers=count) for line, count in imported.popular
        ],
        retry_contacts=[line.client_id for line in imported.refused] + later,
        users=await render_users(Rendering(ctx.app, view, ctx.user_id, ctx.now), people.values()),
    )


@router.rpc(functions.contacts.DeleteByPhones)
async def delete_by_phones(ctx: Context, request: functions.contacts.DeleteByPhones) -> bool:
    """Take numbers out of both books."""
    phones = [phone for text in request.phones[:MAX_AT_ONCE] if (phone := _digits(ctx, text))]

    async def unit(tx: Tx) -> None:
        if not phones:
            return
        for contact_id in await contacts.by_phones(tx, ctx.user_id, phones):
            await contacts.delete(tx, ctx.user_id, contact_id)
        await contacts.forget(tx, ctx.user_id, phones)
        await append_reset(ctx, tx)

    await ctx.app.db.write(unit)
    return True


def _digits(ctx: Context, text: str) -> str | None:
    try:
        return phone_numbers.digits(ctx, text)
    except RpcError:
        return None
