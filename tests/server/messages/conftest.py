"""People for the tests of messages."""

from dataclasses import dataclass

import pytest

from mtproto.tl import types
from tests.server.harness import Harness
from tests.server.messages.people import ALICE, BOB, Person, peer_of, person


@dataclass
class Pair:
    """Two people who have not talked yet. `to_bob` is how Alice names Bob, `to_alice` the reverse."""

    harness: Harness
    alice: Person
    bob: Person
    to_bob: types.InputPeerUser
    to_alice: types.InputPeerUser


@pytest.fixture
async def pair(harness: Harness) -> Pair:
    """Alice and Bob, two devices each."""
    alice = await person(harness, ALICE, "Alice")
    bob = await person(harness, BOB, "Bob")
    return Pair(harness, alice, bob, peer_of(harness, alice, bob), peer_of(harness, bob, alice))
