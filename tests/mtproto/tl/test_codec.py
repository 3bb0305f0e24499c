"""What the codec says of good and bad values: results, wrappers, and errors that name the place."""

import random
from typing import Any

import pytest

from mtproto import tl
from mtproto.tl import functions, secret, service, types

PEER = types.PeerUser(user_id=7)


def message(**fields: Any) -> types.Message:
    return types.Message(**{"id": 1, "peer_id": PEER, "date": 2, "message": "hello", **fields})


def updates(*messages: types.Message) -> types.Updates:
    news = [types.UpdateNewMessage(message=each, pts=1, pts_count=1) for each in messages]
    return types.Updates(updates=list(news), users=[], chats=[], date=0, seq=0)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (message(id="1"), "not an integer in message"),
        (message(id=1 << 31), "in message"),
        (message(message=b"bytes"), "in message.message"),
        (message(message="\ud800"), "surrogates not allowed in message.message"),
        (message(peer_id=None), "expected Peer, not NoneType in message.peer_id"),
        (message(peer_id=types.InputPeerSelf()), "expected Peer, not inputPeerSelf in message.peer_id"),
        (message(peer_id=secret.PhotoSizeEmpty(type="s")), "of another schema in message.peer_id"),
        (message(peer_id=types.PeerUser(user_id="7")), "not an integer in message.peer_id > peerUser"),
        (message(views=1), "views, forwards share a flag: set all of them or none in message.views"),
        (message(entities=()), "expected a list, not tuple in message.entities"),
        (
            updates(message(media=1)),
            "expected MessageMedia, not int in updates.updates > updateNewMessage.message > message.media",
        ),
        (types.InputStickerSetShortName(short_name=None), "in inputStickerSetShortName.short_name"),
        (service.ReqPq(nonce=b"short"), "5 bytes where 16 belong in req_pq.nonce"),
        (types.InputPhoneContact(client_id=0, phone=b"", first_name="", last_name=""), "in inputPhoneContact"),
        (types.UpdateUserStatus(user_id=1, status=None), "expected UserStatus, not NoneType"),
        (types.Config, "expected a TL object, not type"),
    ],
)
def test_value_that_cannot_be_written(value: Any, complaint: str) -> None:
    with pytest.raises(tl.EncodeError) as caught:
        tl.encode(value)
    assert complaint in str(caught.value)
    assert type(caught.value) is tl.EncodeError


def test_layer_below_the_floor_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(tl.EncodeError, match="layer 144 is older than any that is written"):
        tl.encode(PEER, 144)
    with pytest.raises(tl.EncodeError, match="the oldest is 145"):
        tl.encode_result(PEER, functions.help.GetConfig.DEFINITION, 1)


def nested(levels: int) -> types.TypeJSONValue:
    value: types.TypeJSONValue = types.JsonNull()
    for _ in range(levels - 1):
        value = types.JsonArray(value=[value])
    return value


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "the data ends where an id belongs"),
        (b"\x22\x17\x51", "no whole number of 32-bit words"),
        (b"\x22\x17\x51\x59", "the data ends too early at byte 4 in peerUser.user_id"),
        (tl.encode(PEER) + bytes(4), "4 bytes follow the value"),
        (b"\x01\x02\x03\x04", "unknown constructor 0x04030201"),
        (
            tl.encode(updates(message(message="ab"))).replace(b"\x02ab\0", b"\x02\xff\xfe\0"),
            "a text is not UTF-8 at byte",
        ),
        (
            tl.encode(message(message="ab")).replace(b"\x02ab\0", b"\xff\0\0\0"),
            "no string starts with 255 at byte 32 in message.message",
        ),
        (
            tl.encode(message(message="ab")).replace(b"\x02ab\0", b"\x03ab\0").replace(b"\x03ab\0", b"\x04ab\0"),
            "a string runs past the end at byte 32 in message.message",
        ),
        (tl.encode(message(message="ab")).replace(b"\x02ab\0", b"\xfe\xff\xff\xff"), "a string runs past the end"),
        (
            tl.encode(message()).replace(tl.encode(PEER), tl.encode(types.InputPeerUser(user_id=7, access_hash=1))),
            "expected Peer, not inputPeerUser at byte 16 in message.peer_id",
        ),
        (tl.encode(nested(34)), "values nest too deep"),
    ],
)
@pytest.mark.rows("M19")
def test_data_that_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(tl.DecodeError) as caught:
        tl.decode(data)
    assert complaint in str(caught.value)


