"""Schemas as requests need them: references followed, `allOf` flattened, objects closed, optional values nullable.

`unevaluatedProperties` would say the same as a flattened closed object, but blames other places than the one at fault
and is five times slower.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import NoneType
from typing import Any
from warnings import catch_warnings

from dynclient.errors import SpecError

Schema = dict[str, Any]
Resolve = Callable[[str], Any]

# The widths that formats name. Where none is named, 64 bits: what every JSON server can hold.
_RANGES = {
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}
_WIDEST = (-(2**63), 2**64 - 1)
_TIGHTER: dict[str, Callable[[Any, Any], Any]] = {
    "minimum": max,
    "minLength": max,
    "minItems": max,
    "maximum": min,
    "maxLength": min,
    "maxItems": min,
}
# How many references are followed one in another; what is behind more stands in `$defs`.
_LINKS = 30
# How much a schema may be made of, the same parts counted again where they are met in other words.
_PARTS = 200_000
# How deep `allOf` stand in each other. How deep Python's own stack goes depends on who calls.
_DEPTH = 100
# How many parts of an `allOf` are looked at for what they have in common.
_FEW = 20
# What may stand beside a reference without changing which values its target takes.
_WORDS = {"$ref", "default", "deprecated", "description", "example", "examples", "readOnly", "title", "writeOnly"}
_DROPPED = {"example", "examples", "xml", "externalDocs"}
_BRANCHES = ("anyOf", "oneOf")


def deref(schema: Any, resolve: Resolve) -> Schema:
    """Follow a schema's `$ref`s; what stands beside a reference is laid over its target."""
    while isinstance(schema, dict) and "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        target = resolve(schema["$ref"])
        schema = {**target, **beside} if isinstance(target, dict) else beside
    return schema if isinstance(schema, dict) else {}


