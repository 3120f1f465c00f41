"""Files between a container and here, by the rules of `docker cp`: where they go, and what they are called there."""

from __future__ import annotations

import errno
import os
import posixpath
import re
import stat
import tarfile
import time
from collections.abc import AsyncIterable, Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dynclient.api.answer.archive import Archive
from dynclient.api.answer.unpacking import Planned, Refused, unpack
from dynclient.api.call.packing import Made, dropped, packed, spread, walked
from dynclient.client.conversation import Conversation, Do
from dynclient.client.recipes.expected import told
from dynclient.client.recipes.inline import awaited, content_of, is_content, named, pieces_of, size_of, spooled
from dynclient.errors import ArgumentError, InvalidArguments, NotFound, ServerError

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation
    from dynclient.client.async_archive import AsyncArchive
    from dynclient.client.conversation import Caller

# Bits of Go's FileMode, by which the engine says what a path is.
_DIRECTORY, _LINK, _DEVICE = 1 << 31, 1 << 27, 1 << 26
_PERMISSIONS = 0o1777


class Place(NamedTuple):
    """Where a copy goes.

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
        return Place(target, "" if contents else posixpath.basename(posixpath.normpath(f"/{source}")))
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
    return path.rstrip("/").rpartition("/")[2] == "."


def _asserts_directory(path: str) -> bool:
    return path.endswith("/") or _names_contents(path)


# --- in a container --------------------------------------------------------------------------------


def _mode(found: Any) -> int:
    return told(found, int, "mode")


def is_directory(found: Mapping[str, Any]) -> bool:
    """Return whether a path in a container is a directory."""
    return bool(_mode(found) & _DIRECTORY)


def linked(path: str, found: Mapping[str, Any]) -> str | None:
    """Return what a path in a container points to, if it is a link; the engine has followed it to its end."""
    if not _mode(found) & _LINK:
        return None
    return posixpath.join(posixpath.dirname(posixpath.normpath(path)), told(found, str, "linkTarget"))


def check_target(path: str, found: Mapping[str, Any]) -> None:
    """Refuse to copy over a device of a container.

    Raises:
        InvalidArguments: it is one.
    """
    if _mode(found) & _DEVICE:
        problem = "expected a directory or a file, got a device"
        raise InvalidArguments("copy_to", [ArgumentError(repr(path), problem)])


# --- to a container --------------------------------------------------------------------------------


class Local(NamedTuple):
    """What is copied to a container.

    Attributes:
        text: its absolute path, or one that says by its end that what is in it is meant.
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
    if not isinstance(text, str):
        raise InvalidArguments("copy_to", [ArgumentError("source", "expected a path as text or a pathlib.Path")])
    # A link whose path ends with a slash is followed: so says the system, and so does `docker cp`.
    mode = (os.stat if follow_link else os.lstat)(text).st_mode
    path = Path(text)
    directory = stat.S_ISDIR(mode)
    # What is called `..` or `x/..` has its name from where it leads.
    named = text if _names_contents(text) else os.path.abspath(text)
    return Local(named, path.resolve() if follow_link or directory else path, directory)


def uploaded(source: Local, name: str) -> Iterator[bytes]:
    """Return what is copied as a tar in pieces; `name` as in `Place`."""
    return packed(walked(source.path, name or "."), owners=True)


# --- from a container ------------------------------------------------------------------------------


