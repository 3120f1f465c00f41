"""Extracting a tar into a directory: nothing outside of it or through a link, each file completely or not at all.

Each directory on a path is examined once, so that the time does not grow with the depth.
"""

from __future__ import annotations

import contextlib
import errno
import os
import posixpath
import stat
import tarfile
from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from dynclient.api.answer.tar import MEMBERS, NAME, PATH, TarReader
from dynclient.document.legible import cut_inside
from dynclient.document.writing import aside, replacing
from dynclient.errors import StreamError

_REMEMBERED = 65_536  # directories that are remembered as examined; with more, some are examined again
_HOPS = 40  # links that Linux follows in one path


class Refused(Exception):
    """A member that may not be written; `unpack` raises a `StreamError` for it."""


class Planned(NamedTuple):
    """Where and how a member is written.

    Attributes:
        name: its normalised path below the directory; empty for the directory itself.
        linkname: a hard link's target in the form of `name`, or a symbolic link's target.
        mode: its permissions; None for the default of a new directory.
    """

    name: str
    linkname: str
    mode: int | None


# Called with a member and the paths below the directory that are known to be directories, not links.
Plan = Callable[[tarfile.TarInfo, Container[str]], Planned]


def refused(member: tarfile.TarInfo, problem: str) -> Refused:
    """Return the error for a member that may not be written."""
    return Refused(f"the archive's member {_short(member.name)} {problem}")


def _short(name: str) -> str:
    return repr(cut_inside(name, 200))


def unpack(tar: TarReader, directory: str, plan: Plan, *, over_links: bool, hint: str = "") -> None:
    """Write all members of a tar.

    Args:
        tar: the tar, which is read to its end.
        directory: an existing directory.
        plan: says where a member goes, or raises `Refused`.
        over_links: whether a file may replace a link.
        hint: appended to the message of a refusal.

    Raises:
        StreamError: the tar is broken, or a member may not be written; earlier members stay.
        OSError: a file cannot be written, or a directory would replace something else or be replaced.
    """
    writer = _Writer(directory, over_links)
    try:
        for member in tar:
            writer.write(member, plan(member, writer.real), tar.content())
    except Refused as error:
        raise StreamError(f"{error}{hint}") from error.__cause__
    writer.finish()


class _Writer:
    def __init__(self, directory: str, over_links: bool) -> None:
        self._top, self._over_links = directory, over_links
        self.real = {""}  # directories below the top that are known not to be links
        self._written: set[str] = set()  # names of members written so far
        self._made = 0
        self._directories: dict[str, tuple[int | None, float]] = {}

    def write(self, member: tarfile.TarInfo, planned: Planned, content: Iterable[memoryview]) -> None:
        """Write a member.

        Raises:
            Refused: it may not be written.
            OSError: it cannot be written.
        """
        try:
            self._write(member, planned, content)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            raise refused(member, "has a path that is too long for this system") from error
        self._note(planned.name)

    def _note(self, name: str) -> None:
        if len(self._written) >= _REMEMBERED:
            self._written.clear()
        self._written.add(name)

    def _write(self, member: tarfile.TarInfo, planned: Planned, content: Iterable[memoryview]) -> None:
        if not (member.isreg() or member.isdir() or member.issym() or member.islnk()):
            raise refused(member, "is a device, a pipe or a socket")
        self._check_length(member, planned.name)
        if member.isdir():
            self._directory(member, planned)
            return
        if not planned.name:
            raise refused(member, "would replace the directory itself")
        self._enter(posixpath.dirname(planned.name), member, make=True)
        path = self._path(planned.name)
        there = _mode(path)
        if there is not None and stat.S_ISDIR(there):
            raise self._clash(member, planned.name, errno.EISDIR)
        if there is not None and stat.S_ISLNK(there) and not member.issym() and not self._over_links:
            raise refused(member, f"goes through the link {_short(planned.name)}")
        if member.issym():
            self._link(member, path, planned.linkname)
        elif member.islnk():
            self._hard_link(member, path, planned)
        else:
            with replacing(path, mode=planned.mode, time=member.mtime) as file:
                file.writelines(content)

    def finish(self) -> None:
        """Set permissions and times of the directories, which writing in them would change: the deepest first."""
        for name in sorted(self._directories, key=lambda name: name.count("/"), reverse=True):
            mode, time = self._directories[name]
            if mode is not None:
                os.chmod(self._path(name), mode)
            os.utime(self._path(name), (time, time))

    def _path(self, name: str) -> str:
        return os.path.join(self._top, name) if name else self._top

    def _check_length(self, member: tarfile.TarInfo, name: str) -> None:
        path = os.fsencode(self._path(name))
        if len(path) > PATH.value:
            raise refused(member, f"has a path of {len(path)} bytes; {PATH.value} are allowed")
        if len(path) > NAME.value and (longest := max(map(len, path.split(b"/")))) > NAME.value:
            raise refused(member, f"has a name of {longest} bytes; {NAME.value} are allowed")

    def _directory(self, member: tarfile.TarInfo, planned: Planned) -> None:
        is_new = self._enter(planned.name, member, make=True, private=planned.mode is not None)
        # An existing target directory keeps its permissions: it may be someone's home.
        mode = planned.mode if planned.name or is_new else None
        self._directories[planned.name] = mode, member.mtime

    def _enter(self, name: str, member: tarfile.TarInfo, *, make: bool, private: bool = False) -> bool:
        """Check that a directory and its parents are directories, not links; return whether it was created.

        Raises:
            Refused: one of them is a link, or is missing and may not be created.
        """
        missing = []
        while name not in self.real:
            missing.append(name)
            name = posixpath.dirname(name)
        is_new = False
        for way in reversed(missing):
            is_new = self._look(way, member, make, private and way == missing[0])
            if len(self.real) >= _REMEMBERED:
                self.real = {""}
            self.real.add(way)
        return is_new

    def _look(self, name: str, member: tarfile.TarInfo, make: bool, private: bool) -> bool:
        path = self._path(name)
        there = _mode(path)
        if there is None and make:
            self._made += 1
            if self._made > MEMBERS.value:
                raise refused(member, f"makes more than {MEMBERS.value} directories")
            os.mkdir(path, 0o700 if private else 0o777)
            self._note(name)
        elif there is None:
            raise refused(member, f"links to {_short(member.linkname)}, which is not there")
        elif stat.S_ISLNK(there):
            raise refused(member, f"goes through the link {_short(name)}")
        elif not stat.S_ISDIR(there) and not make:
            raise refused(member, f"links to {_short(member.linkname)}, which is not there")
        elif not stat.S_ISDIR(there):
            raise self._clash(member, name, errno.ENOTDIR)
        return there is None

    def _clash(self, member: tarfile.TarInfo, name: str, number: int) -> Exception:
        """Return the error for a directory that would replace something else, or be replaced."""
        if name in self._written:
            return refused(member, f"and another are a directory and something else at {_short(name)}")
        return OSError(number, os.strerror(number), self._path(name))

    def _link(self, member: tarfile.TarInfo, path: str, target: str) -> None:
        if not target:
            raise refused(member, "is a link to nothing")
        beside = aside(path)
        try:
            os.symlink(target, beside)
            os.utime(beside, (member.mtime, member.mtime), follow_symlinks=False)
            os.replace(beside, path)
        except BaseException:
            _removed(beside)
            raise

    def _hard_link(self, member: tarfile.TarInfo, path: str, planned: Planned) -> None:
        if planned.linkname == planned.name:
            raise refused(member, "links to itself")
        self._enter(posixpath.dirname(planned.linkname), member, make=False)
        source = self._path(planned.linkname)
        there = _mode(source)
        if there is None:
            raise refused(member, f"links to {_short(member.linkname)}, which is not there")
        if stat.S_ISLNK(there):
            raise refused(member, f"goes through the link {_short(planned.linkname)}")
        if not stat.S_ISREG(there):
            raise refused(member, f"links to {_short(member.linkname)}, which is not a file")
        beside = aside(path)
        try:
            os.link(source, beside, follow_symlinks=False)
            os.replace(beside, path)
        finally:
            _removed(beside)  # it remains if both were the same file already


