"""Every transport at one port: what it carries, and what the door does with what it cannot carry."""

import asyncio
import os
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mtproto.crypto import encrypt
from mtproto.session.packet import HEADER
from mtproto.tl import functions
from mtproto.transport import Abridged, Full, Intermediate, Obfuscated, PaddedIntermediate, Transport
from server.gateway.peer import UNKNOWN_KEY
from server.ops.config import ListenSection
from tests.server.client import Wire, make_key
from tests.server.handlers import NEAREST
from tests.server.harness import Harness, serving

NEAREST_DC = functions.help.GetNearestDc()


def padded() -> Transport:
    return PaddedIntermediate.client(os.urandom)


def obfuscated(inner: Callable[[], Transport]) -> Callable[[], Transport]:
    return lambda: Obfuscated.client(inner(), 2, os.urandom)  # type: ignore[arg-type]  # every one of these is a Framing


TRANSPORTS = {
    "abridged": Abridged.client,
    "intermediate": Intermediate.client,
    "padded": padded,
    "full": Full.client,
    "obfuscated abridged": obfuscated(Abridged.client),
    "obfuscated intermediate": obfuscated(Intermediate.client),
    "obfuscated padded": obfuscated(padded),
}
each_transport = pytest.mark.parametrize("transport", TRANSPORTS.values(), ids=TRANSPORTS)


@pytest.mark.rows("T1", "T2", "HS-1")
@each_transport
async def test_a_key_is_made_and_used(harness: Harness, transport: Callable[[], Transport]) -> None:
    client = await harness.client(exchange=True, transport=transport)
    assert await client(NEAREST_DC) == NEAREST


@pytest.mark.rows("T7", "M1")
@each_transport
async def test_an_unknown_key_gets_the_transport_error_in_the_same_framing(
    harness: Harness, transport: Callable[[], Transport]
) -> None:
    wire = await harness.wire(transport)
    wire.send(os.urandom(8) + bytes(64))
    assert await wire.closed() == UNKNOWN_KEY


@pytest.mark.rows("T9")
@pytest.mark.parametrize(
    "transport", [Abridged.client, Intermediate.client, padded], ids=["abridged", "intermediate", "padded"]
)
async def test_a_quick_ack_is_given_for_what_was_accepted_and_for_nothing_else(
    harness: Harness, transport: Callable[[], Transport]
) -> None:
    client = await harness.client(transport=transport)
    await client(NEAREST_DC)
    wire = client.wire
    assert wire is not None
    client.session.send_request(b"\0" * 4)
    (packet,) = client.session.packets_to_send()
    wire.send(packet, quick_ack=True)
    await client(NEAREST_DC)
    assert len(wire.quick_acks) == 1
    wire.send(packet, quick_ack=True)  # a repetition is not accepted
    await client(NEAREST_DC)
    assert len(wire.quick_acks) == 1


async def closes_in_silence(harness: Harness, data: bytes) -> bool:
    """Whether the server closes a connection that begins with these bytes, and sends nothing on it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.port)
    writer.write(data)
    answer = await asyncio.wait_for(reader.read(), 30)
    writer.close()
    return answer == b""


INTERMEDIATE = b"\xee" * 4


@pytest.mark.rows("T2")
async def test_an_obfuscated_header_that_names_no_framing(harness: Harness) -> None:
    assert await closes_in_silence(harness, b"\x01" * 64)


@pytest.mark.rows("T4", "DO-5")
@pytest.mark.parametrize("length", [0, 5, 22, (1 << 20) + 4, 0x7FFFFFFC])
async def test_a_length_is_judged_before_anything_is_read(harness: Harness, length: int) -> None:
    assert await closes_in_silence(harness, INTERMEDIATE + struct.pack("<I", length) + bytes(16))


@pytest.mark.rows("T5")
async def test_a_full_frame_with_a_wrong_checksum_or_number(harness: Harness) -> None:
    frame = Full.client().frame(bytes(8) + bytes(16))
    assert await closes_in_silence(harness, frame[:-1] + bytes((frame[-1] ^ 1,)))
    transport = Full.client()
    first, second = transport.frame(bytes(8) + bytes(16)), transport.frame(bytes(8) + bytes(16))
    assert first != second
    assert await closes_in_silence(harness, second[:4] + bytes(4) + second[8:])


@pytest.mark.rows("T6")
async def test_a_frame_too_short_to_be_a_message(harness: Harness) -> None:
    payload = b"\x01" * 20
    assert await closes_in_silence(harness, INTERMEDIATE + struct.pack("<I", len(payload)) + payload)


class TestForgeries:
    """What comes under a known key and is not genuine is dropped without a word (rows M2-M5, M20, MS-8)."""

    async def dropped(self, wire: Wire, packet: bytes) -> bool:
        wire.send(packet)
        return await wire.closed() is None

    @pytest.mark.rows("M3", "MS-8")
    async def test_a_changed_bit(self, harness: Harness) -> None:
        client = await harness.client()
        await client(NEAREST_DC)
        client.session.send_request(b"\0" * 4)
        (packet,) = client.session.packets_to_send()
        for position in (8, 24, len(packet) - 1):
            forged = bytearray(packet)
            forged[position] ^= 1
            assert await self.dropped(await harness.wire(), bytes(forged))

    @pytest.mark.rows("M2")
    async def test_a_length_that_no_cipher_text_has(self, harness: Harness) -> None:
        client = await harness.client()
        await client(NEAREST_DC)
        assert await self.dropped(await harness.wire(), client.auth_key.key_id + bytes(16) + bytes(20))

    @pytest.mark.rows("M20")
    async def test_session_0(self, harness: Harness) -> None:
        client = await harness.client()
        plaintext = HEADER.pack(0, 0, int(harness.clock.now()) << 32, 1, 4) + bytes(4) + bytes(12)
        plaintext += bytes(-len(plaintext) % 16)
        assert await self.dropped(await harness.wire(), encrypt(client.auth_key, plaintext, True))

    @pytest.mark.rows("MS-8")
    async def test_the_key_is_as_good_as_before(self, harness: Harness) -> None:
        client = await harness.client()
        await client(NEAREST_DC)
        assert await self.dropped(await harness.wire(), client.auth_key.key_id + os.urandom(16 + 64))
        assert await client(NEAREST_DC) == NEAREST


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="needs IPv6")
async def test_a_door_on_ipv6_is_the_door_its_clients_are_told(tmp_path: Path, rsa_keys: Path) -> None:
    """Two doors of one server: an exchange made at the one, a session at the other."""
    listen = ListenSection(addresses=("127.0.0.1:0", "[::1]:0"))
    async with serving(tmp_path / "data", rsa_keys, listen=listen) as harness:
        port = harness.tls_port  # of the last door
        connector = replace(harness.connector, host="::1", port=port)
        client = await harness.client_of(*await make_key(connector), connector=connector)
        options = (await client(functions.help.GetConfig())).dc_options
        assert {(option.ip_address, option.port, option.ipv6) for option in options} == {("::1", port, True)}
