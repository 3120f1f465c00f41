"""Tar archives, from the engine and to it."""

from __future__ import annotations

import base64
import contextlib
import doctest
import io
import json
import os
import socket
import stat
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dynclient.api.answer.archive
from dynclient.api.answer.archive import Archive, path_stat
from dynclient.api.call import packing
from dynclient.api.call.packing import tar_of
from dynclient.errors import InvalidAnswer, StreamError

USED = "this archive is a stream that was used or closed already; save() keeps one"


def member(name: str, kind: bytes = tarfile.REGTYPE, **more: Any) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    for key, value in more.items():
        setattr(info, key, value)
    return info


def tar(*members: tarfile.TarInfo | tuple[tarfile.TarInfo, bytes]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for entry in members:
            info, data = entry if isinstance(entry, tuple) else (entry, b"")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return written.getvalue()


HOSTS = tar((member("hosts"), b"127.0.0.1 localhost\n"))
TREE = tar(
    member("etc", tarfile.DIRTYPE, mode=0o755),
    (member("etc/hosts", mode=0o4644), b"127.0.0.1 localhost\n"),
    member("etc/same", tarfile.LNKTYPE, linkname="etc/hosts"),
    member("etc/link", tarfile.SYMTYPE, linkname="hosts"),
)


class Source:
    """A stream of chunks that counts how often it is closed."""

    def __init__(self, data: bytes, size: int = 1000, error: Exception | None = None) -> None:
        self.data, self.size, self.error = data, size, error
        self.given = self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self.data), self.size):
            self.given += 1
            yield self.data[start : start + self.size]
            yield b""
        if self.error:
            raise self.error

    def close(self) -> None:
        self.closed += 1


def streamed(data: bytes, **options: Any) -> tuple[Archive, Source]:
    source = Source(data, **options)
    return Archive(source, close=source.close), source


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(dynclient.api.answer.archive).failed == 0


# Reading


def test_an_archive_of_bytes_can_be_used_again_and_again(tmp_path: Path) -> None:
    archive = Archive(HOSTS)
    with archive:
        assert [archive.read(), b"".join(archive)] == [HOSTS, HOSTS]
        assert [info.name for info in archive.members()] == ["hosts"]
    archive.extract(tmp_path)
    assert archive.save(tmp_path / "hosts.tar").read_bytes() == HOSTS


USES: dict[str, Callable[[Archive, Path], object]] = {
    "read": lambda archive, path: archive.read(),
    "iterate": lambda archive, path: list(archive),
    "save": lambda archive, path: archive.save(path / "a.tar"),
    "extract": lambda archive, path: archive.extract(path),
    "members": lambda archive, path: archive.members(),
}


@pytest.mark.parametrize("use", USES)
def test_a_stream_is_read_once_to_its_end_and_then_closed(use: str, tmp_path: Path) -> None:
    archive, source = streamed(HOSTS)
    USES[use](archive, tmp_path)
    assert (source.given, source.closed) == (11, 1)
    for again in USES.values():
        with pytest.raises(StreamError) as caught:
            again(archive, tmp_path)
        assert str(caught.value) == USED
    archive.close()
    assert source.closed == 1


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("at", [0, 100, 700, 5000, len(TREE)])
def test_a_stream_that_breaks_is_closed_and_its_error_is_seen(use: str, at: int, tmp_path: Path) -> None:
    broken = StreamError("the stream was cut")
    archive, source = streamed(TREE[:at], error=broken)
    with pytest.raises(StreamError) as caught:
        USES[use](archive, tmp_path)
    assert caught.value is broken
    assert source.closed == 1


def test_a_stream_that_is_left_early_is_closed_with_the_block() -> None:
    archive, source = streamed(HOSTS)
    with archive as opened:
        assert next(iter(opened)) == HOSTS[:1000]
    assert (source.given, source.closed) == (1, 1)
    unread, source = streamed(HOSTS)
    unread.close()
    assert (source.given, source.closed) == (0, 1)
    with pytest.raises(StreamError, match="used or closed already"):
        unread.read()


def test_a_file_is_read_in_pieces() -> None:
    data = TREE * 20
    assert [len(chunk) for chunk in Archive(io.BytesIO(data))] == [65536, 65536, 65536, 8192]
    assert Archive(io.BytesIO(data)).read() == data
    assert Archive([TREE[:600], TREE[600:]]).read() == TREE


def test_members_are_those_of_the_tar() -> None:
    archive, _ = streamed(TREE, size=7)
    assert [(info.name, info.size, info.linkname) for info in archive.members()] == [
        ("etc", 0, ""),
        ("etc/hosts", 20, ""),
        ("etc/same", 0, "etc/hosts"),
        ("etc/link", 0, "hosts"),
    ]


