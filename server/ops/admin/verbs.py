"""Every administration verb, by the name it is called with."""

from __future__ import annotations

from server.ops.admin import codes, files, invites, sessions, users
from server.ops.admin.verb import Verb

VERBS: dict[str, Verb] = {**users.VERBS, **sessions.VERBS, **codes.VERBS, **files.VERBS, **invites.VERBS}
