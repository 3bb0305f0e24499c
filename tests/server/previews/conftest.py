"""A site that is the internet, and a server that looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.ops.config import PreviewsSection
from server.previews.previews import Previews
from tests.server.files.uploading import picture
from tests.server.harness import Harness, serving
from tests.server.previews.site import PAGE, Site, site


@pytest.fixture
async def web() -> AsyncIterator[Site]:
    async with site() as running:
        running.answers_with("/article", PAGE)
        running.answers_with("/picture.png", picture(800, 400).getvalue(), "image/png")
        yield running


@pytest.fixture
async def previewing(tmp_path: Path, rsa_keys: Path, web: Site) -> AsyncIterator[Harness]:
    """A server with previews, for which the site is the internet."""
    async with serving(tmp_path / "data", rsa_keys, previews=PreviewsSection(enabled=True)) as running:
        running.app.previews = Previews(running.app, web.fetcher)
        yield running
