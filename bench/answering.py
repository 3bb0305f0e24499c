"""A server that stores no message: our gateway, sessions and dispatch, and a messages.sendMessage that only answers.

How fast a client can be shows only where the server is faster. The real server commits each message and tells the
sender's other devices before it answers, which takes it longer than a lean client takes to ask. Here the answer is the
one it would give for a text to another user (updateShortSentMessage, with the next id and pts), made of one counter a
session; every byte passes through the same doors as on the real server.
"""

from __future__ import annotations

from collections import Counter

from mtproto.tl import functions, types
from server.messages import sending
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.rpc.routers import ROUTERS
from storage.conversations.boxes import NEW_BOX


def routers() -> list[Router]:
    """The server's, with another in place of that for sending."""
    router = Router("answering")
    answered: Counter[int] = Counter()

    @router.rpc(functions.messages.SendMessage, flood=FloodClass.SEND)
    async def send_message(ctx: Context, request: functions.messages.SendMessage) -> types.UpdateShortSentMessage:
        del request
        session = ctx.session.session_number
        answered[session] += 1
        count = answered[session]
        return types.UpdateShortSentMessage(out=True, id=count, pts=NEW_BOX.pts + count, pts_count=1, date=ctx.now)

    return [router, *(each for each in ROUTERS if each is not sending.router)]
