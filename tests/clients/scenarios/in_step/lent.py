"""The two devices of somebody, as scenarios in Python keep them: a phone that acts, a tablet that only hears."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from scenario import Scenario

from in_step.hand import Client
from in_step.objects import Plain
from in_step.play import play


class Lent(Client):
    """A person's devices; `person` has another tablet after `start`."""

    def __init__(self, person: Any, username: str) -> None:
        super().__init__(username, person.phone.heard.mirror, person.tablet.heard.mirror)
        self.person = person

    @abstractmethod
    async def invoke(self, client: Any, query: Plain) -> Any:
        """Call a method of the API as it is, on one of the devices."""

    async def call(self, query: Plain) -> Any:
        """On the phone."""
        return await self.invoke(self.person.phone.client, query)

    async def call_second(self, query: Plain) -> Any:
        """On the tablet."""
        return await self.invoke(self.person.tablet.client, query)


async def play_lent(
    does: Scenario, lent: Sequence[Lent], phones: Sequence[str], sign_up: Callable[[str, str], Awaitable[None]]
) -> list[Any]:
    """`play` with these; the same people, with other tablets."""
    await play(does, lent, phones, sign_up)
    for one in lent:
        one.person.phone.heard.forget()
    return [one.person for one in lent]
