# Made by `python -m tools.schema stubs` from the schema table; a test compares the two.
import builtins as _builtins
from typing import TypeAlias
from mtproto.tl.objects import TLObject

class DecryptedMessage(TLObject):
    silent: bool = ...
    random_id: int
    ttl: int
    message: str
    media: TypeDecryptedMessageMedia | None = ...
    entities: list[TypeMessageEntity] | None = ...
    via_bot_name: str | None = ...
    reply_to_random_id: int | None = ...
    grouped_id: int | None = ...

class DecryptedMessageActionAbortKey(TLObject):
    exchange_id: int

class DecryptedMessageActionAcceptKey(TLObject):
    exchange_id: int
    g_b: bytes
    key_fingerprint: int

class DecryptedMessageActionCommitKey(TLObject):
    exchange_id: int
    key_fingerprint: int

class DecryptedMessageActionDeleteMessages(TLObject):
    random_ids: list[int]

class DecryptedMessageActionFlushHistory(TLObject): ...

class DecryptedMessageActionNoop(TLObject): ...

class DecryptedMessageActionNotifyLayer(TLObject):
    layer: int

class DecryptedMessageActionReadMessages(TLObject):
    random_ids: list[int]

class DecryptedMessageActionRequestKey(TLObject):
    exchange_id: int
    g_a: bytes

class DecryptedMessageActionResend(TLObject):
    start_seq_no: int
    end_seq_no: int

class DecryptedMessageActionScreenshotMessages(TLObject):
    random_ids: list[int]

class DecryptedMessageActionSetMessageTTL(TLObject):
    ttl_seconds: int

class DecryptedMessageActionTyping(TLObject):
    action: TypeSendMessageAction

class DecryptedMessageLayer(TLObject):
    random_bytes: bytes
    layer: int
    in_seq_no: int
    out_seq_no: int
    message: TypeDecryptedMessage

class DecryptedMessageMediaAudio(TLObject):
    duration: int
    mime_type: str
    size: int
    key: bytes
    iv: bytes

class DecryptedMessageMediaContact(TLObject):
    phone_number: str
    first_name: str
    last_name: str
    user_id: int

class DecryptedMessageMediaDocument(TLObject):
    thumb: bytes
    thumb_w: int
    thumb_h: int
    mime_type: str
    size: int
    key: bytes
    iv: bytes
    attributes: list[TypeDocumentAttribute]
    caption: str

class DecryptedMessageMediaEmpty(TLObject): ...

class DecryptedMessageMediaExternalDocument(TLObject):
    id: int
    access_hash: int
    date: int
    mime_type: str
    size: int
    thumb: TypePhotoSize
    dc_id: int
    attributes: list[TypeDocumentAttribute]

class DecryptedMessageMediaGeoPoint(TLObject):
    lat: float
    long: float

class DecryptedMessageMediaPhoto(TLObject):
    thumb: bytes
    thumb_w: int
    thumb_h: int
    w: int
    h: int
    size: int
    key: bytes
    iv: bytes
    caption: str

class DecryptedMessageMediaVenue(TLObject):
    lat: float
    long: float
    title: str
    address: str
    provider: str
    venue_id: str

class DecryptedMessageMediaVideo(TLObject):
    thumb: bytes
    thumb_w: int
    thumb_h: int
    duration: int
    mime_type: str
    w: int
    h: int
    size: int
    key: bytes
    iv: bytes
    caption: str

class DecryptedMessageMediaWebPage(TLObject):
    url: str

class DecryptedMessageService(TLObject):
    random_id: int
    action: TypeDecryptedMessageAction

class DocumentAttributeAnimated(TLObject): ...

class DocumentAttributeAudio(TLObject):
    voice: bool = ...
    duration: int
    title: str | None = ...
    performer: str | None = ...
    waveform: bytes | None = ...

class DocumentAttributeFilename(TLObject):
    file_name: str

class DocumentAttributeImageSize(TLObject):
    w: int
    h: int

class DocumentAttributeSticker(TLObject):
    alt: str
    stickerset: TypeInputStickerSet

class DocumentAttributeVideo(TLObject):
    round_message: bool = ...
    duration: int
    w: int
    h: int

class FileLocation(TLObject):
    dc_id: int
    volume_id: int
    local_id: int
    secret: int

class FileLocationUnavailable(TLObject):
    volume_id: int
    local_id: int
    secret: int

