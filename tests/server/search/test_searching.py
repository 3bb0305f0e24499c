"""messages.search and its kin: what is found, in what order, by whom, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.hashing import result_hash
from tests.server.files.uploading import noise, upload
from tests.server.people import Pair, history, much_later, peer_of, random_id, sent_id, text, words
from tests.server.search.asking import NOTHING, everywhere, ids, said, search

SELF = types.InputPeerSelf()


async def send(pair: Pair, media: types.TypeInputMedia, caption: str = "") -> int:
    request = functions.messages.SendMedia(peer=pair.to_bob, media=media, message=caption, random_id=random_id())
    return sent_id(await pair.alice(request))


async def document(pair: Pair, *attributes: types.TypeDocumentAttribute, caption: str = "", name: str = "") -> int:
    file = await upload(pair.alice, noise(64))
    named = types.DocumentAttributeFilename(file_name=name or "file.bin")
    media = types.InputMediaUploadedDocument(
        file=file, mime_type="application/octet-stream", attributes=[named, *attributes], nosound_video=True
    )
    return await send(pair, media, caption)


async def test_words_are_found_whatever_their_case_accents_and_endings(pair: Pair) -> None:
    for line in ("Grüße aus München", "the Café opens", "nothing here", "münchner café"):
        await pair.alice(text(pair.to_bob, line))

    for person, peer in ((pair.alice, pair.to_bob), (pair.bob, pair.to_alice)):
        assert await said(person, search(peer, "MUNCH")) == ["münchner café", "Grüße aus München"]
        assert await said(person, search(peer, "cafe munch")) == ["münchner café"]
        assert await said(person, search(peer, "gruss")) == ["Grüße aus München"]
        assert await said(person, search(peer, "pens")) == []


@pytest.mark.parametrize(
    "q",
    [
        '"',
        '"a',
        "a*",
        "*",
        "a NEAR b",
        "NEAR(a b)",
        "words:a",
        "marks : b1",
        "a AND",
        "-a",
        "^a",
        "(",
        "'",
        "%_",
        "\\",
        "a\x00b",
        "{a b}:c",
        "…",
        "💔",
    ],
)
async def test_nothing_in_a_query_is_syntax(pair: Pair, q: str) -> None:
    """A query finds a message that says just that, and no error; one without any word or symbol finds nothing."""
    said_so = f"x {q} x"
    await pair.alice(text(pair.to_bob, said_so))
    await pair.alice(text(pair.to_bob, "unrelated words"))
    has_words = any(character.isalnum() or character == "💔" for character in q)
    assert await said(pair.alice, search(pair.to_bob, q)) == ([said_so] if has_words else [])


async def test_chinese_and_emoji_are_found_inside_what_stands_together(pair: Pair) -> None:
    for line in ("今天天气很好", "天使的气味", "party🎉🎉now"):
        await pair.alice(text(pair.to_bob, line))
    assert await said(pair.alice, search(pair.to_bob, "天气")) == ["今天天气很好"]
    assert await said(pair.alice, search(pair.to_bob, "天")) == ["天使的气味", "今天天气很好"]
    assert await said(pair.alice, search(pair.to_bob, "🎉")) == ["party🎉🎉now"]
    assert await said(pair.alice, search(pair.to_bob, "now")) == ["party🎉🎉now"]


async def test_what_changes_is_found_as_it_is_now(pair: Pair) -> None:
    """Edits, deletions for one side and for both, and a cleared history, each seen by the very next search."""
    first = sent_id(await pair.alice(text(pair.to_bob, "apple pie")))
    second = sent_id(await pair.alice(text(pair.to_bob, "apple juice")))
    await pair.alice(functions.messages.EditMessage(peer=pair.to_bob, id=first, message="cherry pie"))
    assert await said(pair.bob, search(pair.to_alice, "apple")) == ["apple juice"]
    assert await said(pair.bob, search(pair.to_alice, "cherry")) == ["cherry pie"]

    await pair.alice(functions.messages.DeleteMessages(id=[second]))
    assert await said(pair.alice, search(pair.to_bob, "apple")) == []
    assert await said(pair.bob, search(pair.to_alice, "apple")) == ["apple juice"]
    await pair.alice(functions.messages.DeleteMessages(id=[first], revoke=True))
    assert await said(pair.bob, search(pair.to_alice, "cherry")) == []
    await pair.bob(functions.messages.DeleteHistory(peer=pair.to_alice, max_id=0))
    assert await said(pair.bob, search(pair.to_alice, "apple")) == []


async def test_pages_are_windows_of_what_matches(pair: Pair) -> None:
    for number in range(7):
        await pair.alice(text(pair.to_bob, f"odd {number}" if number % 2 else f"even {number}"))
    matching = await ids(pair.alice, search(pair.to_bob, "even"))
    assert len(matching) == 4

    page = await pair.alice(search(pair.to_bob, "even", limit=2))
    assert isinstance(page, types.messages.MessagesSlice)
    assert (page.count, page.offset_id_offset, [m.id for m in page.messages]) == (4, 0, matching[:2])
    page = await pair.alice(search(pair.to_bob, "even", offset_id=matching[1], limit=1))
    assert (page.count, page.offset_id_offset, [m.id for m in page.messages]) == (4, 2, matching[2:3])
    assert (
        await ids(pair.alice, search(pair.to_bob, "even", offset_id=matching[2], add_offset=-2, limit=2))
        == matching[1:3]
    )
    assert await ids(pair.alice, search(pair.to_bob, "even", max_id=matching[0], min_id=matching[3])) == matching[1:3]
    assert (await pair.alice(search(pair.to_bob, "even", limit=0))).count == 4
    whole = await pair.alice(search(pair.to_bob, "even"))
    assert isinstance(whole, types.messages.Messages)
    hashed = result_hash(matching)
    assert await pair.alice(search(pair.to_bob, "even", hash=hashed)) == types.messages.MessagesNotModified(count=4)


async def test_dates_bound_what_is_found_and_exclude_themselves(pair: Pair) -> None:
    for number in range(3):
        await pair.alice(text(pair.to_bob, f"day {number}"))
        await pair.harness.advance(100)
    dates = [message.date for message in (await history(pair.alice, pair.to_bob)).messages]
    assert await said(pair.alice, search(pair.to_bob, "day", min_date=dates[2], max_date=dates[0])) == ["day 1"]
    assert await said(pair.alice, search(pair.to_bob, min_date=dates[2])) == ["day 2", "day 1"]


async def test_messages_of_one_writer(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "mine"))
    await pair.bob(text(pair.to_alice, "theirs"))
    await pair.alice(text(SELF, "note"))
    assert await said(pair.alice, search(pair.to_bob, from_id=pair.to_bob)) == ["theirs"]
    assert await said(pair.alice, search(pair.to_bob, "m", from_id=SELF)) == ["mine"]
    assert await said(pair.alice, search(types.InputPeerEmpty(), from_id=SELF)) == ["note", "mine"]
    with pytest.raises(rpc_errors.FROM_PEER_INVALID):
        await pair.alice(search(pair.to_bob, from_id=types.InputPeerUser(user_id=pair.bob.user_id, access_hash=1)))


async def test_without_any_condition_it_is_the_dialog(pair: Pair) -> None:
    for number in range(3):
        await pair.alice(text(pair.to_bob, str(number)))
    page = await pair.alice(search(pair.to_bob, limit=2))
    assert (page.count, [message.message for message in page.messages]) == (3, ["2", "1"])


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (search(types.InputPeerEmpty()), rpc_errors.SEARCH_QUERY_EMPTY),
        (search(types.InputPeerEmpty(), "  "), rpc_errors.SEARCH_QUERY_EMPTY),
        (search(types.InputPeerUser(user_id=777, access_hash=1), "x"), rpc_errors.PEER_ID_INVALID),
        (search(types.InputPeerChat(chat_id=1), "x"), rpc_errors.PEER_ID_INVALID),
        (search(types.InputPeerChannel(channel_id=1, access_hash=1), "x"), rpc_errors.CHANNEL_INVALID),
        (search(SELF, "x", top_msg_id=5), rpc_errors.MSG_ID_INVALID),
        (search(types.InputPeerEmpty(), "x", saved_peer_id=SELF), rpc_errors.PEER_ID_INVALID),
        (everywhere(), rpc_errors.SEARCH_QUERY_EMPTY),
        (everywhere("x", types.InputMessagesFilterPinned()), rpc_errors.INPUT_FILTER_INVALID),
        (everywhere("x", types.InputMessagesFilterMyMentions()), rpc_errors.INPUT_FILTER_INVALID),
        (everywhere("x", folder_id=7), rpc_errors.FOLDER_ID_INVALID),
        (everywhere("x", offset_peer=types.InputPeerUser(user_id=5, access_hash=1)), rpc_errors.PEER_ID_INVALID),
        (
            functions.messages.SearchSentMedia(q="", filter=NOTHING, limit=10),
            rpc_errors.FILTER_NOT_SUPPORTED,
        ),
        (
            functions.messages.GetSearchResultsCalendar(peer=SELF, filter=NOTHING, offset_id=0, offset_date=0),
            rpc_errors.FILTER_NOT_SUPPORTED,
        ),
        (
            functions.messages.GetSearchResultsPositions(
                peer=types.InputPeerUser(user_id=5, access_hash=1),
                filter=types.InputMessagesFilterPhotos(),
                offset_id=0,
                limit=10,
            ),
            rpc_errors.PEER_ID_INVALID,
        ),
        (
            functions.messages.GetSearchCounters(
                peer=types.InputPeerChannel(channel_id=1, access_hash=1), filters=[NOTHING]
            ),
            rpc_errors.CHANNEL_INVALID,
        ),
        (functions.messages.GetSearchCounters(peer=SELF, filters=[NOTHING] * 21), rpc_errors.LIMIT_INVALID),
    ],
)
async def test_what_cannot_be_searched(pair: Pair, request_: Any, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await pair.alice(request_)


async def test_every_filter_lets_through_its_own(pair: Pair) -> None:
    video = {"duration": 1.0, "w": 4, "h": 4}
    place = types.InputGeoPoint(lat=1, long=2)
    zoe = types.InputMediaContact(phone_number="+49 30 1", first_name="Zoé", last_name="", vcard="")
    expected = {
        types.InputMessagesFilterVideo: [await document(pair, types.DocumentAttributeVideo(**video))],
        types.InputMessagesFilterGif: [
            await document(pair, types.DocumentAttributeVideo(**video), types.DocumentAttributeAnimated())
        ],
        types.InputMessagesFilterRoundVideo: [
            await document(pair, types.DocumentAttributeVideo(**video, round_message=True))
        ],
        types.InputMessagesFilterVoice: [await document(pair, types.DocumentAttributeAudio(duration=1, voice=True))],
        types.InputMessagesFilterMusic: [
            await document(pair, types.DocumentAttributeAudio(duration=1, title="Für Elise", performer="Brendel"))
        ],
        types.InputMessagesFilterDocument: [await document(pair, name="Rapport-2024.pdf", caption="as promised")],
        types.InputMessagesFilterGeo: [await send(pair, types.InputMediaGeoPoint(geo_point=place))],
        types.InputMessagesFilterContacts: [await send(pair, zoe)],
        types.InputMessagesFilterUrl: [sent_id(await pair.alice(text(pair.to_bob, "see example.org today")))],
        types.InputMessagesFilterPhoneCalls: [],
        types.InputMessagesFilterPhotos: [],
        types.InputMessagesFilterPoll: [],
        types.InputMessagesFilterChatPhotos: [],
        types.InputMessagesFilterMyMentions: [],
        types.InputMessagesFilterPinned: [],
    }
    expected[types.InputMessagesFilterPhotoVideo] = expected[types.InputMessagesFilterVideo]
    expected[types.InputMessagesFilterRoundVoice] = sorted(
        expected[types.InputMessagesFilterVoice] + expected[types.InputMessagesFilterRoundVideo], reverse=True
    )
    await pair.alice(text(pair.to_bob, "plain words"))

    for kind, wanted in expected.items():
        given = kind() if kind is not types.InputMessagesFilterPhoneCalls else kind(missed=False)
        assert await ids(pair.alice, search(pair.to_bob, filter_=given)) == wanted, kind
        assert len(await ids(pair.bob, search(pair.to_alice, filter_=given))) == len(wanted), kind
        if kind not in (types.InputMessagesFilterMyMentions, types.InputMessagesFilterPinned):
            assert await ids(pair.alice, everywhere(filter_=given)) == wanted, kind
    counted = await pair.alice(
        functions.messages.GetSearchCounters(peer=pair.to_bob, filters=[kind() for kind in expected])
    )
    assert [one.count for one in counted] == [len(wanted) for wanted in expected.values()]
    assert not any(one.inexact for one in counted)

    # Names and titles are words; a filter narrows what words find.
    assert await ids(pair.bob, search(pair.to_alice, "rapport 2024")) == await ids(
        pair.bob, search(pair.to_alice, filter_=types.InputMessagesFilterDocument())
    )
    for query in ("fur elise", "brendel"):
        assert await ids(pair.alice, search(pair.to_bob, query)) == expected[types.InputMessagesFilterMusic]
    assert await ids(pair.alice, search(pair.to_bob, "zoe")) == expected[types.InputMessagesFilterContacts]
    assert await ids(pair.alice, search(pair.to_bob, "promised", types.InputMessagesFilterMusic())) == []
    assert len(await ids(pair.alice, search(pair.to_bob, "promised", types.InputMessagesFilterDocument()))) == 1

    sent = functions.messages.SearchSentMedia(q="rapp", filter=types.InputMessagesFilterDocument(), limit=10)
    assert await ids(pair.alice, sent) == expected[types.InputMessagesFilterDocument]
    assert await ids(pair.bob, sent) == []

    await pair.alice(functions.messages.DeleteMessages(id=expected[types.InputMessagesFilterDocument], revoke=True))
    assert await ids(pair.bob, search(pair.to_alice, filter_=types.InputMessagesFilterDocument())) == []


async def test_pins_and_mentions_are_lists_too(pair: Pair) -> None:
    pinned = sent_id(await pair.alice(text(pair.to_bob, "important")))
    await pair.alice(functions.messages.UpdatePinnedMessage(peer=pair.to_bob, id=pinned))
    assert await ids(pair.alice, search(pair.to_bob, filter_=types.InputMessagesFilterPinned())) == [pinned]
    assert await said(pair.bob, search(pair.to_alice, "impo", types.InputMessagesFilterPinned())) == ["important"]

    bob = peer_of(pair.harness, pair.alice, pair.bob)
    named = types.InputMessageEntityMentionName(
        offset=0, length=3, user_id=types.InputUser(user_id=bob.user_id, access_hash=bob.access_hash)
    )
    made = await pair.alice(functions.messages.CreateChat(users=[named.user_id], title="Two"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    await pair.alice(text(group, "Bob!", entities=[named]))
    mentions = types.InputMessagesFilterMyMentions()
    assert await said(pair.bob, search(group, filter_=mentions)) == ["Bob!"]
    await pair.bob(functions.messages.ReadMentions(peer=group))
    assert await said(pair.bob, search(group, filter_=mentions)) == ["Bob!"]
    assert await said(pair.alice, search(group, filter_=mentions)) == []


@pytest.mark.rows("AC-1", "AC-3")
async def test_nobody_searches_another_box(pair: Pair) -> None:
    await pair.alice(text(SELF, "diary of alice"))
    await pair.alice(text(pair.to_bob, "hello"))
    assert await said(pair.bob, everywhere("diary")) == []
    assert await said(pair.bob, search(types.InputPeerEmpty(), "diary")) == []
    assert await said(pair.alice, everywhere("diary")) == ["diary of alice"]
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await pair.bob(search(types.InputPeerUser(user_id=pair.alice.user_id, access_hash=7), "diary"))


async def test_everywhere_goes_on_after_the_last_of_a_page(pair: Pair) -> None:
    """As clients do it: rate from the answer, peer and id from the last message."""
    for number in range(5):
        await pair.alice(text(pair.to_bob if number % 2 else SELF, f"word {number}"))
        if number % 2:
            await pair.harness.advance(10)
    offset: dict[str, Any] = {}
    seen = []
    for _ in range(3):
        page = await pair.alice(everywhere("word", limit=2, **offset))
        assert page.count == 5
        assert page.next_rate == page.messages[-1].date
        seen += [message.message for message in page.messages]
        offset = {"offset_rate": page.next_rate, "offset_id": page.messages[-1].id, "offset_peer": SELF}
    assert seen == [f"word {number}" for number in (4, 3, 2, 1, 0)]
    page = await pair.alice(everywhere("word", limit=2, **offset))
    assert (page.messages, page.next_rate) == ([], None)
    assert await said(pair.alice, everywhere("word", broadcasts_only=True)) == []
    assert len(await said(pair.alice, everywhere("word", users_only=True))) == 5
    assert await said(pair.alice, everywhere("word", folder_id=1)) == []
    assert len(await said(pair.alice, everywhere("word", folder_id=0))) == 5


async def test_a_calendar_and_positions_of_a_list(pair: Pair) -> None:
    links = types.InputMessagesFilterUrl()
    for number in (2, 1):
        for one in range(number):
            await pair.alice(text(pair.to_bob, f"example.org {one}"))
        await much_later(pair.harness, 86_400, pair.alice, pair.bob)
    found = (await pair.alice(search(pair.to_bob, filter_=links))).messages

    asked = {"peer": pair.to_bob, "filter": links, "offset_id": 0}
    calendar = await pair.alice(functions.messages.GetSearchResultsCalendar(**asked, offset_date=0))
    assert calendar.count == 3
    assert [(day.count, day.max_msg_id, day.min_msg_id) for day in calendar.periods] == [
        (1, found[0].id, found[0].id),
        (2, found[1].id, found[2].id),
    ]
    assert [day.date for day in calendar.periods] == [found[0].date, found[2].date]
    assert [message.id for message in calendar.messages] == [message.id for message in found]
    assert (calendar.min_date, calendar.min_msg_id, calendar.offset_id_offset) == (found[2].date, found[2].id, 0)
    asked["offset_id"] = found[0].id
    older = await pair.alice(functions.messages.GetSearchResultsCalendar(**asked, offset_date=0))
    assert ([day.count for day in older.periods], older.offset_id_offset) == ([2], 1)

    asked["offset_id"] = 0
    spread = await pair.alice(functions.messages.GetSearchResultsPositions(**asked, limit=2))
    assert spread.count == 3
    assert [(one.msg_id, one.offset, one.date) for one in spread.positions] == [
        (found[0].id, 0, found[0].date),
        (found[2].id, 2, found[2].date),
    ]


async def test_saved_dialogs_are_searched_by_themselves(pair: Pair) -> None:
    theirs = sent_id(await pair.bob(text(pair.to_alice, "a recipe for soup")))
    theirs = (await history(pair.alice, pair.to_bob)).messages[0].id
    await pair.alice(
        functions.messages.ForwardMessages(from_peer=pair.to_bob, id=[theirs], random_id=[random_id()], to_peer=SELF)
    )
    await pair.alice(text(SELF, "soup tonight"))
    assert await said(pair.alice, search(SELF, "soup")) == ["soup tonight", "a recipe for soup"]
    assert await said(pair.alice, search(SELF, "soup", saved_peer_id=pair.to_bob)) == ["a recipe for soup"]
    assert await said(pair.alice, search(SELF, saved_peer_id=SELF)) == ["soup tonight"]


async def test_messages_that_delete_themselves_are_not_found(pair: Pair) -> None:
    await pair.alice(functions.messages.SetHistoryTTL(peer=pair.to_bob, period=100))
    await pair.alice(text(pair.to_bob, "ephemeral"))
    assert len(await ids(pair.bob, search(pair.to_alice, "ephemeral"))) == 1
    await pair.harness.advance(101)
    assert await ids(pair.bob, search(pair.to_alice, "ephemeral")) == []


async def test_polls_and_lists_are_found_by_what_they_ask_and_answer(pair: Pair) -> None:
    answers = [types.PollAnswer(text=words(one), option=one.encode()) for one in ("soup", "bread")]
    poll = types.Poll(id=0, hash=0, question=words("Lunch?"), answers=answers, open_answers=True)
    asked = await send(pair, types.InputMediaPoll(poll=poll))
    items = [types.TodoItem(id=1, title=words("buy bread"))]
    listed = await send(pair, types.InputMediaTodo(todo=types.TodoList(title=words("Errands"), list=items)))

    assert await ids(pair.alice, search(pair.to_bob, "bread")) == [listed, asked]
    assert await ids(pair.alice, search(pair.to_bob, "lunch")) == [asked]
    assert await ids(pair.alice, search(pair.to_bob, "errands")) == [listed]
    assert await ids(pair.alice, search(pair.to_bob, filter_=types.InputMessagesFilterPoll())) == [asked]
    theirs = (await pair.bob(search(pair.to_alice, "lunch"))).messages[0].id
    added = types.InputPollAnswer(text=words("salad"))
    await pair.bob(functions.messages.AddPollAnswer(peer=pair.to_alice, msg_id=theirs, answer=added))
    assert asked in await ids(pair.alice, search(pair.to_bob, "salad"))


async def test_saved_messages_are_found_by_their_tags(pair: Pair) -> None:
    for line in ("tagged soup", "tagged bread", "untagged soup"):
        await pair.alice(text(SELF, line))
    saved = (await history(pair.alice, SELF)).messages
    fire, heart = types.ReactionEmoji(emoticon="🔥"), types.ReactionEmoji(emoticon="❤")
    for message, tags in ((saved[2], [fire, heart]), (saved[1], [fire])):
        await pair.alice(functions.messages.SendReaction(peer=SELF, msg_id=message.id, reaction=tags))

    assert await said(pair.alice, search(SELF, saved_reaction=[fire])) == ["tagged bread", "tagged soup"]
    assert await said(pair.alice, search(SELF, saved_reaction=[heart])) == ["tagged soup"]
    assert await said(pair.alice, search(SELF, "soup", saved_reaction=[fire])) == ["tagged soup"]
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await pair.alice(search(pair.to_bob, saved_reaction=[fire]))
