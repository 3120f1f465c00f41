"""Forms with files as multipart bodies (RFC 7578), written while they are sent and never held in memory."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dynclient.api.call.styles import json_bytes, text
from dynclient.api.model.parts import Body, is_json

_BYTES = (bytes, bytearray, memoryview)
FORM = "multipart/form-data"
_ANY = "application/octet-stream"


class File(NamedTuple):
    """A file to send in a form.

    Attributes:
        filename: the name that is sent to the server.
        content: bytes, or a sync or async iterable of bytes.
        media_type: the file's media type; empty to derive it from the name.
        size: the number of bytes, if known.
    """

    filename: str
    content: Any
    media_type: str = ""
    size: int | None = None


def is_file(value: Any) -> bool:
    """Return whether a value is a file: bytes, a path, an open file, or a tuple that begins with a name."""
    if isinstance(value, tuple):
        return len(value) in (2, 3) and isinstance(value[0], str) and is_file(value[1])
    return isinstance(value, (*_BYTES, Path, File)) or callable(getattr(value, "read", None))


def file_of(name: str, value: Any) -> File:
    """Return the file for a value of the property `name`.

    Args:
        name: the property's name, used for a file without a name.
        value: text, bytes, a path, a binary file, an iterator of bytes, or `(filename, one of these)`, with an optional
            media type as third item.

    Raises:
        TypeError: it is none of these.
        OSError: a path cannot be read.
    """
    from dynclient.api.call.content import binary_content  # it imports this module

    filename, media_type = "", ""
    if isinstance(value, tuple) and len(value) in (2, 3) and isinstance(value[0], str):
        filename, media_type = value[0], str(value[2]) if len(value) == 3 else ""
        value = value[1]
    if isinstance(value, str):
        value = value.encode()
    own = getattr(value, "name", "")
    filename = filename or os.path.basename(own if isinstance(own, str) else "") or name
    content = binary_content(value)
    if isinstance(content, bytes):
        return File(filename, content, media_type, len(content))
    return File(filename, content, media_type, _size(value))


def _size(value: Any) -> int | None:
    """Return the number of bytes left in a file, if known."""
    try:
        if isinstance(value, Path):
            return value.stat().st_size if value.is_file() else None
        return max(0, os.fstat(value.fileno()).st_size - value.tell()) if os.path.isfile(str(value.name)) else None
    except (AttributeError, OSError, ValueError):
        return None


class Form(NamedTuple):
    """A multipart form, ready to be sent.

    Attributes:
        content_type: the header's value, with the boundary.
        content: an iterable of bytes, async if one of its parts is.
        size: the number of bytes, if known.
    """

    content_type: str
    content: Any
    size: int | None

    @property
    def length(self) -> list[tuple[str, str]]:
        """The header Content-Length, if known; many servers refuse forms without it."""
        return [] if self.size is None else [("Content-Length", str(self.size))]


def form_of(body: Body, fields: Mapping[str, Any]) -> Form:
    """Write a form's fields as parts: one for each item of a list, a dict as JSON; null is left out."""
    boundary = secrets.token_hex(16)
    parts: list[tuple[bytes, Any, int | None]] = []
    for name, value in fields.items():
        for item in value if isinstance(value, list) and not _is_json(body, name) else [value]:
            if item is not None:
                parts.append(_part(body, name, item, boundary))
    parts.append((f"--{boundary}--\r\n".encode(), b"", 0))
    sizes = [
        None if size is None else len(head) + size + (2 if index < len(parts) - 1 else 0)
        for index, (head, _, size) in enumerate(parts)
    ]
    size = None if None in sizes else sum(filter(None, sizes))
    written = _awaited(parts) if any(isinstance(content, AsyncIterable) for _, content, _ in parts) else _each(parts)
    return Form(f"{body.media_type.partition(';')[0]}; boundary={boundary}", written, size)


def _is_json(body: Body, name: str) -> bool:
    return is_json(str(body.encoding.get(name, {}).get("contentType") or ""))


def _part(body: Body, name: str, value: Any, boundary: str) -> tuple[bytes, Any, int | None]:
    """Return a part's header, its content, and its size if known."""
    said = str(body.encoding.get(name, {}).get("contentType") or "")
    said = "" if "," in said or "*" in said else said
    disposition, media = f'form-data; name="{_quoted(name)}"', said
    if isinstance(value, File):
        import mimetypes

        disposition += f'; filename="{_quoted(value.filename)}"'
        media = value.media_type or said or mimetypes.guess_type(value.filename)[0] or _ANY
        content, size = value.content, value.size
    else:
        json = isinstance(value, (dict, list)) or is_json(said)
        media = said or ("application/json" if json else "")
        content = json_bytes(value) if json else text(value).encode()
        size = len(content)
    kind = f"Content-Type: {media}\r\n" if media else ""
    head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\n{kind}\r\n"
    return head.encode(), content, size


def _quoted(name: str) -> str:
    """Quote a name as browsers do, which servers understand (HTML, multipart/form-data encoding algorithm)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _each(parts: Iterable[tuple[bytes, Any, Any]]) -> Iterator[bytes]:
    last = None
    for head, content, _ in parts:
        yield head if last is None else b"\r\n" + head
        last = head
        yield from ((content,) if isinstance(content, bytes) else content)


async def _awaited(parts: Iterable[tuple[bytes, Any, Any]]) -> AsyncIterator[bytes]:
    import asyncio

    last = None
    for head, content, _ in parts:
        yield head if last is None else b"\r\n" + head
        last = head
        if isinstance(content, AsyncIterable):
            async for chunk in content:
                yield chunk
            continue
        chunks = iter((content,) if isinstance(content, bytes) else content)
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk
