import pytest

from mtproto.crypto import RsaPrivateKey
from mtproto.exchange import ServerKeys
from tests.mtproto.exchange.pair import Server


@pytest.fixture(scope="session")
def keys() -> ServerKeys:
    """A main key and a legacy key, made once: making one takes a while."""
    return ServerKeys(RsaPrivateKey.generate(), RsaPrivateKey.generate())


@pytest.fixture
def server(keys: ServerKeys) -> Server:
    return Server(keys)
