"""What each stage of a private message costs the server, beside what nothing but the socket would cost.

    python -m bench.stages [--clients N] [--seconds S]

The clients of `bench.messages` send as fast as they are answered, while the server notes where it spends its processor
time (bench.sampling). Figures are microseconds of processor for each message: one request in, one answer and one push
out. The last line is the bare echo of frames of the same size.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile

import uvloop

from bench._measure import machine
from bench.load import drive
from bench.messages import WARM_UP, echo, gather_people


async def run(folder: str, clients: int, seconds: float) -> None:
    server, people, message = await gather_people(folder, clients, 0)
    await drive(people, message, WARM_UP)
    server.sample()
    busy = server.cpu()
    count = len(await drive(people, message, seconds))
    stages = server.sampled()
    busy = server.cpu() - busy
    print(f"| stage | µs | share of {1e6 * busy / count:,.0f} |\n|---|---|---|")
    for stage, spent in sorted(stages.items(), key=lambda one: -one[1]):
        print(f"| {stage} | {1e6 * spent / count:,.0f} | {spent / busy:.0%} |")
    print(f"| a bare echo of one frame | {1e6 / (await echo(clients, seconds)).per_cpu_second:,.1f} | |")
    for client in people:
        client.close()
    await asyncio.to_thread(server.stop)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=10.0)
    arguments = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(run(os.path.join(folder, "data"), arguments.clients, arguments.seconds))


if __name__ == "__main__":
    main()
