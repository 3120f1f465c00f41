"""Both clients: one table of facts, with a transport that answers in the engine's place."""

from __future__ import annotations

import asyncio
import base64
import functools
import inspect
import io
import json
import pydoc
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import (
    AsyncClient,
    Client,
    ConnectionFailed,
    DynclientError,
    Frame,
    InvalidArguments,
    NotFound,
    Output,
    RequestTimeout,
    Result,
    ResultList,
    SpecError,
    StreamError,
    UnknownOperation,
    response_of,
)
from dynclient.client.wiring import Wired, Wires, trusted
from dynclient.engine.reach.address import find_address
from dynclient.engine.reach.certificates import Trust
from dynclient.engine.reach.proxy import Proxy

Handler = Callable[[httpx.Request], httpx.Response]


class Engine:
    """An engine in memory: it answers by path, and keeps what it was asked."""

    def __init__(self, answers: dict[str, Any] | None = None, newest: str = "1.44") -> None:
        self.answers = {"/_ping": httpx.Response(200, headers={"Api-Version": newest}, text="OK"), **(answers or {})}
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._answer(request)

    async def asynchronous(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.get(request.url.path, httpx.Response(200, json={"Id": "4f2a"}))
        if isinstance(answer, Exception):
            raise answer
        # A new one each time: a response is read once.
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    @property
    def targets(self) -> list[str]:
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.requests]


class Sync:
    """The steps of a test with `Client`."""

    kind = Client

    def make(self, engine: Engine, **settings: Any) -> Any:
        return Client(transport=httpx.MockTransport(engine), **settings)

    def run(self, value: Any) -> Any:
        return value

    def close(self, client: Any) -> None:
        client.close()


class Async:
    """The steps of a test with `AsyncClient`, each in an event loop of its own."""

    kind = AsyncClient

    def make(self, engine: Engine, **settings: Any) -> Any:
        return AsyncClient(transport=httpx.MockTransport(engine.asynchronous), **settings)

    def run(self, value: Any) -> Any:
        async def awaited() -> Any:
            return await value

        return asyncio.run(awaited()) if inspect.isawaitable(value) else value

    def close(self, client: Any) -> None:
        async def used_and_closed() -> None:
            await client.op("SystemPing")
            await client.aclose()
            with pytest.raises(DynclientError):
                await client.op("SystemPing")

        asyncio.run(used_and_closed())


Shell = Sync | Async


