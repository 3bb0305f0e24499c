import pytest

from tests.mtproto.session.world import World


@pytest.fixture
def world() -> World:
    """A session nobody has spoken to yet."""
    return World()


@pytest.fixture
def settled(world: World) -> World:
    """A session in the middle of its life: attached, nothing unacknowledged."""
    world.settle_in()
    return world