def types_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the JSON types that a schema names; none if it names none."""
    kinds = schema.get("type", ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def request_schema(schema: Schema, resolve: Resolve) -> Schema:
    """Flatten a schema into the form that arguments are checked against.

    `allOf` is merged into one object; an object that declares properties takes no others unless the document says so;
    an optional property and a map's value may be null, which the engine takes as unset (REALITY.md E02). A schema
    that contains itself refers to `$defs`.

    Args:
        schema: a schema of the document.
        resolve: gives what a local reference (`#/components/schemas/X`) points to.

    Raises:
        SpecError: it is nested too deeply.
    """
    flattening = _Flattening(resolve)
    try:
        flat = flattening.flat(schema)
        flattening.finish()
    except RecursionError:
        raise SpecError("a schema is nested too deeply") from None
    if flattening.defs:
        return {**flat, "$defs": dict(flattening.defs)}
    return flat


class _Flattening:
    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.open: list[str] = []
        self.recursive: set[str] = set()
        self.later: list[str] = []
        self.defs: dict[str, Schema] = {}
        # What several places refer to is flattened once and shared: a chain of schemas that each name the next one
        # twice would take a time that doubles with every link.
        self.done: dict[tuple[str, bool], Schema] = {}
        self.joined: dict[str, Schema] = {}
        self.names: dict[str, str] = {}  # of schemas with `allOf`, by their text
        self.count = self.depth = 0

    def flat(self, schema: Any, shut: bool = True) -> Schema:
        """Flatten a schema; one that says only a part of what holds for its value is not shut against other names."""
        if not isinstance(schema, dict):
            return {} if schema is not False else {"not": {}}
        self.count += 1
        if self.count > _PARTS:
            raise SpecError(f"a schema is made of more than {_PARTS:,} parts")
        schema = alone(schema)
        reference = schema.get("$ref")
        if reference is None:
            return self.joined_flat(schema, shut) if "allOf" in schema else self.closed(schema, shut)
        if len(schema) == 1 and (reference, shut) in self.done:
            return self.done[reference, shut]
        if len(schema) > 1 and _is_worded(schema):
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            return {**self.flat({"$ref": reference}, shut), **beside}
        name = reference.replace("~", "~0").replace("/", "~1")
        if reference in self.open:
            self.recursive.add(reference)
            return {"$ref": f"#/$defs/{name}"}
        if len(self.open) == _LINKS and len(schema) == 1:
            self.later.append(reference)
            return {"$ref": f"#/$defs/{name}"}
        self.open.append(reference)
        try:
            flat = self.closed(self.merged(deref(schema, self.resolve)), shut)
        finally:
            self.open.remove(reference)
        if reference in self.recursive:
            self.defs[reference] = flat
        if len(schema) == 1:
            self.done[reference, shut] = flat
        return flat

    def joined_flat(self, schema: Schema, shut: bool) -> Schema:
        """Flatten a schema with `allOf`; one that is met again inside itself, by its text, refers to `$defs`."""
        name = self.names.setdefault(json.dumps(schema), f"allOf_{len(self.names) + 1}")
        if name in self.open:
            self.recursive.add(name)
            return {"$ref": f"#/$defs/{name}"}
        self.open.append(name)
        try:
            flat = self.closed(self.merged(schema), shut)
        finally:
            self.open.remove(name)
        if name in self.recursive:
            self.defs[name] = flat
        return flat

    def finish(self) -> None:
        """Flatten what was put off: a web of schemas may lead on for as long as there are schemas."""
        while self.later:
            reference = self.later.pop()
            if reference not in self.defs:
                self.defs[reference] = {}
                self.defs[reference] = self.flat({"$ref": reference})

    def merged(self, schema: Schema) -> Schema:
        """Merge a schema's `allOf` into it, still unflattened below."""
        if "allOf" not in schema:
            return schema
        out: Schema = {}
        own = {key: value for key, value in schema.items() if key != "allOf"}
        for part in [*schema["allOf"], own]:
            _merge(out, self.part(part))
        if "required" in out:
            out["required"] = list(dict.fromkeys(out["required"]))
        return out

    def part(self, schema: Any) -> Schema:
        """Give a part of an `allOf`, itself merged; one that is referred to is merged once."""
        self.count += 1
        if self.count > _PARTS:
            raise SpecError(f"a schema is made of more than {_PARTS:,} parts")
        reference = schema["$ref"] if isinstance(schema, dict) and schema.keys() == {"$ref"} else None
        if reference in self.joined:
            return self.joined[reference]
        self.depth += 1
        if self.depth > _DEPTH:
            raise SpecError("a schema is nested too deeply")
        merged = self.merged(deref(schema, self.resolve))
        self.depth -= 1
        if reference is not None:
            self.joined[reference] = merged
        return merged

    def closed(self, schema: Schema, shut: bool) -> Schema:
        out = {key: value for key, value in schema.items() if key not in _DROPPED}
        if "pattern" in out and not _is_pattern(out["pattern"]):
            del out["pattern"]
        required = {name for name in out.get("required", ()) if not _is_read_only(out, name)}
        if "required" in out:
            out["required"] = [name for name in out["required"] if name in required]
        if isinstance(properties := out.get("properties"), dict):
            out["properties"] = {
                name: self.flat(sub) if name in required else nullable(self.flat(sub))
                for name, sub in properties.items()
            }
            if shut:
                out.setdefault("type", "object")
            if shut and not any(key in out for key in (*_BRANCHES, *_IN_PLACE, "patternProperties")):
                out.setdefault("additionalProperties", False)
        if isinstance(extra := out.get("additionalProperties"), dict):
            out["additionalProperties"] = nullable(self.flat(extra))
        if isinstance(items := out.get("items"), dict):
            out["items"] = self.flat(items)
        for key in out.keys() & _SUBSCHEMAS.keys():
            out[key] = _SUBSCHEMAS[key](self.flat, out[key], shut and "properties" not in out)
        if "integer" in types_of(out):
            low, high = _RANGES.get(str(out.get("format")), _WIDEST)
            out["minimum"] = max(out.get("minimum", low), low)
            out["maximum"] = min(out.get("maximum", high), high)
        return out


