"""Query parameters that openapi-core does not read: objects over several names, and JSON that is repeated."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dynclient.api.call.prepare import def_name
from dynclient.api.call.styles import form_field
from dynclient.api.model.parts import Body, Parameter
from dynclient.api.model.schema import Schema, types_of

Pairs = Iterable[tuple[str, str]]

_NONE = object()


def is_spread(parameter: Parameter) -> bool:
    """Return whether a parameter's value has to be gathered from several pairs of the query."""
    if parameter.place != "query":
        return False
    if parameter.json or parameter.media:
        return parameter.repeat
    exploded = parameter.style == "form" and parameter.explode and "object" in types_of(parameter.schema)
    return parameter.style == "deepObject" or exploded


def gathered(parameter: Parameter, pairs: Pairs) -> Any:
    """Return the value that the pairs of a query hold for a parameter; None where they hold none."""
    name, schema = parameter.wire_name, parameter.schema
    if parameter.json:
        values = [_read_json(value) for key, value in pairs if key == name]
        return values or None
    if parameter.style != "deepObject":
        known = schema.get("properties", {})
        found = {key: _typed(value, known[key], schema) for key, value in pairs if key in known}
        return found or None
    tree: dict[str, Any] = {}
    for key, value in pairs:
        if key == name:
            return _typed(value, schema, schema)
        steps = re.findall(r"\[([^\[\]]*)\]", key.removeprefix(name)) if key.startswith(f"{name}[") else []
        below = tree
        for step in steps[:-1]:
            below = below.setdefault(step, {}) if isinstance(below.setdefault(step, {}), dict) else {}
        if steps:
            below[steps[-1]] = value
    return _typed(tree, schema, schema) if tree else None


def form_value(body: Body, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields that the pairs of a form hold."""
    out: dict[str, Any] = {}
    for name in dict.fromkeys(key.partition("[")[0] if key not in body.properties else key for key, _ in pairs):
        schema = body.properties.get(name, {})
        meant = _meant({}, schema, body.schema)
        kinds = types_of(meant)
        values = [value for key, value in pairs if key == name]
        items = meant.get("items") if "array" in kinds else None
        objects = isinstance(items, dict) and "object" in types_of(_meant({}, items, body.schema))
        alike: Any = [{}] if objects else {} if "object" in kinds else None
        field = form_field(body, name, alike)._replace(schema={**meant, "$defs": {}})
        if not values:
            field = field._replace(schema={**schema, "$defs": body.schema.get("$defs", {})}, style="deepObject")
            out[name] = gathered(field._replace(json=False), pairs)
        elif field.json and field.repeat:
            out[name] = [_read_json(value) for value in values]
        elif "array" in kinds and not field.json:
            parts = values if field.explode else values[0].split(",")
            out[name] = [_typed(part, items, body.schema) for part in parts]
        else:
            out[name] = _read_json(values[0]) if field.json else _typed(values[0], schema, body.schema)
    return out


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _typed(value: Any, schema: Any, root: Schema) -> Any:
    """Return a value of the type that a schema has for it; as it came where it is none."""
    schema = _meant(value, schema if isinstance(schema, dict) else {}, root)
    if isinstance(value, dict):
        if "array" in types_of(schema):
            return [_typed(value[key], schema.get("items"), root) for key in sorted(value, key=_number)]
        known, extra = schema.get("properties", {}), schema.get("additionalProperties")
        return {key: _typed(sub, known.get(key, extra), root) for key, sub in value.items()}
    for kind in types_of(schema):
        if kind in _READ and (found := _READ[kind](value)) is not _NONE:
            return found
    return value


def _meant(value: Any, schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root.get("$defs", {}).get(def_name(schema["$ref"]), {})
    branches = [_meant(value, sub, root) for sub in schema.get("anyOf", ())]
    wanted = {"object", "array"} if isinstance(value, dict) else {"boolean", "integer", "number", "string"}
    return next((each for each in branches if wanted & {*types_of(each)}), schema)


def _number(key: str) -> tuple[int, str]:
    return (int(key), key) if re.fullmatch("[0-9]{1,9}", key) else (0, key)


def _integer(text: str) -> Any:
    return int(text) if re.fullmatch(r"-?[0-9]{1,300}", text) else _NONE


def _float(text: str) -> Any:
    number = _integer(text)
    return number if number is not _NONE or not re.fullmatch(r"-?[0-9]+\.[0-9]+", text) else float(text)


_READ: Mapping[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": _float,
    "boolean": lambda text: {"true": True, "false": False}.get(text, _NONE),
}
