"""Where documented errors are provoked: a server that sends mail, and a record of who refused what.

A scene is a coroutine that is given the stage and makes calls that must be refused. `refused` checks the error, and
that the documentation has the method answer it; the tests compare everything provoked with everything documented.
"""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

import pytest

from mtproto.rpc_errors import RpcError
from mtproto.tl import TLFunction, functions, types
from server.access.hashes import Hashed
from tests.server.client import Client
from tests.server.harness import Harness

CODE = "22222"
"""What the test numbers 9996622XXX sign in with."""


@dataclass
class Stage:
    """The server, its mail, and what was provoked: (method, error) by name."""

    harness: Harness
    mailed: dict[str, list[str]]
    provoked: set[tuple[str, str]] = field(default_factory=set)

    async def refused(self, client: Client, error: type[RpcError], *requests: TLFunction[Any]) -> None:
        """Each of these requests is answered by this error."""
        for request in requests:
            inner: Any = request
            while isinstance(query := getattr(inner, "query", None), TLFunction):
                inner = query
            await self.refuses(error, inner.NAME, client(request))

    async def refuses(self, error: type[RpcError], method: str, call: Awaitable[object]) -> None:
        """The same for a call that takes more than a request to make."""
        with pytest.raises(error):
            await call
        assert method in error.METHODS, f"{method} is not documented to answer {error.__name__}"
        self.provoked.add((method, error.__name__))

    def user(self, viewer: Client, other: Client) -> types.InputUser:
        """How one names the other."""
        assert viewer.me is not None
        assert other.me is not None
        access_hash = self.harness.app.hashes.of(viewer.me.id, Hashed.USER, other.me.id)
        return types.InputUser(user_id=other.me.id, access_hash=access_hash)

    def peer(self, viewer: Client, other: Client) -> types.InputPeerUser:
        """The same where a peer is asked for."""
        named = self.user(viewer, other)
        return types.InputPeerUser(user_id=named.user_id, access_hash=named.access_hash)

    def overheard_user(self, other: Client) -> types.InputUser:
        """Somebody who is there, by an access hash that was another viewer's: it names nobody to anyone else."""
        return self.user(other, other)

    def overheard_peer(self, other: Client) -> types.InputPeerUser:
        """The same where a peer is asked for."""
        return self.peer(other, other)

    async def newest_code(self, address: str) -> str:
        """The last code that was mailed there."""
        await self.harness.app.background.settle()
        return self.mailed[address][-1]


def send_code(phone: str, **fields: Any) -> functions.auth.SendCode:
    """auth.sendCode as clients send it."""
    given = {"phone_number": phone, "api_id": 1, "api_hash": "x", "settings": types.CodeSettings(), **fields}
    return functions.auth.SendCode(**given)


def sign_in(phone: str, code_hash: str, code: str) -> functions.auth.SignIn:
    """auth.signIn."""
    return functions.auth.SignIn(phone_number=phone, phone_code_hash=code_hash, phone_code=code)


def sign_up(phone: str, code_hash: str, **names: str) -> functions.auth.SignUp:
    """auth.signUp."""
    names = {"first_name": "Ann", "last_name": "", **names}
    return functions.auth.SignUp(phone_number=phone, phone_code_hash=code_hash, **names)
