"""Finding what a schema does not allow, without jsonschema, whose import may take a second.

A schema with a keyword that is not known here is left to jsonschema; otherwise both find the same, which the tests
hold for every operation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from dynclient.api.call.prepare import def_name
from dynclient.api.model.schema import ANNOTATIONS, Schema, types_of
from dynclient.document.patterns import unwarned

Path = tuple[str | int, ...]


class Unjudged(Exception):
    """A schema has a keyword that only jsonschema can check."""


class Miss(NamedTuple):
    """A violation of a schema, with the attributes of jsonschema's errors.

    Attributes:
        validator, validator_value: the keyword and its value.
        instance: the invalid value.
        schema: the schema with the keyword.
        absolute_path: the value's place.
        path: its place within the value that the alternatives are for.
        schema_path: the number of the alternative, if it belongs to one.
        context: the violations of each alternative.
        secret: whether a schema on the way marks its values as secret.
    """

    validator: str
    validator_value: Any
    instance: Any
    schema: Schema
    absolute_path: Path
    path: Path = ()
    schema_path: tuple[int, ...] = ()
    context: tuple[Miss, ...] = ()
    secret: bool = False


def misses(schema: Schema, value: Any) -> list[Miss]:
    """List a JSON value's violations of a flattened schema, in the schema's order.

    Raises:
        Unjudged: the schema has a keyword that is not known here.
    """
    return list(_Search(schema.get("$defs", {})).below(schema, value, (), False))


class _Search:
    def __init__(self, defs: Mapping[str, Any]) -> None:
        self._defs = defs

    def below(self, schema: Any, value: Any, path: Path, secret: bool) -> Iterator[Miss]:
        if schema is True:
            return
        if not isinstance(schema, dict):
            raise Unjudged
        secret = secret or bool(schema.get("x-secret")) or schema.get("format") == "password"
        for keyword, argument in schema.items():
            if keyword in _INSIDE:
                yield from _INSIDE[keyword](self, argument, schema, value, path, secret)
            elif keyword in _FAILS:
                if _FAILS[keyword](argument, value):
                    yield Miss(keyword, argument, value, schema, path, secret=secret)
            elif not keyword.startswith("x-") and keyword not in ANNOTATIONS:
                raise Unjudged

    def reference(self, argument: Any, schema: Schema, value: Any, path: Path, secret: bool) -> Iterator[Miss]:
        yield from self.below(self._defs[def_name(str(argument))], value, path, secret)

    def properties(self, argument: Any, schema: Schema, value: Any, path: Path, secret: bool) -> Iterator[Miss]:
        for name, sub in argument.items() if isinstance(value, dict) else ():
            if name in value:
                yield from self.below(sub, value[name], (*path, name), secret)

    def extra(self, argument: Any, schema: Schema, value: Any, path: Path, secret: bool) -> Iterator[Miss]:
        known = schema.get("properties", {})
        names = [name for name in value if name not in known] if isinstance(value, dict) else []
        if argument is False and names:
            yield Miss("additionalProperties", argument, value, schema, path, secret=secret)
        for name in names if isinstance(argument, dict) else ():
            yield from self.below(argument, value[name], (*path, name), secret)

    def items(self, argument: Any, schema: Schema, value: Any, path: Path, secret: bool) -> Iterator[Miss]:
        for index, item in enumerate(value) if isinstance(value, list) else ():
            yield from self.below(argument, item, (*path, index), secret)

    def all_of(self, argument: Any, schema: Schema, value: Any, path: Path, secret: bool) -> Iterator[Miss]:
        for sub in argument:
            yield from self.below(sub, value, path, secret)

    def any_of(self, argument: Any, schema: Schema, value: Any, path: Path, secret: bool) -> Iterator[Miss]:
        found = [list(self.below(sub, value, path, secret)) for sub in argument]
        if all(found):
            context = tuple(
                miss._replace(path=miss.absolute_path[len(path) :], schema_path=(number,))
                for number, branch in enumerate(found)
                for miss in branch
            )
            yield Miss("anyOf", argument, value, schema, path, context=context, secret=secret)


def _of_type(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    known = _TYPES.get(kind)
    if known is None:
        raise Unjudged
    return isinstance(value, known)


_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def _same(value: Any, item: Any) -> bool:
    if isinstance(item, (dict, list)):
        raise Unjudged
    return bool(value == item) and isinstance(value, bool) == isinstance(item, bool)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _mismatch(pattern: Any, value: Any) -> bool:
    with unwarned(pattern):
        return isinstance(value, str) and re.search(pattern, value) is None


# For each keyword about a value itself, a function that returns True if the value violates it.
_FAILS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda kinds, value: not any(_of_type(kind, value) for kind in types_of({"type": kinds})),
    "enum": lambda allowed, value: not any(_same(value, item) for item in allowed),
    "minimum": lambda least, value: _number(value) and value < least,
    "maximum": lambda most, value: _number(value) and value > most,
    "minLength": lambda least, value: isinstance(value, str) and len(value) < least,
    "maxLength": lambda most, value: isinstance(value, str) and len(value) > most,
    "pattern": _mismatch,
    "minItems": lambda least, value: isinstance(value, list) and len(value) < least,
    "maxItems": lambda most, value: isinstance(value, list) and len(value) > most,
    "required": lambda names, value: isinstance(value, dict) and any(name not in value for name in names),
}
_INSIDE: dict[str, Callable[[_Search, Any, Schema, Any, Path, bool], Iterator[Miss]]] = {
    "$ref": _Search.reference,
    "properties": _Search.properties,
    "additionalProperties": _Search.extra,
    "items": _Search.items,
    "allOf": _Search.all_of,
    "anyOf": _Search.any_of,
}
