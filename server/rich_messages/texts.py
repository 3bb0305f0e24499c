"""Texts in blocks, as clients send them (core.telegram.org/type/RichText): checked, and links found in them.

A client formats; links, mentions, hashtags and the like are for the server to find, and are refused from anyone else.
So are buttons, which bots have. Files and users that a text names must be among those that came with the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from server.rich_messages.limits import Tally
from server.rich_messages.links import linked
from storage.media.files import File

MAX_URL = 4_096
MAX_NAME = 255
"""Characters of an anchor's name, an address or a number."""

STYLES = frozenset(
    {
        types.TextBold,
        types.TextItalic,
        types.TextUnderline,
        types.TextStrike,
        types.TextSpoiler,
        types.TextFixed,
        types.TextSubscript,
        types.TextSuperscript,
        types.TextMarked,
        types.TextDate,
    }
)
"""What carries a text and nothing that has to be looked at."""

VERBATIM = frozenset({types.TextFixed, types.TextUrl, types.TextEmail, types.TextPhone, types.TextMentionName})
"""Nothing is looked for inside these."""


class TextReader:
    """Reads the texts of one message.

    Args:
        tally: Counts what there is.
        documents: The documents that came with the message, by id.
        users: The users that did.
        finds_links: Whether links and the like are looked for.

    What the texts named is in `named_documents` and `named_users`, in the order in which it came.
    """

    def __init__(self, tally: Tally, documents: Mapping[int, File], users: set[int], *, finds_links: bool) -> None:
        self._tally = tally
        self._documents = documents
        self._users = users
        self._finds_links = finds_links
        self.named_documents: dict[int, None] = {}
        self.named_users: dict[int, None] = {}

    def read(self, given: types.TypeRichText, depth: int, *, verbatim: bool = False) -> types.TypeRichText:
        """A text as it will be kept.

        Raises:
            RICH_VALIDATE_CTOR_NOT_ALLOWED: It is of a kind that clients do not send.
            DOCUMENT_INVALID, USER_ID_INVALID: It names what did not come with the message.
            URL_INVALID, RICH_MESSAGE_EMAIL_INVALID: It leads nowhere.
            ENTITIES_TOO_LONG, MESSAGE_TOO_LONG: See `Tally`.
        """
        self._tally.text(depth)
        verbatim = verbatim or type(given) in VERBATIM
        match given:
            case types.TextEmpty():
                return given
            case types.TextPlain(text=words):
                self._tally.words(words)
                return linked(given) if self._finds_links and not verbatim else given
            case types.TextConcat(texts=texts):
                given.texts = [self.read(one, depth + 1, verbatim=verbatim) for one in texts]
                return given
            case types.TextMath(source=words) | types.TextCustomEmoji(alt=words):
                self._tally.words(words)
                return given
            case types.TextImage(document_id=document_id):
                self._tally.medium()
                self.document(document_id)
                return given
        self._check_target(given)
        inner: Any = given
        inner.text = self.read(inner.text, depth + 1, verbatim=verbatim)
        return given

    def document(self, document_id: int) -> File:
        """A document that the message names; DOCUMENT_INVALID where it did not come along."""
        file = self._documents.get(document_id)
        if file is None:
            raise rpc_errors.DOCUMENT_INVALID
        self.named_documents[document_id] = None
        return file

    def _check_target(self, given: types.TypeRichText) -> None:
        match given:
            case types.TextUrl(url=url):
                if not url or len(url) > MAX_URL or not url.isprintable():
                    raise rpc_errors.URL_INVALID
                given.webpage_id = 0
            case types.TextEmail(email=email):
                if "@" not in email or len(email) > MAX_NAME:
                    raise rpc_errors.RICH_MESSAGE_EMAIL_INVALID
            case types.TextPhone(phone=name) | types.TextAnchor(name=name):
                if len(name) > MAX_NAME:
                    raise rpc_errors.URL_INVALID
            case types.TextMentionName(user_id=user_id):
                if user_id not in self._users:
                    raise rpc_errors.USER_ID_INVALID
                self.named_users[user_id] = None
            case _ if type(given) not in STYLES:
                raise rpc_errors.RICH_VALIDATE_CTOR_NOT_ALLOWED
