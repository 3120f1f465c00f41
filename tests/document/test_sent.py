"""What other APIs require of requests, each shown by the smallest document."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, InvalidArguments, MockEngine

Make = Callable[..., Client]
JSON, MERGE = "application/json", "application/merge-patch+json"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that makes a client with one operation, A, which is POST /a."""

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


def test_one_that_is_given_nevertheless_is_sent_once(make: Make) -> None:
    node = {"parameters": IGNORED, **body(JSON)}
    given = {"accept": "application/x", "Content-Type": "application/x", "authorization": "application/x"}
    made = make(node, auth="T").build_request("A", body={}, **given)
    assert [made.headers.get_list(name) for name in given] == [["application/x"]] * 3


def test_the_mock_does_not_judge_them(make: Make) -> None:
    client = make({"parameters": IGNORED, **body(JSON)}, mock=True)
    assert client.op("A", body={"a": 1}) is None


# --- forms with files

BINARY = {"type": "string", "format": "binary"}
FIELDS = {
    "file": BINARY,
    "more": {"type": "array", "items": BINARY},
    "image": {"type": "string", "contentMediaType": "image/png"},
    "note": {"type": "string"},
    "n": {"type": "integer"},
    "meta": {"type": "object"},
    "tags": {"type": "array", "items": {"type": "string"}},
}
FORM = body("multipart/form-data", type="object", properties=FIELDS, required=["file"])


def parts(request: httpx.Request, content: bytes | None = None) -> list[tuple[str, bytes]]:
    """Return each part's header, as one line, and its content."""
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    whole = request.read() if content is None else content
    assert whole.endswith(b"\r\n--" + boundary + b"--\r\n")
    found = []
    for part in whole.split(b"--" + boundary)[1:-1]:
        head, _, rest = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        found.append((head.decode().replace("\r\n", " | "), rest.removesuffix(b"\r\n")))
    return found


def disposition(name: str, filename: str = "", media: str = "") -> str:
    kind = f" | Content-Type: {media}" if media else ""
    named = f'; filename="{filename}"' if filename else ""
    return f'Content-Disposition: form-data; name="{name}"{named}{kind}'


OCTETS = "application/octet-stream"
SENT: dict[str, tuple[dict[str, Any], list[tuple[str, bytes]]]] = {
    "bytes": ({"file": b"x"}, [(disposition("file", "file", OCTETS), b"x")]),
    "a name": ({"file": ("a.txt", b"x")}, [(disposition("file", "a.txt", "text/plain"), b"x")]),
    "a name and text": ({"file": ("a.txt", "ä")}, [(disposition("file", "a.txt", "text/plain"), "ä".encode())]),
    "a media type": ({"file": ("a", b"x", "text/csv")}, [(disposition("file", "a", "text/csv"), b"x")]),
    "an open file": ({"file": io.BytesIO(b"x")}, [(disposition("file", "file", OCTETS), b"x")]),
    "an iterator": ({"file": (each for each in (b"x", b"y"))}, [(disposition("file", "file", OCTETS), b"xy")]),
    "nothing in it": ({"file": b""}, [(disposition("file", "file", OCTETS), b"")]),
    "a name with quotes": ({"file": ('a"\r\nb', b"x")}, [(disposition("file", "a%22%0D%0Ab", OCTETS), b"x")]),
    "several files": (
        {"file": b"x", "more": [b"a", ("b.png", b"b")]},
        [
            (disposition("file", "file", OCTETS), b"x"),
            (disposition("more", "more", OCTETS), b"a"),
            (disposition("more", "b.png", "image/png"), b"b"),
        ],
    ),
    "one of several files": (
        {"file": b"x", "more": b"a"},
        [(disposition("file", "file", OCTETS), b"x"), (disposition("more", "more", OCTETS), b"a")],
    ),
    "a media type of the document's": (
        {"FILE": b"x", "image": bytearray(b"y")},
        [(disposition("file", "file", OCTETS), b"x"), (disposition("image", "image", OCTETS), b"y")],
    ),
    "fields": (
        {"file": b"x", "note": "hi", "n": 3, "meta": {"a": 1}, "tags": ["x", "y"]},
        [
            (disposition("file", "file", OCTETS), b"x"),
            (disposition("note"), b"hi"),
            (disposition("n"), b"3"),
            (disposition("meta", media=JSON), b'{"a":1}'),
            (disposition("tags"), b"x"),
            (disposition("tags"), b"y"),
        ],
    ),
    "the whole": ({"body": {"file": b"x", "note": None}}, [(disposition("file", "file", OCTETS), b"x")]),
}


