"""The ways a confirmation code reaches a person: to their devices, to the console, by mail, by a webhook.

Sending is nobody's answer: the client is told that a code is on its way before any of these begins, so that its answer
takes the same time whether or not anybody has the number (row A2). Nor may a call right behind it meet the work of
sending, of which there is more where somebody has it: sending begins at a moment of its own within a second. Whoever
learns the code another way may have used it before that moment, and must not find it among their messages then: devices
are told of codes that can still be used. A code is never logged.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from server.auth import mail, service_account, webhook
from server.auth.codes import LIFETIME, IssuedCode, Purpose
from server.auth.service_account import NAME
from server.auth.undelivered import Undelivered
from storage.accounts import settings, users
from storage.accounts.settings import Setting
from storage.database import Snapshot, Tx
from storage.sign_in import devices, sign_in_codes
from storage.sign_in.sign_in_codes import CodeState

if TYPE_CHECKING:  # App holds the sender of codes
    from server.app import App


log = logging.getLogger("chappe.auth")

Way = Callable[[IssuedCode], Coroutine[Any, Any, None]]

WITHIN = 1.0
"""Seconds in which sending begins."""


class CodeSenders:
    """Those that the configuration names, all used for each code."""

    def __init__(self, app: App) -> None:
        self._app = app
        ways = {
            "message": self._to_devices,
            "console": self._to_console,
            "smtp": self._to_login_email,
            "webhook": self._to_webhook,
        }
        self._ways = {name: ways[name] for name in app.config.sign_in.code_senders}

    def send(self, issued: IssuedCode) -> None:
        """Have a code sent; one that confirms an address goes there and nowhere else."""
        for name, way in ({"smtp": self._to_address} if issued.purpose.by_mail else self._ways).items():
            self._app.background.start(self._soon(name, way, issued))

    async def _soon(self, name: str, way: Way, issued: IssuedCode) -> None:
        await asyncio.sleep(WITHIN * int.from_bytes(self._app.random(4)) / 2**32)
        try:
            await way(issued)
        except Undelivered as reason:  # the operator's to mend, as whoever waits for the code will tell them
            log.error("a code could not be delivered by %s: %s", name, reason)

    async def _to_devices(self, issued: IssuedCode) -> None:
        """A message from the service account, if the number has an account that is signed in somewhere."""

        async def unit(tx: Tx) -> None:
            record = await sign_in_codes.by_hash(tx, issued.hash)
            user = await users.by_phone(tx, issued.phone)
            if record is None or record.state is not CodeState.OPEN:
                return
            if user is not None and await devices.of_user(tx, user.user_id):
                now = int(self._app.clock.now())
                await service_account.notify(tx, user.user_id, _text(issued), now, secret=True)

        await self._app.db.write(unit)

    async def _to_console(self, issued: IssuedCode) -> None:
        print(f"Code for +{issued.phone}: {issued.code}", file=sys.stderr, flush=True)

    async def _to_address(self, issued: IssuedCode) -> None:
        """The address that the code is to confirm."""
        await self._mail(issued.phone, issued)

    async def _to_login_email(self, issued: IssuedCode) -> None:
        """The address that the owner of the number has confirmed, if any."""

        async def query(view: Snapshot) -> str:
            user = await users.by_phone(view, issued.phone)
            if user is None:
                return ""
            return str(await settings.get(view, user.user_id, Setting.LOGIN_EMAIL, ""))

        if address := await self._app.db.peek(query):
            await self._mail(address, issued)

    async def _to_webhook(self, issued: IssuedCode) -> None:
        await webhook.post(self._app.config.webhook, issued.phone, issued.code)

    async def _mail(self, address: str, issued: IssuedCode) -> None:
        await mail.send(self._app.config.smtp, address, f"Your {NAME} code", _text(issued))


def _text(issued: IssuedCode) -> str:
    if issued.purpose is Purpose.SIGN_IN:
        return (
            f"Login code: {issued.code}. Do not give this code to anyone, even if they say they run this server.\n\n"
            f"It is good for {LIFETIME // 60} minutes. If you did not ask for it, somebody else did: ignore it."
        )
    return f"Confirmation code: {issued.code}. It is good for {LIFETIME // 60} minutes."
