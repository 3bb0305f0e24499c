"""http_wait (M30, MS-6)."""

import pytest
from telethon.tl import types

from mtproto.session.events import HttpWait
from tests.mtproto.session.world import World

pytestmark = pytest.mark.rows("M30", "MS-6")


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        ((0, 0, 25_000), (0, 0, 25_000)),
        ((50, 10, 1_000), (50, 10, 1_000)),
        ((-1, -1, -1), (0, 0, 0)),
        ((2**31 - 1,) * 3, (25_000,) * 3),
    ],
)
def test_its_delays_are_clamped_and_it_is_not_answered(
    settled: World, asked: tuple[int, int, int], granted: tuple[int, int, int]
) -> None:
    settled.send(settled.service(bytes(types.HttpWait(*asked))))
    assert settled.session.events() == [HttpWait(*granted)]
    assert settled.said() == []
