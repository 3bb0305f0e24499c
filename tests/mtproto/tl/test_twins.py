"""Kurigram and Pyrogram put an InputPeer where an InputUser or an InputDialogPeer belongs."""

import pytest

from mtproto import tl
from mtproto.tl import functions, types

TWINS = [
    (types.InputPeerSelf(), types.InputUserSelf()),
    (types.InputPeerUser(user_id=7, access_hash=-8), types.InputUser(user_id=7, access_hash=-8)),
    (
        types.InputPeerUserFromMessage(peer=types.InputPeerSelf(), msg_id=1, user_id=7),
        types.InputUserFromMessage(peer=types.InputPeerSelf(), msg_id=1, user_id=7),
    ),
]


@pytest.mark.parametrize(("peer", "user"), TWINS, ids=lambda value: value.NAME)
def test_a_peer_is_taken_for_the_user_it_names(peer: tl.TLObject, user: tl.TLObject) -> None:
    head = tl.encode(functions.users.GetUsers(id=[]))[:8] + (1).to_bytes(4, "little")
    request = tl.decode_request(head + tl.encode(peer))
    assert request == functions.users.GetUsers(id=[user])


def test_a_chat_is_taken_for_no_user() -> None:
    head = tl.encode(functions.users.GetUsers(id=[]))[:8] + (1).to_bytes(4, "little")
    with pytest.raises(tl.DecodeError, match="expected InputUser, not inputPeerChat"):
        tl.decode_request(head + tl.encode(types.InputPeerChat(chat_id=1)))


@pytest.mark.parametrize(
    "peer",
    [
        types.InputPeerSelf(),
        types.InputPeerChat(chat_id=7),
        types.InputPeerUser(user_id=7, access_hash=-8),
        types.InputPeerChannel(channel_id=7, access_hash=-8),
        types.InputPeerUserFromMessage(peer=types.InputPeerSelf(), msg_id=1, user_id=7),
        types.InputPeerChannelFromMessage(peer=types.InputPeerSelf(), msg_id=1, channel_id=7),
    ],
    ids=lambda value: value.NAME,
)
def test_a_peer_is_taken_for_its_dialog(peer: types.TypeInputPeer) -> None:
    whole = functions.messages.MarkDialogUnread(unread=True, peer=types.InputDialogPeer(peer=peer))
    written = tl.encode(whole).replace(types.InputDialogPeer.ID.to_bytes(4, "little"), b"")
    assert tl.decode_request(written) == whole
