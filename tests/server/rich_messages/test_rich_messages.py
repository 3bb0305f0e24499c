"""Rich messages between people: sent, seen at every layer, found, edited, forwarded, quoted, drafted, scheduled."""

from __future__ import annotations

import pytest

from mtproto import rpc_errors, tl
from mtproto.tl import functions, types
from server.files.collecting import UNUSED_SECONDS
from server.ops.admin import files as verbs
from tests.server.files.uploading import get, input_document, input_photo, location, noise, picture, stored, upload
from tests.server.harness import Harness
from tests.server.people import ALICE, Pair, Person, history, newest, random_id, sent_id, text, texts, user_of
from tests.server.rich_messages.writing import EMPTY, NO_CAPTION, joined, paragraph, plain, rich, send

messages = functions.messages

REPORT = (
    types.PageBlockHeading1(text=plain("Report")),
    paragraph(joined("It went ", types.TextBold(text=plain("well")), ".")),
    types.PageBlockList(items=[types.PageListItemText(text=plain("done"), checkbox=True, checked=True)]),
    types.PageBlockTable(
        title=EMPTY,
        rows=[types.PageTableRow(cells=[types.PageTableCell(text=plain(words)) for words in ("one", "two")])],
    ),
)
IN_WORDS = "Report\nIt went well.\n☑ done\none | two"


async def photo_of(person: Person) -> types.InputPhoto:
    file = await upload(person, picture(40, 30).getvalue())
    media = types.InputMediaUploadedPhoto(file=file)
    made = await person(messages.UploadMedia(peer=types.InputPeerSelf(), media=media))
    return input_photo(made.photo)


def shown(photo: types.InputPhoto) -> types.PageBlockPhoto:
    return types.PageBlockPhoto(photo_id=photo.id, caption=NO_CAPTION)


async def test_everybody_sees_the_blocks(pair: Pair) -> None:
    """The writer's devices and the other's, live and in the history; the text is left to them."""
    answer = await pair.alice(send(pair.to_bob, rich(*REPORT, rtl=True)))
    mine = next(one.message for one in answer.updates if isinstance(one, types.UpdateNewMessage))
    live = [(await one.update(types.UpdateNewMessage)).message for one in (pair.alice.tablet, pair.bob.phone)]
    for message in (mine, *live, await newest(pair.bob, pair.to_alice)):
        assert (message.message, message.entities, message.rich_message.blocks) == ("", None, list(REPORT))
        assert (message.rich_message.rtl, message.rich_message.part) == (True, False)
    whole = await pair.bob(messages.GetRichMessage(peer=pair.to_alice, id=live[1].id))
    assert [one.rich_message.blocks for one in whole.messages] == [list(REPORT)]
    await pair.alice(text(pair.to_bob, "plain"))
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.bob(messages.GetRichMessage(peer=pair.to_alice, id=live[1].id + 1))


async def test_who_knows_no_blocks_reads_a_text(pair: Pair, harness: Harness) -> None:
    """Layer 225 is the last without them; a draft is a message there, too."""
    older = await harness.client(ALICE, layer=225)
    await older(functions.updates.GetState())
    await pair.alice(send(pair.to_bob, rich(*REPORT)))
    told = (await older.update(types.UpdateNewMessage)).message
    for message in (told, await newest(older, pair.to_bob)):
        assert (message.message, message.rich_message) == (IN_WORDS, None)
        bold = [(one.offset, one.length) for one in message.entities if isinstance(one, types.MessageEntityBold)]
        assert bold == [(0, 6), (15, 4)]
    await pair.alice(messages.SaveDraft(peer=pair.to_bob, message="", rich_message=rich(*REPORT)))
    assert (await older.update(types.UpdateDraftMessage)).draft.message == IN_WORDS


