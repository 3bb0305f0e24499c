"""Down: fields of older layers that have to be made from something else than the field of the same name."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from mtproto.tl.layers.peers import chat_id_of, user_id_of, user_of_peer
from mtproto.tl.layers.rules import down_field
from mtproto.tl.layers.type_pairs import stories_of_user

_DAYS_IN_MONTH = 30

# What clients of layers up to 152 were told in `config`; newer ones read the same from `help.getAppConfig`.
down_field("config.phonecalls_enabled")(lambda config: True)
down_field("config.pfs_enabled")(lambda config: True)
down_field("config.saved_gifs_limit")(lambda config: 200)
down_field("config.stickers_faved_limit")(lambda config: 5)
down_field("config.pinned_dialogs_count_max")(lambda config: 5)
down_field("config.pinned_infolder_count_max")(lambda config: 100)


@down_field(
    "messageMediaStory.user_id",
    "messageReplyStoryHeader.user_id",
    "updateMessagePollVote.user_id",
    "updateReadStories.user_id",
    "updateSentStoryReaction.user_id",
    "updateStory.user_id",
    "webPageAttributeStory.user_id",
)
def user_id_from_peer(value: Any) -> int | None:
    """Stories and votes were a matter of users alone; 0, no user's id, stands for a channel."""
    return user_id_of(value.peer)


@down_field("inputMediaStory.user_id", "inputReplyToStory.user_id")
def user_from_peer(value: Any) -> Any:
    return user_of_peer(value.peer)


@down_field("updateGroupCall.chat_id")
def chat_id_from_peer(update: types.UpdateGroupCall) -> int | None:
    return chat_id_of(update.peer)


@down_field("draftMessage.reply_to_msg_id")
def replied_message(draft: types.DraftMessage) -> int | None:
    return draft.reply_to.reply_to_msg_id if isinstance(draft.reply_to, types.InputReplyToMessage) else None


@down_field("messageActionGiftCode.months", "messageActionGiftPremium.months", "payments.checkedGiftCode.months")
def months_of_days(gift: Any) -> int:
    days: int = gift.days
    return round(days / _DAYS_IN_MONTH)


@down_field("messageActionSetChatTheme.emoticon", "userFull.theme_emoticon")
def emoticon_of_theme(value: Any) -> str | None:
    """Themes were emoji before they could be gifts; no emoji is the default theme."""
    return value.theme.emoticon if isinstance(value.theme, types.ChatTheme) else None


@down_field("updateUserName.username")
def first_username(update: types.UpdateUserName) -> str:
    return next((name.username for name in update.usernames if name.active), "")


@down_field("messageActionRequestedPeer.peer")
def first_peer(action: types.MessageActionRequestedPeer) -> Any:
    return action.peers[0] if action.peers else None


@down_field("messageMediaDocument.alt_document")
def first_alternative(media: types.MessageMediaDocument) -> Any:
    return media.alt_documents[0] if media.alt_documents else None


@down_field("user.background_emoji_id", "channel.background_emoji_id")
def background_of_color(peer: Any) -> int | None:
    return peer.color.background_emoji_id if isinstance(peer.color, types.PeerColor) else None


@down_field("invoice.recurring_terms_url")
def terms_of_recurring(invoice: types.Invoice) -> str | None:
    return (invoice.terms_url or "") if invoice.recurring else None


@down_field("connectedBot.can_reply", "botBusinessConnection.can_reply")
def right_to_reply(bot: Any) -> bool:
    return bot.rights is not None and bot.rights.reply


@down_field("stories.allStories.user_stories")
def stories_of_users(stories: types.stories.AllStories) -> list[types.UserStories]:
    return [of_user for each in stories.peer_stories if (of_user := stories_of_user(each)) is not None]


@down_field("pageListOrderedItemText.num", "pageListOrderedItemBlocks.num")
def number_of_item(item: Any) -> str:
    return item.num or str(item.value or "")


