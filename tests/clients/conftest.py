"""Clients talk to servers made as for the server's own tests."""

from tests.server.conftest import rsa_keys

__all__ = ["rsa_keys"]
