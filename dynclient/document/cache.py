"""What was derived from a document, kept as JSON in the user's cache folder.

A cache never makes anything fail: what cannot be read is built again, what cannot be written is not kept.
Nothing secret is in it. An entry decides where calls go, so that only what this user alone can have written is read;
and since the folder may be one that holds other things, only files with an entry's name are removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

# How many entries are kept. Each version of a document, of corrections and of dynclient makes one.
KEPT = 8
_LEFTOVER = 3600  # seconds after which a temporary file belongs to a process that died
_ENTRY = r"[0-9a-f]{40}\.json"
_TEMPORARY = r"[0-9a-f]{40}\.json\.\d+-[0-9a-f]{8}\.tmp"
# A link leads elsewhere, a pipe would be waited for; systems without these flags have neither.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Packed(NamedTuple):
    """An entry: a head that is parsed whenever it is read, and parts of which it knows the places."""

    head: dict[str, Any]
    parts: bytes


def fetch(key: str, build: Callable[[], Packed]) -> Packed:
    """Return what `build` makes, from the cache where it is there.

    The folder is `$DYNCLIENT_CACHE` (empty or `0`: nothing is kept), else `dynclient` in the system's folder
    for caches. A folder that is not this user's own, or that others may write to, is not used. An entry is a digest
    of its name and of the rest in one line, the head as JSON in one, and the parts.

    Args:
        key: the hash of everything that the result depends on.
        build: makes it; its errors are passed on.
    """
    folder = cache_folder()
    if folder is None:
        return build()
    path = os.path.join(folder, hashlib.sha256(key.encode()).hexdigest()[:40] + ".json")
    found = _load(folder, path)
    if found is not None:
        return found
    built = build()
    with suppress(OSError, TypeError, ValueError, RecursionError):
        _store(folder, path, built)
        _prune(folder)
    return built


def cache_folder() -> str | None:
    """Return the folder for the cache's files, or None where nothing is to be kept."""
    chosen = os.environ.get("DYNCLIENT_CACHE")
    if chosen is not None:
        return None if chosen in ("", "0") else os.path.expanduser(chosen)
    folder = os.path.join(_system_folder(), "dynclient")
    return folder if os.path.isabs(folder) else None  # without a home, ~ stays as it is


def _system_folder() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches")
    # A relative one is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    return chosen if os.path.isabs(chosen) else os.path.expanduser("~/.cache")


def _load(folder: str, path: str) -> Packed | None:
    try:
        if not _is_private(os.stat(folder)):
            return None
        with open(os.open(path, _READ), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or not _is_private(found):
                return None
            digest, content = file.readline(), file.read()
        if digest.rstrip(b"\n").decode() != _digest(path, content):
            return None
        end = content.index(b"\n")
        head = json.loads(content[:end])
    except (OSError, ValueError, RecursionError):
        return None
    return Packed(head, content[end + 1 :]) if isinstance(head, dict) else None


def _is_private(found: os.stat_result) -> bool:
    """Return whether a file or folder is this user's, and nobody else may write to it."""
    if not hasattr(os, "geteuid"):
        return True  # Windows: its permissions are not in the mode; the folder lies in the user's profile
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


def _digest(path: str, content: bytes) -> str:
    """Return what shows that an entry is whole, and stands under its own name."""
    return hashlib.sha256(os.path.basename(path).encode() + b"\n" + content).hexdigest()


def _store(folder: str, path: str, value: Packed) -> None:
    content = json.dumps(value.head, separators=(",", ":")).encode() + b"\n" + value.parts
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if not _is_private(os.stat(folder)):
        return
    # Written beside its place and moved there, so that nobody ever reads a part of it.
    temporary = f"{path}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_digest(path, content).encode() + b"\n" + content)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _prune(folder: str) -> None:
    """Remove the oldest entries, and what processes that died have left; all other files are somebody else's."""
    with os.scandir(folder) as entries:
        files = [(entry.stat(follow_symlinks=False).st_mtime, entry.name) for entry in entries]
    kept = sorted((file for file in files if re.fullmatch(_ENTRY, file[1])), reverse=True)
    old = [name for age, name in files if re.fullmatch(_TEMPORARY, name) and age < time.time() - _LEFTOVER]
    for name in [*old, *(name for _, name in kept[KEPT:])]:
        with suppress(OSError):
            os.unlink(os.path.join(folder, name))
