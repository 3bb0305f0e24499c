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
    ("package", "module", "chosen"),
    [
        ("cryptg", "mtproto.crypto.ige", "ige.implementation.__name__ == 'mtproto.crypto.ige_fallback'"),
        ("gmpy2", "mtproto.crypto.bignum", "bignum.power.__module__ == 'mtproto.crypto.bignum_fallback'"),
    ],
)
def test_the_fallback_is_used_where_the_native_package_is_missing(package, module, chosen):
    name = module.rpartition(".")[2]
    code = f"import sys; sys.modules[{package!r}] = None; import {module} as {name}; sys.exit(not {chosen})"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": "."})
