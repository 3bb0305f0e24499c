"""A secret chat between two TDLibs."""

from collections.abc import Callable

from scenario import Scenario
from tdlib_verbs import Person, hears, say

from tests.clients.tdlib import Json


async def keep_secrets(does: Scenario, ada: Person, bob: Person) -> None:
    async with does.does("secret chats"):
        chat = await ada.phone("createNewSecretChat", user_id=bob.id)
        secret = chat["type"]["secret_chat_id"]

        def is_now(state: str) -> Callable[[Json], bool]:
            return lambda update: bool(update["secret_chat"]["state"]["@type"] == state)

        opened = [
            await one.update("updateSecretChat", is_now("secretChatStateReady")) for one in (ada.phone, bob.phone)
        ]
        keys = {update["secret_chat"]["key_hash"] for update in opened}
        assert len(keys) == 1
        theirs = await bob.phone("createSecretChat", secret_chat_id=opened[1]["secret_chat"]["id"])
        await say(ada.phone, chat["id"], "between us")
        await hears(bob.phone, "between us")
        await say(bob.phone, theirs["id"], "only")
        await hears(ada.phone, "only")
        await ada.phone("closeSecretChat", secret_chat_id=secret)
        await bob.phone.update("updateSecretChat", is_now("secretChatStateClosed"))
