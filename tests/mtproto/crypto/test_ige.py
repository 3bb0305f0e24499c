"""AES-256-IGE: published answers, the definition of the mode, the native package and the fallback."""

import os
import subprocess
import sys

import pyaes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.crypto import ige, ige_decrypt, ige_encrypt, ige_fallback, ige_native
from mtproto.errors import Misuse
from tests.mtproto.crypto import vectors

blocks = st.integers(0, 40).flatmap(lambda n: st.binary(min_size=16 * n, max_size=16 * n))
keys = st.binary(min_size=32, max_size=32)
IMPLEMENTATIONS = pytest.mark.parametrize("implementation", [ige_native, ige_fallback], ids=["native", "fallback"])


def by_definition(data: bytes, key: bytes, iv: bytes, *, encrypt: bool) -> bytes:
    """c[i] = E(m[i] ^ c[i-1]) ^ m[i-1], one block of pyaes after the other."""
    aes = pyaes.AESModeOfOperationECB(key)
    crypt = aes.encrypt if encrypt else aes.decrypt
    mixed, after = (iv[:16], iv[16:]) if encrypt else (iv[16:], iv[:16])
    out = b""
    for at in range(0, len(data), 16):
        block = data[at : at + 16]
        result = crypt(bytes(a ^ b for a, b in zip(block, mixed, strict=True)))
        mixed, after = bytes(a ^ b for a, b in zip(result, after, strict=True)), block
        out += mixed
    return out


@pytest.mark.rows("CR-4")
@IMPLEMENTATIONS
def test_sample_of_the_documentation(implementation):
    key, iv = vectors.SAMPLE_TMP_AES_KEY, vectors.SAMPLE_TMP_AES_IV
    answer = implementation.decrypt(vectors.SAMPLE_ENCRYPTED_ANSWER, key, iv)
    assert vectors.SAMPLE_G_A in answer
    assert implementation.encrypt(answer, key, iv) == vectors.SAMPLE_ENCRYPTED_ANSWER


@pytest.mark.rows("CR-4")
@IMPLEMENTATIONS
def test_vectors_of_grammers(implementation):
    data = bytes(range(32))
    assert implementation.encrypt(data, data, data) == vectors.GRAMMERS_IGE_ENCRYPTED
    assert implementation.decrypt(data, data, data) == vectors.GRAMMERS_IGE_DECRYPTED


@given(blocks, keys, keys)
def test_both_implementations_are_the_definition(data, key, iv):
    encrypted = by_definition(data, key, iv, encrypt=True)
    assert ige_native.encrypt(data, key, iv) == ige_fallback.encrypt(data, key, iv) == encrypted
    assert ige_native.decrypt(encrypted, key, iv) == ige_fallback.decrypt(encrypted, key, iv) == data
    assert by_definition(encrypted, key, iv, encrypt=False) == data


@pytest.mark.parametrize("crypt", [ige_encrypt, ige_decrypt])
@pytest.mark.parametrize(
    ("data", "key", "iv"), [(15, 32, 32), (17, 32, 32), (16, 16, 32), (16, 33, 32), (16, 32, 16), (16, 32, 0)]
)
def test_wrong_lengths_never_reach_native_code(crypt, data, key, iv):
    with pytest.raises(Misuse):
        crypt(bytes(data), bytes(key), bytes(iv))


def test_the_native_package_is_used_where_it_is_installed():
    assert ige.implementation is ige_native


@pytest.mark.parametrize(
    ("missing", "module", "chosen"),
    [
        ("mtproto.crypto._ige", "mtproto.crypto.ige", "ige.unchecked_encrypt.__name__ == 'encrypt_ige'"),
        (
            "mtproto.crypto._ige cryptg",
            "mtproto.crypto.ige",
            "ige.implementation.__name__ == 'mtproto.crypto.ige_fallback'",
        ),
        ("_hashlib", "mtproto.crypto.bignum", "bignum.power.__module__ == 'mtproto.crypto.bignum_native'"),
        ("gmpy2", "mtproto.crypto.bignum", "bignum.is_prime.__module__ == 'mtproto.crypto.bignum_fallback'"),
        ("gmpy2 _hashlib", "mtproto.crypto.bignum", "bignum.power.__module__ == 'mtproto.crypto.bignum_fallback'"),
    ],
)
def test_the_next_best_is_used_where_a_native_part_is_missing(missing, module, chosen):
    name = module.rpartition(".")[2]
    forget = f"sys.modules.update(dict.fromkeys({missing.split()!r}))"
    code = f"import sys; {forget}; import {module} as {name}; sys.exit(not {chosen})"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": "."})


@pytest.mark.parametrize("size", [0, 16, 48, 16 * 1024 - 16, 16 * 1024, 512 * 1024 + 64])
def test_the_extension_agrees_with_cryptg(size):
    """Short data and data during which the interpreter goes on; an independent implementation is the oracle."""
    extension = pytest.importorskip("mtproto.crypto._ige", reason="not built, or no AES instructions")
    cryptg = pytest.importorskip("cryptg")
    data, key, iv = os.urandom(size), os.urandom(32), os.urandom(32)
    assert extension.encrypt(data, key, iv) == (cryptg.encrypt_ige(data, key, iv) if size else b"")
    assert extension.decrypt(data, key, iv) == (cryptg.decrypt_ige(data, key, iv) if size else b"")


@pytest.mark.parametrize("sizes", [(15, 32, 32), (16, 31, 32), (16, 32, 48), (16, 0, 32)])
def test_the_extension_judges_lengths_itself(sizes):
    """It reads memory by these lengths, so it relies on nobody."""
    extension = pytest.importorskip("mtproto.crypto._ige", reason="not built, or no AES instructions")
    for crypt in (extension.encrypt, extension.decrypt):
        with pytest.raises(ValueError, match="blocks"):
            crypt(*map(bytes, sizes))
