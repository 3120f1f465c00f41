"""A bound operation to an HTTP request, as plain values: method, target, headers, content."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from dynclient.api.bind import Bound
from dynclient.api.model import Operation, Parameter
from dynclient.api.prepare import number_text

Header = tuple[str, str]


class Wire(NamedTuple):
    """Be a request before it has a host and a version: what the two shells send.

    Attributes:
        target: path and query, percent-encoded, without the version's prefix.
        content: bytes, an iterable of bytes (sync or async), or None.
        operation: whose request it is; None for a raw one.
    """

    method: str
    target: str
    headers: tuple[Header, ...] = ()
    content: Any = None
    operation: Operation | None = None


def encode(bound: Bound) -> Wire:
    """Encode a bound operation."""
    path = bound.operation.path
    query: list[str] = []
    headers: list[Header] = []
    cookies: list[str] = []
    for name, value in bound.parameters.items():
        if value is None:
            continue
        parameter = bound.operation.by_name[name]
        if parameter.place == "path":
            path = path.replace(f"{{{name}}}", path_value(parameter, value))
        elif parameter.place == "query":
            query += query_pairs(parameter, value)
        elif parameter.place == "header":
            headers.append((name, header_value(parameter, value)))
        else:
            cookies += query_pairs(parameter, value)
    if cookies:
        headers.append(("Cookie", "; ".join(cookies)))
    query += [pair for name, value in bound.extra.items() for pair in plain_pairs(name, value)]
    content = None
    if bound.has_body and bound.operation.body is not None:
        headers.append(("Content-Type", bound.operation.body.media_type))
        content = json_bytes(bound.body) if bound.operation.body.json else bound.body
    target = f"{path}?{'&'.join(query)}" if query else path
    return Wire(bound.operation.method, target, tuple(headers), content, bound.operation)


def json_bytes(value: Any) -> bytes:
    """Write a value as compact JSON in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def text(value: Any) -> str:
    """Write a scalar as it stands in a URL or header."""
    if value is True:
        return "true"
    return "false" if value is False else number_text(value) if isinstance(value, float) else str(value)


def pair(name: str, value: str) -> str:
    """Write one `name=value` of a query."""
    return f"{quote(name, safe='')}={quote(value, safe='')}"


def plain_pairs(name: str, value: Any) -> Iterable[str]:
    """Write a query argument that no document describes: a list is repeated, a dict is JSON."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return [pair(name, json_bytes(item).decode() if isinstance(item, (dict, list)) else text(item)) for item in items]


_DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


def query_pairs(parameter: Parameter, value: Any) -> Iterable[str]:
    """Write a query parameter in its style."""
    name = parameter.name
    if parameter.json:
        return [pair(name, value if isinstance(value, str) else json_bytes(value).decode())]
    if isinstance(value, list):
        if parameter.explode and parameter.style == "form":
            return [pair(name, text(item)) for item in value]
        delimiter = quote(_DELIMITERS.get(parameter.style, ","), safe=",")
        return [f"{quote(name, safe='')}={delimiter.join(quote(text(item), safe='') for item in value)}"]
    if isinstance(value, dict):
        return _object_pairs(parameter, value)
    return [pair(name, text(value))]


def _object_pairs(parameter: Parameter, value: Mapping[str, Any]) -> Iterable[str]:
    if parameter.style == "deepObject":
        return [pair(f"{parameter.name}[{key}]", text(item)) for key, item in value.items()]
    if parameter.explode:
        return [pair(key, text(item)) for key, item in value.items()]
    flat = ",".join(quote(text(part), safe="") for item in value.items() for part in item)
    return [f"{quote(parameter.name, safe='')}={flat}"]


def path_value(parameter: Parameter, value: Any) -> str:
    """Write a path parameter, percent-encoded; the parts of a list between commas."""
    if isinstance(value, list) and not parameter.json:
        return ",".join(quote(text(item), safe="") for item in value)
    return quote(_plain(parameter, value), safe="")


def header_value(parameter: Parameter, value: Any) -> str:
    """Write a header parameter; a dict where the header carries base64url of JSON, with the padding it needs."""
    if isinstance(value, dict) and parameter.encoded == "base64url-json":
        return base64.urlsafe_b64encode(json_bytes(value)).decode()
    if isinstance(value, list) and not parameter.json:
        return ",".join(text(item) for item in value)
    return _plain(parameter, value)


def _plain(parameter: Parameter, value: Any) -> str:
    if isinstance(value, (dict, list)) or (parameter.json and not isinstance(value, str)):
        return json_bytes(value).decode()
    return text(value)