class InputStickerSetEmpty(TLObject): ...

class InputStickerSetShortName(TLObject):
    short_name: str

class MessageEntityBankCard(TLObject):
    offset: int
    length: int

class MessageEntityBlockquote(TLObject):
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

class MessageEntityEmail(TLObject):
    offset: int
    length: int

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

class MessageEntityUnderline(TLObject):
    offset: int
    length: int

class MessageEntityUnknown(TLObject):
    offset: int
    length: int

class MessageEntityUrl(TLObject):
    offset: int
    length: int

class PhotoCachedSize(TLObject):
    type: str
    location: TypeFileLocation
    w: int
    h: int
    bytes: _builtins.bytes

class PhotoSize(TLObject):
    type: str
    location: TypeFileLocation
    w: int
    h: int
    size: int

class PhotoSizeEmpty(TLObject):
    type: str

class SendMessageCancelAction(TLObject): ...

class SendMessageChooseContactAction(TLObject): ...

class SendMessageGeoLocationAction(TLObject): ...

class SendMessageRecordAudioAction(TLObject): ...

class SendMessageRecordRoundAction(TLObject): ...

class SendMessageRecordVideoAction(TLObject): ...

class SendMessageTypingAction(TLObject): ...

class SendMessageUploadAudioAction(TLObject): ...

class SendMessageUploadDocumentAction(TLObject): ...

class SendMessageUploadPhotoAction(TLObject): ...

class SendMessageUploadRoundAction(TLObject): ...

class SendMessageUploadVideoAction(TLObject): ...

TypeDecryptedMessage: TypeAlias = DecryptedMessage | DecryptedMessageService
TypeDecryptedMessageAction: TypeAlias = DecryptedMessageActionSetMessageTTL | DecryptedMessageActionReadMessages | DecryptedMessageActionDeleteMessages | DecryptedMessageActionScreenshotMessages | DecryptedMessageActionFlushHistory | DecryptedMessageActionResend | DecryptedMessageActionNotifyLayer | DecryptedMessageActionTyping | DecryptedMessageActionRequestKey | DecryptedMessageActionAcceptKey | DecryptedMessageActionAbortKey | DecryptedMessageActionCommitKey | DecryptedMessageActionNoop
TypeDecryptedMessageLayer: TypeAlias = DecryptedMessageLayer
TypeDecryptedMessageMedia: TypeAlias = DecryptedMessageMediaEmpty | DecryptedMessageMediaPhoto | DecryptedMessageMediaVideo | DecryptedMessageMediaGeoPoint | DecryptedMessageMediaContact | DecryptedMessageMediaDocument | DecryptedMessageMediaAudio | DecryptedMessageMediaExternalDocument | DecryptedMessageMediaVenue | DecryptedMessageMediaWebPage
TypeDocumentAttribute: TypeAlias = DocumentAttributeImageSize | DocumentAttributeAnimated | DocumentAttributeSticker | DocumentAttributeVideo | DocumentAttributeAudio | DocumentAttributeFilename
TypeFileLocation: TypeAlias = FileLocationUnavailable | FileLocation
TypeInputStickerSet: TypeAlias = InputStickerSetShortName | InputStickerSetEmpty
TypeMessageEntity: TypeAlias = MessageEntityUnknown | MessageEntityMention | MessageEntityHashtag | MessageEntityBotCommand | MessageEntityUrl | MessageEntityEmail | MessageEntityBold | MessageEntityItalic | MessageEntityCode | MessageEntityPre | MessageEntityTextUrl | MessageEntityMentionName | MessageEntityPhone | MessageEntityCashtag | MessageEntityBankCard | MessageEntityUnderline | MessageEntityStrike | MessageEntityBlockquote | MessageEntitySpoiler | MessageEntityCustomEmoji
TypePhotoSize: TypeAlias = PhotoSizeEmpty | PhotoSize | PhotoCachedSize
TypeSendMessageAction: TypeAlias = SendMessageTypingAction | SendMessageCancelAction | SendMessageRecordVideoAction | SendMessageUploadVideoAction | SendMessageRecordAudioAction | SendMessageUploadAudioAction | SendMessageUploadPhotoAction | SendMessageUploadDocumentAction | SendMessageGeoLocationAction | SendMessageChooseContactAction | SendMessageRecordRoundAction | SendMessageUploadRoundAction
