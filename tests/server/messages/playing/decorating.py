"""Commands about how chats look: themes, and the wallpapers of private ones, each of which a service message tells."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from server.wallpapers.shipped import IDS_FROM, THEMES
from tests.server.messages.playing.boxes import GROUP, SERVICE
from tests.server.messages.playing.player import Player, where, which, who

messages = functions.messages


class Decorating(Player):
    """Commands about how chats look."""

    @rule(user=who, place=where, emoji=st.sampled_from(("", *sorted(THEMES)[:2])))
    def choose_theme(self, user: int, place: int, emoji: str) -> None:
        """Or none; all who are in the chat see it."""
        one, _, peer, there = self.scene(user, place)
        looks = self.model.looks
        allowed = self.model.may(one.user_id, peer, "change_info") and emoji != looks.theme(one.user_id, peer)
        theme = types.InputChatTheme(emoticon=emoji) if emoji else types.InputChatThemeEmpty()
        self.call(one, messages.SetChatTheme(peer=there, theme=theme), allowed=allowed)
        if allowed:
            looks.choose_theme(one.user_id, peer, emoji)
            self.model.tell(one.user_id, peer, SERVICE)

    @rule(user=who, place=where, number=st.integers(IDS_FROM + 1, IDS_FROM + 3), for_both=st.booleans())
    def choose_wallpaper(self, user: int, place: int, number: int, for_both: bool) -> None:
        """One of those that everybody has."""
        one, _, peer, there = self.scene(user, place)
        given = types.InputWallPaperNoFile(id=number)
        allowed = peer != GROUP and self.model.reaches(one.user_id, peer)
        self.call(one, messages.SetChatWallPaper(peer=there, wallpaper=given, for_both=for_both), allowed=allowed)
        if allowed:
            self.model.looks.choose(one.user_id, peer, number, for_both=for_both)
            self.model.tell(one.user_id, peer, replace(SERVICE, wallpaper=number))

    @rule(user=who, number=which, for_both=st.booleans())
    def take_up_wallpaper(self, user: int, number: int, for_both: bool) -> None:
        """One that a message tells of."""
        if (picked := self.pick(user, number, lambda copy: copy.content.wallpaper > 0)) is None:
            return
        one, found, copy = picked
        allowed = self.model.reaches(one.user_id, copy.peer)
        peer = self.game.peer(one, copy.peer)
        self.call(one, messages.SetChatWallPaper(peer=peer, id=found, for_both=for_both), allowed=allowed)
        if allowed:
            self.model.looks.choose(one.user_id, copy.peer, copy.content.wallpaper, for_both=for_both)
            self.model.tell(one.user_id, copy.peer, replace(SERVICE, wallpaper=copy.content.wallpaper))

    @rule(user=who, place=where, own_again=st.booleans())
    def undo_wallpaper(self, user: int, place: int, own_again: bool) -> None:
        """Have one's own again instead of what the other side gave, or the usual one; nobody else is told."""
        one, _, peer, there = self.scene(user, place)
        allowed = peer != GROUP and self.model.reaches(one.user_id, peer)
        self.call(one, messages.SetChatWallPaper(peer=there, revert=own_again), allowed=allowed)
        if allowed:
            self.model.looks.given[one.user_id, peer] = 0
            if not own_again:
                self.model.looks.own[one.user_id, peer] = 0
