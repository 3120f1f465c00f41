"""Streams of JSON values: from bytes in any pieces to values, and to the failures that they report."""

from __future__ import annotations

import doctest
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dynclient.api.answer.lines
from dynclient.api.answer.lines import LineDecoder, failure, sequence_decoder
from dynclient.errors import StreamError

VALUES: list[Any] = [
    {"status": 'Pulling "web"', "progressDetail": {}},
    {"stream": "Step 1/2 : FROM {scratch} [a\\b]\r\n\\"},
    {"café": ["€", "\x1e", {"é": []}]},
    'a string with " and \\ and }',
    [],
    [1, [2.5]],
    True,
    None,
    -12.5e3,
    0,
]
few = settings(max_examples=80, deadline=None)


def decoded(*pieces: bytes) -> list[Any]:
    decoder = LineDecoder()
    return [value for piece in pieces for value in decoder.feed(piece)] + decoder.end()


def in_pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(dynclient.api.answer.lines).failed == 0


@pytest.mark.parametrize("ascii", [True, False], ids=["escaped", "utf-8"])
@pytest.mark.parametrize(
    ("before", "after"),
    [("", "\r\n"), ("", "\n"), ("\x1e", "\n"), (" \t", ""), ("\n\n", " \r\n\r\n"), ("\x1e", "")],
    ids=["crlf", "lf", "json-seq", "blanks", "empty lines", "rs"],
)
def test_values_are_the_same_wherever_the_bytes_are_cut(before: str, after: str, ascii: bool) -> None:
    data = "".join(f"{before}{json.dumps(value, ensure_ascii=ascii)}{after}" for value in VALUES).encode()
    for cut in range(len(data) + 1):
        assert decoded(data[:cut], data[cut:]) == VALUES
    for size in (1, 2, 3, 5, 8):
        assert decoded(*in_pieces(data, size)) == VALUES


def test_objects_may_stand_without_anything_between_them() -> None:
    data = b'{"a":1}{"b":"}"}[2]"c"true{"d":[]}3[4]null'
    values = [{"a": 1}, {"b": "}"}, [2], "c", True, {"d": []}, 3, [4], None]
    assert decoded(data) == values
    assert decoded(*in_pieces(data, 1)) == values


@few
@given(
    values=st.lists(
        st.recursive(
            st.integers() | st.booleans() | st.text(max_size=6),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
            max_leaves=8,
        ),
        max_size=5,
    ),
    separator=st.sampled_from(["\n", "\r\n", "\n\x1e", " "]),
    indent=st.sampled_from([None, 1]),
    ascii=st.booleans(),
    size=st.integers(1, 30),
)
def test_any_values_in_any_pieces_come_out_as_they_went_in(
    values: list[Any], separator: str, indent: int | None, ascii: bool, size: int
) -> None:
    written = [json.dumps(value, indent=indent, ensure_ascii=ascii) for value in values]
    assert decoded(*in_pieces(separator.join(written).encode(), size)) == values


def test_a_value_is_returned_as_soon_as_it_is_complete() -> None:
    decoder = LineDecoder()
    assert decoder.feed(b'{"a": 1') == []
    assert decoder.feed(b"}") == [{"a": 1}]
    assert decoder.feed(b'"b') == []
    assert decoder.feed(b'"') == ["b"]
    assert decoder.feed(b"12") == []
    assert decoder.feed(b"3\n") == [123]
    assert decoder.feed(b"45") == []
    assert decoder.end() == [45]


def test_a_number_is_not_taken_before_its_end() -> None:
    assert decoded(b"1", b".", b"5", b"e", b"2") == [150.0]


def test_an_escape_across_pieces_does_not_count_for_the_next_value() -> None:
    assert decoded(b'{"a":"\\', b'""}"', b'"{"b":"', b'"}') == [{"a": '"'}, "", {"b": ""}]


def test_invalid_utf_8_is_replaced() -> None:
    replaced = "\N{REPLACEMENT CHARACTER}"
    assert decoded(b'{"a":"\xff', b'\xe2\x82"}') == [{"a": replaced * 2}]


