"""Dialogs: the list, pins, marks, the archive, folders, drafts, saved dialogs."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import Pair, dialog, history, random_id, sent_id, text


def listed(limit: int = 100, **fields: object) -> functions.messages.GetDialogs:
    first = {"offset_date": 0, "offset_id": 0, "offset_peer": types.InputPeerEmpty(), "hash": 0}
    return functions.messages.GetDialogs(**{**first, "limit": limit, **fields})


def peers(answer: types.messages.Dialogs) -> list[int]:
    return [one.peer.user_id for one in answer.dialogs]


async def test_the_list_goes_by_the_newest_message_and_by_pages(pair: Pair) -> None:
    me, bob = pair.alice.user_id, pair.bob.user_id
    await pair.alice(text(types.InputPeerSelf(), "note"))
    await pair.alice(text(pair.to_bob, "hi"))
    assert peers(await pair.alice(listed()))[:2] == [bob, me]

    first = await pair.alice(listed(1))
    assert isinstance(first, types.messages.DialogsSlice)
    rest = await pair.alice(listed(offset_id=first.dialogs[0].top_message, offset_peer=pair.to_bob))
    assert bob not in peers(rest)
    assert first.count == 1 + len(rest.dialogs)
    assert {user.id for user in rest.users} >= set(peers(rest))


async def test_pins_stand_on_top_in_their_order(pair: Pair) -> None:
    me, bob = pair.alice.user_id, pair.bob.user_id
    await pair.alice(text(types.InputPeerSelf(), "note"))
    await pair.alice(text(pair.to_bob, "hi"))
    own, his = types.InputDialogPeer(peer=types.InputPeerSelf()), types.InputDialogPeer(peer=pair.to_bob)
    await pair.alice(functions.messages.ToggleDialogPin(peer=own, pinned=True))

    told = await pair.alice.tablet.update(types.UpdateDialogPinned)
    assert (told.pinned, told.peer.peer.user_id) == (True, me)
    assert peers(await pair.alice(listed()))[0] == me
    await pair.alice(functions.messages.ToggleDialogPin(peer=his, pinned=True))
    pinned = await pair.alice(functions.messages.GetPinnedDialogs(folder_id=0))
    assert peers(pinned) == [bob, me]
    await pair.alice(functions.messages.ReorderPinnedDialogs(folder_id=0, order=[own, his]))
    assert peers(await pair.alice(listed()))[:2] == [me, bob]
    await pair.alice(functions.messages.ReorderPinnedDialogs(folder_id=0, order=[his], force=True))
    assert peers(await pair.alice(functions.messages.GetPinnedDialogs(folder_id=0))) == [bob]
    assert peers(await pair.alice(listed(exclude_pinned=True)))[0] == me


async def test_a_dialog_that_the_list_does_not_show_cannot_be_pinned(pair: Pair) -> None:
    his = types.InputDialogPeer(peer=pair.to_bob)
    with pytest.raises(rpc_errors.PEER_HISTORY_EMPTY):
        await pair.alice(functions.messages.ToggleDialogPin(peer=his, pinned=True))
    sent = await pair.alice(text(pair.to_bob, "hi"))
    await pair.alice(functions.messages.DeleteMessages(id=[sent.id]))
    await pair.alice(text(types.InputPeerSelf(), "note"))
    own = types.InputDialogPeer(peer=types.InputPeerSelf())
    await pair.alice(functions.messages.ReorderPinnedDialogs(folder_id=0, order=[his, own], force=True))

    me = pair.alice.user_id
    assert peers(await pair.alice(functions.messages.GetPinnedDialogs(folder_id=0))) == [me]
    told = await pair.alice.tablet.update(types.UpdatePinnedDialogs)
    assert [one.peer.user_id for one in told.order] == [me]


async def test_a_pinned_dialog_stays_on_top_when_its_messages_go_one_by_one(pair: Pair) -> None:
    his = types.InputDialogPeer(peer=pair.to_bob)
    sent = await pair.alice(text(pair.to_bob, "hi"))
    await pair.alice(functions.messages.ToggleDialogPin(peer=his, pinned=True))
    await pair.alice(functions.messages.DeleteMessages(id=[sent.id]))

    await pair.alice(functions.messages.ToggleDialogPin(peer=his, pinned=True))  # it is: nothing to refuse
    await pair.alice(functions.messages.ReorderPinnedDialogs(folder_id=0, order=[his], force=True))
    assert peers(await pair.alice(functions.messages.GetPinnedDialogs(folder_id=0))) == [pair.bob.user_id]


async def test_an_unread_mark_is_set_told_and_goes_by_reading(pair: Pair) -> None:
    his = types.InputDialogPeer(peer=pair.to_bob)
    await pair.alice(text(pair.to_bob, "hi"))
    await pair.alice(functions.messages.MarkDialogUnread(peer=his, unread=True))

    assert (await pair.alice.tablet.update(types.UpdateDialogUnreadMark)).unread
    marks = await pair.alice(functions.messages.GetDialogUnreadMarks())
    assert marks == [types.DialogPeer(peer=types.PeerUser(user_id=pair.bob.user_id))]
    await pair.alice(functions.messages.ReadHistory(peer=pair.to_bob, max_id=0))
    assert await pair.alice(functions.messages.GetDialogUnreadMarks()) == []
    assert not (await pair.alice.tablet.update(types.UpdateDialogUnreadMark)).unread


async def test_a_dialog_that_the_list_does_not_show_is_neither_marked_nor_in_the_badge(pair: Pair) -> None:
    his = types.InputDialogPeer(peer=pair.to_bob)
    start = (await pair.alice(functions.updates.GetState())).unread_count
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await pair.alice(functions.messages.MarkDialogUnread(peer=his, unread=True))
    await pair.alice(functions.messages.MarkDialogUnread(peer=his))  # it is not: nothing to refuse
    sent = await pair.alice(text(pair.to_bob, "hi"))
    await pair.alice(functions.messages.MarkDialogUnread(peer=his, unread=True))
    assert (await pair.alice(functions.updates.GetState())).unread_count == start + 1

    await pair.alice(functions.messages.DeleteMessages(id=[sent.id]))
    assert (await pair.alice(functions.updates.GetState())).unread_count == start
    assert await pair.alice(functions.messages.GetDialogUnreadMarks()) == []
    await pair.alice(text(pair.to_bob, "again"))  # which shows it as it was
    assert (await pair.alice(functions.updates.GetState())).unread_count == start + 1


async def test_reading_what_came_takes_the_mark_away_and_tells_so(pair: Pair) -> None:
    """Other devices are told by the mark itself: that a dialog was read says nothing of it."""
    his = types.InputDialogPeer(peer=pair.to_bob)
    await pair.bob(text(pair.to_alice, "hi"))
    await pair.alice(functions.messages.MarkDialogUnread(peer=his, unread=True))
    assert (await pair.alice.tablet.update(types.UpdateDialogUnreadMark)).unread
    await pair.alice(functions.messages.ReadHistory(peer=pair.to_bob, max_id=0))
    assert not (await pair.alice.tablet.update(types.UpdateDialogUnreadMark)).unread
    assert (await pair.alice.tablet.update(types.UpdateReadHistoryInbox)).still_unread_count == 0
    assert await pair.alice(functions.messages.GetDialogUnreadMarks()) == []


async def test_the_archive_is_a_list_of_its_own(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "hi"))
    moved = await pair.alice(
        functions.folders.EditPeerFolders(folder_peers=[types.InputFolderPeer(peer=pair.to_bob, folder_id=1)])
    )
    assert (moved.updates[0].pts, moved.updates[0].pts_count) == (sent.pts + 1, 1)
    assert (await pair.alice.tablet.update(types.UpdateFolderPeers)).folder_peers[0].folder_id == 1
    assert pair.bob.user_id not in peers(await pair.alice(listed(folder_id=0)))
    assert peers(await pair.alice(listed(folder_id=1))) == [pair.bob.user_id]
    with pytest.raises(rpc_errors.FOLDER_ID_INVALID):
        await pair.alice(
            functions.folders.EditPeerFolders(folder_peers=[types.InputFolderPeer(peer=pair.to_bob, folder_id=7)])
        )


def folder(title: str, **fields: object) -> types.DialogFilter:
    empty = {name: [] for name in ("pinned_peers", "include_peers", "exclude_peers")}
    words = types.TextWithEntities(text=title, entities=[])
    return types.DialogFilter(**{"id": 2, "title": words, **empty, **fields})


async def test_folders_are_kept_ordered_told_and_deleted(pair: Pair) -> None:
    work = folder("Work", include_peers=[pair.to_bob], groups=True, emoticon="💼")
    await pair.alice(functions.messages.UpdateDialogFilter(id=2, filter=work))
    await pair.alice(functions.messages.UpdateDialogFilter(id=3, filter=folder("Bots", bots=True)))
    await pair.alice(functions.messages.UpdateDialogFiltersOrder(order=[3, 0, 2]))

    told = await pair.alice.tablet.update(types.UpdateDialogFilter)
    assert told.filter == work
    assert (await pair.alice.tablet.update(types.UpdateDialogFilterOrder)).order == [3, 0, 2]
    kept = await pair.alice(functions.messages.GetDialogFilters())
    assert [getattr(one, "id", 0) for one in kept.filters] == [3, 0, 2]
    assert kept.filters[2] == work
    await pair.alice(functions.messages.ToggleDialogFilterTags(enabled=True))
    await pair.alice(functions.messages.UpdateDialogFilter(id=3))
    kept = await pair.alice(functions.messages.GetDialogFilters())
    assert kept.tags_enabled
    assert [getattr(one, "id", 0) for one in kept.filters] == [0, 2]
    assert len(await pair.alice(functions.messages.GetSuggestedDialogFilters())) == 2


async def test_saved_messages_stand_in_a_folder_by_the_id_of_their_owner(pair: Pair) -> None:
    """TDLib leaves out whom it is told of as inputPeerSelf, Kurigram cannot read its folders any more."""
    (me,) = await pair.alice(functions.users.GetUsers(id=[types.InputUserSelf()]))
    made = folder("Notes", include_peers=[types.InputPeerSelf()])
    await pair.alice(functions.messages.UpdateDialogFilter(id=2, filter=made))
    kept = (await pair.alice(functions.messages.GetDialogFilters())).filters[1]
    assert kept.include_peers == [types.InputPeerUser(user_id=me.id, access_hash=me.access_hash)]
    await pair.alice(functions.messages.UpdateDialogFilter(id=2, filter=kept))
    assert (await pair.alice(functions.messages.GetDialogFilters())).filters[1] == kept


async def test_as_many_folders_and_pins_as_clients_are_told(pair: Pair) -> None:
    config = (await pair.alice(functions.help.GetAppConfig(hash=0))).config
    told = {one.key: one.value for one in config.value}
    most = int(told["dialog_filters_limit_default"].value)
    for number in range(2, 2 + most):
        await pair.alice(functions.messages.UpdateDialogFilter(id=number, filter=folder("more", bots=True)))
    with pytest.raises(rpc_errors.PREMIUM_ACCOUNT_REQUIRED):
        await pair.alice(functions.messages.UpdateDialogFilter(id=2 + most, filter=folder("one more", bots=True)))
    own = types.InputDialogPeer(peer=types.InputPeerSelf())
    most = int(told["saved_dialogs_pinned_limit_default"].value)
    await pair.alice(functions.messages.ReorderPinnedSavedDialogs(order=[own] * most))
    with pytest.raises(rpc_errors.PINNED_DIALOGS_TOO_MUCH):
        await pair.alice(functions.messages.ReorderPinnedSavedDialogs(order=[own] * (most + 1)))


async def test_the_dialogs_of_nobody(pair: Pair) -> None:
    with pytest.raises(rpc_errors.INPUT_PEERS_EMPTY):
        await pair.alice(functions.messages.GetPeerDialogs(peers=[]))


async def test_folders_that_an_order_does_not_name_come_after_those_it_does(pair: Pair) -> None:
    """As they stood; "all chats", which older clients do not name, stands first. Every device hears the whole order."""
    for number in (2, 3, 4, 5):
        made = folder(f"f {number}", include_peers=[pair.to_bob])
        await pair.alice(functions.messages.UpdateDialogFilter(id=number, filter=made))
    for given, whole in (([4, 3], [0, 4, 3, 2, 5]), ([5, 0], [5, 0, 4, 3, 2]), ([], [0, 5, 4, 3, 2])):
        await pair.alice(functions.messages.UpdateDialogFiltersOrder(order=given))
        assert (await pair.alice.tablet.update(types.UpdateDialogFilterOrder)).order == whole
        kept = await pair.alice(functions.messages.GetDialogFilters())
        assert [getattr(one, "id", 0) for one in kept.filters] == whole


@pytest.mark.parametrize(
    ("number", "fields", "error"),
    [
        (1, {"bots": True}, rpc_errors.FILTER_ID_INVALID),
        (2, {"exclude_read": True}, rpc_errors.FILTER_INCLUDE_EMPTY),
        (2, {"bots": True, "name": ""}, rpc_errors.FILTER_TITLE_EMPTY),
    ],
)
async def test_folders_that_are_none(pair: Pair, number: int, fields: dict, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await pair.alice(
            functions.messages.UpdateDialogFilter(id=number, filter=folder(fields.pop("name", "x"), **fields))
        )


async def test_a_draft_is_on_every_device_until_it_is_sent(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "hi"))
    reply = types.InputReplyToMessage(reply_to_msg_id=sent.id)
    await pair.alice(functions.messages.SaveDraft(peer=pair.to_bob, message="I was going to", reply_to=reply))

    told = await pair.alice.tablet.update(types.UpdateDraftMessage)
    assert (told.draft.message, told.draft.reply_to) == ("I was going to", reply)
    assert (await dialog(pair.alice, pair.to_bob)).draft == told.draft
    (found,) = (await pair.alice(functions.messages.GetAllDrafts())).updates
    assert found.draft == told.draft
    await pair.alice(text(pair.to_bob, "never mind", clear_draft=True))
    assert isinstance((await pair.alice.tablet.update(types.UpdateDraftMessage)).draft, types.DraftMessageEmpty)
    assert (await dialog(pair.alice, pair.to_bob)).draft is None


async def test_a_draft_says_how_its_link_is_to_be_shown(pair: Pair) -> None:
    page = types.InputMediaWebPage(url="https://page.test/", force_large_media=True, optional=True)
    link = functions.messages.SaveDraft(peer=pair.to_bob, message="see https://page.test/", media=page)
    await pair.alice(link)
    assert (await pair.alice.tablet.update(types.UpdateDraftMessage)).draft.media == page
    assert (await dialog(pair.alice, pair.to_bob)).draft.media == page
    link.media = types.InputMediaDice(emoticon="🎲")
    with pytest.raises(rpc_errors.MEDIA_INVALID):
        await pair.alice(link)
    with pytest.raises(rpc_errors.EFFECT_ID_INVALID):
        await pair.alice(functions.messages.SaveDraft(peer=pair.to_bob, message="boom", effect=5))


async def test_a_draft_goes_when_what_it_was_is_scheduled(pair: Pair) -> None:
    await pair.alice(functions.messages.SaveDraft(peer=pair.to_bob, message="until tomor"))
    await pair.alice.tablet.update(types.UpdateDraftMessage)
    due = int(pair.harness.clock.now()) + 3_600
    await pair.alice(text(pair.to_bob, "until tomorrow", schedule_date=due, clear_draft=True))
    assert isinstance((await pair.alice.tablet.update(types.UpdateDraftMessage)).draft, types.DraftMessageEmpty)
    assert (await pair.alice(functions.messages.GetAllDrafts())).updates == []


async def test_all_drafts_go_at_once(pair: Pair) -> None:
    for peer in (pair.to_bob, types.InputPeerSelf()):
        await pair.alice(functions.messages.SaveDraft(peer=peer, message="draft"))
    await pair.alice(functions.messages.ClearAllDrafts())
    assert (await pair.alice(functions.messages.GetAllDrafts())).updates == []


async def test_saved_messages_by_where_they_came_from(pair: Pair) -> None:
    me, bob = types.PeerUser(user_id=pair.alice.user_id), types.PeerUser(user_id=pair.bob.user_id)
    sent = await pair.alice(text(pair.to_bob, "words"))
    await pair.alice(text(types.InputPeerSelf(), "note"))
    await pair.alice(
        functions.messages.ForwardMessages(
            from_peer=pair.to_bob, id=[sent.id], random_id=[random_id()], to_peer=types.InputPeerSelf()
        )
    )
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": types.InputPeerEmpty(), "limit": 10, "hash": 0}
    found = await pair.alice(functions.messages.GetSavedDialogs(**page))
    assert [one.peer for one in found.dialogs] == [bob, me]
    zero = dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0)
    saved = await pair.alice(functions.messages.GetSavedHistory(peer=pair.to_bob, limit=10, **zero))
    assert [message.message for message in saved.messages] == ["words"]

    own = types.InputDialogPeer(peer=types.InputPeerSelf())
    await pair.alice(functions.messages.ToggleSavedDialogPin(peer=own, pinned=True))
    assert (await pair.alice.tablet.update(types.UpdateSavedDialogPinned)).pinned
    assert [one.peer for one in (await pair.alice(functions.messages.GetPinnedSavedDialogs())).dialogs] == [me]
    gone = await pair.alice(functions.messages.DeleteSavedHistory(peer=pair.to_bob, max_id=0))
    assert gone.pts_count == 1
    left = (await history(pair.alice, types.InputPeerSelf())).messages
    assert [message.message for message in left] == ["note"]
    by_id = await pair.alice(functions.messages.GetSavedDialogsByID(ids=[pair.to_bob, types.InputPeerSelf()]))
    assert [one.peer for one in by_id.dialogs] == [me]


async def test_a_saved_dialog_is_pinned_only_while_something_is_in_it(pair: Pair) -> None:
    me = types.PeerUser(user_id=pair.alice.user_id)
    own, his = types.InputDialogPeer(peer=types.InputPeerSelf()), types.InputDialogPeer(peer=pair.to_bob)
    note = await pair.alice(text(types.InputPeerSelf(), "note"))
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await pair.alice(functions.messages.ToggleSavedDialogPin(peer=his, pinned=True))
    await pair.alice(functions.messages.ReorderPinnedSavedDialogs(order=[his, own], force=True))
    told = await pair.alice.tablet.update(types.UpdatePinnedSavedDialogs)
    assert [one.peer for one in told.order] == [me]

    more = await pair.alice(text(types.InputPeerSelf(), "another"))
    await pair.alice(functions.messages.DeleteMessages(id=[sent_id(note)]))
    assert [one.peer for one in (await pair.alice(functions.messages.GetPinnedSavedDialogs())).dialogs] == [me]
    await pair.alice(functions.messages.DeleteMessages(id=[sent_id(more)]))
    for device in (pair.alice.phone, pair.alice.tablet):
        gone = await device.update(types.UpdateSavedDialogPinned)
        assert (gone.pinned, gone.peer.peer) == (False, me)
    await pair.alice(text(types.InputPeerSelf(), "begun anew"))
    assert (await pair.alice(functions.messages.GetPinnedSavedDialogs())).dialogs == []


async def test_the_bar_of_a_stranger(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "hi"))
    shown = await pair.bob(functions.messages.GetPeerSettings(peer=pair.to_alice))
    assert (shown.settings.report_spam, shown.settings.add_contact, shown.settings.block_contact) == (True,) * 3
    own = await pair.alice(functions.messages.GetPeerSettings(peer=pair.to_bob))
    assert (own.settings.report_spam, own.settings.add_contact) == (False, True)
    await pair.bob(functions.messages.ReportSpam(peer=pair.to_alice))
    shown = await pair.bob(functions.messages.GetPeerSettings(peer=pair.to_alice))
    assert shown.settings == types.PeerSettings()
    assert (await pair.bob.tablet.update(types.UpdatePeerSettings)).settings == types.PeerSettings()


async def test_reporting_messages_asks_what_it_is_about(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "hi"))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0].id
    asked = {"peer": pair.to_alice, "id": [theirs], "message": ""}
    choice = await pair.bob(functions.messages.Report(**asked, option=b""))
    other = next(one.option for one in choice.options if one.text == "Other")
    assert isinstance(await pair.bob(functions.messages.Report(**asked, option=other)), types.ReportResultAddComment)
    done = await pair.bob(functions.messages.Report(**{**asked, "message": "rude"}, option=other))
    assert isinstance(done, types.ReportResultReported)
    with pytest.raises(rpc_errors.OPTION_INVALID):
        await pair.bob(functions.messages.Report(**asked, option=b"?"))
    note = sent_id(await pair.bob(text(types.InputPeerSelf(), "not in that dialog")))
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.bob(functions.messages.Report(**{**asked, "id": [note]}, option=other))
