"""Arguments to an operation's parameters and body."""

from __future__ import annotations

import copy
import io
import os
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dynclient.api.answer.result import Result
from dynclient.api.call.bind import Bound, bind
from dynclient.api.call.content import binary_content
from dynclient.api.call.encode import encode
from dynclient.api.call.headers import is_token
from dynclient.api.public import Api, Operation
from dynclient.errors import ArgumentError, InvalidArguments, SpecReplaced, ValueIgnored

Make = Callable[..., Operation]

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
BINARY = {"content": {"application/x-tar": {"schema": {"type": "string", "format": "binary"}}}}


def parameter(name: str, place: str = "query", schema: Any = STRING, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, **more}


def json_parameter(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "content": {"application/json": {"schema": schema}}, **more}


def json_body(schema: Any, **more: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}, **more}


SPEC = {"type": "object", "required": ["Name"], "properties": {"Name": STRING, "Size": INTEGER, "limit": INTEGER}}


@pytest.fixture
def thing(make: Make) -> Operation:
    """Return an operation with parameters of every place and an object for a body."""
    return make(
        {
            "parameters": [
                parameter("id", "path"),
                parameter("part", "path"),
                parameter("limit", schema=INTEGER),
                parameter("fromImage"),
                parameter("X-Auth", "header"),
                json_parameter("filters", {"type": "object", "properties": {"label": {"type": "array"}}}),
            ],
            "requestBody": json_body(SPEC),
        },
        path="/things/{id}/{part}",
    )


def bound(operation: Operation, *args: Any, validate: bool = True, unknown: str = "error", **arguments: Any) -> Bound:
    return bind(operation, args, arguments, validate=validate, unknown=unknown)


def faults(operation: Operation, *args: Any, **arguments: Any) -> list[str]:
    with pytest.raises(InvalidArguments) as caught:
        bound(operation, *args, **arguments)
    assert caught.value.operation == operation.id
    return [str(error) for error in caught.value.errors]


# --- names


@pytest.mark.parametrize(
    "arguments",
    [
        {"fromImage": "x", "X-Auth": "y"},
        {"from_image": "x", "x_auth": "y"},
        {"FROMIMAGE": "x", "X.Auth": "y"},
        {"fromImage_": "x", "xauth": "y"},
    ],
    ids=["published", "snake_case", "any case", "a trailing _"],
)
def test_a_parameter_is_given_in_any_spelling(thing: Operation, arguments: dict[str, Any]) -> None:
    assert bound(thing, "a", "b", **arguments).parameters == {"id": "a", "part": "b", "fromImage": "x", "X-Auth": "y"}


def test_a_name_that_is_a_spelling_of_two_is_refused(make: Make) -> None:
    operation = make({"parameters": [parameter("user_id"), parameter("userId")]})
    told = ["userid: is a spelling of user_id and of userId; write one of them as it is"]
    assert faults(operation, userid="a") == faults(operation, unknown="send", userid="a") == told
    assert bound(operation, user_id="a", userId="b").parameters == {"user_id": "a", "userId": "b"}


@pytest.mark.parametrize("how", [{"validate": False}, {"unknown": "send"}], ids=str)
def test_a_body_is_sent_under_the_names_that_were_written(thing: Operation, how: dict[str, Any]) -> None:
    assert bound(thing, "a", "b", body={"Name": "n", "SIZE": 1}, **how).body == {"Name": "n", "SIZE": 1}
    assert bound(thing, "a", "b", body={"Name": "n", "SIZE": 1}).body == {"Name": "n", "Size": 1}


def test_none_in_an_unknown_argument_is_refused(thing: Operation) -> None:
    assert faults(thing, "a", "b", unknown="send", colours=["red", None], body={"Name": "n"}) == [
        "colours: contains None, which cannot be written in a URL"
    ]


def test_path_parameters_may_be_given_by_position_or_by_name(thing: Operation) -> None:
    assert (
        bound(thing, "a", part="b").parameters == bound(thing, id="a", part="b").parameters == {"id": "a", "part": "b"}
    )


def test_properties_of_the_body_stand_beside_the_parameters(thing: Operation) -> None:
    made = bound(thing, "a", "b", limit=1, Name="n", size=2)
    assert (made.parameters, made.body, made.has_body) == (
        {"id": "a", "part": "b", "limit": 1},
        {"Name": "n", "Size": 2},
        True,
    )


def test_on_a_clash_the_property_needs_body(thing: Operation) -> None:
    made = bound(thing, "a", "b", limit=1, body={"Name": "n", "limit": 2})
    assert (made.parameters["limit"], made.body) == (1, {"Name": "n", "limit": 2})


