"""The chat in the terminal against the real server: what two people see of each other."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from PIL import Image
from textual.widgets import Input

from client_sdk.tui.app import ChatApp
from client_sdk.tui.composer import Composer
from client_sdk.tui.conversation import Conversation
from client_sdk.tui.message_view import MessageView
from client_sdk.tui.pane import ChatPane
from mtproto.tl import functions, types
from tests.client_sdk.tui.screen import SECONDS, screen, until

ADA, BEN = "9996622101", "9996622102"


@pytest.fixture
async def people(sign_in):
    """Ada, whose screen it is, and Ben, who has written to her."""
    ada, ben = await sign_in(ADA, "ada", "Ada"), await sign_in(BEN, "ben", "Ben")
    await ben.send_message(f"+{ADA}", "Good morning")
    return ada, ben


@asynccontextmanager
async def opened(ada, tmp_path):
    """Ada's screen, with the chat with Ben open and the editor in focus."""
    app = ChatApp(ada, downloads=tmp_path / "downloads")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, "Ben", "│")
        await pilot.press("enter")
        await until(pilot, "Write a message", "Ben  ")
        yield pilot


@pytest.fixture
async def chat(people, tmp_path):
    async with opened(people[0], tmp_path) as pilot:
        yield pilot


async def paste(pilot, text: str) -> None:
    """Put a text into the field that has the focus."""
    field = pilot.app.focused
    if isinstance(field, Input):
        field.value = text
    else:
        field.text = text
    await pilot.pause()


async def test_what_is_written_here_and_there_is_shown_at_once_and_read(chat, people):
    _, ben = people
    await until(chat, gone=" 1│")
    await chat.press(*"Hello", "enter")
    await until(chat, "✓ Hello")
    (answered,) = [message async for message in ben.iter_messages(f"+{ADA}", limit=1)]
    assert answered.message == "Hello"
    await ben.read(f"+{ADA}")
    await until(chat, "✓✓ Hello")
    await ben.set_typing(f"+{ADA}")
    await until(chat, "Ben typing …")
    sent = await ben.send_message(f"+{ADA}", "And **you**?", parse_mode="markdown", reply_to=answered.id)
    await until(chat, "┃ You: Hello", "And you?", gone="typing …")
    await ben.edit_message(f"+{ADA}", sent.id, "And the cat?")
    await until(chat, "And the cat?", "edited", gone="And you?")
    await ben.react(f"+{ADA}", answered.id, "\N{FIRE}")
    await until(chat, "\N{FIRE} 1")
    await ben.delete_messages([sent.id])
    await until(chat, "Hello", gone="And the cat?")
    await until(chat, gone="unread")


async def test_messages_are_answered_edited_reacted_to_and_deleted_by_key(chat, people):
    _, ben = people
    await chat.press("up", "r")
    await until(chat, "Reply to: Good morning")
    await chat.press(*"Yes", "enter")
    await until(chat, "┃ Ben: Good morning", "Yes", gone="Reply to")
    await chat.press("up", "e")
    await until(chat, "Editing")
    await chat.press(*", **sir**", "enter")
    await until(chat, "Yes, sir", "edited", gone="Editing")
    (edited,) = [message async for message in ben.iter_messages(f"+{ADA}", limit=1)]
    assert (edited.message, len(edited.entities), edited.reply_to is not None) == ("Yes, sir", 1, True)
    await chat.press("up", "up", "a")
    await until(chat, "React")
    await chat.press("enter")
    await until(chat, "👍 1", gone="React")
    await chat.press("a")
    await until(chat, "take it back")
    await chat.press("enter")
    await until(chat, "Good morning", gone="👍 1")
    await chat.press("down", "d")
    await until(chat, "Delete this message?")
    await chat.press("enter")
    await until(chat, "Good morning", gone="Yes, sir")
    assert [message.message async for message in ben.iter_messages(f"+{ADA}")] == ["Good morning"]


