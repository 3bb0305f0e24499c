"""Unmodified Telethon searches a dialog and everything, by words, filter and writer, and counts."""

from __future__ import annotations

from telethon.tl.functions.contacts import ResolvePhoneRequest
from telethon.tl.types import InputMessagesFilterUrl

from tests.server.harness import Harness
from tests.server.messages.with_telethon import signed_in
from tests.server.people import ALICE, BOB


async def test_searching_as_a_person_does(harness: Harness) -> None:
    alice = await signed_in(harness, ALICE, "Alice")
    bob = await signed_in(harness, BOB, "Bob")
    to_bob = (await alice(ResolvePhoneRequest(BOB))).users[0]
    to_alice = (await bob(ResolvePhoneRequest(ALICE))).users[0]
    for number in range(120):
        await alice.send_message(to_bob, f"Straße Nr. {number}")
    await bob.send_message(to_alice, "die STRASSE auf example.org")
    await alice.send_message("me", "note")

    found = [message async for message in alice.iter_messages(to_bob, search="strasse")]
    assert [message.text for message in found[:2]] == ["die STRASSE auf example.org", "Straße Nr. 119"]
    assert (len(found), len({message.id for message in found})) == (121, 121)
    assert (await alice.get_messages(to_bob, search="strasse", limit=0)).total == 121
    everywhere = [message.id async for message in alice.iter_messages(None, search="strasse")]
    assert everywhere == [message.id for message in found]
    written = [message.text async for message in alice.iter_messages(to_bob, from_user=to_bob)]
    assert written == ["die STRASSE auf example.org"]
    assert (await alice.get_messages(to_bob, search="", limit=3)).total == 121
    upwards = [message.text async for message in alice.iter_messages(to_bob, search="nr", reverse=True, limit=2)]
    assert upwards == ["Straße Nr. 0", "Straße Nr. 1"]
    links = [message.text async for message in bob.iter_messages(to_alice, filter=InputMessagesFilterUrl)]
    assert links == ["die STRASSE auf example.org"]
    theirs = [message.text async for message in bob.iter_messages(to_alice, from_user=to_alice, search="119")]
    assert theirs == ["Straße Nr. 119"]
    everywhere = [message.id async for message in alice.iter_messages(None, search="str")]
    assert len(everywhere) == len(set(everywhere)) == 121
