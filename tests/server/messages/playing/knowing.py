"""Commands about how dialogs stand beside their messages: the bar on top, translations, what a double tap gives."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, Box
from tests.server.messages.playing.player import Player, where, who
from tests.server.messages.playing.reading import EMOJI

messages = functions.messages


class Knowing(Player):
    """Commands about how dialogs stand."""

    @rule(user=who, place=where, what=st.sampled_from(("translate", "do not translate", "hide the bar", "report")))
    def decide_quietly(self, user: int, place: int, what: str) -> None:
        """Whether a dialog is translated, and whether it is asked who somebody is."""
        one, box, peer, there = self.scene(user, place)
        if what == "hide the bar":
            self.do(one(messages.HidePeerSettingsBar(peer=there)))
            box.settings[peer].bar_hidden = True
        elif what == "report":
            self.do(one(messages.ReportSpam(peer=there)))
            box.settings[peer].bar_hidden = True
        else:
            box.settings[peer].untranslated = what == "do not translate"
            self.do(one(messages.TogglePeerTranslations(peer=there, disabled=what == "do not translate")))

    @rule(user=who, emoji=st.none() | st.sampled_from(EMOJI))
    def choose_reaction(self, user: int, emoji: str | None) -> None:
        """What a double tap gives; none is no choice."""
        one = self.game.people[user]
        box = self.game.box(one)
        reaction = types.ReactionEmpty() if emoji is None else types.ReactionEmoji(emoticon=emoji)
        self.call(one, messages.SetDefaultReaction(reaction=reaction), allowed=emoji is not None)
        box.reaction = emoji or box.reaction
        config = self.do(one.tablet(functions.help.GetConfig()))
        assert config.reactions_default == types.ReactionEmoji(emoticon=box.reaction)

    @rule(user=who, place=where)
    def look_at_a_dialog(self, user: int, place: int) -> None:
        """Everything that is said of it as a whole."""
        one, box, peer, there = self.scene(user, place)
        if peer == GROUP:
            full = self.do(one.tablet(messages.GetFullChat(chat_id=self.game.chat_id))).full_chat
        else:
            whom = self.game.people[place]
            name: types.TypeInputUser = types.InputUserSelf() if one is whom else self.game.user(one, whom)
            full = self.do(one.tablet(functions.users.GetFullUser(id=name))).full_user
            asked = self.do(one.tablet(messages.GetPeerSettings(peer=there))).settings
            bar = asked.report_spam, asked.block_contact, asked.add_contact
            assert bar == self._bar(box, one.user_id, peer)
            assert full.settings == asked
            assert full.blocked is ((one.user_id, peer) in self.model.blocked)
            protector = self.model.protector(one.user_id, peer)
            mine, theirs = full.noforwards_my_enabled, full.noforwards_peer_enabled
            assert (mine, theirs) == (protector == one.user_id, protector not in (0, one.user_id))
        assert full.has_scheduled is any(waiting.peer == peer for waiting in box.scheduled.values())
        assert full.translations_disabled is box.settings[peer].untranslated
        assert (full.folder_id or 0) == int(box.settings[peer].archived)
        if peer != GROUP or one.user_id in self.group.members:
            assert (full.pinned_msg_id or 0) == max((i for i in box.ids(peer) if box.messages[i].pinned), default=0)
            assert (full.ttl_period or 0) == self.model.timer(one.user_id, peer)

    def _bar(self, box: Box, user: int, peer: int) -> tuple[bool, bool, bool]:
        """Whether somebody may be reported, blocked, added: who is no contact, and the first two of whom one has not
        written to."""
        if peer == user or (user, peer) in self.model.contacts or box.settings[peer].bar_hidden:
            return False, False, False
        ids = box.ids(peer)
        stranger = bool(ids) and all(box.messages[i].sender != user for i in ids)
        return stranger, stranger, True
