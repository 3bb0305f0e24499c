"""Codes that others bring to people: what they are given, and what the log says where they do not take it."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from mtproto.tl import functions, types
from server.ops.config import Secret, SignInSection, SmtpSection, WebhookSection
from tests.server.harness import Harness, serving
from tests.server.ops.running import free_port

PHONE = "9996621061"
ADDRESS = "ada.lovelace@example.org"


@asynccontextmanager
async def listening(handle: Callable[..., Coroutine[Any, Any, None]]) -> AsyncIterator[int]:
    """A program of the operator; its port."""
    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def ask_for_a_code(harness: Harness) -> None:
    client = await harness.client()
    settings = types.CodeSettings()
    await client(functions.auth.SendCode(phone_number=PHONE, api_id=1, api_hash="any", settings=settings))
    await harness.app.background.settle()


def by_webhook(port: int) -> dict[str, Any]:
    return {
        "webhook": WebhookSection(url=f"http://127.0.0.1:{port}/codes", secret=Secret("shared")),
        "sign_in": SignInSection(registration="open", test_numbers=True, code_senders=("webhook",)),
    }


def answering(status: str, heard: list[tuple[str, bytes]]) -> Callable[..., Coroutine[Any, Any, None]]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(int(line.partition(":")[2]) for line in head.splitlines() if line.lower().startswith("content-l"))
        heard.append((head, await reader.readexactly(length)))
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        writer.close()

    return handle


async def test_a_webhook_is_given_number_and_code_and_can_tell_who_asks(
    tmp_path: Path, rsa_keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[tuple[str, bytes]] = []
    async with (
        listening(answering("204 No Content", heard)) as port,
        serving(tmp_path / "data", rsa_keys, **by_webhook(port)) as harness,
    ):
        await ask_for_a_code(harness)
    [(head, body)] = heard
    assert head.startswith("POST /codes HTTP/1.1")
    assert json.loads(body) == {"phone": PHONE, "code": "22222"}
    assert f"X-Chappe-Signature: {hmac.new(b'shared', body, hashlib.sha256).hexdigest()}" in head
    assert caplog.messages == []


async def test_a_webhook_that_fails_is_told_of_in_one_line(
    tmp_path: Path, rsa_keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        listening(answering("503 Service Unavailable", [])) as port,
        serving(tmp_path / "data", rsa_keys, **by_webhook(port)) as harness,
    ):
        await ask_for_a_code(harness)
    assert caplog.messages == ["a code could not be delivered by webhook: the answer was 503"]


async def test_a_webhook_that_is_not_there_is_told_of_in_one_line(
    tmp_path: Path, rsa_keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path / "data", rsa_keys, **by_webhook(free_port())) as harness:
        await ask_for_a_code(harness)
    [told] = caplog.messages
    assert told.startswith("a code could not be delivered by webhook: ")
    assert "Connection refused" in told


class Refusing:
    """A mail server that takes nothing, and says for whom."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        return f"550 no such box: {address}"


async def test_a_mail_server_that_refuses_is_told_of_without_the_address(
    tmp_path: Path, rsa_keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server = await asyncio.get_running_loop().create_server(lambda: SMTP(Refusing()), "127.0.0.1", 0)
    smtp = SmtpSection(host="127.0.0.1", port=mail_server.sockets[0].getsockname()[1], security="none")
    async with mail_server, serving(tmp_path / "data", rsa_keys, smtp=smtp) as harness:
        owner = await harness.client(PHONE)
        purpose = types.EmailVerifyPurposeLoginChange()
        await owner(functions.account.SendVerifyEmailCode(purpose=purpose, email=ADDRESS))
        await harness.app.background.settle()
    [told] = [line for line in caplog.messages if "delivered" in line]
    assert told.startswith("a code could not be delivered by smtp: SMTPRecipient")
    assert ADDRESS not in caplog.text
