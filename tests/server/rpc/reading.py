"""What of a request its handler reads, told from the source of the handler and of the functions that get the request.

Rules of this file:

- A field is read where the code takes that attribute of the request itself, `request.peer`: in the handler, in what is
  written inside of it, or in a function that was given the request as an argument. Its name elsewhere proves nothing.
- Functions are found as Python finds them, by their names in the module of the one that calls them.
- What cannot be followed is an error and not a guess: a request that gets another name or goes into something, or is
  asked for a field whose name only the running code knows.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

Function = Callable[..., Any]


class NotFollowed(Exception):
    """A request went where this does not look."""


def fields_read(handler: Function) -> frozenset[str]:
    """The attributes that a handler, `(ctx, request)`, reads of its request."""
    read: set[str] = set()
    seen: set[tuple[Function, str]] = set()
    waiting = [(handler, list(inspect.signature(handler).parameters)[1])]
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            reader = _reader(*step)
            read |= reader.read
            waiting += reader.handed_on
    return frozenset(read)


@cache
def _reader(function: Function, parameter: str) -> "_Reader":
    reader = _Reader(function, parameter)
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    for statement in definition.body:
        reader.visit(statement)
    return reader


class _Reader(ast.NodeVisitor):
    """One function and one parameter of it.

    Attributes:
        read: The attributes it reads of the parameter.
        handed_on: The functions that it gives it to, and as which parameter of theirs.
        runs_over: What the names of the comprehensions around stand for.
    """

    def __init__(self, function: Function, parameter: str) -> None:
        self.function, self.parameter = function, parameter
        self.read: set[str] = set()
        self.handed_on: list[tuple[Function, str]] = []
        self.runs_over: dict[str, ast.expr] = {}

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not self._is_it(node.value):
            self.generic_visit(node)
        elif isinstance(node.ctx, ast.Load):
            self.read.add(node.attr)

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(func=ast.Name("getattr"), args=[subject, name, *_]) if self._is_it(subject):
                self.read |= self._names(name)
                given = node.args[1:]
            case _:
                given = [one for one in node.args if not self._is_it(one)]
                if len(given) < len(node.args) or any(self._is_it(one.value) for one in node.keywords):
                    self._hand_on(node)
        for other in (node.func, *given, *(one.value for one in node.keywords if not self._is_it(one.value))):
            self.visit(other)

    def visit_Name(self, node: ast.Name) -> None:
        if self._is_it(node) and not isinstance(node.ctx, ast.Del):
            raise NotFollowed(f"{self.function.__module__}.{self.function.__name__}, line {node.lineno} of it")

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        arguments = node.args
        own = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
        if self.parameter not in {one.arg for one in own if one is not None}:  # otherwise it is another thing in there
            self.generic_visit(node)

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        outside = self.runs_over
        self.runs_over = outside | {ast.unparse(one.target): one.iter for one in node.generators}
        self.generic_visit(node)
        self.runs_over = outside

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def _is_it(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self.parameter

    def _hand_on(self, call: ast.Call) -> None:
        """Note which parameter of the called function the request is."""
        called = inspect.unwrap(self._value(call.func))
        named = {one.arg: one.value for one in call.keywords}
        if not inspect.isfunction(called) or None in named or any(isinstance(one, ast.Starred) for one in call.args):
            raise NotFollowed(ast.unparse(call))
        given = inspect.signature(called).bind(*call.args, **named).arguments
        parameters = [name for name, value in given.items() if isinstance(value, ast.expr) and self._is_it(value)]
        if not parameters:  # it is one of those that a parameter takes all of
            raise NotFollowed(ast.unparse(call))
        self.handed_on += [(called, parameter) for parameter in parameters]

    def _names(self, name: ast.expr) -> set[str]:
        """The attributes that the second argument of getattr stands for."""
        if isinstance(name, ast.Name):
            return set(self._value(self.runs_over.get(name.id, name)))
        return {self._value(name)}

    def _value(self, expression: ast.expr) -> Any:
        """What an expression is that needs nothing but the module it stands in."""
        try:
            return eval(ast.unparse(expression), self.function.__globals__)
        except NameError as error:
            raise NotFollowed(f"{self.function.__module__}: {ast.unparse(expression)}") from error
