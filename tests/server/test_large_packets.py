"""Large packets are opened and sealed beside the loop; what is forged is refused as everywhere."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from mtproto.crypto import AuthKey
from mtproto.errors import BadMessageKey
from mtproto.session import open_packet
from mtproto.session.packet import Sealer
from server.large_packets import LARGE, THREADS, LargePackets

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


@pytest.mark.rows("M3")
async def test_a_genuine_packet_is_opened_and_a_forged_one_is_not(large_packets: LargePackets) -> None:
    body = os.urandom(LARGE)
    packet = CLIENT.seal(0, 4, 1, body)
    forged = packet[:-1] + bytes([packet[-1] ^ 1])
    opened, refused = await asyncio.gather(
        large_packets.open(KEY, packet), large_packets.open(KEY, forged), return_exceptions=True
    )
    assert opened.body == body
    assert isinstance(refused, BadMessageKey)
