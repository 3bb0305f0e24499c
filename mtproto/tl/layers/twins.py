"""Constructors that are taken for their twins of another type.

Kurigram and Pyrogram put an InputPeer where an InputUser or an InputChannel belongs (users.getUsers, channels.*), and
the official server takes it: the fields are the same.
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
