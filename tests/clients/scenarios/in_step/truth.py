"""What the server tells a person who asks, in the shape of what a mirror knows, and how the two are compared."""

from collections.abc import Awaitable, Callable
from typing import Any

from in_step.hand import FOLDERS_HAVE_TAGS, SAVED_DIALOGS, SAVED_TAGS, Hand
from in_step.mirror import ASK, Known, id_of, members_of, told
from in_step.objects import Long, Plain, tl

Call = Callable[[Plain], Awaitable[Any]]


async def truth(hand: Hand) -> Known:
    """All that the first device is told when it asks."""
    messages = [message for chat in hand.peers for message in await hand.history(chat)]
    waiting = [message for peer in hand.peers.values() for message in await _scheduled(hand, peer)]
    chats = await _dialogs(hand, *hand.peers.values())
    for chat in hand.peers.keys() - hand.left:
        chats |= await _profile(hand, chat)
    return {
        "messages": {message["id"]: told(message) for message in messages},
        "scheduled": {message["id"]: told(message) for message in waiting},
        "chats": chats,
        "lists": {
            name: await ask(hand.client.call) for name, (layer, ask) in LISTS.items() if hand.client.layer >= layer
        },
    }


async def of_new_chat(hand: Hand, chat: int) -> dict[str, Any]:
    """What is known of a chat that is as it was made, by a device that hears of it."""
    return await _dialogs(hand, hand.peers[chat]) | await _profile(hand, chat)


async def amiss(hand: Hand, true: Known) -> list[str]:
    """What the second device knows otherwise than the server tells. What it has to ask for, it asks for."""
    await _ask(hand)
    known = hand.client.second.known
    unread = {f"unread {chat}": hand.client.second.unread(chat) for chat in hand.peers}
    known = known | {"chats": {name: known["chats"].get(name) for name in true["chats"]} | unread}
    pts, own = (await hand.call("updates.getState"))["pts"], await hand.client.pts()
    behind = [f"pts: true {pts}, known {own}"] if own not in (pts, None) else []
    return behind + [
        f"{part} {key}: true {true[part].get(key)}, known {known[part].get(key)}"
        for part in true
        for key in true[part].keys() | known[part].keys()
        if true[part].get(key) != known[part].get(key)
    ]


async def _ask(hand: Hand) -> None:
    known, call = hand.client.second.known, hand.client.call_second
    for name, about in known["lists"].items():
        if about == ASK:
            known["lists"][name] = await LISTS[name][1](call)
    for chat, peer in hand.peers.items():
        if known["chats"].get(f"bar {chat}") == ASK:
            known["chats"][f"bar {chat}"] = await _bar(call, peer)


async def unheard(hand: Hand, true: Known) -> list[str]:
    """What others wrote, and the first device was not told of, or not as it is now."""
    heard = {number: message.get("message") for number, message in hand.client.first.known["messages"].items()}
    return [
        f"not told to the first device: {message}"
        for number, message in true["messages"].items()
        if id_of(message["from_id"]) != hand.id and (number not in heard or heard[number] != message.get("message"))
    ]


async def _scheduled(hand: Hand, peer: Plain) -> list[Plain]:
    found = await hand.call("messages.getScheduledHistory", peer=peer, hash=Long(0))
    return list(found.get("messages", []))


async def _dialogs(hand: Hand, *peers: Plain) -> dict[str, Any]:
    wanted = [tl("inputDialogPeer", peer=peer) for peer in peers]
    known: dict[str, Any] = {}
    for dialog in (await hand.call("messages.getPeerDialogs", peers=wanted)).get("dialogs", []):
        unread = {what: dialog.get(name, 0) for what, name in _UNREAD.items()}
        about = {
            "read": dialog.get("read_inbox_max_id", 0),
            "read by others": dialog.get("read_outbox_max_id", 0),
            "unread": unread,
            "draft": dialog.get("draft", {}).get("message", ""),
            "on top": dialog.get("pinned", False),
            "marked": dialog.get("unread_mark", False),
            "folder": dialog.get("folder_id", 0),
            "timer": dialog.get("ttl_period", 0),
            "notices": dialog["notify_settings"],
        }
        known |= {f"{what} {id_of(dialog['peer'])}": value for what, value in about.items()}
    return known