@pytest.mark.parametrize(("given", "expected"), SENT.values(), ids=SENT.keys())
def test_a_form_with_files_is_sent_in_parts(
    make: Make, given: dict[str, Any], expected: list[tuple[str, bytes]]
) -> None:
    request = make(FORM, headers={"Content-Type": "multipart/form-data"}).build_request("A", **given)
    content = request.read()
    assert parts(request, content) == expected
    assert request.headers.get("content-length", str(len(content))) == str(len(content))


def test_a_form_has_a_length_if_it_is_known(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"x" * 1000)
    client = make(FORM)
    with path.open("rb") as file:
        file.seek(10)
        made = [client.build_request("A", file=given) for given in (b"x", path, file, iter([b"x"]), io.BytesIO(b"x"))]
        lengths = ["content-length" in request.headers for request in made]
        assert lengths == [True, True, True, False, False]
        assert [len(request.read()) for request in made[:3]] == [int(r.headers["content-length"]) for r in made[:3]]
    assert parts(made[1]) == [(disposition("file", "a.bin", OCTETS), b"x" * 1000)]


def test_a_form_is_never_whole_in_memory(make: Make) -> None:
    given: list[int] = []

    def chunks() -> Iterator[bytes]:
        for index in range(3):
            given.append(index)
            yield b"x"

    request = make(FORM).build_request("A", file=chunks())
    assert given == []
    seen = [len(given) for chunk in request.stream if chunk == b"x"]  # type: ignore[union-attr]
    assert seen == [1, 2, 3]


def test_a_part_may_come_from_an_async_iterator(make: Make) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"x"
        yield b"y"

    seen: list[list[tuple[str, bytes]]] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        seen.append(parts(request, await request.aread()))
        return httpx.Response(204)

    async def call(spec: Any) -> None:
        async with AsyncClient("http://h", spec=spec, transport=httpx.MockTransport(answer)) as client:
            await client.op("A", file=chunks(), more=[io.BytesIO(b"z"), b"zz"], note="hi")

    client = make(FORM)
    asyncio.run(call(client.document.source))
    whole = [(disposition("file", "file", OCTETS), b"xy")]
    whole += [(disposition("more", "more", OCTETS), data) for data in (b"z", b"zz")]
    assert seen == [[*whole, (disposition("note"), b"hi")]]
    with pytest.raises(InvalidArguments, match="async iterator"):
        client.build_request("A", file=chunks())


A_FILE = "bytes, a binary file, a pathlib.Path or (filename, text)"


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"note": "x"}, [f"file: is missing; expected a file: {A_FILE}"]),
        ({"file": "x"}, [f"file: is text; expected {A_FILE}"]),
        ({"file": b"x", "note": 5}, ["note: expected a string, got an integer; write '5'"]),
        ({"file": 5}, ["file: expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got an int"]),
        ({"file": Path("/nowhere/x")}, ["file: /nowhere/x cannot be read: No such file or directory"]),
        ({"file": b"x", "tags": "y"}, ["tags: expected a list of strings, got a string; write ['y']"]),
        ({"body": [b"x"]}, ["body: is not a dict; expected a form's fields"]),
    ],
)
def test_what_is_wrong_with_a_form_is_reported_before_it_is_sent(make: Make, given: Any, errors: list[str]) -> None:
    with pytest.raises(InvalidArguments) as caught:
        make(FORM).build_request("A", **given)
    assert [str(error).partition("\n")[0] for error in caught.value.errors][-1:] == errors


