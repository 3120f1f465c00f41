"""What a schema says: its types, its references followed, what an answer is judged by, its name in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dynclient.document.spelling import spelling

Schema = dict[str, Any]
Resolve = Callable[[str], Any]

# What may stand beside a reference without changing which values its target takes.
_WORDS = {"$ref", "default", "deprecated", "description", "example", "examples", "readOnly", "title", "writeOnly"}
# How many parts of an `allOf` are looked at for what they have in common.
FEW = 20
BRANCHES = ("anyOf", "oneOf")
# Keywords by which no argument is judged.
ANNOTATIONS = {
    "$defs", "default", "deprecated", "description", "discriminator", "format", "readOnly", "title", "writeOnly",
    "contentEncoding", "contentMediaType", "$comment", "example", "examples", "externalDocs", "xml",
}  # fmt: skip


def deref(schema: Any, resolve: Resolve) -> Schema:
    """Follow a schema's `$ref`s; what stands beside a reference is laid over its target."""
    while isinstance(schema, dict) and "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        target = resolve(schema["$ref"])
        schema = {**target, **beside} if isinstance(target, dict) else beside
    return schema if isinstance(schema, dict) else {}


def types_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the JSON types that a schema names; none if it names none."""
    kinds = schema.get("type", ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def types_beside_null(schema: Mapping[str, Any]) -> list[str]:
    """Return the JSON types that a schema names, null left out; none if it names none."""
    return [kind for kind in types_of(schema) if kind != "null"]


def is_null(schema: Any) -> bool:
    """Return whether a schema takes null alone."""
    return isinstance(schema, Mapping) and types_of(schema) == ("null",)


def branches_of(schema: Mapping[str, Any]) -> list[Any]:
    """Return the alternatives that a schema names, null among them."""
    return [sub for key in BRANCHES for sub in schema.get(key) or ()]


def is_worded(schema: Schema) -> bool:
    """Return whether nothing stands in a schema but a reference, and words."""
    return all(key in _WORDS or key.startswith("x-") for key in schema)


def alone(schema: Schema) -> Schema:
    """Return a reference that stands in `allOf` for the sake of the words beside it as a reference with words."""
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
    """Return a schema that takes null as well."""
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


# What an answer is held against. Left out: `enum` and `const`, for an engine says more than its document knows
# (spec/REALITY.md, E08); formats, for the engine's own times may be empty; whatever refuses by what else is there.
_JUDGED = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    "minItems", "maxItems", "minProperties", "maxProperties",
)  # fmt: skip


def answer_schema(schema: Any) -> Any:
    """Return a schema that an engine's answer is judged by; references stay as they are.

    Null is allowed anywhere (spec/REALITY.md, E01), enums are open, and there may be more than is declared.
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
    every += [{"anyOf": [answer_schema(sub) for sub in schema[key]]} for key in BRANCHES if schema.get(key)]
    return {**out, "allOf": every} if every else out


def _is_write_only(schema: Schema, name: str) -> bool:
    declared = schema.get("properties", {}).get(name)
    return isinstance(declared, dict) and bool(declared.get("writeOnly"))


def describe(schema: Mapping[str, Any]) -> str:
    """Name what a schema takes, in a few words: `an integer`, `a string or a list of strings`."""
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
