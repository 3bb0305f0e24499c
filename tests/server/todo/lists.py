"""To-do lists for tests, and the calls that send them and work through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtproto.tl import functions, types
from tests.server.people import history, random_id, words

messages = functions.messages


def todo(*items: tuple[int, str], title: str = "Trip", **fields: bool) -> types.InputMediaTodo:
    there = [types.TodoItem(id=number, title=words(name)) for number, name in items or ((1, "tent"), (2, "map"))]
    return types.InputMediaTodo(todo=types.TodoList(title=words(title), list=there, **fields))


def send(peer: types.TypeInputPeer, given: types.InputMediaTodo) -> messages.SendMedia:
    return messages.SendMedia(peer=peer, media=given, message="", random_id=random_id())


def toggle(peer: types.TypeInputPeer, message_id: int, done: list[int], undone: Sequence[int] = ()) -> Any:
    return messages.ToggleTodoCompleted(peer=peer, msg_id=message_id, completed=done, incompleted=list(undone))


def append(peer: types.TypeInputPeer, message_id: int, *items: tuple[int, str]) -> messages.AppendTodoList:
    there = [types.TodoItem(id=number, title=words(name)) for number, name in items]
    return messages.AppendTodoList(peer=peer, msg_id=message_id, list=there)


async def shown(device: Any, peer: types.TypeInputPeer) -> tuple[int, types.MessageMediaToDo]:
    """The newest list of a dialog."""
    for message in (await history(device, peer)).messages:
        if isinstance(message, types.Message) and isinstance(message.media, types.MessageMediaToDo):
            return message.id, message.media
    raise AssertionError("no list")
