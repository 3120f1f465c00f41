"""Flattened schemas for requests."""

from __future__ import annotations

from typing import Any

import pytest

from dynclient.api.model.flatten import request_schema
from dynclient.api.model.schema import answer_schema, deref, describe, nullable, types_of
from dynclient.errors import SpecError

NAMED: dict[str, Any] = {
    "Text": {"type": "string"},
    "Alias": {"$ref": "#/Text"},
    "Described": {"$ref": "#/Text", "description": "An alias with words."},
    "Port": {
        "type": "object",
        "required": ["number"],
        "properties": {"number": {"type": "integer", "format": "int32"}},
    },
    "Open": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": True},
    "Tree": {"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#/Tree"}}}},
    "Slash/Tilde~": {"properties": {"again": {"$ref": "#/Slash/Tilde~"}}},
    "Boolean": True,
}


def resolve(reference: str) -> Any:
    return NAMED[reference.removeprefix("#/")]


STRING, MAYBE = {"type": "string"}, {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer"}, {"type": "integer"}),
        ({"$ref": "#/Alias"}, STRING),
        ({"$ref": "#/Described", "title": "T"}, {**STRING, "description": "An alias with words.", "title": "T"}),
        ({"$ref": "#/Boolean", "title": "T"}, {"title": "T"}),
        (True, {}),
        (None, {}),
    ],
    ids=["no reference", "two references", "words beside a reference", "to no object", "true", "nothing"],
)
def test_references_are_followed_and_keywords_beside_one_win(schema: Any, expected: Any) -> None:
    assert deref(schema, resolve) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [({"type": "string"}, ("string",)), ({"type": ["string", "null"]}, ("string", "null")), ({}, ())],
)
def test_a_schema_names_its_types(schema: Any, expected: tuple[str, ...]) -> None:
    assert types_of(schema) == expected


