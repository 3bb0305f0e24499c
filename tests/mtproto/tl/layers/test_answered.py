"""Answers in the shape that the called definition promised."""

from typing import Any

import pytest

from mtproto import tl
from mtproto.tl import types
from tests.mtproto.tl.layers.older import API, CHANNEL, USER, definition_at

UPDATES = types.UpdatesTooLong()


@pytest.mark.parametrize(
    ("method", "layer", "answer", "promised"),
    [
        ("channels.inviteToChannel", 152, types.messages.InvitedUsers(updates=UPDATES, missing_invitees=[]), UPDATES),
        ("messages.createChat", 152, types.messages.InvitedUsers(updates=UPDATES, missing_invitees=[]), UPDATES),
        ("messages.addChatUser", 152, types.messages.InvitedUsers(updates=UPDATES, missing_invitees=[]), UPDATES),
        ("channels.joinChannel", 225, types.messages.ChatInviteJoinResultOk(updates=UPDATES), UPDATES),
        ("messages.importChatInvite", 152, types.messages.ChatInviteJoinResultOk(updates=UPDATES), UPDATES),
        ("help.getAppConfig", 152, types.help.AppConfig(hash=1, config=types.JsonNull()), types.JsonNull()),
        (
            "messages.getDialogFilters",
            152,
            types.messages.DialogFilters(filters=[types.DialogFilterDefault()]),
            [types.DialogFilterDefault()],
        ),
        ("messages.getMessageReadParticipants", 152, [types.ReadParticipantDate(user_id=5, date=1)], [5]),
        (
            "messages.getWebPage",
            152,
            types.messages.WebPage(webpage=types.WebPageEmpty(id=1), chats=[], users=[]),
            types.WebPageEmpty(id=1),
        ),
        (
            "messages.getWebPagePreview",
            152,
            types.messages.WebPagePreview(media=types.MessageMediaEmpty(), chats=[], users=[]),
            types.MessageMediaEmpty(),
        ),
        ("messages.report", 152, types.ReportResultReported(), True),
        ("stories.report", 164, types.ReportResultAddComment(option=b""), False),
        ("messages.requestAppWebView", 160, types.WebViewResultUrl(url="u"), types.AppWebViewResultUrl(url="u")),
        ("messages.requestSimpleWebView", 152, types.WebViewResultUrl(url="u"), types.SimpleWebViewResultUrl(url="u")),
        ("stories.canSendStory", 161, types.stories.CanSendStoryCount(count_remains=1), True),
        ("stories.getPeerMaxIDs", 170, [types.RecentStory(max_id=4), types.RecentStory(live=True)], [4, 0]),
        ("users.getStoriesMaxIDs", 160, [types.RecentStory(max_id=4)], [4]),
        (
            "users.getIsPremiumRequiredToContact",
            180,
            [types.RequirementToContactPremium(), types.RequirementToContactEmpty()],
            [True, False],
        ),
        ("bots.getBotInfo", 154, types.bots.BotInfo(name="n", about="a", description="d"), ["a", "d"]),
        ("phone.sendGroupCallMessage", 216, UPDATES, True),
        (
            "stories.getUserStories",
            160,
            types.stories.PeerStories(stories=types.PeerStories(peer=USER, stories=[]), chats=[], users=[]),
            types.stories.UserStories(stories=types.UserStories(user_id=7, stories=[]), users=[]),
        ),
        (
            "stats.getMessagePublicForwards",
            152,
            types.stats.PublicForwards(
                count=3,
                next_offset="7:8",
                forwards=[
                    types.PublicForwardMessage(message=types.MessageEmpty(id=1)),
                    types.PublicForwardStory(peer=USER, story=types.StoryItemDeleted(id=1)),
                ],
                chats=[],
                users=[],
            ),
            types.messages.MessagesSlice(
                count=3, next_rate=7, messages=[types.MessageEmpty(id=1)], topics=[], chats=[], users=[]
            ),
        ),
        (
            "payments.getUserStarGifts",
            196,
            types.payments.SavedStarGifts(count=0, gifts=[], chats=[], users=[]),
            types.payments.UserStarGifts(count=0, gifts=[], users=[]),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_answer_takes_the_shape_of_the_called_definition(method: str, layer: int, answer: Any, promised: Any) -> None:
    definition = definition_at(method, layer)
    assert tl.decode_result(tl.encode_result(answer, definition, layer), definition) == promised


def test_answer_follows_the_id_even_of_a_newer_client() -> None:
    """Telegram for Android called old ids of createChat at layers from 177 on."""
    definition = API.get(0x0034A818)
    assert definition is not None
    answer = types.messages.InvitedUsers(updates=UPDATES, missing_invitees=[])
    assert tl.decode(tl.encode_result(answer, definition, 229)) == UPDATES


@pytest.mark.parametrize(
    ("method", "layer", "answer"),
    [
        ("channels.joinChannel", 225, types.messages.ChatInviteJoinResultWebView(bot_id=1, query_id=2, users=[])),
        ("help.getAppConfig", 152, types.help.AppConfigNotModified()),
        (
            "stories.getUserStories",
            160,
            types.stories.PeerStories(stories=types.PeerStories(peer=CHANNEL, stories=[]), chats=[], users=[]),
        ),
        ("phone.createConferenceCall", 200, UPDATES),
    ],
)
def test_answer_without_a_form(method: str, layer: int, answer: Any) -> None:
    definition = definition_at(method, layer)
    with pytest.raises(tl.Unmappable):
        tl.encode_result(answer, definition, layer)
