"""From flags, environment and file to one frozen `Config`; the first source that names a key decides it.

Order: flags, then ``CHAPPE_SECTION__KEY`` in the environment, then the TOML file, then the defaults.

Every problem is reported at once, each with the place it comes from; an unknown key names its nearest neighbour. In the
environment only names with the double underscore are ours: orchestrators put variables such as ``CHAPPE_PORT`` there.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec

from server.ops.addresses import parse_address
from server.ops.config import Config, Secret
from server.ops.errors import OperatorError

ENV_PREFIX = "CHAPPE_"
#: Names the file where none is given by a flag.
ENV_FILE = "CHAPPE_CONFIG"
#: Looked for in the data folder where neither a flag nor the environment names a file.
DEFAULT_FILE = "chappe.toml"


class ConfigError(OperatorError):
    """The configuration cannot be used. `problems` has one sentence for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Resolved:
    """A configuration, the file that was read for it, and where each key that is not a default came from."""

    config: Config
    origins: Mapping[str, str]
    file: Path | None


def keys() -> dict[str, Any]:
    """``section.key`` → its declared type, in the order of declaration."""
    return {
        f"{section.name}.{key.name}": key.type
        for section in msgspec.structs.fields(Config)
        for key in msgspec.structs.fields(section.type)
    }


def resolve(
    flags: Mapping[str, Any], environ: Mapping[str, str], defaults: Mapping[str, Any], file: Path | None = None
) -> Resolved:
    """Put the configuration together.

    Args:
        flags: ``section.key`` → value, from the command line; values may be text.
        environ: the environment of the process.
        defaults: what replaces the declared defaults, as `server.ops.config.DEV_DEFAULTS`.
        file: the TOML file that a flag names. Without one `ENV_FILE` names it; either must exist. Otherwise
            `DEFAULT_FILE` in the data folder is read if there is one.

    Raises:
        ConfigError: with every problem found.
    """
    known = keys()
    environment = {_env_key(name): value for name, value in environ.items() if _is_ours(name)}
    above_file = {**defaults, **environment, **flags}
    file = _find_file(file, environ, str(above_file.get("server.data_dir", Config().server.data_dir)))
    sources = {
        "the defaults of this command": defaults,
        str(file): _read_file(file) if file else {},
        "the environment": environment,
        "the command line": flags,
    }
    problems: list[str] = []
    values: dict[str, dict[str, Any]] = {}
    origins: dict[str, str] = {}
    for origin, source in sources.items():
        for key, raw in source.items():
            if key not in known:
                problems.append(f"unknown key {key!r} in {origin}{_nearest(key, known)}")
                continue
            section, _, name = key.partition(".")
            try:
                values.setdefault(section, {})[name] = _convert(raw, known[key])
                origins[key] = origin
            except msgspec.ValidationError as error:
                problems.append(f"{key} in {origin}: {error}{_choices(known[key])}")
    if problems:
        raise ConfigError(problems)
    config = _build(values)
    if problems := _contradictions(config):
        raise ConfigError(problems)
    return Resolved(config, origins, file)


def _is_ours(name: str) -> bool:
    return name.startswith(ENV_PREFIX) and "__" in name


def _env_key(name: str) -> str:
    return name.removeprefix(ENV_PREFIX).lower().replace("__", ".", 1)


def _find_file(flag: Path | None, environ: Mapping[str, str], data_dir: str) -> Path | None:
    if flag is not None:
        return flag
    if named := environ.get(ENV_FILE):
        return Path(named)
    default = Path(data_dir, DEFAULT_FILE)
    try:
        return default if default.is_file() else None
    except OSError as error:
        problem = f"cannot look for {default}: {error.strerror} (be the user whom the folder belongs to, or root)"
        raise ConfigError([problem]) from error


def _read_file(path: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([f"cannot read {path}: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path} is not TOML: {error}"]) from error
    flat: dict[str, Any] = {}
    for section, table in tables.items():
        if isinstance(table, dict):
            flat.update({f"{section}.{name}": value for name, value in table.items()})
        else:
            flat[section] = table
    return flat


def _convert(raw: Any, declared: Any) -> Any:
    """Text from a flag or the environment becomes what the key holds; lists are written with commas."""
    if isinstance(raw, str) and get_origin(declared) is tuple:
        raw = [part.strip() for part in raw.split(",") if part.strip()]
    return msgspec.convert(raw, declared, strict=not isinstance(raw, str), dec_hook=_secret)


def _secret(declared: type, raw: Any) -> Any:
    if declared is Secret and isinstance(raw, str):
        return Secret(raw)
    raise msgspec.ValidationError(f"Expected `str`, got `{type(raw).__name__}`")


def _choices(declared: Any) -> str:
    """The words that a key takes, where it takes these alone."""
    if get_origin(declared) is tuple:
        declared = get_args(declared)[0]
    return f"; there are {', '.join(get_args(declared))}" if get_origin(declared) is Literal else ""


def _nearest(key: str, known: Mapping[str, Any]) -> str:
    """The key that was probably meant: by its whole name, or by its last part put in the wrong section."""
    last = key.rpartition(".")[2]
    by_last = {name.rpartition(".")[2]: name for name in known}
    if match := difflib.get_close_matches(key, known, 1):
        return f"; did you mean {match[0]!r}?"
    if match := difflib.get_close_matches(last, by_last, 1):
        return f"; did you mean {by_last[match[0]]!r}?"
    return "; `chappe print-config` lists every key"


def _build(values: Mapping[str, Mapping[str, Any]]) -> Config:
    sections = msgspec.structs.fields(Config)
    return Config(**{section.name: section.type(**values.get(section.name, {})) for section in sections})


def _contradictions(config: Config) -> list[str]:
    """What each key alone allows and two together do not."""
    problems = []
    listen, senders = config.listen, config.sign_in.code_senders
    if bool(listen.tls_certificate) != bool(listen.tls_key):
        problems.append("listen.tls_certificate and listen.tls_key go together: set both or neither")
    if listen.tls_addresses and not listen.tls_certificate:
        problems.append("listen.tls_addresses needs listen.tls_certificate and listen.tls_key")
    if not listen.addresses and not listen.tls_addresses:
        problems.append("listen.addresses is empty: the server would have no door")
    for key, addresses in {
        "listen.addresses": listen.addresses,
        "listen.tls_addresses": listen.tls_addresses,
        "metrics.address": (config.metrics.address,) if config.metrics.address else (),
    }.items():
        for address in addresses:
            try:
                parse_address(address)
            except ValueError as error:
                problems.append(f"{key}: {error}")
    problems += [
        f"server.public_addresses: {text!r} is not IP:PORT: clients are told addresses, not names"
        for text in config.server.public_addresses
        if not _is_public(text)
    ]
    if "smtp" in senders and not config.smtp.host:
        problems.append("sign_in.code_senders names smtp, but smtp.host is empty")
    if "webhook" in senders and not config.webhook.url.startswith(("http://", "https://")):
        problems.append("sign_in.code_senders names webhook, but webhook.url is not an http(s) address")
    return problems


def _is_public(text: str) -> bool:
    """Whether this is an address that `help.getConfig` can tell."""
    try:
        host, port = parse_address(text)
        ip_address(host or "")
    except ValueError:
        return False
    return port > 0
