"""To-do lists: records → TL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtproto.tl import types
from server.render.entities import render_text
from server.render.rendering import Rendering
from storage.conversations.messages import Message


async def render_todo(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaToDo:
    """A list, and what of it is done."""
    return types.MessageMediaToDo(
        todo=types.TodoList(
            others_can_append=media["append"],
            others_can_complete=media["complete"],
            title=render_text(scene, media["title"]),
            list=[render_item(scene, item) for item in media["items"]],
        ),
        completions=[
            types.TodoCompletion(id=item, completed_by=scene.peer(user_id), date=date)
            for item, user_id, date in media["done"]
        ]
        or None,
    )


def render_item(scene: Rendering, item: Mapping[str, Any]) -> types.TodoItem:
    """One item."""
    return types.TodoItem(id=item["id"], title=render_text(scene, item))
