"""Usernames: what they may be, whose they are, several of them, and finding people by them."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.users.people import People, Person, give


async def pick(person: Person, name: str) -> types.User:
    user: types.User = await person(functions.account.UpdateUsername(username=name))
    return user


async def test_a_name_is_taken_and_leads_to_its_owner(people: People):
    alice, bob = people.alice, people.bob
    await people.add(bob, alice)
    assert (await pick(alice, "Wonder_Alice")).username == "Wonder_Alice"
    for device in (alice.tablet, bob.tablet):
        update = await device.update(types.UpdateUserName)
        assert update.usernames == [types.Username(username="Wonder_Alice", active=True, editable=True)]
    for asked in ("wonder_alice", "@WONDER_ALICE"):
        found = await bob(functions.contacts.ResolveUsername(username=asked))
        assert found.peer == types.PeerUser(user_id=alice.id)
        assert found.users[0].username == "Wonder_Alice"


async def test_a_name_belongs_to_one(people: People):
    alice, bob = people.alice, people.bob
    await pick(alice, "wonderland")
    for function in (functions.account.CheckUsername, functions.account.UpdateUsername):
        with pytest.raises(rpc_errors.USERNAME_OCCUPIED):
            await bob(function(username="WonderLand"))
    assert await alice(functions.account.CheckUsername(username="wonderland")) is True
    with pytest.raises(rpc_errors.USERNAME_NOT_MODIFIED):
        await pick(alice, "wonderland")
    assert (await pick(alice, "WonderLand")).username == "WonderLand"
    assert (await pick(alice, "")).username is None
    with pytest.raises(rpc_errors.USERNAME_NOT_OCCUPIED):
        await bob(functions.contacts.ResolveUsername(username="wonderland"))
    assert (await pick(bob, "wonderland")).username == "wonderland"


@pytest.mark.parametrize(
    "name", ["abcd", "a" * 33, "1alice", "_alice", "alice_", "al__ice", "al-ice", "älice", "support_me", "alice_bot"]
)
async def test_names_that_cannot_be(people: People, name: str):
    for function in (functions.account.CheckUsername, functions.account.UpdateUsername):
        with pytest.raises(rpc_errors.USERNAME_INVALID):
            await people.alice(function(username=name))


async def test_several_names(people: People):
    """They are switched on and off and put in order; others see the active ones, and only those lead anywhere."""
    alice, bob = people.alice, people.bob
    await pick(alice, "first_name")
    await give(people, alice, "second_name", "third_name")
    assert (await people.see(bob, alice)).username == "first_name"
    with pytest.raises(rpc_errors.USERNAME_NOT_OCCUPIED):
        await bob(functions.contacts.ResolveUsername(username="second_name"))
    await alice(functions.account.ToggleUsername(username="second_name", active=True))
    await alice(functions.account.ReorderUsernames(order=["second_name", "first_name"]))
    seen = await people.see(bob, alice)
    assert seen.username is None
    assert [(name.username, name.editable) for name in seen.usernames] == [("second_name", False), ("first_name", True)]
    own = await people.see(alice, alice)
    assert [(name.username, name.active) for name in own.usernames][2] == ("third_name", False)
    await bob(functions.contacts.ResolveUsername(username="second_name"))
    await alice(functions.account.ToggleUsername(username="first_name", active=False))
    assert [name.username for name in (await people.see(bob, alice)).usernames] == ["second_name"]


async def test_orders_and_switches_that_change_nothing(people: People):
    alice = people.alice
    await pick(alice, "first_name")
    for function, error in (
        (functions.account.ToggleUsername(username="first_name", active=True), rpc_errors.USERNAME_NOT_MODIFIED),
        (functions.account.ToggleUsername(username="other_name", active=True), rpc_errors.USERNAME_INVALID),
        (functions.account.ReorderUsernames(order=["first_name"]), rpc_errors.USERNAME_NOT_MODIFIED),
        (functions.account.ReorderUsernames(order=[]), rpc_errors.ORDER_INVALID),
        (functions.account.ReorderUsernames(order=["first_name", "x"]), rpc_errors.ORDER_INVALID),
    ):
        with pytest.raises(error):
            await alice(function)
    names = [f"given_{index}" for index in range(10)]
    await give(people, alice, *names)
    for name in names[:9]:
        await alice(functions.account.ToggleUsername(username=name, active=True))
    with pytest.raises(rpc_errors.USERNAMES_ACTIVE_TOO_MUCH):
        await alice(functions.account.ToggleUsername(username=names[9], active=True))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", rpc_errors.USERNAME_INVALID),
        ("no such", rpc_errors.USERNAME_INVALID),
        ("nobody_here", rpc_errors.USERNAME_NOT_OCCUPIED),
    ],
)
async def test_names_that_lead_nowhere(people: People, name: str, error):
    with pytest.raises(error):
        await people.alice(functions.contacts.ResolveUsername(username=name))


async def test_searching(people: People):
    """First people one knows, by the names one knows; then anybody, by a username."""
    alice, bob, carol = people.alice, people.bob, people.carol
    await pick(bob, "builder_bob")
    await pick(carol, "builder_carol")
    await people.add(alice, bob, "Robert", last_name="Baumeister")

    async def found(query: str) -> tuple[list[int], list[int]]:
        answer = await alice(functions.contacts.Search(q=query, limit=10))
        assert {user.id for user in answer.users} >= {peer.user_id for peer in answer.results}
        return [peer.user_id for peer in answer.my_results], [peer.user_id for peer in answer.results]

    assert await found("rob") == ([bob.id], [])
    assert await found("baum") == ([bob.id], [])
    assert await found("@BUILDER") == ([bob.id], [carol.id])
    assert await found("carol") == ([], [])  # a stranger's name is not searched
    assert await found("bu") == ([bob.id], [])
    with pytest.raises(rpc_errors.SEARCH_QUERY_EMPTY):
        await found(" @ ")


async def test_links_to_oneself(people: People):
    alice, bob = people.alice, people.bob
    first = await alice(functions.contacts.ExportContactToken())
    link = await alice(functions.contacts.ExportContactToken())
    token = link.url.rpartition("/")[2]
    assert (await bob(functions.contacts.ImportContactToken(token=token))).id == alice.id
    for wrong in (first.url.rpartition("/")[2], "nonsense", ""):
        with pytest.raises(rpc_errors.IMPORT_TOKEN_INVALID):
            await bob(functions.contacts.ImportContactToken(token=wrong))
    await people.harness.advance(link.expires - people.harness.clock.now() + 1)
    late = await people.harness.client(bob.number)
    with pytest.raises(rpc_errors.IMPORT_TOKEN_INVALID):
        await late(functions.contacts.ImportContactToken(token=token))
