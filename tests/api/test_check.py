"""The quick check: closures that return True only for what jsonschema accepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dynclient.api.call.check import checker_of, compile_schema
from dynclient.api.model.operation import Operation
from dynclient.errors import ArgumentError

Make = Callable[..., Operation]

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
OBJECT = {"type": "object", "properties": {"a": STRING, "b": INTEGER}, "additionalProperties": False}
TREE = {
    "type": "object",
    "properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/#~1Tree~0"}}},
    "additionalProperties": False,
}
PAIR = {
    "$ref": "#/$defs/even",
    "$defs": {
        "even": {"type": "array", "items": {"$ref": "#/$defs/odd"}},
        "odd": {"type": ["array", "null"], "items": {"$ref": "#/$defs/even"}},
    },
}

# A schema, values that it allows, values that it does not.
CASES: dict[str, tuple[Any, list[Any], list[Any]]] = {
    "anything": ({}, [None, True, 1, 1.5, "a", [], {}], []),
    "true": (True, [None, "a"], []),
    "false": (False, [], [None, "a"]),
    "a string": (STRING, ["", "a"], [None, 1, True, [], {}]),
    "an integer": (INTEGER, [0, -5, 2**70], [1.5, True, "1", None]),
    "a number": ({"type": "number"}, [0, 1.5], [True, "1", None]),
    "a boolean": ({"type": "boolean"}, [True, False], [0, 1, None, "true"]),
    "null": ({"type": "null"}, [None], [0, False, ""]),
    "a list": ({"type": "array"}, [[], [1]], [{}, "a", None]),
    "an object": ({"type": "object"}, [{}, {"a": 1}], [[], "a", None]),
    "one of two types": ({"type": ["string", "null"]}, ["a", None], [1]),
    "an enum of texts": ({"enum": ["a", "b"]}, ["a"], ["c", 1, None]),
    "an enum with null": ({"type": ["string", "null"], "enum": ["a", None]}, ["a", None], ["b", 0]),
    "an enum of numbers": ({"enum": [1, 2]}, [1], [3, True, "1"]),
    "an enum of other values": ({"enum": [True, [1], {"a": 1}, 1.5]}, [True, [1], {"a": 1}, 1.5], [1, False, [2], {}]),
    "a minimum": ({"minimum": 1}, [1, 1.5, "a", None], [0, 0.5]),
    "a maximum": ({"maximum": 1}, [1, -1.5, "a", None], [2, 1.5]),
    "a shortest": ({"minLength": 2}, ["ab", 1], ["a"]),
    "a longest": ({"maxLength": 2}, ["ab", 1], ["abc"]),
    "a pattern, anywhere": ({"pattern": "b+"}, ["abc", 1], ["ac"]),
    "fewest items": ({"minItems": 1}, [[1], "a"], [[]]),
    "most items": ({"maxItems": 1}, [[1], "a"], [[1, 2]]),
    "items": ({"items": STRING}, [["a"], [], "a"], [[1], ["a", 1]]),
    "required names": ({"required": ["a"]}, [{"a": None}, []], [{}, {"b": 1}]),
    "properties": ({"properties": {"a": STRING}}, [{"a": "x"}, {"b": 1}, {}, []], [{"a": 1}]),
    "no other properties": (OBJECT, [{}, {"a": "x", "b": 1}], [{"c": 1}, {"a": 1}, []]),
    "a map": ({"additionalProperties": INTEGER}, [{"a": 1}, "a"], [{"a": "x"}]),
    "alternatives": ({"anyOf": [STRING, {"type": "null"}]}, ["a", None], [1]),
    "words that judge nothing": (
        {"title": "t", "description": "d", "default": 5, "format": "ipv4", "deprecated": True, "x-secret": True},
        [1, "a"],
        [],
    ),
    "several of them": ({"type": "string", "minLength": 1, "maxLength": 2, "pattern": "^a"}, ["ab"], ["b", "", "abc"]),
    "two of them": ({"type": "string", "minLength": 1}, ["ab"], ["", 1]),
    "itself": (
        {**TREE, "$defs": {"#/Tree~": TREE}},
        [{}, {"kids": [{"kids": []}, {}]}],
        [{"kids": [{"kid": []}]}, {"kids": [[]]}],
    ),
    "one another": (PAIR, [[], [None], [[[]]]], [None, [[None]], {}]),
}
TAKEN = [(schema, value) for schema, taken, _ in CASES.values() for value in taken]
REFUSED = [(schema, value) for schema, _, refused in CASES.values() for value in refused]


def shortened(value: Any) -> str:
    return repr(value)[:40]


@pytest.mark.parametrize(("schema", "value"), TAKEN, ids=shortened)
def test_a_yes_is_jsonschemas_too(schema: Any, value: Any) -> None:
    assert compile_schema(schema)(value)
    assert Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(("schema", "value"), REFUSED, ids=shortened)
def test_what_does_not_fit_gets_no_yes(schema: Any, value: Any) -> None:
    assert not compile_schema(schema)(value)
    assert not Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"oneOf": [STRING, INTEGER]}, "a"),
        ({"not": INTEGER}, "a"),
        ({"const": "a"}, "a"),
        ({"pattern": "(?<a>b)|(*"}, "a"),
        ({"type": "unheard-of"}, "a"),
        ({"$ref": "#/$defs/gone"}, "a"),
        ({"type": "object", "additionalProperties": {"unheard-of": 1}}, {"a": 1}),
    ],
    ids=["oneOf", "not", "const", "a pattern that is none", "a type that is none", "a reference to nothing", "below"],
)
def test_what_a_closure_does_not_know_gets_no_yes(schema: Any, value: Any) -> None:
    assert not compile_schema(schema)(value)


def test_a_float_with_an_integral_value_gets_no_yes_though_jsonschema_takes_it_for_an_integer() -> None:
    assert not compile_schema(INTEGER)(1.0)
    assert Draft202012Validator(INTEGER).is_valid(1.0)


# --- the checker of an operation


@pytest.fixture
def operation(make: Make) -> Operation:
    return make(
        {
            "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "not": {"const": 7}}}],
            "requestBody": {"content": {"application/json": {"schema": OBJECT}}},
        }
    )


def test_what_fits_has_no_faults(operation: Operation) -> None:
    assert checker_of(operation).body({"a": "x", "b": None}, "") == []
    assert checker_of(operation).body({}, "") == []


def test_jsonschema_has_the_last_word(operation: Operation) -> None:
    assert checker_of(operation).parameter("limit", 5) == []
    assert checker_of(operation).parameter("limit", 7) == [ArgumentError("limit", "does not fit the schema's not")]


def test_what_does_not_fit_is_explained(operation: Operation) -> None:
    assert checker_of(operation).parameter("limit", "x") == [
        ArgumentError("limit", "expected an integer, got a string", "type")
    ]
    assert checker_of(operation).body({"a": 1}, "") == [
        ArgumentError("a", "expected a string, got an integer; write '1'", "type")
    ]
    assert checker_of(operation).body({"a": 1}, "body") == [
        ArgumentError("body.a", "expected a string, got an integer; write '1'", "type")
    ]


def test_a_parameters_check_is_made_once(operation: Operation) -> None:
    checker_of(operation).parameter("limit", 5)
    made = dict(checker_of(operation)._parameters)
    checker_of(operation).parameter("limit", 6)
    assert checker_of(operation)._parameters == made
