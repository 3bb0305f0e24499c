# The optional C extension of csrc/; ige_native.py and envelope.py say what it is for.
# It takes any buffer; `bytes` is what cryptg takes too.
from mtproto.crypto.auth_key import Direction
from mtproto.crypto.envelope import Sealing

def encrypt(data: bytes, key: bytes, iv: bytes, /) -> bytes: ...
def decrypt(data: bytes, key: bytes, iv: bytes, /) -> bytes: ...
def open_message(parts: Direction, packet: bytes, /) -> tuple[bytes, bytes]: ...
def seal_message(key_id: bytes, parts: Direction, pieces: tuple[bytes, ...], /) -> bytes: ...
def seal_short(
    key_id: bytes,
    parts: Direction,
    salt: int,
    session_id: int,
    msg_id: int,
    seqno: int,
    body: bytes,
    padding: bytes,
    /,
) -> bytes: ...
def seal_two_messages(first: Sealing, second: Sealing, /) -> tuple[bytes, bytes]: ...
