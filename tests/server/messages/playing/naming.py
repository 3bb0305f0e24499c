"""Commands that say something of parts of a text: whom it names, what is bold."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import types
from tests.server.messages.playing.boxes import GROUP, NOBODY, Content
from tests.server.messages.playing.player import Player, fresh, where, who
from tests.server.people import text

LINK = "example.com"


class Naming(Player):
    """Commands that say something of parts of a text."""

    @rule(user=who, place=where, other=who, whole=st.integers(0, 4).map(bool), linked=st.booleans())
    def name(self, user: int, place: int, other: int, whole: bool, linked: bool) -> None:
        """Somebody, who is told of it if they read it in the group; and have an emoji bold, but not the half of one.
        A link the server finds by itself."""
        one, _, peer, there = self.scene(user, place)
        whom = self.game.people[other]
        name: types.TypeInputUser = types.InputUserSelf() if one is whom else self.game.user(one, whom)
        bold, named = ("bold", 0, 1 + whole, 0), ("name", 3, 4, whom.user_id)
        words = f"\U0001f642 word {next(fresh)}"
        said = f"{words} {LINK}" if linked else words
        links = (("url", len(words) + 2, len(LINK), 0),) if linked else ()
        content = Content(said, entities=(bold, named, *links))
        given = [
            types.MessageEntityBold(offset=0, length=1 + whole),
            types.InputMessageEntityMentionName(offset=3, length=4, user_id=name),
        ]
        allowed = whole and self.model.may_send(one.user_id, peer, content)
        self.call(one, text(there, said, entities=given, no_webpage=True), allowed=allowed)
        if allowed:
            mentions = frozenset({whom.user_id}) if peer == GROUP else NOBODY
            self.model.send(one.user_id, peer, content, mentions=mentions)
