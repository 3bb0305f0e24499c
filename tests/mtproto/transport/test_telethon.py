"""Telethon's packet codecs, unmodified, at the other end of every transport."""

import asyncio
import os

import pytest
from telethon.network.connection import tcpabridged, tcpfull, tcpintermediate
from telethon.network.connection.tcpobfuscated import ObfuscatedIO

from mtproto.transport import Detector, Frame
from tests.mtproto.transport.pairs import encrypted, plain

PAYLOADS = [plain(5), encrypted(1), encrypted(31), encrypted(32), encrypted(200)]
CODECS = {
    "abridged": tcpabridged.AbridgedPacketCodec,
    "intermediate": tcpintermediate.IntermediatePacketCodec,
    "full": tcpfull.FullPacketCodec,
}
OBFUSCATED = {
    "abridged": tcpabridged.AbridgedPacketCodec,
    "intermediate": tcpintermediate.IntermediatePacketCodec,
    "padded": tcpintermediate.RandomizedIntermediatePacketCodec,
}


class Decrypting:
    """What Telethon's obfuscated connection reads through."""

    def __init__(self, reader, cipher):
        self.reader, self.cipher = reader, cipher

    async def readexactly(self, n):
        return self.cipher.encrypt(await self.reader.readexactly(n))


def stream_reader(data: bytes) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return reader


@pytest.mark.rows("T1")
@pytest.mark.parametrize("name", CODECS)
async def test_plain_connections(name):
    codec = CODECS[name](None)
    server = Detector(os.urandom).receive((codec.tag or b"") + b"".join(map(codec.encode_packet, PAYLOADS)))
    assert server.receive(b"") == [Frame(payload) for payload in PAYLOADS]
    reader = stream_reader(b"".join(map(server.frame, PAYLOADS)) + server.error(-404))
    assert [await codec.read_packet(reader) for _ in PAYLOADS] == PAYLOADS
    assert await codec.read_packet(reader) == b"\x6c\xfe\xff\xff"


@pytest.mark.rows("T1", "T2")
@pytest.mark.parametrize("name", OBFUSCATED)
async def test_obfuscated_connections(name):
    codec = OBFUSCATED[name](None)
    header, encryptor, decryptor = ObfuscatedIO.init_header(codec)
    stream = bytes(header) + b"".join(encryptor.encrypt(codec.encode_packet(payload)) for payload in PAYLOADS)
    server = Detector(os.urandom).receive(stream)
    assert server.receive(b"") == [Frame(payload) for payload in PAYLOADS]
    for _ in range(4):  # the padding of each is drawn anew
        reader = Decrypting(stream_reader(b"".join(map(server.frame, PAYLOADS)) + server.error(-404)), decryptor)
        assert [await codec.read_packet(reader) for _ in PAYLOADS] == PAYLOADS
        assert await codec.read_packet(reader) == b"\x6c\xfe\xff\xff"
