"""Custom emoji that requests name by their id alone: everyone may see them (core.telegram.org/api/custom-emoji)."""

from __future__ import annotations

from mtproto import rpc_errors
from storage.database import Snapshot
from storage.media import files
from storage.media.files import File


async def custom_emoji(view: Snapshot, document_id: int) -> File:
    """The custom emoji with this id; DOCUMENT_INVALID where there is none."""
    file = await files.by_id(view, document_id)
    if file is None or file.attribute("custom_emoji") is None:
        raise rpc_errors.DOCUMENT_INVALID
    return file
