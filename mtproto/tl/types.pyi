# Made by `python -m tools.schema stubs` from the schema table; a test compares the two.
import builtins as _builtins
from typing import TypeAlias
from mtproto.tl.objects import TLObject

class AccountDaysTTL(TLObject):
    days: int

class AiComposeTone(TLObject):
    creator: bool = ...
    id: int
    access_hash: int
    slug: str
    title: str
    emoji_id: int | None = ...
    prompt: str | None = ...
    installs_count: int | None = ...
    author_id: int | None = ...
    example_english: TypeAiComposeToneExample | None = ...

class AiComposeToneDefault(TLObject):
    tone: str
    emoji_id: int
    title: str

class AiComposeToneExample(TLObject):
    from_: TypeTextWithEntities
    to: TypeTextWithEntities

class AppWebViewResultUrl(TLObject):
    url: str

class AttachMenuBot(TLObject):
    inactive: bool = ...
    has_settings: bool = ...
    request_write_access: bool = ...
    show_in_attach_menu: bool = ...
    show_in_side_menu: bool = ...
    side_menu_disclaimer_needed: bool = ...
    bot_id: int
    short_name: str
    peer_types: list[TypeAttachMenuPeerType] | None = ...
    icons: list[TypeAttachMenuBotIcon]

class AttachMenuBotIcon(TLObject):
    name: str
    icon: TypeDocument
    colors: list[TypeAttachMenuBotIconColor] | None = ...

class AttachMenuBotIconColor(TLObject):
    name: str
    color: int

class AttachMenuBots(TLObject):
    hash: int
    bots: list[TypeAttachMenuBot]
    users: list[TypeUser]

class AttachMenuBotsBot(TLObject):
    bot: TypeAttachMenuBot
    users: list[TypeUser]

class AttachMenuBotsNotModified(TLObject): ...

class AttachMenuPeerTypeBotPM(TLObject): ...

class AttachMenuPeerTypeBroadcast(TLObject): ...

class AttachMenuPeerTypeChat(TLObject): ...

class AttachMenuPeerTypePM(TLObject): ...

class AttachMenuPeerTypeSameBotPM(TLObject): ...

class AuctionBidLevel(TLObject):
    pos: int
    amount: int
    date: int

class Authorization(TLObject):
    current: bool = ...
    official_app: bool = ...
    password_pending: bool = ...
    encrypted_requests_disabled: bool = ...
    call_requests_disabled: bool = ...
    unconfirmed: bool = ...
    hash: int
    device_model: str
    platform: str
    system_version: str
    api_id: int
    app_name: str
    app_version: str
    date_created: int
    date_active: int
    ip: str
    country: str
    region: str

class AutoDownloadSettings(TLObject):
    disabled: bool = ...
    video_preload_large: bool = ...
    audio_preload_next: bool = ...
    phonecalls_less_data: bool = ...
    stories_preload: bool = ...
    photo_size_max: int
    video_size_max: int
    file_size_max: int
    video_upload_maxbitrate: int
    small_queue_active_operations_max: int
    large_queue_active_operations_max: int

class AutoSaveException(TLObject):
    peer: TypePeer
    settings: TypeAutoSaveSettings

class AutoSaveSettings(TLObject):
    photos: bool = ...
    videos: bool = ...
    video_max_size: int | None = ...

class AvailableEffect(TLObject):
    premium_required: bool = ...
    id: int
    emoticon: str
    static_icon_id: int | None = ...
    effect_sticker_id: int
    effect_animation_id: int | None = ...

class AvailableReaction(TLObject):
    inactive: bool = ...
    premium: bool = ...
    reaction: str
    title: str
    static_icon: TypeDocument
    appear_animation: TypeDocument
    select_animation: TypeDocument
    activate_animation: TypeDocument
    effect_animation: TypeDocument
    around_animation: TypeDocument | None = ...
    center_icon: TypeDocument | None = ...

class BankCardOpenUrl(TLObject):
    url: str
    name: str

class BaseThemeArctic(TLObject): ...

class BaseThemeClassic(TLObject): ...

class BaseThemeDay(TLObject): ...

class BaseThemeNight(TLObject): ...

class BaseThemeTinted(TLObject): ...

class Birthday(TLObject):
    day: int
    month: int
    year: int | None = ...

class Boost(TLObject):
    gift: bool = ...
    giveaway: bool = ...
    unclaimed: bool = ...
    id: str
    user_id: int | None = ...
    giveaway_msg_id: int | None = ...
    date: int
    expires: int
    used_gift_slug: str | None = ...
    multiplier: int | None = ...
    stars: int | None = ...

class Booster(TLObject):
    user_id: int
    expires: int

class BotApp(TLObject):
    id: int
    access_hash: int
    short_name: str
    title: str
    description: str
    photo: TypePhoto
    document: TypeDocument | None = ...
    hash: int

class BotAppNotModified(TLObject): ...

class BotAppSettings(TLObject):
    placeholder_path: bytes | None = ...
    background_color: int | None = ...
    background_dark_color: int | None = ...
    header_color: int | None = ...
    header_dark_color: int | None = ...

class BotBusinessConnection(TLObject):
    disabled: bool = ...
    connection_id: str
    user_id: int
    dc_id: int
    date: int
    rights: TypeBusinessBotRights | None = ...

class BotCommand(TLObject):
    ephemeral: bool = ...
    command: str
    description: str

class BotCommandScopeChatAdmins(TLObject): ...

class BotCommandScopeChats(TLObject): ...

class BotCommandScopeDefault(TLObject): ...

class BotCommandScopePeer(TLObject):
    peer: TypeInputPeer

class BotCommandScopePeerAdmins(TLObject):
    peer: TypeInputPeer

class BotCommandScopePeerUser(TLObject):
    peer: TypeInputPeer
    user_id: TypeInputUser

class BotCommandScopeUsers(TLObject): ...

class BotInfo(TLObject):
    has_preview_medias: bool = ...
    user_id: int | None = ...
    description: str | None = ...
    description_photo: TypePhoto | None = ...
    description_document: TypeDocument | None = ...
    commands: list[TypeBotCommand] | None = ...
    menu_button: TypeBotMenuButton | None = ...
    privacy_policy_url: str | None = ...
    app_settings: TypeBotAppSettings | None = ...
    verifier_settings: TypeBotVerifierSettings | None = ...

class BotInlineMediaResult(TLObject):
    id: str
    type: str
    photo: TypePhoto | None = ...
    document: TypeDocument | None = ...
    title: str | None = ...
    description: str | None = ...
    send_message: TypeBotInlineMessage

class BotInlineMessageMediaAuto(TLObject):
    invert_media: bool = ...
    message: str
    entities: list[TypeMessageEntity] | None = ...
    reply_markup: TypeReplyMarkup | None = ...

class BotInlineMessageMediaContact(TLObject):
    phone_number: str
    first_name: str
    last_name: str
    vcard: str
    reply_markup: TypeReplyMarkup | None = ...

class BotInlineMessageMediaGeo(TLObject):
    geo: TypeGeoPoint
    heading: int | None = ...
    period: int | None = ...
    proximity_notification_radius: int | None = ...
    reply_markup: TypeReplyMarkup | None = ...

class BotInlineMessageMediaInvoice(TLObject):
    shipping_address_requested: bool = ...
    test: bool = ...
    title: str
    description: str
    photo: TypeWebDocument | None = ...
    currency: str
    total_amount: int
    reply_markup: TypeReplyMarkup | None = ...

class BotInlineMessageMediaVenue(TLObject):
    geo: TypeGeoPoint
    title: str
    address: str
    provider: str
    venue_id: str
    venue_type: str
    reply_markup: TypeReplyMarkup | None = ...

class BotInlineMessageMediaWebPage(TLObject):
    invert_media: bool = ...
    force_large_media: bool = ...
    force_small_media: bool = ...
    manual: bool = ...
    safe: bool = ...
    message: str
    entities: list[TypeMessageEntity] | None = ...
    url: str
    reply_markup: TypeReplyMarkup | None = ...

class BotInlineMessageRichMessage(TLObject):
    reply_markup: TypeReplyMarkup | None = ...
    rich_message: TypeRichMessage

class BotInlineMessageText(TLObject):
    no_webpage: bool = ...
    invert_media: bool = ...
    message: str
    entities: list[TypeMessageEntity] | None = ...
    reply_markup: TypeReplyMarkup | None = ...

class BotInlineResult(TLObject):
    id: str
    type: str
    title: str | None = ...
    description: str | None = ...
    url: str | None = ...
    thumb: TypeWebDocument | None = ...
    content: TypeWebDocument | None = ...
    send_message: TypeBotInlineMessage

class BotMenuButton(TLObject):
    text: str
    url: str

class BotMenuButtonCommands(TLObject): ...

class BotMenuButtonDefault(TLObject): ...

class BotPreviewMedia(TLObject):
    date: int
    media: TypeMessageMedia

class BotVerification(TLObject):
    bot_id: int
    icon: int
    description: TypeTextWithEntities

class BotVerifierSettings(TLObject):
    can_modify_custom_description: bool = ...
    icon: int
    company: str
    custom_description: TypeTextWithEntities | None = ...

class BroadcastRevenueBalances(TLObject):
    withdrawal_enabled: bool = ...
    current_balance: int
    available_balance: int
    overall_revenue: int

class BroadcastRevenueTransactionProceeds(TLObject):
    amount: int
    from_date: int
    to_date: int

class BroadcastRevenueTransactionRefund(TLObject):
    amount: int
    date: int
    provider: str

class BroadcastRevenueTransactionWithdrawal(TLObject):
    pending: bool = ...
    failed: bool = ...
    amount: int
    date: int
    provider: str
    transaction_date: int | None = ...
    transaction_url: str | None = ...

class BusinessAwayMessage(TLObject):
    offline_only: bool = ...
    shortcut_id: int
    schedule: TypeBusinessAwayMessageSchedule
    recipients: TypeBusinessRecipients

class BusinessAwayMessageScheduleAlways(TLObject): ...

class BusinessAwayMessageScheduleCustom(TLObject):
    start_date: int
    end_date: int

class BusinessAwayMessageScheduleOutsideWorkHours(TLObject): ...

class BusinessBotRecipients(TLObject):
    existing_chats: bool = ...
    new_chats: bool = ...
    contacts: bool = ...
    non_contacts: bool = ...
    exclude_selected: bool = ...
    users: list[int] | None = ...
    exclude_users: list[int] | None = ...

class BusinessBotRights(TLObject):
    reply: bool = ...
    read_messages: bool = ...
    delete_sent_messages: bool = ...
    delete_received_messages: bool = ...
    edit_name: bool = ...
    edit_bio: bool = ...
    edit_profile_photo: bool = ...
    edit_username: bool = ...
    view_gifts: bool = ...
    sell_gifts: bool = ...
    change_gift_settings: bool = ...
    transfer_and_upgrade_gifts: bool = ...
    transfer_stars: bool = ...
    manage_stories: bool = ...

class BusinessChatLink(TLObject):
    link: str
    message: str
    entities: list[TypeMessageEntity] | None = ...
    title: str | None = ...
    views: int

class BusinessGreetingMessage(TLObject):
    shortcut_id: int
    recipients: TypeBusinessRecipients
    no_activity_days: int

class BusinessIntro(TLObject):
    title: str
    description: str
    sticker: TypeDocument | None = ...

class BusinessLocation(TLObject):
    geo_point: TypeGeoPoint | None = ...
    address: str

class BusinessRecipients(TLObject):
    existing_chats: bool = ...
    new_chats: bool = ...
    contacts: bool = ...
    non_contacts: bool = ...
    exclude_selected: bool = ...
    users: list[int] | None = ...

class BusinessWeeklyOpen(TLObject):
    start_minute: int
    end_minute: int

class BusinessWorkHours(TLObject):
    open_now: bool = ...
    timezone_id: str
    weekly_open: list[TypeBusinessWeeklyOpen]

class ButtonTypeDefault(TLObject): ...

class ButtonTypeRequestGeoLocation(TLObject): ...

class ButtonTypeRequestPeer(TLObject):
    button_id: int
    peer_type: TypeRequestPeerType
    max_quantity: int

class ButtonTypeRequestPhone(TLObject): ...

class ButtonTypeRequestPoll(TLObject):
    quiz: bool | None = ...

class ButtonTypeSimpleWebView(TLObject):
    url: str

class CdnConfig(TLObject):
    public_keys: list[TypeCdnPublicKey]

class CdnPublicKey(TLObject):
    dc_id: int
    public_key: str

class Channel(TLObject):
    creator: bool = ...
    left: bool = ...
    broadcast: bool = ...
    verified: bool = ...
    megagroup: bool = ...
    restricted: bool = ...
    signatures: bool = ...
    min: bool = ...
    scam: bool = ...
    has_link: bool = ...
    has_geo: bool = ...
    slowmode_enabled: bool = ...
    call_active: bool = ...
    call_not_empty: bool = ...
    fake: bool = ...
    gigagroup: bool = ...
    noforwards: bool = ...
    join_to_send: bool = ...
    join_request: bool = ...
    forum: bool = ...
    stories_hidden: bool = ...
    stories_hidden_min: bool = ...
    stories_unavailable: bool = ...
    signature_profiles: bool = ...
    autotranslation: bool = ...
    broadcast_messages_allowed: bool = ...
    monoforum: bool = ...
    forum_tabs: bool = ...
    in_news: bool = ...
    id: int
    access_hash: int | None = ...
    title: str
    username: str | None = ...
    photo: TypeChatPhoto
    date: int
    restriction_reason: list[TypeRestrictionReason] | None = ...
    admin_rights: TypeChatAdminRights | None = ...
    banned_rights: TypeChatBannedRights | None = ...
    default_banned_rights: TypeChatBannedRights | None = ...
    participants_count: int | None = ...
    usernames: list[TypeUsername] | None = ...
    stories_max_id: TypeRecentStory | None = ...
    color: TypePeerColor | None = ...
    profile_color: TypePeerColor | None = ...
    emoji_status: TypeEmojiStatus | None = ...
    level: int | None = ...
    subscription_until_date: int | None = ...
    bot_verification_icon: int | None = ...
    send_paid_messages_stars: int | None = ...
    linked_monoforum_id: int | None = ...
    linked_community_id: int | None = ...
    pinned_msg_id: int | None = ...

class ChannelAdminLogEvent(TLObject):
    id: int
    date: int
    user_id: int
    action: TypeChannelAdminLogEventAction

class ChannelAdminLogEventActionChangeAbout(TLObject):
    prev_value: str
    new_value: str

class ChannelAdminLogEventActionChangeAvailableReactions(TLObject):
    prev_value: TypeChatReactions
    new_value: TypeChatReactions

class ChannelAdminLogEventActionChangeBackgroundEmoji(TLObject):
    prev_value: int
    new_value: int

class ChannelAdminLogEventActionChangeColor(TLObject):
    prev_value: int
    new_value: int

class ChannelAdminLogEventActionChangeEmojiStatus(TLObject):
    prev_value: TypeEmojiStatus
    new_value: TypeEmojiStatus

class ChannelAdminLogEventActionChangeEmojiStickerSet(TLObject):
    prev_stickerset: TypeInputStickerSet
    new_stickerset: TypeInputStickerSet

class ChannelAdminLogEventActionChangeHistoryTTL(TLObject):
    prev_value: int
    new_value: int

class ChannelAdminLogEventActionChangeLinkedChat(TLObject):
    prev_value: int
    new_value: int

class ChannelAdminLogEventActionChangeLocation(TLObject):
    prev_value: TypeChannelLocation
    new_value: TypeChannelLocation

class ChannelAdminLogEventActionChangePeerColor(TLObject):
    prev_value: TypePeerColor
    new_value: TypePeerColor

class ChannelAdminLogEventActionChangePhoto(TLObject):
    prev_photo: TypePhoto
    new_photo: TypePhoto

class ChannelAdminLogEventActionChangeProfilePeerColor(TLObject):
    prev_value: TypePeerColor
    new_value: TypePeerColor

class ChannelAdminLogEventActionChangeStickerSet(TLObject):
    prev_stickerset: TypeInputStickerSet
    new_stickerset: TypeInputStickerSet

class ChannelAdminLogEventActionChangeTitle(TLObject):
    prev_value: str
    new_value: str

class ChannelAdminLogEventActionChangeUsername(TLObject):
    prev_value: str
    new_value: str

class ChannelAdminLogEventActionChangeUsernames(TLObject):
    prev_value: list[str]
    new_value: list[str]

class ChannelAdminLogEventActionChangeWallpaper(TLObject):
    prev_value: TypeWallPaper
    new_value: TypeWallPaper

class ChannelAdminLogEventActionCreateTopic(TLObject):
    topic: TypeForumTopic

class ChannelAdminLogEventActionDefaultBannedRights(TLObject):
    prev_banned_rights: TypeChatBannedRights
    new_banned_rights: TypeChatBannedRights

class ChannelAdminLogEventActionDeleteMessage(TLObject):
    message: TypeMessage

class ChannelAdminLogEventActionDeleteTopic(TLObject):
    topic: TypeForumTopic

class ChannelAdminLogEventActionDiscardGroupCall(TLObject):
    call: TypeInputGroupCall

class ChannelAdminLogEventActionEditMessage(TLObject):
    prev_message: TypeMessage
    new_message: TypeMessage

class ChannelAdminLogEventActionEditTopic(TLObject):
    prev_topic: TypeForumTopic
    new_topic: TypeForumTopic

class ChannelAdminLogEventActionExportedInviteDelete(TLObject):
    invite: TypeExportedChatInvite

class ChannelAdminLogEventActionExportedInviteEdit(TLObject):
    prev_invite: TypeExportedChatInvite
    new_invite: TypeExportedChatInvite

class ChannelAdminLogEventActionExportedInviteRevoke(TLObject):
    invite: TypeExportedChatInvite

class ChannelAdminLogEventActionParticipantEditRank(TLObject):
    user_id: int
    prev_rank: str
    new_rank: str

class ChannelAdminLogEventActionParticipantInvite(TLObject):
    participant: TypeChannelParticipant

class ChannelAdminLogEventActionParticipantJoin(TLObject): ...

class ChannelAdminLogEventActionParticipantJoinByInvite(TLObject):
    via_chatlist: bool = ...
    invite: TypeExportedChatInvite

class ChannelAdminLogEventActionParticipantJoinByRequest(TLObject):
    invite: TypeExportedChatInvite
    approved_by: int

class ChannelAdminLogEventActionParticipantLeave(TLObject): ...

class ChannelAdminLogEventActionParticipantMute(TLObject):
    participant: TypeGroupCallParticipant

class ChannelAdminLogEventActionParticipantSubExtend(TLObject):
    prev_participant: TypeChannelParticipant
    new_participant: TypeChannelParticipant

class ChannelAdminLogEventActionParticipantToggleAdmin(TLObject):
    prev_participant: TypeChannelParticipant
    new_participant: TypeChannelParticipant

class ChannelAdminLogEventActionParticipantToggleBan(TLObject):
    prev_participant: TypeChannelParticipant
    new_participant: TypeChannelParticipant

class ChannelAdminLogEventActionParticipantUnmute(TLObject):
    participant: TypeGroupCallParticipant

class ChannelAdminLogEventActionParticipantVolume(TLObject):
    participant: TypeGroupCallParticipant

class ChannelAdminLogEventActionPinTopic(TLObject):
    prev_topic: TypeForumTopic | None = ...
    new_topic: TypeForumTopic | None = ...

class ChannelAdminLogEventActionSendMessage(TLObject):
    message: TypeMessage

class ChannelAdminLogEventActionStartGroupCall(TLObject):
    call: TypeInputGroupCall

class ChannelAdminLogEventActionStopPoll(TLObject):
    message: TypeMessage

class ChannelAdminLogEventActionToggleAntiSpam(TLObject):
    new_value: bool

class ChannelAdminLogEventActionToggleAutotranslation(TLObject):
    new_value: bool

class ChannelAdminLogEventActionToggleForum(TLObject):
    new_value: bool

class ChannelAdminLogEventActionToggleGroupCallSetting(TLObject):
    join_muted: bool

class ChannelAdminLogEventActionToggleInvites(TLObject):
    new_value: bool

class ChannelAdminLogEventActionToggleNoForwards(TLObject):
    new_value: bool

class ChannelAdminLogEventActionTogglePreHistoryHidden(TLObject):
    new_value: bool

class ChannelAdminLogEventActionToggleSignatureProfiles(TLObject):
    new_value: bool

class ChannelAdminLogEventActionToggleSignatures(TLObject):
    new_value: bool

class ChannelAdminLogEventActionToggleSlowMode(TLObject):
    prev_value: int
    new_value: int

class ChannelAdminLogEventActionUpdatePinned(TLObject):
    message: TypeMessage

class ChannelAdminLogEventsFilter(TLObject):
    join: bool = ...
    leave: bool = ...
    invite: bool = ...
    ban: bool = ...
    unban: bool = ...
    kick: bool = ...
    unkick: bool = ...
    promote: bool = ...
    demote: bool = ...
    info: bool = ...
    settings: bool = ...
    pinned: bool = ...
    edit: bool = ...
    delete: bool = ...
    group_call: bool = ...
    invites: bool = ...
    send: bool = ...
    forums: bool = ...
    sub_extend: bool = ...
    edit_rank: bool = ...

class ChannelForbidden(TLObject):
    broadcast: bool = ...
    megagroup: bool = ...
    monoforum: bool = ...
    id: int
    access_hash: int
    title: str
    until_date: int | None = ...

class ChannelFull(TLObject):
    can_view_participants: bool = ...
    can_set_username: bool = ...
    can_set_stickers: bool = ...
    hidden_prehistory: bool = ...
    can_set_location: bool = ...
    has_scheduled: bool = ...
    can_view_stats: bool = ...
    blocked: bool = ...
    can_delete_channel: bool = ...
    antispam: bool = ...
    participants_hidden: bool = ...
    translations_disabled: bool = ...
    stories_pinned_available: bool = ...
    view_forum_as_messages: bool = ...
    restricted_sponsored: bool = ...
    can_view_revenue: bool = ...
    paid_media_allowed: bool = ...
    can_view_stars_revenue: bool = ...
    paid_reactions_available: bool = ...
    stargifts_available: bool = ...
    paid_messages_available: bool = ...
    has_welcome_messages: bool = ...
    id: int
    about: str
    participants_count: int | None = ...
    admins_count: int | None = ...
    kicked_count: int | None = ...
    banned_count: int | None = ...
    online_count: int | None = ...
    read_inbox_max_id: int
    read_outbox_max_id: int
    unread_count: int
    chat_photo: TypePhoto
    notify_settings: TypePeerNotifySettings
    exported_invite: TypeExportedChatInvite | None = ...
    bot_info: list[TypeBotInfo]
    migrated_from_chat_id: int | None = ...
    migrated_from_max_id: int | None = ...
    pinned_msg_id: int | None = ...
    stickerset: TypeStickerSet | None = ...
    available_min_id: int | None = ...
    folder_id: int | None = ...
    linked_chat_id: int | None = ...
    location: TypeChannelLocation | None = ...
    slowmode_seconds: int | None = ...
    slowmode_next_send_date: int | None = ...
    stats_dc: int | None = ...
    pts: int
    call: TypeInputGroupCall | None = ...
    ttl_period: int | None = ...
    pending_suggestions: list[str] | None = ...
    groupcall_default_join_as: TypePeer | None = ...
    theme_emoticon: str | None = ...
    requests_pending: int | None = ...
    recent_requesters: list[int] | None = ...
    default_send_as: TypePeer | None = ...
    available_reactions: TypeChatReactions | None = ...
    reactions_limit: int | None = ...
    stories: TypePeerStories | None = ...
    wallpaper: TypeWallPaper | None = ...
    boosts_applied: int | None = ...
    boosts_unrestrict: int | None = ...
    emojiset: TypeStickerSet | None = ...
    bot_verification: TypeBotVerification | None = ...
    stargifts_count: int | None = ...
    send_paid_messages_stars: int | None = ...
    main_tab: TypeProfileTab | None = ...
    guard_bot_id: int | None = ...
    share_theme: TypeShareTheme | None = ...

class ChannelLocation(TLObject):
    geo_point: TypeGeoPoint
    address: str

class ChannelLocationEmpty(TLObject): ...

class ChannelMessagesFilter(TLObject):
    exclude_new_messages: bool = ...
    ranges: list[TypeMessageRange]

class ChannelMessagesFilterEmpty(TLObject): ...

class ChannelParticipant(TLObject):
    user_id: int
    date: int
    subscription_until_date: int | None = ...
    rank: str | None = ...

class ChannelParticipantAdmin(TLObject):
    can_edit: bool = ...
    self_: bool = ...
    user_id: int
    inviter_id: int | None = ...
    promoted_by: int
    date: int
    admin_rights: TypeChatAdminRights
    rank: str | None = ...

class ChannelParticipantBanned(TLObject):
    left: bool = ...
    peer: TypePeer
    kicked_by: int
    date: int
    banned_rights: TypeChatBannedRights
    rank: str | None = ...

class ChannelParticipantCreator(TLObject):
    user_id: int
    admin_rights: TypeChatAdminRights
    rank: str | None = ...

class ChannelParticipantLeft(TLObject):
    peer: TypePeer

class ChannelParticipantSelf(TLObject):
    via_request: bool = ...
    user_id: int
    inviter_id: int
    date: int
    subscription_until_date: int | None = ...
    rank: str | None = ...

class ChannelParticipantsAdmins(TLObject): ...

class ChannelParticipantsBanned(TLObject):
    q: str

class ChannelParticipantsBots(TLObject): ...

class ChannelParticipantsContacts(TLObject):
    q: str

class ChannelParticipantsKicked(TLObject):
    q: str

class ChannelParticipantsMentions(TLObject):
    q: str | None = ...
    top_msg_id: int | None = ...

class ChannelParticipantsRecent(TLObject): ...

class ChannelParticipantsSearch(TLObject):
    q: str

class Chat(TLObject):
    creator: bool = ...
    left: bool = ...
    deactivated: bool = ...
    call_active: bool = ...
    call_not_empty: bool = ...
    noforwards: bool = ...
    id: int
    title: str
    photo: TypeChatPhoto
    participants_count: int
    date: int
    version: int
    migrated_to: TypeInputChannel | None = ...
    admin_rights: TypeChatAdminRights | None = ...
    default_banned_rights: TypeChatBannedRights | None = ...
    kicked: bool = ...

class ChatAdminRights(TLObject):
    change_info: bool = ...
    post_messages: bool = ...
    edit_messages: bool = ...
    delete_messages: bool = ...
    ban_users: bool = ...
    invite_users: bool = ...
    pin_messages: bool = ...
    add_admins: bool = ...
    anonymous: bool = ...
    manage_call: bool = ...
    other: bool = ...
    manage_topics: bool = ...
    post_stories: bool = ...
    edit_stories: bool = ...
    delete_stories: bool = ...
    manage_direct_messages: bool = ...
    manage_ranks: bool = ...
    manage_linked_peers: bool = ...
    manage_welcome_messages: bool = ...

class ChatAdminWithInvites(TLObject):
    admin_id: int
    invites_count: int
    revoked_invites_count: int

class ChatBannedRights(TLObject):
    view_messages: bool = ...
    send_messages: bool = ...
    send_media: bool = ...
    send_stickers: bool = ...
    send_gifs: bool = ...
    send_games: bool = ...
    send_inline: bool = ...
    embed_links: bool = ...
    send_polls: bool = ...
    change_info: bool = ...
    invite_users: bool = ...
    pin_messages: bool = ...
    manage_topics: bool = ...
    send_photos: bool = ...
    send_videos: bool = ...
    send_roundvideos: bool = ...
    send_audios: bool = ...
    send_voices: bool = ...
    send_docs: bool = ...
    send_plain: bool = ...
    edit_rank: bool = ...
    send_reactions: bool = ...
    manage_linked_peers: bool = ...
    until_date: int

class ChatEmpty(TLObject):
    id: int

class ChatForbidden(TLObject):
    id: int
    title: str

class ChatFull(TLObject):
    can_set_username: bool = ...
    has_scheduled: bool = ...
    translations_disabled: bool = ...
    has_welcome_messages: bool = ...
    id: int
    about: str
    participants: TypeChatParticipants
    chat_photo: TypePhoto | None = ...
    notify_settings: TypePeerNotifySettings
    exported_invite: TypeExportedChatInvite | None = ...
    bot_info: list[TypeBotInfo] | None = ...
    pinned_msg_id: int | None = ...
    folder_id: int | None = ...
    call: TypeInputGroupCall | None = ...
    ttl_period: int | None = ...
    groupcall_default_join_as: TypePeer | None = ...
    theme_emoticon: str | None = ...
    requests_pending: int | None = ...
    recent_requesters: list[int] | None = ...
    available_reactions: TypeChatReactions | None = ...
    reactions_limit: int | None = ...

class ChatInvite(TLObject):
    channel: bool = ...
    broadcast: bool = ...
    public: bool = ...
    megagroup: bool = ...
    request_needed: bool = ...
    verified: bool = ...
    scam: bool = ...
    fake: bool = ...
    can_refulfill_subscription: bool = ...
    title: str
    about: str | None = ...
    photo: TypePhoto
    participants_count: int
    participants: list[TypeUser] | None = ...
    color: int
    subscription_pricing: TypeStarsSubscriptionPricing | None = ...
    subscription_form_id: int | None = ...
    bot_verification: TypeBotVerification | None = ...

class ChatInviteAlready(TLObject):
    chat: TypeChat

class ChatInviteExported(TLObject):
    revoked: bool = ...
    permanent: bool = ...
    request_needed: bool = ...
    link: str
    admin_id: int
    date: int
    start_date: int | None = ...
    expire_date: int | None = ...
    usage_limit: int | None = ...
    usage: int | None = ...
    requested: int | None = ...
    subscription_expired: int | None = ...
    title: str | None = ...
    subscription_pricing: TypeStarsSubscriptionPricing | None = ...

class ChatInviteImporter(TLObject):
    requested: bool = ...
    via_chatlist: bool = ...
    user_id: int
    date: int
    about: str | None = ...
    approved_by: int | None = ...

class ChatInvitePeek(TLObject):
    chat: TypeChat
    expires: int

class ChatInvitePublicJoinRequests(TLObject): ...

class ChatOnlines(TLObject):
    onlines: int

class ChatParticipant(TLObject):
    user_id: int
    inviter_id: int
    date: int
    rank: str | None = ...

class ChatParticipantAdmin(TLObject):
    user_id: int
    inviter_id: int
    date: int
    rank: str | None = ...

class ChatParticipantCreator(TLObject):
    user_id: int
    rank: str | None = ...

class ChatParticipants(TLObject):
    chat_id: int
    participants: list[TypeChatParticipant]
    version: int

class ChatParticipantsForbidden(TLObject):
    chat_id: int
    self_participant: TypeChatParticipant | None = ...

class ChatPhoto(TLObject):
    has_video: bool = ...
    photo_id: int
    stripped_thumb: bytes | None = ...
    dc_id: int

class ChatPhotoEmpty(TLObject): ...

class ChatReactionsAll(TLObject):
    allow_custom: bool = ...

class ChatReactionsNone(TLObject): ...

class ChatReactionsSome(TLObject):
    reactions: list[TypeReaction]

class ChatTheme(TLObject):
    emoticon: str

class ChatThemeUniqueGift(TLObject):
    gift: TypeStarGift
    theme_settings: list[TypeThemeSettings]

class CodeSettings(TLObject):
    allow_flashcall: bool = ...
    current_number: bool = ...
    allow_app_hash: bool = ...
    allow_missed_call: bool = ...
    allow_firebase: bool = ...
    unknown_number: bool = ...
    logout_tokens: list[bytes] | None = ...
    token: str | None = ...
    app_sandbox: bool | None = ...

class Community(TLObject):
    creator: bool = ...
    left: bool = ...
    min: bool = ...
    collapsed_in_dialogs: bool = ...
    id: int
    access_hash: int | None = ...
    title: str
    photo: TypeChatPhoto
    date: int
    admin_rights: TypeChatAdminRights | None = ...
    default_banned_rights: TypeChatBannedRights | None = ...

class CommunityForbidden(TLObject):
    id: int
    access_hash: int | None = ...
    title: str

class CommunityFull(TLObject):
    id: int
    about: str
    chat_photo: TypePhoto
    linked_peers: list[TypeCommunityPeer]
    admins_count: int | None = ...
    kicked_count: int | None = ...
    peer_link_requests_pending: int | None = ...

class CommunityPeer(TLObject):
    can_view_history: bool = ...
    visible: bool | None = ...
    peer: TypePeer

class CommunityPeerRequest(TLObject):
    visible: bool = ...
    peer: TypePeer
    requested_by: int
    date: int

class Config(TLObject):
    default_p2p_contacts: bool = ...
    preload_featured_stickers: bool = ...
    revoke_pm_inbox: bool = ...
    blocked_mode: bool = ...
    force_try_ipv6: bool = ...
    date: int
    expires: int
    test_mode: bool
    this_dc: int
    dc_options: list[TypeDcOption]
    dc_txt_domain_name: str
    chat_size_max: int
    megagroup_size_max: int
    forwarded_count_max: int
    online_update_period_ms: int
    offline_blur_timeout_ms: int
    offline_idle_timeout_ms: int
    online_cloud_timeout_ms: int
    notify_cloud_delay_ms: int
    notify_default_delay_ms: int
    push_chat_period_ms: int
    push_chat_limit: int
    edit_time_limit: int
    revoke_time_limit: int
    revoke_pm_time_limit: int
    rating_e_decay: int
    stickers_recent_limit: int
    channels_read_media_period: int
    tmp_sessions: int | None = ...
    call_receive_timeout_ms: int
    call_ring_timeout_ms: int
    call_connect_timeout_ms: int
    call_packet_timeout_ms: int
    me_url_prefix: str
    autoupdate_url_prefix: str | None = ...
    gif_search_username: str | None = ...
    venue_search_username: str | None = ...
    img_search_username: str | None = ...
    static_maps_provider: str | None = ...
    caption_length_max: int
    message_length_max: int
    webfile_dc_id: int
    suggested_lang_code: str | None = ...
    lang_pack_version: int | None = ...
    base_lang_pack_version: int | None = ...
    reactions_default: TypeReaction | None = ...
    autologin_token: str | None = ...

class ConnectedBot(TLObject):
    bot_id: int
    recipients: TypeBusinessBotRecipients
    rights: TypeBusinessBotRights
    device: str | None = ...
    date: int | None = ...
    location: str | None = ...

class ConnectedBotStarRef(TLObject):
    revoked: bool = ...
    url: str
    date: int
    bot_id: int
    commission_permille: int
    duration_months: int | None = ...
    participants: int
    revenue: int

class Contact(TLObject):
    user_id: int
    mutual: bool

class ContactBirthday(TLObject):
    contact_id: int
    birthday: TypeBirthday

class ContactStatus(TLObject):
    user_id: int
    status: TypeUserStatus

class CurrencyRate(TLObject):
    currency: str
    rate: float

class DataJSON(TLObject):
    data: str

class DcOption(TLObject):
    ipv6: bool = ...
    media_only: bool = ...
    tcpo_only: bool = ...
    cdn: bool = ...
    static: bool = ...
    this_port_only: bool = ...
    id: int
    ip_address: str
    port: int
    secret: bytes | None = ...

class DefaultHistoryTTL(TLObject):
    period: int

class Dialog(TLObject):
    pinned: bool = ...
    unread_mark: bool = ...
    view_forum_as_messages: bool = ...
    peer: TypePeer
    top_message: int
    read_inbox_max_id: int
    read_outbox_max_id: int
    unread_count: int
    unread_mentions_count: int
    unread_reactions_count: int
    unread_poll_votes_count: int
    notify_settings: TypePeerNotifySettings
    pts: int | None = ...
    draft: TypeDraftMessage | None = ...
    folder_id: int | None = ...
    ttl_period: int | None = ...

class DialogCommunity(TLObject):
    pinned: bool = ...
    community_id: int
    notify_settings: TypePeerNotifySettings

class DialogFilter(TLObject):
    contacts: bool = ...
    non_contacts: bool = ...
    groups: bool = ...
    broadcasts: bool = ...
    bots: bool = ...
    exclude_muted: bool = ...
    exclude_read: bool = ...
    exclude_archived: bool = ...
    title_noanimate: bool = ...
    id: int
    title: TypeTextWithEntities
    emoticon: str | None = ...
    color: int | None = ...
    pinned_peers: list[TypeInputPeer]
    include_peers: list[TypeInputPeer]
    exclude_peers: list[TypeInputPeer]

class DialogFilterChatlist(TLObject):
    has_my_invites: bool = ...
    title_noanimate: bool = ...
    id: int
    title: TypeTextWithEntities
    emoticon: str | None = ...
    color: int | None = ...
    pinned_peers: list[TypeInputPeer]
    include_peers: list[TypeInputPeer]

class DialogFilterDefault(TLObject): ...

class DialogFilterSuggested(TLObject):
    filter: TypeDialogFilter
    description: str

class DialogFolder(TLObject):
    pinned: bool = ...
    folder: TypeFolder
    peer: TypePeer
    top_message: int
    unread_muted_peers_count: int
    unread_unmuted_peers_count: int
    unread_muted_messages_count: int
    unread_unmuted_messages_count: int

class DialogPeer(TLObject):
    peer: TypePeer

class DialogPeerCommunity(TLObject):
    community_id: int

class DialogPeerFolder(TLObject):
    folder_id: int

class DisallowedGiftsSettings(TLObject):
    disallow_unlimited_stargifts: bool = ...
    disallow_limited_stargifts: bool = ...
    disallow_unique_stargifts: bool = ...
    disallow_premium_gifts: bool = ...
    disallow_stargifts_from_channels: bool = ...

class Document(TLObject):
    id: int
    access_hash: int
    file_reference: bytes
    date: int
    mime_type: str
    size: int
    thumbs: list[TypePhotoSize] | None = ...
    video_thumbs: list[TypeVideoSize] | None = ...
    dc_id: int
    attributes: list[TypeDocumentAttribute]

class DocumentAttributeAnimated(TLObject): ...

class DocumentAttributeAudio(TLObject):
    voice: bool = ...
    duration: int
    title: str | None = ...
    performer: str | None = ...
    waveform: bytes | None = ...

class DocumentAttributeCustomEmoji(TLObject):
    free: bool = ...
    text_color: bool = ...
    alt: str
    stickerset: TypeInputStickerSet

class DocumentAttributeFilename(TLObject):
    file_name: str

class DocumentAttributeHasStickers(TLObject): ...

class DocumentAttributeImageSize(TLObject):
    w: int
    h: int

class DocumentAttributeSticker(TLObject):
    mask: bool = ...
    alt: str
    stickerset: TypeInputStickerSet
    mask_coords: TypeMaskCoords | None = ...

class DocumentAttributeVideo(TLObject):
    round_message: bool = ...
    supports_streaming: bool = ...
    nosound: bool = ...
    duration: float
    w: int
    h: int
    preload_prefix_size: int | None = ...
    video_start_ts: float | None = ...
    video_codec: str | None = ...

class DocumentEmpty(TLObject):
    id: int

