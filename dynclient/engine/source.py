"""Answers that are read as they come, on a connection outside the pool; or through a transport of the user's own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

from dynclient.engine.address import Address
from dynclient.engine.faults import FAULTS, cut, no_engine
from dynclient.engine.pipe import AsyncPipe, Pipe, aconnect, connect
from dynclient.errors import DynclientError, RequestTimeout, StreamError
from dynclient.stream.http import Exchange

_CHUNK = 256 * 1024


def _exchange(request: httpx.Request) -> Exchange:
    return Exchange(request.method, request.url.raw_path, request.headers.raw)


def _httpx_response(exchange: Exchange, request: httpx.Request) -> httpx.Response:
    assert exchange.head is not None
    return httpx.Response(exchange.head.status, headers=list(exchange.head.headers), request=request)


def _broken(error: Exception, operation: str) -> DynclientError:
    """Give the error for a connection that broke under an open answer."""
    if isinstance(error, TimeoutError):
        return RequestTimeout(f"{operation}: nothing came within the time that was set (timeout=)")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return StreamError(f"the connection broke: {reason}", operation=operation)


class EngineSource:
    """Be an answer on a connection of its own, blocking."""

    def __init__(self, pipe: Pipe, exchange: Exchange, operation: str) -> None:
        self._pipe, self._exchange, self._operation = pipe, exchange, operation
        self._pending: list[bytes] = []

    def start(self, content: Iterator[bytes] | None) -> None:
        """Send the request and read the answer's head; one that comes early ends the sending."""
        try:
            self._put(self._exchange.start)
            for chunk in content or ():
                if self._exchange.head is not None:
                    break
                self._put(self._exchange.data(chunk))
            else:
                self._put(self._exchange.finish())
        except (BrokenPipeError, ConnectionResetError):
            pass  # the engine has answered and closed: its answer can still be read
        except (OSError, ssl.SSLError) as error:
            raise _broken(error, self._operation) from error
        while self._exchange.head is None:
            self._pull()

    def receive(self) -> bytes:
        """Give what comes next; `b""` at the end."""
        while not self._pending and not self._exchange.done:
            self._pull()
        return self._pending.pop(0) if self._pending else b""

    def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over; what comes meanwhile is kept."""
        try:
            self._put(data)
        except (OSError, ssl.SSLError) as error:
            raise _broken(error, self._operation) from error

    def close_write(self) -> None:
        """Tell that nothing more is sent."""
        with contextlib.suppress(OSError, ssl.SSLError):  # the other side may have gone: reading tells
            self._pipe.close_write()

    def close(self) -> None:
        """Close the connection."""
        self._pipe.close()

    def _put(self, data: bytes) -> None:
        for piece in self._pipe.send(data):
            self._take(piece)

    def _pull(self) -> None:
        try:
            data = self._pipe.receive()
        except (OSError, ssl.SSLError) as error:
            raise _broken(error, self._operation) from error
        self._take(data)

    def _take(self, data: bytes) -> None:
        if content := self._exchange.feed(data):
            self._pending.append(content)


class AsyncEngineSource:
    """Be an answer on a connection of its own, awaited."""

    def __init__(self, pipe: AsyncPipe, exchange: Exchange, operation: str) -> None:
        self._pipe, self._exchange, self._operation = pipe, exchange, operation
        self._pending: list[bytes] = []

    async def start(self, content: AsyncIterator[bytes] | None) -> None:
        """Send the request and read the answer's head; one that comes early ends the sending."""
        try:
            await self._put(self._exchange.start)
            if content is not None:
                async for chunk in content:
                    if self._exchange.head is not None:
                        break
                    await self._put(self._exchange.data(chunk))
            if self._exchange.head is None:
                await self._put(self._exchange.finish())
        except (BrokenPipeError, ConnectionResetError):
            pass  # the engine has answered and closed: its answer can still be read
        except (OSError, ssl.SSLError) as error:
            raise _broken(error, self._operation) from error
        while self._exchange.head is None:
            await self._pull()

    async def receive(self) -> bytes:
        """Give what comes next; `b""` at the end."""
        while not self._pending and not self._exchange.done:
            await self._pull()
        return self._pending.pop(0) if self._pending else b""

    async def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over; what comes meanwhile is kept."""
        try:
            await self._put(data)
        except (OSError, ssl.SSLError) as error:
            raise _broken(error, self._operation) from error

    async def close_write(self) -> None:
        """Tell that nothing more is sent."""
        with contextlib.suppress(OSError, ssl.SSLError):
            await self._pipe.close_write()

    def close(self) -> None:
        """Close the connection."""
        self._pipe.close()

    async def _put(self, data: bytes) -> None:
        for piece in await self._pipe.send(data):
            self._take(piece)

    async def _pull(self) -> None:
        try:
            data = await self._pipe.receive()
        except (OSError, ssl.SSLError) as error:
            raise _broken(error, self._operation) from error
        self._take(data)

    def _take(self, data: bytes) -> None:
        if content := self._exchange.feed(data):
            self._pending.append(content)


class HttpxSource:
    """Be an answer through a transport of the user's own, blocking."""

    def __init__(self, response: httpx.Response, operation: str) -> None:
        self._response, self._operation = response, operation
        self._network = response.extensions.get("network_stream") if response.status_code == 101 else None
        self._pieces = iter(()) if self._network else response.iter_bytes()

    def receive(self) -> bytes:
        """Give what comes next; `b""` at the end."""
        try:
            if self._network is not None:
                data: bytes = self._network.read(_CHUNK)
                return data
            return next(filter(None, self._pieces), b"")
        except FAULTS as error:
            raise cut(error, self._operation, b"") from error

    def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over."""
        if self._network is None:
            raise StreamError("this transport does not let a connection be taken over", operation=self._operation)
        try:
            self._network.write(data)
        except FAULTS as error:
            raise _broken(error, self._operation) from error

    def close_write(self) -> None:
        """Tell that nothing more is sent, where the transport has a socket."""
        sock = self._network.get_extra_info("socket") if self._network is not None else None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close the answer."""
        self._response.close()


