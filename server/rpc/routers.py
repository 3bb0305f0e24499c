"""Every router there is. A domain's handlers are served from the moment its router stands here."""

from server.auth import devices, exporting, login_tokens, sign_in, temporary_keys, two_step
from server.messages import deleting, dialogs, history, reading, sending
from server.rpc.router import Router
from server.startup import absent, app_config, colors, config, countries, langpack, support, timezones
from server.updates import state
from server.users import global_privacy, looking, presence, privacy

ROUTERS: tuple[Router, ...] = (
    absent.router,
    app_config.router,
    colors.router,
    config.router,
    countries.router,
    deleting.router,
    devices.router,
    dialogs.router,
    exporting.router,
    global_privacy.router,
    history.router,
    langpack.router,
    login_tokens.router,
    looking.router,
    presence.router,
    privacy.router,
    reading.router,
    sending.router,
    sign_in.router,
    state.router,
    support.router,
    temporary_keys.router,
    timezones.router,
    two_step.router,
)
