"""What a rich message may not be: kinds that are not for messages, links that lead nowhere, too much of anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.rich_messages import limits
from server.rich_messages.limits import Tally
from server.rich_messages.texts import TextReader
from tests.server.people import Pair, newest
from tests.server.rich_messages.writing import EMPTY, NO_CAPTION, joined, paragraph, plain, rich, send

WORDS = plain("words")

REFUSED_BLOCKS: list[types.TypePageBlock] = [
    types.PageBlockTitle(text=WORDS),
    types.PageBlockThinking(text=WORDS),
    types.PageBlockUnsupported(),
    types.PageBlockCover(cover=paragraph("x")),
    types.PageBlockEmbed(url="https://page.com", caption=NO_CAPTION),
    types.PageBlockMap(geo=types.GeoPoint(lat=1.0, long=1.0, access_hash=0), zoom=15, w=100, h=100, caption=NO_CAPTION),
    types.PageBlockCollage(items=[paragraph("no picture")], caption=NO_CAPTION),
    types.PageBlockSlideshow(items=[], caption=NO_CAPTION),
    types.PageBlockButtonRow(
        buttons=[types.PageButton(text=WORDS, type=types.InlineButtonTypeUrl(url="https://page.com"))]
    ),
    types.PageBlockDetails(title=WORDS, blocks=[types.PageBlockKicker(text=WORDS)]),
]

REFUSED_TEXTS: list[types.TypeRichText] = [
    types.TextAutoUrl(text=WORDS),
    types.TextMention(text=WORDS),
    types.TextHashtag(text=WORDS),
    types.TextBankCard(text=WORDS),
    types.TextButton(text=WORDS, type=types.InlineButtonTypeUrl(url="https://page.com")),
    types.TextDiff(text=WORDS, old_text=WORDS),
    types.TextBold(text=types.TextBotCommand(text=WORDS)),
]


def nested(depth: int) -> types.TypeRichText:
    """A text with so many others around it."""
    return types.TextBold(text=nested(depth - 1)) if depth else plain("deep")


def table(columns: int) -> types.PageBlockTable:
    wide = types.PageTableCell(text=WORDS, colspan=columns)
    return types.PageBlockTable(title=EMPTY, rows=[types.PageTableRow(cells=[wide, types.PageTableCell()])])


def refused() -> Iterator[tuple[types.InputRichMessage, type[RpcError]]]:
    for block in REFUSED_BLOCKS:
        yield rich(block), rpc_errors.RICH_VALIDATE_CTOR_NOT_ALLOWED
    for text in REFUSED_TEXTS:
        yield rich(paragraph(text)), rpc_errors.RICH_VALIDATE_CTOR_NOT_ALLOWED
    for nothing in (rich(), rich(paragraph("  ")), rich(paragraph(EMPTY), types.PageBlockAnchor(name="here"))):
        yield nothing, rpc_errors.RICH_MESSAGE_CONTENT_REQUIRED
    for url in ("", "https://page.com/\n", "x" * 5_000):
        yield rich(paragraph(types.TextUrl(text=WORDS, url=url, webpage_id=0))), rpc_errors.URL_INVALID
    yield rich(paragraph(types.TextEmail(text=WORDS, email="nobody"))), rpc_errors.RICH_MESSAGE_EMAIL_INVALID
    yield rich(paragraph(types.TextImage(document_id=5, w=1, h=1))), rpc_errors.DOCUMENT_INVALID
    yield rich(paragraph("x" * 32_769)), rpc_errors.MESSAGE_TOO_LONG
    yield rich(*[types.PageBlockMath(source="x" * 9_000)] * 4), rpc_errors.MESSAGE_TOO_LONG
    yield rich(*[paragraph("x")] * 501), rpc_errors.ENTITIES_TOO_LONG
    items = [types.PageListItemText(text=WORDS)] * 500
    yield rich(types.PageBlockList(items=items)), rpc_errors.ENTITIES_TOO_LONG
    yield rich(paragraph(nested(limits.MAX_DEPTH))), rpc_errors.ENTITIES_TOO_LONG
    yield rich(table(20)), rpc_errors.ENTITIES_TOO_LONG
    yield rich(paragraph("x"), users=[types.InputUserSelf()] * 101), rpc_errors.ENTITIES_TOO_LONG
    long_links = joined(*[types.TextUrl(text=WORDS, url="x" * 4_000, webpage_id=0)] * 80)
    yield rich(paragraph(long_links)), rpc_errors.MESSAGE_TOO_LONG
    photos = [types.InputPhotoEmpty()] * 51
    yield rich(paragraph("x"), photos=photos), rpc_errors.MULTI_MEDIA_TOO_LONG


async def test_what_is_refused_leaves_nothing(pair: Pair) -> None:
    for message, error in refused():
        with pytest.raises(error):
            await pair.alice(send(pair.to_bob, message))
    assert (await pair.alice(functions.updates.GetState())).pts == pair.alice.pts


async def test_every_kind_there_is_arrives_as_it_was(pair: Pair) -> None:
    """As far as it goes without files; what is only for pages is taken off, numbers are brought within bounds."""
    caption = types.PageCaption(text=WORDS, credit=types.TextItalic(text=plain("me")))
    texts = [
        kind(text=WORDS)
        for kind in (
            *(types.TextBold, types.TextItalic, types.TextUnderline, types.TextStrike, types.TextSpoiler),
            *(types.TextFixed, types.TextSubscript, types.TextSuperscript, types.TextMarked),
        )
    ]
    others = [
        EMPTY,
        types.TextMath(source="x^2"),
        types.TextCustomEmoji(document_id=7, alt="👍"),
        types.TextDate(text=WORDS, date=1, relative=True),
        types.TextEmail(text=WORDS, email="a@page.com"),
        types.TextPhone(text=WORDS, phone="+1234567"),
        types.TextAnchor(text=WORDS, name="here"),
        types.TextUrl(text=WORDS, url="#here", webpage_id=0),
    ]
    blocks = [
        types.PageBlockAnchor(name="top"),
        *(
            kind(text=WORDS)
            for kind in (
                *(types.PageBlockHeading1, types.PageBlockHeading2, types.PageBlockHeading3),
                *(types.PageBlockHeading4, types.PageBlockHeading5, types.PageBlockHeading6, types.PageBlockFooter),
            )
        ),
        paragraph(types.TextConcat(texts=[*texts, *others])),
        types.PageBlockPreformatted(text=plain("a.com"), language="text"),
        types.PageBlockDivider(),
        types.PageBlockMath(source="x"),
        types.PageBlockBlockquote(text=WORDS, caption=EMPTY, collapsed=True),
        types.PageBlockBlockquoteBlocks(blocks=[paragraph("x")], caption=EMPTY),
        types.PageBlockPullquote(text=WORDS, caption=WORDS),
        types.PageBlockOrderedList(
            items=[
                types.PageListOrderedItemBlocks(blocks=[paragraph("x")], value=3, type="a"),
                types.PageListOrderedItemText(text=WORDS, num="4.", checkbox=True),
            ],
            start=3,
            reversed=True,
        ),
        types.PageBlockList(items=[types.PageListItemBlocks(blocks=[paragraph("x")])]),
        types.PageBlockDetails(title=WORDS, blocks=[table(2)], open=True),
    ]
    place = types.InputGeoPoint(lat=41.9, long=12.5)
    asked = types.InputPageBlockMap(geo=place, zoom=99, w=1, h=200, caption=caption)
    await pair.alice(send(pair.to_bob, rich(*blocks, asked)))
    *came, shown = (await newest(pair.bob, pair.to_alice)).rich_message.blocks
    assert came == blocks
    assert (shown.geo.lat, shown.zoom, shown.w, shown.h, shown.caption) == (41.9, 20, 16, 200, caption)


async def test_the_deepest_there_is_can_be_read_by_everybody(pair: Pair) -> None:
    """With what the server adds, inside of a message inside of a difference: codecs read 32 objects deep."""
    deepest = nested(limits.MAX_DEPTH - 3)
    text = types.TextConcat(texts=[deepest, plain("page.com")])
    while isinstance(deepest.text, types.TextBold):
        deepest = deepest.text
    deepest.text = plain("a page.com b")
    await pair.alice(send(pair.to_bob, rich(paragraph(text))))
    difference = await pair.bob(functions.updates.GetDifference(pts=pair.bob.pts, date=0, qts=0))
    assert "page.com" in repr(difference.new_messages[0].rich_message)


def test_pieces_of_text_are_counted() -> None:
    """A call may hold more of them than anyone needs, each of nothing."""
    reader = TextReader(Tally(), {}, set(), finds_links=True)
    with pytest.raises(rpc_errors.ENTITIES_TOO_LONG):
        reader.read(types.TextConcat(texts=[EMPTY] * limits.MAX_TEXTS), 1)
