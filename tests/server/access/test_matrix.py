"""The access matrix of everything about messages, dialogs and groups: every handled method x every actor.

Requests are made from the methods' definitions (requests.py), so a method that is added is tried too, and fails here
until `NEEDS` says who may call it. Whoever may not is refused, learns nothing, and moves nothing; and what they may not
name looks as if it did not exist (rows AC-1 to AC-4).
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import IntEnum, auto
from typing import Any

import pytest

from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.rpc.routers import ROUTERS
from tests.server.access.requests import Names, request, same
from tests.server.access.world import LATER, NO_MESSAGE, NOBODY_ID, SECRET, World, alike, outcome
from tests.server.client import Client

pytestmark = pytest.mark.rows("AC-1", "AC-2", "AC-3", "AC-4")

ROOMS = frozenset({"messages", "dialogs", "search", "reactions", "polls", "todo", "chats", "updates"})
PEERS = frozenset({"InputPeer", "InputDialogPeer", "InputNotifyPeer"})
ELSEWHERE = frozenset({"block", "discardEncryption", "dismissSuggestion", "hidePromoData", "reportProfilePhoto"})
ELSEWHERE |= {"resetTopPeerRating", "unblock"}
"""What these name is a person, a secret chat or a promotion."""


def _names_peers(function: type[Any]) -> bool:
    return any(field.type.name in PEERS or field.name == "chat_id" for field in function.DEFINITION.values)


METHODS = {
    name: function
    for router in ROUTERS
    for function, method in router
    if (name := function.NAME.rpartition(".")[2]) not in ELSEWHERE
    and (method.handler.__module__.split(".")[1] in ROOMS or _names_peers(function))
}
"""Whatever rooms they live in, if they name somebody's dialog."""


class Needs(IntEnum):
    """What a method needs in a group, from nothing to everything."""

    NOTHING = auto()
    """It names no group: it shows or changes what is the caller's own."""
    BOX = auto()
    """What the caller has received: whoever was in the group has it still."""
    MEMBER = auto()
    RIGHT = auto()
    """Members have it unless the default rights take it away."""
    ADMIN = auto()
    OWNER = auto()
    AUTHOR = auto()
    """Who wrote the message; here the owner did."""
    PRIVATE = auto()
    """It is not for groups at all."""


_NEEDS: dict[Needs, str] = {
    Needs.NOTHING: """
        clearAllDrafts clearRecentReactions getAllDrafts getAvailableEffects getAvailableReactions getCommonChats
        createChat getDefaultHistoryTTL getDefaultTagReactions getDialogFilters getDialogUnreadMarks getDialogs
        getPinnedDialogs getPinnedSavedDialogs getRecentReactions getSavedDialogs getSplitRanges getState getDifference
        getSuggestedDialogFilters getTopReactions readMessageContents receivedMessages searchGlobal searchSentMedia
        setDefaultHistoryTTL setDefaultReaction toggleDialogFilterTags updateDialogFiltersOrder updateSavedReactionTag
        checkChatInvite importChatInvite deleteMessages getMessages
    """,
    Needs.BOX: """
        deleteHistory deleteSavedHistory deleteScheduledMessages editPeerFolders forwardMessages getChats getFullChat
        getHistory getMessagesReactions getMessagesViews getPeerDialogs getPeerSettings getPollResults
        getRecentLocations getRichMessage getSavedDialogsByID getSavedHistory getSavedReactionTags getScheduledHistory
        getScheduledMessages getSearchCounters getSearchResultsCalendar getSearchResultsPositions getUnreadMentions
        getUnreadPollVotes getUnreadReactions hidePeerSettingsBar markDialogUnread readHistory readMentions
        readPollVotes readReactions reorderPinnedDialogs reorderPinnedSavedDialogs report reportMessagesDelivery
        reportSpam saveDraft search sendScheduledMessages toggleDialogPin togglePeerTranslations toggleSavedDialogPin
        updateDialogFilter getNotifyExceptions getNotifySettings reportPeer saveAutoSaveSettings updateNotifySettings
        uploadMedia
    """,
    Needs.MEMBER: """
        deletePollAnswer getMessageReactionsList getOnlines getPollVotes reportReaction sendVote
    """,
    Needs.RIGHT: """
        addChatUser addPollAnswer appendTodoList editChatAbout editChatParticipantRank editChatPhoto editChatTitle
        sendMedia sendMessage sendMultiMedia sendReaction setChatTheme setHistoryTTL setTyping toggleTodoCompleted
        unpinAllMessages updatePinnedMessage
    """,
    Needs.ADMIN: """
        deleteChatUser editChatDefaultBannedRights exportChatInvite getChatInviteImporters hideAllChatJoinRequests
        hideChatJoinRequest setChatAvailableReactions
    """,
    Needs.OWNER: """
        deleteChat deleteExportedChatInvite deleteRevokedExportedChatInvites editChatAdmin editChatCreator
        editExportedChatInvite getAdminsWithInvites getExportedChatInvite getExportedChatInvites
        getFutureChatCreatorAfterLeave toggleNoForwards
    """,
    Needs.AUTHOR: "editMessage getMessageEditData getMessageReadParticipants",
    Needs.PRIVATE: """
        getOutboxReadDate readSavedHistory sendScreenshotNotification setChatWallPaper
    """,
}
"""Links are the owner's and the member named is no admin, so even another admin may not look at them."""
NEEDS = {method: needs for needs, methods in _NEEDS.items() for method in methods.split()}

