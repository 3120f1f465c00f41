"""Tar archives: answers that are read as they are used, and can be sent on."""

from __future__ import annotations

import base64
import json
import os
import posixpath
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dynclient.api.answer.tar import TarReader
from dynclient.api.answer.unpacking import contained, unpack
from dynclient.api.call.packing import tar_of
from dynclient.document.drawn import Drawn
from dynclient.document.writing import saving
from dynclient.errors import ArgumentError, InvalidAnswer, InvalidArguments, Response, StreamError, owned, owning

__all__ = ["Archive", "path_stat", "tar_of"]

USED = "this archive is a stream that was used or closed already; save() keeps one"
_PIECE = 1 << 16  # bytes to read at a time


class Archive(Drawn):
    """A tar from the engine, to read, save, extract or send on.

    One made of bytes can be used repeatedly, a stream once; a stream is closed at its end, by `close()` and at the end
    of a ``with`` block.

    >>> Archive(b"".join(tar_of(__file__))).members()[0].name
    'archive.py'

    Args:
        source: the bytes, a file open for reading, or chunks as they come.
        stat: the engine's description of the path in the container (see `path_stat`).
        response: status, headers and operation of the answer.
        close: called once, when the source is no longer needed.
    """

    def __init__(
        self,
        source: bytes | Iterable[bytes],
        *,
        stat: Mapping[str, Any] | None = None,
        response: Response | None = None,
        close: Callable[[], object] = lambda: None,
    ) -> None:
        self.stat, self.response = stat, response
        self._source: bytes | Iterable[bytes] | None = source
        self._close = close

    def __iter__(self) -> Iterator[bytes]:
        """Iterate over the bytes in chunks.

        Raises:
            StreamError: this is a stream that was used or closed already.
        """
        if isinstance(self._source, bytes):
            return iter((self._source,))
        if self._source is None:
            raise owned(StreamError(USED), self.response)
        source, self._source = self._source, None
        return self._stream(source)

    def _stream(self, source: Iterable[bytes]) -> Iterator[bytes]:
        read = getattr(source, "read", None)
        try:
            with owning(self.response):
                yield from source if read is None else iter(lambda: read(_PIECE), b"")
        finally:
            self.close()

    def close(self) -> None:
        """Close the stream; what was not read is lost."""
        if not isinstance(self._source, bytes):
            self._source = None
        close, self._close = self._close, lambda: None
        close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        """Return the whole archive."""
        return b"".join(self)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the archive to a file; an existing one is replaced only when everything has been received.

        Raises:
            OSError: the file cannot be written.
        """
        target = Path(path)
        with saving(target) as file:
            file.writelines(self)
        return target

    def extract(self, directory: str | os.PathLike[str]) -> Path:
        """Extract the archive's files into a directory, which is created if needed.

        Nothing is written outside of it, and owners, special files and set-uid bits are not preserved, as with the
        `data` filter of PEP 706; no file is written through a link, and none is visible before it is complete.

        Raises:
            StreamError: the archive is broken, or has a member that is not allowed; it and those after it are not
                written.
            OSError: a file cannot be written.
        """
        target = Path(directory)
        target.mkdir(parents=True, exist_ok=True)
        top = os.path.realpath(target)
        with self._tar() as tar:
            unpack(tar, top, contained(top), over_links=False, hint="; save() keeps the archive as it is")
        return target

    def members(self) -> list[tarfile.TarInfo]:
        """Return the archive's members; a stream is read to its end."""
        with self._tar() as tar:
            return list(tar)

    def content(self, name: str | None = None) -> bytes:
        """Return the content of one file in the archive.

        Args:
            name: its name as in `members`; None for the only file, as in a copy of a single file.

        Raises:
            InvalidArguments: there is no such file, or it is a directory or a link.
            StreamError: the archive cannot be read.

        Example:
            >>> Archive(b"".join(tar_of(__file__))).content("archive.py").splitlines()[-1]
            b'    return stat'
        """
        seen: list[str] = []
        content = b""
        with self._tar() as tar:
            for member in tar:
                seen.append(member.name)
                if name is None and len(seen) > 1:
                    raise _no_file("name", f"expected one of several; there are {_listed(seen)}, …")
                if name is None or _plain(name) == _plain(member.name):
                    _check_file(member)
                    content = b"".join(tar.content())
                    if name is not None:
                        return content
        if name is None and seen:
            return content
        there = f"{name!r} is not in the archive; there are {_listed(seen)}"
        raise owned(_no_file("name", there if seen else "the archive is empty"), self.response)

    def text(self, name: str | None = None, encoding: str = "utf-8") -> str:
        """Return the content of one file as text; invalid bytes become U+FFFD.

        Args:
            name: as for `content`.
            encoding: the file's encoding.
        """
        return self.content(name).decode(encoding, "replace")

    @contextmanager
    def _tar(self) -> Iterator[TarReader]:
        try:
            with owning(self.response):
                yield TarReader(self)
        except UnicodeError as error:  # a name that this system cannot write
            raise owned(StreamError(f"the archive cannot be read: {error}"), self.response) from error
        finally:
            self.close()

    def __repr__(self) -> str:
        name = f" of {self.stat['name']!r}" if self.stat and "name" in self.stat else ""
        if isinstance(self._source, bytes):
            return f"<Archive{name}: {len(self._source)} bytes>"
        return f"<Archive{name}: a stream, {'used or closed' if self._source is None else 'open'}>"


def _plain(name: str) -> str:
    return posixpath.normpath(name.lstrip("/"))


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names[:8])


def _no_file(where: str, problem: str) -> InvalidArguments:
    return InvalidArguments("content", [ArgumentError(where, problem)])


def _check_file(member: tarfile.TarInfo) -> None:
    if member.issym():
        hint = f"is a link to {member.linkname!r}; follow_link=True copies what it leads to"
        raise _no_file(repr(member.name), hint)
    if member.islnk():
        raise _no_file(repr(member.name), f"is the same file as {member.linkname!r}; name that one")
    if not member.isreg():
        what = "is a directory; name a file in it" if member.isdir() else "is not a file"
        raise _no_file(repr(member.name), what)


def path_stat(header: str) -> dict[str, Any]:
    """Decode an ``X-Docker-Container-Path-Stat`` header: standard base64 of a JSON object.

    The object has ``name``, ``size``, ``mode`` (the bits of Go's FileMode), ``mtime`` and ``linkTarget``.

    >>> path_stat("eyJuYW1lIjogImhvc3RzIiwgInNpemUiOiAxNzR9")
    {'name': 'hosts', 'size': 174}

    Raises:
        InvalidAnswer: it is something else.
    """
    try:
        stat = json.loads(base64.b64decode(header, validate=True))
    except (ValueError, RecursionError) as error:
        raise InvalidAnswer("the path stat is not JSON in standard base64", status=200) from error
    if not isinstance(stat, dict):
        raise InvalidAnswer("the path stat is not a JSON object", status=200)
    return stat
