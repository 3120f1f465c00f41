"""The input of a container, by a thread and by a task."""

from __future__ import annotations

import asyncio
import io
import itertools
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynclient import InvalidArguments, Output, StreamError
from dynclient.client.recipes.feeding import AsyncFeed, Feed, feed_of


class Sink:
    """A duplex that keeps what it is given, and breaks after so many bytes."""

    def __init__(self, most: int = 1 << 30) -> None:
        self.data, self.ended, self.closed, self._most = b"", False, False, most

    def write(self, data: bytes) -> None:
        if len(self.data) + len(data) > self._most:
            raise StreamError("the connection broke")
        self.data += data

    def close_stdin(self) -> None:
        self.ended = True

    def close(self) -> None:
        self.closed = True


class AsyncSink(Sink):
    async def write(self, data: bytes) -> None:  # type: ignore[override]
        super().write(data)

    async def close_stdin(self) -> None:  # type: ignore[override]
        self.ended = True

    async def aclose(self) -> None:
        self.closed = True


def fed(make: Callable[[], Any], shell: str, *, tty: bool = False, most: int = 1 << 30) -> tuple[Sink, Any]:
    """Feed a sink to the end."""
    if shell == "sync":
        sink, feed = Sink(most), feed_of(make(), tty=tty, awaited=False, recipe="run")
        assert isinstance(feed, Feed)
        feed.start(sink)
        feed._thread.join()
        feed.stop()
        return sink, feed.error

    async def run() -> tuple[Sink, Any]:
        sink, feed = AsyncSink(most), feed_of(make(), tty=tty, awaited=True, recipe="run")
        assert isinstance(feed, AsyncFeed)
        await feed.start(sink)
        await feed._task
        await feed.stop()
        return sink, feed.error

    return asyncio.run(run())


INPUTS: list[Callable[[Path], Any]] = [
    lambda path: b"hello",
    lambda path: "hello",
    lambda path: bytearray(b"hello"),
    lambda path: memoryview(b"hello"),
    lambda path: path,
    lambda path: io.BytesIO(b"hello"),
    lambda path: io.StringIO("hello"),
    lambda path: ["he", b"", b"llo"],
    lambda path: iter([b"hel", "lo"]),
]


@pytest.mark.parametrize("make", INPUTS)
def test_input_is_sent_whatever_it_comes_from(tmp_path: Path, shell: str, make: Callable[[Path], Any]) -> None:
    (tmp_path / "input").write_bytes(b"hello")
    sink, error = fed(lambda: make(tmp_path / "input"), shell)
    assert (sink.data, sink.ended, error) == (b"hello", True, None)


async def pieces() -> AsyncIterator[Any]:
    for piece in ("hel", b"lo"):
        yield piece


def test_an_async_iterator_is_for_the_async_client() -> None:
    sink, error = fed(pieces, "async")
    assert (sink.data, sink.ended, error) == (b"hello", True, None)
    with pytest.raises(InvalidArguments, match="is an async iterator, which only an AsyncClient sends"):
        feed_of(pieces(), tty=False, awaited=False, recipe="run")


@pytest.mark.parametrize(("given", "expected"), [("a\n", b"a\n\x04"), ("a", b"a\x04\x04"), ("", b"\x04")])
def test_a_terminal_is_told_the_end_by_a_character(shell: str, given: str, expected: bytes) -> None:
    sink, error = fed(lambda: given, shell, tty=True)
    assert (sink.data, sink.ended, error) == (expected, False, None)


def test_a_command_that_does_not_read_its_input_ends_the_sending(shell: str) -> None:
    sink, error = fed(lambda: itertools.repeat(b"x" * 100), shell, most=1000)
    assert (len(sink.data), sink.ended, sink.closed, error) == (1000, False, False, None)


def broken() -> Iterator[bytes]:
    yield b"x"
    raise LookupError("mine")


def test_an_error_of_the_callers_own_closes_the_connection_and_is_kept(shell: str) -> None:
    sink, error = fed(broken, shell)
    assert (sink.data, sink.closed, repr(error)) == (b"x", True, "LookupError('mine')")
    sink, error = fed(lambda: [5], shell)
    assert str(error).endswith("stdin gave an int; expected bytes or text")


def test_what_is_no_input_is_refused() -> None:
    assert feed_of(None, tty=False, awaited=False, recipe="run") is None
    with pytest.raises(
        InvalidArguments, match=r"run: .*\n  stdin: expected bytes, text, a file, a pathlib\.Path or an"
    ):
        feed_of(5, tty=False, awaited=False, recipe="run")
    for given in ({"a": 1}, {"a"}, Output()):
        with pytest.raises(InvalidArguments, match=f"stdin: .* got an? {type(given).__name__}"):
            feed_of(given, tty=False, awaited=False, recipe="execute")
    with pytest.raises(FileNotFoundError):
        feed_of(Path("/nope/x"), tty=False, awaited=False, recipe="run")


def test_an_iterator_that_gives_nothing_is_left_alone(shell: str) -> None:
    gate = threading.Event()

    def stuck() -> Iterator[bytes]:
        gate.wait()
        yield b"late"

    if shell == "sync":
        feed, sink = feed_of(stuck(), tty=False, awaited=False, recipe="run"), Sink()
        assert isinstance(feed, Feed)
        feed.start(sink)
        while not feed._asking:
            pass
        feed.stop()
        gate.set()
        feed._thread.join()
    else:

        async def run() -> Sink:
            feed, sink = feed_of(stuck(), tty=False, awaited=True, recipe="run"), AsyncSink()
            assert isinstance(feed, AsyncFeed)
            await feed.start(sink)
            await asyncio.sleep(0)
            await feed.stop()
            gate.set()
            return sink

        sink = asyncio.run(run())
    assert sink.data in (b"", b"late")
