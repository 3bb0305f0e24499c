"""Takes the pictures of the terminal chat that the documentation shows: `make docs`.

python docs/screenshots.py          take them
python docs/screenshots.py --check  name those that look different by now, and fail if there are any

A real server and three real clients hold a conversation on a clock that stands still, so that the same code makes the
same pictures.
"""

import asyncio
import io
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from textual.pilot import Pilot

from client_sdk.client import Client
from client_sdk.network.endpoint import Endpoint
from client_sdk.store.sqlite import SessionStore
from client_sdk.tui.app import ChatApp
from mtproto.tl import functions, types
from server.app import open_app
from server.gateway.gateway import Gateway
from server.ops.config import Config, ListenSection, ServerSection, SignInSection

IMAGES = Path(__file__).parent / "images"
SIZE = (96, 30)
SECONDS = 30.0
PEOPLE = {"Ada": "9996622001", "Ben": "9996622002", "Cleo": "9996622003"}


class StandingClock:
    """It is 22 April 2026, 09:30 UTC, however long one waits."""

    def now(self) -> float:
        return 1_776_850_200.0

    def monotonic(self) -> float:
        return time.monotonic()


async def pictures() -> dict[str, str]:
    """Every picture by its file name."""
    with TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            endpoint = await stack.enter_async_context(served(Path(folder)))
            people = {name: await stack.enter_async_context(person(endpoint, name)) for name in PEOPLE}
            await talk(people)
            app = ChatApp(people["Ada"], downloads=Path(folder), clock=StandingClock(), zone=UTC)
            pilot = await stack.enter_async_context(app.run_test(size=SIZE))
            return {"terminal-chat.svg": await conversation(pilot), "terminal-chat-keys.svg": await keys(pilot)}


async def conversation(pilot: Pilot[None]) -> str:
    """The group, with a message chosen."""
    await shown(pilot, "Engine room")
    await pilot.press("down", "enter")
    await shown(pilot, "What do we drink?", "┃ You")
    await pilot.press("escape")
    await shown(pilot, "What do we drink?", gone="4│")
    return pilot.app.export_screenshot()


async def keys(pilot: Pilot[None]) -> str:
    """The help screen."""
    await pilot.press("f1")
    await shown(pilot, "Anywhere", "In the messages")
    return pilot.app.export_screenshot()


async def shown(pilot: Pilot[None], *wanted: str, gone: str = "\0") -> None:
    """Wait until the screen says something, and then until it is still."""
    async with asyncio.timeout(SECONDS):
        before, now = "", text(pilot)
        while before != now or gone in now or not all(each in now for each in wanted):
            await pilot.pause(0.3)
            before, now = now, text(pilot)


def text(pilot: Pilot[None]) -> str:
    """What is on the screen."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line) for line in lines)


# -- the stage ---------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Endpoint]:
    """A server on a folder."""
    config = Config(
        server=ServerSection(data_dir=str(folder / "server")),
        listen=ListenSection(addresses=("127.0.0.1:0",)),
        sign_in=SignInSection(registration="open", test_numbers=True, code_senders=()),
    )
    async with open_app(config, clock=StandingClock()) as app:
        gateway = Gateway(app)
        (address,) = await gateway.start()
        try:
            yield Endpoint("127.0.0.1", address.port, config.server.dc_id, (app.secrets.main.public,))
        finally:
            await gateway.stop(1.0)


@asynccontextmanager
async def person(endpoint: Endpoint, name: str) -> AsyncIterator[Client]:
    """Somebody new."""
    store = SessionStore(":memory:")
    async with Client(store, endpoint, api_id=1, api_hash="any", clock=StandingClock()) as client:
        sent = await client.send_code(PEOPLE[name])
        await client.sign_in(PEOPLE[name], sent.phone_code_hash, "22222")
        await client.sign_up(PEOPLE[name], sent.phone_code_hash, name)
        yield client


async def talk(people: dict[str, Client]) -> None:
    """What the pictures show."""
    ada, ben, cleo = people["Ada"], people["Ben"], people["Cleo"]
    await cleo.send_message(f"+{PEOPLE['Ada']}", "The mill is oiled. See you at **noon**?", parse_mode="markdown")
    await ben.send_message(f"+{PEOPLE['Ada']}", "Have you seen the new cards?")
    for name in ("Ben", "Cleo"):
        await ada.input_peer(f"+{PEOPLE[name]}")
    members = [(await ada.get_user(f"+{PEOPLE[name]}")).id for name in ("Ben", "Cleo")]
    group = -(await ada.create_group("Engine room", members)).id
    await ada.send_message("me", "Bernoulli numbers: note G")
    await ada.pin_dialog("me")
    for client in (ben, cleo):
        assert [dialog.name async for dialog in client.iter_dialogs()]
    await ben.send_file(group, sunrise(), name="sunrise.png", caption="The valley this morning")
    await cleo.react(group, await newest(cleo, group), "🔥")
    await ada.react(group, await newest(ada, group), "👍")
    await ada.send_message(group, "Beautiful! Is that from the tower?", reply_to=await newest(ada, group))
    answered = await newest(ben, group)
    await ben.send_message(group, "From the **roof**, `f/8`", parse_mode="markdown", reply_to=answered)
    await cleo.send_file(group, b"1, 2, 3\n" * 4000, name="table.csv")
    await ask(cleo, group)


async def newest(client: Client, chat: int) -> int:
    """The last message by the number that this account knows it by."""
    return (await anext(client.iter_messages(chat, limit=1))).id


async def ask(client: Client, group: int) -> None:
    """A poll."""
    answers = [types.PollAnswer(text=words(each), option=each.encode()) for each in ("Tea", "Coffee")]
    poll = types.Poll(id=0, question=words("What do we drink?"), answers=list(answers), hash=0)
    await client(
        functions.messages.SendMedia(
            peer=await client.input_peer(group),
            media=types.InputMediaPoll(poll=poll),
            message="",
            random_id=1,
        )
    )


def words(plain: str) -> types.TextWithEntities:
    return types.TextWithEntities(text=plain, entities=[])


def sunrise() -> bytes:
    """A picture: sky, sun and hills."""
    image = Image.new("RGB", (320, 160))
    for y in range(160):
        for x in range(320):
            sky = (40 + y, 60 + y // 2, 120 + y // 3)
            sun = (x - 220) ** 2 + (y - 80) ** 2 < 30**2
            hill = y > 105 + (x % 160 - 80) ** 2 // 200
            image.putpixel((x, y), (30, 90 - y // 4, 50) if hill else (255, 210, 90) if sun else sky)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def main() -> int:
    taken = asyncio.run(pictures())
    behind = [name for name, svg in taken.items() if not is_current(name, svg)]
    if "--check" in sys.argv:
        print("\n".join(f"docs/images/{name} is behind the code: make docs" for name in behind) or "they are current")
        return len(behind)
    for name in behind:
        (IMAGES / name).write_text(taken[name], encoding="utf-8")
        print(f"took docs/images/{name}")
    return 0


def is_current(name: str, svg: str) -> bool:
    """Whether the picture in the folder is this one."""
    path = IMAGES / name
    return path.exists() and path.read_text(encoding="utf-8") == svg


if __name__ == "__main__":
    raise SystemExit(main())
