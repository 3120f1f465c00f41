"""Content that is given by hand: into a container, and out of one."""

from __future__ import annotations

import asyncio
import io
import os
import tarfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import Archive, Client, InvalidArguments, StreamError
from dynclient.client.recipes import inline as contents
from dynclient.client.recipes.inline import awaited, spooled
from tests.support.scripted import Answer, Shell, Tar
from tests.support.tars import DIR, END, LNK, SYM, member

A_DIRECTORY = 1 << 31


def problems(caught: pytest.ExceptionInfo[InvalidArguments]) -> list[tuple[str, str]]:
    return [(error.where, error.problem) for error in caught.value.errors]


def there(mode: int | None) -> Answer:
    return (404, None) if mode is None else (200, {"stat": {"name": "x", "mode": mode, "linkTarget": ""}})


def written(shell: str, source: Any, path: str, mode: int | None = None) -> tuple[str, list[tuple[str, int, bytes]]]:
    """Return the directory that a tar went to, and what was in it."""
    here = Shell(shell, {"HEAD archive": [there(mode)]})
    assert here(lambda client: client.copy_to("c1", source, path)) is None
    (body,) = here.engine.bodies
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        found = [(info.name, info.mode, (tar.extractfile(info) or io.BytesIO()).read() if info.isreg() else b"")
                 for info in tar]  # fmt: skip
        assert all(info.uid == info.gid == 0 and abs(info.mtime - time.time()) < 100 for info in tar)
    return here.engine.asked[-1].partition("path=")[2].partition("&")[0].replace("%2F", "/"), found


def by_iterator() -> Iterator[bytes]:
    yield b"he"
    yield b"llo"


class Duck:
    """Something that reads as a file does."""

    def __init__(self) -> None:
        self._pieces = [b"", b"hello"]

    def read(self, size: int) -> bytes:
        return self._pieces.pop()


@pytest.mark.parametrize(
    "make", [lambda: b"hello", lambda: bytearray(b"hello"), lambda: io.BytesIO(b"hello"), by_iterator, Duck],
    ids=["bytes", "bytearray", "file", "iterator", "what reads"],
)  # fmt: skip
@pytest.mark.parametrize("mode", [None, 0o644], ids=["new", "there"])
def test_content_is_written_to_its_path(shell: str, make: Any, mode: int | None) -> None:
    assert written(shell, make(), "/x/f", mode) == ("/x", [("f", 0o644, b"hello")])


def test_content_has_the_mode_that_is_given_with_it(shell: str) -> None:
    assert written(shell, ("#!/bin/sh", 0o755), "/x/f") == ("/x", [("f", 0o755, b"#!/bin/sh")])


def test_an_async_iterator_is_content_for_the_async_client() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"he"
        yield b"llo"

    assert written("async", pieces(), "/x/f") == ("/x", [("f", 0o644, b"hello")])
    with pytest.raises(InvalidArguments) as caught:
        written("sync", pieces(), "/x/f")
    assert problems(caught) == [("source", "is an async iterator, which only an AsyncClient sends")]


def test_files_by_name_go_into_a_directory_or_make_one(shell: str, tmp_path: Path) -> None:
    (tmp_path / "d/s").mkdir(parents=True)
    (tmp_path / "d/s/f").write_text("deep")
    files = {"a": "text", "b/run": (b"#!", 0o700), "c": by_iterator(), "d": tmp_path / "d"}
    expected = [("a", 0o644, b"text"), ("b/run", 0o700, b"#!"), ("c", 0o644, b"hello"),
                ("d", 0o755, b""), ("d/s", 0o755, b""), ("d/s/f", 0o644, b"deep")]  # fmt: skip
    assert written(shell, files, "/x", A_DIRECTORY) == ("/x", expected)
    files["c"] = b"hello"
    below = [(f"new/{name}", mode, data) for name, mode, data in expected]
    assert written(shell, files, "/x/new") == ("/x", below)


WRONG: list[tuple[Any, int | None, list[tuple[str, str]]]] = [
    (b"x", A_DIRECTORY, [("'/x'", "is a directory; expected the file's own path, or {name: content}")]),
    ({"a": b""}, 0o644, [("'/x'", "is a file; a directory cannot be copied over it")]),
    ({}, None, [("source", "holds no files")]),
    ({"../a": b"", "b": 5}, None, [
        ("../a", "expected a name below the directory, such as 'etc/app.conf'"),
        ("b", "is an int; bytes, a binary file, a pathlib.Path or an iterator of bytes is due"),
    ]),
    (5, None, [("source", "is an int; bytes, a binary file, a pathlib.Path or an iterator of bytes is due")]),
    ([b"a", "b"], None, [("source", "holds a string; bytes are due")]),
    ({"a": Path("/none/at/all")}, None, [
        ("a", "expected bytes, text, the pathlib.Path of something that is there, or (content, mode), got a PosixPath")
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "mode", "found"), WRONG)
def test_what_is_no_content_is_refused_before_anything_is_written(
    shell: str, source: Any, mode: int | None, found: Any
) -> None:
    here = Shell(shell, {"HEAD archive": [there(mode)]})
    with pytest.raises(InvalidArguments) as caught:
        here(lambda client: client.copy_to("c1", source, "/x"))
    assert ([where for where, _ in problems(caught)], here.engine.bodies) == ([where for where, _ in found], [])


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (
            r"C:\data\a.txt",
            "is a path of Windows; expected one with slashes and without a drive, such as '/data/a.txt'",
        ),
        ("c:/data/", "is a path of Windows; expected one with slashes and without a drive, such as '/data/'"),
        ("", "expected a path in the container, such as '/etc/hosts', got ''"),
        (b"/x", "expected a path in the container, such as '/etc/hosts', got b'/x'"),
    ],
)
def test_a_path_that_no_container_here_has_is_refused(shell: str, path: Any, problem: str) -> None:
    uses: list[Any] = [lambda client: client.copy_to("c1", b"", path), lambda client: client.copy_from("c1", path)]
    for use in uses:
        here = Shell(shell, {})
        with pytest.raises(InvalidArguments) as caught:
            here(use)
        assert (problems(caught), here.asked) == ([("path", problem)], [])


