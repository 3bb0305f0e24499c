"""Both roles against each other over hostile ground: cut, repeated, late, changed and swapped messages."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtproto.exchange import Done, ExchangeFailure, Send, ServerKeys, plain
from mtproto.exchange.reading import read_query
from mtproto.session.msg_ids import REPLY, REQUEST, MsgIds
from mtproto.transport import Abridged, Detector, Frame, Full, Intermediate, Obfuscated, PaddedIntermediate, Transport
from tests.mtproto.exchange.pair import EXPIRES_IN, Server, client_of, work
from tests.mtproto.exchange.puppet import TEMP_DC, Puppet

FRAMINGS: dict[str, Callable[[], Transport]] = {
    "abridged": Abridged.client,
    "intermediate": Intermediate.client,
    "padded": lambda: PaddedIntermediate.client(os.urandom),
    "full": Full.client,
    "obfuscated": lambda: Obfuscated.client(Intermediate.client(), 2, os.urandom),
}


def cut(data: bytes, sizes: Iterator[int]) -> Iterator[bytes]:
    """The same bytes in pieces of these sizes."""
    while data:
        size = next(sizes)
        yield data[:size]
        data = data[size:]


def payloads(transport: Transport, pieces: Iterator[bytes]) -> list[bytes]:
    """What the frames carry that these pieces complete."""
    frames = [event for piece in pieces for event in transport.receive(piece)]
    assert all(isinstance(frame, Frame) for frame in frames)
    return [frame.payload for frame in frames if isinstance(frame, Frame)]


@pytest.mark.rows("H1", "H4")
@pytest.mark.parametrize("framing", FRAMINGS)
@settings(max_examples=5)
@given(sizes=st.lists(st.integers(1, 300), min_size=1), copies=st.lists(st.integers(1, 3), min_size=6, max_size=6))
def test_any_cutting_and_repeating_of_frames_makes_one_key(
    keys: ServerKeys, framing: str, sizes: list[int], copies: list[int]
) -> None:
    """From the client's bytes to the server's and back, each frame sent one to three times."""
    server, rhythm = Server(keys), cycle(sizes)
    client, here = client_of(server), FRAMINGS[framing]()
    there = _detected(here.opening + here.frame(plain.write(4, client.start().body)))
    ids_here, ids_there = MsgIds(server.clock), MsgIds(server.clock)
    step: Any = client.start()
    for times in range(3):
        assert isinstance(step, Send)
        query = step.body
        sent = b"".join(here.frame(plain.write(ids_here.next(REQUEST), query)) for _ in range(copies[times]))
        bodies = [plain.parse(payload).body for payload in payloads(there, cut(sent, rhythm))]
        answers = [server.answer(body) for body in bodies]
        assert len(set(answers)) == 1
        back = b"".join(there.frame(plain.write(ids_there.next(REPLY), answer)) for answer in answers if answer)
        steps = [
            work(client, client.receive(plain.parse(payload).body)) for payload in payloads(here, cut(back, rhythm))
        ]
        step, repeats = steps[0], steps[1:]
        assert all(repeat is None for repeat in repeats)
    assert isinstance(step, Done)
    assert server.stored == {step.auth_key.key_id: step}


def _detected(opening: bytes) -> Transport:
    """The server's side of the framing, after the opening; the first frame it carries is thrown away."""
    transport = Detector(os.urandom).receive(opening)
    assert transport is not None
    assert not hasattr(transport, "door")
    assert len(transport.receive(b"")) == 1
    return transport


class Conversation:
    """A client, a server and what the client says next; its key at the end."""

    def __init__(self, keys: ServerKeys, expires_in: int | None = None) -> None:
        self.server = Server(keys)
        self.client = client_of(self.server, expires_in=expires_in)
        self.query = self.client.start().body
        self.done: Done | None = None

    def go(self, steps: int) -> "Conversation":
        """Do so many steps undisturbed, at most to the end."""
        for _ in range(steps):
            if self.done is None:
                self.take(self.server.answer(self.query))
        return self

    def take(self, answer: bytes | None) -> None:
        """Give the client an answer."""
        assert answer is not None
        step = work(self.client, self.client.receive(answer))
        if isinstance(step, Send):
            self.query = step.body
        if isinstance(step, Done):
            self.done = step


