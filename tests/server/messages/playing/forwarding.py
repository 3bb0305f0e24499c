"""Commands that forward: messages of a dialog into another, now or later."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions
from tests.server.messages.playing.boxes import GROUP, NOBODY, Box, Content, Waiting
from tests.server.messages.playing.player import fresh, where, which, who
from tests.server.messages.playing.scheduling import Scheduling
from tests.server.people import Person, random_id

messages = functions.messages

Flags = dict[str, bool]

some_flags = st.fixed_dictionaries(
    {name: st.booleans() for name in ("drop_author", "drop_media_captions", "silent", "noforwards")}
)
some_messages = st.lists(which, min_size=1, max_size=3)


class Forwarding(Scheduling):
    """Commands that forward."""

    @rule(user=who, source=where, place=where, numbers=some_messages, answered=st.none() | which, flags=some_flags)
    def forward(
        self, user: int, source: int, place: int, numbers: list[int], answered: int | None, flags: Flags
    ) -> None:
        """At once; now and then in reply to something of the dialog, which the first of them answers."""
        one, box, peer, there = self.scene(user, place)
        _, _, from_peer, from_there = self.scene(user, source)
        if not (chosen := _chosen(box, from_peer, numbers)):
            return
        reply, key, mentioned = self.answered(box, peer, answered)
        request = messages.ForwardMessages(
            from_peer=from_there,
            id=chosen,
            random_id=[random_id() for _ in chosen],
            to_peer=there,
            reply_to=reply,
            **flags,
        )
        contents = [box.messages[i].content for i in chosen]
        allowed = self.model.may_send(one.user_id, peer, *contents) and self._may_take(one, from_peer, contents, flags)
        self.call(one, request, allowed=allowed)
        if allowed:
            first, *others = self._albums_anew([self._copied(one, box, i, flags) for i in chosen])
            copied, sources = [replace(first, reply=key), *others], [_source(box, i) for i in chosen]
            whom = [mentioned, *(NOBODY for _ in others)]
            keys = [
                self.model.send(one.user_id, peer, content, mentions=mentions, saved=saved)
                for content, mentions, saved in zip(copied, whom, sources, strict=True)
            ]
            self.sent.append((one, request, keys))

    @rule(
        user=who,
        source=where,
        place=where,
        numbers=some_messages,
        flags=some_flags,
        seconds=st.sampled_from((15, 60)),
    )
    def forward_later(self, user: int, source: int, place: int, numbers: list[int], flags: Flags, seconds: int) -> None:
        """As the messages are now, all at one time."""
        one, box, peer, there = self.scene(user, place)
        _, _, from_peer, from_there = self.scene(user, source)
        if not (chosen := _chosen(box, from_peer, numbers)):
            return
        due, ids = self._free(seconds), [random_id() for _ in chosen]
        request = messages.ForwardMessages(
            from_peer=from_there, id=chosen, random_id=ids, to_peer=there, schedule_date=due, **flags
        )
        contents = [box.messages[i].content for i in chosen]
        together = next(fresh) if len(chosen) > 1 else 0
        waiting = [
            Waiting(due, peer, content, request=request, together=together, saved=_source(box, i))
            for i, content in zip(
                chosen, self._albums_anew([self._copied(one, box, i, flags) for i in chosen]), strict=True
            )
        ]
        self._schedule(one, request, waiting, possible=self._may_take(one, from_peer, contents, flags))

    def _may_take(self, one: Person, from_peer: int, contents: list[Content], flags: Flags) -> bool:
        """What is not protected and does not vanish. Of a poll there is one, wherever it is shown, but without its
        author it is one's own; a quiz only for those who know its answer. Who has gone from the group that they see it
        in cannot show it elsewhere."""
        follows = from_peer != GROUP or one.user_id in self.group.members
        plain, polls = _is_plain(flags), self.model.polls
        kept = any(
            c.protected
            or (c.media == "photo" and c.seconds)
            or (c.media == "poll" and plain and not follows)
            or ("quiz" in c.kind and not plain and not polls[c.poll].knows(one.user_id, follows=follows))
            for c in contents
        )
        return not kept and not self.model.protector(one.user_id, from_peer)

    def _copied(self, one: Person, box: Box, i: int, flags: Flags) -> Content:
        """What is sent of a message."""
        content, writer, plain = box.messages[i].content, box.messages[i].sender, _is_plain(flags)
        first = content.origin if content.forwarded else writer * self.model.shows(writer, "name", one.user_id)
        drops_words = bool(content.media) and flags["drop_media_captions"]
        is_live = content.media == "live"  # what is forwarded does not move
        return Content(
            "" if drops_words else content.text,
            "geo" if is_live else content.media,
            forwarded=plain,
            origin=first * plain,
            silent=flags["silent"],
            protected=flags["noforwards"],
            poll=content.poll if plain else 0,
            kind=content.kind,
            album=content.album,
            seconds=self.model.polls[content.poll].period if content.poll else 0 if is_live else content.seconds,
            items=content.items,
            done=content.done,
            entities=() if drops_words else content.entities,
            throw=content.throw,
        )

    def _albums_anew(self, contents: list[Content]) -> list[Content]:
        """Albums stay together."""
        albums = {content.album: next(fresh) for content in contents if content.album}
        return [replace(content, album=albums.get(content.album, 0)) for content in contents]


def _chosen(box: Box, peer: int, numbers: list[int]) -> list[int]:
    """Messages of a dialog, each once."""
    ids = [i for i in box.ids(peer) if not box.messages[i].content.service]
    return list(dict.fromkeys(ids[number % len(ids)] for number in numbers)) if ids else []


def _source(box: Box, i: int) -> int:
    """The dialog that a message is saved from, if it is: where it was saved from before, or where it stands."""
    copy = box.messages[i]
    return copy.peer if copy.saved is None else copy.saved


def _is_plain(flags: Flags) -> bool:
    """Whether it shows whose message it is."""
    return not (flags["drop_author"] or flags["drop_media_captions"])
