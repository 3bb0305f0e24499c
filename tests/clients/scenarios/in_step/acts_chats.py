"""How people keep their chats: drafts, pins, marks, folders, the archive, saved messages, silence, timers."""

from in_step.acts_messages import FIRE, HEART
from in_step.cast import Cast
from in_step.hand import FOLDERS_HAVE_TAGS, FOREVER, SAVED_DIALOGS, SAVED_TAGS, Hand
from in_step.objects import Plain, text, tl

DAY = 86_400


async def chats(cast: Cast) -> None:
    """Put all in order."""
    await _draft(cast)
    await _order(cast)
    await _sort_into_folders(cast)
    await _archive(cast)
    await _save(cast)
    await _silence(cast)
    await _let_expire(cast)


async def _draft(cast: Cast) -> None:
    """One stays, one is cleared by hand, one by sending, two all at once."""
    ada, bob, carol = cast.all
    await carol.call("messages.saveDraft", peer=carol.peers[cast.group], message=cast.words("later"))
    for words in (cast.words("no"), ""):
        await carol.call("messages.saveDraft", peer=carol.peers[ada.id], message=words)
    await bob.call("messages.saveDraft", peer=bob.peers[ada.id], message=cast.words("perhaps"))
    await bob.say(ada.id, cast.words("yes"), clear_draft=True)
    for chat in (bob.id, cast.group):
        await ada.call("messages.saveDraft", peer=ada.peers[chat], message=cast.words("unsaid"))
    await ada.call("messages.clearAllDrafts")


async def _order(cast: Cast) -> None:
    """Chats on top of the others, in another order, one no more; one marked as unread, one no more."""
    ada, bob, carol = cast.all
    for chat in (ada.id, carol.id, cast.group):
        await bob.call("messages.toggleDialogPin", peer=_dialog(bob, chat), pinned=True)
    order = [_dialog(bob, chat) for chat in (ada.id, cast.group, carol.id)]
    await bob.call("messages.reorderPinnedDialogs", folder_id=0, order=order, force=True)
    await bob.call("messages.toggleDialogPin", peer=_dialog(bob, carol.id))
    await carol.call("messages.markDialogUnread", peer=_dialog(carol, cast.group), unread=True)
    for unread in (True, False):
        await carol.call("messages.markDialogUnread", peer=_dialog(carol, ada.id), unread=unread)


async def _sort_into_folders(cast: Cast) -> None:
    """Two are made, one changed, put in another order and shown as tags; a third one is made and deleted."""
    bob = cast.bob
    for number, title in ((2, "Work"), (3, "Home"), (2, "Works"), (4, "Gone")):
        folder = tl("dialogFilter", id=number, title=text(title), emoticon="🏠", groups=True)
        everyone = {"pinned_peers": [], "include_peers": [bob.peers[cast.ada.id]], "exclude_peers": []}
        await bob.call("messages.updateDialogFilter", id=number, filter=folder | everyone)
    await bob.call("messages.updateDialogFilter", id=4)
    await bob.call("messages.updateDialogFiltersOrder", order=[3, 0, 2] if cast.turn == "live" else [0, 2, 3])
    if bob.client.layer >= FOLDERS_HAVE_TAGS:
        await bob.call("messages.toggleDialogFilterTags", enabled=cast.turn == "live")


async def _archive(cast: Cast) -> None:
    """One chat goes into the archive, in the next turn it comes out again; one comes out by itself when it is told."""
    carol = cast.carol
    for chat, folder in ((cast.group, cast.turn == "live"), (cast.ada.id, True)):
        moved = tl("inputFolderPeer", peer=carol.peers[chat], folder_id=int(folder))
        await carol.call("folders.editPeerFolders", folder_peers=[moved])
    await cast.ada.say(carol.id, cast.words("come out"))


async def _save(cast: Cast) -> None:
    """What others wrote is kept: by where it was, in an order of its own, and under tags that have names."""
    ada, carol = cast.ada, cast.carol
    chats = (cast.group, ada.id)
    saved = []
    for chat in chats:
        [newest, *_] = [one for one in await carol.history(chat) if one.get("message")]
        saved += await carol.forward(chat, [newest["id"]], carol.id)
    if carol.client.layer >= SAVED_DIALOGS:
        for chat in chats:
            await carol.call("messages.toggleSavedDialogPin", peer=_dialog(carol, chat), pinned=True)
        order = [_dialog(carol, chat) for chat in chats]
        await carol.call("messages.reorderPinnedSavedDialogs", order=order, force=True)
        await carol.call("messages.toggleSavedDialogPin", peer=_dialog(carol, ada.id))
    if carol.client.layer >= SAVED_TAGS:
        emoji = FIRE if cast.turn == "live" else HEART
        for message in saved:
            await carol.react(carol.id, message, emoji)
        await carol.react(carol.id, saved[0])
        named = tl("reactionEmoji", emoticon=emoji)
        await carol.call("messages.updateSavedReactionTag", reaction=named, title=cast.turn)


async def _silence(cast: Cast) -> None:
    """A chat, and all of one kind."""
    ada, bob = cast.ada, cast.bob
    group = tl("inputNotifyPeer", peer=bob.peers[cast.group])
    settings = tl("inputPeerNotifySettings", mute_until=FOREVER if cast.turn == "live" else 0, show_previews=False)
    await bob.call("account.updateNotifySettings", peer=group, settings=settings)
    quiet = tl("inputPeerNotifySettings", silent=cast.turn == "live")
    await ada.call("account.updateNotifySettings", peer=tl("inputNotifyUsers"), settings=quiet)


async def _let_expire(cast: Cast) -> None:
    """In one chat, and in all that begin from now on."""
    bob = cast.bob
    timer = DAY * len(cast.turn)  # another one in each turn
    await bob.call("messages.setHistoryTTL", peer=bob.peers[cast.ada.id], period=timer)
    await bob.say(cast.ada.id, cast.words("not for long"))
    await bob.call("messages.setDefaultHistoryTTL", period=timer)


def _dialog(hand: Hand, chat: int) -> Plain:
    return tl("inputDialogPeer", peer=hand.peers[chat])