# Where else schemas stand: in those that apply to the same value no names are shut out, for each knows a part of them.
_IN_PLACE = ("not", "if", "then", "else", "dependentSchemas")
_SUBSCHEMAS: dict[str, Callable[[Callable[[Any, bool], Schema], Any, bool], Any]] = {
    **dict.fromkeys(_BRANCHES, lambda flat, subs, shut: [flat(sub, shut) for sub in subs]),
    **dict.fromkeys(_IN_PLACE[:-1], lambda flat, sub, shut: flat(sub, False)),
    "dependentSchemas": lambda flat, subs, shut: {name: flat(sub, False) for name, sub in subs.items()},
    "patternProperties": lambda flat, subs, shut: {
        name: flat(sub, True) for name, sub in subs.items() if _is_pattern(name)
    },
    "prefixItems": lambda flat, subs, shut: [flat(sub, True) for sub in subs],
    "contains": lambda flat, sub, shut: flat(sub, True),
    "propertyNames": lambda flat, sub, shut: flat(sub, True),
}


def _is_read_only(schema: Schema, name: str) -> bool:
    """Tell whether a property comes in answers alone, so that no request has to have it (OpenAPI 3.1, 4.8.24)."""
    sub = schema.get("properties", {}).get(name)
    return isinstance(sub, dict) and bool(sub.get("readOnly"))


def _is_pattern(text: Any) -> bool:
    """Tell whether Python reads a pattern; one of another dialect (ECMA 262's \\p{L}) is the engine's to judge."""
    try:
        with unwarned(text):
            return bool(re.compile(text))
    except (re.error, OverflowError, TypeError):
        return False


def unwarned(pattern: Any) -> AbstractContextManager[object]:
    """Have a pattern compiled without the warning that `[[` or `--` will mean more in a Python to come."""
    if isinstance(pattern, str) and re.search(r"\[.*(?:\[|--|&&|~~|\|\|)", pattern):
        return catch_warnings(action="ignore", category=FutureWarning)
    return nullcontext()  # warnings belong to all threads


def _merge(out: Schema, part: Schema) -> None:
    """Merge a part into `out`, whose properties and required names are its own."""
    for key, value in part.items():
        if key == "properties":
            out.setdefault(key, {}).update(_shared(out.get(key, {}), value))
        elif key == "required":
            out.setdefault(key, []).extend(value)
        elif key not in out:
            out[key] = value
        elif key in _TIGHTER:
            out[key] = _TIGHTER[key](out[key], value)
        elif key == "enum":
            allowed = {_marked(item) for item in value}
            out[key] = [item for item in out[key] if _marked(item) in allowed]
        else:
            out[key] = value


def _marked(item: Any) -> Any:
    """Give what tells a value from others, 1 from true too, in a set."""
    return (type(item), item) if isinstance(item, (str, int, float, NoneType)) else repr(item)


def _shared(left: Mapping[str, Any], right: Mapping[str, Any]) -> Schema:
    return {name: _both(left[name], sub) if name in left else sub for name, sub in right.items()}


def _both(left: Any, right: Any) -> Any:
    """Give the schema of what two schemas allow."""
    parts = left["allOf"] if isinstance(left, dict) and left.keys() == {"allOf"} else [left]
    if len(parts) > _FEW:
        return {"allOf": [left, right]}
    # One that comes by two ways is the same: else it would double with every step of a chain.
    return left if right in parts else {"allOf": [*parts, right]}


def _is_worded(schema: Schema) -> bool:
    """Tell whether nothing stands in a schema but a reference, and words."""
    return all(key in _WORDS or key.startswith("x-") for key in schema)


def alone(schema: Schema) -> Schema:
    """Give a reference that stands in `allOf` for the sake of the words beside it as a reference with words."""
    every = schema.get("allOf")
    if not isinstance(every, list) or len(every) > _FEW or "$ref" in schema:
        return schema
    parts = [*every, {key: value for key, value in schema.items() if key != "allOf"}]
    if sum("$ref" in part for part in parts if isinstance(part, dict)) != 1:
        return schema
    if not all(isinstance(part, dict) and _is_worded(part) for part in parts):
        return schema
    return {key: value for part in parts for key, value in part.items()}


