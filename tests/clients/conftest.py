"""Clients talk to servers made as for the server's own tests."""

from tests.server.conftest import harness, rsa_keys

__all__ = ["harness", "rsa_keys"]