async def test_history_grows_at_its_edges_and_what_is_found_is_shown_where_it_is(people, tmp_path):
    ada, ben = people
    needle = await ben.send_message(f"+{ADA}", "the needle")
    await asyncio.gather(*(ada.send_message(f"+{BEN}", f"hay {number}.") for number in range(60)))
    last = await ada.send_message(f"+{BEN}", "the last straw")
    async with opened(ada, tmp_path) as chat:
        await until(chat, "the last straw")
        conversation = chat.app.query_one(Conversation)
        assert needle.message not in screen(chat.app)
        await chat.press("escape", "home")
        async with asyncio.timeout(SECONDS):
            while len(conversation.children) < 63:
                await chat.pause(0.02)
        await chat.press("home")
        await until(chat, "Good morning", "the needle")
        await chat.press("G")
        await until(chat, "the last straw")
        await chat.press("ctrl+f")
        await paste(chat, "needle")
        await chat.press("enter")
        await until(chat, "Search in Ben", "Ben: the needle")
        await chat.press("enter")
        await until(chat, "▌ the needle", "hay 3.", gone="Search in")
        assert conversation.selected.message.message == "the needle"
        await chat.press("ctrl+g")
        await paste(chat, "nothing like it")
        await chat.press("enter")
        await until(chat, "nothing found")
        await paste(chat, "straw")
        await chat.press("enter")
        await until(chat, "Ben: the last straw")
        await chat.press("enter")
        await until(chat, "▌ the last straw", gone="Search in")
        assert conversation.selected.message.message == last.message


async def test_what_comes_is_followed_at_the_end_and_counted_where_one_reads_above_it(people, tmp_path):
    ada, ben = people
    for number in range(8):
        await ben.send_message(f"+{ADA}", f"line {number}.\nand more")
    async with opened(ada, tmp_path) as chat:
        await until(chat, "▌ line 7.", gone="Good morning")
        conversation = chat.app.query_one(Conversation)
        await chat.press("escape")  # the newest message is chosen, and stays so
        for number in range(8, 12):
            await ben.send_message(f"+{ADA}", f"line {number}.\nand more")
            await until(chat, "▌ line 7.", f"▌ line {number}.", gone=" new · ")
        for number in range(12, 15):
            await ben.send_message(f"+{ADA}", f"line {number}.\nand more")
        await until(chat, "▌ line 7.", "▌ line 13.", "↓ 1 new · Ctrl+End", gone="▌ line 14.")
        assert conversation.selected.message.message.startswith("line 7.")
        chat.app.query_one(Composer).border_title = ""  # as if counted before the last message was laid out
        conversation.children[-1].post_message(MessageView.Resized())
        await until(chat, "▌ line 13.", "↓ 1 new · Ctrl+End", gone="▌ line 14.")
        await chat.press("ctrl+end")
        await until(chat, "▌ line 14.", gone=" new · ")
        await chat.press("i")  # back to writing, at the end
        await ben.send_message(f"+{ADA}", "last")
        await until(chat, "▌ last", f"{'last':23}│", gone=" new · ")  # nothing is unread in the list
        await chat.press("escape", "home")
        await until(chat, "▌ Good morning", gone="▌ last")
        await ben.send_message(f"+{ADA}", "one more")
        await until(chat, "▌ Good morning", "↓ 1 new · Ctrl+End", gone="▌ one more")
        await chat.press("i", "ctrl+end")
        await until(chat, "▌ one more", gone=" new · ")
        await until(chat, gone=" 1│")


async def test_what_is_not_laid_out_yet_was_not_seen(chat, people, monkeypatch):
    await people[1].send_message(f"+{ADA}", "Still there?")
    await until(chat, "▌ Still there?")
    conversation = chat.app.query_one(Conversation)
    told = []
    with monkeypatch.context() as patch:
        patch.setattr(conversation, "post_message", told.append)
        conversation.tell_seen()
        conversation._view(conversation.children[-1].message)  # as when it has just come
        conversation.tell_seen()
    seen = [message.message_id for message in told if isinstance(message, Conversation.Seen)]
    assert len(seen) == 2
    assert seen[0] > seen[1]


