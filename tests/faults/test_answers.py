"""Answers that no engine gives: each becomes one error of ours, and nothing that came is lost."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynclient import (
    APIError,
    AsyncClient,
    Client,
    ConnectionFailed,
    DynclientError,
    InvalidAnswer,
    RequestTimeout,
    ServerError,
    StreamError,
)
from dynclient.api.answer.frames import Frame
from dynclient.api.answer.output import Output

Call = Callable[..., Any]
Serve = Callable[..., Any]

JSON = "application/json"


def answer(body: bytes, kind: str = JSON, status: str = "200 OK", **headers: str) -> bytes:
    """Write a whole answer."""
    named = {"content_type": kind, "content_length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode() + body


def chunked(*chunks: bytes, kind: str = JSON, end: bool = False) -> bytes:
    """Write an answer in chunks, by default without the last one."""
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n".encode()
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + (b"0\r\n\r\n" if end else b"")


def frame(stream: int, data: bytes) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


FRAMED = "application/vnd.docker.multiplexed-stream"
PAGE = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
LONG = b"x" * 100_000
TLS_ALERT = b"\x15\x03\x01\x00\x02\x02\x46"

# What the server sends, the error's class, its message; {at} stands for the address.
HEADS: dict[str, tuple[bytes, type[DynclientError], str]] = {
    "nothing": (b"", ConnectionFailed, "{at} closed the connection without an answer; the engine may have acted"),
    "garbage": (
        b"\x00\x01\x02 nonsense\r\n\r\n",
        ConnectionFailed,
        "what answers at {at} does not speak HTTP; a TLS port is reached by https://",
    ),
    "another protocol": (
        b"220 smtp.example.org ESMTP\r\n\r\n",
        ConnectionFailed,
        "what answers at {at} does not speak HTTP; a TLS port is reached by https://",
    ),
    "a TLS alert": (
        TLS_ALERT,
        ConnectionFailed,
        "what answers at {at} does not speak HTTP; a TLS port is reached by https://",
    ),
    "half of a head": (
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        ConnectionFailed,
        "{at} closed the connection without an answer; the engine may have acted",
    ),
    "a head without an end": (
        b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 200_000,
        ConnectionFailed,
        "SystemInfo: the answer of {at} has a head of more than 100 KB; the engine may have acted",
    ),
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        ConnectionFailed,
        "what answers at {at} does not speak HTTP; a TLS port is reached by https://",
    ),
}


@pytest.mark.parametrize(("sent", "kind", "message"), HEADS.values(), ids=HEADS.keys())
def test_what_is_no_answer_is_a_failed_connection(
    call: Call, serve: Serve, sent: bytes, kind: type[DynclientError], message: str
) -> None:
    server = serve(sent)
    with pytest.raises(kind) as caught:
        call(server.address, "SystemInfo")
    assert type(caught.value) is kind
    assert str(caught.value) == message.replace("{at}", f"{server.address} (from argument)")


@pytest.mark.parametrize(("sent", "kind", "message"), list(HEADS.values())[:2], ids=list(HEADS)[:2])
def test_it_shows_on_the_ping_too(
    call: Call, serve: Serve, sent: bytes, kind: type[DynclientError], message: str
) -> None:
    server = serve(sent)
    with pytest.raises(kind) as caught:
        call(server.address, "SystemInfo", version="auto")
    assert str(caught.value) == message.replace("{at}", f"{server.address} (from argument)")


@pytest.mark.usefixtures("collected")
def test_a_port_without_tls_that_is_spoken_to_in_tls(call: Call, serve: Serve) -> None:
    def plain(connection: Any) -> None:
        connection.peer.recv(65536)
        connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    address = serve(plain, tcp=True).address.replace("tcp:", "https:")
    with pytest.raises(ConnectionFailed) as caught:
        call(address, "SystemInfo")
    assert str(caught.value) == (
        f"no engine at {address} (from argument): what answers there does not speak TLS.\n"
        "  Without TLS: tcp:// or http:// in place of https://."
    )


ANSWERS: dict[str, tuple[bytes, type[DynclientError], str]] = {
    "a page": (
        answer(PAGE, "text/html"),
        InvalidAnswer,
        "SystemInfo: 200 an HTML page, not the API's answer: 502 Bad Gateway (text/html)",
    ),
    "a gateway's page": (
        answer(PAGE, "text/html", "502 Bad Gateway"),
        ServerError,
        "SystemInfo: 502 an HTML page, not the API's answer: 502 Bad Gateway",
    ),
    "an empty 500": (
        answer(b"", "", "500 Oops"),
        ServerError,
        "SystemInfo: 500 Internal Server Error (the answer has no body)",
    ),
    "an error of another shape": (
        answer(b'{"error": {"code": 5}}', JSON, "500 Oops"),
        ServerError,
        'SystemInfo: 500 {"error": {"code": 5}}',
    ),
    "an error that is a list": (
        answer(b'["broken"]', JSON, "500 Oops"),
        ServerError,
        'SystemInfo: 500 ["broken"]',
    ),
    "an error that is plain text": (
        answer(b"upstream connect error\n", "text/plain", "503 Gone"),
        ServerError,
        "SystemInfo: 503 upstream connect error",
    ),
    "an error that is no JSON": (
        answer(b'{"message": ', JSON, "500 Oops"),
        ServerError,
        'SystemInfo: 500 {"message":',
    ),
    "a very long error": (
        answer(LONG, "text/plain", "500 Oops"),
        ServerError,
        f"SystemInfo: 500 {'x' * 300}… (100000 characters)",
    ),
    "a very long message": (
        answer(json.dumps({"message": LONG.decode()}).encode(), JSON, "500 Oops"),
        ServerError,
        f"SystemInfo: 500 {'x' * 4000}… (100000 characters)",
    ),
    "no JSON": (
        answer(b"hello, world"),
        InvalidAnswer,
        "SystemInfo: 200 the answer is not JSON, but 12 bytes that begin with 'hello, world' (application/json)",
    ),
    "half of JSON": (
        answer(b'{"ID": "a'),
        InvalidAnswer,
        'SystemInfo: 200 the answer is not JSON, but 9 bytes that begin with \'{"ID": "a\' (application/json)',
    ),
    "plain text": (
        answer(b"OK", "text/plain"),
        InvalidAnswer,
        "SystemInfo: 200 the answer is not JSON, but 2 bytes that begin with 'OK' (text/plain)",
    ),
    "a redirect": (
        answer(b"", "", "301 Moved Permanently", location="/v1.45/other"),
        APIError,
        "SystemInfo: 301 a redirect to /v1.45/other, which is not followed",
    ),
    "a status that nobody knows": (
        answer(b"", "", "599 Hm"),
        ServerError,
        "SystemInfo: 599 unknown status (the answer has no body)",
    ),
}


@pytest.mark.parametrize(("sent", "kind", "message"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_that_is_not_the_engines_is_an_error(
    call: Call, serve: Serve, sent: bytes, kind: type[DynclientError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call(serve(sent).address, "SystemInfo")
    assert str(caught.value) == message


TLS_PORTS: dict[str, bytes] = {
    "Go's": b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
    "nginx's": answer(
        b"<h1>The plain HTTP request was sent to HTTPS port</h1>", "text/html", "400 Bad Request", connection="close"
    ),
}


@pytest.mark.parametrize("sent", TLS_PORTS.values(), ids=TLS_PORTS.keys())
@pytest.mark.parametrize("version", ["1.45", "auto"])
def test_a_port_with_tls_that_is_spoken_to_without(call: Call, serve: Serve, sent: bytes, version: str) -> None:
    address = serve(sent).address
    with pytest.raises(ConnectionFailed) as caught:
        call(address, "SystemInfo", version=version)
    assert str(caught.value) == (
        f"no engine at {address} (from argument): what listens there speaks TLS alone; nothing was done.\n"
        "  Give its certificates: tls={'ca': …, 'cert': …, 'key': …}, tls=FOLDER, or $DOCKER_TLS_VERIFY."
    )


def test_invalid_utf8_is_replaced_not_refused(call: Call, serve: Serve) -> None:
    assert call(serve(answer(b'{"Name": "a\xff"}')).address, "SystemInfo") == {"Name": "a�"}


def test_a_redirect_is_never_followed(call: Call, serve: Serve) -> None:
    server = serve(answer(b"", "", "307 Temporary Redirect", location="/v1.45/other"))
    with pytest.raises(APIError):
        call(server.address, "ContainerDelete", "web")
    assert [head.split(b"\r\n")[0] for head in server.heads] == [b"DELETE /v1.45/containers/web HTTP/1.1"]


def test_a_json_answer_may_come_in_chunks_and_compressed(call: Call, serve: Serve) -> None:
    assert call(serve(chunked(b'{"ID"', b': "a"}', end=True)).address, "SystemInfo") == {"ID": "a"}


def test_an_answer_may_come_compressed(call: Call, serve: Serve) -> None:
    sent = answer(gzip.compress(b'{"ID": "a"}'), content_encoding="gzip")
    assert call(serve(sent).address, "SystemInfo") == {"ID": "a"}


# --- answers that are cut: what is sent, the operation and its arguments, the message, what is kept

MESSAGES = b'{"status": "Pulling"}\r\n{"status": "Extracting"}\r\n{"sta'
PULL = ("ImageCreate", (), {"from_image": "busybox"})
LOGS = ("ContainerLogs", ("web",), {"stdout": True})
INFO = ("SystemInfo", (), {})
CUT: dict[str, tuple[bytes, tuple[str, tuple[Any, ...], dict[str, Any]], str, Any]] = {
    "before its length": (
        answer(b'{"ID": "a', content_length="100"),
        INFO,
        "SystemInfo: the answer was cut after 9 bytes",
        b'{"ID": "a',
    ),
    "before its last chunk": (chunked(b'{"ID"'), INFO, "SystemInfo: the answer was cut after 5 bytes", b'{"ID"'),
    "inside of a chunk": (
        chunked() + b"10\r\nabc",
        INFO,
        "SystemInfo: the answer was cut after 3 bytes",
        b"abc",
    ),
    "a chunk that is none": (
        chunked(b"abc") + b"zz\r\n",
        INFO,
        "SystemInfo: the answer was cut after 3 bytes",
        b"abc",
    ),
    "compression that is none": (
        answer(b"hello", content_encoding="gzip"),
        INFO,
        "SystemInfo: the answer cannot be decompressed; its Content-Encoding says that it can",
        b"",
    ),
    "an error": (
        answer(b'{"message": "No su', JSON, "404 Not Found", content_length="100"),
        INFO,
        "SystemInfo: the answer was cut after 18 bytes",
        b'{"message": "No su',
    ),
    "messages before the last chunk": (
        chunked(MESSAGES),
        PULL,
        f"ImageCreate: the answer was cut after {len(MESSAGES)} bytes",
        [{"status": "Pulling"}, {"status": "Extracting"}],
    ),
    "messages inside of one, though HTTP is whole": (
        chunked(MESSAGES, end=True),
        PULL,
        "ImageCreate: the stream was cut inside a JSON value that begins with '{\"sta'",
        [{"status": "Pulling"}, {"status": "Extracting"}],
    ),
    "messages with a page in them": (
        chunked(b'{"status": "Pulling"}\n', PAGE, end=True),
        PULL,
        f"ImageCreate: the stream has something in it that is not JSON: {repr(PAGE[:60].decode())[:59]}…",
        [{"status": "Pulling"}],
    ),
    "a failure that the engine reports": (
        chunked(b'{"status": "Pulling"}\n{"errorDetail": {"message": "no such image"}}\n', end=True),
        PULL,
        "ImageCreate: no such image",
        [{"status": "Pulling"}, {"errorDetail": {"message": "no such image"}}],
    ),
    "output before the last chunk": (
        chunked(frame(1, b"one\n"), frame(2, b"two\n")[:-2], kind=FRAMED),
        LOGS,
        "ContainerLogs: the answer was cut: its last chunk is missing",
        Output((Frame("stdout", b"one\n"), Frame("stderr", b"tw"))),
    ),
    "output inside of a frame, though HTTP is whole": (
        chunked(frame(1, b"one\n"), frame(2, b"two\n")[:-2], kind=FRAMED, end=True),
        LOGS,
        "ContainerLogs: the stream was cut inside a frame: 2 bytes of it are missing",
        Output((Frame("stdout", b"one\n"), Frame("stderr", b"tw"))),
    ),
}


@pytest.mark.parametrize(("sent", "asked", "message", "partial"), CUT.values(), ids=CUT.keys())
def test_an_answer_that_is_cut_is_an_error_with_what_came(
    call: Call, serve: Serve, sent: bytes, asked: Any, message: str, partial: Any
) -> None:
    operation, args, arguments = asked
    with pytest.raises(StreamError) as caught:
        call(serve(sent).address, operation, *args, **arguments)
    assert str(caught.value) == message
    assert caught.value.partial == partial
    assert caught.value.operation == operation


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_a_cut_answer_of_send_is_an_error_too(serve: Serve, shell: str) -> None:
    address = serve(answer(b'{"ID": "a', content_length="100")).address

    def synchronous() -> None:
        with Client(address, version=None) as client:
            client.send(client.build_request("SystemInfo"))

    async def asynchronous() -> None:
        async with AsyncClient(address, version=None) as client:
            await client.send(client.build_request("SystemInfo"))

    with pytest.raises(StreamError) as caught:
        synchronous() if shell == "sync" else asyncio.run(asynchronous())
    assert str(caught.value) == "SystemInfo: the answer was cut after 9 bytes"


# --- answers that stall

SOON = 0.2
NEVER: dict[str, tuple[bytes, str]] = {
    "before the head": (b"", "SystemInfo: the engine did not answer within the time that was set (timeout=)"),
    "inside of the head": (
        b"HTTP/1.1 200 OK\r\nContent-",
        "SystemInfo: the engine did not answer within the time that was set (timeout=)",
    ),
    "inside of the body": (
        answer(b'{"ID": "a', content_length="100"),
        "SystemInfo: the answer stopped for longer than the time that was set (timeout=)",
    ),
}


@pytest.mark.parametrize(("sent", "message"), NEVER.values(), ids=NEVER.keys())
def test_an_answer_that_stalls_is_given_up_after_the_time_that_was_set(
    call: Call, serve: Serve, sent: bytes, message: str
) -> None:
    def stall(connection: Any) -> None:
        connection.read_head()
        connection.send(sent)
        connection.hold()

    with pytest.raises(RequestTimeout) as caught:
        call(serve(stall).address, "SystemInfo", timeout={"read": SOON})
    assert str(caught.value) == message
    assert isinstance(caught.value, TimeoutError)


def test_an_engine_that_does_not_take_the_body_is_given_up(call: Call, serve: Serve) -> None:
    def never_read(connection: Any) -> None:
        connection.hold()

    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield bytes(65536)

    with pytest.raises(RequestTimeout) as caught:
        call(serve(never_read).address, "ImageLoad", body=endless(), timeout={"write": SOON})
    assert str(caught.value) == (
        "ImageLoad: the engine did not take the request within the time that was set (timeout=)"
    )


# --- uploads

TOO_LARGE = answer(b'{"message": "the archive is too large"}', JSON, "413 Too Large", connection="close")


def test_an_upload_that_is_answered_early_gives_that_answer(call: Call, serve: Serve) -> None:
    def early(connection: Any) -> None:
        connection.read_head()
        connection.send(TOO_LARGE)

    def much() -> Iterator[bytes]:
        for _ in range(200):
            yield bytes(65536)

    with pytest.raises(APIError) as caught:
        call(serve(early).address, "ImageLoad", body=much())
    assert str(caught.value) == "ImageLoad: 413 the archive is too large"


class Spilled(OSError):
    """An error of the caller's own."""