@pytest.mark.parametrize("data", [b"", b"no tar at all", b"x" * 2000, HOSTS[:600]], ids=range(4))
@pytest.mark.parametrize("use", ["members", "extract"])
def test_what_is_not_a_tar_or_is_cut_is_a_stream_error(data: bytes, use: str, tmp_path: Path) -> None:
    with pytest.raises(StreamError, match=r"^the archive cannot be read: "):
        USES[use](Archive(data), tmp_path)


@pytest.mark.parametrize(
    ("archive", "text"),
    [
        (Archive(b"x" * 2048), "<Archive: 2048 bytes>"),
        (Archive(b"", stat={"name": "hosts"}), "<Archive of 'hosts': 0 bytes>"),
        (Archive([b""], stat={}), "<Archive: a stream, open>"),
    ],
)
def test_the_repr_is_short(archive: Archive, text: str) -> None:
    assert repr(archive) == text


def test_the_repr_says_that_a_stream_was_used() -> None:
    archive = Archive([HOSTS])
    archive.read()
    assert repr(archive) == "<Archive: a stream, used or closed>"


# Saving


def test_a_file_is_replaced_only_by_a_whole_archive(tmp_path: Path) -> None:
    target = tmp_path / "saved.tar"
    assert Archive(HOSTS).save(target) == target
    archive, _ = streamed(TREE, error=StreamError("cut"))
    with pytest.raises(StreamError):
        archive.save(str(target))
    assert target.read_bytes() == HOSTS
    Archive(TREE).save(str(target))
    assert target.read_bytes() == TREE
    assert os.listdir(tmp_path) == ["saved.tar"]


def test_a_device_or_a_link_is_written_to_and_stays(tmp_path: Path) -> None:
    link, device = tmp_path / "link.tar", tmp_path / "null"
    link.symlink_to(tmp_path / "real.tar")
    device.symlink_to(os.devnull)
    Archive(HOSTS).save(link)
    Archive(HOSTS).save(device)
    assert (tmp_path / "real.tar").read_bytes() == HOSTS
    assert (link.is_symlink(), device.is_symlink()) == (True, True)
    archive, _ = streamed(HOSTS, error=StreamError("cut"))
    with pytest.raises(StreamError):
        archive.save(link)
    assert link.is_symlink()


def test_a_file_at_a_temporary_name_is_neither_followed_nor_touched(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / ".x.tar.part").symlink_to(victim)
    Archive(HOSTS).save(tmp_path / "x.tar")
    assert (victim.read_text(), (tmp_path / "x.tar").read_bytes()) == ("precious", HOSTS)
    assert not (tmp_path / "x.tar").is_symlink()


def test_two_that_are_saved_under_one_name_at_once_do_not_mix(tmp_path: Path) -> None:
    def first() -> Iterator[bytes]:
        yield b"A" * 1000
        Archive(b"B" * 2000).save(tmp_path / "x.tar")
        yield b"A" * 1000

    Archive(first()).save(tmp_path / "x.tar")
    assert (tmp_path / "x.tar").read_bytes() == b"A" * 2000
    assert os.listdir(tmp_path) == ["x.tar"]


def test_a_file_that_is_replaced_hands_its_permissions_on(tmp_path: Path) -> None:
    target = tmp_path / "private.tar"
    target.touch(mode=0o600)
    assert stat.S_IMODE(Archive(HOSTS).save(target).stat().st_mode) == 0o600
    assert stat.S_IMODE(Archive(HOSTS).save(tmp_path / "new").stat().st_mode) == 0o666 & ~umask()


def umask() -> int:
    os.umask(now := os.umask(0))
    return now


@pytest.mark.parametrize("name", ["", "no/such/directory.tar"])
def test_a_file_that_cannot_be_written_leaves_the_stream_unread(name: str, tmp_path: Path) -> None:
    archive, source = streamed(HOSTS)
    with pytest.raises(OSError, match=r"No such file|Is a directory"):
        archive.save(tmp_path / name)
    assert source.given == 0
    assert archive.read() == HOSTS


# Extracting


def test_extracting_writes_files_directories_and_links_without_set_uid(tmp_path: Path) -> None:
    target = tmp_path / "new" / "directory"
    assert streamed(TREE, size=100)[0].extract(str(target)) == target
    hosts = target / "etc" / "hosts"
    assert hosts.read_bytes() == b"127.0.0.1 localhost\n"
    assert stat.S_IMODE(hosts.stat().st_mode) == 0o644
    assert (target / "etc" / "same").samefile(hosts)
    assert os.readlink(target / "etc" / "link") == "hosts"


