"""Commands of who leads the group: who owns it, what stands beside names, which reactions it allows."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.auth.passwords import proof
from tests.server.messages.playing.boxes import GROUP, SERVICE
from tests.server.messages.playing.player import Player, fresh, who
from tests.server.messages.playing.reading import EMOJI

messages = functions.messages


class Leading(Player):
    """Commands of who leads the group."""

    @rule(user=who, other=who)
    def hand_over(self, user: int, other: int) -> None:
        """The group, to another member; who had it stays as an admin. It takes their password."""
        one, whom = self.game.people[user], self.game.people[other]
        allowed = one.user_id == self.group.creator != whom.user_id and whom.user_id in self.group.members
        proved: types.TypeInputCheckPasswordSRP = types.InputCheckPasswordEmpty()
        if allowed:
            self.do(self.game.have_password(one))
            proved = self.do(proof(one.phone))
        request = messages.EditChatCreator(peer=self.game.group, user_id=self.game.user(one, whom), password=proved)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.group.creator = whom.user_id
            self.group.admins.add(whom.user_id)
            self.model.send(one.user_id, GROUP, SERVICE)

    @rule(user=who, other=who, again=st.booleans())
    def call_somebody(self, user: int, other: int, again: bool) -> None:
        """What stands beside their name: one's own where that is allowed; admins that of members, too."""
        one, whom = self.game.people[user], self.game.people[other]
        word = self.group.beside.get(whom.user_id, "") if again else f"rank {next(fresh)}"
        allowed = {one.user_id, whom.user_id} <= self.group.members.keys() and not again
        if one is whom:
            allowed = allowed and self.model.may(one.user_id, GROUP, "edit_rank")
        else:
            equals = self.group.admins - {self.group.creator} if one.user_id != self.group.creator else set()
            allowed = allowed and one.user_id in self.group.admins
            allowed = allowed and whom.user_id not in equals | {self.group.creator}
        name = self.game.peer(one, whom.user_id)
        request = messages.EditChatParticipantRank(peer=self.game.group, participant=name, rank=word)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.group.beside[whom.user_id] = word

    @rule(user=who, allowed_ones=st.none() | st.sets(st.sampled_from(EMOJI), max_size=3))
    def allow_reactions(self, user: int, allowed_ones: set[str] | None) -> None:
        """Some, or all of them: none for all. What was given before stays."""
        one = self.game.people[user]
        allowed = one.user_id in self.group.admins and allowed_ones != self.group.reactions
        some: types.TypeChatReactions = types.ChatReactionsAll()
        if allowed_ones is not None:
            named = [types.ReactionEmoji(emoticon=emoji) for emoji in sorted(allowed_ones)]
            some = types.ChatReactionsSome(reactions=named) if named else types.ChatReactionsNone()
        request = messages.SetChatAvailableReactions(peer=self.game.group, available_reactions=some)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.group.reactions = allowed_ones
