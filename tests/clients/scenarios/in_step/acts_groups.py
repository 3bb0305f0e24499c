"""A group's life: founded, named, joined, ruled, left and ended."""

from in_step.cast import Cast
from in_step.objects import tl


async def groups(cast: Cast) -> None:
    """Found two; in one all is changed, the other one ends."""
    ada, bob = cast.ada, cast.bob
    group = await cast.found(cast.words("Orders"), bob)
    await _name(cast, group)
    await _let_in(cast, group)
    await _rule(cast, group)
    await ada.say(group, cast.words("all in"))
    await _end(cast)


async def _name(cast: Cast, group: int) -> None:
    """A title, a photo, some words about it."""
    ada, peer = cast.ada, cast.ada.peers[group]
    await ada.call("messages.editChatTitle", chat_id=-group, title=cast.words("Standing orders"))
    file = await ada.upload(cast.picture)
    await ada.call("messages.editChatPhoto", chat_id=-group, photo=tl("inputChatUploadedPhoto", file=file))
    await ada.call("messages.editChatAbout", peer=peer, about=cast.words("what is to be done"))


async def _let_in(cast: Cast, group: int) -> None:
    """Carol is added and leaves; she asks to join by a link, and one who may lets her in. The link ends."""
    ada, carol, peer = cast.ada, cast.carol, cast.ada.peers[group]
    await ada.call("messages.addChatUser", chat_id=-group, user_id=ada.user(carol), fwd_limit=10)
    await cast.enter(carol, group, peer)
    await carol.call("messages.deleteChatUser", chat_id=-group, user_id=tl("inputUserSelf"))
    exported = await ada.call("messages.exportChatInvite", peer=peer, request_needed=True, title="for Carol")
    link = exported["link"]
    code = link.rpartition("+")[2]
    await ada.call("messages.editExportedChatInvite", peer=peer, link=link, title="for Carol alone")
    async with carol.is_refused("INVITE_REQUEST_SENT"):
        await carol.call("messages.importChatInvite", hash=code)
    await ada.client.first.hears(lambda mirror: mirror.known["chats"].get(f"requests {group}") == [carol.id])
    await ada.call("messages.hideChatJoinRequest", peer=peer, user_id=ada.user(carol), approved=True)
    await ada.call("messages.editExportedChatInvite", peer=peer, link=link, revoked=True)
    async with carol.is_refused("INVITE_HASH_EXPIRED"):
        await carol.call("messages.checkChatInvite", hash=code)


async def _rule(cast: Cast, group: int) -> None:
    """Bob becomes an administrator; the others may not ask or pin."""
    ada, bob = cast.ada, cast.bob
    await ada.call("messages.editChatAdmin", chat_id=-group, user_id=ada.user(bob), is_admin=True)
    rights = tl("chatBannedRights", until_date=0, send_polls=True, pin_messages=True)
    await ada.call("messages.editChatDefaultBannedRights", peer=ada.peers[group], banned_rights=rights)


async def _end(cast: Cast) -> None:
    """Bob is removed, then there is no group any more."""
    ada, bob, carol = cast.all
    group = await cast.found(cast.words("Passing"), bob, carol)
    await ada.say(group, cast.words("it was good"))
    await ada.call("messages.deleteChatUser", chat_id=-group, user_id=ada.user(bob))
    await ada.call("messages.deleteChat", chat_id=-group)
    for hand in cast.all:
        hand.left.add(group)
