"""Commands by which people come into the group and go: added and removed, let in by admins."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.player import Player, who

messages = functions.messages

some_link = st.integers(0, 1_000)


class Coming(Player):
    """Commands by which people come and go."""

    @rule(user=who, other=who, itself=st.booleans(), taking_back=st.booleans())
    def remove(self, user: int, other: int, itself: bool, taking_back: bool) -> None:
        """Somebody, or oneself; perhaps with all they wrote. The last one stays, or there would be no group left."""
        one, whom = self.game.people[user], self.game.people[user if itself else other]
        if len(self.group.members) == 1:
            return
        allowed = self.group.may_remove(one.user_id, whom.user_id, taking_back=taking_back)
        name: types.TypeInputUser = types.InputUserSelf() if one is whom else self.game.user(one, whom)
        request = messages.DeleteChatUser(chat_id=self.game.chat_id, user_id=name, revoke_history=taking_back)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.leave(whom.user_id, one.user_id, taking_back=taking_back)

    @rule(user=who, really=st.integers(0, 7).map(lambda roll: roll == 0))
    def end_group(self, user: int, really: bool) -> None:
        """For its creator alone to do; who does it now and then, as there is no other."""
        one = self.game.people[user]
        allowed = one.user_id == self.group.creator
        if allowed and not really:
            return
        self.call(one, messages.DeleteChat(chat_id=self.game.chat_id), allowed=allowed)
        if allowed:
            self.group.end()

    @rule(user=who, other=who, shown=st.sampled_from((0, 2, 10)))
    def add(self, user: int, other: int, shown: int) -> None:
        """And show them the last messages. Who has blocked somebody is not added by them, which they are told and is no
        error."""
        one, whom = self.game.people[user], self.game.people[other]
        by, pair, back = one.user_id, (one.user_id, whom.user_id), (whom.user_id, one.user_id)
        may_return = by in self.group.admins if whom.user_id in self.group.removed else self.model.know(*pair)
        allowed = (
            self.model.may(by, 0, "invite_users")
            and whom.user_id not in self.group.members
            and pair not in self.model.blocked
            and may_return
        )
        name = self.game.user(one, whom)
        request = messages.AddChatUser(chat_id=self.game.chat_id, user_id=name, fwd_limit=shown)
        answer = self.call(one, request, allowed=allowed)
        if allowed:
            assert bool(answer.missing_invitees) is (back in self.model.blocked)
            if not answer.missing_invitees:
                self.model.show_history(by, whom.user_id, shown)
                self.model.join(whom.user_id, by, inviter=by)

    @rule(user=who, other=who)
    def know(self, user: int, other: int) -> None:
        """Have somebody among one's contacts, or no longer."""
        one, whom = self.game.people[user], self.game.people[other]
        if one is whom:
            return
        pair = (one.user_id, whom.user_id)
        name = self.game.user(one, whom)
        if pair in self.model.contacts:
            self.do(one(functions.contacts.DeleteContacts(id=[name])))
        else:
            self.do(one(functions.contacts.AddContact(id=name, first_name="Friend", last_name="", phone="")))
        self.model.contacts ^= {pair}

    @rule(user=who, other=who, approved=st.booleans())
    def decide(self, user: int, other: int, approved: bool) -> None:
        """About somebody who asks to be let in."""
        one, whom = self.game.people[user], self.game.people[other]
        allowed = one.user_id in self.group.admins and whom.user_id in self.group.asking
        name = self.game.user(one, whom)
        request = messages.HideChatJoinRequest(peer=self.game.group, user_id=name, approved=approved)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.decide(one.user_id, [whom.user_id], approved=approved)

    @rule(user=who, number=st.none() | some_link, approved=st.booleans())
    def decide_about_all(self, user: int, number: int | None, approved: bool) -> None:
        """Who ask, by a link or by any; who asked last is let in first."""
        one = self.game.people[user]
        chosen = None if number is None else self.group.links[number % len(self.group.links)]
        asking = [(since, name) for name, (since, link) in self.group.asking.items() if chosen in (None, link)]
        known = chosen is None or not chosen.forgotten
        allowed = one.user_id in self.group.admins and known and bool(asking)
        link = None if chosen is None else chosen.url
        request = messages.HideAllChatJoinRequests(peer=self.game.group, link=link, approved=approved)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.decide(one.user_id, [name for _, name in sorted(asking, reverse=True)], approved=approved)
