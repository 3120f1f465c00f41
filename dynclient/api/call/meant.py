"""Suggestions for values of the wrong type, in error messages.

They follow only from the schema and its description (a size if it says bytes, a duration if it is one), never from the
names of properties. Of a secret only the names in it are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dynclient.api.call.times import in_unit
from dynclient.api.model.schema import Schema, types_of
from dynclient.document.spelling import spelling

# Longer ones are not repeated.
_SHOWN = 60
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([kmgt])i?b?", re.IGNORECASE)
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def meant(value: Any, schema: Schema, secret: bool = False) -> str:
    """Return `; write …` with the corrected value; empty if that would be a guess."""
    secret = secret or _hides(schema)
    for kind in types_of(schema):
        if (make := _MEANT.get(kind)) is not None and (text := make(value, schema, secret)):
            return f"; write {spelling().value(text)}" if len(text) <= _SHOWN else ""
    return ""


def _hides(schema: Any, depth: int = 4) -> bool:
    """Return whether the schema's values are or may contain secrets; a value in the wrong place may be one."""
    if not isinstance(schema, dict):
        return False
    if depth == 0 or "$ref" in schema or schema.get("x-secret") or schema.get("format") == "password":
        return True
    below = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    return any(_hides(sub, depth - 1) for sub in (*below, *schema.get("anyOf", ()), *schema.get("oneOf", ())))


def _integer(value: Any, schema: Schema, secret: bool) -> str:
    if secret or isinstance(value, bool):
        return ""
    said = str(schema.get("description", "")).lower()
    if isinstance(value, float) and "billionths" in said:
        return str(round(value * 1_000_000_000))
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if len(text) < 20 and text.isascii() and text.isdigit():
        return str(int(text))
    if (unit := schema.get("x-duration")) and _DURATION.fullmatch(text):
        return _duration(text, unit)
    if "byte" in said and (size := _SIZE.fullmatch(text)):
        return str(int(float(size[1]) * 1024 ** ("kmgt".index(size[2].lower()) + 1)))
    return ""


def _duration(text: str, unit: str) -> str:
    from datetime import timedelta

    parts = re.findall(r"(\d+(?:\.\d+)?)([a-z]+)", text)
    seconds = sum(float(number) * _SECONDS[name] for number, name in parts)
    return f"{in_unit(timedelta(seconds=seconds), unit)} or timedelta(seconds={seconds:g})"


def _number(value: Any, schema: Schema, secret: bool) -> str:
    shown = not secret and isinstance(value, str) and len(value) < 20 and re.fullmatch(r"-?\d+(\.\d+)?", value)
    return str(value) if shown else ""


def _boolean(value: Any, schema: Schema, secret: bool) -> str:
    word = value.strip().lower() if isinstance(value, str) else str(value) if type(value) is int else ""
    return "" if secret else "True" if word in _YES else "False" if word in _NO else ""


def _string(value: Any, schema: Schema, secret: bool) -> str:
    if isinstance(value, Mapping) and isinstance(value.get("Id"), str):
        return "its .Id"
    return repr("…" if secret else str(value)) if type(value) in (int, float) else ""


def _array(value: Any, schema: Schema, secret: bool) -> str:
    items = schema.get("items")
    kinds = types_of(items) if isinstance(items, dict) else ()
    if isinstance(value, Mapping) and "string" in kinds and value and all(map(_is_plain, value.values())):
        return repr([_joined(str(name), item, secret) for name, item in value.items()])
    if isinstance(value, str) and "string" in kinds:
        name, sign, rest = value.partition("=")
        return repr([f"{name}={'…' if rest else ''}" if sign else "…" if secret else value])
    if isinstance(value, (int, str)) and not isinstance(value, bool) and "object" in kinds and not secret:
        name = _only_one(items or {}, lambda sub: _takes(sub, str(value)))
        return f"[{{{name!r}: {str(value)!r}}}]" if name else ""
    return "it in a list" if isinstance(value, Mapping) and "object" in kinds else ""


def _is_plain(value: Any) -> bool:
    return value is None or (isinstance(value, (str, int, float)) and not isinstance(value, bool))


def _joined(name: str, value: Any, secret: bool) -> str:
    sign = ":" if name.startswith("/") else "="
    if value is None:
        return name
    return f"{name}{sign}{'…' if secret else value}"


def _object(value: Any, schema: Schema, secret: bool) -> str:
    values = schema.get("additionalProperties")
    if isinstance(value, list) and isinstance(values, dict) and value and all(isinstance(each, str) for each in value):
        if "object" in types_of(values) and not secret:
            return "{" + ", ".join(f"{each!r}: {{}}" for each in value) + "}"
        if "string" in types_of(values) and all("=" in each for each in value):
            pairs = [each.partition("=") for each in value]
            return "" if secret else repr({name: text for name, _, text in pairs})
    if isinstance(value, str):  # a value that the document lists is not a secret
        name = _only_one(schema, lambda sub: value in (sub.get("enum") or sub.get("x-known") or ()))
        return f"{{{name!r}: {value!r}}}" if name else ""
    return ""


def _only_one(schema: Schema, fits: Callable[[Schema], bool]) -> str:
    """Return the only property that a value fits, if there is just one."""
    found = [name for name, sub in schema.get("properties", {}).items() if isinstance(sub, dict) and fits(sub)]
    return found[0] if len(found) == 1 else ""


def _takes(schema: Schema, text: str) -> bool:
    pattern = schema.get("pattern")
    return "string" in types_of(schema) and (pattern is None or re.search(pattern, text) is not None)


_MEANT: dict[str, Callable[[Any, Schema, bool], str]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "string": _string,
    "array": _array,
    "object": _object,
}
