"""Steps: service messages: pings, salts, states, dropped answers, sessions, compressed calls."""

from __future__ import annotations

from itertools import pairwise

from client_sdk.errors import Disconnected
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.step import Fault, expect, step
from mtproto import rpc_errors, tl
from mtproto.session import gzip_packed
from mtproto.tl import functions, service

PAGE = "mtproto/service_messages"
ABOUT = "mtproto/service_messages_about_messages"

RECEIVED = 4
"""Of the byte that tells a message's state: 1 to 3 say that it was not received."""


@step("M29", page=PAGE + "#ping-messages-ping-pong")
async def ping(lab: Lab) -> None:
    """pong names the ping by its msg_id and its ping_id."""
    async with lab.link() as link:
        msg_id = link.send(service.Ping(ping_id=4711), content=False)
        pong = await link.value(service.Pong, "pong")
        expect((pong.msg_id, pong.ping_id) == (msg_id, 4711), f"a pong for another ping: {pong!r}")


@step("M29", page=PAGE + "#deferred-connection-closure-ping")
async def deferred_close(lab: Lab) -> None:
    """ping_delay_disconnect closes the connection when no other follows in time."""
    async with lab.link() as link:
        link.send(service.PingDelayDisconnect(ping_id=1, disconnect_delay=1), content=False)
        await link.value(service.Pong, "pong")
        expect(isinstance(await link.line.ends(), Disconnected), "the connection stays open after the delay")


@step("M14", "MS-3", page=PAGE + "#request-for-several-future-salts")
async def future_salts(lab: Lab) -> None:
    """get_future_salts tells salts whose times leave no gap, the first of which is good now."""
    async with lab.link() as link:
        asked = link.send(service.GetFutureSalts(num=8), content=False)
        told = await link.value(service.FutureSalts, "future_salts")
        salts = told.salts
        expect(told.req_msg_id == asked, "req_msg_id is not that of the question")
        expect(0 < len(salts) <= 8, f"{len(salts)} salts for 8")
        expect(all(a.valid_until >= b.valid_since for a, b in pairwise(salts)), "a gap between two")
        good = [each for each in salts if each.valid_since <= told.now < each.valid_until]
        expect(bool(good), "none of them is good now")
        link.salts.told(good[-1].salt)
        await link.ping()


@step("M26", "MS-6", page=ABOUT + "#request-for-message-status-information")
async def message_states(lab: Lab) -> None:
    """msgs_state_req is answered with a byte for each id: 4 for what was received, 1 to 3 for what was not."""
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        known, unknown = max(link.sent), link.ids.next(0)
        asked = link.send(service.MsgsStateReq(msg_ids=[known, unknown]))
        told = await link.value(service.MsgsStateInfo, "msgs_state_info")
        expect(told.req_msg_id == asked, "req_msg_id is not that of the question")
        expect(len(told.info) == 2, f"{len(told.info)} bytes for two ids")
        expect(told.info[0] & 7 == RECEIVED, f"{told.info[0]} for a message that was received")
        expect(told.info[1] & 7 in (1, 2, 3), f"{told.info[1]} for a message that was never sent")


@step("M25", "MS-6", page=PAGE + "#cancellation-of-an-rpc-query")
async def dropped_answer(lab: Lab) -> None:
    """rpc_drop_answer for a call that was never made gets rpc_answer_unknown."""
    async with lab.link() as link:
        await link.ping()
        result = await link.result(link.send(service.RpcDropAnswer(req_msg_id=link.ids.next(0))), "rpc_drop_answer")
        expect(isinstance(tl.decode(result), service.RpcAnswerUnknown), "rpc_answer_unknown is due")


@step("M27", "MS-6", page=PAGE + "#request-to-destroy-session")
async def destroyed_session(lab: Lab) -> None:
    """destroy_session ends another session of the key, and says none of one that is not there."""
    async with lab.link() as other:
        await other.ping()
        async with lab.link() as link:
            link.send(service.DestroySession(session_id=other.session_id))
            done = await link.value(service.DestroySessionOk, "destroy_session_ok")
            expect(done.session_id == other.session_id, "another session_id than the one asked for")
            link.send(service.DestroySession(session_id=other.session_id ^ 1))
            await link.value(service.DestroySessionNone, "destroy_session_none")


@step("M18", page=PAGE + "#packed-object")
async def packed_call(lab: Lab) -> None:
    """A call in gzip_packed is opened and answered."""
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        padded = functions.help.GetAppUpdate(source="a" * 4096)
        packed = gzip_packed.pack_if_smaller(tl.encode(padded))
        try:
            await link.result(link.send(packed), "a packed call")
        except rpc_errors.RpcError as error:
            expect(not error.message.startswith("INPUT_"), f"it is not understood: {error}")


@step("M18", "DO-5", page=PAGE + "#packed-object")
async def bomb(lab: Lab) -> None:
    """A call that unpacks to 16 MiB is refused, and the connection goes on."""
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        source = functions.help.GetAppUpdate(source="a" * (16 * 1024 * 1024 - 1))
        try:
            await link.result(link.send(gzip_packed.pack_if_smaller(tl.encode(source))), "a bomb")
        except rpc_errors.RpcError:
            await link.ping()
            return
        raise Fault("it is executed")


@step("M12", page=ABOUT + "#acknowledgment-of-receipt")
async def acknowledged(lab: Lab) -> None:
    """A content-related message is acknowledged: by its answer, or by msgs_ack."""
    async with lab.link() as link:
        msg_id = link.send(functions.InvokeWithLayer(layer=tl.NEWEST, query=functions.help.GetNearestDc()))
        await link.find(
            "msgs_ack or rpc_result",
            lambda heard: (
                (isinstance(heard.value, service.MsgsAck) and msg_id in heard.value.msg_ids)
                or (isinstance(heard.value, service.RpcResult) and heard.value.req_msg_id == msg_id)
            ),
        )


STEPS = (
    ping,
    deferred_close,
    future_salts,
    message_states,
    dropped_answer,
    destroyed_session,
    packed_call,
    bomb,
    acknowledged,
)
