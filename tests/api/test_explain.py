"""What jsonschema finds, in a caller's words."""

from __future__ import annotations

from typing import Any

import pytest

from dynclient.api.explain import explain, unknown
from dynclient.api.schema import request_schema
from dynclient.errors import ArgumentError

STRING, INTEGER, BOOLEAN = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
ENUM = {"type": "string", "enum": ["always", "no", "on-failure"]}
MANY = {"type": ["string", "null"], "enum": [*(f"value-{number}" for number in range(12)), "json-file", None]}
HOST = {"type": "object", "properties": {"Memory": INTEGER, "CapAdd": {"type": "array", "items": STRING}}}
BODY = {
    "type": "object",
    "required": ["Image", "Cmd"],
    "properties": {"Image": STRING, "Cmd": {"type": "array", "items": STRING}, "HostConfig": HOST},
}
EITHER = {"oneOf": [{"type": "object", "properties": {"a": STRING}}, {"type": "array", "items": STRING}]}
TREE: dict[str, Any] = {"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#/Tree"}}}}


def resolve(reference: str) -> Any:
    return {"#/Tree": TREE, "#/Secret": {"type": "object", "properties": {"token": {**STRING, "x-secret": True}}}}[
        reference
    ]


def explained(schema: Any, value: Any, where: str = "x") -> list[str]:
    return [str(error) for error in explain(request_schema(schema, resolve), value, where)]


CASES: dict[str, tuple[Any, Any, list[str]]] = {
    "what fits": (STRING, "a", []),
    "a type": (STRING, [], ["x: is a list; a string is due"]),
    "None": (STRING, None, ["x: is None; a string is due"]),
    "an integer for a string": (STRING, 5, ["x: is an integer; a string is due; write '5'"]),
    "a float for a string": (STRING, 5.5, ["x: is a number; a string is due; write '5.5'"]),
    "a bool for a string": (STRING, True, ["x: is a boolean; a string is due"]),
    "digits for an integer": (INTEGER, "5", ["x: is a string; an integer is due; write 5"]),
    "other text for an integer": (INTEGER, "5m", ["x: is a string; an integer is due"]),
    "superscript for an integer": (INTEGER, "²", ["x: is a string; an integer is due"]),
    "long digits for an integer": (INTEGER, "5" * 20, ["x: is a string; an integer is due"]),
    "1 for a bool": (BOOLEAN, 1, ["x: is an integer; True or False is due; write True"]),
    "0 for a bool": (BOOLEAN, 0, ["x: is an integer; True or False is due; write False"]),
    "2 for a bool": (BOOLEAN, 2, ["x: is an integer; True or False is due"]),
    "text for a bool": (BOOLEAN, "yes", ["x: is a string; True or False is due"]),
    "an enum": (ENUM, "never", ["x: is 'never'; one of 'always', 'no', 'on-failure' is due"]),
    "an enum of many": (MANY, "json_file", ["x: is 'json_file'; one of 'json-file' is due"]),
    "an enum of many, with none near": (
        MANY,
        "zzz",
        [f"x: is 'zzz'; one of {', '.join(repr(f'value-{number}') for number in range(8))} is due"],
    ),
    "an enum, with a long text": (ENUM, "n" * 61, ["x: is a string; one of 'always', 'no', 'on-failure' is due"]),
    "a minimum": ({"type": "integer", "minimum": 5}, 4, ["x: is 4; 5 is the least"]),
    "a maximum": ({"type": "integer", "format": "int8"}, 128, ["x: is 128; 127 is the most"]),
    "a long integer": (INTEGER, 10**80, ["x: is an integer; 18446744073709551615 is the most"]),
    "more than a bound": ({"type": "number", "exclusiveMinimum": 0}, 0, ["x: is 0; more than 0 is due"]),
    "less than a bound": ({"type": "number", "exclusiveMaximum": 0}, 0, ["x: is 0; less than 0 is due"]),
    "a multiple": ({"type": "number", "multipleOf": 5}, 7, ["x: is 7; a multiple of 5 is due"]),
    "a constant": ({"const": "a"}, "b", ["x: is 'b'; 'a' is due"]),
    "a pattern": ({"type": "string", "pattern": "^[a-z]+$"}, "A", ["x: is 'A', which does not match ^[a-z]+$"]),
    "too short": ({"type": "string", "minLength": 2}, "a", ["x: is too short; 2 or more characters are due"]),
    "too long": ({"type": "string", "maxLength": 2}, "abc", ["x: is too long; 2 or fewer characters are due"]),
    "too few": ({"type": "array", "minItems": 2}, [1], ["x: has too few items; 2 or more are due"]),
    "too many": ({"type": "array", "maxItems": 1}, [1, 2], ["x: has too many items; 1 or fewer are due"]),
    "an item twice": ({"type": "array", "uniqueItems": True}, [1, 1], ["x: has an item twice"]),
    "another keyword": ({"type": "object", "minProperties": 1}, {}, ["x: does not fit the schema's minProperties"]),
    "an item": ({"type": "array", "items": STRING}, ["a", 5], ["x[1]: is an integer; a string is due; write '5'"]),
    "a map's value": (
        {"type": "object", "additionalProperties": STRING},
        {"a.b": 5},
        ["x['a.b']: is an integer; a string is due; write '5'"],
    ),
    "an unknown name": (HOST, {"Memroy": 5}, ["x.Memroy: is not known here; did you mean Memory?"]),
    "several, in order": (
        BODY,
        {"HostConfig": {"Memory": "5", "CapAdd": [1], "Zzz": 1}, "Cmd": None},
        [
            "x.Image: is missing; a string is due",
            "x.Cmd: is None; a list of strings is due",
            "x.HostConfig.Zzz: is not known here; known: CapAdd, Memory",
            "x.HostConfig.CapAdd[0]: is an integer; a string is due; write '1'",
            "x.HostConfig.Memory: is a string; an integer is due; write 5",
        ],
    ),
    "every name that is missing": (
        BODY,
        {},
        ["x.Image: is missing; a string is due", "x.Cmd: is missing; a list of strings is due"],
    ),
    "the alternative of the value's type": (EITHER, {"a": 5}, ["x.a: is an integer; a string is due; write '5'"]),
    "the other alternative": (EITHER, [5], ["x[0]: is an integer; a string is due; write '5'"]),
    "no alternative": (EITHER, 5, ["x: is an integer; a dict or a list of strings is due"]),
    "too many alternatives": (
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
        5,
        ["x: fits more than one of the forms of which just one is due"],
    ),
    "below itself": (
        {"$ref": "#/Tree"},
        {"kids": [{"kids": [5]}]},
        ["x.kids[0].kids[0]: is an integer; a dict is due"],
    ),
}


