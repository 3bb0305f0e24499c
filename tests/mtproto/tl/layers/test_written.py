"""Down: what clients of older layers see of the newest objects."""

from typing import Any

import pytest

from mtproto import tl
from mtproto.tl import types
from mtproto.tl.layers.rules import DOWN_FIELDS
from tests.mtproto.tl.layers.older import API, CHANNEL, USER, definition_at, seen

TEXT = types.TextWithEntities(text="text", entities=[types.MessageEntityBold(offset=0, length=1)])


def message(**fields: Any) -> types.Message:
    return types.Message(**{"id": 1, "peer_id": USER, "date": 2, "message": "hello", **fields})


# What does not exist at a layer


def test_unmappable_value_of_an_optional_field_is_left_out() -> None:
    reply = types.MessageReplyHeader(reply_from=types.MessageFwdHeader(date=1), quote_text="quoted")
    assert seen(message(reply_to=reply), 166).reply_to == reply
    assert seen(message(reply_to=reply), 165).reply_to is None


def test_unmappable_item_of_a_vector_is_dropped() -> None:
    quote = types.MessageEntityBlockquote(offset=0, length=1)
    date = types.MessageEntityFormattedDate(offset=0, length=1, date=5, relative=True)
    assert seen(message(entities=[quote, date]), 152).entities == [quote]
    news = types.Updates(
        updates=[
            types.UpdateNewMessage(message=message(), pts=1, pts_count=1),
            types.UpdatePinnedForumTopic(peer=USER, topic_id=1),
        ],
        users=[],
        chats=[],
        date=0,
        seq=0,
    )
    assert [type(update) for update in seen(news, 200).updates] == [types.UpdateNewMessage]


def test_unmappable_value_of_a_required_field_makes_its_parent_unmappable() -> None:
    story = types.UpdateStory(peer=USER, story=types.StoryItemDeleted(id=1))
    with pytest.raises(tl.Unmappable):
        tl.encode(types.UpdateShort(update=story, date=0), 152)
    assert seen(types.UpdateShort(update=story, date=0), 160) == types.UpdateShort(update=story, date=0)


@pytest.mark.parametrize(
    ("value", "layer", "stand_in"),
    [
        (
            types.MessageService(id=1, peer_id=USER, date=2, action=types.MessageActionBoostApply(boosts=1)),
            160,
            types.MessageActionEmpty(),
        ),
        (message(media=types.MessageMediaStory(peer=USER, id=1)), 152, types.MessageMediaUnsupported()),
        (types.MessagePeerReaction(peer_id=USER, date=1, reaction=types.ReactionPaid()), 181, types.ReactionEmpty()),
        (
            types.UpdateUserEmojiStatus(
                user_id=1,
                emoji_status=types.EmojiStatusCollectible(
                    collectible_id=1,
                    document_id=2,
                    title="",
                    slug="",
                    pattern_document_id=3,
                    center_color=0,
                    edge_color=0,
                    pattern_color=0,
                    text_color=0,
                ),
            ),
            181,
            types.EmojiStatusEmpty(),
        ),
    ],
)
def test_named_stand_ins(value: tl.TLObject, layer: int, stand_in: tl.TLObject) -> None:
    assert stand_in in [getattr(seen(value, layer), name, None) for name in value.FIELDS]
    assert seen(value, tl.NEWEST) == value


def test_rich_text_keeps_its_words() -> None:
    text = types.TextConcat(
        texts=[
            types.TextBold(text=types.TextPlain(text="a")),
            types.TextSpoiler(
                text=types.TextConcat(texts=[types.TextPlain(text="b"), types.TextCustomEmoji(document_id=1, alt="c")])
            ),
            types.TextMath(source="d"),
        ]
    )
    assert seen(text, 200) == types.TextConcat(
        texts=[types.TextBold(text=types.TextPlain(text="a")), types.TextPlain(text="bc"), types.TextPlain(text="d")]
    )


def test_fields_on_one_bit_come_all_or_none() -> None:
    """Without the new field its old companion must go, or the client reads on at the wrong byte."""
    invoice = types.Invoice(currency="EUR", prices=[], recurring=True)
    older = tl.encode(invoice, 152)
    assert tl.decode(older).recurring  # type: ignore[attr-defined]
    assert len(older) == len(tl.encode(types.Invoice(currency="EUR", prices=[]), 152)) + 4  # an empty terms url
    media = types.InputMediaPoll(
        poll=types.Poll(id=0, question=TEXT, answers=[], hash=0), solution="why", solution_entities=[]
    )
    assert seen(media, 152).solution == "why"


def test_true_flags_are_kept_within_their_layers() -> None:
    """The id does not cover them: `noforwards` came with 135, `invert_media` with 166, under one id."""
    value = message(noforwards=True, invert_media=True)
    assert (seen(value, 165).noforwards, seen(value, 165).invert_media) == (True, False)
    assert (seen(value, 166).noforwards, seen(value, 166).invert_media) == (True, True)
    sticker_set = types.StickerSet(id=1, access_hash=2, title="", short_name="", count=0, hash=0, animated=True)
    assert seen(sticker_set, 152).animated
    assert not seen(sticker_set, 200).animated


