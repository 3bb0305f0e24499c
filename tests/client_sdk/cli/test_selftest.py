"""`selftest` as a command: what it prints, and how it ends."""

from mtproto.crypto import RsaPrivateKey


def test_a_sound_server(ada, stranger):
    where = (f"127.0.0.1:{ada.server.ready['port']}", "--public-key", ada.key)
    told = stranger.lines("selftest", *where, "--only", "M13", "--only", "T1")
    assert told[-1] == "8 sound, 0 fault, 0 skipped"
    assert any("bad_server_salt" in line and "[M13, MS-1]" in line for line in told)
    verdicts = stranger.json("selftest", *where, "--only", "wrong_salt")
    assert [v["step"] for v in verdicts] == ["permanent_key", "wrong_salt", "destroyed_key"]
    assert {v["outcome"] for v in verdicts} == {"sound"}
    assert verdicts[1]["page"].startswith("https://core.telegram.org/mtproto/")
    assert not stranger.session.exists()


def test_a_server_with_another_key_is_at_fault(ada, stranger, tmp_path):
    (tmp_path / "other.pem").write_bytes(RsaPrivateKey.generate().public.to_pem())
    where = (f"127.0.0.1:{ada.server.ready['port']}", "--public-key", tmp_path / "other.pem")
    done = stranger.run("selftest", *where, "--only", "wrong_salt", code=7)
    assert "FAULT  A permanent key is agreed on" in done.stdout
    assert "wrong_salt: there is no key to speak under" in done.stdout
    assert "1 of 3 steps found a fault" in done.stderr


def test_a_server_that_is_not_there(stranger):
    assert "127.0.0.1:1" in stranger.error("selftest", "127.0.0.1:1", "--public-key", stranger.key, code=4)


def test_usage(stranger):
    where = ("127.0.0.1:1", "--public-key", stranger.key)
    assert "M99" in stranger.error("selftest", *where, "--only", "M99", code=2)
    assert "--code" in stranger.error("selftest", *where, "--phone", "+33123456789", code=2)
    assert "HOST:PORT" in stranger.error("selftest", "nowhere", "--public-key", stranger.key, code=2)
