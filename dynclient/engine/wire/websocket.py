"""WebSocket (RFC 6455) without I/O, by the package wsproto: bytes in, what the messages hold out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dynclient.errors import DynclientError, StreamError

_NORMAL = (1000, 1001, 1005)  # closed as it should be, going away, closed without a word (RFC 6455, section 7.4.1)


def _wsproto() -> Any:
    try:
        import wsproto.connection
        import wsproto.utilities
    except ImportError as error:
        raise DynclientError("a WebSocket needs the package wsproto: pip install dynclient[websocket]") from error
    return wsproto


def handshake() -> tuple[tuple[str, str], ...]:
    """Return the headers that ask for a WebSocket, beside those of an upgrade.

    Raises:
        DynclientError: the package wsproto is not installed.
    """
    return ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", _wsproto().utilities.generate_nonce().decode())


class WebSocket:
    """A WebSocket that has been opened: bytes to send and bytes that came, the content of messages out.

    Args:
        key: the `Sec-WebSocket-Key` that was sent.
        headers: those of the answer.

    Raises:
        StreamError: who answers does not speak WebSocket.
    """

    def __init__(self, key: str, headers: Mapping[str, str]) -> None:
        package = _wsproto()
        due: bytes = package.utilities.generate_accept_token(key.encode())
        if headers.get("sec-websocket-accept") != due.decode():
            raise StreamError("what answers does not speak WebSocket: its Sec-WebSocket-Accept is not the expected one")
        self._events = package.events
        self._connection = package.connection.Connection(package.connection.ConnectionType.CLIENT)
        self._outgoing: list[bytes] = []
        self.done = False

    def feed(self, data: bytes) -> bytes:
        """Take bytes, `b""` for the end of the connection, and return the content of the messages in them.

        Raises:
            StreamError: the other side reports an error, or sends what is no WebSocket; `partial` has the content
                before that.
        """
        if not data:
            self.done = True
            return b""
        self._connection.receive_data(data)
        content: list[bytes] = []
        for event in self._connection.events():
            if isinstance(event, self._events.Message):
                content.append(event.data.encode() if isinstance(event.data, str) else bytes(event.data))
            elif isinstance(event, self._events.Ping) and self._open:
                self._outgoing.append(self._connection.send(event.response()))
            elif isinstance(event, self._events.CloseConnection):
                self._end(event, b"".join(content))
                break
        return b"".join(content)

    def _end(self, event: Any, content: bytes) -> None:
        self.done = True
        if self._connection.state.name == "REMOTE_CLOSING":
            self._outgoing.append(self._connection.send(event.response()))
        if event.code not in _NORMAL:
            reason = f"{event.code:d} {event.reason or ''}".rstrip()
            raise StreamError(f"the WebSocket was closed with an error: {reason}", partial=content)

    @property
    def _open(self) -> bool:
        return bool(self._connection.state.name == "OPEN")

    def outgoing(self) -> bytes:
        """Return what waits to be sent: answers to pings, and to the end."""
        due = b"".join(self._outgoing)
        self._outgoing.clear()
        return due

    def message(self, data: bytes) -> bytes:
        """Return the bytes that send a message.

        Raises:
            StreamError: one of the sides has said that it ends.
        """
        if not self._open:
            raise StreamError("this WebSocket is closed: nothing can be sent")
        sent: bytes = self._connection.send(self._events.BytesMessage(data=data))
        return sent

    def end(self) -> bytes:
        """Return the bytes that announce the end of what is sent; nothing where that is known."""
        if not self._open:
            return b""
        sent: bytes = self._connection.send(self._events.CloseConnection(code=1000))
        return sent


# --- the other side, which the mock is


def serve_accept(key: str) -> str:
    """Return the `Sec-WebSocket-Accept` for a key (RFC 6455, section 4.2.2)."""
    token: bytes = _wsproto().utilities.generate_accept_token(key.encode())
    return token.decode()


class Served:
    """An engine's side of a WebSocket: content to messages, and what a client sent back to content."""

    def __init__(self) -> None:
        package = _wsproto()
        self._events = package.events
        self._connection = package.connection.Connection(package.connection.ConnectionType.SERVER)

    def message(self, data: bytes) -> bytes:
        """Return the bytes that send a message, or the end where there is none; nothing where the client has ended."""
        if self._connection.state.name != "OPEN":
            return b""
        event = self._events.BytesMessage(data=data) if data else self._events.CloseConnection(code=1000)
        sent: bytes = self._connection.send(event)
        return sent

    def heard(self, data: bytes) -> bytes:
        """Return the content of the messages that a client sent."""
        self._connection.receive_data(data)
        messages = [event for event in self._connection.events() if isinstance(event, self._events.Message)]
        return b"".join(event.data.encode() if isinstance(event.data, str) else bytes(event.data) for event in messages)
