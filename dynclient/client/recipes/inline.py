"""Content that is given by hand in place of a file: bytes, text, an open file, an iterator, each with permissions."""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from dynclient.api.call.content import binary_content, body_problem
from dynclient.api.call.packing import FIXED_DAY, Made
from dynclient.api.call.prepare import kind_of

_IN_MEMORY = 1 << 20  # what is larger waits in a file without a name until its size is known
_EXPECTED = "expected bytes, text, the pathlib.Path of something that is there, or (content, mode)"


def named(name: Any) -> str:
    """Return a file's name below a directory.

    Raises:
        ValueError: it leads elsewhere, or is none.
    """
    text = os.fspath(name) if isinstance(name, (str, os.PathLike)) else None
    if not isinstance(text, str):
        raise ValueError(f"expected a name, got {kind_of(name)}")
    short = posixpath.normpath(text)
    if not text or short in (".", "..") or short.startswith(("/", "../")) or "\0" in text:
        raise ValueError("expected a name below the directory, such as 'etc/app.conf'")
    return short


def content_of(value: Any, mtime: int = FIXED_DAY) -> Path | Made:
    """Return what a file is to hold.

    Args:
        value: bytes, text (in UTF-8), a `Path`, or `(content, mode)`.
        mtime: the time that content without a file gets.

    Raises:
        ValueError: it is something else, or there is no such path.
    """
    mode = 0o644
    if isinstance(value, tuple) and len(value) == 2:
        value, mode = value
        if isinstance(value, Path) or isinstance(mode, bool) or not isinstance(mode, int) or not 0 <= mode <= 0o7777:
            raise ValueError("expected (content, mode) with bytes or text and a number such as 0o755")
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return Made(bytes(value), len(value), mode, mtime)
    if isinstance(value, Path) and os.path.lexists(value):
        return value
    raise ValueError(f"{_EXPECTED}, got {kind_of(value)}")


def is_content(value: Any) -> bool:
    """Return whether something is content itself, and neither a path nor files by name."""
    return not isinstance(value, (str, os.PathLike, Mapping))


def pieces_of(value: Any) -> bytes | Iterable[bytes] | AsyncIterable[bytes]:
    """Return content in pieces.

    Raises:
        ValueError: it is no content.
    """
    try:
        return binary_content(value)  # type: ignore[no-any-return]
    except TypeError as error:
        raise ValueError(body_problem(error)) from None


def spooled(pieces: Iterable[bytes]) -> IO[bytes]:
    """Return a file of pieces whose size is not known, which goes when it is closed."""
    file = _temporary()
    try:
        file.writelines(pieces)
    except BaseException:
        file.close()
        raise
    return file


async def awaited(pieces: AsyncIterable[bytes] | Iterable[bytes]) -> IO[bytes]:
    """Return a file of pieces as `spooled` does, with the event loop left to others."""
    if not isinstance(pieces, AsyncIterable):
        import asyncio

        return await asyncio.to_thread(spooled, pieces)
    file = _temporary()
    try:
        async for piece in pieces:
            file.write(piece)
    except BaseException:
        file.close()
        raise
    finally:
        if isinstance(pieces, AsyncIterator) and hasattr(pieces, "aclose"):
            await pieces.aclose()
    return file


def _temporary() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def size_of(file: IO[bytes]) -> int:
    """Return how many bytes were written to a file."""
    return file.seek(0, os.SEEK_END)
