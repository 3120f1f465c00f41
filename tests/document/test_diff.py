"""Differences between documents: cases are two small documents and the expected lines."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dynclient import SpecError
from dynclient.__main__ import main
from dynclient.document.differences import Change, differences

SHARED = Path(__file__).parents[3] / "shared" / "engine-api"

NODE: Any = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "below": {"$ref": "#/components/schemas/Node"}},
}
BASE: Any = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets/{id}": {
            "put": {
                "operationId": "PetSave",
                "tags": ["Pet"],
                "summary": "Save a pet.",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "kinds", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "size", "in": "query", "schema": {"type": "string", "enum": ["s", "m"], "default": "s"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "responses": {
                    "200": {
                        "description": "Saved.",
                        "headers": {"X-Id": {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Saved"}}},
                    },
                    "404": {"description": "No such pet."},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "age": {"type": "integer"},
                    "tree": {"$ref": "#/components/schemas/Node"},
                },
            },
            "Saved": {
                "allOf": [{"$ref": "#/components/schemas/Base"}],
                "type": "object",
                "required": ["at"],
                "properties": {"at": {"type": "string"}, "mood": {"type": "string", "enum": ["glad"]}},
            },
            "Base": {"type": "object", "properties": {"id": {"type": "integer"}}},
            "Node": NODE,
            "Unused": {"type": "string"},
        }
    },
}
PUT = ("paths", "/pets/{id}", "put")
PARAMETERS = (*PUT, "parameters")
BODY = (*PUT, "requestBody")
OK = (*PUT, "responses", "200")
SCHEMAS = ("components", "schemas")

GONE: Any = object()


def changed(*changes: tuple[tuple[Any, ...], Any]) -> Any:
    """Return the base document with values set at places; `GONE` removes."""
    document = copy.deepcopy(BASE)
    for keys, value in changes:
        node = document
        for key in keys[:-1]:
            node = node[key]
        if value is GONE:
            del node[keys[-1]]
        elif isinstance(node, list) and keys[-1] == len(node):
            node.append(value)
        else:
            node[keys[-1]] = value
    return document


def compared(tmp_path: Path, new: Any, old: Any = BASE) -> list[tuple[str, str, bool]]:
    """Return the changes as name, text and whether they break callers."""
    paths = [tmp_path / "old.json", tmp_path / "new.json"]
    for path, document in zip(paths, (old, new), strict=True):
        path.write_text(json.dumps(document))
    return [(change.name, str(change), change.breaks) for change in differences(*paths)]


CASES: dict[str, tuple[Any, list[tuple[str, str, bool]]]] = {
    "nothing": (changed(), []),
    "words": (changed(((*PUT, "summary"), "Other words."), ((*PUT, "description"), "More.")), []),
    "a new operation": (
        changed((("paths", "/pets"), {"get": {"operationId": "PetList", "summary": "List.", "responses": {}}})),
        [("PetList", "+ PetList  GET /pets  List.", False)],
    ),
    "a removed operation": (
        changed((("paths", "/pets/{id}"), {})),
        [("PetSave", "- PetSave  PUT /pets/{id}  Save a pet.", True)],
    ),
    "a renamed operation": (
        changed(((*PUT, "operationId"), "PetStore")),
        [("PetSave", "~ PetSave is called PetStore now", True)],
    ),
    "a moved operation": (
        changed((("paths", "/animals/{id}"), BASE["paths"]["/pets/{id}"]), (("paths", "/pets/{id}"), GONE)),
        [("PetSave", "~ request is PUT /animals/{id}, was PUT /pets/{id}", True)],
    ),
    "a deprecated operation": (
        changed(((*PUT, "deprecated"), True)),
        [("PetSave", "~ operation is deprecated", False)],
    ),
    "an optional parameter": (
        changed(
            (
                (*PARAMETERS, 4),
                {"name": "x", "in": "query", "schema": {"type": "string", "enum": ["a"], "default": "a"}},
            )
        ),
        [("PetSave", '+ query parameter x (string, one of "a", default "a")', False)],
    ),
    "a required parameter": (
        changed(((*PARAMETERS, 4), {"name": "x", "in": "header", "required": True, "schema": {"type": "string"}})),
        [("PetSave", "+ header parameter x (string), required", True)],
    ),
    "a removed parameter": (
        changed(((*PARAMETERS, 1), GONE)),
        [("PetSave", "- query parameter kinds (array of string)", True)],
    ),
    "a parameter that becomes required": (
        changed(((*PARAMETERS, 1, "required"), True)),
        [("PetSave", "~ query parameter kinds is required", True)],
    ),
    "a parameter in another style": (
        changed(((*PARAMETERS, 1, "explode"), False)),
        [("PetSave", "~ query parameter kinds travels as form, joined, was form, one after the other", True)],
    ),
    "a parameter as JSON": (
        changed(
            (
                (*PARAMETERS, 1),
                {
                    "name": "kinds",
                    "in": "query",
                    "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}},
                },
            )
        ),
        [("PetSave", "~ query parameter kinds travels as application/json, was form, one after the other", True)],
    ),
    "a parameter of another type": (
        changed(((*PARAMETERS, 1, "schema", "items", "type"), "integer")),
        [("PetSave", "~ query parameter kinds[] is integer, was string", True)],
    ),
    "another format": (
        changed(((*PARAMETERS, 0, "schema", "format"), "int32")),
        [("PetSave", "~ path parameter id is integer (int32), was integer", False)],
    ),
    "values and default": (
        changed(((*PARAMETERS, 2, "schema"), {"type": "string", "enum": ["m", "l", "xl"], "default": "m"})),
        [
            ("PetSave", '- query parameter size the value "s"', True),
            ("PetSave", '+ query parameter size the values "l", "xl"', False),
            ("PetSave", '~ query parameter size default is "m", was "s"', False),
        ],
    ),
    "an enum that opens": (
        changed(((*PARAMETERS, 2, "schema", "enum"), GONE)),
        [("PetSave", "~ query parameter size takes any value, not one of a list", False)],
    ),
    "an enum that comes": (
        changed(((*PARAMETERS, 1, "schema", "items", "enum"), ["a"])),
        [("PetSave", '~ query parameter kinds[] is one of "a"', True)],
    ),
    "tighter bounds": (
        changed(((*PARAMETERS, 3, "schema"), {"type": "integer", "minimum": 2, "maximum": 5})),
        [
            ("PetSave", "~ query parameter limit minimum is 2, was 1", True),
            ("PetSave", "~ query parameter limit maximum is 5, was 9", True),
        ],
    ),
    "looser bounds": (
        changed(((*PARAMETERS, 3, "schema"), {"type": "integer", "minimum": 0})),
        [
            ("PetSave", "~ query parameter limit minimum is 0, was 1", False),
            ("PetSave", "~ query parameter limit maximum is none, was 9", False),
        ],
    ),
    "a required body": (changed(((*BODY, "required"), True)), [("PetSave", "~ body is required", True)]),
    "no body": (
        changed((BODY, GONE), ((*SCHEMAS, "Pet"), GONE), ((*SCHEMAS, "Node"), GONE)),
        [
            ("PetSave", "- body application/json", True),
            ("Pet", "- Pet", False),
            ("Node", "- Node", False),
        ],
    ),
    "another media type": (
        changed(((*BODY, "content"), {"application/xml": {}})),
        [("PetSave", "~ body is application/xml, was application/json", True)],
    ),
    "a status": (
        changed(((*PUT, "responses", "409"), {"description": "x"}), ((*PUT, "responses", "404"), GONE)),
        [("PetSave", "- answer 404 without content", False), ("PetSave", "+ answer 409 without content", False)],
    ),
    "an answer's header": (
        changed(((*OK, "headers"), {"X-New": {"schema": {}}})),
        [("PetSave", "- answer 200 header X-Id", True), ("PetSave", "+ answer 200 header X-New", False)],
    ),
    "an answer's schema that comes": (
        changed(((*PUT, "responses", "404", "content"), {"application/json": {"schema": {"type": "string"}}})),
        [],
    ),
    "an answer without its schema": (
        changed(((*OK, "content", "application/json"), {})),
        [("PetSave", "~ answer 200 is nothing, was Saved", False)],
    ),
    "properties that are sent": (
        changed(
            (
                (*SCHEMAS, "Pet"),
                {
                    "type": "object",
                    "required": ["name", "new"],
                    "properties": {
                        "name": {"type": "string"},
                        "age": {"type": ["integer", "null"]},
                        "new": {"type": "string"},
                    },
                },
            )
        ),
        [
            ("Pet", "- tree (Node)", True),
            ("Pet", "~ age may be null", False),
            ("Pet", "+ new (string), required", True),
        ],
    ),
    "properties that are given": (
        changed(
            (
                (*SCHEMAS, "Saved", "properties"),
                {
                    "at": {"type": "integer"},
                    "mood": {"type": "string", "enum": ["glad", "sad"]},
                    "x": {"type": "boolean"},
                },
            ),
            ((*SCHEMAS, "Saved", "required"), []),
        ),
        [
            ("Saved", "~ at is optional", True),
            ("Saved", "~ at is integer, was string", True),
            ("Saved", '+ mood the value "sad"', False),
            ("Saved", "+ x (boolean)", False),
        ],
    ),
    "a base schema, once": (
        changed(((*SCHEMAS, "Base", "properties", "id", "type"), "string")),
        [("Base", "~ id is string, was integer", True)],
    ),
    "a type that is wider": (
        changed(((*SCHEMAS, "Pet", "properties", "age", "type"), ["integer", "string"])),
        [("Pet", "~ age is integer or string, was integer", False)],
    ),
    "a value that may be null no more": (
        changed(
            ((*SCHEMAS, "Pet", "properties", "age", "type"), "integer"),
            ((*SCHEMAS, "Pet", "properties", "age", "deprecated"), True),
        ),
        [("Pet", "~ age is deprecated", False)],
    ),
    "a schema of its own": (
        changed(
            ((*SCHEMAS, "Age"), {"type": "integer"}),
            ((*SCHEMAS, "Pet", "properties", "age"), {"$ref": "#/components/schemas/Age"}),
        ),
        [("Age", "+ Age", False)],
    ),
    "true for a schema": (
        changed(((*SCHEMAS, "Pet", "properties", "age"), True)),
        [("Pet", "~ age is anything, was integer", True)],
    ),
}


def by_name(rows: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    return sorted(rows)


@pytest.mark.parametrize(("new", "expected"), CASES.values(), ids=CASES)
def test_a_change_is_described_with_whether_it_breaks_callers(
    tmp_path: Path, new: Any, expected: list[tuple[str, str, bool]]
) -> None:
    assert by_name(compared(tmp_path, new)) == by_name(expected)


def test_a_tree_is_compared_to_its_end(tmp_path: Path) -> None:
    inline = copy.deepcopy(BASE)
    inline["components"]["schemas"]["Branch"] = {
        "type": "object",
        "properties": {"name": {"type": "integer"}, "below": {"$ref": "#/components/schemas/Branch"}},
    }
    inline["components"]["schemas"]["Pet"]["properties"]["tree"] = {"$ref": "#/components/schemas/Branch"}
    assert by_name(compared(tmp_path, inline)) == [
        ("Branch", "+ Branch", False),
        ("Pet", "~ tree.name is integer, was string", True),
    ]


TEXT = """\
Pets 1 → Pets 1: 4 changes (1 operation added, 0 operations removed), 1 of which breaks callers

