"""What other APIs want of a request, each shown by the smallest document that does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import Client, MockEngine

Make = Callable[..., Client]
JSON, MERGE = "application/json", "application/merge-patch+json"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Give what makes a client of one operation, A, which is a POST of /a."""

    def client(node: Any, path: str = "/a", method: str = "post", **settings: Any) -> Client:
        operation = {"operationId": "A", "responses": {"200": {"description": "Fine."}}, **node}
        document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {path: {method: operation}}}
        file = tmp_path / "api.json"
        file.write_text(json.dumps(document))
        if settings.pop("mock", False):
            return Client(spec=file, transport=MockEngine(file), **settings)
        return Client("http://h", spec=file, **settings)

    return client


def body(*media: str, **schema: Any) -> dict[str, Any]:
    """Return a request body of these media types."""
    return {"requestBody": {"content": {name: {"schema": schema or {"type": "object"}} for name in media}}}


# --- headers

OWN = {"content-type": MERGE, "ACCEPT": "text/csv", "User-Agent": "mine"}


def headers_of(request: httpx.Request) -> list[tuple[str, str]]:
    kinds = ("accept", "content-type", "user-agent", "cookie")
    return sorted((name.lower(), value) for name, value in request.headers.multi_items() if name.lower() in kinds)


def test_the_user_s_own_headers_replace_those_that_nobody_asked_for(make: Make) -> None:
    node = {**body(JSON), "responses": {"200": {"description": "", "content": {JSON: {}, "text/csv": {}}}}}
    client = make(node)
    ours = headers_of(client.build_request("A", body={}))
    assert [name for name, _ in ours] == ["accept", "content-type", "user-agent"]
    expected = [("accept", "text/csv"), ("content-type", MERGE), ("user-agent", "mine")]
    assert headers_of(client.with_options(headers=OWN).build_request("A", body={})) == expected


def test_a_raw_request_s_headers_replace_the_client_s_and_ours(make: Make) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    client = make({}, transport=httpx.MockTransport(answer), headers={"accept": "text/plain", "cookie": "a=1"})
    client.request("PATCH", "/a", body={"a": 1}, headers={**OWN, "Cookie": "b=2"})
    client.request("PATCH", "/a", body={"a": 1})
    expected = [("accept", "text/csv"), ("content-type", MERGE), ("cookie", "a=1; b=2"), ("user-agent", "mine")]
    assert headers_of(seen[0]) == expected
    assert headers_of(seen[1])[:3] == [("accept", "text/plain"), ("content-type", JSON), ("cookie", "a=1")]


IGNORED = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string", "enum": ["application/x"]}}
    for name in ("Accept", "Content-Type", "authorization")
]


def test_header_parameters_that_the_standard_ignores_are_not_demanded(make: Make) -> None:
    node = {"parameters": IGNORED, **body(JSON)}
    made = make(node, headers={"Authorization": "Bearer T"}).build_request("A", body={})
    assert headers_of(made)[0] == ("content-type", JSON)
    assert made.headers.get_list("authorization") == ["Bearer T"]
    assert make(node, auth="T").build_request("A", body={}).headers.get_list("authorization") == ["Bearer T"]


def test_one_that_is_given_all_the_same_is_sent_once(make: Make) -> None:
    node = {"parameters": IGNORED, **body(JSON)}
    given = {"accept": "application/x", "Content-Type": "application/x", "authorization": "application/x"}
    made = make(node, auth="T").build_request("A", body={}, **given)
    assert [made.headers.get_list(name) for name in given] == [["application/x"]] * 3


def test_the_mock_does_not_judge_them(make: Make) -> None:
    client = make({"parameters": IGNORED, **body(JSON)}, mock=True)
    assert client.op("A", body={"a": 1}) is None
