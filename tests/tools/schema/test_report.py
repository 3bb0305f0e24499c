"""Nothing gets lost between layers unseen."""

from mtproto.tl.table import load
from tools.schema.report import accepted, losses


def test_table_needs_no_rule_that_is_not_there() -> None:
    """Every loss between the floor and the newest layer has a rule or is accepted, and nothing else is accepted."""
    found = {loss.key: loss for loss in losses(load("api"))}
    assert [str(loss) for key, loss in found.items() if key not in accepted()] == []
    assert [key for key in accepted() if key not in found] == []