EVIL = (member("evil"), b"evil")
OUTSIDE: dict[str, list[Any]] = {
    "a parent": [(member("../evil"), b"evil")],
    "a parent further in": [(member("a/../../evil"), b"evil")],
    "a link to an absolute path": [member("link", tarfile.SYMTYPE, linkname="/etc/passwd")],
    "a link to a parent": [member("link", tarfile.SYMTYPE, linkname="../evil")],
    "a hard link to a parent": [member("link", tarfile.LNKTYPE, linkname="../kept")],
    "a device": [member("null", tarfile.CHRTYPE)],
    "a file in a link": [member("link", tarfile.SYMTYPE, linkname="."), (member("link/evil"), b"evil")],
    "a file over a link": [member("link", tarfile.SYMTYPE, linkname="evil"), (member("link"), b"evil")],
    "a directory over a link": [member("link", tarfile.SYMTYPE, linkname="."), member("link", tarfile.DIRTYPE)],
    "a link in a link": [
        member("link", tarfile.SYMTYPE, linkname="."),
        member("link/evil", tarfile.SYMTYPE, linkname="x"),
    ],
    "a hard link to a link": [
        member("link", tarfile.SYMTYPE, linkname="evil"),
        member("same", tarfile.LNKTYPE, linkname="link"),
    ],
    "a hard link through a link": [
        member("link", tarfile.SYMTYPE, linkname="."),
        member("same", tarfile.LNKTYPE, linkname="link/first"),
    ],
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_nothing_is_written_outside_or_through_a_link(case: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    target = tmp_path / "target"
    data = tar((member("first"), b"1"), *OUTSIDE[case], (member("last"), b"2"))
    with pytest.raises(StreamError, match=r"; save\(\) keeps the archive as it is$"):
        Archive(data).extract(target)
    assert sorted(os.listdir(tmp_path)) == ["kept", "target"]
    assert set(os.listdir(target)) - {"link"} == {"first"}
    assert (tmp_path / "kept").read_text() == "kept"


def test_links_that_are_too_long_to_resolve_do_not_lead_outside(tmp_path: Path) -> None:
    """Try the way of CVE-2025-4517: a chain of links whose resolved path is longer than PATH_MAX."""
    parts, members, letter = "", [], "d" * 247
    for step in "abcdefghijklmnop":
        members.append(member(f"{parts}{letter}", tarfile.DIRTYPE, mode=0o755))
        members.append(member(f"{parts}{step}", tarfile.SYMTYPE, linkname=letter))
        parts += f"{letter}/"
    through = "/".join("abcdefghijklmnop")
    members.append(member(f"{through}/{'l' * 254}", tarfile.SYMTYPE, linkname="../" * 16))
    members.append(member("escape", tarfile.SYMTYPE, linkname=f"{through}/{'l' * 254}/.."))
    evil = (member("escape/evil", mode=0o644), b"evil")
    with pytest.raises(StreamError, match="goes through the link"):
        Archive(tar(*members, evil)).extract(tmp_path / "target")
    assert os.listdir(tmp_path) == ["target"]


# The path stat


def test_a_path_stat_is_decoded_unchanged() -> None:
    value = {"name": "€", "size": 5, "mode": 134218239, "mtime": "2024-05-01T10:00:00Z", "linkTarget": "/a"}
    assert path_stat(base64.b64encode(json.dumps(value, ensure_ascii=False).encode()).decode()) == value


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "the path stat is not JSON in standard base64"),
        ("e30", "the path stat is not JSON in standard base64"),
        ("é", "the path stat is not JSON in standard base64"),
        ("/_==", "the path stat is not JSON in standard base64"),
        (base64.b64encode(b"{").decode(), "the path stat is not JSON in standard base64"),
        (base64.b64encode(b"\xff").decode(), "the path stat is not JSON in standard base64"),
        (base64.b64encode(b"[" * 100_000).decode(), "the path stat is not JSON in standard base64"),
        (base64.b64encode(b"[]").decode(), "the path stat is not a JSON object"),
    ],
    ids=range(8),
)
def test_a_path_stat_that_is_something_else_is_an_invalid_answer(header: str, message: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        path_stat(header)
    assert caught.value.message == message


# Packing


def names(data: bytes) -> list[str]:
    return [info.name for info in Archive(data).members()]


def tree(top: Path) -> Path:
    (top / "b" / "deep").mkdir(parents=True)
    (top / "b" / "deep" / "file").write_bytes(b"x" * 1000)
    (top / "a").write_bytes(b"a")
    (top / "c").symlink_to("nowhere")
    (top / "dir").symlink_to("b")
    (top / "empty").mkdir()
    (top / "Z").write_bytes(b"")
    os.link(top / "a", top / "same")
    return top


def test_a_directory_is_packed_in_order_with_its_links(tmp_path: Path) -> None:
    data = b"".join(tar_of(tree(tmp_path)))
    assert names(data) == ["Z", "a", "b", "b/deep", "b/deep/file", "c", "dir", "empty", "same"]
    kinds = {info.name: (info.type, info.linkname) for info in Archive(data).members() if info.linkname}
    assert kinds == {
        "c": (tarfile.SYMTYPE, "nowhere"),
        "dir": (tarfile.SYMTYPE, "b"),
        "same": (tarfile.LNKTYPE, "a"),
    }
    assert b"".join(tar_of(tmp_path)) == data


def test_what_was_packed_is_extracted_as_it_was(tmp_path: Path) -> None:
    top = tree(tmp_path / "top")
    target = Archive(tar_of(top)).extract(tmp_path / "target")
    assert (target / "b/deep/file").read_bytes() == b"x" * 1000
    assert (target / "same").samefile(target / "a")
    assert (target / "empty").is_dir()
    for path in ("a", "b", "b/deep/file"):
        assert (target / path).stat().st_mtime == int((top / path).stat().st_mtime)
        assert (target / path).stat().st_mode == (top / path).stat().st_mode


@pytest.mark.parametrize(
    ("path", "name", "packed"),
    [
        ("a", None, ["a"]),
        ("b/", None, ["deep", "deep/file"]),
        ("dir", None, ["deep", "deep/file"]),
        ("b", "app", ["app", "app/deep", "app/deep/file"]),
        ("a", "etc/other", ["etc/other"]),
        ("link", None, ["link"]),
        ("empty", None, []),
    ],
)
def test_packed_files_have_their_names(path: str, name: str | None, packed: list[str], tmp_path: Path) -> None:
    top = tree(tmp_path)
    (top / "link").symlink_to("a")
    assert names(b"".join(tar_of(f"{top}/{path}", name))) == packed


def test_names_may_be_long_or_no_utf_8(tmp_path: Path) -> None:
    long = "/".join(["d" * 100] * 3)
    (tmp_path / long).mkdir(parents=True)
    (tmp_path / "\udcff").write_bytes(b"")
    assert names(b"".join(tar_of(tmp_path)))[2:] == [long, "\udcff"]


def test_sockets_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        os.mkfifo("pipe")
        assert names(b"".join(tar_of("."))) == ["pipe"]


def test_a_large_file_is_never_held_whole(tmp_path: Path) -> None:
    size = 10_000_000
    with (tmp_path / "large").open("wb") as file:
        file.truncate(size)
    pieces = [len(piece) for piece in tar_of(tmp_path)]
    assert max(pieces) <= 2 * 65536
    assert sum(pieces) == size + (-size % 512) + 3 * 512


def test_a_file_of_the_kernel_is_packed_with_its_content_not_with_the_size_it_reports(tmp_path: Path) -> None:
    for path in ("/proc/version", "/sys/kernel/mm/transparent_hugepage/enabled", "/proc/sys/kernel/hostname"):
        if os.path.exists(path):
            archive = Archive(b"".join(tar_of(path)))
            assert archive.extract(tmp_path).joinpath(Path(path).name).read_bytes() == Path(path).read_bytes()


def test_a_file_without_a_size_and_an_end_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_WITHOUT_SIZE", 3)
    with pytest.raises(OSError, match="it reports no size and has more than 16 MiB"):
        list(tar_of("/proc/version"))


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_what_takes_a_files_place_while_it_is_packed_is_neither_waited_for_nor_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")

    def replaced(name: Path, real: Any = packing._opened) -> Any:
        name.unlink()
        os.mkfifo(name) if kind == "pipe" else name.symlink_to("/etc/passwd")
        return real(name)

    monkeypatch.setattr(packing, "_opened", replaced)
    with pytest.raises(OSError, match=r"/a'$"):
        list(tar_of(tmp_path))


def test_many_small_files_come_in_large_pieces(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / str(number)).write_bytes(b"x")
    assert len(list(tar_of(tmp_path))) == 4


def test_a_path_that_is_not_there_is_seen_before_anything_is_given(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        tar_of(tmp_path / "nothing")


def test_a_file_that_changes_its_size_is_cut_or_an_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 1_000_000)
    grown, shrunk = tar_of(file), tar_of(file)
    first = next(grown)
    next(shrunk)
    with file.open("ab") as more:
        more.write(b"y" * 1_000_000)
    assert Archive(b"".join([first, *grown])).members()[0].size == 1_000_000
    file.write_bytes(b"x")
    with pytest.raises(OSError, match="file: it became shorter while it was read"):
        list(shrunk)


@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=3000), size=st.integers(1, 2000))
def test_any_bytes_in_any_chunks_are_a_list_or_a_stream_error(data: bytes, size: int) -> None:
    for bytes_ in (data, HOSTS[:512] + data, data + HOSTS):
        archive, source = streamed(bytes_, size=size)
        with contextlib.suppress(StreamError):
            archive.members()
        assert source.closed == 1
