"""Redirects: errors, unless the user asks to follow them or the document declares them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from dynclient import APIError, AsyncClient, Client, response_of
from dynclient.client.conversation import Reply
from dynclient.client.redirects import followed

Seen = list[tuple[str, str, bytes, str | None]]
HOST = "https://api.example"


def document(folder: Path, **responses: Any) -> Path:
    """Write a document of one path with GET, POST and DELETE."""
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    file = {"content": {"application/octet-stream": {}}}
    answers = {"200": {"description": "Fine.", "content": {"application/json": {}}}, **responses}
    verbs = {"get": {}, "head": {}, "delete": {}, "post": {"requestBody": body}, "put": {"requestBody": file}}
    operations = {verb: {"operationId": verb, "responses": answers, **more} for verb, more in verbs.items()}
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    content = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": operations}}
    path = folder / "api.json"
    path.write_text(json.dumps({**content, "components": {"securitySchemes": schemes}}))
    return path


@pytest.fixture(params=[Client, AsyncClient])
def call(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that calls an operation, with both clients, on a server whose answers a function makes."""

    def called(
        answer: Any, verb: str, spec: Path | None = None, use: str = "op", settings: Any = None, **arguments: Any
    ) -> Any:
        settings = {"follow_redirects": True, "auth": "SECRET", **(settings or {})}
        client = request.param(HOST, spec=spec or document(tmp_path), transport=httpx.MockTransport(answer), **settings)
        if isinstance(client, Client):
            with client:
                came = getattr(client, use)(verb, **arguments)
                return came.read() if use == "stream" else came

        async def run() -> Any:
            async with client:
                if use == "stream":
                    return await (await client.stream(verb, **arguments)).read()
                return await client.op(verb, **arguments)

        return asyncio.run(run())

    return called


def server(status: int, location: str) -> tuple[Callable[[httpx.Request], httpx.Response], Seen]:
    """Return a function that redirects from /a and answers everything else, and the list of requests."""
    seen: Seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        target = request.url.raw_path.decode()
        seen.append((request.method, target, request.read(), request.headers.get("authorization")))
        if target == "/a":
            return httpx.Response(status, headers={"location": location} if location else {})
        return httpx.Response(200, json={"at": target})

    return answer, seen


@pytest.mark.parametrize(
    ("verb", "given", "status", "location", "sent"),
    [
        *(("get", {}, status, "/b", ("GET", "/b", b"")) for status in (301, 302, 303, 307, 308)),
        *(("get", {}, 302, location, ("GET", "/b", b"")) for location in ("b", "//api.example/b", f"{HOST}:443/b")),
        ("get", {}, 302, "b?x=1#y", ("GET", "/b?x=1", b"")),
        ("post", {"body": {"x": 1}}, 307, "/b", ("POST", "/b", b'{"x":1}')),
        ("post", {"body": {"x": 1}}, 308, "/b", ("POST", "/b", b'{"x":1}')),
        ("post", {"body": {"x": 1}}, 303, "/b", ("GET", "/b", b"")),
        ("put", {"body": b"xy"}, 307, "/b", ("PUT", "/b", b"xy")),
        ("put", {"body": iter([b"x"])}, 303, "/b", ("GET", "/b", b"")),
        ("delete", {}, 307, "/b", ("DELETE", "/b", b"")),
    ],
)
def test_a_redirect_is_followed_on_the_same_host_with_its_credentials(
    call: Callable[..., Any], verb: str, given: Any, status: int, location: str, sent: tuple[str, str, bytes]
) -> None:
    answer, seen = server(status, location)
    if isinstance(given.get("body"), Iterator):
        given = {"body": iter([b"x"])}  # each shell reads one
    came = call(answer, verb, **given)
    assert came == {"at": sent[1]}
    assert (response_of(came).status, response_of(came).path) == (200, "/b")
    assert seen[1:] == [(*sent, "Bearer SECRET")]


@pytest.mark.parametrize(
    ("verb", "given", "status", "location"),
    [
        ("get", {}, 302, "https://evil.example/b"),
        ("get", {}, 302, "//evil.example/b"),
        ("get", {}, 302, "http://api.example/b"),
        ("get", {}, 302, "https://api.example:8443/b"),
        ("get", {}, 302, "https://user:pass@api.example/b"),
        ("get", {}, 302, "https://api.example.evil.example/b"),
        ("get", {}, 302, "https://[/b"),
        ("get", {}, 302, ""),
        ("get", {}, 300, "/b"),
        ("get", {}, 305, "/b"),
        ("post", {"body": {"x": 1}}, 301, "/b"),
        ("post", {"body": {"x": 1}}, 302, "/b"),
        ("delete", {}, 302, "/b"),
        ("put", {"body": [b"x"]}, 307, "/b"),
    ],
)
def test_what_would_lead_to_another_host_or_be_another_request_is_not_followed(
    call: Callable[..., Any], verb: str, given: Any, status: int, location: str
) -> None:
    answer, seen = server(status, location)
    with pytest.raises(APIError) as caught:
        call(answer, verb, **given)
    assert caught.value.status == status
    assert dict(caught.value.response.headers).get("location", "") == location  # type: ignore[union-attr]
    assert len(seen) == 1


