"""Encoding and decoding of whole values: what the rest of the project calls.

The layer only matters for writing. Requests are read by the ids they carry and come back in the newest shape with the
definition that was called; the answer then takes the shape of that definition, whatever layer the client announced.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable
from typing import Any

from mtproto.tl import layers, native
from mtproto.tl.decoder import any_readers, method_readers, place_of, read_prefix, read_whole, result_reader
from mtproto.tl.encoder import result_writer, writers_at
from mtproto.tl.errors import DecodeError, EncodeError
from mtproto.tl.native import ANY, METHOD, Form, form_of
from mtproto.tl.objects import TLFunction, TLObject
from mtproto.tl.packed import MAX_REQUEST, opened
from mtproto.tl.reader_source import Reader
from mtproto.tl.table import Definition, Table, load
from mtproto.tl.trace import WRITE_FRAME, steps_of

NEWEST = load("api").newest
"""The newest layer of the API that the table knows."""

FLOOR = 145
"""The oldest layer that is written; 152 is the oldest that is promised."""

_WRITE_FAILURES = (EncodeError, AttributeError, KeyError, OverflowError, TypeError, UnicodeEncodeError, struct.error)
_READ_FAILURES = (IndexError, UnicodeDecodeError, struct.error)


def known_layer(announced: int) -> int:
    """The layer to write for a client that announced this one: the greatest known that is not above it."""
    return load("api").known_layer(announced)


def encode(value: TLObject, layer: int = NEWEST) -> bytes:
    """One boxed object, as `layer` has it.

    Raises:
        Unmappable: that layer has no form for it.
        EncodeError: a field holds what its type cannot; the message names it.
    """
    if (data := _native_encoders[layer](value, ANY)) is not None:
        return data
    try:
        return writers_at(load("api"), _layer_of(load("api"), layer))[None][type(value)](value)
    except _WRITE_FAILURES as error:
        raise _explained(error) from error


def encode_secret(value: TLObject, layer: int) -> bytes:
    """One boxed object of the end-to-end schema, as a layer of secret chats has it: they count their own.

    Raises:
        EncodeError: as `encode`.
    """
    try:
        table = load("secret")
        return writers_at(table, table.known_layer(layer))[None][type(value)](value)
    except _WRITE_FAILURES as error:
        raise _explained(error) from error


def decode(data: bytes) -> TLObject:
    """The one boxed object, of any schema and layer, that `data` is, in the newest shape.

    A few ids are the same in the API and in the end-to-end schema (``messageEntityBold``): alone, they are the API's.

    Raises:
        DecodeError: it is not exactly one; UnknownConstructor when its id, or one inside, is not known.
    """
    value: TLObject | None = _native_decode(data, ANY)
    return _read(_ANYTHING.read, data) if value is None else value


def decode_prefix(data: bytes) -> tuple[TLObject, int]:
    """The boxed object that `data` begins with, and its size: some messages carry padding behind their object.

    Raises:
        DecodeError: as `decode`.
    """
    prefix: tuple[TLObject, int] = _read(_ANYTHING.read, data, read_prefix)
    return prefix


def decode_request(data: bytes, most: int = MAX_REQUEST) -> TLFunction[Any]:
    """The one method call that `data` is, which may be a view: in the newest shape, with the definition it was sent as.

    Args:
        data: The call.
        most: What it may open to where it is packed, or the call inside a wrapper is.

    Raises:
        UnknownMethod: no layer has such a method (INPUT_METHOD_INVALID_<id>).
        UnknownConstructor: an argument is of no known kind (INPUT_CONSTRUCTOR_INVALID).
        DecodeError: anything else (INPUT_FETCH_ERROR).
    """
    _METHODS.most = most
    data = opened(data, _METHODS.open)
    call: TLFunction[Any] | None = _native_decode(data, METHOD)
    if call is None:
        call = _read(_METHODS.read, data if isinstance(data, bytes) else bytes(data))
    return call


def encode_result(value: Any, definition: Definition, layer: int = NEWEST) -> bytes:
    """The answer to a call, in the shape that the called definition promises.

    Args:
        value: what the newest form of the method returns: an object, a bool, or a list for a vector.
        definition: the definition that was called (`TLFunction.definition`).
        layer: what the client understands inside that shape.

    Raises:
        Unmappable: that client has no form for it.
        EncodeError: it is not what the method returns.
    """
    try:
        unwrap, form = _promised(definition)
        if unwrap is not None:
            value = unwrap(value)
        data = _native_encoders[layer](value, form)
        if data is not None:
            return data
        return result_writer(definition.result, definition.table, _layer_of(definition.table, layer))(value)
    except _WRITE_FAILURES as error:
        raise _explained(error) from error


def decode_result(data: bytes, definition: Definition) -> Any:
    """The answer to a call, as a client gets it: an object, a bool, or a list for a vector.

    Raises:
        DecodeError: it is not what the called definition returns.
    """
    body = opened(data)
    value = _native_decode(body, _promised(definition)[1])
    return _read(result_reader(definition.result, definition.table), body) if value is None else value


@functools.cache
def _promised(definition: Definition) -> tuple[Callable[[Any], Any] | None, Form]:
    """What turns the newest answer into that of a definition, if anything has to, and the form of the latter."""
    return layers.unwrap(definition), form_of(definition.table, definition.result)


_ANYTHING = any_readers()
_METHODS = method_readers()
_native_decode = native.decoder()


class _NativeEncoders(dict[int, Callable[[object, Form], bytes | None]]):
    """For each layer of the API the native codec's function that writes for it."""

    def __missing__(self, layer: int) -> Callable[[object, Form], bytes | None]:
        encode_natively = self[layer] = native.encoder(_layer_of(load("api"), layer))
        return encode_natively


_native_encoders = _NativeEncoders()


def _layer_of(table: Table, layer: int) -> int:
    """The layer of this table to write; only the API has a floor."""
    if table is load("api") and layer < FLOOR:
        raise EncodeError(f"layer {layer} is older than any that is written; the oldest is {FLOOR}")
    return table.known_layer(layer)


def _explained(error: Exception) -> EncodeError:
    """The failure of a writer as an error that names the place."""
    path = " > ".join(str(step) for step in steps_of(error.__traceback__, WRITE_FRAME))
    kind = type(error) if isinstance(error, EncodeError) else EncodeError
    return kind(f"{error} in {path}" if path else str(error))


def _read(read: Reader, data: bytes, take: Callable[[Reader, bytes], Any] = read_whole) -> Any:
    try:
        return take(read, data)
    except DecodeError as error:
        error.offset, error.path = place_of(error.__traceback__)
        raise
    except _READ_FAILURES as error:
        offset, path = place_of(error.__traceback__)
        reason = "a text is not UTF-8" if isinstance(error, UnicodeDecodeError) else "the data ends too early"
        raise DecodeError(reason, offset=offset, path=path) from error
