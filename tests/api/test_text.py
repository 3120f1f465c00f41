"""Output as text: characters and lines are complete however frames split them, live and from a complete output."""

from __future__ import annotations

import asyncio
import doctest
from collections.abc import Iterator
from typing import Any

import pytest

import dynclient.api.answer.text
from dynclient import Frame, Output, StreamError
from dynclient.api.answer.frames import encoded
from dynclient.api.answer.reading import Reading
from dynclient.client.opening import Opening
from dynclient.client.streams import AsyncStream, Stream

TEXT = "один\r\nдва ☃\nthree"
DATA = TEXT.encode()
LINES = ["один", "два ☃", "three"]


def test_the_examples_in_the_docstrings_run() -> None:
    assert doctest.testmod(dynclient.api.answer.text).failed == 0


class Source:
    """A source of pieces, for both shells."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self._pieces: Iterator[Any] = iter([*pieces, b""])

    def receive(self) -> bytes:
        piece = next(self._pieces)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self) -> None: ...


class AsyncSource(Source):
    async def receive(self) -> bytes:  # type: ignore[override]
        return super().receive()

    async def aclose(self) -> None: ...


def gathered(shell: str, how: str, *pieces: bytes | Exception, kind: str = "frames") -> list[Any]:
    """Return a stream's `lines`, `texts` or `stream_lines`, and the error at its end."""
    found: list[Any] = []

    async def all_of() -> None:
        stream = AsyncStream(AsyncSource(*pieces), Reading(kind, framed=kind == "frames"))
        async for item in getattr(stream, how)():
            found.append(item)

    try:
        if shell == "async":
            asyncio.run(all_of())
        else:
            found.extend(
                each for each in getattr(Stream(Source(*pieces), Reading(kind, framed=kind == "frames")), how)()
            )
    except StreamError as error:
        found.append(error)
    return found


@pytest.mark.parametrize("cut", range(len(DATA) + 1))
def test_a_cut_between_frames_breaks_no_character_and_no_line(shell: str, cut: int) -> None:
    frames = [encoded(Frame("stdout", DATA[:cut])), encoded(Frame("stdout", DATA[cut:]))]
    assert gathered(shell, "lines", *frames) == LINES
    assert "".join(gathered(shell, "texts", *frames)) == TEXT


def test_each_stream_has_characters_and_lines_of_its_own(shell: str) -> None:
    frames = [
        Frame("stdout", b"caf\xc3"),
        Frame("stderr", b"oops\n"),
        Frame("stdout", b"\xa9\n"),
        Frame("stderr", b"x"),
    ]
    pieces = [encoded(frame) for frame in frames]
    assert gathered(shell, "stream_lines", *pieces) == [("stderr", "oops"), ("stdout", "café"), ("stderr", "x")]
    assert gathered(shell, "texts", *pieces) == ["caf", "oops\n", "é\n", "x"]
    output = Output(frames)
    assert list(output) == output.lines() == ["oops", "café", "x"]


def test_a_character_that_is_never_whole_is_replaced(shell: str) -> None:
    assert gathered(shell, "texts", encoded(Frame("stdout", b"a\xc3"))) == ["a", "�"]
    assert gathered(shell, "lines", encoded(Frame("stdout", b"a\xc3"))) == ["a�"]


def test_bytes_have_lines_too(shell: str) -> None:
    assert gathered(shell, "lines", b"one\nt", b"wo\n", kind="bytes") == ["one", "two"]


@pytest.mark.parametrize("how", ["lines", "texts", "stream_lines"])
@pytest.mark.parametrize("kind", ["lines", "json"])
def test_messages_are_not_text(shell: str, how: str, kind: str) -> None:
    with pytest.raises(TypeError, match="yields messages, not text; iterate over it"):
        gathered(shell, how, kind=kind)


def test_what_came_before_a_stream_was_cut_is_not_lost(shell: str) -> None:
    *lines, error = gathered(shell, "lines", encoded(Frame("stdout", b"one\ntwo")), StreamError("cut"))
    assert (lines, str(error)) == (["one", "two"], "cut")


def test_an_async_stream_that_is_about_to_be_opened_has_lines() -> None:
    async def opened() -> Any:
        return AsyncStream(AsyncSource(encoded(Frame("stdout", DATA))), Reading("frames", framed=True))

    async def all_of() -> list[str]:
        return [line async for line in Opening(opened).lines()]

    assert asyncio.run(all_of()) == LINES


@pytest.mark.parametrize(
    ("text", "there"), [("café", True), ("caf", True), ("é\nx", True), ("no", False), (b"\xc3\xa9", True), (5, False)]
)
def test_a_text_is_found_anywhere_in_an_output(text: Any, there: bool) -> None:
    output = Output([Frame("stdout", b"caf\xc3"), Frame("stdout", b"\xa9\nx")])
    assert (text in output) is there
