"""messages.editChatPhoto: the photo of a basic group (core.telegram.org/method/messages.editChatPhoto)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.joining import announce
from server.chats.membership import seat
from server.files.media import photo_of
from server.files.profile_photos import beside_name, make_profile_photo, profile_photo
from server.messages.answers import answer
from server.messages.delivery import Sent
from server.render.files import photo_record
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.conversations import chats
from storage.conversations.chats import Banned
from storage.database import Tx
from storage.media.files import File

router = Router("chat_photos")


@router.rpc(functions.messages.EditChatPhoto, flood=FloodClass.SEND)
async def edit_chat_photo(ctx: Context, request: functions.messages.EditChatPhoto) -> types.Updates:
    """Give a group a photo, or take it away; members are told by a service message."""
    (await ctx.app.db.peek(lambda view: seat(view, request.chat_id, ctx.user_id))).require(Banned.CHANGE_INFO)
    file = await _given(ctx, request.photo)

    async def unit(tx: Tx) -> Sent:
        place = await seat(tx, request.chat_id, ctx.user_id)
        place.require(Banned.CHANGE_INFO)
        photo = None if file is None else profile_photo(file)
        if photo == place.chat.photo:
            raise rpc_errors.CHAT_NOT_MODIFIED
        chat = replace(place.chat, photo=photo)
        await chats.save(tx, chat)
        members = await chats.member_ids(tx, chat.chat_id)
        origin = ctx.session.session_number
        return await announce(tx, chat, ctx.user_id, members, _action(file, chat.chat_id), now=ctx.now, origin=origin)

    return await answer(ctx, [await ctx.app.db.write(unit)])


async def _given(ctx: Context, given: types.TypeInputChatPhoto) -> File | None:
    """The photo that is meant: a new one in its sizes, one that the caller knows, or none."""
    if isinstance(given, types.InputChatPhotoEmpty):
        return None
    if isinstance(given, types.InputChatUploadedPhoto):
        return await make_profile_photo(ctx, given, rpc_errors.PHOTO_INVALID)
    named = given.id
    return await beside_name(ctx, await ctx.app.db.peek(lambda view: photo_of(ctx, view, named)))


def _action(file: File | None, chat_id: int) -> dict[str, Any]:
    """What the service message tells."""
    if file is None:
        return {"kind": "chat_photo_gone"}
    return {"kind": "chat_photo", "chat": chat_id, **photo_record(file)}