# Fields made from something else


@pytest.mark.parametrize(
    ("value", "layer", "field", "shown"),
    [
        (
            types.Poll(id=1, question=TEXT, answers=[], hash=0),
            152,
            "question",
            types.TextWithEntities(text="text", entities=[]),
        ),
        (types.PollResults(recent_voters=[USER, CHANNEL]), 158, "recent_voters", [USER]),
        (types.TodoCompletion(id=1, completed_by=USER, date=2), 205, "completed_by", USER),
        (
            types.UpdateStarsBalance(balance=types.StarsAmount(amount=5, nanos=3)),
            181,
            "balance",
            types.StarsAmount(amount=5, nanos=0),
        ),
        (
            types.User(id=1, color=types.PeerColor(color=3, background_emoji_id=4)),
            166,
            "color",
            types.PeerColor(color=3, background_emoji_id=4),
        ),
        (
            types.User(id=1, stories_max_id=types.RecentStory(max_id=8)),
            200,
            "stories_max_id",
            types.RecentStory(max_id=8),
        ),
        (types.DocumentAttributeVideo(duration=2.6, w=1, h=1), 152, "duration", 3.0),
        (types.DocumentAttributeVideo(duration=float("inf"), w=1, h=1), 152, "duration", 0.0),
        (
            types.UpdatePaidReactionPrivacy(private=types.PaidReactionPrivacyPeer(peer=types.InputPeerSelf())),
            190,
            "private",
            types.PaidReactionPrivacyDefault(),
        ),
        (
            types.UpdatePaidReactionPrivacy(private=types.PaidReactionPrivacyAnonymous()),
            190,
            "private",
            types.PaidReactionPrivacyAnonymous(),
        ),
        (types.UpdatePeerBlocked(peer_id=USER, blocked=True), 152, "blocked", True),
        (
            types.UpdateMessageExtendedMedia(
                peer=USER,
                msg_id=1,
                extended_media=[
                    types.MessageExtendedMediaPreview(w=1, h=1),
                    types.MessageExtendedMediaPreview(w=2, h=2),
                ],
            ),
            152,
            "extended_media",
            [types.MessageExtendedMediaPreview(w=1, h=1)],
        ),
        (types.MessageActionGiftCode(days=92, slug="x"), 170, "days", 90),
        (
            types.MessageActionSetChatTheme(theme=types.ChatTheme(emoticon="🐥")),
            152,
            "theme",
            types.ChatTheme(emoticon="🐥"),
        ),
        (
            types.UpdateUserName(
                user_id=1,
                first_name="",
                last_name="",
                usernames=[types.Username(username="old"), types.Username(username="now", active=True)],
            ),
            145,
            "usernames",
            [types.Username(username="now", active=True, editable=True)],
        ),
        (types.MessageActionRequestedPeer(button_id=1, peers=[USER, CHANNEL]), 152, "peers", [USER]),
        (
            types.DraftMessage(
                message="", date=0, reply_to=types.InputReplyToMessage(reply_to_msg_id=5, quote_text="q")
            ),
            152,
            "reply_to",
            types.InputReplyToMessage(reply_to_msg_id=5),
        ),
        (
            types.UpdateGroupCall(
                peer=types.PeerChat(chat_id=3), call=types.GroupCallDiscarded(id=1, access_hash=2, duration=3)
            ),
            200,
            "peer",
            types.PeerChat(chat_id=3),
        ),
        (types.UpdateMessagePollVote(poll_id=1, peer=USER, options=[], positions=[], qts=0), 152, "peer", USER),
        (types.UpdateReadStories(peer=USER, max_id=1), 160, "peer", USER),
        (types.UpdateReadStories(peer=CHANNEL, max_id=1), 160, "peer", types.PeerUser(user_id=0)),
        (
            types.MessageMediaDocument(alt_documents=[types.DocumentEmpty(id=1), types.DocumentEmpty(id=2)]),
            180,
            "alt_documents",
            [types.DocumentEmpty(id=1)],
        ),
        (types.Invoice(currency="", prices=[], recurring=True, terms_url="terms"), 152, "terms_url", "terms"),
        (
            types.BotBusinessConnection(
                connection_id="", user_id=1, dc_id=2, date=3, rights=types.BusinessBotRights(reply=True)
            ),
            180,
            "rights",
            types.BusinessBotRights(reply=True),
        ),
        (
            types.StarsTransaction(
                id="", amount=types.StarsAmount(amount=5, nanos=0), date=1, peer=types.StarsTransactionPeerFragment()
            ),
            181,
            "amount",
            types.StarsAmount(amount=5, nanos=0),
        ),
        (
            types.StarsTransaction(
                id="", amount=types.StarsAmount(amount=5, nanos=6), date=1, peer=types.StarsTransactionPeerFragment()
            ),
            200,
            "amount",
            types.StarsAmount(amount=5, nanos=6),
        ),
        (types.PageListOrderedItemText(text=types.TextEmpty(), value=4), 200, "num", "4"),
        (types.EmojiStatus(document_id=1, until=2), 152, "until", 2),
        (
            types.messages.VotesList(
                count=1,
                votes=[
                    types.MessagePeerVote(peer=USER, option=b"o", date=1),
                    types.MessagePeerVoteInputOption(peer=CHANNEL, date=1),
                ],
                chats=[],
                users=[],
            ),
            152,
            "votes",
            [types.MessagePeerVote(peer=USER, option=b"o", date=1)],
        ),
        (
            types.stories.AllStories(
                count=1,
                state="",
                peer_stories=[types.PeerStories(peer=USER, stories=[]), types.PeerStories(peer=CHANNEL, stories=[])],
                chats=[],
                users=[],
                stealth_mode=types.StoriesStealthMode(),
            ),
            160,
            "peer_stories",
            [types.PeerStories(peer=USER, stories=[])],
        ),
        (
            types.channels.SendAsPeers(peers=[types.SendAsPeer(peer=USER, premium_required=True)], chats=[], users=[]),
            145,
            "peers",
            [types.SendAsPeer(peer=USER)],
        ),
        (types.account.ChatThemes(hash=0, themes=[], chats=[], users=[], next_offset="12"), 214, "next_offset", "12"),
        (types.account.ChatThemes(hash=0, themes=[], chats=[], users=[], next_offset="x"), 214, "next_offset", None),
        (
            types.UpdateGroupCallMessage(
                call=types.InputGroupCallInviteMessage(msg_id=1),
                message=types.GroupCallMessage(id=1, from_id=USER, date=2, message=TEXT),
            ),
            216,
            "message",
            types.GroupCallMessage(id=0, from_id=USER, date=0, message=TEXT),
        ),
        (types.MessageActionBotAllowed(attach_menu=True), 152, "attach_menu", True),
        (types.UpdatePinnedForumTopic(peer=CHANNEL, topic_id=4, pinned=True), 180, "pinned", True),
    ],
    ids=lambda value: value.NAME if isinstance(value, tl.TLObject) else None,
)
def test_field_of_an_older_layer(value: tl.TLObject, layer: int, field: str, shown: Any) -> None:
    assert getattr(seen(value, layer), field) == shown