What breaks callers
  PetSave
    ~ body is required

Operations
  + PetList  GET /pets
  PetSave
    ~ query parameter size default is "m", was "s"

Schemas
  Pet (sent by PetSave)
    + x (string)"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    new = changed(
        ((*BODY, "required"), True),
        (("paths", "/pets"), {"get": {"operationId": "PetList", "responses": {}}}),
        ((*PARAMETERS, 2, "schema", "default"), "m"),
        ((*SCHEMAS, "Pet", "properties", "x"), {"type": "string"}),
    )
    (tmp_path / "old.json").write_text(json.dumps(BASE))
    (tmp_path / "new.json").write_text(json.dumps(new))
    return [str(tmp_path / "old.json"), str(tmp_path / "new.json")]


def test_the_text_has_what_breaks_callers_first(files: list[str]) -> None:
    found = differences(*files)
    assert str(found) == repr(found) == TEXT
    assert found.breaking == (Change("operation", "PetSave", "body", "changed", "is required", True),)


def test_the_command_line_prints_it(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["diff", *files]), capsys.readouterr().out) == (0, f"{TEXT}\n")
    assert (main(["diff", files[0], files[0]]), capsys.readouterr().out) == (0, "Pets 1 → Pets 1: no difference\n")


def test_a_script_can_ask_whether_anything_breaks(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--breaking", *files]) == 1
    assert "default" not in capsys.readouterr().out
    assert main(["diff", "--breaking", files[0], files[0]]) == 0


def test_a_file_that_cannot_be_used_is_an_error_of_its_own(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", files[0], "missing.yaml"]) == 2
    assert capsys.readouterr().err == "dynclient: missing.yaml: it cannot be read: No such file or directory\n"


def test_a_chain_of_schemas_without_end_is_refused_in_words(tmp_path: Path) -> None:
    document = copy.deepcopy(BASE)
    schemas = {f"S{n}": {"properties": {"next": {"$ref": f"#/components/schemas/S{n + 1}"}}} for n in range(3000)}
    other = {f"T{n}": {"properties": {"next": {"$ref": f"#/components/schemas/T{n + 1}"}}} for n in range(3000)}
    document["components"]["schemas"] |= {**schemas, "S3000": {}}
    new = copy.deepcopy(BASE)
    new["components"]["schemas"] |= {**other, "T3000": {}}
    document["components"]["schemas"]["Pet"] = {"properties": {"a": {"$ref": "#/components/schemas/S0"}}}
    new["components"]["schemas"]["Pet"] = {"properties": {"a": {"$ref": "#/components/schemas/T0"}}}
    with pytest.raises(SpecError, match="its schemas are nested too deeply to be compared"):
        compared(tmp_path, new, document)


@pytest.mark.parametrize(
    ("old", "new", "first", "lines"),
    [
        ("1.41", "1.45", "57 changes (1 operation added, 0 operations removed), 13 of which break callers", 90),
        ("1.45", "1.51", "113 changes (0 operations added, 0 operations removed), 18 of which break callers", 150),
    ],
)
def test_the_published_documents_are_compared_in_a_few_screens(old: str, new: str, first: str, lines: int) -> None:
    paths = [SHARED / f"v{version}.yaml" for version in (old, new)]
    if not all(path.exists() for path in paths):
        pytest.skip("the published documents are not there")
    text = str(differences(*paths)).splitlines()
    assert text[0] == f"Docker Engine API {old} → Docker Engine API {new}: {first}"
    assert abs(len(text) - lines) < 15


def test_a_reader_that_has_seen_enough_ends_it_quietly(files: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "dynclient", "diff", *files]
    ran = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (141, b"")
