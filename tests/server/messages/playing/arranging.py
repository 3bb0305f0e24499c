"""Commands about the order of things: dialogs and what one decides about them, and folders."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import ALL_CHATS, NOBODY, Setting
from tests.server.messages.playing.player import Player, fresh, where, which, who
from tests.server.people import Person, words

messages = functions.messages


class Arranging(Player):
    """Commands about the order of things."""

    @rule(user=who, archived=st.none() | st.booleans(), at_once=st.integers(1, 3))
    def list_dialogs(self, user: int, archived: bool | None, at_once: int) -> None:
        self.do(self.game.compare_list(self.game.people[user], archived=archived, at_once=at_once))

    @rule(
        user=who,
        place=where,
        what=st.sampled_from(("mark", "archive", "top", "draft", "draft")),
        on=st.booleans(),
        number=st.none() | which,
    )
    def arrange(self, user: int, place: int, what: str, on: bool, number: int | None) -> None:
        """Mark a dialog as unread, archive it, pin it on top, leave a draft in it, perhaps of an answer to something
        there; or take that back."""
        one, box, peer, there = self.scene(user, place)
        dialog = types.InputDialogPeer(peer=there)
        if not box.ids(peer):
            if what in ("top", "mark") and on:
                self._arrange_nothing(one, dialog, box.settings[peer], what)
            return
        if what == "mark":
            self.do(one(messages.MarkDialogUnread(peer=dialog, unread=on)))
            box.settings[peer].marked = on
        elif what == "archive":
            folders = [types.InputFolderPeer(peer=there, folder_id=int(on))]
            self.do(one(functions.folders.EditPeerFolders(folder_peers=folders)))
            box.archive(peer, archived=on)
        elif what == "top":
            self.do(one(messages.ToggleDialogPin(peer=dialog, pinned=on)))
            box.pin_dialog(peer, pinned=on)
        else:
            draft = f"draft {next(fresh)}" if on else ""
            reply, _, _ = self.answered(box, peer, number) if on else (None, None, NOBODY)
            self.do(one(messages.SaveDraft(peer=there, message=draft, reply_to=reply)))
            box.settings[peer].draft, box.settings[peer].answers = draft, reply.reply_to_msg_id if reply else 0

    def _arrange_nothing(self, one: Person, dialog: types.InputDialogPeer, setting: Setting, what: str) -> None:
        """Pin or mark a dialog in which nothing stands: only while it is pinned, or marked already."""
        if what == "top":
            self.call(one, messages.ToggleDialogPin(peer=dialog, pinned=True), allowed=setting.place > 0)
            return
        allowed = setting.place > 0 or setting.marked
        self.call(one, messages.MarkDialogUnread(peer=dialog, unread=True), allowed=allowed)
        setting.marked |= allowed

    @rule(user=who)
    def clear_all_drafts(self, user: int) -> None:
        one = self.game.people[user]
        drafts = self.game.box(one).settings
        shown = self.do(one(messages.GetAllDrafts())).updates
        assert sorted(update.draft.message for update in shown) == sorted(
            setting.draft for setting in drafts.values() if setting.draft
        )
        self.do(one(messages.ClearAllDrafts()))
        for setting in drafts.values():
            setting.draft, setting.answers = "", 0

    @rule(user=who, order=st.permutations((0, 1, 2, 3)), archived=st.booleans())
    def reorder(self, user: int, order: list[int], archived: bool) -> None:
        """The pinned dialogs of a folder."""
        one = self.game.people[user]
        box = self.game.box(one)
        wanted = [
            peer for peer in (self.game.peers[number] for number in order) if peer in box.pinned(archived=archived)
        ]
        named = [types.InputDialogPeer(peer=self.game.peer(one, peer)) for peer in wanted]
        self.do(one(messages.ReorderPinnedDialogs(folder_id=int(archived), order=named, force=True)))
        for place, peer in enumerate(reversed(wanted), 1):
            box.settings[peer].place = place

    @rule(user=who, seconds=st.sampled_from((0, 30)))
    def set_default_timer(self, user: int, seconds: int) -> None:
        """For private chats that they begin from now on."""
        one = self.game.people[user]
        self.do(one(messages.SetDefaultHistoryTTL(period=seconds)))
        self.model.default_timers[one.user_id] = seconds
        assert self.do(one.tablet(messages.GetDefaultHistoryTTL())).period == seconds

    @rule(user=who, number=st.integers(2, 4), places=st.sets(where, max_size=2))
    def make_folder(self, user: int, number: int, places: set[int]) -> None:
        """Or change it; one that nobody is in goes."""
        one = self.game.people[user]
        filters = self.game.box(one).filters
        peers = [self.scene(user, place)[2] for place in sorted(places)]
        title = f"f {next(fresh)}"[:12]
        made = types.DialogFilter(
            id=number,
            title=words(title),
            pinned_peers=[],
            include_peers=[self.game.peer(one, peer) for peer in peers],
            exclude_peers=[],
        )
        request = messages.UpdateDialogFilter(id=number, filter=made if peers else None)
        allowed = bool(peers) or number in filters
        self.call(one, request, allowed=allowed)
        if peers:
            filters[number] = title, peers
        elif allowed:
            del filters[number]

    @rule(user=who, order=st.permutations((0, 2, 3, 4)), named=st.integers(0, 4))
    def reorder_folders(self, user: int, order: list[int], named: int) -> None:
        """And the place of "all chats" among them, which is the first if it is not named; other folders that are not
        come last."""
        one = self.game.people[user]
        box = self.game.box(one)
        wanted = [number for number in order if number in box.filters][:named]
        self.do(one(messages.UpdateDialogFiltersOrder(order=wanted)))
        whole = dict.fromkeys([*wanted, *box.filters] if ALL_CHATS in wanted else [ALL_CHATS, *wanted, *box.filters])
        box.filters = {number: box.filters[number] for number in whole}

    @rule(user=who, shown=st.booleans())
    def show_folders_as_tags(self, user: int, shown: bool) -> None:
        """In the list of dialogs."""
        one = self.game.people[user]
        self.do(one(messages.ToggleDialogFilterTags(enabled=shown)))
        self.game.box(one).shows_tags = shown
