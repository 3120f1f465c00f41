"""Reading untrusted tars as they come: their members one after the other, within limits.

The standard library reads headers of any size, follows them recursively, and takes garbage after the first member for
the end. As a container can send any tar, each of these is an error here.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dynclient.errors import StreamError

_BLOCK = tarfile.BLOCKSIZE


class Limit(NamedTuple):
    """How much of something a tar may have, and why."""

    value: int
    reason: str


MEMBERS = Limit(2_000_000, "the largest images have some hundred thousand files, and each costs memory or an inode")
HEAD = Limit(1 << 20, "Linux takes 64 KiB for one attribute; Go's reader has the same limit")
HEADS = Limit(16, "a member has a header for its name, one for its link and one for the rest")
NAME = Limit(255, "NAME_MAX of Linux, in bytes")
PATH = Limit(4095, "PATH_MAX of Linux, in bytes; 2,048 directories fit in it")
SIZE = Limit((1 << 63) - 1, "the largest file offset")
TIME = Limit(1 << 40, "seconds, the year 36812: file systems keep less")
LIMITS = {
    "members": MEMBERS,
    "bytes of a header": HEAD,
    "headers of a member": HEADS,
    "bytes of a name": NAME,
    "bytes of a path": PATH,
    "bytes of a file": SIZE,
    "seconds since 1970": TIME,
}

_PAX = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_LONG = {tarfile.GNUTYPE_LONGNAME: "path", tarfile.GNUTYPE_LONGLINK: "linkpath"}
_TEXTS = {"path": "name", "linkpath": "linkname", "uname": "uname", "gname": "gname"}
_NUMBERS = {"size": "size", "uid": "uid", "gid": "gid", "mtime": "mtime"}


def broken(problem: str) -> StreamError:
    """Return the error for a tar that cannot be read."""
    return StreamError(f"the archive cannot be read: {problem}")


class TarReader:
    """An iterator over the members of a tar in chunks; a member's content is read before the next member.

    >>> head = tarfile.TarInfo("hosts")
    >>> [member.name for member in TarReader([head.tobuf(), bytes(1024)])]
    ['hosts']

    Args:
        chunks: the tar, in pieces of any size.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")
        self._content = self._padding = 0  # bytes of the current member that are not read yet
        self._name = ""
        self._common: dict[str, str] = {}  # what a global header sets for all members after it

    def __iter__(self) -> Iterator[tarfile.TarInfo]:
        """Yield the members, as described by their headers.

        Raises:
            StreamError: it is not a tar, is cut, or exceeds one of `LIMITS`.
        """
        count = 0
        while (member := self._next(first=count == 0)) is not None:
            count += 1
            if count > MEMBERS.value:
                raise broken(f"it has more than {MEMBERS.value} members")
            yield member
            for _ in self.content():
                pass
            self._pass_over(self._padding)
        for _ in self._chunks:  # a cut stream raises at its end
            pass

    def content(self) -> Iterator[memoryview]:
        """Yield the rest of the current member's content, in pieces."""
        while self._content:
            piece = self._some(self._content)
            self._content -= len(piece)
            yield piece

    # --- bytes

    def _some(self, count: int) -> memoryview:
        if not (piece := self._up_to(count)):
            raise broken(f"it ends within {self._name!r}")
        return piece

    def _up_to(self, count: int) -> memoryview:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return memoryview(b"")
            self._rest = memoryview(chunk)
        piece, self._rest = self._rest[:count], self._rest[count:]
        return piece

    def _pass_over(self, count: int) -> None:
        while count:
            count -= len(self._some(count))

    def _block(self) -> bytes:
        block = b""
        while len(block) < _BLOCK and (piece := self._up_to(_BLOCK - len(block))):
            block += piece
        return block

    def _held(self, head: tarfile.TarInfo) -> bytes:
        """Return the content of a header of more than one block."""
        if not 0 <= head.size <= HEAD.value:
            raise broken(f"it has a header of {head.size} bytes; {HEAD.value} are allowed")
        data = bytearray()
        while len(data) < head.size:
            data += self._some(head.size - len(data))
        self._pass_over(-head.size % _BLOCK)
        return bytes(data)

    # --- heads

    def _next(self, first: bool) -> tarfile.TarInfo | None:
        said: dict[str, str] = {}
        for number in range(HEADS.value):
            block = self._block()
            if not block and not first and not number:
                return None  # some writers leave out the two empty blocks
            if len(block) < _BLOCK:
                raise broken("it is empty" if first and not block and not number else "it ends within a header")
            if not any(block):
                return None
            head = _head(block)
            self._name = head.name
            if head.type in _PAX:
                said |= records(self._held(head))
            elif head.type == tarfile.XGLTYPE:
                common = records(self._held(head))
                self._common |= {key: value for key, value in common.items() if key in _TEXTS or key in _NUMBERS}
            elif head.type in _LONG:
                said[_LONG[head.type]] = self._held(head).split(b"\0", 1)[0].decode("utf-8", "surrogateescape")
            else:
                return self._described(head, said)
        raise broken(f"a member has more than {HEADS.value} headers")

    def _described(self, head: tarfile.TarInfo, said: Mapping[str, str]) -> tarfile.TarInfo:
        _describe(head, {**self._common, **said})
        head.pax_headers = dict(said)
        self._name = head.name
        has_content = head.isreg() or head.type not in tarfile.SUPPORTED_TYPES
        self._content = head.size if has_content else 0
        self._padding = -self._content % _BLOCK
        return head


