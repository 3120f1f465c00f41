"""Conversion of schemas of every dialect to OpenAPI 3.1: a table of keywords, with a short function for each.

Dialects are not distinguished: documents mix them (`nullable` in 3.1, `x-nullable` in 3.0), and no keyword has two
meanings. A keyword with an impossible value is left out, as it would break validators.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable
from typing import Any

from dynclient.document.circles import break_circles
from dynclient.document.kinds import name_children
from dynclient.document.patterns import is_pattern
from dynclient.document.places import OWN, Dangling, Origin, Place, at, in_pointer, keys_of

Schema = dict[str, Any]

HOME = "#/components/schemas/"

_TYPES = {"array", "boolean", "integer", "null", "number", "object", "string"}

# Keywords that are kept beside a $ref before 3.1, although all are to be ignored there: they constrain nothing.
_ANNOTATIONS = {"default", "deprecated", "description", "example", "readOnly", "title", "writeOnly"}
_NULLABLE = {"nullable", "x-nullable"}
_BESIDE_REF = {"$ref", *_ANNOTATIONS, *_NULLABLE}


class Schemas:
    """A converter of the schemas of one document.

    A `$ref` to a named schema stays one. The target of any other pointer becomes a named schema too, as paths and
    components change their form in the conversion.

    Args:
        origin: the document.
        home: where its named schemas are: `#/definitions/` or `#/components/schemas/`.
        siblings: whether keywords beside a `$ref` count, as they do since 3.1.
    """

    def __init__(self, origin: Origin, home: str, *, siblings: bool) -> None:
        self.origin, self._siblings = origin, siblings
        self._path = keys_of(home)[:-1]
        self._place = at(None, *self._path)
        node: Any = origin.raw
        place: Place = None
        for key in self._path:
            node = origin.mapping(node.get(key), place := at(place, key), key)
        self._named = {str(name): schema for name, schema in node.items()}
        self._names = set(self._named)
        self._numbers: dict[str, int] = {}
        self._references: dict[str, str] = {}
        self._waiting: deque[tuple[str, Any, Place]] = deque()

    def named(self) -> dict[str, Any]:
        """Convert all named schemas, and those that references made necessary.

        Raises:
            SpecError: a schema is malformed, a reference leads out or to nothing, or a schema consists of itself.
        """
        schemas = {name: self.convert(schema, at(self._place, name)) for name, schema in self._named.items()}
        while self._waiting:
            name, schema, place = self._waiting.popleft()
            schemas[name] = self.convert(schema, place)
        for name in break_circles(schemas, HOME):
            raise self.origin.error("a schema that consists of itself", at(self._place, name))
        name_children(schemas, HOME)
        return schemas

    def convert(self, schema: Any, place: Place) -> Any:
        """Convert a schema to 3.1.

        Raises:
            SpecError: it is not a schema, or a reference in it cannot be followed.
        """
        if isinstance(schema, bool):
            return schema
        found = self.origin.mapping(schema, place, "a schema")
        if "$ref" in found and not self._siblings:
            found = {key: found[key] for key in found if key in _BESIDE_REF or str(key).startswith("x-")}
        if "enum" in found and "array" in kinds_of(found):
            found = _items_enum(found)
        out: Schema = {}
        for key, value in found.items():
            if keyword := _KEYWORDS.get(key):
                out.update(keyword(self, found, key, place))
            else:
                out[str(key)] = value
        if any(found.get(key) is True for key in _NULLABLE):
            return _or_null(out)
        return out

    def refer(self, ref: Any, place: Place) -> str:
        """Return the reference in the new document for one in the old document.

        Raises:
            Dangling: it cannot be followed.
        """
        if isinstance(ref, str) and ref not in self._references:
            ref = self.origin.enclosing(ref, place)
        if not (isinstance(ref, str) and ref in self._references):
            target = self.origin.target(ref, place)
            self._references[ref] = HOME + in_pointer(self._name(ref, target))
        return self._references[ref]

    def _name(self, ref: str, target: Any) -> str:
        keys = keys_of(ref)
        if keys[:-1] == self._path:
            return keys[-1]
        self.origin.charge(target, at(None, *keys))
        base = name = re.sub(r"\W+", "_", ref).strip("_")[-80:]
        while name in self._names:
            self._numbers[base] = self._numbers.get(base, 1) + 1
            name = f"{base}_{self._numbers[base]}"
        self._names.add(name)
        self._waiting.append((name, target, at(None, *keys)))
        return name


def _or_null(schema: Schema) -> Schema:
    """Return the schema of the same values or null."""
    if not schema.keys().isdisjoint({"$ref", "allOf", "anyOf", "const", "not", "oneOf"}):
        outside = {key: schema[key] for key in schema if key in _ANNOTATIONS or key.startswith("x-")}
        inside = {key: schema[key] for key in schema if key not in outside}
        return {**outside, "anyOf": [inside, {"type": "null"}]}
    out = dict(schema)
    if "type" not in out and ("properties" in out or "additionalProperties" in out):
        out["type"] = "object"
    if "type" in out:
        kinds = out["type"] if isinstance(out["type"], list) else [out["type"]]
        out["type"] = kinds if "null" in kinds else [*kinds, "null"]
    if "enum" in out and None not in out["enum"]:
        out["enum"] = [*out["enum"], None]
    return out


def _reference(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    try:
        return {key: schemas.refer(found[key], at(place, key))}
    except Dangling as error:
        # Any value is accepted there; `check` reports it.
        return {"x-dangling": error.reason}


def _one(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    return {key: schemas.convert(found[key], at(place, key))}


def _several(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    here = at(place, key)
    parts = schemas.origin.listing(found[key], here, key)
    return {key: [schemas.convert(part, at(here, index)) for index, part in enumerate(parts)]} if parts else {}


def _map(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    here = at(place, key)
    parts = schemas.origin.mapping(found[key], here, key)
    return {key: {str(name): schemas.convert(part, at(here, name)) for name, part in parts.items()}}


def _pattern_map(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    parts = _map(schemas, found, key, place)[key]
    return {key: {pattern: part for pattern, part in parts.items() if is_pattern(pattern)}}


def _items(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    if not isinstance(found[key], list):
        return _one(schemas, found, key, place)
    # Before JSON Schema 2020-12, a list here had one schema for each position.
    parts = _several(schemas, found, key, place)
    return {"prefixItems": parts[key]} if parts else {}


_EITHER = "int-or-string"


def _type(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    kinds = found[key] if isinstance(found[key], list) else [found[key]]
    if "file" in kinds:
        return {"type": "string", "format": "binary"}
    if found.get("format") == _EITHER or found.get(f"x-kubernetes-{_EITHER}") is True:
        # Kubernetes publishes string, but reads "8080" as the name of a port and 8080 as its number.
        return {key: ["integer", "string"]}
    known = [kind for kind in kinds if isinstance(kind, str) and kind in _TYPES]
    return {key: known if isinstance(found[key], list) else known[0]} if known else {}


def _format(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    name = found[key]
    if not isinstance(name, str) or found.get("type") == "file":
        return {}
    # The format asserts it; contentEncoding alone is an annotation (JSON Schema 2020-12 Validation, section 8).
    encoding = {"contentEncoding": "base64", "x-base64": True} if name in ("base64", "byte") else {}
    return {key: "date-time" if name == "dateTime" else name, **encoding}


def _default(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    return {} if found[key] is None else {key: found[key]}


def _required(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    # `required: true` inside a property's schema is a frequent slip.
    names = found[key]
    return {key: [name for name in names if isinstance(name, str)]} if isinstance(names, list) else {}


def _enum(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    if not isinstance(found[key], list) or not found[key]:
        return {}
    kinds = kinds_of(found) - {"null"}
    if not kinds or all(_is_of(item, kinds) for item in found[key]):
        return {key: found[key]}
    # Frequent slips: `enum: [1, 2]` or `[true, false]` unquoted where strings are meant, and numbers in quotes.
    read = [_read_as(item, kinds) for item in found[key]]
    if None in read:
        return {"x-known": [item for item in found[key] if _is_of(item, kinds)], "x-open": True}
    return {key: [item for (item,) in filter(None, read)]}


def kinds_of(schema: Schema) -> set[str]:
    """Return the types that a schema, as read, names."""
    kinds = schema.get("type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


_PYTHON: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


def _is_of(item: Any, kinds: set[str]) -> bool:
    """Return whether a value is null or of one of the types; a type that JSON Schema does not know may be any."""
    if item is None or not kinds <= _PYTHON.keys():
        return True
    return any(isinstance(item, _PYTHON[kind]) and (kind == "boolean") == isinstance(item, bool) for kind in kinds)


def _read_as(item: Any, kinds: set[str]) -> tuple[Any] | None:
    """Convert an item of an enum to the type that it is meant as; None if that cannot be known.

    A float's text is lost: 1.10 was read as 1.1.
    """
    if _is_of(item, kinds):
        return (item,)
    if "string" in kinds and isinstance(item, int):
        return (json.dumps(item),)
    if isinstance(item, str) and (kinds & {"boolean", "integer", "number"}):
        try:
            value = json.loads(item)
        except ValueError:
            return None
        return (value,) if value is not None and _is_of(value, kinds) else None
    return None


def _items_enum(found: Schema) -> Schema:
    """Move the enum of a list to its items, for which it is meant if none of its values is a list."""
    values, items = found["enum"], found.get("items")
    if not isinstance(values, list) or not values or any(isinstance(value, list) for value in values):
        return found
    out = {key: value for key, value in found.items() if key != "enum"}
    if isinstance(items, dict) and "$ref" not in items and "enum" not in items:
        out["items"] = {**items, "enum": values}
    return out if isinstance(items, dict) else {**out, "items": {"enum": values}}


def _discriminator(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    return {key: {"propertyName": found[key]} if isinstance(found[key], str) else found[key]}


def _number(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    return {key: found[key]} if _is_number(found[key]) else {}


def _multiple(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    return {key: found[key]} if _is_number(found[key]) and found[key] > 0 else {}


_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}


def _limit(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    if not _is_number(found[key]):
        return {}
    # Before JSON Schema draft 6 the exclusive form was a flag beside the limit.
    return {_EXCLUSIVE[key] if found.get(_EXCLUSIVE[key]) is True else key: found[key]}


def _pattern(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    return {key if is_pattern(found[key]) else "x-pattern": found[key]}


def _dropped(schemas: Schemas, found: Schema, key: str, place: Place) -> Schema:
    return {}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_KEYWORDS: dict[Any, Callable[[Schemas, Schema, str, Place], Schema]] = {
    "$ref": _reference,
    "type": _type,
    "format": _format,
    "default": _default,
    "required": _required,
    "enum": _enum,
    "discriminator": _discriminator,
    "items": _items,
    "pattern": _pattern,
    "patternProperties": _pattern_map,
    "multipleOf": _multiple,
    **dict.fromkeys(("$defs", "definitions", "dependentSchemas", "properties"), _map),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _several),
    **dict.fromkeys(("additionalProperties", "contains", "else", "if", "not", "propertyNames", "then"), _one),
    **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), _one),
    **dict.fromkeys(_EXCLUSIVE, _limit),
    **dict.fromkeys(_EXCLUSIVE.values(), _number),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _number),
    **dict.fromkeys(_NULLABLE, _dropped),
    **dict.fromkeys(OWN, _dropped),
}
