"""Commands about people: blocks, and who may do what in the group."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, SERVICE
from tests.server.messages.playing.player import Player, fresh, who
from tests.server.people import peer_of

messages = functions.messages

FORBIDDEN = ("send_plain", "send_polls", "send_photos", "send_messages", "pin_messages", "change_info")


class Grouping(Player):
    """Commands about people."""

    @rule(user=who, other=who)
    def block(self, user: int, other: int) -> None:
        """Or no longer."""
        one, whom = self.game.people[user], self.game.people[other]
        if one is whom:
            return
        pair = (one.user_id, whom.user_id)
        name = peer_of(self.harness, one, whom)
        blocked = pair in self.model.blocked
        self.do(one(functions.contacts.Unblock(id=name) if blocked else functions.contacts.Block(id=name)))
        self.model.blocked ^= {pair}

    @rule(other=st.integers(1, 2), leaves=st.booleans(), taking_back=st.booleans())
    def come_and_go(self, other: int, leaves: bool, taking_back: bool) -> None:
        """Alice removes somebody, perhaps with all they wrote, and takes them back; who leaves returns by the link."""
        alice, one = self.game.people[0], self.game.people[other]
        user = one.user_id
        if user in self.model.members:
            by = one if leaves else alice
            name: types.TypeInputUser = types.InputUserSelf() if leaves else self.game.user(alice, one)
            chat_id = self.game.chat_id
            self.do(by(messages.DeleteChatUser(chat_id=chat_id, user_id=name, revoke_history=taking_back)))
            self.model.leave(user, by.user_id, taking_back=taking_back)
            self.left = self.left | {user} if leaves else self.left - {user}
        elif user in self.left:
            self.do(one(messages.ImportChatInvite(hash=self.game.invite)))
            self.model.join(user, user)
        elif not {(alice.user_id, user), (user, alice.user_id)} & self.model.blocked:
            name = self.game.user(alice, one)
            self.do(alice(messages.AddChatUser(chat_id=self.game.chat_id, user_id=name, fwd_limit=0)))
            self.model.join(user, alice.user_id)

    @rule(other=st.integers(1, 2))
    def promote(self, other: int) -> None:
        """Or no longer."""
        alice, one = self.game.people[0], self.game.people[other]
        user, is_admin = one.user_id, one.user_id not in self.model.admins
        allowed = user in self.model.members
        name = self.game.user(alice, one)
        request = messages.EditChatAdmin(chat_id=self.game.chat_id, user_id=name, is_admin=is_admin)
        self.call(alice, request, allowed=allowed)
        if allowed:
            self.model.admins ^= {user}

    @rule(user=who, forbidden=st.sets(st.sampled_from(FORBIDDEN), max_size=2))
    def forbid(self, user: int, forbidden: set[str]) -> None:
        """Members something, or nothing any more. Who forbids to write forbids every kind of content."""
        one = self.game.people[user]
        banned = types.ChatBannedRights(until_date=0, **dict.fromkeys(forbidden, True))
        if "send_messages" in forbidden:
            forbidden |= {"send_plain", "send_polls", "send_photos"}
        allowed = one.user_id in self.model.admins and forbidden != set(self.model.banned)
        request = messages.EditChatDefaultBannedRights(peer=self.game.group, banned_rights=banned)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.banned = forbidden

    @rule(user=who)
    def rename(self, user: int) -> None:
        one = self.game.people[user]
        allowed = self.model.may(one.user_id, GROUP, "change_info")
        request = messages.EditChatTitle(chat_id=self.game.chat_id, title=f"title {next(fresh)}")
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.send(one.user_id, GROUP, SERVICE)
