"""get_future_salts and its answer (core.telegram.org/mtproto/service_messages; row M14).

    get_future_salts#b921bd04 num:int = FutureSalts;
    future_salt#0949d9dc valid_since:int valid_until:int salt:long = FutureSalt;
    future_salts#ae500895 req_msg_id:long now:int salts:vector<future_salt> = FutureSalts;    both bare

The answer acknowledges the query and needs no acknowledgement itself.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mtproto.session.events import FutureSaltsReceived
from mtproto.session.limits import MAX_FUTURE_SALTS
from mtproto.session.messages import Message, constructor
from mtproto.session.salts import FutureSalt
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession
    from mtproto.session.server import ServerSession

GET_FUTURE_SALTS = constructor(0xB921BD04)
FUTURE_SALTS = constructor(0xAE500895)

_QUERY = struct.Struct("<4si")
_HEADER = struct.Struct("<4sqiI")
_SALT = struct.Struct("<iiq")


def on_get_future_salts(session: ServerSession, message: Message) -> None:
    """Answer with as many as were asked for, one at least and 64 at most."""
    if len(message.body) != _QUERY.size:
        raise Malformed("get_future_salts of a wrong length")
    _, count = _QUERY.unpack(message.body)
    now = session.clock.now()
    salts = session.salts.future(min(max(count, 1), MAX_FUTURE_SALTS), now)
    header = _HEADER.pack(FUTURE_SALTS, message.msg_id, int(now), len(salts))
    session.acks.discard(message.msg_id)
    session.reply(b"".join((header, *(_SALT.pack(*salt) for salt in salts))))


def write_query(count: int) -> bytes:
    """The query."""
    return _QUERY.pack(GET_FUTURE_SALTS, count)


def read(body: bytes) -> tuple[int, tuple[FutureSalt, ...]]:
    """The msg_id of the query that is answered, and the salts.

    Raises:
        Malformed: it does not parse.
    """
    if len(body) < _HEADER.size:
        raise Malformed("future_salts without a count")
    _, query_id, _, count = _HEADER.unpack_from(body)
    if len(body) != _HEADER.size + count * _SALT.size:
        raise Malformed("future_salts of a wrong length")
    return query_id, tuple(FutureSalt(*fields) for fields in _SALT.iter_unpack(body[_HEADER.size :]))


def on_future_salts(session: ClientSession, message: Message) -> None:
    """Use the salts when their time comes, if they answer the query that was asked last."""
    query_id, salts = read(message.body)
    if query_id == session.salts_query:
        session.salts.foretold(salts)
        session.emit(FutureSaltsReceived(salts))
