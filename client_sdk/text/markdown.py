r"""Markdown: what people type in Telegram's apps, and a little more.

    **bold** __italic__ --underline-- ~~strike~~ ||spoiler|| `code` [text](https://…) [name](tg://user?id=1)
    ![👍](tg://emoji?id=1)     ```python (a line break) code (a line break) ```     lines that begin with "> "

Rules of this file
- A backslash before punctuation takes its meaning away; inside code it does so for `, \ and ] alone.
- A mark without its partner is text. Marks of different kinds may overlap.
- A quote is a row of lines that begin with ">", and one that begins with "**>" is collapsed. Code does not go over
  several lines of a quote.

Reading goes in three steps: `_tokens` cuts, `_paired` decides which marks count, `_Builder` puts text and entities
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from client_sdk.text.kinds import EMOJI, Entity, Plain, linked, nested, number, url_of
from client_sdk.text.utf16 import narrow, widen
from mtproto.tl import TLObject, types

_MARKS: dict[str, type[Plain]] = {
    "**": types.MessageEntityBold,
    "__": types.MessageEntityItalic,
    "--": types.MessageEntityUnderline,
    "~~": types.MessageEntityStrike,
    "||": types.MessageEntitySpoiler,
}
_MARK_OF: dict[type[TLObject], str] = {kind: mark for mark, kind in _MARKS.items()}

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | ```(?:(?P<language>[^\s`]*)\n)?(?P<block>(?:\\[`\\\]]|(?!```).)+?)```
    | `(?P<code>(?:\\[`\\\]]|[^`\\]|\\(?![`\\\]]))+)`
    | (?P<picture>!?)\[(?P<label>(?:\\.|[^\\\]])+)\]\((?P<url>(?:\\.|[^\\)])+)\)
    | (?P<mark>\*\*|__|--|~~|\|\|)
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTE = re.compile(r"(\*\*)?> ?")
_IN_CODE = re.compile(r"\\([`\\\]])")
_IN_URL = re.compile(r"\\([)\\])")


@dataclass(slots=True, eq=False)
class _Token:
    """A piece of the source.

    Attributes:
        kind: text, mark, code, link, quote or unquote.
        text: The text, or the mark as it stands there.
        inner: The tokens of a link's label.
        detail: A link's address; a code block's language; `collapsed` for a quote.
    """

    kind: str
    text: str = ""
    inner: list[_Token] = field(default_factory=list)
    detail: str | None = None


# -- reading -----------------------------------------------------------------------------------------------------------


def parse(text: str) -> tuple[str, list[Entity]]:
    """The text without its marks, and what they said."""
    builder = _Builder()
    builder.add(_paired(list(_lines(widen(text)))))
    return builder.result()


def _lines(source: str) -> Iterator[_Token]:
    """The tokens, with those that say where a quote begins and ends."""
    position, quoted = 0, False
    while position <= len(source):
        prefix = _QUOTE.match(source, position)
        if quoted and (not prefix or prefix[1]):
            yield _Token("unquote")
            quoted = False
        if position:
            yield _Token("text", "\n")
        if prefix:
            if not quoted:
                yield _Token("quote", detail="collapsed" if prefix[1] else None)
            quoted = True
            position = prefix.end()
        tokens, position = _line(source, position)
        yield from tokens
    if quoted:
        yield _Token("unquote")


def _line(source: str, position: int, end: str = "\n") -> tuple[list[_Token], int]:
    """The tokens up to the end of a line (code and links may go on over several), and where the next one begins."""
    tokens: list[_Token] = []
    while position < len(source) and source[position] != end:
        match = _TOKEN.match(source, position)
        if match is None:
            tokens.append(_Token("text", source[position]))
            position += 1
        else:
            tokens.append(_token(match))
            position = match.end()
    return tokens, position + 1


def _token(match: re.Match[str]) -> _Token:
    found = match.groupdict()
    if found["escaped"]:
        return _Token("text", found["escaped"])
    if found["mark"]:
        return _Token("mark", found["mark"])
    if found["block"]:
        language = found["language"]
        body = found["block"] if language is None else found["block"].removesuffix("\n")
        return _Token("block", _IN_CODE.sub(r"\1", body), detail=language or "")
    if found["code"]:
        return _Token("code", _IN_CODE.sub(r"\1", found["code"]))
    url = _IN_URL.sub(r"\1", found["url"])
    label = _inline(found["label"])
    return _Token("emoji" if found["picture"] else "link", inner=label, detail=url)


def _inline(source: str) -> list[_Token]:
    """The tokens of a link's label, which has no quotes in it."""
    tokens, _ = _line(source, 0, end="")
    return tokens


