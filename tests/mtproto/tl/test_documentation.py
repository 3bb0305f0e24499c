"""Values whose bytes the documentation prints."""

import struct
from pathlib import Path

import pytest

from mtproto import tl
from mtproto.tl import service
from mtproto.tl.decoder import TypeReaders, read_whole, result_reader
from mtproto.tl.encoder import Writers
from mtproto.tl.objects import class_of
from mtproto.tl.primitives import pack_bytes, pack_string, read_bytes
from mtproto.tl.table import Table

NONCE = bytes.fromhex("3E0549828CCA27E966B301A48FECE2FC")
SERVER_NONCE = bytes.fromhex("A5CF4D33F4A11EA877BA4AA573907330")
NEW_NONCE = bytes.fromhex("311C85DB234AA2640AFC4A76A735CF5B1F0FD68BD17FA181E1229AD867CC024D")
PQ = bytes.fromhex("17ED48941A08F981")


def words(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (service.ReqPq(nonce=NONCE), b"\x78\x97\x46\x60" + NONCE),
        (
            service.ResPQ(
                nonce=NONCE,
                server_nonce=SERVER_NONCE,
                pq=PQ,
                server_public_key_fingerprints=[0xC3B42B026CE86B21 - (1 << 64)],
            ),
            bytes.fromhex("63241605")
            + NONCE
            + SERVER_NONCE
            + bytes.fromhex("0817ED48941A08F981000000")
            + bytes.fromhex("15C4B51C01000000216BE86C022BB4C3"),
        ),
        (
            service.PQInnerData(
                pq=PQ,
                p=bytes.fromhex("494C553B"),
                q=bytes.fromhex("53911073"),
                nonce=NONCE,
                server_nonce=SERVER_NONCE,
                new_nonce=NEW_NONCE,
            ),
            bytes.fromhex("EC5AC983 0817ED48941A08F981000000 04494C553B000000 0453911073000000")
            + NONCE
            + SERVER_NONCE
            + NEW_NONCE,
        ),
    ],
    ids=["req_pq", "resPQ", "p_q_inner_data"],
)
def test_sample_of_key_exchange(value: tl.TLObject, data: bytes) -> None:
    """core.telegram.org/mtproto/samples-auth_key."""
    assert tl.encode(value) == data
    assert tl.decode(data) == value


@pytest.fixture
def example(tmp_path: Path) -> Table:
    """The schema that core.telegram.org/mtproto/TL explains serialization with."""
    path = tmp_path / "example.tl"
    path.write_text(
        "---types---\n"
        "user#d23c81a3 id:int first_name:string last_name:string = User;\n"
        "no_user#c67599d1 id:int = User;\n"
        "---functions---\n"
        "getUsers#2d84d5f5 id:Vector<int> = Vector<User>;\n"
    )
    return Table(path)


def test_example_call(example: Table) -> None:
    """core.telegram.org/mtproto/TL: `getUsers([2, 3, 4])` and what it is answered with."""
    call = class_of(example, "getUsers")(id=[2, 3, 4])  # type: ignore[call-arg]  # a class made just now
    data = Writers(example, 0)[None][type(call)](call)
    assert data == words(0x2D84D5F5, 0x1CB5C415, 3, 2, 3, 4)
    readers = TypeReaders((example,), "a method", lambda definition: definition.is_function)
    assert read_whole(readers.read, data) == call

    answer = words(0x1CB5C415, 3, 0xD23C81A3, 2, 0x74655005, 0x00007265, 0x72615006, 0x0072656B)
    answer += words(0xC67599D1, 3, 0xD23C81A3, 4, 0x686F4A04, 0x0000006E, 0x656F4403, *())
    peter, nobody, john = read_whole(result_reader(call.DEFINITION.result, example), answer)
    assert (peter.id, peter.first_name, peter.last_name) == (2, "Peter", "Parker")
    assert nobody == class_of(example, "no_user")(id=3)  # type: ignore[call-arg]
    assert (john.id, john.first_name, john.last_name) == (4, "John", "Doe")


@pytest.mark.parametrize(
    ("size", "head", "padding"),
    [
        *((0, b"\0", 3), (1, b"\1", 2), (2, b"\2", 1), (3, b"\3", 0), (4, b"\4", 3), (253, b"\xfd", 2)),
        *((254, b"\xfe\xfe\0\0", 2), (256, b"\xfe\0\1\0", 0), (1 << 16, b"\xfe\0\0\1", 0)),
    ],
)
def test_layout_of_strings(size: int, head: bytes, padding: int) -> None:
    """core.telegram.org/mtproto/serialize#base-types: one byte of length up to 253, else 254 and three; then zeros."""
    data = bytes(range(1, 256)) * (size // 255 + 1)
    written = pack_bytes(data[:size])
    assert written == head + data[:size] + bytes(padding)
    assert read_bytes(written, 0, len(written)) == (data[:size], len(written))


def test_text_is_utf8() -> None:
    assert pack_string("ж") == b"\x02\xd0\xb6\0"


def test_string_that_no_length_can_tell() -> None:
    with pytest.raises(tl.EncodeError, match="longer than TL can say"):
        pack_bytes(bytes(1 << 24))