@pytest.fixture(params=[Sync(), Async()], ids=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> Shell:
    made: Shell = request.param
    return made


@pytest.fixture(autouse=True)
def no_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCKER_API_VERSION", raising=False)


# --- calls


def test_an_operation_is_called_by_its_id(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    made = shell.run(client.op("ContainerInspect", "web", size=True))
    assert made == {"Id": "4f2a"}
    assert isinstance(made, Result)
    assert engine.targets == ["GET /_ping", "GET /v1.44/containers/web/json?size=true"]


def test_an_operation_is_called_by_its_group_and_name(shell: Shell) -> None:
    engine = Engine({"/v1.44/containers/json": httpx.Response(200, json=[{"Id": "a"}])})
    client = shell.make(engine)
    made = shell.run(client.container.list(all=True, filters={"status": "exited"}))
    assert made == [{"Id": "a"}]
    assert isinstance(made, ResultList)
    assert engine.targets[1:] == ["GET /v1.44/containers/json?all=true&filters=%7B%22status%22%3A%5B%22exited%22%5D%7D"]


def test_an_operation_is_called_by_itself(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    shell.run(client.op(client.operations["ContainerInspect"], id="web"))
    assert engine.targets[1:] == ["GET /v1.44/containers/web/json"]


def test_path_parameters_are_given_by_position(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    shell.run(client.image.inspect("localhost:5000/a/b@sha256:0a"))
    assert engine.targets[1:] == ["GET /v1.44/images/localhost:5000/a/b@sha256:0a/json"]


def test_a_body_is_sent_as_json(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    shell.run(client.container.create(name="web", image="nginx", host_config={"memory": 5e8}))
    sent = engine.requests[-1]
    assert (engine.targets[-1], sent.headers["content-type"]) == (
        "POST /v1.44/containers/create?name=web",
        "application/json",
    )
    assert json.loads(sent.content) == {"Image": "nginx", "HostConfig": {"Memory": 500000000}}


def test_an_answer_knows_its_response(shell: Shell) -> None:
    client = shell.make(Engine())
    response = response_of(shell.run(client.op("ContainerInspect", "web")))
    assert (response.status, response.operation, response.method, response.path) == (
        200,
        "ContainerInspect",
        "GET",
        "/v1.44/containers/web/json",
    )


def test_every_request_says_who_asks_and_nothing_else(shell: Shell) -> None:
    engine = Engine()
    shell.run(shell.make(engine).op("SystemInfo"))
    assert {name for name, _ in engine.requests[-1].headers.items()} == {"host", "user-agent", "accept-encoding"}
    assert engine.requests[-1].headers["user-agent"].startswith("dynclient/")


def test_an_error_names_the_operation(shell: Shell) -> None:
    engine = Engine({"/v1.44/containers/x/json": httpx.Response(404, json={"message": "No such container: x"})})
    client = shell.make(engine)
    with pytest.raises(NotFound) as caught:
        shell.run(client.op("ContainerInspect", "x"))
    assert str(caught.value) == "ContainerInspect: 404 No such container: x"


def test_nothing_is_sent_for_wrong_arguments(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    with pytest.raises(InvalidArguments):
        shell.run(client.container.create(Image=5))
    assert engine.requests == []


# --- unknown names


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (
            lambda client: client.op("ContainerLst"),
            "there is no operation 'ContainerLst' in Docker Engine API 1.45; did you mean ContainerList?",
        ),
        (lambda client: client.contaner, "the client has no 'contaner'; did you mean container?"),
        (lambda client: client.zzzz, "the client has no 'zzzz'"),
        (lambda client: client.opp, "the client has no 'opp'; did you mean op?"),
        (lambda client: client.container.lst, "container has no operation 'lst'; did you mean list?"),
        (
            lambda client: client.swarm.zzzz,
            "swarm has no operation 'zzzz'; known: init, inspect, join, leave, unlock, unlockkey, update",
        ),
        (lambda client: client.container.zzzz, "container has no operation 'zzzz'"),
    ],
    ids=["operation", "group", "group with none near", "own name", "method", "few methods", "many methods"],
)
def test_an_unknown_name_says_which_is_near(shell: Shell, use: Callable[[Any], Any], message: str) -> None:
    with pytest.raises(UnknownOperation) as caught:
        shell.run(use(shell.make(Engine())))
    assert str(caught.value).startswith(message)


def test_an_unknown_name_is_no_attribute(shell: Shell) -> None:
    client = shell.make(Engine())
    assert not hasattr(client, "contaner")
    assert not hasattr(client, "_private")
    assert not hasattr(client.container, "_private")


# --- the version


VERSIONS: dict[str, tuple[dict[str, Any], Any, str, str]] = {
    "the engine's, which is lower": ({}, "1.41", "1.41", "/v1.41/info"),
    "the document's, which is lower": ({}, "1.51", "1.45", "/v1.45/info"),
    "lower by number, not by letter": ({}, "1.100", "1.45", "/v1.45/info"),
    "pinned": ({"version": "1.30"}, "1.44", "1.30", "/v1.30/info"),
    "pinned with its letter": ({"version": "v1.30"}, "1.44", "1.30", "/v1.30/info"),
    "no prefix": ({"version": None}, "1.44", "none", "/info"),
}


@pytest.mark.parametrize(("settings", "newest", "version", "path"), VERSIONS.values(), ids=VERSIONS.keys())
def test_the_version_is_negotiated_pinned_or_left_out(
    shell: Shell, settings: dict[str, Any], newest: str, version: str, path: str
) -> None:
    engine = Engine(newest=newest)
    client = shell.make(engine, **settings)
    assert client.version == ("not asked yet" if not settings else version)
    shell.run(client.op("SystemInfo"))
    assert engine.targets == [*(["GET /_ping"] if not settings else []), f"GET {path}"]
    assert client.version == version


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(403, json={"message": "not allowed"}, headers={"Api-Version": "1.30"}),
        httpx.Response(200, html="<html><title>Sign in</title></html>"),
        httpx.Response(302, headers={"Location": "/login"}),
        httpx.Response(500, headers={"Api-Version": "1.30"}),
        httpx.Response(200, headers={"Api-Version": "latest"}),
        httpx.Response(200, headers={"Api-Version": "1.30/../../x"}),
        httpx.Response(200, headers={"Api-Version": ""}),
    ],
    ids=["refused", "a page", "a redirect", "an error", "no version", "a path", "empty"],
)
def test_a_ping_that_is_no_engines_leaves_the_documents_version(shell: Shell, answer: httpx.Response) -> None:
    engine = Engine({"/_ping": answer})
    client = shell.make(engine)
    shell.run(client.op("SystemInfo"))
    assert engine.targets == ["GET /_ping", "GET /v1.45/info"]


def test_the_environment_pins_the_version(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "1.31")
    engine = Engine()
    shell.run(shell.make(engine).op("SystemInfo"))
    shell.run(shell.make(engine, version="1.32").op("SystemInfo"))
    shell.run(shell.make(engine, version=None).op("SystemInfo"))
    assert engine.targets == ["GET /v1.31/info", "GET /v1.32/info", "GET /info"]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("latest", 'version=\'latest\': expected "auto", None or a version such as "1.45"'),
        (1.4, 'version=1.4: expected "auto", None or a version such as "1.45"'),
        ("", 'version=\'\': expected "auto", None or a version such as "1.45"'),
        ("1.45/../x", 'version=\'1.45/../x\': expected "auto", None or a version such as "1.45"'),
    ],
)
def test_a_version_that_is_none_is_refused(shell: Shell, version: Any, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        shell.make(Engine(), version=version)
    assert str(caught.value) == message


def test_a_version_of_the_environment_that_is_none_names_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "latest")
    with pytest.raises(ValueError, match=r"^\$DOCKER_API_VERSION='latest': "):
        shell.make(Engine())


def test_of_a_detached_exec_nothing_comes_though_podman_says_an_empty_line(shell: Shell) -> None:
    said = httpx.Response(200, headers={"Content-Type": "text/plain; charset=us-ascii"}, content=b"\n")
    client = shell.make(Engine({"/v1.44/exec/a/start": said}))
    assert shell.run(client.op("ExecStart", "a", Detach=True)) is None


