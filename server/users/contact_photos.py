"""Photos for others: photos.uploadContactProfilePhoto (core.telegram.org/method/photos.uploadContactProfilePhoto).

A photo saved for a contact is a part of the caller's address book: nobody but the caller sees it, and it goes with the
contact. A suggested photo is a service message; whom it was suggested to may show it (photos.updateProfilePhoto).
"""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.file_references import ContextKind, FileContext
from server.files.profile_photos import make_profile_photo, profile_photo
from server.messages.addressing import address_of
from server.messages.delivery import deliver_service
from server.render.files import photo_record, render_photo
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users.contact_events import CONTACT_PHOTO, append
from storage.accounts import contacts
from storage.accounts.contacts import Contact
from storage.accounts.users import UserKind
from storage.database import Snapshot, Tx
from storage.media.files import File

router = Router("contact_photos")


@router.rpc(functions.photos.UploadContactProfilePhoto, flood=FloodClass.SEND)
async def upload_contact_profile_photo(
    ctx: Context, request: functions.photos.UploadContactProfilePhoto
) -> types.photos.Photo:
    """Choose which photo of a contact the caller sees, or suggest a photo to the contact, or both."""
    if not request.save and not request.suggest:
        raise rpc_errors.NEED_ACTION_MISSING
    named = request.file or request.video or request.video_emoji_markup
    if request.suggest and named is None:
        raise rpc_errors.PHOTO_FILE_MISSING
    await ctx.app.db.peek(lambda view: _contact(ctx, view, request.user_id))
    file = None if named is None else await make_profile_photo(ctx, request, rpc_errors.PHOTO_FILE_MISSING)

    async def unit(tx: Tx) -> int:
        entry = await _contact(ctx, tx, request.user_id)
        if request.save:
            await _save(ctx, tx, entry, file)
        if request.suggest and file is not None:
            await _suggest(ctx, tx, entry.contact_id, file)
        return entry.contact_id

    return await _answer(ctx, await ctx.app.db.write(unit), file)


async def _contact(ctx: Context, view: Snapshot, given: types.TypeInputUser) -> Contact:
    """The contact that is meant, as the caller knows them."""
    user = await access.user(ctx, view, given)
    if user.user_id == ctx.user_id or user.kind is UserKind.DELETED:
        raise rpc_errors.USER_ID_INVALID
    entry = await contacts.get(view, ctx.user_id, user.user_id)
    if entry is None:
        raise rpc_errors.CONTACT_MISSING
    return entry


async def _save(ctx: Context, tx: Tx, entry: Contact, file: File | None) -> None:
    """Put the photo into the caller's book, or take the one there away; the caller's other devices are told."""
    photo = None if file is None else profile_photo(file)
    if photo != entry.photo:
        await contacts.put(tx, replace(entry, photo=photo))
        await append(ctx, tx, CONTACT_PHOTO, (entry.contact_id,))


async def _suggest(ctx: Context, tx: Tx, user_id: int, file: File) -> None:
    """Send the suggestion. The answer has no room for the message, so this device is told of it like all others."""
    where = await address_of(tx, ctx.user_id, user_id)
    action = {"kind": "suggest_photo", "user": user_id, **photo_record(file)}
    await deliver_service(tx, ctx.user_id, where.peer, where.recipients, action, now=ctx.now)


async def _answer(ctx: Context, user_id: int, file: File | None) -> types.photos.Photo:
    async def query(view: Snapshot) -> types.photos.Photo:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        scene.user(user_id)
        people, _ = await render_peers(scene)
        if file is None:
            return types.photos.Photo(photo=types.PhotoEmpty(id=0), users=people)
        photo = render_photo(scene, file, FileContext(ContextKind.USER_PHOTO, user_id))
        return types.photos.Photo(photo=photo, users=people)

    return await ctx.app.db.peek(query)
