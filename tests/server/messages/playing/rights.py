"""What the people of the reference model may do: members of the group as far as it lets them, and nobody with whom they
have blocked or who has blocked them.

Who may remove whom, and what links are for, is in `group`; who may vote in `polls`.
"""

from collections.abc import Iterable

from tests.server.messages.playing.boxes import GROUP, Content, Copy
from tests.server.messages.playing.group import Group

RIGHTS = {
    "": "send_plain",
    "contact": "send_plain",
    "live": "send_plain",
    "poll": "send_polls",
    "todo": "send_polls",
    "photo": "send_photos",
    "tall photo": "send_photos",
    "file": "send_docs",
    "voice": "send_voices",
    "dice": "send_stickers",
    "geo": "send_plain",
    "venue": "send_plain",
}
"""The right that each kind of content needs in the group."""

EDITED = ("", "photo", "tall photo", "file", "voice", "todo")
"""What is not, in a few ways, as it was sent for good."""

EDITABLE = 172_800
"""Seconds in which a message may be edited, unless it is one's own affair."""


class Rights:
    """The group, who blocks whom, and who knows whom."""

    def __init__(self, group: Group, now: int) -> None:
        self.now = now
        self.group = group
        self.blocked: set[tuple[int, int]] = set()
        self.contacts: set[tuple[int, int]] = set()
        self.hidden: set[tuple[int, str]] = set()
        """Who hides what of themselves."""

    def know(self, one: int, other: int) -> bool:
        """Whether two are mutual contacts."""
        return {(one, other), (other, one)} <= self.contacts

    def shows(self, user: int, what: str, viewer: int) -> bool:
        """Whether somebody lets another see something of them: not if they have blocked them."""
        return user == viewer or ((user, what) not in self.hidden and (user, viewer) not in self.blocked)

    def sees_online(self, user: int, peer: int) -> bool:
        """Whether somebody may know when another is online: neither hides that from the other."""
        return self.shows(peer, "presence", user) and (user, "presence") not in self.hidden

    def may_see_read(self, user: int, peer: int) -> bool:
        """Whether somebody may see when the other side of a private chat reads: neither hides when they do from the
        other, who does not see them online either."""
        ours = {(user, "reading"), (user, "presence")} <= self.hidden
        return not ours and ((peer, "reading") not in self.hidden or self.shows(peer, "presence", user))

    def reaches(self, user: int, peer: int) -> bool:
        """Whether anything that a user does in a dialog is shown to others."""
        if peer == GROUP:
            return user in self.group.members
        return (user, peer) not in self.blocked and (peer, user) not in self.blocked

    def may(self, user: int, peer: int, right: str) -> bool:
        """Whether they may do what a right of the group is about."""
        return self.reaches(user, peer) and (
            peer != GROUP or user in self.group.admins or right not in self.group.banned
        )

    def may_send(self, user: int, peer: int, *contents: Content) -> bool:
        needed = ("send_messages", *(RIGHTS[one.media] for one in contents))
        return all(self.may(user, peer, right) for right in needed)

    def may_react(self, user: int, added: set[str]) -> bool:
        """In the group, with these that they had not given yet."""
        allowed = self.group.reactions
        return not added or (self.may(user, GROUP, "send_reactions") and (allowed is None or added <= allowed))

    def may_edit(self, user: int, copy: Copy) -> bool:
        """Texts and captions of one's own; who is blocked has no new words either."""
        content = copy.content
        live = content.media == "live" and self.now < copy.date + content.seconds
        if self.now - copy.date > EDITABLE and copy.peer != user and not live:
            return False
        if copy.sender != user or not (content.media in EDITED or live) or content.forwarded:
            return False
        return user in self.group.members if copy.peer == GROUP else (copy.peer, user) not in self.blocked

    def may_change(self, user: int, copy: Copy, media: str) -> bool:
        """Give a message of one's own another media: whoever may not send such does not make it of something else, and
        in an album photos stay photos, files files."""
        old = copy.content
        fits = old.media in EDITED[:-1] and not old.seconds
        fits = fits and (not old.album or (old.media == "file") is (media == "file"))
        may_send = RIGHTS[old.media] == RIGHTS[media] or copy.peer != GROUP or self.may(user, GROUP, RIGHTS[media])
        return fits and may_send and self.may_edit(user, copy)

    def may_take_back(self, user: int, copies: Iterable[Copy]) -> bool:
        """Both sides of a private chat anything, members of the group what they wrote, its admins anything."""
        return all(
            one.peer != GROUP or (user in self.group.members and (user in self.group.admins or one.sender == user))
            for one in copies
        )
