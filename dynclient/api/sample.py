"""Values made from the document: its examples, and where it has none, the simplest that its schemas allow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dynclient.api.model import Operation, is_json
from dynclient.api.schema import Resolve, Schema, deref, types_of

_DEEP = 6  # levels of objects below which only what is required is given
_FORMATS = {
    "date-time": "2024-01-01T00:00:00Z",
    "dateTime": "2024-01-01T00:00:00Z",
    "date": "2024-01-01",
    "time": "00:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "email": "somebody@example.com",
    "uri": "https://example.com/",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}
# Texts of which one may fit where a pattern is asked for.
_TEXTS = ("text", "a", "1", "1.0", "v1", "a" * 12, "a" * 64, f"sha256:{'a' * 64}", "192.0.2.1", "2001:db8::1", "")


def answer_of(operation: Operation) -> tuple[int, Any]:
    """Give the status of an operation's success, and the value of its answer: an example, or one made from the schema.

    Args:
        operation: one whose answer is JSON, or an object in a header or in each line; for others the value is None.
    """
    successes = {code: node for code, node in operation.node.get("responses", {}).items() if code.startswith("2")}
    code = min(successes, default="200")
    status = int(code) if code.isdigit() else 200
    for media, content in successes.get(code, {}).get("content", {}).items():
        if is_json(media) and (examples := _examples(content)):
            return status, examples[0]
    schema = operation.answer.schema
    return status, None if schema is None else value_of(schema, operation.api.document.resolve)


def _examples(content: Mapping[str, Any]) -> list[Any]:
    """Give a media type's examples (OpenAPI 3.1, section 4.8.14)."""
    if "example" in content:
        return [content["example"]]
    named = content.get("examples")
    return [one["value"] for one in named.values() if "value" in one] if isinstance(named, Mapping) else []


def value_of(schema: Any, resolve: Resolve) -> Any:
    """Give a value that a schema allows: its example, its default, or the simplest; None where there is none.

    Args:
        schema: of JSON Schema 2020-12, with references.
        resolve: gives what a reference leads to.
    """
    return _value(schema, resolve, ())


def _value(schema: Any, resolve: Resolve, above: tuple[str, ...]) -> Any:
    if not isinstance(schema, Mapping):
        return {}
    above = (*above, schema.get("$ref", ""))
    flat = _joined(deref(dict(schema), resolve), resolve)
    for key in ("example", "const", "default"):
        if flat.get(key) is not None:
            return flat[key]
    if given := flat.get("examples") or flat.get("enum"):
        return next((one for one in given if one), given[0])
    for key in ("anyOf", "oneOf"):
        if branches := flat.get(key):
            return _value(_first(branches, resolve), resolve, above)
    kinds = [kind for kind in types_of(flat) if kind != "null"]
    kind = kinds[0] if kinds else "object" if "properties" in flat else "null"
    if kind == "object":
        return _object(flat, resolve, above)
    if kind == "array":
        return _array(flat, resolve, above)
    return _SCALARS[kind](flat)


def _joined(schema: Schema, resolve: Resolve) -> Schema:
    """Lay the parts of `allOf` over each other."""
    out = {key: value for key, value in schema.items() if key != "allOf"}
    for part in schema.get("allOf", ()):
        other = _joined(deref(part, resolve), resolve)
        properties = {**other.get("properties", {}), **out.get("properties", {})}
        required = [*other.get("required", ()), *out.get("required", ())]
        out = {**other, **out, "properties": properties, "required": required}
    return out


def _first(branches: list[Any], resolve: Resolve) -> Any:
    return next((one for one in branches if types_of(deref(one, resolve)) != ("null",)), branches[0])


def _object(schema: Schema, resolve: Resolve, above: tuple[str, ...]) -> dict[str, Any]:
    required, known = schema.get("required", ()), schema.get("properties", {})
    wanted = known if len(above) <= _DEEP else {name: sub for name, sub in known.items() if name in required}
    return {
        name: {} if _again(sub, above) else _value(sub, resolve, above)
        for name, sub in wanted.items()
        if name in required or not _again(sub, above)
    }


def _array(schema: Schema, resolve: Resolve, above: tuple[str, ...]) -> list[Any]:
    items, least = schema.get("items", {}), schema.get("minItems", 0)
    if not least and (len(above) > _DEEP or _again(items, above) or not items):
        return []
    return [_value(items, resolve, above)] * max(1, least)


def _again(schema: Any, above: tuple[str, ...]) -> bool:
    """Tell whether a schema contains itself by a reference, and its values would have no end."""
    if not isinstance(schema, Mapping):
        return False
    reference = schema.get("$ref") or (schema["items"].get("$ref") if isinstance(schema.get("items"), Mapping) else "")
    return bool(reference) and reference in above


def _text(schema: Schema) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    least, most, pattern = schema.get("minLength", 0), schema.get("maxLength"), str(schema.get("pattern", ""))
    fitting = (text.ljust(least, "a")[:most] for text in _TEXTS)
    return next((text for text in fitting if re.search(pattern, text)), "")


def _number(schema: Schema) -> Any:
    low, high = schema.get("minimum", 0), schema.get("maximum", 0)
    if "exclusiveMinimum" in schema:
        low = schema["exclusiveMinimum"] + 1
    value = max(low, 0) if "maximum" not in schema else min(max(low, 0), high)
    step = schema.get("multipleOf")
    return -(-value // step) * step if step else value


_SCALARS: dict[str, Any] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda schema: False,
    "null": lambda schema: None,
}
