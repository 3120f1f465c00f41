"""The lines that the logger `dynclient` gets: one for each request, and no secret in any."""

from __future__ import annotations

import asyncio
import inspect
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, ConnectionFailed, NotFound

ANSWERS = {
    "/_ping": httpx.Response(200, headers={"Api-Version": "1.44"}),
    "/v1.44/containers/none/json": httpx.Response(404, json={"message": "No such container: none"}),
    "/v1.44/containers/x/logs": httpx.Response(
        200, headers={"Content-Type": "application/vnd.docker.multiplexed-stream"}, content=b"\1\0\0\0\0\0\0\2hi"
    ),
}


def answer(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/v1.44/version":
        raise httpx.ConnectError("refused")
    if request.url.path == "/v1.44/info":
        raise KeyError("of a transport's own: s3cr3t")
    given = ANSWERS.get(request.url.path, httpx.Response(200, json=[]))
    return httpx.Response(given.status_code, headers=given.headers, content=given.content)


async def asynchronous(request: httpx.Request) -> httpx.Response:
    return answer(request)


Make = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Provide a function that makes either client."""
    monkeypatch.delenv("DOCKER_API_VERSION", raising=False)
    if request.param == "sync":
        return lambda **settings: Client(transport=httpx.MockTransport(answer), **settings)
    return lambda **settings: AsyncClient(transport=httpx.MockTransport(asynchronous), **settings)


def run(value: Any) -> Any:
    """Return the value of a call, in an event loop of its own where it is awaited."""

    async def awaited() -> Any:
        return await value

    return asyncio.run(awaited()) if inspect.isawaitable(value) else value


class Lines(logging.Handler):
    """A log handler that keeps the lines, with the times left out."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(re.sub(r"\d+\.\d ms", "N ms", f"{record.levelname} {record.getMessage()}"))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Provide the lines of `dynclient`, as they come."""
    logger, handler = logging.getLogger("dynclient"), Lines()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler.lines
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def test_a_call_is_one_line_and_so_is_the_version_negotiation(make: Make, lines: list[str]) -> None:
    run(make().op("ContainerList", all=True))
    assert lines == [
        "DEBUG version negotiation: GET /_ping 200 in N ms",
        "DEBUG ContainerList: GET /v1.44/containers/json?all=true 200 in N ms",
    ]


CALLS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "an upload": (
        lambda client: client.op("ImageLoad", body=b"tar"),
        "ImageLoad: POST /v1.44/images/load 200 in N ms",
    ),
    "output": (
        lambda client: client.op("ContainerLogs", "x", stdout=True),
        "ContainerLogs: GET /v1.44/containers/x/logs?stdout=true 200 in N ms",
    ),
    "a raw request": (
        lambda client: client.request("GET", "/containers/json", query={"all": True}),
        "GET /containers/json: GET /v1.44/containers/json?all=true 200 in N ms",
    ),
    "a request that was built": (
        lambda client: client.send(client.build_request("ContainerList", size=True)),
        "ContainerList: GET /v1.44/containers/json?size=true 200 in N ms",
    ),
    "a request of the user's own": (
        lambda client: client.send(httpx.Request("GET", "http://docker/own")),
        "send: GET /own 200 in N ms",
    ),
    "what is encoded stays so": (
        lambda client: client.op("ImageInspect", "a/b c\n"),
        "ImageInspect: GET /v1.44/images/a/b%20c%0A/json 200 in N ms",
    ),
}


@pytest.mark.parametrize(("call", "line"), CALLS.values(), ids=CALLS.keys())
def test_each_way_to_call_has_its_line(make: Make, lines: list[str], call: Callable[[Any], Any], line: str) -> None:
    run(call(make(version="1.44")))
    assert lines == [f"DEBUG {line}"]


def test_a_stream_has_its_line_when_it_is_open(make: Make, lines: list[str]) -> None:
    client = make(version="1.44")

    async def opened() -> None:
        async with client.stream("ContainerLogs", "x", stdout=True, follow=True):
            assert lines == expected

    expected = ["DEBUG ContainerLogs: GET /v1.44/containers/x/logs?stdout=true&follow=true 200 in N ms"]
    if isinstance(client, AsyncClient):
        asyncio.run(opened())
    else:
        with client.stream("ContainerLogs", "x", stdout=True, follow=True):
            assert lines == expected
    assert lines == expected


