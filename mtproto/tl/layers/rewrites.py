"""Whole objects: what takes their place in older layers, and what becomes of objects whose names are gone."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from mtproto.tl.layers.rich_messages import quoting_text
from mtproto.tl.layers.rules import lift, rewrite, stand_in
from mtproto.tl.objects import TLObject


@rewrite("emojiStatus", until=197)
def emoji_status(status: types.EmojiStatus) -> types.TypeEmojiStatus:
    if status.until is None:
        return status
    return types.EmojiStatusUntil(document_id=status.document_id, until=status.until)


@lift("emojiStatusUntil")
def lifted_emoji_status(status: types.EmojiStatusUntil) -> types.EmojiStatus:
    return types.EmojiStatus(document_id=status.document_id, until=status.until)


@rewrite("messageReplyHeader", until=165)
def reply_header(header: types.MessageReplyHeader) -> types.MessageReplyHeader | None:
    """A header that only quotes, from elsewhere, names no message."""
    return quoting_text(header) if header.reply_to_msg_id is not None else None


@rewrite("help.promoData", until=202)
def promo_data(promo: types.help.PromoData) -> types.help.TypePromoData:
    """Suggestions came along later; without a dialog to promote there was nothing to say."""
    return promo if promo.peer is not None else types.help.PromoDataEmpty(expires=promo.expires)


@rewrite("messages.translateResult", until=151)
def translated_text(result: types.messages.TranslateResult) -> types.messages.TypeTranslatedText:
    if not result.result:
        return types.messages.TranslateNoResult()
    return types.messages.TranslateResultText(text=result.result[0].text)


@lift("messages.translateResultText")
def lifted_translation(result: types.messages.TranslateResultText) -> types.messages.TranslateResult:
    return types.messages.TranslateResult(result=[types.TextWithEntities(text=result.text, entities=[])])


@lift("messages.translateNoResult")
def lifted_no_translation(result: types.messages.TranslateNoResult) -> types.messages.TranslateResult:
    return types.messages.TranslateResult(result=[])


@rewrite("messageActionBotAllowed", until=152)
def bot_allowed(action: types.MessageActionBotAllowed) -> types.TypeMessageAction:
    return types.MessageActionAttachMenuBotAllowed() if action.attach_menu else action


@lift("messageActionAttachMenuBotAllowed")
def lifted_bot_allowed(action: types.MessageActionAttachMenuBotAllowed) -> types.MessageActionBotAllowed:
    return types.MessageActionBotAllowed(attach_menu=True)


@rewrite("messageActionSetChatWallPaper", until=166)
def wallpaper(action: types.MessageActionSetChatWallPaper) -> types.TypeMessageAction:
    return types.MessageActionSetSameChatWallPaper(wallpaper=action.wallpaper) if action.same else action


@lift("messageActionSetSameChatWallPaper")
def lifted_wallpaper(action: types.MessageActionSetSameChatWallPaper) -> types.MessageActionSetChatWallPaper:
    return types.MessageActionSetChatWallPaper(wallpaper=action.wallpaper, same=True)


@rewrite("updatePinnedForumTopic", until=214)
def pinned_topic(update: types.UpdatePinnedForumTopic) -> types.UpdateChannelPinnedTopic | None:
    """Only channels had topics."""
    if not isinstance(update.peer, types.PeerChannel):
        return None
    return types.UpdateChannelPinnedTopic(
        channel_id=update.peer.channel_id, topic_id=update.topic_id, pinned=update.pinned
    )


@lift("updateChannelPinnedTopic")
def lifted_pinned_topic(update: types.UpdateChannelPinnedTopic) -> types.UpdatePinnedForumTopic:
    peer = types.PeerChannel(channel_id=update.channel_id)
    return types.UpdatePinnedForumTopic(peer=peer, topic_id=update.topic_id, pinned=update.pinned)


@rewrite("updatePinnedForumTopics", until=214)
def pinned_topics(update: types.UpdatePinnedForumTopics) -> types.UpdateChannelPinnedTopics | None:
    if not isinstance(update.peer, types.PeerChannel):
        return None
    return types.UpdateChannelPinnedTopics(channel_id=update.peer.channel_id, order=update.order)


@lift("updateChannelPinnedTopics")
def lifted_pinned_topics(update: types.UpdateChannelPinnedTopics) -> types.UpdatePinnedForumTopics:
    return types.UpdatePinnedForumTopics(peer=types.PeerChannel(channel_id=update.channel_id), order=update.order)


stand_in("EmojiStatus")(lambda status: types.EmojiStatusEmpty())
stand_in("InputStickerSet")(lambda sticker_set: types.InputStickerSetEmpty())
stand_in("MessageAction")(lambda action: types.MessageActionEmpty())
stand_in("MessageMedia")(lambda media: types.MessageMediaUnsupported())
stand_in("PageBlock")(lambda block: types.PageBlockUnsupported())
stand_in("Reaction")(lambda reaction: types.ReactionEmpty())
stand_in("StarsTransactionPeer")(lambda peer: types.StarsTransactionPeerUnsupported())


@stand_in("RichText")
def plain_text(text: Any) -> types.TextPlain:
    """The words of a rich text, whatever it did with them."""
    return types.TextPlain(text="".join(_words(text)))


def _words(text: TLObject) -> list[str]:
    """Every text inside, in order; a rich text holds its parts in `text` or `texts`, and a few hold words elsewhere."""
    inner = getattr(text, "text", None) or getattr(text, "alt", None) or getattr(text, "source", None)
    if isinstance(inner, str):
        return [inner]
    parts = [inner] if isinstance(inner, TLObject) else getattr(text, "texts", [])
    return [word for part in parts for word in _words(part)]
