"""Commands about people: blocks, who runs the group and may do what there, and how it looks."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.files.uploading import picture, upload
from tests.server.messages.playing.boxes import GROUP, PHOTO_CHANGED, SERVICE
from tests.server.messages.playing.group import FORBIDDEN
from tests.server.messages.playing.player import Player, fresh, who
from tests.server.messages.playing.rights import RIGHTS
from tests.server.people import peer_of

messages = functions.messages

SQUARE = picture(200, 200).getvalue()


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

    @rule(user=who, other=who, is_admin=st.booleans())
    def promote(self, user: int, other: int, is_admin: bool) -> None:
        """Or no longer: for the creator alone to say, and not of themselves."""
        one, whom = self.game.people[user], self.game.people[other]
        member = whom.user_id
        allowed = one.user_id == self.group.creator != member and member in self.group.members
        name = self.game.user(one, whom)
        request = messages.EditChatAdmin(chat_id=self.game.chat_id, user_id=name, is_admin=is_admin)
        self.call(one, request, allowed=allowed)
        if allowed:
            (self.group.admins.add if is_admin else self.group.demote)(member)

    @rule(user=who, forbidden=st.sets(st.sampled_from(FORBIDDEN), max_size=2))
    def forbid(self, user: int, forbidden: set[str]) -> None:
        """Members something, or nothing any more. Who forbids to write forbids every kind of content."""
        one = self.game.people[user]
        banned = types.ChatBannedRights(until_date=0, **dict.fromkeys(forbidden, True))
        if "send_messages" in forbidden:
            forbidden = forbidden | set(RIGHTS.values())
        allowed = one.user_id in self.group.admins and forbidden != set(self.group.banned)
        request = messages.EditChatDefaultBannedRights(peer=self.game.group, banned_rights=banned)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.group.banned = forbidden

    @rule(user=who)
    def rename(self, user: int) -> None:
        one = self.game.people[user]
        allowed, title = self.model.may(one.user_id, GROUP, "change_info"), f"title {next(fresh)}"
        self.call(one, messages.EditChatTitle(chat_id=self.game.chat_id, title=title), allowed=allowed)
        if allowed:
            self.model.send(one.user_id, GROUP, SERVICE)
            self.group.title = title

    @rule(user=who, again=st.booleans())
    def describe(self, user: int, again: bool) -> None:
        """The group, in other words than before; members see that when they look."""
        one = self.game.people[user]
        about = self.group.about if again else f"about {next(fresh)}"
        allowed = self.model.may(one.user_id, GROUP, "change_info") and not again
        self.call(one, messages.EditChatAbout(peer=self.game.group, about=about), allowed=allowed)
        if allowed:
            self.group.about = about

    @rule(user=who, taken_away=st.booleans())
    def picture(self, user: int, taken_away: bool) -> None:
        """Give the group a photo, or take it away."""
        one = self.game.people[user]
        allowed = self.model.may(one.user_id, GROUP, "change_info") and (self.group.has_photo or not taken_away)
        photo: types.TypeInputChatPhoto = types.InputChatPhotoEmpty()
        if not taken_away:
            photo = types.InputChatUploadedPhoto(file=self.do(upload(one, SQUARE, "photo.png")))
        self.call(one, messages.EditChatPhoto(chat_id=self.game.chat_id, photo=photo), allowed=allowed)
        if allowed:
            self.group.has_photo = not taken_away
            self.model.send(one.user_id, GROUP, SERVICE if taken_away else PHOTO_CHANGED)
