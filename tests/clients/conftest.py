"""Clients talk to servers made as for the server's own tests."""

from pathlib import Path

import pytest

from tests.clients import tdlib
from tests.server.conftest import harness, rsa_keys
from tests.server.harness import Harness

__all__ = ["harness", "rsa_keys"]


@pytest.fixture
async def library(harness: Harness, tmp_path: Path) -> Path:
    """What makes TDLib connect to the server."""
    return await tdlib.prepare(harness.app.config.data_dir, harness.port, tmp_path)
