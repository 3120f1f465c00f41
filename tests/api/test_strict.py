"""Strict clients: openapi-core validates answers against the corrected document."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import pickle
import tarfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client
from dynclient.api.answer.strict import check_answer, judge_of
from dynclient.errors import ArgumentError, InvalidAnswer, Response

SECRET = "hunter2-was-here"
JSON = {"Content-Type": "application/json"}
RAW = {"Content-Type": "application/vnd.docker.raw-stream"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = f"<html><title>{SECRET}</title></html>".encode()
STAT_HEADER = "X-Docker-Container-Path-Stat"

CONTAINER = {"Id": "4f2a", "Names": ["/web"], "Created": 1, "Labels": {"a.b": "c"}}
IMAGE = {
    "Id": "sha256:1",
    "ParentId": "",
    "RepoTags": ["busybox:latest"],
    "RepoDigests": [],
    "Created": "1",
    "Size": 1,
    "SharedSize": -1,
    "Labels": {},
    "Containers": -1,
}


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("hosts"), io.BytesIO())
    return file.getvalue()


def stat(**values: Any) -> dict[str, str]:
    return {STAT_HEADER: base64.b64encode(json.dumps(values).encode()).decode()}


def strict(
    status: int, headers: dict[str, str], content: bytes | dict[str, Any] | list[Any], **settings: Any
) -> Client:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    transport = httpx.MockTransport(lambda request: httpx.Response(status, headers=headers, content=body))
    return Client(transport=transport, version=None, strict=True, **settings)


RIGHT: dict[str, tuple[str, dict[str, Any], int, dict[str, str], Any]] = {
    "a list of objects": ("ContainerList", {}, 200, JSON, [CONTAINER]),
    "no object at all": ("ContainerList", {}, 200, JSON, []),
    "null for a list (E01)": ("ContainerChanges", {"id": "a"}, 200, JSON, b"null\n"),
    "null for a property (E01)": ("ContainerList", {}, 200, JSON, [{**CONTAINER, "Names": None, "Labels": None}]),
    "null for a required property (E01)": ("ContainerCreate", {"Image": "a"}, 201, JSON, {"Id": "a", "Warnings": None}),
    "null for an item": ("ContainerList", {}, 200, JSON, [{**CONTAINER, "Names": [None]}]),
    "null for the value of a map": ("ContainerList", {}, 200, JSON, [{**CONTAINER, "Labels": {"a": None}}]),
    "an unknown value of an enum (E08)": ("ContainerInspect", {"id": "a"}, 200, JSON, {"State": {"Status": "odd"}}),
    "a property that is not declared (E12)": ("ContainerList", {}, 200, JSON, [{**CONTAINER, "New": {"a": 1}}]),
    "a time that is none": ("VolumeInspect", {"name": "a"}, 200, JSON, {
        "Name": "a", "Driver": "local", "Mountpoint": "", "Labels": None, "Scope": "local", "Options": None,
        "CreatedAt": "2026-11-23 08:04:03.2 +0000 UTC",
    }),
    "JSON under no content type (E19)": ("ContainerStats", {"id": "a", "stream": False}, 200, {}, {"read": "now"}),
    "JSON with parameters in its type": ("ContainerList", {}, 200, {"Content-Type": "application/json; charset"}, []),
    "a status that is not declared (E20)": ("PluginPull", {"remote": "a"}, 200, JSON, b'{"status": "Done"}\r\n'),
    "an undeclared status with the declared schema": ("ContainerCreate", {"Image": "a"}, 200, JSON, {
        "Id": "a", "Warnings": [],
    }),
    "an empty body where none is declared": ("ContainerRename", {"id": "a", "name": "b"}, 204, {}, b""),
    "an empty body where JSON comes with another status": ("SystemAuth", {"body": {}}, 204, {}, b""),
    "an empty body where one is published (E21)": ("PluginDelete", {"name": "a"}, 200, {}, b""),
    "not modified": ("ContainerStart", {"id": "a"}, 304, {}, b""),
    "lines": ("ImageLoad", {"body": b"x"}, 200, JSON, b'{"stream": "a"}\r\n{"stream": "b"}\r\n'),
    "no line": ("SystemEvents", {"until": 1}, 200, JSON, b""),
    "a JSON text": ("SwarmInit", {"ListenAddr": "eth0"}, 200, JSON, b'"7c0m"\n'),
    "a bare text (E26)": ("SystemPing", {}, 200, {"Content-Type": "text/plain; charset=utf-8"}, b"OK"),
    "headers of the declared types": ("SystemPingHead", {}, 200, {
        "Api-Version": "1.45", "Docker-Experimental": "false", "Swarm": "inactive", "Builder-Version": "2",
    }, b""),
    "frames": ("ContainerLogs", {"id": "a", "stdout": True}, 200, {
        "Content-Type": "application/vnd.docker.multiplexed-stream",
    }, b"\1\0\0\0\0\0\0\2hi"),
    "a terminal's output": ("ContainerLogs", {"id": "a", "stdout": True}, 200, RAW, b"hi"),
    "a command that is left alone (E27)": ("ExecStart", {"id": "a", "Detach": True}, 200, {}, b""),
    "a tar": ("ContainerArchive", {"id": "a", "path": "/"}, 200, {"Content-Type": "application/x-tar"}, tar()),
    "a tar under another type": ("ContainerExport", {"id": "a"}, 200, {"Content-Type": "application/gzip"}, tar()),
    "a tar of nothing": ("ImageGetAll", {}, 200, {"Content-Type": "application/x-tar"}, bytes(1024)),
    "a header that holds the value (E63)": ("ContainerArchiveInfo", {"id": "a", "path": "/"}, 200, stat(
        name="etc", size=1, mode=2147484141, mtime="2026-11-23T08:04:03Z", linkTarget="",
    ), b""),
    "bytes in a JSON text that are no UTF-8": ("SwarmInit", {"ListenAddr": "eth0"}, 200, JSON, b'"\xff"'),
    "a name with slashes": ("ImageHistory", {"name": "registry.test:5000/a/b:1"}, 200, JSON, []),
}  # fmt: skip


def checked(operation: str, status: int, headers: dict[str, str], content: Any) -> list[str]:
    """Return the judge's findings, without a client."""
    body = content if isinstance(content, bytes) or content is None else json.dumps(content).encode()
    found = Client(transport=httpx.MockTransport(httpx.Response)).operations[operation]
    try:
        check_answer(found, Response(status, headers, operation), body)
    except InvalidAnswer as error:
        return [str(fault) for fault in error.errors]
    return []


