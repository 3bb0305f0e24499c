"""The tree of errors is the one its file draws."""

import inspect

from mtproto import errors


def drawn() -> dict[str, int]:
    """Name by depth, as the docstring's tree shows it."""
    tree = {}
    for line in inspect.getdoc(errors).splitlines():
        branch, name = line.lstrip(" │├└─"), line
        if name != branch and branch[:1].isupper():
            tree[branch.split()[0]] = (len(line) - len(branch)) // 4
    return tree


def test_the_tree_is_complete_and_true():
    classes = {
        name: kind
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and kind.__module__ == errors.__name__
    }
    depths = {name: len([base for base in kind.__mro__ if base in classes.values()]) for name, kind in classes.items()}
    assert drawn() == depths


def test_a_violation_is_no_misuse():
    """Handlers tell a peer's fault from a bug of ours by these two alone."""
    assert not issubclass(errors.ProtocolViolation, errors.Misuse)
    assert not issubclass(errors.Misuse, errors.ProtocolViolation)
    assert issubclass(errors.Misuse, ValueError)


def test_a_transport_violation_says_how_to_close():
    assert errors.TransportViolation("why", -404).code == -404
    assert errors.TransportViolation("why").code is None
    assert not errors.TransportViolation("why").events