async def test_telethon_sends_and_reads_them(pair: Pair, harness: Harness) -> None:
    from telethon.tl import functions as calls
    from telethon.tl import types as its

    telethon = await harness.signed_in_telethon(ALICE)
    blocks = [its.PageBlockHeading2(its.TextPlain("Hi")), its.PageBlockParagraph(its.TextBold(its.TextPlain("bold")))]
    peer = its.InputPeerUser(pair.to_bob.user_id, pair.to_bob.access_hash)
    sent = its.InputRichMessage(blocks)
    await telethon(calls.messages.SendMessageRequest(peer, "", random_id=random_id(), rich_message=sent))
    (read,) = await telethon.get_messages(peer, limit=1)
    assert (read.message, read.rich_message.blocks) == ("", blocks)
    assert [type(one) for one in (await newest(pair.bob, pair.to_alice)).rich_message.blocks] == [
        types.PageBlockHeading2,
        types.PageBlockParagraph,
    ]


async def test_links_are_found_unless_none_are_wanted(pair: Pair) -> None:
    """As in texts: outside of code and of what is a link already."""
    words = "😀 see page.com, @someone, #tag"
    code = types.TextFixed(text=plain("page.com"))
    link = types.TextUrl(text=plain("page.com"), url="https://other.test", webpage_id=5)
    await pair.alice(send(pair.to_bob, rich(paragraph(joined(words, code, link)))))
    (block,) = (await newest(pair.bob, pair.to_alice)).rich_message.blocks
    found, *rest = block.text.texts
    kinds = [(type(one), one.text.text) for one in found.texts if not isinstance(one, types.TextPlain)]
    assert kinds == [
        (types.TextAutoUrl, "page.com"),
        (types.TextMention, "@someone"),
        (types.TextHashtag, "#tag"),
    ]
    assert found.texts[0].text == "😀 see "
    assert rest == [code, types.TextUrl(text=plain("page.com"), url="https://other.test", webpage_id=0)]
    await pair.alice(send(pair.to_bob, rich(paragraph(words), noautolink=True)))
    assert (await newest(pair.bob, pair.to_alice)).rich_message.blocks == [paragraph(words)]


