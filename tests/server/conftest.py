"""Fixtures for tests that talk to a server."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.auth import code_senders
from tests.server.harness import Harness, make_rsa_keys, serving
from tests.server.people import ALICE, BOB, Pair, peer_of, person


@pytest.fixture(scope="session", autouse=True)
def codes_at_once() -> Iterator[None]:
    """Codes are sent when they are asked for, not at a random moment: tests count the messages that carry them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(code_senders, "WITHIN", 0.0)
        yield


@pytest.fixture(scope="session")
def rsa_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with RSA keys, made once."""
    return make_rsa_keys(tmp_path_factory.mktemp("rsa"))


@pytest.fixture
async def harness(tmp_path: Path, rsa_keys: Path) -> AsyncIterator[Harness]:
    """A running server with every handler there is."""
    async with serving(tmp_path / "data", rsa_keys) as running:
        yield running


@pytest.fixture
async def pair(harness: Harness) -> Pair:
    """Alice and Bob, two devices each."""
    alice = await person(harness, ALICE, "Alice")
    bob = await person(harness, BOB, "Bob")
    return Pair(harness, alice, bob, peer_of(harness, alice, bob), peer_of(harness, bob, alice))
