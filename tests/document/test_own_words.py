"""Dynclient's own `x-` keywords, which are removed from documents."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import Client
from dynclient.document import load
from dynclient.document.normalise import normalise
from dynclient.document.places import OWN
from dynclient.document.read import parse

SPEC = Path(__file__).parents[2] / "spec" / "v1.45.yaml"
SAID = {name: {"header": "X-Registry-Auth", "parameter": "image"} for name in OWN}


def keywords(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if str(key).startswith("x-"):
                yield key
            else:
                yield from keywords(value)
    elif isinstance(node, list):
        for item in node:
            yield from keywords(item)


def test_every_keyword_that_corrections_add_is_of_our_own() -> None:
    published = set(keywords(parse(SPEC.read_bytes(), "v1.45.yaml")))
    assert {*keywords(load(SPEC).content)} - published - OWN == set()


def parts(swagger: bool) -> Any:
    parameter = {"name": "image", "in": "query", "x": 1, **SAID}
    header = {"name": "X-Registry-Auth", "in": "header", **SAID}
    body: Any = {"schema": {"type": "object", "properties": {"a": {"type": "string", **SAID}}, **SAID}}
    typed: Any = {"type": "string"} if swagger else {"schema": {"type": "string", **SAID}}
    operation: Any = {"operationId": "A", "parameters": [{**parameter, **typed}, {**header, **typed}], **SAID}
    if swagger:
        operation["parameters"].append({"name": "body", "in": "body", **body, **SAID})
    else:
        operation["requestBody"] = {"content": {"application/json": body}, **SAID}
    head = {"swagger": "2.0"} if swagger else {"openapi": "3.1.0"}
    operation["responses"] = {"200": {"description": "Fine."}}
    return {**head, "info": {"title": "T", "version": "1"}, "paths": {"/a": {"post": operation}}, **SAID}


@pytest.mark.parametrize("swagger", [True, False], ids=["Swagger 2.0", "OpenAPI 3.1"])
def test_a_document_s_own_are_left_out(swagger: bool) -> None:
    made = {"x-body-name"} if swagger else set()
    assert OWN & set(keywords(normalise(parts(swagger), "api.json"))) == made


@pytest.mark.parametrize("swagger", [True, False], ids=["Swagger 2.0", "OpenAPI 3.1"])
def test_a_document_cannot_ask_for_the_credentials_and_headers_of_the_docker_command(
    swagger: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = {"auth": base64.b64encode(b"me:SECRET").decode()}
    config = {"auths": {"https://index.docker.io/v1/": login}, "HttpHeaders": {"X-Mine": "SECRET"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    spec, seen = tmp_path / "api.json", []
    spec.write_text(json.dumps(parts(swagger)))

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    with Client("http://h", spec=spec, transport=httpx.MockTransport(answer)) as client:
        assert client.op("A", image="busybox", a="b") is None
        assert not client.document.engine
    assert {*seen[0].headers} & {"x-registry-auth", "x-mine"} == set()
