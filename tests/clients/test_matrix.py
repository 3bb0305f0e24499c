"""Every unmodified client does what docs/compatibility.md says of it, each at its own layer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clients import page
from tests.clients.features import NAMES
from tests.clients.matrix import CLIENTS, SECONDS, Client, Place, place
from tests.server.harness import prepare


@pytest.fixture
def here(tmp_path: Path, rsa_keys: Path) -> Iterator[Place]:
    """A server for one client: a dozen who sign in from one address would have to wait for each other."""
    prepare(tmp_path / "data", rsa_keys)
    with place(tmp_path) as running:
        yield running


@pytest.mark.rows("HS-1", "MS-8", "U1-U3")
@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_a_client_does_what_the_page_says(here: Place, client: Client) -> None:
    """Sign up and in, talk live and after being away, meet in a group, share files over connections that break."""
    if not client.is_installed:
        pytest.skip(f"{client.name} is not installed in .peers (make peers)")
    told = page.read(page.PAGE.read_text())[client.name]
    report = here.run(client, whole=not client.is_old)
    assert report == replace(told, features={name: told.features[name] for name in report.features})
    assert client.is_old or report == told


def test_the_page_knows_every_client_and_every_feature() -> None:
    told = page.read(page.PAGE.read_text())
    assert list(told) == [client.name for client in CLIENTS]
    assert {name: tuple(report.features) for name, report in told.items()} == dict.fromkeys(told, NAMES)


def test_the_page_is_what_would_be_written() -> None:
    text = page.PAGE.read_text()
    assert page.written(page.read(text)) == text
