"""What profiles, settings, privacy and photos are refused with."""

import base64
import json

from mtproto import rpc_errors as errors
from mtproto.tl import functions, types
from tests.server.documented.stage import Stage
from tests.server.files.uploading import picture, upload
from tests.server.users.people import People, give, person

account, photos = functions.account, functions.photos

FAY, GUS, HAL = "9996622021", "9996622022", "9996622023"
CHANNEL = types.InputPeerChannel(channel_id=1, access_hash=1)


async def usernames(stage: Stage) -> None:
    """Names that cannot be had, moved or switched."""
    owner, other = await stage.harness.client(FAY), await stage.harness.client(GUS)
    await other(account.UpdateUsername(username="gus_name"))
    await owner(account.UpdateUsername(username="fay_name"))
    await stage.refused(
        owner,
        errors.USERNAME_INVALID,
        account.CheckUsername(username="1"),
        account.UpdateUsername(username="1"),
        account.ToggleUsername(username="gus_name", active=True),
    )
    await stage.refused(
        owner,
        errors.USERNAME_OCCUPIED,
        account.CheckUsername(username="GUS_name"),
        account.UpdateUsername(username="gus_name"),
    )
    await stage.refused(
        owner,
        errors.USERNAME_NOT_MODIFIED,
        account.UpdateUsername(username="fay_name"),
        account.ToggleUsername(username="fay_name", active=True),
        account.ReorderUsernames(order=["fay_name"]),
    )
    await stage.refused(owner, errors.ORDER_INVALID, account.ReorderUsernames(order=[]))


async def too_many_usernames(stage: Stage) -> None:
    """Ten names may be active."""
    one = await person(stage.harness, HAL, "Hal")
    names = [f"given_{index}" for index in range(11)]
    await give(People(stage.harness, one, one, one), one, *names)
    for name in names[:10]:
        await one(account.ToggleUsername(username=name, active=True))
    await stage.refused(
        one.phone, errors.USERNAMES_ACTIVE_TOO_MUCH, account.ToggleUsername(username=names[10], active=True)
    )


async def profile(stage: Stage) -> None:
    """Names, texts, colours, statuses and birthdays that are none."""
    owner, other = await stage.harness.client(FAY), await stage.harness.client(GUS)
    update = account.UpdateProfile(about="x" * 71)
    await stage.refused(owner, errors.ABOUT_TOO_LONG, update)
    await stage.refused(owner, errors.FIRSTNAME_INVALID, account.UpdateProfile(first_name=" "))
    plain = types.GlobalPrivacySettings()
    for query in (update, account.SetGlobalPrivacySettings(settings=plain)):
        wrapped = functions.InvokeWithBusinessConnection(connection_id="x", query=query)
        await stage.refused(owner, errors.BUSINESS_CONNECTION_INVALID, wrapped)
    await stage.refused(
        owner,
        errors.PUBLIC_BROADCAST_EXPECTED,
        account.UpdatePersonalChannel(channel=types.InputChannel(channel_id=1, access_hash=1)),
    )
    await stage.refused(owner, errors.COLOR_INVALID, account.UpdateColor(color=types.PeerColor(color=99)))
    await stage.refused(
        owner,
        errors.DOCUMENT_INVALID,
        account.UpdateEmojiStatus(emoji_status=types.EmojiStatus(document_id=0)),
        account.UpdateColor(color=types.PeerColor(background_emoji_id=1)),
    )
    await stage.refused(
        owner,
        errors.COLLECTIBLE_INVALID,
        account.UpdateEmojiStatus(emoji_status=types.InputEmojiStatusCollectible(collectible_id=1)),
    )
    never = types.Birthday(day=31, month=2)
    await stage.refused(owner, errors.BIRTHDAY_INVALID, account.UpdateBirthday(birthday=never))
    told = types.Birthday(day=1, month=2)
    myself = types.InputUserSelf()
    await stage.refused(owner, errors.USER_ID_INVALID, functions.users.SuggestBirthday(id=myself, birthday=told))
    await other(account.UpdateBirthday(birthday=told))
    suggest = functions.users.SuggestBirthday(id=stage.user(owner, other), birthday=told)
    await stage.refused(owner, errors.BIRTHDAY_ALREADY, suggest)


async def privacy(stage: Stage) -> None:
    """Rules that make no sense, settings that do not exist here."""
    owner = await stage.harness.client(FAY)
    key, everybody = types.InputPrivacyKeyAbout(), types.InputPrivacyValueAllowAll()
    await stage.refused(owner, errors.PRIVACY_TOO_LONG, account.SetPrivacy(key=key, rules=[everybody] * 21))
    await stage.refused(owner, errors.PRIVACY_VALUE_INVALID, account.SetPrivacy(key=key, rules=[everybody] * 2))
    for error, settings in (
        (errors.AUTOARCHIVE_NOT_AVAILABLE, {"archive_and_mute_new_noncontact_peers": True}),
        (errors.PREMIUM_ACCOUNT_REQUIRED, {"new_noncontact_peers_require_premium": True}),
    ):
        given = types.GlobalPrivacySettings(**settings)
        await stage.refused(owner, error, account.SetGlobalPrivacySettings(settings=given))