def test_the_version_is_asked_for_once_by_a_client_and_those_made_from_it(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    derived = client.with_options(query={"a": 1})
    shell.run(derived.op("SystemInfo"))
    shell.run(client.op("SystemInfo"))
    assert engine.targets == ["GET /_ping?a=1", "GET /v1.44/info?a=1", "GET /v1.44/info"]
    assert client.version == derived.version == "1.44"


# --- settings


def test_a_derived_client_adds_headers_and_query(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine, version=None, headers={"X-A": "1"})
    derived = client.with_options(headers={"X-B": "2"}, query={"a": [1, 2], "gone": None}).with_options(
        query={"b": True}
    )
    shell.run(derived.op("ContainerList", all=True))
    shell.run(derived.op("SystemInfo"))
    shell.run(client.op("SystemInfo"))
    assert engine.targets == [
        "GET /containers/json?all=true&a=1&a=2&b=true",
        "GET /info?a=1&a=2&b=true",
        "GET /info",
    ]
    assert [(each.headers.get("x-a"), each.headers.get("x-b")) for each in engine.requests] == [
        ("1", "2"),
        ("1", "2"),
        ("1", None),
    ]


LIMITLESS = {"connect": 10.0, "read": None, "write": None, "pool": None}
TIMEOUTS: dict[str, tuple[Any, dict[str, float | None]]] = {
    "none": (None, LIMITLESS),
    "seconds": (2, {"connect": 2.0, "read": 2.0, "write": 2.0, "pool": 2.0}),
    "by phase": ({"read": 5, "connect": None}, {**LIMITLESS, "read": 5.0, "connect": None}),
    "a timedelta": (timedelta(seconds=2), {"connect": 2.0, "read": 2.0, "write": 2.0, "pool": 2.0}),
    "timedeltas by phase": ({"read": timedelta(minutes=1)}, {**LIMITLESS, "read": 60.0}),
    "httpx's": (httpx.Timeout(3, read=4), {"connect": 3, "read": 4, "write": 3, "pool": 3}),
}


@pytest.mark.parametrize(("timeout", "expected"), TIMEOUTS.values(), ids=TIMEOUTS.keys())
def test_time_is_limited_as_a_whole_or_by_phase(shell: Shell, timeout: Any, expected: Any) -> None:
    engine = Engine()
    client = shell.make(engine, version=None, timeout=timeout)
    shell.run(client.op("SystemInfo"))
    assert engine.requests[0].extensions["timeout"] == expected
    derived = shell.make(engine, version=None, timeout=7).with_options(timeout=timeout)
    shell.run(derived.op("SystemInfo"))
    assert engine.requests[1].extensions["timeout"] == expected


WRONG_SETTINGS: dict[str, tuple[dict[str, Any], str]] = {
    "a phase": ({"timeout": {"reed": 5}}, "timeout has no phase reed; there are connect, read, write, pool"),
    "a time": ({"timeout": "soon"}, "timeout='soon': expected seconds, a timedelta or None"),
    "a time of a phase": ({"timeout": {"read": True}}, "timeout=True: expected seconds, a timedelta or None"),
    "a time without end": (
        {"timeout": float("inf")},
        "timeout=inf: expected 2,147,483 seconds (24 days) at most; write None for no limit",
    ),
    "a time of a phase without end": (
        {"timeout": {"read": 10**400}},
        "timeout=too many: expected 2,147,483 seconds (24 days) at most; write None for no limit",
    ),
    "a time of httpx's": (
        {"timeout": httpx.Timeout(3e6)},
        "timeout=3000000.0: expected 2,147,483 seconds (24 days) at most; write None for no limit",
    ),
    "a time before now": ({"timeout": -1}, "timeout=-1: expected seconds, a timedelta or None"),
    "no number": ({"timeout": float("nan")}, "timeout=nan: expected seconds, a timedelta or None"),
    "unknown": ({"unknown": "ignore"}, "unknown='ignore': expected one of 'error', 'warn', 'send'"),
    "a header's name": (
        {"headers": {"X A": "b"}},
        "headers: an argument is wrong; nothing was sent\n  'X A': is not a valid header name",
    ),
    "a header's name that is no text": (
        {"headers": {1: "b"}},
        "headers: an argument is wrong; nothing was sent\n  an int: is not a valid header name",
    ),
    "a header's value that is bytes": (
        {"headers": {"X-A": b"hunter2"}},
        "headers: an argument is wrong; nothing was sent\n  X-A: expected text, got a bytes",
    ),
    "a header's value that is not there": (
        {"headers": {"X-A": None}},
        "headers: an argument is wrong; nothing was sent\n  X-A: expected text, got None",
    ),
    "a header's value": (
        {"headers": {"Authorization": "hunter2\n"}},
        "headers: an argument is wrong; nothing was sent\n"
        "  Authorization: cannot be sent in a header; expected printable ASCII without blanks at the ends",
    ),
}


@pytest.mark.parametrize(("settings", "message"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
def test_a_wrong_setting_is_refused(shell: Shell, settings: dict[str, Any], message: str) -> None:
    for use in (lambda: shell.make(Engine(), **settings), lambda: shell.make(Engine()).with_options(**settings)):
        with pytest.raises(ValueError) as caught:  # noqa: PT011
            use()
        assert str(caught.value) == message


def test_a_wrong_mode_for_failures_inside_of_streams_is_refused(shell: Shell) -> None:
    with pytest.raises(ValueError, match=r"^stream_errors='ignore': expected 'raise' or 'yield'$"):
        shell.make(Engine()).with_options(stream_errors="ignore")


def test_a_wrong_query_is_refused(shell: Shell) -> None:
    with pytest.raises(InvalidArguments) as caught:
        shell.make(Engine()).with_options(query={"a": b"x"})
    assert str(caught.value) == (
        "query: an argument is wrong; nothing was sent\n  a: expected a JSON value, got bytes; decode it"
    )


def test_unknown_names_are_sent_where_that_is_set(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine, version=None)
    shell.run(client.with_options(unknown="send").op("ContainerList", future=True))
    with pytest.warns(UserWarning, match=r"^ContainerList: future: is not known here; .*; sent as it is$") as caught:
        shell.run(client.with_options(unknown="warn").container.list(future=True))
    assert caught[0].filename == __file__
    assert engine.targets == ["GET /containers/json?future=true"] * 2


def test_without_validation_anything_is_sent(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine, version=None, validate=False)
    shell.run(client.op("ContainerList", limit="many"))
    shell.run(shell.make(engine, version=None).with_options(validate=False).op("ContainerList", limit="many"))
    assert engine.targets == ["GET /containers/json?limit=many"] * 2


def test_settings_are_kept_by_what_is_derived(shell: Shell) -> None:
    client = shell.make(Engine(), strict=True, validate=False, unknown="warn", timeout=5)
    derived = client.with_options(headers={"a": "b"})
    assert (derived.options.strict, derived.options.validate, derived.options.unknown) == (True, False, "warn")
    assert type(derived) is type(client)


def test_a_strict_client_holds_answers_against_the_document(shell: Shell) -> None:
    engine = Engine({"/info": httpx.Response(200, json={"Containers": "many"})})
    client = shell.make(engine, version=None)
    shell.run(client.op("SystemInfo"))
    with pytest.raises(DynclientError):
        shell.run(client.with_options(strict=True).op("SystemInfo"))


@pytest.mark.parametrize("told", ["text", [1], None, {"Config": "text"}], ids=repr)
def test_an_inspection_of_another_form_says_nothing_of_a_terminal(shell: Shell, told: Any) -> None:
    logs = httpx.Response(200, content=b"\x01\0\0\0\0\0\0\x02ok")
    engine = Engine({"/containers/x/json": httpx.Response(200, json=told), "/containers/x/logs": logs})
    client = shell.make(engine, version=None)
    assert shell.run(client.op("ContainerLogs", "x", stdout=True)).text == "ok"


def test_event_hooks_see_requests_and_answers() -> None:
    seen: list[Any] = []
    hooks = {
        "request": [lambda each: seen.append(each.url.path)],
        "response": [lambda each: seen.append(each.status_code)],
    }
    Client(transport=httpx.MockTransport(Engine()), version=None, event_hooks=hooks).op("SystemInfo")
    assert seen == ["/info", 200]


def test_event_hooks_see_what_is_cleared_up_on_a_connection_apart_too() -> None:
    hooks = {"request": [print], "response": [repr]}
    with Client("tcp://127.0.0.1:1", event_hooks=hooks) as client:
        assert client._sender.apart().link.event_hooks == hooks


def test_async_event_hooks_see_requests_and_answers() -> None:
    seen: list[Any] = []

    async def see(each: Any) -> None:
        seen.append(type(each).__name__)

    hooks = {"request": [see], "response": [see]}
    client = AsyncClient(transport=httpx.MockTransport(Engine().asynchronous), version=None, event_hooks=hooks)
    asyncio.run(client.op("SystemInfo"))
    assert seen == ["Request", "Response"]


def test_an_address_is_needed_once(shell: Shell) -> None:
    with pytest.raises(ConnectionFailed, match="an address and a context are both given"):
        shell.kind("tcp://a:1", context="prod")


def test_a_document_that_cannot_be_used_is_the_clients_error(shell: Shell, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="it cannot be read: No such file or directory"):
        shell.kind("tcp://a:1", spec=tmp_path / "gone.yaml")


def test_tls_is_the_callers_or_the_systems_and_a_socket_has_none() -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    assert trusted(find_address("https://host", tls=own)) is own
    assert trusted(find_address("https://host", environ={})).cert_store_stats()["x509"] > 0  # type: ignore[union-attr]
    assert trusted(find_address("tcp://host", environ={})) is None
    assert trusted(find_address("/run/d.sock", tls=own)) is None


def test_a_client_behind_a_proxy_has_the_same_tls_and_limits() -> None:
    own, limits = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), httpx.Limits(max_connections=1)
    behind = find_address("tcp://host")._replace(proxy=Proxy("$HTTP_PROXY", "http://p:1", "http://me:pw@p:1"))
    mine = Wired(behind._replace(trust=Trust("tls=", given=own)), Wires(limits=limits)).settings(None)
    assert (mine["proxy"], mine["verify"], mine["limits"]) == ("http://me:pw@p:1", own, limits)
    usual = Wired(behind, Wires()).settings(None)
    assert usual["verify"].cert_store_stats()["x509"] == 0
    assert "limits" not in usual


# --- another document

PETS = """
openapi: 3.0.3
info: {title: Pets, version: 2.0.0}
servers: [{url: 'https://example.org/api/v2'}]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      tags: [pet]
      parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: A pet., content: {application/json: {schema: {type: object}}}}}
"""


def test_another_document_makes_another_client(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "pets.yaml").write_text(PETS)
    engine = Engine()
    client = shell.make(engine, spec=tmp_path / "pets.yaml")
    shell.run(client.pet.get_pet(5))
    assert engine.targets == ["GET /api/v2/pets/5"]
    assert client.version == "none"
    assert client.document.title == "Pets"
    assert repr(client) == f"<{shell.kind.__name__} transport (from argument): Pets 2.0.0, 1 operations in pet>"


def test_corrections_of_ones_own_are_laid_over_the_document(shell: Shell, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("corrections:\n- at: {operations: [SystemInfo]}\n  set: {add: [{name: future, in: query}]}\n")
    engine = Engine()
    shell.run(shell.make(engine, corrections=own, version=None).op("SystemInfo", future="x"))
    assert engine.targets == ["GET /info?future=x"]


# --- build_request and send


def test_a_request_is_built_without_any_io(shell: Shell) -> None:
    engine = Engine()
    request = shell.make(engine).build_request("ContainerCreate", Image="nginx", name="web")
    assert (request.method, str(request.url)) == ("POST", "http://docker/containers/create?name=web")
    assert engine.requests == []


def test_send_adds_the_prefix_once(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    request = client.build_request("ContainerList", all=True)
    response = shell.run(client.send(request))
    assert (response.status_code, response.json()) == (200, {"Id": "4f2a"})
    assert engine.targets == ["GET /_ping", "GET /v1.44/containers/json?all=true"]
    shell.run(client.send(response.request))
    shell.run(client.send(request))
    assert engine.targets[2:] == ["GET /v1.44/containers/json?all=true"] * 2


def test_send_adds_the_prefix_after_the_addresss_own_path(shell: Shell) -> None:
    engine = Engine()
    transport = httpx.MockTransport(engine if shell.kind is Client else engine.asynchronous)
    client = shell.kind("http://gate:1/behind", transport=transport, version="1.40")
    shell.run(client.send(client.build_request("SystemInfo")))
    shell.run(client.op("SystemInfo"))
    assert [str(request.url) for request in engine.requests] == ["http://gate:1/behind/v1.40/info"] * 2


def test_send_returns_an_error_as_a_response(shell: Shell) -> None:
    engine = Engine({"/v1.44/info": httpx.Response(500, json={"message": "broken"})})
    client = shell.make(engine)
    assert shell.run(client.send(client.build_request("SystemInfo"))).status_code == 500


def test_send_takes_any_request_as_it_is(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine)
    shell.run(client.send(httpx.Request("GET", "http://docker/anything")))
    assert engine.targets == ["GET /anything"]


def test_send_leaves_a_stream_to_the_caller() -> None:
    client = Client(transport=httpx.MockTransport(Engine()), version=None)
    response = client.send(client.build_request("SystemInfo"), stream=True)
    assert json.loads(b"".join(response.iter_bytes())) == {"Id": "4f2a"}


def test_an_async_send_leaves_a_stream_to_the_caller() -> None:
    client = AsyncClient(transport=httpx.MockTransport(Engine().asynchronous), version=None)

    async def streamed() -> bytes:
        response = await client.send(client.build_request("SystemInfo"), stream=True)
        return b"".join([chunk async for chunk in response.aiter_bytes()])

    assert json.loads(asyncio.run(streamed())) == {"Id": "4f2a"}


# --- raw requests


def test_a_raw_request_has_the_prefix_and_is_read_by_its_content_type(shell: Shell) -> None:
    engine = Engine({"/v1.44/x": httpx.Response(200, text="plain"), "/v1.44/y": httpx.Response(204)})
    client = shell.make(engine)
    assert shell.run(client.request("get", "/x", query={"a": [1, 2], "b": {"c": True}, "d": None})) == "plain"
    assert shell.run(client.request("GET", "/y?z=1", query={"a": 1})) is None
    assert shell.run(client.request("POST", "/z")) == {"Id": "4f2a"}
    assert engine.targets == [
        "GET /_ping",
        "GET /v1.44/x?a=1&a=2&b=%7B%22c%22%3Atrue%7D",
        "GET /v1.44/y?z=1&a=1",
        "POST /v1.44/z",
    ]


def test_a_raw_request_has_a_body_and_headers(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine, version=None)
    shell.run(client.request("POST", "/x", body={"a": 1.0, "b": Path("/c")}, headers={"X-A": "b"}))
    shell.run(client.request("PUT", "/x", body=[1]))
    shell.run(client.request("PUT", "/x", body=b"bytes"))
    shell.run(client.request("PUT", "/x", body=iter([b"by", b"tes"]), headers={"Content-Type": "x/y"}))
    assert [(each.headers.get("content-type"), each.content) for each in engine.requests] == [
        ("application/json", b'{"a":1,"b":"/c"}'),
        ("application/json", b"[1]"),
        (None, b"bytes"),
        ("x/y", b"bytes"),
    ]
    assert engine.requests[0].headers["x-a"] == "b"


def test_a_raw_requests_error_is_named_by_method_and_path(shell: Shell) -> None:
    engine = Engine({"/x": httpx.Response(404, text="page not found\n")})
    with pytest.raises(NotFound) as caught:
        shell.run(shell.make(engine, version=None).request("GET", "/x?secret=1"))
    assert str(caught.value) == "GET /x: 404 page not found"


RAW: dict[str, tuple[tuple[Any, ...], dict[str, Any], list[str]]] = {
    "a relative path": (("GET", "x"), {}, ["path: does not begin with /"]),
    "a line break": (("GET", "/x\n"), {}, ["path: has a character that cannot stand in a URL; percent-encode it"]),
    "no method": (("GE T", "/x"), {}, ["method: is 'GE T'; expected a name such as GET"]),
    "NaN": (("POST", "/x"), {"body": {"a": float("nan")}}, ["body.a: is nan, which JSON cannot express"]),
    "text": (
        ("POST", "/x"),
        {"body": "text"},
        ["body: expected bytes, a binary file, a pathlib.Path or an iterator of bytes, got text"],
    ),
    "no file": (
        ("POST", "/x"),
        {"body": Path("/no/such")},
        ["body: /no/such cannot be read: No such file or directory"],
    ),
    "all at once": (
        ("", "x"),
        {"body": {"a": b""}},
        [
            "method: is ''; expected a name such as GET",
            "path: does not begin with /",
            "body.a: expected a JSON value, got bytes; decode it",
        ],
    ),
    "a query": (
        ("GET", "/x"),
        {"query": {"a": "\ud800"}},
        ["a: has half of a surrogate pair, which UTF-8 cannot encode"],
    ),
    "a header": (("GET", "/x"), {"headers": {"": "a"}}, ["'': is not a valid header name"]),
}


@pytest.mark.parametrize(("args", "arguments", "expected"), RAW.values(), ids=RAW.keys())
def test_a_raw_request_that_is_none_is_refused(
    shell: Shell, args: tuple[Any, ...], arguments: dict[str, Any], expected: list[str]
) -> None:
    engine = Engine()
    with pytest.raises(InvalidArguments) as caught:
        shell.run(shell.make(engine).request(*args, **arguments))
    assert [str(error) for error in caught.value.errors] == expected
    assert engine.requests == []


MANY = [f"{number:064x}" for number in range(5_000)]


@pytest.mark.parametrize("settings", [{}, {"unknown": "send"}], ids=["plain", "masked"])
def test_five_thousand_ids_are_sent_in_filters(shell: Shell, settings: dict[str, Any]) -> None:
    engine = Engine()
    client = shell.make(engine, version="1.45", **settings)
    shell.run(client.op("ContainerList", filters={"id": MANY}))
    request = client.build_request("ContainerList", filters={"id": MANY})
    shell.run(client.send(request))
    first, second = (each.url for each in engine.requests)
    assert first.raw_path == second.raw_path
    assert first == second
    assert hash(first) == hash(second)
    assert first != httpx.URL("http://docker/v1.45/containers/json")
    assert first.path == "/v1.45/containers/json"
    assert first.query == first.raw_path.partition(b"?")[2]
    assert json.loads(first.params["filters"]) == {"id": MANY}
    assert str(request.url).startswith("http://docker/containers/json?filters=")


@pytest.mark.parametrize(
    ("operation", "arguments", "problem"),
    [
        ("ImageSearch", {"term": "a" * 2**20}, "the URL has 1,048,609 characters, of which 1,048,576 are read at most"),
        ("ImageInspect", {"name": "a" * 70_000}, "the path has 70,026 characters, of which 60,000 are read at most"),
    ],
)
def test_a_url_that_no_engine_reads_is_refused(
    shell: Shell, operation: str, arguments: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidArguments) as caught:
        shell.make(Engine()).build_request(operation, **arguments)
    assert [str(error) for error in caught.value.errors] == [f"arguments: cannot stand in a request: {problem}"]


# --- bodies that are streamed


def chunks(*parts: bytes) -> Iterator[bytes]:
    yield from parts


async def async_chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.mark.parametrize(
    "body",
    [
        lambda folder: b"content",
        lambda folder: bytearray(b"content"),
        lambda folder: chunks(b"con", b"", b"tent"),
        lambda folder: [b"con", b"tent"],
        lambda folder: io.BytesIO(b"content"),
        lambda folder: folder / "file",
        lambda folder: (folder / "file").open("rb"),
    ],
    ids=["bytes", "bytearray", "iterator", "list", "buffer", "path", "file"],
)
def test_a_body_is_bytes_a_file_a_path_or_an_iterator(
    shell: Shell, tmp_path: Path, body: Callable[[Path], Any]
) -> None:
    (tmp_path / "file").write_bytes(b"content")
    engine = Engine({"/images/load": httpx.Response(200, content=b'{"stream": "loaded"}\n')})
    given = body(tmp_path)
    assert shell.run(shell.make(engine, version=None).image.load(body=given)) == [{"stream": "loaded"}]
    assert engine.requests[-1].content == b"content"
    if hasattr(given, "close"):
        given.close()


def test_an_async_client_sends_async_iterators() -> None:
    engine = Engine({"/images/load": httpx.Response(200, content=b"{}")})
    client = AsyncClient(transport=httpx.MockTransport(engine.asynchronous), version=None)

    async def load() -> Any:
        return await client.image.load(body=async_chunks(b"con", b"tent"))

    assert asyncio.run(load()) == [{}]
    assert engine.requests[-1].content == b"content"


def test_a_client_refuses_async_iterators() -> None:
    with pytest.raises(InvalidArguments) as caught:
        Client(transport=httpx.MockTransport(Engine()), version=None).image.load(body=async_chunks(b"a"))
    assert str(caught.value) == (
        "ImageLoad: an argument is wrong; nothing was sent\n"
        "  body: is an async iterator, which only an AsyncClient sends"
    )


def test_an_async_client_reads_an_ordinary_iterator_in_another_thread() -> None:
    threads: list[int] = []

    def slow() -> Iterator[bytes]:
        threads.append(threading.get_ident())
        yield b"a"

    client = AsyncClient(transport=httpx.MockTransport(Engine().asynchronous), version=None)
    asyncio.run(client.op("ImageLoad", body=slow()))
    assert threads != [threading.get_ident()]


class Spilled(OSError):
    """An error of the caller's own."""


@pytest.mark.parametrize("error", [Spilled("mine"), KeyError("mine"), KeyboardInterrupt()])
def test_an_error_of_the_callers_own_iterator_is_theirs(shell: Shell, error: BaseException) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise error

    client = shell.make(Engine(), version=None)
    with pytest.raises(type(error)) as caught:
        shell.run(client.image.load(body=broken()))
    assert caught.value is error or str(caught.value) == str(error)


def test_a_body_that_is_used_up_is_not_sent_again(shell: Shell) -> None:
    client = shell.make(Engine(), version=None)
    request = client.build_request("ImageLoad", body=chunks(b"a"))
    shell.run(client.send(request))
    with pytest.raises(DynclientError, match=r"^ImageLoad: "):
        shell.run(client.send(request))


# --- what a transport may do


@pytest.mark.parametrize(
    ("fault", "kind", "message"),
    [
        (
            httpx.ConnectError("refused"),
            ConnectionFailed,
            "no engine at transport (from argument): refused.\n  Is the engine running, and is this its address?",
        ),
        (
            httpx.ReadTimeout("late"),
            RequestTimeout,
            "SystemInfo: the engine did not answer within the time that was set (timeout=)",
        ),
    ],
    ids=["no engine", "too late"],
)
def test_a_fault_of_the_transport_is_an_error_of_ours(
    shell: Shell, fault: Exception, kind: type[DynclientError], message: str
) -> None:
    client = shell.make(Engine({"/info": fault}), version=None)
    for use in (lambda: client.op("SystemInfo"), lambda: client.send(client.build_request("SystemInfo"))):
        with pytest.raises(kind) as caught:
            shell.run(use())
        assert str(caught.value) == message
        assert caught.value.__cause__ is fault


def test_a_fault_of_the_ping_is_one_of_the_call(shell: Shell) -> None:
    client = shell.make(Engine({"/_ping": httpx.ReadTimeout("late")}))
    with pytest.raises(RequestTimeout) as caught:
        shell.run(client.op("SystemInfo"))
    assert str(caught.value) == (
        "version negotiation: the engine did not answer within the time that was set (timeout=)"
    )
    assert client.version == "not asked yet"


# --- opening and closing


def test_a_closed_client_says_so(shell: Shell) -> None:
    client = shell.make(Engine())
    shell.close(client)
    if shell.kind is Client:
        for use in (client, client.with_options()):
            with pytest.raises(DynclientError, match=r"^this client is closed$"):
                use.op("SystemInfo")


def test_a_client_is_closed_at_the_end_of_with() -> None:
    with Client(transport=httpx.MockTransport(Engine())) as client:
        client.op("SystemInfo")
    with pytest.raises(DynclientError, match=r"^this client is closed$"):
        client.op("SystemInfo")


def test_an_async_client_is_closed_at_the_end_of_async_with() -> None:
    async def use() -> None:
        async with AsyncClient(transport=httpx.MockTransport(Engine().asynchronous)) as client:
            await client.op("SystemInfo")
        with pytest.raises(DynclientError, match=r"^this client is closed$"):
            await client.op("SystemInfo")

    asyncio.run(use())


def test_closing_an_async_client_that_was_never_used_does_nothing() -> None:
    asyncio.run(AsyncClient(transport=httpx.MockTransport(Engine().asynchronous)).aclose())


def test_an_async_client_works_in_a_second_event_loop() -> None:
    engine = Engine()
    client = AsyncClient(transport=httpx.MockTransport(engine.asynchronous))
    asyncio.run(client.op("SystemInfo"))
    asyncio.run(client.op("SystemInfo"))
    assert engine.targets == ["GET /_ping", "GET /v1.44/info", "GET /v1.44/info"]


# --- open answers


class Reading:
    """An open answer of either client, used by the same code."""

    def __init__(self, shell: Shell, engine: Engine, **settings: Any) -> None:
        self.client = shell.make(engine, **{"version": None, **settings})
        self.synchronous = shell.kind is Client

    def opened(self, open_: Callable[[Any], Any], *steps: str) -> Any:
        """Open an answer, do what the steps name (`items`, or a method's name), and return the last value."""
        return self._now(open_, steps) if self.synchronous else asyncio.run(self._awaited(open_, steps))

    def _now(self, open_: Callable[[Any], Any], steps: tuple[str, ...]) -> Any:
        opened = value = open_(self.client)
        for step in steps:
            value = list(opened) if step == "items" else getattr(opened, step)()
        return value

    async def _awaited(self, open_: Callable[[Any], Any], steps: tuple[str, ...]) -> Any:
        opened = value = await open_(self.client)
        for step in steps:
            value = [item async for item in opened] if step == "items" else await getattr(opened, step)()
        return value


FRAMED = {"Content-Type": "application/vnd.docker.multiplexed-stream"}
LOGS = b"\x01\0\0\0\0\0\0\x04one\n\x02\0\0\0\0\0\0\x04two\n"
FRAMES = [Frame("stdout", b"one\n"), Frame("stderr", b"two\n")]


@pytest.mark.parametrize(
    "use",
    [
        lambda client: client.op("ContainerLogs", "web", stdout=True, follow=True),
        lambda client: client.stream("ContainerLogs", "web", stdout=True),
        lambda client: client.container.logs.stream("web", stdout=True),
    ],
    ids=["without an end", "by stream", "by the method's stream"],
)
def test_an_answer_is_left_open_where_it_has_no_end_or_that_is_asked_for(
    shell: Shell, use: Callable[[Any], Any]
) -> None:
    engine = Engine({"/containers/web/logs": httpx.Response(200, headers=FRAMED, content=LOGS)})
    assert Reading(shell, engine).opened(use, "items") == FRAMES


def test_a_complete_answer_of_output_is_an_output(shell: Shell) -> None:
    engine = Engine({"/containers/web/logs": httpx.Response(200, headers=FRAMED, content=LOGS)})
    client = shell.make(engine, version=None)
    assert shell.run(client.container.logs("web", stdout=True)) == Output(tuple(FRAMES))


@pytest.mark.parametrize(("tty", "expected"), [(False, FRAMES), (True, [Frame("stdout", LOGS)])])
@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("1.41", ""),
        ("1.41", "application/vnd.docker.raw-stream"),
        ("1.44", ""),  # Podman from 5.8 on
        ("1.44", "application/octet-stream"),
        (None, ""),
    ],
)
def test_where_the_content_type_does_not_tell_frames_the_container_is_asked(
    shell: Shell, tty: bool, expected: list[Frame], version: str | None, kind: str
) -> None:
    prefix, headers = f"/v{version}" if version else "", {"Content-Type": kind} if kind else {}
    engine = Engine(
        {
            f"{prefix}/containers/web/logs": httpx.Response(200, headers=headers, content=LOGS),
            f"{prefix}/containers/web/json": httpx.Response(200, json={"Config": {"Tty": tty}}),
        }
    )
    reading = Reading(shell, engine, version=version)
    assert reading.opened(lambda client: client.stream("ContainerLogs", "web", stdout=True), "items") == expected
    assert engine.targets[1:] == [f"GET {prefix}/containers/web/json"]
    assert shell.run(reading.client.container.logs("web", stdout=True)).frames == tuple(expected)


def test_an_archive_is_left_open_with_what_the_engine_says_of_it(shell: Shell) -> None:
    stat = base64.b64encode(b'{"name": "hosts"}').decode()
    answer = httpx.Response(200, headers={"X-Docker-Container-Path-Stat": stat}, content=b"tar")
    reading = Reading(shell, Engine({"/containers/web/archive": answer, "/containers/web/export": answer}))
    assert reading.opened(lambda client: client.op("ContainerExport", "web"), "read") == b"tar"
    assert reading.opened(lambda client: client.stream("ContainerExport", "web"), "items") == [b"tar"]


def test_an_answer_that_is_refused_is_not_opened(shell: Shell) -> None:
    reading = Reading(shell, Engine({"/containers/x/export": httpx.Response(404, json={"message": "No such"})}))
    with pytest.raises(NotFound, match=r"^ContainerExport: 404 No such$"):
        reading.opened(lambda client: client.op("ContainerExport", "x"))


def test_the_version_is_asked_for_before_an_answer_is_opened(shell: Shell) -> None:
    engine = Engine({"/v1.44/events": httpx.Response(200, content=b'{"Type": "container"}\n')})
    reading = Reading(shell, engine, version="auto")
    assert reading.opened(lambda client: client.system.events(), "items") == [{"Type": "container"}]
    assert engine.targets == ["GET /_ping", "GET /v1.44/events"]


@pytest.mark.parametrize("mode", ["raise", "yield"])
def test_a_failure_inside_of_a_stream_is_raised_or_yielded(shell: Shell, mode: str) -> None:
    content = b'{"status": "Pulling"}\n{"error": "no such image"}\n'
    reading = Reading(shell, Engine({"/images/create": httpx.Response(200, content=content)}))
    reading.client = reading.client.with_options(stream_errors=mode)

    def pull(client: Any) -> Any:
        return client.stream("ImageCreate", from_image="x")

    if mode == "yield":
        assert reading.opened(pull, "items") == [{"status": "Pulling"}, {"error": "no such image"}]
    else:
        with pytest.raises(StreamError, match=r"^ImageCreate: no such image$"):
            reading.opened(pull, "items")


# --- looking around


def test_dir_shows_groups_and_the_clients_own_names(shell: Shell) -> None:
    client = shell.make(Engine())
    shown = dir(client)
    assert {"container", "image", "op", "request", "send", "with_options", "groups", "options"} <= set(shown)
    assert [name for name in shown if name.startswith("_")] == []


def test_a_group_shows_its_operations(shell: Shell) -> None:
    client = shell.make(Engine())
    assert dir(client.session) == ["session"]
    assert {"list", "create", "exec", "put_archive"} <= set(dir(client.container))
    assert repr(client.exec).splitlines() == [
        "exec: 4 operations",
        "  container_exec  Prepare a command to run in a container",
        "  start           Run a prepared command",
        "  resize          Set the terminal size of a running command",
        "  inspect         Show the state and exit code of a command",
    ]


def test_every_group_is_in_groups(shell: Shell) -> None:
    client = shell.make(Engine())
    assert list(client.groups)[:3] == ["container", "image", "system"]
    assert client.groups["container"] is client.container


def test_a_groups_method_is_a_method_with_a_signature_and_help(shell: Shell) -> None:
    client = shell.make(Engine())
    method = client.container.logs
    assert inspect.ismethod(method)
    assert inspect.iscoroutinefunction(method) is (shell.kind is AsyncClient)
    assert str(inspect.signature(method)).startswith("(id: str, *, follow: bool | None = None, ")
    assert (method.__name__, method.__qualname__) == ("logs", "container.logs")
    assert method.operation is client.operations["ContainerLogs"]
    assert inspect.getdoc(method) == client.operations["ContainerLogs"].help()
    assert "Read the logs of a container." in pydoc.plain(pydoc.render_doc(method))
    assert "self._client.op(self.operation, " in inspect.getsource(method)


def test_a_groups_method_opens_its_answer_by_a_method_of_the_same_signature_and_help(shell: Shell) -> None:
    method = shell.make(Engine()).container.logs
    opening = method.stream
    assert (opening.__name__, opening.__qualname__) == ("stream", "container.logs.stream")
    assert opening.operation is method.operation
    assert inspect.signature(opening) == inspect.signature(method)
    assert inspect.getdoc(opening) == inspect.getdoc(method)
    assert not inspect.iscoroutinefunction(opening)
    assert "return client.stream(self.operation, " in inspect.getsource(opening)


def test_a_docstring_is_a_str(shell: Shell) -> None:
    client = shell.make(Engine())
    text = client.operations["ContainerCreate"].help()
    for method in (client.container.create, client.container.create.stream):
        assert type(method.__doc__) is str
        assert method.__doc__ == text
        assert functools.wraps(method)(lambda: None).__doc__ == text
    assert f"\n |      {text.splitlines()[0]}\n" in pydoc.plain(pydoc.render_doc(client.container))


def test_docstrings_and_signatures_are_written_when_they_are_read(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        "dynclient.client.groups.help_text", lambda operation: read.append(operation.id) or operation.id
    )
    monkeypatch.setattr("dynclient.client.groups.signature", lambda operation: read.append(operation.id))
    group = shell.make(Engine()).container
    assert [getattr(group, name).__name__ for name in dir(group)] == dir(group)
    assert read == []
    assert group.list.__doc__ == "ContainerList"


def test_of_a_groups_class_a_method_is_what_is_called(shell: Shell) -> None:
    group = shell.make(Engine()).container
    assert type(group).list is group.list.__func__


def test_operations_are_found_by_words(shell: Shell) -> None:
    client = shell.make(Engine())
    assert [operation.id for operation in client.find("prune")][:2] == ["ContainerPrune", "BuildPrune"]


def test_a_client_shows_where_it_goes_and_what_it_can(shell: Shell) -> None:
    shown = repr(shell.kind("tcp://host:1"))
    assert shown.startswith(
        f"<{shell.kind.__name__} tcp://host:1 (from argument): Docker Engine API 1.45, 107 operations"
    )


def test_a_derived_clients_groups_are_its_own(shell: Shell) -> None:
    engine = Engine()
    client = shell.make(engine, version=None)
    shell.run(client.system.info())
    shell.run(client.with_options(query={"a": 1}).system.info())
    assert engine.targets == ["GET /info", "GET /info?a=1"]


def test_a_client_can_be_used_by_several_threads() -> None:
    engine = Engine()
    client = Client(transport=httpx.MockTransport(engine))
    threads = [threading.Thread(target=client.container.inspect, args=(f"c{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = {target for target in engine.targets if target != "GET /_ping"}
    assert asked == {f"GET /v1.44/containers/c{number}/json" for number in range(8)}


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_comes_from_a_call_knows_its_engine(kind: Any) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if "json" in request.url.path:
            return httpx.Response(404, json={"message": "no"})
        return httpx.Response(200, content=b'{"a": 1}\nno JSON\n', headers={"Content-Type": "application/json"})

    async def handled(request: httpx.Request) -> httpx.Response:
        return handle(request)

    answers = httpx.MockTransport(handle if kind is Client else handled)
    client = kind("tcp://build-1:2375", transport=answers, version="1.45")

    async def awaited(call: Any) -> Any:
        return await call()

    async def read() -> Any:
        async with client.stream("SystemEvents") as stream:
            return [item async for item in stream]

    def run(call: Any) -> Any:
        return call() if kind is Client else asyncio.run(awaited(call))

    calls = [lambda: client.op("ContainerInspect", "x"), lambda: client.request("GET", "/x/json")]
    calls.append((lambda: list(client.stream("SystemEvents"))) if kind is Client else read)
    told = []
    for call in calls:
        with pytest.raises(DynclientError) as caught:
            run(call)
        told.append((caught.value.address, caught.value.operation))
    address = "tcp://build-1:2375"
    assert told == [(address, "ContainerInspect"), (address, "GET /x/json"), (address, "SystemEvents")]