def test_a_refusal_has_its_status(make: Make, lines: list[str]) -> None:
    with pytest.raises(NotFound):
        run(make(version="1.44").op("ContainerInspect", "none"))
    assert lines == ["DEBUG ContainerInspect: GET /v1.44/containers/none/json 404 in N ms"]


def test_a_failure_is_one_line_with_its_reason(make: Make, lines: list[str]) -> None:
    with pytest.raises(ConnectionFailed):
        run(make(version="1.44").op("SystemVersion"))
    assert lines == [
        "DEBUG SystemVersion: GET /v1.44/version failed after N ms: ConnectionFailed: "
        "no engine at transport (from argument): refused."
    ]


def test_of_another_ones_error_only_the_name_is_told(make: Make, lines: list[str]) -> None:
    with pytest.raises(KeyError):
        run(make(version="1.44").op("SystemInfo"))
    assert lines == ["DEBUG SystemInfo: GET /v1.44/info failed after N ms: KeyError"]


SECRET: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a build's URL and arguments": (
        lambda client: client.op("ImageBuild", remote="https://s3cr3t@a/b", buildargs={"T": "s3cr3t"}, t="a:1"),
        "ImageBuild: POST /v1.44/build?remote=***&buildargs=***&t=a%3A1 200 in N ms",
    ),
    "those of a raw request": (
        lambda client: client.request("POST", "/build?%72emote=s3cr3t&t=a&REMOTE=s3cr3t&rm"),
        "POST /build: POST /v1.44/build?%72emote=***&t=a&REMOTE=***&rm 200 in N ms",
    ),
    "what no operation declares": (
        lambda client: client.request("GET", "/events", query={"api_key": "s3cr3t"}),
        "GET /events: GET /v1.44/events?api_key=*** 200 in N ms",
    ),
    "the client's own query": (
        lambda client: client.with_options(query={"key": "s3cr3t"}).op("ContainerList", all=True),
        "ContainerList: GET /v1.44/containers/json?all=true&key=*** 200 in N ms",
    ),
    "an unknown argument": (
        lambda client: client.with_options(unknown="send").op("ContainerList", token="s3cr3t"),
        "ContainerList: GET /v1.44/containers/json?token=*** 200 in N ms",
    ),
    "a request that was built": (
        lambda client: client.send(client.build_request("ImageCreate", fromSrc="https://s3cr3t@a/b")),
        "ImageCreate: POST /v1.44/images/create?fromSrc=*** 200 in N ms",
    ),
}


@pytest.mark.parametrize(("call", "line"), SECRET.values(), ids=SECRET.keys())
def test_secret_values_are_masked_here_and_in_httpx_s_own_line(
    make: Make, lines: list[str], caplog: pytest.LogCaptureFixture, call: Callable[[Any], Any], line: str
) -> None:
    caplog.set_level(logging.DEBUG)
    run(call(make(version="1.44")))
    assert lines == [f"DEBUG {line}"]
    assert "HTTP Request: " in caplog.text
    assert "s3cr3t" not in caplog.text


def test_event_hooks_see_the_real_request(lines: list[str]) -> None:
    seen: list[Any] = []

    def hook(request: httpx.Request) -> None:
        url = request.url
        seen.append((url.query, url.params["remote"], url.raw_path, str(url), repr(url)))

    with Client(transport=httpx.MockTransport(answer), version="1.44", event_hooks={"request": [hook]}) as client:
        client.op("ImageBuild", remote="s3cr3t")
    assert seen == [
        (
            b"remote=s3cr3t",
            "s3cr3t",
            b"/v1.44/build?remote=s3cr3t",
            "http://docker/v1.44/build?remote=***",
            "URL('http://docker/v1.44/build?remote=***')",
        )
    ]


def test_a_masked_url_is_equal_to_the_real_one() -> None:
    with Client(transport=httpx.MockTransport(answer)) as client:
        url = client.build_request("ImageBuild", remote="s3cr3t").url
    real = httpx.URL("http://docker/build?remote=s3cr3t")
    assert (url == real, real == url, hash(url) == hash(real), url == "http://docker/build?remote=***") == (
        True,
        True,
        True,
        False,
    )


def test_importing_says_nothing_and_adds_no_handler() -> None:
    code = (
        "import logging; logging.basicConfig(level=1, format='%(message)s'); import dynclient; "
        "print(logging.getLogger('dynclient').handlers, logging.getLogger('dynclient').level)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[] 0\n", "")
