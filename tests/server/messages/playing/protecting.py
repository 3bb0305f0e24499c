"""Commands that protect what is written in a chat from being shown elsewhere, or no longer.

A private chat is protected by one of the two, who alone may lift that; the other may ask for it, and is answered once,
within a day. A group is protected by its owner.
"""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions
from tests.server.messages.playing.boxes import ASKING, GROUP, SERVICE
from tests.server.messages.playing.player import Player, where, which, who

messages = functions.messages


class Protecting(Player):
    """Commands that protect."""

    @rule(user=who, place=where, enabled=st.booleans())
    def protect(self, user: int, place: int, enabled: bool) -> None:
        """Or no longer; what would change nothing is told to nobody."""
        one, _, peer, there = self.scene(user, place)
        owner = self.model.protector(one.user_id, peer)
        changes = enabled is (owner == 0)
        if peer == GROUP:
            allowed = one.user_id == self.group.creator and changes
        else:
            allowed = peer != one.user_id and self.model.reaches(one.user_id, peer)
        self.call(one, messages.ToggleNoForwards(peer=there, enabled=enabled), allowed=allowed)
        if not (allowed and changes):
            return
        may_lift = peer == GROUP or owner in (0, one.user_id)
        if may_lift:
            self.model.protect(one.user_id, peer, enabled=enabled)
        if peer != GROUP:
            self.model.send(one.user_id, peer, SERVICE if may_lift else ASKING)

    @rule(user=who, number=which, enabled=st.booleans())
    def answer(self, user: int, number: int, enabled: bool) -> None:
        """Somebody who asks to lift the protection of a chat."""
        if (picked := self.pick(user, number, lambda copy: copy.content.asks)) is None:
            return
        one, found, copy = picked
        open_still = copy.key not in self.model.answered and self.model.now <= copy.date + 86_400
        allowed = copy.sender != one.user_id and open_still and self.model.reaches(one.user_id, copy.peer)
        request = messages.ToggleNoForwards(peer=self.game.peer(one, copy.peer), enabled=enabled, request_msg_id=found)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.answered.add(copy.key)
            if enabled is not bool(self.model.protector(one.user_id, copy.peer)):
                self.model.protect(one.user_id, copy.peer, enabled=enabled)
            self.model.send(one.user_id, copy.peer, replace(SERVICE, reply=copy.key))
