"""Encrypted files: uploads that only the two ends can read (core.telegram.org/api/end-to-end#sending-encrypted-files).

A file belongs to the chats it was uploaded for or sent in, and lies in the store for as long as one of them does.
Downloading needs the file's access hash, which only the two people are given (row FI-1).
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from server.files.making import store
from server.render.encrypted import FINGERPRINT, file_record, render_file
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.secretchats.chats import open_chat
from storage.conversations import secret_chats
from storage.database import Snapshot, Tx
from storage.media import files
from storage.media.files import File, FileKind

router = Router("secret_files")


@router.rpc(functions.messages.UploadEncryptedFile)
async def upload_encrypted_file(
    ctx: Context, request: functions.messages.UploadEncryptedFile
) -> types.TypeEncryptedFile:
    """Make a file of an upload without sending it."""
    chat = await ctx.app.db.peek(lambda view: open_chat(ctx, view, request.peer))
    file = await made(ctx, request.file)
    await ctx.app.db.write(lambda tx: keep(tx, chat.chat_id, file.file_id))

    async def query(view: Snapshot) -> types.EncryptedFile:
        return render_file(Rendering(ctx.app, view, ctx.user_id, ctx.now), file_record(file))

    return await ctx.app.db.peek(query)


async def made(ctx: Context, given: types.TypeInputEncryptedFile) -> File:
    """The file that is meant: a new one, of an upload, or one that the caller was given before.

    Raises:
        FILE_EMTPY: none is named (the name is Telegram's).
        LOCATION_INVALID: a file that the caller may not name.
        MD5_CHECKSUM_INVALID, FILE_PARTS_INVALID, FILE_PART_X_MISSING: see `Staging.finish`.
    """
    if isinstance(given, types.InputEncryptedFile):
        return await ctx.app.db.peek(lambda view: _known(ctx, view, given))
    if isinstance(given, types.InputEncryptedFileUploaded):
        blob = await ctx.app.staging.finish(ctx.user_id, given.id, given.parts, given.md5_checksum)
    elif isinstance(given, types.InputEncryptedFileBigUploaded):
        blob = await ctx.app.staging.finish(ctx.user_id, given.id, given.parts)
    else:
        raise rpc_errors.FILE_EMTPY
    details = {FINGERPRINT: given.key_fingerprint}
    return await store(ctx, File(0, FileKind.ENCRYPTED, ctx.user_id, ctx.now, blob, "", details))


async def keep(tx: Tx, chat_id: int, file_id: int) -> None:
    """Let a file belong to a chat.

    Raises:
        LOCATION_INVALID: it has been collected meanwhile.
    """
    if await files.by_id(tx, file_id) is None:
        raise rpc_errors.LOCATION_INVALID
    await secret_chats.add_file(tx, chat_id, file_id)


async def _known(ctx: Context, view: Snapshot, given: types.InputEncryptedFile) -> File:
    if not ctx.app.hashes.holds(ctx.user_id, Hashed.ENCRYPTED_FILE, given.id, given.access_hash):
        raise rpc_errors.LOCATION_INVALID
    file = await files.by_id(view, given.id)
    if file is None or file.kind is not FileKind.ENCRYPTED:
        raise rpc_errors.LOCATION_INVALID
    return file
