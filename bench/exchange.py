"""A whole key exchange on the server, stage by stage, beside its three powers by plain `pow`, in one run.

    python -m bench.exchange [--rounds N] [--seconds S]

The first table is thread CPU time of the server's side alone: what the client does between is not counted. "plain pow"
is the RSA operation, g^a and g_b^a with Python's own `pow` and nothing else: no padding, no checks, no messages. The
second table asks what the arithmetic does to everybody else: an event loop wants to wake every millisecond while a
thread computes one exchange after another, and the table shows how late it woke.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bench._measure import machine, rounds
from mtproto.crypto import RsaPrivateKey, dh
from mtproto.exchange import ClientExchange, Compute, Done, Send, ServerExchange, ServerKeys, Step, dc

KEYS = ServerKeys(RsaPrivateKey.generate())
D = pow(KEYS.main.public.e, -1, (KEYS.main.p - 1) * (KEYS.main.q - 1))
DC_IDS = dc.as_production(range(1, 6))

COMPUTATIONS = ("open the inner data", "g^a", "g_b^a")
MESSAGES = "messages and checks"
WHOLE = "whole exchange"
PLAIN = "plain pow, its three powers"


class MachineClock:
    def now(self) -> float:
        return time.time()  # noqa: TID251 - the machine's own time is what server_time says

    def monotonic(self) -> float:
        return time.monotonic()


class Stages(dict[str, float]):
    """CPU seconds of this thread, by stage."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.thread_time()
        yield
        self[name] = self.get(name, 0.0) + time.thread_time() - start


def exchange(stages: Stages) -> list[Compute]:
    """One exchange; the server's side of it goes into `stages`. Returns what the server had to compute."""
    clock, computed = MachineClock(), []
    client = ClientExchange([KEYS.main.public], 2, None, clock, os.urandom)
    server = ServerExchange(KEYS, DC_IDS, clock, os.urandom)
    names = iter(COMPUTATIONS)
    said: Step | None = client.start()
    while isinstance(said, Send):
        with stages.stage(MESSAGES):
            step: Step | None = server.receive(said.body)
        while isinstance(step, Compute):
            computed.append(step)
            with stages.stage(next(names)):
                result = step.function(*step.args)
            with stages.stage(MESSAGES):
                step = server.resume(result)
        if isinstance(step, Done):
            with stages.stage(MESSAGES):
                step = server.stored()
        assert isinstance(step, Send)
        said = client.receive(step.body)
        while isinstance(said, Compute):
            said = client.resume(said.function(*said.args))
    return computed


def by_stage(figures: dict[str, list[float]]) -> float:
    """Measure one exchange, note its stages and return the whole."""
    stages = Stages()
    exchange(stages)
    for name, seconds in stages.items():
        figures.setdefault(name, []).append(seconds)
    return sum(stages.values())


def plain_pow() -> float:
    secret, block, g_b = (int.from_bytes(os.urandom(255)) for _ in range(3))
    start = time.thread_time()
    pow(block, D, KEYS.main.public.n)
    pow(dh.G, secret, dh.PRIME)
    pow(g_b, secret, dh.PRIME)
    return time.thread_time() - start


def server_cpu(count: int) -> None:
    by_stage({})  # the first one fills the comb and compiles the codec
    stages: dict[str, list[float]] = {}
    figures = rounds({WHOLE: partial(by_stage, stages), PLAIN: plain_pow}, count)
    print(f"\n{'server CPU':32}{'ms':>10}{'per s and core':>18}{'x plain pow':>14}")
    for name in (PLAIN, WHOLE):
        ratios = (plain / ours for plain, ours in zip(figures[PLAIN], figures[name], strict=True))
        seconds = statistics.median(figures[name])
        print(f"{name:32}{seconds * 1e3:10.2f}{1 / seconds:18,.0f}{statistics.median(ratios):14.1f}")
    for name in (*COMPUTATIONS, MESSAGES):
        print(f"  {name:30}{statistics.median(stages[name]) * 1e3:10.2f}")


async def lateness(seconds: float) -> list[float]:
    """How late, in seconds, each of the wake-ups of a loop that sleeps a millisecond at a time was."""
    late = []
    until = time.perf_counter() + seconds
    while (before := time.perf_counter()) < until:
        await asyncio.sleep(0.001)
        late.append(time.perf_counter() - before - 0.001)
    return late


def beside(work: Callable[[], object] | None, seconds: float) -> list[float]:
    """The lateness of a loop while a thread does this work over and over."""
    ended = threading.Event()

    def repeat() -> None:
        while work is not None and not ended.is_set():
            work()

    thread = threading.Thread(target=repeat)
    thread.start()
    late = asyncio.run(lateness(seconds))
    ended.set()
    thread.join()
    return late


def compute(steps: list[Compute]) -> None:
    for step in steps:
        step.function(*step.args)


def stalls(seconds: float) -> None:
    print(f"\n{'how late a loop woke, ms':32}{'median':>10}{'p99':>10}{'worst':>10}")
    for name, work in (
        ("nothing beside it", None),
        ("our arithmetic", partial(compute, exchange(Stages()))),
        ("plain pow", plain_pow),
    ):
        late = sorted(beside(work, seconds))
        shown = statistics.median(late), late[int(len(late) * 0.99)], late[-1]
        print(f"{name:32}" + "".join(f"{value * 1e3:10.2f}" for value in shown), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    print(machine())
    server_cpu(options.rounds)
    stalls(options.seconds)


if __name__ == "__main__":
    main()
