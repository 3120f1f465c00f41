"""Extracting a tar: where members may go, with which permissions, and that nothing is left behind."""

from __future__ import annotations

import errno
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dynclient import Archive
from dynclient.api.answer import unpacking
from dynclient.api.answer.unpacking import Planned, Refused, contained
from dynclient.client.recipes.copying import received
from dynclient.errors import StreamError
from tests.support.tars import DIR, END, LNK, REG, SYM, head, member, pax


def info(name: str, kind: bytes = REG, *, link: str = "", mode: int = 0o644) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.mode = kind, link, mode
    return made


@pytest.mark.parametrize(
    ("given", "planned"),
    [
        (info("a/b"), Planned("a/b", "", 0o644)),
        (info("/etc/x", mode=0o6777), Planned("etc/x", "", 0o755)),
        (info("x", mode=0o011), Planned("x", "", 0o600)),
        (info("a/../b"), Planned("b", "", 0o644)),
        (info("d", DIR, mode=0o777), Planned("d", "", None)),
        (info(".", DIR), Planned("", "", None)),
        (info("a/l", SYM, link="../d/x"), Planned("a/l", "../d/x", 0o644)),
        (info("h", LNK, link="./a/b"), Planned("h", "a/b", 0o644)),
    ],
)
def test_a_member_goes_below_the_directory_with_plain_permissions(
    tmp_path: Path, given: tarfile.TarInfo, planned: Planned
) -> None:
    assert contained(str(tmp_path))(given, {""}) == planned


OUT = "is a link that leads outside of the directory"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (info("../x"), "leads outside of the directory"),
        (info("a/../../x"), "leads outside of the directory"),
        (info("l", SYM, link="/etc"), "is a link to an absolute path"),
        (info("a/l", SYM, link="../../x"), OUT),
        (info("a/h", LNK, link="../x"), OUT),
        (info("l", SYM, link="up/x"), OUT),
        (info("l", SYM, link="turning/x"), OUT),
        (info("l", SYM, link="same/same/same/../../../.."), OUT),
        (info("l", SYM, link="same/../.."), OUT),
        (info("l", SYM, link="gone/a/../../../x"), OUT),
    ],
)
def test_what_leads_outside_is_refused(tmp_path: Path, given: tarfile.TarInfo, why: str) -> None:
    (tmp_path / "up").symlink_to("/")
    (tmp_path / "same").symlink_to(".")
    (tmp_path / "turning").symlink_to("turning")
    with pytest.raises(Refused) as refused:
        contained(str(tmp_path))(given, {""})
    assert str(refused.value) == f"the archive's member {given.name!r} {why}"


def test_a_link_may_go_by_what_is_not_there_yet_or_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "same").symlink_to("./.")
    for link in ("gone/a/../b", "file/x", "same/file", "d/../d/x", "gone2/../gone"):
        assert contained(str(tmp_path))(info("l", SYM, link=link), {"", "d"}).linkname == link


# --- what a container may make ---------------------------------------------------------------------

D = member("d", kind=DIR, mode=0o755)
HOSTILE: dict[str, tuple[bytes, str]] = {
    "a hard link to nothing": (member("d/h", kind=LNK, link="d/none"), "links to 'd/none', which is not there"),
    "a hard link below nothing": (member("d/h", kind=LNK, link="d/no/x"), "links to 'd/no/x', which is not there"),
    "a hard link below a file": (member("d/f") + member("d/h", kind=LNK, link="d/f/x"),
                                 "links to 'd/f/x', which is not there"),
    "a hard link to itself": (member("d/h", kind=LNK, link="d/h"), "links to itself"),
    "a hard link to a directory": (member("d/s", kind=DIR) + member("d/h", kind=LNK, link="d/s"),
                                   "links to 'd/s', which is not a file"),
    "a hard link to a link": (member("d/s", kind=SYM, link="x") + member("d/h", kind=LNK, link="d/s"),
                              "goes through the link 'd/s'"),
    "a link to nothing": (member("d/h", kind=SYM), "is a link to nothing"),
    "a directory over a link": (member("d/s", kind=SYM, link=".") + member("d/s", kind=DIR),
                                "goes through the link 'd/s'"),
    "a file in a file": (member("d/f") + member("d/f/x"), "and another are a directory and something else at 'd/f'"),
    "a file over a directory": (member("d/f/x") + member("d/f"),
                                "and another are a directory and something else at 'd/f'"),
    "a long name": (pax(("path", "d/" + "n" * 256)) + head(), "has a name of 256 bytes; 255 are allowed"),
    "a long path": (pax(("path", "d/" + "a/" * 5000 + "f")) + head(), " bytes; 4095 are allowed"),
    "a long link": (pax(("linkpath", "x" * 5000)) + head(kind=SYM), "has a path that is too long for this system"),
    "a pipe": (member("d/p", kind=b"6"), "is a device, a pipe or a socket"),
}  # fmt: skip


@pytest.mark.parametrize("way", ["extract", "copy"])
@pytest.mark.parametrize("case", HOSTILE)
def test_what_cannot_be_written_is_refused_by_its_name(tmp_path: Path, case: str, way: str) -> None:
    data, problem = HOSTILE[case]
    archive = Archive(D + data + END, stat={"mode": 1 << 31})
    with pytest.raises(StreamError) as caught:
        archive.extract(tmp_path) if way == "extract" else received(archive, "/d", tmp_path)
    said = caught.value.message.removesuffix("; save() keeps the archive as it is")
    assert said.startswith("the archive's member '")
    assert said.endswith(problem)
    left = [name for _, folders, files in os.walk(tmp_path) for name in (*folders, *files)]
    assert not [name for name in left if name.startswith(".dynclient")]


