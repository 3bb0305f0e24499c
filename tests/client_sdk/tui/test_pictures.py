"""The pictures and the keys of the documentation are those of the code."""

import importlib.util
from pathlib import Path

import pytest

from client_sdk.tui import keys

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def screenshots():
    spec = importlib.util.spec_from_file_location("screenshots", DOCS / "screenshots.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_the_screen_looks_as_the_documentation_shows_it(screenshots):
    for name, picture in (await screenshots.pictures()).items():
        assert screenshots.is_current(name, picture), f"docs/images/{name}: run make docs, and look at what it changed"


def test_the_page_has_every_key():
    page = (DOCS / "terminal-chat.md").read_text(encoding="utf-8")
    assert [row for _, rows in keys.sections() for row in rows if f"| {row[0]} | {row[1]} |\n" not in page] == []
