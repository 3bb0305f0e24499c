"""Steps: the envelope of an encrypted message, before anything inside of it is looked at."""

from __future__ import annotations

import os

from client_sdk.errors import Disconnected
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.link import Link, QuickAcking, flipped
from client_sdk.selftest.step import Fault, expect, step
from mtproto import tl
from mtproto.crypto import bind_encrypt, quick_ack_token
from mtproto.session.packet import HEADER, open_packet
from mtproto.tl import functions, service
from mtproto.transport import Intermediate

PAGE = "mtproto/description"
UNKNOWN_KEY = -404


@step("M21", page="mtproto/service_messages#new-session-creation-notification")
async def new_session(lab: Lab) -> None:
    """The first message of a session is told by new_session_created, with its msg_id."""
    async with lab.link() as link:
        msg_id = link.send(service.Ping(ping_id=1), content=False)
        created = await link.value(service.NewSessionCreated, "new_session_created")
        expect(created.first_msg_id == msg_id, "first_msg_id is not that of the first message")


@step("M22", page=PAGE + "#message-identifier-msg-id")
async def server_ids(lab: Lab) -> None:
    """What answers a client's message has a msg_id of 1 modulo 4, and ids rise."""
    async with lab.link() as link:
        ids = []
        for ping_id in range(3):
            link.send(service.Ping(ping_id=ping_id), content=False)
            ids.append((await link.find("pong", lambda heard: isinstance(heard.value, service.Pong))).msg_id)
        expect(all(msg_id % 4 == 1 for msg_id in ids), "a pong whose msg_id is not 1 modulo 4")
        expect(ids == sorted(set(ids)), "later messages have lower ids")


@step("M1", page=PAGE + "#authorization-key-auth-key")
async def unknown_key(lab: Lab) -> None:
    """A key that the server does not know gets the transport error -404."""
    async with lab.link() as link:
        packet = link.seal(link.number(service.Ping(ping_id=1), content=False))
        link.line.send(os.urandom(8) + packet[8:])
        ended = await link.line.ends()
        expect(
            isinstance(ended, Disconnected) and ended.code == UNKNOWN_KEY,
            f"the transport error {UNKNOWN_KEY} is due, not {_told(ended)}",
        )


@step("M3", "CR-1", page="mtproto/security_guidelines#checking-sha256-hash-value-of-msg-key")
async def changed_ciphertext(lab: Lab) -> None:
    """A packet of which a bit was changed is not taken, wherever the bit is."""
    async with lab.link() as link:
        size = len(link.seal(link.number(service.Ping(ping_id=1), content=False)))
    for at in (8, 24, size // 2, size - 1):
        async with lab.link() as link:
            packet = link.seal(link.number(service.Ping(ping_id=1), content=False))
            await _is_not_taken(link, flipped(packet, at), f"a packet with a bit changed in byte {at}")


@step("M4", "AT-7", "CR-3", page=PAGE + "#encrypted-message-encrypted-data")
async def wrong_padding(lab: Lab) -> None:
    """Less than 12 or more than 1024 bytes of padding are refused."""
    for padding in (4, 1028):
        async with lab.link() as link:
            ping = link.number(service.Ping(ping_id=1), content=False)
            await _is_not_taken(link, link.seal(ping, padding=padding), f"a packet with {padding} bytes of padding")


@step("M4", "CR-3", page="mtproto/security_guidelines#checking-message-length")
async def wrong_length(lab: Lab) -> None:
    """A length that is no multiple of four, or more than there is, is refused."""
    for length in (13, 256):
        async with lab.link() as link:
            ping = link.number(service.Ping(ping_id=1), content=False)
            await _is_not_taken(link, link.seal(ping, length=length), f"a packet that claims {length} bytes")


@step("M5", "AT-7", page="mtproto/description_v1")
async def old_protocol(lab: Lab) -> None:
    """A packet of MTProto 1.0 is not taken."""
    async with lab.link() as link:
        body = tl.encode(functions.help.GetAppUpdate(source="x" * 35))  # as long as what bind_encrypt takes
        msg_id, seqno, _ = link.number(body)
        header = HEADER.pack(link.salt, link.session_id, msg_id, seqno, len(body))
        await _is_not_taken(link, bind_encrypt(link.auth_key, header + body, lab.random), "a packet of MTProto 1.0")


@step("T9", page="mtproto/mtproto-transports#quick-ack")
async def quick_ack(lab: Lab) -> None:
    """A quick acknowledgement is the head of the message's hash, and none is given to a refused message."""
    quick: list[QuickAcking] = []

    def transport(dc_id: int) -> QuickAcking:
        quick.append(QuickAcking(Intermediate.client()))
        return quick[-1]

    async with lab.link(transport=transport) as link:
        packet = link.seal(link.number(service.Ping(ping_id=1), content=False))
        link.line.send(packet)
        await link.value(service.Pong, "pong")
        due = quick_ack_token(link.auth_key, open_packet(link.auth_key, packet).plaintext)
        expect(quick[0].tokens == [due], f"the token {due.hex()} is due, not {[t.hex() for t in quick[0].tokens]}")
        refused = link.send(service.Ping(ping_id=2), content=False, salt=link.salt ^ 1)
        if await link.code(refused, "bad_server_salt"):  # a server that takes any salt has another fault: wrong_salt
            expect(quick[0].tokens == [due], "a refused message was acknowledged")


STEPS = (new_session, server_ids, unknown_key, changed_ciphertext, wrong_padding, wrong_length, old_protocol, quick_ack)


async def _is_not_taken(link: Link, packet: bytes, what: str) -> None:
    """The server ends the connection or is silent, and does not throw away the key."""
    link.line.send(packet)
    ended = await link.line.ends()
    if isinstance(ended, bytes):
        raise Fault(f"{what} is answered")
    if isinstance(ended, Disconnected) and ended.code == UNKNOWN_KEY:
        raise Fault(f"{what} is answered with -404, at which clients throw a good key away")


def _told(ended: Disconnected | bytes | None) -> str:
    if ended is None:
        return "silence"
    return "an answer" if isinstance(ended, bytes) else f"this: {ended}"
