"""What is taken from a server at most, on both roads: by the pool, and on a connection of its own."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from dynclient import Client, ConnectionFailed, InvalidAnswer, StreamError, response_of
from dynclient.document import limits
from dynclient.engine.wire.http import _short_length
from tests.faults.conftest import Call, Connection, Serve

INFO = ("SystemInfo", (), {})
LOGS = ("ContainerLogs", ("web",), {"stdout": True})
ROADS = {"pooled": INFO, "its own": LOGS}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
KINDS = {"pooled": b"application/json", "its own": b"application/vnd.docker.raw-stream"}


def asked(call: Call, address: str, road: str) -> Any:
    operation, args, arguments = ROADS[road]
    return call(address, operation, *args, **arguments)


def counted(head: bytes, body: bytes) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


both_roads = pytest.mark.parametrize("road", ROADS)


NAMES = {"utf-8": "Größe".encode(), "latin-1": b"Gr\xf6\xdfe"}


@both_roads
@pytest.mark.parametrize("value", NAMES.values(), ids=NAMES)
def test_a_header_of_any_bytes_is_read(call: Call, serve: Serve, road: str, value: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nX-Name: %s\r\n" % (KINDS[road], value)
    answer = asked(call, serve(counted(head, b"{}")).address, road)
    if road == "pooled":
        assert response_of(answer).headers["x-name"] == "Größe"


# What is too much of a head or behind a body, the error's class and its message; {at} stands for the address.
HEADS: dict[str, tuple[bytes, type[Exception], str]] = {
    "many fields": (
        OK + b"".join(b"X-%d: 1\r\n" % number for number in range(2_000)) + b"\r\n",
        ConnectionFailed,
        "{op}: the answer of {at} has 2001 header fields, more than 2000; the engine may have acted",
    ),
    "many heads before it": (
        b"HTTP/1.1 103 Early Hints\r\n\r\n" * 40 + OK + b"\r\n",
        ConnectionFailed,
        "{op}: the answer of {at} has more than 32 heads before its own (status 103); the engine may have acted",
    ),
    "a long head": (
        OK + b"X: " + b"a" * 200_000,
        ConnectionFailed,
        "{op}: the answer of {at} has a head of more than 100 KB; the engine may have acted",
    ),
    "many trailers": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" + b"X: 1\r\n" * 20_000,
        StreamError,
        "{op}: more than 100 KB of trailers follow the last chunk",
    ),
    "another compression": (
        counted(OK + b"Content-Encoding: br\r\n", b"\x0b\x00\x80{}\x03"),
        StreamError,
        "{op}: the answer comes as 'br', though nothing but identity was asked for",
    ),
    "no compression": (
        counted(OK + b"Content-Encoding: gzip\r\n", b"{}"),
        StreamError,
        "{op}: the answer cannot be decompressed; its Content-Encoding says that it can",
    ),
    "compression that is cut": (
        counted(OK + b"Content-Encoding: gzip\r\n", gzip.compress(b"{}" * 999)[:-9]),
        StreamError,
        "{op}: the answer was cut inside of what is compressed",
    ),
}


@both_roads
@pytest.mark.parametrize(("sent", "kind", "message"), HEADS.values(), ids=HEADS)
def test_what_is_past_a_limit_is_an_error_in_words(
    call: Call, serve: Serve, road: str, sent: bytes, kind: type[Exception], message: str
) -> None:
    server = serve(sent)
    with pytest.raises(kind) as caught:
        asked(call, server.address, road)
    assert type(caught.value) is kind
    assert str(caught.value) == message.format(op=ROADS[road][0], at=f"{server.address} (from argument)")


@both_roads
def test_a_head_and_trailers_within_the_limits_are_read(call: Call, serve: Serve, road: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n" % KINDS[road]
    many = b"".join(b"X-%d: 1\r\n" % number for number in range(1_990))
    early = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 32
    server = serve(early + head + many + b"\r\n2\r\n{}\r\n0\r\n" + b"X: 1\r\n" * 1_000 + b"\r\n")
    asked(call, server.address, road)


DEFLATERS = {
    "gzip": gzip.compress,
    "X-Gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate without its head": lambda data: zlib.compress(data)[2:-4],
    "identity": lambda data: data,
}


@both_roads
@pytest.mark.parametrize("encoding", DEFLATERS)
def test_what_comes_compressed_unasked_is_read(call: Call, serve: Serve, road: str, encoding: str) -> None:
    plain = b'{"ID": "%s"}' % (b"ab" * 5_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Encoding: %s\r\n"
    sent = counted(head % (KINDS[road], encoding.split()[0].encode()), DEFLATERS[encoding](plain))
    value = asked(call, serve(sent).address, road)
    assert (value == {"ID": "ab" * 5_000}) if road == "pooled" else (value.text == plain.decode())


def test_nothing_but_identity_is_asked_for(call: Call, serve: Serve) -> None:
    server = serve(counted(OK, b"{}"))
    call(server.address, "SystemInfo")
    assert b"\r\naccept-encoding: identity\r\n" in server.heads[0].lower()


def test_who_wants_compression_may_ask_for_it(serve: Serve) -> None:
    server = serve(counted(OK + b"Content-Encoding: gzip\r\n", gzip.compress(b"{}")))
    with Client(server.address, version=None, headers={"Accept-Encoding": "gzip"}) as client:
        assert client.op("SystemInfo") == {}
    assert server.heads[0].lower().count(b"accept-encoding: gzip") == 1
    assert b"identity" not in server.heads[0]


@both_roads
def test_a_complete_answer_has_a_limit(call: Call, serve: Serve, road: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ANSWER", 2 * limits.MB)

    def endless(connection: Connection) -> None:
        connection.read_head()
        connection.peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n" % KINDS[road])
        while True:
            connection.peer.sendall(b"x" * 65536)

    with pytest.raises(StreamError) as caught:
        asked(call, serve(endless).address, road)
    assert str(caught.value) == (
        f"{ROADS[road][0]}: the answer has more than 2 MB; read it as it comes: client.stream(…)"
    )


@both_roads
def test_what_little_decompresses_to_has_one(
    call: Call, serve: Serve, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "DECOMPRESSED", 2 * limits.MB)
    bomb = gzip.compress(b"x" * (3 * limits.MB))
    sent = counted(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Encoding: gzip\r\n" % KINDS[road], bomb)
    with pytest.raises(StreamError, match=r"the answer decompresses to more than 2 MB for [0-9]+ bytes; it was not"):
        asked(call, serve(sent).address, road)


@pytest.mark.parametrize("operation", ["ImageLoad", "ContainerUpdate"])
def test_an_answer_that_comes_before_the_body_is_sent_has_one(
    call: Call, serve: Serve, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNREAD", limits.MB)
    monkeypatch.setattr("dynclient.engine.wire.talk.PIECE", 1024)

    def deaf(connection: Connection) -> None:
        connection.peer.recv(1)
        connection.peer.sendall(OK + b"\r\n")
        while True:
            connection.peer.sendall(b"x" * 65536)

    body: Any = {"body": b"a" * 20_000_000}
    if operation == "ContainerUpdate":
        operation, body = "ContainerCreate", {"Image": "x", "Labels": {"a": "b" * 20_000_000}}
    with pytest.raises(StreamError, match=f"{operation}: more than [0-9]+ MB of the answer came before"):
        call(serve(deaf).address, operation, **body)


def test_lines_with_extensions_are_not_remembered(call: Call, serve: Serve) -> None:
    _short_length.cache_clear()
    lines = b"".join(b"1;%08d%s\r\n \r\n" % (number, b"x" * 1000) for number in range(50))
    server = serve(OK + b"Transfer-Encoding: chunked\r\n\r\n" + lines + b"2\r\n{}\r\n0\r\n\r\n")
    assert call(server.address, "SystemInfo") == {}
    assert _short_length.cache_info().currsize == 2


VERSIONS = {
    "the ping's": b"HTTP/1.1 200 OK\r\nApi-Version: 1.%s\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK",
    "a refusal's": b"HTTP/1.1 400 Bad Request\r\nApi-Version: 1.%s\r\nContent-Type: application/json\r\n"
    b"Connection: close\r\n\r\n"
    b'{"message":"client version 1.45 is too new. Maximum supported API version is 1.%s"}',
}


@pytest.mark.parametrize("where", VERSIONS)
def test_a_version_of_many_digits_is_none(call: Call, serve: Serve, where: str) -> None:
    many = b"4" * 5_000
    answer = VERSIONS[where] % ((many,) if where == "the ping's" else (many, many))
    server = serve(answer, counted(OK, b'{"ApiVersion": "1.%s"}' % many) if where == "the ping's" else answer)
    if where == "the ping's":
        assert call(server.address, "SystemInfo", version="auto")["ApiVersion"] == "1." + "4" * 5_000
        return
    with pytest.raises(ConnectionFailed, match="The engine speaks versions that it does not tell"):
        call(server.address, "SystemInfo")


def shouting(size: int) -> Callable[[Connection], None]:
    """Return a container that prints so much before it reads."""

    def script(connection: Connection) -> None:
        connection.read_head()
        connection.peer.sendall(
            b"HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\n"
            b"Upgrade: tcp\r\n\r\n"
        )
        sent = 0
        while sent < size:
            connection.peer.sendall(b"y\n" * 32768)
            sent += 65536
        while connection.peer.recv(65536):
            pass

    return script


def attached(address: str) -> Any:
    return Client(address, version="1.45").stream("ContainerAttach", "x", stream=True, stdin=True, stdout=True)


def test_who_writes_and_never_reads_is_told_so(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNREAD", limits.MB)
    monkeypatch.setattr(limits, "READER_SECONDS", 0)
    with attached(serve(shouting(10**12)).address) as duplex:
        with pytest.raises(StreamError) as caught:
            duplex.write(b"x" * 50_000_000)
        assert str(caught.value) == (
            "ContainerAttach: nobody reads what the other side sends: 1 MB of it are kept, and it takes nothing more "
            "until they are read; read in another thread, or task, while this one writes"
        )
        assert next(iter(duplex)).data.startswith(b"y\n")


def test_what_is_printed_before_it_is_read_holds_up_no_write(serve: Serve) -> None:
    with attached(serve(shouting(8 * limits.MB)).address) as duplex:
        duplex.write(b"x" * 5_000_000)
        duplex.close_stdin()
        assert sum(len(piece.data) for piece in duplex) == 8 * limits.MB


def test_nor_does_it_where_another_thread_reads(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNREAD", limits.MB // 4)
    came: list[int] = []
    with attached(serve(shouting(8 * limits.MB)).address) as duplex:
        reader = threading.Thread(target=lambda: came.extend(len(piece.data) for piece in duplex))
        reader.start()
        duplex.write(b"x" * 5_000_000)
        duplex.close_stdin()
        reader.join(30)
    assert sum(came) == 8 * limits.MB


UNREAD_JSON = {
    "many digits": (
        b'{"a": %s}' % (b"1" * 5_000),
        "is JSON with an integer of more than 4300 digits, which Python does not read: ",
    ),
    "deep nesting": (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "is JSON nested deeper than Python reads it: "),
}


@pytest.mark.parametrize(("sent", "why"), UNREAD_JSON.values(), ids=UNREAD_JSON)
@pytest.mark.parametrize("operation", ["SystemInfo", "ImageCreate"])
def test_json_that_python_does_not_read_is_an_error_that_says_why(
    call: Call, serve: Serve, operation: str, sent: bytes, why: str
) -> None:
    arguments = {"from_image": "x"} if operation == "ImageCreate" else {}
    with pytest.raises((InvalidAnswer, StreamError)) as caught:
        call(serve(counted(OK, sent + b"\n")).address, operation, **arguments)
    assert why in str(caught.value)


def test_half_of_a_character_is_read_as_it_came(call: Call, serve: Serve) -> None:
    value = call(serve(counted(OK, rb'{"ID": "\ud800"}')).address, "SystemInfo")
    assert value == {"ID": "\ud800"}
    repr(value), value._repr_html_()
