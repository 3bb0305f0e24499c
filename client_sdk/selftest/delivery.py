"""Steps: nothing gets lost: resending until it is acknowledged, and the order of calls."""

from __future__ import annotations

from client_sdk.selftest.lab import Lab
from client_sdk.selftest.link import Heard, Link
from client_sdk.selftest.step import Fault, expect, step
from mtproto import rpc_errors, tl
from mtproto.tl import functions, service, types

ABOUT = "mtproto/service_messages_about_messages"


@step("M23", "RL-1", page=ABOUT + "#acknowledgment-of-receipt")
async def resent_answer(lab: Lab) -> None:
    """An answer that was not acknowledged comes again on the next connection, under its msg_id."""
    first = await _unacknowledged(lab)
    async with lab.link(first.session_id) as link:
        again = await _reconnected(link, first)
        expect(again is not None, "it does not come again")


@step("M24", "AT-2", "CR-5", page="mtproto/security_guidelines")
async def fresh_ciphertext(lab: Lab) -> None:
    """What is sent again is encrypted anew: no ciphertext and no msg_key repeats."""
    first = await _unacknowledged(lab)
    async with lab.link(first.session_id) as link:
        again = await _reconnected(link, first)
        if again is None:
            raise Fault("it does not come again")
        expect(again.packet[8:24] != first.answer.packet[8:24], "the msg_key is that of the first time")


@step("M23", page=ABOUT + "#acknowledgment-of-receipt")
async def acknowledged_answer(lab: Lab) -> None:
    """An answer that was acknowledged does not come again."""
    first = await _unacknowledged(lab, acknowledge=True)
    async with lab.link(first.session_id) as link:
        expect(await _reconnected(link, first) is None, "it comes again")


@step("M31", "RL-3", page="api/invoking#sequential-requests")
async def call_after(lab: Lab) -> None:
    """invokeAfterMsg is answered once the call it waits for has been."""
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        before = link.send(functions.help.GetNearestDc())
        after = link.send(functions.InvokeAfterMsg(msg_id=before, query=functions.help.GetNearestDc()))
        found = await link.find(
            "rpc_result", lambda heard: isinstance(heard.value, service.RpcResult) and heard.value.req_msg_id >= before
        )
        assert isinstance(found.value, service.RpcResult)
        expect(found.value.req_msg_id == before, "the call that should wait is answered first")
        await link.result(after, "the call that waited")


@step("M31", page="api/invoking#sequential-requests")
async def call_after_failure(lab: Lab) -> None:
    """invokeAfterMsg behind a call that failed gets MSG_WAIT_FAILED."""
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        failed = link.send(functions.messages.GetMessages(id=[types.InputMessageID(id=1)]))
        after = link.send(functions.InvokeAfterMsg(msg_id=failed, query=functions.help.GetNearestDc()))
        try:
            await link.result(after, "a call behind one that failed")
        except rpc_errors.MSG_WAIT_FAILED:
            return
        raise Fault("it is executed")


STEPS = (resent_answer, fresh_ciphertext, acknowledged_answer, call_after, call_after_failure)


class Unacknowledged:
    """An answer on a connection that is gone.

    Attributes:
        session_id: Its session.
        answer: The answer, as it came the first time.
        last: The session it came in, for its ids and seqnos.
    """

    def __init__(self, link: Link, answer: Heard) -> None:
        self.session_id = link.session_id
        self.answer = answer
        self.last = link


async def _unacknowledged(lab: Lab, *, acknowledge: bool = False) -> Unacknowledged:
    """Have a call answered and lose the connection."""
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        request = link.send(functions.help.GetNearestDc())
        answer = await link.find(
            "rpc_result", lambda heard: isinstance(heard.value, service.RpcResult) and heard.value.req_msg_id == request
        )
        if acknowledge:
            link.send(tl.encode(service.MsgsAck(msg_ids=[answer.msg_id])), content=False)
            await link.ping()
        return Unacknowledged(link, answer)


async def _reconnected(link: Link, first: Unacknowledged) -> Heard | None:
    """Go on with a session; the answer, if it comes again before the pong of two pings."""
    link.ids, link.contents, link.sent = first.last.ids, first.last.contents, first.last.sent
    await link.ping()
    await link.ping()
    return next((heard for heard in link.heard if heard.msg_id == first.answer.msg_id), None)