def test_config_tells_old_clients_their_limits() -> None:
    """core.telegram.org/constructor/config: fields that moved to help.getAppConfig after layer 152."""
    numbers = {field.attribute: 1 for field in API.latest("config").values if field.type.name == "int"}
    optional = {field.attribute for field in API.latest("config").values if field.optional}
    required = {name: number for name, number in numbers.items() if name not in optional}
    config = types.Config(**required, test_mode=False, dc_options=[], dc_txt_domain_name="", me_url_prefix="")
    made = {name: rules[0].function(config) for name, rules in DOWN_FIELDS["config"].items()}
    assert made == {
        "phonecalls_enabled": True,
        "pfs_enabled": True,
        "saved_gifs_limit": 200,
        "stickers_faved_limit": 5,
        "pinned_dialogs_count_max": 5,
        "pinned_infolder_count_max": 100,
    }
    flags = int.from_bytes(tl.encode(config, 152)[4:8], "little")
    assert flags == 1 << 1 | 1 << 13


# Keyboards

INLINE = types.ReplyInlineMarkup(
    rows=[
        types.KeyboardInlineButtonRow(
            buttons=[
                types.KeyboardInlineButton(text="go", type=types.InlineButtonTypeUrl(url="https://example.org")),
                types.KeyboardInlineButton(
                    text="do", type=types.InlineButtonTypeCallback(data=b"x", requires_password=True)
                ),
                types.KeyboardInlineButton(text="no", type=types.InlineButtonTypeDisabled()),
            ]
        ),
        types.KeyboardInlineButtonRow(
            buttons=[types.KeyboardInlineButton(text="no", type=types.InlineButtonTypeDisabled())]
        ),
    ]
)
REPLY = types.ReplyKeyboardMarkup(
    rows=[
        types.KeyboardButtonRow(
            buttons=[
                types.KeyboardButton(text="plain", type=types.ButtonTypeDefault()),
                types.KeyboardButton(text="phone", type=types.ButtonTypeRequestPhone()),
                types.KeyboardButton(text="poll", type=types.ButtonTypeRequestPoll(quiz=True)),
            ]
        )
    ]
)


@pytest.mark.parametrize("layer", [152, 198, 214, 222, 228])
def test_keyboards_before_and_after_they_were_folded(layer: int) -> None:
    """Layer 229: one constructor a kind before, one constructor with a type since."""
    assert seen(REPLY, layer) == REPLY
    inline = seen(INLINE, layer)
    assert inline.rows == [types.KeyboardInlineButtonRow(buttons=INLINE.rows[0].buttons[:2])]
    assert definition_at("keyboardButtonUrl", layer).id.to_bytes(4, "little") in tl.encode(INLINE, layer)
