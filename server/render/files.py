"""Photos and documents as one viewer may see them: records → TL.

Everything that names a file is made for the viewer: the access hash, and a reference that says where and when they
were shown it (core.telegram.org/api/file-references).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from mtproto.tl import types
from server.access.file_references import ContextKind, FileContext
from server.access.hashes import Hashed
from server.files.attributes import render_attribute
from server.render.rendering import Rendering
from storage.conversations.messages import Flag, Message
from storage.media import file_uses, files
from storage.media.blobs import Blob
from storage.media.files import VIDEO, File, FileKind, Rendition


def render_photo(scene: Rendering, file: File, context: FileContext) -> types.Photo:
    """A photo."""
    return types.Photo(
        has_stickers="attached" in file.details,
        id=file.file_id,
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.PHOTO, file.file_id),
        file_reference=scene.app.references.of(scene.viewer, file.file_id, context, scene.now),
        date=file.created_at,
        sizes=_sizes(file),
        video_sizes=_video_sizes(scene, file) or None,
        dc_id=scene.app.config.server.dc_id,
    )


def photo_record(file: File) -> dict[str, Any]:
    """What a service message keeps of a photo: all that rendering needs of it."""
    sizes = [[one.type, one.width, one.height, one.blob.size] for one in file.renditions]
    shown = {name: file.details[name] for name in _SHOWN if name in file.details}
    return {"file_id": file.file_id, "date": file.created_at, "sizes": sizes, **shown}


_SHOWN = ("stripped", "start", "markup")
"""Details of a photo that rendering needs."""


def photo_of_action(scene: Rendering, action: dict[str, Any], context: FileContext) -> types.Photo:
    """The photo that a service message tells of, from what `photo_record` kept."""
    renditions = tuple([Rendition(type_, Blob(b"", size), w, h) for type_, w, h, size in action["sizes"]])
    details = {name: action[name] for name in _SHOWN if name in action}
    file = File(action["file_id"], FileKind.PHOTO, 0, action["date"], None, "image/jpeg", details, renditions)
    return render_photo(scene, file, context)


def render_document(scene: Rendering, file: File, context: FileContext) -> types.Document:
    """A document."""
    return types.Document(
        id=file.file_id,
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.DOCUMENT, file.file_id),
        file_reference=scene.app.references.of(scene.viewer, file.file_id, context, scene.now),
        date=file.created_at,
        mime_type=file.mime_type,
        size=file.size,
        thumbs=_sizes(file) or None,
        dc_id=scene.app.config.server.dc_id,
        attributes=_attributes(scene, file),
    )


def _attributes(scene: Rendering, file: File) -> list[types.TypeDocumentAttribute]:
    rendered = [render_attribute(record, _stickerset(scene, record)) for record in file.details.get("attributes", ())]
    return [*rendered, types.DocumentAttributeHasStickers()] if "attached" in file.details else rendered


async def render_documents(scene: Rendering, file_ids: Sequence[int], context: FileContext) -> list[types.TypeDocument]:
    """Documents in this order; those that are gone are left out."""
    found = await files.by_ids(scene.view, file_ids) if file_ids else {}
    return [render_document(scene, found[one], context) for one in file_ids if one in found]


def _sizes(file: File) -> list[types.TypePhotoSize]:
    stripped = file.details.get("stripped")
    inline: list[types.TypePhotoSize] = [types.PhotoStrippedSize(type="i", bytes=stripped)] if stripped else []
    return inline + [_size(one) for one in file.pictures]


def _video_sizes(scene: Rendering, file: File) -> list[types.TypeVideoSize]:
    """The video of a photo, and the sticker that it is made of."""
    sizes: list[types.TypeVideoSize] = []
    video, markup = file.video, file.details.get("markup")
    if video is not None:
        start, size = file.details.get("start") or None, video.blob.size
        sizes.append(types.VideoSize(type=VIDEO, w=video.width, h=video.height, size=size, video_start_ts=start))
    if markup is not None:
        sizes.append(_markup(scene, markup))
    return sizes


def _markup(scene: Rendering, markup: dict[str, Any]) -> types.TypeVideoSize:
    colors = markup["colors"]
    if "emoji" in markup:
        return types.VideoSizeEmojiMarkup(emoji_id=markup["emoji"], background_colors=colors)
    return types.VideoSizeStickerMarkup(
        stickerset=_stickerset(scene, markup), sticker_id=markup["sticker"], background_colors=colors
    )


def _size(one: Rendition) -> types.TypePhotoSize:
    if one.scans:
        return types.PhotoSizeProgressive(type=one.type, w=one.width, h=one.height, sizes=list(one.scans))
    return types.PhotoSize(type=one.type, w=one.width, h=one.height, size=one.blob.size)


def _stickerset(scene: Rendering, record: dict[str, Any]) -> types.TypeInputStickerSet:
    set_id = record.get("set", 0)
    if not set_id:
        return types.InputStickerSetEmpty()
    return types.InputStickerSetID(id=set_id, access_hash=scene.app.hashes.of(scene.viewer, Hashed.STICKER_SET, set_id))


async def photo_media(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaPhoto:
    """The photo of a message; without one when its file is gone."""
    found = await files.by_ids(scene.view, file_uses.named(media))
    return media_of_photo(scene, found, media, _context_of(message, media))


async def document_media(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaDocument:
    """The document of a message; without one when its file is gone."""
    found = await files.by_ids(scene.view, file_uses.named(media))
    return media_of_document(scene, found, media, _context_of(message, media))


def _context_of(message: Message, media: dict[str, Any]) -> FileContext:
    """Where the files of a message are shown. What vanishes is its sender's to send again, and nobody else's."""
    vanishes = "ttl" in media and Flag.OUT not in message.flags
    return FileContext(ContextKind.VANISHING if vanishes else ContextKind.MESSAGE, message.id)


def media_of_photo(
    scene: Rendering, found: Mapping[int, File], media: dict[str, Any], context: FileContext
) -> types.MessageMediaPhoto:
    """A photo as media; `media` is the record of server/files/media.py, `found` the files that it names."""
    file, live = found.get(media["file_id"]), found.get(media.get("live", 0))
    return types.MessageMediaPhoto(
        photo=render_photo(scene, file, context) if file is not None else None,
        live_photo=live is not None,
        video=render_document(scene, live, context) if live is not None else None,
        spoiler=media.get("spoiler", False),
        ttl_seconds=media.get("ttl"),
    )


def media_of_document(
    scene: Rendering, found: Mapping[int, File], media: dict[str, Any], context: FileContext
) -> types.MessageMediaDocument:
    """A document as media; `media` is the record of server/files/media.py, `found` the files that it names."""
    file, cover = found.get(media["file_id"]), found.get(media.get("cover", 0))
    played_as = media.get("was", "") if file is None else file.played_as
    return types.MessageMediaDocument(
        document=render_document(scene, file, context) if file is not None else None,
        spoiler=file is not None and media.get("spoiler", False),
        video=played_as == "video",
        round=played_as == "round",
        voice=played_as == "voice",
        video_cover=render_photo(scene, cover, context) if cover is not None else None,
        video_timestamp=media.get("timestamp") if file is not None else None,
        ttl_seconds=media.get("ttl"),
    )


RENDERERS: Mapping[str, Callable[[Rendering, Message, dict[str, Any]], Awaitable[types.TypeMessageMedia]]] = {
    "photo": photo_media,
    "document": document_media,
}
