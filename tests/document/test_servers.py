"""Where requests go: a document's servers add a path to the address that is given, and never another host."""

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
import yaml

from dynclient import AsyncClient, Client, ConnectionFailed, MockEngine, SpecError

CASES = yaml.safe_load(Path(__file__).with_name("others").joinpath("servers.yaml").read_text())
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
    """Give the address of a proxy, and what it is asked to send where, with which credentials."""
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
    """Call the operation in whichever shell."""
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
    # An address with a path of its own says it all.
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
    with pytest.raises(SpecError, match="is no path"):
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
    from dynclient.terminal.run import dry

    client = Client(host, spec=document(tmp_path, servers=[{"url": "https://api.example/v1"}]))
    assert dry(client, client.operations["A"], [], {}).splitlines()[0] == line


def test_a_dry_run_for_an_engine_behind_a_path_has_the_version_after_it() -> None:
    from dynclient.terminal.run import dry

    client = Client("http://127.0.0.1:9/docker", version="1.41")
    line = dry(client, client.operations["ContainerList"], [], {"all": True}).splitlines()[0]
    assert line == "GET http://127.0.0.1:9 /docker/v1.41/containers/json?all=true"
