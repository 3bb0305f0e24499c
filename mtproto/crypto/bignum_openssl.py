"""Powers modulo an odd number by OpenSSL, in the copy of it that Python's own hashlib is linked with.

OpenSSL has machine code for numbers of these sizes: half the time of GMP for 2048 bits, and as constant. The functions
called here have been the same since OpenSSL 1.1. Where Python has no OpenSSL, keeps it to itself (a static build), or
it is one without these functions, importing this file raises ImportError, and `bignum` takes the next best.

Rules of this file
- The one long call lets go of the GIL. The short ones keep it: a thread that gave it up would have to win it back from
  a busy event loop each time.
- Copies of bases, exponents and results are overwritten before their memory is given back.
"""

from __future__ import annotations

import ctypes
import weakref
from _hashlib import __file__ as _path
from collections.abc import Callable
from ctypes import c_char_p, c_int, c_void_p
from functools import lru_cache
from typing import Any

_LIBRARY = ctypes.PyDLL(_path)  # its calls keep the GIL
_LIBRARY_BESIDE = ctypes.CDLL(_path)  # its calls let go of it


def _function(library: ctypes.CDLL, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    try:
        function = getattr(library, name)
    except AttributeError as error:
        raise ImportError(f"Python's libcrypto has no {name}") from error
    function.restype, function.argtypes = result, arguments
    if result is not None:
        function.errcheck = _checked
    return function  # type: ignore[no-any-return]  # getattr gives Any


def _checked(result: Any, function: Any, arguments: Any) -> Any:
    """A null pointer and the status 0 mean the same here: of good arguments, that memory has run out."""
    if not result:
        raise MemoryError(f"{function.__name__} failed")
    return result


_new = _function(_LIBRARY, "BN_new", c_void_p)
_read = _function(_LIBRARY, "BN_bin2bn", c_void_p, c_char_p, c_int, c_void_p)
_write = _function(_LIBRARY, "BN_bn2binpad", c_int, c_void_p, c_char_p, c_int)
_free = _function(_LIBRARY, "BN_clear_free", None, c_void_p)
_new_scratch = _function(_LIBRARY, "BN_CTX_new", c_void_p)
_free_scratch = _function(_LIBRARY, "BN_CTX_free", None, c_void_p)
_new_form = _function(_LIBRARY, "BN_MONT_CTX_new", c_void_p)
_set_form = _function(_LIBRARY, "BN_MONT_CTX_set", c_int, c_void_p, c_void_p, c_void_p)
_free_form = _function(_LIBRARY, "BN_MONT_CTX_free", None, c_void_p)
_raise = _function(_LIBRARY_BESIDE, "BN_mod_exp_mont_consttime", c_int, *[c_void_p] * 6)


class _Modulus:
    """An odd modulus in Montgomery's form, which several threads may use at once."""

    __slots__ = ("__weakref__", "_form", "_number", "_size")

    def __init__(self, modulus: int) -> None:
        self._size = (modulus.bit_length() + 7) // 8
        self._number, self._form, scratch = _from_int(modulus), _new_form(), _new_scratch()
        try:
            _set_form(self._form, self._number, scratch)
        finally:
            _free_scratch(scratch)
        weakref.finalize(self, _free_form, self._form).atexit = False  # a process that ends gives everything back
        weakref.finalize(self, _free, self._number).atexit = False

    def power(self, base: int, exponent: int) -> int:
        numbers = [_from_int(base), _from_int(exponent), _new()]
        scratch = _new_scratch()
        try:
            raised = numbers[-1]
            _raise(raised, *numbers[:2], self._number, scratch, self._form)
            octets = ctypes.create_string_buffer(self._size)
            _write(raised, octets, self._size)
            return int.from_bytes(octets.raw, "big")
        finally:
            _free_scratch(scratch)
            for number in numbers:
                _free(number)


_modulus = lru_cache(maxsize=32)(_Modulus)  # those of a server's keys and groups; an unknown one costs a little more


def power(base: int, exponent: int, modulus: int) -> int:
    """base ** exponent % modulus, odd modulus, positive exponent; the time does not tell the exponent."""
    if modulus % 2 == 0:
        raise ValueError("an even modulus")
    return _modulus(modulus).power(int(base % modulus), exponent)


def _from_int(number: int) -> Any:
    size = (number.bit_length() + 7) // 8
    return _read(number.to_bytes(size, "big"), size, None)


if power(3, 20, 1_000_003) != pow(3, 20, 1_000_003):  # it is not ours and not pinned: a look before it is relied on
    raise ImportError("Python's libcrypto does not compute as expected")
