"""Dialogs: one peer in one box, with its place in the list and what is unread in it.

A dialog's place is its top message: ids in a box rise with time, so no second column orders the list. Counters are
kept exact by the units that change them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import IntFlag
from typing import NamedTuple, TypeAlias

from storage.conversations.messages import Flag, Message
from storage.database import KeptTable, Row, Snapshot, Tx


class DialogFlag(IntFlag):
    """What the owner of a dialog has decided about it, or both have."""

    BAR_HIDDEN = 1
    """The bar with "add contact", "report spam" is not shown."""
    TRANSLATIONS_OFF = 2
    PROTECTED = 4
    """Its messages cannot be forwarded or saved, by either side."""
    PROTECTED_BY_OWNER = 8
    """It was the owner of this box who protected it."""


NO_FLAGS = DialogFlag(0)

UNREAD_MENTION = Flag.MENTIONED | Flag.MEDIA_UNREAD
"""The flags of a mention that its reader has not seen."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """One row of `dialogs`. `pinned` is 0 or the place among the pinned, the highest on top; `ttl` is in seconds."""

    box: int
    peer: int
    top_message: int = 0
    total: int = 0
    read_inbox: int = 0
    read_outbox: int = 0
    unread: int = 0
    unread_mentions: int = 0
    unread_reactions: int = 0
    unread_mark: bool = False
    folder: int = 0
    pinned: int = 0
    ttl: int = 0
    flags: DialogFlag = NO_FLAGS

    @property
    def is_listed(self) -> bool:
        """Whether the list shows it: something stands in it, or it was pinned while something did."""
        return self.top_message > 0 or self.pinned > 0


DIALOGS = KeptTable("dialogs", ("box", "peer"), tuple(field.name for field in fields(Dialog)))

_FOLDER, _TTL = DIALOGS.columns.index("folder"), DIALOGS.columns.index("ttl")

_SELECT = f"SELECT {', '.join(DIALOGS.columns)} FROM dialogs"

_LISTED = "(top_message > 0 OR pinned > 0)"
"""`Dialog.is_listed` in SQL."""


def _dialog(row: Row) -> Dialog:
    box, peer, top, total, read_inbox, read_outbox, unread, mentions, reactions, mark, folder, pinned, ttl, flags = row
    return Dialog(
        box,
        peer,
        top,
        total,
        read_inbox,
        read_outbox,
        unread,
        mentions,
        reactions,
        bool(mark),
        folder,
        pinned,
        ttl,
        DialogFlag(flags),
    )


def _row(dialog: Dialog) -> Row:
    return (
        dialog.box,
        dialog.peer,
        dialog.top_message,
        dialog.total,
        dialog.read_inbox,
        dialog.read_outbox,
        dialog.unread,
        dialog.unread_mentions,
        dialog.unread_reactions,
        int(dialog.unread_mark),
        dialog.folder,
        dialog.pinned,
        dialog.ttl,
        int(dialog.flags),
    )


async def get(view: Snapshot, box: int, peer: int) -> Dialog:
    """This dialog; one that has no row yet is empty."""
    (row,) = await view.fetch_kept(DIALOGS, ((box, peer),))
    return Dialog(box, peer) if row is None else _dialog(row)


async def has_row(view: Snapshot, box: int, peer: int) -> bool:
    """Whether anything was ever in this dialog, or decided about it."""
    (row,) = await view.fetch_kept(DIALOGS, ((box, peer),))
    return row is not None


async def some(view: Snapshot, box: int, peers: Sequence[int]) -> dict[int, Dialog]:
    """Those of these dialogs that have a row."""
    rows = await view.fetch_kept(DIALOGS, [(box, peer) for peer in peers])
    return {row[1]: _dialog(row) for row in rows if row is not None}


async def newest(view: Snapshot, box: int, *, folder: int | None, before: int | None, limit: int) -> list[Dialog]:
    """Unpinned dialogs with messages, the newest top message first; `before` is the top message to go on after. Of all
    folders (None), where those of the archive are never on top, its pinned ones stand among the others."""
    where = "(folder > 0 OR pinned = 0)" if folder is None else "folder = ? AND pinned = 0"
    rows = await view.fetchall(
        f"{_SELECT} WHERE box = ? AND {where} AND top_message > 0 AND top_message < ? "
        "ORDER BY top_message DESC LIMIT ?",
        (box, *_named(folder), before or _NEWEST, limit),
    )
    return [_dialog(row) for row in rows]


async def count(view: Snapshot, box: int, folder: int | None) -> int:
    """How many dialogs a folder shows, or all do (None)."""
    where = "(folder = 0 OR top_message > 0)" if folder is None else "folder = ?"
    found: int = await view.fetchval(
        f"SELECT COUNT(*) FROM dialogs WHERE box = ? AND {where} AND {_LISTED}", (box, *_named(folder))
    )
    return found


def _named(folder: int | None) -> tuple[int, ...]:
    return () if folder is None else (folder,)


_NEWEST = 1 << 62


async def pinned(view: Snapshot, box: int, folder: int) -> list[Dialog]:
    """The pinned dialogs of a folder, from the top."""
    rows = await view.fetchall(
        f"{_SELECT} WHERE box = ? AND folder = ? AND pinned > 0 ORDER BY pinned DESC", (box, folder)
    )
    return [_dialog(row) for row in rows]


class Arriving(NamedTuple):
    """`added` messages that are new in a dialog, the last with id `top`; how many are unread, and unread mentions."""

    box: int
    peer: int
    top: int
    added: int
    unread: int = 0
    mentions: int = 0


News: TypeAlias = tuple[int, int, int, int, int, int]
"""`Arriving` or, where there are hundreds, a plain tuple of the same: to name it takes longer than to make it."""


class Arrival(NamedTuple):
    """What a dialog was when messages came: whether it was there at all, its timer (`ttl`, seconds), its folder."""

    known: bool
    ttl: int = 0
    folder: int = 0


_NEW, _ORDINARY = Arrival(known=False), Arrival(known=True)
"""Nearly all are one of these: to make one for each member of a group takes longer than to look at the dialog."""

_UNDECIDED = (0,) * 6
"""The last columns of a dialog about which nothing has been decided yet."""


async def arrived(tx: Tx, news: Sequence[News]) -> dict[int, Arrival]:
    """New messages stand in dialogs, at most one dialog of a box; what each was before, by box."""
    before: dict[int, Arrival] = {}
    after: dict[Row, Row] = {}
    keys = [new[:2] for new in news]
    rows = await tx.fetch_kept(DIALOGS, keys)
    for key, (box, _, top, added, unread, mentions), row in zip(keys, news, rows, strict=True):
        if row is None:
            before[box] = _NEW
            after[key] = (*key, top, added, 0, 0, unread, mentions, *_UNDECIDED)
        else:
            total, seen, read, its_unread, its_mentions = row[3:8]  # the rest stays as it is
            ttl, folder = row[_TTL], row[_FOLDER]
            before[box] = Arrival(True, ttl, folder) if ttl or folder else _ORDINARY
            figures = (top, total + added, seen, read, its_unread + unread, its_mentions + mentions)
            after[key] = key + figures + row[8:]
    tx.keep(DIALOGS, after)
    return before


async def save(tx: Tx, dialog: Dialog) -> None:
    """Write a dialog as it now is (read it in the same unit)."""
    tx.keep(DIALOGS, {(dialog.box, dialog.peer): _row(dialog)})


async def departed(tx: Tx, box: int, peer: int, gone: Sequence[Message]) -> None:
    """Messages have been removed from a dialog: its figures and its place follow."""
    dialog = await get(tx, box, peer)
    incoming = [m for m in gone if Flag.OUT not in m.flags]
    top: int | None = await tx.fetchval("SELECT MAX(id) FROM messages WHERE box = ? AND peer = ?", (box, peer))
    await save(
        tx,
        replace(
            dialog,
            top_message=top or 0,
            total=dialog.total - len(gone),
            unread=dialog.unread - sum(m.id > dialog.read_inbox for m in incoming),
            unread_mentions=dialog.unread_mentions - sum(UNREAD_MENTION in m.flags for m in incoming),
            unread_reactions=dialog.unread_reactions - sum(Flag.REACTION_UNREAD in m.flags for m in gone),
        ),
    )


async def unread_chats(view: Snapshot, box: int) -> int:
    """How many dialogs have something unread or are marked so, of those that are listed."""
    count: int = await view.fetchval(
        f"SELECT COUNT(*) FROM dialogs WHERE box = ? AND (unread > 0 OR unread_mark > 0) AND {_LISTED}", (box,)
    )
    return count


async def marked_unread(view: Snapshot, box: int) -> list[int]:
    """The peers whose dialogs their owner has marked as unread, of those that are listed."""
    rows = await view.fetchall(
        f"SELECT peer FROM dialogs WHERE box = ? AND unread_mark > 0 AND {_LISTED} ORDER BY peer", (box,)
    )
    return [row[0] for row in rows]


async def pin_in_order(tx: Tx, box: int, peers: Sequence[int]) -> None:
    """Give pinned dialogs their places, the first on top."""
    known = await some(tx, box, peers)
    places = {peer: len(peers) - place for place, peer in enumerate(peers)}
    placed = {(box, peer): _row(replace(dialog, pinned=places[peer])) for peer, dialog in known.items()}
    tx.keep(DIALOGS, placed)
