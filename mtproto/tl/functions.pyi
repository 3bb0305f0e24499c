# Made by `python -m tools.schema stubs` from the schema table; a test compares the two.
import builtins as _builtins
from typing import Any
from mtproto.tl import types as _types
from mtproto.tl.objects import TLFunction

class InitConnection(TLFunction[Any]):
    api_id: int
    device_model: str
    system_version: str
    app_version: str
    system_lang_code: str
    lang_pack: str
    lang_code: str
    proxy: _types.TypeInputClientProxy | None = ...
    params: _types.TypeJSONValue | None = ...
    query: TLFunction[Any]

class InvokeAfterMsg(TLFunction[Any]):
    msg_id: int
    query: TLFunction[Any]

class InvokeAfterMsgs(TLFunction[Any]):
    msg_ids: list[int]
    query: TLFunction[Any]

class InvokeWithApnsSecret(TLFunction[Any]):
    nonce: str
    secret: str
    query: TLFunction[Any]

class InvokeWithBusinessConnection(TLFunction[Any]):
    connection_id: str
    query: TLFunction[Any]

class InvokeWithGooglePlayIntegrity(TLFunction[Any]):
    nonce: str
    token: str
    query: TLFunction[Any]

class InvokeWithLayer(TLFunction[Any]):
    layer: int
    query: TLFunction[Any]

class InvokeWithMessagesRange(TLFunction[Any]):
    range: _types.TypeMessageRange
    query: TLFunction[Any]

class InvokeWithReCaptcha(TLFunction[Any]):
    token: str
    query: TLFunction[Any]

class InvokeWithTakeout(TLFunction[Any]):
    takeout_id: int
    query: TLFunction[Any]

class InvokeWithoutUpdates(TLFunction[Any]):
    query: TLFunction[Any]


class account:
    class AcceptAuthorization(TLFunction[bool]):
        bot_id: int
        scope: str
        public_key: str
        value_hashes: list[_types.TypeSecureValueHash]
        credentials: _types.TypeSecureCredentialsEncrypted

    class AddNoPaidMessagesException(TLFunction[bool]):
        refund_charged: bool = ...
        user_id: _types.TypeInputUser

    class CancelPasswordEmail(TLFunction[bool]): ...

    class ChangeAuthorizationSettings(TLFunction[bool]):
        confirmed: bool = ...
        hash: int
        encrypted_requests_disabled: bool | None = ...
        call_requests_disabled: bool | None = ...

    class ChangePhone(TLFunction[_types.TypeUser]):
        phone_number: str
        phone_code_hash: str
        phone_code: str

    class CheckUsername(TLFunction[bool]):
        username: str

    class ClearRecentEmojiStatuses(TLFunction[bool]): ...

    class ConfirmBotConnection(TLFunction[bool]):
        bot_id: _types.TypeInputUser

    class ConfirmPasswordEmail(TLFunction[bool]):
        code: str

    class ConfirmPhone(TLFunction[bool]):
        phone_code_hash: str
        phone_code: str

    class CreateBusinessChatLink(TLFunction[_types.TypeBusinessChatLink]):
        link: _types.TypeInputBusinessChatLink

    class CreateTheme(TLFunction[_types.TypeTheme]):
        slug: str
        title: str
        document: _types.TypeInputDocument | None = ...
        settings: list[_types.TypeInputThemeSettings] | None = ...

    class DeclinePasswordReset(TLFunction[bool]): ...

    class DeleteAccount(TLFunction[bool]):
        reason: str
        password: _types.TypeInputCheckPasswordSRP | None = ...

    class DeleteAutoSaveExceptions(TLFunction[bool]): ...

    class DeleteBusinessChatLink(TLFunction[bool]):
        slug: str

    class DeletePasskey(TLFunction[bool]):
        id: str

    class DeleteSecureValue(TLFunction[bool]):
        types: list[_types.TypeSecureValueType]

    class DeleteWebBrowserSettingsExceptions(TLFunction[_types.account.TypeWebBrowserSettings]): ...

    class DisablePeerConnectedBot(TLFunction[bool]):
        peer: _types.TypeInputPeer

    class EditBusinessChatLink(TLFunction[_types.TypeBusinessChatLink]):
        slug: str
        link: _types.TypeInputBusinessChatLink

    class FinishTakeoutSession(TLFunction[bool]):
        success: bool = ...

    class GetAccountTTL(TLFunction[_types.TypeAccountDaysTTL]): ...

    class GetAllSecureValues(TLFunction[list[_types.TypeSecureValue]]): ...

    class GetAuthorizationForm(TLFunction[_types.account.TypeAuthorizationForm]):
        bot_id: int
        scope: str
        public_key: str

    class GetAuthorizations(TLFunction[_types.account.TypeAuthorizations]): ...

    class GetAutoDownloadSettings(TLFunction[_types.account.TypeAutoDownloadSettings]): ...

    class GetAutoSaveSettings(TLFunction[_types.account.TypeAutoSaveSettings]): ...

    class GetBotBusinessConnection(TLFunction[_types.TypeUpdates]):
        connection_id: str

    class GetBusinessChatLinks(TLFunction[_types.account.TypeBusinessChatLinks]): ...

    class GetChannelDefaultEmojiStatuses(TLFunction[_types.account.TypeEmojiStatuses]):
        hash: int

    class GetChannelRestrictedStatusEmojis(TLFunction[_types.TypeEmojiList]):
        hash: int

    class GetChatThemes(TLFunction[_types.account.TypeThemes]):
        hash: int

    class GetCollectibleEmojiStatuses(TLFunction[_types.account.TypeEmojiStatuses]):
        hash: int

    class GetConnectedBots(TLFunction[_types.account.TypeConnectedBots]): ...

    class GetContactSignUpNotification(TLFunction[bool]): ...

    class GetContentSettings(TLFunction[_types.account.TypeContentSettings]): ...

    class GetDefaultBackgroundEmojis(TLFunction[_types.TypeEmojiList]):
        hash: int

    class GetDefaultEmojiStatuses(TLFunction[_types.account.TypeEmojiStatuses]):
        hash: int

    class GetDefaultGroupPhotoEmojis(TLFunction[_types.TypeEmojiList]):
        hash: int

    class GetDefaultProfilePhotoEmojis(TLFunction[_types.TypeEmojiList]):
        hash: int

    class GetGlobalPrivacySettings(TLFunction[_types.TypeGlobalPrivacySettings]): ...

    class GetMultiWallPapers(TLFunction[list[_types.TypeWallPaper]]):
        wallpapers: list[_types.TypeInputWallPaper]

    class GetNotifyExceptions(TLFunction[_types.TypeUpdates]):
        compare_sound: bool = ...
        compare_stories: bool = ...
        peer: _types.TypeInputNotifyPeer | None = ...

    class GetNotifySettings(TLFunction[_types.TypePeerNotifySettings]):
        peer: _types.TypeInputNotifyPeer

    class GetPaidMessagesRevenue(TLFunction[_types.account.TypePaidMessagesRevenue]):
        parent_peer: _types.TypeInputPeer | None = ...
        user_id: _types.TypeInputUser

    class GetPasskeys(TLFunction[_types.account.TypePasskeys]): ...

    class GetPassword(TLFunction[_types.account.TypePassword]): ...

    class GetPasswordSettings(TLFunction[_types.account.TypePasswordSettings]):
        password: _types.TypeInputCheckPasswordSRP

    class GetPrivacy(TLFunction[_types.account.TypePrivacyRules]):
        key: _types.TypeInputPrivacyKey

    class GetReactionsNotifySettings(TLFunction[_types.TypeReactionsNotifySettings]): ...

    class GetRecentEmojiStatuses(TLFunction[_types.account.TypeEmojiStatuses]):
        hash: int

    class GetSavedMusicIds(TLFunction[_types.account.TypeSavedMusicIds]):
        hash: int

    class GetSavedRingtones(TLFunction[_types.account.TypeSavedRingtones]):
        hash: int

    class GetSecureValue(TLFunction[list[_types.TypeSecureValue]]):
        types: list[_types.TypeSecureValueType]

    class GetTheme(TLFunction[_types.TypeTheme]):
        format: str
        theme: _types.TypeInputTheme

    class GetThemes(TLFunction[_types.account.TypeThemes]):
        format: str
        hash: int

    class GetTmpPassword(TLFunction[_types.account.TypeTmpPassword]):
        password: _types.TypeInputCheckPasswordSRP
        period: int

    class GetUniqueGiftChatThemes(TLFunction[_types.account.TypeChatThemes]):
        offset: str
        limit: int
        hash: int

    class GetWallPaper(TLFunction[_types.TypeWallPaper]):
        wallpaper: _types.TypeInputWallPaper

    class GetWallPapers(TLFunction[_types.account.TypeWallPapers]):
        hash: int

    class GetWebAuthorizations(TLFunction[_types.account.TypeWebAuthorizations]): ...

    class GetWebBrowserSettings(TLFunction[_types.account.TypeWebBrowserSettings]):
        hash: int

    class InitPasskeyRegistration(TLFunction[_types.account.TypePasskeyRegistrationOptions]): ...

    class InitTakeoutSession(TLFunction[_types.account.TypeTakeout]):
        contacts: bool = ...
        message_users: bool = ...
        message_chats: bool = ...
        message_megagroups: bool = ...
        message_channels: bool = ...
        files: bool = ...
        file_max_size: int | None = ...

    class InstallTheme(TLFunction[bool]):
        dark: bool = ...
        theme: _types.TypeInputTheme | None = ...
        format: str | None = ...
        base_theme: _types.TypeBaseTheme | None = ...

    class InstallWallPaper(TLFunction[bool]):
        wallpaper: _types.TypeInputWallPaper
        settings: _types.TypeWallPaperSettings

    class InvalidateSignInCodes(TLFunction[bool]):
        codes: list[str]

    class RegisterDevice(TLFunction[bool]):
        no_muted: bool = ...
        token_type: int
        token: str
        app_sandbox: bool
        secret: bytes
        other_uids: list[int]

    class RegisterPasskey(TLFunction[_types.TypePasskey]):
        credential: _types.TypeInputPasskeyCredential

    class ReorderUsernames(TLFunction[bool]):
        order: list[str]

    class ReportPeer(TLFunction[bool]):
        peer: _types.TypeInputPeer
        reason: _types.TypeReportReason
        message: str

    class ReportProfilePhoto(TLFunction[bool]):
        peer: _types.TypeInputPeer
        photo_id: _types.TypeInputPhoto
        reason: _types.TypeReportReason
        message: str

    class ResendPasswordEmail(TLFunction[bool]): ...

    class ResetAuthorization(TLFunction[bool]):
        hash: int

    class ResetNotifySettings(TLFunction[bool]): ...

    class ResetPassword(TLFunction[_types.account.TypeResetPasswordResult]): ...

    class ResetWallPapers(TLFunction[bool]): ...

    class ResetWebAuthorization(TLFunction[bool]):
        hash: int

    class ResetWebAuthorizations(TLFunction[bool]): ...

    class ResolveBusinessChatLink(TLFunction[_types.account.TypeResolvedBusinessChatLinks]):
        slug: str

    class SaveAutoDownloadSettings(TLFunction[bool]):
        low: bool = ...
        high: bool = ...
        settings: _types.TypeAutoDownloadSettings

    class SaveAutoSaveSettings(TLFunction[bool]):
        users: bool = ...
        chats: bool = ...
        broadcasts: bool = ...
        peer: _types.TypeInputPeer | None = ...
        settings: _types.TypeAutoSaveSettings

    class SaveMusic(TLFunction[bool]):
        unsave: bool = ...
        id: _types.TypeInputDocument
        after_id: _types.TypeInputDocument | None = ...

    class SaveRingtone(TLFunction[_types.account.TypeSavedRingtone]):
        id: _types.TypeInputDocument
        unsave: bool

    class SaveSecureValue(TLFunction[_types.TypeSecureValue]):
        value: _types.TypeInputSecureValue
        secure_secret_id: int

    class SaveTheme(TLFunction[bool]):
        theme: _types.TypeInputTheme
        unsave: bool

    class SaveWallPaper(TLFunction[bool]):
        wallpaper: _types.TypeInputWallPaper
        unsave: bool
        settings: _types.TypeWallPaperSettings

    class SendChangePhoneCode(TLFunction[_types.auth.TypeSentCode]):
        phone_number: str
        settings: _types.TypeCodeSettings

    class SendConfirmPhoneCode(TLFunction[_types.auth.TypeSentCode]):
        hash: str
        settings: _types.TypeCodeSettings

    class SendVerifyEmailCode(TLFunction[_types.account.TypeSentEmailCode]):
        purpose: _types.TypeEmailVerifyPurpose
        email: str

    class SendVerifyPhoneCode(TLFunction[_types.auth.TypeSentCode]):
        phone_number: str
        settings: _types.TypeCodeSettings

    class SetAccountTTL(TLFunction[bool]):
        ttl: _types.TypeAccountDaysTTL

    class SetAuthorizationTTL(TLFunction[bool]):
        authorization_ttl_days: int

    class SetContactSignUpNotification(TLFunction[bool]):
        silent: bool

    class SetContentSettings(TLFunction[bool]):
        sensitive_enabled: bool = ...

    class SetGlobalPrivacySettings(TLFunction[_types.TypeGlobalPrivacySettings]):
        settings: _types.TypeGlobalPrivacySettings

    class SetMainProfileTab(TLFunction[bool]):
        tab: _types.TypeProfileTab

    class SetPrivacy(TLFunction[_types.account.TypePrivacyRules]):
        key: _types.TypeInputPrivacyKey
        rules: list[_types.TypeInputPrivacyRule]

    class SetReactionsNotifySettings(TLFunction[_types.TypeReactionsNotifySettings]):
        settings: _types.TypeReactionsNotifySettings

    class ToggleConnectedBotPaused(TLFunction[bool]):
        peer: _types.TypeInputPeer
        paused: bool

    class ToggleNoPaidMessagesException(TLFunction[bool]):
        refund_charged: bool = ...
        require_payment: bool = ...
        parent_peer: _types.TypeInputPeer | None = ...
        user_id: _types.TypeInputUser

    class ToggleSponsoredMessages(TLFunction[bool]):
        enabled: bool

    class ToggleUsername(TLFunction[bool]):
        username: str
        active: bool

    class ToggleWebBrowserSettingsException(TLFunction[_types.TypeUpdates]):
        delete: bool = ...
        open_external_browser: bool | None = ...
        url: str

    class UnregisterDevice(TLFunction[bool]):
        token_type: int
        token: str
        other_uids: list[int]

    class UpdateBirthday(TLFunction[bool]):
        birthday: _types.TypeBirthday | None = ...

    class UpdateBusinessAwayMessage(TLFunction[bool]):
        message: _types.TypeInputBusinessAwayMessage | None = ...

    class UpdateBusinessGreetingMessage(TLFunction[bool]):
        message: _types.TypeInputBusinessGreetingMessage | None = ...

    class UpdateBusinessIntro(TLFunction[bool]):
        intro: _types.TypeInputBusinessIntro | None = ...

    class UpdateBusinessLocation(TLFunction[bool]):
        geo_point: _types.TypeInputGeoPoint | None = ...
        address: str | None = ...

    class UpdateBusinessWorkHours(TLFunction[bool]):
        business_work_hours: _types.TypeBusinessWorkHours | None = ...

    class UpdateColor(TLFunction[bool]):
        for_profile: bool = ...
        color: _types.TypePeerColor | None = ...

    class UpdateConnectedBot(TLFunction[_types.TypeUpdates]):
        deleted: bool = ...
        rights: _types.TypeBusinessBotRights | None = ...
        bot: _types.TypeInputUser
        recipients: _types.TypeInputBusinessBotRecipients

    class UpdateDeviceLocked(TLFunction[bool]):
        period: int

    class UpdateEmojiStatus(TLFunction[bool]):
        emoji_status: _types.TypeEmojiStatus

    class UpdateNotifySettings(TLFunction[bool]):
        peer: _types.TypeInputNotifyPeer
        settings: _types.TypeInputPeerNotifySettings

    class UpdatePasswordSettings(TLFunction[bool]):
        password: _types.TypeInputCheckPasswordSRP
        new_settings: _types.account.TypePasswordInputSettings

    class UpdatePersonalChannel(TLFunction[bool]):
        channel: _types.TypeInputChannel

    class UpdateProfile(TLFunction[_types.TypeUser]):
        first_name: str | None = ...
        last_name: str | None = ...
        about: str | None = ...

    class UpdateStatus(TLFunction[bool]):
        offline: bool

    class UpdateTheme(TLFunction[_types.TypeTheme]):
        format: str
        theme: _types.TypeInputTheme
        slug: str | None = ...
        title: str | None = ...
        document: _types.TypeInputDocument | None = ...
        settings: list[_types.TypeInputThemeSettings] | None = ...

    class UpdateUsername(TLFunction[_types.TypeUser]):
        username: str

    class UpdateWebBrowserSettings(TLFunction[_types.account.TypeWebBrowserSettings]):
        open_external_browser: bool = ...
        display_close_button: bool = ...

    class UploadRingtone(TLFunction[_types.TypeDocument]):
        file: _types.TypeInputFile
        file_name: str
        mime_type: str

    class UploadTheme(TLFunction[_types.TypeDocument]):
        file: _types.TypeInputFile
        thumb: _types.TypeInputFile | None = ...
        file_name: str
        mime_type: str

    class UploadWallPaper(TLFunction[_types.TypeWallPaper]):
        for_chat: bool = ...
        file: _types.TypeInputFile
        mime_type: str
        settings: _types.TypeWallPaperSettings

    class VerifyEmail(TLFunction[_types.account.TypeEmailVerified]):
        purpose: _types.TypeEmailVerifyPurpose
        verification: _types.TypeEmailVerification

    class VerifyPhone(TLFunction[bool]):
        phone_number: str
        phone_code_hash: str
        phone_code: str