@pytest.mark.parametrize("case", RIGHT)
def test_what_an_engine_does_right_passes(case: str) -> None:
    operation, arguments, status, headers, content = RIGHT[case]
    lenient = strict(status, headers, content).with_options(strict=False)
    assert repr(strict(status, headers, content).op(operation, **arguments)) == repr(lenient.op(operation, **arguments))
    assert checked(operation, status, headers, content) == []


WRONG: dict[str, tuple[str, dict[str, Any], int, dict[str, str], Any, list[str]]] = {
    "another type": ("ContainerList", {}, 200, JSON, [CONTAINER, {**CONTAINER, "Created": SECRET}], [
        "answer[1].Created: expected an integer, got a string",
    ]),
    "another type of the whole": ("ContainerList", {}, 200, JSON, {"Id": SECRET}, [
        "answer: expected a list, got a dict",
    ]),
    "another type behind a reference": ("ContainerInspect", {"id": "a"}, 200, JSON, {"HostConfig": SECRET}, [
        "answer.HostConfig: expected a dict, got a string",
    ]),
    "another type in an allOf": ("ContainerInspect", {"id": "a"}, 200, JSON, {"HostConfig": {"Memory": SECRET}}, [
        "answer.HostConfig.Memory: expected an integer, got a string",
    ]),
    "another type in a map": ("ContainerList", {}, 200, JSON, [{"Labels": {"a.b": [SECRET]}}], [
        "answer[0].Labels['a.b']: expected a string, got a list",
    ]),
    "another type of a secret": ("ContainerInspect", {"id": "a"}, 200, JSON, {"Config": {"Env": [31337]}}, [
        "answer.Config.Env[0]: expected a string, got an integer",
    ]),
    "properties that are missing": ("ImageList", {}, 200, JSON, [{**IMAGE, "Created": 1, "Size": None}, {
        key: value for key, value in IMAGE.items() if key not in ("Id", "Size", "Created")
    }], [
        "answer[1].Id: is missing; expected a string",
        "answer[1].Created: is missing; expected an integer",
        "answer[1].Size: is missing; expected an integer",
    ]),
    "an undeclared status with another schema": ("ContainerCreate", {"Image": "a"}, 200, JSON, {"Warnings": []}, [
        "answer.Id: is missing; expected a string",
    ]),
    "an empty body where JSON is expected": ("ContainerList", {}, 200, JSON, b"", ["answer: is empty; expected JSON"]),
    "a blank body where JSON is expected": ("ContainerList", {}, 200, JSON, b"\n", ["answer: is empty; expected JSON"]),
    "a line of another type": ("ImageLoad", {"body": b"x"}, 200, JSON, b'{"stream": "a"}\n{"stream": [1]}\n', [
        "answer[1].stream: expected a string, got a list",
    ]),
    "a line that is no object": ("SystemEvents", {"until": 1}, 200, JSON, b"[1]\n", [
        "answer[0]: expected a dict, got a list",
    ]),
    "a header of another type": ("SystemPing", {}, 200, {"Docker-Experimental": SECRET}, b"OK", [
        "Docker-Experimental: cannot be read as what the document says it is",
    ]),
    "a header with another type inside": ("ContainerArchiveInfo", {"id": "a", "path": "/"}, 200, stat(size="1"), b"", [
        f"{STAT_HEADER}.size: expected an integer, got a string",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_refused_with_its_place(case: str) -> None:
    operation, arguments, status, headers, content, faults = WRONG[case]
    with pytest.raises(InvalidAnswer) as caught:
        strict(status, headers, content).op(operation, **arguments)
    assert str(caught.value) == "\n  ".join([f"{operation}: {status} the answer does not fit the document", *faults])
    assert [str(error) for error in caught.value.errors] == faults
    assert (caught.value.status, caught.value.operation) == (status, operation)
    assert caught.value.response is not None
    assert caught.value.response.status == status


@pytest.mark.parametrize("case", WRONG)
def test_a_client_that_is_not_strict_takes_it(case: str) -> None:
    operation, arguments, status, headers, content, _ = WRONG[case]
    client = strict(status, headers, content)
    client.with_options(strict=False).op(operation, **arguments)


def test_no_value_of_the_answer_is_shown() -> None:
    told = []
    for operation, arguments, status, headers, content, _ in WRONG.values():
        with pytest.raises(InvalidAnswer) as caught:
            strict(status, headers, content).op(operation, **arguments)
        told.append(f"{caught.value}{caught.value.errors}{caught.value.__cause__}")
    assert [text for text in told if SECRET in text or "31337" in text] == []


def test_of_many_faults_the_message_has_the_first_and_their_number() -> None:
    with pytest.raises(InvalidAnswer) as caught:
        strict(200, JSON, [{"Created": "x"}] * 9).op("ContainerList")
    shown = [f"  answer[{index}].Created: expected an integer, got a string" for index in range(5)]
    head = "ContainerList: 200 the answer does not fit the document"
    assert str(caught.value).splitlines() == [head, *shown, "  … and 4 more"]
    assert len(caught.value.errors) == 9


def test_the_error_survives_pickling() -> None:
    with pytest.raises(InvalidAnswer) as caught:
        strict(200, JSON, [{"Created": "x"}]).op("ContainerList")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (str(twin), twin.errors, twin.status, twin.operation, dict(twin.response.headers)) == (
        str(caught.value),
        (ArgumentError("answer[0].Created", "expected an integer, got a string", "type"),),
        200,
        "ContainerList",
        dict(caught.value.response.headers),  # type: ignore[union-attr]
    )


def test_an_async_client_is_as_strict() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=[{"Created": "x"}]))

    async def listed() -> None:
        async with AsyncClient(transport=transport, version=None, strict=True) as client:
            await client.op("ContainerList")

    with pytest.raises(InvalidAnswer, match=r"answer\[0\]\.Created"):
        asyncio.run(listed())


def test_with_options_makes_a_client_strict() -> None:
    client = strict(200, JSON, {}).with_options(strict=False)
    assert client.op("ContainerList") == {}
    with pytest.raises(InvalidAnswer):
        client.with_options(strict=True).op("ContainerList")


def test_a_raw_request_has_no_document_to_fit() -> None:
    assert strict(200, JSON, {"any": 1}).request("GET", "/containers/json") == {"any": 1}


def test_the_judge_is_made_once_for_a_document() -> None:
    client, other = strict(200, JSON, []), strict(200, JSON, [])
    client.op("ContainerList")
    assert judge_of(other.document) is judge_of(client.document)


TAR = {"Content-Type": "application/x-tar"}
CHECKED: dict[str, tuple[str, dict[str, str], Any, list[str]]] = {
    "JSON that is none": ("ContainerList", JSON, b"{", ["answer: cannot be read as what the document says it is"]),
    "a tar": ("ImageGet", TAR, tar(), []),
    "JSON where a tar is expected": ("ImageGet", JSON, {"message": SECRET}, [
        "Content-Type: is application/json; expected application/x-tar",
    ]),
    "no tar": ("ContainerExport", {}, SECRET.encode(), ["answer: is not a tar archive"]),
    "a tar that is left open": ("ImageGet", TAR, None, []),
    "JSON, left open, where a tar is expected": ("ImageGet", JSON, None, [
        "Content-Type: is application/json; expected application/x-tar",
    ]),
    "lines that are left open": ("SystemEvents", JSON, None, []),
    "JSON that is left open": ("ContainerWait", JSON, None, []),
}  # fmt: skip


@pytest.mark.parametrize("case", CHECKED)
def test_what_can_be_checked_is_checked(case: str) -> None:
    operation, headers, content, faults = CHECKED[case]
    assert checked(operation, 200, headers, content) == faults


# --- other documents

SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Shop", "version": "3"},
    "basePath": "/api",
    "produces": ["application/json"],
    "definitions": {
        "Pet": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "enum": ["Rex"]},
                "born": {"type": "string", "format": "dateTime"},
                "next": {"$ref": "#/definitions/Pet"},
                "kind": {"$ref": "#/paths/~1pets~1{id}/get/responses/200/schema/properties/kind"},
            },
        },
    },
    "paths": {
        "/pets/{id}": {
            "get": {
                "operationId": "PetGet",
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "responses": {
                    200: {
                        "description": "",
                        "schema": {"type": "object", "properties": {"kind": {"type": "integer"}}},
                        "headers": {
                            "X-Count": {"type": "integer"},
                            "X-Tags": {"type": "array", "items": {"type": "integer"}},
                        },
                    },
                },
            },
            "put": {
                "operationId": "PetPut",
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "responses": {"default": {"description": "", "schema": {"$ref": "#/definitions/Pet"}}},
            },
        },
        "/shop/pets/{id}": {
            "get": {
                "operationId": "ShopGet",
                "produces": ["text/plain"],
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "responses": {200: {"description": "", "schema": {"type": "integer"}}},
            },
        },
    },
}

OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "3"},
    "servers": [{"url": "https://{host}/v3", "variables": {"host": {"default": "shop.test"}}}],
    "components": {
        "schemas": {
            "A b%/c~": {
                "oneOf": [
                    {"type": "object", "required": ["a"], "properties": {"kind": {"enum": ["a"]}, "a": {}}},
                    {"type": "object", "properties": {"kind": {"const": "b"}}, "additionalProperties": False},
                ],
                "not": {"required": ["never"]},
            },
            "Key": {
                "type": "object",
                "required": ["id", "secret"],
                "properties": {"id": {"type": "string"}, "secret": {"type": "string", "writeOnly": True}},
                "patternProperties": {"^x-": {"type": "integer"}},
                "unevaluatedProperties": False,
            },
            "Pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        }
    },
    "paths": {
        "/things": {
            "get": {
                "operationId": "ThingList",
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/vnd.thing+json": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/A%20b%25~1c~0"},
                                    "contains": {"required": ["never"]},
                                }
                            }
                        },
                        "headers": {
                            "X-Due": {"required": True, "deprecated": True, "schema": {"type": ["string", "null"]}},
                        },
                    },
                    "202": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}},
                    "default": {"description": "", "content": {"application/json": {"schema": {"type": "boolean"}}}},
                },
            },
            "post": {
                "operationId": "ThingMake",
                "responses": {
                    "2XX": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Key"}}},
                    }
                },
            },
            "patch": {
                "operationId": "ThingPair",
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pair"}}},
                    }
                },
            },
        }
    },
}

