"""The people of the messages' tests."""

from tests.server.messages.conftest import pair

__all__ = ["pair"]
