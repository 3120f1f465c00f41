"""Oddities of documents of other versions, as small documents in cases/ranges.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dynclient import Client, InvalidArguments
from dynclient.document import load
from tests.support.tables import parsed

CASES: list[dict[str, Any]] = parsed((Path(__file__).parent / "cases" / "ranges.yaml").read_text())


@pytest.fixture
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Client:
    case = request.param
    operation = {"operationId": "ThingDo", "responses": {200: {"description": "Fine."}}, **case["operation"]}
    document = {
        "swagger": "2.0",
        "schemes": ["http", "https"],
        "basePath": "/v1.30",
        "produces": ["application/json", "text/plain"],
        "consumes": ["application/json", "text/plain"],
        "info": {"title": "Docker Engine API", "version": "1.30"},
        "tags": [{"name": "Thing"}],
        "paths": {
            case.get("path", "/things"): {
                case.get("method", "post"): operation,
                **({"parameters": case["shared"]} if "shared" in case else {}),
            }
        },
        "definitions": case.get("definitions", {}),
    }
    path = tmp_path / "v1.30.yaml"
    path.write_text(yaml.safe_dump(document))
    return Client("unix:///x", spec=path)


def given(call: dict[str, Any]) -> dict[str, Any]:
    return {name: value.encode() if (name, value) == ("body", "x") else value for name, value in call.items()}


@pytest.mark.parametrize(
    ("client", "case"), [(case, case) for case in CASES], indirect=["client"], ids=[c["says"] for c in CASES]
)
def test_an_oddity_of_a_range_of_versions_is_coped_with(client: Client, case: dict[str, Any]) -> None:
    assert client.api.versioned
    assert {group: list(methods) for group, methods in client.api.groups.items()} == {"thing": ["do"]}
    requests = [client.build_request("ThingDo", **given(call)) for call in case["calls"]]
    targets = [request.url.raw_path.decode() for request in requests]
    assert targets == case.get("targets", targets)
    for request, headers in zip(requests, case.get("headers", []), strict=False):
        assert {name: request.headers.get_list(name) for name in headers} == {k: [v] for k, v in headers.items()}
    for call in case.get("refused", []):
        with pytest.raises(InvalidArguments):
            client.build_request("ThingDo", **given(call))
    assert client.operations["ThingDo"].help()


def test_a_repeated_key_a_tab_and_crlf_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "v1.25.yaml"
    text = (
        "swagger: '2.0'\nbasePath: /v1.25\ninfo:\n  title: Docker Engine API\n  version: '1.25'\n"
        "paths:\n  /a:\n    get:\n      operationId: One\n      operationId: ThingList\t# the last one wins\n"
        "      responses: {200: {description: x}, 304: {description: y}}\n"
    )
    path.write_bytes(text.replace("\n", "\r\n").encode())
    document = load(path)
    assert [listed.id for listed in document.operations] == ["ThingList"]
    assert list(document.content["paths"]["/a"]["get"]["responses"]) == ["200", "304"]


def test_two_paths_that_differ_in_a_router_s_pattern_are_one(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(
        "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {"
        '"/a/{n:[a-z]{2}}": {get: {operationId: A}, post: {operationId: B}}, "/a/{n}": {get: {operationId: C}}}}'
    )
    document = load(path)
    assert {listed.path for listed in document.operations} == {"/a/{n}"}
    assert sorted(listed.id for listed in document.operations) == ["A", "B"]