class aicompose:
    class CreateTone(TLFunction[_types.TypeAiComposeTone]):
        display_author: bool = ...
        emoji_id: int
        title: str
        prompt: str

    class DeleteTone(TLFunction[bool]):
        tone: _types.TypeInputAiComposeTone

    class GetTone(TLFunction[_types.aicompose.TypeTones]):
        tone: _types.TypeInputAiComposeTone

    class GetToneExample(TLFunction[_types.TypeAiComposeToneExample]):
        tone: _types.TypeInputAiComposeTone
        num: int

    class GetTones(TLFunction[_types.aicompose.TypeTones]):
        hash: int

    class SaveTone(TLFunction[bool]):
        tone: _types.TypeInputAiComposeTone
        unsave: bool

    class UpdateTone(TLFunction[_types.TypeAiComposeTone]):
        tone: _types.TypeInputAiComposeTone
        display_author: bool | None = ...
        emoji_id: int | None = ...
        title: str | None = ...
        prompt: str | None = ...


class auth:
    class AcceptLoginToken(TLFunction[_types.TypeAuthorization]):
        token: bytes

    class BindTempAuthKey(TLFunction[bool]):
        perm_auth_key_id: int
        nonce: int
        expires_at: int
        encrypted_message: bytes

    class CancelCode(TLFunction[bool]):
        phone_number: str
        phone_code_hash: str

    class CancelWebTokenAuthorization(TLFunction[bool]):
        web_auth_token: str

    class CheckPaidAuth(TLFunction[_types.auth.TypeSentCode]):
        phone_number: str
        phone_code_hash: str
        form_id: int

    class CheckPassword(TLFunction[_types.auth.TypeAuthorization]):
        password: _types.TypeInputCheckPasswordSRP

    class CheckRecoveryPassword(TLFunction[bool]):
        code: str

    class DropTempAuthKeys(TLFunction[bool]):
        except_auth_keys: list[int]

    class ExportAuthorization(TLFunction[_types.auth.TypeExportedAuthorization]):
        dc_id: int

    class ExportLoginToken(TLFunction[_types.auth.TypeLoginToken]):
        api_id: int
        api_hash: str
        except_ids: list[int]

    class FinishFirebasePnvLogin(TLFunction[_types.auth.TypeAuthorization]):
        google_token: str

    class FinishPasskeyLogin(TLFunction[_types.auth.TypeAuthorization]):
        credential: _types.TypeInputPasskeyCredential
        from_dc_id: int | None = ...
        from_auth_key_id: int | None = ...

    class FirebasePnvSignUp(TLFunction[_types.auth.TypeAuthorization]):
        no_joined_notifications: bool = ...
        first_name: str
        last_name: str

    class ImportAuthorization(TLFunction[_types.auth.TypeAuthorization]):
        id: int
        bytes: _builtins.bytes

    class ImportBotAuthorization(TLFunction[_types.auth.TypeAuthorization]):
        flags: int
        api_id: int
        api_hash: str
        bot_auth_token: str

    class ImportLoginToken(TLFunction[_types.auth.TypeLoginToken]):
        token: bytes

    class ImportWebTokenAuthorization(TLFunction[_types.auth.TypeAuthorization]):
        api_id: int
        api_hash: str
        web_auth_token: str

    class InitFirebasePnvLogin(TLFunction[_types.auth.TypeFirebasePnvIntent]):
        except_ids: list[int] | None = ...
        api_id: int
        api_hash: str

    class InitPasskeyLogin(TLFunction[_types.auth.TypePasskeyLoginOptions]):
        api_id: int
        api_hash: str

    class LogOut(TLFunction[_types.auth.TypeLoggedOut]): ...

    class RecoverPassword(TLFunction[_types.auth.TypeAuthorization]):
        code: str
        new_settings: _types.account.TypePasswordInputSettings | None = ...

    class ReportMissingCode(TLFunction[bool]):
        phone_number: str
        phone_code_hash: str
        mnc: str

    class RequestFirebaseSms(TLFunction[bool]):
        phone_number: str
        phone_code_hash: str
        safety_net_token: str | None = ...
        play_integrity_token: str | None = ...
        ios_push_secret: str | None = ...

    class RequestPasswordRecovery(TLFunction[_types.auth.TypePasswordRecovery]): ...

    class ResendCode(TLFunction[_types.auth.TypeSentCode]):
        phone_number: str
        phone_code_hash: str
        reason: str | None = ...

    class ResetAuthorizations(TLFunction[bool]): ...

    class ResetLoginEmail(TLFunction[_types.auth.TypeSentCode]):
        phone_number: str
        phone_code_hash: str

    class SendCode(TLFunction[_types.auth.TypeSentCode]):
        phone_number: str
        api_id: int
        api_hash: str
        settings: _types.TypeCodeSettings

    class SignIn(TLFunction[_types.auth.TypeAuthorization]):
        phone_number: str
        phone_code_hash: str
        phone_code: str | None = ...
        email_verification: _types.TypeEmailVerification | None = ...

    class SignUp(TLFunction[_types.auth.TypeAuthorization]):
        no_joined_notifications: bool = ...
        phone_number: str
        phone_code_hash: str
        first_name: str
        last_name: str


class bots:
    class AddPreviewMedia(TLFunction[_types.TypeBotPreviewMedia]):
        bot: _types.TypeInputUser
        lang_code: str
        media: _types.TypeInputMedia

    class AddUsername(TLFunction[bool]):
        bot: _types.TypeInputUser
        username: str

    class AllowSendMessage(TLFunction[_types.TypeUpdates]):
        bot: _types.TypeInputUser

    class AnswerWebhookJSONQuery(TLFunction[bool]):
        query_id: int
        data: _types.TypeDataJSON

    class CanSendMessage(TLFunction[bool]):
        bot: _types.TypeInputUser

    class CheckDownloadFileParams(TLFunction[bool]):
        bot: _types.TypeInputUser
        file_name: str
        url: str

    class CheckUsername(TLFunction[bool]):
        additional: bool = ...
        username: str

    class CreateBot(TLFunction[_types.TypeUser]):
        via_deeplink: bool = ...
        name: str
        username: str
        manager_id: _types.TypeInputUser

    class DeletePreviewMedia(TLFunction[bool]):
        bot: _types.TypeInputUser
        lang_code: str
        media: list[_types.TypeInputMedia]

    class EditAccessSettings(TLFunction[bool]):
        restricted: bool = ...
        bot: _types.TypeInputUser
        add_users: list[_types.TypeInputUser] | None = ...

    class EditPreviewMedia(TLFunction[_types.TypeBotPreviewMedia]):
        bot: _types.TypeInputUser
        lang_code: str
        media: _types.TypeInputMedia
        new_media: _types.TypeInputMedia

    class ExportBotToken(TLFunction[_types.bots.TypeExportedBotToken]):
        bot: _types.TypeInputUser
        revoke: bool

    class GetAccessSettings(TLFunction[_types.bots.TypeAccessSettings]):
        bot: _types.TypeInputUser

    class GetAdminedBots(TLFunction[list[_types.TypeUser]]): ...

    class GetBotCommands(TLFunction[list[_types.TypeBotCommand]]):
        scope: _types.TypeBotCommandScope
        lang_code: str

    class GetBotInfo(TLFunction[_types.bots.TypeBotInfo]):
        bot: _types.TypeInputUser | None = ...
        lang_code: str

    class GetBotMenuButton(TLFunction[_types.TypeBotMenuButton]):
        user_id: _types.TypeInputUser

    class GetBotRecommendations(TLFunction[_types.users.TypeUsers]):
        bot: _types.TypeInputUser

    class GetPopularAppBots(TLFunction[_types.bots.TypePopularAppBots]):
        offset: str
        limit: int

    class GetPreviewInfo(TLFunction[_types.bots.TypePreviewInfo]):
        bot: _types.TypeInputUser
        lang_code: str

    class GetPreviewMedias(TLFunction[list[_types.TypeBotPreviewMedia]]):
        bot: _types.TypeInputUser

    class GetRequestedWebViewButton(TLFunction[_types.TypeKeyboardButton]):
        bot: _types.TypeInputUser
        webapp_req_id: str

    class InvokeWebViewCustomMethod(TLFunction[_types.TypeDataJSON]):
        bot: _types.TypeInputUser
        custom_method: str
        params: _types.TypeDataJSON

    class RemoveUsername(TLFunction[bool]):
        bot: _types.TypeInputUser
        username: str

    class ReorderPreviewMedias(TLFunction[bool]):
        bot: _types.TypeInputUser
        lang_code: str
        order: list[_types.TypeInputMedia]

    class ReorderUsernames(TLFunction[bool]):
        bot: _types.TypeInputUser
        order: list[str]

    class RequestWebViewButton(TLFunction[_types.bots.TypeRequestedButton]):
        user_id: _types.TypeInputUser
        button: _types.TypeKeyboardButton

    class ResetBotCommands(TLFunction[bool]):
        scope: _types.TypeBotCommandScope
        lang_code: str

    class SendCustomRequest(TLFunction[_types.TypeDataJSON]):
        custom_method: str
        params: _types.TypeDataJSON

    class SetBotBroadcastDefaultAdminRights(TLFunction[bool]):
        admin_rights: _types.TypeChatAdminRights

    class SetBotCommands(TLFunction[bool]):
        scope: _types.TypeBotCommandScope
        lang_code: str
        commands: list[_types.TypeBotCommand]

    class SetBotGroupDefaultAdminRights(TLFunction[bool]):
        admin_rights: _types.TypeChatAdminRights

    class SetBotInfo(TLFunction[bool]):
        bot: _types.TypeInputUser | None = ...
        lang_code: str
        name: str | None = ...
        about: str | None = ...
        description: str | None = ...

    class SetBotMenuButton(TLFunction[bool]):
        user_id: _types.TypeInputUser
        button: _types.TypeBotMenuButton

    class SetCustomVerification(TLFunction[bool]):
        enabled: bool = ...
        bot: _types.TypeInputUser | None = ...
        peer: _types.TypeInputPeer
        custom_description: _types.TypeTextWithEntities | None = ...

    class SetJoinChatResults(TLFunction[bool]):
        query_id: int
        result: _types.TypeJoinChatBotResult

    class ToggleUserEmojiStatusPermission(TLFunction[bool]):
        bot: _types.TypeInputUser
        enabled: bool

    class ToggleUsername(TLFunction[bool]):
        bot: _types.TypeInputUser
        username: str
        active: bool

    class UpdateStarRefProgram(TLFunction[_types.TypeStarRefProgram]):
        bot: _types.TypeInputUser
        commission_permille: int
        duration_months: int | None = ...

    class UpdateUserEmojiStatus(TLFunction[bool]):
        user_id: _types.TypeInputUser
        emoji_status: _types.TypeEmojiStatus


