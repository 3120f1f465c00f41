"""Open answers: iterators and context managers over a connection of their own, sync and async."""

from __future__ import annotations

import contextlib
import os
import tarfile
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from dynclient.api.answer.archive import USED, Archive
from dynclient.api.answer.reading import Reading
from dynclient.api.answer.text import AsyncText, Text
from dynclient.api.call.prepare import kind_of
from dynclient.document.drawn import Drawn
from dynclient.engine.wire.websocket import WebSocket
from dynclient.errors import DynclientError, Response, StreamError, owned, owning

if TYPE_CHECKING:
    import asyncio  # which the other shell does without: it takes 20 ms

T = TypeVar("T")
V = TypeVar("V")


class Source(Protocol):
    """Return an answer's content as it comes, and take what is sent on a connection that was taken over."""

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
                with contextlib.suppress(StreamError):  # who has said the last word may be gone
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


class _Open(Drawn):
    """What both streams share."""

    _source: Any
    _reading: Reading

    def __init__(self, source: Any, reading: Reading) -> None:
        # A source that is dropped closes by itself.
        self._source, self._reading, self._is_closed = source, reading, False

    @property
    def response(self) -> Response | None:
        """Status, headers and operation of the answer."""
        return self._reading.response

    @property
    def closed(self) -> bool:
        """Whether the connection is closed: at the end, after an error, or by `close`."""
        return self._is_closed

    def _finish(self) -> None:
        if not self._is_closed:
            try:
                self._source.close()
            finally:
                self._is_closed = True

    def _limit(self, seconds: float | None) -> None:
        """Set how long what comes next is waited for, where the connection is our own."""
        if (pipe := getattr(self._source, "_pipe", None)) is not None:
            pipe.read_limit = seconds

    def _own(self, error: DynclientError) -> None:
        """Have an error of this answer know which engine it is of, and whose operation's."""
        owned(error, self._reading.response)

    def _note(self, error: StreamError, items: list[Any]) -> None:
        """Return an error that ended a reading to the end what was read."""
        if error.partial is None:
            error.partial = self._reading.whole(items)

    def _input(self, data: bytes | str) -> bytes:
        if self.closed:
            raise StreamError("this stream is closed: nothing can be written")
        if not isinstance(data, (str, bytes, bytearray, memoryview)):
            raise TypeError(f"{kind_of(data)} cannot be written; expected bytes or text")
        return data.encode() if isinstance(data, str) else bytes(data)

    def _sizing(self) -> Callable[[int, int], Any]:
        resize: Callable[[int, int], Any] | None = getattr(self, "_resize", None)
        if resize is None:
            raise StreamError("there is no terminal here whose size could be set")
        return resize

    @property
    def kind(self) -> str:
        """What comes: `json` and `lines` are messages, `frames`, `hijack` and `websocket` output, `bytes` bytes."""
        return self._reading.kind

    @property
    def framed(self) -> bool:
        """Whether output comes in frames that tell standard output from standard error; a terminal's does not."""
        return self._reading.framed

    def __repr__(self) -> str:
        operation = self._reading.response.operation if self._reading.response else None
        state = "closed" if self.closed else "open"
        return f"<{type(self).__name__} of {operation or 'an answer'}: {self._reading.kind}, {state}>"


