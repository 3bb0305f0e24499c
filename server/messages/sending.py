"""messages.sendMessage (core.telegram.org/method/messages.sendMessage)."""

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.addressing import Address, address
from server.messages.answers import answer, short_answer
from server.messages.composing import MAX_TEXT, mentioned, send_flags
from server.messages.delivery import Outgoing, Sent, deliver
from server.messages.entities import check_text
from server.messages.replies import reply_of
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.database import Snapshot, Tx
from storage.messages import Body

router = Router("sending")


@router.rpc(functions.messages.SendMessage, flood=FloodClass.SEND)
async def send_message(ctx: Context, request: functions.messages.SendMessage) -> types.TypeUpdates:
    """Send a text."""

    async def compose(view: Snapshot) -> tuple[Address, Outgoing]:
        to = await address(ctx, view, request.peer)

        async def user_of(given: types.TypeInputUser) -> int:
            return (await access.user(ctx, view, given)).user_id

        text, entities = await check_text(request.message, request.entities, user_of, limit=MAX_TEXT)
        if not text:
            raise rpc_errors.MESSAGE_EMPTY
        body = Body(text=text)
        if entities:
            body["entities"] = entities
        if request.reply_to is not None:
            body["reply"] = await reply_of(ctx, view, request.reply_to, to.peer)
        return to, Outgoing(
            body,
            request.random_id,
            send_flags(request.silent, request.noforwards, request.invert_media),
            mentions=mentioned(entities),
        )

    to, outgoing = await ctx.app.db.peek(compose)
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> list[Sent]:
        return await deliver(tx, ctx.user_id, to.peer, to.recipients, (outgoing,), now=ctx.now, origin=origin)

    (sent,) = await ctx.app.db.write(unit)
    return short_answer(sent) or await answer(ctx, [sent])
