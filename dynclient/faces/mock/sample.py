"""Values made from the document: its examples, and where it has none, the simplest that its schemas allow."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dynclient.api.model.flatten import merged
from dynclient.api.model.operation import Operation
from dynclient.api.model.parts import is_json
from dynclient.api.model.schema import (
    Resolve,
    Schema,
    answer_schema,
    branches_of,
    deref,
    is_null,
    types_beside_null,
    types_of,
)
from dynclient.document.places import escape
from dynclient.faces.mock.matching import text_of

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
    """Return the status of an operation's success, and its answer: an example, or one made from the schema.

    Args:
        operation: one whose answer is JSON, or an object in a header or in each line; for others the value is None.
    """
    successes = {code: node for code, node in operation.node.get("responses", {}).items() if code.startswith("2")}
    code = min(successes, default="200")
    status = int(code) if code.isdigit() else 200
    if (sample := (operation.node.get("x-answer") or {}).get("sample")) is not None:
        return status, sample
    content = successes.get(code, {}).get("content", {})
    written = [one for media, node in content.items() if is_json(media) for one in _examples(node) if one is not None]
    schema, resolve = operation.answer.schema, operation.document.resolve
    if schema is None:
        return status, written[0] if written else None
    fits = _judge(schema, resolve)
    found = next((one for one in _candidates(schema, resolve, written) if fits(one)), ...)
    if found is ...:
        return status, written[0] if written else value_of(schema, resolve)
    # {} is no empty answer.
    return status, {} if found is None and not types_of(deref(schema, resolve)) else found


def _candidates(schema: Schema, resolve: Resolve, written: list[Any]) -> Iterator[Any]:
    yield from written
    yield from (_parsed(one) for one in written if isinstance(one, str))  # some write an example as its JSON's text
    yield value_of(schema, resolve)
    yield _value(schema, resolve, (), plain=True)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _judge(schema: Schema, resolve: Resolve) -> Callable[[Any], bool]:
    """Return a function that says whether an answer fits a schema, as a strict client does."""
    from jsonschema import Draft202012Validator

    judged = {"allOf": [answer_schema(schema)], "components": {"schemas": _Answers(resolve)}}  # one may be `true`
    return Draft202012Validator(judged).is_valid


class _Answers(dict[str, Any]):
    """The named schemas that answers are judged by, each made when it is referred to."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self._resolve = resolve

    def __missing__(self, name: str) -> Any:
        self[name] = answer_schema(self._resolve(f"#/components/schemas/{escape(name)}"))
        return self[name]


def _examples(content: Mapping[str, Any]) -> list[Any]:
    """Return a media type's examples (OpenAPI 3.1, section 4.8.14)."""
    if "example" in content:
        return [content["example"]]
    named = content.get("examples")
    return [one["value"] for one in named.values() if "value" in one] if isinstance(named, Mapping) else []


def value_of(schema: Any, resolve: Resolve) -> Any:
    """Return a value that a schema allows: its example, its default, or the simplest; None where there is none.

    Args:
        schema: of JSON Schema 2020-12, with references.
        resolve: gives what a reference leads to.
    """
    return _value(schema, resolve, ())


def _value(schema: Any, resolve: Resolve, above: tuple[str, ...], *, plain: bool = False) -> Any:
    """Return a value below the schemas of some names; a plain one without an example: a wrong one spoils the rest."""
    if not isinstance(schema, Mapping):
        return {}
    above = (*above, *(_names(schema) or ("",)))
    flat = merged(dict(schema), resolve)
    for key in ("const",) if plain else ("example", "const", "default"):
        if flat.get(key) is not None:
            return flat[key]
    if given := (not plain and flat.get("examples")) or flat.get("enum"):
        return next((one for one in given if one), given[0])
    for key in ("anyOf", "oneOf"):
        if branches := flat.get(key):
            return _value(_first(branches, resolve), resolve, above, plain=plain)
    kinds = types_beside_null(flat)
    kind = kinds[0] if kinds else "object" if "properties" in flat else "null"
    if kind == "object":
        return _object(flat, resolve, above, plain)
    if kind == "array":
        return _array(flat, resolve, above, plain)
    return _SCALARS[kind](flat)


def _first(branches: list[Any], resolve: Resolve) -> Any:
    return next((one for one in branches if not is_null(deref(one, resolve))), branches[0])


def _object(schema: Schema, resolve: Resolve, above: tuple[str, ...], plain: bool) -> dict[str, Any]:
    required, known = schema.get("required", ()), schema.get("properties", {})
    wanted = known if len(above) <= _DEEP else {name: sub for name, sub in known.items() if name in required}
    made = {
        name: {} if _again(sub, above) else _value(sub, resolve, above, plain=plain)
        for name, sub in wanted.items()
        if name in required or not _again(sub, above)
    }
    made |= {name: {} for name in required if name not in known}
    extra, least = schema.get("additionalProperties"), schema.get("minProperties", 0)
    if extra is not False and not made and least:
        made["key"] = _value(extra, resolve, above, plain=plain)
    return made


def _array(schema: Schema, resolve: Resolve, above: tuple[str, ...], plain: bool) -> list[Any]:
    items, least = schema.get("items", {}), schema.get("minItems", 0)
    if not least and (len(above) > _DEEP or _again(items, above) or not items):
        return []
    return [_value(items, resolve, above, plain=plain)] * max(1, least)


def _again(schema: Any, above: tuple[str, ...]) -> bool:
    """Return whether a schema contains itself by a reference, and its values would have no end."""
    items = schema.get("items") if isinstance(schema, Mapping) else None
    return any(name in above for name in (*_names(schema), *_names(items)))


def _names(schema: Any) -> tuple[str, ...]:
    """Return the references whose schemas a value of this one has to fit as it is."""
    if not isinstance(schema, Mapping):
        return ()
    own = (schema["$ref"],) if "$ref" in schema else ()
    branches = [sub for sub in branches_of(schema) if not is_null(sub)]
    return (*own, *(name for part in (*schema.get("allOf", ()), *branches[:1]) for name in _names(part)))


def _text(schema: Schema) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    least, most, pattern = schema.get("minLength", 0), schema.get("maxLength"), str(schema.get("pattern", ""))
    fitting = (text.ljust(least, "a")[:most] for text in _TEXTS)
    found = next((text for text in fitting if re.search(pattern, text)), None)
    return found if found is not None else text_of(pattern, least, most) or ""


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