def changes(size: int) -> st.SearchStrategy[tuple[str, int, bytes]]:
    """A kind of change, where, and with what."""
    where = st.integers(0, size - 1)
    return st.one_of(
        st.tuples(st.just("flip"), where, st.integers(0, 7).map(lambda bit: bytes((1 << bit,)))),
        st.tuples(st.just("overwrite"), where, st.binary(min_size=1, max_size=16)),
        st.tuples(st.just("insert"), where, st.binary(min_size=4, max_size=4)),
        st.tuples(st.just("cut"), where, st.just(b"")),
    )


def change(body: bytes, how: tuple[str, int, bytes]) -> bytes:
    kind, at, data = how
    match kind:
        case "flip":
            return body[:at] + bytes((body[at] ^ data[0],)) + body[at + 1 :]
        case "overwrite":
            return body[:at] + data + body[at + len(data) :]
        case "insert":
            return body[:at] + data + body[at:]
        case _:
            return body[:at]


def means_the_same(body: bytes, other: bytes) -> bool:
    """Whether the same query stands in both; padding inside of TL strings and behind the object may differ."""
    try:
        return bool(read_query(body)[0] == read_query(other)[0])
    except ExchangeFailure:
        return False


@pytest.mark.rows("HS-2", "H5", "H6", "H10", "DO-6")
@pytest.mark.parametrize("step", [0, 1, 2], ids=["req_pq_multi", "req_DH_params", "set_client_DH_params"])
@given(data=st.data())
def test_a_changed_query_makes_no_key(keys: ServerKeys, step: int, data: st.DataObject) -> None:
    """The server refuses it with -404 or -444; a changed nonce of req_pq it cannot notice, the client does."""
    talk = Conversation(keys, data.draw(st.sampled_from([None, EXPIRES_IN]))).go(step)
    query = change(talk.query, data.draw(changes(len(talk.query))))
    if means_the_same(query, talk.query):
        return
    with pytest.raises(ExchangeFailure) as failure:
        talk.take(talk.server.answer(query))
    assert failure.value.code in (-404, -444)
    assert talk.server.stored == {}


@pytest.mark.rows("HS-2")
@pytest.mark.parametrize("step", [0, 1, 2], ids=["resPQ", "server_DH_params_ok", "dh_gen_ok"])
@settings(max_examples=25)
@given(data=st.data())
def test_a_changed_answer_makes_no_key_for_the_client(keys: ServerKeys, step: int, data: st.DataObject) -> None:
    """Unless the change has no meaning, like one in a fingerprint that the client does not know: then both agree."""
    talk = Conversation(keys).go(step)
    answer = talk.server.answer(talk.query)
    assert answer is not None
    changed = change(answer, data.draw(changes(len(answer))))
    with suppress(ExchangeFailure):
        talk.take(changed)
        talk.go(3)
    assert talk.done is None or talk.server.stored == {talk.done.auth_key.key_id: talk.done}


@pytest.mark.rows("H4", "AT-5", "AT-6")
@settings(max_examples=25)
@given(late=st.lists(st.integers(0, 2), min_size=1, max_size=4), steps=st.integers(1, 3))
def test_queries_played_again_later_make_no_key(keys: ServerKeys, late: list[int], steps: int) -> None:
    """Recorded on the way and sent again in any order, after any step."""
    talk, said = Conversation(keys), []
    for _ in range(steps):
        said.append(talk.query)
        talk.go(1)
    kept = dict(talk.server.stored)
    with suppress(ExchangeFailure):
        for number in late:
            talk.server.answer(said[min(number, steps - 1)])
    assert talk.server.stored == kept


# Two runs at once (AT-5).


@pytest.mark.rows("AT-5")
@pytest.mark.parametrize("step", [0, 1, 2], ids=["req_pq_multi", "req_DH_params", "set_client_DH_params"])
def test_queries_swapped_between_two_connections_make_no_key(keys: ServerKeys, step: int) -> None:
    one, two = Conversation(keys).go(step), Conversation(keys).go(step)
    for here, there in ((one, two), (two, one)):
        with pytest.raises(ExchangeFailure):
            here.take(here.server.answer(there.query))
    assert one.server.stored == two.server.stored == {}


