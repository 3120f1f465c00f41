"""Answers that are read as they come, on a connection outside the pool; or through a transport of the user's own."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import h11
import httpx

from dynclient.document import limits
from dynclient.engine.reach.address import Address
from dynclient.engine.wire.connect import connect
from dynclient.engine.wire.faults import cause_of, cut, no_engine, taken_over_faults, unanswered
from dynclient.engine.wire.http import Exchange, NoAnswer
from dynclient.engine.wire.pipe import Pipe
from dynclient.engine.wire.talk import EARLY, at_hand
from dynclient.errors import DynclientError, RequestTimeout, StreamError

if TYPE_CHECKING:
    # asyncio, which the other shell does without, takes 20 ms.
    import asyncio

    from dynclient.engine.wire.awaited import AsyncPipe

_CHUNK = 256 * 1024
_REFUSED = 300  # from this status on an answer's head ends the upload; a success may begin while it goes on


class _Answer:
    """What both answers on a connection of their own share: everything but the connection.

    Args:
        exchange: the request.
        address: where it goes, for errors.
        operation: whose it is, for errors.
    """

    def __init__(self, exchange: Exchange, address: Address, operation: str) -> None:
        self.exchange, self._address, self._operation = exchange, address, operation
        self._pending: deque[bytes] = deque()

    @property
    def _answered(self) -> bool:
        """Whether the rest of the request is not wanted any more."""
        head = self.exchange.head
        return head is not None and (head.status >= _REFUSED or self.exchange.done)

    def _heard(self, pieces: list[bytes]) -> bool:
        """Take what comes while the request is sent; return whether the rest of the request is not wanted."""
        self._take(*pieces)
        if pieces and sum(map(len, self._pending)) > limits.UNREAD:
            raise StreamError(EARLY, partial=b"", operation=self._operation)
        return self._answered

    def _ready(self) -> bool:
        return bool(self._pending) or self.exchange.done

    def _next(self) -> bytes:
        if self._pending:
            return self._pending.popleft()
        if (error := self.exchange.error) is not None:
            raise StreamError(error.message, operation=self._operation)
        return b""

    def _take(self, *pieces: bytes) -> None:
        try:
            for piece in pieces:
                if content := self.exchange.feed(piece):
                    self._pending.append(content)
        except NoAnswer as error:
            raise unanswered(error, self._address, self._operation) from cause_of(error)

    def _unread(self, error: OSError) -> DynclientError:
        """Return the error for a connection that broke while something was to come."""
        if self.exchange.head is None:
            return unanswered(error, self._address, self._operation)
        if isinstance(error, TimeoutError):
            return RequestTimeout(f"{self._operation}: nothing came within the time that was set (timeout=)")
        return _broken(error, self._operation)

    def _unsent(self, error: OSError) -> DynclientError:
        """Return the error for a connection that broke while something was sent."""
        if isinstance(error, TimeoutError):
            what = "did not take the request" if self.exchange.head is None else "took nothing"
            return RequestTimeout(f"{self._operation}: the engine {what} within the time that was set (timeout=)")
        return self._unread(error)


def _broken(error: Exception, operation: str) -> StreamError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return StreamError(f"the connection broke: {reason}", operation=operation)


class EngineSource(_Answer):
    """An answer on a connection of its own, blocking."""

    def __init__(self, pipe: Pipe, exchange: Exchange, address: Address, operation: str) -> None:
        super().__init__(exchange, address, operation)
        self._pipe = pipe

    def start(self, content: Generator[bytes] | bytes) -> None:
        """Send the request and read the answer's head; an early one that refuses or is whole ends the sending."""
        if isinstance(content, bytes):
            self._put(self.exchange.whole(content))
        elif self._put(self.exchange.start) and self._uploaded(content):
            self._put(self.exchange.finish())
        while self.exchange.head is None:
            self._pull()

    def _uploaded(self, content: Generator[bytes]) -> bool:
        with contextlib.closing(content):
            return all(self._put(self.exchange.data(chunk)) for chunk in content)

    def _put(self, data: bytes) -> bool:
        """Send a part of the request; false where the engine wants no more: its answer says why."""
        try:
            self._pipe.send(data, self._heard)
        except (BrokenPipeError, ConnectionResetError):
            return False
        except OSError as error:
            raise self._unsent(error) from cause_of(error)
        return not self._heard(self._pipe.early())

    def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""
        while not self._ready():
            self._pull()
        return self._next()

    def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over; what comes meanwhile is kept."""
        try:
            self._pipe.send(data)
        except StreamError as error:
            error.operation = self._operation
            raise
        except OSError as error:
            raise self._unsent(error) from cause_of(error)

    def close_write(self) -> None:
        """Announce that nothing more is sent."""
        with contextlib.suppress(OSError):  # the other side may have gone: reading shows it
            self._pipe.close_write()

    def close(self) -> None:
        """Close the connection."""
        self._pipe.close()

    def _pull(self) -> None:
        try:
            data = self._pipe.receive()
        except OSError as error:
            raise self._unread(error) from cause_of(error)
        self._take(data)


class AsyncEngineSource(_Answer):
    """An answer on a connection of its own, awaited."""

    def __init__(self, pipe: AsyncPipe, exchange: Exchange, address: Address, operation: str) -> None:
        super().__init__(exchange, address, operation)
        self._pipe = pipe

    async def start(self, content: AsyncGenerator[bytes] | bytes) -> None:
        """Send the request and read the answer's head; an early one that refuses or is whole ends the sending."""
        if isinstance(content, bytes):
            await self._put(self.exchange.whole(content))
        elif await self._put(self.exchange.start) and await self._uploaded(content):
            await self._put(self.exchange.finish())
        while self.exchange.head is None:
            await self._pull()

    async def _uploaded(self, content: AsyncGenerator[bytes]) -> bool:
        async with contextlib.aclosing(content):
            async for chunk in content:
                if not await self._put(self.exchange.data(chunk)):
                    return False
        return True

    async def _put(self, data: bytes) -> bool:
        """Send a part of the request; false where the engine wants no more: its answer says why."""
        try:
            await self._pipe.send(data, self._heard)
        except (BrokenPipeError, ConnectionResetError):
            return False
        except OSError as error:
            raise self._unsent(error) from cause_of(error)
        return not self._heard(await self._pipe.early())

    async def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""
        while not self._ready():
            await self._pull()
        return self._next()

    async def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over; what comes meanwhile is kept."""
        try:
            await self._pipe.send(data)
        except StreamError as error:
            error.operation = self._operation
            raise
        except OSError as error:
            raise self._unsent(error) from cause_of(error)

    async def close_write(self) -> None:
        """Announce that nothing more is sent."""
        with contextlib.suppress(OSError):
            await self._pipe.close_write()

    def close(self) -> None:
        """Close the connection."""
        self._pipe.close()

    async def aclose(self) -> None:
        """Close the connection."""
        self._pipe.close()

    async def _pull(self) -> None:
        try:
            data = await self._pipe.receive()
        except OSError as error:
            raise self._unread(error) from cause_of(error)
        self._take(data)


class _Lent:
    """What both answers through a transport of the user's own share.

    Args:
        response: an answer that is not read yet.
        operation: whose it is, for errors.
        end: what closes the answer where it is dropped: unlike our own connections, a pool of httpx's keeps it.
    """

    def __init__(self, response: httpx.Response, operation: str, end: Callable[[], object]) -> None:
        from dynclient.engine.wire.dropping import Last

        self._response, self._operation = response, operation
        self._last = Last(self, end)
        self._network = _network_of(response)
        limits = response.request.extensions.get("timeout") or {}
        self._read: float | None = limits.get("read")
        self._write: float | None = limits.get("write")

    def _taken_over(self) -> Any:
        if self._network is None:
            raise StreamError("this transport does not let a connection be taken over", operation=self._operation)
        return self._network

    def _shut(self) -> None:
        """Announce that nothing more is sent, where the transport has a socket."""
        sock = self._network.get_extra_info("socket") if self._network is not None else None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_WR)


def _network_of(response: httpx.Response) -> Any:
    """Return the connection of an answer that has taken it over; None where there is none."""
    taken_over = response.status_code == httpx.codes.SWITCHING_PROTOCOLS
    return response.extensions.get("network_stream") if taken_over else None


class HttpxSource(_Lent):
    """An answer through a transport of the user's own, blocking."""

    def __init__(self, response: httpx.Response, operation: str) -> None:
        self._pieces: Iterator[bytes] = iter(()) if _network_of(response) is not None else response.iter_bytes()
        # The pieces too: a generator that is dropped half-way runs to its end there and then.
        super().__init__(response, operation, partial(_close_with, response, self._pieces))

    def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""
        try:
            if self._network is not None:
                data: bytes = self._network.read(_CHUNK, timeout=self._read)
                return data
            return next(self._pieces, b"")
        except taken_over_faults() as error:
            raise cut(error, self._operation, b"", self._response.num_bytes_downloaded) from cause_of(error)

    def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over."""
        try:
            self._taken_over().write(data, timeout=self._write)
        except taken_over_faults() as error:
            raise _broken(error, self._operation) from cause_of(error)

    def close_write(self) -> None:
        """Announce that nothing more is sent, where the transport has a socket."""
        self._shut()

    def close(self) -> None:
        """Close the answer."""
        self._last.done()


class AsyncHttpxSource(_Lent):
    """An answer through a transport of the user's own, awaited."""

    def __init__(self, response: httpx.Response, operation: str) -> None:
        import asyncio

        self._pieces = response.aiter_bytes()
        end = partial(_close_soon, asyncio.get_running_loop(), response, self._pieces)
        super().__init__(response, operation, end)

    async def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""
        try:
            if self._network is not None:
                data: bytes = await self._network.read(_CHUNK, timeout=self._read)
                return data
            return await anext(self._pieces, b"")
        except taken_over_faults() as error:
            raise cut(error, self._operation, b"", self._response.num_bytes_downloaded) from cause_of(error)

    async def send(self, data: bytes) -> None:
        """Send bytes on a connection that was taken over."""
        try:
            await self._taken_over().write(data, timeout=self._write)
        except taken_over_faults() as error:
            raise _broken(error, self._operation) from cause_of(error)

    async def close_write(self) -> None:
        """Announce that nothing more is sent, where the transport has a socket."""
        self._shut()

    def close(self) -> None:
        """Close the answer, in its event loop where that still runs; from any thread."""
        self._last.done()

    async def aclose(self) -> None:
        """Close the answer."""
        self._last.detach()
        await self._response.aclose()


