"""The keys, place by place: what the help screen and docs/terminal-chat.md show, and what the screen obeys."""

from __future__ import annotations

from textual.binding import Binding

ANYWHERE = (
    Binding("f1", "help", "show these keys", priority=True),
    Binding("ctrl+t", "go_to", "go to a chat, or to someone by @name or +phone", priority=True),
    Binding("alt+down", "step(1)", "next chat", priority=True),
    Binding("alt+up", "step(-1)", "previous chat", priority=True),
    Binding("ctrl+r", "next_unread", "next chat with unread messages", priority=True),
    Binding("ctrl+f", "find_here", "search in this chat", priority=True),
    Binding("ctrl+g", "find_everywhere", "search in all chats", priority=True),
    Binding("ctrl+o", "send_file", "send a file", priority=True),
    Binding("ctrl+n", "new_group", "new group", priority=True),
    Binding("tab", "app.focus_next", "next part of the screen"),
    Binding("ctrl+q", "quit", "quit", priority=True),
)

CHATS = (
    Binding("enter", "select", "open the chat, or the archive"),
    Binding("p", "app.pin", "pin or unpin it"),
    Binding("a", "app.archive", "archive or unarchive it"),
    Binding("m", "app.mark_read", "mark it as read"),
    Binding("n", "app.mute", "mute or unmute it"),
)

MOVES = (
    Binding("up,k", "select(-1)", "previous message"),
    Binding("down,j", "select(1)", "next message; after the last one, write"),
    Binding("home", "first", "the first loaded message; more load as you go up"),
    Binding("end,G", "newest", "the newest message"),
)
"""Of the conversation."""

MESSAGE_ACTIONS = (
    Binding("ctrl+end", "newest", "the newest message, while writing too"),
    Binding("u", "unread", "the first unread message"),
    Binding("r", "reply", "reply"),
    Binding("e", "edit", "edit"),
    Binding("d", "delete", "delete"),
    Binding("a,+", "react", "react, or take the reaction back"),
    Binding("v", "vote", "vote in a poll, or take the vote back"),
    Binding("f", "forward", "forward"),
    Binding("o,enter", "download", "download the file"),
    Binding("s", "reveal", "show what is under a spoiler"),
    Binding("y", "copy", "copy the text"),
    Binding("m", "app.mark_read", "mark the chat as read"),
    Binding("n", "app.mute", "mute or unmute the chat"),
    Binding("slash", "app.find_here", "search in this chat"),
    Binding("i,escape", "write", "write"),
)
"""What is done with the chosen message."""

WRITING = (
    ("Enter", "send; **bold**, __italic__ and `code` are Markdown"),
    ("Ctrl+J", "new line"),
    ("Up", "in an empty line: to the messages"),
    ("Escape", "cancel a reply or an edit; then, to the messages"),
)
"""What the composer does by itself."""


def sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every key by its place, as people read them."""
    return [
        ("Anywhere", [(named(each.key), each.description) for each in ANYWHERE]),
        ("In the list of chats", [(named(each.key), each.description) for each in CHATS]),
        ("In the messages", [(named(each.key), each.description) for each in (*MOVES, *MESSAGE_ACTIONS)]),
        ("While writing", list(WRITING)),
    ]


def named(keys: str) -> str:
    """Keys as people read them: `ctrl+t` is Ctrl+T."""
    return ", ".join(_named(key) for key in keys.split(","))


def _named(key: str) -> str:
    if len(key) == 1:
        return key
    return "/" if key == "slash" else "+".join(part.capitalize() for part in key.split("+"))
