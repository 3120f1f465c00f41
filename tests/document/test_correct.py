"""Corrections: every form of `at`, every key of `set`."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dynclient.document import bundled_corrections, bundled_path
from dynclient.document.correct import correct, unmatched
from dynclient.document.normalise import normalise
from dynclient.document.places import look_up
from dynclient.document.read import parse, read
from dynclient.errors import SpecError

JSON = "application/json"
BASE64 = {"contentEncoding": "base64", "x-base64": True}
STRING, INTEGER = {"type": "string"}, {"type": "integer"}

FILTER = {"type": "array", "minItems": 1, "x-filter": True, "items": {**STRING, "x-filter": True}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1.0"},
    "paths": {
        "/things": {
            "get": {
                "operationId": "ThingList",
                "parameters": [
                    {"name": "filters", "in": "query", "schema": STRING, "style": "form", "explode": True},
                    {"name": "t", "in": "query", "schema": {**STRING, "pattern": "^a", "description": "d"}},
                    {"name": "how", "in": "query", "schema": {**STRING, "enum": ["a", "b"]}},
                    {"name": "ready", "in": "query", "content": {JSON: {"schema": {"type": "object"}}}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            JSON: {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}
                        }
                    },
                    "404": {"content": {JSON: {"schema": {"type": "object", "properties": {"message": STRING}}}}},
                },
            },
            "post": {
                "operationId": "ThingMake",
                "requestBody": {
                    "content": {
                        JSON: {
                            "schema": {
                                "allOf": [{"$ref": "#/components/schemas/Base"}],
                                "properties": {"Name": STRING, "Labels": {"additionalProperties": {"type": "object"}}},
                            }
                        }
                    }
                },
                "responses": {"204": {"description": "Made."}},
            },
        },
        "/blank": {"get": {"operationId": "Blank", "responses": {}}},
    },
    "components": {
        "schemas": {
            "Base": {
                "type": "object",
                "required": ["Id", "Kind"],
                "properties": {"Id": STRING, "Kind": {"enum": ["x"]}},
            },
            "Thing": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"Size": INTEGER}}]},
            "a/b~c": {"type": "object", "properties": {"Deep": {"$ref": "#/components/schemas/Base"}}},
            "Anything": True,
        }
    },
}

LIST, MAKE, BLANK = "#/paths/~1things/get", "#/paths/~1things/post", "#/paths/~1blank/get"
ITEMS = f"{LIST}/responses/200/content/application~1json/schema/items"
BODY = f"{MAKE}/requestBody/content/application~1json/schema"
BASE, THING = "#/components/schemas/Base", "#/components/schemas/Thing"


def entry(at: Any, changes: Any) -> dict[str, Any]:
    return {"reason": "It is so.", "at": at, "set": changes}


def corrected(*entries: Any, title: str | None = None) -> Any:
    corrections = {"corrections": list(entries), **({"title": title} if title else {})}
    return correct(DOCUMENT, corrections, "corrections.yaml")


def differences(old: Any, new: Any, pointer: str = "#") -> dict[str, Any]:
    """Return the changed values by pointer; None for removed ones."""
    if isinstance(old, dict) and isinstance(new, dict):
        found = {}
        for key in [*new, *(key for key in old if key not in new)]:
            below = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            found.update(differences(old[key], new.get(key), below) if key in old else {below: new[key]})
        return found
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return {key: value for at, pair in pairs for key, value in differences(*pair, f"{pointer}/{at}").items()}
    return {} if old == new else {pointer: new}


# --- at

TITLE = {"schema": {"title": "T"}}
PLACES: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "operations": (
        {"operations": ["ThingList", "Gone"]},
        {"answer": {"kind": "tar"}},
        {f"{LIST}/x-answer": {"kind": "tar"}},
    ),
    "all operations": (
        {"operations": "*"},
        {"answer": {"kind": "tar"}},
        {f"{place}/x-answer": {"kind": "tar"} for place in (LIST, MAKE, BLANK)},
    ),
    "parameters": (
        {"operations": "*", "parameters": ["t", "how", "gone"]},
        {"secret": True},
        {f"{LIST}/parameters/1/x-secret": True, f"{LIST}/parameters/2/x-secret": True},
    ),
    "the body itself": ({"operations": ["ThingMake"], "body": []}, TITLE, {f"{BODY}/title": "T"}),
    "a property of the body": (
        {"operations": ["ThingMake"], "body": ["Name"]},
        TITLE,
        {f"{BODY}/properties/Name/title": "T"},
    ),
    "a property that a part of the body declares": (
        {"operations": ["ThingMake"], "body": ["Id"]},
        TITLE,
        {f"{BASE}/properties/Id/title": "T"},
    ),
    "the values of a map": (
        {"operations": ["ThingMake"], "body": ["Labels", "{}"]},
        TITLE,
        {f"{BODY}/properties/Labels/additionalProperties/title": "T"},
    ),
    "the answer itself": (
        {"operations": ["ThingList"], "answer": []},
        TITLE,
        {ITEMS.removesuffix("/items") + "/title": "T"},
    ),
    "a property of the answer's items": (
        {"operations": ["ThingList"], "answer": ["[]", "Size"]},
        TITLE,
        {f"{THING}/allOf/1/properties/Size/title": "T"},
    ),
    "a schema itself": ({"schemas": ["Base"], "properties": [[]]}, TITLE, {f"{BASE}/title": "T"}),
    "a schema without paths": ({"schemas": ["Base", "Gone"]}, TITLE, {f"{BASE}/title": "T"}),
    "properties of schemas": (
        {"schemas": ["Base", "Thing"], "properties": [["Id"], ["Size"], ["Gone"], ["Id", "Gone"]]},
        TITLE,
        {f"{BASE}/properties/Id/title": "T", f"{THING}/allOf/1/properties/Size/title": "T"},
    ),
    "a property behind a reference": (
        {"schemas": ["a/b~c"], "properties": [["Deep", "Id"]]},
        TITLE,
        {f"{BASE}/properties/Id/title": "T"},
    ),
    "a schema that is true has no places": ({"schemas": ["Anything"], "properties": [[], ["x"]]}, TITLE, {}),
    "an operation without parameters, body and answer": (
        {"operations": ["Blank"], "parameters": ["t"]},
        {"json": True},
        {},
    ),
    "no body": ({"operations": ["Blank"], "body": []}, TITLE, {}),
    "no answer": ({"operations": ["Blank", "ThingMake"], "answer": []}, TITLE, {}),
}


@pytest.mark.parametrize(("at", "changes", "expected"), PLACES.values(), ids=PLACES.keys())
def test_an_entry_changes_the_places_that_it_names(at: Any, changes: Any, expected: dict[str, Any]) -> None:
    assert differences(DOCUMENT, corrected(entry(at, changes))) == expected


# --- set, at an operation

OPERATIONS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "parameters that are not published": (
        "Blank",
        {
            "add": [
                {"name": "a", "in": "query"},
                {
                    "name": "X-A",
                    "in": "header",
                    "description": "d",
                    "schema": INTEGER,
                    "required": True,
                    "secret": True,
                },
                {"name": "f", "in": "query", "filters": ["label"]},
                {"name": "r", "in": "query", "repeat": True, "schema": {**STRING, "enum": ["a"]}},
                {"name": "o", "in": "query", "schema": {**STRING, "enum": ["a"]}, "open": True},
            ]
        },
        {
            f"{BLANK}/parameters": [
                {"name": "a", "in": "query", "description": "", "schema": STRING},
                {
                    "name": "X-A",
                    "in": "header",
                    "description": "d",
                    "schema": INTEGER,
                    "required": True,
                    "x-secret": True,
                },
                {
                    "name": "f",
                    "in": "query",
                    "description": "",
                    "content": {
                        JSON: {
                            "schema": {
                                "type": "object",
                                "properties": {"label": FILTER},
                                "additionalProperties": False,
                                "x-others": FILTER,
                            }
                        }
                    },
                },
                {
                    "name": "r",
                    "in": "query",
                    "description": "",
                    "schema": {"type": ["array", "string"], "items": {**STRING, "enum": ["a"]}},
                    "style": "form",
                    "explode": True,
                },
                {
                    "name": "o",
                    "in": "query",
                    "description": "",
                    "schema": {**STRING, "x-known": ["a"], "x-open": True},
                },
            ]
        },
    ),
    "one that is published is not added": ("ThingList", {"add": [{"name": "T", "in": "query"}]}, {}),
    "parameters that are not for the caller": (
        "ThingList",
        {"remove": ["t", "how", "gone"]},
        {f"{LIST}/parameters": [DOCUMENT["paths"]["/things"]["get"]["parameters"][index] for index in (0, 3)]},
    ),
    "a body that is required": ("ThingMake", {"body": {"required": True}}, {f"{MAKE}/requestBody/required": True}),
    "a body's media type": (
        "ThingMake",
        {"body": {"media": "application/x-tar"}},
        {
            f"{MAKE}/requestBody/content/application~1x-tar": look_up(DOCUMENT, BODY.removesuffix("/schema")),
            f"{MAKE}/requestBody/content/application~1json": None,
        },
    ),
    "an empty body": ("ThingMake", {"body": {"empty": True}}, {f"{MAKE}/requestBody/x-empty": True}),
    "what is replaced": ("ThingMake", {"replaces": ["Name"]}, {f"{MAKE}/x-replaces": ["Name"]}),
    "no body": ("Blank", {"body": {"required": True}}, {}),
    "an answer": (
        "ThingList",
        {"answer": {"kind": "lines", "endless": {"follow": [True]}}},
        {f"{LIST}/x-answer": {"kind": "lines", "endless": {"follow": [True]}}},
    ),
    "an answer's schema": (
        "ThingMake",
        {"answer": {"kind": "json", "schema": STRING}},
        {
            f"{MAKE}/x-answer": {"kind": "json", "schema": STRING},
            f"{MAKE}/responses/204/content": {JSON: {"schema": STRING}},
        },
    ),
    "an answer's schema where no success is published": (
        "Blank",
        {"answer": {"kind": "json", "schema": STRING}},
        {f"{BLANK}/x-answer": {"kind": "json", "schema": STRING}},
    ),
    "errors of this operation that mean another": (
        "ThingList",
        {"errors": [{"status": 500, "matches": "a|b", "means": 409}]},
        {"#/x-errors": [{"status": 500, "matches": "a|b", "means": 409, "operations": ["ThingList"]}]},
    ),
}


@pytest.mark.parametrize(("name", "changes", "expected"), OPERATIONS.values(), ids=OPERATIONS.keys())
def test_what_is_set_at_an_operation(name: str, changes: Any, expected: dict[str, Any]) -> None:
    assert differences(DOCUMENT, corrected(entry({"operations": [name]}, changes))) == expected


def test_errors_of_all_operations_name_none_and_gather() -> None:
    first, second = ({"status": status, "matches": "a", "means": "version"} for status in (400, 500))
    made = corrected(
        entry({"operations": "*"}, {"errors": [first]}),
        entry({"operations": ["Gone"]}, {"errors": [second]}),
    )
    assert made["x-errors"] == [first, {**second, "operations": ["Gone"]}]


def test_two_answers_of_one_operation_are_one() -> None:
    at = {"operations": ["Blank"]}
    made = corrected(entry(at, {"answer": {"kind": "lines"}}), entry(at, {"answer": {"single": True}}))
    assert look_up(made, f"{BLANK}/x-answer") == {"kind": "lines", "single": True}


# --- set, at a parameter

PARAMETERS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "schema": ("t", {"schema": INTEGER}, {"name": "t", "in": "query", "schema": INTEGER}),
    "schema of a JSON one": (
        "ready",
        {"schema": {"type": "array"}},
        {"name": "ready", "in": "query", "content": {JSON: {"schema": {"type": "array"}}}},
    ),
    "json": ("filters", {"json": True}, {"name": "filters", "in": "query", "content": {JSON: {"schema": STRING}}}),
    "json, where it is already": (
        "ready",
        {"json": True},
        {"name": "ready", "in": "query", "content": {JSON: {"schema": {"type": "object"}}}},
    ),
    "json and its schema": (
        "filters",
        {"json": True, "schema": {"type": "object"}},
        {"name": "filters", "in": "query", "content": {JSON: {"schema": {"type": "object"}}}},
    ),
    "filters": (
        "ready",
        {"filters": ["label", "until"]},
        {
            "name": "ready",
            "in": "query",
            "content": {
                JSON: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "label": FILTER,
                            "until": FILTER,
                        },
                        "additionalProperties": False,
                        "x-others": FILTER,
                    }
                }
            },
        },
    ),
    "pairs of a filter": (
        "filters",
        {"filters": ["label", "until"], "pairs": ["label", "label!"]},
        {
            "name": "filters",
            "in": "query",
            "content": {
                JSON: {
                    "schema": {
                        "type": "object",
                        "properties": {"label": {**FILTER, "x-pairs": True}, "until": FILTER},
                        "additionalProperties": False,
                        "x-others": FILTER,
                    }
                }
            },
        },
    ),
    "pairs, where no filters are": (
        "how",
        {"pairs": ["label"]},
        {"name": "how", "in": "query", "schema": {**STRING, "enum": ["a", "b"]}},
    ),
    "repeat": (
        "t",
        {"repeat": True},
        {
            "name": "t",
            "in": "query",
            "schema": {"type": ["array", "string"], "items": {**STRING, "pattern": "^a"}},
            "style": "form",
            "explode": True,
        },
    ),
    "no repeat": ("how", {"repeat": False}, {"name": "how", "in": "query", "schema": {**STRING, "enum": ["a", "b"]}}),
    "open": (
        "how",
        {"open": True},
        {"name": "how", "in": "query", "schema": {**STRING, "x-known": ["a", "b"], "x-open": True}},
    ),
    "not open": ("how", {"open": False}, {"name": "how", "in": "query", "schema": {**STRING, "enum": ["a", "b"]}}),
    "keywords": (
        "how",
        {
            "time": True,
            "duration": "s",
            "secret": True,
            "encoded": "base64url-json",
            "send-default": True,
            "required": True,
        },
        {
            "name": "how",
            "in": "query",
            "schema": {**STRING, "enum": ["a", "b"]},
            "x-time": True,
            "x-duration": "s",
            "x-secret": True,
            "x-encoded": "base64url-json",
            "x-send-default": True,
            "required": True,
        },
    ),
}


@pytest.mark.parametrize(("name", "changes", "expected"), PARAMETERS.values(), ids=PARAMETERS.keys())
def test_what_is_set_at_a_parameter(name: str, changes: Any, expected: dict[str, Any]) -> None:
    made = corrected(entry({"operations": ["ThingList"], "parameters": [name]}, changes))
    assert next(each for each in look_up(made, f"{LIST}/parameters") if each["name"] == name) == expected


def test_a_list_that_is_repeated_keeps_its_items() -> None:
    at = {"operations": ["ThingList"], "parameters": ["t"]}
    made = corrected(entry(at, {"schema": {"type": "array", "items": INTEGER}}), entry(at, {"repeat": True}))
    assert look_up(made, f"{LIST}/parameters/1/schema") == {"type": ["array", "string"], "items": INTEGER}


# --- set, at a place in a schema

KIND = {"enum": ["x"]}


def base(properties: Any, **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["Id", "Kind"], "properties": properties, **more}


SCHEMAS: dict[str, tuple[list[str], Any, dict[str, Any]]] = {
    "keywords": (["Id"], {"schema": {"minLength": 1, "type": None}}, base({"Id": {"minLength": 1}, "Kind": KIND})),
    "a keyword that is not there is removed": (["Id"], {"schema": {"$ref": None}}, base({"Id": STRING, "Kind": KIND})),
    "properties, but no published one": (
        [],
        {"add": {"New": INTEGER, "Id": INTEGER}},
        base({"Id": STRING, "Kind": KIND, "New": INTEGER}),
    ),
    "properties where none are": (
        ["Kind"],
        {"add": {"New": INTEGER}},
        base({"Id": STRING, "Kind": {**KIND, "properties": {"New": INTEGER}}}),
    ),
    "a name, also where it is required": (
        ["Id"],
        {"rename": "ID"},
        base({"ID": STRING, "Kind": KIND}, required=["ID", "Kind"]),
    ),
    "open": (["Kind"], {"open": True}, base({"Id": STRING, "Kind": {"x-known": ["x"], "x-open": True}})),
    "open, without an enum": (["Id"], {"open": True}, base({"Id": STRING, "Kind": KIND})),
    "a secret": (["Id"], {"secret": True}, base({"Id": {**STRING, "x-secret": True}, "Kind": KIND})),
    "a duration": (["Id"], {"duration": "ns"}, base({"Id": {**STRING, "x-duration": "ns"}, "Kind": KIND})),
    "base64": (
        ["Id"],
        {"base64": True},
        base({"Id": {**STRING, **BASE64, "x-bytes": True}, "Kind": KIND}),
    ),
    "one text for a list": (["Id"], {"listed": True}, base({"Id": {**STRING, "x-listed": True}, "Kind": KIND})),
    "no base64": (["Id"], {"base64": False}, base({"Id": STRING, "Kind": KIND})),
}


@pytest.mark.parametrize(("path", "changes", "expected"), SCHEMAS.values(), ids=SCHEMAS.keys())
def test_what_is_set_in_a_schema(path: list[str], changes: Any, expected: dict[str, Any]) -> None:
    made = corrected(entry({"schemas": ["Base"], "properties": [path]}, changes))
    assert made["components"]["schemas"] == {**DOCUMENT["components"]["schemas"], "Base": expected}


def test_a_renamed_property_keeps_its_place_and_need_not_be_required() -> None:
    made = corrected(entry({"schemas": ["Thing"], "properties": [["Size"]]}, {"rename": "Bytes"}))
    assert look_up(made, f"{THING}/allOf/1") == {"properties": {"Bytes": INTEGER}}
    made = corrected(entry({"schemas": ["Base"], "properties": [["Id"]]}, {"rename": "ID"}))
    assert list(look_up(made, f"{BASE}/properties")) == ["ID", "Kind"]


# --- the whole


def test_entries_apply_in_their_order() -> None:
    place = {"schemas": ["Base"], "properties": [["Id"]]}
    made = corrected(
        entry(place, {"rename": "ID"}),
        entry({"schemas": ["Base"], "properties": [["ID"]]}, {"secret": True}),
        entry(place, {"secret": False}),
    )
    assert look_up(made, f"{BASE}/properties/ID") == {**STRING, "x-secret": True}


def test_neither_the_document_nor_the_corrections_are_changed() -> None:
    before = copy.deepcopy(DOCUMENT)
    added = {"New": {"type": "object", "properties": {}}}
    entries = [
        entry({"schemas": ["Base"], "properties": [[]]}, {"add": added}),
        entry({"schemas": ["Base"], "properties": [["New"]]}, {"add": {"Inner": STRING}, "schema": {"title": "T"}}),
        entry({"operations": ["ThingList"], "parameters": ["filters"]}, {"filters": ["a"]}),
        entry({"operations": "*"}, {"remove": ["t"], "answer": {"kind": "tar"}}),
    ]
    written = copy.deepcopy(entries)
    corrected(*entries)
    assert before == DOCUMENT
    assert entries == written


@pytest.mark.parametrize(("title", "applies"), [("Things", True), ("Other", False), (None, True)])
def test_corrections_apply_to_documents_of_their_title(title: str | None, applies: bool) -> None:
    made = corrected(entry({"operations": "*"}, {"answer": {"kind": "tar"}}), title=title)
    assert ("x-answer" in look_up(made, LIST)) is applies


def test_an_entry_whose_place_does_not_exist_is_skipped() -> None:
    gone = [
        entry({"operations": ["Gone"]}, {"remove": ["t"]}),
        entry({"operations": ["Gone"], "parameters": ["t"]}, {"json": True}),
        entry({"operations": ["ThingMake"], "body": ["Gone", "[]", "{}"]}, TITLE),
        entry({"schemas": ["Gone"], "properties": [["Id"]]}, TITLE),
        entry({"schemas": ["Base"], "properties": [["Id", "Gone"]]}, TITLE),
    ]
    there = entry({"operations": "*"}, {"remove": ["gone"]})
    assert corrected(*gone) == DOCUMENT
    assert unmatched(DOCUMENT, {"corrections": [there, *gone, there]}) == [1, 2, 3, 4, 5]


MALFORMED: dict[str, tuple[Any, str]] = {
    "no mapping": ("x", "expected at and set, each of them a mapping"),
    "no at": ({"set": {}}, "expected at and set, each of them a mapping"),
    "no set": ({"at": {"operations": "*"}}, "expected at and set, each of them a mapping"),
    "nowhere": (entry({}, {}), "at names neither operations nor schemas"),
    "somewhere unknown": (entry({"operations": "*", "header": []}, {}), "at has no header"),
    "a text for names": (entry({"operations": "ThingList"}, {}), "operations: expected a list, got 'ThingList'"),
    "a text for parameters": (
        entry({"operations": "*", "parameters": "t"}, {"json": True}),
        "parameters: expected a list, got 't'",
    ),
    "a text for schemas": (entry({"schemas": "Base"}, {}), "schemas: expected a list, got 'Base'"),
    "names for paths": (
        entry({"schemas": ["Base"], "properties": ["Id"]}, {}),
        "properties: expected a list of paths, each of them a list",
    ),
    "an unknown key at an operation": (
        entry({"operations": "*"}, {"json": True}),
        "nothing called json can be set there",
    ),
    "unknown keys at a parameter": (
        entry({"operations": "*", "parameters": ["t"]}, {"rename": "x", "base64": True}),
        "nothing called base64, rename can be set there",
    ),
    "an unknown key in a schema": (
        entry({"schemas": ["Base"]}, {"time": True}),
        "nothing called time can be set there",
    ),
    "an unknown key of an added parameter": (
        entry({"operations": ["Blank"]}, {"add": [{"name": "x", "in": "query", "colour": 1}]}),
        "KeyError: 'colour'",
    ),
    "an added parameter without a name": (
        entry({"operations": ["ThingList"]}, {"add": [{"in": "query"}]}),
        "KeyError: 'name'",
    ),
    "renaming no property": (entry({"schemas": ["Base"]}, {"rename": "x"}), "only a property can be renamed"),
    "an error without a meaning": (
        entry({"operations": "*"}, {"errors": [{"status": 500, "matches": "a"}]}),
        "KeyError: 'means'",
    ),
    "an error that means nothing known": (
        entry({"operations": "*"}, {"errors": [{"status": 500, "matches": "a", "means": "conflict"}]}),
        "errors: expected a status, and means as another status, version or no-image",
    ),
    "an error without a status": (
        entry({"operations": "*"}, {"errors": [{"status": "5xx", "matches": "a", "means": 409}]}),
        "errors: expected a status, and means as another status, version or no-image",
    ),
    "an oldest version without its quotes": (
        entry({"operations": "*"}, {"errors": [{"status": 4, "matches": "a", "means": "version", "oldest": 1.24}]}),
        "oldest: expected a version in quotes, beside means: version",
    ),
    "an oldest version where the error means a status": (
        entry({"operations": "*"}, {"errors": [{"status": 4, "matches": "a", "means": 409, "oldest": "1.24"}]}),
        "oldest: expected a version in quotes, beside means: version",
    ),
    "an error with a pattern that is none": (
        entry({"operations": "*"}, {"errors": [{"status": 500, "matches": "(", "means": 409}]}),
        "matches is not a pattern: missing ), unterminated subpattern at position 0",
    ),
    "a version of a key without its quotes": (
        entry({"operations": ["ThingList"], "parameters": ["filters"]}, {"since": {"label": 1.3}}),
        "since: expected a version in quotes for each of the value's keys",
    ),
    "a version of no key": (
        entry({"operations": ["ThingList"], "parameters": ["filters"]}, {"since": "1.30"}),
        "since: expected a version in quotes for each of the value's keys",
    ),
    "keywords that are no mapping": (
        entry({"schemas": ["Base"]}, {"schema": 5}),
        "AttributeError: 'int' object has no attribute 'items'",
    ),
}


@pytest.mark.parametrize(("wrong", "reason"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_entry_is_an_error_with_its_place(wrong: Any, reason: str) -> None:
    right = entry({"operations": "*"}, {"remove": []})
    with pytest.raises(SpecError) as caught:
        corrected(right, wrong)
    assert str(caught.value) == f"corrections.yaml at /corrections/1: this entry cannot be read: {reason}"
    assert (caught.value.source, caught.value.pointer) == ("corrections.yaml", "/corrections/1")


@pytest.mark.parametrize("content", [{}, {"corrections": {}}, {"title": "Things"}], ids=["empty", "a mapping", "none"])
def test_a_file_without_a_list_of_corrections_is_an_error(content: Any) -> None:
    with pytest.raises(SpecError) as caught:
        correct(DOCUMENT, content, "mine.yaml")
    assert str(caught.value) == "mine.yaml: expected a list called corrections"


def test_corrections_are_only_read_so_that_one_parse_does_for_all_documents() -> None:
    (corrections,) = bundled_corrections()
    entries = parse(read(corrections), corrections)
    before = copy.deepcopy(entries)
    content = normalise(parse(read(bundled_path()), bundled_path()), bundled_path())
    assert correct(correct(content, entries), entries) != content
    assert entries == before
