"""Every setting there is, declared once: its name, type, bounds and default, and below it what it means.

Rules of this file:

- The string under a key is its documentation: `docs/configuration.md` and the file that `chappe init` writes are made
  from it, and a key without one fails a test.
- Every key has a default that works, so an empty configuration is a complete one.
- Nothing here reads a file, the environment or the clock. `server.ops.resolve` does, once, and hands out a frozen
  `Config`.
- A limit that guards a secret (tries per code, for one) is not a setting.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Port = Annotated[int, Meta(ge=1, le=65535)]
Positive = Annotated[int, Meta(ge=1)]


class Secret(str):
    """A string that does not show itself: `repr`, and so every log line and traceback, says only whether it is set."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(set)" if self else "Secret(empty)"


class ServerSection(Struct, frozen=True, kw_only=True):
    """What this server is and where it keeps its things."""

    data_dir: Annotated[str, Meta(min_length=1)] = ".chappe"
    """Folder for the database, the keys, the secrets and the files. Made with mode 0700 if it is missing."""

    dc_id: Annotated[int, Meta(ge=1, le=1000)] = 2
    """The number of this data centre. Clients store it with their session: choose it before the first sign-in."""

    public_addresses: tuple[str, ...] = ()
    """`IP:PORT` under which clients outside reach the server; `help.getConfig` gives them as the address of every data
    centre. Empty: each client is told the address it has connected to. Set it behind a proxy or NAT."""

    legacy_key: bool = False
    """Offer a second RSA key to clients that still use the old RSA padding (Telethon 1.x, Pyrogram, Kurigram). It is a
    key of its own, so that a weakness of the old padding says nothing about the main key."""

    drain_seconds: Annotated[float, Meta(ge=0, le=300)] = 5.0
    """How long running requests may take to finish after SIGTERM before they are cancelled."""


class ListenSection(Struct, frozen=True, kw_only=True):
    """The doors. One port takes every transport: abridged, intermediate, padded, full, obfuscated, WebSocket, HTTP."""

    addresses: tuple[str, ...] = (":8443",)
    """`HOST:PORT` pairs to listen on. No host (`:8443`) is every interface, IPv4 and IPv6; port 0 is any free port."""

    tls_addresses: tuple[str, ...] = ()
    """`HOST:PORT` pairs for the WebSocket and HTTP doors over TLS; they need the two files below."""

    tls_certificate: str = ""
    """PEM file with the certificate and its chain. A renewed one is taken within a minute."""

    tls_key: str = ""
    """PEM file with the private key of the certificate, without a pass phrase."""


class StorageSection(Struct, frozen=True, kw_only=True):
    """How rows are kept."""

    durability: Literal["flushed", "process"] = "flushed"
    """What an acknowledged message has survived. `flushed`: it is on the disk. `process`: it outlives the end of the
    server, but the last moments before a loss of power may be gone although they were acknowledged."""


class LimitsSection(Struct, frozen=True, kw_only=True):
    """What may be open at the same time, altogether, from one address and under one key."""

    connections: Positive = 16_000
    """Open connections altogether. Further ones are closed at once."""

    connections_per_address: Positive = 256
    """Open connections from one IPv4 address or IPv6 /64 network, and four times as many opened in a minute. Further
    ones are turned away."""

    handshakes_per_address: Positive = 16
    """Key exchanges open at the same time from one address. Further ones get transport error -429."""

    connections_per_key: Annotated[int, Meta(ge=8)] = 16
    """Open connections under one authorization key; one client uses 3 to 8."""

    sessions_per_key: Annotated[int, Meta(ge=8)] = 64
    """Live sessions under one authorization key."""


class SignInSection(Struct, frozen=True, kw_only=True):
    """Who may come in, and how the code reaches them."""

    registration: Literal["open", "invite", "closed"] = "closed"
    """Who may make an account. `open`: anyone with a phone number. `invite`: a number invited with `chappe invite
    create`. `closed`: only numbers the operator has added with `chappe user add`."""

    test_numbers: bool = False
    """Let the test numbers `99966XYYYY` sign in with the code `XXXXX`, X being any data centre digit, as on Telegram's
    test servers. Anyone can then be them."""

    code_senders: tuple[Literal["message", "console", "smtp", "webhook"], ...] = ("message",)
    """How a sign-in code is delivered, all that apply. `message`: from the service account 777000 to the devices that
    are signed in already. `console`: printed where the server runs. `smtp`: by e-mail to accounts that have an address.
    `webhook`: posted to `webhook.url`. The operator can always read the last one with `chappe code last PHONE`."""