def test_none_means_not_given(thing: Operation) -> None:
    made = bound(thing, "a", "b", limit=None, Name=None, body=None, filters=None)
    assert (made.parameters, made.body, made.has_body) == ({"id": "a", "part": "b"}, None, False)


NAMES: dict[str, tuple[tuple[Any, ...], dict[str, Any], list[str]]] = {
    "an unknown name, with the nearest": (("a", "b"), {"limt": 1}, ["limt: is not known here; did you mean limit?"]),
    "an unknown name, with none near": (
        ("a", "b"),
        {"zzzz": 1},
        ["zzzz: is not known here; known: Name, Size, X-Auth, body, filters, fromImage, id, limit, part"],
    ),
    "an unknown name without a value": (
        ("a", "b"),
        {"limt": None},
        ["limt: is not known here; did you mean limit?"],
    ),
    "two spellings": (("a", "b"), {"fromImage": "x", "from_image": "x"}, ["fromImage: is given twice"]),
    "by position and by name": (("a", "b"), {"id": "c"}, ["id: is given twice"]),
    "too many by position": (
        ("a", "b", "c"),
        {},
        ["positional arguments: 1 too many; by position: id, part; by name: limit=…"],
    ),
    "missing in the path": ((), {"part": "b"}, ["id: is missing (path parameter)"]),
    "None by position": ((None, "b"), {}, ["id: expected a string, got None"]),
    "the body twice": (
        ("a", "b"),
        {"body": {"Name": "n"}, "Size": 1},
        ["body: is given beside its properties Size; give the one or the others"],
    ),
    "several at once, in the order of the call": (
        ("a",),
        {"limt": 1, "limit": "x", "Size": "y", "Nam": "z"},
        [
            "limt: is not known here; did you mean limit?",
            "Nam: is not known here; did you mean Name?",
            "limit: expected an integer, got a string",
            "part: is missing (path parameter)",
            "Name: is missing; expected a string",
            "Size: expected an integer, got a string",
        ],
    ),
}


@pytest.mark.parametrize(("args", "arguments", "expected"), NAMES.values(), ids=NAMES.keys())
def test_a_wrong_name_is_refused(
    thing: Operation, args: tuple[Any, ...], arguments: dict[str, Any], expected: list[str]
) -> None:
    assert faults(thing, *args, **arguments) == expected


def test_an_operation_without_path_parameters_takes_nothing_by_position(make: Make) -> None:
    assert faults(make({}), "a") == ["positional arguments: 1 too many; by position: none"]


# --- unknown names, sent or warned of


def test_an_unknown_name_is_sent_in_the_query(make: Make) -> None:
    made = bound(make({"parameters": [parameter("limit")]}), unknown="send", since=5, gone=None)
    assert (made.parameters, made.extra) == ({}, {"since": 5})


def test_an_unknown_name_is_sent_in_an_object_body(thing: Operation) -> None:
    made = bound(thing, "a", "b", unknown="send", Name="n", Colour="red")
    assert (made.body, made.extra) == ({"Name": "n", "Colour": "red"}, {})


def test_an_unknown_name_beside_a_whole_body_is_sent_in_the_query(thing: Operation) -> None:
    made = bound(thing, "a", "b", unknown="send", body={"Name": "n"}, Colour="red")
    assert (made.body, made.extra) == ({"Name": "n"}, {"Colour": "red"})


def test_a_warning_names_the_unknown_and_a_line_of_the_caller(make: Make) -> None:
    operation = make({"parameters": [parameter("limit")]})
    with pytest.warns(UserWarning, match="limt") as caught:
        made = bound(operation, unknown="warn", limt="5")
    assert made.extra == {"limt": "5"}
    assert [str(each.message) for each in caught] == [
        "ThingDo: limt: is not known here; did you mean limit?; sent as it is"
    ]
    assert os.path.basename(caught[0].filename) == "test_bind.py"


def test_what_else_is_wrong_is_refused_without_a_warning(thing: Operation) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert faults(thing, "a", "b", unknown="warn", Name="n", limt=1, limit="x") == [
            "limit: expected an integer, got a string"
        ]


@pytest.mark.parametrize("unknown", ["send", "warn"])
def test_an_unknown_value_that_cannot_be_written_is_refused(make: Make, unknown: str) -> None:
    assert faults(make({}), unknown=unknown, zz={"a": float("nan")}) == ["zz.a: is nan, which JSON cannot express"]


