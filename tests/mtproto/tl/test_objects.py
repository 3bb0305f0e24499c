"""Classes by name: how they are found, made, compared and shown."""

import json

import pytest

from mtproto import tl
from mtproto.tl import functions, secret, service, types


def test_class_knows_its_definition() -> None:
    assert types.PeerUser.ID == 0x59511722
    assert types.auth.SentCode.NAME == "auth.sentCode"
    assert types.User.FIELDS[0] == "self_"
    assert repr(types.PeerUser.DEFINITION) == "<peerUser#59511722>"


def test_names_become_class_names() -> None:
    assert service.ReqDHParams.NAME == "req_DH_params"
    assert service.ResPQ.NAME == "resPQ"
    assert functions.messages.SendMessage.__qualname__ == "messages.SendMessage"
    assert secret.DecryptedMessage.__module__ == "mtproto.tl.secret"


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no 'SentCoda'"):
        types.auth.SentCoda  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="no 'Nothing'"):
        types.Nothing  # type: ignore[attr-defined]  # noqa: B018


def test_namespaces_list_what_they_have() -> None:
    assert {"PeerUser", "TypePeer", "auth"} <= set(dir(types))
    assert "SendMessage" in dir(functions.messages)
    assert "SendMessage" not in dir(functions)


def test_fields_are_keyword_arguments() -> None:
    message = types.Message(id=1, peer_id=types.PeerUser(user_id=2), date=3, message="text")
    assert message.out is False
    assert message.media is None
    with pytest.raises(TypeError):
        types.PeerUser(1)  # type: ignore[misc, call-arg]
    with pytest.raises(TypeError, match="user_id"):
        types.PeerUser()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        message.massage = "a slot class takes nothing else"  # type: ignore[attr-defined]


def test_equality_is_by_class_and_value() -> None:
    assert types.PeerUser(user_id=1) == types.PeerUser(user_id=1)
    assert types.PeerUser(user_id=1) != types.PeerUser(user_id=2)
    assert types.PeerChat(chat_id=1) != types.PeerUser(user_id=1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(types.PeerUser(user_id=1))


def test_repr_shows_what_is_there() -> None:
    message = types.Message(id=1, peer_id=types.PeerUser(user_id=2), date=0, message="", silent=True)
    assert repr(message) == "Message(silent=True, id=1, peer_id=PeerUser(user_id=2), date=0, message='')"


def test_dump_is_json() -> None:
    message = types.Message(
        id=1,
        peer_id=types.PeerUser(user_id=2),
        date=0,
        message="",
        entities=[types.MessageEntityBold(offset=0, length=1)],
        reply_markup=types.ReplyInlineMarkup(
            rows=[
                types.KeyboardInlineButtonRow(
                    buttons=[types.KeyboardInlineButton(text="a", type=types.InlineButtonTypeCallback(data=b"\xff"))]
                )
            ]
        ),
    )
    dump = message.to_dict()
    assert json.loads(json.dumps(dump)) == dump
    assert dump["_"] == "message"
    assert dump["peer_id"] == {"_": "peerUser", "user_id": 2}
    assert dump["reply_markup"]["rows"][0]["buttons"][0]["type"]["data"] == "/w=="
    assert "media" not in dump
    assert types.User(id=1, self_=True).to_dict() == {"_": "user", "self": True, "id": 1}


def test_union_of_a_type_serves_isinstance() -> None:
    assert isinstance(types.PeerChat(chat_id=1), types.TypePeer)
    assert not isinstance(types.InputPeerSelf(), types.TypePeer)


def test_method_knows_the_definition_it_was_called_by() -> None:
    call = functions.messages.GetDialogs(
        offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=1, hash=0
    )
    assert isinstance(call, tl.TLFunction)
    assert call.definition is functions.messages.GetDialogs.DEFINITION


def test_name_that_is_gone_keeps_its_last_class() -> None:
    assert functions.messages.GetAllChats.DEFINITION.layers.last == 158
    assert types.KeyboardButtonUrl.DEFINITION.layers.last == 228