LAST = ("importChatInvite", "deleteMessages", "deleteHistory", "deleteChatUser", "deleteChat")
"""What takes away what others are tried on."""

EVERYTHING = types.ChatBannedRights(
    until_date=0,
    send_messages=True,
    send_media=True,
    send_polls=True,
    send_reactions=True,
    change_info=True,
    invite_users=True,
    pin_messages=True,
    edit_rank=True,
)

REFUSALS = frozenset(
    {
        "CHAT_ADMIN_REQUIRED",
        "CHAT_ID_INVALID",
        "CHAT_WRITE_FORBIDDEN",
        "MESSAGE_AUTHOR_REQUIRED",
        "MESSAGE_ID_INVALID",
        "MSG_ID_INVALID",
        "PARENT_PEER_INVALID",
        "PEER_ID_INVALID",
    }
)
WHOLE_GROUP = frozenset({"CHAT_ADMIN_REQUIRED", "CHAT_ID_INVALID", "CHAT_WRITE_FORBIDDEN", "PEER_ID_INVALID"})
"""Errors that whoever may do a thing never gets."""


def in_order(methods: Iterable[str]) -> list[str]:
    return sorted(methods, key=lambda method: (method in LAST, LAST.index(method) if method in LAST else 0, method))


def test_every_method_has_its_row() -> None:
    assert NEEDS.keys() == METHODS.keys()


async def test_nobody_gets_anywhere_without_being_signed_in(world: World) -> None:
    names = await world.in_group(world.grace)
    for actor, error in ((world.nobody, "AUTH_KEY_UNREGISTERED"), (world.pending, "SESSION_PASSWORD_NEEDED")):
        for method, function in METHODS.items():
            with pytest.raises(RpcError) as refused:
                await actor(request(function, names))
            assert refused.value.message == error, method


async def test_to_an_outsider_a_group_is_as_none(world: World) -> None:
    """Also by message ids that are somebody's, and by a member's name."""
    names = await world.in_group(world.grace)
    none = replace(names, peer=types.InputPeerChat(chat_id=NOBODY_ID), chat_id=NOBODY_ID)
    for method, function in METHODS.items():
        seen = await outcome(world, world.grace, request(function, names))
        assert SECRET not in seen.answer, method
        if same(function, names, none):
            assert NEEDS[method] is Needs.NOTHING, method
            continue
        assert seen.error, method
        assert alike(seen, names, await outcome(world, world.grace, request(function, none)), none), method
        assert not seen.moved, method