class Stream(_Open, Text):
    """Read an answer as it comes: JSON messages, frames of output, or bytes.

    It has a connection of its own, which is closed at the end, by `close`, at the end of `with` and when it is dropped.

    Example:
        >>> from dynclient import Client
        >>> with Client().stream("SystemEvents", until=0) as events:
        ...     for event in events:
        ...         print(event.Action)
    """

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        reading = self._reading
        while reading.waiting:
            self._more()
        try:
            return reading.next()
        except StopIteration:
            self._finish()
            raise
        except StreamError as error:
            self._own(error)
            self._finish()
            raise

    def _more(self) -> None:
        try:
            data = self._source.receive()
        except StreamError as error:
            self._reading.fail(error)
            return
        except DynclientError as error:
            self._own(error)
            self.close()
            raise
        self._reading.take(data)
        if not data:
            self._finish()

    def read(self) -> Any:
        """Read to the end and return what is left as one value: an `Output`, bytes or a list of messages.

        Raises:
            StreamError: a failure was reported, or the answer was cut; `partial` has what came before.
        """
        items: list[Any] = []
        try:
            items.extend(self)
        except StreamError as error:
            self._note(error, items)
            raise
        return self._reading.whole(items)

    def close(self) -> None:
        """Close the connection; what was not read is lost, and a read that waits in another thread ends."""
        self._reading.close()
        self._finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Duplex(Stream):
    """Talk with a container or a command: write its input, read its output as frames."""

    def __init__(self, source: Any, reading: Reading, resize: Callable[[int, int], Any] | None = None) -> None:
        super().__init__(source, reading)
        self._resize = resize

    def resize(self, height: int, width: int) -> None:
        """Set the size of the terminal, in characters."""
        with owning(self.response):
            self._sizing()(height, width)

    def write(self, data: bytes | str) -> None:
        """Send input; a str in UTF-8.

        Raises:
            StreamError: this stream is closed, or the other side is.
            RequestTimeout: the time that was set is over.
        """
        with owning(self.response):
            self._source.send(self._input(data))

    def close_stdin(self) -> None:
        """End the input; output goes on where there is no terminal (spec/REALITY.md, E68)."""
        with owning(self.response):
            self._source.close_write()


class AsyncStream(_Open, AsyncText):
    """Read an answer as it comes; as `Stream`, with `async for` and `async with`."""

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        while self._reading.waiting:
            await self._more()
        try:
            return self._reading.next()
        except StopIteration:
            await self.aclose()
            raise StopAsyncIteration from None
        except StreamError as error:
            self._own(error)
            await self.aclose()
            raise

    async def _more(self) -> None:
        try:
            data = await self._source.receive()
        except StreamError as error:
            self._reading.fail(error)
            return
        except DynclientError as error:
            self._own(error)
            await self.aclose()
            raise
        self._reading.take(data)
        if not data:
            await self._afinish()

    async def _afinish(self) -> None:
        if not self._is_closed:
            try:
                await self._source.aclose()
            finally:
                self._is_closed = True

    async def read(self) -> Any:
        """Read to the end and return what is left as one value; as `Stream.read`."""
        items: list[Any] = []
        try:
            async for item in self:
                items.append(item)
        except StreamError as error:
            self._note(error, items)
            raise
        return self._reading.whole(items)

    async def aclose(self) -> None:
        """Close the connection; what was not read is lost, and a read that waits in another task ends."""
        self._reading.close()
        await self._afinish()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class AsyncDuplex(AsyncStream):
    """Talk with a container or a command; as `Duplex`, awaited."""

    def __init__(self, source: Any, reading: Reading, resize: Callable[[int, int], Any] | None = None) -> None:
        super().__init__(source, reading)
        self._resize = resize

    async def resize(self, height: int, width: int) -> None:
        """Set the size of the terminal, in characters."""
        with owning(self.response):
            await self._sizing()(height, width)

    async def write(self, data: bytes | str) -> None:
        """Send input; a str in UTF-8."""
        with owning(self.response):
            await self._source.send(self._input(data))

    async def close_stdin(self) -> None:
        """End the input; output goes on where there is no terminal."""
        with owning(self.response):
            await self._source.close_write()