def test_other_bodies_of_parts_are_refused(make: Make) -> None:
    with pytest.raises(InvalidArguments, match="travels as multipart/related, which is not supported"):
        make(body("multipart/related")).build_request("A", a=1)


def test_the_encoding_of_a_field_sets_its_media_type(make: Make) -> None:
    node = body(
        "multipart/form-data", type="object", properties={"rows": {"type": "array"}, "file": BINARY, "any": BINARY}
    )
    encoding = {"rows": JSON, "file": "text/csv", "any": "image/png, image/*"}
    media = node["requestBody"]["content"]["multipart/form-data"]
    media["encoding"] = {name: {"contentType": said} for name, said in encoding.items()}
    request = make(node).build_request("A", rows=[1, 2], file=b"x", any=b"y")
    assert parts(request) == [
        (disposition("rows", media=JSON), b"[1,2]"),
        (disposition("file", "file", "text/csv"), b"x"),
        (disposition("any", "any", OCTETS), b"y"),
    ]


def test_the_mock_takes_a_form(make: Make) -> None:
    client = make(FORM, mock=True)
    given = {"file": b"x", "more": [b"y"], "note": "hi", "n": 3, "meta": {"a": [1]}, "tags": ["a", "b"]}
    client.op("A", **given)
    assert client._sender.wires.transport.calls[0].arguments == given


# --- several media types

PATCHES = (
    "application/json-patch+json",
    MERGE,
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
)


@pytest.mark.parametrize(
    ("given", "media", "content"),
    [
        ({"body": {"a": 1}}, MERGE, b'{"a":1}'),
        ({"body": [{"op": "remove", "path": "/a"}]}, PATCHES[0], b'[{"op":"remove","path":"/a"}]'),
        ({"body": {"a": 1}, "content_type": PATCHES[2]}, PATCHES[2], b'{"a":1}'),
        ({"body": "a: 1\n", "content_type": "Application/apply-patch+yaml"}, PATCHES[3], b"a: 1\n"),
    ],
)
def test_one_of_several_media_types_is_chosen_by_the_user_or_by_what_can_be_sent(
    make: Make, given: dict[str, Any], media: str, content: bytes
) -> None:
    request = make(body(*PATCHES), method="patch").build_request("A", **given)
    assert (request.headers.get_list("content-type"), request.content) == ([media], content)


