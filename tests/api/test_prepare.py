"""From Python values to JSON values."""

from __future__ import annotations

import array
import collections
import enum
import io
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from dynclient.api.answer.result import Result
from dynclient.api.call.prepare import Preparation, def_name, kind_of, place
from dynclient.errors import ArgumentError

NAN, INF = float("nan"), float("inf")
STRING, INTEGER, LIST = {"type": "string"}, {"type": "integer"}, {"type": "array", "items": {"type": "string"}}
PAIRS = {"type": "array", "x-filter": True, "x-pairs": True, "items": {"type": "string", "x-filter": True}}
ENCODED = {"type": "string", "contentEncoding": "base64"}
BASE64 = {"type": "string", "contentEncoding": "base64", "x-base64": True}
BYTES = {**BASE64, "x-bytes": True}
SPEC = {"type": "object", "properties": {"Data": BYTES, "In": {"type": "object", "properties": {"Data": BYTES}}}}
OBJECT = {"type": "object", "properties": {"HostConfig": {"type": "object", "properties": {"CpuShares": INTEGER}}}}
DAY = {"type": "string", "format": "date"}
FREE = {**OBJECT, "additionalProperties": INTEGER}
TWINS = {"type": "object", "properties": {"user_id": INTEGER, "userId": INTEGER, "other": INTEGER}}
MAP = {"type": "object", "additionalProperties": OBJECT}
NANOSECONDS = {"type": "integer", "x-duration": "ns"}


class Colour(enum.StrEnum):
    RED = "red"


class Size(enum.IntEnum):
    BIG = 5


class Plain(enum.Enum):
    LIST = ("a", "b")


class Index:
    def __index__(self) -> int:
        return 7


class BytesPath:
    def __fspath__(self) -> bytes:
        return b"/tmp/a"


def prepared(value: Any, schema: Any, **options: Any) -> tuple[Any, list[ArgumentError]]:
    errors: list[ArgumentError] = []
    return Preparation(errors, **options).value(value, schema, "x"), errors


@pytest.mark.parametrize(
    ("where", "step", "expected"),
    [
        ("HostConfig", "Memory", "HostConfig.Memory"),
        ("Ulimits", 0, "Ulimits[0]"),
        ("Labels", "a.b", "Labels['a.b']"),
        ("filters", "node.label", "filters['node.label']"),
        ("filters", "is-task", "filters.is-task"),
        ("", "Memory", "Memory"),
        ("", "a.b", "a.b"),
        ("Labels", "", "Labels['']"),
    ],
)
def test_a_place_is_named_as_it_would_be_written(where: str, step: str | int, expected: str) -> None:
    assert place(where, step) == expected


