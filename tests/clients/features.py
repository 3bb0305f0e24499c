"""What every client is asked to do: the rows of docs/compatibility.md, by the name that scenarios call them.

A feature counts as seen when somebody else saw it: what one device does is checked on another one, mostly on that of
another person.
"""

FEATURES: dict[str, dict[str, str]] = {
    "Account": {
        "sign up": "make an account for a new number",
        "sign in by code": "enter on a device with the code",
        "password": "set one, be refused with a wrong one, enter with the right one, remove it",
        "QR code": "enter by a token that another device accepts",
        "sessions": "list the devices; a new one may not end others; one that logs out is gone",
        "profile": "last name and about, read by another person",
        "username": "set one, found by another person",
        "profile photo": "set one, downloaded by another person",
        "contacts": "import a number, read the list",
        "privacy": "hide the phone number; another person does not see it",
        "presence": "come online; another person hears it",
    },
    "Messages": {
        "messages": "written and heard live, with formatting",
        "history": "read back on a device that was not there",
        "replies": "answer a message; the other side sees to which",
        "edits": "heard by the other side",
        "deletions": "for both sides, heard by the other one",
        "forwards": "to another person, who sees whose words they are",
        "drafts": "heard by the other device of the same person",
        "pins": "heard by the other side",
        "scheduled messages": "scheduled, listed, sent now, heard",
        "reactions": "seen by the author",
        "polls": "asked, voted in by another person, closed",
        "search": "within a chat and everywhere",
        "read receipts": "heard by the author",
        "typing": "heard by the other side",
        "devices in step": "what one device sends, the other device of the same person hears",
        "catching up": "a device that was away hears what was written, as corrected; what was deleted is gone",
    },
    "Two devices each": {
        "messages live": "texts, quotes, answers across chats, mentions, edits, deletions, forwards without names "
        "or captions, albums, what may not be forwarded, reactions, pins, cleared histories, "
        "readings, typing",
        "media live": "contacts, places, venues, locations that move and stop, dice, polls and quizzes with "
        "votes of others, to-do lists, pictures to look at once",
        "scheduled live": "sent before its time, changed, deleted, repeated, sent when the other one comes online",
        "chat lists live": "drafts, chats on top, marks, folders with order and tags, the archive, saved messages "
        "with tags, silence, timers",
        "groups live": "names, photos, rights, administrators, requests to join, leaving, removing, an end",
        "notices live": "blocks, screenshots, contacts who come, the bar over strangers",
        "messages missed": "the same while the other devices were away",
        "media missed": "the same while the other devices were away",
        "scheduled missed": "the same while the other devices were away",
        "chat lists missed": "the same while the other devices were away",
        "groups missed": "the same while the other devices were away",
        "notices missed": "the same while the other devices were away",
        "the same answers": "asked at either device: who has read, voted, liked, is online, what is found and when",
    },
    "Groups": {
        "groups": "three people in one; all hear a message",
        "group rights": "take the right to write from all, give it to one as an administrator",
        "invite links": "export one, join by it",
        "leaving": "the others hear it",
    },
    "Files": {
        "photos": "sent and downloaded by the other side, equal by SHA-256 to what the sender gets",
        "albums": "two photos that stay together",
        "documents": "1.5 MB, equal by SHA-256",
        "voice messages": "with their duration, equal by SHA-256",
        "stickers": "one of an installed set, sent",
        "broken connections": "cut in the middle of an upload and of a download of 6 MB; equal by SHA-256",
    },
    "Between two devices": {
        "secret chats": "begun, both ways, ended",
    },
    "Connections": {
        "obfuscation": "the obfuscated transport",
        "WebSocket": "through a WebSocket",
        "HTTP": "through HTTP",
        "temporary keys": "perfect forward secrecy: auth.bindTempAuthKey",
    },
}
"""Feature → what it means, by room."""

NAMES: tuple[str, ...] = tuple(name for room in FEATURES.values() for name in room)
"""The features in the order of the page."""