@pytest.mark.parametrize(
    ("media", "given", "error"),
    [
        (PATCHES[:2], {"body": {}, "content_type": "text/x"}, "content_type: expected one of application/json-patch"),
        (PATCHES[:2], {"body": {}, "content_type": PATCHES[0]}, "body: expected a list of dicts, got a dict"),
        (PATCHES[:1], {"body": {}}, "body: expected a list of dicts, got a dict"),
        ((JSON,), {"a": 1, "content_type": JSON}, "a: is not known here"),
    ],
)
def test_a_body_that_does_not_fit_its_media_type_is_refused(make: Make, media: Any, given: Any, error: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        make(body(*media)).build_request("A", **given)
    assert str(caught.value.errors[0]).startswith(error)


TEXT_TOO = {name: {"schema": {"type": "object"}} for name in (JSON, "text/plain", "application/octet-stream", "*/*")}
HAS_ONE = {"parameters": [{"name": "content_type", "in": "query", "schema": {"type": "string"}}]}


@pytest.mark.parametrize(
    ("node", "choices"),
    [
        (body(*PATCHES), PATCHES),
        (body(JSON), ()),
        ({"requestBody": {"content": TEXT_TOO}}, ()),  # as listed by servers that accept only JSON
        ({"requestBody": {"content": {JSON: {}, "text/plain": {"schema": {"type": "string"}}}}}, (JSON, "text/plain")),
        (body(JSON, MERGE, type="object", properties={"content_type": {"type": "string"}}), ()),
        ({**body(JSON, MERGE), **HAS_ONE}, ()),
        ({}, ()),
    ],
)
def test_a_choice_of_media_types_is_in_signatures_help_completion_and_stubs(
    make: Make, node: Any, choices: tuple[str, ...]
) -> None:
    from dynclient.faces.pages.stubs import stub
    from dynclient.faces.terminal.complete import _arguments

    client = make(node)
    operation = client.operations["A"]
    assert operation.choices == choices
    parameter = operation.signature.parameters.get("content_type")
    told = "Besides these, content_type= sets the media type of the body, if its value does not imply it: one of "
    words = " ".join(operation.help().split())
    typed = f"content_type: Literal[{', '.join(map(json.dumps, choices))}] | None = ..."
    if choices:
        assert (parameter is not None and (parameter.default, parameter.annotation)) == (None, str | None)
        assert f"{told}{', '.join(choices)}." in words
        assert stub(client.api).count(typed) == 2
        assert dict(_arguments(operation, "--"))["--content-type"] == f"one of {', '.join(choices)}"
    else:
        assert parameter is None or "content_type" in operation.arguments
        assert told not in words


@pytest.mark.parametrize("first", [JSON, "application/x-www-form-urlencoded"])
def test_a_file_chooses_the_form_that_can_have_it(make: Make, first: str) -> None:
    client = make(body(first, "multipart/form-data", type="object", properties=FIELDS))
    assert client.build_request("A", note="x").headers["content-type"] == first
    request = client.build_request("A", note="x", file=b"y")
    assert parts(request) == [(disposition("note"), b"x"), (disposition("file", "file", OCTETS), b"y")]
    assert client.build_request("A", content_type="multipart/form-data", note="x").headers["content-length"]


@pytest.mark.parametrize("flag", ["--content-type", "--content_type"])
def test_the_command_line_chooses_too(make: Make, flag: str) -> None:
    from dynclient.faces.terminal.parsing import arguments_of

    client = make(body(JSON, MERGE))
    given = arguments_of(client.operations["A"], ["--body", "{}", flag, MERGE]).arguments
    assert client.build_request("A", **given).headers["content-type"] == MERGE


def test_a_content_type_of_the_document_s_own_chooses_too(make: Make) -> None:
    node = {**body(JSON, MERGE), "parameters": [{"name": "Content-Type", "in": "header", "schema": {"type": "string"}}]}
    request = make(node).build_request("A", body={"a": 1}, content_type=MERGE)
    assert request.headers.get_list("content-type") == [MERGE]
    request = make(node).build_request("A", body={"a": 1}, content_type="x/y")
    assert request.headers.get_list("content-type") == ["x/y"]
    named = body(JSON, MERGE, type="object", properties={"content_type": {"type": "string"}})
    assert make(named).build_request("A", content_type="x").content == b'{"content_type":"x"}'


@pytest.mark.parametrize(
    ("media", "sent"),
    [
        ("application/xml", "application/xml"),
        ("application/yaml", "application/yaml"),
        ("*/*", OCTETS),
        ("text/x", "text/x"),
    ],
)
def test_text_is_sent_if_the_media_type_is_text(make: Make, media: str, sent: str) -> None:
    request = make(body(media, type="string")).build_request("A", body="<ä/>")
    assert (request.content, request.headers["content-type"]) == ("<ä/>".encode(), sent)


# --- sequences

SEQUENCES = {
    "application/x-ndjson": b'{"a":1}\n[2]\n',
    "application/json-seq": b'\x1e{"a":1}\n\x1e[2]\n',
    "text/event-stream": b'data: {"a":1}\n\ndata: [2]\n\n',
}


@pytest.mark.parametrize(("media", "content"), SEQUENCES.items())
def test_the_values_of_a_sequence_are_written_while_they_are_sent(make: Make, media: str, content: bytes) -> None:
    client = make(body(media))
    assert client.build_request("A", body=[{"a": 1}, [2]]).read() == content
    assert client.build_request("A", body=(each for each in ({"a": 1}, [2]))).read() == content
    assert client.build_request("A", body=content).read() == content
    assert client.build_request("A", body=content.decode()).read() == content


def test_the_values_of_a_sequence_may_come_from_an_async_iterator(make: Make) -> None:
    async def values() -> AsyncIterator[Any]:
        yield {"a": 1}
        yield [2]

    seen: list[bytes] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        seen.append(await request.aread())
        return httpx.Response(204)

    async def call(spec: Any) -> None:
        async with AsyncClient("http://h", spec=spec, transport=httpx.MockTransport(answer)) as client:
            await client.op("A", body=values())

    asyncio.run(call(make(body("application/x-ndjson")).document.source))
    assert seen == [SEQUENCES["application/x-ndjson"]]


def test_an_event_has_the_fields_that_are_given(make: Make) -> None:
    events = [{"event": "add", "id": 7, "retry": 10, "data": "a\nb"}]
    expected = b"event: add\nid: 7\nretry: 10\ndata: a\ndata: b\n\n"
    assert make(body("text/event-stream")).build_request("A", body=events).read() == expected


@pytest.mark.parametrize(
    ("given", "problem"),
    [(5, "expected an iterable of JSON values, or bytes"), ([{1}, object()], r"\[1\]: .*object"), ({"a": 1}, "body: ")],
)
def test_what_is_not_a_sequence_is_refused(make: Make, given: Any, problem: str) -> None:
    with pytest.raises(InvalidArguments, match=problem):
        make(body("application/x-ndjson")).build_request("A", body=given)


@pytest.mark.parametrize("item", [b"x", object()])
def test_a_value_that_is_not_json_ends_the_sending(make: Make, item: Any) -> None:
    with pytest.raises(TypeError, match="the body's iterator returned"):
        make(body("application/x-ndjson")).build_request("A", body=iter([item])).read()


@pytest.mark.parametrize(
    ("media", "whole", "opened"),
    [
        ([JSON], "", ""),
        ([JSON, "text/csv"], f"{JSON}, */*;q=0.5", f"{JSON}, */*;q=0.5"),
        (
            [JSON, "text/event-stream"],
            f"{JSON}, text/event-stream;q=0.9, */*;q=0.5",
            f"text/event-stream, {JSON};q=0.9, */*;q=0.5",
        ),
        (["application/x-ndjson"], "application/x-ndjson, */*;q=0.5", "application/x-ndjson, */*;q=0.5"),
        ([JSON, f"{JSON};stream=watch"], f"{JSON}, */*;q=0.5", f"{JSON}, */*;q=0.5"),
        (["text/csv"], "", ""),
    ],
)
def test_what_can_be_read_is_asked_for_and_a_stream_asks_for_what_comes_in_items(
    make: Make, media: list[str], whole: str, opened: str
) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("accept", ""))
        return httpx.Response(204)

    content = {name: {"schema": {"type": "object"}} for name in media}
    node = {"responses": {"200": {"description": "", "content": content}}}
    client = make(node, transport=httpx.MockTransport(answer))
    client.op("A")
    client.stream("A").close()
    assert seen == [whole, opened]


