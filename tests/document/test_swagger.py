"""Swagger 2.0 becomes OpenAPI 3.1."""

from pathlib import Path
from typing import Any

import pytest

from dynclient.document.normalise import normalise
from dynclient.errors import SpecError
from tests.support.tables import parsed

CASES = parsed((Path(__file__).parent / "cases" / "swagger.yaml").read_text())

SHARED = {
    "definitions": {"Other": {"type": "string"}},
    "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer"}},
    "responses": {"bad": {"description": "wrong", "schema": {"$ref": "#/definitions/Other"}}},
}


def swagger(**parts: Any) -> dict[str, Any]:
    return normalise({"swagger": "2.0", "paths": {}, **parts}, "api.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_an_operation_says_the_same_in_terms_of_3_1(case: dict[str, Any]) -> None:
    named = {"operationId": "X", "tags": ["T"]}
    found = swagger(paths={"/x": {"post": {**named, **case["given"]}}}, **SHARED)
    assert found["paths"] == {"/x": {"post": {**named, **case["gives"]}}}


def test_a_document_says_the_same_in_terms_of_3_1() -> None:
    assert swagger(
        info={"title": "Pets", "version": "2"},
        host="pets.example:8080",
        basePath="/v2/",
        schemes=["https", "http"],
        tags=[{"name": "pet"}, "odd"],
        definitions={"Pet": {"type": "object"}},
        securityDefinitions={
            "password": {"type": "basic", "description": "by name"},
            "key": {"type": "apiKey", "name": "X-Key", "in": "header"},
            "o": {
                "type": "oauth2",
                "flow": "accessCode",
                "authorizationUrl": "/a",
                "tokenUrl": "/t",
                "x-a": 1,
            },
            "i": {
                "type": "oauth2",
                "flow": "implicit",
                "authorizationUrl": "/a",
                "scopes": {"read": "to read"},
            },
        },
        security=[{"key": []}],
        externalDocs={"url": "/docs"},
        consumes=["application/json"],
        **{"x-logo": "pet.png"},
    ) == {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "2"},
        "servers": [{"url": "https://pets.example:8080/v2"}, {"url": "http://pets.example:8080/v2"}],
        "tags": [{"name": "pet"}],
        "security": [{"key": []}],
        "externalDocs": {"url": "/docs"},
        "x-logo": "pet.png",
        "paths": {},
        "components": {
            "schemas": {"Pet": {"type": "object"}},
            "securitySchemes": {
                "password": {"type": "http", "scheme": "basic", "description": "by name"},
                "key": {"type": "apiKey", "name": "X-Key", "in": "header"},
                "o": {
                    "type": "oauth2",
                    "flows": {"authorizationCode": {"authorizationUrl": "/a", "tokenUrl": "/t", "scopes": {}}},
                    "x-a": 1,
                },
                "i": {
                    "type": "oauth2",
                    "flows": {"implicit": {"authorizationUrl": "/a", "scopes": {"read": "to read"}}},
                },
            },
        },
    }


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ({}, "/"),
        ({"basePath": "/v1.45", "schemes": ["http", "https"]}, "/v1.45"),
        ({"host": "h", "basePath": "/"}, "https://h"),
        ({"host": ["odd"], "basePath": 3}, "/"),
    ],
)
def test_host_and_base_path_make_the_address(parts: dict[str, Any], url: str) -> None:
    assert swagger(**parts)["servers"] == [{"url": url}]


def test_media_types_of_the_document_apply_to_an_operation_without_any() -> None:
    body = {"name": "b", "in": "body", "schema": {}}
    answer = {"200": {"schema": {"type": "string"}}}
    found = swagger(
        consumes=["application/x-tar"],
        produces=["text/plain"],
        paths={
            "/a": {"post": {"parameters": [body], "responses": answer}},
            "/b": {"post": {"parameters": [body], "responses": answer, "consumes": [], "produces": ["a/b"]}},
        },
    )
    assert [
        [list(item["post"]["requestBody"]["content"]), list(item["post"]["responses"]["200"]["content"])]
        for item in found["paths"].values()
    ] == [[["application/x-tar"], ["text/plain"]], [["application/json"], ["a/b"]]]


def test_many_types_for_large_answers_are_refused() -> None:
    answer = {"200": {"schema": {"enum": ["x"] * 20_000}}}
    with pytest.raises(SpecError, match=r"^api.yaml at /paths/~1a/get/responses/200: the references of the doc"):
        swagger(produces=[f"a/{n}" for n in range(200)], paths={"/a": {"get": {"responses": answer}}})


@pytest.mark.parametrize(
    ("schemes", "first"),
    [
        (["wss", "https"], "https://h/v1"),
        (["http", "https"], "https://h/v1"),
        (["ws", "HTTP"], "HTTP://h/v1"),
        (["wss"], "wss://h/v1"),
        ([], "https://h/v1"),
        (None, "https://h/v1"),
    ],
)
def test_the_safest_scheme_by_which_requests_are_sent_comes_first(schemes: Any, first: str) -> None:
    assert swagger(host="h", basePath="/v1", schemes=schemes)["servers"][0] == {"url": first}


def test_of_several_bodies_any_can_be_sent() -> None:
    bodies = [
        {"in": "body", "name": name, "required": required, "schema": {"type": "object", "properties": {name: {}}}}
        for name, required in (("one", True), ("two", False))
    ]
    found = swagger(paths={"/x": {"post": {"parameters": bodies, "consumes": ["application/json"]}}})
    schemas = [{"type": "object", "properties": {name: {}}} for name in ("one", "two")]
    assert found["paths"]["/x"]["post"]["requestBody"] == {
        "description": "One of one, two.",
        "content": {"application/json": {"schema": {"anyOf": schemas}}},
    }
    found = swagger(paths={"/x": {"post": {"parameters": [{**body, "required": True} for body in bodies]}}})
    assert found["paths"]["/x"]["post"]["requestBody"]["required"] is True
