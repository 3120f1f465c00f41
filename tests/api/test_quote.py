"""Quotations from the document in error messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.call.bind import bind
from dynclient.api.public import Api, Operation
from dynclient.errors import InvalidArguments

Make = Callable[..., Operation]
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
JSON = "application/json"
BODY: dict[str, Any] = {
    "type": "object",
    "required": ["Image"],
    "properties": {
        "Image": {**STRING, "description": "What it is made from. A name or an ID."},
        "Limits": {
            "type": "object",
            "description": "What it may use.",
            "properties": {
                "Memory": {**INTEGER, "description": "Memory limit in bytes; 0 is no limit. Units are not read."},
                "Cpus": INTEGER,
                "a.b": {**INTEGER, "description": "A name with a dot."},
                "it's": {**INTEGER, "description": "A name with a quote."},
            },
        },
        "Mounts": {
            "type": "array",
            "items": {"type": "object", "properties": {"Type": {**STRING, "description": "How it is mounted."}}},
        },
        "Free": {"type": "object", "description": "Anything."},
        "Labels": {"type": "object", "description": "Names and texts.", "additionalProperties": STRING},
        "Tree": {"$ref": "#/components/schemas/Tree"},
    },
}
TREE = {
    "type": "object",
    "properties": {"Leaf": {**INTEGER, "description": "A number."}, "Next": {"$ref": "#/components/schemas/Tree"}},
}
NODE: dict[str, Any] = {
    "parameters": [
        {"name": "name", "in": "query", "required": True, "schema": STRING, "description": "What it is called."},
        {"name": "t", "in": "query", "schema": INTEGER, "description": "Seconds " * 40},
    ],
    "requestBody": {"required": True, "description": "All of it.", "content": {JSON: {"schema": BODY}}},
}

FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "a property": (
        {"limits": {"Memory": "64m"}},
        [("Limits.Memory", "Memory limit in bytes; 0 is no limit.")],
    ),
    "one without words": ({"limits": {"Cpus": "1"}}, [("Limits.Cpus", "")]),
    "an item of a list": ({"Mounts": [{}, {"Type": 1}]}, [("Mounts[1].Type", "How it is mounted.")]),
    "a value of a map": ({"Labels": {"a": 1}}, [("Labels.a", "")]),
    "in what may hold anything": ({"Free": {"x": b""}}, [("Free.x", "")]),
    "a name with a dot": ({"Limits": {"a.b": ""}}, [("Limits['a.b']", "A name with a dot.")]),
    "a name with a quote": ({"Limits": {"it's": ""}}, [('Limits["it\'s"]', "A name with a quote.")]),
    "deep in a schema that holds itself": (
        {"Tree": {"Next": {"Next": {"Leaf": ""}}}},
        [("Tree.Next.Next.Leaf", "A number.")],
    ),
    "a missing parameter": ({"name": None}, [("name", "What it is called.")]),
    "a missing property": ({"Image": None}, [("Image", "What it is made from.")]),
    "a long text": ({"t": "x"}, [("t", f"{'Seconds ' * 14}…")]),
    "an unknown name": ({"Limmits": 1}, [("Limmits", "")]),
    "the whole body": ({"Image": None, "body": 5}, [("body", "All of it.")]),
    "several": (
        {"name": None, "Labels": 5, "Limits": {"Memory": ""}},
        [
            ("name", "What it is called."),
            ("Labels", "Names and texts."),
            ("Limits.Memory", "Memory limit in bytes; 0 is no limit."),
        ],
    ),
    "many": (
        {"name": None, "Labels": 5, "Limits": {"Memory": "", "Cpus": ""}, "t": "x"},
        [("t", ""), ("name", ""), ("Labels", ""), ("Limits.Cpus", ""), ("Limits.Memory", "")],
    ),
}


@pytest.mark.parametrize(("given", "expected"), FAULTS.values(), ids=FAULTS)
def test_each_fault_has_the_first_sentence_on_its_place(
    make: Make, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    operation = make(NODE, schemas={"Tree": TREE})
    with pytest.raises(InvalidArguments) as caught:
        bind(operation, (), {"name": "a", "Image": "b", **given})
    assert [(error.where, error.about) for error in caught.value.errors] == expected


def test_the_message_shows_the_quote_below_the_fault(docker: Api) -> None:
    with pytest.raises(InvalidArguments) as caught:
        bind(docker.operations["ContainerRename"], ["web"], {})
    about = caught.value.errors[0].about
    assert about
    assert str(caught.value).splitlines() == [
        "ContainerRename: an argument is wrong; nothing was sent",
        "  name: is missing (query parameter)",
        f"      {about}",
    ]


def test_a_fault_without_a_quote_is_shown_without_a_line_for_it(make: Make) -> None:
    with pytest.raises(InvalidArguments) as caught:
        bind(make({"parameters": [{"name": "n", "in": "query", "schema": INTEGER}]}), (), {"n": "x"})
    assert str(caught.value).splitlines()[1:] == ["  n: expected an integer, got a string"]