def test_a_stream_without_values_is_empty() -> None:
    assert decoded() == []
    assert decoded(b"", b"\r\n \x1e") == []


def test_many_small_values_and_large_ones_come_through_whole() -> None:
    message = {"status": "Downloading", "progressDetail": {"current": 1, "total": 2}}
    data = json.dumps(message).encode() + b"\r\n"
    assert decoded(data * 16_000) == [message] * 16_000
    large = [{"name": f'"{number}"', "text": "\\" * 50, "parts": [[], {}]} for number in range(5_000)]
    assert decoded(*in_pieces(json.dumps(large).encode(), 1024)) == [large]


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (b'{"status": "Pul', '\'{"status": "Pul\''),
        (b'{"a": [1, 2]', "'{\"a\": [1, 2]'"),
        (b'"abc\\"', "'\"abc\\\\\"'"),
        (b"[" + b"x" * 500, "'[" + "x" * 57 + "…"),
    ],
)
def test_an_end_inside_a_value_is_an_error(data: bytes, beginning: str) -> None:
    decoder = LineDecoder()
    assert decoder.feed(b'{"a": 1}\n' + data) == [{"a": 1}]
    with pytest.raises(StreamError) as caught:
        decoder.end()
    assert str(caught.value) == f"the stream was cut inside a JSON value that begins with {beginning}"


@pytest.mark.parametrize(
    ("record", "beginning"),
    [(b'\x1e{"a": [1\n', "'{\"a\": [1'"), (b'\x1e{"a": "b', '\'{"a": "b\'')],
)
@pytest.mark.parametrize("size", [1, 100])
def test_a_record_that_begins_inside_another_is_an_error(record: bytes, beginning: str, size: int) -> None:
    with pytest.raises(StreamError) as caught:
        decoded(*in_pieces(record + b'\x1e{"b": 2}\n', size))
    assert str(caught.value) == f"the stream was cut inside a JSON value that begins with {beginning}"


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (b"<html>no</html>\n", "'<html>no</html>\\n'"),
        (b"}", "'}'"),
        (b'{"a": oops}', "'{\"a\": oops}'"),
        (b'{"a": 1]', "'{\"a\": 1]'"),
        (b"nothing ", "'nothing'"),
        (b'{"a" 1}' + b" " * 99, "'{\"a\" 1}'"),
        (b"Error: " + b"\0" * 500, "'Error: " + "\\x00" * 12 + "\\x0…"),
    ],
    ids=range(7),
)
def test_what_is_not_json_is_an_error_with_its_beginning_and_the_values_before(data: bytes, beginning: str) -> None:
    decoder = LineDecoder()
    with pytest.raises(StreamError) as caught:
        decoder.feed(b'{"a": 1}\n' + data)
    assert str(caught.value) == f"the stream has something in it that is not JSON: {beginning}"
    assert len(beginning) <= 60
    assert caught.value.partial == [{"a": 1}]


def test_json_that_is_nested_too_deeply_is_reported_as_that() -> None:
    decoder = LineDecoder()
    with pytest.raises(StreamError) as caught:
        decoder.feed(b'{"a": 1}\n' + b"[" * 100_000 + b"]" * 100_000)
    assert str(caught.value) == f"a value in the stream is JSON nested deeper than Python reads it: '{'[' * 58}…"
    assert caught.value.partial == [{"a": 1}]


def test_an_integer_that_python_does_not_read_is_reported_as_that() -> None:
    with pytest.raises(StreamError, match=r'integer of more than 4300 digits, which Python does not read: \'{"a": 99'):
        LineDecoder().feed(b'{"a": ' + b"9" * 5000 + b"}\n")


def test_a_value_that_does_not_end_is_not_held_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynclient.api.answer.lines, "_LONGEST", 1000)
    decoder = LineDecoder()
    values = [{"a": "x" * 900}] * 3
    assert decoder.feed(json.dumps(values[0]).encode() * 3) == values
    decoder.feed(b'{"a": 1} {"a": "' + b"x" * 900)
    with pytest.raises(StreamError) as caught:
        decoder.feed(b"x" * 900)
    beginning = "'" + '{"a": "' + "x" * 51 + "…"
    assert str(caught.value) == f"a JSON value has more than 1000 characters; it begins with {beginning}"


