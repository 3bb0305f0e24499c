"""Profile photos: photos.* (core.telegram.org/api/files, core.telegram.org/method/photos.uploadProfilePhoto).

The current photo is part of the account and seen by whom the owner's rules allow; the fallback is what the others
see of a profile. The caller's devices are told by the event that any change of the account makes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.file_references import ContextKind, FileContext
from server.access.privacy import look
from server.files.media import photo_of
from server.files.profile_photos import beside_name, make_profile_photo, profile_photo
from server.render.files import render_photo
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users import acquaintances, profile
from storage.accounts import profile_photos, users
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User
from storage.database import Snapshot, Tx
from storage.media import files
from storage.media.files import File

router = Router("photos")

MAX_SHOWN = 100
"""Photos in one getUserPhotos."""


@router.rpc(functions.photos.UploadProfilePhoto, flood=FloodClass.SEND)
async def upload_profile_photo(ctx: Context, request: functions.photos.UploadProfilePhoto) -> types.photos.Photo:
    """Upload a photo and show it."""
    if request.bot is not None:
        raise rpc_errors.BOT_INVALID
    file = await make_profile_photo(ctx, request, rpc_errors.PHOTO_FILE_MISSING)
    return await _show(ctx, file, fallback=request.fallback)


@router.rpc(functions.photos.UpdateProfilePhoto, flood=FloodClass.SEND)
async def update_profile_photo(ctx: Context, request: functions.photos.UpdateProfilePhoto) -> types.photos.Photo:
    """Show a photo that was uploaded before, or none."""
    if request.bot is not None:
        raise rpc_errors.BOT_INVALID
    given = request.id
    if isinstance(given, types.InputPhotoEmpty):
        await _hide_current(ctx, fallback=request.fallback)
        return types.photos.Photo(photo=types.PhotoEmpty(id=0), users=[])
    try:
        file = await ctx.app.db.peek(lambda view: photo_of(ctx, view, given))
    except rpc_errors.PHOTO_INVALID:
        raise rpc_errors.PHOTO_ID_INVALID from None
    if not _may_show(ctx, file, given):
        raise rpc_errors.PHOTO_ID_INVALID
    return await _show(ctx, await beside_name(ctx, file), fallback=request.fallback)


def _may_show(ctx: Context, file: File, given: types.InputPhoto) -> bool:
    """Whether a photo is the caller's to show: uploaded by them, or seen by them as one of theirs or for them."""
    where = ctx.app.references.context_of(given.file_reference)
    return file.owner == ctx.user_id or where == FileContext(ContextKind.USER_PHOTO, ctx.user_id)


@router.rpc(functions.photos.DeletePhotos)
async def delete_photos(ctx: Context, request: functions.photos.DeletePhotos) -> list[int]:
    """Show some of the caller's photos no more; the ids that went. TDLib names them by nothing but their ids."""

    async def unit(tx: Tx) -> list[int]:
        gone = [given.id for given in request.id[:MAX_SHOWN] if isinstance(given, types.InputPhoto)]
        shown = set(await profile_photos.of_user(tx, ctx.user_id)) | {await profile_photos.fallback(tx, ctx.user_id)}
        gone = [file_id for file_id in gone if file_id in shown]
        await profile_photos.remove(tx, ctx.user_id, gone)
        await _set_current(ctx, tx)
        return gone

    gone = await ctx.app.db.write(unit)
    await acquaintances.tell_changed(ctx.app, ctx.user_id)
    return gone


@router.rpc(functions.photos.GetUserPhotos)
async def get_user_photos(ctx: Context, request: functions.photos.GetUserPhotos) -> types.photos.TypePhotos:
    """A user's photos, newest first, as far as the caller may see them.

    They begin after the one with `max_id`; with an `offset` of -1 at it, if it is shown: clients get a new reference
    for one photo like that (core.telegram.org/method/photos.getUserPhotos).
    """
    if request.max_id < 0:
        raise rpc_errors.MAX_ID_INVALID

    async def query(view: Snapshot) -> types.photos.TypePhotos:
        user = await access.user(ctx, view, request.user_id)
        seen = await look(view, ctx.user_id, (user.user_id,), (PrivacyKey.PROFILE_PHOTO,))
        shown = await _visible(view, user.user_id, allowed=seen.allows(user.user_id, PrivacyKey.PROFILE_PHOTO))
        start = request.offset
        if request.max_id in shown:
            start += shown.index(request.max_id) + 1
        elif request.max_id:
            shown = [file_id for file_id in shown if file_id < request.max_id]
        some = shown[max(start, 0) : max(start + min(max(request.limit, 0), MAX_SHOWN), 0)]
        found = await files.by_ids(view, some) if some else {}
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        scene.user(user.user_id)
        context = FileContext(ContextKind.USER_PHOTO, user.user_id)
        photos: list[types.TypePhoto] = [render_photo(scene, found[one], context) for one in some if one in found]
        people, _ = await render_peers(scene)
        if len(shown) > len(photos):
            return types.photos.PhotosSlice(count=len(shown), photos=photos, users=people)
        return types.photos.Photos(photos=photos, users=people)

    return await ctx.app.db.read(query)


