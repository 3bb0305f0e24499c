"""The end-to-end schema of secret chats as classes; editors read the stub beside this file."""

from __future__ import annotations

from mtproto.tl.namespaces import publish
from mtproto.tl.table import load

publish(globals(), load("secret"))