VALUES: dict[str, tuple[Any, Any, Any]] = {
    "None": (None, STRING, None),
    "a bool": (True, STRING, True),
    "an integer": (5, STRING, 5),
    "a string": ("ä", INTEGER, "ä"),
    "a float": (1.5, {}, 1.5),
    "an integral float": (1e3, INTEGER, 1000),
    "an enum of strings": (Colour.RED, STRING, "red"),
    "an enum of integers": (Size.BIG, INTEGER, 5),
    "what has an index": (Index(), INTEGER, 7),
    "a path": (Path("/tmp/a"), STRING, "/tmp/a"),
    "a date": (datetime(2024, 5, 1, 12, tzinfo=UTC), STRING, "2024-05-01T12:00:00Z"),
    "a duration in nanoseconds": (timedelta(seconds=1.5), NANOSECONDS, 1_500_000_000),
    "bytes": (b"\xff\x00", BASE64, "/wA="),
    "a bytearray": (bytearray(b"a"), BASE64, "YQ=="),
    "base64": ("/wA=", BASE64, "/wA="),
    "another text where base64 is only annotated": ("data:,x", ENCODED, "data:,x"),
    "bytes where base64 is annotated": (b"\xff\0", ENCODED, "/wA="),
    "bytes that text does not stand for": (b"password", BYTES, "cGFzc3dvcmQ="),
    "bytes in an answer": (
        Result({"Data": "/wA=", "In": {"Data": "/wA="}}),
        SPEC,
        {"Data": "/wA=", "In": {"Data": "/wA="}},
    ),
    "a decimal": (Decimal("1.50"), {"type": "number"}, 1.5),
    "an integral decimal": (Decimal("1E+3"), INTEGER, 1000),
    "a decimal as text": (Decimal("1E+3"), STRING, "1000"),
    "a day": (date(2024, 5, 1), DAY, "2024-05-01"),
    "a time of a day": (time(8, 30, tzinfo=UTC), {"type": "string", "format": "time"}, "08:30:00+00:00"),
    "a UUID": (UUID(int=5), STRING, "00000000-0000-0000-0000-000000000005"),
    "an enum of anything": (Plain.LIST, LIST, ["a", "b"]),
    "a range": (range(2), {"type": "array"}, [0, 1]),
    "a generator": ((each for each in "ab"), LIST, ["a", "b"]),
    "one text for a list": ("true", {"type": ["array", "string"], "x-listed": True}, ["true"]),
    "a list": (["a", 1], LIST, ["a", 1]),
    "a tuple": (("a", Path("b")), LIST, ["a", "b"]),
    "a set, in order": ({"b", "a"}, LIST, ["a", "b"]),
    "the keys of a dict": ({"b": 1}.keys(), LIST, ["b"]),
    "a dict": ({"a": 1.0}, {}, {"a": 1}),
    "a mapping": (MappingProxyType({"a": 1}), {}, {"a": 1}),
    "an answer": (Result({"HostConfig": {"CpuShares": 5}}), OBJECT, {"HostConfig": {"CpuShares": 5}}),
    "spellings at any depth": ({"host_config": {"cpu_shares": 5}}, OBJECT, {"HostConfig": {"CpuShares": 5}}),
    "the keys of a map stay": ({"host_config": {"host_config": {}}}, MAP, {"host_config": {"HostConfig": {}}}),
    "a free key stays beside properties": (
        {"HOST_CONFIG": 1, "HostConfig": {}},
        FREE,
        {"HOST_CONFIG": 1, "HostConfig": {}},
    ),
    "an unknown name stays": ({"hostconf": 5}, OBJECT, {"hostconf": 5}),
    "the object among alternatives": ({"host_config": {}}, {"anyOf": [STRING, OBJECT, LIST]}, {"HostConfig": {}}),
    "the list among alternatives": (
        [{"host_config": {}}],
        {"anyOf": [OBJECT, {"type": "array", "items": OBJECT}]},
        [{"HostConfig": {}}],
    ),
    "bytes among alternatives": (b"a", {"anyOf": [BASE64, {"type": "null"}]}, "YQ=="),
    "no alternative fits": ({"a": 1}, {"anyOf": [STRING]}, {"a": 1}),
    "a list with true for items": ([1], {"type": "array", "items": True}, [1]),
}


@pytest.mark.parametrize(("value", "schema", "expected"), VALUES.values(), ids=VALUES.keys())
def test_a_value_becomes_json(value: Any, schema: Any, expected: Any) -> None:
    made, errors = prepared(value, schema)
    assert (made, errors) == (expected, [])
    assert type(made) is type(expected)


def test_references_to_definitions_are_followed() -> None:
    defs = {"#/Tree~": {"type": "object", "properties": {"Kids": {"items": {"$ref": "#/$defs/#~1Tree~0"}}}}}
    assert prepared({"kids": [{"kids": []}]}, {"$ref": "#/$defs/#~1Tree~0"}, defs=defs) == (
        {"Kids": [{"Kids": []}]},
        [],
    )
    assert prepared({"kids": 1}, {"anyOf": [{"$ref": "#/$defs/gone"}, {"$ref": "#/$defs/#~1Tree~0"}]}, defs=defs) == (
        {"Kids": 1},
        [],
    )