def test_a_name_that_the_system_cannot_write_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsencode", lambda name: str(name).encode("ascii"))
    with pytest.raises(StreamError, match="the archive cannot be read: "):
        Archive(member("é") + END).extract(tmp_path)


def test_a_file_that_has_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StreamError, match=r"'\.' would replace the directory itself"):
        Archive(member(".", b"x") + END).extract(tmp_path)
    with pytest.raises(StreamError, match="'f' would replace the directory itself"):
        received(Archive(member("f", b"x") + END, stat={"mode": 1 << 31}), "/d/.", tmp_path)


def test_directories_without_a_member_of_their_own_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MEMBERS", unpacking.MEMBERS._replace(value=3))
    with pytest.raises(StreamError, match="makes more than 3 directories"):
        Archive(member("a/b/c/d/e") + END).extract(tmp_path)


def test_what_is_remembered_of_directories_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_REMEMBERED", 2)
    names = ["a/b/c/d", "x", "a/b/y", "a/b/c/z"]
    Archive(b"".join(member(name, b"1") for name in names) + END).extract(tmp_path)
    assert all((tmp_path / name).read_text() == "1" for name in names)


def test_looks_at_a_path_do_not_grow_with_its_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    monkeypatch.setattr(unpacking, "_mode", lambda path, real=unpacking._mode: looks.append(path) or real(path))
    deep = 400
    names = ["/".join(["d"] * count) for count in range(1, deep)]
    members = b"".join(
        pax(("path", name)) + member("d", kind=DIR, mode=0o755) + pax(("path", f"{name}/f")) + head() for name in names
    )
    received(Archive(members + END, stat={"mode": 1 << 31}), "/d", tmp_path)
    assert len(looks) <= 2 * deep
    looks.clear()
    Archive(members + END).extract(tmp_path / "new")
    assert len(looks) <= 2 * deep


def test_links_with_long_ways_are_followed_once_for_each_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    monkeypatch.setattr(os, "readlink", lambda path, real=os.readlink: reads.append(path) or real(path))
    link = "/".join(["d"] * 300 + [".."] * 300)
    contained(str(tmp_path))(info("l", SYM, link=link), {""})
    assert len(reads) == 1


# --- files that are whole --------------------------------------------------------------------------


def cut(error: BaseException) -> Iterator[bytes]:
    yield D + head("d/a", size=1000) + bytes(512)
    raise error


@pytest.mark.parametrize("error", [StreamError("cut"), KeyboardInterrupt("cut")])
def test_a_file_is_seen_when_it_is_whole_and_the_old_one_stays_until_then(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d/a").write_text("old")
    for use in (lambda archive: archive.extract(tmp_path), lambda archive: received(archive, "/d", tmp_path)):
        with pytest.raises(type(error), match="cut"):
            use(Archive(cut(error), stat={"mode": 1 << 31}))
        assert ([*os.listdir(tmp_path / "d")], (tmp_path / "d/a").read_text()) == (["a"], "old")


@pytest.mark.parametrize("kind", [SYM, LNK])
def test_a_link_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: bytes
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "d").mkdir()
    (tmp_path / "d/f").write_text("")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left on device"):
        Archive(member("d/l", kind=kind, link="d/f" if kind == LNK else "f") + END).extract(tmp_path)
    assert os.listdir(tmp_path / "d") == ["f"]


def test_a_hard_link_to_the_same_file_stays_one(tmp_path: Path) -> None:
    data = D + member("d/a", b"1") + member("d/b", kind=LNK, link="d/a") * 2 + END
    received(Archive(data, stat={"mode": 1 << 31}), "/d", tmp_path)
    assert (sorted(os.listdir(tmp_path / "d")), (tmp_path / "d/a").stat().st_nlink) == (["a", "b"], 2)


PRIVATE: list[tuple[str, Callable[[Archive, Path], object]]] = [
    ("/x/.", lambda archive, here: received(archive, "/x/.", here)),
    ("extract", lambda archive, here: archive.extract(here)),
]


@pytest.mark.parametrize(("_", "use"), PRIVATE)
def test_the_directory_that_is_copied_into_keeps_its_permissions(
    tmp_path: Path, _: str, use: Callable[[Archive, Path], object]
) -> None:
    tmp_path.chmod(0o700)
    use(Archive(member("./", kind=DIR, mode=0o1777) + member("./a") + END, stat={"mode": 1 << 31}), tmp_path)
    assert (stat.S_IMODE(tmp_path.stat().st_mode), (tmp_path / "a").read_text()) == (0o700, "")


def test_a_new_directory_gets_those_of_the_container(tmp_path: Path) -> None:
    data = member("./", kind=DIR, mode=0o750) + member("./s", kind=DIR, mode=0) + member("./s/a", mode=0o400) + END
    received(Archive(data, stat={"mode": 1 << 31}), "/x/.", tmp_path / "new")
    modes = [stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) for name in ("", "s")]
    (tmp_path / "new/s").chmod(0o700)
    assert [*modes, stat.S_IMODE((tmp_path / "new/s/a").stat().st_mode)] == [0o750, 0, 0o400]