_UNREAD = {
    "messages": "unread_count",
    "mentions": "unread_mentions_count",
    "reactions": "unread_reactions_count",
}


async def _profile(hand: Hand, chat: int) -> dict[str, Any]:
    return await (_group(hand, chat) if chat < 0 else _person(hand, chat, hand.peers[chat]))


async def _group(hand: Hand, chat: int) -> dict[str, Any]:
    answer = await hand.call("messages.getFullChat", chat_id=-chat)
    [rights] = [one["default_banned_rights"] for one in answer["chats"] if one["id"] == -chat]
    full = answer["full_chat"]
    return {
        f"members {chat}": members_of(full["participants"]),
        f"requests {chat}": full.get("recent_requesters", []),
        f"rights {chat}": rights,
    }


async def _person(hand: Hand, chat: int, peer: Plain) -> dict[str, Any]:
    blocked = await hand.call("contacts.getBlocked", offset=0, limit=100)
    return {
        f"blocked {chat}": chat in [id_of(one["peer_id"]) for one in blocked.get("blocked", [])],
        f"bar {chat}": await _bar(hand.client.call, peer),
    }


async def _bar(call: Call, peer: Plain) -> Plain:
    settings: Plain = (await call(tl("messages.getPeerSettings", peer=peer)))["settings"]
    return settings


async def _folders(call: Call) -> dict[int, Plain]:
    return {one["id"]: one for one in (await _filters(call)).get("filters", []) if "id" in one}


async def _order_of_folders(call: Call) -> list[int]:
    return [one.get("id", 0) for one in (await _filters(call)).get("filters", [])]


async def _tags_of_folders(call: Call) -> bool:
    return bool((await _filters(call)).get("tags_enabled"))


async def _filters(call: Call) -> Plain:
    found = await call(tl("messages.getDialogFilters"))
    if isinstance(found, list):  # at older layers it is a list alone
        found = {"filters": found}
    # Pyrogram takes an object without fields for a number where it is alone in a list (raw/core/primitives/vector.py).
    filters = [one if isinstance(one, dict) else tl("dialogFilterDefault") for one in found.get("filters", [])]
    return {**found, "filters": filters}


async def _on_top(call: Call) -> list[int]:
    return [id_of(one["peer"]) for one in (await call(tl("messages.getPinnedDialogs", folder_id=0))).get("dialogs", [])]


async def _saved_on_top(call: Call) -> list[int]:
    return [id_of(one["peer"]) for one in (await call(tl("messages.getPinnedSavedDialogs"))).get("dialogs", [])]


async def _tags(call: Call) -> dict[str, str]:
    found = (await call(tl("messages.getSavedReactionTags", hash=Long(0)))).get("tags", [])
    return {one["reaction"]["emoticon"]: one.get("title", "") for one in found}


async def _notices(call: Call) -> Plain:
    settings: Plain = await call(tl("account.getNotifySettings", peer=tl("inputNotifyUsers")))
    return settings


LISTS: dict[str, tuple[int, Callable[[Call], Awaitable[Any]]]] = {
    "folders": (0, _folders),
    "order of folders": (0, _order_of_folders),
    "tags of folders": (FOLDERS_HAVE_TAGS, _tags_of_folders),
    "on top": (0, _on_top),
    "saved on top": (SAVED_DIALOGS, _saved_on_top),
    "tags": (SAVED_TAGS, _tags),
    "notices of notifyUsers": (0, _notices),
}
"""How each list is asked for, and from which layer on."""
