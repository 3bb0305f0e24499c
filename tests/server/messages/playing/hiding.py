"""Commands by which people hide: their account in what is forwarded, when they are online, when they read."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.player import Player, who

account = functions.account

KEYS: dict[str, types.TypeInputPrivacyKey] = {
    "name": types.InputPrivacyKeyForwards(),
    "presence": types.InputPrivacyKeyStatusTimestamp(),
}


class Hiding(Player):
    """Commands by which people hide themselves."""

    @rule(user=who, what=st.sampled_from((*sorted(KEYS), "reading")), hidden=st.booleans())
    def hide(self, user: int, what: str, hidden: bool) -> None:
        """From everybody, or no longer. When they read is hidden from those alone who do not see them online."""
        one = self.game.people[user]
        if what == "reading":
            settings = types.GlobalPrivacySettings(hide_read_marks=hidden)
            self.do(one(account.SetGlobalPrivacySettings(settings=settings)))
        else:
            rule = types.InputPrivacyValueDisallowAll() if hidden else types.InputPrivacyValueAllowAll()
            self.do(one(account.SetPrivacy(key=KEYS[what], rules=[rule])))
        (self.model.hidden.add if hidden else self.model.hidden.discard)((one.user_id, what))
