"""Files between a container and here, by the rules of `docker cp`: where they go, and what they are called there."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dynclient.errors import ArgumentError, InvalidArguments
from dynclient.packing import packed, walked
from dynclient.stream.archive import Archive
from dynclient.stream.unpacking import Planned, Refused, unpack

# Bits of Go's FileMode, in which the engine tells a path's kind.
_DIRECTORY, _LINK, _DEVICE = 1 << 31, 1 << 27, 1 << 26
_PERMISSIONS = 0o1777


class Place(NamedTuple):
    """Be where a copy goes.

    Attributes:
        directory: one that is there.
        name: what the copy is called in it; empty where what is in the source goes right into the directory.
    """

    directory: str
    name: str


def place(source: str, source_is_directory: bool, target: str, target_is_directory: bool | None, call: str) -> Place:
    """Decide where a copy goes.

    A directory that is there takes the source in, or what is in it where the source ends with `/.`; otherwise the copy
    is called what the target says.

    Args:
        source, target: paths as they were given.
        target_is_directory: None where there is no such thing.
        call: whose arguments they are.

    Raises:
        InvalidArguments: a directory onto a file, or a file into a directory that is not there.
    """
    contents = source_is_directory and _names_contents(source)
    if target_is_directory:
        return Place(target, "" if contents else posixpath.basename(posixpath.normpath(source)))
    problem = ""
    if target_is_directory is False and source_is_directory:
        problem = "is a file; a directory cannot be copied over it"
    elif target_is_directory is False and _asserts_directory(target):
        problem = "is a file, which its / at the end says it is not"
    elif target_is_directory is None and not source_is_directory and _asserts_directory(target):
        problem = "is no directory that is there; a file cannot be copied into it"
    if problem:
        raise InvalidArguments(call, [ArgumentError(repr(target), problem)])
    directory, name = posixpath.split(posixpath.normpath(target))
    return Place(directory or ".", name)


def _names_contents(path: str) -> bool:
    return path == "." or path.endswith("/.")


def _asserts_directory(path: str) -> bool:
    return path.endswith("/") or _names_contents(path)


# --- in a container --------------------------------------------------------------------------------


def is_directory(found: Mapping[str, Any]) -> bool:
    """Tell whether a path in a container is a directory."""
    return bool(found["mode"] & _DIRECTORY)


def linked(path: str, found: Mapping[str, Any]) -> str | None:
    """Give what a path in a container points to, if it is a link; the engine has followed it to its end."""
    if not found["mode"] & _LINK:
        return None
    return posixpath.join(posixpath.dirname(posixpath.normpath(path)), found["linkTarget"])


def check_target(path: str, found: Mapping[str, Any]) -> None:
    """Refuse to copy over a device of a container.

    Raises:
        InvalidArguments: it is one.
    """
    if found["mode"] & _DEVICE:
        problem = "expected a directory or a file, got a device"
        raise InvalidArguments("copy_to", [ArgumentError(repr(path), problem)])


# --- to a container --------------------------------------------------------------------------------


class Local(NamedTuple):
    """Be what is copied to a container.

    Attributes:
        text: the path as it was given, for its end.
        path: what is read.
        directory: whether it is one.
    """

    text: str
    path: Path
    directory: bool


def local(source: str | os.PathLike[str], follow_link: bool) -> Local:
    """Look at what is to be copied.

    Raises:
        OSError: there is no such path.
    """
    text = os.fspath(source)
    # A link whose path ends with a slash is followed: so says the system, and so does `docker cp`.
    mode = (os.stat if follow_link else os.lstat)(text).st_mode
    path = Path(text)
    directory = stat.S_ISDIR(mode)
    return Local(text, path.resolve() if follow_link or directory else path, directory)


def uploaded(source: Local, name: str) -> Iterator[bytes]:
    """Give what is copied as a tar in pieces; `name` as in `Place`."""
    return packed(walked(source.path, name or "."), owners=True)


# --- from a container ------------------------------------------------------------------------------


def received(archive: Archive, source: str, target: str | os.PathLike[str]) -> Path:
    """Write what the engine sends of a path, and give where it stands.

    Permissions and times are kept, links as they are, owners are not, and set-uid and set-gid bits neither. Nothing is
    written outside of the copy, and nothing through a link in it.

    Raises:
        InvalidArguments: as `place`.
        StreamError: the archive is broken, or has what may not be written: that and the rest was not.
        OSError: a file cannot be written, or a directory and something else would take each other's place.
    """
    text = os.fspath(target)
    if os.path.exists(text) and not (os.path.isdir(text) or os.path.isfile(text)):
        problem = "is a device, a pipe or a socket; expected a directory or a file"
        raise InvalidArguments("copy_from", [ArgumentError(repr(text), problem)])
    existing = os.path.isdir(text) if os.path.exists(text) else None
    directory, name = place(source, is_directory(archive.stat or {"mode": 0}), text, existing, "copy_from")
    if not os.path.isdir(directory):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), directory)
    if name and not existing:  # a link is followed, even to what is not there yet
        directory, name = os.path.split(os.path.realpath(os.path.join(directory, name)))
    with archive._tar() as tar:
        unpack(tar, os.path.realpath(directory), lambda member, real: _planned(member, name), over_links=True)
    return Path(directory, name)


def _planned(member: tarfile.TarInfo, name: str) -> Planned:
    linkname = _path(member.linkname, name) if member.islnk() else member.linkname
    return Planned(_path(member.name, name), linkname, member.mode & _PERMISSIONS)


def _path(inner: str, name: str) -> str:
    """Return the path in the directory of a member: its first part is the source's own name, and ours stands for it."""
    parts = [part for part in inner.split("/") if part]
    if inner.startswith("/") or ".." in parts:
        raise Refused(f"the archive's member {inner!r} leads out of it")
    return "/".join([*filter(None, [name]), *(part for part in parts[1:] if part != ".")])