async def test_whom_it_names_is_mentioned_and_sent_along(pair: Pair) -> None:
    """Only who came along with it: an id alone names nobody."""
    bob = user_of(pair.harness, pair.alice, pair.bob)
    mention = paragraph(types.TextMentionName(text=plain("Bob"), user_id=bob.user_id))
    with pytest.raises(rpc_errors.USER_ID_INVALID):
        await pair.alice(send(pair.to_bob, rich(mention)))
    made = await pair.alice(functions.messages.CreateChat(users=[bob], title="Two"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    await pair.alice(send(group, rich(mention, users=[bob])))
    assert (await newest(pair.bob, group)).mentioned
    saved = await pair.alice(send(types.InputPeerSelf(), rich(mention, users=[bob])))
    assert bob.user_id in {user.id for user in saved.users}


@pytest.mark.rows("FI-1")
async def test_what_blocks_show_is_theirs_to_download(pair: Pair) -> None:
    """Photos and documents, by references of the message, also when they are used again; not those of others."""
    photo, content = await photo_of(pair.alice), noise(5_000)
    file = input_document(await stored(pair.alice, content))
    blocks = [
        types.PageBlockSlideshow(items=[shown(photo)], caption=NO_CAPTION),
        types.PageBlockDocument(document_id=file.id, caption=NO_CAPTION),
    ]
    await pair.alice(send(pair.to_bob, rich(*blocks, photos=[photo], documents=[file])))
    its = (await newest(pair.bob, pair.to_alice)).rich_message
    assert [one.id for one in (*its.photos, *its.documents)] == [photo.id, file.id]
    (document,) = its.documents
    assert (await pair.bob(get(location(document), 0, 8_192))).bytes == content
    await pair.bob(send(pair.to_alice, rich(blocks[1], documents=[input_document(document)])))
    for refused, error in (
        (rich(blocks[0]), rpc_errors.PHOTO_INVALID),
        (rich(blocks[1]), rpc_errors.DOCUMENT_INVALID),
        (rich(blocks[0], photos=[photo]), rpc_errors.PHOTO_INVALID),
        (
            rich(types.PageBlockVideo(video_id=file.id, caption=NO_CAPTION), documents=[input_document(document)]),
            rpc_errors.DOCUMENT_INVALID,
        ),
    ):
        with pytest.raises(error):
            await pair.bob(send(pair.to_alice, refused))


async def test_what_blocks_show_is_kept(harness: Harness) -> None:
    """In messages, drafts and what is scheduled; and goes when none of them shows it any more."""
    alice = await harness.client(ALICE)
    me = types.InputPeerSelf()
    made = [await stored(alice, noise(size)) for size in (5_000, 6_000, 7_000)]
    one, two, three = (
        rich(types.PageBlockDocument(document_id=file.id, caption=NO_CAPTION), documents=[input_document(file)])
        for file in made
    )
    await alice(send(me, one))
    await alice(messages.SaveDraft(peer=me, message="", rich_message=two))
    await alice(send(me, three, schedule_date=int(harness.clock.now()) + 20 * UNUSED_SECONDS))
    assert (await verbs.collect(harness.app))["waiting"] == 0
    await alice(messages.ClearAllDrafts())
    assert (await verbs.collect(harness.app))["waiting"] == 1


async def test_it_is_found_quoted_forwarded_and_edited(pair: Pair) -> None:
    """By its words; an edit makes a text of it, a text a rich message, and tells of nothing new."""
    answer = await pair.alice(send(pair.to_bob, rich(*REPORT)))
    message_id = sent_id(answer)
    zero = dict.fromkeys(("min_date", "max_date", "offset_id", "add_offset", "max_id", "min_id", "hash"), 0)
    search = messages.Search(peer=pair.to_alice, q="well", filter=types.InputMessagesFilterEmpty(), limit=10, **zero)
    (found,) = (await pair.bob(search)).messages
    assert found.rich_message is not None
    quote = types.InputReplyToMessage(reply_to_msg_id=found.id, quote_text="It went well")
    await pair.bob(text(pair.to_alice, "really?", reply_to=quote))
    assert (await newest(pair.alice, pair.to_bob)).reply_to.quote_text == "It went well"
    await pair.bob(
        messages.ForwardMessages(
            from_peer=pair.to_alice, id=[found.id], random_id=[random_id()], to_peer=types.InputPeerSelf()
        )
    )
    forwarded = await newest(pair.bob, types.InputPeerSelf())
    assert (forwarded.rich_message.blocks, forwarded.fwd_from.from_id) == (
        list(REPORT),
        types.PeerUser(user_id=pair.alice.user_id),
    )

    async def edit(**fields: object) -> types.Message:
        await pair.alice(messages.EditMessage(peer=pair.to_bob, id=message_id, **fields))
        return (await history(pair.bob, pair.to_alice)).messages[1]

    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await edit(rich_message=rich(*REPORT))
    assert (await edit(rich_message=rich(paragraph("other")))).rich_message.blocks == [paragraph("other")]
    assert (await pair.bob(search)).messages == []
    as_text = await edit(message="a text again")
    assert (as_text.message, as_text.rich_message) == ("a text again", None)
    assert (await edit(rich_message=rich(*REPORT))).message == ""
    dice = types.InputMediaDice(emoticon="🎲")
    with pytest.raises(rpc_errors.MEDIA_PREV_INVALID):
        await edit(rich_message=rich(paragraph("x")), media=dice)
    photo = await photo_of(pair.alice)
    picture_instead = await edit(media=types.InputMediaPhoto(id=photo))
    assert (picture_instead.message, picture_instead.rich_message) == ("", None)
    with pytest.raises(rpc_errors.MEDIA_PREV_INVALID):
        await edit(rich_message=rich(paragraph("x")))


async def test_parts_of_its_texts_are_quoted(pair: Pair) -> None:
    """With all their formatting, also in a draft; only what it says, and as text where there are no rich texts."""
    bob = user_of(pair.harness, pair.alice, pair.bob)
    name = types.TextMentionName(text=plain("Bob"), user_id=bob.user_id)
    formula = joined("where ", types.TextMath(source="x^2"))
    sent = await pair.alice(send(pair.to_bob, rich(paragraph(formula), paragraph(name), users=[bob])))
    quote = types.InputReplyToMessage(reply_to_msg_id=sent_id(sent), quote_rich=[formula, name], quote_offset=0)
    await pair.alice(text(pair.to_bob, "so?", reply_to=quote))
    header = (await newest(pair.bob, pair.to_alice)).reply_to
    assert (header.quote, header.quote_text, header.quote_rich) == (True, None, [formula, name])
    await pair.alice(messages.SaveDraft(peer=pair.to_bob, message="so", reply_to=quote))
    draft = (await pair.alice.tablet.update(types.UpdateDraftMessage)).draft
    assert draft.reply_to.quote_rich == [formula, name]
    stranger = types.TextMentionName(text=plain("Bob"), user_id=pair.alice.user_id)
    for texts_, error in (
        ([plain("never said")], rpc_errors.QUOTE_TEXT_INVALID),
        ([EMPTY], rpc_errors.QUOTE_TEXT_INVALID),
        ([stranger], rpc_errors.USER_ID_INVALID),
        ([types.TextHashtag(text=plain("where"))], rpc_errors.RICH_VALIDATE_CTOR_NOT_ALLOWED),
    ):
        wrong = types.InputReplyToMessage(reply_to_msg_id=sent_id(sent), quote_rich=texts_)
        with pytest.raises(error):
            await pair.alice(text(pair.to_bob, "x", reply_to=wrong))


async def test_drafts_and_scheduled_messages(pair: Pair) -> None:
    """Each shows its blocks; a scheduled one is edited, and sent as it then is."""
    photo = await photo_of(pair.alice)
    draft = rich(shown(photo), photos=[photo])
    await pair.alice(messages.SaveDraft(peer=pair.to_bob, message="", rich_message=draft))
    kept = (await pair.alice.tablet.update(types.UpdateDraftMessage)).draft
    assert (kept.message, kept.rich_message.blocks, kept.rich_message.photos[0].id) == ("", draft.blocks, photo.id)
    later = pair.harness.clock.now() + 1_000
    answer = await pair.alice(send(pair.to_bob, rich(*REPORT), schedule_date=int(later), clear_draft=True))
    waiting = next(one.message for one in answer.updates if isinstance(one, types.UpdateNewScheduledMessage))
    assert waiting.rich_message.blocks == list(REPORT)
    changed = rich(paragraph("changed"))
    await pair.alice(
        messages.EditMessage(peer=pair.to_bob, id=waiting.id, rich_message=changed, schedule_date=waiting.date)
    )
    await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waiting.id]))
    assert (await newest(pair.bob, pair.to_alice)).rich_message.blocks == changed.blocks


