"""TL objects: one slot class per name, in the shape of its newest definition, built when the name is first used.

Handlers and storage know only these classes. A name that the newest layer no longer has keeps the class of its last
definition, so that what old clients call can still be told apart.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, dataclass_transform

from mtproto.tl.table import Definition, Field, Kind, Table, load

try:
    from mtproto.tl import _native
except ImportError:  # there was no compiler
    _native = None  # type: ignore[assignment]  # a module or nothing

ResultT = TypeVar("ResultT")


@dataclass_transform(kw_only_default=True)
class TLObject:
    """A constructor's value. Fields are keyword arguments and attributes; absent optionals are None, flags False.

    Attributes:
        ID: the constructor id of the newest definition, unsigned.
        NAME: the TL name, such as ``auth.sentCode``.
        DEFINITION: the newest definition.
        FIELDS: the attribute names in the order of the wire.
    """

    __slots__ = ()

    ID: ClassVar[int]
    NAME: ClassVar[str]
    DEFINITION: ClassVar[Definition]
    FIELDS: ClassVar[tuple[str, ...]]

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.FIELDS)

    __hash__ = None  # type: ignore[assignment]  # objects are mutable, and equal by value

    def __repr__(self) -> str:
        present = ((name, getattr(self, name)) for name in self.FIELDS)
        shown = ", ".join(f"{name}={value!r}" for name, value in present if value is not None and value is not False)
        return f"{type(self).__qualname__}({shown})"

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON knows it: ``_`` holds the TL name, bytes are base64, absent fields are left out."""
        shown: dict[str, Any] = {"_": self.NAME}
        for field in self.DEFINITION.values:
            value = getattr(self, field.attribute)
            if value is not None and not (value is False and field.type.kind is Kind.TRUE):
                shown[field.name] = _jsonable(value)
        return shown


class TLFunction(TLObject, Generic[ResultT]):
    """A method call."""

    __slots__ = ("definition",)

    if TYPE_CHECKING:  # it is a slot; declared as one, it would count as a field

        @property
        def definition(self) -> Definition:
            """The definition that was called, whose shape the answer takes; the newest unless it came off the wire."""


def _jsonable(value: object) -> Any:
    if isinstance(value, TLObject):
        return value.to_dict()
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def class_name(tl_name: str) -> str:
    """``auth.sentCode`` -> ``SentCode``, ``req_DH_params`` -> ``ReqDHParams``."""
    return "".join(word[:1].upper() + word[1:] for word in tl_name.rpartition(".")[2].split("_"))


@functools.cache
def class_of(table: Table, name: str) -> type[TLObject]:
    """The class of a name of a table."""
    definition = table.latest(name)
    namespace, _, _ = name.rpartition(".")
    base: Any = TLFunction if definition.is_function else TLObject
    attributes = tuple(field.attribute for field in definition.values)
    return type(
        class_name(name),
        (base,),
        {
            "__slots__": attributes,
            "__init__": _compiled_when_called,
            "__module__": f"mtproto.tl.{_home(definition)}",
            "__qualname__": f"{namespace}.{class_name(name)}".lstrip("."),
            "ID": definition.id,
            "NAME": name,
            "DEFINITION": definition,
            "FIELDS": attributes,
        },
    )


def compile_function(name: str, lines: list[str], scope: Mapping[str, Any], origin: str) -> Callable[..., Any]:
    """Compile one generated function. `origin` stands as its file name in tracebacks."""
    environment = dict(scope)
    exec(compile("\n".join(lines), origin, "exec"), environment)  # noqa: S102  # made from our own tables alone
    function: Callable[..., Any] = environment[name]
    return function


def _home(definition: Definition) -> str:
    if definition.table is not load("api"):
        return "service" if definition.table is load("mtproto") else "secret"
    return "functions" if definition.is_function else "types"


def _compiled_when_called(self: TLObject, **fields: Any) -> None:
    """Stands for the constructor of a class until its first object: of those a server knows, few are ever made."""
    cls = type(self)
    definition = cls.DEFINITION
    constructor = _constructor(definition)
    cls.__init__ = constructor  # type: ignore[method-assign]  # each class gets its own
    if _native is not None:
        keywords = tuple((field.attribute, *_default(field)) for field in definition.values)
        _native.construct_directly(cls, keywords, (("definition", definition),) if definition.is_function else ())
    constructor(self, **fields)


def _constructor(definition: Definition) -> Callable[..., None]:
    parameters = ", ".join("=".join((field.attribute, *map(repr, _default(field)))) for field in definition.values)
    lines = [f"def __init__(self, *, {parameters}):" if parameters else "def __init__(self):"]
    lines += [f"    self.{field.attribute} = {field.attribute}" for field in definition.values]
    lines += ["    self.definition = DEFINITION"] if definition.is_function else ["    pass"]
    return compile_function("__init__", lines, {"DEFINITION": definition}, f"<class {definition.name}>")


def _default(field: Field) -> tuple[object, ...]:
    """The value of a field that is not named, if it need not be."""
    if field.type.kind is Kind.TRUE:
        return (False,)
    return (None,) if field.optional else ()
