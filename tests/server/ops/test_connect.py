"""Every program that `chappe connect` prints is run, as printed, by the unmodified client it is for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.ops.cli.connect import Client
from server.ops.cli.main import build
from tests.server.harness import prepare
from tests.server.ops.running import SECONDS, Running

PEERS = Path(__file__).parents[3] / ".peers"
NODE = {"mtcute": "@mtcute", "gramjs": "telegram"}
"""Clients that live in .peers/node, by the folder of their package."""


@pytest.fixture(scope="module")
def server(tmp_path_factory, rsa_keys):
    folder = tmp_path_factory.mktemp("connect")
    prepare(folder / "data", rsa_keys)
    with Running(folder, "dev", "--listen", "127.0.0.1:0") as running:
        yield running


@pytest.mark.parametrize("client", list(Client))
def test_the_printed_program_connects(server, client, tmp_path):
    program = server.cli("connect", client)
    folder, command, environ = tmp_path, [sys.executable], {}
    if client in NODE:
        folder, command = PEERS / "node", ["node"]
        installed = (folder / "node_modules" / NODE[client]).is_dir() and shutil.which("node")
    elif client is Client.TELETHON:
        installed = True
    else:
        installed = (PEERS / client).is_dir() and (client is not Client.TDLIB or shutil.which("cc"))
        environ = {"PYTHONPATH": str(PEERS / client), "CHAPPE_TDLIB": str(tmp_path / "tdlib")}
    if not installed:
        pytest.skip(f"{client} is not installed in .peers (make peers)")

    file = folder / f"{os.getpid()}-{program['file']}"
    file.write_text(program["text"])
    try:
        done = subprocess.run(
            [*command, file],
            cwd=folder,
            env={**os.environ, **environ},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    finally:
        file.unlink()
    expected = "connected" if client is Client.TDLIB else f"connected to data centre {server.ready['dc_id']}"
    assert expected in done.stdout.splitlines(), done.stdout[-2000:] + done.stderr[-2000:]


def test_a_client_with_the_old_padding_is_told_what_it_needs(tmp_path):
    cli, data_dir = CliRunner(), str(tmp_path / "data")
    cli.invoke(build(), ["init", "--data-dir", data_dir])
    refused = cli.invoke(build(), ["connect", "telethon", "--data-dir", data_dir])
    assert refused.exit_code == 1
    assert "server.legacy_key" in refused.stderr
    assert cli.invoke(build(), ["connect", "mtcute", "--data-dir", data_dir]).exit_code == 0


def test_the_address_that_clients_use_can_be_another_than_the_one_listened_on(tmp_path):
    cli, data_dir = CliRunner(), str(tmp_path / "data")
    cli.invoke(build(), ["init", "--data-dir", data_dir])
    printed = cli.invoke(build(), ["connect", "gramjs", "--data-dir", data_dir, "--address", "chat.example:443"])
    assert "ip: 'chat.example', port: 443" in printed.stdout


@pytest.mark.parametrize("address", ["localhost", ":8443", "localhost:0", "localhost:port"])
def test_an_address_that_nobody_can_connect_to_is_a_usage_error(tmp_path, address):
    cli, data_dir = CliRunner(), str(tmp_path / "data")
    cli.invoke(build(), ["init", "--data-dir", data_dir])
    refused = cli.invoke(build(), ["connect", "mtcute", "--data-dir", data_dir, "--address", address])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "chappe: --address: " in refused.stderr


def test_a_server_of_tls_doors_alone_wants_an_address(tmp_path):
    cli, data_dir = CliRunner(), str(tmp_path / "data")
    cli.invoke(build(), ["init", "--data-dir", data_dir])
    options = ["listen.addresses=", "listen.tls_addresses=:443", "listen.tls_certificate=c", "listen.tls_key=k"]
    settings = [word for option in options for word in ("--set", option)]
    refused = cli.invoke(build(), ["connect", "mtcute", "--data-dir", data_dir, *settings])
    assert refused.exit_code == 1
    assert "say --address" in refused.stderr


def test_every_interface_is_no_address_to_connect_to(tmp_path):
    cli, data_dir = CliRunner(), str(tmp_path / "data")
    cli.invoke(build(), ["init", "--data-dir", data_dir])
    everywhere = ["--set", "listen.addresses=0.0.0.0:8443"]
    printed = cli.invoke(build(), ["connect", "gramjs", "--data-dir", data_dir, *everywhere])
    assert "ip: '127.0.0.1', port: 8443" in printed.stdout
