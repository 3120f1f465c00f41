"""Writing values in paths, queries, headers and forms: OpenAPI's styles.

https://spec.openapis.org/oas/v3.1.0#style-values
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from dynclient.api.call.times import number_text
from dynclient.api.model.parts import Body, Parameter, is_json
from dynclient.api.model.schema import types_of


def json_bytes(value: Any) -> bytes:
    """Write a value as compact JSON in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def text(value: Any) -> str:
    """Write a scalar for a URL or header."""
    if value is True:
        return "true"
    return "false" if value is False else number_text(value) if isinstance(value, float) else str(value)


def pair(name: str, value: str) -> str:
    """Write one `name=value` of a query."""
    return f"{quote(name, safe='')}={quote(value, safe='')}"


def form_bytes(body: Body, value: Mapping[str, Any]) -> bytes:
    """Write a form's fields; null is left out."""
    pairs: list[str] = []
    for name, item in value.items():
        if item is not None:
            pairs += query_pairs(form_field(body, name, item), item)
    return "&".join(pairs).encode()


def form_field(body: Body, name: str, value: Any) -> Parameter:
    """Return the parameter that is written in the same way as a form's field."""
    encoding = body.encoding.get(name, {})
    style = str(encoding.get("style") or "form")
    # By default an object is JSON, and a list is written as its items are: https://spec.openapis.org/oas/v3.1.0#encoding-object
    objects = isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    media = str(encoding.get("contentType") or ("application/json" if isinstance(value, dict) or objects else ""))
    json = is_json(media) and not encoding.keys() & {"style", "explode"}
    repeat = objects and "contentType" not in encoding
    explode = bool(encoding.get("explode", style == "form"))
    return Parameter(name, "query", False, {}, json=json, style=style, explode=explode, repeat=repeat)


# The supported styles; a value for a parameter of any other style is refused.
_STYLES: dict[str, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "cookie": ("form",),
}


def unwritable(parameter: Parameter, value: Any) -> str:
    """Say why a value cannot be written for its parameter; empty if it can."""
    if parameter.json or (parameter.encoded and isinstance(value, dict)):
        return ""
    if parameter.media:
        return f"travels as {parameter.media}; expected text" if isinstance(value, (dict, list)) else ""
    if parameter.style not in _STYLES[parameter.place]:
        return f"travels in the style {parameter.style}, which is not supported"
    if not isinstance(value, (dict, list)):
        return ""
    if parameter.place == "cookie" and parameter.explode:
        # OpenAPI uses an ampersand here, which does not separate cookies: https://spec.openapis.org/oas/v3.1.1#style-values
        return "is a list or dict that is exploded in a cookie, for which OpenAPI has no form"
    items = value.values() if isinstance(value, dict) else value
    if parameter.style == "label" and parameter.explode and any("." in text(item) for item in items):
        return "contains a value with a dot, which separates values in the style label"
    if parameter.style != "deepObject" and any(isinstance(item, (dict, list)) for item in items):
        return f"contains a dict or list, which the style {parameter.style} cannot express"
    if isinstance(value, list) and None in value:
        return "contains None, which cannot be written in a URL or header"
    return ""


_DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


def query_pairs(parameter: Parameter, value: Any) -> Iterable[str]:
    """Write a query parameter in its style."""
    name = parameter.wire_name
    if parameter.json:
        items = value if parameter.repeat and isinstance(value, list) else [value]
        return [pair(name, item if isinstance(item, str) else json_bytes(item).decode()) for item in items]
    if parameter.style == "deepObject" and isinstance(value, (dict, list)):
        return _deep_pairs(name, value)
    if isinstance(value, list):
        if parameter.explode and parameter.style == "form":
            return [pair(name, text(item)) for item in value]
        return [f"{quote(name, safe='')}={_delimited(parameter, map(text, value))}"]
    if isinstance(value, dict):
        given = {key: text(item) for key, item in value.items() if item is not None}
        if parameter.explode and parameter.style == "form":
            return [pair(key, item) for key, item in given.items()]
        return [f"{quote(name, safe='')}={_delimited(parameter, (part for item in given.items() for part in item))}"]
    return [pair(name, text(value))]