@pytest.mark.rows("M19")
def test_depth_that_is_still_taken() -> None:
    """32 values around the innermost."""
    assert tl.decode(tl.encode(nested(33))) == nested(33)


@pytest.mark.rows("M19")
def test_error_names_place_and_path() -> None:
    data = tl.encode(updates(message(), message(entities=[types.MessageEntityBold(offset=0, length=1)])))
    bold = types.MessageEntityBold.ID.to_bytes(4, "little")
    with pytest.raises(tl.UnknownConstructor) as caught:
        tl.decode(data.replace(bold, b"\xef\xbe\xad\xde"))
    error = caught.value
    assert error.constructor_id == 0xDEADBEEF
    assert error.offset == data.index(bold)
    assert error.path == ("updates.updates[1]", "updateNewMessage.message", "message.entities[0]")


@pytest.mark.rows("M19")
@pytest.mark.parametrize("count", [2, 1 << 20, (1 << 31) - 1, (1 << 32) - 1])
def test_vector_larger_than_what_is_left(count: int) -> None:
    call = tl.encode(functions.messages.GetMessages(id=[types.InputMessageID(id=1)]))
    one = b"\x15\xc4\xb5\x1c" + (1).to_bytes(4, "little")
    with pytest.raises(tl.DecodeError):
        tl.decode_request(call.replace(one, one[:4] + count.to_bytes(4, "little")))
    longs = tl.encode(service.MsgsAck(msg_ids=[1]))
    with pytest.raises(tl.DecodeError, match=f"a vector of {count} items cannot fit in 8 bytes"):
        tl.decode(longs.replace(one, one[:4] + count.to_bytes(4, "little")))


def test_unknown_method_is_told_from_unknown_argument() -> None:
    """INPUT_METHOD_INVALID_<id>, INPUT_CONSTRUCTOR_INVALID, INPUT_FETCH_ERROR."""
    with pytest.raises(tl.UnknownMethod) as method:
        tl.decode_request(b"\xef\xbe\xad\xde")
    assert method.value.constructor_id == 0xDEADBEEF
    call = tl.encode(
        functions.messages.GetHistory(
            peer=types.InputPeerSelf(), offset_id=0, offset_date=0, add_offset=0, limit=1, max_id=0, min_id=0, hash=0
        )
    )
    self_id = types.InputPeerSelf.ID.to_bytes(4, "little")
    with pytest.raises(tl.UnknownConstructor) as argument:
        tl.decode_request(call.replace(self_id, b"\xef\xbe\xad\xde"))
    assert not isinstance(argument.value, tl.UnknownMethod)
    with pytest.raises(tl.DecodeError, match="expected a method, not peerUser") as constructor:
        tl.decode_request(tl.encode(PEER))
    assert not isinstance(constructor.value, tl.UnknownConstructor)


def test_wrappers_hold_calls_with_their_definitions() -> None:
    call = functions.InvokeAfterMsg(
        msg_id=1,
        query=functions.InvokeWithLayer(
            layer=152,
            query=functions.InitConnection(
                api_id=1,
                device_model="",
                system_version="",
                app_version="",
                system_lang_code="",
                lang_pack="",
                lang_code="en",
                query=functions.channels.InviteToChannel(channel=types.InputChannelEmpty(), users=[]),
            ),
        ),
    )
    data = tl.encode(call)
    older = data.replace((0xC9E33D54).to_bytes(4, "little"), (0x199F3A6C).to_bytes(4, "little"))
    assert older != data
    request = tl.decode_request(older)
    assert request == call
    assert request.definition.name == "invokeAfterMsg"
    innermost = request.query.query.query
    assert innermost.definition.id == 0x199F3A6C
    assert innermost.definition.result.name == "Updates"


@pytest.mark.parametrize(
    ("method", "value", "data"),
    [
        (functions.account.UpdateStatus, True, "b5757299"),
        (functions.account.UpdateStatus, False, "379779bc"),
        (functions.photos.DeletePhotos, [1, -1], "15c4b51c020000000100000000000000ffffffffffffffff"),
        (functions.messages.ReceivedMessages, [], "15c4b51c00000000"),
        (functions.contacts.GetContactIDs, [5], "15c4b51c0100000005000000"),
        (functions.help.GetConfig, None, None),
    ],
)
def test_results_of_every_shape(method: type[tl.TLFunction[Any]], value: Any, data: str | None) -> None:
    if data is None:
        with pytest.raises(tl.EncodeError):
            tl.encode_result(value, method.DEFINITION)
        return
    assert tl.encode_result(value, method.DEFINITION).hex() == data
    assert tl.decode_result(bytes.fromhex(data), method.DEFINITION) == value


