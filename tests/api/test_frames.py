"""Frames of a container's output: from bytes in any pieces to complete frames."""

from __future__ import annotations

import doctest
import pickle
from dataclasses import FrozenInstanceError, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dynclient.api.answer.frames
from dynclient.api.answer.frames import Frame, FrameDecoder, RawDecoder
from dynclient.api.answer.output import Output
from dynclient.errors import StreamError

NUMBERS = {"stdin": 0, "stdout": 1, "stderr": 2, "system": 3}
FRAMES = [
    Frame("stdout", b"one\n"),
    Frame("stderr", b""),
    Frame("stderr", b"two " * 80),
    Frame("stdin", b"\x01\0\0\0\0\0\0\x01"),
    Frame("system", b"Error grabbing logs: EOF"),
]
few = settings(max_examples=60, deadline=None)


def encoded(frames: list[Frame]) -> bytes:
    return b"".join(bytes([NUMBERS[stream], 0, 0, 0]) + len(data).to_bytes(4, "big") + data for stream, data in frames)


def decoded(*pieces: bytes) -> list[Frame]:
    decoder = FrameDecoder()
    return [frame for piece in pieces for frame in decoder.feed(piece)] + decoder.end()


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(dynclient.api.answer.frames).failed == 0


def test_frames_are_the_same_wherever_the_bytes_are_cut() -> None:
    data = encoded(FRAMES)
    for cut in range(len(data) + 1):
        assert decoded(data[:cut], data[cut:]) == FRAMES
    for size in (1, 2, 3, 7, 8, 9):
        assert decoded(*(data[start : start + size] for start in range(0, len(data), size))) == FRAMES


