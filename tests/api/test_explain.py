"""Explanations of what jsonschema finds."""

from __future__ import annotations

from typing import Any

import pytest

from dynclient.api.call.explain import explain, unknown
from dynclient.api.model.flatten import request_schema
from dynclient.errors import ArgumentError

STRING, INTEGER, BOOLEAN = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
MASKED = "expected a string, got an integer; write '…'"
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
    "a type": (STRING, [], ["x: expected a string, got a list"]),
    "None": (STRING, None, ["x: expected a string, got None"]),
    "an integer for a string": (STRING, 5, ["x: expected a string, got an integer; write '5'"]),
    "a float for a string": (STRING, 5.5, ["x: expected a string, got a number; write '5.5'"]),
    "a bool for a string": (STRING, True, ["x: expected a string, got a boolean"]),
    "digits for an integer": (INTEGER, "5", ["x: expected an integer, got a string; write 5"]),
    "other text for an integer": (INTEGER, "5m", ["x: expected an integer, got a string"]),
    "superscript for an integer": (INTEGER, "²", ["x: expected an integer, got a string"]),
    "long digits for an integer": (INTEGER, "5" * 20, ["x: expected an integer, got a string"]),
    "1 for a bool": (BOOLEAN, 1, ["x: expected True or False, got an integer; write True"]),
    "0 for a bool": (BOOLEAN, 0, ["x: expected True or False, got an integer; write False"]),
    "2 for a bool": (BOOLEAN, 2, ["x: expected True or False, got an integer"]),
    "text for a bool": (BOOLEAN, "yes", ["x: expected True or False, got a string; write True"]),
    "other text for a bool": (BOOLEAN, "maybe", ["x: expected True or False, got a string"]),
    "an enum": (ENUM, "never", ["x: is 'never'; expected one of 'always', 'no', 'on-failure'"]),
    "an enum of many": (MANY, "json_file", ["x: is 'json_file'; expected one of 'json-file'"]),
    "an enum of many, with none near": (
        MANY,
        "zzz",
        [f"x: is 'zzz'; expected one of {', '.join(repr(f'value-{number}') for number in range(8))}"],
    ),
    "an enum, with a long text": (ENUM, "n" * 61, ["x: is a string; expected one of 'always', 'no', 'on-failure'"]),
    "a minimum": ({"type": "integer", "minimum": 5}, 4, ["x: is 4; expected at least 5"]),
    "a maximum": ({"type": "integer", "format": "int8"}, 128, ["x: is 128; expected at most 127"]),
    "a long integer": (
        {"type": "integer", "format": "uint64"},
        10**80,
        ["x: is an integer; expected at most 18446744073709551615"],
    ),
    "more than a bound": ({"type": "number", "exclusiveMinimum": 0}, 0, ["x: is 0; expected more than 0"]),
    "less than a bound": ({"type": "number", "exclusiveMaximum": 0}, 0, ["x: is 0; expected less than 0"]),
    "a multiple": ({"type": "number", "multipleOf": 5}, 7, ["x: is 7; expected a multiple of 5"]),
    "a constant": ({"const": "a"}, "b", ["x: is 'b'; expected 'a'"]),
    "a pattern": ({"type": "string", "pattern": "^[a-z]+$"}, "A", ["x: is 'A', which does not match ^[a-z]+$"]),
    "too short": ({"type": "string", "minLength": 2}, "a", ["x: is too short; expected 2 or more characters"]),
    "too long": ({"type": "string", "maxLength": 2}, "abc", ["x: is too long; expected 2 or fewer characters"]),
    "too few": ({"type": "array", "minItems": 2}, [1], ["x: has too few items; expected 2 or more"]),
    "too many": ({"type": "array", "maxItems": 1}, [1, 2], ["x: has too many items; expected 1 or fewer"]),
    "an item twice": ({"type": "array", "uniqueItems": True}, [1, 1], ["x: has an item twice"]),
    "another keyword": ({"type": "object", "minProperties": 1}, {}, ["x: does not fit the schema's minProperties"]),
    "an item": ({"type": "array", "items": STRING}, ["a", 5], ["x[1]: expected a string, got an integer; write '5'"]),
    "a map's value": (
        {"type": "object", "additionalProperties": STRING},
        {"a.b": 5},
        ["x['a.b']: expected a string, got an integer; write '5'"],
    ),
    "an unknown name": (HOST, {"Memroy": 5}, ["x.Memroy: is not known here; did you mean Memory?"]),
    "several, in order": (
        BODY,
        {"HostConfig": {"Memory": "5", "CapAdd": [1], "Zzz": 1}, "Cmd": None},
        [
            "x.Image: is missing; expected a string",
            "x.Cmd: expected a list of strings, got None",
            "x.HostConfig.Zzz: is not known here; known: CapAdd, Memory",
            "x.HostConfig.CapAdd[0]: expected a string, got an integer; write '1'",
            "x.HostConfig.Memory: expected an integer, got a string; write 5",
        ],
    ),
    "every name that is missing": (
        BODY,
        {},
        ["x.Image: is missing; expected a string", "x.Cmd: is missing; expected a list of strings"],
    ),
    "the alternative of the value's type": (EITHER, {"a": 5}, ["x.a: expected a string, got an integer; write '5'"]),
    "the other alternative": (EITHER, [5], ["x[0]: expected a string, got an integer; write '5'"]),
    "no alternative": (EITHER, 5, ["x: expected a dict or a list of strings, got an integer"]),
    "below itself": (
        {"$ref": "#/Tree"},
        {"kids": [{"kids": [5]}]},
        ["x.kids[0].kids[0]: expected a dict, got an integer"],
    ),
}


