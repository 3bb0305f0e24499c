"""The fuzz target for TL, for a moment."""

import pytest
from hypothesis import given, settings

from tests.fuzz import fuzz_tl


@pytest.mark.rows("M19", "DO-6")
@settings(max_examples=500)
@given(fuzz_tl.inputs)
def test_any_bytes_are_accepted_or_refused(data: bytes) -> None:
    fuzz_tl.fuzz(data)
