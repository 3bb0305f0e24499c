"""The files under deploy/ speak of a server that exists: its commands, keys and times."""

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from server.ops.cli.main import build
from server.ops.cli.verb import ExitCode
from server.ops.config import ServerSection
from server.ops.heartbeat import INTERVAL
from server.ops.resolve import ENV_PREFIX, keys

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"


def unit():
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / "chappe.service")
    return parser["Service"]


def is_key(variable):
    return variable.removeprefix(ENV_PREFIX).lower().replace("__", ".", 1) in keys()


def test_the_unit_starts_a_command_and_sets_keys_that_exist():
    service = unit()
    assert service["ExecStart"].split()[1] in get_command(build()).commands
    assert is_key(service["Environment"].partition("=")[0])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path):
    """But for the program, which is installed elsewhere."""
    text = (DEPLOY / "chappe.service").read_text().replace("/opt/chappe/bin/chappe", "/bin/true")
    (tmp_path / "chappe.service").write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "chappe.service")]
    verified = subprocess.run(command, capture_output=True, text=True)
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")


def test_the_container_runs_commands_that_there_are():
    text = (DEPLOY / "Containerfile").read_text()
    commands = get_command(build()).commands
    assert json.loads(re.search(r"^CMD (.*)$", text, re.MULTILINE)[1])[0] in commands
    assert json.loads(re.search(r"^HEALTHCHECK .*CMD (.*)$", text, re.MULTILINE)[1])[1] in commands


def test_the_unit_waits_longer_than_the_server_needs():
    service = unit()
    assert service["Type"] == "notify"
    assert float(service["TimeoutStopSec"]) > 2 * ServerSection().drain_seconds
    assert float(service["WatchdogSec"]) > 10 * INTERVAL


def test_the_unit_lets_an_upgrade_finish_and_tries_nothing_again_that_has_to_be_mended():
    service = unit()
    assert service["TimeoutStartSec"] == "infinity"
    assert {*map(int, service["RestartPreventExitStatus"].split())} == {ExitCode.USAGE, ExitCode.CONFIGURATION}


def test_the_unit_leaves_the_metrics_of_the_process_what_they_read():
    """prometheus_client gives none of them where there is no /proc/stat."""
    assert "ProcSubset" not in unit()


def test_the_container_file_copies_what_is_there():
    text = (DEPLOY / "Containerfile").read_text()
    sources = [word for line in re.findall(r"^COPY (?!--)(.*)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert all(is_key(variable) for variable in re.findall(r"CHAPPE_\w+", text))
