"""When requests start: in order, after those they name, not too many at once (M31, M34, AT-1, RL-3)."""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from mtproto.rpc_errors import PEER_ID_INVALID
from mtproto.session.events import RequestReceived, ServerEvent
from mtproto.session.gzip_packed import pack_if_smaller
from mtproto.session.limits import INVOKE_AFTER_WAIT, MAX_HELD, MAX_INVOKE_AFTER, MAX_RUNNING
from mtproto.session.messages import Message
from mtproto.session.service.query import MOST_WRAPPERS
from tests.mtproto.session.world import QUERY, World, after, read


def started(world: World) -> list[int]:
    """The requests that may run now, in the order in which they are handed out."""
    events: list[ServerEvent] = world.session.events()
    assert all(isinstance(event, RequestReceived) for event in events)
    return [event.msg_id for event in events if isinstance(event, RequestReceived)]


def errors(world: World) -> dict[int, str]:
    """What was answered with an error, by request."""
    results = (read(message.body) for message in world.said())
    return {result.req_msg_id: result.error.error_message for result in results if getattr(result, "error", None)}


@pytest.mark.rows("RL-3", "AT-1", "M31")
def test_a_thousand_shuffled_chains_run_in_order() -> None:
    """However packets are swapped, what is chained with invokeAfterMsg runs in the order of the chain."""
    rng = random.Random(1)
    for _ in range(1_000):
        world = World()
        chain = [world.content()]
        while len(chain) < 5:
            ids = [message.msg_id for message in rng.sample(chain, k=rng.randint(1, len(chain)))]
            chain.append(world.content(after(*{chain[-1].msg_id, *ids})))
        packets = rng.sample(chain, k=len(chain))
        if rng.random() < 0.3:
            packets = [world.container(*packets[:3]), *packets[3:]]
        order: list[int] = []
        for message in packets:
            assert world.send(message)
        while running := started(world):
            order += running
            for msg_id in running:
                world.session.answer(msg_id, b"done")
        assert order == [message.msg_id for message in chain]


@pytest.mark.rows("AT-1")
def test_the_queries_of_a_container_start_in_the_order_of_their_ids(settled: World) -> None:
    messages = [settled.content() for _ in range(20)]
    shuffled = random.Random(2).sample(messages, k=len(messages))
    settled.send(settled.container(*shuffled))
    assert started(settled) == [message.msg_id for message in messages]


@pytest.mark.rows("M31")
def test_who_waits_too_long_is_told_and_so_is_who_waits_for_him(settled: World) -> None:
    first = settled.request()
    second = settled.request(after(first))
    third = settled.request(after(second))
    assert started(settled) == [first]
    deadline = settled.session.requests.deadline
    assert deadline == settled.clock.monotonic() + INVOKE_AFTER_WAIT
    settled.clock.advance(INVOKE_AFTER_WAIT - 0.001)
    settled.session.tick()
    assert errors(settled) == {}
    settled.clock.advance(0.002)
    settled.session.tick()
    assert errors(settled) == {second: "MSG_WAIT_TIMEOUT", third: "MSG_WAIT_FAILED"}
    settled.session.answer(first, b"done")
    assert started(settled) == []


@pytest.mark.rows("M31")
def test_who_waits_for_a_failure_fails(settled: World) -> None:
    first = settled.request()
    second = settled.request(after(first))
    third = settled.request(after(second, first))
    settled.session.answer_error(first, PEER_ID_INVALID())
    assert errors(settled) == {first: "PEER_ID_INVALID", second: "MSG_WAIT_FAILED", third: "MSG_WAIT_FAILED"}
    late = settled.request(after(first))
    assert errors(settled) == {late: "MSG_WAIT_FAILED"}


@pytest.mark.rows("M31")
def test_what_has_succeeded_is_not_waited_for(settled: World) -> None:
    first = settled.request()
    settled.session.answer(first, b"done")
    settled.acknowledge(settled.said())
    second = settled.request(after(first))
    assert started(settled) == [first, second]


