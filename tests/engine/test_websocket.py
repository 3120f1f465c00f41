"""A WebSocket without I/O: its opening, messages, pings and end."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage
from wsproto.utilities import generate_accept_token

from dynclient import DynclientError, StreamError
from dynclient.engine.wire.websocket import WebSocket, handshake

KEY = "AAAAAAAAAAAAAAAAAAAAAA=="
ACCEPT = {"sec-websocket-accept": generate_accept_token(KEY.encode()).decode()}


def pair() -> tuple[WebSocket, Connection]:
    return WebSocket(KEY, ACCEPT), Connection(ConnectionType.SERVER)


def received(server: Connection, data: bytes) -> list[Any]:
    server.receive_data(data)
    return list(server.events())


def test_the_opening_asks_with_a_new_key_each_time() -> None:
    first, second = dict(handshake()), dict(handshake())
    assert (first["Sec-WebSocket-Version"], len(first["Sec-WebSocket-Key"])) == ("13", 24)
    assert first != second


@pytest.mark.parametrize("headers", [{}, {"sec-websocket-accept": "another"}])
def test_an_engine_that_does_not_answer_the_key_speaks_no_websocket(headers: dict[str, str]) -> None:
    with pytest.raises(StreamError, match="what answers does not speak WebSocket"):
        WebSocket(KEY, headers)


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wsproto.connection", None)
    with pytest.raises(DynclientError) as caught:
        handshake()
    assert str(caught.value) == "a WebSocket needs the package wsproto: pip install dynclient[websocket]"


def test_the_content_of_messages_comes_wherever_they_are_cut() -> None:
    server = Connection(ConnectionType.SERVER)
    sent = b"".join(
        server.send(event)
        for event in [
            BytesMessage(b"one\n"),
            TextMessage("né"),
            Ping(b"x"),
            BytesMessage(b"tw", message_finished=False),
            BytesMessage(b"o"),
        ]
    )
    for cut in range(1, len(sent)):
        websocket, server = pair()
        assert websocket.feed(sent[:cut]) + websocket.feed(sent[cut:]) == "one\nnétwo".encode()
        assert received(server, websocket.outgoing()) == [Pong(payload=b"x")]
        assert (websocket.outgoing(), websocket.done) == (b"", False)


def test_what_is_written_is_a_message() -> None:
    websocket, server = pair()
    assert received(server, websocket.message(b"hello")) == [BytesMessage(data=bytearray(b"hello"))]


@pytest.mark.parametrize("code", [1000, 1001])
def test_an_end_is_answered_and_nothing_more_is_sent(code: int) -> None:
    websocket, server = pair()
    sent = server.send(BytesMessage(b"last")) + server.send(CloseConnection(code=code)) + b"late"
    assert (websocket.feed(sent), websocket.done) == (b"last", True)
    assert received(server, websocket.outgoing()) == [CloseConnection(code=code, reason="")]
    assert websocket.end() == b""
    with pytest.raises(StreamError, match="this WebSocket is closed"):
        websocket.message(b"x")


def test_after_our_own_end_what_still_comes_is_read() -> None:
    websocket, server = pair()
    sent = server.send(BytesMessage(b"last")) + server.send(Ping(b"x"))
    assert received(server, websocket.end()) == [CloseConnection(code=1000, reason="")]
    assert (websocket.feed(sent), websocket.outgoing()) == (b"last", b"")
    assert websocket.feed(server.send(CloseConnection(code=1000))) == b""
    assert (websocket.done, websocket.outgoing()) == (True, b"")


def test_the_end_of_the_connection_is_its_end() -> None:
    websocket, _ = pair()
    assert (websocket.feed(b""), websocket.done) == (b"", True)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            Connection(ConnectionType.SERVER).send(CloseConnection(code=1011, reason="it failed")),
            "the WebSocket was closed with an error: 1011 it failed",
        ),
        (b"\xff\xff\xff\xff", "the WebSocket was closed with an error: 1002 Invalid opcode 0xf"),
    ],
)
def test_an_error_is_raised_with_what_came_before(broken: bytes, message: str) -> None:
    websocket, server = pair()
    with pytest.raises(StreamError) as caught:
        websocket.feed(server.send(BytesMessage(b"last")) + broken)
    assert (str(caught.value), caught.value.partial, websocket.done) == (message, b"last", True)
