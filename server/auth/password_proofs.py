"""Proofs that a client knows the two-step password (core.telegram.org/api/srp; rows A4, AU-3).

A challenge is one user's, is used once and lives five minutes; a proof for another challenge, user or password is
refused before any maths. Tries are limited per account, whatever key or address they come from. The powers take
milliseconds and are taken off the event loop.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtproto import rpc_errors
from mtproto.crypto.srp import Algorithm, ServerChallenge
from mtproto.errors import BadPublicValue
from mtproto.tl import types
from server.expiring import Expiring
from server.rpc.flood import FloodClass
from storage.sign_in import passwords
from storage.sign_in.passwords import Password

if TYPE_CHECKING:  # App holds the challenges
    from server.app import App

LIFETIME = 300
"""Seconds for which a challenge may be answered."""


@dataclass(frozen=True, slots=True)
class _Open:
    user_id: int
    password_changed_at: int
    challenge: ServerChallenge


class PasswordProofs:
    """The open challenges of one server."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._open: Expiring[int, _Open] = Expiring(app.clock, LIFETIME)

    async def challenge(self, password: Password) -> tuple[int, bytes]:
        """A new challenge for the owner of a password: (srp_id, srp_B)."""
        app = self._app
        verifier = int.from_bytes(app.sealer.open(password.sealed, _context(password.user_id)), "big")
        challenge = await asyncio.to_thread(ServerChallenge.create, algorithm_of(password), verifier, app.random)
        srp_id = int.from_bytes(app.random(8), "big") >> 1
        self._open.put(srp_id, _Open(password.user_id, password.changed_at, challenge))
        return srp_id, challenge.B.to_bytes(256, "big")

    async def check(self, user_id: int, given: types.TypeInputCheckPasswordSRP) -> None:
        """Return if the client has proven the user's password.

        Raises:
            PASSWORD_HASH_INVALID: It has not.
            SRP_ID_INVALID: The challenge is not (any more) this user's.
            SRP_PASSWORD_CHANGED: The password has changed since.
            FLOOD_WAIT_X: Too many tries.
        """
        password = await self._app.db.peek(lambda view: passwords.of_user(view, user_id))
        if password is None:
            if isinstance(given, types.InputCheckPasswordEmpty):
                return
            raise rpc_errors.PASSWORD_HASH_INVALID
        if isinstance(given, types.InputCheckPasswordEmpty):
            raise rpc_errors.PASSWORD_HASH_INVALID
        self._app.flood.admit(FloodClass.PASSWORD_GUESS, user_id, 0, "")
        opened = self._open.take(given.srp_id)
        if opened is None or opened.user_id != user_id:
            raise rpc_errors.SRP_ID_INVALID
        if opened.password_changed_at != password.changed_at:
            raise rpc_errors.SRP_PASSWORD_CHANGED
        try:
            right = await asyncio.to_thread(opened.challenge.accepts, given.A, given.M1)
        except BadPublicValue:
            right = False
        if not right:
            raise rpc_errors.PASSWORD_HASH_INVALID
        # Counted until now, so that no more can be tried at once than may be tried.
        self._app.flood.give_back(FloodClass.PASSWORD_GUESS, user_id)

    def seal(self, user_id: int, verifier: int) -> bytes:
        """A verifier as it is kept."""
        return self._app.sealer.seal(verifier.to_bytes(256, "big"), _context(user_id))


def algorithm_of(password: Password) -> Algorithm:
    """The key derivation of a password."""
    return Algorithm(password.salt1, password.salt2)


def _context(user_id: int) -> bytes:
    return b"password:%d" % user_id