def test_the_message_says_how_to_send_an_unknown_name_nevertheless(make: Make) -> None:
    with pytest.raises(InvalidArguments) as caught:
        bound(make({}), Name="x")
    assert str(caught.value) == (
        "ThingDo: an argument is wrong; nothing was sent\n"
        "  Name: is not known here\n"
        '  (unknown="send" sends unknown names too)'
    )


# --- values


def values(make: Make, node: Any, *given: Any, **options: Any) -> list[Any]:
    """Return a function that binds values to an operation's only parameter."""
    operation = make({"parameters": [node]}, path="/things/{id}" if node["in"] == "path" else "/things")
    return [bound(operation, **{node["name"]: value}, **options).parameters[node["name"]] for value in given]


TIME = {"x-time": True}
BOOLEAN = {"type": "boolean"}
PLATFORM = {"type": "object", "properties": {"os": STRING, "arch": STRING}}
PARTED = {"x-parted": ["os", "arch"]}
PARTS = "expected a dict, its JSON, or two or more of os/arch, got another text"
VALUES: dict[str, tuple[Any, Any, Any]] = {
    "a string": (parameter("x"), "a", "a"),
    "an integer as text": (parameter("x"), 10, "10"),
    "a path": (parameter("x"), Path("/tmp/a"), "/tmp/a"),
    "an integer": (parameter("x", schema=INTEGER), 10, 10),
    "an integral float": (parameter("x", schema=INTEGER), 10.0, 10),
    "a bool": (parameter("x", schema={"type": "boolean"}), True, True),
    "a text that stands for a value": (parameter("x", schema=BOOLEAN, **{"x-texts": {"1": True}}), "1", True),
    "parts of an object": (json_parameter("x", PLATFORM, **PARTED), "linux/arm64", {"os": "linux", "arch": "arm64"}),
    "JSON where parts go": (json_parameter("x", PLATFORM, **PARTED), '{"os": "linux"}', {"os": "linux"}),
    "a list": (parameter("x", schema={"type": "array", "items": STRING}), ("a", "b"), ["a", "b"]),
    "one of several": (parameter("x", schema={"type": ["array", "string"], "items": STRING}), "a", ["a"]),
    "several": (parameter("x", schema={"type": ["array", "string"], "items": STRING}), ["a", "b"], ["a", "b"]),
    "ready JSON": (json_parameter("x", {"type": "object"}), '{"a": [1]}', {"a": [1]}),
    "text that travels as JSON": (json_parameter("x", STRING), '{"a"', '{"a"'),
    "a filter's scalar": (
        json_parameter("x", {"properties": {"status": {"type": "array", "items": STRING}}}),
        {"status": "exited"},
        {"status": ["exited"]},
    ),
    "a filter's bool": (
        json_parameter("x", {"properties": {"dangling": {"type": "array", "items": STRING}}}),
        {"dangling": True},
        {"dangling": ["true"]},
    ),
    "seconds": (parameter("x", schema=INTEGER, **TIME), 1700000000, 1700000000),
    "seconds as text": (parameter("x", schema={"type": "number"}, **TIME), "1700000000.5", "1700000000.5"),
    "whole seconds as text": (parameter("x", schema=INTEGER, **TIME), "1700000000", 1700000000),
    "seconds as text for text": (parameter("x", **TIME), "1700000000.5", "1700000000.5"),
    "seconds for text": (parameter("x", **TIME), 1700000000, "1700000000"),
    "a fraction for text": (parameter("x", **TIME), 1700000000.25, "1700000000.25"),
    "a fraction of which binary has none": (
        parameter("x", **TIME),
        datetime(2023, 11, 14, 22, 13, 20, 123456, UTC),
        "1700000000.123456",
    ),
    "a date": (parameter("x", schema=INTEGER, **TIME), datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), 1700000000),
    "RFC 3339": (parameter("x", schema=INTEGER, **TIME), "2023-11-14T22:13:20Z", 1700000000),
    "a duration": (parameter("x", schema=INTEGER, **{"x-duration": "s"}), timedelta(minutes=2), 120),
    "a number for a duration": (parameter("x", schema=INTEGER, **{"x-duration": "s"}), -1, -1),
    "a slash-ridden path value": (parameter("id", "path"), "library/nginx:1.25", "library/nginx:1.25"),
    "a digest": (parameter("id", "path"), "localhost:5000/a/b@sha256:0a", "localhost:5000/a/b@sha256:0a"),
    "dots inside a path value": (parameter("id", "path"), "a..b/.c/d.", "a..b/.c/d."),
}


@pytest.mark.parametrize(("node", "value", "expected"), VALUES.values(), ids=VALUES.keys())
def test_a_value_becomes_what_is_sent(make: Make, node: Any, value: Any, expected: Any) -> None:
    made = values(make, node, value)[0]
    assert (made, type(made)) == (expected, type(expected))


