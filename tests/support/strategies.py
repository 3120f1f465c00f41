"""Values for the flattened schemas of arguments: drawn by hypothesis, or the smallest and the fullest one."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from dynclient.api.answer.result import Result
from dynclient.api.model.operation import Operation
from dynclient.api.model.parts import Parameter

Schema = Mapping[str, Any]
Values = st.SearchStrategy[Any]

# Half of a surrogate pair is no character: https://www.unicode.org/glossary/#surrogate_code_point
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", "a b", "ä/ö", "100%", "%2F", "a&b=c;d", "#?", "+", "'\"\\", "日本", "🐳", "null", "true", "0"]
)
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12).map(str.strip)
# The engine would redirect a path with a part that is empty, "." or "..".
PATH = st.lists(TEXT.filter(lambda text: "/" not in text and text not in ("", ".", "..")), min_size=1, max_size=3).map(
    "/".join
)
BASE64 = st.binary(max_size=12).map(lambda data: base64.b64encode(data).decode())
NUMBERS = st.floats(-1e9, 1e9) | st.integers(-(2**53), 2**53)
TIMES = st.integers(0, 2**33) | st.decimals(0, 2**33, places=3).map(float)

# What openapi-core cannot read back, though it is right to send it; such values are not drawn for whole calls.
UNREADABLE: dict[str, Callable[[str, Any], bool]] = {
    "an empty value in a query is refused, be it the default of `platform`": lambda place, value: (
        place == "query" and value == ""
    ),
    "a body of no bytes counts as no body": lambda place, value: place == "body" and value == b"",
    "null is taken as unset by the engine (E02), but the document does not allow it": lambda place, value: _has_null(
        value
    ),
}


def readable(place: str, drawn: Values) -> Values:
    """Return those of some values that openapi-core can read back."""
    return drawn.filter(lambda value: not any(cannot(place, value) for cannot in UNREADABLE.values()))


def _has_null(value: Any) -> bool:
    if isinstance(value, (dict, list)):
        return any(map(_has_null, value.values() if isinstance(value, dict) else value))
    return value is None


REPEATED = ["array", "string"]  # the types of a parameter whose name may be given several times
_OPTIONAL = 4  # of an object's optional properties that many are drawn at most, as some have sixty


def values(schema: Schema, *, nulls: bool, root: Schema | None = None) -> Values:
    """Return the values that a flattened schema allows.

    Args:
        schema: of the forms that `request_schema` gives.
        nulls: whether null is drawn where it is allowed.
        root: whose `$defs` its references mean.
    """
    root = schema if root is None else root
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].removeprefix("#/$defs/").replace("~1", "/").replace("~0", "~")]
        return st.deferred(lambda: values(target, nulls=nulls, root=root))
    if "anyOf" in schema:
        return st.one_of(values(sub, nulls=nulls, root=root) for sub in schema["anyOf"] if nulls or not _is_null(sub))
    if "enum" in schema:
        return st.sampled_from([item for item in schema["enum"] if nulls or item is not None])
    kinds = [kind for kind in kinds_of(schema) if nulls or kind != "null"]
    if schema.get("x-listed"):
        kinds.remove("string")  # it is sent as a list of one, and read as that
    return st.one_of(_of_kind(kind, schema, nulls, root) for kind in kinds)


def kinds_of(schema: Schema) -> list[str]:
    """Return the types of a schema; all of them where it names none."""
    kinds = schema.get("type", ["null", "boolean", "integer", "number", "string", "array", "object"])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _is_null(schema: Schema) -> bool:
    return kinds_of(schema) == ["null"]


def _of_kind(kind: str, schema: Schema, nulls: bool, root: Schema) -> Values:
    if kind == "array":
        least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
        item = values(schema["items"], nulls=nulls, root=root) if "items" in schema else TEXT
        return st.lists(item, min_size=least, max_size=most)
    if kind == "object":
        return _objects(schema, nulls, root)
    if kind == "string":
        return _strings(schema)
    if kind in ("integer", "number"):
        low, high = schema.get("minimum"), schema.get("maximum")
        return st.integers(low, high) if kind == "integer" else NUMBERS.filter(_between(low, high))
    return st.none() if kind == "null" else st.booleans()


def _between(low: Any, high: Any) -> Any:
    return lambda value: (low is None or value >= low) and (high is None or value <= high)


def _strings(schema: Schema) -> Values:
    if schema.get("contentEncoding") == "base64":
        return BASE64
    texts = st.from_regex(schema["pattern"], fullmatch=True) if "pattern" in schema else TEXT
    return texts.filter(lambda text: schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", 10**9))


def _objects(schema: Schema, nulls: bool, root: Schema) -> Values:
    if "properties" not in schema:
        extra = schema.get("additionalProperties", True)
        below = TEXT if isinstance(extra, bool) else values(extra, nulls=nulls, root=root)
        return st.dictionaries(TEXT, below, max_size=3) if extra is not False else st.just({})
    return _chosen(schema, nulls, root)


@st.composite
def _chosen(draw: st.DrawFn, schema: Schema, nulls: bool, root: Schema) -> dict[str, Any]:
    required = schema.get("required", [])
    optional = [name for name in schema["properties"] if name not in required]
    names = [*required, *draw(some_of(optional))]
    return {name: draw(values(schema["properties"][name], nulls=nulls, root=root)) for name in names}


def some_of(names: list[str]) -> st.SearchStrategy[list[str]]:
    """Return a few of some names."""
    return st.lists(st.sampled_from(names), max_size=_OPTIONAL, unique=True) if names else st.just([])


# --- whole calls


@dataclass(frozen=True)
class Call:
    """An operation's arguments, and what has to arrive: parameters by place and name, and the body."""

    arguments: dict[str, Any]
    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    body: Any = None


