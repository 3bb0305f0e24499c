"""Everybody of the access matrix, on a server of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.access.world import World, build
from tests.server.harness import serving


@pytest.fixture
async def world(tmp_path: Path, rsa_keys: Path) -> AsyncIterator[World]:
    async with serving(tmp_path / "data", rsa_keys) as running:
        yield await build(running)
