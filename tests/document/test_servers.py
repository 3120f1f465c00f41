"""Where requests go: a document's servers add a path to the given address, and never another host."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, ConnectionFailed, InvalidArguments, MockEngine, SpecError
from tests.support.tables import parsed

CASES = parsed(Path(__file__).with_name("others").joinpath("servers.yaml").read_text())
USABLE, REFUSED = CASES["usable"], CASES["refused"]
SENT = ("http://api.example", "Bearer SECRET")


def document(folder: Path, **servers: Any) -> Path:
    """Write the smallest document with these servers."""
    path = folder / "api.json"
    operation = {"operationId": "A", "responses": {"200": {"description": "Fine."}}}
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    content = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": operation}}}
    path.write_text(json.dumps({**content, **servers, "components": {"securitySchemes": schemes}}))
    return path


@pytest.fixture(scope="module")
def proxy() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Provide the address of a proxy, and the list of its requests with their credentials."""
    seen: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            seen.append((self.path, self.headers["Authorization"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


def called(client: Client | AsyncClient) -> None:
    """Call the operation with either client."""
    if isinstance(client, Client):
        with client:
            client.op("A")
        return

    async def call() -> None:
        async with client:
            await client.op("A")

    asyncio.run(call())


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("case", USABLE, ids=[repr(case["url"]) for case in USABLE])
def test_a_server_adds_its_path_to_the_address_and_nothing_else(
    case: dict[str, str], kind: Any, tmp_path: Path, proxy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, seen = proxy
    spec = document(tmp_path, servers=[{"url": case["url"]}])
    monkeypatch.setenv("HTTP_PROXY", url)
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    seen.clear()
    called(kind("http://api.example", spec=spec, auth="SECRET"))
    assert seen == [(f"{SENT[0]}{case['path']}/a", SENT[1])]


@pytest.mark.parametrize("case", USABLE, ids=[repr(case["url"]) for case in USABLE])
def test_a_transport_has_the_same_host_and_path_and_the_built_request_shows_them(
    case: dict[str, str], tmp_path: Path
) -> None:
    seen: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((str(request.url), request.headers["authorization"]))
        return httpx.Response(204)

    spec = document(tmp_path, servers=[{"url": case["url"]}])
    with Client(SENT[0], spec=spec, auth="SECRET", transport=httpx.MockTransport(answer)) as client:
        built = client.build_request("A")
        client.op("A")
        client.send(built)
        client.request("GET", "/a")
    assert seen == [(f"{SENT[0]}{case['path']}/a", SENT[1])] * 3
    assert str(built.url) == seen[0][0]
    mock = MockEngine(spec)
    with Client(spec=spec, transport=mock) as client:
        client.op("A")
    assert [call.operation for call in mock.calls] == ["A"]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("case", REFUSED, ids=[repr(case["url"]) for case in REFUSED])
def test_a_server_that_would_lead_elsewhere_makes_no_client(case: dict[str, str], kind: Any, tmp_path: Path) -> None:
    spec = document(tmp_path, servers=[{"url": case["url"]}])
    problem = f"its first server {case['problem']}"
    for transport in (None, httpx.MockTransport(lambda _: httpx.Response(204))):
        with pytest.raises(SpecError) as caught:
            kind("http://api.example", spec=spec, auth="SECRET", transport=transport)
        assert (caught.value.source, caught.value.pointer) == (str(spec), "#/servers/0")
        assert caught.value.reason.partition(";")[0] == problem
        assert "pass" not in str(caught.value)
    with pytest.raises(ConnectionFailed) as failed:
        kind(spec=spec, auth="SECRET")
    assert str(failed.value).startswith(f"{spec}: {problem}; ")
    # An address with a path needs nothing from the document.
    client = kind("http://api.example/own", spec=spec, auth="SECRET")
    assert str(client.build_request("A").url) == "http://api.example/own/a"


@pytest.mark.parametrize("case", USABLE, ids=[repr(case["url"]) for case in USABLE])
def test_without_an_address_the_first_server_is_where_requests_go(case: dict[str, str], tmp_path: Path) -> None:
    spec = document(tmp_path, servers=[{"url": case["url"]}])
    if not case.get("published"):
        with pytest.raises(ConnectionFailed, match="where it is has to be said"):
            Client(spec=spec)
        return
    assert str(Client(spec=spec).build_request("A").url) == f"{httpx.URL(case['published'])}/a"


def test_variables_have_their_defaults_without_the_blanks_around_them(tmp_path: Path) -> None:
    variables = {"host": {"default": " api.example "}, "version": {"default": 2}, "odd": "x"}
    spec = document(tmp_path, servers=[{"url": "https://{host}/v{version}", "variables": variables}])
    assert str(Client(spec=spec).build_request("A").url) == "https://api.example/v2/a"


def test_an_engine_s_document_does_not_lead_elsewhere_either(tmp_path: Path) -> None:
    spec = document(
        tmp_path, servers=[{"url": "@evil.example/x"}], info={"title": "Docker Engine API", "version": "1.45"}
    )
    with pytest.raises(SpecError, match="is not a path"):
        Client("http://api.example/own", spec=spec)


@pytest.mark.parametrize(
    ("host", "line"),
    [
        (None, "GET https://api.example /v1/a"),
        ("http://127.0.0.1:9", "GET http://127.0.0.1:9 /v1/a"),
        ("http://127.0.0.1:9/own", "GET http://127.0.0.1:9 /own/a"),
        ("tcp://127.0.0.1:9", "GET tcp://127.0.0.1:9 /v1/a"),
    ],
)
def test_a_dry_run_shows_the_url_that_is_sent_once(host: str | None, line: str, tmp_path: Path) -> None:
    from dynclient.faces.terminal.run import dry

    client = Client(host, spec=document(tmp_path, servers=[{"url": "https://api.example/v1"}]))
    assert dry(client, client.operations["A"], [], {}).splitlines()[0] == line


def test_a_dry_run_for_an_engine_behind_a_path_has_the_version_after_it() -> None:
    from dynclient.faces.terminal.run import dry

    client = Client("http://127.0.0.1:9/docker", version="1.41")
    line = dry(client, client.operations["ContainerList"], [], {"all": True}).splitlines()[0]
    assert line == "GET http://127.0.0.1:9 /docker/v1.41/containers/json?all=true"


# --- server=

REGION = {"default": "us", "enum": ["us", "eu"]}
LISTED: list[dict[str, Any]] = [
    {"url": "https://api.example/v1", "description": "Production"},
    {"url": "https://staging.example/v2/", "description": "Staging"},
    {"url": "https://{region}.api.example/{version}", "variables": {"region": REGION, "version": {"default": "v3"}}},
    {"url": "https://a.example", "description": "Twice"},
    {"url": "https://b.example", "description": "Twice"},
    {"url": "https://user@c.example"},
    {"url": "{base}/x"},
]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("asked", "url"),
    [
        (None, "https://api.example/v1/a"),
        (0, "https://api.example/v1/a"),
        (1, "https://staging.example/v2/a"),
        ("https://staging.example/v2/", "https://staging.example/v2/a"),
        ("HTTPS://staging.example/v2", "https://staging.example/v2/a"),
        ("staging", "https://staging.example/v2/a"),
        (2, "https://us.api.example/v3/a"),
        ("https://{region}.api.example/{version}", "https://us.api.example/v3/a"),
        ("https://eu.api.example/v9", "https://eu.api.example/v9/a"),
        ({"region": "eu"}, "https://eu.api.example/v3/a"),
        ({"region": "eu", "version": 4}, "https://eu.api.example/4/a"),
        ({"base": "https://own.example"}, "https://own.example/x/a"),
        ({}, "https://api.example/v1/a"),
    ],
)
def test_a_server_of_the_document_is_chosen(asked: Any, url: str, kind: Any, tmp_path: Path) -> None:
    spec = document(tmp_path, servers=LISTED)
    client = kind(spec=spec, server=asked)
    assert str(client.build_request("A").url) == url
    # For a given host only the path is chosen.
    given = kind("http://127.0.0.1:9", spec=spec, server=asked)
    assert str(given.build_request("A").url) == f"http://127.0.0.1:9{httpx.URL(url).path}"
    # A mock accepts the path of every server of the document; it does not know all values of a variable.
    if kind is Client and httpx.URL(url).path in ("/v1/a", "/v2/a", "/v3/a"):
        mock = MockEngine(spec)
        Client(spec=spec, server=asked, transport=mock).op("A")
        assert [call.operation for call in mock.calls] == ["A"]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (9, "there is no server 9; there are 0: https://api.example/v1, 1: https://staging.example/v2/, "),
        (-1, "there is no server -1; there are 0: "),
        (True, "expected a number, a URL, a description or a mapping of variables; there are 0: "),
        ("https://evil.example", "there is no such server; there are 0: "),
        ("https://asia.api.example/v3", "there is no such server; there are 0: "),
        ("https://api.example@evil.example/v1", "there is no such server; there are 0: "),
        ("twice", "2 servers have this description; give a number; there are 0: "),
        ({"region": "asia"}, "region: expected one of us, eu"),
        ({"version": True}, "version: expected text or a number"),
        ({"tenant": "x"}, "no server has the variables tenant; there are 0: "),
        ({"version": "x y"}, "https://us.api.example/x y has a character that is not allowed in URLs"),
        (5, "it names a user before its host"),
        (6, "{base}/x has the variable base without a default"),
    ],
)
def test_a_server_that_is_missing_or_leads_nowhere_is_refused(asked: Any, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Client(spec=document(tmp_path, servers=LISTED), server=asked)
    (error,) = caught.value.errors
    assert (error.where, error.problem[: len(problem)]) == ("server", problem)
    assert "user@" not in str(caught.value)


def test_a_document_without_servers_or_with_very_many_has_those_listed(tmp_path: Path) -> None:
    with pytest.raises(InvalidArguments, match="there is no server 1; there is 0: /"):
        Client("http://h", spec=document(tmp_path), server=1)
    with pytest.raises(InvalidArguments, match=r"11: https://h11\.example and 8 more"):
        Client(spec=document(tmp_path, servers=[{"url": f"https://h{i}.example"} for i in range(20)]), server=20)


def test_a_server_is_not_chosen_beside_an_address_with_a_path_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(InvalidArguments, match="give the address without it, or no server="):
        Client("http://h/own", spec=document(tmp_path, servers=LISTED), server=1)


# --- an operation's own server


def with_own(folder: Path, url: str) -> Path:
    """Write a document of two operations, of which B has its own server."""
    answers = {"responses": {"200": {"description": "Fine."}}}
    paths = {
        "/a": {"get": {"operationId": "A", **answers}},
        "/b": {"get": {"operationId": "B", "servers": [{"url": url}], **answers}},
    }
    return document(folder, servers=[{"url": "https://api.example/v1"}, {"url": "https://other.example"}], paths=paths)


@pytest.mark.parametrize(
    ("url", "address", "server", "sent"),
    [
        ("https://api.example/v2", None, None, "https://api.example/v2/b"),
        ("/v2", None, None, "https://api.example/v2/b"),
        ("https://api.example/v2", "http://127.0.0.1:9", None, "http://127.0.0.1:9/v2/b"),
        ("https://api.example/v2", "http://127.0.0.1:9", 0, "http://127.0.0.1:9/v2/b"),
        # If a document is served under another path, the place of its second server is unknown.
        ("https://api.example/v2", "http://127.0.0.1:9/own", None, ""),
        ("/v2", "http://127.0.0.1:9/own", None, ""),
        # Other hosts are only used if the user says so.
        ("https://upload.example/v2", None, None, ""),
        ("https://upload.example/v2", "http://127.0.0.1:9", None, ""),
        ("https://upload.example/v2", "https://upload.example/v2", None, "https://upload.example/v2/b"),
        ("https://upload.example", "https://upload.example", None, "https://upload.example/b"),
        ("https://api.example/v2", None, 1, ""),
        ("http://api.example/v2", None, None, ""),
        ("https://api.example:444/v2", None, None, ""),
        ("https://api.example@evil.example/v2", None, None, ""),
        ("@evil.example/v2", None, None, ""),
    ],
)
def test_an_operation_s_own_server_is_followed_on_the_document_s_host_alone(
    url: str, address: str | None, server: int | None, sent: str, tmp_path: Path
) -> None:
    from dynclient.faces.terminal.run import dry

    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(204)

    spec = with_own(tmp_path, url)
    settings: dict[str, Any] = {"spec": spec, "server": server, "auth": "SECRET"}
    client = Client(address, **settings)
    if not sent:
        with pytest.raises(InvalidArguments) as caught:
            client.build_request("B")
        (error,) = caught.value.errors
        assert error.where == "its server"
        assert (url in error.problem) == ("@" not in url)
        return
    assert str(client.build_request("B").url) == sent
    host, path = httpx.URL(sent).copy_with(raw_path=b"/"), httpx.URL(sent).path
    assert dry(client, client.operations["B"], [], {}).splitlines()[0] == f"GET {str(host)[:-1]} {path}"
    by_hand = Client(address or "https://api.example", transport=httpx.MockTransport(answer), **settings)
    by_hand.op("B")
    by_hand.send(by_hand.build_request("B"))
    assert seen == [sent, sent]
    mock = MockEngine(spec)
    with Client(address, transport=mock, **settings) as mocked:
        if httpx.URL(sent).path == "/v2/b":
            mocked.op("B")
            assert [call.operation for call in mock.calls] == ["B"]