class DraftMessage(TLObject):
    no_webpage: bool = ...
    invert_media: bool = ...
    reply_to: TypeInputReplyTo | None = ...
    message: str
    entities: list[TypeMessageEntity] | None = ...
    media: TypeInputMedia | None = ...
    date: int
    effect: int | None = ...
    suggested_post: TypeSuggestedPost | None = ...
    rich_message: TypeRichMessage | None = ...

class DraftMessageEmpty(TLObject):
    date: int | None = ...

class EmailVerificationApple(TLObject):
    token: str

class EmailVerificationCode(TLObject):
    code: str

class EmailVerificationGoogle(TLObject):
    token: str

class EmailVerifyPurposeLoginChange(TLObject): ...

class EmailVerifyPurposeLoginSetup(TLObject):
    phone_number: str
    phone_code_hash: str

class EmailVerifyPurposePassport(TLObject): ...

class EmojiGroup(TLObject):
    title: str
    icon_emoji_id: int
    emoticons: list[str]

class EmojiGroupGreeting(TLObject):
    title: str
    icon_emoji_id: int
    emoticons: list[str]

class EmojiGroupPremium(TLObject):
    title: str
    icon_emoji_id: int

class EmojiKeyword(TLObject):
    keyword: str
    emoticons: list[str]

class EmojiKeywordDeleted(TLObject):
    keyword: str
    emoticons: list[str]

class EmojiKeywordsDifference(TLObject):
    lang_code: str
    from_version: int
    version: int
    keywords: list[TypeEmojiKeyword]

class EmojiLanguage(TLObject):
    lang_code: str

class EmojiList(TLObject):
    hash: int
    document_id: list[int]

class EmojiListNotModified(TLObject): ...

class EmojiStatus(TLObject):
    document_id: int
    until: int | None = ...

class EmojiStatusCollectible(TLObject):
    collectible_id: int
    document_id: int
    title: str
    slug: str
    pattern_document_id: int
    center_color: int
    edge_color: int
    pattern_color: int
    text_color: int
    until: int | None = ...

class EmojiStatusEmpty(TLObject): ...

class EmojiStatusUntil(TLObject):
    document_id: int
    until: int

class EmojiURL(TLObject):
    url: str

class EncryptedChat(TLObject):
    id: int
    access_hash: int
    date: int
    admin_id: int
    participant_id: int
    g_a_or_b: bytes
    key_fingerprint: int

class EncryptedChatDiscarded(TLObject):
    history_deleted: bool = ...
    id: int

class EncryptedChatEmpty(TLObject):
    id: int

class EncryptedChatRequested(TLObject):
    folder_id: int | None = ...
    id: int
    access_hash: int
    date: int
    admin_id: int
    participant_id: int
    g_a: bytes

class EncryptedChatWaiting(TLObject):
    id: int
    access_hash: int
    date: int
    admin_id: int
    participant_id: int

class EncryptedFile(TLObject):
    id: int
    access_hash: int
    size: int
    dc_id: int
    key_fingerprint: int

class EncryptedFileEmpty(TLObject): ...

class EncryptedMessage(TLObject):
    random_id: int
    chat_id: int
    date: int
    bytes: _builtins.bytes
    file: TypeEncryptedFile

class EncryptedMessageService(TLObject):
    random_id: int
    chat_id: int
    date: int
    bytes: _builtins.bytes

class EphemeralMessage(TLObject):
    out: bool = ...
    welcome_template: bool = ...
    invert_media: bool = ...
    noforwards: bool = ...
    id: int
    from_id: TypePeer
    peer_id: TypePeer | None = ...
    receiver_id: int
    top_msg_id: int | None = ...
    date: int
    message: str
    entities: list[TypeMessageEntity] | None = ...
    media: TypeMessageMedia | None = ...
    reply_markup: TypeReplyMarkup | None = ...
    reply_to: TypeMessageReplyHeader | None = ...
    rich_message: TypeRichMessage | None = ...
    chat_instance: int | None = ...
    anchor_msg_id: int | None = ...

class ExportedChatlistInvite(TLObject):
    title: str
    url: str
    peers: list[TypePeer]

class ExportedContactToken(TLObject):
    url: str
    expires: int

class ExportedMessageLink(TLObject):
    link: str
    html: str

class ExportedNoPaidMessagesToken(TLObject):
    token: str
    url: str
    expires: int | None = ...

class ExportedStoryLink(TLObject):
    link: str

class FactCheck(TLObject):
    need_check: bool = ...
    country: str | None = ...
    text: TypeTextWithEntities | None = ...
    hash: int

class FileHash(TLObject):
    offset: int
    limit: int
    hash: bytes

class Folder(TLObject):
    autofill_new_broadcasts: bool = ...
    autofill_public_groups: bool = ...
    autofill_new_correspondents: bool = ...
    id: int
    title: str
    photo: TypeChatPhoto | None = ...

class FolderPeer(TLObject):
    peer: TypePeer
    folder_id: int

class ForumTopic(TLObject):
    my: bool = ...
    closed: bool = ...
    pinned: bool = ...
    short: bool = ...
    hidden: bool = ...
    title_missing: bool = ...
    id: int
    date: int
    peer: TypePeer
    title: str
    icon_color: int
    icon_emoji_id: int | None = ...
    top_message: int
    read_inbox_max_id: int
    read_outbox_max_id: int
    unread_count: int
    unread_mentions_count: int
    unread_reactions_count: int
    unread_poll_votes_count: int
    from_id: TypePeer
    notify_settings: TypePeerNotifySettings
    draft: TypeDraftMessage | None = ...

class ForumTopicDeleted(TLObject):
    id: int

class FoundStory(TLObject):
    peer: TypePeer
    story: TypeStoryItem

class Game(TLObject):
    id: int
    access_hash: int
    short_name: str
    title: str
    description: str
    photo: TypePhoto
    document: TypeDocument | None = ...

class GeoPoint(TLObject):
    long: float
    lat: float
    access_hash: int
    accuracy_radius: int | None = ...

class GeoPointAddress(TLObject):
    country_iso2: str
    state: str | None = ...
    city: str | None = ...
    street: str | None = ...

class GeoPointEmpty(TLObject): ...

class GlobalPrivacySettings(TLObject):
    archive_and_mute_new_noncontact_peers: bool = ...
    keep_archived_unmuted: bool = ...
    keep_archived_folders: bool = ...
    hide_read_marks: bool = ...
    new_noncontact_peers_require_premium: bool = ...
    display_gifts_button: bool = ...
    noncontact_peers_paid_stars: int | None = ...
    disallowed_gifts: TypeDisallowedGiftsSettings | None = ...

class GroupCall(TLObject):
    join_muted: bool = ...
    can_change_join_muted: bool = ...
    join_date_asc: bool = ...
    schedule_start_subscribed: bool = ...
    can_start_video: bool = ...
    record_video_active: bool = ...
    rtmp_stream: bool = ...
    listeners_hidden: bool = ...
    conference: bool = ...
    creator: bool = ...
    messages_enabled: bool = ...
    can_change_messages_enabled: bool = ...
    min: bool = ...
    id: int
    access_hash: int
    participants_count: int
    title: str | None = ...
    stream_dc_id: int | None = ...
    record_start_date: int | None = ...
    schedule_date: int | None = ...
    unmuted_video_count: int | None = ...
    unmuted_video_limit: int
    version: int
    invite_link: str | None = ...
    send_paid_messages_stars: int | None = ...
    default_send_as: TypePeer | None = ...

class GroupCallDiscarded(TLObject):
    id: int
    access_hash: int
    duration: int

class GroupCallDonor(TLObject):
    top: bool = ...
    my: bool = ...
    peer_id: TypePeer | None = ...
    stars: int
    anonymous: bool = ...

class GroupCallMessage(TLObject):
    from_admin: bool = ...
    id: int
    from_id: TypePeer
    date: int
    message: TypeTextWithEntities
    paid_message_stars: int | None = ...

class GroupCallParticipant(TLObject):
    muted: bool = ...
    left: bool = ...
    can_self_unmute: bool = ...
    just_joined: bool = ...
    versioned: bool = ...
    min: bool = ...
    muted_by_you: bool = ...
    volume_by_admin: bool = ...
    self_: bool = ...
    video_joined: bool = ...
    peer: TypePeer
    date: int
    active_date: int | None = ...
    source: int
    volume: int | None = ...
    about: str | None = ...
    raise_hand_rating: int | None = ...
    video: TypeGroupCallParticipantVideo | None = ...
    presentation: TypeGroupCallParticipantVideo | None = ...
    paid_stars_total: int | None = ...

class GroupCallParticipantVideo(TLObject):
    paused: bool = ...
    endpoint: str
    source_groups: list[TypeGroupCallParticipantVideoSourceGroup]
    audio_source: int | None = ...

class GroupCallParticipantVideoSourceGroup(TLObject):
    semantics: str
    sources: list[int]

class GroupCallStreamChannel(TLObject):
    channel: int
    scale: int
    last_timestamp_ms: int

class HighScore(TLObject):
    pos: int
    user_id: int
    score: int

class ImportedContact(TLObject):
    user_id: int
    client_id: int

class InlineBotSwitchPM(TLObject):
    text: str
    start_param: str

class InlineBotWebView(TLObject):
    text: str
    url: str

class InlineButtonTypeBuy(TLObject): ...

class InlineButtonTypeCallback(TLObject):
    requires_password: bool = ...
    data: bytes

class InlineButtonTypeCopy(TLObject):
    copy_text: str

class InlineButtonTypeDisabled(TLObject): ...

class InlineButtonTypeGame(TLObject): ...

class InlineButtonTypeSwitchInline(TLObject):
    same_peer: bool = ...
    query: str
    peer_types: list[TypeInlineQueryPeerType] | None = ...

class InlineButtonTypeUrl(TLObject):
    url: str

class InlineButtonTypeUrlAuth(TLObject):
    fwd_text: str | None = ...
    url: str
    button_id: int

class InlineButtonTypeUserProfile(TLObject):
    user_id: int

class InlineButtonTypeWebView(TLObject):
    url: str

class InlineQueryPeerTypeBotPM(TLObject): ...

class InlineQueryPeerTypeBroadcast(TLObject): ...

class InlineQueryPeerTypeChat(TLObject): ...

class InlineQueryPeerTypeMegagroup(TLObject): ...

class InlineQueryPeerTypePM(TLObject): ...

class InlineQueryPeerTypeSameBotPM(TLObject): ...

class InputAiComposeToneDefault(TLObject):
    tone: str

class InputAiComposeToneID(TLObject):
    id: int
    access_hash: int

class InputAiComposeToneSingleUse(TLObject):
    custom_prompt: str

class InputAiComposeToneSlug(TLObject):
    slug: str

class InputAppEvent(TLObject):
    time: float
    type: str
    peer: int
    data: TypeJSONValue

class InputBotAppID(TLObject):
    id: int
    access_hash: int

class InputBotAppShortName(TLObject):
    bot_id: TypeInputUser
    short_name: str

class InputBotInlineMessageGame(TLObject):
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineMessageID(TLObject):
    dc_id: int
    id: int
    access_hash: int

class InputBotInlineMessageID64(TLObject):
    dc_id: int
    owner_id: int
    id: int
    access_hash: int

class InputBotInlineMessageMediaAuto(TLObject):
    invert_media: bool = ...
    message: str
    entities: list[TypeMessageEntity] | None = ...
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineMessageMediaContact(TLObject):
    phone_number: str
    first_name: str
    last_name: str
    vcard: str
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineMessageMediaGeo(TLObject):
    geo_point: TypeInputGeoPoint
    heading: int | None = ...
    period: int | None = ...
    proximity_notification_radius: int | None = ...
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineMessageMediaInvoice(TLObject):
    title: str
    description: str
    photo: TypeInputWebDocument | None = ...
    invoice: TypeInvoice
    payload: bytes
    provider: str
    provider_data: TypeDataJSON
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineMessageMediaVenue(TLObject):
    geo_point: TypeInputGeoPoint
    title: str
    address: str
    provider: str
    venue_id: str
    venue_type: str
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineMessageMediaWebPage(TLObject):
    invert_media: bool = ...
    force_large_media: bool = ...
    force_small_media: bool = ...
    optional: bool = ...
    message: str
    entities: list[TypeMessageEntity] | None = ...
    url: str
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineMessageRichMessage(TLObject):
    reply_markup: TypeReplyMarkup | None = ...
    rich_message: TypeInputRichMessage

class InputBotInlineMessageText(TLObject):
    no_webpage: bool = ...
    invert_media: bool = ...
    message: str
    entities: list[TypeMessageEntity] | None = ...
    reply_markup: TypeReplyMarkup | None = ...

class InputBotInlineResult(TLObject):
    id: str
    type: str
    title: str | None = ...
    description: str | None = ...
    url: str | None = ...
    thumb: TypeInputWebDocument | None = ...
    content: TypeInputWebDocument | None = ...
    send_message: TypeInputBotInlineMessage

class InputBotInlineResultDocument(TLObject):
    id: str
    type: str
    title: str | None = ...
    description: str | None = ...
    document: TypeInputDocument
    send_message: TypeInputBotInlineMessage

class InputBotInlineResultGame(TLObject):
    id: str
    short_name: str
    send_message: TypeInputBotInlineMessage

class InputBotInlineResultPhoto(TLObject):
    id: str
    type: str
    photo: TypeInputPhoto
    send_message: TypeInputBotInlineMessage

class InputBusinessAwayMessage(TLObject):
    offline_only: bool = ...
    shortcut_id: int
    schedule: TypeBusinessAwayMessageSchedule
    recipients: TypeInputBusinessRecipients

class InputBusinessBotRecipients(TLObject):
    existing_chats: bool = ...
    new_chats: bool = ...
    contacts: bool = ...
    non_contacts: bool = ...
    exclude_selected: bool = ...
    users: list[TypeInputUser] | None = ...
    exclude_users: list[TypeInputUser] | None = ...

class InputBusinessChatLink(TLObject):
    message: str
    entities: list[TypeMessageEntity] | None = ...
    title: str | None = ...

class InputBusinessGreetingMessage(TLObject):
    shortcut_id: int
    recipients: TypeInputBusinessRecipients
    no_activity_days: int

class InputBusinessIntro(TLObject):
    title: str
    description: str
    sticker: TypeInputDocument | None = ...

class InputBusinessRecipients(TLObject):
    existing_chats: bool = ...
    new_chats: bool = ...
    contacts: bool = ...
    non_contacts: bool = ...
    exclude_selected: bool = ...
    users: list[TypeInputUser] | None = ...

class InputButtonTypeRequestPeer(TLObject):
    name_requested: bool = ...
    username_requested: bool = ...
    photo_requested: bool = ...
    button_id: int
    peer_type: TypeRequestPeerType
    max_quantity: int

class InputChannel(TLObject):
    channel_id: int
    access_hash: int

class InputChannelEmpty(TLObject): ...

class InputChannelFromMessage(TLObject):
    peer: TypeInputPeer
    msg_id: int
    channel_id: int

class InputChatPhoto(TLObject):
    id: TypeInputPhoto

class InputChatPhotoEmpty(TLObject): ...

class InputChatTheme(TLObject):
    emoticon: str

class InputChatThemeEmpty(TLObject): ...

class InputChatThemeUniqueGift(TLObject):
    slug: str

class InputChatUploadedPhoto(TLObject):
    file: TypeInputFile | None = ...
    video: TypeInputFile | None = ...
    video_start_ts: float | None = ...
    video_emoji_markup: TypeVideoSize | None = ...

class InputChatlistDialogFilter(TLObject):
    filter_id: int

class InputCheckPasswordEmpty(TLObject): ...

class InputCheckPasswordSRP(TLObject):
    srp_id: int
    A: bytes
    M1: bytes

class InputClientProxy(TLObject):
    address: str
    port: int

class InputCollectiblePhone(TLObject):
    phone: str

class InputCollectibleUsername(TLObject):
    username: str

class InputDialogPeer(TLObject):
    peer: TypeInputPeer

class InputDialogPeerCommunity(TLObject):
    community: TypeInputChannel

class InputDialogPeerFolder(TLObject):
    folder_id: int

class InputDocument(TLObject):
    id: int
    access_hash: int
    file_reference: bytes

class InputDocumentEmpty(TLObject): ...

class InputDocumentFileLocation(TLObject):
    id: int
    access_hash: int
    file_reference: bytes
    thumb_size: str

class InputEmojiStatusCollectible(TLObject):
    collectible_id: int
    until: int | None = ...

class InputEncryptedChat(TLObject):
    chat_id: int
    access_hash: int

class InputEncryptedFile(TLObject):
    id: int
    access_hash: int

class InputEncryptedFileBigUploaded(TLObject):
    id: int
    parts: int
    key_fingerprint: int

class InputEncryptedFileEmpty(TLObject): ...

class InputEncryptedFileLocation(TLObject):
    id: int
    access_hash: int

class InputEncryptedFileUploaded(TLObject):
    id: int
    parts: int
    md5_checksum: str
    key_fingerprint: int

class InputFile(TLObject):
    id: int
    parts: int
    name: str
    md5_checksum: str

class InputFileBig(TLObject):
    id: int
    parts: int
    name: str

class InputFileLocation(TLObject):
    volume_id: int
    local_id: int
    secret: int
    file_reference: bytes

class InputFileStoryDocument(TLObject):
    id: TypeInputDocument

class InputFolderPeer(TLObject):
    peer: TypeInputPeer
    folder_id: int

class InputGameID(TLObject):
    id: int
    access_hash: int

class InputGameShortName(TLObject):
    bot_id: TypeInputUser
    short_name: str

class InputGeoPoint(TLObject):
    lat: float
    long: float
    accuracy_radius: int | None = ...

class InputGeoPointEmpty(TLObject): ...

class InputGroupCall(TLObject):
    id: int
    access_hash: int

class InputGroupCallInviteMessage(TLObject):
    msg_id: int

class InputGroupCallSlug(TLObject):
    slug: str

class InputGroupCallStream(TLObject):
    call: TypeInputGroupCall
    time_ms: int
    scale: int
    video_channel: int | None = ...
    video_quality: int | None = ...

class InputInlineButtonTypeUrlAuth(TLObject):
    request_write_access: bool = ...
    fwd_text: str | None = ...
    url: str
    bot: TypeInputUser | None = ...

class InputInlineButtonTypeUserProfile(TLObject):
    user_id: TypeInputUser

class InputInvoiceBusinessBotTransferStars(TLObject):
    bot: TypeInputUser
    stars: int

class InputInvoiceChatInviteSubscription(TLObject):
    hash: str

class InputInvoiceMessage(TLObject):
    peer: TypeInputPeer
    msg_id: int

class InputInvoicePremiumAuthCode(TLObject):
    purpose: TypeInputStorePaymentPurpose

class InputInvoicePremiumGiftCode(TLObject):
    purpose: TypeInputStorePaymentPurpose
    option: TypePremiumGiftCodeOption

class InputInvoicePremiumGiftStars(TLObject):
    user_id: TypeInputUser
    months: int
    message: TypeTextWithEntities | None = ...

class InputInvoiceSlug(TLObject):
    slug: str

class InputInvoiceStarGift(TLObject):
    hide_name: bool = ...
    include_upgrade: bool = ...
    peer: TypeInputPeer
    gift_id: int
    message: TypeTextWithEntities | None = ...

class InputInvoiceStarGiftAuctionBid(TLObject):
    hide_name: bool = ...
    update_bid: bool = ...
    peer: TypeInputPeer | None = ...
    gift_id: int
    bid_amount: int
    message: TypeTextWithEntities | None = ...

class InputInvoiceStarGiftDropOriginalDetails(TLObject):
    stargift: TypeInputSavedStarGift

class InputInvoiceStarGiftPrepaidUpgrade(TLObject):
    peer: TypeInputPeer
    hash: str

class InputInvoiceStarGiftResale(TLObject):
    ton: bool = ...
    show_name: bool = ...
    slug: str
    to_id: TypeInputPeer
    message: TypeTextWithEntities | None = ...

class InputInvoiceStarGiftTransfer(TLObject):
    stargift: TypeInputSavedStarGift
    to_id: TypeInputPeer

class InputInvoiceStarGiftUpgrade(TLObject):
    keep_original_details: bool = ...
    stargift: TypeInputSavedStarGift

class InputInvoiceStars(TLObject):
    purpose: TypeInputStorePaymentPurpose

class InputKeyboardButtonRequestPeer(TLObject):
    name_requested: bool = ...
    username_requested: bool = ...
    photo_requested: bool = ...
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    button_id: int
    peer_type: TypeRequestPeerType
    max_quantity: int

class InputKeyboardButtonUrlAuth(TLObject):
    request_write_access: bool = ...
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    fwd_text: str | None = ...
    url: str
    bot: TypeInputUser

