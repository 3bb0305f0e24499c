"""What devices keep on the server: push tokens, locks, content, automatic downloads and saves; and reports."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.users.people import People


def register(**fields: object) -> functions.account.RegisterDevice:
    given = {"token_type": 2, "token": "abc", "app_sandbox": False, "secret": b"", "other_uids": [], **fields}
    return functions.account.RegisterDevice(**given)


async def tokens(people: People) -> list[tuple[object, ...]]:
    """(token type, token, user) of every registration."""
    return await people.harness.app.db.peek(
        lambda view: view.fetchall("SELECT token_type, token, user_id FROM push_tokens ORDER BY user_id, token")
    )


async def test_a_registration_lives_as_long_as_its_device(people: People):
    """A second one of the device takes its place; signing out ends it; the secret is not kept in the clear."""
    alice = people.alice
    secret = bytes(range(256))
    await alice(register(secret=secret))
    await alice(register(token="def", secret=secret))
    assert await tokens(people) == [(2, "def", alice.id)]
    sealed = await people.harness.app.db.peek(lambda view: view.fetchval("SELECT sealed FROM push_tokens"))
    assert secret[:32] not in sealed
    await alice(functions.auth.LogOut())
    assert await tokens(people) == []


async def test_an_app_with_several_accounts(people: People):
    """The accounts an app names keep the token; those it does not name lose it."""
    alice, bob, carol = people.alice, people.bob, people.carol
    await carol(register())
    await alice(register(other_uids=[bob.id]))
    await bob(register(other_uids=[alice.id]))
    assert await tokens(people) == [(2, "abc", alice.id), (2, "abc", bob.id)]
    await alice(functions.account.UnregisterDevice(token_type=2, token="abc", other_uids=[bob.id]))
    assert await tokens(people) == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"token_type": 99}, rpc_errors.TOKEN_TYPE_INVALID),
        ({"token": ""}, rpc_errors.TOKEN_EMPTY),
        ({"token": "x" * 5000}, rpc_errors.TOKEN_INVALID),
        ({"secret": b"short"}, rpc_errors.TOKEN_INVALID),
        ({"token_type": 10, "token": "no json"}, rpc_errors.WEBPUSH_TOKEN_INVALID),
    ],
)
async def test_registrations_that_cannot_be(people: People, fields, error):
    with pytest.raises(error):
        await people.alice(register(**fields))
    with pytest.raises(rpc_errors.TOKEN_INVALID):
        await people.alice(functions.account.UnregisterDevice(token_type=2, token="abc", other_uids=[]))


async def test_locking(people: People):
    alice = people.alice

    async def locks() -> list[tuple[int]]:
        return await people.harness.app.db.peek(lambda view: view.fetchall("SELECT locked_at FROM device_locks"))

    before = int(people.harness.clock.now())
    await alice(functions.account.UpdateDeviceLocked(period=60))
    ((locked_at,),) = await locks()
    assert before + 60 <= locked_at <= before + 62
    await alice(functions.account.UpdateDeviceLocked(period=-1))
    assert await locks() == []


async def test_content_settings(people: People):
    alice = people.alice
    assert not (await alice(functions.account.GetContentSettings())).sensitive_enabled
    await alice(functions.account.SetContentSettings(sensitive_enabled=True))
    assert (await alice.tablet(functions.account.GetContentSettings())).sensitive_enabled


async def test_automatic_downloads(people: People):
    """The low and the high preset can be changed; the others stay."""
    alice = people.alice
    before = await alice(functions.account.GetAutoDownloadSettings())
    chosen = types.AutoDownloadSettings(
        disabled=True,
        photo_size_max=1,
        video_size_max=2,
        file_size_max=3,
        video_upload_maxbitrate=4,
        small_queue_active_operations_max=5,
        large_queue_active_operations_max=6,
    )
    await alice(functions.account.SaveAutoDownloadSettings(low=True, settings=chosen))
    after = await alice.tablet(functions.account.GetAutoDownloadSettings())
    assert (after.low, after.medium, after.high) == (chosen, before.medium, before.high)


async def test_automatic_saves(people: People):
    alice, bob = people.alice, people.bob
    photos = types.AutoSaveSettings(photos=True)
    videos = types.AutoSaveSettings(videos=True, video_max_size=1_000_000)
    await alice(functions.account.SaveAutoSaveSettings(users=True, chats=True, settings=photos))
    await alice.tablet.update(types.UpdateAutoSaveSettings)
    await alice(functions.account.SaveAutoSaveSettings(peer=people.peer(alice, bob), settings=videos))
    kept = await alice.tablet(functions.account.GetAutoSaveSettings())
    assert (kept.users_settings, kept.chats_settings, kept.broadcasts_settings) == (
        photos,
        photos,
        types.AutoSaveSettings(),
    )
    assert kept.exceptions == [types.AutoSaveException(peer=types.PeerUser(user_id=bob.id), settings=videos)]
    assert [user.id for user in kept.users] == [bob.id]
    await alice(functions.account.DeleteAutoSaveExceptions())
    assert (await alice(functions.account.GetAutoSaveSettings())).exceptions == []


async def test_reports_reach_the_operator(people: People):
    alice, bob = people.alice, people.bob
    bobs = people.peer(alice, bob)
    reason = types.InputReportReasonSpam()
    await alice(functions.account.ReportPeer(peer=bobs, reason=reason, message="ads"))
    photo = types.InputPhoto(id=9, access_hash=1, file_reference=b"")
    fake = types.InputReportReasonFake()
    await alice(functions.account.ReportProfilePhoto(peer=bobs, photo_id=photo, reason=fake, message=""))
    kept = await people.harness.app.db.peek(
        lambda view: view.fetchall("SELECT reporter, peer, subject, subject_id, reason, comment FROM reports")
    )
    assert kept == [
        (alice.id, bob.id, "peer", 0, "spam", "ads"),
        (alice.id, bob.id, "profile_photo", 9, "fake", ""),
    ]
    for nobody in (types.InputPeerSelf(), types.InputPeerUser(user_id=bob.id, access_hash=1)):
        with pytest.raises(rpc_errors.PEER_ID_INVALID):
            await alice(functions.account.ReportPeer(peer=nobody, reason=reason, message=""))
