"""Every constructor of the API schema as a class by its name; editors read the stub beside this file."""

from __future__ import annotations

from mtproto.tl.namespaces import publish
from mtproto.tl.table import load

publish(globals(), load("api"), functions=False)