@pytest.mark.rows("M31")
def test_what_has_not_arrived_is_waited_for_while_it_may(settled: World) -> None:
    missing = settled.content()
    waiting = settled.request(after(missing.msg_id))
    assert started(settled) == []
    settled.clock.advance(0.4)
    settled.send(missing)
    settled.session.answer(missing.msg_id, b"done")
    assert started(settled) == [missing.msg_id, waiting]


@pytest.mark.rows("M31")
@pytest.mark.parametrize("age", [301, 1_000_000])
def test_what_can_no_longer_arrive_has_failed(settled: World, age: int) -> None:
    """MSG_WAIT_TIMEOUT would have the client repeat the request as it is, for ever."""
    old = settled.new_id() - (age << 32)
    waiting = settled.request(after(old))
    assert errors(settled) == {waiting: "MSG_WAIT_FAILED"}


@pytest.mark.rows("M31")
def test_waiting_for_oneself_times_out(settled: World) -> None:
    message = settled.content()
    settled.send(message._replace(body=after(message.msg_id)))
    settled.clock.advance(1)
    settled.session.tick()
    assert errors(settled) == {message.msg_id: "MSG_WAIT_TIMEOUT"}


@pytest.mark.rows("M31")
def test_a_long_chain_in_one_container_fails_link_by_link(settled: World) -> None:
    chain = [settled.content()]
    while len(chain) < 1_000:
        chain.append(settled.content(after(chain[-1].msg_id)))
    settled.send(settled.container(*chain))
    assert started(settled) == [chain[0].msg_id]
    settled.session.answer_error(chain[0].msg_id, PEER_ID_INVALID())
    assert list(errors(settled).values()) == ["PEER_ID_INVALID", *["MSG_WAIT_FAILED"] * 999]


@pytest.mark.rows("M31")
def test_at_most_a_thousand_are_waited_for(settled: World) -> None:
    first = settled.request()
    waiting = settled.request(after(*[first] * MAX_INVOKE_AFTER))
    refused = settled.request(after(*[first] * (MAX_INVOKE_AFTER + 1)))
    assert errors(settled) == {refused: "INPUT_FETCH_ERROR"}
    settled.session.answer(first, b"done")
    assert started(settled) == [first, waiting]


@pytest.mark.rows("M31", "DO-5")
@pytest.mark.parametrize("packs", [bytes, pack_if_smaller])
def test_no_more_wrappers_are_read_than_anybody_writes(settled: World, packs: Callable[[bytes], bytes]) -> None:
    """A thousand of them, packed, are sixty bytes, and a container has room for a thousand of those."""
    first = settled.request()
    query = QUERY + bytes(512)
    for _ in range(MOST_WRAPPERS):
        query = after(first, query=query)
    waiting = settled.request(packs(query))
    refused = settled.request(packs(after(first, query=query)))
    assert errors(settled) == {refused: "INPUT_FETCH_ERROR"}
    settled.session.answer(first, b"done")
    assert started(settled) == [first, waiting]


@pytest.mark.rows("M34")
def test_128_run_at_once_and_the_rest_take_turns(settled: World) -> None:
    messages = [settled.content() for _ in range(300)]
    settled.send(settled.container(*messages))
    settled.request()
    running = started(settled)
    assert len(running) == MAX_RUNNING
    order = list(running)
    while running:
        settled.session.answer(running.pop(0), b"done")
        running += (now := started(settled))
        order += now
    assert order == sorted(order)
    assert len(order) == 301


@pytest.mark.rows("M34", "DO-7")
def test_beyond_what_may_wait_there_is_flood_wait(settled: World) -> None:
    messages = [settled.content() for _ in range(1_000)]
    settled.send(settled.container(*messages))
    settled.send(settled.container(*(settled.content() for _ in range(500))))
    refused = errors(settled)
    assert len(refused) == 1_500 - MAX_RUNNING - MAX_HELD
    assert set(refused.values()) == {"FLOOD_WAIT_1"}
    assert min(refused) > messages[-1].msg_id


