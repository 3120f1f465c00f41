"""Integers of any size: exact both ways, unless a format or the API's corrections limit them."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, InvalidArguments, MockEngine, SpecError
from dynclient.document import load
from dynclient.document.correct import correct

LONG, MINUS = 2**70 + 1, -(2**99) - 1
INTEGER = {"type": "integer"}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    ways = [("n", "path"), ("q", "query"), ("X-H", "header")]
    fine = {"description": "Fine.", "content": {"application/json": {"schema": {"type": "object"}}}}
    operation = {
        "operationId": "A",
        "parameters": [{"name": name, "in": way, "required": way == "path", "schema": INTEGER} for name, way in ways],
        "requestBody": {
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "plain": INTEGER,
                            "small": {"type": "integer", "format": "int64"},
                            "few": {"type": "array", "items": {"type": "number"}},
                        },
                    }
                }
            }
        },
        "responses": {"200": fine},
    }
    path = tmp_path / "api.json"
    path.write_text(
        json.dumps(
            {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a/{n}": {"post": operation}}}
        )
    )
    return path


GIVEN: dict[str, Any] = {"n": LONG, "q": MINUS, "X-H": LONG, "plain": LONG, "few": [MINUS, Decimal(10**23), 1e22]}


def answer(request: httpx.Request) -> httpx.Response:
    body = json.loads(request.content)
    assert request.url.raw_path.decode() == f"/a/{LONG}?q={MINUS}"
    assert (request.headers["x-h"], body) == (str(LONG), {"plain": LONG, "few": [MINUS, 10**23, 10**22]})
    return httpx.Response(200, json=body)


def test_both_clients_send_and_read_integers_of_more_than_64_bits_exactly(spec: Path) -> None:
    async def awaited() -> Any:
        async with AsyncClient("http://h", spec=spec, transport=httpx.MockTransport(answer)) as client:
            return await client.op("A", **GIVEN)

    with Client("http://h", spec=spec, transport=httpx.MockTransport(answer)) as client:
        found = client.op("A", **GIVEN)
    assert found == asyncio.run(awaited()) == {"plain": LONG, "few": [MINUS, 10**23, 10**22]}


def test_the_mock_reads_them_exactly(spec: Path) -> None:
    mock = MockEngine(spec)
    Client(spec=spec, transport=mock).op("A", **GIVEN)
    assert mock.calls[0].arguments == {**GIVEN, "few": [MINUS, 10**23, 10**22]}


def test_a_format_is_a_bound(spec: Path) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Client("http://h", spec=spec).build_request("A", 1, small=LONG)
    assert [str(error) for error in caught.value.errors] == [f"small: is {LONG}; expected at most {2**63 - 1}"]


@pytest.mark.parametrize("given", [2**64, -(2**63) - 1])
def test_an_engine_holds_64_bits_as_its_corrections_say(given: int) -> None:
    bound = f"at most {2**64 - 1}" if given > 0 else f"at least {-(2**63)}"
    with pytest.raises(InvalidArguments, match=f"memory: is {given}; expected {bound}"):
        Client("unix:///x").build_request("ImageBuild", memory=given, body=b"")


def test_corrections_of_any_document_may_say_what_its_servers_hold(spec: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("integers: [-9007199254740991, 9007199254740991]\ncorrections: []\n")
    assert load(spec).integers is None
    assert load(spec, corrections=mine).integers == [-(2**53) + 1, 2**53 - 1]
    with pytest.raises(InvalidArguments, match="plain: is 9007199254740992; expected at most 9007199254740991"):
        Client("http://h", spec=spec, corrections=mine).build_request("A", 1, plain=2**53)


@pytest.mark.parametrize("wrong", [5, [1], [1, "2"], {"least": 1}, [True, 5]], ids=repr)
def test_integers_other_than_a_pair_are_refused(wrong: Any) -> None:
    with pytest.raises(SpecError) as caught:
        correct(
            {"info": {"title": "T"}, "paths": {}, "components": {"schemas": {}}},
            {"integers": wrong, "corrections": []},
            "mine.yaml",
        )
    assert str(caught.value) == "mine.yaml: integers: expected the least and the greatest integer"
