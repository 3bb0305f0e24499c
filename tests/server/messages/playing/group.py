"""The group of the reference model: who is in it, who runs it, what it looks like, and which links lead to it.

The creator may do everything, admins all but what concerns admins, members what the group leaves them, and remove whom
they invited. Who left comes back by a link, or is added by a mutual contact; who was removed only by an admin.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

FORBIDDEN = (
    "send_plain",
    "send_polls",
    "send_photos",
    "send_docs",
    "send_voices",
    "send_stickers",
    "send_messages",
    "pin_messages",
    "change_info",
    "invite_users",
    "edit_rank",
    "send_reactions",
)
"""What members may be forbidden."""


@dataclass
class Link:
    """An invite link: whose it is, whether admins want to be asked, how many have come by it (`usage`), how many may,
    and until when; 0 for any. One that is revoked leads nowhere; one that is forgotten besides is shown to nobody. A
    `lasting` one every admin has; another takes its place when it is revoked. Who is no admin any more has their links
    revoked."""

    url: str
    owner: int
    request_needed: bool
    usage: int = 0
    most: int = 0
    until: int = 0
    revoked: bool = False
    forgotten: bool = False
    lasting: bool = False

    def leads_in(self, now: int) -> bool:
        full = 0 < self.most <= self.usage
        return not (self.revoked or full or 0 < self.until <= now)


@dataclass
class Membership:
    """Since when somebody is in the group, and who let them in."""

    since: int
    inviter: int


@dataclass
class Group:
    """The group as it is; what those who are gone know of it is `left_with`, its title then."""

    creator: int
    admins: set[int]
    """The creator among them."""
    members: dict[int, Membership]
    links: list[Link]
    title: str = "Everybody"
    about: str = ""
    has_photo: bool = False
    reactions: set[str] | None = None
    """Which may be given; none for all."""
    beside: dict[int, str] = field(default_factory=dict)
    """By member, what stands beside their name."""
    banned: Collection[str] = ()
    removed: set[int] = field(default_factory=set)
    left_with: dict[int, str] = field(default_factory=dict)
    were_gone: set[int] = field(default_factory=set)
    """Who was ever outside of it."""
    asking: dict[int, tuple[int, Link]] = field(default_factory=dict)
    """Who asks to be let in: since when, and by which link."""
    came: dict[int, tuple[int, Link, int]] = field(default_factory=dict)
    """Who last came by a link: when, by which, and who let them in, if they had to ask."""
    told_of: dict[int, set[int]] = field(default_factory=dict)
    """By user, of whose asking they heard last."""

    @property
    def ranks(self) -> dict[int, str]:
        """What everybody in it is."""
        ranks = {user: "admin" if user in self.admins else "member" for user in self.members}
        return {**ranks, self.creator: "creator"}

    @property
    def heir(self) -> int:
        """Who owns the group if its creator goes: the admin, or else the member, who is in it the longest."""
        others = [user for user in self.members if user != self.creator]
        return min(others, key=lambda user: (user not in self.admins, self.members[user].since, user))

    def may_remove(self, by: int, user: int, *, taking_back: bool) -> bool:
        """Whether somebody may remove somebody, perhaps with all they wrote; or go themselves."""
        if not {by, user} <= self.members.keys():
            return False
        if by in (user, self.creator):
            return True
        if user in self.admins:
            return False
        return by in self.admins or (self.members[user].inviter == by and not taking_back)

    def lasting_link(self, user: int) -> Link | None:
        return next((one for one in self.links if one.lasting and one.owner == user and not one.revoked), None)

    def may_see(self, user: int, link: Link) -> bool:
        return user in self.admins and user in (link.owner, self.creator) and not link.forgotten

    def demote(self, user: int) -> None:
        """Somebody runs the group no longer, if they did."""
        self.admins.discard(user)
        for link in self.links:
            link.revoked |= link.owner == user

    def come(self, user: int, inviter: int, now: int) -> None:
        """Somebody comes in; what they asked for they have got."""
        self.members[user] = Membership(now, inviter)
        self.removed.discard(user)
        self.forget(user)

    def go(self, user: int, by: int) -> None:
        """Somebody goes or is made to; if it was the creator, somebody else already owns the group."""
        del self.members[user]
        self.demote(user)
        self.beside.pop(user, None)
        self.left_with[user] = self.title
        self.were_gone.add(user)
        if by != user:
            self.removed.add(user)

    def end(self) -> None:
        """Nobody is in it any more, and there is no way in."""
        for user in list(self.members):
            self.go(user, 0)
        self.creator, self.asking, self.came = 0, {}, {}
        for link in self.links:
            link.revoked = link.forgotten = True

    def ask(self, user: int, link: Link, now: int) -> None:
        if user not in self.asking:
            self.came.pop(user, None)
            self.asking[user] = now, link
            self._tell_admins()

    def forget(self, user: int) -> None:
        """Nobody waits for an answer any more who asked to be let in."""
        if self.asking.pop(user, None) is not None:
            self._tell_admins()

    def _tell_admins(self) -> None:
        self.told_of.update((admin, set(self.asking)) for admin in self.admins)