async def test_a_screen_that_closes_takes_no_more_along_than_what_it_was_to_tell(chat, people, monkeypatch):
    conversation = chat.app.query_one(Conversation)
    with monkeypatch.context() as patch:  # as when a dialog closes before its turn
        patch.setattr(conversation, "call_after_refresh", lambda *what: False)
        conversation.post_message(MessageView.Resized())
        await chat.pause()
    await people[1].send_message(f"+{ADA}", "Still there?")
    await until(chat, "▌ Still there?", gone=" 1│")


async def test_what_was_known_before_is_not_read_until_the_chat_is_loaded(people, tmp_path, monkeypatch):
    loading = asyncio.Event()
    load = ChatPane._load

    async def slowly(self, around: int) -> None:
        await loading.wait()
        await load(self, around)

    monkeypatch.setattr(ChatPane, "_load", slowly)
    ada, _ = people
    really, read = ada.read, []

    async def note(peer: int, message_id: int) -> None:
        read.append(message_id)
        await really(peer, message_id)

    monkeypatch.setattr(ada, "read", note)
    async with opened(ada, tmp_path) as chat:
        await until(chat, "▌ Good morning")
        chat.app.query_one(Conversation).tell_seen()
        await chat.pause()
        await settled(chat.app)
        assert read == []
        loading.set()
        await until(chat, "▌ Good morning", gone=" 1│")


async def settled(app) -> None:
    """Wait until what is on the screen counts as read, and is."""
    for group in ("seen", "read"):
        for worker in [worker for worker in app.workers if worker.group == group and not worker.is_cancelled]:
            await worker.wait()


async def test_what_was_on_the_screen_for_a_moment_only_is_not_read(chat, people, monkeypatch):
    await until(chat, gone=" 1│")
    pane = chat.app.query_one(ChatPane)
    read = []

    async def note(peer: int, message_id: int) -> None:
        read.append(message_id)

    monkeypatch.setattr(people[0], "read", note)
    seen = pane._seen
    pane.chat.unread = 3
    for message_id in (seen + 3, seen + 2, seen):  # as when a chat is opened at its end, and then further above
        pane.on_conversation_seen(Conversation.Seen(message_id))
    await settled(chat.app)
    assert read == []
    pane.on_conversation_seen(Conversation.Seen(seen + 1))
    await settled(chat.app)
    assert read == [seen + 1]


async def test_what_is_being_read_is_read_whatever_is_seen_meanwhile(chat, people, monkeypatch):
    await until(chat, gone=" 1│")
    pane = chat.app.query_one(ChatPane)
    begun, goes_on, read = asyncio.Event(), asyncio.Event(), []

    async def slowly(peer: int, message_id: int) -> None:
        begun.set()
        await goes_on.wait()
        read.append(message_id)

    monkeypatch.setattr(people[0], "read", slowly)
    pane.chat.unread = 1
    newest = pane._seen + 1
    pane.on_conversation_seen(Conversation.Seen(newest))
    await begun.wait()
    for message_id in (newest, newest - 1):  # as when something grows, or one goes up again
        pane.on_conversation_seen(Conversation.Seen(message_id))
    goes_on.set()
    await settled(chat.app)
    assert read == [newest]


async def test_files_go_and_come(chat, people, tmp_path):
    _, ben = people
    picture = tmp_path / "sky.png"
    Image.linear_gradient("L").resize((320, 200)).convert("RGB").save(picture)
    (tmp_path / "report.txt").write_bytes(b"all is well\n" * 100)
    await chat.press("ctrl+o")
    await paste(chat, str(tmp_path / "no.txt"))
    await chat.press("enter")
    await until(chat, "There is no file")
    await paste(chat, str(tmp_path / "repor"))
    async with asyncio.timeout(SECONDS):
        while chat.app.focused.value != str(tmp_path / "report.txt"):
            await chat.press("end", "right")
    await chat.press("enter")
    await until(chat, "report.txt · 1.2 KiB", gone="Send which")
    await ben.send_file(f"+{ADA}", picture, caption="Look")
    await until(chat, "▣ Photo", "Look", "▀▀▀▀")
    await chat.press("escape", "o")
    await until(chat, "Downloaded")
    (downloaded,) = (tmp_path / "downloads").iterdir()
    with Image.open(downloaded) as image:
        assert image.size == (320, 200)
    await chat.press("up", "enter")
    async with asyncio.timeout(SECONDS):
        while not (tmp_path / "downloads" / "report.txt").exists():
            await chat.pause(0.02)
    assert (tmp_path / "downloads" / "report.txt").read_bytes() == (tmp_path / "report.txt").read_bytes()


