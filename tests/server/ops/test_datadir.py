"""The data folder: secrets are made once, privately, and never silently replaced."""

import stat

import pytest

from server.ops.datadir import DataDir, DataDirError, public_path


@pytest.fixture
def data_dir(tmp_path):
    folder = DataDir(tmp_path / "data")
    folder.create()
    return folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.rows("OP-3")
def test_keys_are_generated_at_the_first_start_and_private(data_dir):
    keys = data_dir.load_keys(legacy=True)
    assert mode(data_dir.path) == mode(data_dir.keys) == 0o700
    assert [mode(path) for path in data_dir.secret_files] == [0o600] * 3
    assert keys.legacy is not None
    assert keys.main.fingerprint != keys.legacy.fingerprint
    assert public_path(data_dir.main_key).read_bytes() == keys.main.public.to_pem()
    assert str(keys.root) not in repr(keys)


@pytest.mark.rows("OP-3")
def test_two_servers_share_nothing(tmp_path):
    roots = set()
    for name in ("one", "two"):
        folder = DataDir(tmp_path / name)
        folder.create()
        roots.add(folder.load_keys(legacy=False).root)
    assert len(roots) == 2


def test_a_later_start_finds_the_same_keys(data_dir):
    first, later = data_dir.load_keys(legacy=True), data_dir.load_keys(legacy=True)
    assert (first.main, first.legacy, first.root) == (later.main, later.legacy, later.root)


def test_without_the_legacy_key_none_is_made_nor_read(data_dir):
    assert data_dir.load_keys(legacy=False).legacy is None
    assert not data_dir.legacy_key.exists()


def test_secrets_of_different_purposes_differ(data_dir):
    keys = data_dir.load_keys(legacy=False)
    assert len({keys.derive("a"), keys.derive("b"), keys.root}) == 3
    assert len(keys.derive("a")) == 32
    assert keys.derive("a") == data_dir.load_keys(legacy=False).derive("a")


def test_a_lost_secret_is_not_replaced_beside_its_data(data_dir):
    data_dir.load_keys(legacy=False)
    data_dir.database.touch()
    data_dir.root_secret.unlink()
    with pytest.raises(DataDirError, match="restore it from a backup"):
        data_dir.load_keys(legacy=False)
    assert not data_dir.root_secret.exists()


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 33])
def test_damaged_secrets_stop_the_start(data_dir, damage):
    data_dir.load_keys(legacy=False)
    data_dir.root_secret.write_bytes(damage)
    with pytest.raises(DataDirError, match="damaged"):
        data_dir.load_keys(legacy=False)


def test_a_damaged_key_stops_the_start(data_dir):
    data_dir.load_keys(legacy=False)
    data_dir.main_key.write_bytes(b"-----BEGIN RSA PRIVATE KEY-----\n")
    with pytest.raises(DataDirError, match=r"main\.pem is not an RSA key"):
        data_dir.load_keys(legacy=False)


@pytest.mark.rows("OP-3")
@pytest.mark.parametrize("name", ["main_key", "root_secret"])
def test_secrets_that_others_can_read_are_refused(data_dir, name):
    data_dir.load_keys(legacy=False)
    getattr(data_dir, name).chmod(0o640)
    with pytest.raises(DataDirError, match="chmod go= "):
        data_dir.load_keys(legacy=False)


def test_a_folder_that_others_can_enter_is_refused(tmp_path):
    (tmp_path / "data").mkdir(mode=0o755)
    with pytest.raises(DataDirError, match="chmod go= "):
        DataDir(tmp_path / "data").create()


def test_a_folder_that_is_refused_gets_nothing(tmp_path):
    (tmp_path / "data").mkdir(mode=0o755)
    with pytest.raises(DataDirError):
        DataDir(tmp_path / "data").create()
    assert list((tmp_path / "data").iterdir()) == []


def test_what_clients_are_given_is_the_key_that_is_used(data_dir):
    """A rotation was killed between the two files, or one of them was put back alone."""
    data_dir.load_keys(legacy=False)
    stale = public_path(data_dir.main_key).read_bytes()
    data_dir.rotate_main_key()
    public_path(data_dir.main_key).write_bytes(stale)
    keys = data_dir.load_keys(legacy=False)
    assert public_path(data_dir.main_key).read_bytes() == keys.main.public.to_pem() != stale


def test_one_process_at_a_time(data_dir):
    with data_dir.locked(), pytest.raises(DataDirError, match="another process"), DataDir(data_dir.path).locked():
        pass
    with data_dir.locked():
        pass


def test_rotation_keeps_the_present_key_as_the_previous(data_dir):
    first = data_dir.load_keys(legacy=False)
    fresh = data_dir.rotate_main_key()
    later = data_dir.load_keys(legacy=False)
    assert later.main == fresh != first.main
    assert later.previous == first.main
    assert public_path(data_dir.main_key).read_bytes() == fresh.public.to_pem()
    assert data_dir.drop_previous_key()
    assert data_dir.load_keys(legacy=False).previous is None
    assert not data_dir.drop_previous_key()
