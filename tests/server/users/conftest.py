"""Three people for the tests of users; Alice and Bob have two devices each."""

import pytest

from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, CAROL
from tests.server.users.people import People, person


@pytest.fixture
async def people(harness: Harness) -> People:
    """Alice, Bob and Carol, who do not know each other."""
    return People(
        harness,
        await person(harness, ALICE, "Alice"),
        await person(harness, BOB, "Bob"),
        await person(harness, CAROL, "Carol"),
    )
