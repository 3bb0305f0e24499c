"""Commands about Saved Messages: which of their dialogs stand on top and in what order, and what tags are called."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.arranged import number_of
from tests.server.messages.playing.player import Player, fresh, where, which, who
from tests.server.messages.playing.reading import EMOJI

messages = functions.messages


class Saving(Player):
    """Commands about Saved Messages."""

    @rule(user=who, number=which)
    def pin_saved(self, user: int, number: int) -> None:
        """A dialog of Saved Messages on top; or no longer."""
        one = self.game.people[user]
        box = self.game.box(one)
        if not (sources := sorted(box.saved())):
            return
        source = sources[number % len(sources)]
        peer = types.InputDialogPeer(peer=self.game.peer(one, source))
        pinned = source not in box.saved_pins
        self.do(one(messages.ToggleSavedDialogPin(peer=peer, pinned=pinned)))
        box.saved_pins = [source, *box.saved_pins] if pinned else [one for one in box.saved_pins if one != source]

    @rule(user=who, number=which, up_to=st.none() | which)
    def clear_saved(self, user: int, number: int, up_to: int | None) -> None:
        """What was saved from one dialog, all or up to a message."""
        one = self.game.people[user]
        saved = self.game.box(one).saved()
        if not saved:
            return
        source = sorted(saved)[number % len(saved)]
        ids = saved[source]
        max_id = 0 if up_to is None else ids[up_to % len(ids)]
        self.do(one(messages.DeleteSavedHistory(peer=self.game.peer(one, source), max_id=max_id)))
        self.model.delete(one.user_id, [i for i in ids if not max_id or i <= max_id], revoke=False)

    @rule(user=who, places=st.lists(where, max_size=4, unique=True), force=st.booleans())
    def reorder_saved(self, user: int, places: list[int], force: bool) -> None:
        """With force those named are pinned and no others; without it those that are pinned come in that order on top
        of the others."""
        one = self.game.people[user]
        box = self.game.box(one)
        wanted = [self.game.peers[place] for place in places]
        order = [types.InputDialogPeer(peer=self.game.peer(one, peer)) for peer in wanted]
        self.do(one(messages.ReorderPinnedSavedDialogs(order=order, force=force)))
        if force:
            box.saved_pins = [peer for peer in wanted if peer in box.saved()]
        else:
            named = [peer for peer in wanted if peer in box.saved_pins]
            box.saved_pins = named + [peer for peer in box.saved_pins if peer not in named]

    @rule(user=who, at_once=st.integers(1, 2), unpinned=st.booleans())
    def list_saved(self, user: int, at_once: int, unpinned: bool) -> None:
        """The dialogs of Saved Messages page by page, with or without those that are pinned."""
        one = self.game.people[user]
        box = self.game.box(one)
        wanted = [source for source in box.saved() if not (unpinned and source in box.saved_pins)]
        request = messages.GetSavedDialogs(
            exclude_pinned=unpinned,
            offset_peer=types.InputPeerEmpty(),
            offset_date=0,
            offset_id=0,
            limit=at_once,
            hash=0,
        )
        found: list[int] = []
        while page := self.do(one(request)).dialogs:
            assert len(page) <= at_once
            found += [number_of(dialog.peer) for dialog in page]
            request.offset_id = page[-1].top_message
        assert found == wanted

    @rule(user=who, places=st.lists(where, min_size=1, max_size=4, unique=True))
    def ask_for_saved(self, user: int, places: list[int]) -> None:
        """Dialogs of Saved Messages, by whose they are."""
        one = self.game.people[user]
        saved, asked = self.game.box(one).saved(), [self.game.peers[place] for place in places]
        request = messages.GetSavedDialogsByID(ids=[self.game.peer(one, peer) for peer in asked])
        shown = [(number_of(dialog.peer), dialog.top_message) for dialog in self.do(one(request)).dialogs]
        assert shown == [(peer, saved[peer][0]) for peer in asked if peer in saved]

    @rule(user=who, emoji=st.sampled_from(EMOJI), named=st.booleans())
    def name_tag(self, user: int, emoji: str, named: bool) -> None:
        """One that is in use; or let it have no name."""
        one = self.game.people[user]
        allowed, title = self.model.tags(one.user_id)[emoji] > 0, f"tag {next(fresh)}"[:12] if named else ""
        reaction = types.ReactionEmoji(emoticon=emoji)
        self.call(one, messages.UpdateSavedReactionTag(reaction=reaction, title=title or None), allowed=allowed)
        if allowed:
            self.game.box(one).tag_names[emoji] = title
