"""The session file and the session string."""

import sqlite3
import stat

import pytest

from client_sdk.store.records import Login, PeerRecord, UpdateState
from client_sdk.store.sqlite import SCHEMAS, SessionStore, SessionUnusable
from client_sdk.store.string import BadSessionString, from_string, to_string

LOGIN = Login(2, "chat.example.org", 443, bytes(range(256)), salt=-5, time_offset=1.5, user_id=77)


def test_everything_is_there_after_a_restart(tmp_path):
    with SessionStore(tmp_path / "a.session") as store:
        store.save_login(LOGIN)
        store.save_update_state(UpdateState(1, 2, 3, 4))
        store.save_peers([PeerRecord(5, -6, "name", "49123"), PeerRecord(-7, 0)], 0)
    with SessionStore(tmp_path / "a.session") as store:
        assert store.login() == LOGIN
        assert store.update_state() == UpdateState(1, 2, 3, 4)
        assert store.peer(5) == store.peer_by_username("name") == store.peer_by_phone("49123")
        assert store.peer(-7) == PeerRecord(-7, 0)
        assert store.peer(8) is None


def test_the_file_is_readable_by_its_owner_alone(tmp_path):
    with SessionStore(tmp_path / "a.session"):
        assert stat.S_IMODE((tmp_path / "a.session").stat().st_mode) == 0o600


def test_two_clients_do_not_share_a_file(tmp_path):
    with SessionStore(tmp_path / "a.session"), pytest.raises(SessionUnusable, match="another client uses it"):
        SessionStore(tmp_path / "a.session").open()


def test_a_file_of_something_else_is_refused(tmp_path):
    (tmp_path / "text").write_text("not a database at all, " * 100)
    with pytest.raises(SessionUnusable):
        SessionStore(tmp_path / "text").open()
    newer = sqlite3.connect(tmp_path / "newer")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(SessionUnusable, match="99"):
        SessionStore(tmp_path / "newer").open()


def test_another_account_does_not_inherit_what_the_first_one_knew():
    with SessionStore(":memory:") as store:
        store.save_login(LOGIN)
        store.save_update_state(UpdateState(1, 2, 3, 4))
        store.save_peers([PeerRecord(5, 6)], 0)
        store.save_login(Login(2, "chat.example.org", 443, LOGIN.auth_key, 1, 0.0, user_id=78))
        assert store.update_state() is None
        assert store.peer(5) is None


def test_a_username_belongs_to_whoever_had_it_last():
    with SessionStore(":memory:") as store:
        store.save_peers([PeerRecord(5, 6, "name"), PeerRecord(7, 8, "name")], 0)
        assert store.peer_by_username("name") == PeerRecord(7, 8, "name")
        assert store.peer(5) == PeerRecord(5, 6)


def test_a_string_holds_the_key_and_where_it_belongs():
    login = from_string(to_string(LOGIN))
    assert login == Login(2, "chat.example.org", 443, LOGIN.auth_key, salt=0, time_offset=0.0, user_id=77)


@pytest.mark.parametrize("text", ["", "AA", "§" * 400, "A" * 400, to_string(LOGIN)[:200]])
def test_other_strings_are_refused(text):
    with pytest.raises(BadSessionString):
        from_string(text)


def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path):
    old = sqlite3.connect(tmp_path / "old.session")
    old.executescript(SCHEMAS[0] + "PRAGMA user_version = 1; INSERT INTO peers VALUES (5, 6, 'name', NULL);")
    old.close()
    with SessionStore(tmp_path / "old.session") as store:
        assert store.peer_by_username("name") == PeerRecord(5, 6, "name")
        assert store.peer_by_username("name", since=1) is None
    with SessionStore(tmp_path / "old.session") as store:
        assert store.peer(5) == PeerRecord(5, 6, "name")
