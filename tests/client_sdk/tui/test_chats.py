"""The list of chats and the window on a history, as updates change them."""

from client_sdk.tui.chats import Changes, Chats
from client_sdk.tui.window import Window
from client_sdk.verbs.dialogs import Dialog
from mtproto.tl import types
from tests.support.clock import ManualClock

OWN, BEN, CLEO = 1, 2, 3


def message(message_id, *, peer=BEN, out=False, text="text", date=None, **fields):
    return types.Message(
        id=message_id,
        peer_id=types.PeerUser(user_id=peer),
        out=out,
        date=date or 1_700_000_000 + message_id,
        message=text,
        **fields,
    )


def new(*arguments, **fields):
    return types.UpdateNewMessage(message=message(*arguments, **fields), pts=1, pts_count=1)


def dialog(peer, last, *, pinned=False, unread=0, mute_until=None):
    told = types.Dialog(
        pinned=pinned,
        peer=types.PeerUser(user_id=peer),
        top_message=last,
        read_inbox_max_id=last - unread,
        read_outbox_max_id=0,
        unread_count=unread,
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        notify_settings=types.PeerNotifySettings(mute_until=mute_until),
    )
    return Dialog(told, types.User(id=peer, first_name={BEN: "Ben", CLEO: "Cleo"}.get(peer)), message(last, peer=peer))


def chats(*dialogs, clock=None):
    listed = Chats(OWN, clock or ManualClock())
    listed.fill(dialogs)
    return listed


def test_a_new_message_counts_once_and_moves_its_chat_up():
    listed = chats(dialog(CLEO, 9), dialog(BEN, 5))
    for _ in range(2):  # told again, it is not new
        listed.apply(new(12))
    assert [(chat.id, chat.unread) for chat in listed.ordered()] == [(BEN, 1), (CLEO, 0)]
    listed.apply(new(13, out=True))
    assert listed[BEN].unread == 1


def test_pinned_chats_stay_above_in_their_order():
    listed = chats(dialog(CLEO, 3, pinned=True), dialog(BEN, 9))
    assert [chat.id for chat in listed.ordered()] == [CLEO, BEN]
    listed.apply(types.UpdateDialogPinned(pinned=True, peer=types.DialogPeer(peer=types.PeerUser(user_id=BEN))))
    assert [chat.id for chat in listed.ordered()] == [BEN, CLEO]
    order = [types.DialogPeer(peer=types.PeerUser(user_id=peer)) for peer in (CLEO, BEN)]
    listed.apply(types.UpdatePinnedDialogs(order=order))
    assert [chat.id for chat in listed.ordered()] == [CLEO, BEN]


def test_what_is_archived_is_pinned_no_more_and_has_pins_of_its_own():
    listed = chats(dialog(CLEO, 3, pinned=True), dialog(BEN, 9))
    cleo = types.PeerUser(user_id=CLEO)
    to_archive = types.FolderPeer(peer=cleo, folder_id=1)
    changes = listed.apply(types.UpdateFolderPeers(folder_peers=[to_archive], pts=1, pts_count=1))
    assert (changes, listed[CLEO].archived, listed[CLEO].pinned) == (Changes(shown=frozenset({CLEO})), True, None)
    ben = types.DialogPeer(peer=types.PeerUser(user_id=BEN))
    listed.apply(types.UpdatePinnedDialogs(order=[ben]))
    listed.apply(types.UpdatePinnedDialogs(folder_id=1, order=[types.DialogPeer(peer=cleo)]))
    assert [chat.pinned for chat in (listed[BEN], listed[CLEO])] == [0, 0]
    to_archive.peer = types.PeerUser(user_id=77)
    moved = types.UpdateFolderPeers(folder_peers=[to_archive], pts=2, pts_count=1)
    assert listed.apply(moved) == Changes(stale=frozenset({77}))


def test_reading_counts_down_by_the_servers_number_and_never_back():
    listed = chats(dialog(BEN, 9, unread=4))
    peer = types.PeerUser(user_id=BEN)
    read = types.UpdateReadHistoryInbox(peer=peer, max_id=8, still_unread_count=1, pts=1, pts_count=1)
    listed.apply(read)
    assert (listed[BEN].unread, listed[BEN].read_inbox) == (1, 8)
    read.max_id, read.still_unread_count = 6, 3
    listed.apply(read)
    assert listed[BEN].unread == 1


def test_what_an_update_does_not_say_is_asked_for():
    listed = chats(dialog(BEN, 9), dialog(CLEO, 8))
    gone = types.UpdateDeleteMessages(messages=[8], pts=1, pts_count=1)
    assert listed.apply(gone) == Changes(stale=frozenset({CLEO}))
    assert listed.apply(new(10, peer=77)) == Changes(stale=frozenset({77}))