def test_an_error_of_the_callers_own_body_is_theirs(call: Call, serve: Serve) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise Spilled("mine")

    def patient(connection: Any) -> None:
        connection.read_head()
        while connection.peer.recv(65536):
            pass

    with pytest.raises(Spilled, match=r"^mine$"):
        call(serve(patient).address, "ImageLoad", body=broken())


# --- connections that were kept

OK = answer(b'{"ID": "a"}')


def twice(connection: Any) -> None:
    """Answer one request, and close the connection once the next one is on its way."""
    connection.read_head()
    connection.send(OK)
    connection.peer.recv(65536)


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_a_kept_connection_that_was_closed_meanwhile_is_replaced(serve: Serve, shell: str) -> None:
    server = serve(OK)
    answers = []

    def synchronous() -> None:
        with Client(server.address, version=None) as client:
            for _ in range(3):
                answers.append(client.op("SystemInfo"))
                assert server.closed.acquire(timeout=10)

    async def asynchronous() -> None:
        async with AsyncClient(server.address, version=None) as client:
            for _ in range(3):
                answers.append(await client.op("SystemInfo"))
                assert server.closed.acquire(timeout=10)

    synchronous() if shell == "sync" else asyncio.run(asynchronous())
    assert answers == [{"ID": "a"}] * 3


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_a_request_that_reached_the_engine_is_not_sent_again(serve: Serve, shell: str) -> None:
    server = serve(twice)

    def synchronous() -> None:
        with Client(server.address, version=None) as client:
            client.op("ContainerStart", "a")
            client.op("ContainerStart", "b")

    async def asynchronous() -> None:
        async with AsyncClient(server.address, version=None) as client:
            await client.op("ContainerStart", "a")
            await client.op("ContainerStart", "b")

    with pytest.raises(ConnectionFailed) as caught:
        synchronous() if shell == "sync" else asyncio.run(asynchronous())
    assert str(caught.value) == (
        f"{server.address} (from argument) closed the connection without an answer; the engine may have acted"
    )


