"""The coverage page is what the code says."""

from server.rpc import coverage
from server.rpc.router import Who


def test_the_page_is_current() -> None:
    assert coverage.PAGE.read_text("utf-8") == coverage.current_page(), "run python -m server.rpc.coverage"


def test_everything_owed_is_a_method_of_the_newest_layer() -> None:
    existing = set(coverage.newest_methods())
    owed = [name for room in coverage.owed_rooms(coverage.OWED.read_text("ascii")) for name in room.methods]
    assert set(owed) <= existing
    assert len(owed) == len(set(owed))


def test_what_is_missing_is_named() -> None:
    rooms = list(coverage.owed_rooms("# why\n[One]\na.x\na.y\n\n[Two]\ninitConnection\n"))
    assert rooms == [coverage.Room("One", ("a.x", "a.y")), coverage.Room("Two", ("initConnection",))]
    page = coverage.page({"a.x": Who.SIGNED_IN | Who.NOBODY}, ["a.x", "a.y", "initConnection"], rooms)
    assert "| One | 2 | 1 | a.y |" in page
    assert "| Two | 1 | 1 |  |" in page
    assert "| a.x | yes | nobody, signed in |" in page
    assert "| a.y | | |" in page
