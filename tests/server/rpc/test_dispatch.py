"""The way of one request, seen by a client on a real connection."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from types import FrameType

import pytest

from mtproto import rpc_errors, tl
from mtproto.tl import functions, types
from server.ops.config import FloodSection
from server.rpc import dispatch
from server.rpc.dispatch import SECONDS
from storage.errors import FullError
from storage.sign_in.devices import DeviceState
from tests.server.handlers import FULL_SELF, GET_FILE, NEAREST, ONLINE, USERS, Handlers, revoke, sign_in
from tests.server.harness import Harness, serving

NEAREST_DC = functions.help.GetNearestDc()
CHECK_PASSWORD = functions.auth.CheckPassword(password=types.InputCheckPasswordEmpty())


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
async def harness(tmp_path: Path, rsa_keys: Path, handlers: Handlers) -> AsyncIterator[Harness]:
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router]) as running:
        yield running


class TestWhoMayCall:
    @pytest.mark.rows("M33")
    async def test_nobody_signed_in(self, harness: Harness) -> None:
        client = await harness.client()
        assert await client(NEAREST_DC) == NEAREST
        with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
            await client(USERS)

    @pytest.mark.rows("M33")
    async def test_a_user(self, harness: Harness) -> None:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        assert await client(USERS) == [types.UserEmpty(id=7)]

    @pytest.mark.rows("M33")
    async def test_a_password_that_is_owed_opens_its_own_methods_only(self, harness: Harness) -> None:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7, DeviceState.PASSWORD_PENDING)
        with pytest.raises(rpc_errors.SESSION_PASSWORD_NEEDED):
            await client(USERS)
        await client(CHECK_PASSWORD)
        assert await client(NEAREST_DC) == NEAREST

    @pytest.mark.rows("M33")
    async def test_a_revoked_device(self, harness: Harness) -> None:
        client = await harness.client()
        device = await sign_in(harness.app, client.auth_key, 7)
        await client(USERS)
        await revoke(harness.app, device)
        await client.closed()
        await client.disconnect()
        await client.connect()
        with pytest.raises(rpc_errors.SESSION_REVOKED):
            await client(USERS)

    @pytest.mark.rows("M33")
    async def test_a_method_of_another_state(self, harness: Harness) -> None:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        with pytest.raises(rpc_errors.METHOD_INVALID):
            await client(CHECK_PASSWORD)

    @pytest.mark.rows("P1")
    async def test_an_unbound_temporary_key(self, harness: Harness, handlers: Handlers) -> None:
        auth_key, salt = await harness.key(expires_in=3600)
        client = await harness.client_of(auth_key, salt)
        assert await client(NEAREST_DC) == NEAREST
        for request in (USERS, CHECK_PASSWORD, ONLINE):
            with pytest.raises(rpc_errors.AUTH_KEY_PERM_EMPTY):
                await client(request)
        assert handlers.calls == [("help.getNearestDc", 0)]

    async def test_a_bound_temporary_key_speaks_for_its_permanent_one(self, harness: Harness) -> None:
        permanent = await harness.client()
        await permanent(NEAREST_DC)
        await sign_in(harness.app, permanent.auth_key, 7)
        auth_key, salt = await harness.key(expires_in=3600)
        temporary = await harness.client_of(auth_key, salt)
        await temporary(NEAREST_DC)
        await harness.bind(auth_key, permanent.auth_key)
        assert await temporary(USERS) == [types.UserEmpty(id=7)]


class TestLayerAndClient:
    @pytest.mark.rows("M33")
    async def test_a_key_that_has_announced_nothing(self, harness: Harness) -> None:
        client = await harness.client(announce=False)
        with pytest.raises(rpc_errors.CONNECTION_NOT_INITED):
            await client(NEAREST_DC)

    async def test_a_layer_without_a_client_is_not_enough(self, harness: Harness) -> None:
        client = await harness.client(announce=False)
        with pytest.raises(rpc_errors.CONNECTION_NOT_INITED):
            await client(functions.InvokeWithLayer(layer=tl.NEWEST, query=NEAREST_DC))

    async def test_what_was_announced_holds_for_other_sessions_of_the_key(
        self, harness: Harness, handlers: Handlers
    ) -> None:
        first = await harness.client(layer=200)
        await first(NEAREST_DC)
        second = await harness.client(same_key_as=first, announce=False)
        await second(NEAREST_DC)
        assert [ctx.layer for ctx in handlers.contexts] == [200, 200]
        assert handlers.contexts[1].client["device_model"] == "test device"

    async def test_what_was_announced_survives_a_restart(
        self, tmp_path: Path, rsa_keys: Path, handlers: Handlers
    ) -> None:
        async with serving(tmp_path / "twice", rsa_keys, routers=[handlers.router]) as harness:
            client = await harness.client(layer=201)
            await client(NEAREST_DC)
        async with serving(tmp_path / "twice", rsa_keys, routers=[handlers.router]) as harness:
            again = await harness.client_of(client.auth_key, announce=False)
            await again(NEAREST_DC)
        assert handlers.contexts[-1].layer == 201

    async def test_a_layer_from_before_our_time(self, harness: Harness) -> None:
        client = await harness.client(announce=False)
        with pytest.raises(rpc_errors.CONNECTION_LAYER_INVALID):
            await client(functions.InvokeWithLayer(layer=tl.FLOOR - 1, query=NEAREST_DC))

    async def test_a_layer_of_the_future_is_the_newest(
        self, harness: Harness, handlers: Handlers, caplog: pytest.LogCaptureFixture
    ) -> None:
        client = await harness.client()
        await client(NEAREST_DC)
        with caplog.at_level(logging.WARNING):
            for layer in (tl.NEWEST + 7, tl.NEWEST + 8):
                await client(functions.InvokeWithLayer(layer=layer, query=NEAREST_DC))
        assert handlers.contexts[-1].layer == tl.NEWEST
        [told] = caplog.messages  # a stranger must not be able to fill the log
        assert str(tl.NEWEST + 7) in told

    @pytest.mark.parametrize(
        ("field", "error"),
        [
            ("device_model", rpc_errors.CONNECTION_DEVICE_MODEL_EMPTY),
            ("system_version", rpc_errors.CONNECTION_SYSTEM_EMPTY),
            ("app_version", rpc_errors.CONNECTION_APP_VERSION_EMPTY),
        ],
    )
    async def test_a_client_that_does_not_say_what_it_is(
        self, harness: Harness, field: str, error: type[rpc_errors.RpcError]
    ) -> None:
        client = await harness.client(announce=False)
        texts = dict.fromkeys(("device_model", "system_version", "app_version", "system_lang_code"), "x")
        query = functions.InitConnection(
            api_id=1, lang_pack="", lang_code="en", query=NEAREST_DC, **{**texts, field: " "}
        )
        with pytest.raises(error):
            await client(functions.InvokeWithLayer(layer=tl.NEWEST, query=query))


def _frames_of_dispatch() -> list[FrameType]:
    found = [each for each in gc.get_objects() if isinstance(each, FrameType)]
    return [frame for frame in found if frame.f_code.co_filename == dispatch.__file__]


class TestAnswers:
    async def test_an_unhandled_method(self, harness: Harness) -> None:
        client = await harness.client()
        with pytest.raises(rpc_errors.NOT_IMPLEMENTED):
            await client(functions.help.GetSupport())

    async def test_a_method_that_no_layer_has(self, harness: Harness) -> None:
        client = await harness.client()
        await client(NEAREST_DC)
        with pytest.raises(rpc_errors.INPUT_METHOD_INVALID_X) as refused:
            await client.raw(bytes.fromhex("efbeadde"))
        assert refused.value.parameter == str(0xDEADBEEF)

    @pytest.mark.rows("M19")
    async def test_a_request_that_ends_too_early_or_too_late(self, harness: Harness) -> None:
        client = await harness.client()
        await client(NEAREST_DC)
        whole = tl.encode(USERS)
        for broken in (whole[:-4], whole + bytes(4)):
            with pytest.raises(rpc_errors.INPUT_FETCH_ERROR):
                await client.raw(broken)

    async def test_our_own_failure_is_logged_without_what_it_says(
        self, harness: Harness, handlers: Handlers, caplog: pytest.LogCaptureFixture
    ) -> None:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        handlers.failure = ValueError("the secret text of a message")
        with caplog.at_level(logging.DEBUG), pytest.raises(rpc_errors.RPC_CALL_FAIL):
            await client(FULL_SELF)
        assert "users.getFullUser failed: ValueError at" in caplog.text
        assert "get_full_user" in caplog.text
        assert "secret text" not in caplog.text
        assert await client(USERS)

    @pytest.mark.rows("DU-3")
    async def test_that_there_is_no_room_is_not_logged_for_each_who_is_refused(
        self, harness: Harness, handlers: Handlers, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Storage says so once."""
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        handlers.failure = FullError("database or disk is full")
        with pytest.raises(rpc_errors.RPC_CALL_FAIL):
            await client(FULL_SELF)
        assert not [record for record in caplog.records if record.levelno > logging.INFO]

    async def test_an_answer_that_cannot_be_written_is_our_own_failure(
        self, harness: Harness, handlers: Handlers
    ) -> None:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        handlers.file = "no bytes"  # type: ignore[assignment]  # that is the point
        with pytest.raises(rpc_errors.RPC_CALL_FAIL):
            await client(GET_FILE)

    @pytest.mark.rows("DO-5")
    async def test_a_refused_request_leaves_memory_without_the_garbage_collector(self, harness: Harness) -> None:
        client = await harness.client()
        await client(NEAREST_DC)
        gc.collect()
        gc.disable()
        before = _frames_of_dispatch()  # of a test that failed, say
        try:
            for body in (tl.encode(USERS), tl.encode(USERS)[:-4], bytes(4)):  # not signed in, cut off, unknown
                with pytest.raises(rpc_errors.RpcError):
                    await client.raw(body)
            await client(NEAREST_DC)
            left = _frames_of_dispatch()
        finally:
            gc.enable()
        assert [frame for frame in left if frame not in before] == []

    async def test_a_request_that_takes_too_long(self, harness: Harness, handlers: Handlers) -> None:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        waiting = client.begin(ONLINE)
        await client(NEAREST_DC)
        assert not waiting.done()
        await harness.advance(SECONDS)
        with pytest.raises(rpc_errors.Timeout):
            await asyncio.wait_for(waiting, 30)
        assert await client(USERS)

    @pytest.mark.rows("AT-1")
    async def test_requests_start_in_the_order_of_their_ids_even_when_they_wait(
        self, harness: Harness, handlers: Handlers
    ) -> None:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        await client(NEAREST_DC)
        futures = [client.begin(request) for request in (ONLINE, USERS, ONLINE, NEAREST_DC, USERS)]
        await futures[-1]
        names = ["account.updateStatus", "users.getUsers", "account.updateStatus", "help.getNearestDc"]
        assert [name for name, _ in handlers.calls[1:]] == [*names, "users.getUsers"]
        handlers.gate.set()
        await asyncio.gather(*futures)


