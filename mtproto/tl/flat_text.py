"""Rich messages as plain text with entities: what of them can be said without blocks (core.telegram.org/api/entities).

Rich messages came with layer 227. Whoever reads less is shown this text instead, and it is what a rich message is
found and quoted by. Every block begins a line; what is no text stands there as its caption behind a picture's emoji.
Offsets and lengths count UTF-16 code units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from mtproto.tl import types
from mtproto.tl.entities import DATE_FORMATS, utf16_length

Entity = Callable[..., types.TypeMessageEntity]


class FlatText(NamedTuple):
    """A text, and its entities in the order in which they begin, longer ones first."""

    text: str
    entities: list[types.TypeMessageEntity]


def flattened(blocks: Sequence[types.TypePageBlock]) -> FlatText:
    """The text of blocks."""
    flat = _Flat()
    flat.blocks(blocks)
    return FlatText("".join(flat.parts), sorted(flat.entities, key=lambda one: (one.offset, -one.length)))


_STYLES: dict[type, Entity] = {
    types.TextBold: types.MessageEntityBold,
    types.TextItalic: types.MessageEntityItalic,
    types.TextUnderline: types.MessageEntityUnderline,
    types.TextStrike: types.MessageEntityStrike,
    types.TextSpoiler: types.MessageEntitySpoiler,
    types.TextFixed: types.MessageEntityCode,
    types.TextAutoUrl: types.MessageEntityUrl,
    types.TextAutoEmail: types.MessageEntityEmail,
    types.TextAutoPhone: types.MessageEntityPhone,
    types.TextMention: types.MessageEntityMention,
    types.TextHashtag: types.MessageEntityHashtag,
    types.TextCashtag: types.MessageEntityCashtag,
    types.TextBotCommand: types.MessageEntityBotCommand,
    types.TextBankCard: types.MessageEntityBankCard,
}
"""Rich texts that are one entity and carry nothing; what stands neither here nor in `_entity_of` is shown as text."""

_HEADINGS = (
    types.PageBlockHeading1,
    types.PageBlockHeading2,
    types.PageBlockHeading3,
    types.PageBlockHeading4,
    types.PageBlockHeading5,
    types.PageBlockHeading6,
)

_SIGNS: dict[type, str] = {
    types.PageBlockPhoto: "🖼",
    types.PageBlockVideo: "🎬",
    types.PageBlockAudio: "🎵",
    types.PageBlockDocument: "📎",
    types.PageBlockMap: "📍",
}
_RULE = "———"


def _entity_of(text: Any) -> Entity | None:
    """What a rich text is that carries something."""
    match text:
        case types.TextUrl(url=url):
            return lambda **at: types.MessageEntityTextUrl(**at, url=url)
        case types.TextEmail(email=email):
            return lambda **at: types.MessageEntityTextUrl(**at, url=f"mailto:{email}")
        case types.TextPhone(phone=phone):
            return lambda **at: types.MessageEntityTextUrl(**at, url=f"tel:{phone}")
        case types.TextMentionName(user_id=user_id):
            return lambda **at: types.MessageEntityMentionName(**at, user_id=user_id)
        case types.TextCustomEmoji(document_id=document_id):
            return lambda **at: types.MessageEntityCustomEmoji(**at, document_id=document_id)
        case types.TextDate(date=date):
            formats = {name: getattr(text, name) for name in DATE_FORMATS}
            return lambda **at: types.MessageEntityFormattedDate(**at, date=date, **formats)
    return _STYLES.get(type(text))


class _Flat:
    """A text that grows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.entities: list[types.TypeMessageEntity] = []
        self._units = 0
        self._line_begun = True

    def blocks(self, blocks: Iterable[types.TypePageBlock], indent: str = "") -> None:
        """Each on a line of its own; the first goes on where a line was just begun."""
        for block in blocks:
            if not self._line_begun:
                self._add(f"\n{indent}")
            self._line_begun = True
            self._block(block, indent)
            self._line_begun = False

    def text(self, text: types.TypeRichText | None) -> None:
        """A rich text."""
        start = self._units
        match text:
            case types.TextPlain(text=words) | types.TextMath(source=words) | types.TextCustomEmoji(alt=words):
                self._add(words)
            case types.TextConcat(texts=texts):
                for one in texts:
                    self.text(one)
            case _:
                inner = getattr(text, "text", None)
                if inner is not None:
                    self.text(inner)
        if (entity := _entity_of(text)) is not None:
            self._cover(start, entity)

    def _block(self, block: types.TypePageBlock, indent: str) -> None:
        start = self._units
        match block:
            case types.PageBlockBlockquote(collapsed=collapsed):
                self._quote(block)
                self._cover(start, lambda **at: types.MessageEntityBlockquote(**at, collapsed=collapsed))
            case types.PageBlockPullquote() | types.PageBlockBlockquoteBlocks():
                self._quote(block)
                self._cover(start, types.MessageEntityBlockquote)
            case types.PageBlockPreformatted(language=language):
                self.text(block.text)
                self._cover(start, lambda **at: types.MessageEntityPre(**at, language=language))
            case types.PageBlockMath(source=source):
                self._add(source)
                self._cover(start, types.MessageEntityCode)
            case types.PageBlockDivider():
                self._add(_RULE)
            case types.PageBlockList(items=items):
                self._items(((_box(item) or "• ", item) for item in items), indent)
            case types.PageBlockOrderedList():
                self._items(_numbered(block), indent)
            case types.PageBlockDetails(title=title, blocks=blocks):
                self.text(title)
                self._cover(start, types.MessageEntityBold)
                self._line_begun = False
                self.blocks(blocks, indent)
            case types.PageBlockTable():
                self._table(block, indent)
            case types.PageBlockCollage(items=blocks) | types.PageBlockSlideshow(items=blocks):
                self.blocks(blocks, indent)
                self._caption(block.caption)
            case _ if type(block) in _SIGNS:
                self._add(_SIGNS[type(block)])
                self._caption(getattr(block, "caption", None))
            case _:
                self.text(getattr(block, "text", None))
                if isinstance(block, _HEADINGS):
                    self._cover(start, types.MessageEntityBold)

    def _quote(self, quote: Any) -> None:
        if isinstance(quote, types.PageBlockBlockquoteBlocks):
            self.blocks(quote.blocks)
        else:
            self.text(quote.text)
        self._behind("\n— ", quote.caption)

    def _items(self, items: Iterable[tuple[str, Any]], indent: str) -> None:
        for place, (label, item) in enumerate(items):
            self._add(f"\n{indent}{label}" if place else label)
            if hasattr(item, "blocks"):
                self._line_begun = True
                self.blocks(item.blocks, f"{indent}  ")
            else:
                self.text(item.text)

    def _table(self, table: types.PageBlockTable, indent: str) -> None:
        start = self._units
        self.text(table.title)
        self._cover(start, types.MessageEntityBold)
        for place, row in enumerate(table.rows):
            if place or self._units > start:
                self._add(f"\n{indent}")
            for column, cell in enumerate(row.cells):
                self._add(" | " if column else "")
                self.text(cell.text)

    def _caption(self, caption: types.TypePageCaption | None) -> None:
        if caption is not None:
            self._behind(" ", caption.text)
            self._behind(" — ", caption.credit)

    def _behind(self, sign: str, text: types.TypeRichText) -> None:
        """A text and what sets it off; nothing where it is empty."""
        if not isinstance(text, types.TextEmpty):
            self._add(sign)
            self.text(text)

    def _add(self, words: str) -> None:
        self.parts.append(words)
        self._units += utf16_length(words)

    def _cover(self, start: int, entity: Entity) -> None:
        if self._units > start:
            self.entities.append(entity(offset=start, length=self._units - start))


def _box(item: Any) -> str:
    """The box before an item that can be ticked off."""
    return ("☑ " if item.checked else "☐ ") if item.checkbox else ""


def _numbered(ordered: types.PageBlockOrderedList) -> Iterable[tuple[str, Any]]:
    """The items of a list, each with its number: the one it has, or the next."""
    step = -1 if ordered.reversed else 1
    number = ordered.start if ordered.start is not None else (len(ordered.items) if ordered.reversed else 1)
    for item in ordered.items:
        number = item.value if item.value is not None else number
        label = item.num or f"{number}"
        yield f"{label.removesuffix('.')}. {_box(item)}", item
        number += step
