"""A database that may not grow any more: what is acknowledged is kept, the rest is refused (row DU-3)."""

from __future__ import annotations

import pytest

from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from tests.server.harness import Harness
from tests.server.people import ALICE, history, text

LONG = "x" * 4000


async def grow_to(harness: Harness, pages: int) -> None:
    """Let the database have so many pages, or as many as it has."""
    await harness.app.db.write(lambda tx: tx.execute(f"PRAGMA max_page_count = {pages}"))


@pytest.mark.rows("DU-3")
async def test_messages_that_find_no_room_are_refused_and_can_be_sent_later(harness: Harness) -> None:
    """SQLITE_FULL in the middle of sending: the refusal says that it was not the sender's fault, reading goes on."""
    alice = await harness.client(ALICE)
    me = types.InputPeerSelf()
    await grow_to(harness, 1)
    sent, refused, codes = [], [], set()
    while len(refused) < 5:
        request = text(me, f"{len(sent) + len(refused)} {LONG}")
        try:
            await alice(request)
        except RpcError as error:
            codes.add(error.code)
            refused.append(request)
        else:
            sent.append(request)
        assert len(sent) < 500, "it was never full"

    assert codes == {500}

    async def kept() -> list[str]:
        found: list[str] = []
        offset = 0
        while page := (await history(alice, me, offset_id=offset)).messages:
            found += [message.message for message in page]
            offset = page[-1].id
        return found[::-1]

    assert await kept() == [request.message for request in sent]
    pts = (await alice(functions.updates.GetState())).pts

    await grow_to(harness, 1_000_000)
    for request in refused:
        await alice(request)
    assert await kept() == [request.message for request in sent + refused]
    assert (await alice(functions.updates.GetState())).pts == pts + len(refused), "nothing refused has left a gap"
