"""Privacy: what one user may see of another, or do to them (core.telegram.org/api/privacy).

Rules of this file:

- Rules are judged in their order, and the first one that fits the viewer decides. When none fits, the answer is no.
- Whoever has blocked the viewer shows them nothing, whatever the rules say.
- Everyone may see all of themselves.
- A key that its owner never set has Telegram's own default.

Many viewers and many owners are judged together (`looks`), with a handful of reads for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.accounts import blocks, contacts, privacy, users
from storage.accounts.contacts import Contact
from storage.accounts.privacy import PrivacyKey, Rule, RuleKind, Rules
from storage.accounts.users import UserKind
from storage.conversations import chats
from storage.database import Snapshot

ALL, OF_CONTACTS = RuleKind.ALL, RuleKind.CONTACTS
"""Looked up once instead of for every rule of every owner."""

EVERYBODY: Rules = (Rule(True, ALL),)
CONTACTS: Rules = (Rule(True, OF_CONTACTS), Rule(False, ALL))

DEFAULTS: Mapping[PrivacyKey, Rules] = {
    **dict.fromkeys(PrivacyKey, EVERYBODY),
    PrivacyKey.PHONE_NUMBER: CONTACTS,
    PrivacyKey.PHONE_P2P: CONTACTS,
    PrivacyKey.BIRTHDAY: CONTACTS,
    PrivacyKey.NO_PAID_MESSAGES: CONTACTS,
}


@dataclass(frozen=True, slots=True)
class Look:
    """One viewer's look at some owners. Everything it was loaded with is of one snapshot.

    Attributes:
        viewer: Who looks.
        known: The owners in the viewer's own address book, as the viewer calls them.
        knowing: The owners who have the viewer in theirs, with what they say of the viewer.
        blockers: The owners who have blocked the viewer.
    """

    viewer: int
    known: Mapping[int, Contact]
    knowing: Mapping[int, Contact]
    blockers: frozenset[int]
    _rules: Mapping[tuple[int, PrivacyKey], Rules]
    _chats: Mapping[int, frozenset[int]]
    _bots: frozenset[int]

    def allows(self, owner: int, key: PrivacyKey) -> bool:
        """Whether the owner's rules let the viewer see (or do) this."""
        if owner == self.viewer:
            return True
        if owner in self.blockers:
            return False
        return self._permits(self._of(owner, key), self.viewer, self.knowing.get(owner))

    def shows(self, owner: int, key: PrivacyKey) -> bool:
        """The other way round: whether the viewer's own rules let the owner see this of the viewer."""
        return self._permits(self._of(self.viewer, key), owner, self.known.get(owner))

    def knows_status(self, owner: int) -> bool:
        """Whether the viewer may know when the owner is online: whoever hides that from the owner may not."""
        return self.allows(owner, PrivacyKey.STATUS) and self.shows(owner, PrivacyKey.STATUS)

    def _of(self, owner: int, key: PrivacyKey) -> Rules:
        return self._rules.get((owner, key), DEFAULTS[key])

    def _permits(self, rules: Rules, person: int, entry: Contact | None) -> bool:
        """Whether rules let a person through whom their owner knows by this entry."""
        for rule in rules:
            if self._fits(rule, person, entry):
                return rule.allow
        return False

    def _fits(self, rule: Rule, person: int, entry: Contact | None) -> bool:
        kind = rule.kind
        if kind is ALL:
            return True
        if kind is OF_CONTACTS:
            return entry is not None
        match kind:
            case RuleKind.CLOSE_FRIENDS:
                return entry is not None and entry.close_friend
            case RuleKind.BOTS:
                return person in self._bots
            case RuleKind.USERS:
                return person in rule.ids
            case RuleKind.CHATS:
                return not self._chats.get(person, frozenset()).isdisjoint(rule.ids)
            case _:  # PREMIUM: nobody here has a paid plan
                return False


async def look(view: Snapshot, viewer: int, owners: Sequence[int], keys: Sequence[PrivacyKey]) -> Look:
    """Load what is needed to judge these keys of these owners for one viewer. Callers bound the list of owners."""
    return (await looks(view, (viewer,), owners, keys))[0]


async def looks(
    view: Snapshot, viewers: Sequence[int], owners: Sequence[int], keys: Sequence[PrivacyKey]
) -> list[Look]:
    """The same for each of some viewers, in their order. Callers bound both lists."""
    if not owners or (len(viewers) == 1 and all(owner == viewers[0] for owner in owners)):
        return [Look(viewer, {}, {}, frozenset(), {}, {}, frozenset()) for viewer in viewers]
    people = tuple({*owners, *viewers})
    rules = await privacy.of_users(view, people, keys)
    memberships, bots = await _memberships(view, people, rules.values()), await _bots(view, people, rules.values())
    known: dict[int, dict[int, Contact]] = {viewer: {} for viewer in viewers}
    knowing: dict[int, dict[int, Contact]] = {viewer: {} for viewer in viewers}
    blockers: dict[int, set[int]] = {viewer: set() for viewer in viewers}
    for entry in await contacts.between(view, viewers, owners):
        known[entry.user_id][entry.contact_id] = entry
    for entry in await contacts.between(view, owners, viewers):
        knowing[entry.contact_id][entry.user_id] = entry
    for owner, viewer in await blocks.between(view, owners, viewers):
        blockers[viewer].add(owner)
    return [
        Look(viewer, known[viewer], knowing[viewer], frozenset(blockers[viewer]), rules, memberships, bots)
        for viewer in viewers
    ]


async def allows(view: Snapshot, owner: int, key: PrivacyKey, viewer: int) -> bool:
    """Whether the owner lets this viewer see (or do) what the key is about."""
    return (await look(view, viewer, (owner,), (key,))).allows(owner, key)


async def knows_status(view: Snapshot, viewer: int, owner: int) -> bool:
    """Whether this viewer may know when the owner is online (`Look.knows_status`)."""
    return (await look(view, viewer, (owner,), (PrivacyKey.STATUS,))).knows_status(owner)


async def rules_of(view: Snapshot, owner: int, key: PrivacyKey) -> Rules:
    """The rules in force for a key."""
    return (await privacy.of_users(view, (owner,), (key,))).get((owner, key), DEFAULTS[key])


async def _memberships(view: Snapshot, people: Sequence[int], rules: Iterable[Rules]) -> Mapping[int, frozenset[int]]:
    """Which of the groups that the rules name these people are in."""
    named = {chat for some in rules for rule in some if rule.kind is RuleKind.CHATS for chat in rule.ids}
    return await chats.shared(view, sorted(named), people) if named else {}


async def _bots(view: Snapshot, people: Sequence[int], rules: Iterable[Rules]) -> frozenset[int]:
    """Which of these people are bots, where a rule asks."""
    if not any(rule.kind is RuleKind.BOTS for some in rules for rule in some):
        return frozenset()
    found = await users.by_ids(view, people)
    return frozenset(user.user_id for user in found.values() if user.kind is UserKind.BOT)