# --- styles


STRING: dict[str, Any] = {"type": "string"}
STRINGS = {"type": "array", "items": STRING}
MAP = {"type": "object", "additionalProperties": STRING}


@pytest.mark.parametrize(
    ("style", "explode", "schema", "value", "written"),
    [
        # https://spec.openapis.org/oas/v3.1.1#style-examples
        ("label", False, STRING, "a b", ".a%20b"),
        ("label", True, STRING, "a.b", ".a.b"),
        ("label", False, STRINGS, ["x", "y/z"], ".x,y%2Fz"),
        ("label", True, STRINGS, ["x", "y/z"], ".x.y%2Fz"),
        ("label", False, MAP, {"k": "1", "l": "2"}, ".k,1,l,2"),
        ("label", True, MAP, {"k": "1", "l": "2"}, ".k=1.l=2"),
        ("matrix", False, STRING, "a b", ";m=a%20b"),
        ("matrix", True, {"type": "integer"}, 5, ";m=5"),
        ("matrix", False, STRINGS, ["x", "y;z"], ";m=x,y%3Bz"),
        ("matrix", True, STRINGS, ["x", "y;z"], ";m=x;m=y%3Bz"),
        ("matrix", False, MAP, {"k": "1", "l": "2"}, ";m=k,1,l,2"),
        ("matrix", True, MAP, {"k": "1", "l": "2"}, ";k=1;l=2"),
        ("simple", True, MAP, {"k": "1", "l": "2"}, "k=1,l=2"),
    ],
)
def test_a_path_value_is_written_in_its_style_and_read_by_the_mock(
    make: Make, style: str, explode: bool, schema: Any, value: Any, written: str
) -> None:
    parameter = {"name": "m", "in": "path", "required": True, "style": style, "explode": explode, "schema": schema}
    client = make({"parameters": [parameter]}, path="/a/{m}", mock=True)
    assert client.build_request("A", value).url.raw_path.decode() == f"/a/{written}"
    client.op("A", value)
    assert client._sender.wires.transport.calls[0].arguments == {"m": value}


