"""Whether the server agrees with the model about the group: who is in it, how it looks, who asks to be let in."""

import copy
from typing import Any

from mtproto.tl import functions, types
from tests.server.harness import Harness
from tests.server.messages.playing.boxes import GROUP
from tests.server.messages.playing.game import Game
from tests.server.messages.playing.group import FORBIDDEN, Group, Link
from tests.server.messages.playing.replica import RANKS
from tests.server.people import Person

messages = functions.messages


class RollCall(Game):
    """A game in which what the people see of their group is compared with what they must see."""

    def __init__(self, harness: Harness) -> None:
        super().__init__(harness)
        self._known: dict[int, tuple[Group, bool]] = {}
        """By user, the group as it was last compared, and whether it was protected."""

    async def compare_group(self, one: Person) -> None:
        """All there is to know about it, as far as they may know; when that has changed."""
        state, protected = copy.deepcopy(self.model.group), self.model.protector(one.user_id, GROUP) > 0
        if self._known.get(one.user_id) == (state, protected):
            return
        self._known[one.user_id] = state, protected
        answer = await one.tablet(messages.GetFullChat(chat_id=self.chat_id))
        full, chat = answer.full_chat, answer.chats[0]
        if one.user_id not in state.members:
            gone = types.ChatForbidden if one.user_id in state.removed else types.Chat
            assert (type(chat), chat.title) == (gone, state.left_with[one.user_id])
            assert isinstance(full.participants, types.ChatParticipantsForbidden)
            assert (full.chat_photo, full.about, full.exported_invite) == (None, "", None)
            return
        seats = {seat.user_id: seat for seat in full.participants.participants}
        assert {user: RANKS[type(seat)] for user, seat in seats.items()} == state.ranks
        beside = {user: seat.rank or "" for user, seat in seats.items()}
        assert beside == {user: state.beside.get(user, "") for user in seats}
        assert _allowed(full.available_reactions) == state.reactions
        assert chat.noforwards is protected
        assert all(
            (seat.inviter_id, seat.date) == (state.members[user].inviter, state.members[user].since)
            for user, seat in seats.items()
            if user != state.creator
        )
        assert (chat.title, full.about, full.chat_photo is not None) == (state.title, state.about, state.has_photo)
        assert (chat.creator, chat.admin_rights is not None) == (
            one.user_id == state.creator,
            one.user_id in state.admins,
        )
        assert chat.participants_count == len(state.members)
        assert {name for name in FORBIDDEN if getattr(chat.default_banned_rights, name)} == set(state.banned)
        await self._compare_links(one, full)

    async def _compare_links(self, one: Person, full: Any) -> None:
        """Links and who asks to come by them: for admins, and each link for who may change it."""
        group = self.model.group
        is_admin = one.user_id in group.admins
        assert (full.exported_invite is not None) is is_admin
        assert (full.requests_pending or 0) == (len(group.asking) if is_admin else 0)
        if not is_admin:
            return
        request = messages.GetChatInviteImporters(
            requested=True, peer=self.group, offset_date=0, offset_user=types.InputUserEmpty(), limit=10
        )
        shown = (await one.tablet(request)).importers
        assert {importer.user_id: importer.date for importer in shown} == {
            user: since for user, (since, _) in group.asking.items()
        }
        if group.lasting_link(one.user_id) is None:
            group.links.append(Link(full.exported_invite.link, one.user_id, request_needed=False, lasting=True))
        shown_link = group.lasting_link(one.user_id)
        assert shown_link is not None
        _compare_link(full.exported_invite, group, shown_link)
        for link in group.links:
            if group.may_see(one.user_id, link):
                asked = messages.GetExportedChatInvite(peer=self.group, link=link.url)
                _compare_link((await one.tablet(asked)).invite, group, link)
        for revoked in (False, True):
            asked = messages.GetExportedChatInvites(
                peer=self.group, admin_id=types.InputUserSelf(), revoked=revoked, limit=50
            )
            listed = (await one.tablet(asked)).invites
            assert {invite.link for invite in listed} == {
                link.url
                for link in group.links
                if link.owner == one.user_id and link.revoked is revoked and not link.forgotten
            }
        request = messages.GetChatInviteImporters(
            peer=self.group, offset_date=0, offset_user=types.InputUserEmpty(), limit=10
        )
        came = (await one.tablet(request)).importers
        assert {importer.user_id: (importer.date, importer.approved_by or 0) for importer in came} == {
            user: (date, by) for user, (date, _, by) in group.came.items()
        }


def _compare_link(invite: types.ChatInviteExported, group: Group, link: Link) -> None:
    waiting = sum(by is link for _, by in group.asking.values())
    assert (invite.revoked, invite.request_needed, invite.usage or 0, invite.requested or 0) == (
        link.revoked,
        link.request_needed,
        link.usage,
        waiting,
    )
    assert (invite.usage_limit or 0, invite.expire_date or 0) == (link.most, link.until)
    assert (invite.link, invite.permanent) == (link.url, link.lasting)


def _allowed(reactions: types.TypeChatReactions | None) -> set[str] | None:
    """Which reactions a group allows; none for all."""
    if isinstance(reactions, types.ChatReactionsAll):
        return None
    return {one.emoticon for one in getattr(reactions, "reactions", ())}