def test_a_schema_is_not_changed_by_its_use(docker: Api) -> None:
    operation = docker.operations["ContainerCreate"]
    before = copy.deepcopy(operation.schema)
    bind(operation, (), {"name": "ab", "image": "b", "host_config": {"memory": 1}})
    assert operation.schema == before


def test_a_duration_ago_is_counted_from_now(make: Make) -> None:
    before = datetime.now(UTC).timestamp()
    then = values(make, parameter("x", schema={"type": "number"}, **TIME), timedelta(hours=1))[0]
    assert before - 3600 <= float(then) <= datetime.now(UTC).timestamp() - 3600


NO_TIME = "expected Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text, got another text"
NO_DATE = NO_TIME.replace("another text", "a date or time that does not exist")
OUTSIDE = "x: expected a time in the years 1970 to 9999, got one out of Python's range"
NO_PART = "a path value has no part that is empty, '.' or '..'"
NO_HEADER = "cannot be sent in a header; expected printable ASCII without blanks at the ends"
NAN = float("nan")
WRONG: dict[str, tuple[Any, Any, str]] = {
    "a type": (parameter("x", schema=INTEGER), "a", "x: expected an integer, got a string"),
    "a number as text": (parameter("x", schema=INTEGER), "5", "x: expected an integer, got a string; write 5"),
    "another script's digits": (parameter("x", schema=INTEGER), "²", "x: expected an integer, got a string"),
    "a bool for text": (parameter("x"), True, "x: expected a string, got a boolean"),
    "a bool for an integer": (parameter("x", schema=INTEGER), True, "x: expected an integer, got a boolean"),
    "1 for a bool": (
        parameter("x", schema={"type": "boolean"}),
        1,
        "x: expected True or False, got an integer; write True",
    ),
    "a float for text": (parameter("x"), 1.5, "x: expected a string, got a number; write '1.5'"),
    "a text that stands for nothing": (
        parameter("x", schema=BOOLEAN, **{"x-texts": {"1": True}}),
        "2",
        "x: expected True or False, got a string",
    ),
    "one part": (json_parameter("x", PLATFORM, **PARTED), "linux", f"x: {PARTS}"),
    "an empty part": (json_parameter("x", PLATFORM, **PARTED), "linux/", f"x: {PARTS}"),
    "too many parts": (json_parameter("x", PLATFORM, **PARTED), "a/b/c", f"x: {PARTS}"),
    "an enum": (parameter("x", schema={"enum": ["a", "b"]}), "c", "x: is 'c'; expected one of 'a', 'b'"),
    "a pattern": (
        parameter("x", schema={"type": "string", "pattern": "^a"}),
        "c",
        "x: is 'c', which does not match ^a",
    ),
    "a bound": (parameter("x", schema={"type": "integer", "minimum": 1}), 0, "x: is 0; expected at least 1"),
    "64 bits": (
        parameter("x", schema={"type": "integer", "format": "uint64"}),
        2**64,
        "x: is 18446744073709551616; expected at most 18446744073709551615",
    ),
    "a huge integer": (parameter("x"), 10**5000, "x: is an integer of 16610 bits, which is too large"),
    "NaN": (parameter("x", schema={"type": "number"}), NAN, "x: is nan, which JSON cannot express"),
    "bytes": (parameter("x"), b"a", "x: expected a string, got bytes; decode it"),
    "another object": (parameter("x"), object(), "x: expected a string, got an object"),
    "half a character": (
        parameter("x"),
        "\ud800",
        "x: has half of a surrogate pair, which UTF-8 cannot encode",
    ),
    "no JSON": (
        json_parameter("x", {"type": "object"}),
        "{",
        "x: is a string that is not JSON; expected a dict or list, or its JSON",
    ),
    "JSON that is nested too deeply": (
        json_parameter("x", {"type": "array"}),
        "[" * 100_000,
        "x: is a string that is not JSON; expected a dict or list, or its JSON",
    ),
    "an unknown filter": (
        json_parameter("x", {"properties": {"status": {"type": "array"}}}),
        {"staus": ["a"]},
        "x.staus: is not known here; did you mean status?",
    ),
    "no time": (parameter("x", **TIME), "yesterday", f"x: {NO_TIME}"),
    "digits that are no time": (parameter("x", **TIME), "1" * 5000, f"x: {NO_TIME}"),
    "a month that is none": (parameter("x", **TIME), "2024-13-01", f"x: {NO_DATE}"),
    "a fraction for an integer": (
        parameter("x", schema=INTEGER, **TIME),
        "1700000000.5",
        "x: expected an integer, got a string",
    ),
    "a negative duration": (
        parameter("x", schema=INTEGER, **{"x-duration": "s"}),
        -timedelta(seconds=1),
        "x: expected a timedelta of at least 0, got a negative one; a positive one means ago",
    ),
    "a time too long ago": (parameter("x", **TIME), timedelta.max, OUTSIDE),
    "a date out of range": (parameter("x", **TIME), datetime.min, OUTSIDE),
    "NaN for a time": (parameter("x", **TIME), NAN, "x: is nan, which JSON cannot express"),
    "an empty path value": (parameter("id", "path"), "", f"id: is ''; {NO_PART}"),
    "..": (parameter("id", "path"), "..", f"id: is '..'; {NO_PART}"),
    "a line break in a header": (parameter("X-A", "header"), "a\nb", f"X-A: {NO_HEADER}"),
    "a blank at a header's end": (parameter("X-A", "header"), "a ", f"X-A: {NO_HEADER}"),
    "no ASCII in a header": (parameter("X-A", "header"), "ä", f"X-A: {NO_HEADER}"),
    "a line break in a header's list": (
        parameter("X-A", "header", {"type": "array"}),
        ["a", "\n"],
        f"X-A: {NO_HEADER}",
    ),
}


