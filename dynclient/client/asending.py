"""Sending, as `AsyncClient` does it: as `sending`, awaited."""

from __future__ import annotations

import asyncio
import inspect
import sys
import weakref
from collections.abc import AsyncIterator, Callable, Iterable
from typing import TYPE_CHECKING, Any

import httpx

from dynclient.api.model.operation import Operation
from dynclient.client.conversation import (
    Conversation,
    Do,
    Drain,
    Open,
    Opened,
    Reply,
    Send,
    T,
    Wish,
    adrive,
    running_loop,
)
from dynclient.client.incoming import Gathered, ends_anyhow, is_success
from dynclient.client.wiring import Wired, Wires
from dynclient.document.limits import Exceeded
from dynclient.engine.reach.address import Address
from dynclient.engine.wire.faults import FAULTS, cause_of, cut, translate
from dynclient.engine.wire.fork import forget_in_child
from dynclient.errors import DynclientError, StreamError

if TYPE_CHECKING:
    from dynclient.api.answer.reading import Reading
    from dynclient.client.async_archive import AsyncArchive
    from dynclient.client.connections import AsyncWebSocketSource
    from dynclient.client.sending import SyncSender
    from dynclient.client.streams import AsyncDuplex, AsyncStream
    from dynclient.engine.wire.websocket import WebSocket
    from dynclient.errors import Response


class AsyncSender(Wired):
    """What sends an `AsyncClient`'s requests; as `SyncSender`, awaited."""

    awaited = True

    def __init__(self, address: Address, wires: Wires) -> None:
        super().__init__(address, wires)
        self.link = _Link(self._connected)

    def _connected(self) -> httpx.AsyncClient:
        transport = self.wires.transport
        if not self.by_httpx:
            from dynclient.engine.wire.awaited import AsyncTransport

            transport = AsyncTransport(self.address, self.tls, self.wires.limits)
        return httpx.AsyncClient(**self.settings(transport))

    @property
    def closed(self) -> bool:
        """Whether it sends no more, in the event loop that runs."""
        return self.link.is_closed

    async def drive(self, conversation: Conversation[T], name: str = "") -> T:
        """Go through with a conversation, and return its value."""
        return await adrive(conversation, self, name)

    def apart(self) -> SyncSender | None:
        """Return a sender with connections of its own, which is not awaited; there is none by a user's transport."""
        from dynclient.client.sending import SyncSender

        return None if self.wires.transport is not None else SyncSender.beside(self)

    def content(self, content: Any) -> Any:
        if content is None or isinstance(content, bytes) or hasattr(content, "__aiter__"):
            return content
        return _in_thread(content)

    def as_stream(self, source: Any, reading: Reading) -> AsyncStream:
        from dynclient.client.streams import AsyncStream

        return AsyncStream(source, reading)

    def as_duplex(self, source: Any, reading: Reading, resize: Any) -> AsyncDuplex:
        from dynclient.client.streams import AsyncDuplex

        return AsyncDuplex(source, reading, resize)

    def as_messages(self, source: Any, websocket: WebSocket) -> AsyncWebSocketSource:
        from dynclient.client.connections import AsyncWebSocketSource

        return AsyncWebSocketSource(source, websocket)

    def as_archive(self, source: Any, response: Response, operation: Operation) -> AsyncArchive:
        from dynclient.client.async_archive import AsyncArchive

        return AsyncArchive(source, stat=self.stat(response, operation), response=response)

    async def perform(self, wish: Wish) -> Any:
        if isinstance(wish, Send):
            return await self._complete(wish)
        if isinstance(wish, Do):
            came = wish.method(*wish.args)
            return await came if inspect.isawaitable(came) else came
        if isinstance(wish, Drain):
            return await self._drained(wish.opened, wish.operation, wish.each)
        opened = await self._opened(wish)
        return opened if is_success(opened.response) else await self._drained(opened, wish.operation)

    async def _opened(self, wish: Open) -> Opened:
        from dynclient.engine.wire.source import AsyncHttpxSource, aopen_source

        if self.by_httpx:
            response = await self.sent(wish.request, wish.operation)
            return Opened(response, AsyncHttpxSource(response, wish.operation))
        hooks = self.link.here().event_hooks
        for hook in hooks["request"]:
            await hook(wish.request)
        opened = Opened(*await aopen_source(self.address, self.tls, wish.request, wish.operation))
        try:
            for hook in hooks["response"]:
                await hook(opened.response)
        except BaseException:
            opened.source.close()
            raise
        return opened

    @staticmethod
    async def _drained(opened: Opened, operation: str, each: Callable[[bytes], None] | None = None) -> Reply:
        gathered = Gathered(operation)
        try:
            while data := await opened.source.receive():
                gathered.add(data)
                if each is not None:
                    each(data)
        except Exceeded as error:
            raise StreamError(error.message, partial=b"", operation=operation) from None
        except StreamError as error:
            if not ends_anyhow(opened.response):
                raise StreamError(error.message, partial=bytes(gathered), operation=operation) from error
        finally:
            await opened.source.aclose()
        return Reply(opened.response, bytes(gathered))

    async def _complete(self, wish: Send) -> Reply:
        response = await self.sent(wish.request, wish.operation)
        gathered = Gathered(wish.operation)
        try:
            async for piece in response.aiter_bytes():
                gathered.add(piece)
        except Exceeded as error:
            raise StreamError(error.message, partial=b"", operation=wish.operation) from None
        except FAULTS as error:
            raise cut(error, wish.operation, bytes(gathered)) from cause_of(error)
        finally:
            await response.aclose()
        return Reply(response, bytes(gathered))

    async def sent(self, request: httpx.Request, operation: str) -> httpx.Response:
        try:
            response: httpx.Response = await self.link.here().send(request, stream=True)
        except FAULTS as error:
            raise translate(error, self.address, operation) from cause_of(error)
        return response

    async def read(self, response: httpx.Response, operation: str) -> None:
        try:
            await response.aread()
        except FAULTS as error:
            broken = cut(error, operation, b"", response.num_bytes_downloaded)
            raise broken.about(address=self.address.url, operation=operation) from cause_of(error)
        finally:
            await response.aclose()


