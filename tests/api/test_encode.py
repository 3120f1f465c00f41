"""A bound operation to an HTTP request: the cases are in cases/*.yaml."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynclient.api.call.bind import bind
from dynclient.api.call.encode import Wire, encode, json_bytes, plain_pairs, text
from dynclient.api.public import Api, Operation
from tests.support.tables import parsed

CASES = Path(__file__).with_name("cases")
DOCKER: list[dict[str, Any]] = parsed((CASES / "docker.yaml").read_text())
STYLES: list[dict[str, Any]] = parsed((CASES / "styles.yaml").read_text())


def shown(wire: Wire) -> dict[str, Any]:
    """Return a request in the form of the cases."""
    request: dict[str, Any] = {"method": wire.method, "target": wire.target}
    if wire.headers or wire.ours:
        request["headers"] = dict([*wire.headers, *wire.ours])
    if wire.content is not None and request["headers"]["Content-Type"] == "application/json":
        request["body"] = json.loads(wire.content)
    elif wire.content is not None:
        request["content"] = wire.content.decode()
    return request


@pytest.mark.parametrize("case", DOCKER, ids=lambda case: f"{case['operation']}: {case['says']}")
def test_an_operation_and_its_arguments_make_a_request(docker: Api, case: dict[str, Any]) -> None:
    operation = docker.operations[case["operation"]]
    wire = encode(bind(operation, case.get("path", []), case.get("arguments", {})))
    assert shown(wire) == case["request"]
    assert wire.operation is operation


@pytest.mark.parametrize("case", STYLES, ids=lambda case: case["says"])
def test_a_parameter_is_written_in_its_style(make: Callable[..., Operation], case: dict[str, Any]) -> None:
    parameter = case["parameter"]
    operation = make({"parameters": [parameter]}, path="/things/{id}", method="get")
    given = {"id": "1", parameter["name"]: case["value"]}
    assert shown(encode(bind(operation, [], given))) == {
        "method": "GET",
        "target": case["target"],
        **({"headers": case["headers"]} if "headers" in case else {}),
    }


def test_an_unknown_name_is_written_after_the_known_ones(docker: Api) -> None:
    arguments = {"zz": [1, True], "all": True, "y y": {"a": "ä"}}
    bound = bind(docker.operations["ContainerList"], [], arguments, unknown="send")
    assert encode(bound).target == "/containers/json?all=true&zz=1&zz=true&y%20y=%7B%22a%22%3A%22%C3%A4%22%7D"


def test_without_validation_a_parameter_of_none_is_not_sent(docker: Api) -> None:
    bound = bind(docker.operations["ContainerInspect"], ["web"], {}, validate=False)
    parameters = {**bound.parameters, "size": None}
    assert encode(bound._replace(parameters=parameters)).target == "/containers/web/json"


def test_an_iterator_for_a_body_is_passed_on(docker: Api) -> None:
    wire = encode(bind(docker.operations["ImageLoad"], [], {"body": iter([b"a", b"b"])}))
    assert list(wire.content) == [b"a", b"b"]


def test_json_is_compact_utf8() -> None:
    assert json_bytes({"ä": [1, None]}) == '{"ä":[1,null]}'.encode()


@pytest.mark.parametrize(("value", "expected"), [(True, "true"), (False, "false"), (1, "1"), ("a", "a"), (1.5, "1.5")])
def test_a_scalar_is_written_as_text(value: Any, expected: str) -> None:
    assert text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a&b", ["x=a%26b"]),
        ([1, True], ["x=1", "x=true"]),
        ((1,), ["x=1"]),
        ([], []),
        ({"a": 1}, ["x=%7B%22a%22%3A1%7D"]),
        ([{"a": 1}], ["x=%7B%22a%22%3A1%7D"]),
    ],
)
def test_a_query_that_no_document_describes_is_written(value: Any, expected: list[str]) -> None:
    assert list(plain_pairs("x", value)) == expected
