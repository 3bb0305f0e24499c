"""Where the time of slow answers goes: what the server did while they were waited for.

    python -m bench.slow_answers [--clients N] [--seconds S] [--rounds N] [--rate R] [--durability D] [--folder PATH]

The clients of `bench.messages` send at half of the rate that is reached, or at R messages a second, to a server that
notes what its event loop does and when (bench.tracing; that costs it some time of its own). The slowest hundredth of
the answers stands beside the middle tenth, in milliseconds of an answer, twice: by the stations that a request comes
to, and by what the loop did meanwhile, for whomever. The third figure of a line is how much of the first the loop had
no processor: it waited for the device, for another thread that had the interpreter, or other processes were running.

Around each round stands what a write and flush of the same device take with no server at all, and what processor time
one and the same piece of work takes, again and again: neither changes but with the machine, and a processor that others
share is slower while they work. Beside them stands how late the loop of the clients was. `--folder` is where the data
folder is made: in memory (/dev/shm) there is no device to wait for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import uvloop

from bench._measure import Steal, machine, quantile
from bench.load import Answered, LoadClient, drive
from bench.messages import WARM_UP, gather_people
from bench.serving import Durability
from bench.tracing import FLUSHING, STATIONS, Request, Stretch, Trace

LONG = 0.005
"""Seconds from which a stretch is counted by itself."""

FLUSHES = 300
FLUSHED = 4 * 4120
"""How many bare flushes, and the bytes of each: a few pages of the log with their headers."""

WORK = list(range(2000))
WORKED = 5000
"""What one piece of work has to say in JSON, about a tenth of a millisecond of it, and how often."""

LOOK = 0.002
"""Seconds between two looks at how late the clients' loop is, and between two bare flushes."""

IDLE = "idle, or between two callbacks"
BACK = "on its way back, and unread"


class Answer(NamedTuple):
    """One request, as its client saw it."""

    request: Request
    begun: float
    ended: float

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


class NotingClient:
    """A client that notes how long its requests took."""

    def __init__(self, client: LoadClient, answers: list[Answer]) -> None:
        self._client = client
        self._answers = answers

    def request(self, body: bytes, answered: Answered) -> None:
        """Send a request; the call comes when it is answered."""
        begun = time.monotonic()

        def note() -> None:
            self._answers.append(Answer((self._client.session_id, msg_id), begun, time.monotonic()))
            answered()

        msg_id = self._client.request(body, note)