async def test_a_wrong_access_hash_names_nobody(world: World) -> None:
    """Somebody who is there, by a hash that is another's, looks like somebody who is not."""
    names = await world.in_group(world.alice)
    wrong = _as_private(names, world, world.bob, world.user(world.alice, world.carol).access_hash)
    none = _as_private(names, world, None, wrong.user.access_hash)
    for method, function in METHODS.items():
        for one, other in ((wrong, none), (replace(wrong, peer=names.peer), replace(none, peer=names.peer))):
            one, other = (replace(given, chat_id=names.chat_id) for given in (one, other))
            if not same(function, one, other):
                seen = await outcome(world, world.alice, request(function, one))
                assert seen.error, method
                assert not seen.moved, method
                assert alike(seen, one, await outcome(world, world.alice, request(function, other)), other), method


def _as_private(names: Names, world: World, other: Client | None, access_hash: int) -> Names:
    user_id = NOBODY_ID if other is None or other.me is None else other.me.id
    peer = types.InputPeerUser(user_id=user_id, access_hash=access_hash)
    return replace(names, peer=peer, user=types.InputUser(user_id=user_id, access_hash=access_hash))


async def test_ids_of_other_boxes_are_ids_of_nothing(world: World) -> None:
    """Grace asks her own dialog with Alice for what stands in Alice's box."""
    in_group = await world.in_group(world.grace)
    theirs = _as_private(in_group, world, world.alice, world.user(world.grace, world.alice).access_hash)
    nothing = replace(theirs, text=NO_MESSAGE, poll=NO_MESSAGE + 1, todo=NO_MESSAGE + 2)
    for method, function in METHODS.items():
        if not same(function, theirs, nothing):
            seen = await outcome(world, world.grace, request(function, theirs))
            assert alike(seen, theirs, await outcome(world, world.grace, request(function, nothing)), nothing), method
            assert SECRET not in seen.answer, method
            assert not seen.moved, method


async def test_who_is_blocked_changes_nothing_for_who_blocked_them(world: World) -> None:
    names = replace(await world.in_group(world.alice), link="https://t.me/+nothing")
    alice = _as_private(names, world, world.alice, world.user(world.heidi, world.alice).access_hash)
    for method, function in METHODS.items():
        seen = await outcome(world, world.heidi, request(function, alice))
        assert not seen.moved, method
        assert SECRET not in seen.answer, method


async def test_who_has_gone_keeps_what_they_got_and_gets_no_more(world: World) -> None:
    for actor in (world.dave, world.frank):
        names = await world.in_group(actor)
        for method in in_order(METHODS):
            if method == "importChatInvite" and actor is world.dave:
                continue  # who left may come back by a link
            seen = await outcome(world, actor, request(METHODS[method], names))
            assert not seen.moved or method == "createChat", method  # which asks Ivy into another group
            assert LATER not in seen.answer, method
            if NEEDS[method] > Needs.BOX:
                assert seen.error in REFUSALS, method
            elif NEEDS[method] is Needs.BOX:
                assert seen.error not in WHOLE_GROUP, method


async def test_members_admins_and_the_owner_may_what_they_may(world: World) -> None:
    """Carol has been left no right; Bob is an admin; the group and the messages are Alice's."""
    await world.alice(functions.messages.EditChatDefaultBannedRights(peer=world.peer, banned_rights=EVERYTHING))
    for actor, most in ((world.carol, Needs.MEMBER), (world.bob, Needs.ADMIN), (world.alice, Needs.AUTHOR)):
        names = await world.in_group(actor)
        for method in in_order(METHODS):
            seen = await outcome(world, actor, request(METHODS[method], names))
            if NEEDS[method] > most:
                assert seen.error in REFUSALS, method
                assert not seen.moved, method
            elif NEEDS[method] is not Needs.NOTHING:
                assert seen.error not in WHOLE_GROUP, method
