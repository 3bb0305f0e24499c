"""Up: what the calls of older clients become."""

from typing import Any

import pytest

from mtproto import tl
from mtproto.tl import functions, types
from mtproto.tl.layers import UP_OBJECTS
from tests.mtproto.tl.layers.older import API, called, definition_at, written

PEER = types.InputPeerSelf()


@pytest.mark.parametrize(
    ("ids", "reply_to"),
    [
        ({}, None),
        ({"reply_to_msg_id": 5}, types.InputReplyToMessage(reply_to_msg_id=5)),
        ({"reply_to_msg_id": 5, "top_msg_id": 3}, types.InputReplyToMessage(reply_to_msg_id=5, top_msg_id=3)),
        ({"top_msg_id": 3}, types.InputReplyToMessage(reply_to_msg_id=3, top_msg_id=3)),
    ],
)
def test_reply_ids_become_a_reply(ids: dict[str, int], reply_to: Any) -> None:
    call = called("messages.sendMessage", 152, peer=PEER, message="hi", random_id=1, silent=True, **ids)
    assert call == functions.messages.SendMessage(peer=PEER, message="hi", random_id=1, silent=True, reply_to=reply_to)


USER_INPUT = types.InputUser(user_id=1, access_hash=2)
CHANNEL_INPUT = types.InputChannel(channel_id=1, access_hash=2)
PEER_USER = types.InputPeerUser(user_id=1, access_hash=2)
PEER_CHANNEL = types.InputPeerChannel(channel_id=1, access_hash=2)


@pytest.mark.parametrize(
    ("call", "newest"),
    [
        (
            called("messages.saveDraft", 152, peer=PEER, message="", reply_to_msg_id=1),
            functions.messages.SaveDraft(peer=PEER, message="", reply_to=types.InputReplyToMessage(reply_to_msg_id=1)),
        ),
        (
            called("messages.sendScreenshotNotification", 152, peer=PEER, reply_to_msg_id=1, random_id=2),
            functions.messages.SendScreenshotNotification(
                peer=PEER, reply_to=types.InputReplyToMessage(reply_to_msg_id=1), random_id=2
            ),
        ),
        (
            called("messages.setChatTheme", 152, peer=PEER, emoticon="🐥"),
            functions.messages.SetChatTheme(peer=PEER, theme=types.InputChatTheme(emoticon="🐥")),
        ),
        (
            called("messages.setChatTheme", 152, peer=PEER, emoticon=""),
            functions.messages.SetChatTheme(peer=PEER, theme=types.InputChatThemeEmpty()),
        ),
        (
            called("messages.report", 152, peer=PEER, id=[1], reason=types.InputReportReasonSpam(), message=""),
            functions.messages.Report(peer=PEER, id=[1], option=b"Spam", message=""),
        ),
        (
            called("messages.sendBotRequestedPeer", 152, peer=PEER, msg_id=1, button_id=2, requested_peer=PEER_USER),
            functions.messages.SendBotRequestedPeer(peer=PEER, msg_id=1, button_id=2, requested_peers=[PEER_USER]),
        ),
        (
            called("channels.toggleSignatures", 152, channel=CHANNEL_INPUT, enabled=True),
            functions.channels.ToggleSignatures(channel=CHANNEL_INPUT, signatures_enabled=True),
        ),
        (
            called("account.updateColor", 166, color=3, background_emoji_id=4),
            functions.account.UpdateColor(color=types.PeerColor(color=3, background_emoji_id=4)),
        ),
        (
            called(
                "account.updateConnectedBot",
                176,
                can_reply=True,
                bot=USER_INPUT,
                recipients=types.InputBusinessRecipients(contacts=True),
            ),
            functions.account.UpdateConnectedBot(
                rights=types.BusinessBotRights(reply=True),
                bot=USER_INPUT,
                recipients=types.InputBusinessBotRecipients(contacts=True),
            ),
        ),
        (
            called("messages.sendPaidReaction", 187, peer=PEER, msg_id=1, count=2, random_id=3, private=True),
            functions.messages.SendPaidReaction(
                peer=PEER, msg_id=1, count=2, random_id=3, private=types.PaidReactionPrivacyAnonymous()
            ),
        ),
        (
            called("payments.saveStarGift", 189, user_id=USER_INPUT, msg_id=5),
            functions.payments.SaveStarGift(stargift=types.InputSavedStarGiftUser(msg_id=5)),
        ),
        (
            called(
                "payments.updateStarGiftPrice", 203, stargift=types.InputSavedStarGiftUser(msg_id=5), resell_stars=6
            ),
            functions.payments.UpdateStarGiftPrice(
                stargift=types.InputSavedStarGiftUser(msg_id=5), resell_amount=types.StarsAmount(amount=6, nanos=0)
            ),
        ),
        (called("stories.deleteStories", 160, id=[1]), functions.stories.DeleteStories(peer=PEER, id=[1])),
        (
            called("stories.getStoriesByID", 160, user_id=USER_INPUT, id=[1]),
            functions.stories.GetStoriesByID(peer=PEER_USER, id=[1]),
        ),
        (
            called(
                "stats.getMessagePublicForwards",
                152,
                channel=CHANNEL_INPUT,
                msg_id=1,
                offset_rate=7,
                offset_peer=PEER,
                offset_id=8,
                limit=9,
            ),
            functions.stats.GetMessagePublicForwards(channel=CHANNEL_INPUT, msg_id=1, offset="7:8", limit=9),
        ),
        (
            called("stories.getStoryViewsList", 160, id=1, offset_date=2, offset_id=3, limit=4),
            functions.stories.GetStoryViewsList(peer=PEER, id=1, offset="2:3", limit=4),
        ),
        (
            called("messages.translateText", 145, peer=PEER, msg_id=1, to_lang="en"),
            functions.messages.TranslateText(peer=PEER, id=[1], to_lang="en"),
        ),
        (
            called("messages.translateText", 145, peer=PEER, text="hi", to_lang="en"),
            functions.messages.TranslateText(text=[types.TextWithEntities(text="hi", entities=[])], to_lang="en"),
        ),
        (
            called("channels.createForumTopic", 180, channel=CHANNEL_INPUT, title="t", random_id=1, icon_color=2),
            functions.messages.CreateForumTopic(peer=PEER_CHANNEL, title="t", random_id=1, icon_color=2),
        ),
        (
            called(
                "channels.editCreator",
                180,
                channel=CHANNEL_INPUT,
                user_id=USER_INPUT,
                password=types.InputCheckPasswordEmpty(),
            ),
            functions.messages.EditChatCreator(
                peer=PEER_CHANNEL, user_id=USER_INPUT, password=types.InputCheckPasswordEmpty()
            ),
        ),
        (
            called("channels.viewSponsoredMessage", 180, channel=CHANNEL_INPUT, random_id=b"r"),
            functions.messages.ViewSponsoredMessage(random_id=b"r"),
        ),
        (
            called("contacts.toggleStoriesHidden", 160, id=USER_INPUT, hidden=True),
            functions.stories.TogglePeerStoriesHidden(peer=PEER_USER, hidden=True),
        ),
        (called("users.getStoriesMaxIDs", 160, id=[USER_INPUT]), functions.stories.GetPeerMaxIDs(id=[PEER_USER])),
        (
            called("users.getIsPremiumRequiredToContact", 180, id=[USER_INPUT]),
            functions.users.GetRequirementsToContact(id=[USER_INPUT]),
        ),
        (
            called("payments.getUserStarGift", 196, msg_id=[1]),
            functions.payments.GetSavedStarGift(stargift=[types.InputSavedStarGiftUser(msg_id=1)]),
        ),
    ],
    ids=lambda value: value.NAME,
)
def test_call_of_an_older_layer(call: Any, newest: Any) -> None:
    assert call == newest


