"""Which service message the server handles where. What is not listed is a query for the owner of the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from mtproto.session.containers import TooMany
from mtproto.session.limits import MAX_SERVICE_IDS
from mtproto.session.messages import MSGS_ACK, Message
from mtproto.session.native import count_ids
from mtproto.session.service import (
    acks,
    destroy_auth_key,
    destroy_session,
    drop_answer,
    future_salts,
    http_wait,
    ping,
    resend,
    state_info,
)

if TYPE_CHECKING:
    from mtproto.session.server import ServerSession

Handler = Callable[["ServerSession", Message], None]
"""Raises Malformed when the message does not parse."""

HANDLERS: Mapping[bytes, Handler] = MappingProxyType(
    {
        MSGS_ACK: acks.on_msgs_ack,
        ping.PING: ping.on_ping,
        ping.PING_DELAY_DISCONNECT: ping.on_ping_delay_disconnect,
        future_salts.GET_FUTURE_SALTS: future_salts.on_get_future_salts,
        state_info.MSGS_STATE_REQ: state_info.on_msgs_state_req,
        state_info.MSGS_STATE_INFO: state_info.on_told,
        state_info.MSGS_ALL_INFO: state_info.on_told,
        resend.MSG_RESEND_REQ: resend.on_msg_resend_req,
        resend.MSG_RESEND_ANS_REQ: resend.on_msg_resend_ans_req,
        drop_answer.RPC_DROP_ANSWER: drop_answer.on_rpc_drop_answer,
        destroy_session.DESTROY_SESSION: destroy_session.on_destroy_session,
        destroy_auth_key.DESTROY_AUTH_KEY: destroy_auth_key.on_destroy_auth_key,
        http_wait.HTTP_WAIT: http_wait.on_http_wait,
    }
)

LISTS = frozenset((MSGS_ACK, state_info.MSGS_STATE_REQ, resend.MSG_RESEND_REQ, resend.MSG_RESEND_ANS_REQ))
"""Nothing but ids of messages."""


def ids_named(messages: list[Message]) -> int:
    """How many ids some messages name; too many are refused before anything of their packet is executed (row M17).

    Raises:
        TooMany: more than 8,192 ids in one of them.
    """
    count = count_ids(messages, LISTS, MAX_SERVICE_IDS)
    if count is None:
        raise TooMany(f"more than {MAX_SERVICE_IDS} ids in a service message")
    return count
