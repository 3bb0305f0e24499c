"""Constructors that are taken for those of another type.

Kurigram and Pyrogram put an InputPeer where an InputUser or an InputChannel belongs (users.getUsers, channels.*), and
the official server takes it: the fields are the same. It also takes one where an InputDialogPeer belongs, of which it
is the content (messages.markDialogUnread).
"""

from __future__ import annotations

TAKEN_FOR = {
    ("InputUser", "inputPeerEmpty"): "inputUserEmpty",
    ("InputUser", "inputPeerSelf"): "inputUserSelf",
    ("InputUser", "inputPeerUser"): "inputUser",
    ("InputUser", "inputPeerUserFromMessage"): "inputUserFromMessage",
    ("InputChannel", "inputPeerEmpty"): "inputChannelEmpty",
    ("InputChannel", "inputPeerChannel"): "inputChannel",
    ("InputChannel", "inputPeerChannelFromMessage"): "inputChannelFromMessage",
}
"""(expected type, constructor that came) -> constructor it is read as."""

PUT_INTO = {
    ("InputDialogPeer", name): "inputDialogPeer"
    for name in (
        "inputPeerSelf",
        "inputPeerChat",
        "inputPeerUser",
        "inputPeerChannel",
        "inputPeerUserFromMessage",
        "inputPeerChannelFromMessage",
    )
}
"""(expected type, constructor that came) -> constructor whose only field it is read as."""
