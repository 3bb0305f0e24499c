"""The previews of one server: found once, kept, and shown to those who wait for them.

A message with a link is sent at once; its page is fetched meanwhile, and whoever has the message is told when there is
something to see (updateWebPage). So it is with the links of a poll's answers. Pages are kept by address: one that was
found is good for a day, one that was not is looked for again after an hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING

from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.chats.membership import still_reached
from server.files import images
from server.files.making import put_renditions
from server.previews import pages
from server.previews.fetching import Fetched, Fetcher, FetchError, check
from server.render.rendering import EventRenderer, Rendering
from server.render.web_pages import render_web_page
from storage.conversations import boxes, messages
from storage.conversations.boxes import Event
from storage.database import Tx
from storage.media import files, web_pages
from storage.media.files import File, FileKind
from storage.media.web_pages import PageState, WebPage

if TYPE_CHECKING:  # App holds the previews
    from server.app import App

WEB_PAGE = "web_page"

GOOD_FOR = {PageState.SHOWN: 86_400, PageState.EMPTY: 3_600, PageState.PENDING: 0}
"""Seconds."""

MAX_URL = 2_048
MAX_PAGE = 512 * 1024
MAX_PICTURE = 5 * 1024 * 1024
PAGES = ("text/html", "application/xhtml+xml")
PICTURES = ("image/",)

OURS = 0
"""Whose files they are in the worker: nobody's among the users."""

SENT_AT_ONCE = 2
"""Contents that are fetched at the same time to be sent."""
SENT_SECONDS = 20.0
"""Until such a content is there, the wait for others included; the call has ten more for what is made of it."""

AT_ONCE = 8
"""Pages that are fetched at the same time."""
MAX_RUNNING = 64
"""Pages that are fetched or wait for it; beyond that a link has no preview."""