def test_a_bytearray_is_written_as_bytes_are() -> None:
    """A part of a file is read into one."""
    part = random.Random(1).randbytes(70_001)
    data, definition = bytearray(part), functions.upload.GetFile.DEFINITION
    answers = [types.upload.File(type=types.storage.FilePng(), mtime=1, bytes=one) for one in (part, data)]  # type: ignore[arg-type]  # the codec takes either
    assert tl.encode_result(answers[0], definition) == tl.encode_result(answers[1], definition)


def test_result_of_another_type_is_refused() -> None:
    with pytest.raises(tl.EncodeError, match="expected Updates, not peerUser"):
        tl.encode_result(PEER, functions.messages.SendMessage.DEFINITION)
    with pytest.raises(tl.DecodeError, match="expected Updates, not peerUser"):
        tl.decode_result(tl.encode(PEER), functions.messages.SendMessage.DEFINITION)


def test_bare_vectors_and_raw_bodies() -> None:
    """core.telegram.org/mtproto/service_messages#containers: bodies have a length and no id of their own vector."""
    ping = tl.encode(service.Ping(ping_id=1))
    container = service.MsgContainer(messages=[service.Message(msg_id=4, seqno=1, body=ping)])
    data = tl.encode(container)
    assert data == b"\xdc\xf8\xf1\x73" + b"\1\0\0\0" + b"\4\0\0\0\0\0\0\0" + b"\1\0\0\0" + b"\x0c\0\0\0" + ping
    assert tl.decode(data) == container
    with pytest.raises(tl.DecodeError, match="a body runs past the end"):
        tl.decode(data.replace(b"\x0c\0\0\0", b"\x10\0\0\0"))
    with pytest.raises(tl.DecodeError, match="no whole number of words"):
        tl.decode(data.replace(b"\x0c\0\0\0", b"\x0b\0\0\0"))
    result = service.RpcResult(req_msg_id=1, result=ping)
    assert tl.encode(result) == b"\x01\x6d\x5c\xf3" + b"\1\0\0\0\0\0\0\0" + ping
    assert tl.decode(tl.encode(result)) == result


def test_secret_chats_have_layers_of_their_own() -> None:
    """core.telegram.org/api/end-to-end: the layer is the other side's, from 8 to 144."""
    document = secret.DecryptedMessageMediaDocument(
        thumb=b"",
        thumb_w=0,
        thumb_h=0,
        mime_type="a/b",
        size=5,
        key=bytes(32),
        iv=bytes(32),
        attributes=[],
        caption="",
    )
    spoiler = secret.MessageEntitySpoiler(offset=0, length=2)
    bold = secret.MessageEntityBold(offset=0, length=2)
    message = secret.DecryptedMessage(
        random_id=1, ttl=0, message="hi", silent=True, media=document, entities=[spoiler, bold]
    )
    layer = secret.DecryptedMessageLayer(random_bytes=bytes(15), layer=144, in_seq_no=0, out_seq_no=1, message=message)
    assert tl.decode(tl.encode(layer)) == layer
    older = tl.decode(tl.encode_secret(layer, 73))
    assert isinstance(older, secret.DecryptedMessageLayer)
    assert isinstance(older.message, secret.DecryptedMessage)
    assert older.message.entities == [bold]
    assert older.message.media == document
    oldest = tl.decode(tl.encode_secret(layer, 17))
    assert isinstance(oldest, secret.DecryptedMessageLayer)
    assert isinstance(oldest.message, secret.DecryptedMessage)
    assert oldest.message.message == "hi"
    with pytest.raises(tl.Unmappable):
        tl.encode_secret(spoiler, 73)
    document.size = 1 << 31
    assert tl.decode(tl.encode_secret(layer, 143)).message.media == document  # type: ignore[attr-defined]
    with pytest.raises(tl.Unmappable, match="2147483648 does not fit into an int"):
        tl.encode_secret(document, 142)
