"""Configuration: where a key comes from, what is refused and with which words, and that nothing is undocumented."""

import contextlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ops.config import DEV_DEFAULTS, Config, Secret
from server.ops.resolve import ConfigError, keys, resolve


def problems(flags=None, environ=None, file=None):
    with pytest.raises(ConfigError) as caught:
        resolve(flags or {}, environ or {}, {}, file)
    return caught.value.problems


def write(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_nothing_at_all_is_a_whole_configuration(tmp_path):
    resolved = resolve({"server.data_dir": str(tmp_path)}, {}, {})
    assert msgspec.structs.replace(resolved.config, server=Config().server) == Config()
    assert resolved.config.sign_in.registration == "closed"
    assert resolved.config.server.legacy_key is False


def test_flags_win_over_the_environment_over_the_file_over_the_defaults(tmp_path):
    file = write(tmp_path, "[limits]\nconnections = 1\nconnections_per_address = 1\nhandshakes_per_address = 1\n")
    environ = {"CHAPPE_LIMITS__CONNECTIONS": "2", "CHAPPE_LIMITS__CONNECTIONS_PER_ADDRESS": "2"}
    defaults = {"limits.handshakes_per_address": 9, "flood.factor": 9.0}

    resolved = resolve({"limits.connections": "3"}, environ, defaults, file)

    limits = resolved.config.limits
    assert (limits.connections, limits.connections_per_address, limits.handshakes_per_address) == (3, 2, 1)
    assert resolved.config.flood.factor == 9.0
    assert resolved.origins["limits.connections"] == "the command line"
    assert resolved.origins["limits.handshakes_per_address"] == str(file)


def test_text_becomes_what_the_key_holds():
    environ = {
        "CHAPPE_SERVER__LEGACY_KEY": "true",
        "CHAPPE_LISTEN__ADDRESSES": ":1, [::1]:2",
        "CHAPPE_SERVER__DRAIN_SECONDS": "2.5",
    }
    config = resolve({}, environ, {}).config
    assert config.server.legacy_key is True
    assert config.listen.addresses == (":1", "[::1]:2")
    assert config.server.drain_seconds == 2.5


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("storage.durabilty", "storage.durability"),
        ("signin.registration", "sign_in.registration"),
        ("server.quota_bytes", "files.quota_bytes"),
    ],
)
def test_an_unknown_key_names_the_one_that_was_meant(key, meant):
    [problem] = problems({key: "1"})
    assert key in problem
    assert f"did you mean {meant!r}" in problem
    assert "the command line" in problem


def test_a_word_that_a_key_does_not_take_names_those_that_it_takes():
    assert "there are debug, info, warning, error" in problems({"logs.level": "loud"})[0]
    assert "there are message, console, smtp, webhook" in problems({"sign_in.code_senders": "message,pigeon"})[0]


def test_no_folder_at_all_is_not_the_working_folder():
    """As of a variable that is empty."""
    assert "server.data_dir" in problems({"server.data_dir": ""})[0]
    assert "server.data_dir" in problems(environ={"CHAPPE_SERVER__DATA_DIR": ""})[0]


@pytest.mark.parametrize("value", ["inf", "nan", "0", "-1"])
def test_what_no_limit_can_be_multiplied_by_is_refused(value):
    assert "flood.factor" in problems({"flood.factor": value})[0]


def test_a_key_like_no_other_says_where_they_are_listed():
    assert "print-config" in problems({"zzzz.qqqq": "1"})[0]


def test_every_problem_is_told_with_its_place(tmp_path):
    file = write(tmp_path, "verbose = 1\n[limits]\nconnections = -1\n[storage]\ndurability = 'some'\n")
    found = problems({"smtp.port": "99999"}, {"CHAPPE_FLOOD__FACTOR": "fast"}, file)
    assert len(found) == 5
    assert sum(str(file) in problem for problem in found) == 3
    assert any("CHAPPE" in problem or "the environment" in problem for problem in found)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ({"listen.tls_addresses": ":443"}, "tls_certificate"),
        ({"listen.tls_key": "key.pem"}, "both or neither"),
        ({"listen.addresses": ""}, "no door"),
        ({"listen.addresses": "::1:8443"}, "not HOST:PORT"),
        ({"metrics.address": "9100"}, "not HOST:PORT"),
        ({"server.public_addresses": "203.0.113.7:443,chat.example:443"}, "'chat.example:443' is not IP:PORT"),
        ({"server.public_addresses": ":443"}, "not IP:PORT"),
        ({"server.public_addresses": "[2001:db8::7]:0"}, "not IP:PORT"),
        ({"sign_in.code_senders": "smtp"}, "smtp.host"),
        ({"sign_in.code_senders": "webhook"}, "webhook.url"),
    ],
)
def test_contradictions_are_refused(flags, says):
    assert says in problems(flags)[0]


def test_variables_of_others_are_left_alone():
    environ = {"CHAPPE_PORT": "tcp://10.0.0.1:80", "CHAPPE_SERVICE_HOST": "10.0.0.1"}
    assert resolve({}, environ, {}).config == Config()


def test_the_file_of_the_data_folder_is_found(tmp_path):
    (tmp_path / "chappe.toml").write_text("[server]\ndc_id = 7\n", encoding="utf-8")
    assert resolve({"server.data_dir": str(tmp_path)}, {}, {}).config.server.dc_id == 7
    assert resolve({}, {"CHAPPE_SERVER__DATA_DIR": str(tmp_path)}, {}).config.server.dc_id == 7


def test_a_file_that_was_named_must_be_there_and_be_toml(tmp_path):
    assert "cannot read" in problems(file=tmp_path / "missing.toml")[0]
    assert "cannot read" in problems(environ={"CHAPPE_CONFIG": str(tmp_path / "missing.toml")})[0]
    assert "not TOML" in problems(file=write(tmp_path, "[limits\n"))[0]


def test_a_secret_does_not_show_itself():
    config = resolve({}, {"CHAPPE_SMTP__PASSWORD": "hunter2"}, {}).config
    assert config.smtp.password == "hunter2"
    assert "hunter2" not in repr(config)
    assert isinstance(config.smtp.password, Secret)


def test_the_configuration_is_frozen():
    with pytest.raises(AttributeError):
        Config().server.dc_id = 3


def test_what_dev_changes_are_keys_that_exist():
    assert resolve({}, {}, DEV_DEFAULTS).config.sign_in.test_numbers
    assert set(DEV_DEFAULTS) <= set(keys())


@given(st.dictionaries(st.sampled_from([*keys(), "a.b", ""]), st.text(max_size=20), max_size=4))
def test_whatever_is_set_gives_a_configuration_or_a_config_error(flags):
    flags.pop("server.data_dir", None)
    with contextlib.suppress(ConfigError):
        assert isinstance(resolve(flags, {}, {}).config, Config)
