"""HTML: the tags that Telegram's Bot API has, and their common synonyms (core.telegram.org/bots/api#html-style).

    <b> <i> <u> <s> <code> <pre> <pre><code class="language-python"> <tg-spoiler> <span class="tg-spoiler">
    <blockquote> <blockquote expandable> <a href="…"> <a href="tg://user?id=1"> <tg-emoji emoji-id="1">

Rules of this file
- Other tags are left out and what is in them stays. A tag that is not closed ends with the text.
- Entities that overlap without nesting are written as several.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from client_sdk.text.kinds import Entity, Plain, linked, nested, number, url_of
from client_sdk.text.utf16 import narrow, widen
from mtproto.tl import TLObject, types

Attributes = dict[str, str | None]

_PLAIN: dict[str, type[Plain]] = {
    "b": types.MessageEntityBold,
    "strong": types.MessageEntityBold,
    "i": types.MessageEntityItalic,
    "em": types.MessageEntityItalic,
    "u": types.MessageEntityUnderline,
    "ins": types.MessageEntityUnderline,
    "s": types.MessageEntityStrike,
    "strike": types.MessageEntityStrike,
    "del": types.MessageEntityStrike,
    "code": types.MessageEntityCode,
    "tg-spoiler": types.MessageEntitySpoiler,
}
_TAGS: dict[type[TLObject], str] = {kind: tag for tag, kind in reversed(_PLAIN.items())}
_LANGUAGE = "language-"


def parse(text: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and what they said."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.result()


def unparse(text: str, entities: Sequence[Entity]) -> str:
    """The text with tags."""
    units = widen(text)
    out: list[str] = []
    open_: list[tuple[int, str, str]] = []  # ends, opening tag, closing tag; the innermost last
    position = 0

    def write(until: int) -> None:
        nonlocal position
        out.append(escape(units[position:until], quote=False))
        position = max(position, until)

    def close(until: int) -> None:
        """Write on, and end what ends on the way."""
        while open_ and min(end for end, _, _ in open_) <= until:
            end = min(end for end, _, _ in open_)
            write(end)
            deepest = min(index for index, tag in enumerate(open_) if tag[0] == end)
            reopened = [tag for tag in open_[deepest:] if tag[0] != end]
            out.extend(closing for _, _, closing in reversed(open_[deepest:]))
            out.extend(opening for _, opening, _ in reopened)
            open_[deepest:] = reopened
        write(until)

    for entity in nested(entities):
        tags = _tags(entity)
        if tags is not None and entity.length > 0:
            close(entity.offset)
            out.append(tags[0])
            open_.append((min(entity.offset + entity.length, len(units)), *tags))
    close(len(units))
    return narrow("".join(out))


def _tags(entity: Entity) -> tuple[str, str] | None:
    """What stands before and after; None for what clients find by themselves, such as a bare link."""
    url = url_of(entity)
    if url is not None:
        return f'<a href="{escape(url)}">', "</a>"
    match entity:
        case types.MessageEntityPre(language=""):
            return "<pre>", "</pre>"
        case types.MessageEntityPre(language=language):
            return f'<pre><code class="{_LANGUAGE}{escape(language)}">', "</code></pre>"
        case types.MessageEntityBlockquote(collapsed=collapsed):
            return "<blockquote expandable>" if collapsed else "<blockquote>", "</blockquote>"
        case types.MessageEntityCustomEmoji(document_id=document_id):
            return f'<tg-emoji emoji-id="{document_id}">', "</tg-emoji>"
    tag = _TAGS.get(type(entity))
    return None if tag is None else (f"<{tag}>", f"</{tag}>")


@dataclass(slots=True)
class _Tag:
    """One that is open."""

    name: str
    begins: int
    make: Callable[[int, int], Entity] | None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._open: list[_Tag] = []
        self._entities: list[Entity] = []

    def result(self) -> tuple[str, list[Entity]]:
        while self._open:
            self._end(self._open.pop())
        return narrow("".join(self._parts)), nested(self._entities)

    def handle_data(self, data: str) -> None:
        units = widen(data)
        self._parts.append(units)
        self._length += len(units)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")
            return
        attributes = dict(attrs)
        above = self._open[-1] if self._open else None
        if tag == "code" and above is not None and above.name == "pre" and above.begins == self._length:
            above.make = _pre(attributes.get("class") or "")
            self._open.append(_Tag(tag, self._length, None))
        else:
            self._open.append(_Tag(tag, self._length, _maker(tag, attributes)))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].name == tag:
                self._end(self._open.pop(index))
                return

    def _end(self, tag: _Tag) -> None:
        if tag.make is not None and self._length > tag.begins:
            self._entities.append(tag.make(tag.begins, self._length - tag.begins))


def _maker(tag: str, attributes: Attributes) -> Callable[[int, int], Entity] | None:
    """What makes the entity of a tag, once its length is known; None where the tag means nothing here."""
    if tag == "span" and attributes.get("class") == "tg-spoiler":
        tag = "tg-spoiler"
    kind = _PLAIN.get(tag)
    if kind is not None:
        return lambda offset, length: kind(offset=offset, length=length)
    match tag:
        case "pre":
            return _pre("")
        case "blockquote":
            collapsed = "expandable" in attributes
            return lambda offset, length: types.MessageEntityBlockquote(
                collapsed=collapsed, offset=offset, length=length
            )
        case "a" if href := attributes.get("href"):
            return lambda offset, length: linked(href, offset, length)
        case "tg-emoji" if (emoji := number(attributes.get("emoji-id") or "")) is not None:
            return lambda offset, length: types.MessageEntityCustomEmoji(
                offset=offset, length=length, document_id=emoji
            )
    return None


def _pre(classes: str) -> Callable[[int, int], Entity]:
    language = classes.removeprefix(_LANGUAGE) if classes.startswith(_LANGUAGE) else ""
    return lambda offset, length: types.MessageEntityPre(offset=offset, length=length, language=language)
