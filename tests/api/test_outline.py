"""Outlines: schemas as readers see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.model.outline import Outline
from dynclient.api.public import Api, Operation
from dynclient.api.words.arguments import answer, arguments, at, body_example, first_sentence, parameter_example

STRING, INTEGER, NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
PORT = {"$ref": "#/components/schemas/Port"}
SCHEMAS: dict[str, Any] = {
    "Port": {"type": "object", "properties": {"IP": STRING}, "description": "A port.\n It is open."},
    "Whole": {"allOf": [PORT, {"properties": {"Type": STRING}, "required": ["Type"]}]},
}
Make = Callable[..., Operation]


@pytest.fixture
def outline(make_api: Callable[..., Api]) -> Callable[[Any], Outline]:
    """Return a function that outlines a schema of a small document."""
    api = make_api({}, SCHEMAS)
    return lambda schema: Outline(schema, api.document)


# A schema; its name, its kinds, whether null is allowed, and the names in it.
OUTLINES: dict[str, tuple[Any, tuple[str, tuple[str, ...], bool, list[str]]]] = {
    "a plain one": (STRING, ("", ("string",), False, [])),
    "one with null": ({"type": ["string", "null"]}, ("", ("string",), True, [])),
    "anything": ({}, ("", (), False, [])),
    "true": (True, ("", (), False, [])),
    "a reference": (PORT, ("Port", ("object",), False, ["IP"])),
    "a reference with words": ({**PORT, "description": "Mine."}, ("Port", ("object",), False, ["IP"])),
    "a reference that is changed": ({**PORT, "required": ["IP"]}, ("", ("object",), False, ["IP"])),
    "a reference to a part": ({"$ref": "#/components/schemas/Port/properties/IP"}, ("", ("string",), False, [])),
    "a reference or null": ({"anyOf": [PORT, NULL]}, ("Port", ("object",), True, ["IP"])),
    "one of one": ({"oneOf": [STRING]}, ("", ("string",), False, [])),
    "one of two": ({"oneOf": [STRING, INTEGER, NULL]}, ("", (), False, [])),
    "all of one": ({"allOf": [PORT], "description": "Mine."}, ("Port", ("object",), False, ["IP"])),
    "all of several": ({"$ref": "#/components/schemas/Whole"}, ("Whole", ("object",), False, ["IP", "Type"])),
    "properties without a type": ({"properties": {"A": STRING}}, ("", ("object",), False, ["A"])),
}


@pytest.mark.parametrize(("schema", "expected"), OUTLINES.values(), ids=OUTLINES)
def test_an_outline_has_a_name_types_and_contents(
    outline: Callable[[Any], Outline], schema: Any, expected: tuple[str, tuple[str, ...], bool, list[str]]
) -> None:
    found = outline(schema)
    assert (found.name, found.kinds, found.nullable, list(found.properties)) == expected


def test_words_beside_a_reference_win_and_stand_on_one_line(outline: Callable[[Any], Outline]) -> None:
    assert outline(PORT).description == "A port. It is open."
    assert outline({**PORT, "description": "Mine."}).description == "Mine."


def test_the_inner_outline_is_what_has_the_properties(outline: Callable[[Any], Outline]) -> None:
    deep = {"type": "object", "additionalProperties": {"type": "array", "items": PORT}}
    assert outline(deep).inner.name == "Port"
    assert outline(STRING).inner.kinds == ("string",)


def test_the_branches_are_listed_if_there_are_several(outline: Callable[[Any], Outline]) -> None:
    assert outline({"anyOf": [STRING, INTEGER, NULL]}).branches == [STRING, INTEGER]


@pytest.mark.parametrize(
    ("schema", "values", "closed"),
    [
        ({"enum": ["a", None]}, ["a"], True),
        ({"enum": ["a"], "x-open": True}, ["a"], False),
        ({"x-known": ["a"]}, ["a"], False),
        (STRING, [], False),
    ],
)
def test_listed_values_are_shown_with_whether_there_may_be_others(
    outline: Callable[[Any], Outline], schema: Any, values: list[str], closed: bool
) -> None:
    assert (outline(schema).enum, outline(schema).closed) == (values, closed)


NODE: dict[str, Any] = {
    "parameters": [{"name": "id", "in": "path", "schema": STRING, "description": "Which."}],
    "requestBody": {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"Ports": {"type": "array", "items": PORT}, "Names": {"type": "object"}},
                }
            }
        }
    },
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["id"], "Which."),
        (["ports", 0], "A port. It is open."),
        (["Ports", "ip"], ""),
        (["Ports", 0, "IP"], ""),
    ],
)
def test_a_place_is_found_by_names_in_any_spelling_and_indexes(
    make: Make, path: list[str | int], expected: str
) -> None:
    assert at(arguments(make(NODE, schemas=SCHEMAS)), path).description == expected


@pytest.mark.parametrize(
    ("path", "said"),
    [(["ids"], ("ids", ("id", "Ports", "Names", "body"))), (["id", 0], (0, ())), (["Ports", "a"], ("a", ("IP",)))],
)
def test_an_unknown_place_is_an_error_with_the_known_ones(make: Make, path: list[str | int], said: Any) -> None:
    with pytest.raises(KeyError) as caught:
        at(arguments(make(NODE, schemas=SCHEMAS)), path)
    assert caught.value.args == said


def test_an_operation_without_an_answer_or_examples_has_none(make: Make) -> None:
    operation = make({**NODE, "parameters": [{"name": "a", "in": "query", "schema": STRING}]}, schemas=SCHEMAS)
    assert answer(operation) is None
    assert body_example(operation) is None
    assert parameter_example(operation, "a") is None
    assert parameter_example(operation, "b") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", "One."),
        ("As os/arch, e.g. linux/arm64. Two.", "As os/arch, e.g. linux/arm64."),
        ("A value of 0.5 is half.", "A value of 0.5 is half."),
        ("Is it? Yes.", "Is it?"),
        ("word " * 40, f"{'word ' * 31}…"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_what_is_quoted(text: str, expected: str) -> None:
    assert first_sentence(text) == expected
