"""Questions about schemas: types, references, alternatives, the schema that answers are checked against, a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dynclient.document.spelling import spelling

Schema = dict[str, Any]
Resolve = Callable[[str], Any]

# Keywords beside a reference that do not change which values its target allows.
_WORDS = {"$ref", "default", "deprecated", "description", "example", "examples", "readOnly", "title", "writeOnly"}
# How many parts of an `allOf` are compared for what they have in common.
FEW = 20
BRANCHES = ("anyOf", "oneOf")
# Keywords that do not constrain arguments.
ANNOTATIONS = {
    "$defs", "default", "deprecated", "description", "discriminator", "format", "readOnly", "title", "writeOnly",
    "contentEncoding", "contentMediaType", "$comment", "example", "examples", "externalDocs", "xml",
}  # fmt: skip


def deref(schema: Any, resolve: Resolve) -> Schema:
    """Follow a schema's `$ref`s; keywords beside a reference override the target's."""
    while isinstance(schema, dict) and "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        target = resolve(schema["$ref"])
        schema = {**target, **beside} if isinstance(target, dict) else beside
    return schema if isinstance(schema, dict) else {}


def types_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the JSON types that a schema names."""
    kinds = schema.get("type", ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def types_beside_null(schema: Mapping[str, Any]) -> list[str]:
    """Return the JSON types that a schema names, without null."""
    return [kind for kind in types_of(schema) if kind != "null"]


def is_null(schema: Any) -> bool:
    """Return whether a schema allows only null."""
    return isinstance(schema, Mapping) and types_of(schema) == ("null",)


def branches_of(schema: Mapping[str, Any]) -> list[Any]:
    """Return a schema's alternatives, including null."""
    return [sub for key in BRANCHES for sub in schema.get(key) or ()]


def is_worded(schema: Schema) -> bool:
    """Return whether a schema is a reference with nothing but annotations beside it."""
    return all(key in _WORDS or key.startswith("x-") for key in schema)


def alone(schema: Schema) -> Schema:
    """Unwrap a reference that is in an `allOf` only to have annotations beside it."""
    every = schema.get("allOf")
    if not isinstance(every, list) or len(every) > FEW or "$ref" in schema:
        return schema
    parts = [*every, {key: value for key, value in schema.items() if key != "allOf"}]
    if sum("$ref" in part for part in parts if isinstance(part, dict)) != 1:
        return schema
    if not all(isinstance(part, dict) and is_worded(part) for part in parts):
        return schema
    return {key: value for part in parts for key, value in part.items()}


def nullable(schema: Schema) -> Schema:
    """Return a schema that also allows null."""
    kinds = types_of(schema)
    named = "const" in schema or ("enum" in schema and not kinds)
    if "$ref" in schema or named or any(key in schema for key in (*BRANCHES, "allOf")):
        return {"anyOf": [schema, {"type": "null"}]}
    if not kinds or "null" in kinds:
        return schema
    out = {**schema, "type": [*kinds, "null"]}
    if "enum" in out and None not in out["enum"]:
        out["enum"] = [*out["enum"], None]
    return out


# Keywords that answers are checked against. Left out: `enum` and `const`, as an engine uses values that its document
# does not list (spec/REALITY.md, E08); formats, as the engine's times may be empty; keywords that forbid more content.
_JUDGED = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    "minItems", "maxItems", "minProperties", "maxProperties",
)  # fmt: skip


def answer_schema(schema: Any) -> Any:
    """Return the schema that an engine's answer is checked against; references stay.

    Null is allowed anywhere (spec/REALITY.md, E01), enums are open, and undeclared properties are allowed.
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
    # Branches that differ only in their enums are equal here, so `oneOf` becomes `anyOf`.
    every += [{"anyOf": [answer_schema(sub) for sub in schema[key]]} for key in BRANCHES if schema.get(key)]
    return {**out, "allOf": every} if every else out


def _is_write_only(schema: Schema, name: str) -> bool:
    declared = schema.get("properties", {}).get(name)
    return isinstance(declared, dict) and bool(declared.get("writeOnly"))


def describe(schema: Mapping[str, Any]) -> str:
    """Describe the values of a schema in a few words: `an integer`, `a string or a list of strings`."""
    kinds = types_beside_null(schema)
    if not kinds:
        branches = [describe(sub) for sub in branches_of(schema) if not is_null(sub)]
        return _or(dict.fromkeys(branches)) if branches else "a JSON value"
    return _or(_describe_kind(kind, schema) for kind in kinds)


_NAMES = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "array": "a list",
    "object": "a dict",
}


def _describe_kind(kind: str, schema: Mapping[str, Any]) -> str:
    items = types_of(schema.get("items", {})) if kind == "array" and isinstance(schema.get("items"), dict) else ()
    plural = {"string": "strings", "integer": "integers", "object": "dicts", "number": "numbers"}
    if len(items) == 1 and items[0] in plural:
        return f"a list of {plural[items[0]]}"
    return spelling().booleans if kind == "boolean" else _NAMES.get(kind, kind)


def _or(parts: Iterable[str]) -> str:
    return " or ".join(parts)