def nullable(schema: Schema) -> Schema:
    """Give a schema that takes null as well."""
    if "$ref" in schema or ("type" not in schema and any(key in schema for key in (*_BRANCHES, "enum", "const"))):
        return {"anyOf": [schema, {"type": "null"}]}
    if not (kinds := types_of(schema)) or "null" in kinds:
        return schema
    out = {**schema, "type": [*kinds, "null"]}
    if "enum" in out and None not in out["enum"]:
        out["enum"] = [*out["enum"], None]
    return out


# What an answer is held against. Left out: `enum` and `const`, for an engine says more than its document knows
# (REALITY.md E08); formats, for the engine's own times may be empty; whatever refuses by what else is there.
_JUDGED = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    "minItems", "maxItems", "minProperties", "maxProperties",
)  # fmt: skip


def answer_schema(schema: Any) -> Any:
    """Give a schema that an engine's answer is judged by; references stay as they are.

    Null is allowed anywhere (REALITY.md E01), enums are open, and there may be more than is declared.
    """
    if not isinstance(schema, dict):
        return True
    out = {key: schema[key] for key in ("$ref", *_JUDGED) if key in schema}
    if kinds := types_of(schema):
        out["type"] = list(dict.fromkeys([*kinds, "null"]))
    for key in ("properties", "patternProperties"):
        if key in schema:
            out[key] = {name: answer_schema(sub) for name, sub in schema[key].items()}
    for key in ("items", "additionalProperties"):
        if key in schema:
            out[key] = answer_schema(schema[key])
    if "prefixItems" in schema:
        out["prefixItems"] = [answer_schema(sub) for sub in schema["prefixItems"]]
    if "required" in schema:
        out["required"] = [name for name in schema["required"] if not _is_write_only(schema, name)]
    every = [answer_schema(sub) for sub in schema.get("allOf", ())]
    # Branches that only their enums told apart are alike here, so one of them is as good as exactly one.
    every += [{"anyOf": [answer_schema(sub) for sub in schema[key]]} for key in _BRANCHES if schema.get(key)]
    return {**out, "allOf": every} if every else out


def _is_write_only(schema: Schema, name: str) -> bool:
    declared = schema.get("properties", {}).get(name)
    return isinstance(declared, dict) and bool(declared.get("writeOnly"))


def describe(schema: Mapping[str, Any]) -> str:
    """Name what a schema takes, in a few words: `an integer`, `a string or a list of strings`."""
    kinds = [kind for kind in types_of(schema) if kind != "null"]
    if not kinds:
        branches = [describe(sub) for key in _BRANCHES for sub in schema.get(key, ()) if types_of(sub) != ("null",)]
        return _or(dict.fromkeys(branches)) if branches else "a JSON value"
    return _or(_describe_kind(kind, schema) for kind in kinds)


_NAMES = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "True or False",
    "array": "a list",
    "object": "a dict",
}


def _describe_kind(kind: str, schema: Mapping[str, Any]) -> str:
    items = types_of(schema.get("items", {})) if kind == "array" and isinstance(schema.get("items"), dict) else ()
    plural = {"string": "strings", "integer": "integers", "object": "dicts", "number": "numbers"}
    if len(items) == 1 and items[0] in plural:
        return f"a list of {plural[items[0]]}"
    return _NAMES.get(kind, kind)


def _or(parts: Iterable[str]) -> str:
    return " or ".join(parts)


def merged(schema: Any, resolve: Resolve) -> Schema:
    """Give a schema with its own references followed and its `allOf` merged into it, as published below that.

    Raises:
        SpecError: it is nested too deeply.
    """
    found = deref(schema, resolve)
    if "allOf" not in found:
        return found
    flattening = _Flattening(resolve)
    try:
        return flattening.merged(found)
    except RecursionError:
        raise SpecError("a schema is nested too deeply") from None
