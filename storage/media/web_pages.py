"""Pages that links lead to, as they were found when somebody last asked: one row per address."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import msgpack

from storage.accounts.users import next_number
from storage.database import Row, Snapshot, Tx


class PageState(IntEnum):
    """How far it is."""

    PENDING = 0
    SHOWN = 1
    EMPTY = 2


@dataclass(frozen=True, slots=True)
class WebPage:
    """One address. `data` has the texts of a preview by name; `photo` is a file id or 0."""

    page_id: int
    url: str
    state: PageState
    asked_at: int
    photo: int = 0
    data: dict[str, str] = field(default_factory=dict)


_SELECT = "SELECT page_id, url, state, asked_at, photo, data FROM web_pages"


async def by_id(view: Snapshot, page_id: int) -> WebPage | None:
    """The page with this id."""
    row = await view.fetchone(f"{_SELECT} WHERE page_id = ?", (page_id,))
    return None if row is None else _page(row)


async def by_url(view: Snapshot, url: str) -> WebPage | None:
    """The page under this address."""
    row = await view.fetchone(f"{_SELECT} WHERE url = ?", (url,))
    return None if row is None else _page(row)


async def begin(tx: Tx, url: str, now: int) -> WebPage:
    """Note that an address is being fetched, for the first time or again; what was found before is gone."""
    known = await by_url(tx, url)
    page_id = known.page_id if known is not None else await next_number(tx, "web_pages", 1)
    page = WebPage(page_id, url, PageState.PENDING, now)
    await save(tx, page)
    return page


async def save(tx: Tx, page: WebPage) -> None:
    """Write a page down."""
    await tx.execute(
        "INSERT INTO web_pages (page_id, url, state, asked_at, photo, data) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (page_id) DO UPDATE SET state = excluded.state, asked_at = excluded.asked_at, "
        "photo = excluded.photo, data = excluded.data",
        (page.page_id, page.url, int(page.state), page.asked_at, page.photo, msgpack.packb(page.data)),
    )


def _page(row: Row) -> WebPage:
    page_id, url, state, asked_at, photo, data = row
    return WebPage(page_id, url, PageState(state), asked_at, photo, msgpack.unpackb(data))
