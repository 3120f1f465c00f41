"""Writing files as a tar in pieces, which is never held in memory."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import posixpath
import stat
import tarfile
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

_PIECE = 1 << 16  # bytes to read or yield at a time
_END = bytes(2 * tarfile.BLOCKSIZE)
# Files in /proc have no size; none that is worth copying is larger than this.
_WITHOUT_SIZE = 1 << 24
# The first day that zip files can express, in any time zone; the same for each build, so that the engine's cache hits.
FIXED_DAY = 315_619_200


class Made(NamedTuple):
    """Content that does not come from a path.

    Attributes:
        content: bytes, or a file, which is read from its beginning.
        size: the number of bytes.
        mode: its permissions.
        mtime: its modification time, in seconds since 1970.
    """

    content: bytes | IO[bytes]
    size: int
    mode: int = 0o644
    mtime: int = FIXED_DAY


# A name in the tar, and a path or the content.
Entry = tuple[str, Path | bytes | Made]


def packed(entries: Iterable[Entry], *, owners: bool = False) -> Iterator[bytes]:
    """Yield a tar of entries; modes and links are kept, times are in whole seconds, sockets are left out.

    Args:
        entries: in the tar's order; a directory does not include its content.
        owners: whether owners are kept; otherwise everything belongs to root.

    Raises:
        OSError: a path cannot be read, or a file was shortened meanwhile.
    """
    return _in_pieces(_blocks(entries, owners))


def tar_of(path: str | os.PathLike[str], name: str | None = None) -> Iterator[bytes]:
    """Yield a tar of a file, or of a directory with its content.

    It is sorted by name; links are kept, times are in whole seconds, sockets are left out.

    Args:
        path: what to pack; a link is followed.
        name: its name in the tar. By default a file keeps its name, and a directory's content is put at the top,
            without the directory.

    Raises:
        OSError: the path does not exist, it cannot be read, or a file was shortened meanwhile.
    """
    top = Path(path).resolve(strict=True)
    if name is None:
        name = "" if top.is_dir() else Path(path).name
    return packed(walked(top, name), owners=True)


def dropped(content: Any) -> None:
    """Close a tar that is not read to its end, and its open file."""
    if isinstance(content, Generator):
        with contextlib.suppress(ValueError):  # it is running in a thread, and is closed when that ends
            content.close()


def spread(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries, and the content of those that are directories."""
    for name, content in entries:
        if isinstance(content, Path):
            yield from walked(content, name)
        else:
            yield name, content


def walked(top: Path, name: str) -> Iterator[Entry]:
    """Yield paths in order, each with its name in the tar; a top without a name is left out."""
    waiting = [(top, name)]
    while waiting:
        path, name = waiting.pop()
        if name:
            yield name, path
        if path.is_dir() and not path.is_symlink():
            children = sorted(os.listdir(path), reverse=True)
            waiting += [(path / child, posixpath.join(name, child)) for child in children]


def _in_pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join([*waiting, _END])


def _blocks(entries: Iterable[Entry], owners: bool) -> Iterator[bytes]:
    # This TarFile writes nothing: it makes the headers, and detects hard links.
    with tarfile.TarFile(fileobj=io.BytesIO(), mode="w") as heads:
        for name, content in entries:
            made = Made(content, len(content)) if isinstance(content, bytes) else content
            head = heads.gettarinfo(made, name) if isinstance(made, Path) else _head_of(name, made)
            if head is None:
                continue
            head.mtime = int(head.mtime)
            if not owners:
                head.uid, head.gid, head.uname, head.gname = 0, 0, "", ""
            if head.isreg():
                yield from _file(head, made)
            else:
                yield _written(head)


def _head_of(name: str, made: Made) -> tarfile.TarInfo:
    head = tarfile.TarInfo(name)
    head.size, head.mode, head.mtime = made.size, made.mode, made.mtime
    return head


def _written(head: tarfile.TarInfo) -> bytes:
    return head.tobuf(tarfile.PAX_FORMAT, "utf-8")


def _file(head: tarfile.TarInfo, content: Path | Made) -> Iterator[bytes]:
    """Yield a header and the content, padded to whole blocks."""
    if isinstance(content, Made) and isinstance(content.content, bytes):
        yield _written(head)
        yield content.content
    elif isinstance(content, Made):
        content.content.seek(0)  # type: ignore[union-attr]
        yield _written(head)
        yield from _sized(content.content, head.size, head.name)  # type: ignore[arg-type]
    else:
        with _opened(content) as file:
            if head.size <= _PIECE:  # read before its header is written, as files of the kernel report wrong sizes
                data = _at_once(file, head.size, content)
                head.size = len(data)
                yield _written(head)
                yield data
            else:
                yield _written(head)
                yield from _sized(file, head.size, str(content))
    yield bytes(-head.size % tarfile.BLOCKSIZE)


def _at_once(file: IO[bytes], size: int, path: Path) -> bytes:
    data, most = b"", size or _WITHOUT_SIZE + 1
    while len(data) < most and (piece := file.read(min(_PIECE, most - len(data)))):
        data += piece
    if not size and len(data) > _WITHOUT_SIZE:
        raise OSError(errno.EFBIG, "it reports no size and has more than 16 MiB", str(path))
    return data


def _opened(path: Path) -> IO[bytes]:
    """Open a regular file; if a link or a pipe has replaced it, do not follow or wait for that."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no longer a file", str(path))
    return open(descriptor, "rb")


def _sized(file: IO[bytes], size: int, name: str) -> Iterator[bytes]:
    left = size
    while left:
        piece = file.read(min(left, _PIECE))
        if not piece:
            raise OSError(f"{name}: it became shorter while it was read")
        left -= len(piece)
        yield piece
