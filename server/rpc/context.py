"""What a handler knows of the request it answers, beside the request itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:  # App holds what handlers reach, and handlers take a Context: the two name each other
    from mtproto.tl import types
    from server.app import App
    from server.auth.keys import Identity, KeyEntry
    from server.gateway.live_session import LiveSession


class Context(Struct, kw_only=True):
    """One request, from the moment its wrappers are off.

    Attributes:
        app: What every handler can reach.
        session: The live session the request came from.
        msg_id: The request's message id, unique in its session.
        address: The peer's IP address, as text.
        now: Unix seconds at which the request was started.
        layer: The layer of the client: what invokeWithLayer announced, under this key or in this session.
        client: The fields of initConnection, by name (`device_model`, `api_id`, ...).
        without_updates: The request came in invokeWithoutUpdates.
        takeout_id: The takeout session the request belongs to, from invokeWithTakeout; None outside one.
        message_ranges: The ranges invokeWithMessagesRange limits the request to; empty means everything.
    """

    app: App
    session: LiveSession
    msg_id: int
    address: str
    now: int
    layer: int
    client: dict[str, Any]
    without_updates: bool = False
    takeout_id: int | None = None
    message_ranges: tuple[types.MessageRange, ...] = ()

    @property
    def key(self) -> KeyEntry:
        """The key the request was encrypted with, temporary or permanent."""
        return self.session.key

    @property
    def dc_id(self) -> int:
        """The data centre that the client thinks it speaks to: every id leads here."""
        return self.session.key.dc_id or self.app.config.server.dc_id

    @property
    def identity(self) -> Identity:
        """The permanent key's identity. Only methods open to `Who.UNBOUND_KEY` may meet a key without one."""
        identity = self.session.key.identity
        if identity is None:
            raise LookupError("an unbound temporary key has no identity")
        return identity

    @property
    def key_id(self) -> int:
        """The permanent key, as the signed number that storage knows it by."""
        return self.identity.key_id

    @property
    def user_id(self) -> int:
        """Who is signed in; 0 when nobody is, or when the password is still owed."""
        identity = self.session.key.identity
        return 0 if identity is None else identity.user_id

    @property
    def device_id(self) -> int:
        """The authorization the request was made under; 0 when there is none."""
        identity = self.session.key.identity
        return 0 if identity is None or identity.device is None else identity.device.device_id