class AsyncHttpxSource:
    """Be an answer through a transport of the user's own, awaited."""

    def __init__(self, response: httpx.Response, operation: str) -> None:
        self._response, self._operation = response, operation
        self._network = response.extensions.get("network_stream") if response.status_code == 101 else None
        self._pieces = response.aiter_bytes()

    async def receive(self) -> bytes:
        """Give what comes next; `b""` at the end."""
        try:
            if self._network is not None:
                data: bytes = await self._network.read(_CHUNK)
                return data
            async for piece in self._pieces:
                if piece:
                    return piece
            await self._response.aclose()
        except FAULTS as error:
            raise cut(error, self._operation, b"") from error
        return b""

    async def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over."""
        if self._network is None:
            raise StreamError("this transport does not let a connection be taken over", operation=self._operation)
        try:
            await self._network.write(data)
        except FAULTS as error:
            raise _broken(error, self._operation) from error

    async def close_write(self) -> None:
        """Tell that nothing more is sent, where the transport has a socket."""
        sock = self._network.get_extra_info("socket") if self._network is not None else None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close the answer, in its event loop where that still runs."""
        with contextlib.suppress(RuntimeError):
            task = asyncio.get_running_loop().create_task(self._response.aclose())
            _closing.add(task)
            task.add_done_callback(_closing.discard)


# A task that nothing refers to may be collected before it has run.
_closing: set[asyncio.Task[None]] = set()


def open_source(
    address: Address, tls: ssl.SSLContext | None, request: httpx.Request, operation: str
) -> tuple[httpx.Response, EngineSource]:
    """Send a request on a connection of its own; give the answer's head and what gives its content.

    Raises:
        ConnectionFailed: no engine answers.
        RequestTimeout: the time that was set is over.
        StreamError: the connection broke, or what answers is no HTTP.
    """
    try:
        pipe = connect(address, tls, request.extensions["timeout"])
    except (OSError, ssl.SSLError) as error:
        raise no_engine(error, address) from error
    exchange = _exchange(request)
    source = EngineSource(pipe, exchange, operation)
    try:
        source.start(_upload(request))
    except BaseException:
        source.close()
        raise
    return _httpx_response(exchange, request), source


def _upload(request: httpx.Request) -> Iterator[bytes] | None:
    stream: Any = request.stream
    return iter(stream) if _has_body(request) else None


def _has_body(request: httpx.Request) -> bool:
    return "transfer-encoding" in request.headers or request.headers.get("content-length", "0") != "0"


async def aopen_source(
    address: Address, tls: ssl.SSLContext | None, request: httpx.Request, operation: str
) -> tuple[httpx.Response, AsyncEngineSource]:
    """Send a request on a connection of its own; as `open_source`, awaited."""
    try:
        pipe = await aconnect(address, tls, request.extensions["timeout"])
    except (OSError, ssl.SSLError) as error:
        raise no_engine(error, address) from error
    exchange = _exchange(request)
    source = AsyncEngineSource(pipe, exchange, operation)
    stream: Any = request.stream
    try:
        await source.start(aiter(stream) if _has_body(request) else None)
    except BaseException:
        source.close()
        raise
    return _httpx_response(exchange, request), source
