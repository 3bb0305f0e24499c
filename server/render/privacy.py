"""Privacy rules: records → TL (core.telegram.org/type/PrivacyRule)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mtproto.tl import types
from server.render.rendering import Rendering
from storage.accounts.privacy import PrivacyKey, Rule, RuleKind, Rules

KEYS: Mapping[PrivacyKey, tuple[type[types.TypeInputPrivacyKey], type[types.TypePrivacyKey]]] = {
    PrivacyKey.STATUS: (types.InputPrivacyKeyStatusTimestamp, types.PrivacyKeyStatusTimestamp),
    PrivacyKey.CHAT_INVITE: (types.InputPrivacyKeyChatInvite, types.PrivacyKeyChatInvite),
    PrivacyKey.PHONE_CALL: (types.InputPrivacyKeyPhoneCall, types.PrivacyKeyPhoneCall),
    PrivacyKey.PHONE_P2P: (types.InputPrivacyKeyPhoneP2P, types.PrivacyKeyPhoneP2P),
    PrivacyKey.FORWARDS: (types.InputPrivacyKeyForwards, types.PrivacyKeyForwards),
    PrivacyKey.PROFILE_PHOTO: (types.InputPrivacyKeyProfilePhoto, types.PrivacyKeyProfilePhoto),
    PrivacyKey.PHONE_NUMBER: (types.InputPrivacyKeyPhoneNumber, types.PrivacyKeyPhoneNumber),
    PrivacyKey.ADDED_BY_PHONE: (types.InputPrivacyKeyAddedByPhone, types.PrivacyKeyAddedByPhone),
    PrivacyKey.VOICE_MESSAGES: (types.InputPrivacyKeyVoiceMessages, types.PrivacyKeyVoiceMessages),
    PrivacyKey.ABOUT: (types.InputPrivacyKeyAbout, types.PrivacyKeyAbout),
    PrivacyKey.BIRTHDAY: (types.InputPrivacyKeyBirthday, types.PrivacyKeyBirthday),
    PrivacyKey.GIFTS: (types.InputPrivacyKeyStarGiftsAutoSave, types.PrivacyKeyStarGiftsAutoSave),
    PrivacyKey.NO_PAID_MESSAGES: (types.InputPrivacyKeyNoPaidMessages, types.PrivacyKeyNoPaidMessages),
    PrivacyKey.SAVED_MUSIC: (types.InputPrivacyKeySavedMusic, types.PrivacyKeySavedMusic),
}
"""Each key as clients ask for it, and as they are told of it."""

PLAIN: Mapping[tuple[bool, RuleKind], Callable[[], types.TypePrivacyRule]] = {
    (True, RuleKind.ALL): types.PrivacyValueAllowAll,
    (False, RuleKind.ALL): types.PrivacyValueDisallowAll,
    (True, RuleKind.CONTACTS): types.PrivacyValueAllowContacts,
    (False, RuleKind.CONTACTS): types.PrivacyValueDisallowContacts,
    (True, RuleKind.CLOSE_FRIENDS): types.PrivacyValueAllowCloseFriends,
    (True, RuleKind.PREMIUM): types.PrivacyValueAllowPremium,
    (True, RuleKind.BOTS): types.PrivacyValueAllowBots,
    (False, RuleKind.BOTS): types.PrivacyValueDisallowBots,
}


def render_rules(scene: Rendering, rules: Rules) -> list[types.TypePrivacyRule]:
    """The rules for their owner; whom they name will be sent along."""
    return [_render(scene, rule) for rule in rules]


def _render(scene: Rendering, rule: Rule) -> types.TypePrivacyRule:
    if rule.kind is RuleKind.USERS:
        scene.users.update(rule.ids)
        named = types.PrivacyValueAllowUsers if rule.allow else types.PrivacyValueDisallowUsers
        return named(users=list(rule.ids))
    if rule.kind is RuleKind.CHATS:
        scene.chats.update(rule.ids)
        in_chats = types.PrivacyValueAllowChatParticipants if rule.allow else types.PrivacyValueDisallowChatParticipants
        return in_chats(chats=list(rule.ids))
    return PLAIN[rule.allow, rule.kind]()
