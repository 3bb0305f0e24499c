"""A server with handlers of the tests' own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.handlers import Handlers
from tests.server.harness import Harness, serving


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
async def harness(tmp_path: Path, rsa_keys: Path, handlers: Handlers) -> AsyncIterator[Harness]:
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router]) as running:
        yield running
