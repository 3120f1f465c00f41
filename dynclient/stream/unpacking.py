"""Unpacking a tar safely on every Python: tarfile's data filter, or its rules where it is not there yet.

Python 3.11 has the filters of PEP 706 from 3.11.4 on; Debian 12's is 3.11.2.
"""

from __future__ import annotations

import copy
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_HAS_FILTERS = hasattr(tarfile, "data_filter")
Allow = Callable[[tarfile.TarInfo, str], tarfile.TarInfo]


class Refused(tarfile.TarError):
    """Tell that a member may not be written."""


REFUSALS: tuple[type[tarfile.TarError], ...] = (Refused, *([tarfile.FilterError] if _HAS_FILTERS else []))


def data_filter(member: tarfile.TarInfo, directory: str) -> tarfile.TarInfo:
    """Give a member as it may be written into a directory.

    Raises:
        TarError: one of `REFUSALS`: it leads out of the directory, or is a device or a pipe.
    """
    return tarfile.data_filter(member, directory) if _HAS_FILTERS else own_filter(member, directory)


def own_filter(member: tarfile.TarInfo, directory: str) -> tarfile.TarInfo:
    """Apply the data filter's rules (PEP 706) without tarfile's help; what is written belongs to this process."""
    if not (member.isreg() or member.isdir() or member.issym() or member.islnk()):
        raise Refused(f"{member.name!r} is a special file")
    made = copy.copy(member)
    made.name = member.name.lstrip("/" + os.sep)
    _check_inside(made.name, directory, member)
    if member.issym() or member.islnk():
        if os.path.isabs(member.linkname):
            raise Refused(f"{member.name!r} is a link to an absolute path")
        beside = os.path.dirname(made.name) if member.issym() else ""
        _check_inside(os.path.join(beside, member.linkname), directory, member)
    made.mode = 0o755 if member.isdir() else _file_mode(member.mode)
    made.uid, made.gid, made.uname, made.gname = os.getuid(), os.getgid(), "", ""
    return made


def _file_mode(mode: int) -> int:
    kept = mode & 0o755
    return (kept if kept & 0o100 else kept & ~0o111) | 0o600


def _check_inside(name: str, directory: str, member: tarfile.TarInfo) -> None:
    top = os.path.realpath(directory)
    if os.path.commonpath([os.path.realpath(os.path.join(top, name)), top]) != top:
        raise Refused(f"{member.name!r} leads outside of the directory")


def extract_all(tar: tarfile.TarFile, directory: Path, allow: Allow) -> None:
    """Write all members as `allow` gives them."""
    if _HAS_FILTERS:
        tar.extractall(directory, filter=allow)
    else:
        tar.extractall(directory, members=(allow(member, str(directory)) for member in tar))


def extract_one(tar: tarfile.TarFile, member: tarfile.TarInfo, directory: Path, set_attrs: bool) -> None:
    """Write one member as it is."""
    trusted: dict[str, Any] = {"filter": "fully_trusted"} if _HAS_FILTERS else {}
    tar.extract(member, directory, set_attrs=set_attrs, **trusted)
