"""Every number the session lives by, with the page or the reason it comes from.

[doc] marks what core.telegram.org/mtproto says, [ours] what the documentation leaves to the server.
"""

from __future__ import annotations

MAX_AGE = 300
"""Seconds: an older message is refused [doc: /mtproto/description, Message Identifier]."""

MAX_AHEAD = 30
"""Seconds: a message from further in the future is refused [doc, same place]."""

REMEMBERED = MAX_AGE + MAX_AHEAD
"""Seconds that a message id stays acceptable, counted from the earliest moment it can arrive; ids live that long."""

MIN_REMEMBERED_IDS = 4_096
"""Ids kept however old they are [ours]; clients themselves keep 400 to 1,000."""

MAX_REMEMBERED_IDS = 65_536
"""Ids kept at most [ours]: 200 messages a second for the whole 330 s, and a bound on a flood."""

SALT_PERIOD = 1_800
"""Seconds a salt is the current one, and again as many that it is accepted after [doc: Server Salt]."""

MAX_FUTURE_SALTS = 64
"""Salts given to one get_future_salts [doc: /mtproto/service_messages]."""

MAX_CONTAINER_MESSAGES = 1_024
"""Messages in a container that is received [doc: /mtproto/service_messages, Simple Container]."""

SERVICE_MESSAGES_A_TURN = 128
"""Service messages of containers that are handled before others have a turn [ours]: some microseconds each."""

CONTAINER_MESSAGES = 1_000
"""Messages put into one container that is sent; clients themselves stop at 100 (Telethon) to 1,020 (mtcute)."""

CONTAINER_BYTES = 512 * 1024
"""Bytes after which the next message goes into another container [ours]; half of what proxies let through."""

MAX_SERVICE_IDS = 8_192
"""Message ids in msgs_ack, msgs_state_req, msg_resend_req [doc: /mtproto/service_messages_about_messages]."""

SERVICE_IDS_AT_ONCE = 4 * MAX_SERVICE_IDS
SERVICE_IDS_A_SECOND = MAX_SERVICE_IDS
"""Ids that the service messages of a session may name [ours], then -429: each costs microseconds to look up, and a
frame has room for 130,000."""

MAX_KEPT_MESSAGES = 1_000
MAX_KEPT_BYTES = 1024 * 1024
"""Unacknowledged messages kept per session [ours]; beyond, the session starts over (new_session_created)."""

MAX_UNSENT_MESSAGES = 2_000
MAX_UNSENT_BYTES = 16 * 1024 * 1024
"""What may pile up on a connection before anything of it is sent [ours]: the file parts answered in one turn, and
several times the updates; beyond, the client reads nothing and is dropped."""

LARGE_BODY = 16 * 1024
"""Bytes: what is longer and was sent before is described (msg_detailed_info), not sent again unasked; and the client
copies it no more often than it must [ours]."""

MAX_RUNNING = 128
"""Requests of a session that are handed out and not answered yet [ours]; the next ones wait for their turn."""

MAX_HELD = 1_024
MAX_HELD_BYTES = 4 * 1024 * 1024
MAX_AWAITED = 8_192
"""Requests that wait (for a turn or for others), their bytes, and the ids they wait for [ours]: then FLOOD_WAIT."""

MAX_INVOKE_AFTER = 1_000
"""Message ids that one request may come after [ours]."""

INVOKE_AFTER_WAIT = 0.5
"""Seconds until MSG_WAIT_TIMEOUT [doc: /api/invoking, Sequential Requests]."""

ACK_DELAY = 0.3
"""Seconds the server waits for an answer to carry the acknowledgement; Telegram Desktop grows uneasy after 4 [ours]."""

MAX_SESSIONS = 64
"""Sessions of one authorization key [ours]: a client opens 3 to 8."""

MAX_UNPACKED = 10 * 1024 * 1024
"""Bytes that one gzip_packed may open to [ours]; the same limit as gotd's."""

DISCONNECT_DELAY = (1, 600)
"""Seconds: ping_delay_disconnect is clamped to this [ours]."""

MAX_HTTP_WAIT = 25_000
"""Milliseconds: the default max_wait, and the most that is granted [doc: /mtproto/service_messages, HTTP Wait]."""

CLIENT_ACK_DELAY = 1.0
CLIENT_ACK_BATCH = 16
"""Seconds a client waits for something to carry its acknowledgements, and how many do not wait; the documentation
speaks of 60 to 120 s and of 16, but a server keeps what is not acknowledged in memory [ours]."""

RECENTLY_SENT = 4_096
"""Ids a client remembers having sent: only those can be refused [ours]."""