# --- what is kept until its size is known ------------------------------------------------------------


def broken() -> Iterator[bytes]:
    yield b"x"
    raise ZeroDivisionError


async def broken_later() -> AsyncIterator[bytes]:
    yield b"x"
    raise ZeroDivisionError


def test_what_is_kept_is_closed_when_it_was_sent_or_cannot_be(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(contents, "_temporary", lambda real=contents._temporary: kept.append(real()) or kept[-1])
    written(shell, by_iterator(), "/x/f")
    for source in (broken(), {"a": by_iterator(), "b": broken()}):
        with pytest.raises(ZeroDivisionError):
            written(shell, source, "/x/f")
    assert (len(kept), [file.closed for file in kept]) == (4, [True] * 4)


def test_an_async_iterator_that_fails_is_closed_with_what_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(contents, "_temporary", lambda real=contents._temporary: kept.append(real()) or kept[-1])
    pieces = broken_later()
    with pytest.raises(ZeroDivisionError):
        asyncio.run(awaited(pieces))
    assert [file.closed for file in kept] == [True]

    class Bare:
        """An async iterator that has no aclose."""

        def __aiter__(self) -> Bare:
            return self

        async def __anext__(self) -> bytes:
            raise StopAsyncIteration

    with asyncio.run(awaited(Bare())) as file:
        assert file.read() == b""


def test_much_content_waits_in_a_file_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with spooled(iter([bytes(1 << 20), b"more"])) as file:
        assert (contents.size_of(file), os.listdir(tmp_path)) == ((1 << 20) + 4, [])


class Interrupting(httpx.BaseTransport):
    """A connection that is interrupted while it sends."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "HEAD":
            return httpx.Response(404)
        pieces = iter(request.stream)  # type: ignore[arg-type]
        next(pieces)
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    "use",
    [
        lambda client, path: client.copy_to("c1", path, "/x"),
        lambda client, path: client.copy_to("c1", {"a": path}, "/x"),
        lambda client, path: client.copy_to("c1", by_iterator(), "/x"),
        lambda client, path: client.build({"Dockerfile": "FROM x", "a": path}),
        lambda client, path: client.build(path.parent, dockerfile=b"FROM x"),
    ],
)
def test_an_interrupt_while_something_is_sent_leaves_no_file_open(tmp_path: Path, use: Any) -> None:
    (tmp_path / "large").write_bytes(bytes(1_000_000))
    before = os.listdir("/proc/self/fd")
    with Client(transport=Interrupting(), version="1.45") as client:
        with pytest.raises(KeyboardInterrupt) as caught:
            use(client, tmp_path / "large")
        assert (os.listdir("/proc/self/fd"), caught.value.args) == (before, ())


# --- out of a container ------------------------------------------------------------------------------


def test_a_files_content_is_read_without_writing_anything(shell: str) -> None:
    here = Shell(shell, {"GET archive": [(200, Tar(member("hosts", "127.0.0.1 é\n".encode()) + END))]})

    async def read(client: Any) -> tuple[bytes, str]:
        content = await (await client.copy_from("c1", "/etc/hosts")).content()
        return content, await (await client.copy_from("c1", "/etc/hosts")).text("hosts", "latin-1")

    def whole(client: Any) -> tuple[bytes, str]:
        content = client.copy_from("c1", "/etc/hosts").content()
        return content, client.copy_from("c1", "/etc/hosts").text("hosts", "latin-1")

    assert here(read if shell == "async" else whole) == ("127.0.0.1 é\n".encode(), "127.0.0.1 Ã©\n")


FILES = member("etc", kind=DIR) + member("./etc/a", b"1") + member("etc/b", b"\xff") + END
LINKS = member("l", kind=SYM, link="../b") + member("h", kind=LNK, link="a") + member("p", kind=b"6") + END


def test_one_of_many_files_is_read_by_its_name() -> None:
    archive = Archive(FILES)
    assert (archive.content("etc/a"), archive.content("/etc/a"), archive.text("./etc/b")) == (b"1", b"1", "\ufffd")


@pytest.mark.parametrize(
    ("tar", "name", "where", "problem"),
    [
        (FILES, "etc", "'etc'", "is a directory; name a file in it"),
        (FILES, None, "'etc'", "is a directory; name a file in it"),
        (FILES, "x", "name", "'x' is not in the archive; there are 'etc', './etc/a', 'etc/b'"),
        (END, None, "name", "the archive is empty"),
        (member("a") + member("b") + END, None, "name", "expected one of several; there are 'a', 'b', …"),
        (LINKS, "l", "'l'", "is a link to '../b'; follow_link=True copies what it leads to"),
        (LINKS, "h", "'h'", "is the same file as 'a'; name that one"),
        (LINKS, "p", "'p'", "is not a file"),
    ],
)
def test_what_is_not_one_file_is_refused(tar: bytes, name: str | None, where: str, problem: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Archive(tar).content(name)
    assert problems(caught) == [(where, problem)]


def test_a_cut_archive_has_no_content() -> None:
    with pytest.raises(StreamError, match="it ends within 'a'"):
        Archive(member("a", b"x" * 600)[:800]).content()