def test_names_are_unchanged_if_they_are_sent_exactly() -> None:
    given = {"hostconfig": {"CPUSHARES": 1}, "HostConfig": {"cpu_shares": 2}}
    assert prepared(given, OBJECT, exact=True) == (given, [])


def test_what_is_given_stays_as_it_was() -> None:
    given = {"host_config": {"cpu_shares": 5.0}, "Labels": ("a", b"b")}
    prepared(given, OBJECT)
    assert given == {"host_config": {"cpu_shares": 5.0}, "Labels": ("a", b"b")}


HALF = "half of a surrogate pair, which UTF-8 cannot encode"
FAULTS: dict[str, tuple[Any, Any, list[ArgumentError]]] = {
    "NaN": (NAN, {}, [ArgumentError("x", "is nan, which JSON cannot express")]),
    "infinity": (-INF, {}, [ArgumentError("x", "is -inf, which JSON cannot express")]),
    "a huge integer": (2**1024, {}, [ArgumentError("x", "is an integer of 1025 bits, which is too large")]),
    "a surrogate": ("a\udcff", {}, [ArgumentError("x", f"has {HALF}")]),
    "a surrogate in a key": ({"\ud800": 1}, {}, [ArgumentError("x", f"has a key with {HALF}")]),
    "a key that is no string": (
        {5: 1, None: 2},
        {},
        [
            ArgumentError("x", "has a key that is not a string: an int", "type"),
            ArgumentError("x", "has a key that is not a string: a NoneType", "type"),
        ],
    ),
    "two spellings": (
        {"HostConfig": {}, "host_config": {}},
        OBJECT,
        [ArgumentError("x.HostConfig", "is given in two spellings", "name")],
    ),
    "a spelling of two": (
        {"userid": 1, "user_id": 2, "userId": 3},
        TWINS,
        [ArgumentError("x.userid", "is a spelling of user_id and of userId; write one of them as it is", "name")],
    ),
    "bytes for text": (b"a", STRING, [ArgumentError("x", "expected a string, got bytes; decode it", "type")]),
    "a path of bytes": (BytesPath(), STRING, [ArgumentError("x", "expected a string, got bytes; decode it", "type")]),
    "no base64": (
        "a-secret",
        BASE64,
        [ArgumentError("x", "is not base64 with padding; give bytes to have them encoded")],
    ),
    "base64 without padding": (
        "YQ",
        BASE64,
        [ArgumentError("x", "is not base64 with padding; give bytes to have them encoded")],
    ),
    "a negative duration": (
        -timedelta(seconds=1),
        NANOSECONDS,
        [ArgumentError("x", "expected a timedelta of at least 0, got a negative one; a positive one means ago")],
    ),
    "a duration where none is expected": (
        timedelta(1),
        INTEGER,
        [ArgumentError("x", "expected an integer, got a timedelta", "type")],
    ),
    "a time of a day": (time(8), STRING, [ArgumentError("x", "expected a string, got a time", "type")]),
    "a day": (date(2024, 5, 1), STRING, [ArgumentError("x", "expected a string, got a date", "type")]),
    "a date that UTC has not": (
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
        STRING,
        [ArgumentError("x", "is a date that has no UTC equivalent in the years 1 to 9999")],
    ),
    "a decimal of too many digits": (
        Decimal("0.12345678901234567891"),
        {"type": "number"},
        [ArgumentError("x", "expected a number with no more digits than a float holds")],
    ),
    "a decimal that is none": (Decimal("NaN"), {}, [ArgumentError("x", "is nan, which JSON cannot express")]),
    "a datetime for a day": (
        datetime(2024, 5, 1),
        DAY,
        [ArgumentError("x", "expected a date, got a datetime; write .date()", "type")],
    ),
    "a deque": (collections.deque(), LIST, [ArgumentError("x", "expected a list of strings, got a deque", "type")]),
    "an array": (array.array("i"), LIST, [ArgumentError("x", "expected a list of strings, got an array", "type")]),
    "a class": (int, INTEGER, [ArgumentError("x", "expected an integer, got a type", "type")]),
    "a file": (io.BytesIO(), {}, [ArgumentError("x", "expected a JSON value, got a BytesIO", "type")]),
    "each fault at its place": (
        {"a": [NAN, {"b": b""}], "c": {"d.e": "\ud800"}},
        {},
        [
            ArgumentError("x.a[0]", "is nan, which JSON cannot express"),
            ArgumentError("x.a[1].b", "expected a JSON value, got bytes; decode it", "type"),
            ArgumentError("x.c['d.e']", f"has {HALF}"),
        ],
    ),
}


