"""What one box is told, as it is told to a live session: in order, soon, and without a gap (row U3)."""

from __future__ import annotations

import asyncio

import pytest

from mtproto.tl import types
from tests.server.people import Pair, text

WRITERS, EACH = 4, 40
SOON = 10 * WRITERS
"""Answers that may be given between one and the push of the same message: no more than ten to each who writes.

Clients wait half a second for what is missing before they ask for a difference, but how long that is depends on the
machine. It counts from the answer to who wrote it: before that everybody waits for the storage, and nobody misses
anything."""


@pytest.mark.rows("U3", "U1")
async def test_pushes_of_one_box_arrive_in_order_and_soon(pair: Pair) -> None:
    """Four write to Bob at once, two from each of Alice's devices: each message is pushed once, its pts the next."""
    answered: dict[str, int] = {}
    pushed: dict[str, int] = {}

    async def write(writer: int) -> None:
        device = (pair.alice.phone, pair.alice.tablet)[writer % 2]
        for number in range(EACH):
            words = f"{writer}.{number}"
            await device(text(pair.to_bob, words))
            answered[words] = len(answered)

    writing = asyncio.gather(*map(write, range(WRITERS)))
    pts = pair.bob.pts
    seen = []
    for _ in range(WRITERS * EACH):
        update = await pair.bob.phone.update(types.UpdateShortMessage | types.UpdateNewMessage)
        words = update.message if isinstance(update.message, str) else update.message.message
        pushed[words] = len(answered)
        pts += 1
        assert (update.pts, update.pts_count) == (pts, 1)
        seen.append(words)
    await writing
    assert sorted(seen) == sorted(answered)
    assert max(pushed[words] - answered[words] for words in seen) <= SOON
    for writer in range(WRITERS):
        own = [words for words in seen if words.startswith(f"{writer}.")]
        assert own == sorted(own, key=lambda words: int(words.partition(".")[2]))
