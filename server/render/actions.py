"""Service actions: what happened in a chat, as a message (core.telegram.org/type/MessageAction). Records → TL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from mtproto.tl import types
from server.access.file_references import ContextKind, FileContext
from server.render.birthdays import render_birthday
from server.render.files import photo_of_action
from server.render.polls import render_answer
from server.render.rendering import Rendering
from server.render.todo import render_item
from server.render.wallpapers import set_wallpaper
from storage.conversations.messages import Message
from storage.conversations.polls import Answer

ActionRenderer: TypeAlias = "Callable[[Rendering, dict[str, Any]], types.TypeMessageAction]"

RENDERERS: Mapping[str, ActionRenderer] = {
    "history_cleared": lambda scene, action: types.MessageActionHistoryClear(),
    "suggest_birthday": lambda scene, action: types.MessageActionSuggestBirthday(
        birthday=render_birthday(action["birthday"])
    ),
    "suggest_photo": lambda scene, action: types.MessageActionSuggestProfilePhoto(
        photo=photo_of_action(scene, action, FileContext(ContextKind.USER_PHOTO, action["user"]))
    ),
    "contact_joined": lambda scene, action: types.MessageActionContactSignUp(),
    "pin": lambda scene, action: types.MessageActionPinMessage(),
    "ttl": lambda scene, action: types.MessageActionSetMessagesTTL(
        period=action["period"], auto_setting_from=scene.user(action["from"]) if "from" in action else None
    ),
    "noforwards": lambda scene, action: types.MessageActionNoForwardsToggle(
        prev_value=action["before"], new_value=action["after"]
    ),
    "noforwards_request": lambda scene, action: types.MessageActionNoForwardsRequest(
        expired="expired" in action, prev_value=action["before"], new_value=action["after"]
    ),
    "chat_create": lambda scene, action: types.MessageActionChatCreate(
        title=action["title"], users=[scene.user(user_id) for user_id in action["users"]]
    ),
    "chat_title": lambda scene, action: types.MessageActionChatEditTitle(title=action["title"]),
    "chat_photo": lambda scene, action: types.MessageActionChatEditPhoto(
        photo=photo_of_action(scene, action, FileContext(ContextKind.CHAT_PHOTO, action["chat"]))
    ),
    "chat_photo_gone": lambda scene, action: types.MessageActionChatDeletePhoto(),
    "chat_add": lambda scene, action: types.MessageActionChatAddUser(
        users=[scene.user(user_id) for user_id in action["users"]]
    ),
    "chat_remove": lambda scene, action: types.MessageActionChatDeleteUser(user_id=scene.user(action["users"][0])),
    "chat_joined": lambda scene, action: types.MessageActionChatJoinedByLink(inviter_id=scene.user(action["users"][0])),
    "chat_approved": lambda scene, action: types.MessageActionChatJoinedByRequest(),
    "chat_creator": lambda scene, action: types.MessageActionChangeCreator(
        new_creator_id=scene.user(action["users"][0])
    ),
    "todo_append": lambda scene, action: types.MessageActionTodoAppendTasks(
        list=[render_item(scene, item) for item in action["items"]]
    ),
    "todo_completions": lambda scene, action: types.MessageActionTodoCompletions(
        completed=action["completed"], incompleted=action["incompleted"]
    ),
    "chat_theme": lambda scene, action: types.MessageActionSetChatTheme(
        theme=types.ChatTheme(emoticon=action["emoticon"])
    ),
    "screenshot": lambda scene, action: types.MessageActionScreenshotTaken(),
}


async def _answer_added(scene: Rendering, message: Message) -> types.MessageActionPollAppendAnswer:
    answer = Answer(*message.body["action"]["answer"])
    return types.MessageActionPollAppendAnswer(answer=await render_answer(scene, message, answer))


async def _answer_gone(scene: Rendering, message: Message) -> types.MessageActionPollDeleteAnswer:
    answer = Answer(*message.body["action"]["answer"])
    return types.MessageActionPollDeleteAnswer(answer=await render_answer(scene, message, answer))


async def _wallpaper(scene: Rendering, message: Message) -> types.MessageActionSetChatWallPaper:
    return await set_wallpaper(scene, message.body["action"])


LOOKED_UP: Mapping[str, Callable[[Rendering, Message], Awaitable[types.TypeMessageAction]]] = {
    "chat_wallpaper": _wallpaper,
    "poll_append": _answer_added,
    "poll_delete": _answer_gone,
}
"""Those that show files which are not in the action itself."""


async def render_action(scene: Rendering, message: Message) -> types.TypeMessageAction:
    """What a service message tells."""
    action = message.body["action"]
    if action["kind"] in LOOKED_UP:
        return await LOOKED_UP[action["kind"]](scene, message)
    return RENDERERS[action["kind"]](scene, action)