def _head(block: bytes) -> tarfile.TarInfo:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError) as error:
        raise broken("it has an invalid header") from error


def _describe(head: tarfile.TarInfo, said: Mapping[str, str]) -> None:
    """Apply extended headers to a member.

    Raises:
        StreamError: they are invalid.
    """
    if head.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse.") for key in said):
        raise broken(f"{head.name!r} is a sparse file, which is not supported")
    for key, name in _TEXTS.items():
        if said.get(key):
            setattr(head, name, said[key])
    if "\0" in f"{head.name}{head.linkname}":
        raise broken(f"the name {head.name!r} has a NUL in it")
    if head.type == tarfile.AREGTYPE and head.name.endswith("/"):  # how the first tars wrote a directory
        head.type = tarfile.DIRTYPE
    if head.isdir():
        head.name = head.name.rstrip("/") or head.name[:1]
    for key, name in _NUMBERS.items():
        if said.get(key):
            setattr(head, name, _number(head.name, key, said[key]))
    if not 0 <= head.size <= SIZE.value:
        raise broken(f"{head.name!r} has a size of {_shown(head.size)}")
    if not abs(head.mtime) <= TIME.value:  # false for NaN as well
        raise broken(f"{head.name!r} has a time of {_shown(head.mtime)} s")


def _number(name: str, key: str, text: str) -> float:
    try:
        return float(text) if key == "mtime" else int(text)
    except ValueError:
        raise broken(f"{name!r} has {text[:40]!r} as its {key}") from None


def _shown(number: float) -> str:
    return f"{number:.3g}" if isinstance(number, float) or abs(number) < 1 << 1000 else "more than can be said"


def records(data: bytes) -> dict[str, str]:
    r"""Parse a pax header: repeated `LENGTH KEY=VALUE\n`, where the length includes itself.

    >>> records(b"12 path=d/x\n")
    {'path': 'd/x'}

    Raises:
        StreamError: it is malformed.
    """
    found: dict[str, str] = {}
    at = 0
    while at < len(data) and data[at]:
        space = data.find(b" ", at, at + 8)
        length = int(data[at:space]) if space > at and data[at:space].isdigit() else 0
        key, equals, value = data[space + 1 : at + length - 1].partition(b"=")
        if not key or not equals or data[at + length - 1 : at + length] != b"\n":
            raise broken("it has an invalid extended header")
        found[key.decode("utf-8", "surrogateescape")] = value.decode("utf-8", "surrogateescape")
        at += length
    return found