DUE = {**JSON, "X-Due": ""}
ELSEWHERE: list[tuple[dict[str, Any], str, int, dict[str, str], Any, list[str]]] = [
    (SWAGGER, "PetGet", 200, JSON, {"kind": 1}, []),
    (SWAGGER, "PetGet", 200, {**JSON, "X-Count": "12", "X-Tags": "1,2"}, {"kind": None}, []),
    (SWAGGER, "PetGet", 200, {**JSON, "X-Count": "many"}, {"kind": "x"}, [
        "answer.kind: expected an integer, got a string",
        "X-Count: cannot be read as what the document says it is",
    ]),
    (SWAGGER, "PetPut", 200, JSON, {"name": "Tom", "born": "", "next": {"name": "Max", "next": None}, "kind": 1}, []),
    (SWAGGER, "PetPut", 201, JSON, {"name": "Tom", "next": {"born": 1, "kind": "x"}}, [
        "answer.next.name: is missing; expected a string",
        "answer.next.born: expected a string, got an integer",
        "answer.next.kind: expected an integer, got a string",
    ]),
    (SWAGGER, "ShopGet", 200, {"Content-Type": "text/plain"}, b"12", []),
    (OPENAPI, "ThingList", 200, DUE, [{"kind": "z", "a": 1, "more": 2}, {"kind": "y"}, None, {"never": 1}], []),
    (OPENAPI, "ThingList", 200, JSON, ["x"], [
        "answer[0]: expected a dict, got a string",
        "X-Due: is missing",
    ]),
    (OPENAPI, "ThingList", 202, JSON, b'"accepted"', []),
    (OPENAPI, "ThingList", 202, JSON, [], ["answer: expected a string, got a list"]),
    (OPENAPI, "ThingList", 203, JSON, [], []),
    (OPENAPI, "ThingList", 203, JSON, {}, ["answer: expected a list, got a dict"]),
    (OPENAPI, "ThingMake", 201, JSON, {"id": "a", "more": 1, "x-a": 1}, []),
    (OPENAPI, "ThingMake", 201, JSON, {"x-a": "b"}, [
        "answer.id: is missing; expected a string",
        "answer.x-a: expected an integer, got a string",
    ]),
    (OPENAPI, "ThingPair", 200, JSON, ["a", 1, "more"], []),
    (OPENAPI, "ThingPair", 200, JSON, [1, 1], ["answer[0]: expected a string, got an integer"]),
]  # fmt: skip


