"""Copies between a container and here: where they go, and what is written."""

from __future__ import annotations

import io
import os
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest

from dynclient import InvalidArguments, StreamError
from dynclient.api.answer.archive import Archive
from dynclient.client.recipes.copying import Place, local, place, received, uploaded


def problems(caught: pytest.ExceptionInfo[InvalidArguments]) -> list[tuple[str, str]]:
    return [(error.where, error.problem) for error in caught.value.errors]


def grown(top: Path, paths: list[str]) -> Path:
    for path in paths:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("FROM busybox\n")
    return top


IS_FILE = "is a file; a directory cannot be copied over it"
NOT_THERE = "is no directory that is there; a file cannot be copied into it"

# The source, whether it is a directory; the target, whether it is one (None: not there); where the copy goes.
PLACES: list[tuple[str, bool, str, bool | None, Place | str]] = [
    ("/a/f", False, "/x", True, Place("/x", "f")),
    ("/a/f", False, "/x/", True, Place("/x/", "f")),
    ("/a/f", False, "/x", False, Place("/", "x")),
    ("/a/f", False, "/x/y", None, Place("/x", "y")),
    ("/a/f", False, "y", None, Place(".", "y")),
    ("/a/f", False, "/x/y/", None, NOT_THERE),
    ("/a/f", False, "/x/y/.", None, NOT_THERE),
    ("/a/f", False, "/x/y/", False, "is a file, which its / at the end says it is not"),
    ("/a/d", True, "/x", True, Place("/x", "d")),
    ("/a/d/", True, "/x", True, Place("/x", "d")),
    ("/a/d/.", True, "/x", True, Place("/x", "")),
    (".", True, "/x", True, Place("/x", "")),
    ("/", True, "/x", True, Place("/x", "")),
    ("..", True, "/x", True, Place("/x", "")),
    ("a/../b", True, "/x", True, Place("/x", "b")),
    ("/a/d", True, "/x", False, IS_FILE),
    ("/a/d/.", True, "/x", False, IS_FILE),
    ("/a/d", True, "/x/y", None, Place("/x", "y")),
    ("/a/d/.", True, "/x/y/", None, Place("/x", "y")),
]


@pytest.mark.parametrize(("source", "directory", "target", "there", "expected"), PLACES)
def test_a_copy_goes_where_docker_cp_puts_it(
    source: str, directory: bool, target: str, there: bool | None, expected: Place | str
) -> None:
    if isinstance(expected, Place):
        assert place(source, directory, target, there, "copy") == expected
        return
    with pytest.raises(InvalidArguments) as caught:
        place(source, directory, target, there, "copy")
    assert problems(caught) == [(repr(target), expected)]


Member = tuple[str, bytes, str]


def archive(*members: Member, directory: bool = True) -> Archive:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for name, kind, said in members:
            head = tarfile.TarInfo(name)
            head.type, head.mode, head.mtime = kind, 0o6755 if kind == tarfile.DIRTYPE else 0o4664, 1_000_000_000
            head.uid = head.gid = 12345
            if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                head.linkname = said
            head.size = len(said) if kind == tarfile.REGTYPE else 0
            tar.addfile(head, io.BytesIO(said.encode()))
    return Archive(written.getvalue(), stat={"mode": 1 << 31 if directory else 0})


REG, DIR, SYM, LNK, FIFO = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE
GOOD: tuple[Member, ...] = (
    ("d", DIR, ""),
    ("d/sub", DIR, ""),
    ("d/sub/a", REG, "hello"),
    ("d/same", LNK, "d/sub/a"),
    ("d/abs", SYM, "/etc/passwd"),
    ("d/up", SYM, "../../x"),
)


def tree(top: Path) -> dict[str, Any]:
    """Return what is below a path: text, links' targets, None for directories."""
    found: dict[str, Any] = {}
    for path in sorted(top.rglob("*")):
        known = os.readlink(path) if path.is_symlink() else None if path.is_dir() else path.read_text()
        found[str(path.relative_to(top))] = known
    return found


COPIED = {"abs": "/etc/passwd", "same": "hello", "sub": None, "sub/a": "hello", "up": "../../x"}


def test_a_directory_is_written_with_its_modes_times_and_links(tmp_path: Path) -> None:
    made = received(archive(*GOOD), "/x/d", tmp_path)
    assert (made, tree(made)) == (tmp_path / "d", COPIED)
    mode, links = (made / "sub/a").stat().st_mode, (made / "same").stat().st_nlink
    assert (stat.S_IMODE(mode), links, (made / "sub/a").stat().st_uid) == (0o664, 2, os.getuid())
    assert stat.S_IMODE((made / "sub").stat().st_mode) == 0o755
    assert {path.lstat().st_mtime for path in [made, *made.rglob("*")]} == {1e9}


def test_a_directory_goes_into_one_that_is_there_or_becomes_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "link").symlink_to("old")
    (tmp_path / "gone").symlink_to("later")
    assert tree(received(archive(*GOOD), "/x/d", tmp_path / "new")) == COPIED
    assert received(archive(("./", DIR, ""), ("./a", REG, "1")), "/x/d/.", tmp_path / "link") == tmp_path / "link"
    assert tree(tmp_path / "old") == {"a": "1"}
    assert received(archive(*GOOD), "/x/d", str(tmp_path / "gone")) == tmp_path / "later"
    assert tree(tmp_path / "later") == COPIED


