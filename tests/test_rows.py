"""The marks that tests carry name rows that exist."""

from tests import rows


def test_every_marked_row_exists() -> None:
    known = rows.table()
    unknown = [(row, place) for row, place, marked in rows.citations() if marked and row not in known]
    assert not unknown


def test_table_is_read_whole() -> None:
    listed = [line for line in rows.TABLE.read_text().splitlines() if line.startswith("| ") and line[2].isupper()]
    assert len(rows.table()) == len(listed) > 100


def test_a_range_cites_every_row_in_it() -> None:
    assert list(rows.cited_in("H1-H3, AT-4; M6 to M8")) == ["H1", "H2", "H3", "AT-4", "M6", "M7", "M8"]