@pytest.mark.parametrize(("document", "operation", "status", "headers", "content", "faults"), ELSEWHERE)
def test_any_document_can_be_held_to(
    tmp_path: Path,
    document: dict[str, Any],
    operation: str,
    status: int,
    headers: dict[str, str],
    content: Any,
    faults: list[str],
) -> None:
    file = tmp_path / "document.json"
    file.write_text(json.dumps(document))
    client = strict(status, headers, content, spec=file)
    arguments = {"id": "a/b"} if client.operations[operation].path_names else {}
    if not faults:
        client.op(operation, **arguments)
        return
    with pytest.raises(InvalidAnswer) as caught:
        client.op(operation, **arguments)
    assert sorted(str(error) for error in caught.value.errors) == sorted(faults)


@pytest.mark.parametrize("version", ["1.41", "1.51"])
def test_every_operation_of_another_version_can_be_judged(version: str) -> None:
    file = Path(__file__).parents[3] / "shared" / "engine-api" / f"v{version}.yaml"
    if not file.exists():
        pytest.skip(f"no document {file.name} beside the project")
    client = Client(spec=file, transport=httpx.MockTransport(httpx.Response))
    for operation in client.operations.values():
        response = Response(204, {}, operation.id)
        if operation.answer.kind != "header":
            check_answer(operation, response, b"")
