"""The rules by which members of a tar are written, where tarfile has them and where it has not."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from dynclient.stream import unpacking
from dynclient.stream.unpacking import Refused, extract_all, extract_one, own_filter


def member(name: str, kind: bytes = tarfile.REGTYPE, *, link: str = "", mode: int = 0o644) -> tarfile.TarInfo:
    """Give a member."""
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.mode, made.uname = kind, link, mode, "somebody"
    return made


@pytest.mark.parametrize(
    ("given", "name", "mode"),
    [
        (member("a/b"), "a/b", 0o644),
        (member("/etc/x", mode=0o6777), "etc/x", 0o755),
        (member("x", mode=0o011), "x", 0o600),
        (member("d", tarfile.DIRTYPE, mode=0o777), "d", 0o755),
        (member("l", tarfile.SYMTYPE, link="d/x"), "l", 0o644),
        (member("h", tarfile.LNKTYPE, link="a/b"), "h", 0o644),
    ],
)
def test_a_member_belongs_to_this_process_and_has_plain_permissions(
    tmp_path: Path, given: tarfile.TarInfo, name: str, mode: int
) -> None:
    made = own_filter(given, str(tmp_path))
    assert (made.name, made.mode) == (name, mode)
    assert (made.uid, made.gid, made.uname, made.gname) == (os.getuid(), os.getgid(), "", "")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (member("../x"), "'../x' leads outside of the directory"),
        (member("a/../../x"), "'a/../../x' leads outside of the directory"),
        (member("l", tarfile.SYMTYPE, link="/etc"), "'l' is a link to an absolute path"),
        (member("a/l", tarfile.SYMTYPE, link="../../x"), "'a/l' leads outside of the directory"),
        (member("a/h", tarfile.LNKTYPE, link="../x"), "'a/h' leads outside of the directory"),
        (member("null", tarfile.CHRTYPE), "'null' is a special file"),
        (member("fifo", tarfile.FIFOTYPE), "'fifo' is a special file"),
    ],
)
def test_what_leads_outside_or_is_special_is_refused(tmp_path: Path, given: tarfile.TarInfo, why: str) -> None:
    with pytest.raises(Refused) as refused:
        own_filter(given, str(tmp_path))
    assert str(refused.value) == why


class OldTar(tarfile.TarFile):
    """Be a tar of a Python that has no filters: it refuses to be given one."""

    def extractall(self, *args: Any, **how: Any) -> None:
        """Write all members."""
        assert "filter" not in how
        super().extractall(*args, **how, **NEW)

    def extract(self, *args: Any, **how: Any) -> None:
        """Write one member."""
        super().extract(*args, **how)


NEW: dict[str, Any] = {"filter": "fully_trusted"} if hasattr(tarfile, "data_filter") else {}


def test_without_filters_the_same_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_HAS_FILTERS", False)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        tar.addfile(member("d", tarfile.DIRTYPE))
        content = member("d/file", mode=0o640)
        content.size = 2
        tar.addfile(content, io.BytesIO(b"ok"))
    packed.seek(0)
    with OldTar(fileobj=packed) as tar:
        extract_all(tar, tmp_path / "all", unpacking.data_filter)
    assert ((tmp_path / "all/d/file").read_bytes(), (tmp_path / "all/d/file").stat().st_mode & 0o777) == (b"ok", 0o640)


@pytest.mark.filterwarnings("ignore:Python 3.14 will, by default, filter:DeprecationWarning")
def test_one_member_is_written_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for has in {False, unpacking._HAS_FILTERS}:
        monkeypatch.setattr(unpacking, "_HAS_FILTERS", has)
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as tar:
            tar.addfile(member("d", tarfile.DIRTYPE, mode=0o700))
        packed.seek(0)
        with tarfile.open(fileobj=packed) as tar:
            extract_one(tar, tar.getmembers()[0], tmp_path / str(has), True)
        assert (tmp_path / str(has) / "d").stat().st_mode & 0o777 == 0o700
