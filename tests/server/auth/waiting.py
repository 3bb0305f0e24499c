"""Letting more time pass than a connection stays open without a word."""

from tests.server.client import Client
from tests.server.harness import Harness


async def later(harness: Harness, seconds: float, *clients: Client) -> None:
    """So many seconds later; these clients were away meanwhile and come back."""
    for client in clients:
        await client.disconnect()
    await harness.advance(seconds)
    for client in clients:
        await client.connect()
