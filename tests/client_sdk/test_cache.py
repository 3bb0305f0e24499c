"""What was seen is read without a server, and what is deleted is not shown."""

import asyncio

import pytest

from client_sdk.cache import Cache
from client_sdk.store.records import Login
from client_sdk.store.sqlite import SessionStore
from mtproto.tl import functions, types
from tests.server.people import ALICE, BOB
from tests.support.clock import ManualClock

ME, FRIEND, GROUP = 1, 2, -9
FROM_THE_TOP = {"offset_date": 0, "offset_id": 0, "offset_peer": types.InputPeerEmpty(), "limit": 100, "hash": 0}


def message(number, peer_id=FRIEND, text="hi", **fields):
    peer = types.PeerUser(user_id=peer_id) if peer_id > 0 else types.PeerChat(chat_id=-peer_id)
    return types.Message(id=number, peer_id=peer, date=1000 + number, message=text, **fields)


def dialog(peer_id):
    none = ("read_inbox_max_id", "read_outbox_max_id", "unread_count", "unread_mentions_count")
    none += ("unread_reactions_count", "unread_poll_votes_count")
    peer, settings = message(1, peer_id).peer_id, types.PeerNotifySettings()
    return types.Dialog(peer=peer, top_message=1, notify_settings=settings, **dict.fromkeys(none, 0))


