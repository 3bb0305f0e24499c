"""A server with handlers of the tests' own, on both event loops that it runs on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
import uvloop

from tests.server.gateway.over_http import Http
from tests.server.handlers import Handlers
from tests.server.harness import Harness, serving


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The doors do not depend on the loop: every test here runs on each."""
    return {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
async def harness(tmp_path: Path, rsa_keys: Path, handlers: Handlers) -> AsyncIterator[Harness]:
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router]) as running:
        yield running


@pytest.fixture
async def http(harness: Harness) -> AsyncIterator[Http]:
    connection = await Http.open(harness)
    yield connection
    await connection.close()
