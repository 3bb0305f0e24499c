"""Fixtures for tests that talk to a server."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.auth import code_senders
from server.files import media_worker
from tests.server.decoders import Decoders
from tests.server.harness import Harness, make_rsa_keys, serving
from tests.server.people import ALICE, BOB, Pair, peer_of, person


@pytest.fixture(scope="session", autouse=True)
def codes_at_once() -> Iterator[None]:
    """Codes are sent when they are asked for, not at a random moment: tests count the messages that carry them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(code_senders, "WITHIN", 0.0)
        yield


@pytest.fixture(scope="session")
def kept_decoders() -> Iterator[Decoders]:
    """The processes that decode, for one server after the other."""
    kept = Decoders()
    yield kept
    kept.close()


@pytest.fixture(autouse=True)
def decoders_at_hand(kept_decoders: Decoders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers use such processes again: what decodes a picture remembers nothing, and takes long to start."""
    monkeypatch.setattr(media_worker, "_started", kept_decoders.started)


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