@pytest.mark.usefixtures("collected")
def test_an_async_client_connects_anew_in_a_second_event_loop(serve: Serve) -> None:
    def patient(connection: Any) -> None:
        while connection.read_head():
            connection.send(OK)
            connection.head = b""

    client = AsyncClient(serve(patient).address, version=None)
    assert asyncio.run(client.op("SystemInfo")) == {"ID": "a"}
    assert asyncio.run(client.op("SystemInfo")) == {"ID": "a"}
    asyncio.run(client.aclose())


# --- connections that are taken over

TAKEN = (
    b"HTTP/1.1 101 UPGRADED\r\nContent-Type: " + FRAMED.encode() + b"\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
)
HIJACKED: dict[str, tuple[bytes, type[DynclientError], str]] = {
    "refused": (
        answer(b'{"message": "No such exec instance: x"}', JSON, "404 Not Found"),
        APIError,
        "ExecStart: 404 No such exec instance: x",
    ),
    "closed": (b"", ConnectionFailed, "{at} closed the connection without an answer; the engine may have acted"),
    "garbage": (
        b"\x00\x01\x02 nonsense\r\n\r\n",
        ConnectionFailed,
        "what answers at {at} does not speak HTTP; a TLS port is reached by https://",
    ),
    "cut inside of a frame": (
        TAKEN + frame(1, b"one\n") + frame(2, b"two\n")[:-2],
        StreamError,
        "ExecStart: the stream was cut inside a frame: 2 bytes of it are missing",
    ),
}


