"""Rich messages as texts: what is said, and where its entities are."""

from __future__ import annotations

import pytest

from mtproto import tl
from mtproto.tl import native, types
from mtproto.tl.flat_text import flattened
from tests.mtproto.tl.layers.older import USER, seen

EMPTY = types.TextEmpty()
CAPTION = types.PageCaption(text=types.TextPlain(text="a cat"), credit=types.TextPlain(text="me"))


def plain(words: str) -> types.TextPlain:
    return types.TextPlain(text=words)


def paragraph(words: str) -> types.PageBlockParagraph:
    return types.PageBlockParagraph(text=plain(words))


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (types.PageBlockDivider(), "———"),
        (types.PageBlockPhoto(photo_id=1, caption=CAPTION), "🖼 a cat — me"),
        (types.PageBlockCollage(items=[types.PageBlockVideo(video_id=1, caption=CAPTION)], caption=CAPTION),
         "🎬 a cat — me a cat — me"),
        (types.PageBlockMath(source="x^2"), "x^2"),
        (types.PageBlockPullquote(text=plain("said"), caption=plain("she")), "said\n— she"),
        (types.PageBlockBlockquoteBlocks(blocks=[paragraph("a"), paragraph("b")], caption=EMPTY), "a\nb"),
        (types.PageBlockDetails(title=plain("more"), blocks=[paragraph("inside")]), "more\ninside"),
        (types.PageBlockDetails(title=EMPTY, blocks=[]), ""),
        (
            types.PageBlockList(items=[
                types.PageListItemBlocks(blocks=[paragraph("a"), types.PageBlockList(items=[
                    types.PageListItemText(text=plain("b"), checkbox=True),
                ])]),
                types.PageListItemText(text=plain("c"), checkbox=True, checked=True),
            ]),
            "• a\n  ☐ b\n☑ c",
        ),
        (
            types.PageBlockOrderedList(items=[
                types.PageListOrderedItemText(text=plain("a"), num="x."),
                types.PageListOrderedItemText(text=plain("b"), value=7),
                types.PageListOrderedItemText(text=plain("c")),
            ]),
            "x. a\n7. b\n8. c",
        ),
        (
            types.PageBlockOrderedList(
                items=[types.PageListOrderedItemText(text=plain(one)) for one in "ab"], reversed=True
            ),
            "2. a\n1. b",
        ),
        (
            types.PageBlockTable(title=plain("T"), rows=[
                types.PageTableRow(cells=[types.PageTableCell(text=plain("a")), types.PageTableCell()]),
                types.PageTableRow(cells=[types.PageTableCell(text=plain("b"))]),
            ]),
            "T\na | \nb",
        ),
    ],
)  # fmt: skip
def test_blocks_in_words(block: types.TypePageBlock, text: str) -> None:
    assert flattened([block]).text == text
    assert flattened([paragraph("before"), block, paragraph("after")]).text == f"before\n{text}\nafter"


def test_entities_stand_where_their_words_are() -> None:
    """Counted in UTF-16 code units; around others they come first."""
    texts: list[types.TypeRichText] = [
        plain("😀 "),
        types.TextBold(text=types.TextConcat(texts=[plain("b"), types.TextMentionName(text=plain("n"), user_id=7)])),
        types.TextUrl(text=plain("l"), url="https://page.com", webpage_id=0),
        types.TextMarked(text=plain("m")),
        types.TextDate(text=plain("d"), date=5, relative=True),
        types.TextCustomEmoji(document_id=9, alt="👍"),
    ]
    blocks = [
        types.PageBlockParagraph(text=types.TextConcat(texts=texts)),
        types.PageBlockPreformatted(text=plain("x"), language="py"),
        types.PageBlockBlockquote(text=plain("q"), caption=EMPTY, collapsed=True),
    ]
    flat = flattened(blocks)
    assert flat.text == "😀 bnlmd👍\nx\nq"
    assert flat.entities == [
        types.MessageEntityBold(offset=3, length=2),
        types.MessageEntityMentionName(offset=4, length=1, user_id=7),
        types.MessageEntityTextUrl(offset=5, length=1, url="https://page.com"),
        types.MessageEntityFormattedDate(offset=7, length=1, date=5, relative=True),
        types.MessageEntityCustomEmoji(offset=8, length=2, document_id=9),
        types.MessageEntityPre(offset=11, length=1, language="py"),
        types.MessageEntityBlockquote(offset=13, length=1, collapsed=True),
    ]


@pytest.mark.parametrize("layer", [145, 181, 200, 225])
def test_layers_without_blocks_get_the_text(layer: int) -> None:
    """Of messages and drafts; cut to what clients of those layers expect, entities with it."""
    bold = types.PageBlockParagraph(text=types.TextBold(text=plain("😀" * 5_000)))
    content = types.RichMessage(blocks=[bold], photos=[], documents=[])
    message = types.Message(id=1, peer_id=USER, date=2, message="", rich_message=content)
    draft = types.DraftMessage(message="", date=2, rich_message=content)
    for value in (message, draft):
        read = seen(value, layer)
        assert read.message == "😀" * 4_095 + "…"
        assert read.entities == [types.MessageEntityBold(offset=0, length=2 * 4_095)]
        assert read.rich_message is None
    assert seen(message, 227) == message


@pytest.mark.parametrize("layer", [166, 200, 229])
def test_layers_without_rich_quotes_get_their_text(layer: int) -> None:
    """A line for each text, in replies and in drafts of them; a header of layer 165 needs a message, too."""
    texts = [types.TextConcat(texts=[plain("a "), types.TextBold(text=plain("b"))]), plain("c")]
    header = types.MessageReplyHeader(reply_to_msg_id=5, quote=True, quote_rich=texts)
    draft = types.InputReplyToMessage(reply_to_msg_id=5, quote_rich=texts)
    for reply in (header, draft):
        read = seen(reply, layer)
        assert (read.quote_text, read.quote_rich) == ("a b\nc", None)
        assert read.quote_entities == [types.MessageEntityBold(offset=2, length=1)]
        assert seen(reply, 232) == reply
    assert seen(header, 165).reply_to_msg_id == 5


@pytest.mark.skipif(native._native is None, reason="the native codec is not built")
@pytest.mark.parametrize("layer", [145, 200, 225])
def test_only_what_has_blocks_is_left_to_plain_python(layer: int) -> None:
    """A rule for a few messages does not slow down the others."""
    encode = native.encoder(layer)
    message = types.Message(id=1, peer_id=USER, date=2, message="text")
    assert encode(message, native.ANY) == tl.encode(message, layer)
    message.rich_message = types.RichMessage(blocks=[paragraph("x")], photos=[], documents=[])
    assert encode(message, native.ANY) is None
