"""messages.setTyping: what somebody is doing right now. Told to whoever listens, and forgotten."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.posting import check_content
from server.messages.addressing import Address, address
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.database import Snapshot
from storage.peers import PeerKind

router = Router("typing")

OF_BOTS = (
    types.InputSendMessageRichMessageDraftAction,
    types.SendMessageRichMessageDraftAction,
    types.SendMessageTextDraftAction,
    types.SendMessageStopDraftAction,
)
"""Drafts that bots show while they write."""


@router.rpc(functions.messages.SetTyping, flood=FloodClass.TYPING)
async def set_typing(ctx: Context, request: functions.messages.SetTyping) -> bool:
    """Show the others in a dialog what the caller is doing there."""
    if isinstance(request.action, OF_BOTS):
        raise rpc_errors.USER_BOT_REQUIRED

    async def query(view: Snapshot) -> Address:
        to = await address(ctx, view, request.peer)
        await check_content(view, ctx.user_id, to.peer, ())  # who may write nothing types nothing
        return to

    to = await ctx.app.db.peek(query)
    dialogs, action = dict(to.recipients), request.action

    async def build(scene: Rendering) -> types.TypeUpdate:
        kind, plain = peers.split(dialogs[scene.viewer])
        if kind is PeerKind.USER:
            return types.UpdateUserTyping(user_id=scene.user(plain), action=action)
        scene.chats.add(plain)
        return types.UpdateChatUserTyping(chat_id=plain, from_id=scene.peer(ctx.user_id), action=action)

    ctx.app.hub.tell(dialogs, build, only_names=True)
    return True
