"""The asynchronous client, for any server that speaks MTProto.

    from client_sdk import Client, Endpoint
    from mtproto.crypto import RsaPublicKey

    key = RsaPublicKey.from_pem(Path("server.pem").read_bytes())
    endpoint = Endpoint("chat.example.org", 443, dc_id=2, keys=(key,))

`network` connects, `store` keeps, `updates` brings updates in order, `text` reads and writes markup, `files` moves
files; `client` and the rooms in `verbs` are what a developer calls.
"""

from __future__ import annotations

from client_sdk.client import Client as Client
from client_sdk.network.endpoint import Endpoint as Endpoint
from client_sdk.store.sqlite import SessionStore as SessionStore
from client_sdk.store.string import store_from_string as store_from_string
