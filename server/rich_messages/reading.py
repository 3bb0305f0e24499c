"""Rich messages that clients send: InputRichMessage → what a message's body keeps.

A body keeps the blocks as TL, which the codec reads whatever layer they were written at; by id the files and users that
they name, which are rendered for every viewer anew; and as `text` what of them can be said in words: that is what they
are found and quoted by, and whom it mentions is told of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mtproto import rpc_errors, tl
from mtproto.tl import types
from mtproto.tl.flat_text import flattened
from server.access import peers as access
from server.files.media import document_of, photo_of
from server.rich_messages.blocks import BlockReader
from server.rich_messages.limits import MAX_BYTES, MAX_MEDIA, MAX_USERS, Tally
from server.rich_messages.texts import TextReader
from server.rpc.context import Context
from storage.conversations.messages import Body
from storage.database import Snapshot

Record = dict[str, Any]


async def read_rich_message(ctx: Context, view: Snapshot, given: types.TypeInputRichMessage) -> Body:
    """The parts of a body that a rich message is.

    Raises:
        NOT_IMPLEMENTED: It is HTML or Markdown.
        RICH_MESSAGE_CONTENT_REQUIRED: It says nothing.
        MULTI_MEDIA_TOO_LONG, ENTITIES_TOO_LONG, MESSAGE_TOO_LONG: There is more than `limits` allow.
        PHOTO_INVALID, DOCUMENT_INVALID, FILE_REFERENCE_EXPIRED, USER_ID_INVALID, …: What it names is not the caller's
            to name; also what `BlockReader.read_all` raises.
    """
    if not isinstance(given, types.InputRichMessage):
        raise rpc_errors.NOT_IMPLEMENTED
    photos, documents, users = given.photos or [], given.documents or [], given.users or []
    if len(photos) + len(documents) > MAX_MEDIA:
        raise rpc_errors.MULTI_MEDIA_TOO_LONG
    if len(users) > MAX_USERS:
        raise rpc_errors.ENTITIES_TOO_LONG
    its_photos = {(await photo_of(ctx, view, one)).file_id for one in photos}
    its_documents = {file.file_id: file for file in [await document_of(ctx, view, one) for one in documents]}
    its_users = {(await access.user(ctx, view, one)).user_id for one in users}
    tally = Tally()
    texts = TextReader(tally, its_documents, its_users, finds_links=not given.noautolink)
    reader = BlockReader(tally, texts, its_photos)
    blocks = reader.read_all(given.blocks)
    content = tl.encode(types.RichMessage(rtl=given.rtl, blocks=blocks, photos=[], documents=[]))
    if len(content) > MAX_BYTES:
        raise rpc_errors.MESSAGE_TOO_LONG
    flat = flattened(blocks)
    if not flat.text.strip():
        raise rpc_errors.RICH_MESSAGE_CONTENT_REQUIRED
    rich: Record = {
        "content": content,
        "photos": list(reader.named_photos),
        "documents": list(texts.named_documents),
        "users": list(texts.named_users),
    }
    body = Body(text=flat.text, rich=rich)
    if entities := list(_records(flat.entities)):
        body["entities"] = entities
    return body


def _records(entities: Iterable[types.TypeMessageEntity]) -> Iterable[Record]:
    """The entities that say where a text leads and whom it names; how it looks, its blocks say."""
    for entity in entities:
        at = {"offset": entity.offset, "length": entity.length}
        match entity:
            case types.MessageEntityUrl():
                yield {"kind": "url", **at}
            case types.MessageEntityTextUrl(url=url):
                yield {"kind": "text_url", **at, "url": url}
            case types.MessageEntityMention():
                yield {"kind": "mention", **at}
            case types.MessageEntityMentionName(user_id=user_id):
                yield {"kind": "mention_name", **at, "user_id": user_id}
            case types.MessageEntityCustomEmoji(document_id=document_id):
                yield {"kind": "custom_emoji", **at, "document_id": document_id}