def _mode(path: str) -> int | None:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None


def _removed(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


# --- what tarfile calls its data filter ------------------------------------------------------------


def contained(directory: str) -> Plan:
    """Return a plan that keeps everything in a directory, including the targets of links (PEP 706, `data`).

    Owners are not preserved, nor permissions that make no sense for data.
    """
    return lambda member, real: _contained(member, directory, real)


def _contained(member: tarfile.TarInfo, directory: str, real: Container[str]) -> Planned:
    name = posixpath.normpath(member.name.lstrip("/"))
    if name == ".." or name.startswith("../"):
        raise refused(member, "leads outside of the directory")
    name = "" if name == "." else name
    linkname = member.linkname
    if member.issym() or member.islnk():
        if linkname.startswith("/"):
            raise refused(member, "is a link to an absolute path")
        if not _Way(directory, real).stays(linkname, posixpath.dirname(name) if member.issym() else ""):
            raise refused(member, "is a link that leads outside of the directory")
    if member.islnk():
        linkname = posixpath.normpath(linkname)
    return Planned(name, linkname, None if member.isdir() else _file_mode(member.mode))


def _file_mode(mode: int) -> int:
    kept = mode & 0o755
    return (kept if kept & 0o100 else kept & ~0o111) | 0o600


class _Way:
    """The path of a link's target below a directory, whose links are followed as the system does."""

    def __init__(self, directory: str, real: Container[str]) -> None:
        self._top, self._real = directory, real
        self._here = ""
        self._missing = ""  # a missing path; everything below it is missing too
        self._hops = 0

    def stays(self, path: str, start: str) -> bool:
        """Return whether a path from `start`, which is real, never leaves the directory."""
        self._here = start
        waiting = path.split("/")[::-1]
        while waiting:
            part = waiting.pop()
            if part == ".." and not self._here:
                return False
            if part == "..":
                self._here = posixpath.dirname(self._here)
                continue
            target = "" if part in ("", ".") else self._target(part)
            if target.startswith("/") or self._hops > _HOPS:
                return False
            waiting += target.split("/")[::-1] if target else ()
        return True

    def _target(self, part: str) -> str:
        """Enter a part of the path; if it is a link, stay and return its target, else return an empty text."""
        before, self._here = self._here, posixpath.join(self._here, part)
        if self._here in self._real or (self._missing and f"{self._here}/".startswith(f"{self._missing}/")):
            return ""
        try:
            target = os.readlink(os.path.join(self._top, self._here))
        except FileNotFoundError:
            self._missing = self._here
            return ""
        except OSError:  # no link
            return ""
        self._here = before
        self._hops += 1
        return target
