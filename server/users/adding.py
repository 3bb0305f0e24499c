"""People into the address book and out of it: contacts.addContact, acceptContact, deleteContacts, updateContactNote,
editCloseFriends (core.telegram.org/api/contacts).

Rules of this file:

- Adding somebody lets them see what the adder shows to contacts; the number only when the adder says so.
- The caller's other devices hear of it by events, and whoever was added looks at the adder again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.privacy import look, rules_of
from server.auth import phone_numbers
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.users import answers, texts
from server.users.acquaintances import show_again
from server.users.contact_events import CONTACT, append, append_reset, peer_settings
from storage.accounts import contacts, privacy
from storage.accounts.contacts import Contact
from storage.accounts.privacy import PrivacyKey, Rule, RuleKind
from storage.accounts.users import User, UserKind
from storage.database import Snapshot, Tx

router = Router("adding")

MAX_AT_ONCE = 1_000
"""People named in one request."""


@router.rpc(functions.contacts.AddContact)
async def add_contact(ctx: Context, request: functions.contacts.AddContact) -> types.Updates:
    """Add somebody the caller knows of, or rename them."""
    first_name, last_name = texts.name(request.first_name), texts.name(request.last_name)
    if not first_name and not last_name:
        raise rpc_errors.CONTACT_NAME_EMPTY

    async def unit(tx: Tx) -> int:
        user = await _person(ctx, tx, request.id)
        before = await contacts.get(tx, ctx.user_id, user.user_id)
        entry = before or Contact(ctx.user_id, user.user_id, first_name, added_at=ctx.now)
        phone = _phone(ctx, request.phone) or entry.phone
        note = entry.note if request.note is None else await texts.note(ctx, tx, request.note)
        await contacts.put(tx, replace(entry, first_name=first_name, last_name=last_name, phone=phone, note=note))
        if request.add_phone_privacy_exception:
            await _show_phone(tx, ctx.user_id, user.user_id)
        await append(ctx, tx, CONTACT, (user.user_id,))
        return user.user_id

    return await _answer(ctx, (await ctx.app.db.write(unit),))


@router.rpc(functions.contacts.AcceptContact)
async def accept_contact(ctx: Context, request: functions.contacts.AcceptContact) -> types.Updates:
    """Add somebody who has added the caller, under their own name, and show them the caller's number.

    Whoever is a contact already is shown the number alone: what `share_contact` of peerSettings offers is done by this
    (core.telegram.org/api/action-bar).

    Raises:
        CONTACT_REQ_MISSING: They have not added the caller.
        CONTACT_ADD_MISSING: They are a contact who sees the number already.
    """

    async def unit(tx: Tx) -> int:
        user = await _person(ctx, tx, request.id)
        if await contacts.get(tx, ctx.user_id, user.user_id) is not None:
            seen = await look(tx, ctx.user_id, (user.user_id,), (PrivacyKey.PHONE_NUMBER,))
            if seen.shows(user.user_id, PrivacyKey.PHONE_NUMBER):
                raise rpc_errors.CONTACT_ADD_MISSING
        elif await contacts.get(tx, user.user_id, ctx.user_id) is None:
            raise rpc_errors.CONTACT_REQ_MISSING
        else:
            entry = Contact(ctx.user_id, user.user_id, user.first_name, user.last_name, added_at=ctx.now)
            await contacts.put(tx, entry)
        await _show_phone(tx, ctx.user_id, user.user_id)
        await append(ctx, tx, CONTACT, (user.user_id,))
        return user.user_id

    return await _answer(ctx, (await ctx.app.db.write(unit),))


@router.rpc(functions.contacts.DeleteContacts)
async def delete_contacts(ctx: Context, request: functions.contacts.DeleteContacts) -> types.Updates:
    """Take people out of the book, and out of the uploaded phone book. Who is not in it, or unknown, is passed over."""
    if len(request.id) > MAX_AT_ONCE:
        raise rpc_errors.LIMIT_INVALID

    async def unit(tx: Tx) -> list[int]:
        gone: list[int] = []
        for given in request.id:
            try:
                user = await access.user(ctx, tx, given)
            except RpcError:
                continue
            if await contacts.delete(tx, ctx.user_id, user.user_id):
                gone.append(user.user_id)
                if user.phone:
                    await contacts.forget(tx, ctx.user_id, (user.phone,))
        await append(ctx, tx, CONTACT, gone)
        return gone

    return await _answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.contacts.UpdateContactNote)
async def update_contact_note(ctx: Context, request: functions.contacts.UpdateContactNote) -> bool:
    """Write a note on a contact; an empty one takes it away."""

    async def unit(tx: Tx) -> None:
        user = await _person(ctx, tx, request.id)
        entry = await contacts.get(tx, ctx.user_id, user.user_id)
        if entry is None:
            raise rpc_errors.CONTACT_MISSING
        await contacts.put(tx, replace(entry, note=await texts.note(ctx, tx, request.note)))
        await append(ctx, tx, CONTACT, (user.user_id,))

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.contacts.EditCloseFriends)
async def edit_close_friends(ctx: Context, request: functions.contacts.EditCloseFriends) -> bool:
    """These contacts are the close friends now; who is no contact is passed over."""
    if len(request.id) > MAX_AT_ONCE:
        raise rpc_errors.LIMIT_INVALID

    async def unit(tx: Tx) -> None:
        await contacts.set_close_friends(tx, ctx.user_id, request.id)
        await append_reset(ctx, tx)

    await ctx.app.db.write(unit)
    return True


async def _answer(ctx: Context, changed: Sequence[int]) -> types.Updates:
    """The caller's updates about these people, who are also shown the caller again."""
    show_again(ctx.app, ctx.user_id, changed)
    return await answers.updates(ctx, lambda scene: _settings(scene, changed))


async def _settings(scene: Rendering, changed: Sequence[int]) -> list[types.TypeUpdate]:
    return [await peer_settings(scene, user_id) for user_id in changed]


async def _person(ctx: Context, view: Snapshot, given: types.TypeInputUser) -> User:
    """Somebody who can be in an address book: an account of somebody else's."""
    try:
        user = await access.user(ctx, view, given)
    except RpcError:
        raise rpc_errors.CONTACT_ID_INVALID from None
    if user.user_id == ctx.user_id or user.kind is UserKind.DELETED:
        raise rpc_errors.CONTACT_ID_INVALID
    return user


def _phone(ctx: Context, text: str) -> str:
    """The digits of a number; empty when it is none, for it is only a remark in the caller's own book."""
    try:
        return phone_numbers.digits(ctx, text)
    except RpcError:
        return ""


async def _show_phone(tx: Tx, owner: int, viewer: int) -> None:
    """Let one more person see the owner's number, before whatever else the rules say."""
    rules = await rules_of(tx, owner, PrivacyKey.PHONE_NUMBER)
    named = next((rule for rule in rules if rule.allow and rule.kind is RuleKind.USERS), Rule(True, RuleKind.USERS))
    others = [
        replace(rule, ids=tuple(one for one in rule.ids if one != viewer)) if rule.kind is RuleKind.USERS else rule
        for rule in rules
        if rule is not named
    ]
    allowed = replace(named, ids=(*(one for one in named.ids if one != viewer), viewer))
    await privacy.save(tx, owner, PrivacyKey.PHONE_NUMBER, (allowed, *others))