@pytest.mark.parametrize(("sent", "kind", "message"), HIJACKED.values(), ids=HIJACKED.keys())
def test_a_connection_that_should_be_taken_over_fails_like_any_other(
    call: Call, serve: Serve, sent: bytes, kind: type[DynclientError], message: str
) -> None:
    server = serve(sent)
    with pytest.raises(kind) as caught:
        call(server.address, "ExecStart", "x")
    assert str(caught.value) == message.replace("{at}", f"{server.address} (from argument)")
    if isinstance(caught.value, StreamError):
        assert caught.value.partial == Output((Frame("stdout", b"one\n"), Frame("stderr", b"tw")))


def test_a_connection_that_was_taken_over_gives_its_output(call: Call, serve: Serve) -> None:
    server = serve(TAKEN + frame(1, b"one\n") + frame(2, b"two\n"))
    assert call(server.address, "ExecStart", "x") == Output((Frame("stdout", b"one\n"), Frame("stderr", b"two\n")))


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_a_terminal_that_was_taken_over_is_resized_beside_it(serve: Serve, shell: str) -> None:
    server = serve(TAKEN + frame(1, b"one\n"), answer(b"", "", "200 OK"))

    def synchronous() -> list[Any]:
        with Client(server.address, version="1.45") as client, client.stream("ExecStart", "x", Tty=True) as duplex:
            duplex.resize(24, 80)
            return list(duplex)

    async def asynchronous() -> list[Any]:
        async with AsyncClient(server.address, version="1.45") as client, client.stream("ExecStart", "x") as duplex:
            await duplex.resize(24, 80)
            return [item async for item in duplex]

    made = synchronous() if shell == "sync" else asyncio.run(asynchronous())
    assert made == [Frame("stdout", b"one\n")]
    assert [head.split(b"\r\n")[0] for head in server.heads] == [
        b"POST /v1.45/exec/x/start HTTP/1.1",
        b"POST /v1.45/exec/x/resize?h=24&w=80 HTTP/1.1",
    ]


@pytest.mark.usefixtures("collected")
def test_there_is_no_engine_for_a_connection_to_take_over(call: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(ConnectionFailed) as caught:
        call(address, "ExecStart", "x")
    assert str(caught.value) == (
        f"no engine at {address} (from argument): nothing listens there.\n"
        "  Is the engine running, and is this its address?"
    )
