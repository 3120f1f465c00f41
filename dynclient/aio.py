"""The asynchronous client: the same names as `Client`, awaited."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx

from dynclient._base import Base, Conversation, Reply, Send, T
from dynclient.api.model import Operation
from dynclient.engine.faults import FAULTS, cut, translate
from dynclient.errors import DynclientError
from dynclient.options import Options, Timeout, check_unknown, header_items, timeouts
from dynclient.wiring import resolve, transport_settings

if TYPE_CHECKING:
    from dynclient.groups import Method


class AsyncClient(Base):
    """Call the Docker Engine, or whatever API the document describes, with `await`.

    The arguments are those of `Client`; `transport` is an `httpx.AsyncBaseTransport`. A client may be made outside an
    event loop, and works in a second one after the first has ended.

    Example:
        >>> import asyncio
        >>> from dynclient import AsyncClient
        >>> async def names():
        ...     async with AsyncClient() as client:
        ...         return [c.Names for c in await client.container.list(all=True)]
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        context: str | None = None,
        spec: str | PathLike[str] | None = None,
        corrections: str | PathLike[str] | None = None,
        version: str | None = "auto",
        timeout: Timeout = None,
        tls: ssl.SSLContext | None = None,
        headers: Mapping[str, str] | None = None,
        validate: bool = True,
        unknown: str = "error",
        strict: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None,
        limits: httpx.Limits | None = None,
        trust_env: bool = True,
    ) -> None:
        api, found = resolve(spec, corrections, address, context, transport is not None)
        options = Options(timeouts(timeout), header_items(headers), (), validate, check_unknown(unknown), strict)
        self._setup(api, found, options, version)

        def connect() -> httpx.AsyncClient:
            own = transport
            if own is None and found.socket:
                own = httpx.AsyncHTTPTransport(**transport_settings(found, tls, limits))
            settings: dict[str, Any] = {} if own else transport_settings(found, tls, limits)
            return httpx.AsyncClient(
                transport=own, event_hooks=event_hooks, trust_env=trust_env, follow_redirects=False, **settings
            )

        self._link = _Link(connect)

    async def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any:
        """Call an operation and give its complete answer; as `Client.op`, awaited."""
        return await self._drive(self._call(self._wire(operation, args, arguments)))

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Call what no document knows; as `Client.request`, awaited."""
        return await self._drive(self._call(self._raw_wire(method, path, query, body, headers)))

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request of `build_request`; as `Client.send`, awaited."""
        name = "send"
        if operation := request.extensions.get("dynclient"):
            name, request = operation.id, await self._drive(self._prefixed(request))
        response = await self._sent(request, name)
        if not stream:
            await self._read(response, name)
        return response

    async def aclose(self) -> None:
        """Close the connections, those of clients made from this one too."""
        await self._link.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _method(self, operation: Operation) -> Method:
        async def call(_group: Any, /, *args: Any, **arguments: Any) -> Any:
            return await self.op(operation, *args, **arguments)

        return call

    def _content(self, content: Any) -> Any:
        if content is None or isinstance(content, bytes) or hasattr(content, "__aiter__"):
            return content
        return _in_thread(content)

    async def _drive(self, conversation: Conversation[T]) -> T:
        """Do what a conversation wants, and give it what came of it, cancellation too."""
        step: Callable[[Any], Send] = conversation.send
        came: Any = None
        while True:
            try:
                wish = step(came)
            except StopIteration as end:
                value: T = end.value
                return value
            try:
                came, step = await self._perform(wish), conversation.send
            except BaseException as error:
                came, step = error, conversation.throw

    async def _perform(self, wish: Send) -> Reply:
        response = await self._sent(wish.request, wish.operation)
        chunks: list[bytes] = []
        try:
            stream = response.extensions.get("network_stream")  # a transport of the caller's own may lack it
            if wish.hijack and response.status_code == 101 and stream is not None:
                patience = wish.request.extensions["timeout"]["read"]
                while chunk := await stream.read(65536, patience):
                    chunks.append(chunk)
            else:
                async for chunk in response.aiter_bytes():
                    chunks.append(chunk)
        except FAULTS as error:
            raise cut(error, wish.operation, b"".join(chunks)) from error
        finally:
            await response.aclose()
        return Reply(response, b"".join(chunks))

    async def _sent(self, request: httpx.Request, operation: str) -> httpx.Response:
        try:
            response: httpx.Response = await self._link.here().send(request, stream=True)
        except FAULTS as error:
            raise translate(error, self.address, operation) from error
        return response

    async def _read(self, response: httpx.Response, operation: str) -> None:
        try:
            await response.aread()
        except FAULTS as error:
            raise cut(error, operation, b"", response.num_bytes_downloaded) from error
        finally:
            await response.aclose()


class _Link:
    """Hold the connections of the running event loop: those of a loop that has ended cannot be used in another."""

    def __init__(self, connect: Callable[[], httpx.AsyncClient]) -> None:
        self._connect = connect
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None

    def here(self) -> httpx.AsyncClient:
        """Give the client of this loop."""
        loop = asyncio.get_running_loop()
        if self._client is None or (loop is not self._loop and self._loop is not None and self._loop.is_closed()):
            self._loop, self._client = loop, self._connect()
        if self._client.is_closed:
            raise DynclientError("this client is closed")
        return self._client

    async def aclose(self) -> None:
        """Close what is open in a loop that still runs."""
        if self._client is not None and self._loop is asyncio.get_running_loop():
            await self._client.aclose()


async def _in_thread(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Read an ordinary iterable where it does not hold the event loop up."""
    chunks = iter(content)
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk
