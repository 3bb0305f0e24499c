"""Randomness that is drawn ahead."""

from mtproto.clock import AHEAD, drawn_ahead


def test_what_is_drawn_ahead_comes_once_and_in_the_length_that_is_asked_for() -> None:
    """No byte of the source is used for two paddings (row AT-2), wherever a new draw of many begins."""
    drawn: list[int] = []

    def source(size: int) -> bytes:
        start = 4 * len(drawn)
        drawn.append(size)
        return b"".join(number.to_bytes(4, "little") for number in range(start << 20, (start << 20) + size // 4))

    draw = drawn_ahead(source)
    pieces = [draw(size) for size in (0, 12, 16, 24, *[1000] * 40, 2 * AHEAD, 12)]
    assert [len(piece) for piece in pieces] == [0, 12, 16, 24, *[1000] * 40, 2 * AHEAD, 12]
    words = [piece[at : at + 4] for piece in pieces for at in range(0, len(piece), 4)]
    assert len(set(words)) == len(words)
    assert drawn == [AHEAD, AHEAD, AHEAD, 2 * AHEAD, AHEAD]
