"""Any part of a document may be anything: it is accepted or refused, and the result always has the same form."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from dynclient.document.normalise import METHODS, normalise
from dynclient.document.places import OWN
from dynclient.errors import SpecError

SWAGGER: Any = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1"},
    "host": "h",
    "basePath": "/v1",
    "schemes": ["http"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "tags": [{"name": "Pet"}],
    "security": [{"key": []}],
    "paths": {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "post": {
                "operationId": "PetCreate",
                "tags": ["Pet"],
                "summary": "Make a pet.",
                "consumes": ["application/json"],
                "produces": ["application/json"],
                "parameters": [
                    {
                        "name": "n",
                        "in": "query",
                        "type": "array",
                        "collectionFormat": "multi",
                        "items": {"type": "integer", "minimum": 1, "exclusiveMinimum": True},
                    },
                    {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}},
                    {"$ref": "#/parameters/limit"},
                ],
                "responses": {
                    "200": {
                        "description": "fine",
                        "schema": {"$ref": "#/definitions/Pet"},
                        "headers": {"A": {"type": "string"}},
                        "examples": {"application/json": {}},
                    },
                    "404": {"$ref": "#/responses/none"},
                },
            },
            "put": {"parameters": [{"name": "f", "in": "formData", "type": "file"}]},
        }
    },
    "definitions": {
        "Pet": {
            "type": "object",
            "discriminator": "kind",
            "required": ["kind"],
            "allOf": [{"$ref": "#/definitions/Base"}],
            "properties": {
                "kind": {"type": "string", "enum": ["cat"], "x-nullable": True},
                "tags": {"additionalProperties": {"type": "string", "format": "dateTime"}},
            },
        },
        "Base": {"type": ["object"], "properties": {"born": {"$ref": "#/definitions/Pet/properties/kind"}}},
    },
    "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer"}},
    "responses": {"none": {"description": "none"}},
    "securityDefinitions": {"key": {"type": "oauth2", "flow": "implicit", "scopes": {"a": "b"}}},
}

OPENAPI: Any = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "/v1"}],
    "tags": [{"name": "Pet"}],
    "paths": {
        "/pets/{id}": {
            "servers": [{"url": "/v2"}],
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
                "parameters": [{"name": "a", "in": "query", "content": {"application/json": {"schema": {}}}}],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"$ref": "#/components/schemas/Pet"},
                            "encoding": {"a": {"headers": {"X": {"schema": {}}}}},
                            "examples": {"one": {"value": 1}},
                        }
                    }
                },
                "responses": {
                    "200": {
                        "headers": {"A": {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
                "callbacks": {"a": {}},
            },
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}],
                "not": {"pattern": "^a", "multipleOf": 2},
                "patternProperties": {"^x": {"nullable": True, "default": None}},
            },
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}], "items": [{}]},
        },
        "parameters": {"id": {"name": "id", "in": "path", "schema": {"type": "string"}}},
        "securitySchemes": {"key": {"type": "http", "scheme": "basic"}},
    },
}

ODD: list[Any] = [None, True, -1, 0.5, "", "odd", [], [None], [[]], {}, {"a": None}, {"$ref": "#/info"}, {"$ref": 1}]


def places(node: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the keys that lead to each part below `node`."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (key,)
        yield from ((key, *rest) for rest in places(value))


def with_part(document: Any, keys: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    node = changed
    for key in keys[:-1]:
        node = node[key]
    node[keys[-1]] = copy.deepcopy(value)
    return changed


def outcome(document: Any) -> Any:
    try:
        return normalise(document, "api.yaml")
    except SpecError as error:
        return str(error)


def without_notes(node: Any) -> Any:
    """Remove the keywords that only dynclient may add."""
    if isinstance(node, dict):
        return {key: without_notes(value) for key, value in node.items() if key not in OWN}
    return [without_notes(item) for item in node] if isinstance(node, list) else node


def check_form(document: Any) -> None:
    """Check the properties that the rest of dynclient relies on."""
    assert isinstance(document["info"], dict)
    assert all(isinstance(server, dict) for server in document["servers"])
    ids = set()
    for path, item in document["paths"].items():
        assert path.startswith("/")
        for method, operation in item.items():
            assert method in METHODS
            ids.add(operation["operationId"])
            assert operation["tags"]
            assert all(isinstance(tag, str) for tag in operation["tags"])
            for parameter in operation["parameters"]:
                assert isinstance(parameter["name"], str)
                assert parameter["in"] in ("path", "query", "header", "cookie")
                assert "schema" in parameter or isinstance(parameter["content"], dict)
            assert isinstance(operation.get("requestBody", {"content": {}})["content"], dict)
            for response in operation["responses"].values():
                assert isinstance(response.get("content", {}), dict)
                assert isinstance(response.get("headers", {}), dict)
    assert len(ids) == sum(len(item) for item in document["paths"].values())
    assert all(isinstance(schema, dict | bool) for schema in document["components"]["schemas"].values())


@pytest.mark.parametrize("document", [SWAGGER, OPENAPI], ids=["Swagger", "OpenAPI"])
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_document_with_any_odd_part_is_taken_or_refused(document: Any, value: Any) -> None:
    taken = 0
    for keys in places(document):
        found = outcome(with_part(document, keys, value))
        if isinstance(found, str):
            assert "\n" not in found
            assert len(found) < 300
        else:
            taken += 1
            check_form(found)
            assert without_notes(outcome(json.loads(json.dumps(found)))) == without_notes(found)
    assert taken
