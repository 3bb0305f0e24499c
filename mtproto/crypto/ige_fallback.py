"""AES-256-IGE on the AES of `cryptography`, for machines without the native package.

IGE chains both ways: c[i] = E(m[i] ^ c[i-1]) ^ m[i-1], where c[-1] and m[-1] are the two halves of the iv.

Rules of this file
- Encryption is one CBC pass. With y[i] = c[i] ^ m[i-1] the chain reads y[i] = E(m[i] ^ m[i-2] ^ y[i-1]): CBC over the
  plaintext mixed with itself two blocks on. The mixing is two XORs of whole messages taken as big integers.
- Decryption has no such form: every block needs the plaintext of the block before it, so it goes block by block.
- `ige` has checked every length.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16


def encrypt(data: bytes, key: bytes, iv: bytes) -> bytes:
    first, before = iv[:BLOCK], iv[BLOCK:]
    cbc = Cipher(algorithms.AES(key), modes.CBC(first)).encryptor()
    late = before + data
    mixed = _xor(data, (bytes(BLOCK) + late)[: len(data)])
    return _xor(cbc.update(mixed), late[: len(data)])


def decrypt(data: bytes, key: bytes, iv: bytes) -> bytes:
    decrypt_block = Cipher(algorithms.AES(key), modes.ECB()).decryptor().update
    cipher_before, plain = int.from_bytes(iv[:BLOCK], "big"), int.from_bytes(iv[BLOCK:], "big")
    blocks = []
    for at in range(0, len(data), BLOCK):
        cipher = int.from_bytes(data[at : at + BLOCK], "big")
        opened = decrypt_block((cipher ^ plain).to_bytes(BLOCK, "big"))
        plain = int.from_bytes(opened, "big") ^ cipher_before
        blocks.append(plain.to_bytes(BLOCK, "big"))
        cipher_before = cipher
    return b"".join(blocks)


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).to_bytes(len(left), "big")
