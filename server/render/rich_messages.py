"""Rich messages as one viewer may see them: records → TL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtproto import tl
from mtproto.tl import types
from server.access.file_references import FileContext
from server.render.files import render_document, render_photo
from server.render.rendering import Rendering
from storage.media import file_uses, files


async def render_rich_message(scene: Rendering, rich: Mapping[str, Any], context: FileContext) -> types.RichMessage:
    """The blocks of a message (server/rich_messages/reading.py), with what they show; what is gone is left out."""
    shown = tl.decode(rich["content"])
    assert isinstance(shown, types.RichMessage)  # nothing else is kept there
    for user_id in rich["users"]:
        scene.user(user_id)
    if named := file_uses.in_rich_message(rich):
        found = await files.by_ids(scene.view, named)
        shown.photos = [render_photo(scene, found[one], context) for one in rich["photos"] if one in found]
        shown.documents = [render_document(scene, found[one], context) for one in rich["documents"] if one in found]
    return shown


def render_rich_quote(scene: Rendering, quote: Mapping[str, Any]) -> list[types.TypeRichText] | None:
    """The texts that a quote of a rich message is (server/rich_messages/quoting.py); None for any other quote."""
    if "rich" not in quote:
        return None
    for user_id in quote["users"]:
        scene.user(user_id)
    quoted = tl.decode(quote["rich"])
    assert isinstance(quoted, types.TextConcat)  # nothing else is kept there
    return quoted.texts
