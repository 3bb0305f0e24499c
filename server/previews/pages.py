"""What a page says of itself: OpenGraph (ogp.me), Twitter cards, and plain HTML. Runs in a worker process."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

MAX_TITLE = 200
MAX_DESCRIPTION = 1_000
MAX_URL = 2_048

MAX_TAGS = 10_000
"""Tags that are read. For each the parser looks through those still open, so a page of nothing but open tags would cost
it the square of their number; what a page says of itself stands at its beginning."""

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([a-zA-Z0-9_-]{1,32})", re.IGNORECASE)
_TAG = re.compile("<[a-zA-Z]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown of a page; "" where it does not say. `picture` is an absolute address."""

    url: str
    site_name: str
    title: str
    description: str
    author: str
    kind: str
    picture: str


def read(data: bytes, charset: str, url: str) -> Page | None:
    """Read a page; None for one that does not even have a title.

    Args:
        data: The page, or its beginning.
        charset: What the server said it is written in, or "".
        url: Where it came from.
    """
    tree = LexborHTMLParser(_beginning(data.decode(_encoding(data, charset), "replace")))
    said: dict[str, str] = {}
    for meta in tree.css("meta"):
        name = (meta.attributes.get("property") or meta.attributes.get("name") or "").lower()
        said.setdefault(name, _clean(meta.attributes.get("content") or ""))
    heading = tree.css_first("title")

    def first(*names: str, otherwise: str = "") -> str:
        return next((said[name] for name in names if said.get(name)), otherwise)

    title = first("og:title", "twitter:title", otherwise=_clean(heading.text()) if heading is not None else "")
    if not title:
        return None
    picture = first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    return Page(
        url=url,
        site_name=first("og:site_name", otherwise=(urlsplit(url).hostname or "").removeprefix("www."))[:MAX_TITLE],
        title=title[:MAX_TITLE],
        description=first("og:description", "twitter:description", "description")[:MAX_DESCRIPTION],
        author=first("author", "article:author")[:MAX_TITLE],
        kind="article" if first("og:type").startswith("article") else "website",
        picture=urljoin(url, picture) if picture and len(picture) <= MAX_URL else "",
    )


def _beginning(text: str) -> str:
    """As much of a page as has `MAX_TAGS` tags."""
    beyond = next(islice(_TAG.finditer(text), MAX_TAGS, None), None)
    return text if beyond is None else text[: beyond.start()]


def _encoding(data: bytes, charset: str) -> str:
    """The name of the codec for a page: what it or its server says, if that is one for texts, else UTF-8."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    inside = _META_CHARSET.search(data[:2_048])
    for name in (charset, inside[1].decode("ascii") if inside else ""):
        try:
            if name and codecs.lookup(name)._is_text_encoding:
                return name
        except (LookupError, ValueError):
            continue
    return "utf-8"


def _clean(text: str) -> str:
    return _SPACE.sub(" ", "".join(one for one in text if one.isprintable() or one.isspace())).strip()
