"""Blocks, as clients send them (core.telegram.org/type/PageBlock): which there may be, and what may be in them.

Pages of the web have more kinds: titles, authors, embedded pages, related articles. Those are refused, as are what bots
alone have, buttons and the thinking that is shown until they answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from server.messages.places import point_of
from server.rich_messages.limits import MAX_COLUMNS, Tally
from server.rich_messages.texts import MAX_NAME, TextReader

MAX_LANGUAGE = 64

ZOOM = range(13, 21)
SIDE = range(16, 1025)
"""Of a map: core.telegram.org/constructor/inputWebFileGeoPointLocation."""

LIST_TYPES = frozenset({None, "1", "a", "A", "i", "I"})

TEXTS = frozenset(
    {
        types.PageBlockParagraph,
        types.PageBlockFooter,
        types.PageBlockHeading1,
        types.PageBlockHeading2,
        types.PageBlockHeading3,
        types.PageBlockHeading4,
        types.PageBlockHeading5,
        types.PageBlockHeading6,
    }
)
"""Blocks that are one text."""

GALLERY = (types.PageBlockPhoto, types.PageBlockVideo)
"""What collages and slideshows are made of."""


class BlockReader:
    """Reads the blocks of one message; `photos` are those that came with it, and `named_photos` those it shows."""

    def __init__(self, tally: Tally, texts: TextReader, photos: set[int]) -> None:
        self._tally = tally
        self._texts = texts
        self._photos = photos
        self.named_photos: dict[int, None] = {}

    def read_all(self, given: Sequence[types.TypePageBlock], depth: int = 1) -> list[types.TypePageBlock]:
        """Blocks as they will be kept.

        Raises:
            RICH_VALIDATE_CTOR_NOT_ALLOWED: One is of a kind that clients do not send, or not there.
            PHOTO_INVALID, DOCUMENT_INVALID: One shows what did not come with the message, or is not of its kind.
                GEO_POINT_INVALID: A map of no place.
            ENTITIES_TOO_LONG, MESSAGE_TOO_LONG, MULTI_MEDIA_TOO_LONG: See `Tally`. Also what `TextReader.read` raises.
        """
        return [self._read(block, depth) for block in given]

    def _read(self, given: types.TypePageBlock, depth: int) -> types.TypePageBlock:
        self._tally.block(depth)
        if type(given) in TEXTS:
            self._read_text(given, depth)
            return given
        if isinstance(given, types.InputPageBlockMap):
            return self._map(given, depth)
        reader = _READERS.get(type(given))
        if reader is None:
            raise rpc_errors.RICH_VALIDATE_CTOR_NOT_ALLOWED
        reader(self, given, depth)
        return given

    def _read_text(self, given: Any, depth: int, *, verbatim: bool = False) -> None:
        given.text = self._texts.read(given.text, depth + 1, verbatim=verbatim)

    def _nothing(self, given: types.PageBlockDivider, depth: int) -> None:
        pass

    def _anchor(self, given: types.PageBlockAnchor, depth: int) -> None:
        if not 0 < len(given.name) <= MAX_NAME:
            raise rpc_errors.URL_INVALID

    def _math(self, given: types.PageBlockMath, depth: int) -> None:
        self._tally.words(given.source)

    def _preformatted(self, given: types.PageBlockPreformatted, depth: int) -> None:
        self._read_text(given, depth, verbatim=True)
        given.language = given.language[:MAX_LANGUAGE]

    def _quote(self, given: types.PageBlockBlockquote | types.PageBlockPullquote, depth: int) -> None:
        self._read_text(given, depth)
        given.caption = self._texts.read(given.caption, depth + 1)

    def _quoted_blocks(self, given: types.PageBlockBlockquoteBlocks, depth: int) -> None:
        given.blocks = self.read_all(given.blocks, depth + 1)
        given.caption = self._texts.read(given.caption, depth + 1)

    def _details(self, given: types.PageBlockDetails, depth: int) -> None:
        given.title = self._texts.read(given.title, depth + 1)
        given.blocks = self.read_all(given.blocks, depth + 1)

    def _list(self, given: types.PageBlockList | types.PageBlockOrderedList, depth: int) -> None:
        if isinstance(given, types.PageBlockOrderedList) and given.type not in LIST_TYPES:
            given.type = None
        for item in given.items:
            self._item(item, depth + 1)

    def _item(self, item: types.TypePageListItem | types.TypePageListOrderedItem, depth: int) -> None:
        self._tally.block(depth)
        if isinstance(item, types.PageListOrderedItemText | types.PageListOrderedItemBlocks):
            item.num = item.num[:MAX_NAME] if item.num is not None else None
            item.type = item.type if item.type in LIST_TYPES else None
        if isinstance(item, types.PageListItemText | types.PageListOrderedItemText):
            self._read_text(item, depth)
        else:
            item.blocks = self.read_all(item.blocks, depth + 1)

    def _table(self, given: types.PageBlockTable, depth: int) -> None:
        given.title = self._texts.read(given.title, depth + 1)
        for row in given.rows:
            self._tally.block(depth + 1)
            if sum(self._cell(cell, depth + 2) for cell in row.cells) > MAX_COLUMNS:
                raise rpc_errors.ENTITIES_TOO_LONG

    def _cell(self, cell: types.PageTableCell, depth: int) -> int:
        """The columns that a cell takes."""
        if cell.text is not None:
            self._read_text(cell, depth)
        cell.colspan = _span(cell.colspan)
        cell.rowspan = _span(cell.rowspan)
        return cell.colspan or 1

    def _gallery(self, given: types.PageBlockCollage | types.PageBlockSlideshow, depth: int) -> None:
        if not given.items or not all(isinstance(one, GALLERY) for one in given.items):
            raise rpc_errors.RICH_VALIDATE_CTOR_NOT_ALLOWED
        given.items = self.read_all(given.items, depth + 1)
        self._caption(given.caption, depth)

    def _photo(self, given: types.PageBlockPhoto, depth: int) -> None:
        if given.photo_id not in self._photos:
            raise rpc_errors.PHOTO_INVALID
        self._tally.medium()
        self.named_photos[given.photo_id] = None
        given.url = given.webpage_id = None  # where a photo leads is a matter of pages
        self._caption(given.caption, depth)

    def _video(self, given: types.PageBlockVideo, depth: int) -> None:
        self._document(given.video_id, "video", "animated")
        self._caption(given.caption, depth)

    def _audio(self, given: types.PageBlockAudio, depth: int) -> None:
        self._document(given.audio_id, "audio")
        self._caption(given.caption, depth)

    def _file(self, given: types.PageBlockDocument, depth: int) -> None:
        self._document(given.document_id)
        self._caption(given.caption, depth)

    def _document(self, document_id: int, *kinds: str) -> None:
        """A document that is of one of these kinds, if any is named."""
        self._tally.medium()
        file = self._texts.document(document_id)
        if kinds and all(file.attribute(kind) is None for kind in kinds):
            raise rpc_errors.DOCUMENT_INVALID

    def _map(self, given: types.InputPageBlockMap, depth: int) -> types.PageBlockMap:
        point = point_of(given.geo)
        self._caption(given.caption, depth)
        return types.PageBlockMap(
            geo=types.GeoPoint(lat=point["lat"], long=point["long"], access_hash=0),  # no maps are drawn here
            zoom=_within(given.zoom, ZOOM),
            w=_within(given.w, SIDE),
            h=_within(given.h, SIDE),
            caption=given.caption,
        )

    def _caption(self, caption: types.TypePageCaption, depth: int) -> None:
        caption.text = self._texts.read(caption.text, depth + 2)
        caption.credit = self._texts.read(caption.credit, depth + 2)


_READERS: Mapping[type, Callable[[BlockReader, Any, int], None]] = {
    types.PageBlockAnchor: BlockReader._anchor,
    types.PageBlockAudio: BlockReader._audio,
    types.PageBlockBlockquote: BlockReader._quote,
    types.PageBlockBlockquoteBlocks: BlockReader._quoted_blocks,
    types.PageBlockCollage: BlockReader._gallery,
    types.PageBlockDetails: BlockReader._details,
    types.PageBlockDivider: BlockReader._nothing,
    types.PageBlockDocument: BlockReader._file,
    types.PageBlockList: BlockReader._list,
    types.PageBlockMath: BlockReader._math,
    types.PageBlockOrderedList: BlockReader._list,
    types.PageBlockPhoto: BlockReader._photo,
    types.PageBlockPreformatted: BlockReader._preformatted,
    types.PageBlockPullquote: BlockReader._quote,
    types.PageBlockSlideshow: BlockReader._gallery,
    types.PageBlockTable: BlockReader._table,
    types.PageBlockVideo: BlockReader._video,
}


def _span(given: int | None) -> int | None:
    """Columns or rows that a cell takes; None is one."""
    return given if given is not None and 1 < given <= MAX_COLUMNS else None


def _within(given: int, bounds: range) -> int:
    return min(max(given, bounds[0]), bounds[-1])
