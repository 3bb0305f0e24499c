"""What a message is, in words: its media, its events, its last line in the list of chats."""

from __future__ import annotations

from client_sdk.files.locations import file_name
from client_sdk.peers import id_of
from client_sdk.tui.markup import one_line
from client_sdk.tui.people import People
from client_sdk.verbs.history import AnyMessage
from mtproto.tl import TLObject, types
from mtproto.tl.flat_text import FlatText, flattened

KIB = 1024
BAR = 10
"""Cells of the bar behind an answer of a poll."""


def size(count: int) -> str:
    """A number of bytes for people."""
    amount = float(count)
    for unit in ("B", "KiB", "MiB"):
        if amount < KIB:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= KIB
    return f"{amount:.1f} GiB"


def duration(seconds: float) -> str:
    """A time as a player shows it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def preview(message: AnyMessage, people: People) -> str:
    """A message in one line."""
    if isinstance(message, types.MessageService):
        return event(message, people)
    label = "" if message.media is None else media(message.media)
    return " ".join(filter(None, (label, one_line(written(message).text))))


def written(message: types.Message) -> FlatText:
    """What a message says: its text, or what of its blocks can be said in words."""
    if message.rich_message is not None:
        return flattened(message.rich_message.blocks)
    return FlatText(message.message, message.entities or [])


# -- media -------------------------------------------------------------------------------------------------------------


def media(what: TLObject) -> str:
    """What kind of media it is, with what there is to know; empty where the text says it all."""
    match what:
        case types.MessageMediaPhoto(photo=None):
            return "▣ Photo, no longer there"
        case types.MessageMediaPhoto():
            return "▣ Photo"
        case types.MessageMediaDocument(document=types.Document() as document):
            return _document(document)
        case types.MessageMediaDocument():
            return "▤ File, no longer there"
        case types.MessageMediaPoll(poll=poll):
            return f"☰ {'Quiz' if poll.quiz else 'Poll'}: {one_line(poll.question.text)}"
        case types.MessageMediaToDo(todo=todo):
            return f"☑ List: {one_line(todo.title.text)}"
        case types.MessageMediaContact(first_name=first, last_name=last, phone_number=phone):
            return f"☺ Contact: {one_line(f'{first} {last} {phone}')}"
        case types.MessageMediaVenue(title=title, address=address):
            return f"⌖ {one_line(f'{title}, {address}')}"
        case types.MessageMediaGeo(geo=types.GeoPoint(lat=lat, long=long)):
            return f"⌖ Location {lat:.5f}, {long:.5f}"
        case types.MessageMediaGeoLive():
            return "⌖ Live location"
        case types.MessageMediaDice(value=value, emoticon=emoticon):
            return f"{one_line(emoticon)} {value}"
        case types.MessageMediaWebPage() | types.MessageMediaEmpty():
            return ""
    return "▢ Media that this client cannot show"


def _document(document: types.Document) -> str:
    """A sticker, a recording, a video, or a file by its name."""
    for attribute in document.attributes:
        match attribute:
            case types.DocumentAttributeSticker(alt=alt):
                return f"Sticker {one_line(alt)}".rstrip()
            case types.DocumentAttributeAudio(voice=True, duration=seconds):
                return f"♪ Voice message {duration(seconds)}"
            case types.DocumentAttributeVideo(round_message=True, duration=seconds):
                return f"▶ Video message {duration(seconds)}"
            case types.DocumentAttributeAudio(duration=seconds, title=title, performer=performer):
                name = one_line(" - ".join(filter(None, (performer, title)))) or one_line(file_name(document))
                return f"♪ {name} {duration(seconds)}"
    kind = "▤"
    for attribute in document.attributes:
        match attribute:
            case types.DocumentAttributeAnimated():
                return f"▶ GIF · {size(document.size)}"
            case types.DocumentAttributeVideo(duration=seconds):
                kind = f"▶ {duration(seconds)}"
    return f"{kind} {one_line(file_name(document))} · {size(document.size)}"


def own_votes(results: types.PollResults) -> list[bytes]:
    """What this account has voted for in a poll."""
    return [each.option for each in results.results or () if each.chosen]


def poll(what: types.MessageMediaPoll) -> list[str]:
    """The answers of a poll, each with its share where it is known."""
    results = {each.option: each for each in what.results.results or ()}
    total = what.results.total_voters or 0
    lines = []
    for answer in what.poll.answers:
        if not isinstance(answer, types.PollAnswer):
            continue
        voters = results.get(answer.option)
        mark = "◉" if voters is not None and voters.chosen else "○"
        line = f"{mark} {one_line(answer.text.text)}"
        if voters is not None and voters.voters is not None and total:
            share = voters.voters / total
            line += f"  {'█' * round(share * BAR) or '▏'} {share:.0%}"
        lines.append(line)
    lines.append(f"{total} vote{'' if total == 1 else 's'}" + (", closed" if what.poll.closed else ""))
    return lines


def todo(what: types.MessageMediaToDo) -> list[str]:
    """The items of a to-do list."""
    done = {each.id for each in what.completions or ()}
    return [f"{'☑' if item.id in done else '☐'} {one_line(item.title.text)}" for item in what.todo.list]


# -- events ------------------------------------------------------------------------------------------------------------


def event(message: types.MessageService, people: People) -> str:
    """What a service message tells."""
    who = people.name(id_of(message.from_id or message.peer_id)) if not message.out else "You"
    match message.action:
        case types.MessageActionChatCreate(title=title):
            return f"{who} created the group «{one_line(title)}»"
        case types.MessageActionChannelCreate(title=title):
            return f"«{one_line(title)}» was created"
        case types.MessageActionChatEditTitle(title=title):
            return f"{who} called the group «{one_line(title)}»"
        case types.MessageActionChatEditPhoto():
            return f"{who} changed the group's picture"
        case types.MessageActionChatDeletePhoto():
            return f"{who} removed the group's picture"
        case types.MessageActionChatAddUser(users=users):
            return f"{who} added {', '.join(people.name(user_id) for user_id in users)}"
        case types.MessageActionChatDeleteUser(user_id=user_id):
            left = message.from_id is not None and id_of(message.from_id) == user_id
            return f"{who} left" if left else f"{who} removed {people.name(user_id)}"
        case types.MessageActionChatJoinedByLink() | types.MessageActionChatJoinedByRequest():
            return f"{who} joined"
        case types.MessageActionPinMessage():
            return f"{who} pinned a message"
        case types.MessageActionSetMessagesTTL(period=0):
            return f"{who} turned the timer of messages off"
        case types.MessageActionSetMessagesTTL(period=period):
            return f"{who} set messages to vanish after {_days(period)}"
        case types.MessageActionContactSignUp():
            return f"{who} signed up"
        case types.MessageActionScreenshotTaken():
            return f"{who} took a screenshot"
        case types.MessageActionHistoryClear():
            return "The history was cleared"
        case types.MessageActionSetChatTheme() | types.MessageActionSetChatWallPaper():
            return f"{who} changed the looks of the chat"
        case types.MessageActionPhoneCall(duration=seconds):
            return f"Call, {duration(seconds)}" if seconds else "Call, not answered"
        case types.MessageActionCustomAction(message=text):
            return one_line(text)
    return f"{who}: {_spelled(message.action.NAME)}"


def _days(seconds: int) -> str:
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds % length == 0:
            count = seconds // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} seconds"


def _spelled(name: str) -> str:
    """An event that has no sentence above, by its name in the schema."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.removeprefix("message action ")
