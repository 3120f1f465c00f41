"""The items of an open answer, and how it ends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynclient import Response, StreamError, response_of
from dynclient.api.answer.frames import Frame
from dynclient.api.answer.output import Output
from dynclient.api.answer.reading import Reading

ANSWER = Response(200, {}, "ImageCreate", "POST", "/images/create")


def reading(kind: str, **settings: Any) -> Reading:
    return Reading(kind, response=ANSWER, **settings)


def read(one: Reading, *pieces: bytes) -> tuple[list[Any], StreamError | None]:
    """Return the items of some bytes, and the error that they end with."""
    items: list[Any] = []
    left = [*pieces, b""]
    while True:
        while one.waiting:
            one.take(left.pop(0))
        try:
            items.append(one.next())
        except StopIteration:
            return items, None
        except StreamError as error:
            return items, error


def frame(stream: int, data: bytes) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


LINES = '{"status": "Pulling"}\r\n{"status": "né", "id": "a"}\n'.encode()
MESSAGES = [{"status": "Pulling"}, {"status": "né", "id": "a"}]
FRAMES = frame(1, b"one\n") + frame(2, b"oops") + frame(1, b"")
KINDS: dict[str, tuple[str, bool, bytes, list[Any], Any]] = {
    "messages": ("lines", False, LINES, MESSAGES, MESSAGES),
    "one value": ("json", False, b'[{"Id": "a"}]', [[{"Id": "a"}]], [[{"Id": "a"}]]),
    "frames": (
        "frames",
        True,
        FRAMES,
        [Frame("stdout", b"one\n"), Frame("stderr", b"oops"), Frame("stdout", b"")],
        Output((Frame("stdout", b"one\n"), Frame("stderr", b"oops"), Frame("stdout", b""))),
    ),
}


@pytest.mark.parametrize(("kind", "framed", "sent", "items", "whole"), KINDS.values(), ids=KINDS.keys())
def test_the_items_are_the_same_wherever_the_bytes_are_cut(
    kind: str, framed: bool, sent: bytes, items: list[Any], whole: Any
) -> None:
    for cut in range(1, len(sent)):
        one = reading(kind, framed=framed)
        assert read(one, sent[:cut], sent[cut:]) == (items, None)
        assert one.whole(items) == whole
        assert one.ended


@pytest.mark.parametrize("kind", ["frames", "hijack", "websocket"])
def test_a_terminals_output_is_stdout_as_it_comes(kind: str) -> None:
    one = reading(kind)
    items, error = read(one, b"one\r\n", b"two")
    assert (items, error) == ([Frame("stdout", b"one\r\n"), Frame("stdout", b"two")], None)
    assert one.whole(items) == Output((Frame("stdout", b"one\r\n"), Frame("stdout", b"two")))


@pytest.mark.parametrize("kind", ["bytes", "text", "empty"])
def test_anything_else_is_bytes(kind: str) -> None:
    one = reading(kind)
    items, error = read(one, b"ab", b"c")
    assert (items, error, one.whole(items)) == ([b"ab", b"c"], None, b"abc")


def test_messages_know_their_response() -> None:
    one = reading("lines")
    items, _ = read(one, LINES)
    assert [response_of(item) for item in [*items, one.whole(items)]] == [ANSWER] * 3


FAILURE = (
    b'{"status": "a"}{"status": "b"}{"errorDetail": {"code": 2, "message": "it failed"}, "error": "it"}{"status": "c"}'
)


def test_a_failure_is_raised_with_all_that_came_before_it() -> None:
    for cut in range(1, len(FAILURE)):
        items, error = read(reading("lines"), FAILURE[:cut], FAILURE[cut:])
        assert items == [{"status": "a"}, {"status": "b"}]
        assert error is not None
        assert (str(error), error.code, error.operation) == ("ImageCreate: it failed", 2, "ImageCreate")
        assert error.partial == [{"status": "a"}, {"status": "b"}]


def test_a_failure_is_a_message_if_it_is_not_raised() -> None:
    items, error = read(reading("lines", raise_failures=False), FAILURE)
    assert error is None
    assert [next(iter(item)) for item in items] == ["status", "status", "errorDetail", "status"]


def test_a_single_value_is_not_a_message_of_a_stream() -> None:
    assert read(reading("json"), b'{"error": "no"}') == ([{"error": "no"}], None)


# The bytes before the end, the items, the error's partial and message.
CUT: dict[str, tuple[str, bool, bytes, list[Any], Any, str]] = {
    "inside a message": (
        "lines",
        False,
        b'{"status": "a"}\n{"sta',
        [{"status": "a"}],
        [{"status": "a"}],
        "ImageCreate: the stream was cut inside a JSON value that begins with '{\"sta'",
    ),
    "what is no JSON": (
        "lines",
        False,
        b'{"status": "a"}\n<html>',
        [{"status": "a"}],
        [{"status": "a"}],
        "ImageCreate: the stream has something in it that is not JSON: '<html>'",
    ),
    "inside a frame": (
        "frames",
        True,
        frame(2, b"oops") + frame(1, b"hello")[:-2],
        [Frame("stderr", b"oops"), Frame("stdout", b"hel")],
        None,
        "ImageCreate: the stream was cut inside a frame: 2 bytes of it are missing",
    ),
    "inside a frame's head": (
        "frames",
        True,
        frame(2, b"oops") + b"\x01\0\0",
        [Frame("stderr", b"oops")],
        None,
        "ImageCreate: the stream was cut inside a frame: 5 bytes of it are missing",
    ),
    "a frame that claims 4 GB": (
        "frames",
        True,
        b"\x01\0\0\0\xff\xff\xff\xffhello",
        [Frame("stdout", b"hello")],
        None,
        "ImageCreate: the stream was cut inside a frame: 4294967290 bytes of it are missing",
    ),
    "a frame of type 7": (
        "frames",
        True,
        frame(1, b"ok") + frame(7, b"no"),
        [Frame("stdout", b"ok")],
        None,
        "ImageCreate: this is not a multiplexed stream: a frame begins with a byte from 0 to 3 and three zero bytes, "
        "here is b'\\x07\\x00\\x00\\x00\\x00\\x00\\x00\\x02'; the output of a terminal (Tty) has no frames",
    ),
}


@pytest.mark.parametrize(("kind", "framed", "sent", "items", "partial", "message"), CUT.values(), ids=CUT.keys())
def test_what_is_cut_or_wrong_is_raised_after_all_that_came(
    kind: str, framed: bool, sent: bytes, items: list[Any], partial: Any, message: str
) -> None:
    one = reading(kind, framed=framed)
    came, error = read(one, sent)
    assert came == items
    assert error is not None
    assert (str(error), error.partial) == (message, partial)
    with pytest.raises(StopIteration):
        one.next()


def test_the_first_of_two_errors_is_raised() -> None:
    one = reading("lines")
    one.fail(StreamError("first", operation="Other"))
    one.fail(StreamError("second"))
    one.take(b'{"status": "late"}')
    assert not one.waiting
    with pytest.raises(StreamError, match="Other: first"):
        one.next()


def test_without_a_response_an_error_names_no_operation() -> None:
    one = Reading("bytes")
    one.fail(StreamError("broken"))
    with pytest.raises(StreamError, match=r"\Abroken\Z"):
        one.next()


def test_closing_ends_it_whatever_is_received() -> None:
    one = reading("lines")
    one.take(LINES)
    one.close()
    one.take(b"{")
    one.take(b"")
    one.fail(StreamError("late"))
    assert not one.waiting
    with pytest.raises(StopIteration):
        one.next()


@pytest.mark.parametrize(("endless", "kept"), [(False, 1500), (True, 1000)])
def test_a_stream_without_an_end_remembers_its_last_messages(endless: bool, kept: int) -> None:
    _, error = read(reading("lines", endless=endless), *(b'{"n": %d}' % n for n in range(1500)), b'{"error": "end"}')
    assert error is not None
    assert error.partial == [{"n": n} for n in range(1500 - kept, 1500)]


@given(st.lists(st.binary(max_size=30), max_size=6), st.lists(st.integers(1, 60), max_size=6), st.sampled_from([1, 2]))
def test_frames_are_the_same_however_they_are_cut(contents: list[bytes], cuts: list[int], stream: int) -> None:
    data, pieces = b"".join(frame(stream, content) for content in contents), []
    for cut in cuts:
        pieces.append(data[:cut])
        data = data[cut:]
    items, error = read(reading("frames", framed=True), *filter(None, [*pieces, data]))
    assert ([item.data for item in items], error) == (contents, None)
