"""Whom one does not want to hear, and what one is told of people."""

from in_step.cast import Cast
from in_step.hand import Hand
from in_step.objects import Long, tl


async def notices(cast: Cast) -> None:
    """Block, notice a screenshot, meet somebody new, hide the bar over a stranger's chat."""
    await _block(cast)
    await _screenshot(cast)
    await _join(cast)
    await _hide_the_bar(cast)


async def _block(cast: Cast) -> None:
    """Who is blocked cannot write, until all is as before; to a group everybody can. One is blocked till the end."""
    ada, bob, carol = cast.all
    await ada.call("contacts.block", id=ada.peers[carol.id])
    async with carol.is_refused("USER_IS_BLOCKED"):
        await carol.say(ada.id, cast.words("do you hear me?"))
    await carol.say(cast.group, cast.words("does nobody hear me?"))
    await ada.call("contacts.unblock", id=ada.peers[carol.id])
    await carol.say(ada.id, cast.words("and now?"))
    if cast.turn == "missed":
        await bob.call("contacts.block", id=bob.peers[carol.id])


async def _screenshot(cast: Cast) -> None:
    """Both sides are told of it."""
    ada, bob = cast.ada, cast.bob
    seen = await bob.find(ada.id, cast.words("between us"))
    reply = {"reply_to": tl("inputReplyToMessage", reply_to_msg_id=seen), "reply_to_msg_id": seen}
    await bob.call("messages.sendScreenshotNotification", peer=bob.peers[ada.id], random_id=bob.new_id(), **reply)


async def _join(cast: Cast) -> None:
    """Somebody whose number Ada knows comes to the server: a chat begins that says so."""
    ada = cast.ada
    contact = tl("inputPhoneContact", client_id=Long(0), phone=cast.phone, first_name="Zoe", last_name="")
    await ada.call("contacts.importContacts", contacts=[contact])
    await cast.sign_up(cast.phone, "Zoe")
    found = await ada.call("contacts.getContacts", hash=Long(0))
    zoe = next(user for user in found["users"] if user["id"] not in ada.peers and user["first_name"] == "Zoe")
    peer = tl("inputPeerUser", user_id=zoe["id"], access_hash=zoe["access_hash"])
    await cast.enter(ada, zoe["id"], peer)


async def _hide_the_bar(cast: Cast) -> None:
    """Over the chat with somebody who is no contact."""
    pairs: dict[str, tuple[Hand, Hand]] = {"live": (cast.carol, cast.ada), "missed": (cast.bob, cast.ada)}
    hand, stranger = pairs[cast.turn]
    await hand.call("messages.hidePeerSettingsBar", peer=hand.peers[stranger.id])
