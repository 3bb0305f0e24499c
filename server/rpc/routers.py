"""Every router there is. A domain's handlers are served from the moment its router stands here."""

from server.auth import sign_in
from server.messages import sending
from server.rpc.router import Router

ROUTERS: tuple[Router, ...] = (sending.router, sign_in.router)