@pytest.mark.parametrize(("schema", "value"), [(STRINGS, ["x", "y z"]), (MAP, {"x": "y z"})])
def test_a_cookie_has_a_list_between_commas(make: Make, schema: Any, value: Any) -> None:
    parameter = {"name": "m", "in": "cookie", "explode": False, "schema": schema}
    client = make({"parameters": [parameter]}, mock=True)
    assert client.build_request("A", m=value).headers["cookie"] == "m=x,y%20z"
    client.op("A", m=value)
    assert client._sender.wires.transport.calls[0].arguments == {"m": value}


@pytest.mark.parametrize(
    ("parameter", "value", "error"),
    [
        (
            {"in": "path", "style": "label", "explode": True},
            ["a.b"],
            "m: contains a value with a dot, which separates values",
        ),
        (
            {"in": "path", "style": "label", "explode": False},
            [["a"]],
            "m: contains a dict or list, which the style label",
        ),
        (
            {"in": "path", "style": "matrix", "explode": True},
            [["a"]],
            "m: contains a dict or list, which the style mat",
        ),
        ({"in": "cookie", "explode": True}, ["a"], "m: is a list or dict that is exploded in a cookie, for which Open"),
        ({"in": "path", "style": "label", "explode": False}, ["."], "m: is '..'; a path value has no part that"),
        ({"in": "path", "style": "matrix", "explode": True}, [], "m: is ''; a path value has no part that"),
    ],
)
def test_what_a_style_has_no_form_for_is_refused(make: Make, parameter: Any, value: Any, error: str) -> None:
    node = {"parameters": [{"name": "m", "required": True, "schema": {"type": "array", "items": {}}, **parameter}]}
    with pytest.raises(InvalidArguments) as caught:
        make(node, path="/a/{m}" if parameter["in"] == "path" else "/a").build_request("A", m=value)
    assert str(caught.value.errors[0]).startswith(error)


def test_a_form_s_list_of_objects_is_repeated_as_json(make: Make) -> None:
    rows = {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "integer"}}}}
    node = body("application/x-www-form-urlencoded", type="object", properties={"rows": rows, "none": rows})
    client = make(node, mock=True)
    content = client.build_request("A", rows=[{"a": 1}, {"a": 2}], none=[]).content
    assert content == b"rows=%7B%22a%22%3A1%7D&rows=%7B%22a%22%3A2%7D"
    client.op("A", rows=[{"a": 1}, {"a": 2}])
    assert client._sender.wires.transport.calls[0].body == {"rows": [{"a": 1}, {"a": 2}]}
