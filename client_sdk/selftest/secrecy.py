"""Steps: temporary keys in front of the permanent one (core.telegram.org/api/pfs)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from client_sdk.network.announcement import Announcement
from client_sdk.network.key_exchange import NewKey
from client_sdk.network.temporary_keys import TemporaryKeys
from client_sdk.selftest.exchange import temporary_key
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.link import Link
from client_sdk.selftest.step import Fault, Skipped, expect, step
from mtproto import rpc_errors, tl
from mtproto.session.client_salts import ClientSalts
from mtproto.tl import functions, types

PAGE = "api/pfs"
METHOD = "method/auth.bindTempAuthKey"


@step("P1", page=PAGE)
async def unbound_key(lab: Lab) -> None:
    """A call for members under a temporary key that is not bound gets AUTH_KEY_PERM_EMPTY."""
    async with _temporary(lab) as (link, _):
        expect(await _asks_who(link) == "AUTH_KEY_PERM_EMPTY", "it is answered as under a permanent key")


@step("P2", page=METHOD)
async def forged_binding(lab: Lab) -> None:
    """A binding whose message names another key, session or message gets ENCRYPTED_MESSAGE_INVALID."""
    async with _temporary(lab) as (link, key):
        for session, message in ((link.session_id ^ 1, 0), (link.session_id, 4)):
            try:
                await _bind(lab, link, key, session_id=session, offset=message)
            except rpc_errors.ENCRYPTED_MESSAGE_INVALID:
                continue
            raise Fault("the key is bound")


@step("P2", page=METHOD)
async def bound_key(lab: Lab) -> None:
    """A temporary key that the permanent one consents to is bound, and speaks for it."""
    async with _temporary(lab) as (link, key):
        expect(await _bind(lab, link, key), "boolTrue is due")
        expect(await _asks_who(link) == "AUTH_KEY_UNREGISTERED", "the permanent key is not spoken for")


STEPS = (unbound_key, forged_binding, bound_key)


@asynccontextmanager
async def _temporary(lab: Lab) -> AsyncIterator[tuple[Link, NewKey]]:
    """A session of the temporary key, which is made unless it was looked at before."""
    if lab.key is None:
        raise Skipped("there is no key to speak for")
    if lab.temporary_key is None:
        await temporary_key.run(lab)
    made = lab.temporary_key
    assert made is not None
    key = NewKey(made.auth_key, made.salt, lab.time.now() - lab.clock.now(), made.expires_at)
    async with lab.line() as line:
        said = Announcement(1, device_model="selftest")
        yield Link(line, key.auth_key, ClientSalts(key.salt), lab.time, lab.random, said), key


async def _bind(lab: Lab, link: Link, key: NewKey, *, session_id: int | None = None, offset: int = 0) -> bool:
    """Bind a key; what the answer says.

    Args:
        lab: Has the permanent key.
        link: The session of the temporary one.
        key: The temporary one.
        session_id: What the binding message names in place of the session.
        offset: By how much the message id in it is wrong.
    """
    assert lab.key is not None
    keys = TemporaryKeys(lab.endpoint, lab.key.auth_key, lab.clock)
    message = link.number(b"")
    bind = keys.binding(key, link.session_id if session_id is None else session_id, message.msg_id + offset)
    result = await link.result(link.send(message._replace(body=tl.encode(bind))), bind.NAME)
    return bool(tl.decode_result(result, bind.definition))


async def _asks_who(link: Link) -> str:
    """The error that a call for members gets."""
    try:
        await link.call(functions.users.GetUsers(id=[types.InputUserSelf()]))
    except rpc_errors.RpcError as error:
        return error.message
    return "an answer"
