"""Files that are written under another name and moved into place when complete."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from typing import IO


def aside(path: str) -> str:
    """Return an unpredictable name in the same directory; its length does not depend on the path's last part."""
    return os.path.join(os.path.dirname(path), f".dynclient-{secrets.token_hex(8)}")


@contextlib.contextmanager
def replacing(path: str, *, mode: int | None = None, time: float | None = None) -> Iterator[IO[bytes]]:
    """Open a file that replaces another at the end of the block; if that fails, nothing is left behind.

    Args:
        path: the file to replace; a link is replaced, not followed.
        mode: its permissions; None for those of the replaced file, or of a new one.
        time: its modification time, in seconds since 1970; None for now.

    Raises:
        OSError: it cannot be written.
    """
    beside = aside(path)
    # A file that only its owner may read must not be readable by others for a moment.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    kept = _permissions(path) if mode is None else mode
    try:
        descriptor = os.open(beside, flags, 0o666 if kept is None else 0o600)
    except OSError as error:
        error.filename = path  # the path that the user knows
        raise
    try:
        with open(descriptor, "wb") as file:
            yield file
        if kept is not None:
            os.chmod(beside, kept)
        if time is not None:
            os.utime(beside, (time, time))
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
        raise


@contextlib.contextmanager
def saving(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file named by the user for writing; an existing one stays until the new one is complete.

    What is not a regular file, such as a pipe or a device, is written to directly; a link's target is replaced.

    Raises:
        OSError: it cannot be written.
    """
    place = os.path.realpath(path) if os.path.islink(path) else os.fspath(path)
    replaced = os.path.isfile(place) or not os.path.exists(place)
    with replacing(place) if replaced else open(place, "wb") as file:
        yield file


def _permissions(path: str) -> int | None:
    with contextlib.suppress(FileNotFoundError):
        there = os.lstat(path).st_mode
        return stat.S_IMODE(there) & 0o777 if stat.S_ISREG(there) else None
    return None