REQUESTS: dict[str, tuple[Any, Any]] = {
    "what only describes is dropped": (
        {"type": "string", "example": "x", "examples": ["x"], "xml": {}, "externalDocs": {}, "description": "d"},
        {"type": "string", "description": "d"},
    ),
    "an object with properties takes no others": (
        {"properties": {"a": STRING}},
        {"type": "object", "properties": {"a": MAYBE}, "additionalProperties": False},
    ),
    "an object without properties takes any": ({"type": "object"}, {"type": "object"}),
    "what the document leaves open stays open": (
        {"$ref": "#/Open"},
        {"type": "object", "properties": {"a": MAYBE}, "additionalProperties": True},
    ),
    "a required property is not null": (
        {"required": ["a"], "properties": {"a": STRING, "b": STRING}},
        {
            "type": "object",
            "required": ["a"],
            "properties": {"a": STRING, "b": MAYBE},
            "additionalProperties": False,
        },
    ),
    "the values of a map may be null": (
        {"type": "object", "additionalProperties": {"$ref": "#/Text"}},
        {"type": "object", "additionalProperties": MAYBE},
    ),
    "the items of a list are flattened": (
        {"type": "array", "items": {"$ref": "#/Port"}},
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["number"],
                "properties": {
                    "number": {
                        "type": "integer",
                        "format": "int32",
                        "minimum": -(2**31),
                        "maximum": 2**31 - 1,
                    }
                },
                "additionalProperties": False,
            },
        },
    ),
    "allOf becomes one object": (
        {"allOf": [{"$ref": "#/Open"}, {"properties": {"b": STRING}, "required": ["b"]}], "required": ["a"]},
        {
            "type": "object",
            "properties": {"a": STRING, "b": STRING},
            "required": ["b", "a"],
            "additionalProperties": True,
        },
    ),
    "of bounds the tighter counts": (
        {
            "allOf": [
                {"type": "string", "minLength": 1, "maxLength": 9, "enum": ["a", "b"], "pattern": "^a"},
                {"minLength": 2, "maxLength": 5, "enum": ["b", "c"], "pattern": "^b"},
            ]
        },
        {
            "type": "string",
            "minLength": 2,
            "maxLength": 5,
            "enum": ["b"],
            "pattern": "^a",
            "allOf": [{"pattern": "^b"}],
        },
    ),
    "a property of two parts is both": (
        {"allOf": [{"properties": {"a": {"type": "integer", "minimum": 1}}}, {"properties": {"a": {"maximum": 5}}}]},
        {
            "type": "object",
            "properties": {"a": {"type": ["integer", "null"], "minimum": 1, "maximum": 5}},
            "additionalProperties": False,
        },
    ),
    "allOf inside allOf": (
        {"allOf": [{"allOf": [{"properties": {"a": STRING}}]}, {"properties": {"b": STRING}}]},
        {"type": "object", "properties": {"a": MAYBE, "b": MAYBE}, "additionalProperties": False},
    ),
    "an integer has no bound": ({"type": "integer"}, {"type": "integer"}),
    "an unsigned byte": (
        {"type": "integer", "format": "uint8"},
        {"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255},
    ),
    "own bounds inside of the format's": (
        {"type": "integer", "format": "int8", "minimum": 0, "maximum": 1000},
        {"type": "integer", "format": "int8", "minimum": 0, "maximum": 127},
    ),
    "alternatives are flattened": (
        {"oneOf": [{"$ref": "#/Text"}, {"properties": {"a": STRING}}]},
        {"anyOf": [STRING, {"type": "object", "properties": {"a": MAYBE}, "additionalProperties": False}]},
    ),
    "alternatives beside properties know a part of the names": (
        {"properties": {"kind": STRING}, "oneOf": [{"properties": {"a": STRING}, "required": ["a"]}]},
        {
            "type": "object",
            "properties": {"kind": MAYBE, "a": {}},
            "anyOf": [{"properties": {"a": STRING}, "required": ["a"]}],
            "additionalProperties": False,
        },
    ),
    "of two patterns both hold": (
        {"allOf": [{"type": "string", "pattern": "^a"}, {"pattern": "b$"}]},
        {"type": "string", "pattern": "^a", "allOf": [{"pattern": "b$"}]},
    ),
    "a name that is required counts as declared": (
        {"required": ["a"], "properties": {}},
        {"type": "object", "required": ["a"], "properties": {"a": {}}, "additionalProperties": False},
    ),
    "conditions stay open": (
        {"if": {"properties": {"a": STRING}}, "then": {"$ref": "#/Text"}, "else": False},
        {"if": {"properties": {"a": MAYBE}}, "then": STRING, "else": {"not": {}}},
    ),
    "schemas stand in many keywords": (
        {
            "not": {"$ref": "#/Text"},
            "contains": {"$ref": "#/Text"},
            "propertyNames": {"$ref": "#/Text"},
            "prefixItems": [{"$ref": "#/Text"}, True],
            "patternProperties": {"^x-": {"$ref": "#/Text"}},
            "dependentSchemas": {"a": {"$ref": "#/Text"}},
        },
        {
            "not": STRING,
            "contains": STRING,
            "propertyNames": STRING,
            "prefixItems": [STRING, {}],
            "patternProperties": {"^x-": STRING},
            "dependentSchemas": {"a": STRING},
        },
    ),
    "patterns of names keep an object open": (
        {"properties": {"a": STRING}, "patternProperties": {"^x-": STRING}},
        {"type": "object", "properties": {"a": MAYBE}, "patternProperties": {"^x-": STRING}},
    ),
    "a pattern that Python does not read": (
        {"type": "string", "pattern": r"\p{L}", "patternProperties": {r"^\p{L}": STRING, "^x": STRING}},
        {"type": "string", "patternProperties": {"^x": STRING}},
    ),
    "true is anything": (True, {}),
    "false is nothing": (False, {"not": {}}),
    "a schema that contains itself": (
        {"$ref": "#/Tree"},
        {
            "type": "object",
            "properties": {"kids": {"type": ["array", "null"], "items": {"$ref": "#/$defs/#~1Tree"}}},
            "additionalProperties": False,
            "$defs": {
                "#/Tree": {
                    "type": "object",
                    "properties": {"kids": {"type": ["array", "null"], "items": {"$ref": "#/$defs/#~1Tree"}}},
                    "additionalProperties": False,
                }
            },
        },
    ),
    "a schema of a strange name that contains itself": (
        {"$ref": "#/Slash/Tilde~"},
        {
            "type": "object",
            "properties": {"again": {"anyOf": [{"$ref": "#/$defs/#~1Slash~1Tilde~0"}, {"type": "null"}]}},
            "additionalProperties": False,
            "$defs": {
                "#/Slash/Tilde~": {
                    "type": "object",
                    "properties": {"again": {"anyOf": [{"$ref": "#/$defs/#~1Slash~1Tilde~0"}, {"type": "null"}]}},
                    "additionalProperties": False,
                }
            },
        },
    ),
    "a reference in two places": (
        {"type": "array", "prefixItems": [{"$ref": "#/Text"}, {"$ref": "#/Text", "title": "T"}, {"$ref": "#/Text"}]},
        {"type": "array", "prefixItems": [STRING, {**STRING, "title": "T"}, STRING]},
    ),
}