def test_nobody_types_for_ever_and_nobody_is_muted_longer_than_they_said():
    clock = ManualClock()
    listed = chats(dialog(BEN, 9, mute_until=int(clock.now()) + 3), clock=clock)
    listed.apply(types.UpdateUserTyping(user_id=BEN, action=types.SendMessageTypingAction()))
    assert (listed.typing_in(listed[BEN]), listed.is_muted(listed[BEN])) == ([BEN], True)
    clock.advance(7)
    assert (listed.typing_in(listed[BEN]), listed.is_muted(listed[BEN])) == ([], False)


def window(*ids, most=200, at_end=True):
    made = Window(BEN, most)
    made.begin([message(each) for each in ids], at_start=False, at_end=at_end)
    return made


def test_new_messages_join_only_at_the_present():
    assert [each.id for each in window(1, 2).apply(new(3)).added] == [3]
    assert window(1, 2).apply(new(2)).added == ()
    assert window(1, 2).apply(new(3, peer=CLEO)).added == ()
    assert window(1, 2, at_end=False).apply(new(3)).added == ()


def test_growing_at_one_end_lets_go_of_the_other():
    made = window(5, 6, 7, most=4)
    change = made.older([message(4), message(3)])
    assert ([each.id for each in change.added], change.removed, made.ids) == ([3, 4], (7,), [3, 4, 5, 6])
    assert made.at_end is False
    assert made.apply(new(8)).added == ()
    change = made.newer([message(7)])
    assert (change.removed, made.at_start, made.at_end) == ((3,), False, False)
    made.newer([])
    assert made.at_end
    made.older([])
    assert made.at_start


def test_edits_and_deletions_find_their_messages():
    made = window(1, 2)
    edited = types.UpdateEditMessage(message=message(2, text="better"), pts=1, pts_count=1)
    assert [each.message for each in made.apply(edited).changed] == ["better"]
    assert made.apply(types.UpdateDeleteMessages(messages=[1, 9], pts=1, pts_count=1)).removed == (1,)
    other = types.UpdateDeleteChannelMessages(channel_id=5, messages=[2], pts=1, pts_count=1)
    assert made.apply(other).removed == ()


def reactions(count, *, chosen=None, least=False):
    fire = types.ReactionCount(reaction=types.ReactionEmoji(emoticon="\N{FIRE}"), count=count, chosen_order=chosen)
    return types.MessageReactions(min=least, results=[fire])


def test_reactions_told_to_everyone_alike_keep_what_is_ours():
    made = window(1)
    peer = types.PeerUser(user_id=BEN)
    made.apply(types.UpdateMessageReactions(peer=peer, msg_id=1, reactions=reactions(1, chosen=0)))
    made.apply(types.UpdateMessageReactions(peer=peer, msg_id=1, reactions=reactions(2, least=True)))
    (told,) = made.get(1).reactions.results
    assert (told.count, told.chosen_order) == (2, 0)


def test_a_draft_comes_with_its_chat_and_changes_with_it():
    chats = Chats(OWN, ManualClock())
    begun = dialog(BEN, 1)
    begun.dialog.draft = types.DraftMessage(
        message="bold", entities=[types.MessageEntityBold(offset=0, length=4)], date=1
    )
    chats.fill([begun])
    assert chats[BEN].draft == "**bold**"
    told = types.UpdateDraftMessage(peer=types.PeerUser(user_id=BEN), draft=types.DraftMessageEmpty())
    assert chats.apply(told) == Changes(shown=frozenset({BEN}))
    assert chats[BEN].draft == ""


def test_results_told_to_everyone_leave_what_one_has_voted_for():
    question = types.TextWithEntities(text="Tea?", entities=[])
    answers = [types.PollAnswer(text=question, option=each) for each in (b"y", b"n")]

    def results(voters, own=None):
        counted = [types.PollAnswerVoters(option=each, voters=voters, chosen=each == own) for each in (b"y", b"n")]
        return types.PollResults(results=counted, total_voters=2 * voters, min=own is None)

    media = types.MessageMediaPoll(
        poll=types.Poll(id=7, question=question, answers=answers, hash=0), results=results(1, own=b"y")
    )
    window = Window(BEN)
    window.begin([message(1, media=media)], at_start=True, at_end=True)
    (changed,) = window.apply(types.UpdateMessagePoll(poll_id=7, results=results(2))).changed
    assert [(each.voters, each.chosen) for each in changed.media.results.results] == [(2, True), (2, False)]