def test_what_is_there_already_is_merged_with_and_replaced(tmp_path: Path) -> None:
    grown(tmp_path, ["d/sub/b", "d/sub/a"])
    (tmp_path / "d/same").symlink_to(tmp_path / "victim")
    received(archive(*GOOD), "/x/d", tmp_path)
    assert tree(tmp_path / "d") == {**COPIED, "sub/b": "FROM busybox\n"}


def test_a_file_takes_the_name_of_the_target_and_a_link_there_is_followed(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    (tmp_path / "link").symlink_to("old")
    for target, name in (("new", "new"), ("link", "old"), ("", "f")):
        assert received(archive(("f", REG, "1"), directory=False), "/x/f", tmp_path / target) == tmp_path / name
    assert tree(tmp_path) == {"f": "1", "link": "old", "new": "1", "old": "1"}


EVIL: list[tuple[tuple[Member, ...], str]] = [
    ((("d", DIR, ""), ("d/../../x", REG, "1")), "the archive's member 'd/../../x' leads out of it"),
    ((("/etc/x", REG, "1"),), "the archive's member '/etc/x' leads out of it"),
    ((("d", DIR, ""), ("d/p", FIFO, "")), "the archive's member 'd/p' is a device, a pipe or a socket"),
    ((("d", DIR, ""), ("d/l", SYM, "/tmp"), ("d/l/x", REG, "1")),
     "the archive's member 'd/l/x' goes through the link 'd/l'"),
    ((("d", DIR, ""), ("d/l", SYM, "/etc/passwd"), ("d/h", LNK, "d/l")),
     "the archive's member 'd/h' goes through the link 'd/l'"),
    ((("d", DIR, ""), ("d/h", LNK, "../x")), "the archive's member '../x' leads out of it"),
]  # fmt: skip


@pytest.mark.parametrize(("members", "message"), EVIL)
def test_nothing_is_written_outside_of_a_copy(tmp_path: Path, members: tuple[Member, ...], message: str) -> None:
    (tmp_path / "here").mkdir()
    with pytest.raises(StreamError) as caught:
        received(archive(*members), "/x/d", tmp_path / "here")
    assert caught.value.message == message
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize("kind", ["pipe", "link to it"])
def test_what_is_no_file_is_not_replaced(tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link to it").symlink_to("pipe")
    with pytest.raises(InvalidArguments) as caught:
        received(archive(("f", REG, "1"), directory=False), "/x/f", tmp_path / kind)
    problem = "is a device, a pipe or a socket; expected a directory or a file"
    assert problems(caught) == [(repr(str(tmp_path / kind)), problem)]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_directory_and_a_file_do_not_take_each_others_place(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    grown(tmp_path, ["d/sub", "e/a/b"])
    with pytest.raises(NotADirectoryError):
        received(archive(*GOOD), "/x/d", tmp_path)
    with pytest.raises(IsADirectoryError):
        received(archive(("e", DIR, ""), ("e/a", REG, "1")), "/x/e", tmp_path)
    with pytest.raises(InvalidArguments, match=IS_FILE):
        received(archive(*GOOD), "/x/d", tmp_path / "d/sub")
    with pytest.raises(FileNotFoundError):
        received(archive(*GOOD), "/x/d", tmp_path / "no/where")


def test_a_cut_archive_is_an_error(tmp_path: Path) -> None:
    whole = archive(("d", DIR, ""), ("d/a", REG, "x" * 9000)).read()
    with pytest.raises(StreamError, match="the archive cannot be read"):
        received(Archive(whole[:4000], stat={"mode": 1 << 31}), "/x/d", tmp_path)


def test_links_are_copied_or_followed(tmp_path: Path) -> None:
    grown(tmp_path, ["d/a", "f"])
    (tmp_path / "lf").symlink_to("f")
    (tmp_path / "ld").symlink_to("d")

    def names(source: str, follow: bool = False) -> list[str]:
        here = local(f"{tmp_path}/{source}", follow)
        with tarfile.open(fileobj=io.BytesIO(b"".join(uploaded(here, "n")))) as tar:
            return [f"{member.name} -> {member.linkname}" if member.issym() else member.name for member in tar]

    assert [names("lf"), names("lf", True)] == [["n -> f"], ["n"]]
    assert [names("ld"), names("ld", True), names("ld/")] == [["n -> d"], ["n", "n/a"], ["n", "n/a"]]
    assert [names("d"), names("d/.")] == [["n", "n/a"], ["n", "n/a"]]


@pytest.mark.parametrize(
    ("source", "name"),
    [("..", "proj"), ("../", "proj"), ("deep/..", "in"), ("../../proj/.", ""), (".", ""), ("./", "")],
)
def test_a_source_is_called_what_it_leads_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, name: str
) -> None:
    (tmp_path / "proj/in/deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "proj/in")
    here = local(source, False)
    assert place(here.text, here.directory, "/v", True, "copy") == Place("/v", name)


def test_a_path_in_bytes_is_refused() -> None:
    class Bytes:
        """A path whose `__fspath__` returns bytes."""

        def __fspath__(self) -> bytes:
            return b"/x"

    with pytest.raises(InvalidArguments) as caught:
        local(Bytes(), False)  # type: ignore[arg-type]
    assert problems(caught) == [("source", "expected a path as text or a pathlib.Path")]


def test_what_is_in_a_directory_is_copied_without_it(tmp_path: Path) -> None:
    grown(tmp_path, ["d/a"])
    with tarfile.open(fileobj=io.BytesIO(b"".join(uploaded(local(f"{tmp_path}/d/.", False), "")))) as tar:
        assert tar.getnames() == [".", "./a"]
