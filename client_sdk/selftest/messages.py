"""Steps: salts, message ids, seqnos and containers: what is refused, and with which code.

core.telegram.org/mtproto/service_messages_about_messages#notice-of-ignored-error-message
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from client_sdk.errors import Disconnected
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.link import Heard, Link
from client_sdk.selftest.step import expect, step
from mtproto.session import containers, msg_ids
from mtproto.session.msg_ids import REQUEST
from mtproto.session.service.bad_msg import BadMsg
from mtproto.tl import functions, service

NOTICE = "mtproto/service_messages_about_messages#notice-of-ignored-error-message"
CONTAINERS = "mtproto/service_messages#containers"
MOST_IN_CONTAINER = 1024
MOST_IDS = 8192
TEN_YEARS = 10 * 365 * 86_400

PING = service.Ping(ping_id=7)


@step("M13", "MS-1", page=NOTICE)
async def wrong_salt(lab: Lab) -> None:
    """A wrong salt gets bad_server_salt with one that is good; the message is not executed."""
    async with lab.link() as link:
        refused = link.send(PING, content=False, salt=link.salt ^ 0x5A5A)
        told = await link.find("bad_server_salt", lambda heard: _is_about(heard, refused))
        expect(isinstance(told.value, service.BadServerSalt), "the message is taken")
        assert isinstance(told.value, service.BadServerSalt)
        expect(told.value.error_code == BadMsg.SALT, f"error_code 48 is due, not {told.value.error_code}")
        await link.ping()  # with the salt that was told


@step("M6", "MS-1", page=NOTICE)
async def odd_id(lab: Lab) -> None:
    """A client's msg_id that four does not divide is refused with 18."""
    await _refused(lab, BadMsg.ID_PARITY, lambda link: link.ids.next(REQUEST) | 1)


@step("M7", "MS-1", page=NOTICE)
async def old_id(lab: Lab) -> None:
    """A msg_id of more than 300 s ago is refused with 16."""
    await _refused(lab, BadMsg.ID_TOO_LOW, lambda link: msg_ids.at(lab.time.now() - 400))


@step("M7", "MS-1", page=NOTICE)
async def early_id(lab: Lab) -> None:
    """A msg_id of more than 30 s ahead is refused with 17."""
    await _refused(lab, BadMsg.ID_TOO_HIGH, lambda link: msg_ids.at(lab.time.now() + 100))


@step("MS-1", "MS-2", page=NOTICE)
async def forgotten_id(lab: Lab) -> None:
    """A msg_id in a container that is older than the server's memory is refused with 20."""
    async with lab.link() as link:
        await link.ping()
        ping = link.number(PING, content=False)._replace(msg_id=msg_ids.at(lab.time.now() - TEN_YEARS))
        link.send_container([ping])
        await _check_code(link, ping.msg_id, BadMsg.TOO_OLD)


@step("M11", "MS-1", page=NOTICE)
async def low_seqno(lab: Lab) -> None:
    """A seqno lower than that of an earlier message is refused with 32."""
    async with lab.link() as link:
        link.contents = 5
        await link.call(functions.help.GetNearestDc())
        msg_id = link.send(link.number(PING, content=False)._replace(seqno=2))
        await _check_code(link, msg_id, BadMsg.SEQNO_TOO_LOW)


@step("M11", "MS-1", page=NOTICE)
async def high_seqno(lab: Lab) -> None:
    """A seqno higher than that of a later message is refused with 33."""
    async with lab.link() as link:
        earlier = link.ids.next(REQUEST)
        await link.call(functions.help.GetNearestDc())
        msg_id = link.send(link.number(PING, content=False)._replace(msg_id=earlier, seqno=20))
        await _check_code(link, msg_id, BadMsg.SEQNO_TOO_HIGH)


@step("M12", "MS-1", page=NOTICE)
async def odd_seqno(lab: Lab) -> None:
    """A container with an odd seqno is refused with 34: it is not content-related."""
    async with lab.link() as link:
        body = containers.pack([link.number(PING, content=False)])
        await _check_code(link, link.send(body, content=True), BadMsg.SEQNO_MUST_BE_EVEN)


@step("M12", "MS-1", page=NOTICE)
async def even_seqno(lab: Lab) -> None:
    """A call with an even seqno is refused with 35: it is content-related."""
    async with lab.link() as link:
        msg_id = link.send(functions.help.GetNearestDc(), content=False)
        await _check_code(link, msg_id, BadMsg.SEQNO_MUST_BE_ODD)


