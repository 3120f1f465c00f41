"""Normalisation that is the same for every kind of document: paths, parameters, names."""

import copy
from typing import Any

import pytest

from dynclient.document.identify import made_id
from dynclient.document.normalise import normalise
from dynclient.errors import SpecError


def paths(given: Any, **parts: Any) -> Any:
    return normalise({"openapi": "3.1.0", "paths": given, **parts}, "api.yaml")["paths"]


def ids(given: Any) -> list[str]:
    return [operation["operationId"] for item in paths(given).values() for operation in item.values()]


def tags(given: Any, declared: Any = ()) -> list[list[str]]:
    found = paths(given, tags=[{"name": name} for name in declared])
    return [operation["tags"] for item in found.values() for operation in item.values()]


@pytest.mark.parametrize("version", ["2.0", 2.0, 2, "2"])
def test_swagger_2_is_taken_as_text_or_number(version: Any) -> None:
    assert normalise({"swagger": version, "paths": {}}, "api.yaml")["openapi"] == "3.1.0"


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.0", "3.1.1", "3.2.0", 3.1, "3.1"])
def test_openapi_3_is_taken_in_every_version(version: Any) -> None:
    assert normalise({"openapi": version}, "api.yaml")["openapi"] == "3.1.0"


SUPPORTED = "supported are swagger: '2.0' and openapi: 3.0, 3.1 and 3.2"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, f"api.yaml: it has neither swagger nor openapi; {SUPPORTED}"),
        ({"swagger": "1.2"}, f"api.yaml: it has swagger: '1.2'; {SUPPORTED}"),
        ({"swagger": None}, f"api.yaml: it has swagger: None; {SUPPORTED}"),
        ({"openapi": "4.0.0"}, f"api.yaml: it has openapi: '4.0.0'; {SUPPORTED}"),
        ({"openapi": "3.10"}, f"api.yaml: it has openapi: '3.10'; {SUPPORTED}"),
        ({"openapi": ["3.1"]}, f"api.yaml: it has openapi: list; {SUPPORTED}"),
    ],
)
def test_another_kind_of_document_is_refused_with_what_is_supported(document: Any, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        normalise(document, "api.yaml")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"paths": []}, "/paths: paths must be a mapping, not list"),
        ({"paths": {"pets": {}}}, "/paths/pets: a path must begin with /"),
        ({"paths": {"/a": []}}, "/paths/~1a: a path must be a mapping, not list"),
        ({"paths": {"/a": {"get": None}}}, "/paths/~1a/get: an operation must be a mapping, not None"),
        ({"paths": {"/a": {"get": "x"}}}, "/paths/~1a/get: an operation must be a mapping, not 'x'"),
        (
            {"paths": {"/a": {"parameters": {}}}},
            "/paths/~1a/parameters: parameters must be a list, not dict",
        ),
        (
            {"paths": {"/a": {"get": {"parameters": [{"name": ["a"], "in": "query"}, 3]}}}},
            "/paths/~1a/get/parameters/0: a parameter must have a name",
        ),
        (
            {"paths": {"/a": {"get": {"parameters": ["x"]}}}},
            "/paths/~1a/get/parameters/0: a parameter must be a mapping, not 'x'",
        ),
        (
            {"paths": {"/a": {"get": {"parameters": [{"name": "x", "in": "body"}]}}}},
            "/paths/~1a/get/parameters/0: in must be one of cookie, header, path, query, not 'body'",
        ),
        (
            {"paths": {"/a": {"get": {"parameters": [{"name": "x", "in": ["query"]}]}}}},
            "/paths/~1a/get/parameters/0: in must be one of cookie, header, path, query, not list",
        ),
        (
            {"paths": {"/a": {"get": {"requestBody": {"$ref": "#/info"}}}}, "info": ["x"]},
            "/paths/~1a/get/requestBody: the target of $ref '#/info' must be a mapping, not list",
        ),
        (
            {"paths": {"/a": {"get": {"responses": []}}}},
            "/paths/~1a/get/responses: responses must be a mapping",
        ),
        ({"components": {"schemas": []}}, "/components/schemas: schemas must be a mapping, not list"),
        ({"components": []}, "/components: components must be a mapping, not list"),
        ({"tags": {}}, "/tags: tags must be a list, not dict"),
        ({"info": "x"}, "/info: info must be a mapping, not 'x'"),
    ],
)
def test_a_part_of_the_wrong_form_is_named_with_the_reason(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(SpecError) as caught:
        normalise({"openapi": "3.1.0", **parts}, "api.yaml")
    assert str(caught.value).startswith(f"api.yaml at {message}")
    assert "\n" not in str(caught.value)


def test_swagger_must_have_paths() -> None:
    with pytest.raises(SpecError, match=r"^api.yaml at /paths: paths are missing$"):
        normalise({"swagger": "2.0"}, "api.yaml")


UNUSABLE: dict[str, tuple[Any, str]] = {
    "a parameter in another file": (
        {"get": {"parameters": [{"$ref": "p.yaml"}]}},
        "$ref 'p.yaml' is another file, which is not read; bundle it in",
    ),
    "a parameter of all the path's operations": (
        {"parameters": [{"$ref": "#/components/parameters/a"}], "get": {}},
        "$ref '#/components/parameters/a' leads to nothing",
    ),
    "a body in a circle": (
        {"get": {"requestBody": {"$ref": "#/components/requestBodies/a"}}},
        "$ref '#/components/requestBodies/a' leads in a circle",
    ),
}


@pytest.mark.parametrize(("item", "reason"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_an_operation_that_refers_to_what_is_not_there_costs_no_other(item: Any, reason: str) -> None:
    item["get"] |= {"operationId": "a", "tags": ["t"], "summary": "s"}
    circle = {"requestBodies": {"a": {"$ref": "#/components/requestBodies/a"}}}
    found = paths({"/a": item, "/b": {"get": {"operationId": "b"}}}, components=circle)
    assert found["/a"]["get"] == {
        "operationId": "a",
        "tags": ["t"],
        "summary": "s",
        "parameters": [],
        "responses": {},
        "x-unusable": reason,
    }
    assert found["/b"]["get"]["operationId"] == "b"


def test_a_path_that_refers_to_another_file_is_left_out() -> None:
    assert paths({"/a": {"$ref": "./a.yaml"}, "/b": {}}) == {"/b": {}}


def test_what_an_answer_refers_to_need_not_be_there() -> None:
    ref = {"$ref": "#/nowhere"}
    response = {"headers": {"X": ref}, "content": {"text/plain": {"examples": {"a": ref}}}}
    found = paths({"/a": {"get": {"responses": {"200": response, "404": ref}}}})
    gone = {"x-dangling": "$ref '#/nowhere' leads to nothing"}
    assert found["/a"]["get"]["responses"] == {
        "200": {"headers": {"X": {**gone, "schema": {}}}, "content": {"text/plain": {"examples": {"a": gone}}}},
        "404": gone,
    }


@pytest.mark.parametrize(
    ("path", "declared", "expected"),
    [
        ("/{id}/{stackId}", ["id", "stackID"], ["id", "stackId"]),
        ("/{api_ver:.*}", ["api_ver:.*"], ["api_ver"]),
        ("/{a}/{A_}", ["a_"], ["a_", "a", "A_"]),
    ],
    ids=["another case", "a router's pattern", "which of two is not known"],
)
def test_a_path_parameter_has_the_name_that_the_path_has(path: str, declared: list[str], expected: list[str]) -> None:
    parameters = [{"name": name, "in": "path", "schema": {}} for name in declared]
    (item,) = paths({path: {"get": {"parameters": parameters}}}).values()
    assert [each["name"] for each in item["get"]["parameters"]] == expected


def test_what_a_path_declares_is_copied_to_each_operation_whose_own_wins() -> None:
    shared = [
        {"name": "id", "in": "path", "schema": {"type": "integer"}},
        {"name": "a", "in": "query", "schema": {"type": "integer"}},
        {"name": "b", "in": "query", "schema": {}},
    ]
    item = {
        "summary": "one x",
        "parameters": shared,
        "servers": [{"url": "/here"}],
        "x-more": 1,
        "get": {"parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}}]},
        "put": {"servers": [{"url": "/there"}]},
        "trace": {"operationId": "T", "tags": ["T"]},
        "connect": {},
    }
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    a = {"name": "a", "in": "query", "schema": {"type": "integer"}}
    b = {"name": "b", "in": "query", "schema": {}}
    own = {"name": "a", "in": "query", "schema": {"type": "string"}}
    rest = {"tags": ["x"], "responses": {}}
    here = [{"url": "/here"}]
    assert paths({"/x/{id}": item}) == {
        "/x/{id}": {
            "get": {"operationId": "getXById", "parameters": [id_, own, b], "servers": here, **rest},
            "put": {
                "operationId": "putXById",
                "parameters": [id_, a, b],
                "servers": [{"url": "/there"}],
                **rest,
            },
            "trace": {
                "operationId": "T",
                "tags": ["T"],
                "parameters": [id_, a, b],
                "servers": here,
                "responses": {},
            },
        }
    }


def test_a_path_without_operations_is_left_out() -> None:
    assert paths({"/a": None, "/b": {"summary": "nothing yet"}}) == {"/a": {}, "/b": {}}


def test_a_parameter_that_only_the_path_names_is_a_required_text() -> None:
    item = {"get": {"parameters": [{"name": "b", "in": "query", "schema": {}}]}}
    assert paths({"/{a}/{b}/{a}": item})["/{a}/{b}/{a}"]["get"]["parameters"] == [
        {"name": "b", "in": "query", "schema": {}},
        {"name": "a", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "b", "in": "path", "required": True, "schema": {"type": "string"}},
    ]


def test_a_parameter_whose_name_is_a_number_is_called_by_its_digits() -> None:
    item = {"get": {"parameters": [{"name": 404, "in": "query", "schema": {}}]}}
    assert paths({"/a": item})["/a"]["get"]["parameters"][0]["name"] == "404"


@pytest.mark.parametrize(
    ("method", "path", "made"),
    [
        ("get", "/pets", "getPets"),
        ("get", "/pets/{id}", "getPetsById"),
        ("post", "/pets/{pet-id}/photo_list.json", "postPetsByPetIdPhotoListJson"),
        ("head", "/_ping", "headPing"),
        ("get", "/", "get"),
        ("get", "/a/{}/b", "getAB"),
        ("get", "/größe", "getGröße"),
    ],
)
def test_a_missing_id_is_made_of_method_and_path(method: str, path: str, made: str) -> None:
    assert made_id(method, path) == made


def test_every_id_is_unique_and_a_given_one_stays() -> None:
    given = {
        "/a-b": {"get": {}},
        "/a": {
            "get": {"operationId": "list"},
            "put": {"operationId": " list "},
            "post": {"operationId": "list"},
        },
        "/a/b": {"get": {"operationId": ""}, "put": {"operationId": {"odd": 1}}, "post": {"operationId": 7}},
        "/aB": {"get": {}, "head": {"operationId": "list_2"}, "put": {"operationId": "getAB"}},
    }
    assert ids(given) == [
        *("getAB_2", "list", "list_3", "list_4"),
        *("getAB_3", "putAB", "7"),
        *("getAB_4", "list_2", "getAB"),
    ]


@pytest.mark.parametrize(
    ("operation", "declared", "found"),
    [
        ({"tags": ["A", "B"]}, [], ["A", "B"]),
        ({"tags": "A"}, [], ["A"]),
        ({"tags": ["A", 3, ""]}, [], ["A"]),
        ({"operationId": "TaskLogs"}, ["Task"], ["Task"]),
        ({"operationId": "taskLogs"}, ["TASK"], ["TASK"]),
        ({"operationId": "TaskLogs"}, ["Task", "Task Logs"], ["Task Logs"]),
        ({"operationId": "SessionStart", "tags": []}, ["Session (experimental)"], ["Session (experimental)"]),
        ({"operationId": "Tasks", "tags": None}, ["Task", "(odd)"], ["tasks"]),
        ({"operationId": "LogsTask"}, ["Task"], ["tasks"]),
    ],
)
def test_an_operation_without_tags_gets_the_longest_that_its_id_begins_with(
    operation: dict[str, Any], declared: list[str], found: list[str]
) -> None:
    assert tags({"/{id}/tasks": {"get": operation}}, declared) == [found]


def test_a_tag_that_is_used_but_not_declared_serves_too() -> None:
    given = {
        "/tasks": {"get": {"operationId": "TaskList", "tags": ["Task"]}},
        "/x": {"get": {"operationId": "TaskLogs"}},
    }
    assert tags(given) == [["Task"], ["Task"]]


def test_without_a_fixed_part_in_the_path_the_tag_is_default() -> None:
    assert tags({"/{id}": {"get": {"operationId": "x"}}}) == [["default"]]


def test_a_large_part_that_many_operations_refer_to_is_refused() -> None:
    large = {"description": "x" * 3_200_000}
    given = {f"/{n}": {"get": {"responses": {"200": {"$ref": "#/components/responses/large"}}}} for n in range(40)}
    with pytest.raises(SpecError) as caught:
        paths(given, components={"responses": {"large": large}})
    assert str(caught.value) == (
        "api.yaml at /paths/~129/get/responses/200: the references of the document expand to more than 3,000,000 values"
    )


def test_the_document_that_was_read_stays_as_it_was() -> None:
    document: dict[str, Any] = {
        "swagger": "2.0",
        "paths": {
            "/x/{id}": {
                "parameters": [{"name": "id", "in": "path", "type": "string"}],
                "post": {
                    "parameters": [{"name": "b", "in": "body", "schema": {"x-nullable": True, "type": "object"}}],
                    "responses": {"200": {"schema": {"$ref": "#/definitions/A", "x-nullable": True}}},
                },
            }
        },
        "definitions": {"A": {"oneOf": [{"$ref": "#/definitions/A"}]}},
    }
    before = copy.deepcopy(document)
    normalise(document, "api.yaml")
    assert document == before


def test_a_document_that_is_nested_deeper_than_python_recurses_is_refused() -> None:
    schema: dict[str, Any] = {}
    for _ in range(5000):
        schema = {"not": schema}
    with pytest.raises(SpecError, match=r"^api.yaml: it is nested too deeply$"):
        normalise({"openapi": "3.1.0", "components": {"schemas": {"A": schema}}}, "api.yaml")
