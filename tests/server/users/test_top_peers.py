"""The peers one uses most."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.hashing import result_hash
from tests.server.users.people import People, Person


async def write(people: People, sender: Person, reader: Person, times: int, first_id: int = 1) -> None:
    for number in range(times):
        await sender(
            functions.messages.SendMessage(peer=people.peer(sender, reader), message="hi", random_id=first_id + number)
        )


async def top(person: Person, *, hash_: int = 0, **fields: bool) -> types.contacts.TypeTopPeers:
    answer: types.contacts.TypeTopPeers = await person(
        functions.contacts.GetTopPeers(offset=0, limit=10, hash=hash_, **fields)
    )
    return answer


async def test_who_is_written_to_most_comes_first(people: People):
    alice, bob, carol = people.alice, people.bob, people.carol
    await write(people, alice, carol, 1)
    await write(people, alice, bob, 3)
    await write(people, bob, alice, 5)  # what is received does not count
    answer = await top(alice, correspondents=True, groups=True, bots_pm=True)
    people_found, groups, bots = sorted(answer.categories, key=lambda one: -one.count)
    assert isinstance(people_found.category, types.TopPeerCategoryCorrespondents)
    assert [one.peer.user_id for one in people_found.peers] == [bob.id, carol.id]
    assert people_found.peers[0].rating == pytest.approx(3, abs=0.01)
    assert {user.id for user in answer.users} == {bob.id, carol.id}
    assert (groups.count, bots.count) == (0, 0)
    unchanged = await top(alice, hash_=result_hash([bob.id, carol.id]), correspondents=True)
    assert isinstance(unchanged, types.contacts.TopPeersNotModified)


async def test_use_is_forgotten_with_time(people: People):
    """After rating_e_decay seconds a message counts 1/e."""
    await write(people, people.alice, people.bob, 1)
    await people.harness.advance(2_419_200)
    late = await people.harness.client(people.alice.number)
    answer = await late(functions.contacts.GetTopPeers(correspondents=True, offset=0, limit=1, hash=0))
    assert answer.categories[0].peers[0].rating == pytest.approx(0.3679, abs=0.001)


async def test_resetting_and_switching_off(people: People):
    alice, bob = people.alice, people.bob
    await write(people, alice, bob, 2)
    correspondents = types.TopPeerCategoryCorrespondents()
    await alice(functions.contacts.ResetTopPeerRating(category=correspondents, peer=people.peer(alice, bob)))
    assert (await top(alice, correspondents=True)).categories[0].peers == []
    await people.harness.advance(1)
    await write(people, alice, bob, 1, first_id=10)
    assert (await top(alice, correspondents=True)).categories[0].count == 1
    await alice(functions.contacts.ToggleTopPeers(enabled=False))
    assert isinstance(await top(alice, correspondents=True), types.contacts.TopPeersDisabled)
    await alice(functions.contacts.ToggleTopPeers(enabled=True))
    assert (await top(alice, correspondents=True)).categories[0].count == 1


async def test_what_cannot_be_asked(people: People):
    with pytest.raises(rpc_errors.TYPES_EMPTY):
        await top(people.alice)
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await people.alice(
            functions.contacts.ResetTopPeerRating(
                category=types.TopPeerCategoryGroups(), peer=types.InputPeerUser(user_id=people.bob.id, access_hash=1)
            )
        )