@pytest.mark.parametrize(("schema", "value", "expected"), CASES.values(), ids=CASES.keys())
def test_a_fault_says_where_what_and_what_would_be_right(schema: Any, value: Any, expected: list[str]) -> None:
    assert explained(schema, value) == expected


def test_the_properties_of_a_nameless_body_are_arguments() -> None:
    assert explained(BODY, {"Imgae": "x", "Cmd": []}, "") == [
        "Image: is missing; expected a string",
        "Imgae: is not known here; did you mean Image?",
    ]
    assert explained(BODY, 5, "") == ["body: expected a dict, got an integer"]


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
    "an enum": ({**STRING, **SECRET, "enum": ["a"]}, "hunter2", ["x: is a string; expected one of 'a'"]),
    "a pattern": ({**STRING, **SECRET, "pattern": "^a"}, "hunter2", ["x: is a string, which does not match ^a"]),
    "a password": (
        {**STRING, "format": "password", "pattern": "^a"},
        "hunter2",
        ["x: is a string, which does not match ^a"],
    ),
    "a number for a string": ({**STRING, **SECRET}, 8472, ["x: expected a string, got an integer; write '…'"]),
    "an item": ({"type": "array", "items": STRING, **SECRET}, [8472], [f"x[0]: {MASKED}"]),
    "a map's value": (
        {"type": "object", "additionalProperties": STRING, **SECRET},
        {"TOKEN": 8472},
        ["x.TOKEN: expected a string, got an integer; write '…'"],
    ),
    "behind a reference": ({"$ref": "#/Secret"}, {"token": 8472}, [f"x.token: {MASKED}"]),
    "among alternatives": (
        {**SECRET, "anyOf": [{"type": "array", "items": STRING}, {"type": "null"}]},
        [8472],
        ["x[0]: expected a string, got an integer; write '…'"],
    ),
    "a bound": ({**INTEGER, **SECRET, "maximum": 5}, 8472, ["x: is an integer; expected at most 5"]),
}


@pytest.mark.parametrize(("schema", "value", "expected"), SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_is_never_shown(schema: Any, value: Any, expected: list[str]) -> None:
    assert explained(schema, value) == expected


def test_an_unknown_name_may_have_been_meant_for_a_known_one() -> None:
    assert unknown("filters.staus", "staus", ["status"]) == ArgumentError(
        "filters.staus", "is not known here; did you mean status?", "unknown"
    )
    assert unknown("x", "x", []) == ArgumentError("x", "is not known here", "unknown")