def _delimited(parameter: Parameter, parts: Iterable[str]) -> str:
    delimiter = quote(_DELIMITERS.get(parameter.style, ","), safe=",")
    return delimiter.join(quote(part, safe="") for part in parts)


def _deep_pairs(name: str, value: Any) -> list[str]:
    """Write a deep object: `filter[size][gte]=1`; a list's items by number, which the standard leaves open."""
    if not isinstance(value, (dict, list)):
        return [pair(name, text(value))] if value is not None else []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [each for key, item in items for each in _deep_pairs(f"{name}[{key}]", item)]


def _simple(parameter: Parameter, value: Any) -> list[str]:
    """Return the parts that the style `simple` separates by commas: `a,b`, `x,1,y,2`, or `x=1,y=2` exploded."""
    if isinstance(value, list):
        return [text(item) for item in value]
    given = [(key, text(item)) for key, item in value.items() if item is not None]
    return [f"{key}={item}" for key, item in given] if parameter.explode else [part for item in given for part in item]


def path_value(parameter: Parameter, value: Any) -> str:
    """Write a path parameter, percent-encoded; the parts of a list or dict are separated by commas."""
    if parameter.style in _PREFIXES and not parameter.json:
        return _prefixed(parameter, value)
    if isinstance(value, (dict, list)) and not parameter.json:
        return ",".join(quote(part, safe="=" if parameter.explode else "") for part in _simple(parameter, value))
    return quote(_plain(parameter, value), safe=parameter.literal)


_PREFIXES = {"label": ".", "matrix": ";"}


def _prefixed(parameter: Parameter, value: Any) -> str:
    """Write a path parameter in the style `label` or `matrix` (RFC 6570, sections 3.2.5 and 3.2.7)."""
    prefix, matrix = _PREFIXES[parameter.style], parameter.style == "matrix"
    name = quote(parameter.wire_name, safe="")
    plain = [
        quote(part, safe="=" if isinstance(value, dict) and parameter.explode else "")
        for part in _each(parameter, value)
    ]
    if not parameter.explode or not isinstance(value, (list, dict)):
        joined = ",".join(plain)
        return f"{prefix}{name}={joined}" if matrix else f"{prefix}{joined}"
    return "".join(
        f"{prefix}{name}={part}" if matrix and isinstance(value, list) else f"{prefix}{part}" for part in plain
    )


def simple_form(parameter: Parameter, written: str) -> str:
    """Convert a path parameter from its style to `simple`."""
    if parameter.style not in _PREFIXES or parameter.json:
        return written
    prefix, kinds = _PREFIXES[parameter.style], types_of(parameter.schema)
    several = parameter.explode and not {"array", "object"}.isdisjoint(kinds)
    parts = written.removeprefix(prefix).split(prefix) if several else [written.removeprefix(prefix)]
    name = f"{quote(parameter.wire_name, safe='')}="
    named = parameter.style == "matrix" and not (several and "object" in kinds)
    return ",".join(part.removeprefix(name) if named else part for part in parts)


def _each(parameter: Parameter, value: Any) -> list[str]:
    return _simple(parameter, value) if isinstance(value, (list, dict)) else [text(value)]


def header_value(parameter: Parameter, value: Any) -> str:
    """Write a header parameter; a dict becomes base64url of its JSON, with padding, if the header is encoded so."""
    if isinstance(value, dict) and parameter.encoded == "base64url-json":
        return base64.urlsafe_b64encode(json_bytes(value)).decode()
    if isinstance(value, (dict, list)) and not parameter.json:
        return ",".join(_simple(parameter, value))
    return _plain(parameter, value)


def _plain(parameter: Parameter, value: Any) -> str:
    if isinstance(value, (dict, list)) or (parameter.json and not isinstance(value, str)):
        return json_bytes(value).decode()
    return text(value)
