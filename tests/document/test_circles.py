"""Schemas that apply themselves to the same value are refused, or opened if they do so only by alternatives."""

from typing import Any

import pytest

from dynclient.document.circles import break_circles
from dynclient.document.normalise import normalise
from dynclient.errors import SpecError

HOME = "#/components/schemas/"


def to(name: str) -> dict[str, Any]:
    return {"$ref": HOME + name}


@pytest.mark.parametrize(
    ("schemas", "names"),
    [
        ({"A": to("A")}, ["A"]),
        ({"A": to("B"), "B": to("A"), "C": to("A")}, ["A", "B"]),
        ({"A": {"allOf": [{"allOf": [to("B")]}]}, "B": {"allOf": [{}, to("A")]}}, ["A", "B"]),
        ({"A": {"items": to("A"), "properties": {"a": to("A")}}}, []),
        ({"A": to("B"), "B": {"properties": {"a": to("A")}}}, []),
        ({"A": {"allOf": [to("B"), to("C")]}, "B": to("D"), "C": to("D"), "D": {}}, []),
        ({"A": True, "B": {"allOf": [False, to("A")]}, "C": {"$ref": "#/elsewhere"}}, []),
    ],
)
def test_only_schemas_that_consist_of_themselves_are_named(schemas: dict[str, Any], names: list[str]) -> None:
    before = repr(schemas)
    assert break_circles(schemas, HOME) == names
    assert repr(schemas) == before


def test_a_base_that_lists_its_kinds_is_left_open_and_its_kinds_keep_it() -> None:
    schemas = {
        "Pet": {"type": "object", "properties": {"name": {}}, "oneOf": [to("Cat"), to("Dog")]},
        "Cat": {"allOf": [to("Pet"), {"properties": {"claws": {}}}]},
        "Dog": {"allOf": [to("Pet"), {"properties": {"tail": {}}}]},
        "Home": {"oneOf": [to("Pet"), {"type": "null"}]},
    }
    kinds = {name: schemas[name] for name in ("Cat", "Dog", "Home")}
    assert break_circles(schemas, HOME) == []
    assert schemas == {
        "Pet": {"type": "object", "properties": {"name": {}}, "additionalProperties": True},
        **kinds,
    }


@pytest.mark.parametrize("keyword", ["not", "if", "then", "else"])
def test_a_condition_that_is_the_schema_itself_is_given_up(keyword: str) -> None:
    schemas: dict[str, Any] = {"A": {"title": "T", keyword: {"anyOf": [to("A")]}}}
    assert break_circles(schemas, HOME) == []
    assert schemas == {"A": {"title": "T", "additionalProperties": True}}


def test_a_chain_of_any_length_is_followed() -> None:
    schemas: dict[str, Any] = {f"A{n}": to(f"A{n + 1}") for n in range(20_000)}
    assert break_circles({**schemas, "A20000": {}}, HOME) == []
    assert len(break_circles({**schemas, "A20000": to("A0")}, HOME)) == 20_001


def test_a_document_whose_schema_consists_of_itself_is_refused() -> None:
    document = {"swagger": "2.0", "paths": {}, "definitions": {"A": {"$ref": "#/definitions/A"}}}
    with pytest.raises(SpecError) as caught:
        normalise(document, "api.yaml")
    assert str(caught.value) == "api.yaml at /definitions/A: a schema that consists of itself"
