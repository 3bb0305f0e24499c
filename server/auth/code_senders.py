"""The ways a confirmation code reaches a person: to their devices, to the console, by mail, by a webhook.

Sending is nobody's answer: the client is told that a code is on its way before any of these begins, so that its answer
takes the same time whether or not anybody has the number (row A2). A code is never logged.
"""

import sys
from typing import TYPE_CHECKING

from server.auth import service_account
from server.auth.codes import LIFETIME, IssuedCode, Purpose
from storage import devices, users
from storage.database import Tx

if TYPE_CHECKING:  # App holds the sender of codes
    from server.app import App


class CodeSenders:
    """Those that the configuration names, all used for each code."""

    def __init__(self, app: "App") -> None:
        self._app = app
        ways = {"message": self._to_devices, "console": self._to_console}
        self._ways = [ways[name] for name in app.config.sign_in.code_senders]

    def send(self, issued: IssuedCode) -> None:
        """Begin to send a code."""
        for way in self._ways:
            self._app.background.start(way(issued))

    async def _to_devices(self, issued: IssuedCode) -> None:
        """A message from the service account, if the number has an account that is signed in somewhere."""

        async def unit(tx: Tx) -> None:
            user = await users.by_phone(tx, issued.phone)
            if user is not None and await devices.of_user(tx, user.user_id):
                now = int(self._app.clock.now())
                await service_account.notify(tx, user.user_id, _text(issued), now, secret=True)

        await self._app.db.write(unit)

    async def _to_console(self, issued: IssuedCode) -> None:
        print(f"Code for +{issued.phone}: {issued.code}", file=sys.stderr, flush=True)


def _text(issued: IssuedCode) -> str:
    if issued.purpose is Purpose.SIGN_IN:
        return (
            f"Login code: {issued.code}. Do not give this code to anyone, even if they say they run this server.\n\n"
            f"It is good for {LIFETIME // 60} minutes. If you did not ask for it, somebody else did: ignore it."
        )
    return f"Confirmation code: {issued.code}. It is good for {LIFETIME // 60} minutes."
