"""The envelope of an encrypted message, MTProto 2.0 (core.telegram.org/mtproto/description, "Defining AES Key and IV").

    auth_key_id : 8 bytes | msg_key : 16 bytes | AES-256-IGE of the plaintext
    plaintext = salt : 8 | session_id : 8 | msg_id : 8 | seqno : 4 | length : 4 | message_data | padding : 12..1024

Rules of this file
- msg_key is judged before a single field is looked at (row M3).
- Every reason to refuse a message takes the same steps, the same time and the same exception (rows M3, M4, AT-3).
- The length is the only field known here, because the padding is part of being genuine (row AT-7); the others are the
  session's.
"""

from __future__ import annotations

from mtproto.crypto.auth_key import AuthKey
from mtproto.crypto.envelope import BLOCK, message_hash
from mtproto.errors import BadMessageKey, Misuse

try:
    from mtproto.crypto._ige import open_genuine as open_genuine
    from mtproto.crypto._ige import open_message as open_message
    from mtproto.crypto._ige import seal_message as seal_message
    from mtproto.crypto._ige import seal_numbered as seal_numbered
    from mtproto.crypto._ige import seal_two_messages as seal_two_messages
except ImportError:  # not built, or the processor has no instructions for AES or SHA
    from mtproto.crypto.envelope import open_genuine, seal_message
    from mtproto.crypto.envelope import seal_numbered as seal_numbered
    from mtproto.crypto.envelope import seal_two_messages as seal_two_messages


def encrypt(auth_key: AuthKey, plaintext: bytes, to_server: bool) -> bytes:
    """The packet of a plaintext that is already padded to whole blocks with 12 to 1024 random bytes.

    Args:
        auth_key: What it is encrypted under.
        plaintext: All of it. Who has it in pieces gives them to `seal_message`.
        to_server: The direction.

    Raises:
        Misuse: not whole blocks.
    """
    if not plaintext or len(plaintext) % BLOCK:
        raise Misuse(f"a plaintext of {len(plaintext)} bytes")
    return seal_message(auth_key.key_id, auth_key.to_server if to_server else auth_key.to_client, (plaintext,))


def decrypt(auth_key: AuthKey, packet: bytes, from_client: bool) -> bytes:
    """The genuine plaintext of a packet, with its padding.

    Its length field is in range and leaves 12 to 1024 bytes of padding; all else is for the session to judge.

    Raises:
        BadMessageKey: anything wrong with it; which thing is not told.
    """
    plaintext = open_genuine(auth_key.key_id, auth_key.to_server if from_client else auth_key.to_client, packet)
    if plaintext is None:
        raise BadMessageKey
    return plaintext


def quick_ack_token(auth_key: AuthKey, plaintext: bytes) -> bytes:
    """The four bytes that acknowledge a client's message as soon as it is accepted (row T9).

    core.telegram.org/mtproto/mtproto-transports, "Quick ack": the first 32 bits of the hash that msg_key is cut from,
    the top bit set; little-endian, as the intermediate framing sends it.
    """
    token = message_hash(auth_key.to_server, plaintext)[:4]
    return token[:3] + bytes((token[3] | 0x80,))
