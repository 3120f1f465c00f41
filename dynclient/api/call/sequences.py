"""Writing the values of a sequence one by one: JSON lines, RFC 7464 and events."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

_LINE_END = re.compile("\r\n|\n|\r")


def writer(media_type: str) -> Callable[[Any], bytes]:
    r"""Return a function that writes one value of a sequence of this media type.

    >>> writer("application/x-ndjson")({"a": 1}), writer("application/json-seq")([])
    (b'{"a":1}\n', b'\x1e[]\n')
    >>> writer("text/event-stream")({"event": "add", "data": {"n": 1}})
    b'event: add\ndata: {"n":1}\n\n'
    """
    if media_type.lower().lstrip().startswith("text/event-stream"):
        return _event
    before = b"\x1e" if "json-seq" in media_type.lower() else b""
    return lambda value: before + _compact(value).encode() + b"\n"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _event(value: Any) -> bytes:
    """Write an event: the fields of a dict with `data`, or any other value as the data."""
    fields = value if isinstance(value, Mapping) and "data" in value else {"data": value}
    lines = [f"{name}: {fields[name]}" for name in ("event", "id", "retry") if fields.get(name) is not None]
    data = fields["data"]
    text = data if isinstance(data, str) else _compact(data)
    lines += [f"data: {line}" for line in _LINE_END.split(text)]
    return "\n".join([*lines, "", ""]).encode()
