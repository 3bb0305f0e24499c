"""Markup to entities and back; Telethon's own parsers say what the common marks mean."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telethon.extensions import html as telethon_html
from telethon.extensions import markdown as telethon_markdown

from client_sdk.text import parse, unparse
from mtproto.tl import types

PLAIN = (
    types.MessageEntityBold,
    types.MessageEntityItalic,
    types.MessageEntityUnderline,
    types.MessageEntityStrike,
    types.MessageEntitySpoiler,
)
texts = st.text(st.sampled_from("ab c\n*_~|-`[]()!>\\<&\"'é\N{GRINNING FACE}\N{FAMILY}"), min_size=1, max_size=12)


def units(text):
    """How many UTF-16 code units a text has."""
    return len(text.encode("utf-16-le")) // 2


class Marked:
    """A text that grows, and its entities: `render` draws a tree of them."""

    def __init__(self):
        self.text = ""
        self.entities = []

    @property
    def length(self):
        return units(self.text)


@st.composite
def marked(draw):
    """A text with properly nested entities."""
    out = Marked()

    def inline(depth, kinds, links, quoted=False):
        for _ in range(draw(st.integers(1, 3))):
            begin, start, before = out.length, len(out.text), len(out.entities)
            kind = draw(st.sampled_from(["text", *kinds, *(["link"] * links), "code"])) if depth else "text"
            out.entities.append(None)
            if kind == "text":
                out.text += draw(texts)
            elif kind == "code":
                out.text += draw(texts).replace("\n", "") + "x"
            elif kind == "link":
                inline(depth - 1, kinds, False, quoted)
            else:
                inline(depth - 1, [each for each in kinds if each is not kind], links, quoted)
            size = {"offset": begin, "length": out.length - begin}
            made = None
            if kind == "code":
                made = types.MessageEntityCode(**size)
            elif kind == "link" and quoted and "\n" in out.text[start:]:
                made = None  # a link in a quote stays on its line
            elif kind == "link":
                made = draw(
                    st.sampled_from(
                        [
                            types.MessageEntityTextUrl(url="https://x.org/a(b)?c=\\d&e", **size),
                            types.MessageEntityMentionName(user_id=77, **size),
                            types.MessageEntityCustomEmoji(document_id=-5, **size),
                        ]
                    )
                )
            elif kind != "text":
                made = kind(**size)
            out.entities[before] = made

    for _ in range(draw(st.integers(1, 3))):
        begin = out.length
        block = draw(st.sampled_from(["text", "text", "pre", "quote"]))
        if block == "text":
            inline(3, list(PLAIN), True)
            out.text += "\n"
        elif block == "pre":
            out.text += draw(texts)
            language = draw(st.sampled_from(["", "python", "c++"]))
            pre = types.MessageEntityPre(offset=begin, length=out.length - begin, language=language)
            out.entities.append(pre)
            out.text += "\n"
        else:
            inline(2, list(PLAIN), True, quoted=True)
            quote = types.MessageEntityBlockquote(
                collapsed=draw(st.booleans()), offset=begin, length=out.length - begin
            )
            out.entities.append(quote)
            out.text += "\nbetween\n"
    return out.text, [entity for entity in out.entities if entity is not None]


def in_order(entities):
    return sorted(entities, key=lambda e: (e.offset, -e.length, e.NAME, repr(e)))


@settings(max_examples=400)
@given(marked())
def test_html_comes_back_as_it_was(source):
    text, entities = source
    again, read = parse(unparse(text, entities, "html"), "html")
    assert again == text
    assert in_order(read) == in_order(entities)


@settings(max_examples=600)
@given(marked())
def test_markdown_comes_back_as_it_was(source):
    text, entities = source
    again, read = parse(unparse(text, entities, "markdown"), "markdown")
    assert again == text
    assert in_order(read) == in_order(entities)


@given(st.text())
@example("**")
@example("```")
@example("`a\\")
@example("[a](")
@example("> ")
@example("**> \n> **")
@example("<b")
@example("&#x110000;&#xd800;")
def test_no_text_breaks_a_parser(text):
    for mode in ("markdown", "html"):
        plain, entities = parse(text, mode)
        for entity in entities:
            assert 0 <= entity.offset < entity.offset + entity.length <= units_of(plain)
        unparse(plain, entities, mode)


def units_of(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(), st.lists(st.tuples(st.sampled_from(PLAIN), st.integers(0, 40), st.integers(1, 40)), max_size=6))
def test_text_survives_any_entities(text, wanted):
    """What a server sends may overlap or lie outside; nothing of the text is lost by writing it."""
    text = "".join(c for c in text if not "\ud800" <= c <= "\udfff" and c not in "\r\0")
    length = units(text)
    entities = [kind(offset=min(o, length), length=n) for kind, o, n in wanted]
    if all(is_boundary(text, at) for e in entities for at in (e.offset, e.offset + e.length)):
        assert parse(unparse(text, entities, "html"), "html")[0] == text
        assert parse(unparse(text, entities, "markdown"), "markdown")[0] == text


def is_boundary(text, offset):
    """Whether an offset is not inside a surrogate pair."""
    data = text.encode("utf-16-le")[offset * 2 : offset * 2 + 2]
    return not data or not 0xDC00 <= int.from_bytes(data, "little") < 0xE000


COMMON_MARKDOWN = [
    "plain",
    "**bold** and __italic__",
    "\N{GRINNING FACE} **a\N{GRINNING FACE}b** c",
    "`code` ~~gone~~",
    "**a __b__ c**",
    "[text](https://example.org/)",
    "**not closed",
    "a ** b",
    "**two** **of them**",
]
COMMON_HTML = [
    "<b>bold</b> <i>italic</i> <u>under</u> <s>gone</s>",
    "<strong>a<em>b</em></strong>",
    "<code>x &lt; y</code>",
    '<pre><code class="language-python">print(1)</code></pre>',
    "<pre>text</pre>",
    '<a href="https://example.org/?a=1&amp;b=2">link</a>',
    "\N{GRINNING FACE}<b>\N{GRINNING FACE}</b>",
    "<blockquote>quote</blockquote>",
    "<unknown>a</unknown> &amp; b",
]


def telethons(entities):
    return sorted(
        (type(e).__name__, e.offset, e.length, getattr(e, "url", None), getattr(e, "language", None)) for e in entities
    )


@pytest.mark.parametrize("source", COMMON_MARKDOWN)
def test_markdown_means_what_it_means_to_telethon(source):
    text, entities = parse(source, "markdown")
    theirs_text, theirs = telethon_markdown.parse(source)
    assert (text, telethons(entities)) == (theirs_text, telethons(theirs))


@pytest.mark.parametrize("source", COMMON_HTML)
def test_html_means_what_it_means_to_telethon(source):
    text, entities = parse(source, "html")
    theirs_text, theirs = telethon_html.parse(source)
    assert (text, telethons(entities)) == (theirs_text, telethons(theirs))


def test_what_only_we_have():
    text, entities = parse("||secret|| --under-- ![x](tg://emoji?id=9)\n**> folded\n> more\nend", "markdown")
    assert text == "secret under x\nfolded\nmore\nend"
    assert entities == [
        types.MessageEntitySpoiler(offset=0, length=6),
        types.MessageEntityUnderline(offset=7, length=5),
        types.MessageEntityCustomEmoji(offset=13, length=1, document_id=9),
        types.MessageEntityBlockquote(collapsed=True, offset=15, length=11),
    ]


def test_overlapping_entities_are_written_as_several_in_html():
    entities = [types.MessageEntityBold(offset=0, length=3), types.MessageEntityItalic(offset=1, length=4)]
    assert unparse("abcde", entities, "html") == "<b>a<i>bc</i></b><i>de</i>"


def test_another_parse_mode_is_refused_by_name():
    with pytest.raises(ValueError, match="'md', only markdown and html"):
        parse("**x**", "md")