async def test_groups_are_founded_people_found_and_messages_forwarded(chat, people):
    _, ben = people
    await chat.press("ctrl+n")
    await paste(chat, "Engine")
    await chat.press("enter", "space", "ctrl+s")
    await until(chat, "created the group «Engine»", gone="New group")
    group = await anext(dialog async for dialog in ben.iter_dialogs() if dialog.name == "Engine")
    await ben.send_message(group.id, "Where does it go?")
    await until(chat, "▌ Ben", "Where does it go?")
    await ben.set_username("ben_t")
    await chat.press("ctrl+t")
    await paste(chat, "@ben_t")
    await until(chat, "Go to", "│  Ben  ")
    await chat.press("enter")
    await until(chat, "▌ Good morning", gone="Go to")
    await chat.press("escape", "f")
    await paste(chat, "engi")
    await until(chat, "Forward to", "│  Engine  ")
    await chat.press("enter")
    await until(chat, "Forwarded from Ben", "Where does it go?")


async def test_the_rest_of_the_keys(chat, people):
    ada, _ = people
    await paste(chat, "x" * 5000)
    await chat.press("enter")
    assert "xxxxxxxx" in await until(chat, "Cannot send", "MESSAGE_TOO_LONG")  # the text comes back
    await paste(chat, "half a thought")
    await chat.press("escape", "r")
    await until(chat, "Reply to")
    await chat.press("escape")
    await until(chat, "half a thought", gone="Reply to")
    await ada.send_message("me", "note")
    await until(chat, "note")
    await chat.press("alt+up")
    await until(chat, "▌ note", gone="half a thought")
    await chat.press("alt+down")
    await until(chat, "half a thought")
    await chat.press("f1")
    await until(chat, "Anywhere", "Ctrl+T")
    await chat.press("ctrl+n")
    await until(chat, "Anywhere", gone="New group")
    await chat.press("escape")
    chat.app.query_one("#chats").focus()
    await chat.press("p")
    await until(chat, "▴ Ben")
    assert [dialog.dialog.pinned async for dialog in ada.iter_dialogs()] == [True, False]
    await chat.press("p")
    await until(chat, "Saved", gone="▴")
    await chat.click("#chats", offset=(3, 0))
    await until(chat, "▌ note")


async def open_chat(pilot, name: str) -> None:
    """By its name: the order of the list is another matter."""
    await pilot.press("ctrl+t")
    await until(pilot, "Go to")
    await paste(pilot, name)
    await until(pilot, f"│  {name}  ")
    await pilot.press("enter")
    await until(pilot, name, gone="Go to")


async def send_poll(ben, *answers: str, **options: object) -> None:
    """A poll of Ben's."""
    told = [types.PollAnswer(text=plain(each), option=each.encode()) for each in answers]
    poll = types.Poll(id=0, question=plain("Tea?"), answers=told, hash=0, **options)
    media, peer = types.InputMediaPoll(poll=poll), await ben.input_peer(f"+{ADA}")
    await ben(functions.messages.SendMedia(peer=peer, media=media, message="", random_id=len(answers)))


async def test_polls_are_voted_in_by_key(chat, people):
    _, ben = people
    await send_poll(ben, "yes", "no")
    await until(chat, "Poll: Tea?", "○ yes", "○ no")
    await chat.press("up", "v")
    await until(chat, "│  yes")
    await chat.press("down", "enter")
    await until(chat, "◉ no", "100%", "1 vote", gone="│  yes")
    await chat.press("v")
    await until(chat, "take the vote back")
    await chat.press("enter")
    await until(chat, "○ no", gone="take the vote back")
    await send_poll(ben, "green", "black", "white", multiple_choice=True)
    await chat.press("end")
    await until(chat, "○ white")
    await chat.press("up", "v")
    await until(chat, "Space chooses")
    await chat.press("space", "down", "down", "space", "enter")
    await until(chat, "◉ green", "○ black", "◉ white", gone="Space chooses")


