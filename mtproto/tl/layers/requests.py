"""Up: what older clients call, as the newest layer would have it called.

Fields first, then the methods whose names are gone. The answers still take the shape that the called definition
promised: unwraps.py.
"""

from __future__ import annotations

from typing import Any

from mtproto.tl import functions, types
from mtproto.tl.layers.peers import peer_of_channel, peer_of_user
from mtproto.tl.layers.rules import Old, lift, up_field

_REPLIES = ("reply_to_msg_id", "top_msg_id")


@up_field(
    "messages.sendMessage.reply_to",
    "messages.sendMedia.reply_to",
    "messages.sendMultiMedia.reply_to",
    "messages.sendInlineBotResult.reply_to",
    "messages.requestWebView.reply_to",
    "messages.prolongWebView.reply_to",
    "messages.sendScreenshotNotification.reply_to",
    carries=_REPLIES,
    until=159,
)
def reply_of_ids(old: Old) -> types.InputReplyToMessage | None:
    """The message replied to; a topic alone is answered in its first message."""
    top_msg_id = old.get("top_msg_id")
    msg_id = top_msg_id if old["reply_to_msg_id"] is None else old["reply_to_msg_id"]
    return None if msg_id is None else types.InputReplyToMessage(reply_to_msg_id=msg_id, top_msg_id=top_msg_id)


up_field("messages.saveDraft.reply_to", carries=_REPLIES, until=165)(reply_of_ids)


@up_field(
    "stories.canSendStory.peer",
    "stories.deleteStories.peer",
    "stories.editStory.peer",
    "stories.exportStoryLink.peer",
    "stories.getPinnedStories.peer",
    "stories.getStoriesArchive.peer",
    "stories.getStoriesByID.peer",
    "stories.getStoriesViews.peer",
    "stories.getStoryViewsList.peer",
    "stories.incrementStoryViews.peer",
    "stories.readStories.peer",
    "stories.report.peer",
    "stories.sendReaction.peer",
    "stories.sendStory.peer",
    "stories.togglePinned.peer",
    carries=("user_id",),
    until=163,
)
def owner_of_stories(old: Old) -> Any:
    """Whose stories: the user named, or oneself where nobody could be named."""
    return peer_of_user(old["user_id"]) if "user_id" in old else types.InputPeerSelf()


@up_field("stories.getStoryViewsList.offset", carries=("offset_date", "offset_id"), until=160)
def offset_of_viewers(old: Old) -> str:
    return f"{old['offset_date']}:{old['offset_id']}" if old["offset_id"] else ""


@up_field("stats.getMessagePublicForwards.offset", carries=("offset_rate", "offset_peer", "offset_id"), until=167)
def offset_of_forwards(old: Old) -> str:
    return f"{old['offset_rate']}:{old['offset_id']}" if old["offset_id"] else ""


@up_field("messages.report.option", "stories.report.option", carries=("reason",), until=188)
def option_of_reason(old: Old) -> bytes:
    """A reason that was chosen at once is an option chosen at once: its name stands for it."""
    name: str = old["reason"].NAME
    return name.removeprefix("inputReportReason").encode()


@up_field("messages.setChatTheme.theme", carries=("emoticon",), until=213)
def theme_of_emoticon(old: Old) -> Any:
    return types.InputChatTheme(emoticon=old["emoticon"]) if old["emoticon"] else types.InputChatThemeEmpty()


@up_field("account.updateConnectedBot.rights", carries=("can_reply",), until=200)
def rights_of_bot(old: Old) -> types.BusinessBotRights:
    return types.BusinessBotRights(reply=old["can_reply"])


@up_field("account.updateColor.color", carries=("color", "background_emoji_id"), until=214)
def color_with_background(old: Old) -> types.PeerColor | None:
    if old["color"] is None and old["background_emoji_id"] is None:
        return None
    return types.PeerColor(color=old["color"], background_emoji_id=old["background_emoji_id"])


@up_field("channels.toggleSignatures.signatures_enabled", carries=("enabled",), until=185)
def signatures_enabled(old: Old) -> bool:
    enabled: bool = old["enabled"]
    return enabled


@up_field("messages.sendBotRequestedPeer.requested_peers", carries=("requested_peer",), until=168)
def requested_peers(old: Old) -> list[Any]:
    return [old["requested_peer"]]


@up_field("messages.translateText.id", carries=("msg_id",), until=151)
def ids_of_one(old: Old) -> list[int] | None:
    """One bit says now what two said: without the message id the peer means nothing."""
    return None if old["msg_id"] is None or old["peer"] is None else [old["msg_id"]]


@up_field("messages.translateText.peer", until=151)
def peer_of_message(old: Old) -> Any:
    return None if old["msg_id"] is None else old["peer"]


@up_field("messages.translateText.text", carries=("text",), until=151)
def texts_of_one(old: Old) -> list[types.TextWithEntities] | None:
    return None if old["text"] is None else [types.TextWithEntities(text=old["text"], entities=[])]