async def _visible(view: Snapshot, user_id: int, *, allowed: bool) -> list[int]:
    """The photos of a user that a viewer may see; the fallback alone where the rules keep the others from them."""
    if allowed:
        return await profile_photos.of_user(view, user_id)
    fallback = await profile_photos.fallback(view, user_id)
    return [] if fallback is None else [fallback]


async def full_photos(scene: Rendering, user: User) -> dict[str, Any]:
    """The photo fields of userFull: the current one where the rules let the viewer see it, else the fallback; and the
    one that the viewer chose to see instead."""
    seen = await look(scene.view, scene.viewer, (user.user_id,), (PrivacyKey.PROFILE_PHOTO,))
    allowed = seen.allows(user.user_id, PrivacyKey.PROFILE_PHOTO)
    context = FileContext(ContextKind.USER_PHOTO, user.user_id)
    fields: dict[str, Any] = {}
    contact = seen.known.get(user.user_id)
    if contact is not None and contact.photo is not None:
        file = await files.by_id(scene.view, contact.photo.photo_id)
        fields["personal_photo"] = render_photo(scene, file, context) if file is not None else None
    if user.profile.photo is not None and allowed:
        file = await files.by_id(scene.view, user.profile.photo.photo_id)
        fields["profile_photo"] = render_photo(scene, file, context) if file is not None else None
    fallback = await profile_photos.fallback(scene.view, user.user_id)
    if fallback is not None and (not allowed or user.user_id == scene.viewer):
        file = await files.by_id(scene.view, fallback)
        fields["fallback_photo"] = render_photo(scene, file, context) if file is not None else None
    return fields


async def _show(ctx: Context, file: File, *, fallback: bool) -> types.photos.Photo:
    async def unit(tx: Tx) -> None:
        if fallback:
            await profile_photos.show_fallback(tx, ctx.user_id, file.file_id)
        else:
            await profile_photos.show(tx, ctx.user_id, file.file_id)
        await _set_current(ctx, tx)

    await ctx.app.db.write(unit)
    await acquaintances.tell_changed(ctx.app, ctx.user_id)
    return await _answer(ctx, file)


async def _hide_current(ctx: Context, *, fallback: bool) -> None:
    async def unit(tx: Tx) -> None:
        shown = await profile_photos.of_user(tx, ctx.user_id)
        hidden = await profile_photos.fallback(tx, ctx.user_id) if fallback else next(iter(shown), None)
        if hidden is not None:
            await profile_photos.remove(tx, ctx.user_id, (hidden,))
        await _set_current(ctx, tx)

    await ctx.app.db.write(unit)
    await acquaintances.tell_changed(ctx.app, ctx.user_id)


async def _set_current(ctx: Context, tx: Tx) -> None:
    """Write the newest photo into the account, with an event for the caller's other devices."""
    user = await profile.change(ctx, tx)
    newest = next(iter(await profile_photos.of_user(tx, ctx.user_id)), None)
    file = await files.by_id(tx, newest) if newest is not None else None
    photo = profile_photo(file) if file is not None else None
    if photo != user.profile.photo:
        await users.save(tx, replace(user, profile=replace(user.profile, photo=photo)))
        await profile.append_changed(ctx, tx)


async def _answer(ctx: Context, file: File) -> types.photos.Photo:
    async def query(view: Snapshot) -> types.photos.Photo:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        scene.user(ctx.user_id)
        photo = render_photo(scene, file, FileContext(ContextKind.USER_PHOTO, ctx.user_id))
        people, _ = await render_peers(scene)
        return types.photos.Photo(photo=photo, users=people)

    return await ctx.app.db.peek(query)
