"""account.getPrivacy and account.setPrivacy (core.telegram.org/api/privacy)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.privacy import rules_of
from server.render.privacy import KEYS, render_rules
from server.render.rendering import EventRenderer, Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from server.users import acquaintances
from storage.accounts import privacy
from storage.accounts.privacy import PrivacyKey, Rule, RuleKind, Rules
from storage.conversations import boxes, chats
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx

router = Router("privacy")

PRIVACY = "privacy"

MAX_RULES = 20
"""There are a dozen kinds of rule, and no client names a kind twice."""
MAX_NAMED = 1_000
"""Users and chats that the rules of one key may name together."""

_KEY_OF: Mapping[type, PrivacyKey] = {given: key for key, (given, _) in KEYS.items()}

_PLAIN: Mapping[type, Rule] = {
    types.InputPrivacyValueAllowAll: Rule(True, RuleKind.ALL),
    types.InputPrivacyValueDisallowAll: Rule(False, RuleKind.ALL),
    types.InputPrivacyValueAllowContacts: Rule(True, RuleKind.CONTACTS),
    types.InputPrivacyValueDisallowContacts: Rule(False, RuleKind.CONTACTS),
    types.InputPrivacyValueAllowCloseFriends: Rule(True, RuleKind.CLOSE_FRIENDS),
    types.InputPrivacyValueAllowPremium: Rule(True, RuleKind.PREMIUM),
    types.InputPrivacyValueAllowBots: Rule(True, RuleKind.BOTS),
    types.InputPrivacyValueDisallowBots: Rule(False, RuleKind.BOTS),
}

_SHOWN = frozenset({PrivacyKey.STATUS, PrivacyKey.PHONE_NUMBER, PrivacyKey.PROFILE_PHOTO})
"""Keys whose change others see at once, in the user's line of their lists."""


@router.rpc(functions.account.GetPrivacy)
async def get_privacy(ctx: Context, request: functions.account.GetPrivacy) -> types.account.PrivacyRules:
    """The rules in force for one key."""
    key = _key(request.key)
    return await ctx.app.db.peek(lambda view: _answer(ctx, view, key))


@router.rpc(functions.account.SetPrivacy)
async def set_privacy(ctx: Context, request: functions.account.SetPrivacy) -> types.account.PrivacyRules:
    """Set the rules for one key."""
    key = _key(request.key)
    if len(request.rules) > MAX_RULES:
        raise rpc_errors.PRIVACY_TOO_LONG

    async def unit(tx: Tx) -> None:
        rules = await _read(ctx, tx, request.rules)
        await privacy.save(tx, ctx.user_id, key, rules)
        origin = ctx.session.session_number
        await boxes.append(tx, ctx.user_id, PRIVACY, {"key": key.value}, now=ctx.now, pts_count=0, origin=origin)

    await ctx.app.db.write(unit)
    if key in _SHOWN:
        await acquaintances.tell_changed(ctx.app, ctx.user_id)
    return await ctx.app.db.peek(lambda view: _answer(ctx, view, key))


def _key(given: types.TypeInputPrivacyKey) -> PrivacyKey:
    key = _KEY_OF.get(type(given))
    if key is None:
        raise rpc_errors.PRIVACY_KEY_INVALID
    return key


async def _read(ctx: Context, view: Snapshot, given: Sequence[types.TypeInputPrivacyRule]) -> Rules:
    """The rules as records. A kind named twice, and people whom the caller may not name, make no sense."""
    rules: list[Rule] = []
    for one in given:
        match one:
            case types.InputPrivacyValueAllowUsers() | types.InputPrivacyValueDisallowUsers():
                allow = isinstance(one, types.InputPrivacyValueAllowUsers)
                rules.append(Rule(allow, RuleKind.USERS, await _users(ctx, view, one.users)))
            case types.InputPrivacyValueAllowChatParticipants() | types.InputPrivacyValueDisallowChatParticipants():
                allow = isinstance(one, types.InputPrivacyValueAllowChatParticipants)
                rules.append(Rule(allow, RuleKind.CHATS, await _chats(view, ctx.user_id, one.chats)))
            case _:
                rules.append(_PLAIN[type(one)])
    if len({(rule.allow, rule.kind) for rule in rules}) < len(rules):
        raise rpc_errors.PRIVACY_VALUE_INVALID
    if sum(len(rule.ids) for rule in rules) > MAX_NAMED:
        raise rpc_errors.PRIVACY_TOO_LONG
    return tuple(rules)


async def _users(ctx: Context, view: Snapshot, given: Sequence[types.TypeInputUser]) -> tuple[int, ...]:
    if len(given) > MAX_NAMED:
        raise rpc_errors.PRIVACY_TOO_LONG
    try:
        return tuple(dict.fromkeys([(await access.user(ctx, view, one)).user_id for one in given]))
    except RpcError:
        raise rpc_errors.PRIVACY_VALUE_INVALID from None


async def _chats(view: Snapshot, user_id: int, given: Sequence[int]) -> tuple[int, ...]:
    """Groups the caller is in."""
    if len(given) > MAX_NAMED:
        raise rpc_errors.PRIVACY_TOO_LONG
    named = tuple(dict.fromkeys(given))
    own = await chats.shared(view, named, (user_id,)) if named else {}
    if len(own.get(user_id, ())) != len(named):
        raise rpc_errors.PRIVACY_VALUE_INVALID
    return named


async def _answer(ctx: Context, view: Snapshot, key: PrivacyKey) -> types.account.PrivacyRules:
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    rules = render_rules(scene, await rules_of(view, ctx.user_id, key))
    users, groups = await render_peers(scene)
    return types.account.PrivacyRules(rules=rules, chats=groups, users=users)


async def render_privacy(scene: Rendering, event: Event) -> types.UpdatePrivacy:
    """PRIVACY as an update, with the rules as they are now."""
    key = PrivacyKey(event.data["key"])
    rules = await rules_of(scene.view, scene.viewer, key)
    return types.UpdatePrivacy(key=KEYS[key][1](), rules=render_rules(scene, rules))


RENDERERS: Mapping[str, EventRenderer] = {PRIVACY: render_privacy}