@st.composite
def calls(draw: st.DrawFn, operation: Operation) -> Call:
    """Return calls of an operation, with what an engine has to read out of them."""
    schema = operation.schema
    call = Call({})
    optional = [p.name for p in operation.parameters if p.name not in schema["required"]]
    for name in [n for n in schema["required"] if n in operation.by_name] + draw(some_of(optional)):
        parameter = operation.by_name[name]
        value = call.arguments[name] = draw(_parameter(parameter, schema["properties"][name]))
        if value != [] or parameter.json:  # a name that is repeated no times is not there
            getattr(call, parameter.place)[name] = arriving(parameter, value)
    for parameter in operation.parameters:
        if parameter.send_default:
            getattr(call, parameter.place).setdefault(parameter.name, parameter.schema["default"])
    body = draw(_bodies(operation, call.arguments))
    return Call(call.arguments, call.path, call.query, call.header, body)


def _parameter(parameter: Parameter, schema: Schema) -> Values:
    if parameter.place == "path":
        return PATH
    if parameter.encoded:
        return HEADER | values(_without(schema, "auth"), nulls=False)
    if parameter.place == "header":
        return HEADER
    if parameter.time:
        return TIMES
    if kinds_of(schema) == REPEATED:
        return values({**schema, "type": "array"}, nulls=False) | readable(
            "query", values(schema["items"], nulls=False)
        )
    return readable(parameter.place, values(schema, nulls=False))


def _without(schema: Schema, name: str) -> Schema:
    """Return the schema of an encoded object without the one property that does not arrive as it was given."""
    if isinstance(each := schema.get("additionalProperties"), dict):
        return {**schema, "type": "object", "additionalProperties": _without(each, name)}
    kept = {key: sub for key, sub in schema.get("properties", {}).items() if key != name}
    return {**schema, "type": "object", "properties": kept}


def arriving(parameter: Parameter, value: Any) -> Any:
    """Return what a parameter's value is once it has travelled."""
    kinds = kinds_of(parameter.schema)
    if parameter.encoded and isinstance(value, dict):
        return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()).decode()
    if parameter.json:
        return value
    if kinds == REPEATED and isinstance(value, str):
        return [value]
    if "string" in kinds and type(value) in (int, float):
        return f"{int(value) if value == int(value) else value}"
    return value


@st.composite
def _bodies(draw: st.DrawFn, operation: Operation, arguments: dict[str, Any]) -> Any:
    """Draw the body, into the arguments by its properties or whole, and return it as it has to arrive."""
    body, schema, name = operation.body, operation.schema, operation.body_name
    if body is None or not (body.required or draw(st.booleans())):
        return None
    if not body.json:
        arguments[name] = draw(readable("body", st.binary(max_size=40)))
        return arguments[name]
    drawn = draw(readable("body", values(schema["properties"][name], nulls=False, root=body.schema)))
    apart = drawn or not needs_some(operation)
    if apart and draw(st.booleans()) and body.is_object and not drawn.keys() & operation.by_name.keys():
        arguments.update({key: as_given(value, schema["properties"][key]) for key, value in drawn.items()})
        return drawn if drawn or body.required else None
    arguments[name] = Result(drawn) if isinstance(drawn, dict) else drawn
    return drawn


def as_given(value: Any, schema: Schema) -> Any:
    """Return a JSON value as it may be given: bytes for base64, and a dict as an engine's answer, which may hold it."""
    if schema.get("x-bytes"):
        return base64.b64decode(value)
    return Result(value) if isinstance(value, dict) else value


# --- one value


def _sample(schema: Schema, full: bool) -> Any:
    if "anyOf" in schema:
        return _sample(schema["anyOf"][0], full)
    if "enum" in schema:
        return schema["enum"][0]
    kind = kinds_of(schema)[0]
    if kind == "array":
        return [_sample(schema["items"], full)] * max(schema.get("minItems", 0), full)
    if kind == "object":
        names = schema.get("properties", {}) if full else schema.get("required", ())
        extra = schema.get("additionalProperties", True)
        known = {name: _sample(schema["properties"][name], full) for name in names}
        return known or ({"key": _sample(extra, full)} if full and isinstance(extra, dict) else {})
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "string":
        return "QQ==" if re.search(schema.get("pattern", ""), "QQ==") else ""
    return {"boolean": True, "null": None}[kind]


def sample_arguments(operation: Operation, *, full: bool) -> dict[str, Any]:
    """Return the fewest arguments that an operation takes, or all of them, its body by its properties."""
    schema, body = operation.schema, operation.body
    names = [name for name in schema["properties"] if full or name in schema["required"]]
    if full and body is not None and body.is_object:
        names.remove(operation.body_name)
    elif needs_some(operation) and not set(names).difference(operation.by_name):
        names.append(next(iter(body.properties)))
    return {name: sample_argument(operation, name, full=full) for name in names}


def needs_some(operation: Operation) -> bool:
    """Return whether a call has to give something of the body, whatever it is."""
    return operation.body is not None and operation.body.required and not operation.body.empty


def sample_argument(operation: Operation, name: str, *, full: bool = True) -> Any:
    """Return a value for one argument."""
    if name == operation.body_name and operation.body is not None and not operation.body.json:
        return b"\0tar"
    parameter = operation.by_name.get(name)
    if parameter is not None and parameter.time:
        return "1700000000" if "string" in kinds_of(parameter.schema) else 1_700_000_000
    if parameter is not None and "pattern" in parameter.schema:
        return "web-1" if re.search(parameter.schema["pattern"], "web-1") else parameter.schema["default"]
    schema = operation.schema["properties"][name]
    return as_given(_sample(schema, full), schema)
