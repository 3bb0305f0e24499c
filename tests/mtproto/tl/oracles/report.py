"""python -m tests.mtproto.tl.oracles.report [rounds]: compare with every library and print what was counted."""

import secrets
import sys
from random import Random

from tests.mtproto.tl.oracles.comparison import compare
from tests.mtproto.tl.oracles.peers import LIBRARIES, running


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    seed = secrets.randbits(32)
    print(f"seed {seed}, rounds {rounds}")
    for library in LIBRARIES:
        if not library.is_here:
            print(f"{library.name}: not installed (make peers)")
            continue
        with running(library) as peer:
            outcomes = [compare(peer, Random(seed + number)) for number in range(rounds)]
        same = sum(outcome.same for outcome in outcomes)
        wrong = [line for outcome in outcomes for line in outcome.wrong]
        known = sum((outcome.known for outcome in outcomes), start=type(outcomes[0].known)())
        print(
            f"{library.name}, layer {library.layer}: {len(outcomes[0].compared)} ids, {same} alike, {len(wrong)} wrong"
        )
        for line in [*(f"{count} known: {name}" for name, count in known.items()), *wrong[:20]]:
            print(f"    {line[:160]}")


if __name__ == "__main__":
    main()