@pytest.mark.rows("AT-5")
@pytest.mark.parametrize("step", [0, 1], ids=["resPQ", "server_DH_params_ok"])
def test_answers_swapped_between_two_connections_make_no_key(keys: ServerKeys, step: int) -> None:
    one, two = Conversation(keys).go(step), Conversation(keys).go(step)
    answers = one.server.answer(one.query), two.server.answer(two.query)
    for here, answer in ((one, answers[1]), (two, answers[0])):
        with pytest.raises(ExchangeFailure):
            here.take(answer)
    assert one.server.stored == two.server.stored == {}


@pytest.mark.rows("AT-5", "H3")
def test_two_runs_interleaved_on_one_connection_make_no_key_for_the_first(keys: ServerKeys) -> None:
    """The second req_pq takes the place of the first run; what the first client says then ends the second as well."""
    server = Server(keys)
    one, two = Puppet(server).ask_pq(), Puppet(server).ask_pq()
    with pytest.raises(ExchangeFailure):
        server.answer(one.req_dh_params())
    with pytest.raises(ExchangeFailure):
        server.answer(two.req_dh_params())
    assert server.stored == {}


@pytest.mark.rows("AT-5")
@pytest.mark.parametrize("part", ["nonce", "server_nonce", "p and q", "encrypted_data"])
def test_parts_of_req_dh_params_from_another_run_make_no_key(keys: ServerKeys, part: str) -> None:
    one, two = Puppet(Server(keys)).ask_pq(), Puppet(Server(keys)).ask_pq()
    foreign: dict[str, Any] = {
        "nonce": {"nonce": two.nonce},
        "server_nonce": {"server_nonce": two.server_nonce},
        "p and q": {"p": two.p, "q": two.q},
        "encrypted_data": {"encrypted_data": two.rsa.encrypt(two.key, two.inner_data(TEMP_DC), os.urandom)},
    }[part]
    with pytest.raises(ExchangeFailure):
        one.server.answer(one.req_dh_params(**foreign))
    assert one.server.stored == {}


@pytest.mark.rows("AT-5")
@pytest.mark.parametrize("part", ["nonces", "encrypted_data", "new_nonce"])
def test_parts_of_set_client_dh_params_from_another_run_make_no_key(keys: ServerKeys, part: str) -> None:
    """Even by one who knows new_nonce of both: the nonces inside bind what is sealed to its run."""
    one, two = Puppet(Server(keys)).ask_dh(), Puppet(Server(keys)).ask_dh()
    queries = {
        "nonces": lambda: one.set_client_dh_params(nonce=two.nonce, server_nonce=two.server_nonce),
        "encrypted_data": lambda: one.set_client_dh_params(
            encrypted_data=two.cipher.seal(two.client_inner(), os.urandom)
        ),
        "new_nonce": lambda: one.set_client_dh_params(two.client_inner()),
    }
    with pytest.raises(ExchangeFailure):
        one.server.answer(queries[part]())
    assert one.server.stored == {}


@pytest.mark.rows("AT-5")
@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=10))
def test_no_schedule_of_two_clients_on_one_connection_makes_a_foreign_key(
    keys: ServerKeys, schedule: list[tuple[int, int]]
) -> None:
    """Whoever speaks when, with answers handed to either: a key that is stored is one of the clients' own."""
    server = Server(keys)
    clients = [client_of(server), client_of(server)]
    queries: list[bytes | None] = [client.start().body for client in clients]
    done: list[Done] = []
    for speaker, listener in schedule:
        query, queries[speaker] = queries[speaker], None
        if query is None:
            continue
        try:
            answer = server.answer(query)
            step = work(clients[listener], clients[listener].receive(answer)) if answer else None
        except ExchangeFailure:
            continue
        if isinstance(step, Send):
            queries[listener] = step.body
        if isinstance(step, Done):
            done.append(step)
    assert all(server.stored[key.auth_key.key_id] == key for key in done)
