"""Every router there is. A domain's handlers are served from the moment its router stands here."""

from server.rpc.router import Router

ROUTERS: tuple[Router, ...] = ()