class Stretches:
    """Stretches of time, to be asked for those of an interval."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = sorted(stretches, key=lambda stretch: stretch.begun)
        self._begun = [stretch.begun for stretch in self._stretches]
        self._longest = max((stretch.ended - stretch.begun for stretch in self._stretches), default=0.0)

    def within(self, begin: float, end: float) -> Iterator[tuple[str, float, float]]:
        """What was done between two times, for how long, and how much of that without a processor."""
        for place in range(bisect_left(self._begun, begin - self._longest), len(self._stretches)):
            what, begun, ended, processor = self._stretches[place]
            if begun >= end:
                return
            both = min(end, ended) - max(begin, begun)
            if both > 0:
                yield what, both, both * max(0.0, 1 - processor / (ended - begun))


class Anatomy:
    """Where the time of some answers went: seconds by station, by what the loop did, and what threads did beside it."""

    def __init__(self, answers: Sequence[Answer], trace: Trace, loop: Stretches, threads: Stretches) -> None:
        self.answers = answers
        self.stations: defaultdict[str, float] = defaultdict(float)
        self.loop: defaultdict[str, float] = defaultdict(float)
        self.waited: defaultdict[str, float] = defaultdict(float)
        self.threads: defaultdict[str, float] = defaultdict(float)
        for answer in answers:
            stations = trace.requests[answer.request]
            last = answer.begun
            for station, doing in STATIONS.items():
                if station in stations:
                    self.stations[doing] += stations[station] - last
                    last = stations[station]
            self.stations[BACK] += answer.ended - last
            idle = last - answer.begun
            for what, seconds, waited in loop.within(answer.begun, last):
                self.loop[what] += seconds
                self.waited[what] += waited
                idle -= seconds
            self.loop[IDLE] += idle
            for what, seconds, _ in threads.within(answer.begun, last):
                self.threads[what] += seconds

    def each(self, seconds: float) -> float:
        """Milliseconds of one answer."""
        return 1e3 * seconds / len(self.answers)


def show(answers: list[Answer], trace: Trace) -> None:
    """Print what slow answers waited for beside what all do."""
    loop, threads = Stretches(trace.loop), Stretches(trace.threads)
    count = len(answers)
    slow = Anatomy(answers[int(count * 0.99) :], trace, loop, threads)
    middle = Anatomy(answers[int(count * 0.45) : int(count * 0.55)], trace, loop, threads)
    print(f"\n{'ms of an answer':36}{'slowest 1 %':>12}{'middle 10 %':>12}{'waited':>9}")
    for title, part in (("its stations", "stations"), ("the loop meanwhile", "loop"), ("threads meanwhile", "threads")):
        print(title)
        for what, seconds in sorted(getattr(slow, part).items(), key=itemgetter(1), reverse=True):
            others = middle.each(getattr(middle, part)[what])
            waited = f"{slow.each(slow.waited[what]):9.2f}" if part == "loop" else ""
            print(f"  {what:34}{slow.each(seconds):12.2f}{others:12.2f}{waited}")
    print(f"\n{f'longer than {1e3 * LONG:.0f} ms':36}{'times':>12}{'longest':>12}{'waited':>9}")
    for place, stretches in (("", trace.loop), ("thread: ", trace.threads)):
        for what in sorted({stretch.what for stretch in stretches}):
            long = [one for one in stretches if one.what == what and one.ended - one.begun > LONG]
            if long:
                longest = max(one.ended - one.begun for one in long)
                waited_share = 1 - sum(one.processor for one in long) / sum(one.ended - one.begun for one in long)
                print(f"  {place + what:34}{len(long):12}{1e3 * longest:9.1f} ms{waited_share:9.0%}")


def spread(name: str, seconds: Sequence[float]) -> None:
    """Print the usual and the longest of some times."""
    figures = [1e3 * quantile(seconds, part) for part in (0.5, 0.9, 0.99, 0.999, 1)]
    print(f"{name:36}" + "".join(f"{figure:9.2f}" for figure in figures))


def bare_flushes(folder: str) -> list[float]:
    """Seconds of writes and flushes to a file that has its blocks, as the log has them that is begun again."""
    path = Path(folder, "flushes")
    path.write_bytes(bytes(FLUSHED * FLUSHES))
    data = os.urandom(FLUSHED)
    taken = []
    with path.open("r+b", buffering=0) as file:
        os.fsync(file.fileno())
        for _ in range(FLUSHES):
            start = time.perf_counter()
            file.write(data)
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - start)
            time.sleep(LOOK)
    path.unlink()
    return taken


def same_work() -> list[float]:
    """Seconds of processor that one piece of work took, again and again."""
    taken = []
    for _ in range(WORKED):
        start = time.thread_time()
        json.dumps(WORK)
        taken.append(time.thread_time() - start)
    return taken


async def lateness(lags: list[float]) -> None:
    """Note how late the timers of this loop come, until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LOOK
        await asyncio.sleep(LOOK)
        lags.append(max(0.0, loop.time() - due))


async def run(folder: str, clients: int, seconds: float, rate: float | None, durability: Durability) -> None:
    """One round."""
    flushes_before, work_before = bare_flushes(folder), same_work()
    data = os.path.join(folder, "data")
    server, people, message = await gather_people(data, clients, 0, durability=durability, traced=True)
    await drive(people, message, WARM_UP)
    if rate is None:
        rate = len(await drive(people, message, seconds)) / seconds / 2
    answers: list[Answer] = []
    lags: list[float] = []
    looking = asyncio.create_task(lateness(lags))
    server.trace()
    steal = Steal()
    await drive([NotingClient(client, answers) for client in people], message, seconds, rate)
    stolen = str(steal)
    trace = server.traced()
    looking.cancel()
    for client in people:
        client.close()
    await asyncio.to_thread(server.stop)
    answers.sort(key=lambda answer: answer.seconds)
    print(f"\n{f'at {rate:,.0f}/s, ms':36}{'p50':>9}{'p90':>9}{'p99':>9}{'p99.9':>9}{'longest':>9}{stolen}")
    spread(f"{len(answers):,} answers", [answer.seconds for answer in answers])
    spread("commits", [one.ended - one.begun for one in trace.loop if one.what == "commits"])
    if flushes := [one.ended - one.begun for one in trace.threads if one.what == FLUSHING]:
        spread("flushes", flushes)
    spread("bare flushes before", flushes_before)
    spread("bare flushes after", bare_flushes(folder))
    spread("the same work before", work_before)
    spread("the same work after", same_work())
    spread("the clients' loop was late by", lags)
    show(answers, trace)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--durability", choices=["flushed", "process"], default="flushed")
    parser.add_argument("--folder")
    given = parser.parse_args()
    print(machine())
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            uvloop.run(run(folder, given.clients, given.seconds, given.rate, given.durability))


if __name__ == "__main__":
    main()
