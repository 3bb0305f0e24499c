"""Large packets are opened and sealed beside the loop; what is forged is refused as everywhere."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.errors import BadMessageKey
from mtproto.session import open_packet
from mtproto.session.containers import pack
from mtproto.session.packet import Sealer
from mtproto.session.service import rpc_result
from mtproto.tl import types
from server.large_packets import LARGE, THREADS, LargePackets, may_be_overtaken

KEY = AuthKey(bytes(range(256)))
CLIENT = Sealer(KEY, 1, os.urandom, to_server=True)
SERVER = Sealer(KEY, 1, os.urandom, to_server=False)


@pytest.fixture
def large_packets() -> Iterator[LargePackets]:
    threads = LargePackets()
    yield threads
    threads.close()


async def test_many_packets_are_sealed_each_for_whom_it_is(large_packets: LargePackets) -> None:
    """More than there are threads, of different lengths; all are given on before `drained` returns."""
    bodies = [os.urandom(LARGE + 4 * number) for number in range(5 * THREADS + 2)]
    came: dict[int, bytes] = {}
    for number, body in enumerate(bodies):
        large_packets.seal(
            SERVER.prepare(0, number, 1, body), lambda packet, number=number: came.update({number: packet})
        )
    assert came == {}  # not here and now
    await large_packets.drained()
    assert [open_packet(KEY, came[number], from_client=False).body for number in range(len(bodies))] == bodies


def test_only_parts_of_files_may_be_overtaken() -> None:
    """Updates and other answers arrive in the order they were made in, however large they are."""
    part = tl.encode(types.upload.File(type=types.storage.FileUnknown(), mtime=0, bytes=bytes(LARGE)))
    short = tl.encode(types.upload.File(type=types.storage.FileUnknown(), mtime=0, bytes=bytes(16)))
    other = tl.encode(types.help.TermsOfServiceUpdateEmpty(expires=0)) + bytes(LARGE)
    for body, expected in (
        (rpc_result.write(4, part), True),
        (rpc_result.write(4, short), False),
        (rpc_result.write(4, other), False),
        (part, False),
        (pack([(4, 1, rpc_result.write(4, part))]), False),
    ):
        assert may_be_overtaken(SERVER.prepare(0, 5, 1, body)) is expected


@pytest.mark.rows("M3")
async def test_a_genuine_packet_is_opened_and_a_forged_one_is_not(large_packets: LargePackets) -> None:
    body = os.urandom(LARGE)
    packet = CLIENT.prepare(0, 4, 1, body).seal()
    forged = packet[:-1] + bytes([packet[-1] ^ 1])
    opened, refused = await asyncio.gather(
        large_packets.open(KEY, packet), large_packets.open(KEY, forged), return_exceptions=True
    )
    assert opened.body == body
    assert isinstance(refused, BadMessageKey)