@down_field("starsTransaction.stars", until=194)
def whole_stars(transaction: types.StarsTransaction) -> int | None:
    return transaction.amount.amount if isinstance(transaction.amount, types.StarsAmount) else None


@down_field("starsTransaction.stars", until=205)
def amount_in_stars(transaction: types.StarsTransaction) -> Any:
    return transaction.amount


@down_field(
    "starGiftAttributeModel.rarity_permille",
    "starGiftAttributePattern.rarity_permille",
    "starGiftAttributeBackdrop.rarity_permille",
)
def permille_of_rarity(attribute: Any) -> int:
    return attribute.rarity.permille if isinstance(attribute.rarity, types.StarGiftAttributeRarity) else 0


@down_field("starGiftUnique.resell_stars")
def resale_in_stars(gift: types.StarGiftUnique) -> int | None:
    amounts = (amount for amount in gift.resell_amount or () if isinstance(amount, types.StarsAmount))
    return next((amount.amount for amount in amounts), None)


@down_field("messageActionStarGiftUnique.resale_stars")
def resold_for_stars(action: types.MessageActionStarGiftUnique) -> int | None:
    return action.resale_amount.amount if isinstance(action.resale_amount, types.StarsAmount) else None


@down_field("stats.broadcastRevenueStats.current_balance")
def current_balance(stats: types.stats.BroadcastRevenueStats) -> int:
    return stats.balances.current_balance


@down_field("stats.broadcastRevenueStats.available_balance")
def available_balance(stats: types.stats.BroadcastRevenueStats) -> int:
    return stats.balances.available_balance


@down_field("stats.broadcastRevenueStats.overall_revenue")
def overall_revenue(stats: types.stats.BroadcastRevenueStats) -> int:
    return stats.balances.overall_revenue


@down_field("stats.broadcastStats.recent_message_interactions")
def interactions_with_messages(stats: types.stats.BroadcastStats) -> list[types.MessageInteractionCounters]:
    return [
        types.MessageInteractionCounters(msg_id=post.msg_id, views=post.views, forwards=post.forwards)
        for post in stats.recent_posts_interactions
        if isinstance(post, types.PostInteractionCountersMessage)
    ]


@down_field("updateGroupCallMessage.from_id")
def sender_of_call_message(update: types.UpdateGroupCallMessage) -> Any:
    return update.message.from_id


@down_field("updateGroupCallMessage.message")
def text_of_call_message(update: types.UpdateGroupCallMessage) -> types.TypeTextWithEntities:
    return update.message.message


@down_field("updateGroupCallMessage.random_id")
def id_of_call_message(update: types.UpdateGroupCallMessage) -> int:
    return update.message.id


@down_field("inputMediaPoll.correct_answers")
def options_of_answers(media: types.InputMediaPoll) -> list[bytes] | None:
    """Correct answers were named by their option, and are now by their place."""
    if media.correct_answers is None:
        return None
    answers = media.poll.answers
    places = [place for place in media.correct_answers if 0 <= place < len(answers)]
    return [answer.option for place in places if isinstance(answer := answers[place], types.PollAnswer)]


@down_field("inputInvoiceStars.option")
def option_of_purpose(invoice: types.InputInvoiceStars) -> types.StarsTopupOption | None:
    purpose = invoice.purpose
    if not isinstance(purpose, types.InputStorePaymentStarsTopup):
        return None
    return types.StarsTopupOption(stars=purpose.stars, currency=purpose.currency, amount=purpose.amount)


@down_field("inputInvoiceStarGift.user_id")
def receiver_of_gift(invoice: types.InputInvoiceStarGift) -> Any:
    return user_of_peer(invoice.peer)


@down_field("inputInvoiceStarGiftTransfer.msg_id", "inputInvoiceStarGiftUpgrade.msg_id")
def message_of_gift(invoice: Any) -> int | None:
    return invoice.stargift.msg_id if isinstance(invoice.stargift, types.InputSavedStarGiftUser) else None
