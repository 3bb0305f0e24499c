"""Up: fields of types in the newest layer that older layers said differently."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from mtproto.tl.layers.peers import peer_of_user
from mtproto.tl.layers.rules import Old, up_field
from mtproto.tl.layers.type_pairs import stories_of_peer

_DAYS_IN_MONTH = 30


@up_field(
    "messageMediaStory.peer",
    "updateReadStories.peer",
    "updateSentStoryReaction.peer",
    "updateStory.peer",
    "webPageAttributeStory.peer",
    carries=("user_id",),
    until=163,
)
def peer_from_user_id(old: Old) -> types.PeerUser:
    return types.PeerUser(user_id=old["user_id"])


up_field("updateMessagePollVote.peer", carries=("user_id",), until=158)(peer_from_user_id)
up_field("messageReplyStoryHeader.peer", carries=("user_id",), until=173)(peer_from_user_id)


@up_field("inputMediaStory.peer", carries=("user_id",), until=163)
@up_field("inputReplyToStory.peer", carries=("user_id",), until=173)
@up_field("inputInvoiceStarGift.peer", carries=("user_id",), until=197)
def peer_from_user(old: Old) -> Any:
    return peer_of_user(old["user_id"])


@up_field("forumTopic.peer", until=214)
@up_field("updateBroadcastRevenueTransactions.peer", until=179)
def unnamed_channel(old: Old) -> types.PeerChannel:
    """Always a channel, but not said which; 0 is no channel's id."""
    return types.PeerChannel(channel_id=0)


@up_field(
    "stats.broadcastStats.reactions_per_post",
    "stats.broadcastStats.reactions_per_story",
    "stats.broadcastStats.shares_per_story",
    "stats.broadcastStats.views_per_story",
    until=166,
)
def no_count(old: Old) -> types.StatsAbsValueAndPrev:
    return types.StatsAbsValueAndPrev(current=0, previous=0)


@up_field(
    "stats.broadcastStats.reactions_by_emotion_graph",
    "stats.broadcastStats.story_interactions_graph",
    "stats.broadcastStats.story_reactions_by_emotion_graph",
    "stats.messageStats.reactions_by_emotion_graph",
    until=166,
)
def no_graph(old: Old) -> types.StatsGraphError:
    return types.StatsGraphError(error="There was no such graph at that layer")


@up_field("updateGroupCall.peer", carries=("chat_id",), until=216)
def group_from_chat_id(old: Old) -> types.PeerChat | None:
    return None if old["chat_id"] is None else types.PeerChat(chat_id=old["chat_id"])


@up_field("draftMessage.reply_to", carries=("reply_to_msg_id",), until=165)
def reply_from_msg_id(old: Old) -> types.InputReplyToMessage | None:
    msg_id = old["reply_to_msg_id"]
    return None if msg_id is None else types.InputReplyToMessage(reply_to_msg_id=msg_id)


@up_field("messageActionGiftCode.days", "messageActionGiftPremium.days", "payments.checkedGiftCode.days")
def days_of_months(old: Old) -> int:
    months: int = old["months"]
    return months * _DAYS_IN_MONTH


@up_field("messageActionSetChatTheme.theme")
def theme_of_emoticon(old: Old) -> types.ChatTheme:
    return types.ChatTheme(emoticon=old["emoticon"])


@up_field("userFull.theme", until=213)
def theme_of_user(old: Old) -> types.ChatTheme | None:
    return None if old["theme_emoticon"] is None else types.ChatTheme(emoticon=old["theme_emoticon"])


@up_field("updateUserName.usernames", until=147)
def usernames_of_one(old: Old) -> list[types.Username]:
    return [types.Username(username=old["username"], editable=True, active=True)] if old["username"] else []


@up_field("messageActionRequestedPeer.peers", until=168)
def peers_of_one(old: Old) -> list[Any]:
    return [old["peer"]]


@up_field("messageMediaDocument.alt_documents", until=187)
def alternatives_of_one(old: Old) -> list[Any] | None:
    return None if old.get("alt_document") is None else [old["alt_document"]]


