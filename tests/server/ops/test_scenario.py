"""One server, one whole story with a real client: what an operator sees of it, and what the log must not hold."""

import asyncio
import urllib.request

import pytest
from telethon.errors import (
    AuthKeyUnregisteredError,
    PhoneCodeInvalidError,
    PhoneNumberBannedError,
    SessionPasswordNeededError,
    SessionRevokedError,
    UserDeactivatedBanError,
)
from telethon.tl.functions.auth import SendCodeRequest, SignInRequest
from telethon.tl.types import CodeSettings

from mtproto.crypto import RsaPrivateKey
from tests.server.harness import prepare
from tests.server.ops.running import Running, sign_up

PHONE = "9996621234"
NAME = "Grimhilda"
PASSWORD = "correct horse battery staple"
TEXT = "meet me at the old mill at midnight"
SIGNED_OUT = (SessionRevokedError, AuthKeyUnregisteredError, UserDeactivatedBanError)


@pytest.fixture
def server(tmp_path, rsa_keys):
    prepare(tmp_path / "data", rsa_keys)
    settings = {
        "server.legacy_key": "true",
        "sign_in.registration": "open",
        "sign_in.test_numbers": "true",
        "metrics.address": "127.0.0.1:0",
        "logs.level": "debug",
        "logs.format": "json",
    }
    options = [f"--set={key}={value}" for key, value in settings.items()]
    with Running(tmp_path, "serve", "--listen=127.0.0.1:0", *options) as running:
        yield running


async def verb(server, *words, code=0):
    """A verb of the command line, while the client's loop goes on."""
    return await asyncio.to_thread(server.cli, *words, code=code)


def numbers(server):
    """The metrics, as `name{labels}` → value."""
    address = server.status()["http_address"]
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


@pytest.mark.rows("OP-3")
async def test_a_whole_story_leaves_no_secret_in_the_log(server):
    client = server.telethon()
    await client.connect()
    wrong = await client(SendCodeRequest(PHONE, 1, "hash", CodeSettings()))
    with pytest.raises(PhoneCodeInvalidError):
        await client(SignInRequest(PHONE, wrong.phone_code_hash, "70707"))
    await sign_up(client, PHONE, NAME)
    await client.send_message("me", TEXT)
    assert [message.text for message in await client.get_messages("me")] == [TEXT]
    await client.edit_2fa(new_password=PASSWORD, hint="the usual")
    await verb(server, "user", "add", "+33123456789", "Berta")
    await verb(server, "code", "last", PHONE)
    await verb(server, "user", "show", PHONE)
    session, key = client.session.save(), client.session.auth_key.key
    await verb(server, "session", "revoke", PHONE, "--all")
    await client.disconnect()
    assert await asyncio.to_thread(server.stop) == 0

    assert "messages.sendMessage" in server.log, "the log is not the one of this story"
    main = RsaPrivateKey.from_pem((server.data_dir / "keys" / "main.pem").read_bytes())
    root = (server.data_dir / "keys" / "root.secret").read_bytes()
    secrets = [
        PHONE,
        "33123456789",
        "22222",
        "70707",
        NAME,
        "Berta",
        TEXT,
        PASSWORD,
        "the usual",
        wrong.phone_code_hash,
        session,
    ]
    secrets += [key.hex(), repr(key)[2:40], root.hex(), repr(root)[2:40], str(main.p), f"{main.p:x}"]
    assert [secret for secret in secrets if secret in server.log + server.output] == []


@pytest.mark.rows("AU-4")
async def test_a_revoked_session_is_signed_out_on_its_live_connection(server):
    ada, second = server.telethon(), server.telethon()
    for client in (ada, second):
        await client.connect()
        await sign_up(client, PHONE, NAME)
    found = await verb(server, "session", "list", PHONE)
    assert len(found) == 2
    revoked = await verb(server, "session", "revoke", PHONE, str(found[0]["session"]))
    assert revoked == {"revoked": [found[0]["session"]]}

    outcomes = await asyncio.gather(whoami(ada), whoami(second))  # nothing is waited for: it is dead already
    assert sorted(outcomes) == ["", PHONE]
    assert await verb(server, "session", "revoke", PHONE, str(found[0]["session"]), code=1)

    banned = await verb(server, "user", "ban", PHONE)
    assert len(banned["revoked"]) == 1
    assert await asyncio.gather(whoami(ada), whoami(second)) == ["", ""]
    with pytest.raises(PhoneNumberBannedError):
        await sign_up(ada, PHONE, NAME)
    for client in (ada, second):
        await client.disconnect()


async def test_a_forgotten_password_is_taken_away(server):
    first, second = server.telethon(), server.telethon()
    for client in (first, second):
        await client.connect()
    await sign_up(first, PHONE, NAME)
    await first.edit_2fa(new_password=PASSWORD)
    with pytest.raises(SessionPasswordNeededError):
        await sign_up(second, PHONE, NAME)
    await verb(server, "user", "passwd", PHONE)
    assert (await sign_up(second, PHONE, NAME)).phone == PHONE
    for client in (first, second):
        await client.disconnect()


async def whoami(client):
    """The phone number of who is signed in; empty for nobody."""
    from telethon.tl.functions.users import GetUsersRequest
    from telethon.tl.types import InputUserSelf

    try:
        [me] = await client(GetUsersRequest([InputUserSelf()]))
    except SIGNED_OUT:
        return ""
    return me.phone


async def test_what_happens_is_counted(server):
    client = server.telethon()
    await client.connect()
    await sign_up(client, PHONE, NAME)
    counted = await asyncio.to_thread(numbers, server)
    assert counted['chappe_connections{transport="full"}'] == 1
    # Telethon drops the leading zeros of a key, and makes another then: once in 256 times.
    assert counted['chappe_handshakes_total{outcome="ok"}'] >= 1
    assert counted["chappe_sessions"] >= 1
    assert counted['chappe_rpc_seconds_count{method="auth.sendCode"}'] == 1
    assert counted['chappe_rpc_seconds_count{method="help.getConfig"}'] >= 1
    assert counted['chappe_database_seconds_count{operation="write"}'] >= 3
    assert counted["chappe_loop_lag_seconds_count"] >= 0
    sent = await client(SendCodeRequest(PHONE, 1, "hash", CodeSettings()))
    with pytest.raises(PhoneCodeInvalidError):
        await client(SignInRequest(PHONE, sent.phone_code_hash, "70707"))
    counted = await asyncio.to_thread(numbers, server)
    assert counted['chappe_rpc_errors_total{error="PHONE_CODE_INVALID",method="auth.signIn"}'] == 1
    await client.disconnect()
