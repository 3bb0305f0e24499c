"""Links, mentions, hashtags and the like in plain parts of rich texts: found by the server, as in any text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mtproto.tl import types
from server.messages.links import find_links

_TEXTS: Mapping[str, Callable[..., types.TypeRichText]] = {
    "url": types.TextAutoUrl,
    "email": types.TextAutoEmail,
    "phone": types.TextAutoPhone,
    "mention": types.TextMention,
    "hashtag": types.TextHashtag,
    "cashtag": types.TextCashtag,
    "bot_command": types.TextBotCommand,
}


def linked(plain: types.TextPlain) -> types.TypeRichText:
    """A plain text with what was found in it set apart; itself where there is nothing."""
    found = sorted(find_links(plain.text, ()), key=lambda one: one["offset"])
    if not found:
        return plain
    units = plain.text.encode("utf-16-le")

    def between(start: int, end: int) -> types.TextPlain:
        return types.TextPlain(text=units[2 * start : 2 * end].decode("utf-16-le"))

    texts: list[types.TypeRichText] = []
    done = 0
    for one in found:
        end = one["offset"] + one["length"]
        if one["offset"] > done:
            texts.append(between(done, one["offset"]))
        texts.append(_TEXTS[one["kind"]](text=between(one["offset"], end)))
        done = end
    if 2 * done < len(units):
        texts.append(between(done, len(units) // 2))
    return types.TextConcat(texts=texts)
