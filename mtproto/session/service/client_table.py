"""Which service message the client handles where. What is not listed is an update."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from mtproto.session import gzip_packed
from mtproto.session.events import Update
from mtproto.session.messages import MSGS_ACK, RPC_RESULT, Message
from mtproto.session.service import (
    acks,
    bad_msg,
    destroy_auth_key,
    destroy_session,
    detailed_info,
    future_salts,
    new_session,
    ping,
    rpc_result,
)
from mtproto.session.service.destroy_auth_key import KeyFate

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession

Handler = Callable[["ClientSession", Message], None]
"""Raises ProtocolViolation when the message does not parse."""

HANDLERS: Mapping[bytes, Handler] = MappingProxyType(
    {
        RPC_RESULT: rpc_result.on_rpc_result,
        MSGS_ACK: acks.on_acknowledged,
        bad_msg.BAD_MSG_NOTIFICATION: bad_msg.on_bad_msg,
        bad_msg.BAD_SERVER_SALT: bad_msg.on_bad_msg,
        new_session.NEW_SESSION_CREATED: new_session.on_new_session_created,
        detailed_info.MSG_DETAILED_INFO: detailed_info.on_detailed_info,
        detailed_info.MSG_NEW_DETAILED_INFO: detailed_info.on_detailed_info,
        ping.PONG: ping.on_pong,
        future_salts.FUTURE_SALTS: future_salts.on_future_salts,
        destroy_session.DESTROY_SESSION_OK: destroy_session.on_session_destroyed,
        destroy_session.DESTROY_SESSION_NONE: destroy_session.on_session_destroyed,
        KeyFate.OK.value: destroy_auth_key.on_auth_key_destroyed,
        KeyFate.NONE.value: destroy_auth_key.on_auth_key_destroyed,
        KeyFate.FAIL.value: destroy_auth_key.on_auth_key_destroyed,
    }
)

TIMELESS = frozenset((bad_msg.BAD_MSG_NOTIFICATION, bad_msg.BAD_SERVER_SALT))
"""Read although their time seems wrong: they are how a client learns that its own is
(core.telegram.org/mtproto/description, "Important Checks")."""


def on_update(session: ClientSession, message: Message) -> None:
    """Hand on what the server sent on its own."""
    packed = message.body[:4] == gzip_packed.GZIP_PACKED
    session.emit(Update(gzip_packed.unpack(message.body) if packed else bytes(message.body)))
