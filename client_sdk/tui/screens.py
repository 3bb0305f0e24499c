"""What opens above the chat and asks for something: a line, a choice, a search, a group; and the keys.

Each is dismissed with what was asked for, or None.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from rich.table import Table
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Label, OptionList, SelectionList, Static
from textual.widgets.option_list import Option

T = TypeVar("T")

Found = list[tuple[Text, T]]
"""What a search offers: how it looks, and what it is."""

CLOSE: list[BindingType] = [Binding("escape", "dismiss(None)", "close", show=False)]


class Choose(ModalScreen[T | None], Generic[T]):
    """One of some things."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def __init__(self, title: str, choices: Iterable[tuple[str, T]]) -> None:
        super().__init__()
        self._title = title
        self._choices = list(choices)

    def compose(self) -> ComposeResult:
        """The parts."""
        with Vertical(classes="box"):
            yield Label(self._title, classes="title", markup=False)
            yield OptionList(*(Text(shown) for shown, _ in self._choices))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """It was chosen."""
        self.dismiss(self._choices[event.option_index][1])


class ChooseSome(ModalScreen[list[T] | None], Generic[T]):
    """Some of some things, or none of them.

    Args:
        title: What is chosen.
        choices: What there is: its name, and what it is.
        chosen: What is chosen already.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSE, Binding("enter", "done", "done", priority=True)]

    def __init__(self, title: str, choices: Iterable[tuple[str, T]], chosen: Iterable[T]) -> None:
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._chosen = list(chosen)

    def compose(self) -> ComposeResult:
        """The parts."""
        with Vertical(classes="box"):
            yield Label(f"{self._title}  (Space chooses, Enter is done)", classes="title", markup=False)
            lines = ((Text(name), at, what in self._chosen) for at, (name, what) in enumerate(self._choices))
            yield SelectionList[int](*lines)

    def action_done(self) -> None:
        """These."""
        self.dismiss([self._choices[at][1] for at in sorted(self.query_one(SelectionList[int]).selected)])


class Paths(Suggester):
    """Completes the path of a file."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first path that begins so."""
        return await asyncio.to_thread(_completed, value)


def _completed(begun: str) -> str | None:
    folder, slash, start = begun.rpartition("/")
    try:
        inside = sorted(Path(f"{folder}{slash}").expanduser().iterdir())
    except (OSError, RuntimeError):  # RuntimeError: a home folder that there is not
        return None
    for path in inside:
        if start and path.name.startswith(start):
            return f"{begun}{path.name[len(start) :]}{'/' if path.is_dir() else ''}"
    return None


class AskPath(ModalScreen[Path | None]):
    """The path of a file."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def compose(self) -> ComposeResult:
        """The parts."""
        with Vertical(classes="box"):
            yield Label("Send which file? → completes the path", classes="title")
            yield Input(placeholder="~/picture.jpg", compact=True, suggester=Paths())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A terminal puts quotes around a path that is dropped on it."""
        path = Path(event.value.strip().strip("'\"")).expanduser()
        if path.is_file():
            self.dismiss(path)
        else:
            self.notify(f"There is no file {path}", severity="error", markup=False)


class Find(ModalScreen[T | None], Generic[T]):
    """Something that is searched for by words.

    Args:
        title: What is searched.
        search: Finds it.
        live: Search at every key, rather than at Enter.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSE, Binding("down", "results", show=False)]

    def __init__(self, title: str, search: Callable[[str], Awaitable[Found[T]]], *, live: bool) -> None:
        super().__init__()
        self._title = title
        self._search = search
        self._live = live
        self._found: Found[T] = []

    def compose(self) -> ComposeResult:
        """The parts."""
        with Vertical(classes="box tall"):
            yield Label(self._title, classes="title", markup=False)
            yield Input(compact=True)
            yield OptionList()

    def on_mount(self) -> None:
        """What there is without words."""
        if self._live:
            self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """A key was pressed."""
        if self._live:
            self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: search, or take the first that is there already."""
        if self._live and self._found:
            self.dismiss(self._found[0][1])
        else:
            self._show(event.value)

    @work(group="find", exclusive=True)
    async def _show(self, words: str) -> None:
        self._found = await self._search(words)
        results = self.query_one(OptionList)
        nothing = [] if not words else [Option(Text("nothing found", "dim"), disabled=True)]
        results.set_options([Option(shown) for shown, _ in self._found] or nothing)
        results.highlighted = 0 if self._found else None
        if self._found and not self._live:
            results.focus()

    def action_results(self) -> None:
        """Go from the words to what was found."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """It was chosen."""
        self.dismiss(self._found[event.option_index][1])


class NewGroup(ModalScreen[tuple[str, list[int]] | None]):
    """The title and the members of a new group.

    Args:
        people: Who can be asked in: name and id.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSE, Binding("ctrl+s", "create", "create it", priority=True)]

    def __init__(self, people: Iterable[tuple[str, int]]) -> None:
        super().__init__()
        self._people = list(people)

    def compose(self) -> ComposeResult:
        """The parts."""
        with Vertical(classes="box tall"):
            yield Label("New group: Space chooses members, Ctrl+S creates it", classes="title")
            yield Input(placeholder="Title", compact=True)
            yield SelectionList[int](*((Text(name), user_id) for name, user_id in self._people))

    def on_input_submitted(self) -> None:
        """Enter goes on to the members."""
        self.query_one(SelectionList).focus()

    def action_create(self) -> None:
        """Done, if it has a title and members."""
        title, members = self.query_one(Input).value.strip(), self.query_one(SelectionList[int]).selected
        if title and members:
            self.dismiss((title, members))
        else:
            self.notify("A group needs a title and members", severity="warning")


class Help(ModalScreen[None]):
    """The keys.

    Args:
        keys: Of each place: its name, and the keys with what they do.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSE, Binding("f1,q", "dismiss(None)", show=False)]

    def __init__(self, keys: Iterable[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__()
        self._keys = list(keys)

    def compose(self) -> ComposeResult:
        """The parts."""
        with VerticalScroll(classes="box help"):
            for place, keys in self._keys:
                table = Table.grid(padding=(0, 2, 0, 0))
                for key, meaning in keys:
                    table.add_row(Text(key, "bold"), Text(meaning))
                yield Label(place, classes="title", markup=False)
                yield Static(table)