class Opening(Coroutine[Any, Any, T]):
    """What is about to be opened: `await` it, enter it by `async with`, or read it by `async for`."""

    def __init__(self, opened: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._opened = opened
        self._begun: Coroutine[Any, Any, T] | None = None
        self._entered: Any = None

    def __await__(self) -> Generator[Any, None, T]:
        return self._opened().__await__()

    # As a coroutine's, for a task is made of nothing else.

    def send(self, value: Any, /) -> Any:
        """Go on with it."""
        if self._begun is None:
            self._begun = self._opened()
        return self._begun.send(value)

    def throw(self, kind: Any, value: Any = None, trace: Any = None, /) -> Any:
        """Interrupt it."""
        if self._begun is None:
            self._begun = self._opened()
        return self._begun.throw(kind if value is None else value)

    def close(self) -> None:
        """End it where it is."""
        if self._begun is not None:
            self._begun.close()

    async def __aiter__(self) -> AsyncIterator[Any]:
        opened: Any = await self._opened()
        async with opened as stream:
            async for item in stream:
                yield item

    async def lines(self) -> AsyncIterator[str]:
        """Open it and return its lines as they come; as `AsyncStream.lines`."""
        opened: Any = await self._opened()
        async with opened as stream:
            async for line in stream.lines():
                yield line

    async def __aenter__(self) -> T:
        self._entered = await self._opened()
        entered: T = await self._entered.__aenter__()
        return entered

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._entered.__aexit__(kind, error, trace)


class AsyncArchive(Drawn):
    """Read a tar as it comes; as `Archive`, awaited. Files are written by a thread of the loop's."""

    def __init__(
        self, source: AsyncSource, stat: Mapping[str, Any] | None = None, response: Response | None = None
    ) -> None:
        self.stat, self.response = stat, response
        self._source, self._used, self._is_closed = source, False, False

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Return the bytes in chunks.

        Raises:
            StreamError: it was used or closed already.
        """
        return self._chunks(self._taken())

    async def _chunks(self, source: AsyncSource) -> AsyncIterator[bytes]:
        try:
            with owning(self.response):
                while data := await source.receive():
                    yield data
        finally:
            await self.aclose()

    def _taken(self) -> AsyncSource:
        if self._used or self._is_closed:
            raise owned(StreamError(USED), self.response)
        self._used = True
        return self._source

    async def read(self) -> bytes:
        """Return the whole archive."""
        return b"".join([data async for data in self])

    async def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the archive to a file; as `Archive.save`."""
        return await self._in_thread(lambda archive: archive.save(path))

    async def extract(self, directory: str | os.PathLike[str]) -> Path:
        """Write the archive's files into a directory; as `Archive.extract`."""
        return await self._in_thread(lambda archive: archive.extract(directory))

    async def content(self, name: str | None = None) -> bytes:
        """Return the content of one file in the archive; as `Archive.content`."""
        return await self._in_thread(lambda archive: archive.content(name))

    async def text(self, name: str | None = None, encoding: str = "utf-8") -> str:
        """Return the content of one file as text; as `Archive.text`."""
        return await self._in_thread(lambda archive: archive.text(name, encoding))

    async def members(self) -> list[tarfile.TarInfo]:
        """Return the archive's list of contents; as `Archive.members`."""
        return await self._in_thread(lambda archive: archive.members())

    async def aclose(self) -> None:
        """End the stream; what was not read is lost."""
        if not self._is_closed:
            try:
                await self._source.aclose()
            finally:
                self._is_closed = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _in_thread(self, use: Callable[[Archive], V]) -> V:
        import asyncio

        chunks = chunks_across(self._taken(), asyncio.get_running_loop())
        archive = Archive(chunks, stat=self.stat, response=self.response)
        work = asyncio.ensure_future(asyncio.to_thread(use, archive))
        try:
            return await asyncio.shield(work)
        finally:
            await self.aclose()
            # A thread cannot be cancelled: what it waits for has ended now, so that it takes back what is half done.
            work.add_done_callback(_seen)
            await asyncio.wait({work}, timeout=_THREAD_SECONDS)

    def __repr__(self) -> str:
        name = f" of {self.stat['name']!r}" if self.stat and "name" in self.stat else ""
        return f"<AsyncArchive{name}: {'used or closed' if self._is_closed or self._used else 'open'}>"


# A disk that hangs is nothing to wait for.
_THREAD_SECONDS = 10.0


def _seen(work: asyncio.Future[Any]) -> None:
    """Note an error that nobody waits for any more, so that asyncio does not report it."""
    if not work.cancelled():
        work.exception()


def chunks_of(source: Source) -> Iterator[bytes]:
    """Return a source's content piece by piece."""
    return iter(source.receive, b"")  # in C: a generator that is dropped runs to its end there and then


def chunks_across(source: AsyncSource, loop: asyncio.AbstractEventLoop) -> Iterator[bytes]:
    """Yield an async source's content to another thread than its loop's."""
    import asyncio

    while data := asyncio.run_coroutine_threadsafe(source.receive(), loop).result():
        yield data
