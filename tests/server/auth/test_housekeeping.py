"""What ends by itself, and what is told of a new sign-in."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.auth import housekeeping
from storage.accounts import users
from storage.accounts.users import UserKind
from storage.sign_in import devices, keys
from tests.server.auth.waiting import later
from tests.server.harness import Harness

PHONE = "9996621061"
DAY = 86_400


async def test_a_new_sign_in_is_told_to_the_devices_that_were_there(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    await owner(functions.updates.GetState())
    newcomer = await harness.client(PHONE)
    told = await owner.update(types.UpdateNewAuthorization)
    listed = (await owner(functions.account.GetAuthorizations())).authorizations
    assert [told.hash] == [device.hash for device in listed if not device.current]
    assert told.unconfirmed
    request = functions.messages.GetDialogs(
        offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=10, hash=0
    )
    (message,) = (await newcomer(request)).messages
    assert message.peer_id == types.PeerUser(user_id=777000)
    assert message.message.startswith("New login.")


async def test_a_device_is_seen_now_and_then_and_ends_when_it_is_not(harness: Harness) -> None:
    owner, tablet = await harness.client(PHONE), await harness.client(PHONE)
    await later(harness, DAY, owner, tablet)
    await owner(functions.account.SetAuthorizationTTL(authorization_ttl_days=7))
    for _ in range(7):
        await later(harness, DAY, owner)
        await owner(functions.updates.GetState())
    await harness.app.background.settle(1)
    await housekeeping.end_unused_devices(harness.app)
    await later(harness, 1, tablet)
    with pytest.raises(rpc_errors.SESSION_REVOKED):
        await tablet(functions.updates.GetState())
    assert len((await owner(functions.account.GetAuthorizations())).authorizations) == 1


async def test_an_account_ends_when_nobody_comes_for_as_long_as_was_said(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    assert owner.me is not None
    await owner(functions.account.SetAccountTTL(ttl=types.AccountDaysTTL(days=365)))
    await later(harness, DAY, owner)
    await owner(functions.account.SetAuthorizationTTL(authorization_ttl_days=30))

    async def kind() -> UserKind:
        user = await harness.app.db.peek(lambda view: users.by_id(view, owner.me.id))
        assert user is not None
        return user.kind

    await later(harness, 364 * DAY, owner)
    await housekeeping.end_unused_devices(harness.app)
    assert await harness.app.db.peek(lambda view: devices.of_user(view, owner.me.id)) == []
    await housekeeping.end_unused_accounts(harness.app)
    assert await kind() is UserKind.PERSON
    await harness.advance(DAY)
    await housekeeping.end_unused_accounts(harness.app)
    assert await kind() is UserKind.DELETED


@pytest.mark.rows("H15")
async def test_temporary_keys_are_gone_once_they_have_run_out(harness: Harness) -> None:
    auth_key, _ = await harness.key(expires_in=60)
    key_id = auth_key.number
    await housekeeping.forget_what_is_over(harness.app)
    assert await harness.app.db.peek(lambda view: keys.load(view, key_id)) is not None
    await harness.advance(61)
    await housekeeping.forget_what_is_over(harness.app)
    assert await harness.app.db.peek(lambda view: keys.load(view, key_id)) is None
