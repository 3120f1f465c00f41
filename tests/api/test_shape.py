"""Shapes: what an answer's values know of their schema."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.model.shape import ListShape, SchemaShape, shape_of
from dynclient.api.public import Api
from dynclient.document import Document

STRING = {"type": "string"}
SCHEMAS = {
    "Port": {"type": "object", "properties": {"Number": {"type": "integer"}}},
    "Base": {"properties": {"Id": STRING, "Ports": {"type": "array", "items": {"$ref": "#/components/schemas/Port"}}}},
    "Thing": {
        "allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"Name": STRING}}],
        "properties": {"Labels": {"additionalProperties": {"$ref": "#/components/schemas/Port"}}},
    },
    "Tree": {"properties": {"Kids": {"items": {"$ref": "#/components/schemas/Tree"}}}},
    "Either": {"oneOf": [{"$ref": "#/components/schemas/Port"}, {"anyOf": [{"properties": {"Other": STRING}}]}]},
}


@pytest.fixture
def document(make_api: Callable[..., Api]) -> Document:
    """Return a document with schemas of all forms."""
    return make_api({}, SCHEMAS).document


def shape(document: Document, name: str) -> SchemaShape:
    made = shape_of({"$ref": f"#/components/schemas/{name}"}, document)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Port", ["Number"]),
        ("Thing", ["Labels", "Id", "Ports", "Name"]),
        ("Either", ["Number", "Other"]),
        ("Tree", ["Kids"]),
    ],
)
def test_a_shape_knows_the_declared_names(document: Document, name: str, expected: list[str]) -> None:
    assert list(shape(document, name).names()) == expected


def test_a_shape_leads_to_those_of_properties_items_and_maps(document: Document) -> None:
    thing = shape(document, "Thing")
    ports: Any = thing.child("Ports")
    labels: Any = thing.child("Labels")
    assert list(ports.item().names()) == ["Number"]
    assert list(labels.child("whatever").names()) == ["Number"]
    assert list(thing.child("Name").names()) == []  # type: ignore[union-attr]


def test_a_schema_that_describes_nothing_has_no_shape(document: Document) -> None:
    thing = shape(document, "Thing")
    assert (thing.child("Unknown"), thing.item()) == (None, None)
    assert [shape_of(schema, document) for schema in ({}, None, True)] == [None, None, None]


def test_a_schema_that_contains_itself_is_followed_as_far_as_one_asks(document: Document) -> None:
    tree: Any = shape(document, "Tree")
    for _ in range(50):
        tree = tree.child("Kids").item()
    assert list(tree.names()) == ["Kids"]


def test_a_list_of_messages_has_a_shape_without_names(document: Document) -> None:
    port = shape(document, "Port")
    made = ListShape(port)
    assert (made.item(), list(made.names()), made.child("x")) == (port, [], None)  # type: ignore[func-returns-value]


def test_a_copy_is_the_same_shape(document: Document) -> None:
    port = shape(document, "Port")
    assert copy.deepcopy(port) is port


def test_a_shape_is_unpickled_if_its_document_is_in_use(document: Document) -> None:
    again = pickle.loads(pickle.dumps(shape(document, "Thing")))
    assert list(again.names()) == ["Labels", "Id", "Ports", "Name"]


def test_elsewhere_a_shape_is_unpickled_as_none(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(shape(document, "Thing"))
    monkeypatch.setattr("dynclient.document.loaded", lambda key: None)
    assert pickle.loads(data) is None
