"""The content of binary bodies, given as bytes, files, paths or iterators."""

from __future__ import annotations

import io
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dynclient.api.call.prepare import kind_of

_CHUNK = 256 * 1024
_BYTES = (bytes, bytearray, memoryview)


def binary_content(value: Any) -> Any:
    """Return the content of a binary body: bytes, or an iterable of bytes that is read while it is sent.

    Args:
        value: bytes, a binary file, a `Path` (a directory is sent as a tar), or a sync or async iterable of bytes, such
            as an open `Stream` or an `Archive`.

    Raises:
        TypeError: it is none of these.
        OSError: a path cannot be read.
    """
    if isinstance(value, _BYTES):
        return bytes(value)
    if isinstance(value, Path):
        return _from_path(value)
    if isinstance(value, str):
        raise TypeError("expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got text")
    if isinstance(value, AsyncIterable):
        return _each_awaited(value)
    if callable(read := getattr(value, "read", None)) and _takes_a_size(read):
        if isinstance(value, io.TextIOBase) or isinstance(getattr(value, "encoding", None), str):
            raise TypeError("is a file opened as text; open it in binary mode")
        return _from_file(read)
    if isinstance(value, (list, tuple)) and (wrong := [item for item in value if not isinstance(item, _BYTES)]):
        raise TypeError(f"holds {kind_of(wrong[0])}; expected bytes")
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return _each(value)
    raise TypeError(f"expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got {kind_of(value)}")


def body_problem(error: TypeError | OSError) -> str:
    """Say why `binary_content` refused a body."""
    return f"{error.filename} cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)


def _each(chunks: Iterable[Any]) -> Iterator[bytes]:
    for chunk in chunks:
        yield _chunk(chunk)


async def _each_awaited(chunks: AsyncIterable[Any]) -> AsyncIterator[bytes]:
    async for chunk in chunks:
        yield _chunk(chunk)


def _chunk(chunk: Any) -> bytes:
    if not isinstance(chunk, _BYTES):
        raise TypeError(f"the body's iterator returned {kind_of(chunk)}; expected bytes")
    return chunk if isinstance(chunk, bytes) else bytes(chunk)


def _from_path(path: Path) -> Iterable[bytes]:
    if path.is_dir():
        from dynclient.api.call.packing import tar_of

        return tar_of(path)
    if not path.is_fifo():  # a pipe, which can be opened only once
        with path.open("rb"):
            pass  # so that a file that cannot be opened is reported before anything is sent
    return _reading(path)


def _reading(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        yield from _from_file(file.read)


def _takes_a_size(read: Callable[..., Any]) -> bool:
    """Return whether `read` accepts a size, unlike that of a `Stream`, which returns everything at once."""
    import inspect

    try:
        return bool(inspect.signature(read).parameters)
    except ValueError:  # written in C, without a signature
        return True


def _from_file(read: Callable[[int], bytes]) -> Iterable[bytes]:
    while chunk := read(_CHUNK):
        yield _chunk(chunk)
