"""A server in this process: what entering and leaving it does, and what stands after a restart."""

import asyncio
from pathlib import Path

import pytest

from mtproto.exchange import ExchangeFailure
from server.clock import SystemClock
from server.ops import ready
from server.ops.admin.socket import call
from server.ops.datadir import DataDir
from server.ops.errors import OperatorError
from server.ops.lifecycle import Server, StartError
from server.ops.resolve import resolve
from tests.server.client import Connector, make_key
from tests.server.harness import prepare
from tests.support.certificates import certificate


@pytest.fixture
def data_dir(tmp_path: Path, rsa_keys: Path) -> DataDir:
    return DataDir(prepare(tmp_path / "data", rsa_keys))


def server_on(data_dir: DataDir, **settings: str) -> Server:
    """A server on any free port; settings are written section__key."""
    flags = {name.replace("__", "."): value for name, value in settings.items()}
    return Server(
        resolve({"server.data_dir": str(data_dir.path), "listen.addresses": "127.0.0.1:0", **flags}, {}, {}).config
    )


def connector(server: Server, key) -> Connector:
    address = server.addresses[0]
    return Connector(address.host, address.port, server.config.server.dc_id, key, SystemClock())


async def test_a_server_can_be_entered_again(data_dir):
    for _ in range(2):
        async with server_on(data_dir) as server:
            await make_key(connector(server, server.app.secrets.main.public))
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*server.addresses[0])


async def test_after_a_rotation_both_keys_are_answered_until_the_previous_is_dropped(data_dir):
    before = data_dir.load_keys(legacy=False).main.public
    data_dir.rotate_main_key()
    async with server_on(data_dir) as server:
        after = server.app.secrets.main.public
        assert before != after
        for key in (before, after):
            await make_key(connector(server, key))
    data_dir.drop_previous_key()
    async with server_on(data_dir) as server:
        await make_key(connector(server, after))
        with pytest.raises(ExchangeFailure, match="none of the keys"):
            await make_key(connector(server, before))


async def test_the_status_says_why_it_is_not_ready(data_dir):
    async with server_on(data_dir) as server:
        status = await asyncio.to_thread(call, data_dir.socket, "server.status", {}, 5.0)
        assert (status["problems"], status["port"]) == ([], server.addresses[0].port)
        server.health.draining = True
        status = await asyncio.to_thread(call, data_dir.socket, "server.status", {}, 5.0)
        assert "draining" in status["problems"][0]


async def test_what_cannot_start_leaves_nothing_behind(data_dir):
    async with server_on(data_dir) as server:
        taken = str(server.addresses[0])
        other = DataDir(data_dir.path.parent / "other")
        with pytest.raises(StartError, match="in use"):
            await server_on(other, listen__addresses=taken).__aenter__()
        assert not other.socket.exists()
        with other.locked():
            pass


@pytest.mark.parametrize(
    ("password", "says"), [(None, "no certificate with its key"), (b"secret", "take the pass phrase away")]
)
async def test_a_certificate_that_cannot_be_used_is_what_the_start_says(data_dir, tmp_path, password, says):
    """And not that an address cannot be listened on, nor is anybody asked for a pass phrase."""
    cert, key = certificate(tmp_path, password=password)
    if password is None:
        key.write_text(cert.read_text())
    settings = {"listen__tls_certificate": str(cert), "listen__tls_key": str(key)}
    with pytest.raises(OperatorError, match=says):
        await server_on(data_dir, listen__tls_addresses="127.0.0.1:0", **settings).__aenter__()
    key.unlink()
    with pytest.raises(OperatorError, match=r"cannot read .*key\.pem: No such file"):
        await server_on(data_dir, listen__tls_addresses="127.0.0.1:0", **settings).__aenter__()


async def test_a_server_without_open_doors_says_that_it_starts(data_dir, monkeypatch):
    """Whoever waits for it asks again, and is not told that something has failed."""
    asked = []

    async def opens_late(self, stack):
        asked.append(await asyncio.to_thread(call, data_dir.socket, "server.status", {}, 5.0))
        await open_doors(self, stack)

    open_doors = Server._open_doors
    monkeypatch.setattr(Server, "_open_doors", opens_late)
    async with server_on(data_dir) as server:
        assert asked[0]["problems"] == ["starting: the doors are not open yet"]
        assert "host" not in asked[0]
        assert await server.health.problems() == []


async def test_a_server_of_tls_doors_alone_tells_no_address_to_connect_to_without(data_dir, tmp_path):
    """Or `chappe connect` would give clients one that answers them nothing."""
    cert, key = certificate(tmp_path)
    settings = {"listen__tls_certificate": str(cert), "listen__tls_key": str(key)}
    async with server_on(data_dir, listen__addresses="", listen__tls_addresses="127.0.0.1:0", **settings):
        status = await asyncio.to_thread(call, data_dir.socket, "server.status", {}, 5.0)
        assert (status["problems"], "host" in status) == ([], False)


async def test_every_interface_is_listened_on(data_dir):
    async with server_on(data_dir, listen__addresses=":0") as server:
        assert server.description()["host"] == "127.0.0.1"
        _, writer = await asyncio.open_connection("127.0.0.1", server.addresses[0].port)
        writer.close()


def test_a_ready_file_that_cannot_be_written_is_told_before_the_start(tmp_path):
    with pytest.raises(OperatorError, match="its folder is not there"), ready.file(tmp_path / "missing" / "ready.json"):
        pass
