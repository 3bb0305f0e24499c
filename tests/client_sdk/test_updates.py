"""Updates against the real server: live, across restarts, and how they are handled."""

import asyncio

import pytest

from client_sdk.client import NotSignedIn
from mtproto.tl import functions, types
from tests.server.people import ALICE, BOB


class Noted:
    """What a handler was given, and a way to wait for it."""

    def __init__(self, client):
        self.texts = []
        self._changed = asyncio.Event()
        client.on(types.UpdateNewMessage)(self.note)

    async def note(self, update):
        self.texts.append(update.message.message)
        self._changed.set()

    async def until(self, last):
        async with asyncio.timeout(30):
            while last not in self.texts:
                self._changed.clear()
                await self._changed.wait()


async def caught_up(client):
    """Wait until the feed has asked for its first difference: what comes now comes as a push."""
    async with asyncio.timeout(30):
        while client._feed._gaps.wants_difference:  # noqa: ASYNC110 - the feed tells nobody
            await asyncio.sleep(0)


async def test_who_waits_for_updates_waits_until_the_login_is_over(sign_in):
    alice = await sign_in(ALICE, "alice")
    waiting = asyncio.create_task(alice.run_until_disconnected())
    await caught_up(alice)
    assert not waiting.done()
    await alice.log_out()
    await asyncio.wait_for(waiting, 30)
    with pytest.raises(NotSignedIn):
        await alice.run_until_disconnected()


async def test_pushed_messages_come_in_order(sign_in):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    noted = Noted(bob)
    await caught_up(bob)
    texts = [str(n) for n in range(30)]
    for text in texts:
        await alice.send_message(f"+{BOB}", text)
    await noted.until(texts[-1])
    assert noted.texts == texts


async def test_what_was_missed_between_two_runs_comes_once(sign_in, new_client):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    await bob.__aexit__(None, None, None)
    for run in (("one", "two"), ("three",)):
        for text in run:
            await alice.send_message(f"+{BOB}", text)
        again = new_client("bob")
        noted = Noted(again)
        async with again:
            await noted.until(run[-1])
        assert noted.texts == list(run)


async def test_what_was_not_finished_comes_again(sign_in, new_client):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    await caught_up(bob)
    async with bob.updates() as updates:
        for text in ("finished", "not finished"):
            await alice.send_message(f"+{BOB}", text)
            assert await _next_text(updates) == text
        await bob.__aexit__(None, None, None)
    again = new_client("bob")
    noted = Noted(again)
    async with again:
        await noted.until("not finished")
    assert noted.texts == ["not finished"]


async def _next_text(updates):
    async for update in updates:
        if isinstance(update, types.UpdateNewMessage):
            return update.message.message
    return None


async def test_a_handler_that_fails_does_not_stop_the_others(sign_in, caplog):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")

    @bob.on(types.UpdateNewMessage)
    async def fail(update):
        raise LookupError("of this handler")

    noted = Noted(bob)
    for text in ("one", "two"):
        await alice.send_message(f"+{BOB}", text)
    await noted.until("two")
    assert noted.texts == ["one", "two"]
    assert "of this handler" in caplog.text


async def test_a_connection_lost_while_messages_come_loses_and_doubles_none(sign_in):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    noted = Noted(bob)
    await caught_up(bob)
    texts = [str(n) for n in range(40)]
    for n, text in enumerate(texts):
        await alice.send_message(f"+{BOB}", text)
        if n % 15 == 14:
            await bob(functions.help.GetNearestDc())
            bob._caller._connection._wire.abort()
    await noted.until(texts[-1])
    assert noted.texts == texts


async def test_a_handler_may_log_out(sign_in):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    out = asyncio.Event()

    @bob.on(types.UpdateNewMessage)
    async def leave(update):
        await bob.log_out()
        out.set()

    await alice.send_message(f"+{BOB}", "leave")
    await asyncio.wait_for(out.wait(), 30)
