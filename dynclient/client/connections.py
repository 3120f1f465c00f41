"""The connection of an open answer: what comes on it and is sent on it, as bytes or as a WebSocket's messages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Protocol

from dynclient.engine.wire.websocket import WebSocket
from dynclient.errors import StreamError


class Source(Protocol):
    """A connection: an answer's content as it comes, and what is sent where it was taken over."""

    def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""

    def send(self, data: bytes, /) -> None:
        """Send bytes."""

    def close_write(self) -> None:
        """Say to the engine that nothing more is sent."""

    def close(self) -> None:
        """Close the connection."""


class AsyncSource(Protocol):
    """As `Source`, awaited; `close` needs no event loop."""

    async def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""

    async def send(self, data: bytes, /) -> None:
        """Send bytes."""

    async def close_write(self) -> None:
        """Say to the engine that nothing more is sent."""

    def close(self) -> None:
        """Close the connection, at once or soon."""

    async def aclose(self) -> None:
        """Close the connection."""


class WebSocketSource:
    """A connection that carries messages, as one that carries bytes."""

    def __init__(self, source: Source, websocket: WebSocket) -> None:
        self._source, self._websocket = source, websocket
        self._error: StreamError | None = None

    def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""
        content = b""
        while not content and self._error is None and not self._websocket.done:
            try:
                content = self._websocket.feed(self._source.receive())
            except StreamError as error:
                content, self._error = _kept(error)
            if due := self._websocket.outgoing():
                with contextlib.suppress(StreamError):  # a side that has said the last word may be gone
                    self._source.send(due)
        if not content and self._error is not None:
            raise self._error
        return content

    def send(self, data: bytes) -> None:
        """Send a message."""
        self._source.send(self._websocket.message(data))

    def close_write(self) -> None:
        """Say that nothing more is sent: a WebSocket ends so, and the other side may still send what it has."""
        with contextlib.suppress(StreamError):
            self._source.send(self._websocket.end())

    def close(self) -> None:
        """Close the connection."""
        self._source.close()


class AsyncWebSocketSource:
    """A connection that carries messages, as one that carries bytes, awaited."""

    def __init__(self, source: AsyncSource, websocket: WebSocket) -> None:
        self._source, self._websocket = source, websocket
        self._error: StreamError | None = None

    async def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""
        content = b""
        while not content and self._error is None and not self._websocket.done:
            try:
                content = self._websocket.feed(await self._source.receive())
            except StreamError as error:
                content, self._error = _kept(error)
            if due := self._websocket.outgoing():
                with contextlib.suppress(StreamError):
                    await self._source.send(due)
        if not content and self._error is not None:
            raise self._error
        return content

    async def send(self, data: bytes) -> None:
        """Send a message."""
        await self._source.send(self._websocket.message(data))

    async def close_write(self) -> None:
        """Say that nothing more is sent; as `WebSocketSource.close_write`."""
        with contextlib.suppress(StreamError):
            await self._source.send(self._websocket.end())

    def close(self) -> None:
        """Close the connection."""
        self._source.close()

    async def aclose(self) -> None:
        """Close the connection."""
        await self._source.aclose()


def _kept(error: StreamError) -> tuple[bytes, StreamError]:
    """Return what came before an error, and the error, which is raised after it."""
    content, error.partial = error.partial or b"", None
    return content, error


def chunks_of(source: Source) -> Iterator[bytes]:
    """Return a source's content piece by piece."""
    return iter(source.receive, b"")  # in C: a generator that is dropped runs to its end there and then
