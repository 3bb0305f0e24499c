"""Notification sounds: account.uploadRingtone, saveRingtone, getSavedRingtones (core.telegram.org/api/ringtones)."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import COLLECTED
from server.files.kept import given_document, keep, listed
from server.files.making import make_document, store
from server.render.files import render_document
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.database import Snapshot
from storage.media.collections import RINGTONES
from storage.media.files import File

router = Router("ringtones")

TYPES = frozenset({"audio/mpeg", "audio/mp3", "audio/ogg"})
"""MP3, and Opus in Ogg."""

MAX_BYTES = 102_400
MAX_SECONDS = 5
MAX_KEPT = 100


@router.rpc(functions.account.UploadRingtone, flood=FloodClass.SEND)
async def upload_ringtone(ctx: Context, request: functions.account.UploadRingtone) -> types.Document:
    """Make a document of an uploaded sound, and keep it if it is one to keep, as TDLib looks for it there."""
    if request.mime_type.lower() not in TYPES:
        raise rpc_errors.RINGTONE_MIME_INVALID
    name = types.DocumentAttributeFilename(file_name=request.file_name)
    file = await make_document(
        ctx, types.InputMediaUploadedDocument(file=request.file, mime_type=request.mime_type, attributes=[name])
    )
    if file.mime_type not in TYPES:
        raise rpc_errors.RINGTONE_MIME_INVALID
    if _may_be_kept(file):
        await keep(ctx, RINGTONES, file, remove=False, at_most=MAX_KEPT)
    return await _rendered(ctx, file)


@router.rpc(functions.account.SaveRingtone)
async def save_ringtone(
    ctx: Context, request: functions.account.SaveRingtone
) -> types.account.SavedRingtone | types.account.SavedRingtoneConverted:
    """Keep a sound, or keep it no more. A voice message is kept as a sound of its own, which the answer names."""
    file = await given_document(ctx, request.id, rpc_errors.RINGTONE_INVALID)
    if request.unsave:
        await keep(ctx, RINGTONES, file, remove=True, at_most=MAX_KEPT)
        return types.account.SavedRingtone()
    if not _may_be_kept(file):
        raise rpc_errors.RINGTONE_INVALID
    audio = file.attribute("audio")
    if audio is None or not audio["voice"]:
        await keep(ctx, RINGTONES, file, remove=False, at_most=MAX_KEPT)
        return types.account.SavedRingtone()
    sound = await store(ctx, _sound_of(ctx, file))
    await keep(ctx, RINGTONES, sound, remove=False, at_most=MAX_KEPT)
    return types.account.SavedRingtoneConverted(document=await _rendered(ctx, sound))


@router.rpc(functions.account.GetSavedRingtones)
async def get_saved_ringtones(
    ctx: Context, request: functions.account.GetSavedRingtones
) -> types.account.TypeSavedRingtones:
    """The caller's sounds, newest first."""
    value, _, kept = await listed(ctx, RINGTONES)
    if request.hash and request.hash == value:
        return types.account.SavedRingtonesNotModified()
    return types.account.SavedRingtones(hash=value, ringtones=kept)


def _may_be_kept(file: File) -> bool:
    audio = file.attribute("audio")
    too_long = audio is not None and audio["duration"] > MAX_SECONDS
    return file.mime_type in TYPES and file.size <= MAX_BYTES and not too_long


def _sound_of(ctx: Context, voice: File) -> File:
    """A draft of the caller's own with the content of a voice message, which is one no more."""
    attributes = [
        {**one, "voice": False, "waveform": b""} if one["kind"] == "audio" else one
        for one in voice.details["attributes"]
    ]
    details = {**voice.details, "attributes": attributes}
    return replace(voice, owner=ctx.user_id, created_at=ctx.now, details=details)


async def _rendered(ctx: Context, file: File) -> types.Document:
    async def query(view: Snapshot) -> types.Document:
        return render_document(Rendering(ctx.app, view, ctx.user_id, ctx.now), file, COLLECTED)

    return await ctx.app.db.peek(query)