@pytest.mark.rows("M34", "DO-7")
def test_what_is_waited_for_is_counted_too(settled: World) -> None:
    """Eight requests may wait for a thousand each; more would be megabytes of bookkeeping for a few kilobytes sent."""
    missing = [settled.new_id() for _ in range(1_000)]
    waiting = [settled.request(after(*missing)) for _ in range(10)]
    assert list(errors(settled)) == waiting[8:]


@pytest.mark.rows("M31", "DO-7")
def test_no_more_ids_of_a_packet_are_looked_up_than_may_be_waited_for(settled: World) -> None:
    """Packed, a million of them would fit into a packet."""
    first = settled.request()
    settled.session.answer(first, b"done")
    assert started(settled) == [first]
    requests = [settled.content(after(*[first] * 1_000)) for _ in range(20)]
    settled.send(settled.container(*requests))
    assert started(settled) == [request.msg_id for request in requests[:8]]
    refused = errors(settled)
    assert list(refused) == [request.msg_id for request in requests[8:]]
    assert set(refused.values()) == {"FLOOD_WAIT_1"}


@pytest.mark.rows("M34")
def test_large_requests_that_wait_are_counted_by_their_bytes(settled: World) -> None:
    first = settled.request()
    part = QUERY + bytes(512 * 1024)
    waiting = [settled.request(after(first, query=part)) for _ in range(9)]
    assert list(errors(settled)) == waiting[7:]
    settled.session.answer(first, b"done")
    assert started(settled) == [first, *waiting[:7]]


def test_answering_what_does_not_run_is_a_bug_of_the_caller(settled: World) -> None:
    request = settled.request()
    settled.session.answer(request, b"done")
    with pytest.raises(KeyError):
        settled.session.answer(request, b"done")
    with pytest.raises(KeyError):
        settled.session.answer_error(12345, PEER_ID_INVALID())


def test_a_random_walk_of_the_order_keeps_its_books() -> None:
    """Whatever happens in whatever order, every request is settled exactly once and nothing is left behind."""
    rng = random.Random(3)
    for _ in range(100):
        world = World()
        world.settle_in()
        messages: list[Message] = []
        running: set[int] = set()
        settled_ids: list[int] = []
        for _ in range(60):
            named = [message.msg_id for message in rng.sample(messages, k=min(len(messages), rng.randint(0, 3)))]
            messages.append(world.content(after(*named)) if named else world.content())
            if rng.random() < 0.8:
                world.send(messages[-1])
            running |= set(started(world))
            while running and rng.random() < 0.5:
                msg_id = running.pop()
                if rng.random() < 0.8:
                    world.session.answer(msg_id, b"done")
                else:
                    world.session.answer_error(msg_id, PEER_ID_INVALID())
                running |= set(started(world))
            if rng.random() < 0.2:
                world.clock.advance(0.3)
                world.session.tick()
        while running:
            world.session.answer(running.pop(), b"done")
            world.clock.advance(1)
            world.session.tick()
            running |= set(started(world))
        world.clock.advance(1)
        world.session.tick()
        settled_ids = [read(m.body).req_msg_id for m in world.said() if m.body.startswith(b"\x01m\\\xf3")]
        arrived = [message.msg_id for message in messages if message.msg_id in world.session.seen]
        assert sorted(settled_ids) == arrived
        order = world.session.requests
        assert not any((order._running, order.waiting, order._awaiting, order._queued, order.queue))
        assert (order._bytes, order._awaited, order.deadline) == (0, 0, None)


def test_neighbours_in_a_chain_may_share_a_packet(settled: World) -> None:
    chain = [settled.content()]
    chain += [settled.content(after(chain[0].msg_id)), settled.content(after(chain[0].msg_id))]
    settled.send(settled.container(*chain))
    assert started(settled) == [chain[0].msg_id]
    settled.session.answer(chain[0].msg_id, b"done")
    assert all(earlier < later for earlier, later in pairwise(started(settled)))