def test_correct_answers_of_a_quiz_were_options() -> None:
    old, poll, answer = (definition_at(name, 152) for name in ("inputMediaPoll", "poll", "pollAnswer"))
    options = [written(answer, text=text, option=text.encode()) for text in ("a", "b")]
    flags = (1 << 3).to_bytes(4, "little")
    question = (
        poll.id.to_bytes(4, "little") + bytes(8) + flags + b"\1q\0\0" + b"\x15\xc4\xb5\x1c\2\0\0\0" + b"".join(options)
    )
    data = old.id.to_bytes(4, "little") + b"\1\0\0\0" + question + b"\x15\xc4\xb5\x1c\1\0\0\0" + b"\1b\0\0"
    media = tl.decode(data)
    assert isinstance(media, types.InputMediaPoll)
    assert media.correct_answers == [1]
    assert tl.encode(media, 152) == data


def test_methods_of_layer_72_are_still_read() -> None:
    """Telegram for Android calls them at any layer."""
    data = (0x9AB5C58E).to_bytes(4, "little") + b"\2en\0"
    request = tl.decode_request(data)
    assert request == functions.langpack.GetLangPack(lang_pack="android", lang_code="en")
    assert request.definition.id == 0x9AB5C58E


def test_method_that_is_gone_is_still_told_apart() -> None:
    call = called("messages.getAllChats", 152, except_ids=[])
    assert isinstance(call, functions.messages.GetAllChats)


def test_lifts_lead_to_the_newest_layer() -> None:
    """What a lift makes can be written today."""
    for name in UP_OBJECTS:
        assert API.at(name, tl.NEWEST) is None, name