@pytest.mark.parametrize(("node", "value", "expected"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_value_is_refused(make: Make, node: Any, value: Any, expected: str) -> None:
    operation = make({"parameters": [node]}, path="/things/{id}" if node["in"] == "path" else "/things")
    assert faults(operation, **{node["name"]: value}) == [expected]


def test_a_required_default_is_sent(make: Make) -> None:
    operation = make(
        {"parameters": [parameter("x", schema={"default": "e30="}, required=True, **{"x-send-default": True})]}
    )
    assert bound(operation).parameters == {"x": "e30="}
    assert bound(operation, x="other").parameters == {"x": "other"}


def test_a_required_parameter_is_missed(make: Make) -> None:
    operation = make({"parameters": [parameter("x", required=True), parameter("X-A", "header", required=True)]})
    assert faults(operation) == ["x: is missing (query parameter)", "X-A: is missing (header parameter)"]


# --- without validation


def test_without_validation_values_and_unknown_names_are_sent_as_they_are(thing: Operation) -> None:
    made = bound(thing, "a", "b", validate=False, limit="x", Size="y", Colour="red")
    assert (made.parameters, made.body) == (
        {"id": "a", "part": "b", "limit": "x"},
        {"Size": "y", "Colour": "red"},
    )


SEGMENTS = {"parameters": [parameter("id", "path", {})], "x-segments": True}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a/../b", "is 'a/../b'"),
        ("/web", "is '/web'"),
        ("web/", "is 'web/'"),
        ("a" * 300 + "/..", "has a part"),
        ([], "is ''"),
        (["a/", "b"], None),
        (["a/.."], "is 'a/..'"),
        ([".."], "is '..'"),
        ({}, "is ''"),
    ],
    ids=str,
)
@pytest.mark.parametrize("validate", [True, False])
def test_a_path_value_of_parts_leads_nowhere_else(make: Make, value: Any, shown: str | None, validate: bool) -> None:
    operation = make(SEGMENTS, path="/things/{id}/more")
    if shown is None:
        assert bound(operation, value, validate=validate).parameters == {"id": value}
    else:
        assert faults(operation, value, validate=validate) == [f"id: {shown}; {NO_PART}"]


@pytest.mark.parametrize("value", ["https://www.example.com/", "/etc/passwd", "a//b", "a/../b"])
def test_another_servers_path_value_may_have_any_parts(make: Make, value: str) -> None:
    operation = make({"parameters": [parameter("id", "path")]}, path="/things/{id}")
    assert encode(bound(operation, value)).target == f"/things/{quote(value, safe='')}"


def test_a_path_value_of_none_is_never_left_out(make: Make) -> None:
    operation = make({"parameters": [parameter("id", "path")]}, path="/things/{id}")
    assert faults(operation, None, validate=False) == faults(operation, None) == ["id: expected a string, got None"]


def test_one_slash_before_a_name_is_dropped_if_a_correction_says_so(make: Make) -> None:
    node = {"parameters": [parameter("id", "path", **{"x-dropped": "/"})], "x-segments": True}
    operation = make(node, path="/things/{id}")
    assert bound(operation, "/web").parameters == bound(operation, "web").parameters == {"id": "web"}
    assert faults(operation, "//web") == [f"id: is '/web'; {NO_PART}"]


