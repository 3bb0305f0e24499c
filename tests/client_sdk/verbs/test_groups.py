"""Groups against the real server."""

import io

import pytest
from PIL import Image

from client_sdk.errors import PeerUnknown
from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import ALICE, BOB, CAROL


@pytest.fixture
async def people(sign_in):
    alice, bob, carol = [
        await sign_in(phone, name, name.title()) for phone, name in ((ALICE, "alice"), (BOB, "bob"), (CAROL, "carol"))
    ]
    for one, phone in ((alice, BOB), (alice, CAROL), (bob, ALICE), (carol, ALICE), (bob, CAROL), (carol, BOB)):
        await one.input_peer(f"+{phone}")
    return alice, bob, carol


async def test_a_group_from_its_founding_to_its_end(people):
    alice, bob, carol = people
    bob_id, carol_id = (await bob.get_me()).id, (await carol.get_me()).id
    group = await alice.create_group("Walks", [f"+{BOB}"])
    assert await alice.add_to_group(group, carol_id) == []
    assert {user.first_name for user in await alice.get_members(group)} == {"Alice", "Bob", "Carol"}
    await alice.set_admin(group, bob_id)
    assert [dialog.name async for dialog in bob.iter_dialogs()] == ["Walks"]
    await bob.edit_title(group, "Long walks")
    await bob.edit_about(group, "On Sundays")
    full = await alice(functions.messages.GetFullChat(chat_id=group.id))
    assert (full.chats[0].title, full.full_chat.about) == ("Long walks", "On Sundays")
    picture = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(picture, "png")
    await bob.edit_photo(group, picture.getvalue())
    (dialog,) = [dialog async for dialog in carol.iter_dialogs()]
    assert isinstance(dialog.peer.photo, types.ChatPhoto)
    assert await carol.download(dialog.peer)
    await bob.edit_photo(group, None)
    await alice.remove_from_group(group, carol_id)
    await bob.leave_group(group)
    assert {user.first_name for user in await alice.get_members(group)} == {"Alice"}
    with pytest.raises(rpc_errors.RpcError):
        await carol.send_message(-group.id, "still here?")


async def test_an_invitation_leads_in_until_it_is_revoked(people):
    alice, _, carol = people
    group = await alice.create_group("Walks", [f"+{BOB}"])
    invite = await alice.create_invite(group, usages=5)
    joined = await carol.join(invite.link)
    assert joined.id == group.id
    await carol.leave_group(group)
    await alice.revoke_invite(group, invite.link)
    with pytest.raises(rpc_errors.RpcError):
        await carol.join(invite.link)
    with pytest.raises(ValueError, match="not an invitation"):
        await carol.join("https://example.org/")
    approval = await alice.create_invite(group, approval=True)
    with pytest.raises(rpc_errors.INVITE_REQUEST_SENT):
        await carol.join(approval.link.rpartition("/")[2].lstrip("+"))


async def test_a_person_is_no_group(people):
    alice, *_ = people
    with pytest.raises(PeerUnknown):
        await alice.edit_title(f"+{BOB}", "x")
