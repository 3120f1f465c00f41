"""Small documents, one for each habit of a framework or of a large API, and what their calls must send.

A document's `x-cases` have the call, the request that must arrive, the answer, and the call's result; or the places
that are refused.
"""

from __future__ import annotations

import asyncio
import email
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dynclient import AsyncClient, Client, InvalidArguments, MockEngine, SpecError
from tests.support.tables import parsed

CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.yaml"))
CASES = [
    pytest.param(path, case, id=f"{path.stem}-{number}-{case['call']}")
    for path in CORPUS
    for number, case in enumerate(parsed(path.read_text())["x-cases"])
]
SENT = [each for each in CASES if "arrives" in each.values[1]]
JSON = "application/json"


@dataclass
class Server:
    """A server with a set answer, which keeps the request."""

    address: str = ""
    answer: tuple[int, str, bytes] = (200, "", b"")
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            content = self.rfile.read(int(headers.get("content-length", 0)))
            told.seen.append((f"{self.command} {self.path}", headers, content))
            status, media, body = told.answer
            self.send_response(status)
            if media:
                self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        def log_message(self, *_: Any) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    told.address = f"http://127.0.0.1:{running.server_port}"
    yield told
    running.shutdown()
    running.server_close()


def answer_of(case: dict[str, Any]) -> tuple[int, str, bytes]:
    if "text" in case:
        return case.get("status", 200), case["type"], case["text"].encode()
    if "answer" in case:
        return case.get("status", 200), case.get("type", JSON), json.dumps(case["answer"]).encode()
    return case.get("status", 200), "", b""


def value_of(case: dict[str, Any]) -> Any:
    if case.get("bytes"):
        return case["text"].encode()
    return case.get("text", case.get("answer"))


def made(value: Any) -> Any:
    """Return a case's value, with bytes for `{bytes: …}`."""
    if isinstance(value, list):
        return [made(each) for each in value]
    if not isinstance(value, dict):
        return value
    return value["bytes"].encode() if value.keys() == {"bytes"} else {name: made(each) for name, each in value.items()}


def sent_of(case: dict[str, Any], media: str, content: bytes) -> Any:
    """Return a request's body in the form of the cases: a form's text, its parts, or JSON."""
    if "parts" in case:
        message = email.message_from_bytes(f"Content-Type: {media}\r\n\r\n".encode() + content)
        found: dict[str, list[Any]] = {}
        for part in message.get_payload():
            name, filename = (part.get_param(key, header="content-disposition") for key in ("name", "filename"))
            data = part.get_payload(decode=True)
            found.setdefault(name, []).append(data.decode() if filename is None else data)
        return {name: values if len(values) > 1 else values[0] for name, values in found.items()}
    return content.decode() if "form" in case else json.loads(content or "null")


def expected_of(case: dict[str, Any]) -> Any:
    return next((made(case[key]) for key in ("parts", "form", "body") if key in case), None)


def called(kind: str, address: str, path: Path, case: dict[str, Any]) -> Any:
    given = made(case.get("given", {}))
    if kind == "sync":
        with Client(address, spec=path) as client:
            return client.op(case["call"], **given)

    async def waited() -> Any:
        async with AsyncClient(address, spec=path) as client:
            return await client.op(case["call"], **given)

    return asyncio.run(waited())


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(("path", "case"), SENT)
def test_what_was_given_arrives_and_what_is_answered_comes_back(
    kind: str, server: Server, path: Path, case: dict[str, Any]
) -> None:
    server.seen.clear()
    server.answer = answer_of(case)
    value = called(kind, server.address, path, case)
    ((line, headers, content),) = server.seen
    assert line == case["arrives"]
    assert headers.items() >= case.get("headers", {}).items()
    assert sent_of(case, headers["content-type"] if "parts" in case else "", content) == expected_of(case)
    assert value == value_of(case)
    for name, expected in case.get("attributes", {}).items():
        assert getattr(value, name) == expected
    for name, expected in case.get("attributes_of_first", {}).items():
        assert getattr(value[0], name) == expected


@pytest.mark.parametrize(("path", "case"), [each for each in CASES if "refused" in each.values[1]])
def test_what_is_wrong_is_refused_with_its_places(path: Path, case: dict[str, Any]) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Client("http://127.0.0.1:1", spec=path).build_request(case["call"], **case["given"])
    assert [error.where for error in caught.value.errors] == case["refused"]


@pytest.mark.parametrize(("path", "case"), [each for each in CASES if "unusable" in each.values[1]])
def test_what_lacks_its_parts_is_refused_when_it_is_called(path: Path, case: dict[str, Any]) -> None:
    with pytest.raises(SpecError) as caught:
        Client("http://127.0.0.1:1", spec=path).build_request(case["call"])
    assert str(caught.value).endswith(case["unusable"])


@pytest.mark.parametrize(("path", "case"), SENT)
def test_the_mock_takes_what_a_server_would(path: Path, case: dict[str, Any]) -> None:
    given = made(case.get("given", {}))
    mock = MockEngine(path).on(case["call"], value_of(case), **given)
    assert Client(transport=mock, spec=path).op(case["call"], **given) == value_of(case)
    assert [call.operation for call in mock.calls] == [case["call"]]


@pytest.mark.parametrize(("path", "case"), SENT)
def test_the_mock_answers_from_the_document(path: Path, case: dict[str, Any]) -> None:
    mock = MockEngine(path)
    Client(transport=mock, spec=path).op(case["call"], **made(case.get("given", {})))
    assert len(mock.calls) == 1