def received(archive: Archive, source: str, target: str | os.PathLike[str]) -> Path:
    """Write what the engine sends of a path, and return where it stands.

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


# --- the calls -------------------------------------------------------------------------------------

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def copy_to(caller: Caller, container: str, source: Any, path: str, *, follow_link: bool = False) -> Conversation[None]:
    """Copy files or content into a container; see `Client.copy_to`."""
    _check_path(path, "copy_to")
    if is_content(source) or isinstance(source, Mapping):
        yield from _content_to(caller, container, source, path)
        return
    here = local(source, follow_link)
    path, found = yield from _target(caller, container, path)
    there = place(here.text, here.directory, path, None if found is None else is_directory(found), "copy_to")
    yield from _put(caller, container, there, uploaded(here, there.name))


def _content_to(caller: Caller, container: str, source: Any, path: str) -> Conversation[None]:
    """Write content to one path, or files by name below one."""
    files = yield from _given(caller, source)
    try:
        path, found = yield from _target(caller, container, path)
        is_there = None if found is None else is_directory(found)
        if is_there and not isinstance(source, Mapping):
            problem = "is a directory; expected the file's own path, or {name: content}"
            raise InvalidArguments("copy_to", [ArgumentError(repr(path), problem)])
        there = place("/.", isinstance(source, Mapping), path, is_there, "copy_to")
        entries = [(posixpath.join(there.name, name) if name else there.name, made) for name, made in files]
        yield from _put(caller, container, there, packed(spread(entries)))
    finally:
        _dropped(files)


def _dropped(files: list[tuple[str, Path | Made]]) -> None:
    """Close what content was kept in."""
    for _, made in files:
        if isinstance(made, Made) and not isinstance(made.content, bytes):
            made.content.close()


def _given(caller: Caller, source: Any) -> Conversation[list[tuple[str, Path | Made]]]:
    """Return content by name, that of one file under an empty name; what has no size yet is kept until it has.

    Raises:
        InvalidArguments: with all that is none.
    """
    now, errors = int(time.time()), []
    items = source.items() if isinstance(source, Mapping) else [("", source)]
    found: list[tuple[str, Path | Made]] = []
    try:
        for name, value in items:
            try:
                inner = named(name) if isinstance(source, Mapping) else ""
                found.append((inner, (yield from _made(caller, value, now))))
            except ValueError as error:
                errors.append(ArgumentError(str(name) or "source", str(error)))
        if isinstance(source, Mapping) and not source:
            errors.append(ArgumentError("source", "holds no files"))
        if errors:
            raise InvalidArguments("copy_to", errors)
    except BaseException:
        _dropped(found)
        raise
    return found


def _made(caller: Caller, value: Any, now: int) -> Conversation[Path | Made]:
    if isinstance(value, (str, bytes, bytearray, memoryview, tuple, Path)):
        return content_of(value, now)
    pieces = pieces_of(value)
    is_async = caller.sender.awaited
    if isinstance(pieces, AsyncIterable) and not is_async:
        raise ValueError("is an async iterator, which only an AsyncClient sends")
    file = yield Do(awaited if is_async else spooled, (pieces,))
    return Made(file, size_of(file), mtime=now)


def _put(caller: Caller, container: str, there: Place, body: Iterator[bytes]) -> Conversation[None]:
    asked = {"path": there.directory, "noOverwriteDirNonDir": True, "body": body}
    try:
        yield from caller.call(_archive(caller, "PUT"), (container,), asked)
    finally:
        dropped(body)


def _check_path(path: Any, call: str) -> None:
    problem = ""
    if not isinstance(path, str) or not path:
        problem = f"expected a path in the container, such as '/etc/hosts', got {path!r}"
    elif _DRIVE.match(path):
        problem = f"is a path of Windows; expected one with slashes and without a drive, such as {_slashed(path)!r}"
    if problem:
        raise InvalidArguments(call, [ArgumentError("path", problem)])


def _slashed(path: str) -> str:
    return path[2:].replace("\\", "/")


def copy_from(
    caller: Caller,
    container: str,
    path: str,
    destination: str | os.PathLike[str] | None = None,
    *,
    follow_link: bool = False,
) -> Conversation[Any]:
    """Copy a file or a directory out of a container; see `Client.copy_from`."""
    _check_path(path, "copy_from")
    source = path
    if follow_link and (found := (yield from _stat(caller, container, path))) is not None:
        source = linked(path, found) or path
    archive = yield from caller.call(_archive(caller, "GET"), (container,), {"path": source})
    if destination is None:
        return archive
    return (yield Do(_used, (archive, lambda plain: received(plain, path, destination))))


def _archive(caller: Caller, method: str) -> Operation:
    """Return the operation on a container's files, whose id differs from version to version.

    Raises:
        UnknownOperation: the document has none.
    """
    way = (method, "/containers/{id}/archive")
    found = (operation for operation in caller.api.operations.values() if (operation.method, operation.path) == way)
    return next(found, None) or caller.api.operations["ContainerArchive"]


def _target(caller: Caller, container: str, path: str) -> Conversation[tuple[str, Any]]:
    """Return the path in a container that one leads to, and what is there, or None."""
    path = path if path.startswith("/") else f"/{path}"
    found = yield from _stat(caller, container, path)
    if found is not None and (target := linked(path, found)):
        path, found = target, (yield from _stat(caller, container, target))
    if found is not None:
        check_target(path, found)
    return path, found


def _stat(caller: Caller, container: str, path: str) -> Conversation[Any]:
    try:
        return (yield from caller.call(_archive(caller, "HEAD"), (container,), {"path": path}))
    except (NotFound, ServerError):  # nothing there, below a file, or no such container: the copy itself will say so
        return None


def _used(archive: Archive | AsyncArchive, use: Callable[[Archive], Path]) -> Any:
    """Use an archive, off the event loop where there is one."""
    in_thread = getattr(archive, "_in_thread", None)
    return use(archive) if in_thread is None else in_thread(use)  # type: ignore[arg-type]
