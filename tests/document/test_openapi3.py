"""OpenAPI 3.0 and 3.1 become 3.1 with everything but schemas in place."""

from typing import Any

import pytest

from dynclient.document.normalise import normalise


def openapi(version: str = "3.0.3", **parts: Any) -> dict[str, Any]:
    return normalise({"openapi": version, **parts}, "api.yaml")


COMPONENTS: dict[str, Any] = {
    "schemas": {"Pet": {"type": "string", "nullable": True}},
    "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "nullable": True}}},
    "requestBodies": {"pet": {"description": "one", "content": {"application/json": {"schema": {}}}}},
    "responses": {"bad": {"description": "wrong", "headers": {"A": {"$ref": "#/components/headers/a"}}}},
    "headers": {"a": {"description": "a header", "schema": {"type": "string", "nullable": True}}},
    "examples": {"one": {"value": 1}},
    "pathItems": {"pets": {"get": {"operationId": "X", "tags": ["T"]}}},
    "securitySchemes": {"key": {"$ref": "#/components/x-key"}},
    "x-key": {"type": "apiKey", "in": "header", "name": "K"},
}


@pytest.mark.parametrize(
    ("given", "gives"),
    [
        pytest.param(
            {"parameters": [{"$ref": "#/components/parameters/limit"}], "responses": None},
            {
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": ["integer", "null"]}}],
                "responses": {},
            },
            id="a shared parameter",
        ),
        pytest.param(
            {"parameters": [{"$ref": "#/components/parameters/limit", "description": "at most"}]},
            {
                "parameters": [
                    {
                        "name": "limit",
                        "in": "query",
                        "description": "at most",
                        "schema": {"type": ["integer", "null"]},
                    }
                ],
                "responses": {},
            },
            id="a shared parameter with its own description",
        ),
        pytest.param(
            {"parameters": [{"name": "a", "in": "cookie"}]},
            {"parameters": [{"name": "a", "in": "cookie", "schema": {}}], "responses": {}},
            id="a parameter without a schema",
        ),
        pytest.param(
            {
                "parameters": [
                    {
                        "name": "a",
                        "in": "query",
                        "content": {"application/json": {"schema": {"type": "object", "nullable": True}}},
                        "examples": {"x": {"$ref": "#/components/examples/one"}, "odd": 1},
                    }
                ]
            },
            {
                "parameters": [
                    {
                        "name": "a",
                        "in": "query",
                        "content": {"application/json": {"schema": {"type": ["object", "null"]}}},
                        "examples": {"x": {"value": 1}},
                    }
                ],
                "responses": {},
            },
            id="a parameter with content",
        ),
        pytest.param(
            {"requestBody": {"$ref": "#/components/requestBodies/pet"}},
            {
                "parameters": [],
                "requestBody": {"description": "one", "content": {"application/json": {"schema": {}}}},
                "responses": {},
            },
            id="a shared body",
        ),
        pytest.param(
            {"requestBody": {"required": True}, "callbacks": {"done": {}}},
            {"parameters": [], "requestBody": {"required": True, "content": {}}, "responses": {}},
            id="a body without content, and callbacks",
        ),
        pytest.param(
            {
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"properties": {"f": {"type": "string", "format": "binary"}}},
                            "encoding": {
                                "f": {"headers": {"A": {"$ref": "#/components/headers/a"}}},
                                "g": None,
                            },
                        },
                        "text/plain": None,
                    }
                }
            },
            {
                "parameters": [],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"properties": {"f": {"type": "string", "format": "binary"}}},
                            "encoding": {
                                "f": {
                                    "headers": {
                                        "A": {
                                            "description": "a header",
                                            "schema": {"type": ["string", "null"]},
                                        }
                                    }
                                },
                                "g": {},
                            },
                        },
                        "text/plain": {},
                    }
                },
                "responses": {},
            },
            id="a body of several parts",
        ),
        pytest.param(
            {
                "responses": {
                    200: {
                        "content": {"a/b": {"schema": {"$ref": "#/components/schemas/Pet"}, "example": "x"}},
                        "links": {"next": {}},
                    },
                    "4XX": {"$ref": "#/components/responses/bad"},
                    "x-more": 1,
                }
            },
            {
                "parameters": [],
                "responses": {
                    "200": {
                        "content": {"a/b": {"schema": {"$ref": "#/components/schemas/Pet"}, "example": "x"}},
                    },
                    "4XX": {
                        "description": "wrong",
                        "headers": {"A": {"description": "a header", "schema": {"type": ["string", "null"]}}},
                    },
                },
            },
            id="responses",
        ),
    ],
)
def test_an_operation_has_everything_but_schemas_in_place(given: dict[str, Any], gives: dict[str, Any]) -> None:
    named = {"operationId": "X", "tags": ["T"]}
    found = openapi(paths={"/x": {"get": {**named, **given}}}, components=COMPONENTS)
    assert found["paths"] == {"/x": {"get": {**named, **gives}}}


def test_a_document_keeps_what_is_known_of_it() -> None:
    found = openapi(
        "3.1.1",
        info={"title": "Pets", "version": "2"},
        servers=[{"url": "/v2"}, "odd"],
        webhooks={"done": {}},
        paths={"/x": {"$ref": "#/components/pathItems/pets"}, "x-more": 1},
        components=COMPONENTS,
    )
    assert found == {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "2"},
        "servers": [{"url": "/v2"}],
        "tags": [],
        "paths": {"/x": {"get": {"operationId": "X", "tags": ["T"], "parameters": [], "responses": {}}}},
        "components": {
            "schemas": {"Pet": {"type": ["string", "null"]}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "K"}},
        },
    }


def test_a_document_without_servers_has_one_at_the_root() -> None:
    assert openapi("3.2.0") == {
        "openapi": "3.1.0",
        "info": {},
        "servers": [{"url": "/"}],
        "tags": [],
        "paths": {},
        "components": {"schemas": {}, "securitySchemes": {}},
    }


def test_the_schema_of_one_item_of_a_stream_is_converted() -> None:
    media = {"application/jsonl": {"itemSchema": {"type": "string", "nullable": True}}}
    found = openapi("3.2.0", paths={"/x": {"get": {"responses": {"200": {"content": media}}}}})
    assert found["paths"]["/x"]["get"]["responses"]["200"]["content"] == {
        "application/jsonl": {"itemSchema": {"type": ["string", "null"]}}
    }