FOR_BYTES = "expected bytes or a pathlib.Path, got text; write b'…', or base64.b64decode(…) if it is base64 already"


@pytest.mark.parametrize(
    ("value", "where"), [({"Data": "password"}, "x.Data"), ({"In": {"Data": "/wA="}}, "x.In.Data")], ids=str
)
def test_text_is_taken_for_bytes_only_if_it_came_from_an_engine(value: Any, where: str) -> None:
    assert prepared(value, SPEC)[1] == [ArgumentError(where, FOR_BYTES)]
    assert prepared([Result({}), value], {"items": SPEC})[1] == [
        ArgumentError(where.replace("x", "x[1]", 1), FOR_BYTES)
    ]
    assert prepared({"Data": "/wA="}, SPEC, answered=True) == ({"Data": "/wA="}, [])
    told = ArgumentError("x.Data", "expected base64 with padding, as inspect returns it")
    assert prepared({"Data": "YQ"}, SPEC, answered=True)[1] == [told]


def test_a_path_means_the_content_of_its_file_if_bytes_are_expected(tmp_path: Path) -> None:
    file, missing = tmp_path / "key", tmp_path / "no"
    file.write_bytes(b"\xff\x00")
    assert prepared(file, BYTES) == ("/wA=", [])
    assert prepared(file, BASE64) == ("/wA=", [])
    assert prepared(missing, BYTES)[1] == [ArgumentError("x", f"{missing} cannot be read: No such file or directory")]


