"""File references: proof that the server showed a file to this viewer, in some context, not long ago (row F3).

A reference is made anew whenever a file is rendered for somebody who may see it there and then, and it is asked for
with every download and every re-use (core.telegram.org/api/file-references). It holds the context and the time, under
a MAC over both, the viewer and the file; nothing is stored. Who loses the right to read a context gets no new
reference from it, and the old one runs out.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass
from enum import IntEnum

from mtproto import rpc_errors

LIFETIME = 24 * 3600
"""Seconds for which a reference is good."""

ROUNDED_TO = 3600
"""The time in a reference is rounded down to this, so that what has not changed is rendered the same."""

_BODY = struct.Struct("<BqI")
_MAC_SIZE = 12


class ContextKind(IntEnum):
    """Where a file was shown."""

    UPLOAD = 1
    """The answer to whoever uploaded it."""
    MESSAGE = 2
    """A message in the viewer's box: its id."""
    USER_PHOTO = 3
    """A photo of a user, or one that was suggested to them: the user's id."""
    CHAT_PHOTO = 4
    """A photo of a group: its id."""
    STICKER_SET = 5
    """A sticker set: its id."""
    COLLECTION = 6
    """A list of the viewer's own: saved GIFs, recent stickers, ringtones, drafts."""
    PUBLIC = 7
    """What everyone may see: custom emoji, wallpapers, reactions."""
    USER_MUSIC = 8
    """A song on a profile: the user's id."""
    VANISHING = 9
    """A message to the viewer whose media vanish once they were seen: its id. They may be fetched, and no more."""


@dataclass(frozen=True, slots=True)
class FileContext:
    """One place where a file is shown."""

    kind: ContextKind
    id: int = 0


UPLOADED = FileContext(ContextKind.UPLOAD)
COLLECTED = FileContext(ContextKind.COLLECTION)
PUBLIC = FileContext(ContextKind.PUBLIC)


class FileReferences:
    """Makes and checks file references under one secret of 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, viewer: int, file_id: int, context: FileContext, now: int) -> bytes:
        """The reference to a file that `viewer` is being shown in a context."""
        body = _BODY.pack(context.kind, context.id, now - now % ROUNDED_TO)
        return body + self._mac(viewer, file_id, body)

    def check(self, viewer: int, file_id: int, given: bytes, now: int) -> None:
        """Judge a reference that came from a client.

        Raises:
            FILE_REFERENCE_EMPTY: there is none.
            FILE_REFERENCE_INVALID: it was not made here for this viewer and file.
            FILE_REFERENCE_EXPIRED: it was, and is too old.
        """
        if not given:
            raise rpc_errors.FILE_REFERENCE_EMPTY
        body, mac = given[: _BODY.size], given[_BODY.size :]
        if len(given) != _BODY.size + _MAC_SIZE or not hmac.compare_digest(mac, self._mac(viewer, file_id, body)):
            raise rpc_errors.FILE_REFERENCE_INVALID
        made_at: int = _BODY.unpack(body)[2]
        if now - made_at > LIFETIME:
            raise rpc_errors.FILE_REFERENCE_EXPIRED

    @staticmethod
    def context_of(checked: bytes) -> FileContext:
        """Where the file was shown, as a reference says that `check` has let pass."""
        kind, context_id, _ = _BODY.unpack(checked[: _BODY.size])
        return FileContext(ContextKind(kind), context_id)

    def _mac(self, viewer: int, file_id: int, body: bytes) -> bytes:
        mac = hashlib.blake2b(key=self._secret, digest_size=_MAC_SIZE, person=b"file-reference")
        mac.update(struct.pack("<qq", viewer, file_id) + body)
        return mac.digest()