@pytest.mark.parametrize(("schema", "expected"), REQUESTS.values(), ids=REQUESTS.keys())
def test_a_schema_is_flattened_for_requests(schema: Any, expected: Any) -> None:
    assert request_schema(schema, resolve) == expected


def test_a_chain_of_schemas_that_each_name_the_next_twice_is_flattened_at_once() -> None:
    links = {
        f"#/{number}": {"type": "array", "prefixItems": [{"$ref": f"#/{number + 1}"}, {"$ref": f"#/{number + 1}"}]}
        for number in range(100)
    }
    flat = request_schema({"$ref": "#/0"}, lambda reference: links.get(reference, STRING))
    assert flat["prefixItems"][0] is flat["prefixItems"][1]


def test_a_schema_that_is_nested_too_deeply_cannot_be_used() -> None:
    schema: Any = STRING
    for _ in range(5000):
        schema = {"type": "array", "items": schema}
    with pytest.raises(SpecError, match=r"^the document: a schema is nested too deeply$"):
        request_schema(schema, resolve)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRING, MAYBE),
        (MAYBE, MAYBE),
        ({}, {}),
        ({"type": ["string", "integer"]}, {"type": ["string", "integer", "null"]}),
        ({"type": "string", "enum": ["a"]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "string", "enum": ["a", None]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"$ref": "#/X"}, {"anyOf": [{"$ref": "#/X"}, {"type": "null"}]}),
        ({"enum": ["a"]}, {"anyOf": [{"enum": ["a"]}, {"type": "null"}]}),
        ({"const": 1}, {"anyOf": [{"const": 1}, {"type": "null"}]}),
        ({"oneOf": [STRING]}, {"anyOf": [{"oneOf": [STRING]}, {"type": "null"}]}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_schema_is_made_to_take_null(schema: Any, expected: Any) -> None:
    assert nullable(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRING, "a string"),
        ({"type": "integer"}, "an integer"),
        ({"type": "number"}, "a number"),
        ({"type": "boolean"}, "True or False"),
        ({"type": "object"}, "a dict"),
        ({"type": "array"}, "a list"),
        ({"type": "array", "items": STRING}, "a list of strings"),
        ({"type": "array", "items": {"type": "object"}}, "a list of dicts"),
        ({"type": "array", "items": {"type": "integer"}}, "a list of integers"),
        ({"type": "array", "items": {"type": "number"}}, "a list of numbers"),
        ({"type": "array", "items": {"type": "boolean"}}, "a list"),
        ({"type": "array", "items": True}, "a list"),
        ({"type": ["string", "array", "null"], "items": STRING}, "a string or a list of strings"),
        ({"anyOf": [STRING, {"type": "null"}]}, "a string"),
        ({"oneOf": [STRING, {"type": "integer"}, {"type": "string"}]}, "a string or an integer"),
        ({"anyOf": [{"$ref": "#/X"}, {"type": "null"}]}, "a JSON value"),
        ({}, "a JSON value"),
        ({"type": "unheard-of"}, "unheard-of"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_the_values_of_a_schema_are_described_in_a_few_words(schema: Any, expected: str) -> None:
    assert describe(schema) == expected


ANSWERS: dict[str, tuple[Any, Any]] = {
    "null is allowed, an enum is open, words are dropped": (
        {"type": "string", "enum": ["a"], "description": "d"},
        {"type": ["string", "null"]},
    ),
    "properties and maps": (
        {
            "type": "object",
            "properties": {"a": STRING},
            "additionalProperties": STRING,
            "patternProperties": {"^x": STRING},
        },
        {
            "type": ["object", "null"],
            "properties": {"a": MAYBE},
            "additionalProperties": MAYBE,
            "patternProperties": {"^x": MAYBE},
        },
    ),
    "more than is declared": ({"additionalProperties": False}, {"additionalProperties": True}),
    "lists": ({"items": STRING, "prefixItems": [STRING, True]}, {"items": MAYBE, "prefixItems": [MAYBE, True]}),
    "references stay": ({"$ref": "#/Text"}, {"$ref": "#/Text"}),
    "what is only written need not be read": (
        {"required": ["a", "b", "c"], "properties": {"a": {"writeOnly": True}, "b": True}},
        {"required": ["b", "c"], "properties": {"a": {}, "b": True}},
    ),
    "alternatives": (
        {"allOf": [STRING], "oneOf": [STRING, {"type": "integer"}], "anyOf": []},
        {"allOf": [MAYBE, {"anyOf": [MAYBE, {"type": ["integer", "null"]}]}]},
    ),
}


@pytest.mark.parametrize(("schema", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_judged_by_less(schema: Any, expected: Any) -> None:
    assert answer_schema(schema) == expected