@step("M9", "MS-2", "AT-9", page="mtproto/security_guidelines#checking-msg-id")
async def replay(lab: Lab) -> None:
    """A packet that is sent twice is executed once: no second answer is made."""
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        packet = link.seal(link.number(functions.help.GetNearestDc()))
        request = max(link.sent)
        for _ in range(2):
            link.line.send(packet)
            await link.ping()
        answers = {
            heard.msg_id
            for heard in link.heard
            if isinstance(heard.value, service.RpcResult) and heard.value.req_msg_id == request
        }
        expect(bool(answers), "the first packet is not answered")
        expect(len(answers) == 1, f"one packet, sent twice, got {len(answers)} answers")


@step("M16", page=CONTAINERS)
async def container(lab: Lab) -> None:
    """Messages in a container are taken one by one."""
    async with lab.link() as link:
        pings = [link.number(PING, content=False) for _ in range(3)]
        link.send_container(pings)
        for ping in pings:
            await link.value(service.Pong, "a pong for each of them", partial(_answers, ping.msg_id))


@step("M16", "MS-1", page=CONTAINERS)
async def repeated_container(lab: Lab) -> None:
    """A container whose msg_id was used before is refused with 19."""
    async with lab.link() as link:
        container_id = link.send_container([link.number(PING, content=False)])
        await link.value(service.Pong, "pong")
        inner = link.number(PING, content=False)._replace(msg_id=container_id - 4)
        link.send_container([inner], container_id)
        await _check_code(link, container_id, BadMsg.CONTAINER_ID_REPEATED)


@step("M16", "MS-4", page=CONTAINERS)
async def nested_container(lab: Lab) -> None:
    """A container in a container is refused with 64, and nothing of it is used."""
    async with lab.link() as link:
        ping = link.number(PING, content=False)
        inner = link.number(containers.pack([ping]), content=False)
        await _check_code(link, link.send_container([inner]), BadMsg.CONTAINER)


@step("M16", "MS-4", page=CONTAINERS)
async def young_message(lab: Lab) -> None:
    """A container with a message younger than itself is refused with 64."""
    async with lab.link() as link:
        container_id = link.ids.next(REQUEST)
        link.send_container([link.number(PING, content=False)], container_id)
        await _check_code(link, container_id, BadMsg.CONTAINER)


@step("M15", "MS-4", page=CONTAINERS)
async def long_container(lab: Lab) -> None:
    """1025 messages in a container are too many: the transport error -429."""
    async with lab.link() as link:
        link.send_container([link.number(PING, content=False) for _ in range(MOST_IN_CONTAINER + 1)])
        await _floods(link, "a container of 1025 messages")


@step("M17", "MS-4", page="mtproto/service_messages_about_messages#acknowledgment-of-receipt")
async def long_acknowledgement(lab: Lab) -> None:
    """8193 ids in msgs_ack are too many: the transport error -429."""
    async with lab.link() as link:
        link.send(service.MsgsAck(msg_ids=list(range(4, 4 * (MOST_IDS + 2), 4))), content=False)
        await _floods(link, "an acknowledgement of 8193 ids")


STEPS = (
    wrong_salt,
    odd_id,
    old_id,
    early_id,
    forgotten_id,
    low_seqno,
    high_seqno,
    odd_seqno,
    even_seqno,
    replay,
    container,
    repeated_container,
    nested_container,
    young_message,
    long_container,
    long_acknowledgement,
)


def _answers(msg_id: int, pong: service.Pong) -> bool:
    return pong.msg_id == msg_id


def _is_about(heard: Heard, msg_id: int) -> bool:
    value = heard.value
    return getattr(value, "bad_msg_id", getattr(value, "msg_id", None)) == msg_id


async def _refused(lab: Lab, code: int, make: Callable[[Link], int]) -> None:
    """A ping with the msg_id that is made gets this code."""
    async with lab.link() as link:
        await link.ping()  # the session is there, and the salt is good
        ping = link.number(PING, content=False)._replace(msg_id=make(link))
        await _check_code(link, link.send(ping), code)


async def _check_code(link: Link, msg_id: int, due: int) -> None:
    code = await link.code(msg_id, f"bad_msg_notification with code {due}")
    expect(code != 0, f"the message is taken; bad_msg_notification with code {due} is due")
    expect(code == due, f"code {due} is due, not {code}")


async def _floods(link: Link, what: str) -> None:
    ended = await link.line.ends()
    while isinstance(ended, bytes):  # what was due before
        ended = await link.line.ends()
    expect(isinstance(ended, Disconnected), f"the connection stays after {what}")
    assert isinstance(ended, Disconnected)
    expect(ended.code in (None, -429), f"the transport error -429 is due, not {ended.code}")