@up_field("user.color", "channel.color", until=166)
def color_with_background(old: Old) -> types.PeerColor | None:
    if old.get("color") is None and old.get("background_emoji_id") is None:
        return None
    return types.PeerColor(color=old["color"], background_emoji_id=old["background_emoji_id"])


@up_field("invoice.terms_url", until=163)
def terms_url(old: Old) -> str | None:
    return old.get("recurring_terms_url") or None


@up_field("connectedBot.rights", until=200)
def rights_of_connected_bot(old: Old) -> types.BusinessBotRights:
    return types.BusinessBotRights(reply=old["can_reply"])


@up_field("botBusinessConnection.rights", until=200)
def rights_of_connection(old: Old) -> types.BusinessBotRights | None:
    return types.BusinessBotRights(reply=True) if old["can_reply"] else None


@up_field("stories.allStories.peer_stories", until=163)
def stories_of_peers(old: Old) -> list[types.PeerStories]:
    return [stories_of_peer(each) for each in old["user_stories"]]


@up_field("stories.allStories.stealth_mode", "stories.allStoriesNotModified.stealth_mode", until=160)
def no_stealth(old: Old) -> types.StoriesStealthMode:
    return types.StoriesStealthMode()


@up_field("starsTransaction.amount", until=205)
def amount_of_transaction(old: Old) -> Any:
    stars = old["stars"]
    return types.StarsAmount(amount=stars, nanos=0) if isinstance(stars, int) else stars


@up_field("starGiftAttributeModel.rarity", "starGiftAttributePattern.rarity", "starGiftAttributeBackdrop.rarity")
def rarity_of_permille(old: Old) -> types.StarGiftAttributeRarity:
    return types.StarGiftAttributeRarity(permille=old["rarity_permille"])


@up_field("starGiftUnique.resell_amount", until=210)
def resale_amounts(old: Old) -> list[types.TypeStarsAmount] | None:
    stars = old.get("resell_stars")
    return None if stars is None else [types.StarsAmount(amount=stars, nanos=0)]


@up_field("messageActionStarGiftUnique.resale_amount", until=210)
def resale_amount(old: Old) -> types.StarsAmount | None:
    stars = old.get("resale_stars")
    return None if stars is None else types.StarsAmount(amount=stars, nanos=0)


@up_field("stats.broadcastRevenueStats.balances", until=178)
def revenue_balances(old: Old) -> types.BroadcastRevenueBalances:
    return types.BroadcastRevenueBalances(
        current_balance=old["current_balance"],
        available_balance=old["available_balance"],
        overall_revenue=old["overall_revenue"],
    )


@up_field("updateGroupCallMessage.message", until=216)
def call_message(old: Old) -> types.GroupCallMessage:
    """That layer knew neither id nor date of a message in a call."""
    return types.GroupCallMessage(id=0, from_id=old["from_id"], date=0, message=old["message"])


@up_field("inputMediaPoll.correct_answers", carries=("correct_answers",), until=223)
def places_of_options(old: Old) -> list[int] | None:
    """Correct answers were named by their option, and are now by their place."""
    if old["correct_answers"] is None:
        return None
    options = [answer.option for answer in old["poll"].answers if isinstance(answer, types.PollAnswer)]
    return [options.index(option) for option in old["correct_answers"] if option in options]


@up_field("inputInvoiceStars.purpose", carries=("option",), until=184)
def purpose_of_option(old: Old) -> types.InputStorePaymentStarsTopup:
    option = old["option"]
    return types.InputStorePaymentStarsTopup(stars=option.stars, currency=option.currency, amount=option.amount)


@up_field(
    "inputInvoiceStarGiftTransfer.stargift", "inputInvoiceStarGiftUpgrade.stargift", carries=("msg_id",), until=197
)
def gift_of_message(old: Old) -> types.InputSavedStarGiftUser:
    return types.InputSavedStarGiftUser(msg_id=old["msg_id"])
