"""Commands that edit: the words of a message, its photo or file, a list that is written anew."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.player import Player, fresh, which, who
from tests.server.messages.playing.writing import todo

messages = functions.messages

FILES = ("photo", "tall photo", "file")


class Editing(Player):
    """Commands that edit."""

    @rule(user=who, number=which, bold=st.booleans())
    def edit(self, user: int, number: int, bold: bool) -> None:
        """The words of a message, and what is said of their parts."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        word, peer = f"edited {next(fresh)}", self.game.peer(one, copy.peer)
        allowed = self.model.may_edit(one.user_id, copy)
        given: list[types.TypeMessageEntity] = [types.MessageEntityBold(offset=0, length=6)] if bold else []
        self.call(one, messages.EditMessage(peer=peer, id=found, message=word, entities=given), allowed=allowed)
        if allowed:
            self.model.change(copy.key, text=word, entities=(("bold", 0, 6, 0),) if bold else ())

    @rule(user=who, number=which, media=st.sampled_from(FILES), same_words=st.booleans())
    def edit_media(self, user: int, number: int, media: str, same_words: bool) -> None:
        """Of a message, or give it its first; perhaps with other words, too."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        word = copy.content.text if same_words else f"edited {next(fresh)}"
        differs = (media, word) != (copy.content.media, copy.content.text)
        allowed = differs and self.model.may_change(one.user_id, copy, media)
        given, peer = self.do(self.game.file(one, media)), self.game.peer(one, copy.peer)
        request = messages.EditMessage(peer=peer, id=found, media=given, message=None if same_words else word)
        self.call(one, request, allowed=allowed)
        if allowed:
            entities = copy.content.entities if same_words else ()
            self.model.change(copy.key, media=media, text=word, entities=entities)

    @rule(user=who, number=which, items=st.integers(1, 4))
    def write_list_anew(self, user: int, number: int, items: int) -> None:
        """What is still on it stays done."""
        if (picked := self.pick(user, number, lambda copy: copy.content.media == "todo")) is None:
            return
        one, found, copy = picked
        allowed = self.model.may_edit(one.user_id, copy) and items != copy.content.items
        request = messages.EditMessage(peer=self.game.peer(one, copy.peer), id=found, media=todo(items))
        self.call(one, request, allowed=allowed)
        if allowed:
            done = copy.content.done & set(range(1, items + 1))
            self.model.change(copy.key, items=items, done=done)
