"""Checking arguments: a quick yes by compiled closures, or else a full list of faults.

A closure says yes only if jsonschema would, which the tests hold for every operation. So jsonschema, whose import
takes as long as httpx's, is loaded only for wrong calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from dynclient.api.call.prepare import def_name
from dynclient.api.model.schema import ANNOTATIONS, Schema, types_of
from dynclient.document import limits
from dynclient.document.patterns import unwarned
from dynclient.errors import ArgumentError

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation

Accepts = Callable[[Any], bool]

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


def _no(value: Any) -> bool:
    return False


def _yes(value: Any) -> bool:
    return True


def compile_schema(schema: Any) -> Accepts:
    """Compile a flattened schema to a function that returns True only for values that the schema allows.

    If the schema uses a keyword that is not known here, the function never returns True.
    """
    return _Compiler(schema.get("$defs", {}) if isinstance(schema, dict) else {}).compile(schema)


class _Compiler:
    """A compiler of one schema; a part that several places share is compiled once."""

    def __init__(self, defs: Mapping[str, Any]) -> None:
        self._defs = defs
        self._done: dict[int, Accepts] = {}

    def compile(self, schema: Any) -> Accepts:
        if schema is True:
            return _yes
        if not isinstance(schema, dict):
            return _no
        if id(schema) not in self._done:
            self._done[id(schema)] = self._made(schema)
        return self._done[id(schema)]

    def reference(self, name: str) -> Accepts:
        """Compile a definition when a value first reaches it, as definitions may contain themselves."""
        return lambda value: self.compile(self._defs.get(name))(value)

    def _made(self, schema: Schema) -> Accepts:
        checks: list[Accepts] = []
        for keyword, argument in schema.items():
            if keyword.startswith("x-") or keyword in ANNOTATIONS or keyword in _PARTS:
                continue
            if (make := _KEYWORDS.get(keyword)) is None:
                return _no
            checks.append(make(argument, schema, self))
        if "properties" in schema or "additionalProperties" in schema:
            checks.append(_object(schema, self))
        return _all(checks)


def _all(checks: list[Accepts]) -> Accepts:
    if not checks:
        return _yes
    if len(checks) == 1:
        return checks[0]
    if len(checks) == 2:
        first, second = checks
        return lambda value: first(value) and second(value)
    every = tuple(checks)

    def accepts(value: Any) -> bool:
        return all(check(value) for check in every)

    return accepts


def _type(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    classes = frozenset(each for kind in types_of(schema) for each in _TYPES.get(kind, ()))
    return lambda value: type(value) in classes


def _enum(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    if any(isinstance(item, (dict, list, bool, float)) for item in argument):
        return lambda value: any(value == item and type(value) is type(item) for item in argument)
    allowed = frozenset(argument)
    return lambda value: type(value) in (str, int, type(None)) and value in allowed


def _minimum(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return lambda value: type(value) not in (int, float) or value >= argument


def _maximum(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return lambda value: type(value) not in (int, float) or value <= argument


def _shortest(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return lambda value: type(value) is not str or len(value) >= argument


def _longest(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return lambda value: type(value) is not str or len(value) <= argument


def _pattern(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    try:
        with unwarned(argument):
            search = re.compile(argument).search
    except re.error:
        return _no
    return lambda value: type(value) is not str or search(value) is not None


def _fewest(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return lambda value: type(value) is not list or len(value) >= argument


def _most(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return lambda value: type(value) is not list or len(value) <= argument


def _items(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    item = compiler.compile(argument)
    return lambda value: type(value) is not list or all(map(item, value))


def _any_of(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    branches = [compiler.compile(sub) for sub in argument]
    return lambda value: any(branch(value) for branch in branches)


def _all_of(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return _all([compiler.compile(sub) for sub in argument])


def _reference(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    return compiler.reference(def_name(str(argument)))


def _required(argument: Any, schema: Schema, compiler: _Compiler) -> Accepts:
    names = frozenset(argument)
    return lambda value: type(value) is not dict or names <= value.keys()


def _object(schema: Schema, compiler: _Compiler) -> Accepts:
    properties = {name: compiler.compile(sub) for name, sub in schema.get("properties", {}).items()}
    extra = schema.get("additionalProperties", True)
    other = _no if extra is False else compiler.compile(extra)

    def accepts(value: Any) -> bool:
        if type(value) is dict:
            for name, item in value.items():
                if not properties.get(name, other)(item):
                    return False
        return True

    return accepts


_KEYWORDS: dict[str, Callable[[Any, Schema, _Compiler], Accepts]] = {
    "type": _type,
    "enum": _enum,
    "minimum": _minimum,
    "maximum": _maximum,
    "minLength": _shortest,
    "maxLength": _longest,
    "pattern": _pattern,
    "minItems": _fewest,
    "maxItems": _most,
    "items": _items,
    "allOf": _all_of,
    "anyOf": _any_of,
    "required": _required,
    "$ref": _reference,
}
_PARTS = {"properties", "additionalProperties"}


@lru_cache(maxsize=limits.CHECKERS)
def checker_of(operation: Operation) -> Checker:
    """Return the checker of an operation's arguments, made once."""
    return Checker(operation)


class Checker:
    """A checker of the prepared arguments of an operation.

    Args:
        operation: the operation; its schemas are compiled when first used.
    """

    def __init__(self, operation: Operation) -> None:
        self._operation = operation
        self._parameters: dict[str, Accepts] = {}

    def parameter(self, name: str, value: Any) -> list[ArgumentError]:
        """List what is wrong with a parameter's value."""
        accepts = self._parameters.get(name)
        schema = self._operation.by_name[name].schema
        if accepts is None:
            accepts = self._parameters[name] = compile_schema(schema)
        if accepts(value):
            return []
        secret = self._operation.by_name[name].secret
        return self._explain({**schema, "x-secret": True} if secret else schema, value, name)

    def body(self, value: Any, where: str) -> list[ArgumentError]:
        """List what is wrong with a JSON body; places are given within `where`."""
        if self._accepts_body(value):
            return []
        body = self._operation.body
        assert body is not None
        return self._explain(body.schema, value, where)

    @cached_property
    def _accepts_body(self) -> Accepts:
        body = self._operation.body
        return compile_schema(body.schema if body else {})

    @staticmethod
    def _explain(schema: Schema, value: Any, where: str) -> list[ArgumentError]:
        from dynclient.api.call.explain import explain

        return explain(schema, value, where)