class TestWhoHearsUpdates:
    async def listens(self, harness: Harness, request: tl.TLFunction[object], user_id: int = 7) -> bool:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, user_id)
        await client(request)
        listening = harness.app.hub.listening(user_id)
        await client.disconnect()
        for session in list(harness.app.sessions):
            harness.app.sessions.discard(session)
        return listening

    async def test_a_session_that_asks_for_something_of_the_account(self, harness: Harness) -> None:
        assert await self.listens(harness, USERS)

    async def test_a_media_session_does_not(self, harness: Harness) -> None:
        assert not await self.listens(harness, NEAREST_DC)
        assert not await self.listens(harness, GET_FILE)
        assert not await self.listens(harness, functions.InvokeWithoutUpdates(query=USERS))

    async def test_nobody_hears_after_a_log_out(self, harness: Harness) -> None:
        client = await harness.client()
        device = await sign_in(harness.app, client.auth_key, 7)
        await client(USERS)
        harness.app.keys.signed_out(device.key_id)
        assert not harness.app.hub.listening(7)


@pytest.mark.rows("DO-7")
async def test_a_client_that_calls_without_end_waits_and_others_notice_nothing(
    tmp_path: Path, rsa_keys: Path, handlers: Handlers
) -> None:
    flood = FloodSection(factor=0.1)
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], flood=flood) as harness:
        noisy, quiet = await harness.client(), await harness.client()
        answers = await asyncio.gather(*(noisy.begin(NEAREST_DC) for _ in range(100)), return_exceptions=True)
        waits = [answer for answer in answers if isinstance(answer, rpc_errors.FLOOD_WAIT_X)]
        assert len(waits) >= 60
        assert await quiet(NEAREST_DC) == NEAREST
        await harness.advance(waits[0].parameter)
        assert await noisy(NEAREST_DC) == NEAREST
