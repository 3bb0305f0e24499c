"""Every router there is. A domain's handlers are served from the moment its router stands here."""

from server.auth import sign_in
from server.messages import deleting, dialogs, history, reading, sending
from server.rpc.router import Router
from server.startup import config
from server.updates import state
from server.users import looking

ROUTERS: tuple[Router, ...] = (
    config.router,
    deleting.router,
    dialogs.router,
    history.router,
    looking.router,
    reading.router,
    sending.router,
    sign_in.router,
    state.router,
)
