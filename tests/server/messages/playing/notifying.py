"""Commands about notifications: muted dialogs and kinds of dialogs, and which of them differ from what is usual."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.arranged import noted, number_of
from tests.server.messages.playing.boxes import GROUP, Notify
from tests.server.messages.playing.player import Player, where, who

account = functions.account

KINDS: dict[str, types.TypeInputNotifyPeer] = {
    "users": types.InputNotifyUsers(),
    "chats": types.InputNotifyChats(),
}
some_settings = st.tuples(st.sampled_from((None, 0, 2**31 - 1)), st.none() | st.booleans(), st.none() | st.booleans())


class Notifying(Player):
    """Commands about notifications."""

    @rule(user=who, place=where | st.sampled_from(sorted(KINDS)), settings=some_settings)
    def notify(self, user: int, place: int | str, settings: Notify) -> None:
        """Decide about a dialog, or a kind of them."""
        one = self.game.people[user]
        muted, silent, previews = settings
        given = types.InputPeerNotifySettings(mute_until=muted, silent=silent, show_previews=previews)
        if isinstance(place, str):
            about, kept = KINDS[place], place
        else:
            _, _, kept, there = self.scene(user, place)
            about = types.InputNotifyPeer(peer=there)
        self.do(one(account.UpdateNotifySettings(peer=about, settings=given)))
        self.game.box(one).notify[kept] = settings
        assert noted(self.do(one.tablet(account.GetNotifySettings(peer=about)))) == settings

    @rule(user=who, kind=st.none() | st.sampled_from(sorted(KINDS)))
    def list_exceptions(self, user: int, kind: str | None) -> None:
        """The dialogs that something was decided about, of a kind or of all."""
        one = self.game.people[user]
        asked = account.GetNotifyExceptions(peer=None if kind is None else KINDS[kind])
        shown = {number_of(update.peer.peer): noted(update.notify_settings) for update in self.do(one(asked)).updates}
        decided = {place: some for place, some in self.game.box(one).notify.items() if isinstance(place, int)}
        wanted = {peer: some for peer, some in decided.items() if some != (None, None, None)}
        if kind is not None:
            wanted = {peer: some for peer, some in wanted.items() if (peer == GROUP) is (kind == "chats")}
        assert shown == wanted

    @rule(user=who)
    def forget_exceptions(self, user: int) -> None:
        """And whatever else was decided about notifications."""
        one = self.game.people[user]
        self.do(one(account.ResetNotifySettings()))
        self.game.box(one).notify.clear()
