"""Secrets at rest: what is sealed opens only whole, in its row, under its key."""

import os

import pytest

from storage.errors import SealError
from storage.sealing import Sealer, verify
from storage.sqlite import SqliteDatabase

SECRET = bytes(range(256))


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(bytes(32), os.urandom)


def test_what_was_sealed_opens(sealer: Sealer) -> None:
    sealed = sealer.seal(SECRET, b"auth_key:1")
    assert sealer.open(sealed, b"auth_key:1") == SECRET
    assert SECRET[:16] not in sealed
    assert len(sealed) == len(SECRET) + 29


def test_no_two_seals_are_alike(sealer: Sealer) -> None:
    assert len({sealer.seal(SECRET, b"") for _ in range(100)}) == 100


def test_every_altered_byte_is_noticed(sealer: Sealer) -> None:
    sealed = sealer.seal(SECRET, b"row")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 0x80
        with pytest.raises(SealError):
            sealer.open(bytes(altered), b"row")
    for length in range(len(sealed)):
        with pytest.raises(SealError):
            sealer.open(sealed[:length], b"row")


def test_a_seal_belongs_to_its_row_and_its_key(sealer: Sealer) -> None:
    sealed = sealer.seal(SECRET, b"auth_key:1")
    with pytest.raises(SealError):
        sealer.open(sealed, b"auth_key:2")
    with pytest.raises(SealError):
        Sealer(b"\x01" * 32, os.urandom).open(sealed, b"auth_key:1")


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(SealError):
        Sealer(bytes(16), os.urandom)


def test_repr_shows_no_key() -> None:
    key = b"K" * 32
    assert "KKK" not in repr(Sealer(key, os.urandom))
    assert key.hex() not in repr(Sealer(key, os.urandom))


async def test_a_database_remembers_its_key(database: SqliteDatabase, sealer: Sealer) -> None:
    await verify(database, sealer)
    await verify(database, sealer)
    with pytest.raises(SealError, match="put back the keys"):
        await verify(database, Sealer(b"\x01" * 32, os.urandom))
    await verify(database, sealer)