def history(peer_id=FRIEND, **bounds):
    peer = types.InputPeerUser(user_id=peer_id, access_hash=0)
    usual = {"offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 100, "max_id": 0, "min_id": 0, "hash": 0}
    return functions.messages.GetHistory(peer=peer, **(usual | bounds))


def page(*messages):
    return types.messages.Messages(messages=list(messages), topics=[], chats=[], users=[])


@pytest.fixture
def clock():
    return ManualClock(start=2000.0)


@pytest.fixture
def cache(clock):
    with SessionStore(":memory:") as store:
        store.save_login(Login(2, "h", 1, bytes(256), 0, 0.0, user_id=ME))
        yield Cache(store, clock)


def ids(cache, peer_id=FRIEND, **bounds):
    return [each.id for each in cache.history(peer_id, **bounds)]


def test_pages_are_kept_and_read_from_the_newest(cache):
    cache.learn(history(), page(message(5), message(4)))
    cache.learn(history(offset_id=4), page(message(3), message(2)))
    assert ids(cache) == [5, 4, 3, 2]
    assert ids(cache, limit=2, before=5) == [4, 3]
    assert cache.history(FRIEND)[0] == message(5)


def test_what_a_page_no_longer_shows_is_gone(cache):
    cache.learn(history(limit=3), page(message(5), message(4), message(3)))
    cache.learn(history(limit=2), page(message(5), message(3)))
    assert ids(cache) == [5, 3]
    cache.learn(history(), page(message(5)))
    assert ids(cache) == [5]
    cache.learn(history(), page())
    assert ids(cache) == []


def test_a_page_says_nothing_about_what_is_beyond_it(cache):
    cache.learn(history(), page(*(message(n) for n in (9, 8, 7, 2, 1))))
    cache.learn(history(offset_id=9, limit=2), page(message(8), message(7)))
    cache.learn(history(offset_id=5, add_offset=-3, limit=3), page(message(7)))
    assert ids(cache) == [9, 8, 7, 2, 1]


def test_updates_show_change_and_delete(cache):
    for number, peer in ((1, FRIEND), (2, GROUP), (3, FRIEND)):
        cache.apply([types.UpdateNewMessage(message=message(number, peer), pts=number, pts_count=1)])
    cache.apply([types.UpdateEditMessage(message=message(3, text="edited"), pts=4, pts_count=1)])
    assert cache.history(FRIEND)[0].message == "edited"
    cache.apply([types.UpdateDeleteMessages(messages=[2, 3], pts=6, pts_count=2)])
    assert (ids(cache), ids(cache, GROUP)) == ([1], [])
    cache.apply([types.UpdatesTooLong()])
    assert ids(cache) == []


def test_many_updates_at_once_leave_what_they_would_one_by_one(cache):
    for peer_id in (FRIEND, GROUP):
        listed = types.messages.Dialogs(
            dialogs=[dialog(peer_id)],
            messages=[message(1, peer_id)],
            chats=[types.ChatForbidden(id=-GROUP, title="Group")],
            users=[types.User(id=FRIEND)],
        )
        cache.learn(functions.messages.GetDialogs(**FROM_THE_TOP), listed)
    said = [message(3), message(2, out=True), message(4, GROUP), message(5), message(3), message(6, text="deleted")]
    news = [types.UpdateNewMessage(message=each, pts=1, pts_count=1) for each in said]
    edit = types.UpdateEditMessage(message=message(3, text="edited"), pts=1, pts_count=1)
    cache.apply([*news, edit, types.UpdateDeleteMessages(messages=[6], pts=1, pts_count=1)])
    assert [(each.id, each.message) for each in cache.history(FRIEND)][:3] == [(5, "hi"), (3, "edited"), (2, "hi")]
    assert {each.id: each.dialog.unread_count for each in cache.dialogs()} == {FRIEND: 3, GROUP: 1}


def test_a_chat_that_is_archived_is_pinned_no_more(cache):
    listed = types.messages.Dialogs(
        dialogs=[dialog(FRIEND)], messages=[message(1)], chats=[], users=[types.User(id=FRIEND)]
    )
    listed.dialogs[0].pinned = True
    cache.learn(functions.messages.GetDialogs(**FROM_THE_TOP), listed)
    for folder_id in (1, 0):
        moved = [types.FolderPeer(peer=types.PeerUser(user_id=FRIEND), folder_id=folder_id)]
        cache.apply([types.UpdateFolderPeers(folder_peers=moved, pts=1, pts_count=1)])
        (known,) = cache.dialogs()
        assert (known.archived, known.dialog.pinned) == (folder_id == 1, False)


def test_a_channel_numbers_its_messages_for_itself(cache):
    there = types.Message(id=1, peer_id=types.PeerChannel(channel_id=7), date=1, message="there")
    cache.apply([types.UpdateNewChannelMessage(message=there, pts=1, pts_count=1)])
    cache.apply([types.UpdateDeleteMessages(messages=[1], pts=1, pts_count=1)])
    assert ids(cache, -(10**12) - 7) == [1]
    cache.apply([types.UpdateDeleteChannelMessages(channel_id=7, messages=[1], pts=2, pts_count=1)])
    assert ids(cache, -(10**12) - 7) == []


def test_what_we_delete_ourselves_is_gone(cache):
    cache.learn(history(), page(*(message(n) for n in (4, 3, 2, 1))))
    affected = types.messages.AffectedMessages(pts=1, pts_count=1)
    cache.learn(functions.messages.DeleteMessages(id=[4]), affected)
    friend = types.InputPeerUser(user_id=FRIEND, access_hash=0)
    cleared = types.messages.AffectedHistory(pts=1, pts_count=1, offset=0)
    cache.learn(functions.messages.DeleteHistory(peer=friend, max_id=2), cleared)
    assert ids(cache) == [3]
    asked = functions.messages.GetMessages(id=[types.InputMessageID(id=3)])
    cache.learn(asked, page(types.MessageEmpty(id=3)))
    assert ids(cache) == []


def test_what_expires_is_not_shown_after_its_time(cache, clock):
    cache.apply([types.UpdateNewMessage(message=message(1, ttl_period=1100), pts=1, pts_count=1)])
    assert ids(cache) == [1]
    clock.advance(200)
    assert ids(cache) == []


async def test_history_and_dialogs_are_there_without_a_server(sign_in, new_client, tmp_path):
    alice, bob = await sign_in(ALICE, "alice", "Alice"), await sign_in(BOB, "bob", "Bob")
    came = asyncio.Event()

    @bob.on_message(pattern="unread")
    async def note(_):
        came.set()

    first = await alice.send_message(f"+{BOB}", "read by bob")
    second = await alice.send_message(f"+{BOB}", "deleted")
    alice_id = (await alice.get_me()).id
    async for _ in bob.iter_dialogs():
        pass
    async for _ in bob.iter_messages(alice_id):
        pass
    await bob.read(alice_id)
    await alice.delete_messages([second.id])
    third = await alice.send_message(f"+{BOB}", "unread")
    await asyncio.wait_for(came.wait(), 30)
    await bob.__aexit__(None, None, None)
    with SessionStore(tmp_path / "bob.session") as store:
        cache = Cache(store)
        assert [each.message for each in cache.history(alice_id)] == ["unread", "read by bob"]
        (dialog,) = cache.dialogs()
        assert (dialog.name, dialog.message.message) == ("Alice", "unread")
        assert cache.peer(alice_id).first_name == "Alice"
    assert first.id < third.id
