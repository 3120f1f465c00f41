"""Schemas of Swagger 2.0, OpenAPI 3.0 and 3.1 become those of 3.1."""

from pathlib import Path
from typing import Any

import pytest

from dynclient.document.normalise import normalise
from dynclient.errors import SpecError
from tests.support.tables import parsed

CASES = parsed((Path(__file__).parent / "cases" / "schemas.yaml").read_text())


def schemas(named: dict[str, Any], dialect: str = "3.1", **more: Any) -> dict[str, Any]:
    """Return the named schemas of a document that consists of little else."""
    if dialect == "2.0":
        document: dict[str, Any] = {"swagger": "2.0", "definitions": named}
    else:
        document = {"openapi": f"{dialect}.0", "components": {"schemas": named}}
    found: dict[str, Any] = normalise({"paths": {}, **document, **more}, "api.yaml")["components"]["schemas"]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_a_schema_says_the_same_in_terms_of_3_1(case: dict[str, Any]) -> None:
    named = {"Given": case["given"], "Other": {"type": "string"}}
    assert schemas(named, case.get("in", "3.1")) == {"Given": case["gives"], "Other": {"type": "string"}}


def test_a_reference_to_a_place_outside_the_named_schemas_makes_one() -> None:
    item = {"get": {"responses": {"200": {"content": {"a/b": {"schema": {"type": "string", "nullable": True}}}}}}}
    ref = {"$ref": "#/paths/~1pets/get/responses/200/content/a~1b/schema"}
    assert schemas({"A": ref, "B": {"items": ref}}, paths={"/pets": item}) == {
        "A": {"$ref": "#/components/schemas/paths_1pets_get_responses_200_content_a_1b_schema"},
        "B": {"items": {"$ref": "#/components/schemas/paths_1pets_get_responses_200_content_a_1b_schema"}},
        "paths_1pets_get_responses_200_content_a_1b_schema": {"type": ["string", "null"]},
    }


def test_a_schema_made_by_a_reference_takes_no_name_that_is_taken() -> None:
    named = {
        "A": {"properties": {"b": {"items": {"$ref": "#/components/schemas/A/properties/b"}}}},
        "components_schemas_A_properties_b": {"type": "string"},
    }
    new = "#/components/schemas/components_schemas_A_properties_b_2"
    assert schemas(named) == {
        "A": {"properties": {"b": {"items": {"$ref": new}}}},
        "components_schemas_A_properties_b": {"type": "string"},
        "components_schemas_A_properties_b_2": {"items": {"$ref": new}},
    }


@pytest.mark.parametrize(
    ("name", "written", "canonical"),
    [
        ("Map«string»", "Map«string»", "Map«string»"),
        ("a/b", "a~1b", "a~1b"),
        ("a~b", "a~0b", "a~0b"),
        ("a b", "a%20b", "a b"),
        ("50%25", "50%2525", "50%2525"),
    ],
)
def test_references_to_odd_names_are_written_in_one_way(name: str, written: str, canonical: str) -> None:
    named = {name: {"type": "string"}, "A": {"items": {"$ref": f"#/components/schemas/{written}"}}}
    assert schemas(named)["A"] == {"items": {"$ref": f"#/components/schemas/{canonical}"}}


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"properties": {"a/b": "string"}}, "/properties/a~1b: a schema must be a mapping, not 'string'"),
        ({"properties": ["a"]}, "/properties: properties must be a mapping, not list"),
        ({"allOf": {"a": {}}}, "/allOf: allOf must be a list, not dict"),
        ({"allOf": [{}, 3]}, "/allOf/1: a schema must be a mapping, not 3"),
        ({"items": 1.5}, "/items: a schema must be a mapping, not 1.5"),
    ],
)
def test_a_schema_that_cannot_be_used_is_named_with_the_reason(schema: Any, reason: str) -> None:
    with pytest.raises(SpecError) as caught:
        schemas({"A": schema}, tags=[])
    assert str(caught.value).startswith(f"api.yaml at /components/schemas/A{reason}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ("other.yaml#/A", "$ref 'other.yaml#/A' is another file, which is not read; bundle it in"),
        ("http://h/a.json", "$ref 'http://h/a.json' is another file, which is not read; bundle it in"),
        ("#anchor", "$ref '#anchor' is not followed: only '#/...' within the document is"),
        ("#", "$ref '#' is not followed: only '#/...' within the document is"),
        ("#/components/schemas/B", "$ref '#/components/schemas/B' leads to nothing"),
        ("#/tags/0", "$ref '#/tags/0' leads to nothing"),
        ("#/$defs/X", "$ref '#/$defs/X' leads to nothing"),
        (["A"], "a $ref must be a string, not list"),
    ],
)
def test_a_schema_with_a_dangling_reference_accepts_anything(ref: Any, reason: str) -> None:
    assert schemas({"A": {"items": {"$ref": ref}}}, tags=[])["A"] == {"items": {"x-dangling": reason}}


def test_a_reference_may_mean_a_definition_in_a_schema_around_it() -> None:
    named = {"A": {"$defs": {"X": {"type": "string"}}, "items": {"$ref": "#/$defs/X"}}}
    assert schemas(named) == {
        "A": {
            "$defs": {"X": {"type": "string"}},
            "items": {"$ref": "#/components/schemas/components_schemas_A_defs_X"},
        },
        "components_schemas_A_defs_X": {"type": "string"},
    }


def test_an_error_shows_neither_long_keys_nor_long_values() -> None:
    with pytest.raises(SpecError) as caught:
        schemas({"k" * 10_000: "v" * 10_000})
    assert len(str(caught.value)) < 300
    deep: Any = "odd"
    for _ in range(100):
        deep = {"not": deep}
    with pytest.raises(SpecError) as caught:
        schemas({"A": deep})
    assert str(caught.value) == (
        f"api.yaml at /components/schemas/A{'/not' * 17}/…{'/not' * 20}: a schema must be a mapping, not 'odd'"
    )


def test_references_that_expand_a_document_without_bound_are_refused() -> None:
    deep: dict[str, Any] = {"enum": ["x" * 1000] * 2000}
    for _ in range(60):
        deep = {"not": deep}
    # Each of the pointers makes a named schema with all that is below it.
    named = {"A": deep} | {f"R{n}": {"items": {"$ref": "#/components/schemas/A" + "/not" * n}} for n in range(1, 61)}
    with pytest.raises(SpecError, match="the references of the document expand to more than 3,000,000 values"):
        schemas(named)
