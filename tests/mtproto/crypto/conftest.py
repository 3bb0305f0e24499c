"""Keys, made once: a 2048-bit key takes a tenth of a second."""

import pytest

from mtproto.crypto import RsaPrivateKey


@pytest.fixture(scope="session")
def key() -> RsaPrivateKey:
    return RsaPrivateKey.generate()