def _paired(tokens: list[_Token]) -> list[_Token]:
    """The tokens, with every mark that has no partner, or nothing in between, turned into text."""
    waiting: dict[str, int] = {}
    for index, token in enumerate(tokens):
        token.inner = _paired(token.inner)
        if token.kind != "mark":
            continue
        first = waiting.pop(token.text, None)
        if first is None:
            waiting[token.text] = index
        elif first == index - 1:
            tokens[first].kind = token.kind = "text"
    for index in waiting.values():
        tokens[index].kind = "text"
    return tokens


class _Builder:
    """Puts the text together and notes where its entities are."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._open: dict[str, int] = {}
        self._quote: tuple[int, bool] = (0, False)
        self._entities: list[Entity] = []

    def result(self) -> tuple[str, list[Entity]]:
        return narrow("".join(self._parts)), nested(self._entities)

    def add(self, tokens: list[_Token]) -> None:
        for token in tokens:
            match token.kind:
                case "text":
                    self._write(token.text)
                case "mark":
                    self._mark(token.text)
                case "quote":
                    self._quote = self._length, token.detail is not None
                case "unquote":
                    self._unquote()
                case "code" | "block":
                    self._code(token)
                case _:
                    self._link(token)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _mark(self, mark: str) -> None:
        begins = self._open.pop(mark, None)
        if begins is None:
            self._open[mark] = self._length
        elif self._length > begins:
            self._entities.append(_MARKS[mark](offset=begins, length=self._length - begins))

    def _unquote(self) -> None:
        begins, collapsed = self._quote
        if self._length > begins:
            quote = types.MessageEntityBlockquote(collapsed=collapsed, offset=begins, length=self._length - begins)
            self._entities.append(quote)

    def _code(self, token: _Token) -> None:
        begins = self._length
        self._write(token.text)
        if token.kind == "block":
            language = token.detail or ""
            block = types.MessageEntityPre(offset=begins, length=len(token.text), language=language)
            self._entities.append(block)
        else:
            self._entities.append(types.MessageEntityCode(offset=begins, length=len(token.text)))

    def _link(self, token: _Token) -> None:
        begins, outside = self._length, self._open
        self._open = {}  # what is open outside may not end in the label
        self.add(token.inner)
        self._open = outside
        length, url = self._length - begins, token.detail or ""
        emoji = number(url.removeprefix(EMOJI)) if url.startswith(EMOJI) else None
        if token.kind == "emoji" and emoji is not None:
            self._entities.append(types.MessageEntityCustomEmoji(offset=begins, length=length, document_id=emoji))
        else:
            self._entities.append(linked(url, begins, length))


# -- writing -----------------------------------------------------------------------------------------------------------


def unparse(text: str, entities: Sequence[Entity]) -> str:
    """The text with marks."""
    units = widen(text)
    return narrow(_Writer(units, _writable(units, nested(entities))).write())


def _writable(units: str, entities: list[Entity]) -> list[Entity]:
    """The entities that Markdown has a form for where they stand. Quotes choose first, for they are whole lines."""
    quotes: list[types.MessageEntityBlockquote] = []
    for entity in entities:
        if isinstance(entity, types.MessageEntityBlockquote) and _is_quote(units, entity, quotes):
            quotes.append(entity)
    kept: list[Entity] = []
    for entity in entities:
        begin, end = entity.offset, entity.offset + entity.length
        if not 0 <= begin < end <= len(units) or not (type(entity) in _MARK_OF or _is_whole(entity)):
            continue
        if _is_whole(entity) and "\n" in units[begin:end] and any(_overlap(quote, entity) for quote in quotes):
            continue
        if not any(_excludes(other, entity) for other in kept):
            kept.append(entity)
    return [*quotes, *kept]


def _is_quote(units: str, quote: types.MessageEntityBlockquote, before: list[types.MessageEntityBlockquote]) -> bool:
    """Whether a quote begins and ends where lines do, and is told from the one before it."""
    begin, end = quote.offset, quote.offset + quote.length
    if not 0 <= begin < end <= len(units) or units[end : end + 1] not in ("", "\n"):
        return False
    if begin > 0 and units[begin - 1] != "\n":
        return False
    last_end = before[-1].offset + before[-1].length if before else -2
    return begin > last_end + (not quote.collapsed)


def _is_whole(entity: Entity) -> bool:
    """Whether an entity is written by brackets around it, which others cannot cross: code and links."""
    return _is_code(entity) or _is_link(entity)


def _is_code(entity: Entity) -> bool:
    return isinstance(entity, types.MessageEntityCode | types.MessageEntityPre)


def _is_link(entity: Entity) -> bool:
    return url_of(entity) is not None or isinstance(entity, types.MessageEntityCustomEmoji)


def _overlap(first: Entity, second: Entity) -> bool:
    return first.offset < second.offset + second.length and second.offset < first.offset + first.length


def _excludes(outer: Entity, inner: Entity) -> bool:
    """Whether the first one, which begins no later, leaves no room for the second."""
    if not _overlap(outer, inner):
        return False
    if _is_code(outer) or type(outer) is type(inner) or (_is_link(outer) and _is_link(inner)):
        return True
    crosses = inner.offset + inner.length > outer.offset + outer.length
    return crosses and (_is_whole(outer) or _is_whole(inner))


class _Writer:
    """Writes a text whose entities fit together."""

    def __init__(self, units: str, entities: list[Entity]) -> None:
        self._units = units
        self._quotes: dict[int, bool] = {}  # where a quoted line begins -> whether it is the first of a collapsed one
        self._opening: dict[int, list[str]] = {}
        self._closing: dict[int, list[str]] = {}
        self._code: list[tuple[int, int]] = []
        for entity in entities:
            if isinstance(entity, types.MessageEntityBlockquote):
                self._quote(entity)
            else:
                before, after = _marks(entity)
                self._opening.setdefault(entity.offset, []).append(before)
                self._closing.setdefault(entity.offset + entity.length, []).insert(0, after)
                if isinstance(entity, types.MessageEntityCode | types.MessageEntityPre):
                    self._code.append((entity.offset, entity.offset + entity.length))

    def write(self) -> str:
        edges = sorted({0, len(self._units), *self._quotes, *self._opening, *self._closing})
        out = [self._at(0)]
        for begin, end in pairwise(edges):
            out += (self._piece(begin, end), self._at(end))
        return "".join(out)

    def _quote(self, quote: types.MessageEntityBlockquote) -> None:
        end = quote.offset + quote.length
        self._quotes[quote.offset] = quote.collapsed
        for position in range(quote.offset, end):
            if self._units[position] == "\n":
                self._quotes[position + 1] = False

    def _at(self, position: int) -> str:
        """What stands between two pieces. A line's quote sign comes first, for it counts only at the line's start."""
        sign = {True: "**> ", False: "> "}.get(self._quotes[position]) if position in self._quotes else ""
        return "".join((sign or "", *self._closing.get(position, ()), *self._opening.get(position, ())))

    def _piece(self, begin: int, end: int) -> str:
        piece = self._units[begin:end]
        if any(first <= begin < last for first, last in self._code):
            return re.sub(r"([`\\\]])", r"\\\1", piece)
        return "".join(self._escaped(piece, index, begin) for index in range(len(piece)))

    def _escaped(self, piece: str, index: int, begin: int) -> str:
        """A character, with a backslash where it could be taken for markup."""
        char = piece[index]
        if char in "\\`[]":
            return "\\" + char
        at_edge = index in (0, len(piece) - 1)
        if char in "*_-~|" and (at_edge or char in (piece[index - 1], piece[index + 1])):
            return "\\" + char
        begins_line = begin + index == 0 or self._units[begin + index - 1] == "\n"
        if (char == ">" and begins_line) or (char == "!" and index == len(piece) - 1):
            return "\\" + char
        return char


def _marks(entity: Entity) -> tuple[str, str]:
    """What stands before and after an entity."""
    url = url_of(entity)
    if isinstance(entity, types.MessageEntityCustomEmoji):
        return "![", f"]({EMOJI}{entity.document_id})"
    if url is not None:
        return "[", "](" + re.sub(r"([)\\])", r"\\\1", url) + ")"
    if isinstance(entity, types.MessageEntityCode):
        return "`", "`"
    if isinstance(entity, types.MessageEntityPre):
        return f"```{entity.language}\n", "\n```"
    mark = _MARK_OF[type(entity)]
    return mark, mark