def test_an_answer_in_a_path_is_replaced_by_its_id(make: Make) -> None:
    node = {"parameters": [parameter("id", "path")], "x-identity": ["Id", "Name"]}
    operation = make(node, path="/things/{id}")
    assert bound(operation, Result({"Name": "n", "Id": "i"})).parameters == {"id": "i"}
    assert bound(operation, Result({"Name": "n", "Id": None})).parameters == {"id": "n"}
    assert faults(operation, Result({"Size": 1})) == ["id: expected a string, got a dict"]


TOGETHER = {"x-together": [{"out": True, "err": True}, {"live": True, "past": None}]}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, {"out": True, "err": True, "live": True}),
        ({"out": None}, {"out": True, "err": True, "live": True}),
        ({"out": False}, {"out": False, "live": True}),
        ({"err": True, "past": True}, {"err": True, "past": True}),
    ],
    ids=str,
)
def test_parameters_of_which_none_is_given_have_their_defaults_together(
    make: Make, arguments: dict[str, Any], expected: dict[str, Any]
) -> None:
    names = [parameter(name, schema={"type": "boolean"}) for name in ("out", "err", "live", "past")]
    made = bound(make({"parameters": names, **TOGETHER}), **arguments)
    given = {name for name, value in arguments.items() if value is not None}
    assert (made.parameters, made.defaults) == (expected, expected.keys() - given)


def test_without_validation_only_the_path_must_be_complete(make: Make) -> None:
    node = {
        "parameters": [parameter("id", "path"), parameter("x", required=True)],
        "requestBody": {**BINARY, "required": True},
    }
    operation = make(node, path="/things/{id}")
    assert bound(operation, "a", validate=False).has_body is False
    assert faults(operation, validate=False) == ["id: is missing (path parameter)"]
    assert faults(operation, "..", validate=False) == [f"id: is '..'; {NO_PART}"]


# --- bodies


def test_a_required_object_is_sent_empty_if_a_correction_says_so(make: Make) -> None:
    operation = make({"requestBody": json_body({"type": "object"}, required=True, **{"x-empty": True})})
    assert bound(operation)[2:4] == ({}, True)


def test_an_object_that_is_optional_is_not_sent_empty(make: Make) -> None:
    assert bound(make({"requestBody": json_body(SPEC)})).has_body is False


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({**BINARY, "required": True}, ["body: is missing; expected application/x-tar"]),
        (json_body({"type": "array"}, required=True), ["body: is missing; expected JSON"]),
        (
            json_body({"type": "object", "required": ["A", "B"]}, required=True),
            ["A: is missing; expected a JSON value", "B: is missing; expected a JSON value"],
        ),
        (
            json_body({"type": "object", "properties": {"A": STRING}}, required=True),
            ["body: is missing: no part of it was given; body={} sends an empty one"],
        ),
    ],
    ids=["bytes", "a list", "an object", "an object of which nothing is required"],
)
def test_a_required_body_is_missed(make: Make, body: Any, expected: list[str]) -> None:
    assert faults(make({"requestBody": body})) == expected


def test_an_empty_body_is_sent_if_it_is_given(make: Make) -> None:
    operation = make({"requestBody": json_body({"type": "object", "properties": {"A": STRING}}, required=True)})
    assert bound(operation, body={})[2:4] == ({}, True)
    assert bound(operation, validate=False)[2:4] == (None, False)


RESETS = (
    "ThingDo replaces the whole specification and resets {}; "
    "body= takes all of it, such as a modified copy of what inspect returned"
)


def test_an_update_by_single_properties_warns_once_of_what_it_resets(make: Make) -> None:
    spec = {"type": "object", "properties": {"Role": STRING, "Labels": {"type": "object"}, "Name": STRING}}
    node = {"requestBody": json_body(spec, required=True), "x-replaces": True}
    operation = make(node)
    with pytest.warns(SpecReplaced) as caught:
        assert bound(operation, role="a").body == {"Role": "a"}
    assert [str(each.message) for each in caught] == [RESETS.format("Labels, Name")]
    assert caught[0].filename == __file__
    with pytest.warns(SpecReplaced) as caught:
        bound(make({**node, "x-replaces": ["Labels"]}), Name="b")
    assert [str(each.message) for each in caught] == [RESETS.format("Labels")]


