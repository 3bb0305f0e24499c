"""Log lines: their shapes, the ids they carry, and what never gets into them (row OP-3)."""

import io
import json
import logging

import pytest

from mtproto.tl import functions, types
from server.ops import logs

pytestmark = pytest.mark.rows("OP-3")

TEXT = "meet me at the old mill"


@pytest.fixture
def written():
    """A logger, and a function that gives what was written since."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in logs._OURS}
    stream = io.StringIO()

    def configure(form="json", level="debug"):
        logs.configure(form, level, stream)
        return logging.getLogger("chappe.test"), stream.getvalue

    yield configure
    root.handlers, root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


def test_json_is_one_object_a_line(written):
    log, lines = written()
    log.info("two\nlines", extra={"connection": 3, "session": 4, "request": 5})
    [line] = lines().splitlines()
    fields = json.loads(line)
    assert fields["message"] == "two\nlines"
    assert (fields["level"], fields["logger"]) == ("info", "chappe.test")
    assert (fields["connection"], fields["session"], fields["request"]) == (3, 4, 5)
    assert fields["time"].endswith("+00:00")


def test_text_is_for_people(written):
    log, lines = written("text")
    log.warning("something", extra={"session": 4})
    assert lines().rstrip().endswith("warning chappe.test: something [session=4]")


def test_auto_is_json_where_there_is_no_terminal(written):
    log, lines = written("auto")
    log.info("x")
    assert json.loads(lines())


def test_the_level_holds_for_our_loggers_and_libraries_stay_quiet(written):
    log, lines = written("text", "debug")
    log.debug("ours")
    logging.getLogger("aiosqlite").debug("executing SELECT of somebody's secrets")
    assert "ours" in lines()
    assert "executing" not in lines()


@pytest.mark.parametrize("form", ["text", "json"])
def test_of_an_exception_only_type_and_places_are_written(written, form):
    log, lines = written(form)
    try:
        try:
            raise KeyError(TEXT)
        except KeyError as error:
            raise ValueError(TEXT) from error
    except ValueError:
        log.exception("it failed")
    assert TEXT not in lines()
    assert "ValueError at" in lines()
    assert "KeyError at" in lines()
    assert "test_logs.py" in lines()


@pytest.mark.parametrize(
    "secret",
    [
        functions.auth.SignIn(phone_number="33123456789", phone_code_hash="ab12cd", phone_code="48213"),
        functions.auth.SignUp(phone_number="33123456789", phone_code_hash="ab12cd", first_name="Ada", last_name="L"),
        types.Message(id=1, peer_id=types.PeerUser(user_id=7), date=0, message=TEXT),
        {"phone": "33123456789", "code": 48213, "text": TEXT},
        "a number +33 1 23 45 67 89 in words",
        "the test number 9996620001",
        bytes(range(200, 232)),
        bytes(range(200, 232)).hex(),
    ],
    ids=str,
)
def test_what_looks_like_a_secret_is_taken_out(written, secret):
    log, lines = written()
    log.info("about %s", secret)
    told = json.loads(lines())["message"]
    for part in ("33123456789", "23 45", "48213", "ab12cd", "Ada", TEXT, "9996620001", "c8c9cacbcccd", r"\xc8\xc9"):
        assert part not in told


def test_what_is_not_secret_stays(written):
    log, lines = written()
    plain = "messages.sendMessage FLOOD_WAIT_%d in 3.5 ms, key -704912296448962775, user 1000001, 10.0.0.1:8443"
    log.info("%s", plain)
    assert json.loads(lines())["message"] == plain
