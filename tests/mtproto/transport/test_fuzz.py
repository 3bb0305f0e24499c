"""The fuzz target of the framings, for a few hundred inputs."""

import pytest
from hypothesis import example, given, settings

from tests.fuzz.fuzz_framing import START, fuzz, inputs


@pytest.mark.rows("DO-6", "T4", "T6")
@settings(max_examples=500)
@given(inputs)
@example(bytes([2, 0]) + b"\x0a" + b"\7" * 40)
def test_accepts_or_raises_a_documented_error(data):
    fuzz(data)


@pytest.mark.parametrize("choice", range(len(START)))
@given(inputs)
def test_every_transport_and_role(choice, data):
    fuzz(bytes([choice]) + data[1:])