def test_a_word_that_ends_with_the_stream_must_be_json_too() -> None:
    assert decoded(b"true") == [True]
    with pytest.raises(StreamError, match="not JSON: 'tru'"):
        decoded(b"tru")


@pytest.mark.parametrize(
    ("message", "text", "code"),
    [
        ({"errorDetail": {"code": 2, "message": "returned 2"}, "error": "returned 2"}, "returned 2", 2),
        ({"errorDetail": {"message": "no space left on device"}}, "no space left on device", None),
        ({"error": "denied"}, "denied", None),
        ({"errorDetail": {"code": 1}, "error": "denied"}, "denied", 1),
        ({"errorDetail": "denied", "error": ""}, "the engine reports a failure without a message", None),
        ({"errorDetail": {"code": "1"}}, "the engine reports a failure without a message", None),
        ({"error": {"a": 1}}, "{'a': 1}", None),
    ],
)
def test_a_message_of_failure_becomes_an_error(message: dict[str, Any], text: str, code: int | None) -> None:
    error = failure(message)
    assert error is not None
    assert (str(error), error.message, error.code, error.partial) == (text, text, code, None)


@pytest.mark.parametrize("message", [{}, {"status": "Done"}, {"error": ""}, {"errorDetail": None}, {"errorDetail": {}}])
def test_any_other_message_is_not_a_failure(message: dict[str, Any]) -> None:
    assert failure(message) is None


# --- events

EVENTS: dict[str, tuple[str, list[dict[str, object]]]] = {
    "one": ("data: a\n\n", [{"event": "message", "data": "a"}]),
    "all its fields": (
        "event: add\nid: 7\nretry: 30\ndata: a\n\n",
        [{"event": "add", "data": "a", "id": "7", "retry": 30}],
    ),
    "several lines of data": ("data: a\ndata:b\ndata\n\n", [{"event": "message", "data": "a\nb\n"}]),
    "JSON": (
        'data: {"a": [1]}\n\ndata: [2]\n\n',
        [{"event": "message", "data": {"a": [1]}}, {"event": "message", "data": [2]}],
    ),
    "no JSON": (
        "data: [DONE]\n\ndata: 5\n\n",
        [{"event": "message", "data": "[DONE]"}, {"event": "message", "data": "5"}],
    ),
    "comments and unknown fields": (": hi\nx: y\nretry: x\ndata: a\n\n", [{"event": "message", "data": "a"}]),
    "an event without data": ("event: add\n\ndata: a\n\n", [{"event": "message", "data": "a"}]),
    "other line ends": (
        "data: a\r\n\r\ndata: b\r\rdata: c\n\n",
        [{"event": "message", "data": each} for each in "abc"],
    ),
    "a byte-order mark": ("\ufeffdata: ä\n\n", [{"event": "message", "data": "ä"}]),
    "an event that is cut": ("data: a\n\ndata: b\n", [{"event": "message", "data": "a"}]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "events"), EVENTS.values(), ids=EVENTS.keys())
def test_events_are_the_same_in_any_pieces(text: str, events: list[dict[str, object]]) -> None:
    sent = text.encode()
    for size in range(1, len(sent) + 2):
        decoder = sequence_decoder("text/event-stream; charset=utf-8")
        pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
        assert [event for piece in pieces for event in decoder.feed(piece)] + decoder.end() == events


@pytest.mark.parametrize("text", ["data: " + "x" * 200, "data: " + "x" * 60 + "\n" + "data: " + "x" * 60])
def test_an_event_does_not_fill_the_memory(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynclient.api.answer.lines, "_LONGEST", 100)
    decoder = sequence_decoder("text/event-stream")
    with pytest.raises(StreamError, match="an event has more than 100 characters") as caught:
        decoder.feed(f"data: a\n\n{text}\n".encode())
    assert caught.value.partial == [{"event": "message", "data": "a"}]
