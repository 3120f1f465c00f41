"""Chosen files as a tar in pieces, on its way to the engine; it is never held whole."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from dynclient.stream.archive import _content, _in_pieces

# A name in the tar, and a path or the content itself.
Entry = tuple[str, Path | bytes]


def packed(entries: Iterable[Entry], *, owners: bool = False) -> Iterator[bytes]:
    """Give entries as a tar: modes and links are kept, times in whole seconds, sockets are left out.

    Args:
        entries: in the order in which they are to stand there; a directory without what is in it.
        owners: whether owners are kept; all belongs to root otherwise.

    Raises:
        OSError: a path cannot be read, or a file became shorter meanwhile.
    """
    return _in_pieces(_blocks(entries, owners))


def _blocks(entries: Iterable[Entry], owners: bool) -> Iterator[bytes]:
    # This TarFile writes nothing: it makes the heads, and knows hard links again.
    with tarfile.TarFile(fileobj=io.BytesIO(), mode="w") as heads:
        for name, content in entries:
            head = _head_of(name, content) if isinstance(content, bytes) else heads.gettarinfo(content, name)
            if head is None:
                continue
            head.mtime = int(head.mtime)
            if not owners:
                head.uid, head.gid, head.uname, head.gname = 0, 0, "", ""
            yield head.tobuf(tarfile.PAX_FORMAT, "utf-8")
            if isinstance(content, bytes):
                yield content + bytes(-len(content) % tarfile.BLOCKSIZE)
            elif head.isreg():
                yield from _content(content, head.size)


def _head_of(name: str, content: bytes) -> tarfile.TarInfo:
    head = tarfile.TarInfo(name)
    head.size = len(content)
    return head
