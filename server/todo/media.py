"""To-do lists as clients send them: inputMediaTodo → records (core.telegram.org/api/todo).

A record has the `title` and the `items` (each a short text with its id), what others may do (`append`, `complete`),
and `done`: for each completed item its id, who did it (a plain user id) and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from server.messages.short_texts import SIMPLE_STYLES, short_text
from server.rpc.context import Context
from storage.database import Snapshot

MAX_ITEMS = 30
"""config.todo_items_max."""
MAX_TITLE = 32
"""config.todo_title_length_max."""
MAX_ITEM = 64
"""config.todo_item_length_max."""


async def read_todo(ctx: Context, view: Snapshot, given: types.InputMediaTodo) -> dict[str, Any]:
    """A new list.

    Raises:
        TODO_ITEMS_EMPTY, TODO_ITEMS_TOO_MUCH, TODO_ITEM_DUPLICATE.
        MEDIA_INVALID: A text in it is empty or too long, or an item's id is negative (mtcute begins at 0).
    """
    todo = given.todo
    if not todo.list:
        raise rpc_errors.TODO_ITEMS_EMPTY
    return {
        "kind": "todo",
        "title": await short_text(ctx, view, todo.title, MAX_TITLE, SIMPLE_STYLES, rpc_errors.MEDIA_INVALID),
        "items": await read_items(ctx, view, todo.list),
        "append": todo.others_can_append,
        "complete": todo.others_can_complete,
        "done": [],
    }


async def read_items(ctx: Context, view: Snapshot, given: Sequence[types.TodoItem]) -> list[dict[str, Any]]:
    """Items as they will be kept; raises what `read_todo` raises."""
    if len(given) > MAX_ITEMS:
        raise rpc_errors.TODO_ITEMS_TOO_MUCH
    if len({item.id for item in given}) != len(given):
        raise rpc_errors.TODO_ITEM_DUPLICATE
    if any(item.id < 0 for item in given):
        raise rpc_errors.MEDIA_INVALID
    return [
        {
            "id": item.id,
            **await short_text(ctx, view, item.title, MAX_ITEM, SIMPLE_STYLES, rpc_errors.MEDIA_INVALID),
        }
        for item in given
    ]


def edited(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A list after its author has written it anew: what was done stays done."""
    there = {item["id"] for item in new["items"]}
    return {**new, "done": [one for one in old["done"] if one[0] in there]}