@pytest.mark.parametrize(
    "arguments", [{"body": {"Role": "a"}}, {"Role": "a", "Labels": {}, "Name": "n"}], ids=["whole", "all of it"]
)
def test_an_update_of_all_properties_warns_of_nothing(make: Make, arguments: dict[str, Any]) -> None:
    spec = {"type": "object", "properties": {"Role": STRING, "Labels": {"type": "object"}, "Name": STRING}}
    assert bound(make({"requestBody": json_body(spec, required=True), "x-replaces": True}), **arguments).has_body


@pytest.fixture
def placed(make: Make) -> Operation:
    """Return an operation whose body has objects of which the engine sets two properties itself."""
    asked = {"type": "object", "properties": {"IPv4": STRING}}
    properties = {
        "Asked": asked,
        "IP": {**STRING, "x-ignored": ["Asked", "IPv4"]},
        "Gateway": {**STRING, "x-ignored": True},
    }
    places = {"type": "object", "additionalProperties": {"type": "object", "properties": properties}}
    return make({"requestBody": json_body({"type": "object", "properties": {"Places": places}})})


def test_a_value_that_the_engine_sets_itself_is_warned_of_once_with_where_to_ask_for_it(placed: Operation) -> None:
    given = {"a.b": {"IP": "10.1.1.1", "gateway": "10.1.1.2"}, "c": {"IP": "10.2.2.2"}}
    with pytest.warns(ValueIgnored) as caught:
        assert bound(placed, Places=given).body["Places"]["c"] == {"IP": "10.2.2.2"}
    assert [str(each.message) for each in caught] == [
        "ThingDo: Places['a.b'].IP is set by the engine itself (ask for another by Places['a.b'].Asked.IPv4), "
        "Places['a.b'].Gateway is set by the engine itself, "
        "Places.c.IP is set by the engine itself (ask for another by Places.c.Asked.IPv4)"
    ]
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    "given",
    [
        Result({"a": {"IP": "10.1.1.1"}}),
        {"a": Result({"IP": "10.1.1.1", "Gateway": "10.1.1.2"})},
        {"a": {"IP": "", "Gateway": None}},
        {"a": {"Asked": {"IPv4": "10.1.1.1"}}},
    ],
    ids=["told", "told in part", "empty", "asked for"],
)
def test_a_value_that_the_engine_returned_is_sent_back_without_a_warning(placed: Operation, given: Any) -> None:
    assert bound(placed, Places=given).has_body


def test_only_values_that_are_sent_are_warned_of(placed: Operation) -> None:
    assert faults(placed, Places={"a": {"IP": "10.1.1.1"}, "b": 5}) == ["Places.b: expected a dict, got an integer"]


def test_a_list_is_given_as_body(make: Make) -> None:
    operation = make({"requestBody": json_body({"type": "array", "items": STRING})})
    assert bound(operation, body=["a"]).body == ["a"]
    assert faults(operation, body=[1]) == ["body[0]: expected a string, got an integer; write '1'"]


def test_faults_of_a_whole_body_are_placed_in_it(thing: Operation) -> None:
    assert faults(thing, "a", "b", body={"Size": "x", "Nmae": "n"}) == [
        "body.Name: is missing; expected a string",
        "body.Nmae: is not known here; did you mean Name?",
        "body.Size: expected an integer, got a string",
    ]


def test_what_cannot_be_written_and_what_does_not_fit_are_reported_at_once(thing: Operation) -> None:
    assert faults(thing, "a", "b", Name=b"n", Size="x") == [
        "Name: expected a string, got bytes; decode it",
        "Size: expected an integer, got a string",
    ]


def test_a_schema_that_contains_itself_is_followed(make: Make) -> None:
    tree = {"Tree": {"type": "object", "properties": {"kid_list": {"type": "array", "items": {"$ref": TREE}}}}}
    operation = make({"requestBody": json_body({"$ref": TREE})}, schemas=tree)
    assert bound(operation, kidList=[{"kidList": []}]).body == {"kid_list": [{"kid_list": []}]}
    assert faults(operation, kid_list=[{"kid_list": [{"kids": []}]}]) == [
        "kid_list[0].kid_list[0].kids: is not known here; known: kid_list"
    ]


TREE = "#/components/schemas/Tree"


# --- what a binary body is sent from


class Reader:
    """A user's file class, which has only `read`."""

    def __init__(self, *pieces: Any) -> None:
        self.pieces = [*pieces, b""]

    def read(self, size: int) -> Any:
        return self.pieces.pop(0)