class channels:
    class CheckSearchPostsFlood(TLFunction[_types.TypeSearchPostsFlood]):
        query: str | None = ...

    class CheckUsername(TLFunction[bool]):
        channel: _types.TypeInputChannel
        username: str

    class ClickSponsoredMessage(TLFunction[bool]):
        media: bool = ...
        fullscreen: bool = ...
        channel: _types.TypeInputChannel
        random_id: bytes

    class ConvertToGigagroup(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel

    class CreateChannel(TLFunction[_types.TypeUpdates]):
        broadcast: bool = ...
        megagroup: bool = ...
        for_import: bool = ...
        forum: bool = ...
        title: str
        about: str
        geo_point: _types.TypeInputGeoPoint | None = ...
        address: str | None = ...
        ttl_period: int | None = ...

    class CreateForumTopic(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        title: str
        icon_color: int | None = ...
        icon_emoji_id: int | None = ...
        random_id: int
        send_as: _types.TypeInputPeer | None = ...

    class DeactivateAllUsernames(TLFunction[bool]):
        channel: _types.TypeInputChannel

    class DeleteChannel(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel

    class DeleteHistory(TLFunction[_types.TypeUpdates]):
        for_everyone: bool = ...
        channel: _types.TypeInputChannel
        max_id: int

    class DeleteMessages(TLFunction[_types.messages.TypeAffectedMessages]):
        channel: _types.TypeInputChannel
        id: list[int]

    class DeleteParticipantHistory(TLFunction[_types.messages.TypeAffectedHistory]):
        channel: _types.TypeInputChannel
        participant: _types.TypeInputPeer

    class DeleteTopicHistory(TLFunction[_types.messages.TypeAffectedHistory]):
        channel: _types.TypeInputChannel
        top_msg_id: int

    class DeleteUserHistory(TLFunction[_types.messages.TypeAffectedHistory]):
        channel: _types.TypeInputChannel
        user_id: _types.TypeInputUser

    class EditAdmin(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        user_id: _types.TypeInputUser
        admin_rights: _types.TypeChatAdminRights
        rank: str | None = ...

    class EditBanned(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        participant: _types.TypeInputPeer
        banned_rights: _types.TypeChatBannedRights

    class EditCreator(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        user_id: _types.TypeInputUser
        password: _types.TypeInputCheckPasswordSRP

    class EditForumTopic(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        topic_id: int
        title: str | None = ...
        icon_emoji_id: int | None = ...
        closed: bool | None = ...
        hidden: bool | None = ...

    class EditLocation(TLFunction[bool]):
        channel: _types.TypeInputChannel
        geo_point: _types.TypeInputGeoPoint
        address: str

    class EditPhoto(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        photo: _types.TypeInputChatPhoto

    class EditTitle(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        title: str

    class ExportMessageLink(TLFunction[_types.TypeExportedMessageLink]):
        grouped: bool = ...
        thread: bool = ...
        channel: _types.TypeInputChannel
        id: int

    class GetAdminLog(TLFunction[_types.channels.TypeAdminLogResults]):
        channel: _types.TypeInputChannel
        q: str
        events_filter: _types.TypeChannelAdminLogEventsFilter | None = ...
        admins: list[_types.TypeInputUser] | None = ...
        max_id: int
        min_id: int
        limit: int

    class GetAdminedPublicChannels(TLFunction[_types.messages.TypeChats]):
        by_location: bool = ...
        check_limit: bool = ...
        for_personal: bool = ...
        for_community_peer: bool = ...

    class GetChannelRecommendations(TLFunction[_types.messages.TypeChats]):
        channel: _types.TypeInputChannel | None = ...

    class GetChannels(TLFunction[_types.messages.TypeChats]):
        id: list[_types.TypeInputChannel]

    class GetForumTopics(TLFunction[_types.messages.TypeForumTopics]):
        channel: _types.TypeInputChannel
        q: str | None = ...
        offset_date: int
        offset_id: int
        offset_topic: int
        limit: int

    class GetForumTopicsByID(TLFunction[_types.messages.TypeForumTopics]):
        channel: _types.TypeInputChannel
        topics: list[int]

    class GetFullChannel(TLFunction[_types.messages.TypeChatFull]):
        channel: _types.TypeInputChannel

    class GetFutureCreatorAfterLeave(TLFunction[_types.TypeUser]):
        channel: _types.TypeInputChannel

    class GetGroupsForDiscussion(TLFunction[_types.messages.TypeChats]): ...

    class GetInactiveChannels(TLFunction[_types.messages.TypeInactiveChats]): ...

    class GetLeftChannels(TLFunction[_types.messages.TypeChats]):
        offset: int

    class GetMessageAuthor(TLFunction[_types.TypeUser]):
        channel: _types.TypeInputChannel
        id: int

    class GetMessages(TLFunction[_types.messages.TypeMessages]):
        channel: _types.TypeInputChannel
        id: list[_types.TypeInputMessage]

    class GetParticipant(TLFunction[_types.channels.TypeChannelParticipant]):
        channel: _types.TypeInputChannel
        participant: _types.TypeInputPeer

    class GetParticipants(TLFunction[_types.channels.TypeChannelParticipants]):
        channel: _types.TypeInputChannel
        filter: _types.TypeChannelParticipantsFilter
        offset: int
        limit: int
        hash: int

    class GetSendAs(TLFunction[_types.channels.TypeSendAsPeers]):
        for_paid_reactions: bool = ...
        for_live_stories: bool = ...
        peer: _types.TypeInputPeer

    class GetSponsoredMessages(TLFunction[_types.messages.TypeSponsoredMessages]):
        channel: _types.TypeInputChannel

    class InviteToChannel(TLFunction[_types.messages.TypeInvitedUsers]):
        channel: _types.TypeInputChannel
        users: list[_types.TypeInputUser]

    class JoinChannel(TLFunction[_types.messages.TypeChatInviteJoinResult]):
        channel: _types.TypeInputChannel

    class LeaveChannel(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel

    class ReadHistory(TLFunction[bool]):
        channel: _types.TypeInputChannel
        max_id: int

    class ReadMessageContents(TLFunction[bool]):
        channel: _types.TypeInputChannel
        id: list[int]

    class ReorderPinnedForumTopics(TLFunction[_types.TypeUpdates]):
        force: bool = ...
        channel: _types.TypeInputChannel
        order: list[int]

    class ReorderUsernames(TLFunction[bool]):
        channel: _types.TypeInputChannel
        order: list[str]

    class ReportAntiSpamFalsePositive(TLFunction[bool]):
        channel: _types.TypeInputChannel
        msg_id: int

    class ReportSpam(TLFunction[bool]):
        channel: _types.TypeInputChannel
        participant: _types.TypeInputPeer
        id: list[int]

    class ReportSponsoredMessage(TLFunction[_types.channels.TypeSponsoredMessageReportResult]):
        channel: _types.TypeInputChannel
        random_id: bytes
        option: bytes

    class RestrictSponsoredMessages(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        restricted: bool

    class SearchPosts(TLFunction[_types.messages.TypeMessages]):
        hashtag: str | None = ...
        query: str | None = ...
        offset_rate: int
        offset_peer: _types.TypeInputPeer
        offset_id: int
        limit: int
        allow_paid_stars: int | None = ...

    class SetBoostsToUnblockRestrictions(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        boosts: int

    class SetDiscussionGroup(TLFunction[bool]):
        broadcast: _types.TypeInputChannel
        group: _types.TypeInputChannel

    class SetEmojiStickers(TLFunction[bool]):
        channel: _types.TypeInputChannel
        stickerset: _types.TypeInputStickerSet

    class SetMainProfileTab(TLFunction[bool]):
        channel: _types.TypeInputChannel
        tab: _types.TypeProfileTab

    class SetStickers(TLFunction[bool]):
        channel: _types.TypeInputChannel
        stickerset: _types.TypeInputStickerSet

    class ToggleAntiSpam(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        enabled: bool

    class ToggleAutotranslation(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        enabled: bool

    class ToggleForum(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        enabled: bool
        tabs: bool

    class ToggleJoinRequest(TLFunction[_types.TypeUpdates]):
        apply_to_invites: bool = ...
        channel: _types.TypeInputChannel
        enabled: bool
        guard_bot: _types.TypeInputUser | None = ...

    class ToggleJoinToSend(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        enabled: bool

    class ToggleParticipantsHidden(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        enabled: bool

    class TogglePreHistoryHidden(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        enabled: bool

    class ToggleSignatures(TLFunction[_types.TypeUpdates]):
        signatures_enabled: bool = ...
        profiles_enabled: bool = ...
        channel: _types.TypeInputChannel

    class ToggleSlowMode(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        seconds: int

    class ToggleUsername(TLFunction[bool]):
        channel: _types.TypeInputChannel
        username: str
        active: bool

    class ToggleViewForumAsMessages(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        enabled: bool

    class UpdateColor(TLFunction[_types.TypeUpdates]):
        for_profile: bool = ...
        channel: _types.TypeInputChannel
        color: int | None = ...
        background_emoji_id: int | None = ...

    class UpdateEmojiStatus(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        emoji_status: _types.TypeEmojiStatus

    class UpdatePaidMessagesPrice(TLFunction[_types.TypeUpdates]):
        broadcast_messages_allowed: bool = ...
        channel: _types.TypeInputChannel
        send_paid_messages_stars: int

    class UpdatePinnedForumTopic(TLFunction[_types.TypeUpdates]):
        channel: _types.TypeInputChannel
        topic_id: int
        pinned: bool

    class UpdateUsername(TLFunction[bool]):
        channel: _types.TypeInputChannel
        username: str

    class ViewSponsoredMessage(TLFunction[bool]):
        channel: _types.TypeInputChannel
        random_id: bytes


class chatlists:
    class CheckChatlistInvite(TLFunction[_types.chatlists.TypeChatlistInvite]):
        slug: str

    class DeleteExportedInvite(TLFunction[bool]):
        chatlist: _types.TypeInputChatlist
        slug: str

    class EditExportedInvite(TLFunction[_types.TypeExportedChatlistInvite]):
        chatlist: _types.TypeInputChatlist
        slug: str
        title: str | None = ...
        peers: list[_types.TypeInputPeer] | None = ...

    class ExportChatlistInvite(TLFunction[_types.chatlists.TypeExportedChatlistInvite]):
        chatlist: _types.TypeInputChatlist
        title: str
        peers: list[_types.TypeInputPeer]

    class GetChatlistUpdates(TLFunction[_types.chatlists.TypeChatlistUpdates]):
        chatlist: _types.TypeInputChatlist

    class GetExportedInvites(TLFunction[_types.chatlists.TypeExportedInvites]):
        chatlist: _types.TypeInputChatlist

    class GetLeaveChatlistSuggestions(TLFunction[list[_types.TypePeer]]):
        chatlist: _types.TypeInputChatlist

    class HideChatlistUpdates(TLFunction[bool]):
        chatlist: _types.TypeInputChatlist

    class JoinChatlistInvite(TLFunction[_types.TypeUpdates]):
        slug: str
        peers: list[_types.TypeInputPeer]

    class JoinChatlistUpdates(TLFunction[_types.TypeUpdates]):
        chatlist: _types.TypeInputChatlist
        peers: list[_types.TypeInputPeer]

    class LeaveChatlist(TLFunction[_types.TypeUpdates]):
        chatlist: _types.TypeInputChatlist
        peers: list[_types.TypeInputPeer]


class communities:
    class Create(TLFunction[_types.TypeUpdates]):
        hidden: bool = ...
        title: str
        about: str | None = ...
        peer: _types.TypeInputPeer

    class GetJoinedCommunities(TLFunction[_types.messages.TypeChats]): ...

    class GetParticipantJoinedChats(TLFunction[_types.communities.TypeParticipantJoinedChats]):
        community: _types.TypeInputChannel
        participant: _types.TypeInputPeer

    class GetPeerLinkRequests(TLFunction[_types.communities.TypePeerLinkRequests]):
        community: _types.TypeInputChannel
        offset: str
        limit: int

    class ToggleAllPeerLinkRequestApproval(TLFunction[bool]):
        reject: bool = ...
        community: _types.TypeInputChannel

    class ToggleCommunityCollapsedInDialogs(TLFunction[_types.TypeUpdates]):
        collapsed: bool = ...
        community: _types.TypeInputChannel

    class ToggleParticipantBanned(TLFunction[bool]):
        unban: bool = ...
        community: _types.TypeInputChannel
        participant: _types.TypeInputPeer

    class TogglePeerLink(TLFunction[bool]):
        visible: bool = ...
        hidden: bool = ...
        deleted: bool = ...
        community: _types.TypeInputChannel
        peer: _types.TypeInputPeer

    class TogglePeerLinkRequestApproval(TLFunction[bool]):
        reject: bool = ...
        community: _types.TypeInputChannel
        peer: _types.TypeInputPeer


class contacts:
    class AcceptContact(TLFunction[_types.TypeUpdates]):
        id: _types.TypeInputUser

    class AddContact(TLFunction[_types.TypeUpdates]):
        add_phone_privacy_exception: bool = ...
        id: _types.TypeInputUser
        first_name: str
        last_name: str
        phone: str
        note: _types.TypeTextWithEntities | None = ...

    class Block(TLFunction[bool]):
        my_stories_from: bool = ...
        id: _types.TypeInputPeer

    class BlockFromReplies(TLFunction[_types.TypeUpdates]):
        delete_message: bool = ...
        delete_history: bool = ...
        report_spam: bool = ...
        msg_id: int

    class DeleteByPhones(TLFunction[bool]):
        phones: list[str]

    class DeleteContacts(TLFunction[_types.TypeUpdates]):
        id: list[_types.TypeInputUser]

    class EditCloseFriends(TLFunction[bool]):
        id: list[int]

    class ExportContactToken(TLFunction[_types.TypeExportedContactToken]): ...

    class ExportNoPaidMessagesToken(TLFunction[_types.TypeExportedNoPaidMessagesToken]):
        revoke: bool = ...
        temporary: bool = ...

    class GetBirthdays(TLFunction[_types.contacts.TypeContactBirthdays]): ...

    class GetBlocked(TLFunction[_types.contacts.TypeBlocked]):
        my_stories_from: bool = ...
        offset: int
        limit: int

    class GetContactIDs(TLFunction[list[int]]):
        hash: int

    class GetContacts(TLFunction[_types.contacts.TypeContacts]):
        hash: int

    class GetLocated(TLFunction[_types.TypeUpdates]):
        background: bool = ...
        geo_point: _types.TypeInputGeoPoint
        self_expires: int | None = ...

    class GetSaved(TLFunction[list[_types.TypeSavedContact]]): ...

    class GetSponsoredPeers(TLFunction[_types.contacts.TypeSponsoredPeers]):
        q: str

    class GetStatuses(TLFunction[list[_types.TypeContactStatus]]): ...

    class GetTopPeers(TLFunction[_types.contacts.TypeTopPeers]):
        correspondents: bool = ...
        bots_pm: bool = ...
        bots_inline: bool = ...
        phone_calls: bool = ...
        forward_users: bool = ...
        forward_chats: bool = ...
        groups: bool = ...
        channels: bool = ...
        bots_app: bool = ...
        bots_guestchat: bool = ...
        offset: int
        limit: int
        hash: int

    class ImportContactToken(TLFunction[_types.TypeUser]):
        token: str

    class ImportContacts(TLFunction[_types.contacts.TypeImportedContacts]):
        contacts: list[_types.TypeInputContact]

    class ImportNoPaidMessagesToken(TLFunction[_types.TypeUser]):
        user_id: _types.TypeInputUser
        token: str

    class ResetSaved(TLFunction[bool]): ...

    class ResetTopPeerRating(TLFunction[bool]):
        category: _types.TypeTopPeerCategory
        peer: _types.TypeInputPeer

    class ResolvePhone(TLFunction[_types.contacts.TypeResolvedPeer]):
        phone: str

    class ResolveUsername(TLFunction[_types.contacts.TypeResolvedPeer]):
        username: str
        referer: str | None = ...

    class Search(TLFunction[_types.contacts.TypeFound]):
        broadcasts: bool = ...
        bots: bool = ...
        q: str
        limit: int

    class SetBlocked(TLFunction[bool]):
        my_stories_from: bool = ...
        id: list[_types.TypeInputPeer]
        limit: int

    class ToggleStoriesHidden(TLFunction[bool]):
        id: _types.TypeInputUser
        hidden: bool

    class ToggleTopPeers(TLFunction[bool]):
        enabled: bool

    class Unblock(TLFunction[bool]):
        my_stories_from: bool = ...
        id: _types.TypeInputPeer

    class UpdateContactNote(TLFunction[bool]):
        id: _types.TypeInputUser
        note: _types.TypeTextWithEntities


class ephemeral:
    class DeleteAllWelcomeMessages(TLFunction[bool]):
        peer: _types.TypeInputPeer

    class DeleteMessage(TLFunction[bool]):
        peer: _types.TypeInputPeer | None = ...
        receiver_id: _types.TypeInputUser
        id: int

    class DeleteWelcomeMessage(TLFunction[bool]):
        peer: _types.TypeInputPeer
        id: int

    class EditMessage(TLFunction[_types.TypeUpdates]):
        invert_media: bool = ...
        welcome: bool = ...
        peer: _types.TypeInputPeer | None = ...
        receiver_id: _types.TypeInputUser
        id: int
        message: str | None = ...
        media: _types.TypeInputMedia | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        reply_markup: _types.TypeReplyMarkup | None = ...
        rich_message: _types.TypeInputRichMessage | None = ...

    class GetCallbackAnswer(TLFunction[_types.messages.TypeBotCallbackAnswer]):
        peer: _types.TypeInputPeer
        id: int
        data: bytes | None = ...

    class GetWelcomeMessages(TLFunction[_types.ephemeral.TypeWelcomeMessages]):
        peer: _types.TypeInputPeer
        hash: int

    class ReportMessage(TLFunction[_types.TypeReportResult]):
        peer: _types.TypeInputPeer
        id: int
        option: bytes
        message: str

    class SendMessage(TLFunction[_types.TypeUpdates]):
        invert_media: bool = ...
        welcome: bool = ...
        anchor: bool = ...
        noforwards: bool = ...
        peer: _types.TypeInputPeer | None = ...
        receiver_id: _types.TypeInputUser
        query_id: int | None = ...
        message: str
        entities: list[_types.TypeMessageEntity] | None = ...
        media: _types.TypeInputMedia | None = ...
        reply_markup: _types.TypeReplyMarkup | None = ...
        rich_message: _types.TypeInputRichMessage | None = ...
        random_id: int
        reply_to: _types.TypeInputReplyTo | None = ...


class folders:
    class DeleteFolder(TLFunction[_types.TypeUpdates]):
        folder_id: int

    class EditPeerFolders(TLFunction[_types.TypeUpdates]):
        folder_peers: list[_types.TypeInputFolderPeer]


class fragment:
    class GetCollectibleInfo(TLFunction[_types.fragment.TypeCollectibleInfo]):
        collectible: _types.TypeInputCollectible


class help:
    class AcceptTermsOfService(TLFunction[bool]):
        id: _types.TypeDataJSON

    class DismissSuggestion(TLFunction[bool]):
        peer: _types.TypeInputPeer
        suggestion: str

    class EditUserInfo(TLFunction[_types.help.TypeUserInfo]):
        user_id: _types.TypeInputUser
        message: str
        entities: list[_types.TypeMessageEntity]

    class GetAppChangelog(TLFunction[_types.TypeUpdates]):
        prev_app_version: str

    class GetAppConfig(TLFunction[_types.help.TypeAppConfig]):
        hash: int

    class GetAppUpdate(TLFunction[_types.help.TypeAppUpdate]):
        source: str

    class GetCdnConfig(TLFunction[_types.TypeCdnConfig]): ...

    class GetConfig(TLFunction[_types.TypeConfig]): ...

    class GetCountriesList(TLFunction[_types.help.TypeCountriesList]):
        lang_code: str
        hash: int

    class GetDeepLinkInfo(TLFunction[_types.help.TypeDeepLinkInfo]):
        path: str

    class GetInviteText(TLFunction[_types.help.TypeInviteText]): ...

    class GetNearestDc(TLFunction[_types.TypeNearestDc]): ...

    class GetPassportConfig(TLFunction[_types.help.TypePassportConfig]):
        hash: int

    class GetPeerColors(TLFunction[_types.help.TypePeerColors]):
        hash: int

    class GetPeerProfileColors(TLFunction[_types.help.TypePeerColors]):
        hash: int

    class GetPremiumPromo(TLFunction[_types.help.TypePremiumPromo]): ...

    class GetPromoData(TLFunction[_types.help.TypePromoData]): ...

    class GetRecentMeUrls(TLFunction[_types.help.TypeRecentMeUrls]):
        referer: str

    class GetSupport(TLFunction[_types.help.TypeSupport]): ...

    class GetSupportName(TLFunction[_types.help.TypeSupportName]): ...

    class GetTermsOfServiceUpdate(TLFunction[_types.help.TypeTermsOfServiceUpdate]): ...

    class GetTimezonesList(TLFunction[_types.help.TypeTimezonesList]):
        hash: int

    class GetUserInfo(TLFunction[_types.help.TypeUserInfo]):
        user_id: _types.TypeInputUser

    class HidePromoData(TLFunction[bool]):
        peer: _types.TypeInputPeer

    class SaveAppLog(TLFunction[bool]):
        events: list[_types.TypeInputAppEvent]

    class SetBotUpdatesStatus(TLFunction[bool]):
        pending_updates_count: int
        message: str


class langpack:
    class GetDifference(TLFunction[_types.TypeLangPackDifference]):
        lang_pack: str
        lang_code: str
        from_version: int

    class GetLangPack(TLFunction[_types.TypeLangPackDifference]):
        lang_pack: str
        lang_code: str

    class GetLanguage(TLFunction[_types.TypeLangPackLanguage]):
        lang_pack: str
        lang_code: str

    class GetLanguages(TLFunction[list[_types.TypeLangPackLanguage]]):
        lang_pack: str

    class GetStrings(TLFunction[list[_types.TypeLangPackString]]):
        lang_pack: str
        lang_code: str
        keys: list[str]


class messages:
    class AcceptEncryption(TLFunction[_types.TypeEncryptedChat]):
        peer: _types.TypeInputEncryptedChat
        g_b: bytes
        key_fingerprint: int

    class AcceptUrlAuth(TLFunction[_types.TypeUrlAuthResult]):
        write_allowed: bool = ...
        share_phone_number: bool = ...
        peer: _types.TypeInputPeer | None = ...
        msg_id: int | None = ...
        button_id: int | None = ...
        url: str | None = ...
        match_code: str | None = ...
        tonconnect_session: _types.TypeInputTonConnectOauthSession | None = ...

    class AddChatUser(TLFunction[_types.messages.TypeInvitedUsers]):
        chat_id: int
        user_id: _types.TypeInputUser
        fwd_limit: int

    class AddPollAnswer(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        answer: _types.TypePollAnswer

    class AppendTodoList(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        list: list[_types.TypeTodoItem]

    class CheckChatInvite(TLFunction[_types.TypeChatInvite]):
        hash: str

    class CheckHistoryImport(TLFunction[_types.messages.TypeHistoryImportParsed]):
        import_head: str

    class CheckHistoryImportPeer(TLFunction[_types.messages.TypeCheckedHistoryImportPeer]):
        peer: _types.TypeInputPeer

    class CheckQuickReplyShortcut(TLFunction[bool]):
        shortcut: str

    class CheckUrlAuthMatchCode(TLFunction[bool]):
        url: str
        match_code: str

    class ClearAllDrafts(TLFunction[bool]): ...

    class ClearRecentReactions(TLFunction[bool]): ...

    class ClearRecentStickers(TLFunction[bool]):
        attached: bool = ...

    class ClickSponsoredMessage(TLFunction[bool]):
        media: bool = ...
        fullscreen: bool = ...
        random_id: bytes

    class ComposeMessageWithAI(TLFunction[_types.messages.TypeComposedMessageWithAI]):
        proofread: bool = ...
        emojify: bool = ...
        text: _types.TypeTextWithEntities
        translate_to_lang: str | None = ...
        tone: _types.TypeInputAiComposeTone | None = ...

    class ComposeRichMessageWithAI(TLFunction[_types.messages.TypeComposedRichMessageWithAI]):
        proofread: bool = ...
        emojify: bool = ...
        text: _types.TypeInputRichMessage | None = ...
        translate_to_lang: str | None = ...
        tone: _types.TypeInputAiComposeTone | None = ...

    class CreateChat(TLFunction[_types.messages.TypeInvitedUsers]):
        users: list[_types.TypeInputUser]
        title: str
        ttl_period: int | None = ...

    class CreateForumTopic(TLFunction[_types.TypeUpdates]):
        title_missing: bool = ...
        peer: _types.TypeInputPeer
        title: str
        icon_color: int | None = ...
        icon_emoji_id: int | None = ...
        random_id: int
        send_as: _types.TypeInputPeer | None = ...

    class DeclineUrlAuth(TLFunction[bool]):
        url: str

    class DeleteChat(TLFunction[bool]):
        chat_id: int

    class DeleteChatUser(TLFunction[_types.TypeUpdates]):
        revoke_history: bool = ...
        chat_id: int
        user_id: _types.TypeInputUser

    class DeleteExportedChatInvite(TLFunction[bool]):
        peer: _types.TypeInputPeer
        link: str

    class DeleteFactCheck(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int

    class DeleteHistory(TLFunction[_types.messages.TypeAffectedHistory]):
        just_clear: bool = ...
        revoke: bool = ...
        peer: _types.TypeInputPeer
        max_id: int
        min_date: int | None = ...
        max_date: int | None = ...

    class DeleteMessages(TLFunction[_types.messages.TypeAffectedMessages]):
        revoke: bool = ...
        id: list[int]

    class DeleteParticipantReaction(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        participant: _types.TypeInputPeer

    class DeleteParticipantReactions(TLFunction[bool]):
        peer: _types.TypeInputPeer
        participant: _types.TypeInputPeer

    class DeletePhoneCallHistory(TLFunction[_types.messages.TypeAffectedFoundMessages]):
        revoke: bool = ...

    class DeletePollAnswer(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        option: bytes

    class DeleteQuickReplyMessages(TLFunction[_types.TypeUpdates]):
        shortcut_id: int
        id: list[int]

    class DeleteQuickReplyShortcut(TLFunction[bool]):
        shortcut_id: int

    class DeleteRevokedExportedChatInvites(TLFunction[bool]):
        peer: _types.TypeInputPeer
        admin_id: _types.TypeInputUser

    class DeleteSavedHistory(TLFunction[_types.messages.TypeAffectedHistory]):
        parent_peer: _types.TypeInputPeer | None = ...
        peer: _types.TypeInputPeer
        max_id: int
        min_date: int | None = ...
        max_date: int | None = ...

    class DeleteScheduledMessages(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        id: list[int]

    class DeleteTopicHistory(TLFunction[_types.messages.TypeAffectedHistory]):
        peer: _types.TypeInputPeer
        top_msg_id: int

    class DiscardEncryption(TLFunction[bool]):
        delete_history: bool = ...
        chat_id: int

    class EditChatAbout(TLFunction[bool]):
        peer: _types.TypeInputPeer
        about: str

    class EditChatAdmin(TLFunction[bool]):
        chat_id: int
        user_id: _types.TypeInputUser
        is_admin: bool

    class EditChatCreator(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        user_id: _types.TypeInputUser
        password: _types.TypeInputCheckPasswordSRP

    class EditChatDefaultBannedRights(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        banned_rights: _types.TypeChatBannedRights

    class EditChatParticipantRank(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        participant: _types.TypeInputPeer
        rank: str

    class EditChatPhoto(TLFunction[_types.TypeUpdates]):
        chat_id: int
        photo: _types.TypeInputChatPhoto

    class EditChatTitle(TLFunction[_types.TypeUpdates]):
        chat_id: int
        title: str

    class EditExportedChatInvite(TLFunction[_types.messages.TypeExportedChatInvite]):
        revoked: bool = ...
        peer: _types.TypeInputPeer
        link: str
        expire_date: int | None = ...
        usage_limit: int | None = ...
        request_needed: bool | None = ...
        title: str | None = ...

    class EditFactCheck(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        text: _types.TypeTextWithEntities

    class EditForumTopic(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        topic_id: int
        title: str | None = ...
        icon_emoji_id: int | None = ...
        closed: bool | None = ...
        hidden: bool | None = ...

    class EditInlineBotMessage(TLFunction[bool]):
        no_webpage: bool = ...
        invert_media: bool = ...
        id: _types.TypeInputBotInlineMessageID
        message: str | None = ...
        media: _types.TypeInputMedia | None = ...
        reply_markup: _types.TypeReplyMarkup | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        rich_message: _types.TypeInputRichMessage | None = ...

    class EditMessage(TLFunction[_types.TypeUpdates]):
        no_webpage: bool = ...
        invert_media: bool = ...
        peer: _types.TypeInputPeer
        id: int
        message: str | None = ...
        media: _types.TypeInputMedia | None = ...
        reply_markup: _types.TypeReplyMarkup | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        schedule_date: int | None = ...
        schedule_repeat_period: int | None = ...
        quick_reply_shortcut_id: int | None = ...
        rich_message: _types.TypeInputRichMessage | None = ...

    class EditQuickReplyShortcut(TLFunction[bool]):
        shortcut_id: int
        shortcut: str

    class ExportChatInvite(TLFunction[_types.TypeExportedChatInvite]):
        legacy_revoke_permanent: bool = ...
        request_needed: bool = ...
        peer: _types.TypeInputPeer
        expire_date: int | None = ...
        usage_limit: int | None = ...
        title: str | None = ...
        subscription_pricing: _types.TypeStarsSubscriptionPricing | None = ...

    class FaveSticker(TLFunction[bool]):
        id: _types.TypeInputDocument
        unfave: bool

    class ForwardMessages(TLFunction[_types.TypeUpdates]):
        silent: bool = ...
        background: bool = ...
        with_my_score: bool = ...
        drop_author: bool = ...
        drop_media_captions: bool = ...
        noforwards: bool = ...
        allow_paid_floodskip: bool = ...
        from_ephemeral: bool = ...
        from_peer: _types.TypeInputPeer
        id: list[int]
        random_id: list[int]
        to_peer: _types.TypeInputPeer
        top_msg_id: int | None = ...
        reply_to: _types.TypeInputReplyTo | None = ...
        schedule_date: int | None = ...
        schedule_repeat_period: int | None = ...
        send_as: _types.TypeInputPeer | None = ...
        quick_reply_shortcut: _types.TypeInputQuickReplyShortcut | None = ...
        effect: int | None = ...
        video_timestamp: int | None = ...
        allow_paid_stars: int | None = ...
        suggested_post: _types.TypeSuggestedPost | None = ...

    class GetAdminsWithInvites(TLFunction[_types.messages.TypeChatAdminsWithInvites]):
        peer: _types.TypeInputPeer

    class GetAllChats(TLFunction[_types.messages.TypeChats]):
        except_ids: list[int]

    class GetAllDrafts(TLFunction[_types.TypeUpdates]): ...

    class GetAllStickers(TLFunction[_types.messages.TypeAllStickers]):
        hash: int

    class GetArchivedStickers(TLFunction[_types.messages.TypeArchivedStickers]):
        masks: bool = ...
        emojis: bool = ...
        offset_id: int
        limit: int

    class GetAttachMenuBot(TLFunction[_types.TypeAttachMenuBotsBot]):
        bot: _types.TypeInputUser

    class GetAttachMenuBots(TLFunction[_types.TypeAttachMenuBots]):
        hash: int

    class GetAttachedStickers(TLFunction[list[_types.TypeStickerSetCovered]]):
        media: _types.TypeInputStickeredMedia

    class GetAvailableEffects(TLFunction[_types.messages.TypeAvailableEffects]):
        hash: int

    class GetAvailableReactions(TLFunction[_types.messages.TypeAvailableReactions]):
        hash: int

    class GetBotApp(TLFunction[_types.messages.TypeBotApp]):
        app: _types.TypeInputBotApp
        hash: int

    class GetBotCallbackAnswer(TLFunction[_types.messages.TypeBotCallbackAnswer]):
        game: bool = ...
        peer: _types.TypeInputPeer
        msg_id: int
        data: bytes | None = ...
        password: _types.TypeInputCheckPasswordSRP | None = ...

    class GetChatInviteImporters(TLFunction[_types.messages.TypeChatInviteImporters]):
        requested: bool = ...
        subscription_expired: bool = ...
        peer: _types.TypeInputPeer
        link: str | None = ...
        q: str | None = ...
        offset_date: int
        offset_user: _types.TypeInputUser
        limit: int

    class GetChats(TLFunction[_types.messages.TypeChats]):
        id: list[int]

    class GetCommonChats(TLFunction[_types.messages.TypeChats]):
        user_id: _types.TypeInputUser
        max_id: int
        limit: int

    class GetCustomEmojiDocuments(TLFunction[list[_types.TypeDocument]]):
        document_id: list[int]

    class GetDefaultHistoryTTL(TLFunction[_types.TypeDefaultHistoryTTL]): ...

    class GetDefaultTagReactions(TLFunction[_types.messages.TypeReactions]):
        hash: int

    class GetDhConfig(TLFunction[_types.messages.TypeDhConfig]):
        version: int
        random_length: int

    class GetDialogFilters(TLFunction[_types.messages.TypeDialogFilters]): ...

    class GetDialogUnreadMarks(TLFunction[list[_types.TypeDialogPeer]]):
        parent_peer: _types.TypeInputPeer | None = ...

    class GetDialogs(TLFunction[_types.messages.TypeDialogs]):
        exclude_pinned: bool = ...
        folder_id: int | None = ...
        offset_date: int
        offset_id: int
        offset_peer: _types.TypeInputPeer
        limit: int
        hash: int

    class GetDiscussionMessage(TLFunction[_types.messages.TypeDiscussionMessage]):
        peer: _types.TypeInputPeer
        msg_id: int

    class GetDocumentByHash(TLFunction[_types.TypeDocument]):
        sha256: bytes
        size: int
        mime_type: str

    class GetEmojiGameInfo(TLFunction[_types.messages.TypeEmojiGameInfo]): ...

    class GetEmojiGroups(TLFunction[_types.messages.TypeEmojiGroups]):
        hash: int

    class GetEmojiKeywords(TLFunction[_types.TypeEmojiKeywordsDifference]):
        lang_code: str

    class GetEmojiKeywordsDifference(TLFunction[_types.TypeEmojiKeywordsDifference]):
        lang_code: str
        from_version: int

    class GetEmojiKeywordsLanguages(TLFunction[list[_types.TypeEmojiLanguage]]):
        lang_codes: list[str]

    class GetEmojiProfilePhotoGroups(TLFunction[_types.messages.TypeEmojiGroups]):
        hash: int

    class GetEmojiStatusGroups(TLFunction[_types.messages.TypeEmojiGroups]):
        hash: int

    class GetEmojiStickerGroups(TLFunction[_types.messages.TypeEmojiGroups]):
        hash: int

    class GetEmojiStickers(TLFunction[_types.messages.TypeAllStickers]):
        hash: int

    class GetEmojiURL(TLFunction[_types.TypeEmojiURL]):
        lang_code: str

    class GetExportedChatInvite(TLFunction[_types.messages.TypeExportedChatInvite]):
        peer: _types.TypeInputPeer
        link: str

    class GetExportedChatInvites(TLFunction[_types.messages.TypeExportedChatInvites]):
        revoked: bool = ...
        peer: _types.TypeInputPeer
        admin_id: _types.TypeInputUser
        offset_date: int | None = ...
        offset_link: str | None = ...
        limit: int

    class GetExtendedMedia(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        id: list[int]

    class GetFactCheck(TLFunction[list[_types.TypeFactCheck]]):
        peer: _types.TypeInputPeer
        msg_id: list[int]

    class GetFavedStickers(TLFunction[_types.messages.TypeFavedStickers]):
        hash: int

    class GetFeaturedEmojiStickers(TLFunction[_types.messages.TypeFeaturedStickers]):
        hash: int

    class GetFeaturedStickers(TLFunction[_types.messages.TypeFeaturedStickers]):
        hash: int

    class GetForumTopics(TLFunction[_types.messages.TypeForumTopics]):
        peer: _types.TypeInputPeer
        q: str | None = ...
        offset_date: int
        offset_id: int
        offset_topic: int
        limit: int

    class GetForumTopicsByID(TLFunction[_types.messages.TypeForumTopics]):
        peer: _types.TypeInputPeer
        topics: list[int]

    class GetFullChat(TLFunction[_types.messages.TypeChatFull]):
        chat_id: int

    class GetFutureChatCreatorAfterLeave(TLFunction[_types.TypeUser]):
        peer: _types.TypeInputPeer

    class GetGameHighScores(TLFunction[_types.messages.TypeHighScores]):
        peer: _types.TypeInputPeer
        id: int
        user_id: _types.TypeInputUser

    class GetHistory(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        offset_id: int
        offset_date: int
        add_offset: int
        limit: int
        max_id: int
        min_id: int
        hash: int

    class GetInlineBotResults(TLFunction[_types.messages.TypeBotResults]):
        bot: _types.TypeInputUser
        peer: _types.TypeInputPeer
        geo_point: _types.TypeInputGeoPoint | None = ...
        query: str
        offset: str

    class GetInlineGameHighScores(TLFunction[_types.messages.TypeHighScores]):
        id: _types.TypeInputBotInlineMessageID
        user_id: _types.TypeInputUser

    class GetMaskStickers(TLFunction[_types.messages.TypeAllStickers]):
        hash: int

    class GetMessageEditData(TLFunction[_types.messages.TypeMessageEditData]):
        peer: _types.TypeInputPeer
        id: int

    class GetMessageReactionsList(TLFunction[_types.messages.TypeMessageReactionsList]):
        peer: _types.TypeInputPeer
        id: int
        reaction: _types.TypeReaction | None = ...
        offset: str | None = ...
        limit: int

    class GetMessageReadParticipants(TLFunction[list[_types.TypeReadParticipantDate]]):
        peer: _types.TypeInputPeer
        msg_id: int

    class GetMessages(TLFunction[_types.messages.TypeMessages]):
        id: list[_types.TypeInputMessage]

    class GetMessagesReactions(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        id: list[int]

    class GetMessagesViews(TLFunction[_types.messages.TypeMessageViews]):
        peer: _types.TypeInputPeer
        id: list[int]
        increment: bool

    class GetMyStickers(TLFunction[_types.messages.TypeMyStickers]):
        offset_id: int
        limit: int

    class GetOldFeaturedStickers(TLFunction[_types.messages.TypeFeaturedStickers]):
        offset: int
        limit: int
        hash: int

    class GetOnlines(TLFunction[_types.TypeChatOnlines]):
        peer: _types.TypeInputPeer

    class GetOutboxReadDate(TLFunction[_types.TypeOutboxReadDate]):
        peer: _types.TypeInputPeer
        msg_id: int

    class GetPaidReactionPrivacy(TLFunction[_types.TypeUpdates]): ...

    class GetPeerDialogs(TLFunction[_types.messages.TypePeerDialogs]):
        peers: list[_types.TypeInputDialogPeer]

    class GetPeerSettings(TLFunction[_types.messages.TypePeerSettings]):
        peer: _types.TypeInputPeer

    class GetPersonalChannelHistory(TLFunction[_types.messages.TypeMessages]):
        user_id: _types.TypeInputUser
        limit: int
        max_id: int
        min_id: int
        hash: int

    class GetPinnedDialogs(TLFunction[_types.messages.TypePeerDialogs]):
        folder_id: int

    class GetPinnedSavedDialogs(TLFunction[_types.messages.TypeSavedDialogs]): ...

    class GetPollResults(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        poll_hash: int

    class GetPollVotes(TLFunction[_types.messages.TypeVotesList]):
        peer: _types.TypeInputPeer
        id: int
        option: bytes | None = ...
        offset: str | None = ...
        limit: int

    class GetPreparedInlineMessage(TLFunction[_types.messages.TypePreparedInlineMessage]):
        bot: _types.TypeInputUser
        id: str

    class GetQuickReplies(TLFunction[_types.messages.TypeQuickReplies]):
        hash: int

    class GetQuickReplyMessages(TLFunction[_types.messages.TypeMessages]):
        shortcut_id: int
        id: list[int] | None = ...
        hash: int

    class GetRecentLocations(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        limit: int
        hash: int

    class GetRecentReactions(TLFunction[_types.messages.TypeReactions]):
        limit: int
        hash: int

    class GetRecentStickers(TLFunction[_types.messages.TypeRecentStickers]):
        attached: bool = ...
        hash: int

    class GetReplies(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        msg_id: int
        offset_id: int
        offset_date: int
        add_offset: int
        limit: int
        max_id: int
        min_id: int
        hash: int

    class GetRichMessage(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        id: int

    class GetSavedDialogs(TLFunction[_types.messages.TypeSavedDialogs]):
        exclude_pinned: bool = ...
        parent_peer: _types.TypeInputPeer | None = ...
        offset_date: int
        offset_id: int
        offset_peer: _types.TypeInputPeer
        limit: int
        hash: int

    class GetSavedDialogsByID(TLFunction[_types.messages.TypeSavedDialogs]):
        parent_peer: _types.TypeInputPeer | None = ...
        ids: list[_types.TypeInputPeer]

    class GetSavedGifs(TLFunction[_types.messages.TypeSavedGifs]):
        hash: int

    class GetSavedHistory(TLFunction[_types.messages.TypeMessages]):
        parent_peer: _types.TypeInputPeer | None = ...
        peer: _types.TypeInputPeer
        offset_id: int
        offset_date: int
        add_offset: int
        limit: int
        max_id: int
        min_id: int
        hash: int

    class GetSavedReactionTags(TLFunction[_types.messages.TypeSavedReactionTags]):
        peer: _types.TypeInputPeer | None = ...
        hash: int

    class GetScheduledHistory(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        hash: int

    class GetScheduledMessages(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        id: list[int]

    class GetSearchCounters(TLFunction[list[_types.messages.TypeSearchCounter]]):
        peer: _types.TypeInputPeer
        saved_peer_id: _types.TypeInputPeer | None = ...
        top_msg_id: int | None = ...
        filters: list[_types.TypeMessagesFilter]

    class GetSearchResultsCalendar(TLFunction[_types.messages.TypeSearchResultsCalendar]):
        peer: _types.TypeInputPeer
        saved_peer_id: _types.TypeInputPeer | None = ...
        filter: _types.TypeMessagesFilter
        offset_id: int
        offset_date: int

    class GetSearchResultsPositions(TLFunction[_types.messages.TypeSearchResultsPositions]):
        peer: _types.TypeInputPeer
        saved_peer_id: _types.TypeInputPeer | None = ...
        filter: _types.TypeMessagesFilter
        offset_id: int
        limit: int

    class GetShareThemeBackdrops(TLFunction[_types.TypeShareThemeBackdrops]):
        hash: int

    class GetSplitRanges(TLFunction[list[_types.TypeMessageRange]]): ...

    class GetSponsoredMessages(TLFunction[_types.messages.TypeSponsoredMessages]):
        peer: _types.TypeInputPeer
        msg_id: int | None = ...

    class GetStickerSet(TLFunction[_types.messages.TypeStickerSet]):
        stickerset: _types.TypeInputStickerSet
        hash: int

    class GetStickers(TLFunction[_types.messages.TypeStickers]):
        emoticon: str
        hash: int

    class GetSuggestedDialogFilters(TLFunction[list[_types.TypeDialogFilterSuggested]]): ...

    class GetTopReactions(TLFunction[_types.messages.TypeReactions]):
        limit: int
        hash: int

    class GetUnreadMentions(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...
        offset_id: int
        add_offset: int
        limit: int
        max_id: int
        min_id: int

    class GetUnreadPollVotes(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...
        offset_id: int
        add_offset: int
        limit: int
        max_id: int
        min_id: int

    class GetUnreadReactions(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...
        saved_peer_id: _types.TypeInputPeer | None = ...
        offset_id: int
        add_offset: int
        limit: int
        max_id: int
        min_id: int

    class GetWebPage(TLFunction[_types.messages.TypeWebPage]):
        url: str
        hash: int

    class GetWebPagePreview(TLFunction[_types.messages.TypeWebPagePreview]):
        message: str
        entities: list[_types.TypeMessageEntity] | None = ...

    class HideAllChatJoinRequests(TLFunction[_types.TypeUpdates]):
        approved: bool = ...
        peer: _types.TypeInputPeer
        link: str | None = ...

    class HideChatJoinRequest(TLFunction[_types.TypeUpdates]):
        approved: bool = ...
        peer: _types.TypeInputPeer
        user_id: _types.TypeInputUser

    class HidePeerSettingsBar(TLFunction[bool]):
        peer: _types.TypeInputPeer

    class ImportChatInvite(TLFunction[_types.messages.TypeChatInviteJoinResult]):
        hash: str

    class InitHistoryImport(TLFunction[_types.messages.TypeHistoryImport]):
        peer: _types.TypeInputPeer
        file: _types.TypeInputFile
        media_count: int

    class InstallStickerSet(TLFunction[_types.messages.TypeStickerSetInstallResult]):
        stickerset: _types.TypeInputStickerSet
        archived: bool

    class MarkDialogUnread(TLFunction[bool]):
        unread: bool = ...
        parent_peer: _types.TypeInputPeer | None = ...
        peer: _types.TypeInputDialogPeer

    class MigrateChat(TLFunction[_types.TypeUpdates]):
        chat_id: int

    class ProlongWebView(TLFunction[bool]):
        silent: bool = ...
        peer: _types.TypeInputPeer
        bot: _types.TypeInputUser
        query_id: int
        reply_to: _types.TypeInputReplyTo | None = ...
        send_as: _types.TypeInputPeer | None = ...

    class RateTranscribedAudio(TLFunction[bool]):
        peer: _types.TypeInputPeer
        msg_id: int
        transcription_id: int
        good: bool

    class ReadDiscussion(TLFunction[bool]):
        peer: _types.TypeInputPeer
        msg_id: int
        read_max_id: int

    class ReadEncryptedHistory(TLFunction[bool]):
        peer: _types.TypeInputEncryptedChat
        max_date: int

    class ReadFeaturedStickers(TLFunction[bool]):
        id: list[int]

    class ReadHistory(TLFunction[_types.messages.TypeAffectedMessages]):
        peer: _types.TypeInputPeer
        max_id: int

    class ReadMentions(TLFunction[_types.messages.TypeAffectedHistory]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...

    class ReadMessageContents(TLFunction[_types.messages.TypeAffectedMessages]):
        id: list[int]

    class ReadPollVotes(TLFunction[_types.messages.TypeAffectedHistory]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...

    class ReadReactions(TLFunction[_types.messages.TypeAffectedHistory]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...
        saved_peer_id: _types.TypeInputPeer | None = ...

    class ReadSavedHistory(TLFunction[bool]):
        parent_peer: _types.TypeInputPeer
        peer: _types.TypeInputPeer
        max_id: int

    class ReceivedMessages(TLFunction[list[_types.TypeReceivedNotifyMessage]]):
        max_id: int

    class ReceivedQueue(TLFunction[list[int]]):
        max_qts: int

    class ReorderPinnedDialogs(TLFunction[bool]):
        force: bool = ...
        folder_id: int
        order: list[_types.TypeInputDialogPeer]

    class ReorderPinnedForumTopics(TLFunction[_types.TypeUpdates]):
        force: bool = ...
        peer: _types.TypeInputPeer
        order: list[int]

    class ReorderPinnedSavedDialogs(TLFunction[bool]):
        force: bool = ...
        order: list[_types.TypeInputDialogPeer]

    class ReorderQuickReplies(TLFunction[bool]):
        order: list[int]

    class ReorderStickerSets(TLFunction[bool]):
        masks: bool = ...
        emojis: bool = ...
        order: list[int]

    class Report(TLFunction[_types.TypeReportResult]):
        peer: _types.TypeInputPeer
        id: list[int]
        option: bytes
        message: str

    class ReportEncryptedSpam(TLFunction[bool]):
        peer: _types.TypeInputEncryptedChat

    class ReportMessagesDelivery(TLFunction[bool]):
        push: bool = ...
        peer: _types.TypeInputPeer
        id: list[int]

    class ReportMusicListen(TLFunction[bool]):
        id: _types.TypeInputDocument
        listened_duration: int

    class ReportReaction(TLFunction[bool]):
        peer: _types.TypeInputPeer
        id: int
        reaction_peer: _types.TypeInputPeer

    class ReportReadMetrics(TLFunction[bool]):
        peer: _types.TypeInputPeer
        metrics: list[_types.TypeInputMessageReadMetric]

    class ReportSpam(TLFunction[bool]):
        peer: _types.TypeInputPeer

    class ReportSponsoredMessage(TLFunction[_types.channels.TypeSponsoredMessageReportResult]):
        random_id: bytes
        option: bytes

    class RequestAppWebView(TLFunction[_types.TypeWebViewResult]):
        write_allowed: bool = ...
        compact: bool = ...
        fullscreen: bool = ...
        peer: _types.TypeInputPeer
        app: _types.TypeInputBotApp
        start_param: str | None = ...
        theme_params: _types.TypeDataJSON | None = ...
        platform: str

    class RequestChatJoinWebView(TLFunction[_types.TypeWebViewResult]):
        query_id: int
        theme_params: _types.TypeDataJSON | None = ...
        platform: str

    class RequestEncryption(TLFunction[_types.TypeEncryptedChat]):
        user_id: _types.TypeInputUser
        random_id: int
        g_a: bytes

    class RequestMainWebView(TLFunction[_types.TypeWebViewResult]):
        compact: bool = ...
        fullscreen: bool = ...
        peer: _types.TypeInputPeer
        bot: _types.TypeInputUser
        start_param: str | None = ...
        theme_params: _types.TypeDataJSON | None = ...
        platform: str

    class RequestSimpleWebView(TLFunction[_types.TypeWebViewResult]):
        from_switch_webview: bool = ...
        from_side_menu: bool = ...
        compact: bool = ...
        fullscreen: bool = ...
        bot: _types.TypeInputUser
        url: str | None = ...
        start_param: str | None = ...
        theme_params: _types.TypeDataJSON | None = ...
        platform: str

    class RequestUrlAuth(TLFunction[_types.TypeUrlAuthResult]):
        peer: _types.TypeInputPeer | None = ...
        msg_id: int | None = ...
        button_id: int | None = ...
        url: str | None = ...
        in_app_origin: str | None = ...

    class RequestWebView(TLFunction[_types.TypeWebViewResult]):
        from_bot_menu: bool = ...
        silent: bool = ...
        compact: bool = ...
        fullscreen: bool = ...
        peer: _types.TypeInputPeer
        bot: _types.TypeInputUser
        url: str | None = ...
        start_param: str | None = ...
        theme_params: _types.TypeDataJSON | None = ...
        platform: str
        reply_to: _types.TypeInputReplyTo | None = ...
        send_as: _types.TypeInputPeer | None = ...

    class SaveDefaultSendAs(TLFunction[bool]):
        peer: _types.TypeInputPeer
        send_as: _types.TypeInputPeer

    class SaveDraft(TLFunction[bool]):
        no_webpage: bool = ...
        invert_media: bool = ...
        reply_to: _types.TypeInputReplyTo | None = ...
        peer: _types.TypeInputPeer
        message: str
        entities: list[_types.TypeMessageEntity] | None = ...
        media: _types.TypeInputMedia | None = ...
        effect: int | None = ...
        suggested_post: _types.TypeSuggestedPost | None = ...
        rich_message: _types.TypeInputRichMessage | None = ...

    class SaveGif(TLFunction[bool]):
        id: _types.TypeInputDocument
        unsave: bool

    class SavePreparedInlineMessage(TLFunction[_types.messages.TypeBotPreparedInlineMessage]):
        result: _types.TypeInputBotInlineResult
        user_id: _types.TypeInputUser
        peer_types: list[_types.TypeInlineQueryPeerType] | None = ...

    class SaveRecentSticker(TLFunction[bool]):
        attached: bool = ...
        id: _types.TypeInputDocument
        unsave: bool

    class Search(TLFunction[_types.messages.TypeMessages]):
        peer: _types.TypeInputPeer
        q: str
        from_id: _types.TypeInputPeer | None = ...
        saved_peer_id: _types.TypeInputPeer | None = ...
        saved_reaction: list[_types.TypeReaction] | None = ...
        top_msg_id: int | None = ...
        filter: _types.TypeMessagesFilter
        min_date: int
        max_date: int
        offset_id: int
        add_offset: int
        limit: int
        max_id: int
        min_id: int
        hash: int

    class SearchCustomEmoji(TLFunction[_types.TypeEmojiList]):
        emoticon: str
        hash: int

    class SearchEmojiStickerSets(TLFunction[_types.messages.TypeFoundStickerSets]):
        exclude_featured: bool = ...
        q: str
        hash: int

    class SearchGlobal(TLFunction[_types.messages.TypeMessages]):
        broadcasts_only: bool = ...
        groups_only: bool = ...
        users_only: bool = ...
        folder_id: int | None = ...
        community: _types.TypeInputChannel | None = ...
        q: str
        filter: _types.TypeMessagesFilter
        min_date: int
        max_date: int
        offset_rate: int
        offset_peer: _types.TypeInputPeer
        offset_id: int
        limit: int

    class SearchSentMedia(TLFunction[_types.messages.TypeMessages]):
        q: str
        filter: _types.TypeMessagesFilter
        limit: int

    class SearchStickerSets(TLFunction[_types.messages.TypeFoundStickerSets]):
        exclude_featured: bool = ...
        q: str
        hash: int

    class SearchStickers(TLFunction[_types.messages.TypeFoundStickers]):
        emojis: bool = ...
        q: str
        emoticon: str
        lang_code: list[str]
        offset: int
        limit: int
        hash: int

    class SendBotRequestedPeer(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int | None = ...
        webapp_req_id: str | None = ...
        button_id: int
        requested_peers: list[_types.TypeInputPeer]

    class SendEncrypted(TLFunction[_types.messages.TypeSentEncryptedMessage]):
        silent: bool = ...
        peer: _types.TypeInputEncryptedChat
        random_id: int
        data: bytes

    class SendEncryptedFile(TLFunction[_types.messages.TypeSentEncryptedMessage]):
        silent: bool = ...
        peer: _types.TypeInputEncryptedChat
        random_id: int
        data: bytes
        file: _types.TypeInputEncryptedFile

    class SendEncryptedService(TLFunction[_types.messages.TypeSentEncryptedMessage]):
        peer: _types.TypeInputEncryptedChat
        random_id: int
        data: bytes

    class SendInlineBotResult(TLFunction[_types.TypeUpdates]):
        silent: bool = ...
        background: bool = ...
        clear_draft: bool = ...
        hide_via: bool = ...
        peer: _types.TypeInputPeer
        reply_to: _types.TypeInputReplyTo | None = ...
        random_id: int
        query_id: int
        id: str
        schedule_date: int | None = ...
        send_as: _types.TypeInputPeer | None = ...
        quick_reply_shortcut: _types.TypeInputQuickReplyShortcut | None = ...
        allow_paid_stars: int | None = ...

    class SendMedia(TLFunction[_types.TypeUpdates]):
        silent: bool = ...
        background: bool = ...
        clear_draft: bool = ...
        noforwards: bool = ...
        update_stickersets_order: bool = ...
        invert_media: bool = ...
        allow_paid_floodskip: bool = ...
        peer: _types.TypeInputPeer
        reply_to: _types.TypeInputReplyTo | None = ...
        media: _types.TypeInputMedia
        message: str
        random_id: int
        reply_markup: _types.TypeReplyMarkup | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        schedule_date: int | None = ...
        schedule_repeat_period: int | None = ...
        send_as: _types.TypeInputPeer | None = ...
        quick_reply_shortcut: _types.TypeInputQuickReplyShortcut | None = ...
        effect: int | None = ...
        allow_paid_stars: int | None = ...
        suggested_post: _types.TypeSuggestedPost | None = ...

    class SendMessage(TLFunction[_types.TypeUpdates]):
        no_webpage: bool = ...
        silent: bool = ...
        background: bool = ...
        clear_draft: bool = ...
        noforwards: bool = ...
        update_stickersets_order: bool = ...
        invert_media: bool = ...
        allow_paid_floodskip: bool = ...
        peer: _types.TypeInputPeer
        reply_to: _types.TypeInputReplyTo | None = ...
        message: str
        random_id: int
        reply_markup: _types.TypeReplyMarkup | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        schedule_date: int | None = ...
        schedule_repeat_period: int | None = ...
        send_as: _types.TypeInputPeer | None = ...
        quick_reply_shortcut: _types.TypeInputQuickReplyShortcut | None = ...
        effect: int | None = ...
        allow_paid_stars: int | None = ...
        suggested_post: _types.TypeSuggestedPost | None = ...
        rich_message: _types.TypeInputRichMessage | None = ...

    class SendMultiMedia(TLFunction[_types.TypeUpdates]):
        silent: bool = ...
        background: bool = ...
        clear_draft: bool = ...
        noforwards: bool = ...
        update_stickersets_order: bool = ...
        invert_media: bool = ...
        allow_paid_floodskip: bool = ...
        peer: _types.TypeInputPeer
        reply_to: _types.TypeInputReplyTo | None = ...
        multi_media: list[_types.TypeInputSingleMedia]
        schedule_date: int | None = ...
        send_as: _types.TypeInputPeer | None = ...
        quick_reply_shortcut: _types.TypeInputQuickReplyShortcut | None = ...
        effect: int | None = ...
        allow_paid_stars: int | None = ...

    class SendPaidReaction(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        count: int
        random_id: int
        private: _types.TypePaidReactionPrivacy | None = ...

    class SendQuickReplyMessages(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        shortcut_id: int
        id: list[int]
        random_id: list[int]

    class SendReaction(TLFunction[_types.TypeUpdates]):
        big: bool = ...
        add_to_recent: bool = ...
        peer: _types.TypeInputPeer
        msg_id: int
        reaction: list[_types.TypeReaction] | None = ...

    class SendScheduledMessages(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        id: list[int]

    class SendScreenshotNotification(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        reply_to: _types.TypeInputReplyTo
        random_id: int

    class SendVote(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        options: list[bytes]

    class SendWebViewData(TLFunction[_types.TypeUpdates]):
        bot: _types.TypeInputUser
        random_id: int
        button_text: str
        data: str

    class SendWebViewResultMessage(TLFunction[_types.TypeWebViewMessageSent]):
        bot_query_id: str
        result: _types.TypeInputBotInlineResult

    class SetBotCallbackAnswer(TLFunction[bool]):
        alert: bool = ...
        query_id: int
        message: str | None = ...
        url: str | None = ...
        cache_time: int

    class SetBotGuestChatResult(TLFunction[_types.TypeInputBotInlineMessageID]):
        query_id: int
        result: _types.TypeInputBotInlineResult

    class SetBotPrecheckoutResults(TLFunction[bool]):
        success: bool = ...
        query_id: int
        error: str | None = ...

    class SetBotShippingResults(TLFunction[bool]):
        query_id: int
        error: str | None = ...
        shipping_options: list[_types.TypeShippingOption] | None = ...

    class SetChatAvailableReactions(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        available_reactions: _types.TypeChatReactions
        reactions_limit: int | None = ...
        paid_enabled: bool | None = ...

    class SetChatTheme(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        theme: _types.TypeInputChatTheme

    class SetChatWallPaper(TLFunction[_types.TypeUpdates]):
        for_both: bool = ...
        revert: bool = ...
        peer: _types.TypeInputPeer
        wallpaper: _types.TypeInputWallPaper | None = ...
        settings: _types.TypeWallPaperSettings | None = ...
        id: int | None = ...

    class SetDefaultHistoryTTL(TLFunction[bool]):
        period: int

    class SetDefaultReaction(TLFunction[bool]):
        reaction: _types.TypeReaction

    class SetEncryptedTyping(TLFunction[bool]):
        peer: _types.TypeInputEncryptedChat
        typing: bool

    class SetGameScore(TLFunction[_types.TypeUpdates]):
        edit_message: bool = ...
        force: bool = ...
        peer: _types.TypeInputPeer
        id: int
        user_id: _types.TypeInputUser
        score: int

    class SetHistoryTTL(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        period: int

    class SetInlineBotResults(TLFunction[bool]):
        gallery: bool = ...
        private: bool = ...
        query_id: int
        results: list[_types.TypeInputBotInlineResult]
        cache_time: int
        next_offset: str | None = ...
        switch_pm: _types.TypeInlineBotSwitchPM | None = ...
        switch_webview: _types.TypeInlineBotWebView | None = ...

    class SetInlineGameScore(TLFunction[bool]):
        edit_message: bool = ...
        force: bool = ...
        id: _types.TypeInputBotInlineMessageID
        user_id: _types.TypeInputUser
        score: int

    class SetShareTheme(TLFunction[bool]):
        peer: _types.TypeInputPeer
        theme: _types.TypeShareTheme

    class SetTyping(TLFunction[bool]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...
        action: _types.TypeSendMessageAction

    class StartBot(TLFunction[_types.TypeUpdates]):
        bot: _types.TypeInputUser
        peer: _types.TypeInputPeer
        random_id: int
        start_param: str

    class StartHistoryImport(TLFunction[bool]):
        peer: _types.TypeInputPeer
        import_id: int

    class SummarizeText(TLFunction[_types.TypeTextWithEntities]):
        peer: _types.TypeInputPeer
        id: int
        to_lang: str | None = ...
        tone: str | None = ...

    class ToggleBotInAttachMenu(TLFunction[bool]):
        write_allowed: bool = ...
        bot: _types.TypeInputUser
        enabled: bool

    class ToggleDialogFilterTags(TLFunction[bool]):
        enabled: bool

    class ToggleDialogPin(TLFunction[bool]):
        pinned: bool = ...
        peer: _types.TypeInputDialogPeer

    class ToggleNoForwards(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        enabled: bool
        request_msg_id: int | None = ...

    class TogglePaidReactionPrivacy(TLFunction[bool]):
        peer: _types.TypeInputPeer
        msg_id: int
        private: _types.TypePaidReactionPrivacy

    class TogglePeerTranslations(TLFunction[bool]):
        disabled: bool = ...
        peer: _types.TypeInputPeer

    class ToggleSavedDialogPin(TLFunction[bool]):
        pinned: bool = ...
        peer: _types.TypeInputDialogPeer

    class ToggleStickerSets(TLFunction[bool]):
        uninstall: bool = ...
        archive: bool = ...
        unarchive: bool = ...
        stickersets: list[_types.TypeInputStickerSet]

    class ToggleSuggestedPostApproval(TLFunction[_types.TypeUpdates]):
        reject: bool = ...
        peer: _types.TypeInputPeer
        msg_id: int
        schedule_date: int | None = ...
        reject_comment: str | None = ...

    class ToggleTodoCompleted(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        msg_id: int
        completed: list[int]
        incompleted: list[int]

    class TranscribeAudio(TLFunction[_types.messages.TypeTranscribedAudio]):
        peer: _types.TypeInputPeer
        msg_id: int

    class TranslateRichMessage(TLFunction[_types.messages.TypeTranslatedRichMessage]):
        peer: _types.TypeInputPeer | None = ...
        id: list[int] | None = ...
        text: list[_types.TypeInputRichMessage] | None = ...
        to_lang: str
        tone: str | None = ...

    class TranslateText(TLFunction[_types.messages.TypeTranslatedText]):
        peer: _types.TypeInputPeer | None = ...
        id: list[int] | None = ...
        text: list[_types.TypeTextWithEntities] | None = ...
        to_lang: str
        tone: str | None = ...

    class UninstallStickerSet(TLFunction[bool]):
        stickerset: _types.TypeInputStickerSet

    class UnpinAllMessages(TLFunction[_types.messages.TypeAffectedHistory]):
        peer: _types.TypeInputPeer
        top_msg_id: int | None = ...
        saved_peer_id: _types.TypeInputPeer | None = ...

    class UpdateDialogFilter(TLFunction[bool]):
        id: int
        filter: _types.TypeDialogFilter | None = ...

    class UpdateDialogFiltersOrder(TLFunction[bool]):
        order: list[int]

    class UpdatePinnedForumTopic(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        topic_id: int
        pinned: bool

    class UpdatePinnedMessage(TLFunction[_types.TypeUpdates]):
        silent: bool = ...
        unpin: bool = ...
        pm_oneside: bool = ...
        peer: _types.TypeInputPeer
        id: int

    class UpdateSavedReactionTag(TLFunction[bool]):
        reaction: _types.TypeReaction
        title: str | None = ...

    class UploadEncryptedFile(TLFunction[_types.TypeEncryptedFile]):
        peer: _types.TypeInputEncryptedChat
        file: _types.TypeInputEncryptedFile

    class UploadImportedMedia(TLFunction[_types.TypeMessageMedia]):
        peer: _types.TypeInputPeer
        import_id: int
        file_name: str
        media: _types.TypeInputMedia

    class UploadMedia(TLFunction[_types.TypeMessageMedia]):
        business_connection_id: str | None = ...
        peer: _types.TypeInputPeer
        media: _types.TypeInputMedia

    class ViewSponsoredMessage(TLFunction[bool]):
        random_id: bytes


class payments:
    class ApplyGiftCode(TLFunction[_types.TypeUpdates]):
        slug: str

    class AssignAppStoreTransaction(TLFunction[_types.TypeUpdates]):
        receipt: bytes
        purpose: _types.TypeInputStorePaymentPurpose

    class AssignPlayMarketTransaction(TLFunction[_types.TypeUpdates]):
        receipt: _types.TypeDataJSON
        purpose: _types.TypeInputStorePaymentPurpose

    class BotCancelStarsSubscription(TLFunction[bool]):
        restore: bool = ...
        user_id: _types.TypeInputUser
        charge_id: str

    class CanPurchasePremium(TLFunction[bool]):
        purpose: _types.TypeInputStorePaymentPurpose

    class CanPurchaseStore(TLFunction[bool]):
        purpose: _types.TypeInputStorePaymentPurpose

    class ChangeStarsSubscription(TLFunction[bool]):
        peer: _types.TypeInputPeer
        subscription_id: str
        canceled: bool | None = ...

    class CheckCanSendGift(TLFunction[_types.payments.TypeCheckCanSendGiftResult]):
        gift_id: int

    class CheckGiftCode(TLFunction[_types.payments.TypeCheckedGiftCode]):
        slug: str

    class ClearSavedInfo(TLFunction[bool]):
        credentials: bool = ...
        info: bool = ...

    class ConnectStarRefBot(TLFunction[_types.payments.TypeConnectedStarRefBots]):
        peer: _types.TypeInputPeer
        bot: _types.TypeInputUser

    class ConvertStarGift(TLFunction[bool]):
        stargift: _types.TypeInputSavedStarGift

    class CraftStarGift(TLFunction[_types.TypeUpdates]):
        stargift: list[_types.TypeInputSavedStarGift]

    class CreateOnrampSession(TLFunction[_types.TypeOnrampSession]):
        provider: str
        crypto_currency: str
        address: str
        payment_method: str | None = ...
        base_currency: str | None = ...
        base_amount: str | None = ...
        memo: str | None = ...
        theme: str | None = ...
        success_return_url: str | None = ...
        fail_return_url: str | None = ...
        crypto_amount: str | None = ...

    class CreateStarGiftCollection(TLFunction[_types.TypeStarGiftCollection]):
        peer: _types.TypeInputPeer
        title: str
        stargift: list[_types.TypeInputSavedStarGift]

    class DeleteStarGift(TLFunction[bool]):
        stargift: _types.TypeInputSavedStarGift

    class DeleteStarGiftCollection(TLFunction[bool]):
        peer: _types.TypeInputPeer
        collection_id: int

    class DepositStarGift(TLFunction[_types.payments.TypeStarGiftDepositPayload]):
        hide_sender: bool = ...
        peer: _types.TypeInputPeer
        slug: str

    class DisplayStarGift(TLFunction[bool]):
        peer: _types.TypeInputPeer | None = ...
        slug: str

    class EditConnectedStarRefBot(TLFunction[_types.payments.TypeConnectedStarRefBots]):
        revoked: bool = ...
        peer: _types.TypeInputPeer
        link: str

    class ExportInvoice(TLFunction[_types.payments.TypeExportedInvoice]):
        invoice_media: _types.TypeInputMedia

    class FulfillStarsSubscription(TLFunction[bool]):
        peer: _types.TypeInputPeer
        subscription_id: str

    class GetBankCardData(TLFunction[_types.payments.TypeBankCardData]):
        number: str

    class GetConnectedStarRefBot(TLFunction[_types.payments.TypeConnectedStarRefBots]):
        peer: _types.TypeInputPeer
        bot: _types.TypeInputUser

    class GetConnectedStarRefBots(TLFunction[_types.payments.TypeConnectedStarRefBots]):
        peer: _types.TypeInputPeer
        offset_date: int | None = ...
        offset_link: str | None = ...
        limit: int

    class GetCraftStarGifts(TLFunction[_types.payments.TypeSavedStarGifts]):
        gift_id: int
        offset: str
        limit: int

    class GetCurrencyRates(TLFunction[_types.payments.TypeCurrencyRates]): ...

    class GetGiveawayInfo(TLFunction[_types.payments.TypeGiveawayInfo]):
        peer: _types.TypeInputPeer
        msg_id: int

    class GetOnrampAvailability(TLFunction[_types.TypeOnrampAvailability]):
        provider: str
        crypto_currency: str
        base_currency: str | None = ...

    class GetOnrampBaseCurrencies(TLFunction[list[str]]):
        provider: str
        crypto_currency: str

    class GetOnrampLimits(TLFunction[_types.TypeOnrampLimits]):
        provider: str
        crypto_currency: str
        base_currency: str
        payment_method: str | None = ...

    class GetOnrampProviders(TLFunction[list[_types.TypeOnrampProviderInfo]]):
        crypto_currency: str | None = ...

    class GetOnrampQuote(TLFunction[_types.TypeOnrampQuote]):
        provider: str
        crypto_currency: str
        base_currency: str
        base_amount: str | None = ...
        crypto_amount: str | None = ...
        payment_method: str | None = ...

    class GetPaymentForm(TLFunction[_types.payments.TypePaymentForm]):
        invoice: _types.TypeInputInvoice
        theme_params: _types.TypeDataJSON | None = ...

    class GetPaymentReceipt(TLFunction[_types.payments.TypePaymentReceipt]):
        peer: _types.TypeInputPeer
        msg_id: int

    class GetPremiumGiftCodeOptions(TLFunction[list[_types.TypePremiumGiftCodeOption]]):
        boost_peer: _types.TypeInputPeer | None = ...

    class GetResaleStarGifts(TLFunction[_types.payments.TypeResaleStarGifts]):
        sort_by_price: bool = ...
        sort_by_num: bool = ...
        for_craft: bool = ...
        stars_only: bool = ...
        attributes_hash: int | None = ...
        gift_id: int
        attributes: list[_types.TypeStarGiftAttributeId] | None = ...
        offset: str
        limit: int

    class GetSavedInfo(TLFunction[_types.payments.TypeSavedInfo]): ...

    class GetSavedStarGift(TLFunction[_types.payments.TypeSavedStarGifts]):
        stargift: list[_types.TypeInputSavedStarGift]

    class GetSavedStarGifts(TLFunction[_types.payments.TypeSavedStarGifts]):
        exclude_unsaved: bool = ...
        exclude_saved: bool = ...
        exclude_unlimited: bool = ...
        exclude_unique: bool = ...
        sort_by_value: bool = ...
        exclude_upgradable: bool = ...
        exclude_unupgradable: bool = ...
        peer_color_available: bool = ...
        exclude_hosted: bool = ...
        peer: _types.TypeInputPeer
        collection_id: int | None = ...
        offset: str
        limit: int
        exclude_limited: bool = ...

    class GetStarGiftActiveAuctions(TLFunction[_types.payments.TypeStarGiftActiveAuctions]):
        hash: int

    class GetStarGiftAuctionAcquiredGifts(TLFunction[_types.payments.TypeStarGiftAuctionAcquiredGifts]):
        gift_id: int

    class GetStarGiftAuctionState(TLFunction[_types.payments.TypeStarGiftAuctionState]):
        auction: _types.TypeInputStarGiftAuction
        version: int

    class GetStarGiftCollections(TLFunction[_types.payments.TypeStarGiftCollections]):
        peer: _types.TypeInputPeer
        hash: int

    class GetStarGiftUpgradeAttributes(TLFunction[_types.payments.TypeStarGiftUpgradeAttributes]):
        gift_id: int

    class GetStarGiftUpgradePreview(TLFunction[_types.payments.TypeStarGiftUpgradePreview]):
        gift_id: int

    class GetStarGiftWithdrawalUrl(TLFunction[_types.payments.TypeStarGiftWithdrawalUrl]):
        stargift: _types.TypeInputSavedStarGift
        tmp_password: bytes

    class GetStarGifts(TLFunction[_types.payments.TypeStarGifts]):
        hash: int

    class GetStarsGiftOptions(TLFunction[list[_types.TypeStarsGiftOption]]):
        user_id: _types.TypeInputUser | None = ...

    class GetStarsGiveawayOptions(TLFunction[list[_types.TypeStarsGiveawayOption]]): ...

    class GetStarsRevenueAdsAccountUrl(TLFunction[_types.payments.TypeStarsRevenueAdsAccountUrl]):
        peer: _types.TypeInputPeer

    class GetStarsRevenueStats(TLFunction[_types.payments.TypeStarsRevenueStats]):
        dark: bool = ...
        ton: bool = ...
        peer: _types.TypeInputPeer

    class GetStarsRevenueWithdrawalUrl(TLFunction[_types.payments.TypeStarsRevenueWithdrawalUrl]):
        ton: bool = ...
        peer: _types.TypeInputPeer
        amount: int | None = ...
        password: _types.TypeInputCheckPasswordSRP

    class GetStarsStatus(TLFunction[_types.payments.TypeStarsStatus]):
        ton: bool = ...
        peer: _types.TypeInputPeer

    class GetStarsSubscriptions(TLFunction[_types.payments.TypeStarsStatus]):
        missing_balance: bool = ...
        peer: _types.TypeInputPeer
        offset: str

    class GetStarsTopupOptions(TLFunction[list[_types.TypeStarsTopupOption]]): ...

    class GetStarsTransactions(TLFunction[_types.payments.TypeStarsStatus]):
        inbound: bool = ...
        outbound: bool = ...
        ascending: bool = ...
        ton: bool = ...
        subscription_id: str | None = ...
        peer: _types.TypeInputPeer
        offset: str
        limit: int

    class GetStarsTransactionsByID(TLFunction[_types.payments.TypeStarsStatus]):
        ton: bool = ...
        peer: _types.TypeInputPeer
        id: list[_types.TypeInputStarsTransaction]

    class GetSuggestedStarRefBots(TLFunction[_types.payments.TypeSuggestedStarRefBots]):
        order_by_revenue: bool = ...
        order_by_date: bool = ...
        peer: _types.TypeInputPeer
        offset: str
        limit: int

    class GetUniqueStarGift(TLFunction[_types.payments.TypeUniqueStarGift]):
        slug: str

    class GetUniqueStarGiftValueInfo(TLFunction[_types.payments.TypeUniqueStarGiftValueInfo]):
        slug: str

    class GetUserStarGift(TLFunction[_types.payments.TypeUserStarGifts]):
        msg_id: list[int]

    class GetUserStarGifts(TLFunction[_types.payments.TypeUserStarGifts]):
        user_id: _types.TypeInputUser
        offset: str
        limit: int

    class LaunchPrepaidGiveaway(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        giveaway_id: int
        purpose: _types.TypeInputStorePaymentPurpose

    class RefundStarsCharge(TLFunction[_types.TypeUpdates]):
        user_id: _types.TypeInputUser
        charge_id: str

    class ReorderStarGiftCollections(TLFunction[bool]):
        peer: _types.TypeInputPeer
        order: list[int]

    class RequestRecurringPayment(TLFunction[_types.TypeUpdates]):
        user_id: _types.TypeInputUser
        recurring_init_charge: str
        invoice_media: _types.TypeInputMedia

    class ResolveStarGiftOffer(TLFunction[_types.TypeUpdates]):
        decline: bool = ...
        offer_msg_id: int

    class RestorePlayMarketReceipt(TLFunction[_types.TypeUpdates]):
        receipt: bytes

    class SaveStarGift(TLFunction[bool]):
        unsave: bool = ...
        stargift: _types.TypeInputSavedStarGift

    class SendPaymentForm(TLFunction[_types.payments.TypePaymentResult]):
        form_id: int
        invoice: _types.TypeInputInvoice
        requested_info_id: str | None = ...
        shipping_option_id: str | None = ...
        credentials: _types.TypeInputPaymentCredentials
        tip_amount: int | None = ...

    class SendStarGiftOffer(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        slug: str
        price: _types.TypeStarsAmount
        duration: int
        random_id: int
        allow_paid_stars: int | None = ...

    class SendStarsForm(TLFunction[_types.payments.TypePaymentResult]):
        form_id: int
        invoice: _types.TypeInputInvoice

    class ToggleChatStarGiftNotifications(TLFunction[bool]):
        enabled: bool = ...
        peer: _types.TypeInputPeer

    class ToggleStarGiftsPinnedToTop(TLFunction[bool]):
        peer: _types.TypeInputPeer
        stargift: list[_types.TypeInputSavedStarGift]

    class TransferStarGift(TLFunction[_types.TypeUpdates]):
        stargift: _types.TypeInputSavedStarGift
        to_id: _types.TypeInputPeer

    class UpdateStarGiftCollection(TLFunction[_types.TypeStarGiftCollection]):
        peer: _types.TypeInputPeer
        collection_id: int
        title: str | None = ...
        delete_stargift: list[_types.TypeInputSavedStarGift] | None = ...
        add_stargift: list[_types.TypeInputSavedStarGift] | None = ...
        order: list[_types.TypeInputSavedStarGift] | None = ...

    class UpdateStarGiftPrice(TLFunction[_types.TypeUpdates]):
        stargift: _types.TypeInputSavedStarGift
        resell_amount: _types.TypeStarsAmount

    class UpgradeStarGift(TLFunction[_types.TypeUpdates]):
        keep_original_details: bool = ...
        stargift: _types.TypeInputSavedStarGift

    class ValidateRequestedInfo(TLFunction[_types.payments.TypeValidatedRequestedInfo]):
        save: bool = ...
        invoice: _types.TypeInputInvoice
        info: _types.TypePaymentRequestedInfo

    class WithdrawStarGift(TLFunction[bool]):
        keep_on_profile: bool = ...
        stargift: _types.TypeInputSavedStarGift
        tmp_password: bytes


class phone:
    class AcceptCall(TLFunction[_types.phone.TypePhoneCall]):
        peer: _types.TypeInputPhoneCall
        g_b: bytes
        protocol: _types.TypePhoneCallProtocol

    class CheckGroupCall(TLFunction[list[int]]):
        call: _types.TypeInputGroupCall
        sources: list[int]

    class ConfirmCall(TLFunction[_types.phone.TypePhoneCall]):
        peer: _types.TypeInputPhoneCall
        g_a: bytes
        key_fingerprint: int
        protocol: _types.TypePhoneCallProtocol

    class CreateConferenceCall(TLFunction[_types.TypeUpdates]):
        muted: bool = ...
        video_stopped: bool = ...
        join: bool = ...
        random_id: int
        public_key: bytes | None = ...
        block: bytes | None = ...
        params: _types.TypeDataJSON | None = ...

    class CreateGroupCall(TLFunction[_types.TypeUpdates]):
        rtmp_stream: bool = ...
        peer: _types.TypeInputPeer
        random_id: int
        title: str | None = ...
        schedule_date: int | None = ...

    class DeclineConferenceCallInvite(TLFunction[_types.TypeUpdates]):
        msg_id: int

    class DeleteConferenceCallParticipants(TLFunction[_types.TypeUpdates]):
        only_left: bool = ...
        kick: bool = ...
        call: _types.TypeInputGroupCall
        ids: list[int]
        block: bytes

    class DeleteGroupCallMessages(TLFunction[_types.TypeUpdates]):
        report_spam: bool = ...
        call: _types.TypeInputGroupCall
        messages: list[int]

    class DeleteGroupCallParticipantMessages(TLFunction[_types.TypeUpdates]):
        report_spam: bool = ...
        call: _types.TypeInputGroupCall
        participant: _types.TypeInputPeer

    class DiscardCall(TLFunction[_types.TypeUpdates]):
        video: bool = ...
        peer: _types.TypeInputPhoneCall
        duration: int
        reason: _types.TypePhoneCallDiscardReason
        connection_id: int

    class DiscardGroupCall(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall

    class EditGroupCallParticipant(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        participant: _types.TypeInputPeer
        muted: bool | None = ...
        volume: int | None = ...
        raise_hand: bool | None = ...
        video_stopped: bool | None = ...
        video_paused: bool | None = ...
        presentation_paused: bool | None = ...

    class EditGroupCallTitle(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        title: str

    class ExportGroupCallInvite(TLFunction[_types.phone.TypeExportedGroupCallInvite]):
        can_self_unmute: bool = ...
        call: _types.TypeInputGroupCall

    class GetCallConfig(TLFunction[_types.TypeDataJSON]): ...

    class GetGroupCall(TLFunction[_types.phone.TypeGroupCall]):
        call: _types.TypeInputGroupCall
        limit: int

    class GetGroupCallChainBlocks(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        sub_chain_id: int
        offset: int
        limit: int

    class GetGroupCallJoinAs(TLFunction[_types.phone.TypeJoinAsPeers]):
        peer: _types.TypeInputPeer

    class GetGroupCallStars(TLFunction[_types.phone.TypeGroupCallStars]):
        call: _types.TypeInputGroupCall

    class GetGroupCallStreamChannels(TLFunction[_types.phone.TypeGroupCallStreamChannels]):
        call: _types.TypeInputGroupCall

    class GetGroupCallStreamRtmpUrl(TLFunction[_types.phone.TypeGroupCallStreamRtmpUrl]):
        live_story: bool = ...
        peer: _types.TypeInputPeer
        revoke: bool

    class GetGroupParticipants(TLFunction[_types.phone.TypeGroupParticipants]):
        call: _types.TypeInputGroupCall
        ids: list[_types.TypeInputPeer]
        sources: list[int]
        offset: str
        limit: int

    class InviteConferenceCallParticipant(TLFunction[_types.TypeUpdates]):
        video: bool = ...
        call: _types.TypeInputGroupCall
        user_id: _types.TypeInputUser

    class InviteToGroupCall(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        users: list[_types.TypeInputUser]

    class JoinGroupCall(TLFunction[_types.TypeUpdates]):
        muted: bool = ...
        video_stopped: bool = ...
        call: _types.TypeInputGroupCall
        join_as: _types.TypeInputPeer
        invite_hash: str | None = ...
        public_key: bytes | None = ...
        block: bytes | None = ...
        params: _types.TypeDataJSON

    class JoinGroupCallPresentation(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        params: _types.TypeDataJSON

    class LeaveGroupCall(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        source: int

    class LeaveGroupCallPresentation(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall

    class ReceivedCall(TLFunction[bool]):
        peer: _types.TypeInputPhoneCall

    class RequestCall(TLFunction[_types.phone.TypePhoneCall]):
        video: bool = ...
        user_id: _types.TypeInputUser
        random_id: int
        g_a_hash: bytes
        protocol: _types.TypePhoneCallProtocol

    class SaveCallDebug(TLFunction[bool]):
        peer: _types.TypeInputPhoneCall
        debug: _types.TypeDataJSON

    class SaveCallLog(TLFunction[bool]):
        peer: _types.TypeInputPhoneCall
        file: _types.TypeInputFile

    class SaveDefaultGroupCallJoinAs(TLFunction[bool]):
        peer: _types.TypeInputPeer
        join_as: _types.TypeInputPeer

    class SaveDefaultSendAs(TLFunction[bool]):
        call: _types.TypeInputGroupCall
        send_as: _types.TypeInputPeer

    class SendConferenceCallBroadcast(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        block: bytes

    class SendGroupCallEncryptedMessage(TLFunction[bool]):
        call: _types.TypeInputGroupCall
        encrypted_message: bytes

    class SendGroupCallMessage(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        random_id: int
        message: _types.TypeTextWithEntities
        allow_paid_stars: int | None = ...
        send_as: _types.TypeInputPeer | None = ...

    class SendSignalingData(TLFunction[bool]):
        peer: _types.TypeInputPhoneCall
        data: bytes

    class SetCallRating(TLFunction[_types.TypeUpdates]):
        user_initiative: bool = ...
        peer: _types.TypeInputPhoneCall
        rating: int
        comment: str

    class StartScheduledGroupCall(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall

    class ToggleGroupCallRecord(TLFunction[_types.TypeUpdates]):
        start: bool = ...
        video: bool = ...
        call: _types.TypeInputGroupCall
        title: str | None = ...
        video_portrait: bool | None = ...

    class ToggleGroupCallSettings(TLFunction[_types.TypeUpdates]):
        reset_invite_hash: bool = ...
        call: _types.TypeInputGroupCall
        join_muted: bool | None = ...
        messages_enabled: bool | None = ...
        send_paid_messages_stars: int | None = ...

    class ToggleGroupCallStartSubscription(TLFunction[_types.TypeUpdates]):
        call: _types.TypeInputGroupCall
        subscribed: bool


class photos:
    class DeletePhotos(TLFunction[list[int]]):
        id: list[_types.TypeInputPhoto]

    class GetUserPhotos(TLFunction[_types.photos.TypePhotos]):
        user_id: _types.TypeInputUser
        offset: int
        max_id: int
        limit: int

    class UpdateProfilePhoto(TLFunction[_types.photos.TypePhoto]):
        fallback: bool = ...
        bot: _types.TypeInputUser | None = ...
        id: _types.TypeInputPhoto

    class UploadContactProfilePhoto(TLFunction[_types.photos.TypePhoto]):
        suggest: bool = ...
        save: bool = ...
        user_id: _types.TypeInputUser
        file: _types.TypeInputFile | None = ...
        video: _types.TypeInputFile | None = ...
        video_start_ts: float | None = ...
        video_emoji_markup: _types.TypeVideoSize | None = ...

    class UploadProfilePhoto(TLFunction[_types.photos.TypePhoto]):
        fallback: bool = ...
        bot: _types.TypeInputUser | None = ...
        file: _types.TypeInputFile | None = ...
        video: _types.TypeInputFile | None = ...
        video_start_ts: float | None = ...
        video_emoji_markup: _types.TypeVideoSize | None = ...


class premium:
    class ApplyBoost(TLFunction[_types.premium.TypeMyBoosts]):
        slots: list[int] | None = ...
        peer: _types.TypeInputPeer

    class GetBoostsList(TLFunction[_types.premium.TypeBoostsList]):
        gifts: bool = ...
        peer: _types.TypeInputPeer
        offset: str
        limit: int

    class GetBoostsStatus(TLFunction[_types.premium.TypeBoostsStatus]):
        peer: _types.TypeInputPeer

    class GetMyBoosts(TLFunction[_types.premium.TypeMyBoosts]): ...

    class GetUserBoosts(TLFunction[_types.premium.TypeBoostsList]):
        peer: _types.TypeInputPeer
        user_id: _types.TypeInputUser


class smsjobs:
    class FinishJob(TLFunction[bool]):
        job_id: str
        error: str | None = ...

    class GetSmsJob(TLFunction[_types.TypeSmsJob]):
        job_id: str

    class GetStatus(TLFunction[_types.smsjobs.TypeStatus]): ...

    class IsEligibleToJoin(TLFunction[_types.smsjobs.TypeEligibilityToJoin]): ...

    class Join(TLFunction[bool]): ...

    class Leave(TLFunction[bool]): ...

    class UpdateSettings(TLFunction[bool]):
        allow_international: bool = ...


class stats:
    class GetBroadcastRevenueStats(TLFunction[_types.stats.TypeBroadcastRevenueStats]):
        dark: bool = ...
        peer: _types.TypeInputPeer

    class GetBroadcastRevenueTransactions(TLFunction[_types.stats.TypeBroadcastRevenueTransactions]):
        peer: _types.TypeInputPeer
        offset: int
        limit: int

    class GetBroadcastRevenueWithdrawalUrl(TLFunction[_types.stats.TypeBroadcastRevenueWithdrawalUrl]):
        peer: _types.TypeInputPeer
        password: _types.TypeInputCheckPasswordSRP

    class GetBroadcastStats(TLFunction[_types.stats.TypeBroadcastStats]):
        dark: bool = ...
        channel: _types.TypeInputChannel

    class GetMegagroupStats(TLFunction[_types.stats.TypeMegagroupStats]):
        dark: bool = ...
        channel: _types.TypeInputChannel

    class GetMessagePublicForwards(TLFunction[_types.stats.TypePublicForwards]):
        channel: _types.TypeInputChannel
        msg_id: int
        offset: str
        limit: int

    class GetMessageStats(TLFunction[_types.stats.TypeMessageStats]):
        dark: bool = ...
        channel: _types.TypeInputChannel
        msg_id: int

    class GetPollStats(TLFunction[_types.stats.TypePollStats]):
        dark: bool = ...
        peer: _types.TypeInputPeer
        msg_id: int

    class GetStoryPublicForwards(TLFunction[_types.stats.TypePublicForwards]):
        peer: _types.TypeInputPeer
        id: int
        offset: str
        limit: int

    class GetStoryStats(TLFunction[_types.stats.TypeStoryStats]):
        dark: bool = ...
        peer: _types.TypeInputPeer
        id: int

    class LoadAsyncGraph(TLFunction[_types.TypeStatsGraph]):
        token: str
        x: int | None = ...


class stickers:
    class AddStickerToSet(TLFunction[_types.messages.TypeStickerSet]):
        stickerset: _types.TypeInputStickerSet
        sticker: _types.TypeInputStickerSetItem

    class ChangeSticker(TLFunction[_types.messages.TypeStickerSet]):
        sticker: _types.TypeInputDocument
        emoji: str | None = ...
        mask_coords: _types.TypeMaskCoords | None = ...
        keywords: str | None = ...

    class ChangeStickerPosition(TLFunction[_types.messages.TypeStickerSet]):
        sticker: _types.TypeInputDocument
        position: int

    class CheckShortName(TLFunction[bool]):
        short_name: str

    class CreateStickerSet(TLFunction[_types.messages.TypeStickerSet]):
        masks: bool = ...
        emojis: bool = ...
        text_color: bool = ...
        user_id: _types.TypeInputUser
        title: str
        short_name: str
        thumb: _types.TypeInputDocument | None = ...
        stickers: list[_types.TypeInputStickerSetItem]
        software: str | None = ...
        animated: bool = ...
        videos: bool = ...

    class DeleteStickerSet(TLFunction[bool]):
        stickerset: _types.TypeInputStickerSet

    class RemoveStickerFromSet(TLFunction[_types.messages.TypeStickerSet]):
        sticker: _types.TypeInputDocument

    class RenameStickerSet(TLFunction[_types.messages.TypeStickerSet]):
        stickerset: _types.TypeInputStickerSet
        title: str

    class ReplaceSticker(TLFunction[_types.messages.TypeStickerSet]):
        sticker: _types.TypeInputDocument
        new_sticker: _types.TypeInputStickerSetItem

    class SetStickerSetThumb(TLFunction[_types.messages.TypeStickerSet]):
        stickerset: _types.TypeInputStickerSet
        thumb: _types.TypeInputDocument | None = ...
        thumb_document_id: int | None = ...

    class SuggestShortName(TLFunction[_types.stickers.TypeSuggestedShortName]):
        title: str


class stories:
    class ActivateStealthMode(TLFunction[_types.TypeUpdates]):
        past: bool = ...
        future: bool = ...

    class ApplyBoost(TLFunction[bool]):
        peer: _types.TypeInputPeer

    class CanApplyBoost(TLFunction[_types.stories.TypeCanApplyBoostResult]):
        peer: _types.TypeInputPeer

    class CanSendStory(TLFunction[_types.stories.TypeCanSendStoryCount]):
        peer: _types.TypeInputPeer

    class CreateAlbum(TLFunction[_types.TypeStoryAlbum]):
        peer: _types.TypeInputPeer
        title: str
        stories: list[int]

    class DeleteAlbum(TLFunction[bool]):
        peer: _types.TypeInputPeer
        album_id: int

    class DeleteStories(TLFunction[list[int]]):
        peer: _types.TypeInputPeer
        id: list[int]

    class EditStory(TLFunction[_types.TypeUpdates]):
        peer: _types.TypeInputPeer
        id: int
        media: _types.TypeInputMedia | None = ...
        media_areas: list[_types.TypeMediaArea] | None = ...
        caption: str | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        privacy_rules: list[_types.TypeInputPrivacyRule] | None = ...
        music: _types.TypeInputDocument | None = ...

    class ExportStoryLink(TLFunction[_types.TypeExportedStoryLink]):
        peer: _types.TypeInputPeer
        id: int

    class GetAlbumStories(TLFunction[_types.stories.TypeStories]):
        peer: _types.TypeInputPeer
        album_id: int
        offset: int
        limit: int

    class GetAlbums(TLFunction[_types.stories.TypeAlbums]):
        peer: _types.TypeInputPeer
        hash: int

    class GetAllReadPeerStories(TLFunction[_types.TypeUpdates]): ...

    class GetAllReadUserStories(TLFunction[_types.TypeUpdates]): ...

    class GetAllStories(TLFunction[_types.stories.TypeAllStories]):
        next: bool = ...
        hidden: bool = ...
        state: str | None = ...

    class GetBoostersList(TLFunction[_types.stories.TypeBoostersList]):
        peer: _types.TypeInputPeer
        offset: str
        limit: int

    class GetBoostsStatus(TLFunction[_types.stories.TypeBoostsStatus]):
        peer: _types.TypeInputPeer

    class GetChatsToSend(TLFunction[_types.messages.TypeChats]): ...

    class GetPeerMaxIDs(TLFunction[list[_types.TypeRecentStory]]):
        id: list[_types.TypeInputPeer]

    class GetPeerStories(TLFunction[_types.stories.TypePeerStories]):
        peer: _types.TypeInputPeer

    class GetPinnedStories(TLFunction[_types.stories.TypeStories]):
        peer: _types.TypeInputPeer
        offset_id: int
        limit: int

    class GetStoriesArchive(TLFunction[_types.stories.TypeStories]):
        peer: _types.TypeInputPeer
        offset_id: int
        limit: int

    class GetStoriesByID(TLFunction[_types.stories.TypeStories]):
        peer: _types.TypeInputPeer
        id: list[int]

    class GetStoriesViews(TLFunction[_types.stories.TypeStoryViews]):
        peer: _types.TypeInputPeer
        id: list[int]

    class GetStoryReactionsList(TLFunction[_types.stories.TypeStoryReactionsList]):
        forwards_first: bool = ...
        peer: _types.TypeInputPeer
        id: int
        reaction: _types.TypeReaction | None = ...
        offset: str | None = ...
        limit: int

    class GetStoryViewsList(TLFunction[_types.stories.TypeStoryViewsList]):
        just_contacts: bool = ...
        reactions_first: bool = ...
        forwards_first: bool = ...
        peer: _types.TypeInputPeer
        q: str | None = ...
        id: int
        offset: str
        limit: int

    class GetUserStories(TLFunction[_types.stories.TypeUserStories]):
        user_id: _types.TypeInputUser

    class IncrementStoryViews(TLFunction[bool]):
        peer: _types.TypeInputPeer
        id: list[int]

    class ReadStories(TLFunction[list[int]]):
        peer: _types.TypeInputPeer
        max_id: int

    class ReorderAlbums(TLFunction[bool]):
        peer: _types.TypeInputPeer
        order: list[int]

    class Report(TLFunction[_types.TypeReportResult]):
        peer: _types.TypeInputPeer
        id: list[int]
        option: bytes
        message: str

    class SearchPosts(TLFunction[_types.stories.TypeFoundStories]):
        hashtag: str | None = ...
        area: _types.TypeMediaArea | None = ...
        peer: _types.TypeInputPeer | None = ...
        offset: str
        limit: int

    class SendReaction(TLFunction[_types.TypeUpdates]):
        add_to_recent: bool = ...
        peer: _types.TypeInputPeer
        story_id: int
        reaction: _types.TypeReaction

    class SendStory(TLFunction[_types.TypeUpdates]):
        pinned: bool = ...
        noforwards: bool = ...
        fwd_modified: bool = ...
        peer: _types.TypeInputPeer
        media: _types.TypeInputMedia
        media_areas: list[_types.TypeMediaArea] | None = ...
        caption: str | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        privacy_rules: list[_types.TypeInputPrivacyRule]
        random_id: int
        period: int | None = ...
        fwd_from_id: _types.TypeInputPeer | None = ...
        fwd_from_story: int | None = ...
        albums: list[int] | None = ...
        music: _types.TypeInputDocument | None = ...

    class StartLive(TLFunction[_types.TypeUpdates]):
        pinned: bool = ...
        noforwards: bool = ...
        rtmp_stream: bool = ...
        peer: _types.TypeInputPeer
        caption: str | None = ...
        entities: list[_types.TypeMessageEntity] | None = ...
        privacy_rules: list[_types.TypeInputPrivacyRule]
        random_id: int
        messages_enabled: bool | None = ...
        send_paid_messages_stars: int | None = ...

    class ToggleAllStoriesHidden(TLFunction[bool]):
        hidden: bool

    class TogglePeerStoriesHidden(TLFunction[bool]):
        peer: _types.TypeInputPeer
        hidden: bool

    class TogglePinned(TLFunction[list[int]]):
        peer: _types.TypeInputPeer
        id: list[int]
        pinned: bool

    class TogglePinnedToTop(TLFunction[bool]):
        peer: _types.TypeInputPeer
        id: list[int]

    class UpdateAlbum(TLFunction[_types.TypeStoryAlbum]):
        peer: _types.TypeInputPeer
        album_id: int
        title: str | None = ...
        delete_stories: list[int] | None = ...
        add_stories: list[int] | None = ...
        order: list[int] | None = ...


class toncenter:
    class GetStreamingUrl(TLFunction[_types.toncenter.TypeStreamingUrl]): ...

    class PerformApiRequest(TLFunction[_types.toncenter.TypeApiResponse]):
        post: bool = ...
        endpoint: str
        query: str | None = ...
        payload: str | None = ...


class updates:
    class GetChannelDifference(TLFunction[_types.updates.TypeChannelDifference]):
        force: bool = ...
        channel: _types.TypeInputChannel
        filter: _types.TypeChannelMessagesFilter
        pts: int
        limit: int

    class GetDifference(TLFunction[_types.updates.TypeDifference]):
        pts: int
        pts_limit: int | None = ...
        pts_total_limit: int | None = ...
        date: int
        qts: int
        qts_limit: int | None = ...

    class GetState(TLFunction[_types.updates.TypeState]): ...


class upload:
    class GetCdnFile(TLFunction[_types.upload.TypeCdnFile]):
        file_token: bytes
        offset: int
        limit: int

    class GetCdnFileHashes(TLFunction[list[_types.TypeFileHash]]):
        file_token: bytes
        offset: int

    class GetFile(TLFunction[_types.upload.TypeFile]):
        precise: bool = ...
        cdn_supported: bool = ...
        location: _types.TypeInputFileLocation
        offset: int
        limit: int

    class GetFileHashes(TLFunction[list[_types.TypeFileHash]]):
        location: _types.TypeInputFileLocation
        offset: int

    class GetWebFile(TLFunction[_types.upload.TypeWebFile]):
        location: _types.TypeInputWebFileLocation
        offset: int
        limit: int

    class ReuploadCdnFile(TLFunction[list[_types.TypeFileHash]]):
        file_token: bytes
        request_token: bytes

    class SaveBigFilePart(TLFunction[bool]):
        file_id: int
        file_part: int
        file_total_parts: int
        bytes: _builtins.bytes

    class SaveFilePart(TLFunction[bool]):
        file_id: int
        file_part: int
        bytes: _builtins.bytes


class users:
    class GetFullUser(TLFunction[_types.users.TypeUserFull]):
        id: _types.TypeInputUser

    class GetIsPremiumRequiredToContact(TLFunction[list[bool]]):
        id: list[_types.TypeInputUser]

    class GetRequirementsToContact(TLFunction[list[_types.TypeRequirementToContact]]):
        id: list[_types.TypeInputUser]

    class GetSavedMusic(TLFunction[_types.users.TypeSavedMusic]):
        id: _types.TypeInputUser
        offset: int
        limit: int
        hash: int

    class GetSavedMusicByID(TLFunction[_types.users.TypeSavedMusic]):
        id: _types.TypeInputUser
        documents: list[_types.TypeInputDocument]

    class GetStoriesMaxIDs(TLFunction[list[int]]):
        id: list[_types.TypeInputUser]

    class GetUsers(TLFunction[list[_types.TypeUser]]):
        id: list[_types.TypeInputUser]

    class SetSecureValueErrors(TLFunction[bool]):
        id: _types.TypeInputUser
        errors: list[_types.TypeSecureValueError]

    class SuggestBirthday(TLFunction[_types.TypeUpdates]):
        id: _types.TypeInputUser
        birthday: _types.TypeBirthday


class wallet:
    class DisableBackup(TLFunction[_types.TypeWalletState]):
        password: _types.TypeInputCheckPasswordSRP | None = ...
        new_public_key: bytes | None = ...
        proof: _types.TypeWalletOwnershipProof | None = ...

    class EnableBackup(TLFunction[_types.TypeWalletState]):
        parts: list[bytes]
        new_public_key: bytes | None = ...
        proof: _types.TypeWalletOwnershipProof | None = ...

    class ExportSecretPhrase(TLFunction[_types.wallet.TypeSecretPhraseParts]):
        password: _types.TypeInputCheckPasswordSRP | None = ...

    class FetchEncryptedSecretPhrasePart(TLFunction[_types.wallet.TypeEncryptedSecretPhrasePart]):
        token: str
        public_key: bytes

    class GetBackupHolderDcs(TLFunction[list[_types.wallet.TypeHolderDc]]): ...

    class GetExistingWaltBalance(TLFunction[_types.wallet.TypeExistingBalance]): ...

    class GetGaslessInfo(TLFunction[_types.TypeUpdates]): ...

    class GetNfts(TLFunction[_types.wallet.TypeNftItems]):
        offset: str
        limit: int

    class GetProofChallenge(TLFunction[_types.wallet.TypeProofChallenge]): ...

    class GetState(TLFunction[_types.TypeWalletState]): ...

    class GetTransactions(TLFunction[_types.wallet.TypeTransactions]):
        inbound: bool = ...
        outbound: bool = ...
        offset: str
        limit: int

    class GetTransactionsByIDs(TLFunction[_types.wallet.TypeTransactions]):
        id: list[str]

    class GetTransactionsByMsgHash(TLFunction[_types.wallet.TypeTransactions]):
        msg_hash: list[str]

    class GetUserAddresses(TLFunction[_types.wallet.TypeUserAddresses]):
        force: bool = ...
        id: list[_types.TypeInputUser]
        addresses: list[str]

    class ReplaceWallet(TLFunction[_types.TypeWalletState]):
        wallet: _types.TypeInputWalletReplacement
        password: _types.TypeInputCheckPasswordSRP | None = ...

    class SendTransfer(TLFunction[_types.TypeUpdates]):
        data_normal: bytes
        data_gasless: bytes | None = ...
        user_id: _types.TypeInputUser
        random_id: int

    class SetCardStickers(TLFunction[_types.wallet.TypeCard]):
        stickers: list[_types.TypeInputWalletCardSticker]
        bg_nft_address: str | None = ...

    class TonConnectClaimRequest(TLFunction[bool]):
        declined: bool = ...
        session_id: int
        msg_id: int
        app_request_id: str
        challenge_answer: bytes | None = ...

    class TonConnectCloseSession(TLFunction[bool]):
        session_id: int
        body: bytes | None = ...

    class TonConnectCreateSession(TLFunction[_types.TypeTonConnectSession]):
        dapp_client_id: str
        manifest_url: str

    class TonConnectGetPending(TLFunction[_types.wallet.TypeTonConnectPending]):
        dapp_client_id: str | None = ...
        session_id: int | None = ...

    class TonConnectGetSessions(TLFunction[_types.wallet.TypeTonConnectSessions]): ...

    class TonConnectNextEventId(TLFunction[_types.TypeTonConnectNextEventId]):
        session_id: int

    class TonConnectRegisterKey(TLFunction[_types.wallet.TypeTonConnectChallenge]):
        session_id: int
        client_id: str

    class TonConnectSubmitConnectResult(TLFunction[bool]):
        error: bool = ...
        session_id: int
        challenge_answer: bytes
        body: bytes
        trace_id: str | None = ...

    class TonConnectSubmitResponse(TLFunction[bool]):
        session_id: int
        msg_id: int
        body: bytes
        trace_id: str | None = ...
