"""The process: what it tells others, how it stops, what it finds again after it was killed."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from mtproto.crypto import RsaPublicKey
from tests.server.harness import prepare
from tests.server.ops.running import CHAPPE, SECONDS, Running, sign_up

PHONE = "9996620009"


@pytest.fixture
def folder(tmp_path, rsa_keys):
    """A folder for a server, with keys in it."""
    prepare(tmp_path / "data", rsa_keys)
    return tmp_path


def test_the_ready_file_tells_all_that_a_client_needs(folder):
    with Running(folder, "dev", "--listen", "127.0.0.1:0") as server:
        ready = server.ready
        assert ready["pid"] == server.pid
        assert (ready["host"], ready["dc_id"]) == ("127.0.0.1", 2)
        with socket.create_connection((ready["host"], ready["port"]), timeout=5):
            pass
        for name in ("", "legacy_"):
            with open(ready[f"{name}public_key"], "rb") as pem:
                assert RsaPublicKey.from_pem(pem.read()).fingerprint == ready[f"{name}fingerprint"]
        assert server.stop() == 0
        assert not server.ready_file.exists()
        assert "chappe connect telethon" in server.output


def test_serve_offers_no_legacy_key_unless_told_to(folder):
    with Running(folder, "serve", "--listen", "127.0.0.1:0") as server:
        assert server.ready["legacy_public_key"] is None
        assert server.ready["legacy_fingerprint"] is None


def test_bare_chappe_serves(folder):
    with Running(folder, "--listen=127.0.0.1:0") as server:
        assert server.stop() == 0


@pytest.mark.rows("OP-2")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_drains_and_says_so(folder, number):
    with Running(folder, "dev", "--listen", "127.0.0.1:0", "--set", "logs.format=json") as server:
        server.signal(number)
        assert server.word() == "STOPPING=1"
        assert server.wait() == 0
        messages = [json.loads(line)["message"] for line in server.log.splitlines()]
        assert messages[-2:] == [f"{number.name}: draining", "stopped"]


def test_under_nohup_a_closed_terminal_ends_nothing():
    program = (
        "import asyncio, signal\n"
        "from server.ops.process import stop_signal\n"
        "async def main():\n"
        "    signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "    stop = stop_signal()\n"
        "    signal.raise_signal(signal.SIGHUP)\n"
        "    signal.raise_signal(signal.SIGTERM)\n"
        "    print(await stop)\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=SECONDS)
    assert (done.stdout, done.stderr) == ("SIGTERM\n", "")


@pytest.mark.rows("OP-2", "DU-1")
async def test_cycles_of_stop_and_kill_lose_nothing(folder):
    """The short form of bench.chaos.restarts, which measures the times too: sign-ins and accounts are kept."""
    session = ""
    options = ["--listen", "127.0.0.1:0"]
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGKILL):
        with Running(folder, "dev", *options) as server:
            options = ["--listen", f"127.0.0.1:{server.ready['port']}"]
            client = server.telethon(session)
            await client.connect()
            if not session:
                await sign_up(client, PHONE, "Ada")
                session = client.session.save()
            me = await client.get_me()
            assert (me.phone, me.first_name) == (PHONE, "Ada")
            server.signal(number)
            assert server.wait() == (0 if number is signal.SIGTERM else -number)
            await client.disconnect()


def test_a_second_signal_ends_it_at_once_and_the_status_says_so():
    program = (
        "import asyncio\n"
        "from server.ops.process import stop_signal\n"
        "async def main():\n"
        "    stop = stop_signal()\n"
        "    print('up', flush=True)\n"
        "    print(await stop, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "SIGTERM\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == -signal.SIGINT


def test_two_servers_do_not_share_a_folder(folder):
    with Running(folder, "serve", "--listen", "127.0.0.1:0") as server:
        second = subprocess.run(
            [CHAPPE, "serve", "--listen", "127.0.0.1:0", "--data-dir", server.data_dir],
            capture_output=True, text=True, timeout=SECONDS,
        )  # fmt: skip
        assert second.returncode == 1
        assert "another process works in" in second.stderr


def test_an_address_in_use_is_one_sentence_not_a_traceback(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        failed = subprocess.run(
            [CHAPPE, "serve", "--listen", f"127.0.0.1:{port}", "--data-dir", folder / "data"],
            capture_output=True, text=True, timeout=SECONDS,
        )  # fmt: skip
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "chappe: cannot listen: " in failed.stderr


def test_the_shell_completes_commands():
    asked = {"_CHAPPE_COMPLETE": "complete_bash", "COMP_WORDS": "chappe us", "COMP_CWORD": "1"}
    done = subprocess.run([CHAPPE], env={**os.environ, **asked}, capture_output=True, text=True, timeout=SECONDS)
    assert done.stdout.split() == ["user"]


@pytest.mark.rows("OP-3")
def test_the_first_start_makes_everything_and_lets_nobody_in(tmp_path):
    with Running(tmp_path, "serve", "--listen", "127.0.0.1:0") as server:
        open_to_others = [
            path for path in server.data_dir.rglob("*")
            if path.stat().st_mode & 0o077 and not path.name.endswith((".public.pem", ".lock"))
        ]  # fmt: skip
        assert open_to_others == []
        assert server.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_server_py_in_the_working_folder_does_not_shadow_ours(tmp_path):
    (tmp_path / "server.py").write_text("raise SystemExit('not ours')\n")
    done = subprocess.run([CHAPPE, "version"], cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0
    assert done.stdout.startswith("chappe ")


def test_the_watchdog_is_fed(folder):
    environ = {"WATCHDOG_USEC": "500000"}
    with Running(folder, "serve", "--listen", "127.0.0.1:0", environ=environ) as server:
        assert server.word() == "WATCHDOG=1"


def test_the_limit_of_open_files_is_raised(folder):
    with Running(folder, "serve", "--listen", "127.0.0.1:0", "--set", "limits.connections=5000") as server:
        with open(f"/proc/{server.pid}/limits") as limits:
            soft = next(line.split()[3] for line in limits if line.startswith("Max open files"))
        assert int(soft) >= min(5256, int(os.sysconf("SC_OPEN_MAX")))