@pytest.mark.parametrize(("schema", "value", "expected"), CASES.values(), ids=CASES.keys())
def test_a_fault_says_where_what_and_what_would_be_right(schema: Any, value: Any, expected: list[str]) -> None:
    assert explained(schema, value) == expected


def test_the_properties_of_a_nameless_body_are_arguments() -> None:
    assert explained(BODY, {"Imgae": "x", "Cmd": []}, "") == [
        "Image: is missing; a string is due",
        "Imgae: is not known here; did you mean Image?",
    ]
    assert explained(BODY, 5, "") == ["body: is an integer; a dict is due"]


@pytest.mark.parametrize(
    ("schema", "value", "kind"),
    [
        (STRING, 5, "type"),
        (ENUM, "x", "value"),
        (HOST, {"x": 1}, "unknown"),
        (BODY, {"Image": "x"}, "missing"),
        (EITHER, 5, "value"),
    ],
    ids=["type", "enum", "additionalProperties", "required", "oneOf"],
)
def test_a_fault_has_a_kind(schema: Any, value: Any, kind: str) -> None:
    assert [error.kind for error in explain(request_schema(schema, resolve), value, "x")] == [kind]


SECRET = {"x-secret": True}
SECRETS: dict[str, tuple[Any, Any, list[str]]] = {
    "an enum": ({**STRING, **SECRET, "enum": ["a"]}, "hunter2", ["x: is a string; one of 'a' is due"]),
    "a pattern": ({**STRING, **SECRET, "pattern": "^a"}, "hunter2", ["x: is a string, which does not match ^a"]),
    "a password": (
        {**STRING, "format": "password", "pattern": "^a"},
        "hunter2",
        ["x: is a string, which does not match ^a"],
    ),
    "a number for a string": ({**STRING, **SECRET}, 8472, ["x: is an integer; a string is due"]),
    "an item": ({"type": "array", "items": STRING, **SECRET}, [8472], ["x[0]: is an integer; a string is due"]),
    "a map's value": (
        {"type": "object", "additionalProperties": STRING, **SECRET},
        {"TOKEN": 8472},
        ["x.TOKEN: is an integer; a string is due"],
    ),
    "behind a reference": ({"$ref": "#/Secret"}, {"token": 8472}, ["x.token: is an integer; a string is due"]),
    "among alternatives": (
        {**SECRET, "anyOf": [{"type": "array", "items": STRING}, {"type": "null"}]},
        [8472],
        ["x[0]: is an integer; a string is due"],
    ),
    "a bound": ({**INTEGER, **SECRET, "maximum": 5}, 8472, ["x: is an integer; 5 is the most"]),
}


@pytest.mark.parametrize(("schema", "value", "expected"), SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_is_never_told(schema: Any, value: Any, expected: list[str]) -> None:
    assert explained(schema, value) == expected


def test_an_unknown_name_may_have_been_meant_for_a_known_one() -> None:
    assert unknown("filters.staus", "staus", ["status"]) == ArgumentError(
        "filters.staus", "is not known here; did you mean status?", "unknown"
    )
    assert unknown("x", "x", []) == ArgumentError("x", "is not known here", "unknown")