_PULSE = 0.5  # seconds


def _wake(loop: asyncio.AbstractEventLoop, open_client: weakref.ref[httpx.AsyncClient]) -> None:
    """Wake a kernel's event loop now and then, as long as a client of this loop is open.

    ipykernel cancels a cell that awaits by a callback that its handler of SIGINT adds, but nothing wakes the loop for
    it (7.4: `await asyncio.sleep(20)` is cancelled after 20 s).
    """
    client = open_client()
    if client is not None and not client.is_closed:
        loop.call_later(_PULSE, _wake, loop, open_client)


class _Link:
    """The connections of each event loop: those of one cannot be used in another."""

    def __init__(self, connect: Callable[[], httpx.AsyncClient]) -> None:
        self._connect = connect
        self.forget()
        forget_in_child(self)

    def forget(self) -> None:
        """Begin anew, in a forked child."""
        self._clients: dict[asyncio.AbstractEventLoop, httpx.AsyncClient] = {}

    def here(self) -> httpx.AsyncClient:
        """Return the client of this loop."""
        if self.is_closed:
            raise DynclientError("this client is closed")
        return self._of(running_loop())

    @property
    def is_closed(self) -> bool:
        """Whether the client of this loop is closed."""
        return self._of(running_loop()).is_closed

    def _of(self, loop: asyncio.AbstractEventLoop) -> httpx.AsyncClient:
        client = self._clients.get(loop)
        if client is None:
            self._drop_ended()
            client = self._clients[loop] = self._connect()
            if "ipykernel" in sys.modules:
                _wake(loop, weakref.ref(client))
        return client

    def _drop_ended(self) -> None:
        """Drop the clients of loops that have ended, whose connections then close; another thread may do so too."""
        for other in list(self._clients):
            if other.is_closed():
                self._clients.pop(other, None)

    async def aclose(self) -> None:
        """Close what is open in this loop, and use it no more; what is left of one that has ended closes too."""
        client = self._of(running_loop())
        self._drop_ended()
        await client.aclose()


async def _in_thread(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Read an ordinary iterable where it does not hold the event loop up."""
    chunks = iter(content)
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk
