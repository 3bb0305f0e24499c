"""Where one writes.

Rules of this file
- Enter sends, Ctrl+J (and Shift+Enter or Alt+Enter where the terminal tells them apart) begins a line.
- What is being answered or edited stands above the text; Escape lets go of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

NEW_LINE = ("ctrl+j", "shift+enter", "alt+enter")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the text is for.

    Attributes:
        reply_to: The message it answers.
        edits: The message it replaces.
        shown: What stands above the text.
    """

    reply_to: int | None = None
    edits: int | None = None
    shown: str = ""


class Editor(TextArea):
    """The text itself."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Sent(Message):
        """Enter was pressed."""

    class Left(Message):
        """One wants to go up, to the messages."""

        def __init__(self, cancels: bool) -> None:
            super().__init__()
            self.cancels = cancels

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Sent())
        elif event.key in NEW_LINE:
            event.stop()
            event.prevent_default()
            self.insert("\n")
        elif event.key == "up" and not self.text:
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(cancels=False))
        else:
            await super()._on_key(event)

    def action_leave(self) -> None:
        """Let go of an answer or an edit, or go to the messages."""
        self.post_message(self.Left(cancels=True))


class Composer(Vertical):
    """The text and what it is for."""

    class Submitted(Message):
        """A text is to be sent."""

        def __init__(self, text: str, purpose: Purpose) -> None:
            super().__init__()
            self.text = text
            self.purpose = purpose

    class Typing(Message):
        """Something was typed."""

    class Left(Message):
        """The messages are wanted."""

    def __init__(self, draft: str = "") -> None:
        super().__init__(id="composer")
        self._draft = self._known = draft
        self._purpose = Purpose()
        self._strip = Static(classes="purpose", markup=False)
        self.editor = Editor(draft, id="editor", soft_wrap=True, compact=True, placeholder="Write a message")

    def compose(self) -> ComposeResult:
        """The parts."""
        yield self._strip
        yield self.editor

    def on_mount(self) -> None:
        """Nothing is answered yet."""
        self._strip.display = False

    @property
    def draft(self) -> str:
        """What was written and not sent; an edit is none."""
        return self._draft if self._purpose.edits else self.editor.text

    def begin(self, purpose: Purpose, text: str | None = None) -> None:
        """Write for a purpose.

        Args:
            purpose: What for.
            text: What to begin with; None keeps what is there.
        """
        if purpose.edits and not self._purpose.edits:
            self._draft = self.editor.text
        self._purpose = purpose
        self._strip.update(purpose.shown)
        self._strip.display = bool(purpose.shown)
        if text is not None:
            self.editor.text = text
            self.editor.move_cursor(self.editor.document.end)
        self.editor.focus()

    def renew(self, draft: str) -> None:
        """Another device has written here. What was begun on this one stays, unless that one went on with it."""
        if self._purpose == Purpose() and self.editor.text in ("", self._known):
            self.editor.text = self._known = draft
            self.editor.move_cursor(self.editor.document.end)

    def finish(self) -> None:
        """It is done: back to what was written before."""
        edited = self._purpose.edits is not None
        self.begin(Purpose(), self._draft if edited else None)
        self._draft = ""

    def on_editor_sent(self, event: Editor.Sent) -> None:
        """Send, unless there is nothing to send."""
        event.stop()
        text, purpose = self.editor.text.strip(), self._purpose
        if not text:
            return
        self.editor.text = ""
        self.finish()
        self.post_message(self.Submitted(text, purpose))

    def on_editor_left(self, event: Editor.Left) -> None:
        """Escape: let go first, then leave."""
        event.stop()
        if event.cancels and self._purpose != Purpose():
            self.finish()
        else:
            self.post_message(self.Left())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell that something is typed."""
        event.stop()
        if event.text_area.text:
            self.post_message(self.Typing())