def _close_with(response: httpx.Response, _pieces: Iterator[bytes]) -> None:
    response.close()


def _close_soon(loop: asyncio.AbstractEventLoop, response: httpx.Response, pieces: AsyncIterator[bytes]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed, and its connections with it
        loop.call_soon_threadsafe(_close_later, response, pieces)


def _close_later(response: httpx.Response, _pieces: AsyncIterator[bytes]) -> None:
    import asyncio

    task = asyncio.ensure_future(response.aclose())
    _closing.add(task)
    task.add_done_callback(_closing.discard)


# A task that nothing refers to may be collected before it has run.
_closing: set[asyncio.Future[None]] = set()


def open_source(
    address: Address, tls: ssl.SSLContext | None, request: httpx.Request, operation: str
) -> tuple[httpx.Response, EngineSource]:
    """Send a request on a connection of its own; return the answer's head and the source of its content.

    Raises:
        ConnectionFailed: no engine answers, or what answers is no HTTP.
        RequestTimeout: the time that was set is over.
    """
    with _valid(operation):
        exchange = _exchange(request)
        try:
            pipe = connect(address, tls, request.extensions["timeout"])
        except OSError as error:
            raise no_engine(error, address) from cause_of(error)
        source = EngineSource(pipe, exchange, address, operation)
        stream: Any = request.stream
        content = at_hand(request)
        try:
            source.start(iter(stream) if content is None else content)
        except BaseException:
            source.close()
            raise
    return _response(exchange, request), source


async def aopen_source(
    address: Address, tls: ssl.SSLContext | None, request: httpx.Request, operation: str
) -> tuple[httpx.Response, AsyncEngineSource]:
    """Send a request on a connection of its own; as `open_source`, awaited."""
    from dynclient.engine.wire.awaited import aconnect

    with _valid(operation):
        exchange = _exchange(request)
        try:
            pipe = await aconnect(address, tls, request.extensions["timeout"])
        except OSError as error:
            raise no_engine(error, address) from cause_of(error)
        source = AsyncEngineSource(pipe, exchange, address, operation)
        stream: Any = request.stream
        content = at_hand(request)
        try:
            await source.start(aiter(stream) if content is None else content)
        except BaseException:
            source.close()
            raise
    return _response(exchange, request), source


@contextlib.contextmanager
def _valid(operation: str) -> Iterator[None]:
    try:
        yield
    except h11.LocalProtocolError:
        # Its own words repeat the header, which may be a secret.
        raise DynclientError(f"{operation}: the request is no valid HTTP; it was not sent") from None


def _exchange(request: httpx.Request) -> Exchange:
    return Exchange(request.method, request.url.raw_path, request.headers.raw)


def _response(exchange: Exchange, request: httpx.Request) -> httpx.Response:
    assert exchange.head is not None
    return httpx.Response(exchange.head.status, headers=exchange.fields, request=request)
