"""The mock: every operation of a document answered without an engine, and told what to answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import (
    APIError,
    AsyncClient,
    BadRequest,
    Client,
    Conflict,
    ConnectionFailed,
    ContainerFailed,
    DynclientError,
    Frame,
    InvalidArguments,
    MockEngine,
    NotFound,
    Output,
    ServerError,
    StreamError,
    UnknownOperation,
)
from dynclient.faces.mock.mock_engine import UnexpectedCall
from tests.support.laws import for_each
from tests.support.strategies import sample_arguments

pytest_plugins = ["dynclient.testing"]
# Updates are made of single properties as well.
pytestmark = pytest.mark.filterwarnings("ignore::dynclient.SpecReplaced")
OPERATIONS = Client(transport=MockEngine()).operations
each_operation = for_each("operation", OPERATIONS.keys())


class Shell:
    """One of the two clients, called by the same code."""

    def __init__(self, kind: str, runner: asyncio.Runner) -> None:
        self._kind, self._runner = kind, runner

    def client(self, mock: MockEngine, **settings: Any) -> Any:
        return (Client if self._kind == "sync" else AsyncClient)(transport=mock, **settings)

    def run(self, value: Any) -> Any:
        async def awaited() -> Any:
            return await value

        return self._runner.run(awaited()) if hasattr(value, "__await__") else value

    def items(self, stream: Any) -> list[Any]:
        async def gathered() -> list[Any]:
            return [item async for item in stream]

        return list(stream) if hasattr(stream, "__next__") else self._runner.run(gathered())


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> Iterator[Shell]:
    with asyncio.Runner() as runner:
        yield Shell(request.param, runner)


# --- every operation


@pytest.mark.parametrize(
    ("shell", "full"),
    [
        pytest.param("sync", True, id="sync with all arguments"),
        pytest.param("async", True, id="async with all arguments", marks=pytest.mark.slow),
        pytest.param("sync", False, id="sync with the fewest", marks=pytest.mark.slow),
        pytest.param("async", False, id="async with the fewest", marks=pytest.mark.slow),
    ],
    indirect=["shell"],
)
@each_operation
def test_every_operation_is_answered_as_the_document_has_it(
    shell: Shell, operation: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "dynclient.faces.mock.mock_engine._PATIENCE", 0
    )  # nobody ends the input of those that are talked with
    mock = MockEngine()
    client = shell.client(mock, strict=True, version="1.45")
    arguments = sample_arguments(OPERATIONS[operation], full=full)
    answer = shell.run(client.op(operation, **arguments))
    if hasattr(answer, "read"):
        shell.run(answer.read())
    assert [call.operation for call in mock.calls] == [operation]


@each_operation
def test_what_was_given_is_read_from_the_request(operation: str) -> None:
    mock = MockEngine()
    given = sample_arguments(OPERATIONS[operation], full=True)
    client = Client(transport=mock, version="1.45")
    client.send(client.build_request(operation, **given))
    arguments = dict(mock.calls[0].arguments)
    content = {"Data": "QQ=="}  # its bytes travel as base64
    expected = {name: content.get(name, value) for name, value in given.items()}
    assert arguments == {name: arguments[name] if value in ("", None) else value for name, value in expected.items()}


# --- answers that are set

SET: list[tuple[str, dict[str, Any], Any, Any]] = [
    ("ContainerInspect", {"id": "web"}, {"Id": "a"}, {"Id": "a"}),
    ("ContainerList", {}, [], []),
    ("SystemPing", {}, "fine", "fine"),
    ("ContainerStart", {"id": "web"}, None, None),
    ("ContainerTop", {"id": "web"}, lambda call: {"Titles": [call.arguments["id"]]}, {"Titles": ["web"]}),
    ("ContainerArchiveInfo", {"id": "web", "path": "/"}, {"name": "etc"}, {"name": "etc"}),
    ("ContainerStats", {"id": "web", "stream": False}, {"read": "now"}, {"read": "now"}),
    ("ImageCreate", {"fromImage": "a"}, [{"status": "1"}, {"status": "2"}], [{"status": "1"}, {"status": "2"}]),
    ("ImageCreate", {"fromImage": "a"}, ({"status": text} for text in "12"), [{"status": "1"}, {"status": "2"}]),
    ("ImageCreate", {"fromImage": "a"}, {"status": "1"}, [{"status": "1"}]),
    ("ContainerLogs", {"id": "web", "stdout": True}, "out", Output((Frame("stdout", b"out"),))),
    ("ContainerLogs", {"id": "web", "stdout": True}, b"out", Output((Frame("stdout", b"out"),))),
    (
        "ContainerLogs",
        {"id": "web", "stdout": True},
        [Frame("stderr", b"err"), "out"],
        Output((Frame("stderr", b"err"), Frame("stdout", b"out"))),
    ),
    (
        "ContainerLogs",
        {"id": "web", "stdout": True},
        Output((Frame("stderr", b"err"),)),
        Output((Frame("stderr", b"err"),)),
    ),
    ("ExecStart", {"id": "a", "Detach": False}, "out", Output((Frame("stdout", b"out"),))),
]


@pytest.mark.parametrize(("operation", "given", "answer", "value"), SET, ids=[case[0] for case in SET])
def test_an_answer_that_is_set_is_the_value(operation: str, given: dict[str, Any], answer: Any, value: Any) -> None:
    mock = MockEngine().on(operation, answer)
    assert Client(transport=mock).op(operation, **given) == value


def test_bytes_and_archives_are_answered_too(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"tar")
    mock = MockEngine().on("ContainerExport", b"x" * 9).on("ImageGet", tmp_path / "a.tar")
    mock.on("ContainerArchive", [b"a", b"b"])
    client = shell.client(mock)
    for operation, given, content in (
        ("ContainerExport", {"id": "a"}, b"x" * 9),
        ("ImageGet", {"name": "a"}, b"tar"),
        ("ContainerArchive", {"id": "a", "path": "/"}, b"ab"),
    ):
        archive = shell.run(client.op(operation, **given))
        assert shell.run(archive.read()) == content


def test_a_stream_is_made_while_it_is_read(shell: Shell) -> None:
    made: list[int] = []

    def events() -> Iterator[dict[str, Any]]:
        for number in range(1000):
            made.append(number)
            yield {"Type": "container", "number": number}

    mock = MockEngine().on("SystemEvents", lambda call: events())
    client = shell.client(mock)

    async def first() -> Any:
        async with await client.stream("SystemEvents") as stream:
            return await anext(stream)

    if isinstance(client, Client):
        with client.stream("SystemEvents") as stream:
            item = next(stream)
    else:
        item = shell.run(first())
    assert (item.number, len(made)) == (0, 1)


def test_an_async_iterator_is_an_answer_for_an_async_client_alone() -> None:
    async def events() -> AsyncIterator[dict[str, Any]]:
        yield {"Type": "container"}

    mock = MockEngine().on("SystemEvents", lambda call: events())

    async def main() -> list[Any]:
        return [event async for event in await AsyncClient(transport=mock).op("SystemEvents")]

    assert asyncio.run(main()) == [{"Type": "container"}]
    with pytest.raises(DynclientError, match="which only an AsyncClient reads"):
        list(Client(transport=mock).op("SystemEvents"))


def test_a_failure_in_a_stream_is_the_clients_to_raise() -> None:
    mock = MockEngine().on("ImageCreate", [{"status": "Pulling"}, {"errorDetail": {"message": "denied"}}])
    with pytest.raises(StreamError, match="denied"):
        Client(transport=mock).pull("a")


# --- errors


@pytest.mark.parametrize(
    ("answer", "settings", "kind", "message"),
    [
        (404, {}, NotFound, "There is no such container."),
        (409, {}, Conflict, "the mock was told to answer 409"),
        ("it runs already", {"status": 409}, Conflict, "it runs already"),
        (lambda call: 500, {}, ServerError, "The engine failed."),
        (httpx.Response(400, json={"message": "no"}), {}, BadRequest, "no"),
    ],
)
def test_an_error_is_answered(answer: Any, settings: dict[str, Any], kind: type[Exception], message: str) -> None:
    mock = MockEngine().on("ContainerInspect", answer, **settings)
    with pytest.raises(kind) as caught:
        Client(transport=mock).container.inspect("web")
    assert (caught.value.operation, caught.value.message) == ("ContainerInspect", message)


@pytest.mark.parametrize("answer", [httpx.ConnectError("refused"), httpx.ConnectError])
def test_an_exception_is_raised_where_an_engine_would_not_answer(answer: Any) -> None:
    if isinstance(answer, type):
        answer = answer("refused")
    mock = MockEngine().on("ContainerInspect", answer)
    with pytest.raises(ConnectionFailed):
        Client(transport=mock).container.inspect("web")


def test_a_path_of_no_operation_is_not_found() -> None:
    with pytest.raises(NotFound, match="page not found"):
        Client(transport=MockEngine()).request("GET", "/nothing")


WRONG: list[tuple[str, str, bytes, str]] = [
    ("POST", "/v1.45/containers/create", b'{"Image": 1}', "Image: expected a string, got an integer"),
    ("POST", "/v1.45/containers/create", b"{", "body: cannot be read as what the document says it is"),
    ("POST", "/v1.45/containers/create", b"", "body: is missing"),
    ("GET", "/v1.45/containers/web/archive", b"", "path: is missing"),
    ("GET", "/v1.45/containers/json?limit=many", b"", "limit: cannot be read as what the document says it is"),
]


@pytest.mark.parametrize(("method", "target", "content", "message"), WRONG)
def test_a_request_that_the_document_does_not_allow_is_refused(
    method: str, target: str, content: bytes, message: str
) -> None:
    with httpx.Client(transport=MockEngine(), base_url="http://docker") as other:
        answer = other.request(method, target, content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"message": message})


# --- which answer


def test_of_several_answers_that_fit_the_last_is_given() -> None:
    mock = MockEngine().on("ContainerInspect", {"Id": "any"}).on("ContainerInspect", {"Id": "one"}, id="web")
    mock.on("ContainerInspect", {"Id": "once"}, times=1)
    client = Client(transport=mock)
    assert [client.container.inspect(name).Id for name in ("web", "web", "other")] == ["once", "one", "any"]


def test_an_answer_holds_for_arguments_in_any_spelling() -> None:
    mock = MockEngine().on("ImageCreate", [{"status": "busy"}], from_image="busybox", tag="1")
    mock.on("ContainerList", [{"Id": "x"}], filters={"label": ["a=b"]})
    client = Client(transport=mock)
    assert client.op("ImageCreate", fromImage="busybox", tag="1", platform="linux/amd64") == [{"status": "busy"}]
    assert client.op("ImageCreate", fromImage="busybox", tag="2") != [{"status": "busy"}]
    assert client.container.list(filters={"label": "a=b"}) == [{"Id": "x"}]


def test_what_cannot_be_set_is_told() -> None:
    with pytest.raises(UnknownOperation, match="did you mean ContainerList"):
        MockEngine().on("ContainerLst")
    with pytest.raises(ValueError, match="name: is not known here"):
        MockEngine().on("ContainerStart", name="web")
    with pytest.raises(ValueError, match="expected 'answer' or 'fail'"):
        MockEngine(unexpected="raise")


def test_a_call_that_was_not_expected_fails_where_that_is_asked(shell: Shell) -> None:
    mock = MockEngine(unexpected="fail").on("ContainerStart")
    client = shell.client(mock)
    assert shell.run(client.op("ContainerStart", "web")) is None
    with pytest.raises(UnexpectedCall) as caught:
        shell.run(client.op("ContainerStop", "web"))
    assert isinstance(caught.value, AssertionError)
    assert str(caught.value) == (
        "the mock has no answer for <Call ContainerStop(id)>: set one by on('ContainerStop', …)"
    )


# --- what was called


def test_calls_are_listed_with_what_was_given() -> None:
    mock = MockEngine()
    client = Client(transport=mock)
    login = {"username": "me", "password": "hunter2"}
    client.image.push("localhost:5000/a/b", tag="1", x_registry_auth=login)
    client.container.create(name="web", Image="busybox", host_config={"memory": 64})
    push, create = mock.calls
    assert (push.operation, push.arguments, push.body) == (
        "ImagePush",
        {"name": "localhost:5000/a/b", "tag": "1", "X-Registry-Auth": login},
        None,
    )
    assert (create.arguments, create.body) == (
        {"name": "web", "Image": "busybox", "HostConfig": {"Memory": 64}},
        {"Image": "busybox", "HostConfig": {"Memory": 64}},
    )
    assert create.request.url.path == "/v1.45/containers/create"
    assert (
        repr(mock.calls)
        == "[<Call ImagePush(name, tag, X-Registry-Auth)>, <Call ContainerCreate(name, Image, HostConfig)>]"
    )
    assert repr(mock) == "<MockEngine of Docker Engine API 1.45: 2 calls>"


def test_a_header_that_is_not_encoded_stays_as_it_is() -> None:
    mock = MockEngine()
    with httpx.Client(transport=mock, base_url="http://docker") as other:
        other.post("/images/a/push", headers={"X-Registry-Auth": "!"})
    assert mock.calls[0].arguments == {"name": "a", "X-Registry-Auth": "!"}


def test_an_upload_is_kept_whole() -> None:
    mock = MockEngine()
    Client(transport=mock).image.load(body=iter([b"a", b"b"]))
    assert (mock.calls[0].body, mock.calls[0].arguments) == (b"ab", {"body": b"ab"})


# --- recipes and connections that are taken over


def test_a_container_is_run(shell: Shell) -> None:
    mock = MockEngine().on("ContainerAttach", [Frame("stdout", b"out\n"), Frame("stderr", b"err\n")])
    mock.on("ContainerCreate", {"Id": "abc", "Warnings": []}).on("ContainerWait", {"StatusCode": 3})
    client = shell.client(mock)
    with pytest.raises(ContainerFailed) as caught:
        shell.run(client.run("busybox", ["cat"], stdin=b"in"))
    output = caught.value.output
    assert (output.stdout, output.stderr, output.exit_code) == (b"out\n", b"err\n", 3)
    assert [(call.operation, bytes(call.written)) for call in mock.calls] == [
        ("ContainerCreate", b""),
        ("ContainerAttach", b"in"),
        ("ContainerWait", b""),
        ("ContainerStart", b""),
        ("ContainerDelete", b""),
    ]


@pytest.mark.parametrize("operation", ["ContainerAttach", "ContainerAttachWebsocket"])
def test_a_connection_is_talked_on(shell: Shell, operation: str) -> None:
    async def said() -> AsyncIterator[bytes]:
        for piece in (b"one", b"", b"two"):
            yield piece

    mock = MockEngine()
    client = shell.client(mock)
    mock.on(operation, [b"one", b"", b"two"] if isinstance(client, Client) else lambda call: said())

    async def opened() -> Any:
        return await client.stream(operation, "web", stream=True)

    talk = client.stream(operation, "web", stream=True) if isinstance(client, Client) else shell.run(opened())
    shell.run(talk.write(b"hello"))
    if operation == "ContainerAttach":  # in a WebSocket the end of one side is that of both
        shell.run(talk.close_stdin())
    assert b"".join(frame.data for frame in shell.items(talk)) == b"onetwo"
    assert mock.calls[0].written == b"hello"


def test_an_answer_of_its_own_headers_and_status() -> None:
    mock = MockEngine().on("ContainerStart", None, status=304).on("SystemInfo", {}, headers={"X-A": "b"})
    client = Client(transport=mock)
    assert client.container.start("web") is None
    response = client.send(client.build_request("SystemInfo"))
    assert (response.headers["x-a"], response.headers["api-version"]) == ("b", "1.45")


def test_a_mock_may_be_a_context_and_a_fixture(shell: Shell, mock_engine: MockEngine) -> None:
    async def within() -> str:
        async with AsyncClient(transport=mock_engine) as client:
            return str(await client.system.ping())

    mock_engine.on("SystemPing", "fine")
    with Client(transport=mock_engine) as client:
        assert client.system.ping() == asyncio.run(within()) == "fine"
        with pytest.raises(UnexpectedCall):
            client.system.info()


# --- any document


TREE = {
    "openapi": "3.0.3",
    "info": {"title": "Trees", "version": "7"},
    "servers": [{"url": "https://trees.example/api"}],
    "paths": {
        "/trees/{name}": {
            "get": {
                "operationId": "getTree",
                "parameters": [{"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}},
                    }
                },
            }
        },
        "/leaves": {
            "get": {
                "operationId": "getLeaves",
                "responses": {
                    "2XX": {
                        "description": "They.",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"type": "string"}},
                                "examples": {"none": {"summary": "n"}, "two": {"value": ["oak", "elm"]}},
                            }
                        },
                    }
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Tree": {
                "allOf": [
                    {"$ref": "#/components/schemas/Named"},
                    {
                        "type": "object",
                        "required": ["root"],
                        "properties": {
                            "kind": {"type": "string", "enum": ["", "oak"]},
                            "branches": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                            "root": {"$ref": "#/components/schemas/Tree"},
                            "stem": {"$ref": "#/components/schemas/Tree"},
                            "height": {"type": "number", "minimum": 2.5},
                            "depth": {"type": "integer", "maximum": -1},
                            "rings": {"type": "integer", "minimum": 5, "multipleOf": 4},
                            "age": {"type": "integer", "exclusiveMinimum": True, "minimum": 3},
                            "felled": {"type": "boolean"},
                            "at": {"type": "string", "format": "date-time"},
                            "code": {"type": "string", "pattern": "^[0-9]$"},
                            "long": {"type": "string", "minLength": 7, "maxLength": 8},
                            "odd": {"type": "string", "pattern": "^zzz$"},
                            "foreign": {"type": "string", "pattern": "\\p{L}"},
                            "either": {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]},
                            "colour": {"type": "string", "default": "green"},
                            "fruit": {"type": "array", "minItems": 2, "items": {"type": "string", "example": "nut"}},
                            "any": {},
                            "anything": True,
                            "all": {"type": "array", "minItems": 1, "items": True},
                        },
                    },
                ]
            },
            "Named": {"type": "object", "properties": {"name": {"type": "string", "nullable": True}}},
        }
    },
}


def test_another_document_is_answered_by_its_examples_and_schemas(tmp_path: Path) -> None:
    spec = tmp_path / "trees.json"
    spec.write_text(json.dumps(TREE))
    mock = MockEngine(spec)
    client = Client(transport=mock, spec=spec)
    assert client.op("getLeaves") == ["oak", "elm"]
    assert client.op("getTree", "oak") == {
        "name": "text",
        "kind": "oak",
        "root": {},
        "height": 2.5,
        "depth": -1,
        "rings": 8,
        "age": 4,
        "felled": False,
        "at": "2024-01-01T00:00:00Z",
        "code": "1",
        "long": "textaaa",
        "odd": "zzz",
        "foreign": "text",
        "either": 1,
        "colour": "green",
        "fruit": ["nut", "nut"],
        "any": None,
        "anything": {},
        "all": [{}],
    }
    assert [call.request.url.path for call in mock.calls] == ["/api/leaves", "/api/trees/oak"]
    assert client.version == "none"


# --- rules, written as a call is


CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "a scalar for a list of filters": ("ContainerList", {"filters": {"status": "exited"}}),
    "filters in a ready text": ("ContainerList", {"filters": '{"status": ["exited"]}'}),
    "a number for a text": ("ContainerLogs", {"id": "web", "tail": 10, "stdout": True}),
    "a timedelta for seconds": ("ContainerStop", {"id": "web", "t": timedelta(seconds=5)}),
    "a datetime for a time": ("SystemEvents", {"until": datetime(2024, 1, 1, tzinfo=UTC)}),
    "one for a repeated name": ("ImageGetAll", {"names": "busybox"}),
    "properties in another spelling": (
        "ContainerCreate",
        {"image": "busybox", "host_config": {"memory": 67108864, "port_bindings": {"80/tcp": [{"host_port": "1"}]}}},
    ),
    "a duration in a body": ("ContainerCreate", {"Image": "a", "Healthcheck": {"Interval": timedelta(seconds=1)}}),
    "the whole body": ("VolumeCreate", {"body": {"name": "data"}}),
    "bytes of a body": ("PutContainerArchive", {"id": "web", "path": "/", "body": b"tar"}),
}


@pytest.mark.parametrize(("operation", "arguments"), CALLS.values(), ids=CALLS.keys())
def test_a_rule_that_is_written_as_the_call_is_holds_for_it(operation: str, arguments: dict[str, Any]) -> None:
    mock = MockEngine().on(operation, 418, **arguments)
    with pytest.raises(APIError) as caught:
        Client(transport=mock).op(operation, **arguments)
    assert caught.value.status == 418


@pytest.mark.parametrize(
    ("operation", "arguments", "where"),
    [
        ("ContainerList", {"filters": {"stats": "exited"}}, "filters.stats"),
        ("ContainerCreate", {"HostConfig": {"Memory": "64m"}}, "HostConfig.Memory"),
        ("ContainerStop", {"id": "web", "t": "soon"}, "t"),
        ("ContainerStart", {"name": "web"}, "name"),
    ],
)
def test_a_rule_that_no_call_can_fit_is_refused(operation: str, arguments: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        MockEngine().on(operation, 418, **arguments)
    assert isinstance(caught.value, ValueError)
    assert [error.where for error in caught.value.errors] == [where]


def test_an_image_is_built_on_the_mock_as_it_is(shell: Shell) -> None:
    built = shell.run(shell.client(MockEngine()).build({"Dockerfile": "FROM busybox"}))
    assert built.text == "Step 1/1 : FROM busybox\nSuccessfully built aaaaaaaaaaaa\n"


# --- the parameters of later versions


SHARED = Path(__file__).parents[3] / "shared" / "engine-api"
LATER = sorted(SHARED.glob("v1.*.yaml"))
PLATFORM = {"os": "linux", "architecture": "arm64"}
PLATFORMS: list[tuple[str, dict[str, Any]]] = [
    ("ImageGet", {"name": "busybox", "platform": PLATFORM}),
    ("ImageGet", {"name": "busybox", "platform": [PLATFORM]}),
    ("ImageGet", {"name": "busybox", "platform": [PLATFORM, {"os": "linux"}]}),
    ("ImageGetAll", {"names": ["a", "b"], "platform": [PLATFORM]}),
    ("ImageLoad", {"body": b"tar", "platform": PLATFORM}),
    ("ImageDelete", {"name": "busybox", "platforms": [PLATFORM]}),
    ("ImageHistory", {"name": "busybox", "platform": PLATFORM}),
    ("ImageInspect", {"name": "busybox", "platform": PLATFORM}),
    ("ImagePush", {"name": "busybox", "platform": PLATFORM}),
    ("ImageAttestations", {"name": "busybox", "platform": PLATFORM}),
    ("ImageInspect", {"name": "busybox", "platform": "linux/arm64"}),
    ("ImageGet", {"name": "busybox", "platform": ["linux/arm64/v8", PLATFORM]}),
    ("ImageDelete", {"name": "busybox", "platforms": "linux/arm64"}),
]


@pytest.mark.slow
@pytest.mark.skipif(not LATER, reason="the published documents are not beside the checkout")
@pytest.mark.parametrize(("operation", "arguments"), PLATFORMS, ids=lambda each: each if isinstance(each, str) else "")
def test_platforms_are_read_as_they_were_given(operation: str, arguments: dict[str, Any]) -> None:
    having = [path for path in LATER if takes(path, operation, arguments)]
    assert having
    for path in having:
        mock = MockEngine(path).on(operation, 418, **arguments)
        with pytest.raises(APIError) as caught:
            Client(transport=mock, spec=path).op(operation, **arguments)
        assert caught.value.status == 418


def takes(path: Path, operation: str, arguments: dict[str, Any]) -> bool:
    """Return whether a version has an operation with these arguments."""
    operations = Client(transport=MockEngine(path), spec=path).operations
    return operation in operations and arguments.keys() <= operations[operation].arguments.keys()


@pytest.mark.parametrize("schema", [True, False, {}])
@pytest.mark.parametrize("media", ["application/json", "text/plain", "*/*", "application/x-ndjson"])
def test_an_answer_of_any_kind_may_have_a_schema_that_says_nothing(media: str, schema: Any, tmp_path: Path) -> None:
    responses = {"200": {"description": "", "content": {media: {"schema": schema}}}}
    operation = {"operationId": "XGet", "responses": responses}
    path = tmp_path / "any.json"
    path.write_text(
        json.dumps({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"get": operation}}})
    )
    with Client(transport=MockEngine(path), spec=path, strict=True) as client:
        assert repr(client.op("XGet"))