class SmtpSection(Struct, frozen=True, kw_only=True):
    """The mail server for codes and for password recovery."""

    host: str = ""
    """Mail server. Empty: no mail is sent and no e-mail address is accepted."""

    port: Port = 587
    """Its port."""

    security: Literal["starttls", "tls", "none"] = "starttls"
    """`starttls` upgrades the connection, `tls` starts with TLS (port 465), `none` is for a relay on this machine."""

    username: str = ""
    """Account to log in with. Empty: no login."""

    password: Secret = Secret()
    """Its password. Better kept in the environment than in a file."""

    sender: str = "chappe@localhost"
    """The From address."""


class WebhookSection(Struct, frozen=True, kw_only=True):
    """A program that delivers codes for us, by SMS for instance."""

    url: str = ""
    """`http(s)://` address that gets a POST with the JSON object `{"phone": ..., "code": ...}`; any 2xx answer means
    delivered."""

    secret: Secret = Secret()
    """Signs the body: the header `X-Chappe-Signature` is its HMAC-SHA256 in hexadecimal. Empty: not signed."""


class FloodSection(Struct, frozen=True, kw_only=True):
    """How many requests one account may make before it gets FLOOD_WAIT_X.

    What stands against guessing cannot be relaxed: five tries of a code, 25 wrong ones for a number and day, and the
    limits on passwords.
    """

    factor: Annotated[float, Meta(gt=0, le=1_000_000)] = 1.0
    """Every limit is multiplied by this, except those on signing in and on passwords."""

    sign_in_factor: Annotated[float, Meta(gt=0, le=1_000_000)] = 1.0
    """The limits on signing in, which count keys and addresses, are multiplied by this: codes asked for and tried,
    tokens of QR codes."""


class FilesSection(Struct, frozen=True, kw_only=True):
    """What may be uploaded."""

    max_file_bytes: Annotated[int, Meta(ge=1 << 20, le=4_194_304_000)] = 2_097_152_000
    """The largest file."""

    quota_bytes: Annotated[int, Meta(ge=0)] = 0
    """Bytes that one account may have stored; 0: no quota."""


class PreviewsSection(Struct, frozen=True, kw_only=True):
    """Previews of links in messages."""

    enabled: bool = False
    """Fetch the pages that links in messages lead to, and show their titles and pictures; fetch the photos and
    documents that clients send by their address. The server then connects to addresses that its users choose: public
    ones only, on ports 80 and 443, for ten seconds and a few megabytes at most, or 20 seconds and 20 megabytes for what
    is sent by its address. Those sites learn the server's address and when somebody wrote of them."""


class MetricsSection(Struct, frozen=True, kw_only=True):
    """The door for those who watch over the server."""

    address: str = ""
    """`HOST:PORT` of a plain HTTP listener for `/metrics`, `/livez` and `/readyz`. Empty: none. It asks for no
    password, so keep it private."""


class LogsSection(Struct, frozen=True, kw_only=True):
    """What the server says about itself, on standard error."""

    format: Literal["auto", "text", "json"] = "auto"
    """`text` for people, `json` for collectors (one object a line), `auto`: text on a terminal and JSON otherwise."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least important level that is written."""


class Config(Struct, frozen=True, kw_only=True):
    """The whole configuration, resolved and checked. Each field is one table of the file."""

    server: ServerSection = ServerSection()
    listen: ListenSection = ListenSection()
    storage: StorageSection = StorageSection()
    limits: LimitsSection = LimitsSection()
    sign_in: SignInSection = SignInSection()
    smtp: SmtpSection = SmtpSection()
    webhook: WebhookSection = WebhookSection()
    flood: FloodSection = FloodSection()
    files: FilesSection = FilesSection()
    previews: PreviewsSection = PreviewsSection()
    metrics: MetricsSection = MetricsSection()
    logs: LogsSection = LogsSection()

    @property
    def data_dir(self) -> Path:
        """The data folder as a path."""
        return Path(self.server.data_dir)


#: What `chappe dev` changes: anyone may come in, on this machine only, and sees the codes.
DEV_DEFAULTS: dict[str, Any] = {
    "server.legacy_key": True,
    "listen.addresses": ("127.0.0.1:8443",),
    "sign_in.registration": "open",
    "sign_in.test_numbers": True,
    "sign_in.code_senders": ("message", "console"),
    "flood.factor": 100.0,
    "flood.sign_in_factor": 100.0,
}
