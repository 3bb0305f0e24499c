"""Fixtures for tests that talk to a server."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.harness import Harness, make_rsa_keys, serving


@pytest.fixture(scope="session")
def rsa_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with RSA keys, made once."""
    return make_rsa_keys(tmp_path_factory.mktemp("rsa"))


@pytest.fixture
async def harness(tmp_path: Path, rsa_keys: Path) -> AsyncIterator[Harness]:
    """A running server with every handler there is."""
    async with serving(tmp_path / "data", rsa_keys) as running:
        yield running