class Previews:
    """Finds pages, and remembers which messages wait for them."""

    def __init__(self, app: App, fetcher: Fetcher) -> None:
        self._app = app
        self._fetcher = fetcher
        self._running: dict[int, asyncio.Future[WebPage]] = {}
        self._waiting: dict[int, list[tuple[int, int]]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._sent_slots = asyncio.Semaphore(SENT_AT_ONCE)

    async def begun(self, url: str) -> WebPage | None:
        """The page under an address as far as it is known; it is being fetched if it is not. None: it never will be."""
        url = normal(url)
        if not self._app.config.previews.enabled or not url:
            return None
        now = int(self._app.clock.now())
        page = await self._app.db.peek(lambda view: web_pages.by_url(view, url))
        if page is not None and (page.page_id in self._running or now - page.asked_at < GOOD_FOR[page.state]):
            return page
        if len(self._running) >= MAX_RUNNING:
            return page
        if page is None or page.state is not PageState.SHOWN:  # an old preview is shown until there is a new one
            page = await self._app.db.write(lambda tx: web_pages.begin(tx, url, now))
        if page.page_id not in self._running:
            self._running[page.page_id] = asyncio.get_running_loop().create_future()
            self._app.background.start(self._find(page))
        return page

    async def found(self, url: str) -> WebPage | None:
        """The same, but the page is waited for."""
        page = await self.begun(url)
        running = self._running.get(page.page_id) if page is not None else None
        return page if running is None else await asyncio.shield(running)

    async def content(self, url: str, types: tuple[str, ...], max_bytes: int) -> Fetched:
        """What lies under an address, whole, for somebody who wants to send it.

        Args:
            url: Where, as `normal` writes it.
            types: What its type must begin with, one of these.
            max_bytes: How long it may be.

        Raises:
            WrongType: It is of another type.
            FetchError: It cannot be had, or this server fetches nothing.
        """
        if not self._app.config.previews.enabled:
            raise FetchError("this server fetches nothing")
        try:
            async with asyncio.timeout(SENT_SECONDS), self._sent_slots:
                return await self._fetcher.fetch(url, types, max_bytes, whole=True, seconds=None)
        except TimeoutError as error:
            raise FetchError("it takes too long, or too many are waiting") from error

    def tell_when_found(self, page_id: int, box: int, message_id: int, since: int) -> None:
        """A message, named by a copy of it, shows a page since then; whoever has it is told what is found later."""
        if page_id in self._running:
            self._waiting.setdefault(page_id, []).append((box, message_id))
        else:
            self._app.background.start(self._tell_if_found(page_id, box, message_id, since))

    async def _find(self, page: WebPage) -> None:
        after = page
        try:
            async with self._slots:
                after = await self._fetched(page)
            after = await self._app.db.write(partial(self._keep, after))
        finally:
            self._running.pop(page.page_id).set_result(after)
        await self._tell(page.page_id, self._waiting.pop(page.page_id, []))

    async def _keep(self, page: WebPage, tx: Tx) -> WebPage:
        """Store a page, dated in the unit that does: messages of before were told without it, later ones are not."""
        page = replace(page, asked_at=int(self._app.clock.now()))
        await web_pages.save(tx, page)
        return page

    async def _fetched(self, page: WebPage) -> WebPage:
        """The page as it is found now; what was found before stays if there is nothing any more."""
        missing = PageState.EMPTY if page.state is PageState.PENDING else page.state
        try:
            got = await self._fetcher.fetch(page.url, PAGES, MAX_PAGE, whole=False)
            read = await self._app.images.run(OURS, pages.read, got.body, got.charset, got.url)
        except (FetchError, RpcError):
            read = None
        if read is None:
            return replace(page, state=missing)
        said = asdict(read)
        photo = await self._photo(said.pop("picture"))
        return replace(page, state=PageState.SHOWN, photo=photo, data=said)

    async def _photo(self, url: str) -> int:
        """The picture of a page, stored as a photo that is nobody's; its file id, 0 without one."""
        if not url:
            return 0
        try:
            got = await self._fetcher.fetch(url, PICTURES, MAX_PICTURE, whole=True)
            made, stripped = await self._app.images.run(OURS, images.make_sizes, got.body, images.PHOTO_SIZES, False)
        except (FetchError, RpcError):
            return 0
        renditions = await put_renditions(self._app, made)
        now = int(self._app.clock.now())
        draft = File(0, FileKind.PHOTO, 0, now, None, "image/jpeg", {"stripped": stripped}, renditions)
        return (await self._app.db.write(lambda tx: files.create(tx, draft))).file_id

    async def _tell_if_found(self, page_id: int, box: int, message_id: int, since: int) -> None:
        """Tell of a page that was found while the message was sent; one that was there before was sent with it."""
        page = await self._app.db.peek(lambda view: web_pages.by_id(view, page_id))
        if page is not None and page.asked_at >= since:
            await self._tell(page_id, [(box, message_id)])

    async def _tell(self, page_id: int, waiting: Sequence[tuple[int, int]]) -> None:
        """Tell everyone who has one of these messages."""
        if not waiting:
            return
        now = int(self._app.clock.now())

        async def unit(tx: Tx) -> None:
            for box, message_id in waiting:
                message = await messages.by_id(tx, box, message_id)
                if message is not None:
                    copies = await messages.copies(tx, message.origin_box, message.origin_id)
                    for copy in await still_reached(tx, copies):
                        await boxes.append(tx, copy.box, WEB_PAGE, {"page": page_id}, now=now)

        await self._app.db.write(unit)


def normal(url: str) -> str:
    """An address as pages are kept by: with a scheme, without a fragment; "" for what cannot be fetched."""
    url = url.strip().partition("#")[0]
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts, _ = check(url)
    except ValueError:
        return ""
    return parts._replace(netloc=parts.netloc.lower()).geturl() if len(url) <= MAX_URL else ""


async def _render(scene: Rendering, event: Event) -> types.UpdateWebPage | None:
    page = await web_pages.by_id(scene.view, event.data["page"])
    if page is None:
        return None
    return types.UpdateWebPage(webpage=await render_web_page(scene, page), pts=event.pts, pts_count=event.pts_count)


RENDERERS: dict[str, EventRenderer] = {WEB_PAGE: _render}