@up_field(
    "payments.convertStarGift.stargift",
    "payments.saveStarGift.stargift",
    "payments.transferStarGift.stargift",
    "payments.upgradeStarGift.stargift",
    carries=("msg_id",),
    until=197,
)
def gift_of_message(old: Old) -> types.InputSavedStarGiftUser:
    return types.InputSavedStarGiftUser(msg_id=old["msg_id"])


@up_field("payments.updateStarGiftPrice.resell_amount", carries=("resell_stars",), until=210)
def price_in_stars(old: Old) -> types.StarsAmount:
    return types.StarsAmount(amount=old["resell_stars"], nanos=0)


@up_field("payments.getStarsRevenueWithdrawalUrl.amount", carries=("stars",), until=205)
def amount_of_stars(old: Old) -> int:
    stars: int = old["stars"]
    return stars


@up_field(
    "stats.getBroadcastRevenueStats.peer",
    "stats.getBroadcastRevenueTransactions.peer",
    "stats.getBroadcastRevenueWithdrawalUrl.peer",
    carries=("channel",),
    until=191,
)
def peer_from_channel(old: Old) -> Any:
    return peer_of_channel(old["channel"])


@up_field(
    "langpack.getDifference.lang_pack",
    "langpack.getLangPack.lang_pack",
    "langpack.getLanguages.lang_pack",
    "langpack.getStrings.lang_pack",
    until=72,
)
def android_pack(old: Old) -> str:
    """Only Telegram for Android still calls the methods of that layer."""
    return "android"


@lift(
    "channels.createForumTopic",
    "channels.deleteTopicHistory",
    "channels.editForumTopic",
    "channels.getForumTopics",
    "channels.getForumTopicsByID",
    "channels.getSponsoredMessages",
    "channels.reorderPinnedForumTopics",
    "channels.updatePinnedForumTopic",
)
def moved_to_messages(call: Any) -> Any:
    """The same method of the same name, for any peer now."""
    fields = {name: getattr(call, name) for name in call.FIELDS if name != "channel"}
    return getattr(functions.messages, type(call).__name__)(peer=peer_of_channel(call.channel), **fields)


@lift("channels.clickSponsoredMessage", "channels.reportSponsoredMessage", "channels.viewSponsoredMessage")
def sponsored_by_random_id(call: Any) -> Any:
    """A sponsored message is known by its random id alone now."""
    fields = {name: getattr(call, name) for name in call.FIELDS if name != "channel"}
    return getattr(functions.messages, type(call).__name__)(**fields)


@lift("channels.editCreator")
def edit_chat_creator(call: functions.channels.EditCreator) -> functions.messages.EditChatCreator:
    peer = peer_of_channel(call.channel)
    return functions.messages.EditChatCreator(peer=peer, user_id=call.user_id, password=call.password)


@lift("channels.getFutureCreatorAfterLeave")
def future_creator(
    call: functions.channels.GetFutureCreatorAfterLeave,
) -> functions.messages.GetFutureChatCreatorAfterLeave:
    return functions.messages.GetFutureChatCreatorAfterLeave(peer=peer_of_channel(call.channel))


@lift("contacts.toggleStoriesHidden")
def toggle_stories_hidden(
    call: functions.contacts.ToggleStoriesHidden,
) -> functions.stories.TogglePeerStoriesHidden:
    return functions.stories.TogglePeerStoriesHidden(peer=peer_of_user(call.id), hidden=call.hidden)


@lift("stories.getAllReadUserStories")
def all_read_stories(call: functions.stories.GetAllReadUserStories) -> functions.stories.GetAllReadPeerStories:
    return functions.stories.GetAllReadPeerStories()


@lift("stories.getUserStories")
def stories_of_user(call: functions.stories.GetUserStories) -> functions.stories.GetPeerStories:
    return functions.stories.GetPeerStories(peer=peer_of_user(call.user_id))


@lift("users.getStoriesMaxIDs")
def max_ids_of_stories(call: functions.users.GetStoriesMaxIDs) -> functions.stories.GetPeerMaxIDs:
    return functions.stories.GetPeerMaxIDs(id=[peer_of_user(user) for user in call.id])


@lift("users.getIsPremiumRequiredToContact")
def requirements_to_contact(
    call: functions.users.GetIsPremiumRequiredToContact,
) -> functions.users.GetRequirementsToContact:
    return functions.users.GetRequirementsToContact(id=call.id)


@lift("payments.getUserStarGifts")
def gifts_of_user(call: functions.payments.GetUserStarGifts) -> functions.payments.GetSavedStarGifts:
    return functions.payments.GetSavedStarGifts(peer=peer_of_user(call.user_id), offset=call.offset, limit=call.limit)


@lift("payments.getUserStarGift")
def gifts_by_message(call: functions.payments.GetUserStarGift) -> functions.payments.GetSavedStarGift:
    gifts: list[types.TypeInputSavedStarGift] = [types.InputSavedStarGiftUser(msg_id=each) for each in call.msg_id]
    return functions.payments.GetSavedStarGift(stargift=gifts)


@lift("account.addNoPaidMessagesException")
def free_messages_exception(
    call: functions.account.AddNoPaidMessagesException,
) -> functions.account.ToggleNoPaidMessagesException:
    return functions.account.ToggleNoPaidMessagesException(user_id=call.user_id, refund_charged=call.refund_charged)