@pytest.mark.rows("AC-1")
async def test_members_need_the_rights_for_what_they_show(pair: Pair) -> None:
    """For words and for photos: in blocks as elsewhere."""
    bob = user_of(pair.harness, pair.alice, pair.bob)
    made = await pair.alice(messages.CreateChat(users=[bob], title="No photos"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    photo = await photo_of(pair.bob)
    for banned, error in (
        ({"send_photos": True}, rpc_errors.CHAT_SEND_PHOTOS_FORBIDDEN),
        ({"send_plain": True}, rpc_errors.CHAT_SEND_PLAIN_FORBIDDEN),
    ):
        rights = types.ChatBannedRights(until_date=0, **banned)
        await pair.alice(messages.EditChatDefaultBannedRights(peer=group, banned_rights=rights))
        with pytest.raises(error):
            await pair.bob(send(group, rich(shown(photo), photos=[photo])))
    assert await texts(pair.alice, group) == []


async def test_markup_is_not_read(pair: Pair) -> None:
    """HTML and Markdown are for clients to read."""
    for given in (types.InputRichMessageHTML(html="<p>x</p>"), types.InputRichMessageMarkdown(markdown="x")):
        with pytest.raises(rpc_errors.NOT_IMPLEMENTED):
            await pair.alice(send(pair.to_bob, given))


async def test_the_largest_there_is_arrives(pair: Pair) -> None:
    """32,768 characters in 500 blocks; as old clients read it, it is cut."""
    blocks = [paragraph("word " * 13) for _ in range(499)] + [paragraph("x" * (32_768 - 499 * 65))]
    await pair.alice(send(pair.to_bob, rich(*blocks)))
    message = await newest(pair.bob, pair.to_alice)
    assert message.rich_message.blocks == blocks
    older = tl.decode(tl.encode(message, 200))
    assert (len(older.message), older.message[-1]) == (4_096, "…")
