"""A short run of the fuzz target in the suite (row DO-6)."""

import pytest
from hypothesis import given, settings

from tests.fuzz.fuzz_session import fuzz, inputs


@pytest.mark.rows("DO-6", "MS-2")
@settings(max_examples=300)
@given(inputs)
def test_no_input_breaks_the_rule(data: bytes) -> None:
    fuzz(data)