def test_a_location_that_is_not_a_url_is_not_followed(tmp_path: Path) -> None:
    request = httpx.Request("GET", f"{HOST}/a")
    came = Reply(httpx.Response(302, headers={"location": "https://api.example:x/b"}), b"")
    with pytest.raises(StopIteration) as caught:
        next(followed(request, came, None, lambda _: iter(())))  # type: ignore[arg-type, return-value]
    assert caught.value.value == (request, came)


def test_redirects_are_not_followed_unless_the_user_asks_for_it(call: Callable[..., Any]) -> None:
    answer, seen = server(307, "/b")
    with pytest.raises(APIError, match="a redirect to /b, which is not followed"):
        call(answer, "get", settings={"follow_redirects": False})
    assert len(seen) == 1


def test_a_derived_client_follows_and_one_of_that_does_not(tmp_path: Path) -> None:
    answer, _ = server(307, "/b")
    with Client(HOST, spec=document(tmp_path), transport=httpx.MockTransport(answer)) as client:
        following = client.with_options(follow_redirects=True)
        assert following.op("get") == following.request("GET", "/a") == {"at": "/b"}
        with pytest.raises(APIError):
            following.with_options(follow_redirects=False).op("get")


def test_a_circle_ends(call: Callable[..., Any]) -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(302, headers={"location": "/a"})

    with pytest.raises(APIError, match="a redirect to /a, which is not followed"):
        call(answer, "get")
    assert seen == ["/a"] * 11


def test_an_open_answer_is_followed_too(call: Callable[..., Any]) -> None:
    answer, seen = server(307, "/b")
    assert call(answer, "get", use="stream") == [{"at": "/b"}]
    assert [target for _, target, _, _ in seen] == ["/a", "/b"]


def test_what_a_location_holds_is_not_seen_in_a_request(tmp_path: Path) -> None:
    shown: list[str] = []
    hooks: Any = {"request": [lambda request: shown.append(f"{request.url} {request.headers}")]}
    answer, _ = server(302, "/b?signature=hunter2")
    settings: Any = {"transport": httpx.MockTransport(answer), "event_hooks": hooks, "auth": "SECRET"}
    with Client(HOST, spec=document(tmp_path), follow_redirects=True, **settings) as client:
        assert client.op("get") == {"at": "/b?signature=hunter2"}
    assert len(shown) == 2
    assert "hunter2" not in shown[1]
    assert "SECRET" not in shown[1]


@pytest.mark.parametrize("code", ["302", "3XX"])
@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (httpx.Response(302, headers={"location": "https://cdn.example/x"}), {"location": "https://cdn.example/x"}),
        (httpx.Response(302, headers={"location": "/x"}, html="<a href='/x'>Found</a>"), {"location": "/x"}),
        (httpx.Response(302, headers={"location": "/x"}, json={"url": "/x"}), {"url": "/x"}),
        (httpx.Response(302), {"location": None}),
    ],
)
def test_a_redirect_of_the_document_is_a_value(
    call: Callable[..., Any], tmp_path: Path, code: str, answer: httpx.Response, value: Any
) -> None:
    spec = document(tmp_path, **{code: {"description": "Elsewhere."}})
    kept = answer.read()

    def again(_: httpx.Request) -> httpx.Response:
        return httpx.Response(answer.status_code, headers=answer.headers, content=kept)

    for strict in (False, True):
        came = call(again, "get", spec=spec, settings={"follow_redirects": False, "strict": strict})
        assert came == value
        assert response_of(came).status == 302
        assert response_of(came).headers.get("location") == answer.headers.get("location")


def test_over_connections_of_our_own_a_redirect_is_followed(tmp_path: Path) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200 if self.path == "/b" else 307)
            self.send_header("Location", "/b")
            self.send_header("Content-Type", "application/json")
            said = json.dumps({"got": content.decode()}).encode()
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        url, spec = f"http://127.0.0.1:{running.server_port}", document(tmp_path)
        with Client(url, spec=spec, follow_redirects=True) as client:
            assert client.op("put", body=b"xy") == {"got": "xy"}

        async def run() -> Any:
            async with AsyncClient(url, spec=spec, follow_redirects=True) as client:
                return await client.op("put", body=b"xy")

        assert asyncio.run(run()) == {"got": "xy"}
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
