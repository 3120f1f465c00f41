"""Open answers: iterators and context managers over a connection of their own, sync and async."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import Any, Self

from dynclient.api.answer.reading import Reading
from dynclient.api.answer.text import AsyncText, Text
from dynclient.api.call.prepare import kind_of
from dynclient.document.drawn import Drawn
from dynclient.errors import DynclientError, Response, StreamError, owned, owning


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
        """Note in an error of this answer which engine's and which operation's it is."""
        owned(error, self._reading.response)

    def _note(self, error: StreamError, items: list[Any]) -> None:
        """Add what was read to the error that ended the reading."""
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
    """An answer that is read as it comes: JSON messages, frames of output, or bytes.

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
    """A connection to a container or a command: write its input, read its output as frames."""

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
    """An answer that is read as it comes; as `Stream`, with `async for` and `async with`."""

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
    """A connection to a container or a command; as `Duplex`, awaited."""

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