class InputKeyboardButtonUserProfile(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    user_id: TypeInputUser

class InputMediaAreaChannelPost(TLObject):
    coordinates: TypeMediaAreaCoordinates
    channel: TypeInputChannel
    msg_id: int

class InputMediaAreaVenue(TLObject):
    coordinates: TypeMediaAreaCoordinates
    query_id: int
    result_id: str

class InputMediaContact(TLObject):
    phone_number: str
    first_name: str
    last_name: str
    vcard: str

class InputMediaDice(TLObject):
    emoticon: str

class InputMediaDocument(TLObject):
    spoiler: bool = ...
    id: TypeInputDocument
    video_cover: TypeInputPhoto | None = ...
    video_timestamp: int | None = ...
    ttl_seconds: int | None = ...
    query: str | None = ...

class InputMediaDocumentExternal(TLObject):
    spoiler: bool = ...
    url: str
    ttl_seconds: int | None = ...
    video_cover: TypeInputPhoto | None = ...
    video_timestamp: int | None = ...

class InputMediaEmpty(TLObject): ...

class InputMediaGame(TLObject):
    id: TypeInputGame

class InputMediaGeoLive(TLObject):
    stopped: bool = ...
    geo_point: TypeInputGeoPoint
    heading: int | None = ...
    period: int | None = ...
    proximity_notification_radius: int | None = ...

class InputMediaGeoPoint(TLObject):
    geo_point: TypeInputGeoPoint

class InputMediaInvoice(TLObject):
    title: str
    description: str
    photo: TypeInputWebDocument | None = ...
    invoice: TypeInvoice
    payload: bytes
    provider: str | None = ...
    provider_data: TypeDataJSON
    start_param: str | None = ...
    extended_media: TypeInputMedia | None = ...

class InputMediaPaidMedia(TLObject):
    stars_amount: int
    extended_media: list[TypeInputMedia]
    payload: str | None = ...

class InputMediaPhoto(TLObject):
    spoiler: bool = ...
    live_photo: bool = ...
    id: TypeInputPhoto
    ttl_seconds: int | None = ...
    video: TypeInputDocument | None = ...

class InputMediaPhotoExternal(TLObject):
    spoiler: bool = ...
    url: str
    ttl_seconds: int | None = ...

class InputMediaPoll(TLObject):
    poll: TypePoll
    correct_answers: list[int] | None = ...
    attached_media: TypeInputMedia | None = ...
    solution: str | None = ...
    solution_entities: list[TypeMessageEntity] | None = ...
    solution_media: TypeInputMedia | None = ...

class InputMediaStakeDice(TLObject):
    game_hash: str
    ton_amount: int
    client_seed: bytes

class InputMediaStory(TLObject):
    peer: TypeInputPeer
    id: int

class InputMediaTodo(TLObject):
    todo: TypeTodoList

class InputMediaUploadedDocument(TLObject):
    nosound_video: bool = ...
    force_file: bool = ...
    spoiler: bool = ...
    file: TypeInputFile
    thumb: TypeInputFile | None = ...
    mime_type: str
    attributes: list[TypeDocumentAttribute]
    stickers: list[TypeInputDocument] | None = ...
    video_cover: TypeInputPhoto | None = ...
    video_timestamp: int | None = ...
    ttl_seconds: int | None = ...

class InputMediaUploadedPhoto(TLObject):
    spoiler: bool = ...
    live_photo: bool = ...
    file: TypeInputFile
    stickers: list[TypeInputDocument] | None = ...
    ttl_seconds: int | None = ...
    video: TypeInputDocument | None = ...

class InputMediaVenue(TLObject):
    geo_point: TypeInputGeoPoint
    title: str
    address: str
    provider: str
    venue_id: str
    venue_type: str

class InputMediaWebPage(TLObject):
    force_large_media: bool = ...
    force_small_media: bool = ...
    optional: bool = ...
    url: str

class InputMessageCallbackQuery(TLObject):
    id: int
    query_id: int

class InputMessageEntityMentionName(TLObject):
    offset: int
    length: int
    user_id: TypeInputUser

class InputMessageID(TLObject):
    id: int

class InputMessagePinned(TLObject): ...

class InputMessageReadMetric(TLObject):
    msg_id: int
    view_id: int
    time_in_view_ms: int
    active_time_in_view_ms: int
    height_to_viewport_ratio_permille: int
    seen_range_ratio_permille: int

class InputMessageReplyTo(TLObject):
    id: int

class InputMessagesFilterChatPhotos(TLObject): ...

class InputMessagesFilterContacts(TLObject): ...

class InputMessagesFilterDocument(TLObject): ...

class InputMessagesFilterEmpty(TLObject): ...

class InputMessagesFilterGeo(TLObject): ...

class InputMessagesFilterGif(TLObject): ...

class InputMessagesFilterMusic(TLObject): ...

class InputMessagesFilterMyMentions(TLObject): ...

class InputMessagesFilterPhoneCalls(TLObject):
    missed: bool = ...

class InputMessagesFilterPhotoVideo(TLObject): ...

class InputMessagesFilterPhotos(TLObject): ...

class InputMessagesFilterPinned(TLObject): ...

class InputMessagesFilterPoll(TLObject): ...

class InputMessagesFilterRoundVideo(TLObject): ...

class InputMessagesFilterRoundVoice(TLObject): ...

class InputMessagesFilterUrl(TLObject): ...

class InputMessagesFilterVideo(TLObject): ...

class InputMessagesFilterVoice(TLObject): ...

class InputNotifyBroadcasts(TLObject): ...

class InputNotifyChats(TLObject): ...

class InputNotifyCommunity(TLObject):
    community: TypeInputChannel

class InputNotifyForumTopic(TLObject):
    peer: TypeInputPeer
    top_msg_id: int

class InputNotifyPeer(TLObject):
    peer: TypeInputPeer

class InputNotifyUsers(TLObject): ...

class InputPageBlockMap(TLObject):
    geo: TypeInputGeoPoint
    zoom: int
    w: int
    h: int
    caption: TypePageCaption

class InputPasskeyCredentialFirebasePNV(TLObject):
    pnv_token: str

class InputPasskeyCredentialPublicKey(TLObject):
    id: str
    raw_id: str
    response: TypeInputPasskeyResponse

class InputPasskeyResponseLogin(TLObject):
    client_data: TypeDataJSON
    authenticator_data: bytes
    signature: bytes
    user_handle: str

class InputPasskeyResponseRegister(TLObject):
    client_data: TypeDataJSON
    attestation_data: bytes

class InputPaymentCredentials(TLObject):
    save: bool = ...
    data: TypeDataJSON

class InputPaymentCredentialsApplePay(TLObject):
    payment_data: TypeDataJSON

class InputPaymentCredentialsGooglePay(TLObject):
    payment_token: TypeDataJSON

class InputPaymentCredentialsSaved(TLObject):
    id: str
    tmp_password: bytes

class InputPeerChannel(TLObject):
    channel_id: int
    access_hash: int

class InputPeerChannelFromMessage(TLObject):
    peer: TypeInputPeer
    msg_id: int
    channel_id: int

class InputPeerChat(TLObject):
    chat_id: int

class InputPeerColorCollectible(TLObject):
    collectible_id: int

class InputPeerEmpty(TLObject): ...

class InputPeerNotifySettings(TLObject):
    show_previews: bool | None = ...
    silent: bool | None = ...
    mute_until: int | None = ...
    sound: TypeNotificationSound | None = ...
    stories_muted: bool | None = ...
    stories_hide_sender: bool | None = ...
    stories_sound: TypeNotificationSound | None = ...

class InputPeerPhotoFileLocation(TLObject):
    big: bool = ...
    peer: TypeInputPeer
    photo_id: int

class InputPeerSelf(TLObject): ...

class InputPeerUser(TLObject):
    user_id: int
    access_hash: int

class InputPeerUserFromMessage(TLObject):
    peer: TypeInputPeer
    msg_id: int
    user_id: int

class InputPhoneCall(TLObject):
    id: int
    access_hash: int

class InputPhoneContact(TLObject):
    client_id: int
    phone: str
    first_name: str
    last_name: str
    note: TypeTextWithEntities | None = ...

class InputPhoto(TLObject):
    id: int
    access_hash: int
    file_reference: bytes

class InputPhotoEmpty(TLObject): ...

class InputPhotoFileLocation(TLObject):
    id: int
    access_hash: int
    file_reference: bytes
    thumb_size: str

class InputPhotoLegacyFileLocation(TLObject):
    id: int
    access_hash: int
    file_reference: bytes
    volume_id: int
    local_id: int
    secret: int

class InputPollAnswer(TLObject):
    text: TypeTextWithEntities
    media: TypeInputMedia | None = ...

class InputPrivacyKeyAbout(TLObject): ...

class InputPrivacyKeyAddedByPhone(TLObject): ...

class InputPrivacyKeyBirthday(TLObject): ...

class InputPrivacyKeyChatInvite(TLObject): ...

class InputPrivacyKeyForwards(TLObject): ...

class InputPrivacyKeyNoPaidMessages(TLObject): ...

class InputPrivacyKeyPhoneCall(TLObject): ...

class InputPrivacyKeyPhoneNumber(TLObject): ...

class InputPrivacyKeyPhoneP2P(TLObject): ...

class InputPrivacyKeyProfilePhoto(TLObject): ...

class InputPrivacyKeySavedMusic(TLObject): ...

class InputPrivacyKeyStarGiftsAutoSave(TLObject): ...

class InputPrivacyKeyStatusTimestamp(TLObject): ...

class InputPrivacyKeyVoiceMessages(TLObject): ...

class InputPrivacyValueAllowAll(TLObject): ...

class InputPrivacyValueAllowBots(TLObject): ...

class InputPrivacyValueAllowChatParticipants(TLObject):
    chats: list[int]

class InputPrivacyValueAllowCloseFriends(TLObject): ...

class InputPrivacyValueAllowContacts(TLObject): ...

class InputPrivacyValueAllowPremium(TLObject): ...

class InputPrivacyValueAllowUsers(TLObject):
    users: list[TypeInputUser]

class InputPrivacyValueDisallowAll(TLObject): ...

class InputPrivacyValueDisallowBots(TLObject): ...

class InputPrivacyValueDisallowChatParticipants(TLObject):
    chats: list[int]

class InputPrivacyValueDisallowContacts(TLObject): ...

class InputPrivacyValueDisallowUsers(TLObject):
    users: list[TypeInputUser]

class InputQuickReplyShortcut(TLObject):
    shortcut: str

class InputQuickReplyShortcutId(TLObject):
    shortcut_id: int

class InputReplyToEphemeralMessage(TLObject):
    id: int

class InputReplyToMessage(TLObject):
    reply_to_msg_id: int
    top_msg_id: int | None = ...
    reply_to_peer_id: TypeInputPeer | None = ...
    quote_text: str | None = ...
    quote_entities: list[TypeMessageEntity] | None = ...
    quote_offset: int | None = ...
    monoforum_peer_id: TypeInputPeer | None = ...
    todo_item_id: int | None = ...
    poll_option: bytes | None = ...
    quote_rich: list[TypeRichText] | None = ...

class InputReplyToMonoForum(TLObject):
    monoforum_peer_id: TypeInputPeer

class InputReplyToStory(TLObject):
    peer: TypeInputPeer
    story_id: int

class InputReportReasonChildAbuse(TLObject): ...

class InputReportReasonCopyright(TLObject): ...

class InputReportReasonFake(TLObject): ...

class InputReportReasonGeoIrrelevant(TLObject): ...

class InputReportReasonIllegalDrugs(TLObject): ...

class InputReportReasonOther(TLObject): ...

class InputReportReasonPersonalDetails(TLObject): ...

class InputReportReasonPornography(TLObject): ...

class InputReportReasonSpam(TLObject): ...

class InputReportReasonViolence(TLObject): ...

class InputRichFileDocument(TLObject):
    id: str
    document: TypeInputDocument

class InputRichFilePhoto(TLObject):
    id: str
    photo: TypeInputPhoto

class InputRichMessage(TLObject):
    rtl: bool = ...
    noautolink: bool = ...
    blocks: list[TypePageBlock]
    photos: list[TypeInputPhoto] | None = ...
    documents: list[TypeInputDocument] | None = ...
    users: list[TypeInputUser] | None = ...

class InputRichMessageHTML(TLObject):
    rtl: bool = ...
    noautolink: bool = ...
    html: str
    files: list[TypeInputRichFile] | None = ...

class InputRichMessageMarkdown(TLObject):
    rtl: bool = ...
    noautolink: bool = ...
    markdown: str
    files: list[TypeInputRichFile] | None = ...

class InputSavedStarGiftChat(TLObject):
    peer: TypeInputPeer
    saved_id: int

class InputSavedStarGiftSlug(TLObject):
    slug: str

class InputSavedStarGiftUser(TLObject):
    msg_id: int

class InputSecureFile(TLObject):
    id: int
    access_hash: int

class InputSecureFileLocation(TLObject):
    id: int
    access_hash: int

class InputSecureFileUploaded(TLObject):
    id: int
    parts: int
    md5_checksum: str
    file_hash: bytes
    secret: bytes

class InputSecureValue(TLObject):
    type: TypeSecureValueType
    data: TypeSecureData | None = ...
    front_side: TypeInputSecureFile | None = ...
    reverse_side: TypeInputSecureFile | None = ...
    selfie: TypeInputSecureFile | None = ...
    translation: list[TypeInputSecureFile] | None = ...
    files: list[TypeInputSecureFile] | None = ...
    plain_data: TypeSecurePlainData | None = ...

class InputSendMessageRichMessageDraftAction(TLObject):
    can_stop: bool = ...
    keep_on_stop: bool = ...
    random_id: int
    rich_message: TypeInputRichMessage

class InputShareThemeGift(TLObject):
    stargift: TypeInputSavedStarGift

class InputSingleMedia(TLObject):
    media: TypeInputMedia
    random_id: int
    message: str
    entities: list[TypeMessageEntity] | None = ...

class InputStarGiftAuction(TLObject):
    gift_id: int

class InputStarGiftAuctionSlug(TLObject):
    slug: str

class InputStarsTransaction(TLObject):
    refund: bool = ...
    id: str

class InputStickerSetAnimatedEmoji(TLObject): ...

class InputStickerSetAnimatedEmojiAnimations(TLObject): ...

class InputStickerSetDice(TLObject):
    emoticon: str

class InputStickerSetEmojiChannelDefaultStatuses(TLObject): ...

class InputStickerSetEmojiDefaultStatuses(TLObject): ...

class InputStickerSetEmojiDefaultTopicIcons(TLObject): ...

class InputStickerSetEmojiGenericAnimations(TLObject): ...

class InputStickerSetEmpty(TLObject): ...

class InputStickerSetID(TLObject):
    id: int
    access_hash: int

class InputStickerSetItem(TLObject):
    document: TypeInputDocument
    emoji: str
    mask_coords: TypeMaskCoords | None = ...
    keywords: str | None = ...

class InputStickerSetPremiumGifts(TLObject): ...

class InputStickerSetShortName(TLObject):
    short_name: str

class InputStickerSetThumb(TLObject):
    stickerset: TypeInputStickerSet
    thumb_version: int

class InputStickerSetTonGifts(TLObject): ...

class InputStickeredMediaDocument(TLObject):
    id: TypeInputDocument

class InputStickeredMediaPhoto(TLObject):
    id: TypeInputPhoto

class InputStorePaymentAuthCode(TLObject):
    restore: bool = ...
    phone_number: str
    phone_code_hash: str
    premium_days: int
    currency: str
    amount: int

class InputStorePaymentGiftPremium(TLObject):
    user_id: TypeInputUser
    currency: str
    amount: int

class InputStorePaymentPremiumGiftCode(TLObject):
    users: list[TypeInputUser]
    boost_peer: TypeInputPeer | None = ...
    currency: str
    amount: int
    message: TypeTextWithEntities | None = ...

class InputStorePaymentPremiumGiveaway(TLObject):
    only_new_subscribers: bool = ...
    winners_are_visible: bool = ...
    boost_peer: TypeInputPeer
    additional_peers: list[TypeInputPeer] | None = ...
    countries_iso2: list[str] | None = ...
    prize_description: str | None = ...
    random_id: int
    until_date: int
    currency: str
    amount: int

class InputStorePaymentPremiumSubscription(TLObject):
    restore: bool = ...
    upgrade: bool = ...

class InputStorePaymentStars(TLObject):
    stars: int
    currency: str
    amount: int

class InputStorePaymentStarsGift(TLObject):
    user_id: TypeInputUser
    stars: int
    currency: str
    amount: int

class InputStorePaymentStarsGiveaway(TLObject):
    only_new_subscribers: bool = ...
    winners_are_visible: bool = ...
    stars: int
    boost_peer: TypeInputPeer
    additional_peers: list[TypeInputPeer] | None = ...
    countries_iso2: list[str] | None = ...
    prize_description: str | None = ...
    random_id: int
    until_date: int
    currency: str
    amount: int
    users: int

class InputStorePaymentStarsTopup(TLObject):
    stars: int
    currency: str
    amount: int
    spend_purpose_peer: TypeInputPeer | None = ...

class InputTakeoutFileLocation(TLObject): ...

class InputTheme(TLObject):
    id: int
    access_hash: int

class InputThemeSettings(TLObject):
    message_colors_animated: bool = ...
    base_theme: TypeBaseTheme
    accent_color: int
    outbox_accent_color: int | None = ...
    message_colors: list[int] | None = ...
    wallpaper: TypeInputWallPaper | None = ...
    wallpaper_settings: TypeWallPaperSettings | None = ...

class InputThemeSlug(TLObject):
    slug: str

class InputTonConnectOauthSession(TLObject):
    session_id: int
    challenge_answer: bytes
    body: bytes
    proof: TypeWalletOwnershipProof

class InputUser(TLObject):
    user_id: int
    access_hash: int

class InputUserEmpty(TLObject): ...

class InputUserFromMessage(TLObject):
    peer: TypeInputPeer
    msg_id: int
    user_id: int

class InputUserSelf(TLObject): ...

class InputWallPaper(TLObject):
    id: int
    access_hash: int

class InputWallPaperNoFile(TLObject):
    id: int

class InputWallPaperSlug(TLObject):
    slug: str

class InputWalletCardSticker(TLObject):
    coordinates: TypeMediaAreaCoordinates
    nft_address: str

class InputWalletImported(TLObject):
    public_key: bytes
    anchor_public_key: bytes | None = ...
    proof: TypeWalletOwnershipProof

class InputWalletNew(TLObject): ...

class InputWebDocument(TLObject):
    url: str
    size: int
    mime_type: str
    attributes: list[TypeDocumentAttribute]

class InputWebFileAudioAlbumThumbLocation(TLObject):
    small: bool = ...
    document: TypeInputDocument | None = ...
    title: str | None = ...
    performer: str | None = ...

class InputWebFileGeoPointLocation(TLObject):
    geo_point: TypeInputGeoPoint
    access_hash: int
    w: int
    h: int
    zoom: int
    scale: int

class InputWebFileLocation(TLObject):
    url: str
    access_hash: int

class Invoice(TLObject):
    test: bool = ...
    name_requested: bool = ...
    phone_requested: bool = ...
    email_requested: bool = ...
    shipping_address_requested: bool = ...
    flexible: bool = ...
    phone_to_provider: bool = ...
    email_to_provider: bool = ...
    recurring: bool = ...
    currency: str
    prices: list[TypeLabeledPrice]
    max_tip_amount: int | None = ...
    suggested_tip_amounts: list[int] | None = ...
    terms_url: str | None = ...
    subscription_period: int | None = ...

class JoinChatBotResultApproved(TLObject): ...

class JoinChatBotResultDeclined(TLObject): ...

class JoinChatBotResultQueued(TLObject): ...

class JoinChatBotResultWebView(TLObject):
    url: str

class JsonArray(TLObject):
    value: list[TypeJSONValue]

class JsonBool(TLObject):
    value: bool

class JsonNull(TLObject): ...

class JsonNumber(TLObject):
    value: float

class JsonObject(TLObject):
    value: list[TypeJSONObjectValue]

class JsonObjectValue(TLObject):
    key: str
    value: TypeJSONValue

class JsonString(TLObject):
    value: str

class KeyboardButton(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    type: TypeButtonType

class KeyboardButtonBuy(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str

class KeyboardButtonCallback(TLObject):
    requires_password: bool = ...
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    data: bytes

class KeyboardButtonCopy(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    copy_text: str

class KeyboardButtonGame(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str

class KeyboardButtonRequestGeoLocation(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str

class KeyboardButtonRequestPeer(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    button_id: int
    peer_type: TypeRequestPeerType
    max_quantity: int

class KeyboardButtonRequestPhone(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str

class KeyboardButtonRequestPoll(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    quiz: bool | None = ...
    text: str

class KeyboardButtonRow(TLObject):
    buttons: list[TypeKeyboardButton]

class KeyboardButtonSimpleWebView(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    url: str

class KeyboardButtonStyle(TLObject):
    bg_primary: bool = ...
    bg_danger: bool = ...
    bg_success: bool = ...
    icon: int | None = ...

class KeyboardButtonSwitchInline(TLObject):
    same_peer: bool = ...
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    query: str
    peer_types: list[TypeInlineQueryPeerType] | None = ...

class KeyboardButtonUrl(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    url: str

class KeyboardButtonUrlAuth(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    fwd_text: str | None = ...
    url: str
    button_id: int

class KeyboardButtonUserProfile(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    user_id: int

class KeyboardButtonWebView(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    url: str

class KeyboardInlineButton(TLObject):
    style: TypeKeyboardButtonStyle | None = ...
    text: str
    type: TypeInlineButtonType

class KeyboardInlineButtonRow(TLObject):
    buttons: list[TypeKeyboardInlineButton]

class LabeledPrice(TLObject):
    label: str
    amount: int

class LangPackDifference(TLObject):
    lang_code: str
    from_version: int
    version: int
    strings: list[TypeLangPackString]

class LangPackLanguage(TLObject):
    official: bool = ...
    rtl: bool = ...
    beta: bool = ...
    name: str
    native_name: str
    lang_code: str
    base_lang_code: str | None = ...
    plural_code: str
    strings_count: int
    translated_count: int
    translations_url: str

class LangPackString(TLObject):
    key: str
    value: str

class LangPackStringDeleted(TLObject):
    key: str

class LangPackStringPluralized(TLObject):
    key: str
    zero_value: str | None = ...
    one_value: str | None = ...
    two_value: str | None = ...
    few_value: str | None = ...
    many_value: str | None = ...
    other_value: str

class MaskCoords(TLObject):
    n: int
    x: float
    y: float
    zoom: float

class MediaAreaChannelPost(TLObject):
    coordinates: TypeMediaAreaCoordinates
    channel_id: int
    msg_id: int

class MediaAreaCoordinates(TLObject):
    x: float
    y: float
    w: float
    h: float
    rotation: float
    radius: float | None = ...

class MediaAreaGeoPoint(TLObject):
    coordinates: TypeMediaAreaCoordinates
    geo: TypeGeoPoint
    address: TypeGeoPointAddress | None = ...

class MediaAreaStarGift(TLObject):
    coordinates: TypeMediaAreaCoordinates
    slug: str

class MediaAreaSuggestedReaction(TLObject):
    dark: bool = ...
    flipped: bool = ...
    coordinates: TypeMediaAreaCoordinates
    reaction: TypeReaction

class MediaAreaUrl(TLObject):
    coordinates: TypeMediaAreaCoordinates
    url: str

class MediaAreaVenue(TLObject):
    coordinates: TypeMediaAreaCoordinates
    geo: TypeGeoPoint
    title: str
    address: str
    provider: str
    venue_id: str
    venue_type: str

class MediaAreaWeather(TLObject):
    coordinates: TypeMediaAreaCoordinates
    emoji: str
    temperature_c: float
    color: int

class Message(TLObject):
    out: bool = ...
    mentioned: bool = ...
    media_unread: bool = ...
    silent: bool = ...
    post: bool = ...
    from_scheduled: bool = ...
    legacy: bool = ...
    edit_hide: bool = ...
    pinned: bool = ...
    noforwards: bool = ...
    invert_media: bool = ...
    offline: bool = ...
    video_processing_pending: bool = ...
    paid_suggested_post_stars: bool = ...
    paid_suggested_post_ton: bool = ...
    id: int
    from_id: TypePeer | None = ...
    from_boosts_applied: int | None = ...
    from_rank: str | None = ...
    peer_id: TypePeer
    saved_peer_id: TypePeer | None = ...
    fwd_from: TypeMessageFwdHeader | None = ...
    via_bot_id: int | None = ...
    via_business_bot_id: int | None = ...
    guestchat_via_from: TypePeer | None = ...
    reply_to: TypeMessageReplyHeader | None = ...
    date: int
    message: str
    media: TypeMessageMedia | None = ...
    reply_markup: TypeReplyMarkup | None = ...
    entities: list[TypeMessageEntity] | None = ...
    views: int | None = ...
    forwards: int | None = ...
    replies: TypeMessageReplies | None = ...
    edit_date: int | None = ...
    post_author: str | None = ...
    grouped_id: int | None = ...
    reactions: TypeMessageReactions | None = ...
    restriction_reason: list[TypeRestrictionReason] | None = ...
    ttl_period: int | None = ...
    quick_reply_shortcut_id: int | None = ...
    effect: int | None = ...
    factcheck: TypeFactCheck | None = ...
    report_delivery_until_date: int | None = ...
    paid_message_stars: int | None = ...
    suggested_post: TypeSuggestedPost | None = ...
    schedule_repeat_period: int | None = ...
    summary_from_language: str | None = ...
    rich_message: TypeRichMessage | None = ...

class MessageActionAttachMenuBotAllowed(TLObject): ...

class MessageActionBoostApply(TLObject):
    boosts: int

class MessageActionBotAllowed(TLObject):
    attach_menu: bool = ...
    from_request: bool = ...
    domain: str | None = ...
    app: TypeBotApp | None = ...

class MessageActionChangeCommunity(TLObject):
    community_id: int | None = ...

class MessageActionChangeCreator(TLObject):
    new_creator_id: int

class MessageActionChannelCreate(TLObject):
    title: str

class MessageActionChannelMigrateFrom(TLObject):
    title: str
    chat_id: int

class MessageActionChatAddUser(TLObject):
    users: list[int]

class MessageActionChatCreate(TLObject):
    title: str
    users: list[int]

class MessageActionChatDeletePhoto(TLObject): ...

class MessageActionChatDeleteUser(TLObject):
    user_id: int

class MessageActionChatEditPhoto(TLObject):
    photo: TypePhoto

class MessageActionChatEditTitle(TLObject):
    title: str

class MessageActionChatJoinedByLink(TLObject):
    inviter_id: int

class MessageActionChatJoinedByRequest(TLObject): ...

class MessageActionChatJoinedViaCommunity(TLObject):
    community_id: int

class MessageActionChatMigrateTo(TLObject):
    channel_id: int

class MessageActionConferenceCall(TLObject):
    missed: bool = ...
    active: bool = ...
    video: bool = ...
    call_id: int
    duration: int | None = ...
    other_participants: list[TypePeer] | None = ...

class MessageActionContactSignUp(TLObject): ...

class MessageActionCustomAction(TLObject):
    message: str

class MessageActionEmpty(TLObject): ...

class MessageActionGameScore(TLObject):
    game_id: int
    score: int

class MessageActionGeoProximityReached(TLObject):
    from_id: TypePeer
    to_id: TypePeer
    distance: int

class MessageActionGiftCode(TLObject):
    via_giveaway: bool = ...
    unclaimed: bool = ...
    boost_peer: TypePeer | None = ...
    days: int
    slug: str
    currency: str | None = ...
    amount: int | None = ...
    crypto_currency: str | None = ...
    crypto_amount: int | None = ...
    message: TypeTextWithEntities | None = ...

class MessageActionGiftPremium(TLObject):
    currency: str
    amount: int
    days: int
    crypto_currency: str | None = ...
    crypto_amount: int | None = ...
    message: TypeTextWithEntities | None = ...

class MessageActionGiftStars(TLObject):
    currency: str
    amount: int
    stars: int
    crypto_currency: str | None = ...
    crypto_amount: int | None = ...
    transaction_id: str | None = ...

class MessageActionGiftTon(TLObject):
    currency: str
    amount: int
    crypto_currency: str
    crypto_amount: int
    transaction_id: str | None = ...

class MessageActionGiveawayLaunch(TLObject):
    stars: int | None = ...

class MessageActionGiveawayResults(TLObject):
    stars: bool = ...
    winners_count: int
    unclaimed_count: int

class MessageActionGramTransfer(TLObject):
    comment_encrypted: bool = ...
    amount: int
    peer_address: str
    transaction_id: str
    comment: str | None = ...

class MessageActionGroupCall(TLObject):
    call: TypeInputGroupCall
    duration: int | None = ...

class MessageActionGroupCallScheduled(TLObject):
    call: TypeInputGroupCall
    schedule_date: int

class MessageActionHistoryClear(TLObject): ...

class MessageActionInviteToGroupCall(TLObject):
    call: TypeInputGroupCall
    users: list[int]

class MessageActionManagedBotCreated(TLObject):
    bot_id: int

class MessageActionNewCreatorPending(TLObject):
    new_creator_id: int

class MessageActionNoForwardsRequest(TLObject):
    expired: bool = ...
    prev_value: bool
    new_value: bool

class MessageActionNoForwardsToggle(TLObject):
    prev_value: bool
    new_value: bool

class MessageActionNoPaidMessagesTokenUsed(TLObject): ...

class MessageActionPaidMessagesPrice(TLObject):
    broadcast_messages_allowed: bool = ...
    stars: int

class MessageActionPaidMessagesRefunded(TLObject):
    count: int
    stars: int

class MessageActionPaymentRefunded(TLObject):
    peer: TypePeer
    currency: str
    total_amount: int
    payload: bytes | None = ...
    charge: TypePaymentCharge

class MessageActionPaymentSent(TLObject):
    recurring_init: bool = ...
    recurring_used: bool = ...
    currency: str
    total_amount: int
    invoice_slug: str | None = ...
    subscription_until_date: int | None = ...

class MessageActionPaymentSentMe(TLObject):
    recurring_init: bool = ...
    recurring_used: bool = ...
    currency: str
    total_amount: int
    payload: bytes
    info: TypePaymentRequestedInfo | None = ...
    shipping_option_id: str | None = ...
    charge: TypePaymentCharge
    subscription_until_date: int | None = ...

class MessageActionPhoneCall(TLObject):
    video: bool = ...
    call_id: int
    reason: TypePhoneCallDiscardReason | None = ...
    duration: int | None = ...

class MessageActionPinMessage(TLObject): ...

class MessageActionPollAppendAnswer(TLObject):
    answer: TypePollAnswer

class MessageActionPollDeleteAnswer(TLObject):
    answer: TypePollAnswer

class MessageActionPrizeStars(TLObject):
    unclaimed: bool = ...
    stars: int
    transaction_id: str
    boost_peer: TypePeer
    giveaway_msg_id: int

class MessageActionRequestedPeer(TLObject):
    button_id: int
    peers: list[TypePeer]

class MessageActionRequestedPeerSentMe(TLObject):
    button_id: int
    peers: list[TypeRequestedPeer]

class MessageActionScreenshotTaken(TLObject): ...

class MessageActionSecureValuesSent(TLObject):
    types: list[TypeSecureValueType]

class MessageActionSecureValuesSentMe(TLObject):
    values: list[TypeSecureValue]
    credentials: TypeSecureCredentialsEncrypted

class MessageActionSetChatTheme(TLObject):
    theme: TypeChatTheme

class MessageActionSetChatWallPaper(TLObject):
    same: bool = ...
    for_both: bool = ...
    wallpaper: TypeWallPaper

class MessageActionSetMessagesTTL(TLObject):
    period: int
    auto_setting_from: int | None = ...

class MessageActionSetSameChatWallPaper(TLObject):
    wallpaper: TypeWallPaper

class MessageActionStarGift(TLObject):
    name_hidden: bool = ...
    saved: bool = ...
    converted: bool = ...
    upgraded: bool = ...
    refunded: bool = ...
    can_upgrade: bool = ...
    prepaid_upgrade: bool = ...
    upgrade_separate: bool = ...
    auction_acquired: bool = ...
    gift: TypeStarGift
    message: TypeTextWithEntities | None = ...
    convert_stars: int | None = ...
    upgrade_msg_id: int | None = ...
    upgrade_stars: int | None = ...
    from_id: TypePeer | None = ...
    peer: TypePeer | None = ...
    saved_id: int | None = ...
    prepaid_upgrade_hash: str | None = ...
    gift_msg_id: int | None = ...
    to_id: TypePeer | None = ...
    gift_num: int | None = ...

class MessageActionStarGiftPurchaseOffer(TLObject):
    accepted: bool = ...
    declined: bool = ...
    gift: TypeStarGift
    price: TypeStarsAmount
    expires_at: int

class MessageActionStarGiftPurchaseOfferDeclined(TLObject):
    expired: bool = ...
    gift: TypeStarGift
    price: TypeStarsAmount

class MessageActionStarGiftUnique(TLObject):
    upgrade: bool = ...
    transferred: bool = ...
    saved: bool = ...
    refunded: bool = ...
    prepaid_upgrade: bool = ...
    assigned: bool = ...
    from_offer: bool = ...
    craft: bool = ...
    name_hidden: bool = ...
    gift: TypeStarGift
    can_export_at: int | None = ...
    transfer_stars: int | None = ...
    from_id: TypePeer | None = ...
    peer: TypePeer | None = ...
    saved_id: int | None = ...
    resale_amount: TypeStarsAmount | None = ...
    can_transfer_at: int | None = ...
    can_resell_at: int | None = ...
    drop_original_details_stars: int | None = ...
    can_craft_at: int | None = ...
    message: TypeTextWithEntities | None = ...

class MessageActionSuggestBirthday(TLObject):
    birthday: TypeBirthday

class MessageActionSuggestProfilePhoto(TLObject):
    photo: TypePhoto

class MessageActionSuggestedPostApproval(TLObject):
    rejected: bool = ...
    balance_too_low: bool = ...
    reject_comment: str | None = ...
    schedule_date: int | None = ...
    price: TypeStarsAmount | None = ...

class MessageActionSuggestedPostRefund(TLObject):
    payer_initiated: bool = ...

class MessageActionSuggestedPostSuccess(TLObject):
    price: TypeStarsAmount

class MessageActionTodoAppendTasks(TLObject):
    list: list[TypeTodoItem]

class MessageActionTodoCompletions(TLObject):
    completed: list[int]
    incompleted: list[int]

class MessageActionTopicCreate(TLObject):
    title_missing: bool = ...
    title: str
    icon_color: int
    icon_emoji_id: int | None = ...

class MessageActionTopicEdit(TLObject):
    title: str | None = ...
    icon_emoji_id: int | None = ...
    closed: bool | None = ...
    hidden: bool | None = ...

class MessageActionWalletTonConnectRequest(TLObject):
    accepted: bool = ...
    declined: bool = ...
    session_id: int
    expires: int
    topic: str | None = ...
    trace_id: str | None = ...
    dapp_name: str | None = ...

class MessageActionWebViewDataSent(TLObject):
    text: str

class MessageActionWebViewDataSentMe(TLObject):
    text: str
    data: str

class MessageEmpty(TLObject):
    id: int
    peer_id: TypePeer | None = ...

class MessageEntityBankCard(TLObject):
    offset: int
    length: int

class MessageEntityBlockquote(TLObject):
    collapsed: bool = ...
    offset: int
    length: int

class MessageEntityBold(TLObject):
    offset: int
    length: int

class MessageEntityBotCommand(TLObject):
    offset: int
    length: int

class MessageEntityCashtag(TLObject):
    offset: int
    length: int

class MessageEntityCode(TLObject):
    offset: int
    length: int

class MessageEntityCustomEmoji(TLObject):
    offset: int
    length: int
    document_id: int

class MessageEntityDiffDelete(TLObject):
    offset: int
    length: int

class MessageEntityDiffInsert(TLObject):
    offset: int
    length: int

class MessageEntityDiffReplace(TLObject):
    offset: int
    length: int
    old_text: str

class MessageEntityEmail(TLObject):
    offset: int
    length: int

class MessageEntityFormattedDate(TLObject):
    relative: bool = ...
    short_time: bool = ...
    long_time: bool = ...
    short_date: bool = ...
    long_date: bool = ...
    day_of_week: bool = ...
    offset: int
    length: int
    date: int

class MessageEntityHashtag(TLObject):
    offset: int
    length: int

class MessageEntityItalic(TLObject):
    offset: int
    length: int

class MessageEntityMention(TLObject):
    offset: int
    length: int

class MessageEntityMentionName(TLObject):
    offset: int
    length: int
    user_id: int

class MessageEntityPhone(TLObject):
    offset: int
    length: int

class MessageEntityPre(TLObject):
    offset: int
    length: int
    language: str

class MessageEntitySpoiler(TLObject):
    offset: int
    length: int

class MessageEntityStrike(TLObject):
    offset: int
    length: int

class MessageEntityTextUrl(TLObject):
    offset: int
    length: int
    url: str

class MessageEntityTonAddress(TLObject):
    offset: int
    length: int

class MessageEntityUnderline(TLObject):
    offset: int
    length: int

class MessageEntityUnknown(TLObject):
    offset: int
    length: int

class MessageEntityUrl(TLObject):
    offset: int
    length: int

class MessageExtendedMedia(TLObject):
    media: TypeMessageMedia

class MessageExtendedMediaPreview(TLObject):
    w: int | None = ...
    h: int | None = ...
    thumb: TypePhotoSize | None = ...
    video_duration: int | None = ...

class MessageFwdHeader(TLObject):
    imported: bool = ...
    saved_out: bool = ...
    from_id: TypePeer | None = ...
    from_name: str | None = ...
    date: int
    channel_post: int | None = ...
    post_author: str | None = ...
    saved_from_peer: TypePeer | None = ...
    saved_from_msg_id: int | None = ...
    saved_from_id: TypePeer | None = ...
    saved_from_name: str | None = ...
    saved_date: int | None = ...
    psa_type: str | None = ...

class MessageInteractionCounters(TLObject):
    msg_id: int
    views: int
    forwards: int

class MessageMediaContact(TLObject):
    phone_number: str
    first_name: str
    last_name: str
    vcard: str
    user_id: int

class MessageMediaDice(TLObject):
    value: int
    emoticon: str
    game_outcome: messages.TypeEmojiGameOutcome | None = ...

class MessageMediaDocument(TLObject):
    nopremium: bool = ...
    spoiler: bool = ...
    video: bool = ...
    round: bool = ...
    voice: bool = ...
    document: TypeDocument | None = ...
    alt_documents: list[TypeDocument] | None = ...
    video_cover: TypePhoto | None = ...
    video_timestamp: int | None = ...
    ttl_seconds: int | None = ...

class MessageMediaEmpty(TLObject): ...

class MessageMediaGame(TLObject):
    game: TypeGame

class MessageMediaGeo(TLObject):
    geo: TypeGeoPoint

class MessageMediaGeoLive(TLObject):
    geo: TypeGeoPoint
    heading: int | None = ...
    period: int
    proximity_notification_radius: int | None = ...

class MessageMediaGiveaway(TLObject):
    only_new_subscribers: bool = ...
    winners_are_visible: bool = ...
    channels: list[int]
    countries_iso2: list[str] | None = ...
    prize_description: str | None = ...
    quantity: int
    months: int | None = ...
    stars: int | None = ...
    until_date: int

class MessageMediaGiveawayResults(TLObject):
    only_new_subscribers: bool = ...
    refunded: bool = ...
    channel_id: int
    additional_peers_count: int | None = ...
    launch_msg_id: int
    winners_count: int
    unclaimed_count: int
    winners: list[int]
    months: int | None = ...
    stars: int | None = ...
    prize_description: str | None = ...
    until_date: int

class MessageMediaInvoice(TLObject):
    shipping_address_requested: bool = ...
    test: bool = ...
    title: str
    description: str
    photo: TypeWebDocument | None = ...
    receipt_msg_id: int | None = ...
    currency: str
    total_amount: int
    start_param: str
    extended_media: TypeMessageExtendedMedia | None = ...

class MessageMediaPaidMedia(TLObject):
    stars_amount: int
    extended_media: list[TypeMessageExtendedMedia]

class MessageMediaPhoto(TLObject):
    spoiler: bool = ...
    live_photo: bool = ...
    photo: TypePhoto | None = ...
    ttl_seconds: int | None = ...
    video: TypeDocument | None = ...

class MessageMediaPoll(TLObject):
    poll: TypePoll
    results: TypePollResults
    attached_media: TypeMessageMedia | None = ...

class MessageMediaStory(TLObject):
    via_mention: bool = ...
    peer: TypePeer
    id: int
    story: TypeStoryItem | None = ...

class MessageMediaToDo(TLObject):
    todo: TypeTodoList
    completions: list[TypeTodoCompletion] | None = ...

class MessageMediaUnsupported(TLObject): ...

class MessageMediaVenue(TLObject):
    geo: TypeGeoPoint
    title: str
    address: str
    provider: str
    venue_id: str
    venue_type: str

class MessageMediaVideoStream(TLObject):
    rtmp_stream: bool = ...
    call: TypeInputGroupCall

class MessageMediaWebPage(TLObject):
    force_large_media: bool = ...
    force_small_media: bool = ...
    manual: bool = ...
    safe: bool = ...
    webpage: TypeWebPage

class MessagePeerReaction(TLObject):
    big: bool = ...
    unread: bool = ...
    my: bool = ...
    peer_id: TypePeer
    date: int
    reaction: TypeReaction

class MessagePeerVote(TLObject):
    peer: TypePeer
    option: bytes
    date: int

class MessagePeerVoteInputOption(TLObject):
    peer: TypePeer
    date: int

class MessagePeerVoteMultiple(TLObject):
    peer: TypePeer
    options: list[bytes]
    date: int

class MessageRange(TLObject):
    min_id: int
    max_id: int

class MessageReactions(TLObject):
    min: bool = ...
    can_see_list: bool = ...
    reactions_as_tags: bool = ...
    results: list[TypeReactionCount]
    recent_reactions: list[TypeMessagePeerReaction] | None = ...
    top_reactors: list[TypeMessageReactor] | None = ...

class MessageReactor(TLObject):
    top: bool = ...
    my: bool = ...
    anonymous: bool = ...
    peer_id: TypePeer | None = ...
    count: int

class MessageReplies(TLObject):
    comments: bool = ...
    replies: int
    replies_pts: int
    recent_repliers: list[TypePeer] | None = ...
    channel_id: int | None = ...
    max_id: int | None = ...
    read_max_id: int | None = ...

class MessageReplyHeader(TLObject):
    reply_to_scheduled: bool = ...
    forum_topic: bool = ...
    quote: bool = ...
    reply_to_ephemeral: bool = ...
    reply_to_msg_id: int | None = ...
    reply_to_peer_id: TypePeer | None = ...
    reply_from: TypeMessageFwdHeader | None = ...
    reply_media: TypeMessageMedia | None = ...
    reply_to_top_id: int | None = ...
    quote_text: str | None = ...
    quote_entities: list[TypeMessageEntity] | None = ...
    quote_offset: int | None = ...
    todo_item_id: int | None = ...
    poll_option: bytes | None = ...
    quote_rich: list[TypeRichText] | None = ...

class MessageReplyStoryHeader(TLObject):
    peer: TypePeer
    story_id: int

class MessageReportOption(TLObject):
    text: str
    option: bytes

class MessageService(TLObject):
    out: bool = ...
    mentioned: bool = ...
    media_unread: bool = ...
    reactions_are_possible: bool = ...
    silent: bool = ...
    post: bool = ...
    legacy: bool = ...
    id: int
    from_id: TypePeer | None = ...
    peer_id: TypePeer
    saved_peer_id: TypePeer | None = ...
    reply_to: TypeMessageReplyHeader | None = ...
    date: int
    action: TypeMessageAction
    reactions: TypeMessageReactions | None = ...
    ttl_period: int | None = ...

class MessageUserReaction(TLObject):
    user_id: int
    reaction: str

class MessageUserVote(TLObject):
    user_id: int
    option: bytes
    date: int

class MessageUserVoteInputOption(TLObject):
    user_id: int
    date: int

class MessageUserVoteMultiple(TLObject):
    user_id: int
    options: list[bytes]
    date: int

class MessageViews(TLObject):
    views: int | None = ...
    forwards: int | None = ...
    replies: TypeMessageReplies | None = ...

class MissingInvitee(TLObject):
    premium_would_allow_invite: bool = ...
    premium_required_for_pm: bool = ...
    user_id: int

class MonoForumDialog(TLObject):
    unread_mark: bool = ...
    nopaid_messages_exception: bool = ...
    peer: TypePeer
    top_message: int
    read_inbox_max_id: int
    read_outbox_max_id: int
    unread_count: int
    unread_reactions_count: int
    draft: TypeDraftMessage | None = ...

class MyBoost(TLObject):
    slot: int
    peer: TypePeer | None = ...
    date: int
    expires: int
    cooldown_until_date: int | None = ...

class NearestDc(TLObject):
    country: str
    this_dc: int
    nearest_dc: int

class NotificationSoundDefault(TLObject): ...

class NotificationSoundLocal(TLObject):
    title: str
    data: str

class NotificationSoundNone(TLObject): ...

class NotificationSoundRingtone(TLObject):
    id: int

class NotifyBroadcasts(TLObject): ...

class NotifyChats(TLObject): ...

class NotifyCommunity(TLObject):
    community_id: int

class NotifyForumTopic(TLObject):
    peer: TypePeer
    top_msg_id: int

class NotifyPeer(TLObject):
    peer: TypePeer

class NotifyUsers(TLObject): ...

class OnrampAvailability(TLObject):
    allowed: bool = ...
    buy_allowed: bool = ...
    country_code: str
    state: str | None = ...
    methods: list[TypeOnrampMethodAvailability]

class OnrampLimits(TLObject):
    base_currency: str
    base_min_amount: str
    base_max_amount: str
    crypto_min_amount: str
    crypto_max_amount: str
    payment_method: str

class OnrampMethodAvailability(TLObject):
    available: bool = ...
    payment_method: str

class OnrampProviderInfo(TLObject):
    supports_base_currencies: bool = ...
    supports_limits: bool = ...
    supports_quote: bool = ...
    id: str
    name: str
    crypto_currencies: list[str]

class OnrampQuote(TLObject):
    base_currency: str
    base_amount: str
    crypto_currency: str
    crypto_amount: str
    crypto_price: str
    fee_amount: str
    extra_fee_amount: str
    network_fee_amount: str
    total_amount: str
    payment_method: str
    expires_date: int

class OnrampSession(TLObject):
    provider: str
    session_id: str
    url: str
    expires_date: int

class OutboxReadDate(TLObject):
    date: int

class Page(TLObject):
    part: bool = ...
    rtl: bool = ...
    v2: bool = ...
    url: str
    blocks: list[TypePageBlock]
    photos: list[TypePhoto]
    documents: list[TypeDocument]
    views: int | None = ...

class PageBlockAnchor(TLObject):
    name: str

class PageBlockAudio(TLObject):
    audio_id: int
    caption: TypePageCaption

class PageBlockAuthorDate(TLObject):
    author: TypeRichText
    published_date: int

class PageBlockBlockquote(TLObject):
    collapsed: bool = ...
    text: TypeRichText
    caption: TypeRichText

class PageBlockBlockquoteBlocks(TLObject):
    blocks: list[TypePageBlock]
    caption: TypeRichText

class PageBlockButtonRow(TLObject):
    align_left: bool = ...
    align_center: bool = ...
    align_right: bool = ...
    buttons: list[TypePageButton]

class PageBlockChannel(TLObject):
    channel: TypeChat

class PageBlockCollage(TLObject):
    items: list[TypePageBlock]
    caption: TypePageCaption

class PageBlockCover(TLObject):
    cover: TypePageBlock

class PageBlockDetails(TLObject):
    open: bool = ...
    blocks: list[TypePageBlock]
    title: TypeRichText

class PageBlockDivider(TLObject): ...

class PageBlockDocument(TLObject):
    document_id: int
    caption: TypePageCaption

class PageBlockEmbed(TLObject):
    full_width: bool = ...
    allow_scrolling: bool = ...
    url: str | None = ...
    html: str | None = ...
    poster_photo_id: int | None = ...
    w: int | None = ...
    h: int | None = ...
    caption: TypePageCaption

class PageBlockEmbedPost(TLObject):
    url: str
    webpage_id: int
    author_photo_id: int
    author: str
    date: int
    blocks: list[TypePageBlock]
    caption: TypePageCaption

class PageBlockFooter(TLObject):
    text: TypeRichText

class PageBlockHeader(TLObject):
    text: TypeRichText

class PageBlockHeading1(TLObject):
    text: TypeRichText

class PageBlockHeading2(TLObject):
    text: TypeRichText

class PageBlockHeading3(TLObject):
    text: TypeRichText

class PageBlockHeading4(TLObject):
    text: TypeRichText

class PageBlockHeading5(TLObject):
    text: TypeRichText

class PageBlockHeading6(TLObject):
    text: TypeRichText

class PageBlockKicker(TLObject):
    text: TypeRichText

class PageBlockList(TLObject):
    items: list[TypePageListItem]

class PageBlockMap(TLObject):
    geo: TypeGeoPoint
    zoom: int
    w: int
    h: int
    caption: TypePageCaption

class PageBlockMath(TLObject):
    source: str

class PageBlockOrderedList(TLObject):
    reversed: bool = ...
    items: list[TypePageListOrderedItem]
    start: int | None = ...
    type: str | None = ...

class PageBlockParagraph(TLObject):
    text: TypeRichText

class PageBlockPhoto(TLObject):
    spoiler: bool = ...
    photo_id: int
    caption: TypePageCaption
    url: str | None = ...
    webpage_id: int | None = ...

class PageBlockPreformatted(TLObject):
    text: TypeRichText
    language: str

class PageBlockPullquote(TLObject):
    text: TypeRichText
    caption: TypeRichText

class PageBlockRelatedArticles(TLObject):
    title: TypeRichText
    articles: list[TypePageRelatedArticle]

class PageBlockSlideshow(TLObject):
    items: list[TypePageBlock]
    caption: TypePageCaption

class PageBlockSubheader(TLObject):
    text: TypeRichText

class PageBlockSubtitle(TLObject):
    text: TypeRichText

class PageBlockTable(TLObject):
    bordered: bool = ...
    striped: bool = ...
    compact: bool = ...
    title: TypeRichText
    rows: list[TypePageTableRow]

class PageBlockThinking(TLObject):
    text: TypeRichText

class PageBlockTitle(TLObject):
    text: TypeRichText

class PageBlockUnsupported(TLObject): ...

class PageBlockVideo(TLObject):
    autoplay: bool = ...
    loop: bool = ...
    spoiler: bool = ...
    video_id: int
    caption: TypePageCaption

class PageButton(TLObject):
    text: TypeRichText
    type: TypeInlineButtonType
    style: TypeRichButtonStyle | None = ...

class PageCaption(TLObject):
    text: TypeRichText
    credit: TypeRichText

class PageListItemBlocks(TLObject):
    checkbox: bool = ...
    checked: bool = ...
    blocks: list[TypePageBlock]

class PageListItemText(TLObject):
    checkbox: bool = ...
    checked: bool = ...
    text: TypeRichText

class PageListOrderedItemBlocks(TLObject):
    checkbox: bool = ...
    checked: bool = ...
    num: str | None = ...
    blocks: list[TypePageBlock]
    value: int | None = ...
    type: str | None = ...

class PageListOrderedItemText(TLObject):
    checkbox: bool = ...
    checked: bool = ...
    num: str | None = ...
    text: TypeRichText
    value: int | None = ...
    type: str | None = ...

class PageRelatedArticle(TLObject):
    url: str
    webpage_id: int
    title: str | None = ...
    description: str | None = ...
    photo_id: int | None = ...
    author: str | None = ...
    published_date: int | None = ...

class PageTableCell(TLObject):
    header: bool = ...
    align_center: bool = ...
    align_right: bool = ...
    valign_middle: bool = ...
    valign_bottom: bool = ...
    text: TypeRichText | None = ...
    colspan: int | None = ...
    rowspan: int | None = ...

class PageTableRow(TLObject):
    cells: list[TypePageTableCell]

class PaidReactionPrivacyAnonymous(TLObject): ...

class PaidReactionPrivacyDefault(TLObject): ...

class PaidReactionPrivacyPeer(TLObject):
    peer: TypeInputPeer

class Passkey(TLObject):
    id: str
    name: str
    date: int
    software_emoji_id: int | None = ...
    last_usage_date: int | None = ...

class PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(TLObject):
    salt1: bytes
    salt2: bytes
    g: int
    p: bytes

class PasswordKdfAlgoUnknown(TLObject): ...

class PaymentCharge(TLObject):
    id: str
    provider_charge_id: str

class PaymentFormMethod(TLObject):
    url: str
    title: str

class PaymentRequestedInfo(TLObject):
    name: str | None = ...
    phone: str | None = ...
    email: str | None = ...
    shipping_address: TypePostAddress | None = ...

class PaymentSavedCredentialsCard(TLObject):
    id: str
    title: str

class PeerBlocked(TLObject):
    peer_id: TypePeer
    date: int

class PeerChannel(TLObject):
    channel_id: int

class PeerChat(TLObject):
    chat_id: int

class PeerColor(TLObject):
    color: int | None = ...
    background_emoji_id: int | None = ...

class PeerColorCollectible(TLObject):
    collectible_id: int
    gift_emoji_id: int
    background_emoji_id: int
    accent_color: int
    colors: list[int]
    dark_accent_color: int | None = ...
    dark_colors: list[int] | None = ...

class PeerLocated(TLObject):
    peer: TypePeer
    expires: int
    distance: int

class PeerNotifySettings(TLObject):
    show_previews: bool | None = ...
    silent: bool | None = ...
    mute_until: int | None = ...
    ios_sound: TypeNotificationSound | None = ...
    android_sound: TypeNotificationSound | None = ...
    other_sound: TypeNotificationSound | None = ...
    stories_muted: bool | None = ...
    stories_hide_sender: bool | None = ...
    stories_ios_sound: TypeNotificationSound | None = ...
    stories_android_sound: TypeNotificationSound | None = ...
    stories_other_sound: TypeNotificationSound | None = ...

class PeerSelfLocated(TLObject):
    expires: int

class PeerSettings(TLObject):
    report_spam: bool = ...
    add_contact: bool = ...
    block_contact: bool = ...
    share_contact: bool = ...
    need_contacts_exception: bool = ...
    report_geo: bool = ...
    autoarchived: bool = ...
    invite_members: bool = ...
    request_chat_broadcast: bool = ...
    business_bot_paused: bool = ...
    business_bot_can_reply: bool = ...
    geo_distance: int | None = ...
    request_chat_title: str | None = ...
    request_chat_date: int | None = ...
    business_bot_id: int | None = ...
    business_bot_manage_url: str | None = ...
    charge_paid_message_stars: int | None = ...
    registration_month: str | None = ...
    phone_country: str | None = ...
    name_change_date: int | None = ...
    photo_change_date: int | None = ...

class PeerStories(TLObject):
    peer: TypePeer
    max_read_id: int | None = ...
    stories: list[TypeStoryItem]

class PeerUser(TLObject):
    user_id: int

class PendingSuggestion(TLObject):
    suggestion: str
    title: TypeTextWithEntities
    description: TypeTextWithEntities
    url: str

class PhoneCall(TLObject):
    p2p_allowed: bool = ...
    video: bool = ...
    conference_supported: bool = ...
    id: int
    access_hash: int
    date: int
    admin_id: int
    participant_id: int
    g_a_or_b: bytes
    key_fingerprint: int
    protocol: TypePhoneCallProtocol
    connections: list[TypePhoneConnection]
    start_date: int
    custom_parameters: TypeDataJSON | None = ...

class PhoneCallAccepted(TLObject):
    video: bool = ...
    id: int
    access_hash: int
    date: int
    admin_id: int
    participant_id: int
    g_b: bytes
    protocol: TypePhoneCallProtocol

class PhoneCallDiscardReasonAllowGroupCall(TLObject):
    encrypted_key: bytes

class PhoneCallDiscardReasonBusy(TLObject): ...

class PhoneCallDiscardReasonDisconnect(TLObject): ...

class PhoneCallDiscardReasonHangup(TLObject): ...

class PhoneCallDiscardReasonMigrateConferenceCall(TLObject):
    slug: str

class PhoneCallDiscardReasonMissed(TLObject): ...

class PhoneCallDiscarded(TLObject):
    need_rating: bool = ...
    need_debug: bool = ...
    video: bool = ...
    id: int
    reason: TypePhoneCallDiscardReason | None = ...
    duration: int | None = ...

class PhoneCallEmpty(TLObject):
    id: int

class PhoneCallProtocol(TLObject):
    udp_p2p: bool = ...
    udp_reflector: bool = ...
    min_layer: int
    max_layer: int
    library_versions: list[str]

class PhoneCallRequested(TLObject):
    video: bool = ...
    id: int
    access_hash: int
    date: int
    admin_id: int
    participant_id: int
    g_a_hash: bytes
    protocol: TypePhoneCallProtocol

class PhoneCallWaiting(TLObject):
    video: bool = ...
    id: int
    access_hash: int
    date: int
    admin_id: int
    participant_id: int
    protocol: TypePhoneCallProtocol
    receive_date: int | None = ...

class PhoneConnection(TLObject):
    tcp: bool = ...
    id: int
    ip: str
    ipv6: str
    port: int
    peer_tag: bytes

class PhoneConnectionWebrtc(TLObject):
    turn: bool = ...
    stun: bool = ...
    id: int
    ip: str
    ipv6: str
    port: int
    username: str
    password: str

class Photo(TLObject):
    has_stickers: bool = ...
    id: int
    access_hash: int
    file_reference: bytes
    date: int
    sizes: list[TypePhotoSize]
    video_sizes: list[TypeVideoSize] | None = ...
    dc_id: int

class PhotoCachedSize(TLObject):
    type: str
    w: int
    h: int
    bytes: _builtins.bytes

class PhotoEmpty(TLObject):
    id: int

class PhotoPathSize(TLObject):
    type: str
    bytes: _builtins.bytes

class PhotoSize(TLObject):
    type: str
    w: int
    h: int
    size: int

class PhotoSizeEmpty(TLObject):
    type: str

class PhotoSizeProgressive(TLObject):
    type: str
    w: int
    h: int
    sizes: list[int]

class PhotoStrippedSize(TLObject):
    type: str
    bytes: _builtins.bytes

class Poll(TLObject):
    id: int
    closed: bool = ...
    public_voters: bool = ...
    multiple_choice: bool = ...
    quiz: bool = ...
    open_answers: bool = ...
    revoting_disabled: bool = ...
    shuffle_answers: bool = ...
    hide_results_until_close: bool = ...
    creator: bool = ...
    subscribers_only: bool = ...
    question: TypeTextWithEntities
    answers: list[TypePollAnswer]
    close_period: int | None = ...
    close_date: int | None = ...
    countries_iso2: list[str] | None = ...
    hash: int

class PollAnswer(TLObject):
    text: TypeTextWithEntities
    option: bytes
    media: TypeMessageMedia | None = ...
    added_by: TypePeer | None = ...
    date: int | None = ...

class PollAnswerVoters(TLObject):
    chosen: bool = ...
    correct: bool = ...
    option: bytes
    voters: int | None = ...
    recent_voters: list[TypePeer] | None = ...

class PollResults(TLObject):
    min: bool = ...
    has_unread_votes: bool = ...
    can_view_stats: bool = ...
    results: list[TypePollAnswerVoters] | None = ...
    total_voters: int | None = ...
    recent_voters: list[TypePeer] | None = ...
    solution: str | None = ...
    solution_entities: list[TypeMessageEntity] | None = ...
    solution_media: TypeMessageMedia | None = ...

class PopularContact(TLObject):
    client_id: int
    importers: int

class PostAddress(TLObject):
    street_line1: str
    street_line2: str
    city: str
    state: str
    country_iso2: str
    post_code: str

class PostInteractionCountersMessage(TLObject):
    msg_id: int
    views: int
    forwards: int
    reactions: int

class PostInteractionCountersStory(TLObject):
    story_id: int
    views: int
    forwards: int
    reactions: int

class PremiumGiftCodeOption(TLObject):
    users: int
    months: int
    store_product: str | None = ...
    store_quantity: int | None = ...
    currency: str
    amount: int

class PremiumGiftOption(TLObject):
    months: int
    currency: str
    amount: int
    bot_url: str
    store_product: str | None = ...

class PremiumSubscriptionOption(TLObject):
    current: bool = ...
    can_purchase_upgrade: bool = ...
    transaction: str | None = ...
    months: int
    currency: str
    amount: int
    bot_url: str
    store_product: str | None = ...

class PrepaidGiveaway(TLObject):
    id: int
    months: int
    quantity: int
    date: int

class PrepaidStarsGiveaway(TLObject):
    id: int
    stars: int
    quantity: int
    boosts: int
    date: int

class PrivacyKeyAbout(TLObject): ...

class PrivacyKeyAddedByPhone(TLObject): ...

class PrivacyKeyBirthday(TLObject): ...

class PrivacyKeyChatInvite(TLObject): ...

class PrivacyKeyForwards(TLObject): ...

class PrivacyKeyNoPaidMessages(TLObject): ...

class PrivacyKeyPhoneCall(TLObject): ...

class PrivacyKeyPhoneNumber(TLObject): ...

class PrivacyKeyPhoneP2P(TLObject): ...

class PrivacyKeyProfilePhoto(TLObject): ...

class PrivacyKeySavedMusic(TLObject): ...

class PrivacyKeyStarGiftsAutoSave(TLObject): ...

class PrivacyKeyStatusTimestamp(TLObject): ...

class PrivacyKeyVoiceMessages(TLObject): ...

class PrivacyValueAllowAll(TLObject): ...

class PrivacyValueAllowBots(TLObject): ...

class PrivacyValueAllowChatParticipants(TLObject):
    chats: list[int]

class PrivacyValueAllowCloseFriends(TLObject): ...

class PrivacyValueAllowContacts(TLObject): ...

class PrivacyValueAllowPremium(TLObject): ...

class PrivacyValueAllowUsers(TLObject):
    users: list[int]

class PrivacyValueDisallowAll(TLObject): ...

class PrivacyValueDisallowBots(TLObject): ...

class PrivacyValueDisallowChatParticipants(TLObject):
    chats: list[int]

class PrivacyValueDisallowContacts(TLObject): ...

class PrivacyValueDisallowUsers(TLObject):
    users: list[int]

class ProfileTabFiles(TLObject): ...

class ProfileTabGifs(TLObject): ...

class ProfileTabGifts(TLObject): ...

class ProfileTabLinks(TLObject): ...

class ProfileTabMedia(TLObject): ...

class ProfileTabMusic(TLObject): ...

class ProfileTabPosts(TLObject): ...

class ProfileTabVoice(TLObject): ...

class PublicForwardMessage(TLObject):
    message: TypeMessage

class PublicForwardStory(TLObject):
    peer: TypePeer
    story: TypeStoryItem

class QuickReply(TLObject):
    shortcut_id: int
    shortcut: str
    top_message: int
    count: int

class ReactionCount(TLObject):
    chosen_order: int | None = ...
    reaction: TypeReaction
    count: int

class ReactionCustomEmoji(TLObject):
    document_id: int

class ReactionEmoji(TLObject):
    emoticon: str

class ReactionEmpty(TLObject): ...

class ReactionNotificationsFromAll(TLObject): ...

class ReactionNotificationsFromContacts(TLObject): ...

class ReactionPaid(TLObject): ...

class ReactionsNotifySettings(TLObject):
    messages_notify_from: TypeReactionNotificationsFrom | None = ...
    stories_notify_from: TypeReactionNotificationsFrom | None = ...
    poll_votes_notify_from: TypeReactionNotificationsFrom | None = ...
    sound: TypeNotificationSound
    show_previews: bool

class ReadParticipantDate(TLObject):
    user_id: int
    date: int

class ReceivedNotifyMessage(TLObject):
    id: int
    flags: int

class RecentMeUrlChat(TLObject):
    url: str
    chat_id: int

class RecentMeUrlChatInvite(TLObject):
    url: str
    chat_invite: TypeChatInvite

class RecentMeUrlStickerSet(TLObject):
    url: str
    set: TypeStickerSetCovered

class RecentMeUrlUnknown(TLObject):
    url: str

class RecentMeUrlUser(TLObject):
    url: str
    user_id: int

class RecentStory(TLObject):
    live: bool = ...
    max_id: int | None = ...

class ReplyInlineMarkup(TLObject):
    force_reply: bool = ...
    rows: list[TypeKeyboardInlineButtonRow]

class ReplyKeyboardForceReply(TLObject):
    single_use: bool = ...
    selective: bool = ...
    placeholder: str | None = ...

class ReplyKeyboardHide(TLObject):
    selective: bool = ...

class ReplyKeyboardMarkup(TLObject):
    resize: bool = ...
    single_use: bool = ...
    selective: bool = ...
    persistent: bool = ...
    force_reply: bool = ...
    rows: list[TypeKeyboardButtonRow]
    placeholder: str | None = ...

class ReportResultAddComment(TLObject):
    optional: bool = ...
    option: bytes

class ReportResultChooseOption(TLObject):
    title: str
    options: list[TypeMessageReportOption]

class ReportResultReported(TLObject): ...

class RequestPeerTypeBroadcast(TLObject):
    creator: bool = ...
    has_username: bool | None = ...
    user_admin_rights: TypeChatAdminRights | None = ...
    bot_admin_rights: TypeChatAdminRights | None = ...

class RequestPeerTypeChat(TLObject):
    creator: bool = ...
    bot_participant: bool = ...
    has_username: bool | None = ...
    forum: bool | None = ...
    user_admin_rights: TypeChatAdminRights | None = ...
    bot_admin_rights: TypeChatAdminRights | None = ...

class RequestPeerTypeCreateBot(TLObject):
    bot_managed: bool = ...
    suggested_name: str | None = ...
    suggested_username: str | None = ...

class RequestPeerTypeUser(TLObject):
    bot: bool | None = ...
    premium: bool | None = ...

class RequestedPeerChannel(TLObject):
    channel_id: int
    title: str | None = ...
    username: str | None = ...
    photo: TypePhoto | None = ...

class RequestedPeerChat(TLObject):
    chat_id: int
    title: str | None = ...
    photo: TypePhoto | None = ...

class RequestedPeerUser(TLObject):
    user_id: int
    first_name: str | None = ...
    last_name: str | None = ...
    username: str | None = ...
    photo: TypePhoto | None = ...

class RequirementToContactEmpty(TLObject): ...

class RequirementToContactPaidMessages(TLObject):
    stars_amount: int

class RequirementToContactPremium(TLObject): ...

class RestrictionReason(TLObject):
    platform: str
    reason: str
    text: str

class RichButtonStyle(TLObject):
    bg_primary: bool = ...
    bg_danger: bool = ...
    bg_success: bool = ...
    link: bool = ...

class RichMessage(TLObject):
    rtl: bool = ...
    part: bool = ...
    blocks: list[TypePageBlock]
    photos: list[TypePhoto]
    documents: list[TypeDocument]

class SavedDialog(TLObject):
    pinned: bool = ...
    peer: TypePeer
    top_message: int

class SavedPhoneContact(TLObject):
    phone: str
    first_name: str
    last_name: str
    date: int

class SavedReactionTag(TLObject):
    reaction: TypeReaction
    title: str | None = ...
    count: int

class SavedStarGift(TLObject):
    name_hidden: bool = ...
    unsaved: bool = ...
    refunded: bool = ...
    can_upgrade: bool = ...
    pinned_to_top: bool = ...
    upgrade_separate: bool = ...
    from_id: TypePeer | None = ...
    date: int
    gift: TypeStarGift
    message: TypeTextWithEntities | None = ...
    msg_id: int | None = ...
    saved_id: int | None = ...
    convert_stars: int | None = ...
    upgrade_stars: int | None = ...
    can_export_at: int | None = ...
    transfer_stars: int | None = ...
    can_transfer_at: int | None = ...
    can_resell_at: int | None = ...
    collection_id: list[int] | None = ...
    prepaid_upgrade_hash: str | None = ...
    drop_original_details_stars: int | None = ...
    gift_num: int | None = ...
    can_craft_at: int | None = ...

class SearchPostsFlood(TLObject):
    query_is_free: bool = ...
    total_daily: int
    remains: int
    wait_till: int | None = ...
    stars_amount: int

class SearchResultPosition(TLObject):
    msg_id: int
    date: int
    offset: int

class SearchResultsCalendarPeriod(TLObject):
    date: int
    min_msg_id: int
    max_msg_id: int
    count: int

class SecureCredentialsEncrypted(TLObject):
    data: bytes
    hash: bytes
    secret: bytes

class SecureData(TLObject):
    data: bytes
    data_hash: bytes
    secret: bytes

class SecureFile(TLObject):
    id: int
    access_hash: int
    size: int
    dc_id: int
    date: int
    file_hash: bytes
    secret: bytes

class SecureFileEmpty(TLObject): ...

class SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000(TLObject):
    salt: bytes

class SecurePasswordKdfAlgoSHA512(TLObject):
    salt: bytes

class SecurePasswordKdfAlgoUnknown(TLObject): ...

class SecurePlainEmail(TLObject):
    email: str

class SecurePlainPhone(TLObject):
    phone: str

class SecureRequiredType(TLObject):
    native_names: bool = ...
    selfie_required: bool = ...
    translation_required: bool = ...
    type: TypeSecureValueType

class SecureRequiredTypeOneOf(TLObject):
    types: list[TypeSecureRequiredType]

class SecureSecretSettings(TLObject):
    secure_algo: TypeSecurePasswordKdfAlgo
    secure_secret: bytes
    secure_secret_id: int

class SecureValue(TLObject):
    type: TypeSecureValueType
    data: TypeSecureData | None = ...
    front_side: TypeSecureFile | None = ...
    reverse_side: TypeSecureFile | None = ...
    selfie: TypeSecureFile | None = ...
    translation: list[TypeSecureFile] | None = ...
    files: list[TypeSecureFile] | None = ...
    plain_data: TypeSecurePlainData | None = ...
    hash: bytes

class SecureValueError(TLObject):
    type: TypeSecureValueType
    hash: bytes
    text: str

class SecureValueErrorData(TLObject):
    type: TypeSecureValueType
    data_hash: bytes
    field: str
    text: str

class SecureValueErrorFile(TLObject):
    type: TypeSecureValueType
    file_hash: bytes
    text: str

class SecureValueErrorFiles(TLObject):
    type: TypeSecureValueType
    file_hash: list[bytes]
    text: str

class SecureValueErrorFrontSide(TLObject):
    type: TypeSecureValueType
    file_hash: bytes
    text: str

class SecureValueErrorReverseSide(TLObject):
    type: TypeSecureValueType
    file_hash: bytes
    text: str

class SecureValueErrorSelfie(TLObject):
    type: TypeSecureValueType
    file_hash: bytes
    text: str

class SecureValueErrorTranslationFile(TLObject):
    type: TypeSecureValueType
    file_hash: bytes
    text: str

class SecureValueErrorTranslationFiles(TLObject):
    type: TypeSecureValueType
    file_hash: list[bytes]
    text: str

class SecureValueHash(TLObject):
    type: TypeSecureValueType
    hash: bytes

class SecureValueTypeAddress(TLObject): ...

class SecureValueTypeBankStatement(TLObject): ...

class SecureValueTypeDriverLicense(TLObject): ...

class SecureValueTypeEmail(TLObject): ...

class SecureValueTypeIdentityCard(TLObject): ...

class SecureValueTypeInternalPassport(TLObject): ...

class SecureValueTypePassport(TLObject): ...

class SecureValueTypePassportRegistration(TLObject): ...

class SecureValueTypePersonalDetails(TLObject): ...

class SecureValueTypePhone(TLObject): ...

class SecureValueTypeRentalAgreement(TLObject): ...

class SecureValueTypeTemporaryRegistration(TLObject): ...

class SecureValueTypeUtilityBill(TLObject): ...

class SendAsPeer(TLObject):
    premium_required: bool = ...
    peer: TypePeer

class SendMessageCancelAction(TLObject): ...

class SendMessageChooseContactAction(TLObject): ...

class SendMessageChooseStickerAction(TLObject): ...

class SendMessageEmojiInteraction(TLObject):
    emoticon: str
    msg_id: int
    interaction: TypeDataJSON

class SendMessageEmojiInteractionSeen(TLObject):
    emoticon: str

class SendMessageGamePlayAction(TLObject): ...

class SendMessageGeoLocationAction(TLObject): ...

class SendMessageHistoryImportAction(TLObject):
    progress: int

class SendMessageRecordAudioAction(TLObject): ...

class SendMessageRecordRoundAction(TLObject): ...

class SendMessageRecordVideoAction(TLObject): ...

class SendMessageRichMessageDraftAction(TLObject):
    can_stop: bool = ...
    keep_on_stop: bool = ...
    random_id: int
    rich_message: TypeRichMessage

class SendMessageStopDraftAction(TLObject):
    random_id: int

class SendMessageTextDraftAction(TLObject):
    can_stop: bool = ...
    keep_on_stop: bool = ...
    random_id: int
    text: TypeTextWithEntities

class SendMessageTypingAction(TLObject): ...

class SendMessageUploadAudioAction(TLObject):
    progress: int

class SendMessageUploadDocumentAction(TLObject):
    progress: int

class SendMessageUploadPhotoAction(TLObject):
    progress: int

class SendMessageUploadRoundAction(TLObject):
    progress: int

class SendMessageUploadVideoAction(TLObject):
    progress: int

class ShareThemeBackdropOption(TLObject):
    backdrop_id: int
    name: str
    center_color: int
    edge_color: int
    pattern_color: int
    text_color: int

class ShareThemeBackdrops(TLObject):
    hash: int
    backdrops: list[TypeShareThemeBackdropOption]

class ShareThemeBackdropsNotModified(TLObject): ...

class ShareThemeDefault(TLObject): ...

class ShareThemeEmojiBackdrop(TLObject):
    backdrop_id: int | None = ...
    emojis: list[TypeReaction] | None = ...

class ShareThemeGift(TLObject):
    stargift: TypeStarGift

class ShippingOption(TLObject):
    id: str
    title: str
    prices: list[TypeLabeledPrice]

class SimpleWebViewResultUrl(TLObject):
    url: str

class SmsJob(TLObject):
    job_id: str
    phone_number: str
    text: str

class SpeakingInGroupCallAction(TLObject): ...

class SponsoredMessage(TLObject):
    recommended: bool = ...
    can_report: bool = ...
    random_id: bytes
    url: str
    title: str
    message: str
    entities: list[TypeMessageEntity] | None = ...
    photo: TypePhoto | None = ...
    media: TypeMessageMedia | None = ...
    color: TypePeerColor | None = ...
    button_text: str
    sponsor_info: str | None = ...
    additional_info: str | None = ...
    min_display_duration: int | None = ...
    max_display_duration: int | None = ...

class SponsoredMessageReportOption(TLObject):
    text: str
    option: bytes

class SponsoredPeer(TLObject):
    random_id: bytes
    peer: TypePeer
    sponsor_info: str | None = ...
    additional_info: str | None = ...

class SponsoredWebPage(TLObject):
    url: str
    site_name: str
    photo: TypePhoto | None = ...

class StarGift(TLObject):
    limited: bool = ...
    sold_out: bool = ...
    birthday: bool = ...
    require_premium: bool = ...
    limited_per_user: bool = ...
    peer_color_available: bool = ...
    auction: bool = ...
    id: int
    sticker: TypeDocument
    stars: int
    availability_remains: int | None = ...
    availability_total: int | None = ...
    availability_resale: int | None = ...
    convert_stars: int
    first_sale_date: int | None = ...
    last_sale_date: int | None = ...
    upgrade_stars: int | None = ...
    resell_min_stars: int | None = ...
    title: str | None = ...
    released_by: TypePeer | None = ...
    per_user_total: int | None = ...
    per_user_remains: int | None = ...
    locked_until_date: int | None = ...
    auction_slug: str | None = ...
    gifts_per_round: int | None = ...
    auction_start_date: int | None = ...
    upgrade_variants: int | None = ...
    background: TypeStarGiftBackground | None = ...

class StarGiftActiveAuctionState(TLObject):
    gift: TypeStarGift
    state: TypeStarGiftAuctionState
    user_state: TypeStarGiftAuctionUserState

class StarGiftAttributeBackdrop(TLObject):
    name: str
    backdrop_id: int
    center_color: int
    edge_color: int
    pattern_color: int
    text_color: int
    rarity: TypeStarGiftAttributeRarity

class StarGiftAttributeCounter(TLObject):
    attribute: TypeStarGiftAttributeId
    count: int

class StarGiftAttributeIdBackdrop(TLObject):
    backdrop_id: int

class StarGiftAttributeIdModel(TLObject):
    document_id: int

class StarGiftAttributeIdPattern(TLObject):
    document_id: int

class StarGiftAttributeModel(TLObject):
    crafted: bool = ...
    name: str
    document: TypeDocument
    rarity: TypeStarGiftAttributeRarity

class StarGiftAttributeOriginalDetails(TLObject):
    sender_id: TypePeer | None = ...
    recipient_id: TypePeer
    date: int
    message: TypeTextWithEntities | None = ...

class StarGiftAttributePattern(TLObject):
    name: str
    document: TypeDocument
    rarity: TypeStarGiftAttributeRarity

class StarGiftAttributeRarity(TLObject):
    permille: int

class StarGiftAttributeRarityEpic(TLObject): ...

class StarGiftAttributeRarityLegendary(TLObject): ...

class StarGiftAttributeRarityRare(TLObject): ...

class StarGiftAttributeRarityUncommon(TLObject): ...

class StarGiftAuctionAcquiredGift(TLObject):
    name_hidden: bool = ...
    peer: TypePeer
    date: int
    bid_amount: int
    round: int
    pos: int
    message: TypeTextWithEntities | None = ...
    gift_num: int | None = ...

class StarGiftAuctionRound(TLObject):
    num: int
    duration: int

class StarGiftAuctionRoundExtendable(TLObject):
    num: int
    duration: int
    extend_top: int
    extend_window: int

class StarGiftAuctionState(TLObject):
    version: int
    start_date: int
    end_date: int
    min_bid_amount: int
    bid_levels: list[TypeAuctionBidLevel]
    top_bidders: list[int]
    next_round_at: int
    last_gift_num: int
    gifts_left: int
    current_round: int
    total_rounds: int
    rounds: list[TypeStarGiftAuctionRound]

class StarGiftAuctionStateFinished(TLObject):
    start_date: int
    end_date: int
    average_price: int
    listed_count: int | None = ...
    fragment_listed_count: int | None = ...
    fragment_listed_url: str | None = ...

class StarGiftAuctionStateNotModified(TLObject): ...

class StarGiftAuctionUserState(TLObject):
    returned: bool = ...
    bid_amount: int | None = ...
    bid_date: int | None = ...
    min_bid_amount: int | None = ...
    bid_peer: TypePeer | None = ...
    acquired_count: int

class StarGiftBackground(TLObject):
    center_color: int
    edge_color: int
    text_color: int

class StarGiftCollection(TLObject):
    collection_id: int
    title: str
    icon: TypeDocument | None = ...
    gifts_count: int
    hash: int

class StarGiftUnique(TLObject):
    require_premium: bool = ...
    resale_ton_only: bool = ...
    theme_available: bool = ...
    burned: bool = ...
    crafted: bool = ...
    id: int
    gift_id: int
    title: str
    slug: str
    num: int
    owner_id: TypePeer | None = ...
    owner_name: str | None = ...
    owner_address: str | None = ...
    attributes: list[TypeStarGiftAttribute]
    availability_issued: int
    availability_total: int
    gift_address: str | None = ...
    resell_amount: list[TypeStarsAmount] | None = ...
    released_by: TypePeer | None = ...
    value_amount: int | None = ...
    value_currency: str | None = ...
    value_usd_amount: int | None = ...
    theme_peer: TypePeer | None = ...
    peer_color: TypePeerColor | None = ...
    host_id: TypePeer | None = ...
    offer_min_stars: int | None = ...
    craft_chance_permille: int | None = ...

class StarGiftUpgradePrice(TLObject):
    date: int
    upgrade_stars: int

class StarRefProgram(TLObject):
    bot_id: int
    commission_permille: int
    duration_months: int | None = ...
    end_date: int | None = ...
    daily_revenue_per_user: TypeStarsAmount | None = ...

class StarsAmount(TLObject):
    amount: int
    nanos: int

class StarsGiftOption(TLObject):
    extended: bool = ...
    stars: int
    store_product: str | None = ...
    currency: str
    amount: int

class StarsGiveawayOption(TLObject):
    extended: bool = ...
    default: bool = ...
    stars: int
    yearly_boosts: int
    store_product: str | None = ...
    currency: str
    amount: int
    winners: list[TypeStarsGiveawayWinnersOption]

class StarsGiveawayWinnersOption(TLObject):
    default: bool = ...
    users: int
    per_user_stars: int

class StarsRating(TLObject):
    level: int
    current_level_stars: int
    stars: int
    next_level_stars: int | None = ...

class StarsRevenueStatus(TLObject):
    withdrawal_enabled: bool = ...
    current_balance: TypeStarsAmount
    available_balance: TypeStarsAmount
    overall_revenue: TypeStarsAmount
    next_withdrawal_at: int | None = ...

class StarsSubscription(TLObject):
    canceled: bool = ...
    can_refulfill: bool = ...
    missing_balance: bool = ...
    bot_canceled: bool = ...
    id: str
    peer: TypePeer
    until_date: int
    pricing: TypeStarsSubscriptionPricing
    chat_invite_hash: str | None = ...
    title: str | None = ...
    photo: TypeWebDocument | None = ...
    invoice_slug: str | None = ...

class StarsSubscriptionPricing(TLObject):
    period: int
    amount: int

class StarsTonAmount(TLObject):
    amount: int

class StarsTopupOption(TLObject):
    extended: bool = ...
    stars: int
    store_product: str | None = ...
    currency: str
    amount: int

class StarsTransaction(TLObject):
    refund: bool = ...
    pending: bool = ...
    failed: bool = ...
    gift: bool = ...
    reaction: bool = ...
    stargift_upgrade: bool = ...
    business_transfer: bool = ...
    stargift_resale: bool = ...
    posts_search: bool = ...
    stargift_prepaid_upgrade: bool = ...
    stargift_drop_original_details: bool = ...
    phonegroup_message: bool = ...
    stargift_auction_bid: bool = ...
    offer: bool = ...
    id: str
    amount: TypeStarsAmount
    date: int
    peer: TypeStarsTransactionPeer
    title: str | None = ...
    description: str | None = ...
    photo: TypeWebDocument | None = ...
    transaction_date: int | None = ...
    transaction_url: str | None = ...
    bot_payload: bytes | None = ...
    msg_id: int | None = ...
    extended_media: list[TypeMessageMedia] | None = ...
    subscription_period: int | None = ...
    giveaway_post_id: int | None = ...
    stargift: TypeStarGift | None = ...
    floodskip_number: int | None = ...
    starref_commission_permille: int | None = ...
    starref_peer: TypePeer | None = ...
    starref_amount: TypeStarsAmount | None = ...
    paid_messages: int | None = ...
    premium_gift_months: int | None = ...
    ads_proceeds_from_date: int | None = ...
    ads_proceeds_to_date: int | None = ...

class StarsTransactionPeer(TLObject):
    peer: TypePeer

class StarsTransactionPeerAPI(TLObject): ...

class StarsTransactionPeerAds(TLObject): ...

class StarsTransactionPeerAppStore(TLObject): ...

class StarsTransactionPeerFragment(TLObject): ...

class StarsTransactionPeerPlayMarket(TLObject): ...

class StarsTransactionPeerPremiumBot(TLObject): ...

class StarsTransactionPeerUnsupported(TLObject): ...

class StatsAbsValueAndPrev(TLObject):
    current: float
    previous: float

class StatsDateRangeDays(TLObject):
    min_date: int
    max_date: int

class StatsGraph(TLObject):
    json: TypeDataJSON
    zoom_token: str | None = ...

class StatsGraphAsync(TLObject):
    token: str

class StatsGraphError(TLObject):
    error: str

class StatsGroupTopAdmin(TLObject):
    user_id: int
    deleted: int
    kicked: int
    banned: int

class StatsGroupTopInviter(TLObject):
    user_id: int
    invitations: int

class StatsGroupTopPoster(TLObject):
    user_id: int
    messages: int
    avg_chars: int

class StatsPercentValue(TLObject):
    part: float
    total: float

class StatsURL(TLObject):
    url: str

class StickerKeyword(TLObject):
    document_id: int
    keyword: list[str]

class StickerPack(TLObject):
    emoticon: str
    documents: list[int]

class StickerSet(TLObject):
    archived: bool = ...
    official: bool = ...
    masks: bool = ...
    emojis: bool = ...
    text_color: bool = ...
    channel_emoji_status: bool = ...
    creator: bool = ...
    installed_date: int | None = ...
    id: int
    access_hash: int
    title: str
    short_name: str
    thumbs: list[TypePhotoSize] | None = ...
    thumb_dc_id: int | None = ...
    thumb_version: int | None = ...
    thumb_document_id: int | None = ...
    count: int
    hash: int
    animated: bool = ...
    videos: bool = ...

class StickerSetCovered(TLObject):
    set: TypeStickerSet
    cover: TypeDocument

class StickerSetFullCovered(TLObject):
    set: TypeStickerSet
    packs: list[TypeStickerPack]
    keywords: list[TypeStickerKeyword]
    documents: list[TypeDocument]

class StickerSetMultiCovered(TLObject):
    set: TypeStickerSet
    covers: list[TypeDocument]

class StickerSetNoCovered(TLObject):
    set: TypeStickerSet

class StoriesStealthMode(TLObject):
    active_until_date: int | None = ...
    cooldown_until_date: int | None = ...

class StoryAlbum(TLObject):
    album_id: int
    title: str
    icon_photo: TypePhoto | None = ...
    icon_video: TypeDocument | None = ...

class StoryFwdHeader(TLObject):
    modified: bool = ...
    from_: TypePeer | None = ...
    from_name: str | None = ...
    story_id: int | None = ...

class StoryItem(TLObject):
    pinned: bool = ...
    public: bool = ...
    close_friends: bool = ...
    min: bool = ...
    noforwards: bool = ...
    edited: bool = ...
    contacts: bool = ...
    selected_contacts: bool = ...
    out: bool = ...
    id: int
    date: int
    from_id: TypePeer | None = ...
    fwd_from: TypeStoryFwdHeader | None = ...
    expire_date: int
    caption: str | None = ...
    entities: list[TypeMessageEntity] | None = ...
    media: TypeMessageMedia
    media_areas: list[TypeMediaArea] | None = ...
    privacy: list[TypePrivacyRule] | None = ...
    views: TypeStoryViews | None = ...
    sent_reaction: TypeReaction | None = ...
    albums: list[int] | None = ...
    music: TypeDocument | None = ...

class StoryItemDeleted(TLObject):
    id: int

class StoryItemSkipped(TLObject):
    close_friends: bool = ...
    live: bool = ...
    id: int
    date: int
    expire_date: int

class StoryReaction(TLObject):
    peer_id: TypePeer
    date: int
    reaction: TypeReaction

class StoryReactionPublicForward(TLObject):
    message: TypeMessage

class StoryReactionPublicRepost(TLObject):
    peer_id: TypePeer
    story: TypeStoryItem

class StoryView(TLObject):
    blocked: bool = ...
    blocked_my_stories_from: bool = ...
    user_id: int
    date: int
    reaction: TypeReaction | None = ...

class StoryViewPublicForward(TLObject):
    blocked: bool = ...
    blocked_my_stories_from: bool = ...
    message: TypeMessage

class StoryViewPublicRepost(TLObject):
    blocked: bool = ...
    blocked_my_stories_from: bool = ...
    peer_id: TypePeer
    story: TypeStoryItem

class StoryViews(TLObject):
    has_viewers: bool = ...
    views_count: int
    forwards_count: int | None = ...
    reactions: list[TypeReactionCount] | None = ...
    reactions_count: int | None = ...
    recent_viewers: list[int] | None = ...

class SuggestedPost(TLObject):
    accepted: bool = ...
    rejected: bool = ...
    price: TypeStarsAmount | None = ...
    schedule_date: int | None = ...

class TextAnchor(TLObject):
    text: TypeRichText
    name: str

class TextAutoEmail(TLObject):
    text: TypeRichText

class TextAutoPhone(TLObject):
    text: TypeRichText

class TextAutoUrl(TLObject):
    text: TypeRichText

class TextBankCard(TLObject):
    text: TypeRichText

class TextBold(TLObject):
    text: TypeRichText

class TextBotCommand(TLObject):
    text: TypeRichText

class TextButton(TLObject):
    text: TypeRichText
    type: TypeInlineButtonType
    style: TypeRichButtonStyle | None = ...

class TextCashtag(TLObject):
    text: TypeRichText

class TextConcat(TLObject):
    texts: list[TypeRichText]

class TextCustomEmoji(TLObject):
    document_id: int
    alt: str

class TextDate(TLObject):
    relative: bool = ...
    short_time: bool = ...
    long_time: bool = ...
    short_date: bool = ...
    long_date: bool = ...
    day_of_week: bool = ...
    text: TypeRichText
    date: int

class TextDiff(TLObject):
    text: TypeRichText
    old_text: TypeRichText

class TextEmail(TLObject):
    text: TypeRichText
    email: str

class TextEmpty(TLObject): ...

class TextFixed(TLObject):
    text: TypeRichText

class TextHashtag(TLObject):
    text: TypeRichText

class TextImage(TLObject):
    document_id: int
    w: int
    h: int

class TextItalic(TLObject):
    text: TypeRichText

class TextMarked(TLObject):
    text: TypeRichText

class TextMath(TLObject):
    source: str

class TextMention(TLObject):
    text: TypeRichText

class TextMentionName(TLObject):
    text: TypeRichText
    user_id: int

class TextPhone(TLObject):
    text: TypeRichText
    phone: str

class TextPlain(TLObject):
    text: str

class TextSpoiler(TLObject):
    text: TypeRichText

class TextStrike(TLObject):
    text: TypeRichText

class TextSubscript(TLObject):
    text: TypeRichText

class TextSuperscript(TLObject):
    text: TypeRichText

class TextTonAddress(TLObject):
    text: TypeRichText

class TextUnderline(TLObject):
    text: TypeRichText

class TextUrl(TLObject):
    text: TypeRichText
    url: str
    webpage_id: int

class TextWithEntities(TLObject):
    text: str
    entities: list[TypeMessageEntity]

class Theme(TLObject):
    creator: bool = ...
    default: bool = ...
    for_chat: bool = ...
    id: int
    access_hash: int
    slug: str
    title: str
    document: TypeDocument | None = ...
    settings: list[TypeThemeSettings] | None = ...
    emoticon: str | None = ...
    installs_count: int | None = ...

class ThemeSettings(TLObject):
    message_colors_animated: bool = ...
    base_theme: TypeBaseTheme
    accent_color: int
    outbox_accent_color: int | None = ...
    message_colors: list[int] | None = ...
    wallpaper: TypeWallPaper | None = ...

class Timezone(TLObject):
    id: str
    name: str
    utc_offset: int

class TodoCompletion(TLObject):
    id: int
    completed_by: TypePeer
    date: int

class TodoItem(TLObject):
    id: int
    title: TypeTextWithEntities

class TodoList(TLObject):
    others_can_append: bool = ...
    others_can_complete: bool = ...
    title: TypeTextWithEntities
    list: list[TypeTodoItem]

class TonConnectManifest(TLObject):
    url: str
    name: str
    icon: TypeWebDocument | None = ...

class TonConnectNextEventId(TLObject):
    event_id: int

class TonConnectRequest(TLObject):
    session_id: int
    msg_id: int
    body: bytes
    expires: int
    topic: str | None = ...
    trace_id: str | None = ...

class TonConnectSession(TLObject):
    pending: bool = ...
    closing: bool = ...
    closed: bool = ...
    id: int
    dapp_client_id: str
    client_id: str | None = ...
    nonce: bytes
    manifest: TypeTonConnectManifest | None = ...
    manifest_error: int | None = ...
    date: int

class TopPeer(TLObject):
    peer: TypePeer
    rating: float

class TopPeerCategoryBotsApp(TLObject): ...

class TopPeerCategoryBotsGuestChat(TLObject): ...

class TopPeerCategoryBotsInline(TLObject): ...

class TopPeerCategoryBotsPM(TLObject): ...

class TopPeerCategoryChannels(TLObject): ...

class TopPeerCategoryCorrespondents(TLObject): ...

class TopPeerCategoryForwardChats(TLObject): ...

class TopPeerCategoryForwardUsers(TLObject): ...

class TopPeerCategoryGroups(TLObject): ...

class TopPeerCategoryPeers(TLObject):
    category: TypeTopPeerCategory
    count: int
    peers: list[TypeTopPeer]

class TopPeerCategoryPhoneCalls(TLObject): ...

class UpdateAiComposeTones(TLObject): ...

class UpdateAttachMenuBots(TLObject): ...

class UpdateAutoSaveSettings(TLObject): ...

class UpdateBotBusinessConnect(TLObject):
    connection: TypeBotBusinessConnection
    qts: int

class UpdateBotCallbackQuery(TLObject):
    query_id: int
    user_id: int
    peer: TypePeer
    msg_id: int
    chat_instance: int
    data: bytes | None = ...
    game_short_name: str | None = ...

class UpdateBotChatBoost(TLObject):
    peer: TypePeer
    boost: TypeBoost
    qts: int

class UpdateBotChatInviteRequester(TLObject):
    peer: TypePeer
    date: int
    user_id: int
    about: str
    invite: TypeExportedChatInvite
    qts: int
    query_id: int | None = ...

class UpdateBotCommands(TLObject):
    peer: TypePeer
    bot_id: int
    commands: list[TypeBotCommand]

class UpdateBotDeleteBusinessMessage(TLObject):
    connection_id: str
    peer: TypePeer
    messages: list[int]
    qts: int

class UpdateBotEditBusinessMessage(TLObject):
    connection_id: str
    message: TypeMessage
    reply_to_message: TypeMessage | None = ...
    qts: int

class UpdateBotGuestChatQuery(TLObject):
    query_id: int
    message: TypeMessage
    reference_messages: list[TypeMessage] | None = ...
    qts: int

class UpdateBotInlineQuery(TLObject):
    query_id: int
    user_id: int
    query: str
    geo: TypeGeoPoint | None = ...
    peer_type: TypeInlineQueryPeerType | None = ...
    offset: str

class UpdateBotInlineSend(TLObject):
    user_id: int
    query: str
    geo: TypeGeoPoint | None = ...
    id: str
    msg_id: TypeInputBotInlineMessageID | None = ...

class UpdateBotMenuButton(TLObject):
    bot_id: int
    button: TypeBotMenuButton

class UpdateBotMessageReaction(TLObject):
    peer: TypePeer
    msg_id: int
    date: int
    actor: TypePeer
    old_reactions: list[TypeReaction]
    new_reactions: list[TypeReaction]
    qts: int

class UpdateBotMessageReactions(TLObject):
    peer: TypePeer
    msg_id: int
    date: int
    reactions: list[TypeReactionCount]
    qts: int

class UpdateBotNewBusinessMessage(TLObject):
    connection_id: str
    message: TypeMessage
    reply_to_message: TypeMessage | None = ...
    qts: int

class UpdateBotPrecheckoutQuery(TLObject):
    query_id: int
    user_id: int
    payload: bytes
    info: TypePaymentRequestedInfo | None = ...
    shipping_option_id: str | None = ...
    currency: str
    total_amount: int

class UpdateBotPurchasedPaidMedia(TLObject):
    user_id: int
    payload: str
    qts: int

class UpdateBotShippingQuery(TLObject):
    query_id: int
    user_id: int
    payload: bytes
    shipping_address: TypePostAddress

class UpdateBotStarsSubscription(TLObject):
    canceled: bool = ...
    payment_failed: bool = ...
    restored: bool = ...
    user_id: int
    payload: bytes
    qts: int

class UpdateBotStopped(TLObject):
    user_id: int
    date: int
    stopped: bool
    qts: int

class UpdateBotSubscriptionExpire(TLObject):
    user_id: int
    payload: str
    invoice_slug: str
    until_date: int
    qts: int

class UpdateBotWebhookJSON(TLObject):
    data: TypeDataJSON

class UpdateBotWebhookJSONQuery(TLObject):
    query_id: int
    data: TypeDataJSON
    timeout: int

class UpdateBroadcastRevenueTransactions(TLObject):
    peer: TypePeer
    balances: TypeBroadcastRevenueBalances

class UpdateBusinessBotCallbackQuery(TLObject):
    query_id: int
    user_id: int
    connection_id: str
    message: TypeMessage
    reply_to_message: TypeMessage | None = ...
    chat_instance: int
    data: bytes | None = ...

class UpdateChannel(TLObject):
    channel_id: int

class UpdateChannelAvailableMessages(TLObject):
    channel_id: int
    available_min_id: int

class UpdateChannelMessageForwards(TLObject):
    channel_id: int
    id: int
    forwards: int

class UpdateChannelMessageViews(TLObject):
    channel_id: int
    id: int
    views: int

class UpdateChannelParticipant(TLObject):
    via_chatlist: bool = ...
    channel_id: int
    date: int
    actor_id: int
    user_id: int
    prev_participant: TypeChannelParticipant | None = ...
    new_participant: TypeChannelParticipant | None = ...
    invite: TypeExportedChatInvite | None = ...
    qts: int

class UpdateChannelPinnedTopic(TLObject):
    pinned: bool = ...
    channel_id: int
    topic_id: int

class UpdateChannelPinnedTopics(TLObject):
    channel_id: int
    order: list[int] | None = ...

class UpdateChannelReadMessagesContents(TLObject):
    channel_id: int
    top_msg_id: int | None = ...
    saved_peer_id: TypePeer | None = ...
    messages: list[int]

class UpdateChannelTooLong(TLObject):
    channel_id: int
    pts: int | None = ...

class UpdateChannelUserTyping(TLObject):
    channel_id: int
    top_msg_id: int | None = ...
    from_id: TypePeer
    action: TypeSendMessageAction

class UpdateChannelViewForumAsMessages(TLObject):
    channel_id: int
    enabled: bool

class UpdateChannelWebPage(TLObject):
    channel_id: int
    webpage: TypeWebPage
    pts: int
    pts_count: int

class UpdateChat(TLObject):
    chat_id: int

class UpdateChatDefaultBannedRights(TLObject):
    peer: TypePeer
    default_banned_rights: TypeChatBannedRights
    version: int

class UpdateChatParticipant(TLObject):
    chat_id: int
    date: int
    actor_id: int
    user_id: int
    prev_participant: TypeChatParticipant | None = ...
    new_participant: TypeChatParticipant | None = ...
    invite: TypeExportedChatInvite | None = ...
    qts: int

class UpdateChatParticipantAdd(TLObject):
    chat_id: int
    user_id: int
    inviter_id: int
    date: int
    version: int

class UpdateChatParticipantAdmin(TLObject):
    chat_id: int
    user_id: int
    is_admin: bool
    version: int

class UpdateChatParticipantDelete(TLObject):
    chat_id: int
    user_id: int
    version: int

class UpdateChatParticipantRank(TLObject):
    chat_id: int
    user_id: int
    rank: str
    version: int

class UpdateChatParticipants(TLObject):
    participants: TypeChatParticipants

class UpdateChatUserTyping(TLObject):
    chat_id: int
    from_id: TypePeer
    action: TypeSendMessageAction

class UpdateConfig(TLObject): ...

class UpdateContactsReset(TLObject): ...

class UpdateDcOptions(TLObject):
    dc_options: list[TypeDcOption]

class UpdateDeleteChannelMessages(TLObject):
    channel_id: int
    messages: list[int]
    pts: int
    pts_count: int

class UpdateDeleteEphemeralMessages(TLObject):
    peer: TypePeer
    ids: list[int]

class UpdateDeleteGroupCallMessages(TLObject):
    call: TypeInputGroupCall
    messages: list[int]

class UpdateDeleteMessages(TLObject):
    messages: list[int]
    pts: int
    pts_count: int

class UpdateDeleteQuickReply(TLObject):
    shortcut_id: int

class UpdateDeleteQuickReplyMessages(TLObject):
    shortcut_id: int
    messages: list[int]

class UpdateDeleteScheduledMessages(TLObject):
    peer: TypePeer
    messages: list[int]
    sent_messages: list[int] | None = ...

class UpdateDialogFilter(TLObject):
    id: int
    filter: TypeDialogFilter | None = ...

class UpdateDialogFilterOrder(TLObject):
    order: list[int]

class UpdateDialogFilters(TLObject): ...

class UpdateDialogPinned(TLObject):
    pinned: bool = ...
    folder_id: int | None = ...
    peer: TypeDialogPeer

class UpdateDialogUnreadMark(TLObject):
    unread: bool = ...
    peer: TypeDialogPeer
    saved_peer_id: TypePeer | None = ...

class UpdateDraftMessage(TLObject):
    peer: TypePeer
    top_msg_id: int | None = ...
    saved_peer_id: TypePeer | None = ...
    draft: TypeDraftMessage

class UpdateEditChannelMessage(TLObject):
    message: TypeMessage
    pts: int
    pts_count: int

class UpdateEditEphemeralMessage(TLObject):
    message: TypeEphemeralMessage

class UpdateEditMessage(TLObject):
    message: TypeMessage
    pts: int
    pts_count: int

class UpdateEmojiGameInfo(TLObject):
    info: messages.TypeEmojiGameInfo

class UpdateEncryptedChatTyping(TLObject):
    chat_id: int

class UpdateEncryptedMessagesRead(TLObject):
    chat_id: int
    max_date: int
    date: int

class UpdateEncryption(TLObject):
    chat: TypeEncryptedChat
    date: int

class UpdateEphemeralBotCallbackQuery(TLObject):
    query_id: int
    user_id: int
    peer: TypePeer | None = ...
    msg_id: int
    data: bytes
    chat_instance: int | None = ...
    message: TypeEphemeralMessage

class UpdateFavedStickers(TLObject): ...

class UpdateFolderPeers(TLObject):
    folder_peers: list[TypeFolderPeer]
    pts: int
    pts_count: int

class UpdateGeoLiveViewed(TLObject):
    peer: TypePeer
    msg_id: int

class UpdateGroupCall(TLObject):
    live_story: bool = ...
    peer: TypePeer | None = ...
    call: TypeGroupCall

class UpdateGroupCallChainBlocks(TLObject):
    call: TypeInputGroupCall
    sub_chain_id: int
    blocks: list[bytes]
    next_offset: int

class UpdateGroupCallConnection(TLObject):
    presentation: bool = ...
    params: TypeDataJSON

class UpdateGroupCallEncryptedMessage(TLObject):
    call: TypeInputGroupCall
    from_id: TypePeer
    encrypted_message: bytes

class UpdateGroupCallMessage(TLObject):
    call: TypeInputGroupCall
    message: TypeGroupCallMessage

class UpdateGroupCallParticipants(TLObject):
    call: TypeInputGroupCall
    participants: list[TypeGroupCallParticipant]
    version: int

class UpdateGroupInvitePrivacyForbidden(TLObject):
    user_id: int

class UpdateInlineBotCallbackQuery(TLObject):
    query_id: int
    user_id: int
    msg_id: TypeInputBotInlineMessageID
    chat_instance: int
    data: bytes | None = ...
    game_short_name: str | None = ...

class UpdateJoinChatWebViewDecision(TLObject):
    peer: TypePeer
    query_id: int
    result: TypeJoinChatBotResult

class UpdateLangPack(TLObject):
    difference: TypeLangPackDifference

class UpdateLangPackTooLong(TLObject):
    lang_code: str

class UpdateLoginToken(TLObject): ...

class UpdateManagedBot(TLObject):
    user_id: int
    bot_id: int
    qts: int

class UpdateMessageExtendedMedia(TLObject):
    peer: TypePeer
    msg_id: int
    extended_media: list[TypeMessageExtendedMedia]

class UpdateMessageID(TLObject):
    id: int
    random_id: int

class UpdateMessagePoll(TLObject):
    peer: TypePeer | None = ...
    msg_id: int | None = ...
    top_msg_id: int | None = ...
    poll_id: int
    poll: TypePoll | None = ...
    results: TypePollResults

class UpdateMessagePollVote(TLObject):
    poll_id: int
    peer: TypePeer
    options: list[bytes]
    positions: list[int]
    qts: int

class UpdateMessageReactions(TLObject):
    peer: TypePeer
    msg_id: int
    top_msg_id: int | None = ...
    saved_peer_id: TypePeer | None = ...
    reactions: TypeMessageReactions

class UpdateMonoForumNoPaidException(TLObject):
    exception: bool = ...
    channel_id: int
    saved_peer_id: TypePeer

class UpdateMoveStickerSetToTop(TLObject):
    masks: bool = ...
    emojis: bool = ...
    stickerset: int

class UpdateNewAuthorization(TLObject):
    unconfirmed: bool = ...
    hash: int
    date: int | None = ...
    device: str | None = ...
    location: str | None = ...

class UpdateNewBotConnection(TLObject):
    confirmed: bool = ...
    bot_id: int
    date: int | None = ...
    device: str | None = ...
    location: str | None = ...

class UpdateNewChannelMessage(TLObject):
    message: TypeMessage
    pts: int
    pts_count: int

class UpdateNewEncryptedMessage(TLObject):
    message: TypeEncryptedMessage
    qts: int

class UpdateNewEphemeralMessage(TLObject):
    message: TypeEphemeralMessage

class UpdateNewMessage(TLObject):
    message: TypeMessage
    pts: int
    pts_count: int

class UpdateNewQuickReply(TLObject):
    quick_reply: TypeQuickReply

class UpdateNewScheduledMessage(TLObject):
    message: TypeMessage

class UpdateNewStickerSet(TLObject):
    stickerset: messages.TypeStickerSet

class UpdateNewStoryReaction(TLObject):
    story_id: int
    peer: TypePeer
    reaction: TypeReaction

class UpdateNotifySettings(TLObject):
    peer: TypeNotifyPeer
    notify_settings: TypePeerNotifySettings

class UpdatePaidReactionPrivacy(TLObject):
    private: TypePaidReactionPrivacy

class UpdatePeerBlocked(TLObject):
    blocked: bool = ...
    blocked_my_stories_from: bool = ...
    peer_id: TypePeer

class UpdatePeerHistoryTTL(TLObject):
    peer: TypePeer
    ttl_period: int | None = ...

class UpdatePeerLocated(TLObject):
    peers: list[TypePeerLocated]

class UpdatePeerSettings(TLObject):
    peer: TypePeer
    settings: TypePeerSettings

class UpdatePeerWallpaper(TLObject):
    wallpaper_overridden: bool = ...
    peer: TypePeer
    wallpaper: TypeWallPaper | None = ...

class UpdatePendingJoinRequests(TLObject):
    peer: TypePeer
    requests_pending: int
    recent_requesters: list[int]

class UpdatePhoneCall(TLObject):
    phone_call: TypePhoneCall

class UpdatePhoneCallSignalingData(TLObject):
    phone_call_id: int
    data: bytes

class UpdatePinnedChannelMessages(TLObject):
    pinned: bool = ...
    channel_id: int
    messages: list[int]
    pts: int
    pts_count: int

class UpdatePinnedDialogs(TLObject):
    folder_id: int | None = ...
    order: list[TypeDialogPeer] | None = ...

class UpdatePinnedForumTopic(TLObject):
    pinned: bool = ...
    peer: TypePeer
    topic_id: int

class UpdatePinnedForumTopics(TLObject):
    peer: TypePeer
    order: list[int] | None = ...

class UpdatePinnedMessages(TLObject):
    pinned: bool = ...
    peer: TypePeer
    messages: list[int]
    pts: int
    pts_count: int

class UpdatePinnedSavedDialogs(TLObject):
    order: list[TypeDialogPeer] | None = ...

class UpdatePrivacy(TLObject):
    key: TypePrivacyKey
    rules: list[TypePrivacyRule]

class UpdatePtsChanged(TLObject): ...

class UpdateQuickReplies(TLObject):
    quick_replies: list[TypeQuickReply]

class UpdateQuickReplyMessage(TLObject):
    message: TypeMessage

class UpdateReadChannelDiscussionInbox(TLObject):
    channel_id: int
    top_msg_id: int
    read_max_id: int
    broadcast_id: int | None = ...
    broadcast_post: int | None = ...

class UpdateReadChannelDiscussionOutbox(TLObject):
    channel_id: int
    top_msg_id: int
    read_max_id: int

class UpdateReadChannelInbox(TLObject):
    folder_id: int | None = ...
    channel_id: int
    max_id: int
    still_unread_count: int
    pts: int

class UpdateReadChannelOutbox(TLObject):
    channel_id: int
    max_id: int

class UpdateReadFeaturedEmojiStickers(TLObject): ...

class UpdateReadFeaturedStickers(TLObject): ...

class UpdateReadHistoryInbox(TLObject):
    folder_id: int | None = ...
    peer: TypePeer
    top_msg_id: int | None = ...
    max_id: int
    still_unread_count: int
    pts: int
    pts_count: int

class UpdateReadHistoryOutbox(TLObject):
    peer: TypePeer
    max_id: int
    pts: int
    pts_count: int

class UpdateReadMessagesContents(TLObject):
    messages: list[int]
    pts: int
    pts_count: int
    date: int | None = ...

class UpdateReadMonoForumInbox(TLObject):
    channel_id: int
    saved_peer_id: TypePeer
    read_max_id: int

class UpdateReadMonoForumOutbox(TLObject):
    channel_id: int
    saved_peer_id: TypePeer
    read_max_id: int

class UpdateReadStories(TLObject):
    peer: TypePeer
    max_id: int

class UpdateRecentEmojiStatuses(TLObject): ...

class UpdateRecentReactions(TLObject): ...

class UpdateRecentStickers(TLObject): ...

class UpdateSavedDialogPinned(TLObject):
    pinned: bool = ...
    peer: TypeDialogPeer

class UpdateSavedGifs(TLObject): ...

class UpdateSavedReactionTags(TLObject): ...

class UpdateSavedRingtones(TLObject): ...

class UpdateSentPhoneCode(TLObject):
    sent_code: auth.TypeSentCode

class UpdateSentStoryReaction(TLObject):
    peer: TypePeer
    story_id: int
    reaction: TypeReaction

class UpdateSentWalletTransaction(TLObject):
    gasless: bool = ...
    msg_hash: str
    transaction: TypeWalletTransaction | None = ...

class UpdateServiceNotification(TLObject):
    popup: bool = ...
    invert_media: bool = ...
    inbox_date: int | None = ...
    type: str
    message: str
    media: TypeMessageMedia
    entities: list[TypeMessageEntity]

class UpdateShort(TLObject):
    update: TypeUpdate
    date: int

class UpdateShortChatMessage(TLObject):
    out: bool = ...
    mentioned: bool = ...
    media_unread: bool = ...
    silent: bool = ...
    id: int
    from_id: int
    chat_id: int
    message: str
    pts: int
    pts_count: int
    date: int
    fwd_from: TypeMessageFwdHeader | None = ...
    via_bot_id: int | None = ...
    reply_to: TypeMessageReplyHeader | None = ...
    entities: list[TypeMessageEntity] | None = ...
    ttl_period: int | None = ...

class UpdateShortMessage(TLObject):
    out: bool = ...
    mentioned: bool = ...
    media_unread: bool = ...
    silent: bool = ...
    id: int
    user_id: int
    message: str
    pts: int
    pts_count: int
    date: int
    fwd_from: TypeMessageFwdHeader | None = ...
    via_bot_id: int | None = ...
    reply_to: TypeMessageReplyHeader | None = ...
    entities: list[TypeMessageEntity] | None = ...
    ttl_period: int | None = ...

class UpdateShortSentMessage(TLObject):
    out: bool = ...
    id: int
    pts: int
    pts_count: int
    date: int
    media: TypeMessageMedia | None = ...
    entities: list[TypeMessageEntity] | None = ...
    ttl_period: int | None = ...

class UpdateSmsJob(TLObject):
    job_id: str

class UpdateStarGiftAuctionState(TLObject):
    gift_id: int
    state: TypeStarGiftAuctionState

class UpdateStarGiftAuctionUserState(TLObject):
    gift_id: int
    user_state: TypeStarGiftAuctionUserState

class UpdateStarGiftCraftFail(TLObject): ...

class UpdateStarsBalance(TLObject):
    balance: TypeStarsAmount

class UpdateStarsRevenueStatus(TLObject):
    peer: TypePeer
    status: TypeStarsRevenueStatus

class UpdateStickerSets(TLObject):
    masks: bool = ...
    emojis: bool = ...

class UpdateStickerSetsOrder(TLObject):
    masks: bool = ...
    emojis: bool = ...
    order: list[int]

class UpdateStoriesStealthMode(TLObject):
    stealth_mode: TypeStoriesStealthMode

class UpdateStory(TLObject):
    peer: TypePeer
    story: TypeStoryItem

class UpdateStoryID(TLObject):
    id: int
    random_id: int

class UpdateTheme(TLObject):
    theme: TypeTheme

class UpdateTranscribedAudio(TLObject):
    pending: bool = ...
    peer: TypePeer
    msg_id: int
    transcription_id: int
    text: str

class UpdateUser(TLObject):
    user_id: int

class UpdateUserEmojiStatus(TLObject):
    user_id: int
    emoji_status: TypeEmojiStatus

class UpdateUserName(TLObject):
    user_id: int
    first_name: str
    last_name: str
    usernames: list[TypeUsername]

class UpdateUserPhone(TLObject):
    user_id: int
    phone: str

class UpdateUserPhoto(TLObject):
    user_id: int
    date: int
    photo: TypeUserProfilePhoto
    previous: bool

class UpdateUserStatus(TLObject):
    user_id: int
    status: TypeUserStatus

class UpdateUserTyping(TLObject):
    user_id: int
    top_msg_id: int | None = ...
    action: TypeSendMessageAction

class UpdateWalletGaslessInfo(TLObject):
    available: bool = ...
    left: int
    reset_at: int
    min_amount: int
    relayer_address: str

class UpdateWalletState(TLObject):
    state: TypeWalletState

class UpdateWalletTonConnectPendingDisconnect(TLObject):
    session_ids: list[int]

class UpdateWalletTonConnectSession(TLObject):
    session: TypeTonConnectSession

class UpdateWebBrowserException(TLObject):
    delete: bool = ...
    open_external_browser: bool | None = ...
    exception: TypeWebDomainException

class UpdateWebBrowserSettings(TLObject):
    open_external_browser: bool = ...
    display_close_button: bool = ...

class UpdateWebPage(TLObject):
    webpage: TypeWebPage
    pts: int
    pts_count: int

class UpdateWebViewResultSent(TLObject):
    query_id: int

class Updates(TLObject):
    updates: list[TypeUpdate]
    users: list[TypeUser]
    chats: list[TypeChat]
    date: int
    seq: int

class UpdatesCombined(TLObject):
    updates: list[TypeUpdate]
    users: list[TypeUser]
    chats: list[TypeChat]
    date: int
    seq_start: int
    seq: int

class UpdatesTooLong(TLObject): ...

class UrlAuthResultAccepted(TLObject):
    url: str | None = ...

class UrlAuthResultDefault(TLObject): ...

class UrlAuthResultRequest(TLObject):
    request_write_access: bool = ...
    request_phone_number: bool = ...
    match_codes_first: bool = ...
    is_app: bool = ...
    request_wallet: bool = ...
    bot: TypeUser
    domain: str
    browser: str | None = ...
    platform: str | None = ...
    ip: str | None = ...
    region: str | None = ...
    match_codes: list[str] | None = ...
    user_id_hint: int | None = ...
    verified_app_name: str | None = ...
    tc_session_id: int | None = ...
    tc_client_id: str | None = ...

class User(TLObject):
    self_: bool = ...
    contact: bool = ...
    mutual_contact: bool = ...
    deleted: bool = ...
    bot: bool = ...
    bot_chat_history: bool = ...
    bot_nochats: bool = ...
    verified: bool = ...
    restricted: bool = ...
    min: bool = ...
    bot_inline_geo: bool = ...
    support: bool = ...
    scam: bool = ...
    apply_min_photo: bool = ...
    fake: bool = ...
    bot_attach_menu: bool = ...
    premium: bool = ...
    attach_menu_enabled: bool = ...
    bot_can_edit: bool = ...
    close_friend: bool = ...
    stories_hidden: bool = ...
    stories_unavailable: bool = ...
    contact_require_premium: bool = ...
    bot_business: bool = ...
    bot_has_main_app: bool = ...
    bot_forum_view: bool = ...
    bot_forum_can_manage_topics: bool = ...
    bot_can_manage_bots: bool = ...
    bot_guestchat: bool = ...
    bot_guard: bool = ...
    id: int
    access_hash: int | None = ...
    first_name: str | None = ...
    last_name: str | None = ...
    username: str | None = ...
    phone: str | None = ...
    photo: TypeUserProfilePhoto | None = ...
    status: TypeUserStatus | None = ...
    bot_info_version: int | None = ...
    restriction_reason: list[TypeRestrictionReason] | None = ...
    bot_inline_placeholder: str | None = ...
    lang_code: str | None = ...
    emoji_status: TypeEmojiStatus | None = ...
    usernames: list[TypeUsername] | None = ...
    stories_max_id: TypeRecentStory | None = ...
    color: TypePeerColor | None = ...
    profile_color: TypePeerColor | None = ...
    bot_active_users: int | None = ...
    bot_verification_icon: int | None = ...
    send_paid_messages_stars: int | None = ...
    linked_community_id: int | None = ...

class UserEmpty(TLObject):
    id: int

class UserFull(TLObject):
    blocked: bool = ...
    phone_calls_available: bool = ...
    phone_calls_private: bool = ...
    can_pin_message: bool = ...
    has_scheduled: bool = ...
    video_calls_available: bool = ...
    voice_messages_forbidden: bool = ...
    translations_disabled: bool = ...
    stories_pinned_available: bool = ...
    blocked_my_stories_from: bool = ...
    wallpaper_overridden: bool = ...
    contact_require_premium: bool = ...
    read_dates_private: bool = ...
    sponsored_enabled: bool = ...
    can_view_revenue: bool = ...
    bot_can_manage_emoji_status: bool = ...
    display_gifts_button: bool = ...
    noforwards_my_enabled: bool = ...
    noforwards_peer_enabled: bool = ...
    unofficial_security_risk: bool = ...
    id: int
    about: str | None = ...
    settings: TypePeerSettings
    personal_photo: TypePhoto | None = ...
    profile_photo: TypePhoto | None = ...
    fallback_photo: TypePhoto | None = ...
    notify_settings: TypePeerNotifySettings
    bot_info: TypeBotInfo | None = ...
    pinned_msg_id: int | None = ...
    common_chats_count: int
    folder_id: int | None = ...
    ttl_period: int | None = ...
    theme: TypeChatTheme | None = ...
    private_forward_name: str | None = ...
    bot_group_admin_rights: TypeChatAdminRights | None = ...
    bot_broadcast_admin_rights: TypeChatAdminRights | None = ...
    wallpaper: TypeWallPaper | None = ...
    stories: TypePeerStories | None = ...
    business_work_hours: TypeBusinessWorkHours | None = ...
    business_location: TypeBusinessLocation | None = ...
    business_greeting_message: TypeBusinessGreetingMessage | None = ...
    business_away_message: TypeBusinessAwayMessage | None = ...
    business_intro: TypeBusinessIntro | None = ...
    birthday: TypeBirthday | None = ...
    personal_channel_id: int | None = ...
    personal_channel_message: int | None = ...
    stargifts_count: int | None = ...
    starref_program: TypeStarRefProgram | None = ...
    bot_verification: TypeBotVerification | None = ...
    send_paid_messages_stars: int | None = ...
    disallowed_gifts: TypeDisallowedGiftsSettings | None = ...
    stars_rating: TypeStarsRating | None = ...
    stars_my_pending_rating: TypeStarsRating | None = ...
    stars_my_pending_rating_date: int | None = ...
    main_tab: TypeProfileTab | None = ...
    saved_music: TypeDocument | None = ...
    note: TypeTextWithEntities | None = ...
    bot_manager_id: int | None = ...
    wallet_card: wallet.TypeCard | None = ...
    share_theme: TypeShareTheme | None = ...

class UserProfilePhoto(TLObject):
    has_video: bool = ...
    personal: bool = ...
    photo_id: int
    stripped_thumb: bytes | None = ...
    dc_id: int

class UserProfilePhotoEmpty(TLObject): ...

class UserStarGift(TLObject):
    name_hidden: bool = ...
    unsaved: bool = ...
    refunded: bool = ...
    can_upgrade: bool = ...
    from_id: int | None = ...
    date: int
    gift: TypeStarGift
    message: TypeTextWithEntities | None = ...
    msg_id: int | None = ...
    convert_stars: int | None = ...
    upgrade_stars: int | None = ...
    can_export_at: int | None = ...
    transfer_stars: int | None = ...

class UserStatusEmpty(TLObject): ...

class UserStatusLastMonth(TLObject):
    by_me: bool = ...

class UserStatusLastWeek(TLObject):
    by_me: bool = ...

class UserStatusOffline(TLObject):
    was_online: int

class UserStatusOnline(TLObject):
    expires: int

class UserStatusRecently(TLObject):
    by_me: bool = ...

class UserStories(TLObject):
    user_id: int
    max_read_id: int | None = ...
    stories: list[TypeStoryItem]

class Username(TLObject):
    editable: bool = ...
    active: bool = ...
    deletable: bool = ...
    expired: bool = ...
    username: str

class VideoSize(TLObject):
    type: str
    w: int
    h: int
    size: int
    video_start_ts: float | None = ...

class VideoSizeEmojiMarkup(TLObject):
    emoji_id: int
    background_colors: list[int]

class VideoSizeStickerMarkup(TLObject):
    stickerset: TypeInputStickerSet
    sticker_id: int
    background_colors: list[int]

class WallPaper(TLObject):
    id: int
    creator: bool = ...
    default: bool = ...
    pattern: bool = ...
    dark: bool = ...
    access_hash: int
    slug: str
    document: TypeDocument
    settings: TypeWallPaperSettings | None = ...

class WallPaperNoFile(TLObject):
    id: int
    default: bool = ...
    dark: bool = ...
    settings: TypeWallPaperSettings | None = ...

class WallPaperSettings(TLObject):
    blur: bool = ...
    motion: bool = ...
    background_color: int | None = ...
    second_background_color: int | None = ...
    third_background_color: int | None = ...
    fourth_background_color: int | None = ...
    intensity: int | None = ...
    rotation: int | None = ...
    emoticon: str | None = ...

class WalletOwnershipProof(TLObject):
    timestamp: int
    signature: bytes

class WalletState(TLObject):
    backup_enabled: bool = ...
    can_export_phrase: bool = ...
    can_enable_backup: bool = ...
    address: str
    public_key: bytes
    balance: int

class WalletStateEmpty(TLObject):
    creating: bool = ...

class WalletTransaction(TLObject):
    incoming: bool = ...
    gasless: bool = ...
    failed: bool = ...
    key_change: bool = ...
    comment_encrypted: bool = ...
    id: str
    amount: int
    fee: int
    date: int
    peer: TypeWalletTransactionPeer
    comment: str | None = ...
    tx_hash: str | None = ...
    nft: wallet.TypeNftItem | None = ...

class WalletTransactionPeerAddress(TLObject):
    address: str
    domain: str | None = ...

class WalletTransactionPeerChannel(TLObject):
    channel_id: int
    address: str
    domain: str | None = ...

class WalletTransactionPeerOnramp(TLObject):
    address: str
    domain: str | None = ...
    provider_name: str

class WalletTransactionPeerTelegramGift(TLObject):
    own_profile: bool = ...

class WalletTransactionPeerUnsupported(TLObject): ...

class WalletTransactionPeerUser(TLObject):
    user_id: int
    address: str
    domain: str | None = ...

class WalletUserAddress(TLObject):
    user_id: int | None = ...
    address: str
    public_key: bytes

class WebAuthorization(TLObject):
    hash: int
    bot_id: int
    domain: str
    browser: str
    platform: str
    date_created: int
    date_active: int
    ip: str
    region: str

class WebDocument(TLObject):
    url: str
    access_hash: int
    size: int
    mime_type: str
    attributes: list[TypeDocumentAttribute]

class WebDocumentNoProxy(TLObject):
    url: str
    size: int
    mime_type: str
    attributes: list[TypeDocumentAttribute]

class WebDomainException(TLObject):
    domain: str
    url: str
    title: str
    favicon: int | None = ...

class WebPage(TLObject):
    has_large_media: bool = ...
    video_cover_photo: bool = ...
    id: int
    url: str
    display_url: str
    hash: int
    type: str | None = ...
    site_name: str | None = ...
    title: str | None = ...
    description: str | None = ...
    photo: TypePhoto | None = ...
    embed_url: str | None = ...
    embed_type: str | None = ...
    embed_width: int | None = ...
    embed_height: int | None = ...
    duration: int | None = ...
    author: str | None = ...
    document: TypeDocument | None = ...
    cached_page: TypePage | None = ...
    attributes: list[TypeWebPageAttribute] | None = ...

class WebPageAttributeAiComposeTone(TLObject):
    emoji_id: int

class WebPageAttributeStarGiftAuction(TLObject):
    gift: TypeStarGift
    end_date: int

class WebPageAttributeStarGiftCollection(TLObject):
    icons: list[TypeDocument]

class WebPageAttributeStickerSet(TLObject):
    emojis: bool = ...
    text_color: bool = ...
    stickers: list[TypeDocument]

class WebPageAttributeStory(TLObject):
    peer: TypePeer
    id: int
    story: TypeStoryItem | None = ...

class WebPageAttributeTheme(TLObject):
    documents: list[TypeDocument] | None = ...
    settings: TypeThemeSettings | None = ...

class WebPageAttributeUniqueStarGift(TLObject):
    gift: TypeStarGift

class WebPageEmpty(TLObject):
    id: int
    url: str | None = ...

class WebPageNotModified(TLObject):
    cached_page_views: int | None = ...

class WebPagePending(TLObject):
    id: int
    url: str | None = ...
    date: int

class WebViewMessageSent(TLObject):
    msg_id: TypeInputBotInlineMessageID | None = ...

class WebViewResultUrl(TLObject):
    fullsize: bool = ...
    fullscreen: bool = ...
    same_origin: bool = ...
    query_id: int | None = ...
    url: str

TypeAccountDaysTTL: TypeAlias = AccountDaysTTL
TypeAiComposeTone: TypeAlias = AiComposeTone | AiComposeToneDefault
TypeAiComposeToneExample: TypeAlias = AiComposeToneExample
TypeAppWebViewResult: TypeAlias = AppWebViewResultUrl
TypeAttachMenuBot: TypeAlias = AttachMenuBot
TypeAttachMenuBotIcon: TypeAlias = AttachMenuBotIcon
TypeAttachMenuBotIconColor: TypeAlias = AttachMenuBotIconColor
TypeAttachMenuBots: TypeAlias = AttachMenuBots | AttachMenuBotsNotModified
TypeAttachMenuBotsBot: TypeAlias = AttachMenuBotsBot
TypeAttachMenuPeerType: TypeAlias = AttachMenuPeerTypeBotPM | AttachMenuPeerTypeBroadcast | AttachMenuPeerTypeChat | AttachMenuPeerTypePM | AttachMenuPeerTypeSameBotPM
TypeAuctionBidLevel: TypeAlias = AuctionBidLevel
TypeAuthorization: TypeAlias = Authorization
TypeAutoDownloadSettings: TypeAlias = AutoDownloadSettings
TypeAutoSaveException: TypeAlias = AutoSaveException
TypeAutoSaveSettings: TypeAlias = AutoSaveSettings
TypeAvailableEffect: TypeAlias = AvailableEffect
TypeAvailableReaction: TypeAlias = AvailableReaction
TypeBankCardOpenUrl: TypeAlias = BankCardOpenUrl
TypeBaseTheme: TypeAlias = BaseThemeArctic | BaseThemeClassic | BaseThemeDay | BaseThemeNight | BaseThemeTinted
TypeBirthday: TypeAlias = Birthday
TypeBoost: TypeAlias = Boost
TypeBooster: TypeAlias = Booster
TypeBotApp: TypeAlias = BotApp | BotAppNotModified
TypeBotAppSettings: TypeAlias = BotAppSettings
TypeBotBusinessConnection: TypeAlias = BotBusinessConnection
TypeBotCommand: TypeAlias = BotCommand
TypeBotCommandScope: TypeAlias = BotCommandScopeChatAdmins | BotCommandScopeChats | BotCommandScopeDefault | BotCommandScopePeer | BotCommandScopePeerAdmins | BotCommandScopePeerUser | BotCommandScopeUsers
TypeBotInfo: TypeAlias = BotInfo
TypeBotInlineMessage: TypeAlias = BotInlineMessageMediaAuto | BotInlineMessageMediaContact | BotInlineMessageMediaGeo | BotInlineMessageMediaInvoice | BotInlineMessageMediaVenue | BotInlineMessageMediaWebPage | BotInlineMessageRichMessage | BotInlineMessageText
TypeBotInlineResult: TypeAlias = BotInlineMediaResult | BotInlineResult
TypeBotMenuButton: TypeAlias = BotMenuButton | BotMenuButtonCommands | BotMenuButtonDefault
TypeBotPreviewMedia: TypeAlias = BotPreviewMedia
TypeBotVerification: TypeAlias = BotVerification
TypeBotVerifierSettings: TypeAlias = BotVerifierSettings
TypeBroadcastRevenueBalances: TypeAlias = BroadcastRevenueBalances
TypeBroadcastRevenueTransaction: TypeAlias = BroadcastRevenueTransactionProceeds | BroadcastRevenueTransactionRefund | BroadcastRevenueTransactionWithdrawal
TypeBusinessAwayMessage: TypeAlias = BusinessAwayMessage
TypeBusinessAwayMessageSchedule: TypeAlias = BusinessAwayMessageScheduleAlways | BusinessAwayMessageScheduleCustom | BusinessAwayMessageScheduleOutsideWorkHours
TypeBusinessBotRecipients: TypeAlias = BusinessBotRecipients
TypeBusinessBotRights: TypeAlias = BusinessBotRights
TypeBusinessChatLink: TypeAlias = BusinessChatLink
TypeBusinessGreetingMessage: TypeAlias = BusinessGreetingMessage
TypeBusinessIntro: TypeAlias = BusinessIntro
TypeBusinessLocation: TypeAlias = BusinessLocation
TypeBusinessRecipients: TypeAlias = BusinessRecipients
TypeBusinessWeeklyOpen: TypeAlias = BusinessWeeklyOpen
TypeBusinessWorkHours: TypeAlias = BusinessWorkHours
TypeButtonType: TypeAlias = ButtonTypeDefault | ButtonTypeRequestGeoLocation | ButtonTypeRequestPeer | ButtonTypeRequestPhone | ButtonTypeRequestPoll | ButtonTypeSimpleWebView | InputButtonTypeRequestPeer
TypeCdnConfig: TypeAlias = CdnConfig
TypeCdnPublicKey: TypeAlias = CdnPublicKey
TypeChannelAdminLogEvent: TypeAlias = ChannelAdminLogEvent
TypeChannelAdminLogEventAction: TypeAlias = ChannelAdminLogEventActionChangeAbout | ChannelAdminLogEventActionChangeAvailableReactions | ChannelAdminLogEventActionChangeBackgroundEmoji | ChannelAdminLogEventActionChangeColor | ChannelAdminLogEventActionChangeEmojiStatus | ChannelAdminLogEventActionChangeEmojiStickerSet | ChannelAdminLogEventActionChangeHistoryTTL | ChannelAdminLogEventActionChangeLinkedChat | ChannelAdminLogEventActionChangeLocation | ChannelAdminLogEventActionChangePeerColor | ChannelAdminLogEventActionChangePhoto | ChannelAdminLogEventActionChangeProfilePeerColor | ChannelAdminLogEventActionChangeStickerSet | ChannelAdminLogEventActionChangeTitle | ChannelAdminLogEventActionChangeUsername | ChannelAdminLogEventActionChangeUsernames | ChannelAdminLogEventActionChangeWallpaper | ChannelAdminLogEventActionCreateTopic | ChannelAdminLogEventActionDefaultBannedRights | ChannelAdminLogEventActionDeleteMessage | ChannelAdminLogEventActionDeleteTopic | ChannelAdminLogEventActionDiscardGroupCall | ChannelAdminLogEventActionEditMessage | ChannelAdminLogEventActionEditTopic | ChannelAdminLogEventActionExportedInviteDelete | ChannelAdminLogEventActionExportedInviteEdit | ChannelAdminLogEventActionExportedInviteRevoke | ChannelAdminLogEventActionParticipantEditRank | ChannelAdminLogEventActionParticipantInvite | ChannelAdminLogEventActionParticipantJoin | ChannelAdminLogEventActionParticipantJoinByInvite | ChannelAdminLogEventActionParticipantJoinByRequest | ChannelAdminLogEventActionParticipantLeave | ChannelAdminLogEventActionParticipantMute | ChannelAdminLogEventActionParticipantSubExtend | ChannelAdminLogEventActionParticipantToggleAdmin | ChannelAdminLogEventActionParticipantToggleBan | ChannelAdminLogEventActionParticipantUnmute | ChannelAdminLogEventActionParticipantVolume | ChannelAdminLogEventActionPinTopic | ChannelAdminLogEventActionSendMessage | ChannelAdminLogEventActionStartGroupCall | ChannelAdminLogEventActionStopPoll | ChannelAdminLogEventActionToggleAntiSpam | ChannelAdminLogEventActionToggleAutotranslation | ChannelAdminLogEventActionToggleForum | ChannelAdminLogEventActionToggleGroupCallSetting | ChannelAdminLogEventActionToggleInvites | ChannelAdminLogEventActionToggleNoForwards | ChannelAdminLogEventActionTogglePreHistoryHidden | ChannelAdminLogEventActionToggleSignatureProfiles | ChannelAdminLogEventActionToggleSignatures | ChannelAdminLogEventActionToggleSlowMode | ChannelAdminLogEventActionUpdatePinned
TypeChannelAdminLogEventsFilter: TypeAlias = ChannelAdminLogEventsFilter
TypeChannelLocation: TypeAlias = ChannelLocation | ChannelLocationEmpty
TypeChannelMessagesFilter: TypeAlias = ChannelMessagesFilter | ChannelMessagesFilterEmpty
TypeChannelParticipant: TypeAlias = ChannelParticipant | ChannelParticipantAdmin | ChannelParticipantBanned | ChannelParticipantCreator | ChannelParticipantLeft | ChannelParticipantSelf
TypeChannelParticipantsFilter: TypeAlias = ChannelParticipantsAdmins | ChannelParticipantsBanned | ChannelParticipantsBots | ChannelParticipantsContacts | ChannelParticipantsKicked | ChannelParticipantsMentions | ChannelParticipantsRecent | ChannelParticipantsSearch
TypeChat: TypeAlias = Channel | ChannelForbidden | Chat | ChatEmpty | ChatForbidden | Community | CommunityForbidden
TypeChatAdminRights: TypeAlias = ChatAdminRights
TypeChatAdminWithInvites: TypeAlias = ChatAdminWithInvites
TypeChatBannedRights: TypeAlias = ChatBannedRights
TypeChatFull: TypeAlias = ChannelFull | ChatFull | CommunityFull
TypeChatInvite: TypeAlias = ChatInvite | ChatInviteAlready | ChatInvitePeek
TypeChatInviteImporter: TypeAlias = ChatInviteImporter
TypeChatOnlines: TypeAlias = ChatOnlines
TypeChatParticipant: TypeAlias = ChatParticipant | ChatParticipantAdmin | ChatParticipantCreator
TypeChatParticipants: TypeAlias = ChatParticipants | ChatParticipantsForbidden
TypeChatPhoto: TypeAlias = ChatPhoto | ChatPhotoEmpty
TypeChatReactions: TypeAlias = ChatReactionsAll | ChatReactionsNone | ChatReactionsSome
TypeChatTheme: TypeAlias = ChatTheme | ChatThemeUniqueGift
TypeCodeSettings: TypeAlias = CodeSettings
TypeCommunityPeer: TypeAlias = CommunityPeer
TypeCommunityPeerRequest: TypeAlias = CommunityPeerRequest
TypeConfig: TypeAlias = Config
TypeConnectedBot: TypeAlias = ConnectedBot
TypeConnectedBotStarRef: TypeAlias = ConnectedBotStarRef
TypeContact: TypeAlias = Contact
TypeContactBirthday: TypeAlias = ContactBirthday
TypeContactStatus: TypeAlias = ContactStatus
TypeCurrencyRate: TypeAlias = CurrencyRate
TypeDataJSON: TypeAlias = DataJSON
TypeDcOption: TypeAlias = DcOption
TypeDefaultHistoryTTL: TypeAlias = DefaultHistoryTTL
TypeDialog: TypeAlias = Dialog | DialogCommunity | DialogFolder
TypeDialogFilter: TypeAlias = DialogFilter | DialogFilterChatlist | DialogFilterDefault
TypeDialogFilterSuggested: TypeAlias = DialogFilterSuggested
TypeDialogPeer: TypeAlias = DialogPeer | DialogPeerCommunity | DialogPeerFolder
TypeDisallowedGiftsSettings: TypeAlias = DisallowedGiftsSettings
TypeDocument: TypeAlias = Document | DocumentEmpty
TypeDocumentAttribute: TypeAlias = DocumentAttributeAnimated | DocumentAttributeAudio | DocumentAttributeCustomEmoji | DocumentAttributeFilename | DocumentAttributeHasStickers | DocumentAttributeImageSize | DocumentAttributeSticker | DocumentAttributeVideo
TypeDraftMessage: TypeAlias = DraftMessage | DraftMessageEmpty
TypeEmailVerification: TypeAlias = EmailVerificationApple | EmailVerificationCode | EmailVerificationGoogle
TypeEmailVerifyPurpose: TypeAlias = EmailVerifyPurposeLoginChange | EmailVerifyPurposeLoginSetup | EmailVerifyPurposePassport
TypeEmojiGroup: TypeAlias = EmojiGroup | EmojiGroupGreeting | EmojiGroupPremium
TypeEmojiKeyword: TypeAlias = EmojiKeyword | EmojiKeywordDeleted
TypeEmojiKeywordsDifference: TypeAlias = EmojiKeywordsDifference
TypeEmojiLanguage: TypeAlias = EmojiLanguage
TypeEmojiList: TypeAlias = EmojiList | EmojiListNotModified
TypeEmojiStatus: TypeAlias = EmojiStatus | EmojiStatusCollectible | EmojiStatusEmpty | EmojiStatusUntil | InputEmojiStatusCollectible
TypeEmojiURL: TypeAlias = EmojiURL
TypeEncryptedChat: TypeAlias = EncryptedChat | EncryptedChatDiscarded | EncryptedChatEmpty | EncryptedChatRequested | EncryptedChatWaiting
TypeEncryptedFile: TypeAlias = EncryptedFile | EncryptedFileEmpty
TypeEncryptedMessage: TypeAlias = EncryptedMessage | EncryptedMessageService
TypeEphemeralMessage: TypeAlias = EphemeralMessage
TypeExportedChatInvite: TypeAlias = ChatInviteExported | ChatInvitePublicJoinRequests
TypeExportedChatlistInvite: TypeAlias = ExportedChatlistInvite
TypeExportedContactToken: TypeAlias = ExportedContactToken
TypeExportedMessageLink: TypeAlias = ExportedMessageLink
TypeExportedNoPaidMessagesToken: TypeAlias = ExportedNoPaidMessagesToken
TypeExportedStoryLink: TypeAlias = ExportedStoryLink
TypeFactCheck: TypeAlias = FactCheck
TypeFileHash: TypeAlias = FileHash
TypeFolder: TypeAlias = Folder
TypeFolderPeer: TypeAlias = FolderPeer
TypeForumTopic: TypeAlias = ForumTopic | ForumTopicDeleted
TypeFoundStory: TypeAlias = FoundStory
TypeGame: TypeAlias = Game
TypeGeoPoint: TypeAlias = GeoPoint | GeoPointEmpty
TypeGeoPointAddress: TypeAlias = GeoPointAddress
TypeGlobalPrivacySettings: TypeAlias = GlobalPrivacySettings
TypeGroupCall: TypeAlias = GroupCall | GroupCallDiscarded
TypeGroupCallDonor: TypeAlias = GroupCallDonor
TypeGroupCallMessage: TypeAlias = GroupCallMessage
TypeGroupCallParticipant: TypeAlias = GroupCallParticipant
TypeGroupCallParticipantVideo: TypeAlias = GroupCallParticipantVideo
TypeGroupCallParticipantVideoSourceGroup: TypeAlias = GroupCallParticipantVideoSourceGroup
TypeGroupCallStreamChannel: TypeAlias = GroupCallStreamChannel
TypeHighScore: TypeAlias = HighScore
TypeImportedContact: TypeAlias = ImportedContact
TypeInlineBotSwitchPM: TypeAlias = InlineBotSwitchPM
TypeInlineBotWebView: TypeAlias = InlineBotWebView
TypeInlineButtonType: TypeAlias = InlineButtonTypeBuy | InlineButtonTypeCallback | InlineButtonTypeCopy | InlineButtonTypeDisabled | InlineButtonTypeGame | InlineButtonTypeSwitchInline | InlineButtonTypeUrl | InlineButtonTypeUrlAuth | InlineButtonTypeUserProfile | InlineButtonTypeWebView | InputInlineButtonTypeUrlAuth | InputInlineButtonTypeUserProfile
TypeInlineQueryPeerType: TypeAlias = InlineQueryPeerTypeBotPM | InlineQueryPeerTypeBroadcast | InlineQueryPeerTypeChat | InlineQueryPeerTypeMegagroup | InlineQueryPeerTypePM | InlineQueryPeerTypeSameBotPM
TypeInputAiComposeTone: TypeAlias = InputAiComposeToneDefault | InputAiComposeToneID | InputAiComposeToneSingleUse | InputAiComposeToneSlug
TypeInputAppEvent: TypeAlias = InputAppEvent
TypeInputBotApp: TypeAlias = InputBotAppID | InputBotAppShortName
TypeInputBotInlineMessage: TypeAlias = InputBotInlineMessageGame | InputBotInlineMessageMediaAuto | InputBotInlineMessageMediaContact | InputBotInlineMessageMediaGeo | InputBotInlineMessageMediaInvoice | InputBotInlineMessageMediaVenue | InputBotInlineMessageMediaWebPage | InputBotInlineMessageRichMessage | InputBotInlineMessageText
TypeInputBotInlineMessageID: TypeAlias = InputBotInlineMessageID | InputBotInlineMessageID64
TypeInputBotInlineResult: TypeAlias = InputBotInlineResult | InputBotInlineResultDocument | InputBotInlineResultGame | InputBotInlineResultPhoto
TypeInputBusinessAwayMessage: TypeAlias = InputBusinessAwayMessage
TypeInputBusinessBotRecipients: TypeAlias = InputBusinessBotRecipients
TypeInputBusinessChatLink: TypeAlias = InputBusinessChatLink
TypeInputBusinessGreetingMessage: TypeAlias = InputBusinessGreetingMessage
TypeInputBusinessIntro: TypeAlias = InputBusinessIntro
TypeInputBusinessRecipients: TypeAlias = InputBusinessRecipients
TypeInputChannel: TypeAlias = InputChannel | InputChannelEmpty | InputChannelFromMessage
TypeInputChatPhoto: TypeAlias = InputChatPhoto | InputChatPhotoEmpty | InputChatUploadedPhoto
TypeInputChatTheme: TypeAlias = InputChatTheme | InputChatThemeEmpty | InputChatThemeUniqueGift
TypeInputChatlist: TypeAlias = InputChatlistDialogFilter
TypeInputCheckPasswordSRP: TypeAlias = InputCheckPasswordEmpty | InputCheckPasswordSRP
TypeInputClientProxy: TypeAlias = InputClientProxy
TypeInputCollectible: TypeAlias = InputCollectiblePhone | InputCollectibleUsername
TypeInputContact: TypeAlias = InputPhoneContact
TypeInputDialogPeer: TypeAlias = InputDialogPeer | InputDialogPeerCommunity | InputDialogPeerFolder
TypeInputDocument: TypeAlias = InputDocument | InputDocumentEmpty
TypeInputEncryptedChat: TypeAlias = InputEncryptedChat
TypeInputEncryptedFile: TypeAlias = InputEncryptedFile | InputEncryptedFileBigUploaded | InputEncryptedFileEmpty | InputEncryptedFileUploaded
TypeInputFile: TypeAlias = InputFile | InputFileBig | InputFileStoryDocument
TypeInputFileLocation: TypeAlias = InputDocumentFileLocation | InputEncryptedFileLocation | InputFileLocation | InputGroupCallStream | InputPeerPhotoFileLocation | InputPhotoFileLocation | InputPhotoLegacyFileLocation | InputSecureFileLocation | InputStickerSetThumb | InputTakeoutFileLocation
TypeInputFolderPeer: TypeAlias = InputFolderPeer
TypeInputGame: TypeAlias = InputGameID | InputGameShortName
TypeInputGeoPoint: TypeAlias = InputGeoPoint | InputGeoPointEmpty
TypeInputGroupCall: TypeAlias = InputGroupCall | InputGroupCallInviteMessage | InputGroupCallSlug
TypeInputInvoice: TypeAlias = InputInvoiceBusinessBotTransferStars | InputInvoiceChatInviteSubscription | InputInvoiceMessage | InputInvoicePremiumAuthCode | InputInvoicePremiumGiftCode | InputInvoicePremiumGiftStars | InputInvoiceSlug | InputInvoiceStarGift | InputInvoiceStarGiftAuctionBid | InputInvoiceStarGiftDropOriginalDetails | InputInvoiceStarGiftPrepaidUpgrade | InputInvoiceStarGiftResale | InputInvoiceStarGiftTransfer | InputInvoiceStarGiftUpgrade | InputInvoiceStars
TypeInputMedia: TypeAlias = InputMediaContact | InputMediaDice | InputMediaDocument | InputMediaDocumentExternal | InputMediaEmpty | InputMediaGame | InputMediaGeoLive | InputMediaGeoPoint | InputMediaInvoice | InputMediaPaidMedia | InputMediaPhoto | InputMediaPhotoExternal | InputMediaPoll | InputMediaStakeDice | InputMediaStory | InputMediaTodo | InputMediaUploadedDocument | InputMediaUploadedPhoto | InputMediaVenue | InputMediaWebPage
TypeInputMessage: TypeAlias = InputMessageCallbackQuery | InputMessageID | InputMessagePinned | InputMessageReplyTo
TypeInputMessageReadMetric: TypeAlias = InputMessageReadMetric
TypeInputNotifyPeer: TypeAlias = InputNotifyBroadcasts | InputNotifyChats | InputNotifyCommunity | InputNotifyForumTopic | InputNotifyPeer | InputNotifyUsers
TypeInputPasskeyCredential: TypeAlias = InputPasskeyCredentialFirebasePNV | InputPasskeyCredentialPublicKey
TypeInputPasskeyResponse: TypeAlias = InputPasskeyResponseLogin | InputPasskeyResponseRegister
TypeInputPaymentCredentials: TypeAlias = InputPaymentCredentials | InputPaymentCredentialsApplePay | InputPaymentCredentialsGooglePay | InputPaymentCredentialsSaved
TypeInputPeer: TypeAlias = InputPeerChannel | InputPeerChannelFromMessage | InputPeerChat | InputPeerEmpty | InputPeerSelf | InputPeerUser | InputPeerUserFromMessage
TypeInputPeerNotifySettings: TypeAlias = InputPeerNotifySettings
TypeInputPhoneCall: TypeAlias = InputPhoneCall
TypeInputPhoto: TypeAlias = InputPhoto | InputPhotoEmpty
TypeInputPrivacyKey: TypeAlias = InputPrivacyKeyAbout | InputPrivacyKeyAddedByPhone | InputPrivacyKeyBirthday | InputPrivacyKeyChatInvite | InputPrivacyKeyForwards | InputPrivacyKeyNoPaidMessages | InputPrivacyKeyPhoneCall | InputPrivacyKeyPhoneNumber | InputPrivacyKeyPhoneP2P | InputPrivacyKeyProfilePhoto | InputPrivacyKeySavedMusic | InputPrivacyKeyStarGiftsAutoSave | InputPrivacyKeyStatusTimestamp | InputPrivacyKeyVoiceMessages
TypeInputPrivacyRule: TypeAlias = InputPrivacyValueAllowAll | InputPrivacyValueAllowBots | InputPrivacyValueAllowChatParticipants | InputPrivacyValueAllowCloseFriends | InputPrivacyValueAllowContacts | InputPrivacyValueAllowPremium | InputPrivacyValueAllowUsers | InputPrivacyValueDisallowAll | InputPrivacyValueDisallowBots | InputPrivacyValueDisallowChatParticipants | InputPrivacyValueDisallowContacts | InputPrivacyValueDisallowUsers
TypeInputQuickReplyShortcut: TypeAlias = InputQuickReplyShortcut | InputQuickReplyShortcutId
TypeInputReplyTo: TypeAlias = InputReplyToEphemeralMessage | InputReplyToMessage | InputReplyToMonoForum | InputReplyToStory
TypeInputRichFile: TypeAlias = InputRichFileDocument | InputRichFilePhoto
TypeInputRichMessage: TypeAlias = InputRichMessage | InputRichMessageHTML | InputRichMessageMarkdown
TypeInputSavedStarGift: TypeAlias = InputSavedStarGiftChat | InputSavedStarGiftSlug | InputSavedStarGiftUser
TypeInputSecureFile: TypeAlias = InputSecureFile | InputSecureFileUploaded
TypeInputSecureValue: TypeAlias = InputSecureValue
TypeInputSingleMedia: TypeAlias = InputSingleMedia
TypeInputStarGiftAuction: TypeAlias = InputStarGiftAuction | InputStarGiftAuctionSlug
TypeInputStarsTransaction: TypeAlias = InputStarsTransaction
TypeInputStickerSet: TypeAlias = InputStickerSetAnimatedEmoji | InputStickerSetAnimatedEmojiAnimations | InputStickerSetDice | InputStickerSetEmojiChannelDefaultStatuses | InputStickerSetEmojiDefaultStatuses | InputStickerSetEmojiDefaultTopicIcons | InputStickerSetEmojiGenericAnimations | InputStickerSetEmpty | InputStickerSetID | InputStickerSetPremiumGifts | InputStickerSetShortName | InputStickerSetTonGifts
TypeInputStickerSetItem: TypeAlias = InputStickerSetItem
TypeInputStickeredMedia: TypeAlias = InputStickeredMediaDocument | InputStickeredMediaPhoto
TypeInputStorePaymentPurpose: TypeAlias = InputStorePaymentAuthCode | InputStorePaymentGiftPremium | InputStorePaymentPremiumGiftCode | InputStorePaymentPremiumGiveaway | InputStorePaymentPremiumSubscription | InputStorePaymentStars | InputStorePaymentStarsGift | InputStorePaymentStarsGiveaway | InputStorePaymentStarsTopup
TypeInputTheme: TypeAlias = InputTheme | InputThemeSlug
TypeInputThemeSettings: TypeAlias = InputThemeSettings
TypeInputTonConnectOauthSession: TypeAlias = InputTonConnectOauthSession
TypeInputUser: TypeAlias = InputUser | InputUserEmpty | InputUserFromMessage | InputUserSelf
TypeInputWallPaper: TypeAlias = InputWallPaper | InputWallPaperNoFile | InputWallPaperSlug
TypeInputWalletCardSticker: TypeAlias = InputWalletCardSticker
TypeInputWalletReplacement: TypeAlias = InputWalletImported | InputWalletNew
TypeInputWebDocument: TypeAlias = InputWebDocument
TypeInputWebFileLocation: TypeAlias = InputWebFileAudioAlbumThumbLocation | InputWebFileGeoPointLocation | InputWebFileLocation
TypeInvoice: TypeAlias = Invoice
TypeJSONObjectValue: TypeAlias = JsonObjectValue
TypeJSONValue: TypeAlias = JsonArray | JsonBool | JsonNull | JsonNumber | JsonObject | JsonString
TypeJoinChatBotResult: TypeAlias = JoinChatBotResultApproved | JoinChatBotResultDeclined | JoinChatBotResultQueued | JoinChatBotResultWebView
TypeKeyboardButton: TypeAlias = InputKeyboardButtonRequestPeer | InputKeyboardButtonUrlAuth | InputKeyboardButtonUserProfile | KeyboardButton | KeyboardButtonBuy | KeyboardButtonCallback | KeyboardButtonCopy | KeyboardButtonGame | KeyboardButtonRequestGeoLocation | KeyboardButtonRequestPeer | KeyboardButtonRequestPhone | KeyboardButtonRequestPoll | KeyboardButtonSimpleWebView | KeyboardButtonSwitchInline | KeyboardButtonUrl | KeyboardButtonUrlAuth | KeyboardButtonUserProfile | KeyboardButtonWebView
TypeKeyboardButtonRow: TypeAlias = KeyboardButtonRow
TypeKeyboardButtonStyle: TypeAlias = KeyboardButtonStyle
TypeKeyboardInlineButton: TypeAlias = KeyboardInlineButton
TypeKeyboardInlineButtonRow: TypeAlias = KeyboardInlineButtonRow
TypeLabeledPrice: TypeAlias = LabeledPrice
TypeLangPackDifference: TypeAlias = LangPackDifference
TypeLangPackLanguage: TypeAlias = LangPackLanguage
TypeLangPackString: TypeAlias = LangPackString | LangPackStringDeleted | LangPackStringPluralized
TypeMaskCoords: TypeAlias = MaskCoords
TypeMediaArea: TypeAlias = InputMediaAreaChannelPost | InputMediaAreaVenue | MediaAreaChannelPost | MediaAreaGeoPoint | MediaAreaStarGift | MediaAreaSuggestedReaction | MediaAreaUrl | MediaAreaVenue | MediaAreaWeather
TypeMediaAreaCoordinates: TypeAlias = MediaAreaCoordinates
TypeMessage: TypeAlias = Message | MessageEmpty | MessageService
TypeMessageAction: TypeAlias = MessageActionAttachMenuBotAllowed | MessageActionBoostApply | MessageActionBotAllowed | MessageActionChangeCommunity | MessageActionChangeCreator | MessageActionChannelCreate | MessageActionChannelMigrateFrom | MessageActionChatAddUser | MessageActionChatCreate | MessageActionChatDeletePhoto | MessageActionChatDeleteUser | MessageActionChatEditPhoto | MessageActionChatEditTitle | MessageActionChatJoinedByLink | MessageActionChatJoinedByRequest | MessageActionChatJoinedViaCommunity | MessageActionChatMigrateTo | MessageActionConferenceCall | MessageActionContactSignUp | MessageActionCustomAction | MessageActionEmpty | MessageActionGameScore | MessageActionGeoProximityReached | MessageActionGiftCode | MessageActionGiftPremium | MessageActionGiftStars | MessageActionGiftTon | MessageActionGiveawayLaunch | MessageActionGiveawayResults | MessageActionGramTransfer | MessageActionGroupCall | MessageActionGroupCallScheduled | MessageActionHistoryClear | MessageActionInviteToGroupCall | MessageActionManagedBotCreated | MessageActionNewCreatorPending | MessageActionNoForwardsRequest | MessageActionNoForwardsToggle | MessageActionNoPaidMessagesTokenUsed | MessageActionPaidMessagesPrice | MessageActionPaidMessagesRefunded | MessageActionPaymentRefunded | MessageActionPaymentSent | MessageActionPaymentSentMe | MessageActionPhoneCall | MessageActionPinMessage | MessageActionPollAppendAnswer | MessageActionPollDeleteAnswer | MessageActionPrizeStars | MessageActionRequestedPeer | MessageActionRequestedPeerSentMe | MessageActionScreenshotTaken | MessageActionSecureValuesSent | MessageActionSecureValuesSentMe | MessageActionSetChatTheme | MessageActionSetChatWallPaper | MessageActionSetMessagesTTL | MessageActionSetSameChatWallPaper | MessageActionStarGift | MessageActionStarGiftPurchaseOffer | MessageActionStarGiftPurchaseOfferDeclined | MessageActionStarGiftUnique | MessageActionSuggestBirthday | MessageActionSuggestProfilePhoto | MessageActionSuggestedPostApproval | MessageActionSuggestedPostRefund | MessageActionSuggestedPostSuccess | MessageActionTodoAppendTasks | MessageActionTodoCompletions | MessageActionTopicCreate | MessageActionTopicEdit | MessageActionWalletTonConnectRequest | MessageActionWebViewDataSent | MessageActionWebViewDataSentMe
TypeMessageEntity: TypeAlias = InputMessageEntityMentionName | MessageEntityBankCard | MessageEntityBlockquote | MessageEntityBold | MessageEntityBotCommand | MessageEntityCashtag | MessageEntityCode | MessageEntityCustomEmoji | MessageEntityDiffDelete | MessageEntityDiffInsert | MessageEntityDiffReplace | MessageEntityEmail | MessageEntityFormattedDate | MessageEntityHashtag | MessageEntityItalic | MessageEntityMention | MessageEntityMentionName | MessageEntityPhone | MessageEntityPre | MessageEntitySpoiler | MessageEntityStrike | MessageEntityTextUrl | MessageEntityTonAddress | MessageEntityUnderline | MessageEntityUnknown | MessageEntityUrl
TypeMessageExtendedMedia: TypeAlias = MessageExtendedMedia | MessageExtendedMediaPreview
TypeMessageFwdHeader: TypeAlias = MessageFwdHeader
TypeMessageInteractionCounters: TypeAlias = MessageInteractionCounters
TypeMessageMedia: TypeAlias = MessageMediaContact | MessageMediaDice | MessageMediaDocument | MessageMediaEmpty | MessageMediaGame | MessageMediaGeo | MessageMediaGeoLive | MessageMediaGiveaway | MessageMediaGiveawayResults | MessageMediaInvoice | MessageMediaPaidMedia | MessageMediaPhoto | MessageMediaPoll | MessageMediaStory | MessageMediaToDo | MessageMediaUnsupported | MessageMediaVenue | MessageMediaVideoStream | MessageMediaWebPage
TypeMessagePeerReaction: TypeAlias = MessagePeerReaction
TypeMessagePeerVote: TypeAlias = MessagePeerVote | MessagePeerVoteInputOption | MessagePeerVoteMultiple
TypeMessageRange: TypeAlias = MessageRange
TypeMessageReactions: TypeAlias = MessageReactions
TypeMessageReactor: TypeAlias = MessageReactor
TypeMessageReplies: TypeAlias = MessageReplies
TypeMessageReplyHeader: TypeAlias = MessageReplyHeader | MessageReplyStoryHeader
TypeMessageReportOption: TypeAlias = MessageReportOption
TypeMessageUserReaction: TypeAlias = MessageUserReaction
TypeMessageUserVote: TypeAlias = MessageUserVote | MessageUserVoteInputOption | MessageUserVoteMultiple
TypeMessageViews: TypeAlias = MessageViews
TypeMessagesFilter: TypeAlias = InputMessagesFilterChatPhotos | InputMessagesFilterContacts | InputMessagesFilterDocument | InputMessagesFilterEmpty | InputMessagesFilterGeo | InputMessagesFilterGif | InputMessagesFilterMusic | InputMessagesFilterMyMentions | InputMessagesFilterPhoneCalls | InputMessagesFilterPhotoVideo | InputMessagesFilterPhotos | InputMessagesFilterPinned | InputMessagesFilterPoll | InputMessagesFilterRoundVideo | InputMessagesFilterRoundVoice | InputMessagesFilterUrl | InputMessagesFilterVideo | InputMessagesFilterVoice
TypeMissingInvitee: TypeAlias = MissingInvitee
TypeMyBoost: TypeAlias = MyBoost
TypeNearestDc: TypeAlias = NearestDc
TypeNotificationSound: TypeAlias = NotificationSoundDefault | NotificationSoundLocal | NotificationSoundNone | NotificationSoundRingtone
TypeNotifyPeer: TypeAlias = NotifyBroadcasts | NotifyChats | NotifyCommunity | NotifyForumTopic | NotifyPeer | NotifyUsers
TypeOnrampAvailability: TypeAlias = OnrampAvailability
TypeOnrampLimits: TypeAlias = OnrampLimits
TypeOnrampMethodAvailability: TypeAlias = OnrampMethodAvailability
TypeOnrampProviderInfo: TypeAlias = OnrampProviderInfo
TypeOnrampQuote: TypeAlias = OnrampQuote
TypeOnrampSession: TypeAlias = OnrampSession
TypeOutboxReadDate: TypeAlias = OutboxReadDate
TypePage: TypeAlias = Page
TypePageBlock: TypeAlias = InputPageBlockMap | PageBlockAnchor | PageBlockAudio | PageBlockAuthorDate | PageBlockBlockquote | PageBlockBlockquoteBlocks | PageBlockButtonRow | PageBlockChannel | PageBlockCollage | PageBlockCover | PageBlockDetails | PageBlockDivider | PageBlockDocument | PageBlockEmbed | PageBlockEmbedPost | PageBlockFooter | PageBlockHeader | PageBlockHeading1 | PageBlockHeading2 | PageBlockHeading3 | PageBlockHeading4 | PageBlockHeading5 | PageBlockHeading6 | PageBlockKicker | PageBlockList | PageBlockMap | PageBlockMath | PageBlockOrderedList | PageBlockParagraph | PageBlockPhoto | PageBlockPreformatted | PageBlockPullquote | PageBlockRelatedArticles | PageBlockSlideshow | PageBlockSubheader | PageBlockSubtitle | PageBlockTable | PageBlockThinking | PageBlockTitle | PageBlockUnsupported | PageBlockVideo
TypePageButton: TypeAlias = PageButton
TypePageCaption: TypeAlias = PageCaption
TypePageListItem: TypeAlias = PageListItemBlocks | PageListItemText
TypePageListOrderedItem: TypeAlias = PageListOrderedItemBlocks | PageListOrderedItemText
TypePageRelatedArticle: TypeAlias = PageRelatedArticle
TypePageTableCell: TypeAlias = PageTableCell
TypePageTableRow: TypeAlias = PageTableRow
TypePaidReactionPrivacy: TypeAlias = PaidReactionPrivacyAnonymous | PaidReactionPrivacyDefault | PaidReactionPrivacyPeer
TypePasskey: TypeAlias = Passkey
TypePasswordKdfAlgo: TypeAlias = PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow | PasswordKdfAlgoUnknown
TypePaymentCharge: TypeAlias = PaymentCharge
TypePaymentFormMethod: TypeAlias = PaymentFormMethod
TypePaymentRequestedInfo: TypeAlias = PaymentRequestedInfo
TypePaymentSavedCredentials: TypeAlias = PaymentSavedCredentialsCard
TypePeer: TypeAlias = PeerChannel | PeerChat | PeerUser
TypePeerBlocked: TypeAlias = PeerBlocked
TypePeerColor: TypeAlias = InputPeerColorCollectible | PeerColor | PeerColorCollectible
TypePeerLocated: TypeAlias = PeerLocated | PeerSelfLocated
TypePeerNotifySettings: TypeAlias = PeerNotifySettings
TypePeerSettings: TypeAlias = PeerSettings
TypePeerStories: TypeAlias = PeerStories
TypePendingSuggestion: TypeAlias = PendingSuggestion
TypePhoneCall: TypeAlias = PhoneCall | PhoneCallAccepted | PhoneCallDiscarded | PhoneCallEmpty | PhoneCallRequested | PhoneCallWaiting
TypePhoneCallDiscardReason: TypeAlias = PhoneCallDiscardReasonAllowGroupCall | PhoneCallDiscardReasonBusy | PhoneCallDiscardReasonDisconnect | PhoneCallDiscardReasonHangup | PhoneCallDiscardReasonMigrateConferenceCall | PhoneCallDiscardReasonMissed
TypePhoneCallProtocol: TypeAlias = PhoneCallProtocol
TypePhoneConnection: TypeAlias = PhoneConnection | PhoneConnectionWebrtc
TypePhoto: TypeAlias = Photo | PhotoEmpty
TypePhotoSize: TypeAlias = PhotoCachedSize | PhotoPathSize | PhotoSize | PhotoSizeEmpty | PhotoSizeProgressive | PhotoStrippedSize
TypePoll: TypeAlias = Poll
TypePollAnswer: TypeAlias = InputPollAnswer | PollAnswer
TypePollAnswerVoters: TypeAlias = PollAnswerVoters
TypePollResults: TypeAlias = PollResults
TypePopularContact: TypeAlias = PopularContact
TypePostAddress: TypeAlias = PostAddress
TypePostInteractionCounters: TypeAlias = PostInteractionCountersMessage | PostInteractionCountersStory
TypePremiumGiftCodeOption: TypeAlias = PremiumGiftCodeOption
TypePremiumGiftOption: TypeAlias = PremiumGiftOption
TypePremiumSubscriptionOption: TypeAlias = PremiumSubscriptionOption
TypePrepaidGiveaway: TypeAlias = PrepaidGiveaway | PrepaidStarsGiveaway
TypePrivacyKey: TypeAlias = PrivacyKeyAbout | PrivacyKeyAddedByPhone | PrivacyKeyBirthday | PrivacyKeyChatInvite | PrivacyKeyForwards | PrivacyKeyNoPaidMessages | PrivacyKeyPhoneCall | PrivacyKeyPhoneNumber | PrivacyKeyPhoneP2P | PrivacyKeyProfilePhoto | PrivacyKeySavedMusic | PrivacyKeyStarGiftsAutoSave | PrivacyKeyStatusTimestamp | PrivacyKeyVoiceMessages
TypePrivacyRule: TypeAlias = PrivacyValueAllowAll | PrivacyValueAllowBots | PrivacyValueAllowChatParticipants | PrivacyValueAllowCloseFriends | PrivacyValueAllowContacts | PrivacyValueAllowPremium | PrivacyValueAllowUsers | PrivacyValueDisallowAll | PrivacyValueDisallowBots | PrivacyValueDisallowChatParticipants | PrivacyValueDisallowContacts | PrivacyValueDisallowUsers
TypeProfileTab: TypeAlias = ProfileTabFiles | ProfileTabGifs | ProfileTabGifts | ProfileTabLinks | ProfileTabMedia | ProfileTabMusic | ProfileTabPosts | ProfileTabVoice
TypePublicForward: TypeAlias = PublicForwardMessage | PublicForwardStory
TypeQuickReply: TypeAlias = QuickReply
TypeReaction: TypeAlias = ReactionCustomEmoji | ReactionEmoji | ReactionEmpty | ReactionPaid
TypeReactionCount: TypeAlias = ReactionCount
TypeReactionNotificationsFrom: TypeAlias = ReactionNotificationsFromAll | ReactionNotificationsFromContacts
TypeReactionsNotifySettings: TypeAlias = ReactionsNotifySettings
TypeReadParticipantDate: TypeAlias = ReadParticipantDate
TypeReceivedNotifyMessage: TypeAlias = ReceivedNotifyMessage
TypeRecentMeUrl: TypeAlias = RecentMeUrlChat | RecentMeUrlChatInvite | RecentMeUrlStickerSet | RecentMeUrlUnknown | RecentMeUrlUser
TypeRecentStory: TypeAlias = RecentStory
TypeReplyMarkup: TypeAlias = ReplyInlineMarkup | ReplyKeyboardForceReply | ReplyKeyboardHide | ReplyKeyboardMarkup
TypeReportReason: TypeAlias = InputReportReasonChildAbuse | InputReportReasonCopyright | InputReportReasonFake | InputReportReasonGeoIrrelevant | InputReportReasonIllegalDrugs | InputReportReasonOther | InputReportReasonPersonalDetails | InputReportReasonPornography | InputReportReasonSpam | InputReportReasonViolence
TypeReportResult: TypeAlias = ReportResultAddComment | ReportResultChooseOption | ReportResultReported
TypeRequestPeerType: TypeAlias = RequestPeerTypeBroadcast | RequestPeerTypeChat | RequestPeerTypeCreateBot | RequestPeerTypeUser
TypeRequestedPeer: TypeAlias = RequestedPeerChannel | RequestedPeerChat | RequestedPeerUser
TypeRequirementToContact: TypeAlias = RequirementToContactEmpty | RequirementToContactPaidMessages | RequirementToContactPremium
TypeRestrictionReason: TypeAlias = RestrictionReason
TypeRichButtonStyle: TypeAlias = RichButtonStyle
TypeRichMessage: TypeAlias = RichMessage
TypeRichText: TypeAlias = TextAnchor | TextAutoEmail | TextAutoPhone | TextAutoUrl | TextBankCard | TextBold | TextBotCommand | TextButton | TextCashtag | TextConcat | TextCustomEmoji | TextDate | TextDiff | TextEmail | TextEmpty | TextFixed | TextHashtag | TextImage | TextItalic | TextMarked | TextMath | TextMention | TextMentionName | TextPhone | TextPlain | TextSpoiler | TextStrike | TextSubscript | TextSuperscript | TextTonAddress | TextUnderline | TextUrl
TypeSavedContact: TypeAlias = SavedPhoneContact
TypeSavedDialog: TypeAlias = MonoForumDialog | SavedDialog
TypeSavedReactionTag: TypeAlias = SavedReactionTag
TypeSavedStarGift: TypeAlias = SavedStarGift
TypeSearchPostsFlood: TypeAlias = SearchPostsFlood
TypeSearchResultsCalendarPeriod: TypeAlias = SearchResultsCalendarPeriod
TypeSearchResultsPosition: TypeAlias = SearchResultPosition
TypeSecureCredentialsEncrypted: TypeAlias = SecureCredentialsEncrypted
TypeSecureData: TypeAlias = SecureData
TypeSecureFile: TypeAlias = SecureFile | SecureFileEmpty
TypeSecurePasswordKdfAlgo: TypeAlias = SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000 | SecurePasswordKdfAlgoSHA512 | SecurePasswordKdfAlgoUnknown
TypeSecurePlainData: TypeAlias = SecurePlainEmail | SecurePlainPhone
TypeSecureRequiredType: TypeAlias = SecureRequiredType | SecureRequiredTypeOneOf
TypeSecureSecretSettings: TypeAlias = SecureSecretSettings
TypeSecureValue: TypeAlias = SecureValue
TypeSecureValueError: TypeAlias = SecureValueError | SecureValueErrorData | SecureValueErrorFile | SecureValueErrorFiles | SecureValueErrorFrontSide | SecureValueErrorReverseSide | SecureValueErrorSelfie | SecureValueErrorTranslationFile | SecureValueErrorTranslationFiles
TypeSecureValueHash: TypeAlias = SecureValueHash
TypeSecureValueType: TypeAlias = SecureValueTypeAddress | SecureValueTypeBankStatement | SecureValueTypeDriverLicense | SecureValueTypeEmail | SecureValueTypeIdentityCard | SecureValueTypeInternalPassport | SecureValueTypePassport | SecureValueTypePassportRegistration | SecureValueTypePersonalDetails | SecureValueTypePhone | SecureValueTypeRentalAgreement | SecureValueTypeTemporaryRegistration | SecureValueTypeUtilityBill
TypeSendAsPeer: TypeAlias = SendAsPeer
TypeSendMessageAction: TypeAlias = InputSendMessageRichMessageDraftAction | SendMessageCancelAction | SendMessageChooseContactAction | SendMessageChooseStickerAction | SendMessageEmojiInteraction | SendMessageEmojiInteractionSeen | SendMessageGamePlayAction | SendMessageGeoLocationAction | SendMessageHistoryImportAction | SendMessageRecordAudioAction | SendMessageRecordRoundAction | SendMessageRecordVideoAction | SendMessageRichMessageDraftAction | SendMessageStopDraftAction | SendMessageTextDraftAction | SendMessageTypingAction | SendMessageUploadAudioAction | SendMessageUploadDocumentAction | SendMessageUploadPhotoAction | SendMessageUploadRoundAction | SendMessageUploadVideoAction | SpeakingInGroupCallAction
TypeShareTheme: TypeAlias = InputShareThemeGift | ShareThemeDefault | ShareThemeEmojiBackdrop | ShareThemeGift
TypeShareThemeBackdropOption: TypeAlias = ShareThemeBackdropOption
TypeShareThemeBackdrops: TypeAlias = ShareThemeBackdrops | ShareThemeBackdropsNotModified
TypeShippingOption: TypeAlias = ShippingOption
TypeSimpleWebViewResult: TypeAlias = SimpleWebViewResultUrl
TypeSmsJob: TypeAlias = SmsJob
TypeSponsoredMessage: TypeAlias = SponsoredMessage
TypeSponsoredMessageReportOption: TypeAlias = SponsoredMessageReportOption
TypeSponsoredPeer: TypeAlias = SponsoredPeer
TypeSponsoredWebPage: TypeAlias = SponsoredWebPage
TypeStarGift: TypeAlias = StarGift | StarGiftUnique
TypeStarGiftActiveAuctionState: TypeAlias = StarGiftActiveAuctionState
TypeStarGiftAttribute: TypeAlias = StarGiftAttributeBackdrop | StarGiftAttributeModel | StarGiftAttributeOriginalDetails | StarGiftAttributePattern
TypeStarGiftAttributeCounter: TypeAlias = StarGiftAttributeCounter
TypeStarGiftAttributeId: TypeAlias = StarGiftAttributeIdBackdrop | StarGiftAttributeIdModel | StarGiftAttributeIdPattern
TypeStarGiftAttributeRarity: TypeAlias = StarGiftAttributeRarity | StarGiftAttributeRarityEpic | StarGiftAttributeRarityLegendary | StarGiftAttributeRarityRare | StarGiftAttributeRarityUncommon
TypeStarGiftAuctionAcquiredGift: TypeAlias = StarGiftAuctionAcquiredGift
TypeStarGiftAuctionRound: TypeAlias = StarGiftAuctionRound | StarGiftAuctionRoundExtendable
TypeStarGiftAuctionState: TypeAlias = StarGiftAuctionState | StarGiftAuctionStateFinished | StarGiftAuctionStateNotModified
TypeStarGiftAuctionUserState: TypeAlias = StarGiftAuctionUserState
TypeStarGiftBackground: TypeAlias = StarGiftBackground
TypeStarGiftCollection: TypeAlias = StarGiftCollection
TypeStarGiftUpgradePrice: TypeAlias = StarGiftUpgradePrice
TypeStarRefProgram: TypeAlias = StarRefProgram
TypeStarsAmount: TypeAlias = StarsAmount | StarsTonAmount
TypeStarsGiftOption: TypeAlias = StarsGiftOption
TypeStarsGiveawayOption: TypeAlias = StarsGiveawayOption
TypeStarsGiveawayWinnersOption: TypeAlias = StarsGiveawayWinnersOption
TypeStarsRating: TypeAlias = StarsRating
TypeStarsRevenueStatus: TypeAlias = StarsRevenueStatus
TypeStarsSubscription: TypeAlias = StarsSubscription
TypeStarsSubscriptionPricing: TypeAlias = StarsSubscriptionPricing
TypeStarsTopupOption: TypeAlias = StarsTopupOption
TypeStarsTransaction: TypeAlias = StarsTransaction
TypeStarsTransactionPeer: TypeAlias = StarsTransactionPeer | StarsTransactionPeerAPI | StarsTransactionPeerAds | StarsTransactionPeerAppStore | StarsTransactionPeerFragment | StarsTransactionPeerPlayMarket | StarsTransactionPeerPremiumBot | StarsTransactionPeerUnsupported
TypeStatsAbsValueAndPrev: TypeAlias = StatsAbsValueAndPrev
TypeStatsDateRangeDays: TypeAlias = StatsDateRangeDays
TypeStatsGraph: TypeAlias = StatsGraph | StatsGraphAsync | StatsGraphError
TypeStatsGroupTopAdmin: TypeAlias = StatsGroupTopAdmin
TypeStatsGroupTopInviter: TypeAlias = StatsGroupTopInviter
TypeStatsGroupTopPoster: TypeAlias = StatsGroupTopPoster
TypeStatsPercentValue: TypeAlias = StatsPercentValue
TypeStatsURL: TypeAlias = StatsURL
TypeStickerKeyword: TypeAlias = StickerKeyword
TypeStickerPack: TypeAlias = StickerPack
TypeStickerSet: TypeAlias = StickerSet
TypeStickerSetCovered: TypeAlias = StickerSetCovered | StickerSetFullCovered | StickerSetMultiCovered | StickerSetNoCovered
TypeStoriesStealthMode: TypeAlias = StoriesStealthMode
TypeStoryAlbum: TypeAlias = StoryAlbum
TypeStoryFwdHeader: TypeAlias = StoryFwdHeader
TypeStoryItem: TypeAlias = StoryItem | StoryItemDeleted | StoryItemSkipped
TypeStoryReaction: TypeAlias = StoryReaction | StoryReactionPublicForward | StoryReactionPublicRepost
TypeStoryView: TypeAlias = StoryView | StoryViewPublicForward | StoryViewPublicRepost
TypeStoryViews: TypeAlias = StoryViews
TypeSuggestedPost: TypeAlias = SuggestedPost
TypeTextWithEntities: TypeAlias = TextWithEntities
TypeTheme: TypeAlias = Theme
TypeThemeSettings: TypeAlias = ThemeSettings
TypeTimezone: TypeAlias = Timezone
TypeTodoCompletion: TypeAlias = TodoCompletion
TypeTodoItem: TypeAlias = TodoItem
TypeTodoList: TypeAlias = TodoList
TypeTonConnectManifest: TypeAlias = TonConnectManifest
TypeTonConnectNextEventId: TypeAlias = TonConnectNextEventId
TypeTonConnectRequest: TypeAlias = TonConnectRequest
TypeTonConnectSession: TypeAlias = TonConnectSession
TypeTopPeer: TypeAlias = TopPeer
TypeTopPeerCategory: TypeAlias = TopPeerCategoryBotsApp | TopPeerCategoryBotsGuestChat | TopPeerCategoryBotsInline | TopPeerCategoryBotsPM | TopPeerCategoryChannels | TopPeerCategoryCorrespondents | TopPeerCategoryForwardChats | TopPeerCategoryForwardUsers | TopPeerCategoryGroups | TopPeerCategoryPhoneCalls
TypeTopPeerCategoryPeers: TypeAlias = TopPeerCategoryPeers
TypeUpdate: TypeAlias = UpdateAiComposeTones | UpdateAttachMenuBots | UpdateAutoSaveSettings | UpdateBotBusinessConnect | UpdateBotCallbackQuery | UpdateBotChatBoost | UpdateBotChatInviteRequester | UpdateBotCommands | UpdateBotDeleteBusinessMessage | UpdateBotEditBusinessMessage | UpdateBotGuestChatQuery | UpdateBotInlineQuery | UpdateBotInlineSend | UpdateBotMenuButton | UpdateBotMessageReaction | UpdateBotMessageReactions | UpdateBotNewBusinessMessage | UpdateBotPrecheckoutQuery | UpdateBotPurchasedPaidMedia | UpdateBotShippingQuery | UpdateBotStarsSubscription | UpdateBotStopped | UpdateBotSubscriptionExpire | UpdateBotWebhookJSON | UpdateBotWebhookJSONQuery | UpdateBroadcastRevenueTransactions | UpdateBusinessBotCallbackQuery | UpdateChannel | UpdateChannelAvailableMessages | UpdateChannelMessageForwards | UpdateChannelMessageViews | UpdateChannelParticipant | UpdateChannelPinnedTopic | UpdateChannelPinnedTopics | UpdateChannelReadMessagesContents | UpdateChannelTooLong | UpdateChannelUserTyping | UpdateChannelViewForumAsMessages | UpdateChannelWebPage | UpdateChat | UpdateChatDefaultBannedRights | UpdateChatParticipant | UpdateChatParticipantAdd | UpdateChatParticipantAdmin | UpdateChatParticipantDelete | UpdateChatParticipantRank | UpdateChatParticipants | UpdateChatUserTyping | UpdateConfig | UpdateContactsReset | UpdateDcOptions | UpdateDeleteChannelMessages | UpdateDeleteEphemeralMessages | UpdateDeleteGroupCallMessages | UpdateDeleteMessages | UpdateDeleteQuickReply | UpdateDeleteQuickReplyMessages | UpdateDeleteScheduledMessages | UpdateDialogFilter | UpdateDialogFilterOrder | UpdateDialogFilters | UpdateDialogPinned | UpdateDialogUnreadMark | UpdateDraftMessage | UpdateEditChannelMessage | UpdateEditEphemeralMessage | UpdateEditMessage | UpdateEmojiGameInfo | UpdateEncryptedChatTyping | UpdateEncryptedMessagesRead | UpdateEncryption | UpdateEphemeralBotCallbackQuery | UpdateFavedStickers | UpdateFolderPeers | UpdateGeoLiveViewed | UpdateGroupCall | UpdateGroupCallChainBlocks | UpdateGroupCallConnection | UpdateGroupCallEncryptedMessage | UpdateGroupCallMessage | UpdateGroupCallParticipants | UpdateGroupInvitePrivacyForbidden | UpdateInlineBotCallbackQuery | UpdateJoinChatWebViewDecision | UpdateLangPack | UpdateLangPackTooLong | UpdateLoginToken | UpdateManagedBot | UpdateMessageExtendedMedia | UpdateMessageID | UpdateMessagePoll | UpdateMessagePollVote | UpdateMessageReactions | UpdateMonoForumNoPaidException | UpdateMoveStickerSetToTop | UpdateNewAuthorization | UpdateNewBotConnection | UpdateNewChannelMessage | UpdateNewEncryptedMessage | UpdateNewEphemeralMessage | UpdateNewMessage | UpdateNewQuickReply | UpdateNewScheduledMessage | UpdateNewStickerSet | UpdateNewStoryReaction | UpdateNotifySettings | UpdatePaidReactionPrivacy | UpdatePeerBlocked | UpdatePeerHistoryTTL | UpdatePeerLocated | UpdatePeerSettings | UpdatePeerWallpaper | UpdatePendingJoinRequests | UpdatePhoneCall | UpdatePhoneCallSignalingData | UpdatePinnedChannelMessages | UpdatePinnedDialogs | UpdatePinnedForumTopic | UpdatePinnedForumTopics | UpdatePinnedMessages | UpdatePinnedSavedDialogs | UpdatePrivacy | UpdatePtsChanged | UpdateQuickReplies | UpdateQuickReplyMessage | UpdateReadChannelDiscussionInbox | UpdateReadChannelDiscussionOutbox | UpdateReadChannelInbox | UpdateReadChannelOutbox | UpdateReadFeaturedEmojiStickers | UpdateReadFeaturedStickers | UpdateReadHistoryInbox | UpdateReadHistoryOutbox | UpdateReadMessagesContents | UpdateReadMonoForumInbox | UpdateReadMonoForumOutbox | UpdateReadStories | UpdateRecentEmojiStatuses | UpdateRecentReactions | UpdateRecentStickers | UpdateSavedDialogPinned | UpdateSavedGifs | UpdateSavedReactionTags | UpdateSavedRingtones | UpdateSentPhoneCode | UpdateSentStoryReaction | UpdateSentWalletTransaction | UpdateServiceNotification | UpdateSmsJob | UpdateStarGiftAuctionState | UpdateStarGiftAuctionUserState | UpdateStarGiftCraftFail | UpdateStarsBalance | UpdateStarsRevenueStatus | UpdateStickerSets | UpdateStickerSetsOrder | UpdateStoriesStealthMode | UpdateStory | UpdateStoryID | UpdateTheme | UpdateTranscribedAudio | UpdateUser | UpdateUserEmojiStatus | UpdateUserName | UpdateUserPhone | UpdateUserPhoto | UpdateUserStatus | UpdateUserTyping | UpdateWalletGaslessInfo | UpdateWalletState | UpdateWalletTonConnectPendingDisconnect | UpdateWalletTonConnectSession | UpdateWebBrowserException | UpdateWebBrowserSettings | UpdateWebPage | UpdateWebViewResultSent
TypeUpdates: TypeAlias = UpdateShort | UpdateShortChatMessage | UpdateShortMessage | UpdateShortSentMessage | Updates | UpdatesCombined | UpdatesTooLong
TypeUrlAuthResult: TypeAlias = UrlAuthResultAccepted | UrlAuthResultDefault | UrlAuthResultRequest
TypeUser: TypeAlias = User | UserEmpty
TypeUserFull: TypeAlias = UserFull
TypeUserProfilePhoto: TypeAlias = UserProfilePhoto | UserProfilePhotoEmpty
TypeUserStarGift: TypeAlias = UserStarGift
TypeUserStatus: TypeAlias = UserStatusEmpty | UserStatusLastMonth | UserStatusLastWeek | UserStatusOffline | UserStatusOnline | UserStatusRecently
TypeUserStories: TypeAlias = UserStories
TypeUsername: TypeAlias = Username
TypeVideoSize: TypeAlias = VideoSize | VideoSizeEmojiMarkup | VideoSizeStickerMarkup
TypeWallPaper: TypeAlias = WallPaper | WallPaperNoFile
TypeWallPaperSettings: TypeAlias = WallPaperSettings
TypeWalletOwnershipProof: TypeAlias = WalletOwnershipProof
TypeWalletState: TypeAlias = WalletState | WalletStateEmpty
TypeWalletTransaction: TypeAlias = WalletTransaction
TypeWalletTransactionPeer: TypeAlias = WalletTransactionPeerAddress | WalletTransactionPeerChannel | WalletTransactionPeerOnramp | WalletTransactionPeerTelegramGift | WalletTransactionPeerUnsupported | WalletTransactionPeerUser
TypeWalletUserAddress: TypeAlias = WalletUserAddress
TypeWebAuthorization: TypeAlias = WebAuthorization
TypeWebDocument: TypeAlias = WebDocument | WebDocumentNoProxy
TypeWebDomainException: TypeAlias = WebDomainException
TypeWebPage: TypeAlias = WebPage | WebPageEmpty | WebPageNotModified | WebPagePending
TypeWebPageAttribute: TypeAlias = WebPageAttributeAiComposeTone | WebPageAttributeStarGiftAuction | WebPageAttributeStarGiftCollection | WebPageAttributeStickerSet | WebPageAttributeStory | WebPageAttributeTheme | WebPageAttributeUniqueStarGift
TypeWebViewMessageSent: TypeAlias = WebViewMessageSent
TypeWebViewResult: TypeAlias = WebViewResultUrl

class account:
    class AuthorizationForm(TLObject):
        required_types: list[TypeSecureRequiredType]
        values: list[TypeSecureValue]
        errors: list[TypeSecureValueError]
        users: list[TypeUser]
        privacy_policy_url: str | None = ...

    class Authorizations(TLObject):
        authorization_ttl_days: int
        authorizations: list[TypeAuthorization]

    class AutoDownloadSettings(TLObject):
        low: TypeAutoDownloadSettings
        medium: TypeAutoDownloadSettings
        high: TypeAutoDownloadSettings

    class AutoSaveSettings(TLObject):
        users_settings: TypeAutoSaveSettings
        chats_settings: TypeAutoSaveSettings
        broadcasts_settings: TypeAutoSaveSettings
        exceptions: list[TypeAutoSaveException]
        chats: list[TypeChat]
        users: list[TypeUser]

    class BusinessChatLinks(TLObject):
        links: list[TypeBusinessChatLink]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChatThemes(TLObject):
        hash: int
        themes: list[TypeChatTheme]
        chats: list[TypeChat]
        users: list[TypeUser]
        next_offset: str | None = ...

    class ChatThemesNotModified(TLObject): ...

    class ConnectedBots(TLObject):
        connected_bots: list[TypeConnectedBot]
        users: list[TypeUser]

    class ContentSettings(TLObject):
        sensitive_enabled: bool = ...
        sensitive_can_change: bool = ...

    class EmailVerified(TLObject):
        email: str

    class EmailVerifiedLogin(TLObject):
        email: str
        sent_code: auth.TypeSentCode

    class EmojiStatuses(TLObject):
        hash: int
        statuses: list[TypeEmojiStatus]

    class EmojiStatusesNotModified(TLObject): ...

    class PaidMessagesRevenue(TLObject):
        stars_amount: int

    class PasskeyRegistrationOptions(TLObject):
        options: TypeDataJSON

    class Passkeys(TLObject):
        passkeys: list[TypePasskey]

    class Password(TLObject):
        has_recovery: bool = ...
        has_secure_values: bool = ...
        has_password: bool = ...
        current_algo: TypePasswordKdfAlgo | None = ...
        srp_B: bytes | None = ...
        srp_id: int | None = ...
        hint: str | None = ...
        email_unconfirmed_pattern: str | None = ...
        new_algo: TypePasswordKdfAlgo
        new_secure_algo: TypeSecurePasswordKdfAlgo
        secure_random: bytes
        pending_reset_date: int | None = ...
        login_email_pattern: str | None = ...

    class PasswordInputSettings(TLObject):
        new_algo: TypePasswordKdfAlgo | None = ...
        new_password_hash: bytes | None = ...
        hint: str | None = ...
        email: str | None = ...
        new_secure_settings: TypeSecureSecretSettings | None = ...

    class PasswordSettings(TLObject):
        email: str | None = ...
        secure_settings: TypeSecureSecretSettings | None = ...

    class PrivacyRules(TLObject):
        rules: list[TypePrivacyRule]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ResetPasswordFailedWait(TLObject):
        retry_date: int

    class ResetPasswordOk(TLObject): ...

    class ResetPasswordRequestedWait(TLObject):
        until_date: int

    class ResolvedBusinessChatLinks(TLObject):
        peer: TypePeer
        message: str
        entities: list[TypeMessageEntity] | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class SavedMusicIds(TLObject):
        ids: list[int]

    class SavedMusicIdsNotModified(TLObject): ...

    class SavedRingtone(TLObject): ...

    class SavedRingtoneConverted(TLObject):
        document: TypeDocument

    class SavedRingtones(TLObject):
        hash: int
        ringtones: list[TypeDocument]

    class SavedRingtonesNotModified(TLObject): ...

    class SentEmailCode(TLObject):
        email_pattern: str
        length: int

    class Takeout(TLObject):
        id: int

    class Themes(TLObject):
        hash: int
        themes: list[TypeTheme]

    class ThemesNotModified(TLObject): ...

    class TmpPassword(TLObject):
        tmp_password: bytes
        valid_until: int

    class WallPapers(TLObject):
        hash: int
        wallpapers: list[TypeWallPaper]

    class WallPapersNotModified(TLObject): ...

    class WebAuthorizations(TLObject):
        authorizations: list[TypeWebAuthorization]
        users: list[TypeUser]

    class WebBrowserSettings(TLObject):
        open_external_browser: bool = ...
        display_close_button: bool = ...
        external_exceptions: list[TypeWebDomainException]
        inapp_exceptions: list[TypeWebDomainException]
        hash: int

    class WebBrowserSettingsNotModified(TLObject): ...

    TypeAuthorizationForm: TypeAlias = account.AuthorizationForm
    TypeAuthorizations: TypeAlias = account.Authorizations
    TypeAutoDownloadSettings: TypeAlias = account.AutoDownloadSettings
    TypeAutoSaveSettings: TypeAlias = account.AutoSaveSettings
    TypeBusinessChatLinks: TypeAlias = account.BusinessChatLinks
    TypeChatThemes: TypeAlias = account.ChatThemes | account.ChatThemesNotModified
    TypeConnectedBots: TypeAlias = account.ConnectedBots
    TypeContentSettings: TypeAlias = account.ContentSettings
    TypeEmailVerified: TypeAlias = account.EmailVerified | account.EmailVerifiedLogin
    TypeEmojiStatuses: TypeAlias = account.EmojiStatuses | account.EmojiStatusesNotModified
    TypePaidMessagesRevenue: TypeAlias = account.PaidMessagesRevenue
    TypePasskeyRegistrationOptions: TypeAlias = account.PasskeyRegistrationOptions
    TypePasskeys: TypeAlias = account.Passkeys
    TypePassword: TypeAlias = account.Password
    TypePasswordInputSettings: TypeAlias = account.PasswordInputSettings
    TypePasswordSettings: TypeAlias = account.PasswordSettings
    TypePrivacyRules: TypeAlias = account.PrivacyRules
    TypeResetPasswordResult: TypeAlias = account.ResetPasswordFailedWait | account.ResetPasswordOk | account.ResetPasswordRequestedWait
    TypeResolvedBusinessChatLinks: TypeAlias = account.ResolvedBusinessChatLinks
    TypeSavedMusicIds: TypeAlias = account.SavedMusicIds | account.SavedMusicIdsNotModified
    TypeSavedRingtone: TypeAlias = account.SavedRingtone | account.SavedRingtoneConverted
    TypeSavedRingtones: TypeAlias = account.SavedRingtones | account.SavedRingtonesNotModified
    TypeSentEmailCode: TypeAlias = account.SentEmailCode
    TypeTakeout: TypeAlias = account.Takeout
    TypeThemes: TypeAlias = account.Themes | account.ThemesNotModified
    TypeTmpPassword: TypeAlias = account.TmpPassword
    TypeWallPapers: TypeAlias = account.WallPapers | account.WallPapersNotModified
    TypeWebAuthorizations: TypeAlias = account.WebAuthorizations
    TypeWebBrowserSettings: TypeAlias = account.WebBrowserSettings | account.WebBrowserSettingsNotModified

class aicompose:
    class Tones(TLObject):
        hash: int
        tones: list[TypeAiComposeTone]
        users: list[TypeUser]

    class TonesNotModified(TLObject): ...

    TypeTones: TypeAlias = aicompose.Tones | aicompose.TonesNotModified

class auth:
    class Authorization(TLObject):
        setup_password_required: bool = ...
        otherwise_relogin_days: int | None = ...
        tmp_sessions: int | None = ...
        future_auth_token: bytes | None = ...
        user: TypeUser

    class AuthorizationSignUpRequired(TLObject):
        terms_of_service: help.TypeTermsOfService | None = ...

    class CodeTypeCall(TLObject): ...

    class CodeTypeFlashCall(TLObject): ...

    class CodeTypeFragmentSms(TLObject): ...

    class CodeTypeMissedCall(TLObject): ...

    class CodeTypeSms(TLObject): ...

    class ExportedAuthorization(TLObject):
        id: int
        bytes: _builtins.bytes

    class FirebasePnvIntent(TLObject):
        nonce: str
        digital_credential_payload: str

    class LoggedOut(TLObject):
        future_auth_token: bytes | None = ...

    class LoginToken(TLObject):
        expires: int
        token: bytes

    class LoginTokenMigrateTo(TLObject):
        dc_id: int
        token: bytes

    class LoginTokenSuccess(TLObject):
        authorization: auth.TypeAuthorization

    class PasskeyLoginOptions(TLObject):
        options: TypeDataJSON

    class PasswordRecovery(TLObject):
        email_pattern: str

    class SentCode(TLObject):
        type: auth.TypeSentCodeType
        phone_code_hash: str
        next_type: auth.TypeCodeType | None = ...
        timeout: int | None = ...

    class SentCodePaymentRequired(TLObject):
        store_product: str
        phone_code_hash: str
        support_email_address: str
        support_email_subject: str
        premium_days: int
        currency: str
        amount: int

    class SentCodeSuccess(TLObject):
        authorization: auth.TypeAuthorization

    class SentCodeTypeApp(TLObject):
        length: int

    class SentCodeTypeCall(TLObject):
        length: int

    class SentCodeTypeEmailCode(TLObject):
        apple_signin_allowed: bool = ...
        google_signin_allowed: bool = ...
        email_pattern: str
        length: int
        reset_available_period: int | None = ...
        reset_pending_date: int | None = ...

    class SentCodeTypeFirebaseSms(TLObject):
        nonce: bytes | None = ...
        play_integrity_project_id: int | None = ...
        play_integrity_nonce: bytes | None = ...
        receipt: str | None = ...
        push_timeout: int | None = ...
        length: int

    class SentCodeTypeFlashCall(TLObject):
        pattern: str

    class SentCodeTypeFragmentSms(TLObject):
        url: str
        length: int

    class SentCodeTypeMissedCall(TLObject):
        prefix: str
        length: int

    class SentCodeTypeSetUpEmailRequired(TLObject):
        apple_signin_allowed: bool = ...
        google_signin_allowed: bool = ...

    class SentCodeTypeSms(TLObject):
        length: int

    class SentCodeTypeSmsPhrase(TLObject):
        beginning: str | None = ...

    class SentCodeTypeSmsWord(TLObject):
        beginning: str | None = ...

    TypeAuthorization: TypeAlias = auth.Authorization | auth.AuthorizationSignUpRequired
    TypeCodeType: TypeAlias = auth.CodeTypeCall | auth.CodeTypeFlashCall | auth.CodeTypeFragmentSms | auth.CodeTypeMissedCall | auth.CodeTypeSms
    TypeExportedAuthorization: TypeAlias = auth.ExportedAuthorization
    TypeFirebasePnvIntent: TypeAlias = auth.FirebasePnvIntent
    TypeLoggedOut: TypeAlias = auth.LoggedOut
    TypeLoginToken: TypeAlias = auth.LoginToken | auth.LoginTokenMigrateTo | auth.LoginTokenSuccess
    TypePasskeyLoginOptions: TypeAlias = auth.PasskeyLoginOptions
    TypePasswordRecovery: TypeAlias = auth.PasswordRecovery
    TypeSentCode: TypeAlias = auth.SentCode | auth.SentCodePaymentRequired | auth.SentCodeSuccess
    TypeSentCodeType: TypeAlias = auth.SentCodeTypeApp | auth.SentCodeTypeCall | auth.SentCodeTypeEmailCode | auth.SentCodeTypeFirebaseSms | auth.SentCodeTypeFlashCall | auth.SentCodeTypeFragmentSms | auth.SentCodeTypeMissedCall | auth.SentCodeTypeSetUpEmailRequired | auth.SentCodeTypeSms | auth.SentCodeTypeSmsPhrase | auth.SentCodeTypeSmsWord

class bots:
    class AccessSettings(TLObject):
        restricted: bool = ...
        add_users: list[TypeUser] | None = ...

    class BotInfo(TLObject):
        name: str
        about: str
        description: str

    class ExportedBotToken(TLObject):
        token: str

    class PopularAppBots(TLObject):
        next_offset: str | None = ...
        users: list[TypeUser]

    class PreviewInfo(TLObject):
        media: list[TypeBotPreviewMedia]
        lang_codes: list[str]

    class RequestedButton(TLObject):
        webapp_req_id: str

    TypeAccessSettings: TypeAlias = bots.AccessSettings
    TypeBotInfo: TypeAlias = bots.BotInfo
    TypeExportedBotToken: TypeAlias = bots.ExportedBotToken
    TypePopularAppBots: TypeAlias = bots.PopularAppBots
    TypePreviewInfo: TypeAlias = bots.PreviewInfo
    TypeRequestedButton: TypeAlias = bots.RequestedButton

class channels:
    class AdminLogResults(TLObject):
        events: list[TypeChannelAdminLogEvent]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChannelParticipant(TLObject):
        participant: TypeChannelParticipant
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChannelParticipants(TLObject):
        count: int
        participants: list[TypeChannelParticipant]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChannelParticipantsNotModified(TLObject): ...

    class SendAsPeers(TLObject):
        peers: list[TypeSendAsPeer]
        chats: list[TypeChat]
        users: list[TypeUser]

    class SponsoredMessageReportResultAdsHidden(TLObject): ...

    class SponsoredMessageReportResultChooseOption(TLObject):
        title: str
        options: list[TypeSponsoredMessageReportOption]

    class SponsoredMessageReportResultReported(TLObject): ...

    TypeAdminLogResults: TypeAlias = channels.AdminLogResults
    TypeChannelParticipant: TypeAlias = channels.ChannelParticipant
    TypeChannelParticipants: TypeAlias = channels.ChannelParticipants | channels.ChannelParticipantsNotModified
    TypeSendAsPeers: TypeAlias = channels.SendAsPeers
    TypeSponsoredMessageReportResult: TypeAlias = channels.SponsoredMessageReportResultAdsHidden | channels.SponsoredMessageReportResultChooseOption | channels.SponsoredMessageReportResultReported

class chatlists:
    class ChatlistInvite(TLObject):
        title_noanimate: bool = ...
        title: TypeTextWithEntities
        emoticon: str | None = ...
        peers: list[TypePeer]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChatlistInviteAlready(TLObject):
        filter_id: int
        missing_peers: list[TypePeer]
        already_peers: list[TypePeer]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChatlistUpdates(TLObject):
        missing_peers: list[TypePeer]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ExportedChatlistInvite(TLObject):
        filter: TypeDialogFilter
        invite: TypeExportedChatlistInvite

    class ExportedInvites(TLObject):
        invites: list[TypeExportedChatlistInvite]
        chats: list[TypeChat]
        users: list[TypeUser]

    TypeChatlistInvite: TypeAlias = chatlists.ChatlistInvite | chatlists.ChatlistInviteAlready
    TypeChatlistUpdates: TypeAlias = chatlists.ChatlistUpdates
    TypeExportedChatlistInvite: TypeAlias = chatlists.ExportedChatlistInvite
    TypeExportedInvites: TypeAlias = chatlists.ExportedInvites

class communities:
    class ParticipantJoinedChats(TLObject):
        creator_chat_ids: list[int]
        joined_chat_ids: list[int]
        chats: list[TypeChat]
        users: list[TypeUser]

    class PeerLinkRequests(TLObject):
        total_count: int
        requests: list[TypeCommunityPeerRequest]
        next_offset: str | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    TypeParticipantJoinedChats: TypeAlias = communities.ParticipantJoinedChats
    TypePeerLinkRequests: TypeAlias = communities.PeerLinkRequests

class contacts:
    class Blocked(TLObject):
        blocked: list[TypePeerBlocked]
        chats: list[TypeChat]
        users: list[TypeUser]

    class BlockedSlice(TLObject):
        count: int
        blocked: list[TypePeerBlocked]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ContactBirthdays(TLObject):
        contacts: list[TypeContactBirthday]
        users: list[TypeUser]

    class Contacts(TLObject):
        contacts: list[TypeContact]
        saved_count: int
        users: list[TypeUser]

    class ContactsNotModified(TLObject): ...

    class Found(TLObject):
        my_results: list[TypePeer]
        results: list[TypePeer]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ImportedContacts(TLObject):
        imported: list[TypeImportedContact]
        popular_invites: list[TypePopularContact]
        retry_contacts: list[int]
        users: list[TypeUser]

    class ResolvedPeer(TLObject):
        peer: TypePeer
        chats: list[TypeChat]
        users: list[TypeUser]

    class SponsoredPeers(TLObject):
        peers: list[TypeSponsoredPeer]
        chats: list[TypeChat]
        users: list[TypeUser]

    class SponsoredPeersEmpty(TLObject): ...

    class TopPeers(TLObject):
        categories: list[TypeTopPeerCategoryPeers]
        chats: list[TypeChat]
        users: list[TypeUser]

    class TopPeersDisabled(TLObject): ...

    class TopPeersNotModified(TLObject): ...

    TypeBlocked: TypeAlias = contacts.Blocked | contacts.BlockedSlice
    TypeContactBirthdays: TypeAlias = contacts.ContactBirthdays
    TypeContacts: TypeAlias = contacts.Contacts | contacts.ContactsNotModified
    TypeFound: TypeAlias = contacts.Found
    TypeImportedContacts: TypeAlias = contacts.ImportedContacts
    TypeResolvedPeer: TypeAlias = contacts.ResolvedPeer
    TypeSponsoredPeers: TypeAlias = contacts.SponsoredPeers | contacts.SponsoredPeersEmpty
    TypeTopPeers: TypeAlias = contacts.TopPeers | contacts.TopPeersDisabled | contacts.TopPeersNotModified

class ephemeral:
    class WelcomeMessages(TLObject):
        hash: int
        messages: list[TypeEphemeralMessage]

    class WelcomeMessagesNotModified(TLObject): ...

    TypeWelcomeMessages: TypeAlias = ephemeral.WelcomeMessages | ephemeral.WelcomeMessagesNotModified

class fragment:
    class CollectibleInfo(TLObject):
        purchase_date: int
        currency: str
        amount: int
        crypto_currency: str
        crypto_amount: int
        url: str

    TypeCollectibleInfo: TypeAlias = fragment.CollectibleInfo

class help:
    class AppConfig(TLObject):
        hash: int
        config: TypeJSONValue

    class AppConfigNotModified(TLObject): ...

    class AppUpdate(TLObject):
        can_not_skip: bool = ...
        id: int
        version: str
        text: str
        entities: list[TypeMessageEntity]
        document: TypeDocument | None = ...
        url: str | None = ...
        sticker: TypeDocument | None = ...

    class CountriesList(TLObject):
        countries: list[help.TypeCountry]
        hash: int

    class CountriesListNotModified(TLObject): ...

    class Country(TLObject):
        hidden: bool = ...
        iso2: str
        default_name: str
        name: str | None = ...
        country_codes: list[help.TypeCountryCode]

    class CountryCode(TLObject):
        country_code: str
        prefixes: list[str] | None = ...
        patterns: list[str] | None = ...

    class DeepLinkInfo(TLObject):
        update_app: bool = ...
        message: str
        entities: list[TypeMessageEntity] | None = ...

    class DeepLinkInfoEmpty(TLObject): ...

    class InviteText(TLObject):
        message: str

    class NoAppUpdate(TLObject): ...

    class PassportConfig(TLObject):
        hash: int
        countries_langs: TypeDataJSON

    class PassportConfigNotModified(TLObject): ...

    class PeerColorOption(TLObject):
        hidden: bool = ...
        color_id: int
        colors: help.TypePeerColorSet | None = ...
        dark_colors: help.TypePeerColorSet | None = ...
        channel_min_level: int | None = ...
        group_min_level: int | None = ...

    class PeerColorProfileSet(TLObject):
        palette_colors: list[int]
        bg_colors: list[int]
        story_colors: list[int]

    class PeerColorSet(TLObject):
        colors: list[int]

    class PeerColors(TLObject):
        hash: int
        colors: list[help.TypePeerColorOption]

    class PeerColorsNotModified(TLObject): ...

    class PremiumPromo(TLObject):
        status_text: str
        status_entities: list[TypeMessageEntity]
        video_sections: list[str]
        videos: list[TypeDocument]
        period_options: list[TypePremiumSubscriptionOption]
        users: list[TypeUser]

    class PromoData(TLObject):
        proxy: bool = ...
        expires: int
        peer: TypePeer | None = ...
        psa_type: str | None = ...
        psa_message: str | None = ...
        pending_suggestions: list[str]
        dismissed_suggestions: list[str]
        custom_pending_suggestion: TypePendingSuggestion | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class PromoDataEmpty(TLObject):
        expires: int

    class RecentMeUrls(TLObject):
        urls: list[TypeRecentMeUrl]
        chats: list[TypeChat]
        users: list[TypeUser]

    class Support(TLObject):
        phone_number: str
        user: TypeUser

    class SupportName(TLObject):
        name: str

    class TermsOfService(TLObject):
        popup: bool = ...
        id: TypeDataJSON
        text: str
        entities: list[TypeMessageEntity]
        min_age_confirm: int | None = ...

    class TermsOfServiceUpdate(TLObject):
        expires: int
        terms_of_service: help.TypeTermsOfService

    class TermsOfServiceUpdateEmpty(TLObject):
        expires: int

    class TimezonesList(TLObject):
        timezones: list[TypeTimezone]
        hash: int

    class TimezonesListNotModified(TLObject): ...

    class UserInfo(TLObject):
        message: str
        entities: list[TypeMessageEntity]
        author: str
        date: int

    class UserInfoEmpty(TLObject): ...

    TypeAppConfig: TypeAlias = help.AppConfig | help.AppConfigNotModified
    TypeAppUpdate: TypeAlias = help.AppUpdate | help.NoAppUpdate
    TypeCountriesList: TypeAlias = help.CountriesList | help.CountriesListNotModified
    TypeCountry: TypeAlias = help.Country
    TypeCountryCode: TypeAlias = help.CountryCode
    TypeDeepLinkInfo: TypeAlias = help.DeepLinkInfo | help.DeepLinkInfoEmpty
    TypeInviteText: TypeAlias = help.InviteText
    TypePassportConfig: TypeAlias = help.PassportConfig | help.PassportConfigNotModified
    TypePeerColorOption: TypeAlias = help.PeerColorOption
    TypePeerColorSet: TypeAlias = help.PeerColorProfileSet | help.PeerColorSet
    TypePeerColors: TypeAlias = help.PeerColors | help.PeerColorsNotModified
    TypePremiumPromo: TypeAlias = help.PremiumPromo
    TypePromoData: TypeAlias = help.PromoData | help.PromoDataEmpty
    TypeRecentMeUrls: TypeAlias = help.RecentMeUrls
    TypeSupport: TypeAlias = help.Support
    TypeSupportName: TypeAlias = help.SupportName
    TypeTermsOfService: TypeAlias = help.TermsOfService
    TypeTermsOfServiceUpdate: TypeAlias = help.TermsOfServiceUpdate | help.TermsOfServiceUpdateEmpty
    TypeTimezonesList: TypeAlias = help.TimezonesList | help.TimezonesListNotModified
    TypeUserInfo: TypeAlias = help.UserInfo | help.UserInfoEmpty

class messages:
    class AffectedFoundMessages(TLObject):
        pts: int
        pts_count: int
        offset: int
        messages: list[int]

    class AffectedHistory(TLObject):
        pts: int
        pts_count: int
        offset: int

    class AffectedMessages(TLObject):
        pts: int
        pts_count: int

    class AllStickers(TLObject):
        hash: int
        sets: list[TypeStickerSet]

    class AllStickersNotModified(TLObject): ...

    class ArchivedStickers(TLObject):
        count: int
        sets: list[TypeStickerSetCovered]

    class AvailableEffects(TLObject):
        hash: int
        effects: list[TypeAvailableEffect]
        documents: list[TypeDocument]

    class AvailableEffectsNotModified(TLObject): ...

    class AvailableReactions(TLObject):
        hash: int
        reactions: list[TypeAvailableReaction]

    class AvailableReactionsNotModified(TLObject): ...

    class BotApp(TLObject):
        inactive: bool = ...
        request_write_access: bool = ...
        has_settings: bool = ...
        app: TypeBotApp

    class BotCallbackAnswer(TLObject):
        alert: bool = ...
        has_url: bool = ...
        native_ui: bool = ...
        message: str | None = ...
        url: str | None = ...
        cache_time: int

    class BotPreparedInlineMessage(TLObject):
        id: str
        expire_date: int

    class BotResults(TLObject):
        gallery: bool = ...
        query_id: int
        next_offset: str | None = ...
        switch_pm: TypeInlineBotSwitchPM | None = ...
        switch_webview: TypeInlineBotWebView | None = ...
        results: list[TypeBotInlineResult]
        cache_time: int
        users: list[TypeUser]

    class ChannelMessages(TLObject):
        inexact: bool = ...
        pts: int
        count: int
        offset_id_offset: int | None = ...
        messages: list[TypeMessage]
        topics: list[TypeForumTopic]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChatAdminsWithInvites(TLObject):
        admins: list[TypeChatAdminWithInvites]
        users: list[TypeUser]

    class ChatFull(TLObject):
        full_chat: TypeChatFull
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChatInviteImporters(TLObject):
        count: int
        importers: list[TypeChatInviteImporter]
        users: list[TypeUser]

    class ChatInviteJoinResultOk(TLObject):
        updates: TypeUpdates

    class ChatInviteJoinResultWebView(TLObject):
        bot_id: int
        query_id: int
        users: list[TypeUser]

    class Chats(TLObject):
        chats: list[TypeChat]

    class ChatsSlice(TLObject):
        count: int
        chats: list[TypeChat]

    class CheckedHistoryImportPeer(TLObject):
        confirm_text: str

    class ComposedMessageWithAI(TLObject):
        result_text: TypeTextWithEntities
        diff_text: TypeTextWithEntities | None = ...

    class ComposedRichMessageWithAI(TLObject):
        result: TypeRichMessage

    class DhConfig(TLObject):
        g: int
        p: bytes
        version: int
        random: bytes

    class DhConfigNotModified(TLObject):
        random: bytes

    class DialogFilters(TLObject):
        tags_enabled: bool = ...
        filters: list[TypeDialogFilter]

    class Dialogs(TLObject):
        dialogs: list[TypeDialog]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class DialogsNotModified(TLObject):
        count: int

    class DialogsSlice(TLObject):
        count: int
        dialogs: list[TypeDialog]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class DiscussionMessage(TLObject):
        messages: list[TypeMessage]
        max_id: int | None = ...
        read_inbox_max_id: int | None = ...
        read_outbox_max_id: int | None = ...
        unread_count: int
        chats: list[TypeChat]
        users: list[TypeUser]

    class EmojiGameDiceInfo(TLObject):
        game_hash: str
        prev_stake: int
        current_streak: int
        params: list[int]
        plays_left: int | None = ...

    class EmojiGameOutcome(TLObject):
        seed: bytes
        stake_ton_amount: int
        ton_amount: int

    class EmojiGameUnavailable(TLObject): ...

    class EmojiGroups(TLObject):
        hash: int
        groups: list[TypeEmojiGroup]

    class EmojiGroupsNotModified(TLObject): ...

    class ExportedChatInvite(TLObject):
        invite: TypeExportedChatInvite
        users: list[TypeUser]

    class ExportedChatInviteReplaced(TLObject):
        invite: TypeExportedChatInvite
        new_invite: TypeExportedChatInvite
        users: list[TypeUser]

    class ExportedChatInvites(TLObject):
        count: int
        invites: list[TypeExportedChatInvite]
        users: list[TypeUser]

    class FavedStickers(TLObject):
        hash: int
        packs: list[TypeStickerPack]
        stickers: list[TypeDocument]

    class FavedStickersNotModified(TLObject): ...

    class FeaturedStickers(TLObject):
        premium: bool = ...
        hash: int
        count: int
        sets: list[TypeStickerSetCovered]
        unread: list[int]

    class FeaturedStickersNotModified(TLObject):
        count: int

    class ForumTopics(TLObject):
        order_by_create_date: bool = ...
        count: int
        topics: list[TypeForumTopic]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]
        pts: int

    class FoundStickerSets(TLObject):
        hash: int
        sets: list[TypeStickerSetCovered]

    class FoundStickerSetsNotModified(TLObject): ...

    class FoundStickers(TLObject):
        next_offset: int | None = ...
        hash: int
        stickers: list[TypeDocument]

    class FoundStickersNotModified(TLObject):
        next_offset: int | None = ...

    class HighScores(TLObject):
        scores: list[TypeHighScore]
        users: list[TypeUser]

    class HistoryImport(TLObject):
        id: int

    class HistoryImportParsed(TLObject):
        pm: bool = ...
        group: bool = ...
        title: str | None = ...

    class InactiveChats(TLObject):
        dates: list[int]
        chats: list[TypeChat]
        users: list[TypeUser]

    class InvitedUsers(TLObject):
        updates: TypeUpdates
        missing_invitees: list[TypeMissingInvitee]

    class MessageEditData(TLObject):
        caption: bool = ...

    class MessageReactionsList(TLObject):
        count: int
        reactions: list[TypeMessagePeerReaction]
        chats: list[TypeChat]
        users: list[TypeUser]
        next_offset: str | None = ...

    class MessageViews(TLObject):
        views: list[TypeMessageViews]
        chats: list[TypeChat]
        users: list[TypeUser]

    class Messages(TLObject):
        messages: list[TypeMessage]
        topics: list[TypeForumTopic]
        chats: list[TypeChat]
        users: list[TypeUser]

    class MessagesNotModified(TLObject):
        count: int

    class MessagesSlice(TLObject):
        inexact: bool = ...
        count: int
        next_rate: int | None = ...
        offset_id_offset: int | None = ...
        search_flood: TypeSearchPostsFlood | None = ...
        messages: list[TypeMessage]
        topics: list[TypeForumTopic]
        chats: list[TypeChat]
        users: list[TypeUser]

    class MyStickers(TLObject):
        count: int
        sets: list[TypeStickerSetCovered]

    class PeerDialogs(TLObject):
        dialogs: list[TypeDialog]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]
        state: updates.TypeState

    class PeerSettings(TLObject):
        settings: TypePeerSettings
        chats: list[TypeChat]
        users: list[TypeUser]

    class PreparedInlineMessage(TLObject):
        query_id: int
        result: TypeBotInlineResult
        peer_types: list[TypeInlineQueryPeerType]
        cache_time: int
        users: list[TypeUser]

    class QuickReplies(TLObject):
        quick_replies: list[TypeQuickReply]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class QuickRepliesNotModified(TLObject): ...

    class Reactions(TLObject):
        hash: int
        reactions: list[TypeReaction]

    class ReactionsNotModified(TLObject): ...

    class RecentStickers(TLObject):
        hash: int
        packs: list[TypeStickerPack]
        stickers: list[TypeDocument]
        dates: list[int]

    class RecentStickersNotModified(TLObject): ...

    class SavedDialogs(TLObject):
        dialogs: list[TypeSavedDialog]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class SavedDialogsNotModified(TLObject):
        count: int

    class SavedDialogsSlice(TLObject):
        count: int
        dialogs: list[TypeSavedDialog]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class SavedGifs(TLObject):
        hash: int
        gifs: list[TypeDocument]

    class SavedGifsNotModified(TLObject): ...

    class SavedReactionTags(TLObject):
        tags: list[TypeSavedReactionTag]
        hash: int

    class SavedReactionTagsNotModified(TLObject): ...

    class SearchCounter(TLObject):
        inexact: bool = ...
        filter: TypeMessagesFilter
        count: int

    class SearchResultsCalendar(TLObject):
        inexact: bool = ...
        count: int
        min_date: int
        min_msg_id: int
        offset_id_offset: int | None = ...
        periods: list[TypeSearchResultsCalendarPeriod]
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class SearchResultsPositions(TLObject):
        count: int
        positions: list[TypeSearchResultsPosition]

    class SentEncryptedFile(TLObject):
        date: int
        file: TypeEncryptedFile

    class SentEncryptedMessage(TLObject):
        date: int

    class SponsoredMessages(TLObject):
        posts_between: int | None = ...
        start_delay: int | None = ...
        between_delay: int | None = ...
        messages: list[TypeSponsoredMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class SponsoredMessagesEmpty(TLObject): ...

    class StickerSet(TLObject):
        set: TypeStickerSet
        packs: list[TypeStickerPack]
        keywords: list[TypeStickerKeyword]
        documents: list[TypeDocument]

    class StickerSetInstallResultArchive(TLObject):
        sets: list[TypeStickerSetCovered]

    class StickerSetInstallResultSuccess(TLObject): ...

    class StickerSetNotModified(TLObject): ...

    class Stickers(TLObject):
        hash: int
        stickers: list[TypeDocument]

    class StickersNotModified(TLObject): ...

    class TranscribedAudio(TLObject):
        pending: bool = ...
        transcription_id: int
        text: str
        trial_remains_num: int | None = ...
        trial_remains_until_date: int | None = ...

    class TranslateNoResult(TLObject): ...

    class TranslateResult(TLObject):
        result: list[TypeTextWithEntities]

    class TranslateResultText(TLObject):
        text: str

    class TranslatedRichMessage(TLObject):
        result: list[TypeRichMessage]

    class VotesList(TLObject):
        count: int
        votes: list[TypeMessagePeerVote]
        chats: list[TypeChat]
        users: list[TypeUser]
        next_offset: str | None = ...

    class WebPage(TLObject):
        webpage: TypeWebPage
        chats: list[TypeChat]
        users: list[TypeUser]

    class WebPagePreview(TLObject):
        media: TypeMessageMedia
        chats: list[TypeChat]
        users: list[TypeUser]

    TypeAffectedFoundMessages: TypeAlias = messages.AffectedFoundMessages
    TypeAffectedHistory: TypeAlias = messages.AffectedHistory
    TypeAffectedMessages: TypeAlias = messages.AffectedMessages
    TypeAllStickers: TypeAlias = messages.AllStickers | messages.AllStickersNotModified
    TypeArchivedStickers: TypeAlias = messages.ArchivedStickers
    TypeAvailableEffects: TypeAlias = messages.AvailableEffects | messages.AvailableEffectsNotModified
    TypeAvailableReactions: TypeAlias = messages.AvailableReactions | messages.AvailableReactionsNotModified
    TypeBotApp: TypeAlias = messages.BotApp
    TypeBotCallbackAnswer: TypeAlias = messages.BotCallbackAnswer
    TypeBotPreparedInlineMessage: TypeAlias = messages.BotPreparedInlineMessage
    TypeBotResults: TypeAlias = messages.BotResults
    TypeChatAdminsWithInvites: TypeAlias = messages.ChatAdminsWithInvites
    TypeChatFull: TypeAlias = messages.ChatFull
    TypeChatInviteImporters: TypeAlias = messages.ChatInviteImporters
    TypeChatInviteJoinResult: TypeAlias = messages.ChatInviteJoinResultOk | messages.ChatInviteJoinResultWebView
    TypeChats: TypeAlias = messages.Chats | messages.ChatsSlice
    TypeCheckedHistoryImportPeer: TypeAlias = messages.CheckedHistoryImportPeer
    TypeComposedMessageWithAI: TypeAlias = messages.ComposedMessageWithAI
    TypeComposedRichMessageWithAI: TypeAlias = messages.ComposedRichMessageWithAI
    TypeDhConfig: TypeAlias = messages.DhConfig | messages.DhConfigNotModified
    TypeDialogFilters: TypeAlias = messages.DialogFilters
    TypeDialogs: TypeAlias = messages.Dialogs | messages.DialogsNotModified | messages.DialogsSlice
    TypeDiscussionMessage: TypeAlias = messages.DiscussionMessage
    TypeEmojiGameInfo: TypeAlias = messages.EmojiGameDiceInfo | messages.EmojiGameUnavailable
    TypeEmojiGameOutcome: TypeAlias = messages.EmojiGameOutcome
    TypeEmojiGroups: TypeAlias = messages.EmojiGroups | messages.EmojiGroupsNotModified
    TypeExportedChatInvite: TypeAlias = messages.ExportedChatInvite | messages.ExportedChatInviteReplaced
    TypeExportedChatInvites: TypeAlias = messages.ExportedChatInvites
    TypeFavedStickers: TypeAlias = messages.FavedStickers | messages.FavedStickersNotModified
    TypeFeaturedStickers: TypeAlias = messages.FeaturedStickers | messages.FeaturedStickersNotModified
    TypeForumTopics: TypeAlias = messages.ForumTopics
    TypeFoundStickerSets: TypeAlias = messages.FoundStickerSets | messages.FoundStickerSetsNotModified
    TypeFoundStickers: TypeAlias = messages.FoundStickers | messages.FoundStickersNotModified
    TypeHighScores: TypeAlias = messages.HighScores
    TypeHistoryImport: TypeAlias = messages.HistoryImport
    TypeHistoryImportParsed: TypeAlias = messages.HistoryImportParsed
    TypeInactiveChats: TypeAlias = messages.InactiveChats
    TypeInvitedUsers: TypeAlias = messages.InvitedUsers
    TypeMessageEditData: TypeAlias = messages.MessageEditData
    TypeMessageReactionsList: TypeAlias = messages.MessageReactionsList
    TypeMessageViews: TypeAlias = messages.MessageViews
    TypeMessages: TypeAlias = messages.ChannelMessages | messages.Messages | messages.MessagesNotModified | messages.MessagesSlice
    TypeMyStickers: TypeAlias = messages.MyStickers
    TypePeerDialogs: TypeAlias = messages.PeerDialogs
    TypePeerSettings: TypeAlias = messages.PeerSettings
    TypePreparedInlineMessage: TypeAlias = messages.PreparedInlineMessage
    TypeQuickReplies: TypeAlias = messages.QuickReplies | messages.QuickRepliesNotModified
    TypeReactions: TypeAlias = messages.Reactions | messages.ReactionsNotModified
    TypeRecentStickers: TypeAlias = messages.RecentStickers | messages.RecentStickersNotModified
    TypeSavedDialogs: TypeAlias = messages.SavedDialogs | messages.SavedDialogsNotModified | messages.SavedDialogsSlice
    TypeSavedGifs: TypeAlias = messages.SavedGifs | messages.SavedGifsNotModified
    TypeSavedReactionTags: TypeAlias = messages.SavedReactionTags | messages.SavedReactionTagsNotModified
    TypeSearchCounter: TypeAlias = messages.SearchCounter
    TypeSearchResultsCalendar: TypeAlias = messages.SearchResultsCalendar
    TypeSearchResultsPositions: TypeAlias = messages.SearchResultsPositions
    TypeSentEncryptedMessage: TypeAlias = messages.SentEncryptedFile | messages.SentEncryptedMessage
    TypeSponsoredMessages: TypeAlias = messages.SponsoredMessages | messages.SponsoredMessagesEmpty
    TypeStickerSet: TypeAlias = messages.StickerSet | messages.StickerSetNotModified
    TypeStickerSetInstallResult: TypeAlias = messages.StickerSetInstallResultArchive | messages.StickerSetInstallResultSuccess
    TypeStickers: TypeAlias = messages.Stickers | messages.StickersNotModified
    TypeTranscribedAudio: TypeAlias = messages.TranscribedAudio
    TypeTranslatedRichMessage: TypeAlias = messages.TranslatedRichMessage
    TypeTranslatedText: TypeAlias = messages.TranslateNoResult | messages.TranslateResult | messages.TranslateResultText
    TypeVotesList: TypeAlias = messages.VotesList
    TypeWebPage: TypeAlias = messages.WebPage
    TypeWebPagePreview: TypeAlias = messages.WebPagePreview

class payments:
    class BankCardData(TLObject):
        title: str
        open_urls: list[TypeBankCardOpenUrl]

    class CheckCanSendGiftResultFail(TLObject):
        reason: TypeTextWithEntities

    class CheckCanSendGiftResultOk(TLObject): ...

    class CheckedGiftCode(TLObject):
        via_giveaway: bool = ...
        from_id: TypePeer | None = ...
        giveaway_msg_id: int | None = ...
        to_id: int | None = ...
        date: int
        days: int
        used_date: int | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class ConnectedStarRefBots(TLObject):
        count: int
        connected_bots: list[TypeConnectedBotStarRef]
        users: list[TypeUser]

    class CurrencyRates(TLObject):
        rates: list[TypeCurrencyRate]

    class ExportedInvoice(TLObject):
        url: str

    class GiveawayInfo(TLObject):
        participating: bool = ...
        preparing_results: bool = ...
        start_date: int
        joined_too_early_date: int | None = ...
        admin_disallowed_chat_id: int | None = ...
        disallowed_country: str | None = ...

    class GiveawayInfoResults(TLObject):
        winner: bool = ...
        refunded: bool = ...
        start_date: int
        gift_code_slug: str | None = ...
        stars_prize: int | None = ...
        finish_date: int
        winners_count: int
        activated_count: int | None = ...

    class PaymentForm(TLObject):
        can_save_credentials: bool = ...
        password_missing: bool = ...
        form_id: int
        bot_id: int
        title: str
        description: str
        photo: TypeWebDocument | None = ...
        invoice: TypeInvoice
        provider_id: int
        url: str
        native_provider: str | None = ...
        native_params: TypeDataJSON | None = ...
        additional_methods: list[TypePaymentFormMethod] | None = ...
        saved_info: TypePaymentRequestedInfo | None = ...
        saved_credentials: list[TypePaymentSavedCredentials] | None = ...
        users: list[TypeUser]

    class PaymentFormStarGift(TLObject):
        form_id: int
        invoice: TypeInvoice

    class PaymentFormStars(TLObject):
        form_id: int
        bot_id: int
        title: str
        description: str
        photo: TypeWebDocument | None = ...
        invoice: TypeInvoice
        users: list[TypeUser]

    class PaymentReceipt(TLObject):
        date: int
        bot_id: int
        provider_id: int
        title: str
        description: str
        photo: TypeWebDocument | None = ...
        invoice: TypeInvoice
        info: TypePaymentRequestedInfo | None = ...
        shipping: TypeShippingOption | None = ...
        tip_amount: int | None = ...
        currency: str
        total_amount: int
        credentials_title: str
        users: list[TypeUser]

    class PaymentReceiptStars(TLObject):
        date: int
        bot_id: int
        title: str
        description: str
        photo: TypeWebDocument | None = ...
        invoice: TypeInvoice
        currency: str
        total_amount: int
        transaction_id: str
        users: list[TypeUser]

    class PaymentResult(TLObject):
        updates: TypeUpdates

    class PaymentVerificationNeeded(TLObject):
        url: str

    class ResaleStarGifts(TLObject):
        count: int
        gifts: list[TypeStarGift]
        next_offset: str | None = ...
        attributes: list[TypeStarGiftAttribute] | None = ...
        attributes_hash: int | None = ...
        chats: list[TypeChat]
        counters: list[TypeStarGiftAttributeCounter] | None = ...
        users: list[TypeUser]

    class SavedInfo(TLObject):
        has_saved_credentials: bool = ...
        saved_info: TypePaymentRequestedInfo | None = ...

    class SavedStarGifts(TLObject):
        count: int
        chat_notifications_enabled: bool | None = ...
        gifts: list[TypeSavedStarGift]
        next_offset: str | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class StarGiftActiveAuctions(TLObject):
        auctions: list[TypeStarGiftActiveAuctionState]
        users: list[TypeUser]
        chats: list[TypeChat]

    class StarGiftActiveAuctionsNotModified(TLObject): ...

    class StarGiftAuctionAcquiredGifts(TLObject):
        gifts: list[TypeStarGiftAuctionAcquiredGift]
        users: list[TypeUser]
        chats: list[TypeChat]

    class StarGiftAuctionState(TLObject):
        gift: TypeStarGift
        state: TypeStarGiftAuctionState
        user_state: TypeStarGiftAuctionUserState
        timeout: int
        users: list[TypeUser]
        chats: list[TypeChat]

    class StarGiftCollections(TLObject):
        collections: list[TypeStarGiftCollection]

    class StarGiftCollectionsNotModified(TLObject): ...

    class StarGiftDepositPayload(TLObject):
        nft_address: str
        payload: bytes
        amount: int

    class StarGiftUpgradeAttributes(TLObject):
        attributes: list[TypeStarGiftAttribute]

    class StarGiftUpgradePreview(TLObject):
        sample_attributes: list[TypeStarGiftAttribute]
        prices: list[TypeStarGiftUpgradePrice]
        next_prices: list[TypeStarGiftUpgradePrice]

    class StarGiftWithdrawalUrl(TLObject):
        url: str

    class StarGifts(TLObject):
        hash: int
        gifts: list[TypeStarGift]
        chats: list[TypeChat]
        users: list[TypeUser]

    class StarGiftsNotModified(TLObject): ...

    class StarsRevenueAdsAccountUrl(TLObject):
        url: str

    class StarsRevenueStats(TLObject):
        top_hours_graph: TypeStatsGraph | None = ...
        revenue_graph: TypeStatsGraph
        status: TypeStarsRevenueStatus
        usd_rate: float

    class StarsRevenueWithdrawalUrl(TLObject):
        url: str

    class StarsStatus(TLObject):
        balance: TypeStarsAmount
        subscriptions: list[TypeStarsSubscription] | None = ...
        subscriptions_next_offset: str | None = ...
        subscriptions_missing_balance: int | None = ...
        history: list[TypeStarsTransaction] | None = ...
        next_offset: str | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class SuggestedStarRefBots(TLObject):
        count: int
        suggested_bots: list[TypeStarRefProgram]
        users: list[TypeUser]
        next_offset: str | None = ...

    class UniqueStarGift(TLObject):
        gift: TypeStarGift
        chats: list[TypeChat]
        users: list[TypeUser]

    class UniqueStarGiftValueInfo(TLObject):
        last_sale_on_fragment: bool = ...
        value_is_average: bool = ...
        currency: str
        value: int
        initial_sale_date: int
        initial_sale_stars: int
        initial_sale_price: int
        last_sale_date: int | None = ...
        last_sale_price: int | None = ...
        floor_price: int | None = ...
        average_price: int | None = ...
        listed_count: int | None = ...
        fragment_listed_count: int | None = ...
        fragment_listed_url: str | None = ...

    class UserStarGifts(TLObject):
        count: int
        gifts: list[TypeUserStarGift]
        next_offset: str | None = ...
        users: list[TypeUser]

    class ValidatedRequestedInfo(TLObject):
        id: str | None = ...
        shipping_options: list[TypeShippingOption] | None = ...

    TypeBankCardData: TypeAlias = payments.BankCardData
    TypeCheckCanSendGiftResult: TypeAlias = payments.CheckCanSendGiftResultFail | payments.CheckCanSendGiftResultOk
    TypeCheckedGiftCode: TypeAlias = payments.CheckedGiftCode
    TypeConnectedStarRefBots: TypeAlias = payments.ConnectedStarRefBots
    TypeCurrencyRates: TypeAlias = payments.CurrencyRates
    TypeExportedInvoice: TypeAlias = payments.ExportedInvoice
    TypeGiveawayInfo: TypeAlias = payments.GiveawayInfo | payments.GiveawayInfoResults
    TypePaymentForm: TypeAlias = payments.PaymentForm | payments.PaymentFormStarGift | payments.PaymentFormStars
    TypePaymentReceipt: TypeAlias = payments.PaymentReceipt | payments.PaymentReceiptStars
    TypePaymentResult: TypeAlias = payments.PaymentResult | payments.PaymentVerificationNeeded
    TypeResaleStarGifts: TypeAlias = payments.ResaleStarGifts
    TypeSavedInfo: TypeAlias = payments.SavedInfo
    TypeSavedStarGifts: TypeAlias = payments.SavedStarGifts
    TypeStarGiftActiveAuctions: TypeAlias = payments.StarGiftActiveAuctions | payments.StarGiftActiveAuctionsNotModified
    TypeStarGiftAuctionAcquiredGifts: TypeAlias = payments.StarGiftAuctionAcquiredGifts
    TypeStarGiftAuctionState: TypeAlias = payments.StarGiftAuctionState
    TypeStarGiftCollections: TypeAlias = payments.StarGiftCollections | payments.StarGiftCollectionsNotModified
    TypeStarGiftDepositPayload: TypeAlias = payments.StarGiftDepositPayload
    TypeStarGiftUpgradeAttributes: TypeAlias = payments.StarGiftUpgradeAttributes
    TypeStarGiftUpgradePreview: TypeAlias = payments.StarGiftUpgradePreview
    TypeStarGiftWithdrawalUrl: TypeAlias = payments.StarGiftWithdrawalUrl
    TypeStarGifts: TypeAlias = payments.StarGifts | payments.StarGiftsNotModified
    TypeStarsRevenueAdsAccountUrl: TypeAlias = payments.StarsRevenueAdsAccountUrl
    TypeStarsRevenueStats: TypeAlias = payments.StarsRevenueStats
    TypeStarsRevenueWithdrawalUrl: TypeAlias = payments.StarsRevenueWithdrawalUrl
    TypeStarsStatus: TypeAlias = payments.StarsStatus
    TypeSuggestedStarRefBots: TypeAlias = payments.SuggestedStarRefBots
    TypeUniqueStarGift: TypeAlias = payments.UniqueStarGift
    TypeUniqueStarGiftValueInfo: TypeAlias = payments.UniqueStarGiftValueInfo
    TypeUserStarGifts: TypeAlias = payments.UserStarGifts
    TypeValidatedRequestedInfo: TypeAlias = payments.ValidatedRequestedInfo

class phone:
    class ExportedGroupCallInvite(TLObject):
        link: str

    class GroupCall(TLObject):
        call: TypeGroupCall
        participants: list[TypeGroupCallParticipant]
        participants_next_offset: str
        chats: list[TypeChat]
        users: list[TypeUser]

    class GroupCallStars(TLObject):
        total_stars: int
        top_donors: list[TypeGroupCallDonor]
        chats: list[TypeChat]
        users: list[TypeUser]

    class GroupCallStreamChannels(TLObject):
        channels: list[TypeGroupCallStreamChannel]

    class GroupCallStreamRtmpUrl(TLObject):
        url: str
        key: str

    class GroupParticipants(TLObject):
        count: int
        participants: list[TypeGroupCallParticipant]
        next_offset: str
        chats: list[TypeChat]
        users: list[TypeUser]
        version: int

    class JoinAsPeers(TLObject):
        peers: list[TypePeer]
        chats: list[TypeChat]
        users: list[TypeUser]

    class PhoneCall(TLObject):
        phone_call: TypePhoneCall
        users: list[TypeUser]

    TypeExportedGroupCallInvite: TypeAlias = phone.ExportedGroupCallInvite
    TypeGroupCall: TypeAlias = phone.GroupCall
    TypeGroupCallStars: TypeAlias = phone.GroupCallStars
    TypeGroupCallStreamChannels: TypeAlias = phone.GroupCallStreamChannels
    TypeGroupCallStreamRtmpUrl: TypeAlias = phone.GroupCallStreamRtmpUrl
    TypeGroupParticipants: TypeAlias = phone.GroupParticipants
    TypeJoinAsPeers: TypeAlias = phone.JoinAsPeers
    TypePhoneCall: TypeAlias = phone.PhoneCall

class photos:
    class Photo(TLObject):
        photo: TypePhoto
        users: list[TypeUser]

    class Photos(TLObject):
        photos: list[TypePhoto]
        users: list[TypeUser]

    class PhotosSlice(TLObject):
        count: int
        photos: list[TypePhoto]
        users: list[TypeUser]

    TypePhoto: TypeAlias = photos.Photo
    TypePhotos: TypeAlias = photos.Photos | photos.PhotosSlice

class premium:
    class BoostsList(TLObject):
        count: int
        boosts: list[TypeBoost]
        next_offset: str | None = ...
        users: list[TypeUser]

    class BoostsStatus(TLObject):
        my_boost: bool = ...
        level: int
        current_level_boosts: int
        boosts: int
        gift_boosts: int | None = ...
        next_level_boosts: int | None = ...
        premium_audience: TypeStatsPercentValue | None = ...
        boost_url: str
        prepaid_giveaways: list[TypePrepaidGiveaway] | None = ...
        my_boost_slots: list[int] | None = ...

    class MyBoosts(TLObject):
        my_boosts: list[TypeMyBoost]
        chats: list[TypeChat]
        users: list[TypeUser]

    TypeBoostsList: TypeAlias = premium.BoostsList
    TypeBoostsStatus: TypeAlias = premium.BoostsStatus
    TypeMyBoosts: TypeAlias = premium.MyBoosts

class smsjobs:
    class EligibleToJoin(TLObject):
        terms_url: str
        monthly_sent_sms: int

    class Status(TLObject):
        allow_international: bool = ...
        recent_sent: int
        recent_since: int
        recent_remains: int
        total_sent: int
        total_since: int
        last_gift_slug: str | None = ...
        terms_url: str

    TypeEligibilityToJoin: TypeAlias = smsjobs.EligibleToJoin
    TypeStatus: TypeAlias = smsjobs.Status

class stats:
    class BroadcastRevenueStats(TLObject):
        top_hours_graph: TypeStatsGraph
        revenue_graph: TypeStatsGraph
        balances: TypeBroadcastRevenueBalances
        usd_rate: float

    class BroadcastRevenueTransactions(TLObject):
        count: int
        transactions: list[TypeBroadcastRevenueTransaction]

    class BroadcastRevenueWithdrawalUrl(TLObject):
        url: str

    class BroadcastStats(TLObject):
        period: TypeStatsDateRangeDays
        followers: TypeStatsAbsValueAndPrev
        views_per_post: TypeStatsAbsValueAndPrev
        shares_per_post: TypeStatsAbsValueAndPrev
        reactions_per_post: TypeStatsAbsValueAndPrev
        views_per_story: TypeStatsAbsValueAndPrev
        shares_per_story: TypeStatsAbsValueAndPrev
        reactions_per_story: TypeStatsAbsValueAndPrev
        enabled_notifications: TypeStatsPercentValue
        growth_graph: TypeStatsGraph
        followers_graph: TypeStatsGraph
        mute_graph: TypeStatsGraph
        top_hours_graph: TypeStatsGraph
        interactions_graph: TypeStatsGraph
        iv_interactions_graph: TypeStatsGraph
        views_by_source_graph: TypeStatsGraph
        new_followers_by_source_graph: TypeStatsGraph
        languages_graph: TypeStatsGraph
        reactions_by_emotion_graph: TypeStatsGraph
        story_interactions_graph: TypeStatsGraph
        story_reactions_by_emotion_graph: TypeStatsGraph
        recent_posts_interactions: list[TypePostInteractionCounters]

    class MegagroupStats(TLObject):
        period: TypeStatsDateRangeDays
        members: TypeStatsAbsValueAndPrev
        messages: TypeStatsAbsValueAndPrev
        viewers: TypeStatsAbsValueAndPrev
        posters: TypeStatsAbsValueAndPrev
        growth_graph: TypeStatsGraph
        members_graph: TypeStatsGraph
        new_members_by_source_graph: TypeStatsGraph
        languages_graph: TypeStatsGraph
        messages_graph: TypeStatsGraph
        actions_graph: TypeStatsGraph
        top_hours_graph: TypeStatsGraph
        weekdays_graph: TypeStatsGraph
        top_posters: list[TypeStatsGroupTopPoster]
        top_admins: list[TypeStatsGroupTopAdmin]
        top_inviters: list[TypeStatsGroupTopInviter]
        users: list[TypeUser]

    class MessageStats(TLObject):
        views_graph: TypeStatsGraph
        reactions_by_emotion_graph: TypeStatsGraph

    class PollStats(TLObject):
        votes_graph: TypeStatsGraph

    class PublicForwards(TLObject):
        count: int
        forwards: list[TypePublicForward]
        next_offset: str | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class StoryStats(TLObject):
        views_graph: TypeStatsGraph
        reactions_by_emotion_graph: TypeStatsGraph

    TypeBroadcastRevenueStats: TypeAlias = stats.BroadcastRevenueStats
    TypeBroadcastRevenueTransactions: TypeAlias = stats.BroadcastRevenueTransactions
    TypeBroadcastRevenueWithdrawalUrl: TypeAlias = stats.BroadcastRevenueWithdrawalUrl
    TypeBroadcastStats: TypeAlias = stats.BroadcastStats
    TypeMegagroupStats: TypeAlias = stats.MegagroupStats
    TypeMessageStats: TypeAlias = stats.MessageStats
    TypePollStats: TypeAlias = stats.PollStats
    TypePublicForwards: TypeAlias = stats.PublicForwards
    TypeStoryStats: TypeAlias = stats.StoryStats

class stickers:
    class SuggestedShortName(TLObject):
        short_name: str

    TypeSuggestedShortName: TypeAlias = stickers.SuggestedShortName

class storage:
    class FileGif(TLObject): ...

    class FileJpeg(TLObject): ...

    class FileMov(TLObject): ...

    class FileMp3(TLObject): ...

    class FileMp4(TLObject): ...

    class FilePartial(TLObject): ...

    class FilePdf(TLObject): ...

    class FilePng(TLObject): ...

    class FileUnknown(TLObject): ...

    class FileWebp(TLObject): ...

    TypeFileType: TypeAlias = storage.FileGif | storage.FileJpeg | storage.FileMov | storage.FileMp3 | storage.FileMp4 | storage.FilePartial | storage.FilePdf | storage.FilePng | storage.FileUnknown | storage.FileWebp

class stories:
    class Albums(TLObject):
        hash: int
        albums: list[TypeStoryAlbum]

    class AlbumsNotModified(TLObject): ...

    class AllStories(TLObject):
        has_more: bool = ...
        count: int
        state: str
        peer_stories: list[TypePeerStories]
        chats: list[TypeChat]
        users: list[TypeUser]
        stealth_mode: TypeStoriesStealthMode

    class AllStoriesNotModified(TLObject):
        state: str
        stealth_mode: TypeStoriesStealthMode

    class BoostersList(TLObject):
        count: int
        boosters: list[TypeBooster]
        next_offset: str | None = ...
        users: list[TypeUser]

    class BoostsStatus(TLObject):
        my_boost: bool = ...
        level: int
        current_level_boosts: int
        boosts: int
        next_level_boosts: int | None = ...
        premium_audience: TypeStatsPercentValue | None = ...
        boost_url: str

    class CanApplyBoostOk(TLObject): ...

    class CanApplyBoostReplace(TLObject):
        current_boost: TypePeer
        chats: list[TypeChat]

    class CanSendStoryCount(TLObject):
        count_remains: int

    class FoundStories(TLObject):
        count: int
        stories: list[TypeFoundStory]
        next_offset: str | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class PeerStories(TLObject):
        stories: TypePeerStories
        chats: list[TypeChat]
        users: list[TypeUser]

    class Stories(TLObject):
        count: int
        stories: list[TypeStoryItem]
        pinned_to_top: list[int] | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class StoryReactionsList(TLObject):
        count: int
        reactions: list[TypeStoryReaction]
        chats: list[TypeChat]
        users: list[TypeUser]
        next_offset: str | None = ...

    class StoryViews(TLObject):
        views: list[TypeStoryViews]
        users: list[TypeUser]

    class StoryViewsList(TLObject):
        count: int
        views_count: int
        forwards_count: int
        reactions_count: int
        views: list[TypeStoryView]
        chats: list[TypeChat]
        users: list[TypeUser]
        next_offset: str | None = ...

    class UserStories(TLObject):
        stories: TypeUserStories
        users: list[TypeUser]

    TypeAlbums: TypeAlias = stories.Albums | stories.AlbumsNotModified
    TypeAllStories: TypeAlias = stories.AllStories | stories.AllStoriesNotModified
    TypeBoostersList: TypeAlias = stories.BoostersList
    TypeBoostsStatus: TypeAlias = stories.BoostsStatus
    TypeCanApplyBoostResult: TypeAlias = stories.CanApplyBoostOk | stories.CanApplyBoostReplace
    TypeCanSendStoryCount: TypeAlias = stories.CanSendStoryCount
    TypeFoundStories: TypeAlias = stories.FoundStories
    TypePeerStories: TypeAlias = stories.PeerStories
    TypeStories: TypeAlias = stories.Stories
    TypeStoryReactionsList: TypeAlias = stories.StoryReactionsList
    TypeStoryViews: TypeAlias = stories.StoryViews
    TypeStoryViewsList: TypeAlias = stories.StoryViewsList
    TypeUserStories: TypeAlias = stories.UserStories

class toncenter:
    class ApiResponse(TLObject):
        response: TypeDataJSON

    class StreamingUrl(TLObject):
        url: str
        expires: int

    TypeApiResponse: TypeAlias = toncenter.ApiResponse
    TypeStreamingUrl: TypeAlias = toncenter.StreamingUrl

class updates:
    class ChannelDifference(TLObject):
        final: bool = ...
        pts: int
        timeout: int | None = ...
        new_messages: list[TypeMessage]
        other_updates: list[TypeUpdate]
        chats: list[TypeChat]
        users: list[TypeUser]

    class ChannelDifferenceEmpty(TLObject):
        final: bool = ...
        pts: int
        timeout: int | None = ...

    class ChannelDifferenceTooLong(TLObject):
        final: bool = ...
        timeout: int | None = ...
        dialog: TypeDialog
        messages: list[TypeMessage]
        chats: list[TypeChat]
        users: list[TypeUser]

    class Difference(TLObject):
        new_messages: list[TypeMessage]
        new_encrypted_messages: list[TypeEncryptedMessage]
        other_updates: list[TypeUpdate]
        chats: list[TypeChat]
        users: list[TypeUser]
        state: updates.TypeState

    class DifferenceEmpty(TLObject):
        date: int
        seq: int

    class DifferenceSlice(TLObject):
        new_messages: list[TypeMessage]
        new_encrypted_messages: list[TypeEncryptedMessage]
        other_updates: list[TypeUpdate]
        chats: list[TypeChat]
        users: list[TypeUser]
        intermediate_state: updates.TypeState

    class DifferenceTooLong(TLObject):
        pts: int

    class State(TLObject):
        pts: int
        qts: int
        date: int
        seq: int
        unread_count: int

    TypeChannelDifference: TypeAlias = updates.ChannelDifference | updates.ChannelDifferenceEmpty | updates.ChannelDifferenceTooLong
    TypeDifference: TypeAlias = updates.Difference | updates.DifferenceEmpty | updates.DifferenceSlice | updates.DifferenceTooLong
    TypeState: TypeAlias = updates.State

class upload:
    class CdnFile(TLObject):
        bytes: _builtins.bytes

    class CdnFileReuploadNeeded(TLObject):
        request_token: bytes

    class File(TLObject):
        type: storage.TypeFileType
        mtime: int
        bytes: _builtins.bytes

    class FileCdnRedirect(TLObject):
        dc_id: int
        file_token: bytes
        encryption_key: bytes
        encryption_iv: bytes
        file_hashes: list[TypeFileHash]

    class WebFile(TLObject):
        size: int
        mime_type: str
        file_type: storage.TypeFileType
        mtime: int
        bytes: _builtins.bytes

    TypeCdnFile: TypeAlias = upload.CdnFile | upload.CdnFileReuploadNeeded
    TypeFile: TypeAlias = upload.File | upload.FileCdnRedirect
    TypeWebFile: TypeAlias = upload.WebFile

class users:
    class SavedMusic(TLObject):
        count: int
        documents: list[TypeDocument]

    class SavedMusicNotModified(TLObject):
        count: int

    class UserFull(TLObject):
        full_user: TypeUserFull
        chats: list[TypeChat]
        users: list[TypeUser]

    class Users(TLObject):
        users: list[TypeUser]

    class UsersSlice(TLObject):
        count: int
        users: list[TypeUser]

    TypeSavedMusic: TypeAlias = users.SavedMusic | users.SavedMusicNotModified
    TypeUserFull: TypeAlias = users.UserFull
    TypeUsers: TypeAlias = users.Users | users.UsersSlice

class wallet:
    class Card(TLObject):
        stickers: list[wallet.TypeCardSticker] | None = ...
        bg_nft_item: wallet.TypeNftItem | None = ...
        address: str
        balance: int

    class CardSticker(TLObject):
        coordinates: TypeMediaAreaCoordinates
        nft: wallet.TypeNftItem

    class EncryptedSecretPhrasePart(TLObject):
        data: bytes

    class ExistingBalance(TLObject):
        has_balance: bool = ...
        url: str

    class HolderDc(TLObject):
        dc: int
        public_key: bytes

    class NftAttribute(TLObject):
        trait_type: str
        value: str

    class NftItem(TLObject):
        collection_address: str | None = ...
        address: str
        owner_address: str
        index: str
        name: str | None = ...
        description: str | None = ...
        image: TypeWebDocument | None = ...
        image_small: TypeWebDocument | None = ...
        content_url: TypeWebDocument | None = ...
        lottie: TypeWebDocument | None = ...
        attributes: list[wallet.TypeNftAttribute] | None = ...
        extra: TypeDataJSON | None = ...
        gift: TypeStarGift | None = ...

    class NftItems(TLObject):
        items: list[wallet.TypeNftItem]
        next_offset: str | None = ...

    class ProofChallenge(TLObject):
        payload: str
        expires: int
        domain: str

    class SecretPhraseParts(TLObject):
        token: str
        dcs: list[int]

    class TonConnectChallenge(TLObject):
        challenge: bytes
        event_id: int

    class TonConnectPending(TLObject):
        session: TypeTonConnectSession
        requests: list[TypeTonConnectRequest]

    class TonConnectSessions(TLObject):
        sessions: list[TypeTonConnectSession]

    class Transactions(TLObject):
        balance: int
        transactions: list[TypeWalletTransaction]
        next_offset: str | None = ...
        chats: list[TypeChat]
        users: list[TypeUser]

    class UserAddresses(TLObject):
        addresses: list[TypeWalletUserAddress]
        users: list[TypeUser]

    TypeCard: TypeAlias = wallet.Card
    TypeCardSticker: TypeAlias = wallet.CardSticker
    TypeEncryptedSecretPhrasePart: TypeAlias = wallet.EncryptedSecretPhrasePart
    TypeExistingBalance: TypeAlias = wallet.ExistingBalance
    TypeHolderDc: TypeAlias = wallet.HolderDc
    TypeNftAttribute: TypeAlias = wallet.NftAttribute
    TypeNftItem: TypeAlias = wallet.NftItem
    TypeNftItems: TypeAlias = wallet.NftItems
    TypeProofChallenge: TypeAlias = wallet.ProofChallenge
    TypeSecretPhraseParts: TypeAlias = wallet.SecretPhraseParts
    TypeTonConnectChallenge: TypeAlias = wallet.TonConnectChallenge
    TypeTonConnectPending: TypeAlias = wallet.TonConnectPending
    TypeTonConnectSessions: TypeAlias = wallet.TonConnectSessions
    TypeTransactions: TypeAlias = wallet.Transactions
    TypeUserAddresses: TypeAlias = wallet.UserAddresses
