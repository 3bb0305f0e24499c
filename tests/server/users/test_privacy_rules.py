"""account.getPrivacy and setPrivacy: every key, every rule, what is refused, and who is told."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.privacy import KEYS
from tests.server.users.people import People

pytestmark = pytest.mark.rows("AC-4")


@pytest.mark.parametrize("key", KEYS.values(), ids=[key.value for key in KEYS])
async def test_rules_are_kept_for_every_key(people: People, key):
    """What was set is what is answered, to another device too; a key that was never set has a default."""
    asked, told = key
    alice = people.alice
    default = await alice(functions.account.GetPrivacy(key=asked()))
    assert default.rules
    given = [
        types.InputPrivacyValueAllowUsers(users=[people.user(alice, people.bob)]),
        types.InputPrivacyValueDisallowUsers(users=[people.user(alice, people.carol)]),
        types.InputPrivacyValueAllowCloseFriends(),
        types.InputPrivacyValueDisallowContacts(),
        types.InputPrivacyValueAllowPremium(),
        types.InputPrivacyValueAllowBots(),
        types.InputPrivacyValueDisallowAll(),
    ]
    answer = await alice(functions.account.SetPrivacy(key=asked(), rules=given))
    expected = [
        types.PrivacyValueAllowUsers(users=[people.bob.id]),
        types.PrivacyValueDisallowUsers(users=[people.carol.id]),
        types.PrivacyValueAllowCloseFriends(),
        types.PrivacyValueDisallowContacts(),
        types.PrivacyValueAllowPremium(),
        types.PrivacyValueAllowBots(),
        types.PrivacyValueDisallowAll(),
    ]
    assert answer.rules == expected
    assert {user.id for user in answer.users} == {people.bob.id, people.carol.id}
    assert (await alice.tablet(functions.account.GetPrivacy(key=asked()))).rules == expected
    update = await alice.tablet.update(types.UpdatePrivacy)
    assert isinstance(update.key, told)
    assert update.rules == expected


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        ([types.InputPrivacyValueAllowContacts()] * 2, rpc_errors.PRIVACY_VALUE_INVALID),
        ([types.InputPrivacyValueAllowAll()] * 21, rpc_errors.PRIVACY_TOO_LONG),
        ([types.InputPrivacyValueAllowUsers(users=[types.InputUserSelf()] * 1001)], rpc_errors.PRIVACY_TOO_LONG),
        (
            [types.InputPrivacyValueAllowUsers(users=[types.InputUser(user_id=1_000_002, access_hash=1)])],
            rpc_errors.PRIVACY_VALUE_INVALID,
        ),
    ],
    ids=["twice", "too many rules", "too many users", "somebody unknown"],
)
async def test_rules_that_make_no_sense(people: People, rules, error):
    key = types.InputPrivacyKeyStatusTimestamp()
    before = await people.alice(functions.account.GetPrivacy(key=key))
    with pytest.raises(error):
        await people.alice(functions.account.SetPrivacy(key=key, rules=rules))
    assert await people.alice(functions.account.GetPrivacy(key=key)) == before


async def test_global_settings(people: People):
    """What is set is kept whole; what would take a paid plan is refused by name."""
    alice = people.alice
    assert await alice(functions.account.GetGlobalPrivacySettings()) == types.GlobalPrivacySettings()
    wanted = types.GlobalPrivacySettings(
        keep_archived_unmuted=True,
        hide_read_marks=True,
        disallowed_gifts=types.DisallowedGiftsSettings(disallow_premium_gifts=True),
    )
    assert await alice(functions.account.SetGlobalPrivacySettings(settings=wanted)) == wanted
    assert await alice.tablet(functions.account.GetGlobalPrivacySettings()) == wanted
    for refused, error in (
        ({"archive_and_mute_new_noncontact_peers": True}, rpc_errors.AUTOARCHIVE_NOT_AVAILABLE),
        ({"new_noncontact_peers_require_premium": True}, rpc_errors.PREMIUM_ACCOUNT_REQUIRED),
        ({"noncontact_peers_paid_stars": 5}, rpc_errors.PREMIUM_ACCOUNT_REQUIRED),
    ):
        with pytest.raises(error):
            await alice(functions.account.SetGlobalPrivacySettings(settings=types.GlobalPrivacySettings(**refused)))
    assert await alice(functions.account.GetGlobalPrivacySettings()) == wanted
