"""How much one rich message may hold (core.telegram.org/bots/api#rich-message-limits)."""

from __future__ import annotations

from mtproto import rpc_errors

MAX_CHARACTERS = 32_768
"""Of all texts together, what stands for custom emoji and the source of formulas included."""
MAX_BLOCKS = 500
"""With those inside of others, items of lists and rows of tables."""
MAX_MEDIA = 50
MAX_COLUMNS = 20
MAX_DEPTH = 20
"""Blocks, items and texts inside of each other. A formatted item of a list is four deep; what goes deeper than this
would, inside of a message inside of updates, come near to what codecs read (mtproto/tl/primitives.py, MAX_DEPTH)."""
MAX_TEXTS = 10_000
"""Pieces of text, however short."""
MAX_USERS = 100
"""Whom it may mention by name."""
MAX_BYTES = 256 * 1024
"""As it is stored, once in every box that it comes to."""


class Tally:
    """What a rich message has so far."""

    def __init__(self) -> None:
        self._characters = 0
        self._blocks = 0
        self._texts = 0
        self._media = 0

    def block(self, depth: int) -> None:
        """One more block, item or row; ENTITIES_TOO_LONG where that is one too many, or too deep."""
        self._deep(depth)
        self._blocks += 1
        if self._blocks > MAX_BLOCKS:
            raise rpc_errors.ENTITIES_TOO_LONG

    def text(self, depth: int) -> None:
        """One more piece of text; ENTITIES_TOO_LONG where that is one too many, or too deep."""
        self._deep(depth)
        self._texts += 1
        if self._texts > MAX_TEXTS:
            raise rpc_errors.ENTITIES_TOO_LONG

    def words(self, words: str) -> None:
        """More characters; MESSAGE_TOO_LONG where there are too many."""
        self._characters += len(words)
        if self._characters > MAX_CHARACTERS:
            raise rpc_errors.MESSAGE_TOO_LONG

    def medium(self) -> None:
        """One more picture, recording or file; MULTI_MEDIA_TOO_LONG where that is one too many."""
        self._media += 1
        if self._media > MAX_MEDIA:
            raise rpc_errors.MULTI_MEDIA_TOO_LONG

    def _deep(self, depth: int) -> None:
        """Something so deep inside; ENTITIES_TOO_LONG where that is too deep."""
        if depth > MAX_DEPTH:
            raise rpc_errors.ENTITIES_TOO_LONG
