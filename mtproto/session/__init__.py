"""The message session: what a stream of encrypted packets means, in both roles, without a connection or a clock."""

from __future__ import annotations

from mtproto.session.client import ClientSession as ClientSession
from mtproto.session.packet import Packet as Packet
from mtproto.session.packet import Unsealed as Unsealed
from mtproto.session.packet import open_packet as open_packet
from mtproto.session.salts import Salts as Salts
from mtproto.session.salts import SaltSecret as SaltSecret
from mtproto.session.server import ServerSession as ServerSession
from mtproto.session.service.destroy_auth_key import KeyFate as KeyFate