async def peers(stage: Stage) -> None:
    """Settings and reports of peers that the caller cannot name."""
    owner, other = await stage.harness.client(FAY), await stage.harness.client(GUS)
    nobody = stage.overheard_peer(other)
    reason, plain = types.InputReportReasonSpam(), types.InputPeerNotifySettings()
    for error, peer in ((errors.PEER_ID_INVALID, nobody), (errors.CHANNEL_INVALID, CHANNEL)):
        place = types.InputNotifyPeer(peer=peer)
        await stage.refused(
            owner,
            error,
            account.GetNotifySettings(peer=place),
            account.UpdateNotifySettings(peer=place, settings=plain),
        )
    await stage.refused(
        owner,
        errors.SETTINGS_INVALID,
        account.UpdateNotifySettings(
            peer=types.InputNotifyUsers(), settings=types.InputPeerNotifySettings(mute_until=-1)
        ),
    )
    await stage.refused(
        owner,
        errors.PEER_ID_INVALID,
        account.ReportPeer(peer=nobody, reason=reason, message=""),
        account.ReportProfilePhoto(peer=nobody, photo_id=types.InputPhotoEmpty(), reason=reason, message=""),
        account.SaveAutoSaveSettings(peer=nobody, settings=types.AutoSaveSettings()),
    )


async def push_tokens(stage: Stage) -> None:
    """Tokens that are none of their kind."""
    owner = await stage.harness.client(FAY)

    def register(token_type: int, token: str) -> account.RegisterDevice:
        return account.RegisterDevice(token_type=token_type, token=token, app_sandbox=False, secret=b"", other_uids=[])

    def web(point: bytes, secret: bytes) -> account.RegisterDevice:
        keys = {"p256dh": base64.urlsafe_b64encode(point).decode(), "auth": base64.urlsafe_b64encode(secret).decode()}
        return register(10, json.dumps({"endpoint": "https://push.example.org/1", "keys": keys}))

    await stage.refused(owner, errors.TOKEN_TYPE_INVALID, register(99, "x"))
    await stage.refused(owner, errors.TOKEN_EMPTY, register(2, ""))
    await stage.refused(owner, errors.TOKEN_INVALID, register(2, "x" * 5000))
    await stage.refused(owner, errors.WEBPUSH_TOKEN_INVALID, register(10, "no json"), register(10, "{}"))
    await stage.refused(owner, errors.WEBPUSH_KEY_INVALID, web(b"short", bytes(16)))
    await stage.refused(owner, errors.WEBPUSH_AUTH_INVALID, web(bytes(65), b"short"))
    assert await owner(web(bytes(65), bytes(16))) is True
    unregister = account.UnregisterDevice(token_type=2, token="x", other_uids=[])
    await stage.refused(owner, errors.TOKEN_INVALID, unregister)


async def pictures(stage: Stage) -> None:
    """Photos that are missing, broken, somebody else's, for nobody."""
    owner, other = await stage.harness.client(FAY), await stage.harness.client(GUS)
    whole = await upload(owner, picture(200, 200).getvalue())
    noise = await upload(owner, b"no picture")
    no_parts = types.InputFile(id=whole.id, parts=0, name="x.jpg", md5_checksum="")
    nobody = stage.overheard_user(other)
    await stage.refused(owner, errors.PHOTO_FILE_MISSING, photos.UploadProfilePhoto())
    await stage.refused(owner, errors.BOT_INVALID, photos.UploadProfilePhoto(bot=nobody, file=whole))
    await stage.refused(owner, errors.IMAGE_PROCESS_FAILED, photos.UploadProfilePhoto(file=noise))
    await stage.refused(owner, errors.FILE_PARTS_INVALID, photos.UploadProfilePhoto(file=no_parts))
    await stage.refused(owner, errors.VIDEO_FILE_INVALID, photos.UploadProfilePhoto(video=await upload(owner, b"none")))
    no_emoji = types.VideoSizeEmojiMarkup(emoji_id=1, background_colors=[0])
    await stage.refused(owner, errors.EMOJI_MARKUP_INVALID, photos.UploadProfilePhoto(video_emoji_markup=no_emoji))
    unknown = types.InputPhoto(id=1, access_hash=1, file_reference=b"x")
    await stage.refused(owner, errors.PHOTO_ID_INVALID, photos.UpdateProfilePhoto(id=unknown))
    listed = photos.GetUserPhotos(user_id=nobody, offset=0, max_id=0, limit=1)
    await stage.refused(owner, errors.USER_ID_INVALID, listed)
    negative = photos.GetUserPhotos(user_id=types.InputUserSelf(), offset=0, max_id=-1, limit=1)
    await stage.refused(owner, errors.MAX_ID_INVALID, negative)
    stranger = stage.user(owner, other)
    for error, fields in (
        (errors.NEED_ACTION_MISSING, {"user_id": stranger}),
        (errors.CONTACT_MISSING, {"user_id": stranger, "save": True}),
        (errors.USER_ID_INVALID, {"user_id": nobody, "save": True}),
    ):
        await stage.refused(owner, error, photos.UploadContactProfilePhoto(**fields))


SCENES = (usernames, too_many_usernames, profile, privacy, peers, push_tokens, pictures)
