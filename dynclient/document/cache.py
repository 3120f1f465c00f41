"""What was derived from a document, kept as JSON in the user's cache folder.

The cache never makes a call fail: an entry that cannot be read is built again, one that cannot be written is not kept.
It holds no secrets. An entry decides where calls go, so only files that no other user can write are read. The folder
may hold other things, so only files with an entry's name are removed.
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

# Entries that are kept. Each version of a document, of corrections and of dynclient makes one.
KEPT = 16
_LEFTOVER = 3600  # seconds after which a temporary file belongs to a process that died
_ENTRY = r"[0-9a-f]{40}\.json"
_TEMPORARY = r"[0-9a-f]{40}\.json\.\d+-[0-9a-f]{8}\.tmp"
# Links are not followed and pipes not waited for; systems without these flags have neither.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Packed(NamedTuple):
    """An entry: a head, which is always parsed, and parts, which are parsed when needed and found by the head."""

    head: dict[str, Any]
    parts: bytes


def fetch(key: str, build: Callable[[], Packed]) -> Packed:
    """Return the result of `build`, from the cache if it is there.

    The folder is `$DYNCLIENT_CACHE` (empty or `0`: nothing is kept), or else `dynclient` in the system's cache folder.
    A folder that another user owns or may write to is not used. An entry's first line is a digest of its name and the
    rest, the second is the head as JSON, then come the parts.

    Args:
        key: a hash of everything that the result depends on.
        build: makes the result; its errors are passed on.
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
    """Return the cache's folder, or None if nothing is kept."""
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
    # A relative path is ignored: https://specifications.freedesktop.org/basedir-spec/latest/
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
    """Return whether a file or folder is this user's and no one else may write to it."""
    if not hasattr(os, "geteuid"):
        return True  # Windows: its permissions are not in the mode; the folder lies in the user's profile
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


def _digest(path: str, content: bytes) -> str:
    """Return the digest that shows that an entry is complete and stands under its own name."""
    return hashlib.sha256(os.path.basename(path).encode() + b"\n" + content).hexdigest()


def _store(folder: str, path: str, value: Packed) -> None:
    content = json.dumps(value.head, separators=(",", ":")).encode() + b"\n" + value.parts
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if not _is_private(os.stat(folder)):
        return
    # Written to another file and moved, so that no process reads half an entry.
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
    """Remove the oldest entries and the temporary files of dead processes; leave all other files alone."""
    with os.scandir(folder) as entries:
        files = [(entry.stat(follow_symlinks=False).st_mtime, entry.name) for entry in entries]
    kept = sorted((file for file in files if re.fullmatch(_ENTRY, file[1])), reverse=True)
    old = [name for age, name in files if re.fullmatch(_TEMPORARY, name) and age < time.time() - _LEFTOVER]
    for name in [*old, *(name for _, name in kept[KEPT:])]:
        with suppress(OSError):
            os.unlink(os.path.join(folder, name))
