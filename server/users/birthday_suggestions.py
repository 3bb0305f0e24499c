"""users.suggestBirthday: propose to somebody which birthday to put on their profile (core.telegram.org/api/profile)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages import answers
from server.messages.addressing import address_of
from server.messages.delivery import Outgoing, Sent, deliver
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users.birthdays import checked
from storage.conversations.messages import Body, Flag
from storage.database import Tx

router = Router("birthday_suggestions")


@router.rpc(functions.users.SuggestBirthday, flood=FloodClass.SEND)
async def suggest_birthday(ctx: Context, request: functions.users.SuggestBirthday) -> types.Updates:
    """Propose to somebody who tells none which birthday to put on their profile, by a service message."""
    day, month, year = checked(request.birthday, ctx.now)

    async def unit(tx: Tx) -> list[Sent]:
        user = await access.user(ctx, tx, request.id)
        if user.user_id == ctx.user_id:
            raise rpc_errors.USER_ID_INVALID
        if user.profile.birthday is not None:
            raise rpc_errors.BIRTHDAY_ALREADY
        where = await address_of(tx, ctx.user_id, user.user_id)
        action = {"kind": "suggest_birthday", "birthday": [day, month, year]}
        outgoing = Outgoing(Body(action=action), flags=Flag.SERVICE)
        origin = ctx.session.session_number
        return await deliver(tx, ctx.user_id, where.peer, where.recipients, [outgoing], now=ctx.now, origin=origin)

    return await answers.answer(ctx, await ctx.app.db.write(unit))
