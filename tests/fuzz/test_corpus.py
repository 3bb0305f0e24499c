"""Every input that a campaign has kept, again (row DO-6)."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.fuzz import corpus


@pytest.mark.rows("DO-6")
@pytest.mark.parametrize("target", corpus.TARGETS)
def test_what_was_found_worth_keeping_breaks_no_rule(target: str) -> None:
    fuzz = import_module(f"tests.fuzz.fuzz_{target}").fuzz
    kept = corpus.inputs(target)
    assert kept
    for data in kept:
        fuzz(data)
