"""Commands about invite links: made, changed, revoked, forgotten, and coming by them."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.coming import some_link
from tests.server.messages.playing.group import Link
from tests.server.messages.playing.player import Player, who

messages = functions.messages

some_use = st.sampled_from((0, 0, 1, 2))
some_time = st.sampled_from((0, 0, 40))


class Linking(Player):
    """Commands about invite links."""

    def link(self, number: int) -> Link:
        return self.group.links[number % len(self.group.links)]

    @rule(user=who, number=some_link)
    def come(self, user: int, number: int) -> None:
        """By a link; or ask to be let in, which is answered by an error. Who was removed finds no way in."""
        one, link = self.game.people[user], self.link(number)
        outside = one.user_id not in self.group.members and one.user_id not in self.group.removed
        outside = outside and link.leads_in(self.model.now)
        allowed = outside and not link.request_needed
        self.call(one, messages.ImportChatInvite(hash=_hash(link)), allowed=allowed)
        if allowed:
            self.model.join_by(one.user_id, link, 0)
        elif outside:
            self.group.ask(one.user_id, link, self.model.now)

    @rule(user=who, number=some_link)
    def look_behind(self, user: int, number: int) -> None:
        """A link: at the group that it leads to."""
        one, link = self.game.people[user], self.link(number)
        allowed = one.user_id not in self.group.removed and link.leads_in(self.model.now)
        shown = self.call(one, messages.CheckChatInvite(hash=_hash(link)), allowed=allowed)
        if allowed and one.user_id in self.group.members:
            assert shown.chat.id == self.game.chat_id
        elif allowed:
            assert (shown.title, shown.about or "") == (self.group.title, self.group.about)
            assert (shown.request_needed, shown.participants_count) == (link.request_needed, len(self.group.members))

    @rule(user=who, request_needed=st.booleans(), most=some_use, seconds=some_time)
    def make_link(self, user: int, request_needed: bool, most: int, seconds: int) -> None:
        """By which so many may come and for so long; of those who ask, any number."""
        one = self.game.people[user]
        until = self.model.now + seconds if seconds else 0
        allowed = one.user_id in self.group.admins and not (request_needed and most)
        request = messages.ExportChatInvite(
            peer=self.game.group, request_needed=request_needed, usage_limit=most or None, expire_date=until or None
        )
        made = self.call(one, request, allowed=allowed)
        if allowed:
            self.group.links.append(Link(made.link, one.user_id, request_needed, most=most, until=until))

    @rule(user=who, number=some_link, request_needed=st.booleans(), most=some_use, seconds=some_time)
    def change_link(self, user: int, number: int, request_needed: bool, most: int, seconds: int) -> None:
        """Whether admins want to be asked, how many may come by it, and how long. Who asked by it goes on asking."""
        one, link = self.game.people[user], self.link(number)
        until = self.model.now + seconds if seconds else 0
        allowed = self.group.may_see(one.user_id, link) and not (link.revoked or link.lasting)
        allowed = allowed and not (request_needed and most)
        request = messages.EditExportedChatInvite(
            peer=self.game.group, link=link.url, request_needed=request_needed, usage_limit=most, expire_date=until
        )
        self.call(one, request, allowed=allowed)
        if allowed:
            link.request_needed, link.most, link.until = request_needed, most, until

    @rule(user=who, number=some_link)
    def revoke_link(self, user: int, number: int) -> None:
        """For good. Who asked by it goes on asking. A lasting one is replaced."""
        one, link = self.game.people[user], self.link(number)
        allowed = self.group.may_see(one.user_id, link) and not link.revoked
        request = messages.EditExportedChatInvite(peer=self.game.group, link=link.url, revoked=True)
        answer = self.call(one, request, allowed=allowed)
        link.revoked |= allowed
        if allowed and link.lasting:
            self.group.links.append(Link(answer.new_invite.link, link.owner, request_needed=False, lasting=True))

    @rule(user=who)
    def renew_lasting_link(self, user: int) -> None:
        """One's own, as bots do."""
        one = self.game.people[user]
        allowed = one.user_id in self.group.admins
        request = messages.ExportChatInvite(peer=self.game.group, legacy_revoke_permanent=True)
        made = self.call(one, request, allowed=allowed)
        if allowed:
            if (before := self.group.lasting_link(one.user_id)) is not None:
                before.revoked = True
            self.group.links.append(Link(made.link, one.user_id, request_needed=False, lasting=True))

    @rule(user=who)
    def count_links(self, user: int) -> None:
        """Of everybody who has any, for the creator."""
        one = self.game.people[user]
        request = messages.GetAdminsWithInvites(peer=self.game.group)
        answer = self.call(one, request, allowed=one.user_id == self.group.creator)
        if answer is not None:
            kept = [link for link in self.group.links if not link.forgotten]
            counts = {admin.admin_id: (admin.invites_count, admin.revoked_invites_count) for admin in answer.admins}
            assert counts == {
                owner: (
                    sum(link.owner == owner and not link.revoked for link in kept),
                    sum(link.owner == owner and link.revoked for link in kept),
                )
                for owner in {link.owner for link in kept}
            }

    @rule(user=who, number=some_link)
    def forget_link(self, user: int, number: int) -> None:
        """One that was revoked."""
        one, link = self.game.people[user], self.link(number)
        allowed = self.group.may_see(one.user_id, link) and link.revoked
        request = messages.DeleteExportedChatInvite(peer=self.game.group, link=link.url)
        self.call(one, request, allowed=allowed)
        link.forgotten |= allowed

    @rule(user=who, other=who)
    def forget_links(self, user: int, other: int) -> None:
        """All that somebody has revoked; those of others only their owner may."""
        one, whom = self.game.people[user], self.game.people[other]
        allowed = one.user_id in self.group.admins and (one is whom or one.user_id == self.group.creator)
        name: types.TypeInputUser = types.InputUserSelf() if one is whom else self.game.user(one, whom)
        request = messages.DeleteRevokedExportedChatInvites(peer=self.game.group, admin_id=name)
        self.call(one, request, allowed=allowed)
        for link in self.group.links if allowed else ():
            link.forgotten |= link.revoked and link.owner == whom.user_id


def _hash(link: Link) -> str:
    return link.url.rpartition("+")[2]
