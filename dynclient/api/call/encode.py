"""From a bound operation to an HTTP request of plain values: method, target, headers, content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from dynclient.api.call.bind import Bound
from dynclient.api.call.styles import form_bytes, header_value, json_bytes, pair, path_value, query_pairs, text
from dynclient.api.model.operation import Operation

__all__ = ["Header", "Wire", "encode", "json_bytes", "plain_pairs", "text"]

Header = tuple[str, str]


class Wire(NamedTuple):
    """A request without a host and a version, for the clients to send.

    Attributes:
        target: path and query, percent-encoded, without the version's prefix.
        content: bytes, an iterable of bytes (sync or async), or None.
        operation: the operation; None for a raw request.
        ours: the names of headers that dynclient added, which the user's headers override.
    """

    method: str
    target: str
    headers: tuple[Header, ...] = ()
    content: Any = None
    operation: Operation | None = None
    ours: tuple[Header, ...] = ()


def encode(bound: Bound, *, open_: bool = False) -> Wire:
    """Encode a bound operation; `open_` if its answer is read as it comes."""
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
            headers.append((parameter.wire_name, header_value(parameter, value)))
        else:
            cookies += query_pairs(parameter, value)
    accepts = bound.operation.accepts_open if open_ else bound.operation.accepts
    ours = [("Accept", accepts)] if accepts else []
    if cookies:
        headers.append(("Cookie", "; ".join(cookies)))
    query += [pair for name, value in bound.extra.items() for pair in plain_pairs(name, value)]
    content = None
    if bound.has_body and (body := bound.operation.body) is not None:
        if body.parts:
            from dynclient.api.call.multipart import form_of

            form = form_of(body, bound.body)
            content = form.content
            # The user's Content-Type would not have the boundary.
            headers = [header for header in headers if header[0].lower() != "content-type"]
            headers += [("Content-Type", form.content_type), *form.length]
        else:
            ours.append(("Content-Type", body.media_type))
            content = json_bytes(bound.body) if body.json else form_bytes(body, bound.body) if body.form else bound.body
    path = path.partition("#")[0]  # fragments, by which some documents tell operations apart, are not sent
    target = f"{path}{'&' if '?' in path else '?'}{'&'.join(query)}" if query else path
    return Wire(bound.operation.method, target, tuple(headers), content, bound.operation, tuple(ours))


def plain_pairs(name: str, value: Any) -> Iterable[str]:
    """Write a query argument that no document describes: a list as repeated pairs, a dict as JSON."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return [pair(name, json_bytes(item).decode() if isinstance(item, (dict, list)) else text(item)) for item in items]
