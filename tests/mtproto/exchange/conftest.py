import pytest

from mtproto.crypto import RsaPrivateKey
from mtproto.exchange import ServerKeys
from tests.mtproto.exchange.pair import Server
from tests.mtproto.exchange.puppet import Puppet


@pytest.fixture(scope="session")
def keys() -> ServerKeys:
    """A main key and a legacy key, made once: making one takes a while."""
    return ServerKeys(RsaPrivateKey.generate(), RsaPrivateKey.generate())


@pytest.fixture
def server(keys: ServerKeys) -> Server:
    return Server(keys)


@pytest.fixture
def client(server: Server) -> Puppet:
    return Puppet(server)