async def test_a_chat_is_muted_and_makes_noise_again_by_key(chat, people):
    ada, _ = people
    await chat.press("escape", "n")
    await until(chat, "Ben ⊘")
    (dialog,) = [each async for each in ada.iter_dialogs() if each.name == "Ben"]
    assert dialog.dialog.notify_settings.mute_until == 2**31 - 1
    await chat.press("n")
    await until(chat, "Ben", gone="⊘")


async def test_what_is_archived_stands_apart(chat, people):
    """Also when it is there before the screen is, and until somebody writes who is not muted."""
    ada, ben = people
    await ada.send_message("me", "note")
    await until(chat, "note")
    chats = chat.app.query_one("#chats")
    chats.focus()
    assert [dialog.name async for dialog in ada.iter_dialogs(archived=True)] == []
    await chat.press("a")
    await until(chat, "▸ Archive", "note")
    (archived,) = [dialog async for dialog in ada.iter_dialogs(archived=True)]
    assert chats.highlighted_chat.name == "Saved messages"
    await chat.press("home", "enter")
    await until(chat, "◂ All chats", gone="note")
    assert chats.highlighted_chat.id == archived.id
    await chat.press("p")
    await until(chat, "▴ Ben")
    await chat.press("home", "enter")
    await until(chat, "▸ Archive", "note")
    for name, shown in (("Saved messages", "▸ Archive"), ("Ben", "◂ All chats"), ("Saved messages", "▸ Archive")):
        await open_chat(chat, name)
        await until(chat, shown)
    await ben.send_message(f"+{ADA}", "Are you there?")
    await until(chat, "Are you there?", gone="▸ Archive")


async def test_a_chat_that_leaves_the_archive_while_the_list_is_asked_for_stays(chat, people, monkeypatch):
    ada, _ = people
    (ben,) = [dialog async for dialog in ada.iter_dialogs() if dialog.name == "Ben"]
    await ada.archive_dialog(ben.id)
    await until(chat, "▸ Archive")
    ask = ada.iter_dialogs

    async def asked_slowly(*, archived):
        async for dialog in ask(archived=archived):
            yield dialog
        if not archived:
            await ada.archive_dialog(ben.id, archived=False)
            await until(chat, gone="▸ Archive")

    monkeypatch.setattr(ada, "iter_dialogs", asked_slowly)
    await chat.app._load_chats().wait()
    async with asyncio.timeout(SECONDS):
        while "Ben" not in [each.name for each in chat.app._chats.ordered()]:
            await chat.pause(0.02)
    assert chat.app._chats[ben.id].archived is False


async def test_what_was_begun_is_a_draft_on_every_device(chat, people, sign_in):
    ada, _ = people
    other = await sign_in(ADA, "other")
    await ada.send_message("me", "note")
    await until(chat, "note")
    await paste(chat, "half a **thought**")
    await open_chat(chat, "Saved messages")
    await until(chat, "Draft: half", "▌ note")
    dialog = await other.get_dialog(f"+{BEN}")
    assert dialog.dialog.draft.message == "half a thought"
    assert isinstance(dialog.dialog.draft.entities[0], types.MessageEntityBold)
    await other.save_draft(f"+{BEN}", "a whole one")
    await until(chat, "Draft: a whole")
    await open_chat(chat, "Ben")
    await until(chat, "▌ Good morning", "a whole one")
    await other.save_draft(f"+{BEN}", "a better one")
    await until(chat, "▌ Good morning", "a better one", gone="a whole one")
    await chat.press("enter")
    await until(chat, "✓ a better one", gone="Draft:")
    await chat.press(*"later", "ctrl+q")
    await chat.pause()
    assert (await other.get_dialog(f"+{BEN}")).dialog.draft.message == "later"


def plain(text: str) -> types.TextWithEntities:
    return types.TextWithEntities(text=text, entities=[])