@few
@given(
    frames=st.lists(st.builds(Frame, st.sampled_from(list(NUMBERS)), st.binary(max_size=20)), max_size=6),
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
def test_any_frames_in_any_pieces_come_out_as_they_went_in(frames: list[Frame], cuts: list[int]) -> None:
    data = encoded(frames)
    edges = [0, *sorted(cuts), len(data)]
    pieces = [data[start:end] for start, end in pairwise(edges)]
    assert decoded(*pieces) == frames


def test_a_frame_is_returned_as_soon_as_it_is_complete() -> None:
    decoder = FrameDecoder()
    data = encoded(FRAMES[:1])
    assert decoder.feed(data[:-1]) == []
    assert decoder.feed(data[-1:] + data[:3]) == FRAMES[:1]


def test_a_stream_without_bytes_has_no_frames() -> None:
    assert decoded() == []
    assert decoded(b"") == []


@pytest.mark.parametrize(
    ("cut", "missing", "partial"),
    [
        (b"\x02", 7, []),
        (b"\x02\0\0\0\0\0\0\x05", 5, []),
        (b"\x02\0\0\0\0\0\0\x05oo", 3, [Frame("stderr", b"oo")]),
    ],
)
def test_an_end_inside_a_frame_is_an_error_with_what_came_of_it(cut: bytes, missing: int, partial: list[Frame]) -> None:
    decoder = FrameDecoder()
    decoder.feed(encoded(FRAMES) + cut)
    with pytest.raises(StreamError) as caught:
        decoder.end()
    assert str(caught.value) == f"the stream was cut inside a frame: {missing} bytes of it are missing"
    assert caught.value.partial == partial


@pytest.mark.parametrize(
    "head", [b"hello wo", b"\x04\0\0\0\0\0\0\0", b"\x01\0\x01\0\0\0\0\0", b'{"messag', b"\x01one\n\0\0\0"]
)
def test_bytes_that_are_not_frames_are_an_error_with_the_frames_before(head: bytes) -> None:
    decoder = FrameDecoder()
    with pytest.raises(StreamError) as caught:
        decoder.feed(encoded(FRAMES) + head + b"secret")
    assert str(caught.value) == (
        "this is not a multiplexed stream: a frame begins with a byte from 0 to 3 and three zero bytes, "
        f"here is {head!r}; the output of a terminal (Tty) has no frames"
    )
    assert caught.value.partial == FRAMES


def test_the_output_of_a_terminal_is_stdout_as_it_comes() -> None:
    decoder = RawDecoder()
    assert decoder.feed(b"one\r\ntw") == [Frame("stdout", b"one\r\ntw")]
    assert decoder.feed(b"") == []
    assert decoder.end() == []


def test_a_frame_is_a_pair_with_text() -> None:
    stream, data = Frame("stderr", b"caf\xc3\xa9 \xff")
    assert (stream, data) == ("stderr", b"caf\xc3\xa9 \xff")
    assert Frame("stderr", data).text == "café \N{REPLACEMENT CHARACTER}"


def out(*frames: tuple[str, bytes]) -> Output:
    return Output(tuple(Frame(stream, data) for stream, data in frames))  # type: ignore[arg-type]


def test_an_output_has_each_stream_and_both_in_order() -> None:
    output = out(("stdout", b"a"), ("stderr", b"b"), ("stdout", b"c"), ("system", b"d"), ("stdin", b"e"))
    assert (output.stdout, output.stderr, output.text) == (b"ac", b"b", "abcde")
    assert (str(output), bytes(output)) == ("abcde", b"abcde")


def test_an_empty_output_has_empty_parts() -> None:
    assert (Output().stdout, Output().stderr, Output().text, Output().lines()) == (b"", b"", "", [])
    assert Output().exit_code is None


def test_a_character_across_frames_of_one_stream_is_whole() -> None:
    euro = "€".encode()
    output = out(("stdout", euro[:1]), ("stderr", "é".encode()), ("stdout", euro[1:] + b"\n"))
    assert output.text == "é€\n"
    assert output.lines() == ["€", "é"]


def test_what_is_not_utf_8_is_replaced() -> None:
    output = out(("stdout", b"\xff\n"), ("stdout", b"a\xe2\x82"))
    assert output.text == "\N{REPLACEMENT CHARACTER}\na\N{REPLACEMENT CHARACTER}"
    assert output.lines() == ["\N{REPLACEMENT CHARACTER}", "a\N{REPLACEMENT CHARACTER}"]
    assert output.stdout == b"\xff\na\xe2\x82"


@pytest.mark.parametrize(
    ("frames", "lines"),
    [
        ([("stdout", b"one\ntwo\n")], ["one", "two"]),
        ([("stdout", b"one\n\ntwo")], ["one", "", "two"]),
        ([("stdout", b"one\r"), ("stdout", b"\ntwo\r\n")], ["one", "two"]),
        ([("stdout", b"10%\r20%\n")], ["10%\r20%"]),
        ([("stdout", "a\u2028b\x0bc\n".encode())], ["a\u2028b\x0bc"]),
        ([("stdout", b"o"), ("stdout", b"n"), ("stdout", b"e\n")], ["one"]),
        ([("stdout", b"non"), ("stderr", b"oops\n"), ("stdout", b"el\n")], ["oops", "nonel"]),
        ([("stdout", b"a\n"), ("stderr", b"first"), ("stdout", b"second")], ["a", "first", "second"]),
        ([("stdout", b"")], []),
    ],
)
def test_lines_go_over_frames_but_not_over_streams(frames: list[tuple[str, bytes]], lines: list[str]) -> None:
    assert out(*frames).lines() == lines


def test_an_output_is_a_frozen_value() -> None:
    output = Output((Frame("stdout", b"a"),))
    assert output == Output([Frame("stdout", b"a")]) != Output((Frame("stderr", b"a"),))
    assert replace(output, exit_code=1) != output
    assert len({output, Output((Frame("stdout", b"a"),))}) == 1
    assert pickle.loads(pickle.dumps(output)) == output
    with pytest.raises(FrozenInstanceError):
        output.exit_code = 2  # type: ignore[misc]


def test_the_repr_of_an_output_is_short() -> None:
    output = out(("stdout", b"x" * 100_000), ("stderr", b"y"))
    assert repr(output) == "<Output: 100001 bytes in 2 frames>"
    assert repr(replace(output, exit_code=0)) == "<Output: 100001 bytes in 2 frames, exit code 0>"


LARGE = (1 << 20) + 5


def test_a_large_frame_is_given_in_pieces_as_they_come() -> None:
    decoder = FrameDecoder()
    head = b"\x02\0\0\0" + LARGE.to_bytes(4, "big")
    assert decoder.feed(b"\x01\0\0\0\0\0\0\x01a" + head) == [Frame("stdout", b"a")]
    assert decoder.feed(b"xyz") == [Frame("stderr", b"xyz")]
    assert decoder.feed(b"") == []
    rest = bytes(LARGE - 3)
    assert decoder.feed(rest[:-1]) == [Frame("stderr", rest[:-1])]
    assert decoder.feed(b"\0\x01\0\0\0\0\0\0\x02hi") == [Frame("stderr", b"\0"), Frame("stdout", b"hi")]
    assert decoder.end() == []


def test_a_large_frame_that_is_whole_is_one() -> None:
    data = bytes(LARGE)
    assert FrameDecoder().feed(b"\x01\0\0\0" + LARGE.to_bytes(4, "big") + data) == [Frame("stdout", data)]


def test_a_large_frame_that_is_cut_has_nothing_left_to_return() -> None:
    decoder = FrameDecoder()
    decoder.feed(b"\x01\0\0\0\xff\xff\xff\xffhello")
    with pytest.raises(StreamError) as caught:
        decoder.end()
    assert (str(caught.value), caught.value.partial) == (
        "the stream was cut inside a frame: 4294967290 bytes of it are missing",
        [],
    )
