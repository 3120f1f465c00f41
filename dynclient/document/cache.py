"""What was derived from a document, kept as JSON in the user's cache folder.

A cache never makes anything fail: what cannot be read is built again, what cannot be written is not kept.
Nothing secret is in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

# How many entries are kept. Each version of a document, of corrections and of dynclient makes one.
KEPT = 8
_LEFTOVER = 3600  # seconds after which a temporary file belongs to a process that died


class Packed(NamedTuple):
    """Be what is kept: a head that is parsed whenever it is read, and parts of which it knows the places."""

    head: dict[str, Any]
    parts: bytes


def fetch(key: str, build: Callable[[], Packed]) -> Packed:
    """Give what `build` makes, from the cache where it is there.

    The folder is `$DYNCLIENT_CACHE` (empty or `0`: nothing is kept), else `dynclient` in the system's folder
    for caches. An entry is the SHA-256 of the rest in one line, the head as JSON in one, and the parts.

    Args:
        key: the hash of everything that the result depends on.
        build: makes it; its errors are passed on.
    """
    folder = cache_folder()
    if folder is None:
        return build()
    path = os.path.join(folder, hashlib.sha256(key.encode()).hexdigest()[:40] + ".json")
    found = _load(path)
    if found is not None:
        return found
    built = build()
    with suppress(OSError, TypeError, ValueError, RecursionError):
        _store(folder, path, built)
        _prune(folder)
    return built


def cache_folder() -> str | None:
    """Give the folder for the cache's files, or None where nothing is to be kept."""
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


def _load(path: str) -> Packed | None:
    try:
        with open(path, "rb") as file:
            digest, content = file.readline(), file.read()
        if digest.rstrip(b"\n").decode() != hashlib.sha256(content).hexdigest():
            return None
        end = content.index(b"\n")
        head = json.loads(content[:end])
    except (OSError, ValueError, RecursionError):
        return None
    return Packed(head, content[end + 1 :]) if isinstance(head, dict) else None


def _store(folder: str, path: str, value: Packed) -> None:
    content = json.dumps(value.head, separators=(",", ":")).encode() + b"\n" + value.parts
    os.makedirs(folder, mode=0o700, exist_ok=True)
    # Written beside its place and moved there, so that nobody ever reads a part of it.
    temporary = f"{path}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _prune(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = [(entry.stat(follow_symlinks=False).st_mtime, entry.path) for entry in entries]
    kept = sorted((file for file in files if file[1].endswith(".json")), reverse=True)
    old = [path for age, path in files if path.endswith(".tmp") and age < time.time() - _LEFTOVER]
    for path in [*old, *(path for _, path in kept[KEPT:])]:
        with suppress(OSError):
            os.unlink(path)
