"""What people do with messages, against the real server."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import ALICE, BOB


async def test_markup_is_sent_as_entities(two):
    alice, bob = two
    bob_id = (await bob.get_me()).id
    await alice.input_peer(f"+{BOB}")
    sent = await alice.send_message(bob_id, f"<b>Hi</b> <a href='tg://user?id={bob_id}'>Bob</a>", parse_mode="html")
    assert sent.message == "Hi Bob"
    assert sent.entities == [
        types.MessageEntityBold(offset=0, length=2),
        types.MessageEntityMentionName(offset=3, length=3, user_id=bob_id),
    ]
    edited = await alice.edit_message(bob_id, sent.id, "__Hi__", parse_mode="markdown")
    assert edited.entities == [types.MessageEntityItalic(offset=0, length=2)]


async def test_history_is_read_from_both_ends(two):
    alice, _ = two
    ids = [(await alice.send_message("me", str(n))).id for n in range(7)]

    async def read(**options):
        return [message.id async for message in alice.iter_messages("me", **options)]

    assert await read() == ids[::-1]
    assert await read(limit=2) == ids[:-3:-1]
    assert await read(reverse=True) == ids
    assert await read(reverse=True, limit=3) == ids[:3]
    assert await read(reverse=True, after=ids[2], limit=2) == ids[3:5]
    assert await read(reverse=True, before=ids[2]) == ids[:2]
    assert await read(before=ids[4], after=ids[1]) == [ids[3], ids[2]]


async def test_pages_are_joined_without_a_seam_from_the_oldest(two):
    alice, _ = two
    for n in range(3):
        await alice(
            functions.messages.ForwardMessages(
                from_peer=types.InputPeerSelf(),
                to_peer=types.InputPeerSelf(),
                id=[(await alice.send_message("me", str(n))).id] * 1,
                random_id=[n + 1],
            )
        )
    first = [message.id async for message in alice.iter_messages("me", reverse=True)]
    for _ in range(5):
        await alice.forward_messages("me", first[:20], "me")
        first = [message.id async for message in alice.iter_messages("me", reverse=True)]
    assert len(first) > 60
    assert first == sorted(first)
    assert first[::-1] == [message.id async for message in alice.iter_messages("me")]


async def test_messages_are_forwarded_pinned_and_cleared(two):
    alice, bob = two
    first = await alice.send_message(f"+{BOB}", "one")
    (forwarded,) = await alice.forward_messages("me", [first.id], f"+{BOB}")
    assert (forwarded.message, forwarded.fwd_from is not None) == ("one", True)
    await alice.pin_message(f"+{BOB}", first.id)
    (got,) = [message for message in await alice.get_messages(f"+{BOB}", [first.id]) if message.pinned]
    assert got.id == first.id
    await alice.unpin_message(f"+{BOB}", first.id)
    await alice.unpin_message(f"+{BOB}")
    await alice.delete_history(f"+{BOB}", for_everyone=True)
    assert [message async for message in bob.iter_messages(f"+{ALICE}")] == []
    assert await alice.get_messages("me", [first.id]) == []


async def test_drafts_and_pinned_chats_are_in_the_list(two):
    alice, _ = two
    await alice.send_message("me", "note")
    await alice.save_draft("me", "**later**", parse_mode="markdown")
    await alice.pin_dialog("me")
    await alice.set_typing(f"+{BOB}")
    (dialog,) = [dialog async for dialog in alice.iter_dialogs()]
    assert (dialog.dialog.draft.message, dialog.dialog.pinned, dialog.name) == ("later", True, "Alice")
    await alice.send_message("me", "now", clear_draft=True)
    (dialog,) = [dialog async for dialog in alice.iter_dialogs()]
    assert not isinstance(dialog.dialog.draft, types.DraftMessage)


async def test_the_list_is_that_of_the_archive_of_the_others_or_of_both(two):
    alice, _ = two
    await alice.send_message("me", "note")
    await alice.send_message(f"+{BOB}", "hello")
    await alice.pin_dialog(f"+{BOB}")
    await alice.archive_dialog(f"+{BOB}")

    async def names(**which):
        return [(dialog.name, dialog.archived) async for dialog in alice.iter_dialogs(**which)]

    assert await names(archived=False) == [("Alice", False)]
    assert await names(archived=True) == [("Bob", True)]
    assert await names() == [("Bob", True), ("Alice", False)]
    assert not (await alice.get_dialog(f"+{BOB}")).dialog.pinned
    await alice.archive_dialog(f"+{BOB}", archived=False)
    assert await names(archived=True) == []


async def test_contacts_profile_and_devices(two, sign_in, harness):
    alice, bob = two
    await alice.update_profile(last_name="Liddell", about="curious")
    await alice.set_username("alice_of_tests")
    assert (await bob.get_user("@alice_of_tests")).last_name == "Liddell"
    (known,) = await bob.import_contacts([(f"+{ALICE}", "Al Ice")])
    assert [user.first_name for user in await bob.get_contacts()] == ["Al"]
    assert [found.id for found in await bob.search_people("alice_of")] == [known.id]
    await bob.add_contact(known, "Allie")
    assert (await bob.get_user(known.id)).first_name == "Allie"
    await bob.delete_contacts(known)
    assert await bob.get_contacts() == []
    second = await sign_in(ALICE, "second")
    other = [device for device in await alice.get_sessions() if not device.current]
    assert len(other) == 1
    await harness.advance(25 * 3600)  # a device that is new may not end others
    await alice.end_session(other[0].hash)
    with pytest.raises((rpc_errors.AUTH_KEY_UNREGISTERED, rpc_errors.SESSION_REVOKED)):
        await second.get_me()
