"""A document's own words, wherever a face shows them: nothing of them steers a terminal."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client, DynclientError, MockEngine
from dynclient.document.legible import STEERING
from dynclient.faces.terminal.command import main

# The clipboard, a title without an end, a cleared screen, the same by one sign, the direction of text, ends of lines.
STEERS = "\x1b]52;c;ZXZpbA==\x07\x1b]0;t\n\x1b[2J\x1b[31m\x9b2J\x9d0;t\x9c\u202e\u2066\u2028\x85"
STEERS += "\x1b\x07\x00\x7f\r\b\x1bP\nseen"


def hostile(word: str) -> str:
    return f"{word}{STEERS}"


def schema(depth: int = 2) -> dict[str, Any]:
    properties: dict[str, Any] = {
        hostile("prop"): {"type": "string", "description": hostile("words"), "default": hostile("default")},
        "kind": {"type": "string", "enum": [hostile("one"), hostile("two")], "description": hostile("kinds")},
        "known": {"type": "string", "example": hostile("example"), "pattern": "^a$"},
        "plain": {"type": "integer", "description": hostile("plain"), "format": hostile("int")},
    }
    if depth:
        properties[hostile("below")] = schema(depth - 1)
        properties["list"] = {"type": "array", "items": schema(depth - 1)}
    return {
        "type": "object",
        "title": hostile("title"),
        "description": hostile("schema"),
        "properties": properties,
        "required": [hostile("prop")],
        "example": {hostile("prop"): hostile("value")},
    }


def operation(name: str, **more: Any) -> dict[str, Any]:
    return {
        "operationId": hostile(name),
        "tags": [hostile("tag")],
        "summary": hostile("summary"),
        "description": hostile("description") + ". More\n\n    code " + STEERS,
        "parameters": [
            {"name": "id", "in": "path", "required": True, "description": hostile("id"), "schema": {"type": "string"}},
            {
                "name": hostile("query"),
                "in": "query",
                "description": hostile("query"),
                "schema": {"type": "string", "enum": [hostile("red"), "blue"], "default": hostile("red")},
            },
            {"name": "n", "in": "query", "schema": {"type": "integer", "description": hostile("n")}},
        ],
        "responses": {
            "200": {
                "description": hostile("fine"),
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            },
            "404": {"description": hostile("gone"), "content": {"application/json": {"schema": schema(0)}}},
        },
        **more,
    }


BODY = {
    "description": hostile("body"),
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}, "example": {"kind": STEERS}}},
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": hostile("title"), "version": hostile("1"), "description": hostile("about")},
    "servers": [{"url": "http://127.0.0.1:1", "description": hostile("server")}],
    "tags": [{"name": hostile("tag"), "description": hostile("tags")}],
    "paths": {
        "/things\u202e\x9b\u2028/{id}": {
            "get": operation("ThingGet"),
            "put": operation("ThingPut", requestBody=BODY, deprecated=True),
        }
    },
    "components": {"schemas": {"Thing": schema(), hostile("Other"): schema(1)}},
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


def steering(text: str) -> list[str]:
    return [
        repr(text[max(0, each.start() - 30) : each.end() + 10])
        for each in STEERING.finditer(text)
        if each[0] not in "\n\t"
    ]


def refused(call: Callable[[], object]) -> str:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            return f"{call()!r}"
        except (DynclientError, AttributeError, KeyError) as error:
            return "\n".join([str(error), repr(error), *(str(each.message) for each in caught)])


def first(client: Client) -> Any:
    return next(iter(client.operations.values()))


def last(client: Client) -> Any:
    return list(client.operations.values())[-1]


def group(client: Client) -> Any:
    return getattr(client, first(client).group)


def sent_anyhow(client: Client) -> Any:
    return client.with_options(unknown="warn").build_request(first(client).id, "x", zz=1)


WRONG = {"kind": "no", "n": "x", "query": "green", "zz": 1}


def method(client: Client) -> Any:
    operation = last(client)
    return getattr(getattr(client, operation.group), operation.name)


FACES: dict[str, Callable[[Client], object]] = {
    "the client": lambda client: (repr(client), client._repr_html_()),
    "dir": lambda client: "\n".join(dir(client)),
    "a group": lambda client: (repr(group(client)), group(client)._repr_html_()),
    "an operation": lambda client: (repr(first(client)), first(client)._repr_html_()),
    "help": lambda client: "\n".join(each.help() for each in client.operations.values()),
    "help of a place": lambda client: "\n".join(last(client).help(path) for path in ("kind", "list", "answer", "n")),
    "help of nothing": lambda client: refused(lambda: last(client).help("nothing")),
    "a docstring": lambda client: str(method(client).__doc__),
    "a method": lambda client: repr(method(client)),
    "a signature": lambda client: "\n".join(str(each.signature) for each in client.operations.values()),
    "the document": lambda client: repr(client.api.document),
    "find": lambda client: repr(client.find("thing")) + client.find("thing")._repr_html_(),
    "find of properties": lambda client: repr(client.find("words")),
    "find of nothing": lambda client: repr(client.find("propp")),
    "an unknown operation": lambda client: refused(lambda: client.op("ThingGot")),
    "an unknown method": lambda client: refused(lambda: group(client).nothing),
    "an unknown group": lambda client: refused(lambda: client.tagg),
    "wrong arguments": lambda client: refused(lambda: client.op(last(client).id, "x", **WRONG)),
    "nothing given": lambda client: refused(lambda: client.op(last(client).id)),
    "what is sent anyhow": lambda client: refused(lambda: sent_anyhow(client)),
}


@pytest.mark.parametrize("face", FACES)
def test_no_face_steers(face: str, document: Path) -> None:
    client = Client("http://127.0.0.1:1", spec=document)
    shown = FACES[face](client)
    for text in shown if isinstance(shown, tuple) else (shown,):
        assert steering(str(text)) == []


def test_no_page_and_no_stub_steers(document: Path) -> None:
    from dynclient.api.findings import check_file
    from dynclient.faces.pages.reference import reference
    from dynclient.faces.pages.stubs import stub

    api = Client("http://127.0.0.1:1", spec=document).api
    texts = {
        "md": reference(api, "md"),
        "html": reference(api, "html"),
        "stub": stub(api),
        "check": str(check_file(document)),
    }
    assert {name: steering(text) for name, text in texts.items() if steering(text)} == {}
    compile(texts["stub"], "stub.pyi", "exec")


def test_no_comparison_steers(document: Path) -> None:
    from dynclient.document.differences import differences

    other = document.with_name("other.json")
    changed = json.loads(json.dumps(DOCUMENT).replace("red", "green").replace("ThingGet", "ThingGot"))
    del changed["components"]["schemas"]["Thing"]["properties"]["kind"]
    changed["components"]["schemas"]["Thing"]["properties"]["plain"]["type"] = "string"
    other.write_text(json.dumps(changed))
    assert steering(str(differences(str(document), str(other)))) == []
    assert steering(repr(differences(str(document), str(other)))) == []


def test_no_answer_of_a_mock_steers_where_it_is_shown(document: Path) -> None:
    client = Client(transport=MockEngine(document), spec=document)
    value = client.op(first(client).id, "x")
    assert steering(repr(value) + value._repr_html_()) == []
    assert steering(repr(MockEngine(document))) == []


COMMANDS = [
    ["--help"], ["find", "thing"], ["find", "words"], ["help"], ["check"], ["reference"], ["thinggot"],
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_steers(words: list[str], document: Path, capfd: pytest.CaptureFixture[str]) -> None:
    given = ["--spec", str(document), *words] if words[0] not in ("check", "reference") else [*words, str(document)]
    assert main(given) in (0, 1, 2)
    shown = "".join(capfd.readouterr())
    assert shown
    assert steering(shown) == []


def test_no_completion_and_no_help_of_a_command_steers(document: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from dynclient.faces.terminal.complete import candidates

    client = Client("http://127.0.0.1:1", spec=document)
    operation = last(client)
    spec = ["--spec", str(document)]
    lines = []
    for words, begun in (
        ([], "T"),
        ([], ""),
        ([operation.id], "--"),
        ([operation.group], ""),
        (["help"], ""),
        ([operation.id], "--list."),
    ):
        lines += [f"{word} {text}" for word, text in candidates([*spec, *words], begun)]
    assert len(lines) > 10
    assert [found for line in lines for found in steering(line)] == []
    assert not [line for line in lines if "\n" in line]
    for words in (
        [operation.id, "--help"],
        ["help", operation.id],
        [operation.group, "--help"],
        [operation.id, "x", "--dry-run", "--kind", "no"],
    ):
        main([*spec, *words])
    assert steering("".join(capfd.readouterr())) == []