def each(*chunks: Any) -> Iterator[Any]:
    yield from chunks


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"abc", b"abc"),
        (bytearray(b"abc"), b"abc"),
        (memoryview(b"abc"), b"abc"),
        (io.BytesIO(b"abc"), [b"abc"]),
        (Reader(b"ab", b"c"), [b"ab", b"c"]),
        (each(b"ab", bytearray(b"c"), memoryview(b"d")), [b"ab", b"c", b"d"]),
        ([b"ab", b"c"], [b"ab", b"c"]),
        ((b"ab",), [b"ab"]),
    ],
    ids=["bytes", "bytearray", "memoryview", "file", "own file", "iterator", "list", "tuple"],
)
def test_a_binary_body_is_bytes_or_yields_them(value: Any, expected: Any) -> None:
    made = binary_content(value)
    assert (made if isinstance(made, bytes) else list(made)) == expected


def test_an_async_iterator_yields_bytes() -> None:
    import asyncio

    async def chunks() -> AsyncIterator[Any]:
        yield b"ab"
        yield bytearray(b"c")

    async def collected() -> list[bytes]:
        return [chunk async for chunk in binary_content(chunks())]

    assert asyncio.run(collected()) == [b"ab", b"c"]


def test_a_file_is_read_while_it_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "big"
    file.write_bytes(bytes(600_000))
    assert [len(chunk) for chunk in binary_content(file)] == [262_144, 262_144, 75_712]


def test_what_reads_all_at_once_is_iterated_over() -> None:
    class Open:
        def read(self) -> bytes:
            raise AssertionError("it would be held whole")

        def __iter__(self) -> Iterator[bytes]:
            return iter((b"a", b"b"))

    class Untold:
        read = staticmethod(bytes)  # like one written in C, it has no signature

    assert list(binary_content(Open())) == [b"a", b"b"]
    assert next(binary_content(Untold())) == bytes(262_144)


def test_a_directory_is_sent_as_a_tar(tmp_path: Path) -> None:
    import tarfile

    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    with tarfile.open(fileobj=io.BytesIO(b"".join(binary_content(tmp_path)))) as tar:
        assert tar.getnames() == ["Dockerfile"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("abc", "body: expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got text"),
        (io.StringIO("abc"), "body: is a file opened as text; open it in binary mode"),
        (5, "body: expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got an int"),
        ({"a": 1}, "body: expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got a dict"),
        ([b"a", "b"], "body: holds a str; expected bytes"),
        (Path("/no/such/file"), "body: /no/such/file cannot be read: No such file or directory"),
    ],
    ids=["text", "a text buffer", "a number", "a dict", "a list of texts", "no file"],
)
def test_what_does_not_yield_bytes_is_refused_before_anything_is_sent(make: Make, value: Any, expected: str) -> None:
    assert faults(make({"requestBody": BINARY}), body=value) == [expected]


def test_a_file_opened_as_text_is_refused(make: Make, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    with (tmp_path / "a").open() as file:
        assert faults(make({"requestBody": BINARY}), body=file) == [
            "body: is a file opened as text; open it in binary mode"
        ]


@pytest.mark.parametrize("body", [each("a"), Reader("a")], ids=["an iterator", "a file"])
def test_an_iterator_of_other_than_bytes_is_an_error_once_it_is_read(make: Make, body: Any) -> None:
    content = bound(make({"requestBody": BINARY}), body=body).body
    with pytest.raises(TypeError, match=r"^the body's iterator returned a str; expected bytes$"):
        list(content)


def test_nothing_is_bound_twice_by_one_iterator(make: Make) -> None:
    made = bound(make({"requestBody": BINARY}), body=each(b"a"))
    assert (list(made.body), list(made.body)) == ([b"a"], [])


def test_a_fault_is_a_value(make: Make) -> None:
    with pytest.raises(InvalidArguments) as caught:
        bound(make({"parameters": [parameter("x", schema=INTEGER)]}), x="a", y=1)
    assert caught.value.errors == (
        ArgumentError("y", "is not known here; known: x", "unknown"),
        ArgumentError("x", "expected an integer, got a string", "type"),
    )


@pytest.mark.parametrize(
    ("name", "expected"), [("X-Auth", True), ("GET", True), ("X A", False), ("", False), ("ä", False)]
)
def test_a_name_may_be_that_of_a_header(name: str, expected: bool) -> None:
    assert is_token(name) is expected


@pytest.mark.parametrize("validate", [True, False])
def test_an_unknown_name_that_no_url_can_carry_is_refused(validate: bool, make: Make) -> None:
    with pytest.raises(InvalidArguments) as caught:
        bind(make({"parameters": []}), (), {"\ud800": "x"}, validate=validate, unknown="send")
    assert [(error.where, error.problem) for error in caught.value.errors] == [
        (r"'\ud800'", "has half of a surrogate pair, which UTF-8 cannot encode")
    ]
