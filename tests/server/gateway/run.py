"""A key exchange on one connection, of which a test sends each part itself."""

import os

from mtproto.exchange import ClientExchange, Compute, Send, plain
from mtproto.session.msg_ids import REQUEST, MsgIds
from tests.server.client import Wire
from tests.server.harness import Harness


class Run:
    """A client's side of one exchange on one connection, step by step."""

    def __init__(self, harness: Harness, wire: Wire) -> None:
        self.wire = wire
        connector = harness.connector
        self.exchange = ClientExchange([connector.key], connector.dc_id, None, harness.clock, os.urandom)
        self.msg_ids = MsgIds(harness.clock)

    def envelope(self, body: bytes) -> bytes:
        return plain.write(self.msg_ids.next(REQUEST), body)

    async def begin(self) -> Send:
        """Up to the req_DH_params that is to be sent."""
        step = self.exchange.start()
        assert isinstance(step, Send)
        self.wire.send(self.envelope(step.body))
        following = self.exchange.receive(plain.parse(await self.wire.receive()).body)
        while isinstance(following, Compute):
            following = self.exchange.resume(following.function(*following.args))
        assert isinstance(following, Send)
        return following