@pytest.mark.parametrize(("value", "schema", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_not_json_is_reported(value: Any, schema: Any, expected: list[ArgumentError]) -> None:
    assert prepared(value, schema)[1] == expected


def circles() -> dict[str, tuple[Any, list[ArgumentError]]]:
    listed: list[Any] = []
    listed.append(listed)
    named: dict[str, Any] = {}
    named["a"] = {"b": named}
    twice: list[Any] = []
    twice += [twice, twice]
    return {
        "a list": (listed, [ArgumentError("x[0]", "contains itself")]),
        "a dict": (named, [ArgumentError("x.a.b", "contains itself")]),
        "a list that contains itself twice": (
            twice,
            [ArgumentError("x[0]", "contains itself"), ArgumentError("x[1]", "contains itself")],
        ),
    }


@pytest.mark.parametrize(("value", "expected"), circles().values(), ids=circles().keys())
def test_a_value_that_contains_itself_is_reported(value: Any, expected: list[ArgumentError]) -> None:
    assert prepared(value, {})[1] == expected


def test_one_value_in_two_places_is_not_a_circle() -> None:
    shared = {"a": 1}
    assert prepared([shared, shared], {}) == ([{"a": 1}, {"a": 1}], [])


def test_a_value_that_is_nested_too_deeply_is_reported_in_a_short_line() -> None:
    value: Any = 1
    for _ in range(sys.getrecursionlimit()):
        value = [value]
    assert prepared(value, {})[1] == [ArgumentError(f"x{'[0]' * 13}…", "is nested deeper than 100 levels")]


LOOSE: dict[str, tuple[Any, Any, Any]] = {
    "a string for a list": ("a", LIST, ["a"]),
    "a bool for a list": (False, LIST, ["false"]),
    "an integer for a list": (5, LIST, ["5"]),
    "a float for a list": (1.5, LIST, ["1.5"]),
    "an integer for a list of integers": (5, {"type": "array", "items": INTEGER}, [5]),
    "a bool for a list of anything": (True, {"type": "array"}, True),
    "a bool for a string": (True, STRING, "true"),
    "an integer for a string": (5, {"type": ["string", "null"]}, "5"),
    "an integer for an integer": (5, INTEGER, 5),
    "a date for a list": (datetime(2024, 5, 1, tzinfo=UTC), LIST, ["2024-05-01T00:00:00Z"]),
    "a duration for a list": (timedelta(hours=1, milliseconds=5), LIST, ["3600.005s"]),
    "a whole duration": (timedelta(hours=1), STRING, "3600s"),
    "the older form of a filter": ({"exited": True, "dead": False}, LIST, ["exited", "dead"]),
    "the older form with null": ({"exited": None, 5: None}, LIST, ["exited", "5"]),
    "None": (None, LIST, None),
    "an empty list": ([], LIST, []),
    "a mapping of labels": ({"a": "b", "n": 5, "f": 1e-7}, PAIRS, ["a=b", "n=5", "f=0.0000001"]),
    "an enum's label": ({Colour.RED: Colour.RED}, PAIRS, ["red=red"]),
    "the older form of labels": ({"a": True, "b": False}, PAIRS, ["a", "b"]),
    "inside of an object": ({"label": "a=b"}, {"properties": {"label": LIST}}, {"label": ["a=b"]}),
}


@pytest.mark.parametrize(("value", "schema", "expected"), LOOSE.values(), ids=LOOSE.keys())
def test_a_json_parameter_takes_scalars_for_lists_and_text(value: Any, schema: Any, expected: Any) -> None:
    assert prepared(value, schema, loose=True) == (expected, [])


TO_FILTER_BY = "expected a text to filter by, got {}; without this filter everything matches"
KEYS = "expected a list of strings, got a dict; a dict is taken as its keys only if every value is True, False or None"
VALUE = "expected the label's value as text, got {}"
WIDER: dict[str, tuple[Any, Any, list[ArgumentError]]] = {
    "a mapping of texts": ({"a": "b"}, LIST, [ArgumentError("x", KEYS, "type")]),
    "an empty mapping": ({}, LIST, [ArgumentError("x", KEYS, "type")]),
    "a mapping of a number": ({"a": True, "b": 1}, LIST, [ArgumentError("x", KEYS, "type")]),
    "a label without a value": ({"a": None}, PAIRS, [ArgumentError("x.a", VALUE.format("None"), "type")]),
    "a label among marks": ({"a": "b", "c": True}, PAIRS, [ArgumentError("x.c", VALUE.format("a bool"), "type")]),
    "a list for a label": ({"a": ["b"]}, PAIRS, [ArgumentError("x.a", VALUE.format("a list"), "type")]),
    "a label's number for a name": (
        {5: "b"},
        PAIRS,
        [ArgumentError("x", "has a key that is not a string: an int", "type")],
    ),
    "None": (None, PAIRS, [ArgumentError("x", TO_FILTER_BY.format("None"))]),
    "an empty list": ([], PAIRS, [ArgumentError("x", TO_FILTER_BY.format("nothing"))]),
    "an empty dict": ({}, PAIRS, [ArgumentError("x", TO_FILTER_BY.format("nothing"))]),
    "an empty set": (set(), PAIRS, [ArgumentError("x", TO_FILTER_BY.format("nothing"))]),
    "None in a list": (["a", None], PAIRS, [ArgumentError("x[1]", TO_FILTER_BY.format("None"))]),
}


@pytest.mark.parametrize(("value", "schema", "expected"), WIDER.values(), ids=WIDER.keys())
def test_a_filter_never_becomes_wider_than_it_was_written(
    value: Any, schema: Any, expected: list[ArgumentError]
) -> None:
    assert prepared(value, schema, loose=True)[1] == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(5, "an int"), ("", "a str"), (object(), "an object"), (None, "a NoneType")]
)
def test_a_values_type_is_named(value: Any, expected: str) -> None:
    assert kind_of(value) == expected


def test_a_reference_names_its_definition() -> None:
    assert def_name("#/$defs/#~1components~1schemas~1A~0") == "#/components/schemas/A~"
