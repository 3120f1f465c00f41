"""The asynchronous client: the same names as `Client`, awaited."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx

from dynclient._base import Base
from dynclient.api.model import Operation
from dynclient.conversation import Conversation, Do, Drain, Open, Opened, Reply, Send, T, Wish, abandon
from dynclient.engine.certificates import TlsOption
from dynclient.engine.faults import FAULTS, cause_of, cut, translate
from dynclient.engine.fork import forget_in_child
from dynclient.errors import DynclientError, StreamError
from dynclient.incoming import Gathered, ends_anyhow, is_success
from dynclient.limits import Exceeded
from dynclient.log import logged
from dynclient.options import Auth, Timeout, options_of
from dynclient.outgoing import ambient_of, raw_wire
from dynclient.wiring import Asked, NoCookies, Wires, proxy_settings, resolve, trusted, versions_of

if TYPE_CHECKING:
    from dynclient.groups import Method
    from dynclient.progress import Progress
    from dynclient.result import Response
    from dynclient.stream.reading import Reading
    from dynclient.stream.websocket import WebSocket
    from dynclient.streams import AsyncArchive, AsyncDuplex, AsyncStream, AsyncWebSocketSource, Opening
    from dynclient.typed import AsyncOperations, async_answered, async_opened
else:
    # As in `dynclient.client`.
    AsyncOperations, async_answered, async_opened = Base, lambda op: op, lambda stream: stream


class AsyncClient(AsyncOperations):
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
        address: str | PathLike[str] | None = None,
        *,
        context: str | None = None,
        spec: str | PathLike[str] | None = None,
        corrections: str | PathLike[str] | None = None,
        server: Asked = None,
        version: str | None = "auto",
        timeout: Timeout = None,
        tls: TlsOption = None,
        auth: Auth = None,
        headers: Mapping[str, str] | None = None,
        validate: bool = True,
        unknown: str = "error",
        strict: bool = False,
        progress: Progress = None,
        transport: httpx.AsyncBaseTransport | None = None,
        event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None,
        limits: httpx.Limits | None = None,
        trust_env: bool = True,
        follow_redirects: bool = False,
    ) -> None:
        api, found = resolve(spec, corrections, address, context, transport is not None, tls, trust_env, server)
        options = options_of(timeout, headers, validate, unknown, strict, progress, follow_redirects)
        self._setup(api, found, options, versions_of(version, api), auth)
        self._connect(Wires(transport, event_hooks, limits, trust_env))

    def _connect(self, wires: Wires) -> None:
        self._wires, self._ambient = wires, ambient_of(self.api, wires.trust_env)
        self._by_httpx = wires.transport is not None or self.address.proxy is not None
        self._tls = trusted(self.address) if wires.transport is None else None

        def connect() -> httpx.AsyncClient:
            own = wires.transport
            if not self._by_httpx:
                from dynclient.engine.aio import AsyncTransport

                own = AsyncTransport(self.address, self._tls, wires.limits)
            settings: dict[str, Any] = {} if own else proxy_settings(self.address, self._tls, wires.limits)
            return httpx.AsyncClient(
                transport=own,
                event_hooks=wires.event_hooks,
                cookies=NoCookies(),
                trust_env=False,
                follow_redirects=False,
                **settings,
            )

        self._link = _Link(connect)

    @async_answered
    async def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any:
        """Call an operation and give its complete answer; as `Client.op`, awaited."""
        return await self._drive(self._asked(operation, args, arguments))

    @async_opened
    def stream(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Opening:
        """Call an operation and give its answer open; as `Client.stream`, to be awaited or entered by `async with`."""
        from dynclient.streams import Opening

        return Opening(lambda: self._drive(self._streamed(operation, args, arguments)))

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
        return await self._drive(self._call(raw_wire(method, path, query, body, headers)))

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request of `build_request`; as `Client.send`, awaited."""
        name = "send"
        if bound := request.extensions.get("dynclient"):
            name, request = bound.operation.id, await self._drive(self._completed(request, bound))
        elif "timeout" not in request.extensions:
            request.extensions = {**request.extensions, "timeout": self.options.timeout}
        response: httpx.Response = await self._drive(logged(Do(self._sent, (request, name)), request, name))
        if not stream:
            await self._read(response, name)
        return response

    async def aclose(self) -> None:
        """Close the connections that calls share; as `Client.close`, for the event loop that runs."""
        await self._link.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _method(self, operation: Operation) -> Method:
        from dynclient.groups import AsyncMethod

        return AsyncMethod(self, operation)

    def _stream(self, source: Any, reading: Reading) -> AsyncStream:
        from dynclient.streams import AsyncStream

        return AsyncStream(source, reading)

    def _duplex(self, source: Any, reading: Reading, resize: Any) -> AsyncDuplex:
        from dynclient.streams import AsyncDuplex

        return AsyncDuplex(source, reading, resize)

    def _messages(self, source: Any, websocket: WebSocket) -> AsyncWebSocketSource:
        from dynclient.streams import AsyncWebSocketSource

        return AsyncWebSocketSource(source, websocket)

    def _archive(self, source: Any, response: Response, operation: Operation) -> AsyncArchive:
        from dynclient.stream.archive import path_stat
        from dynclient.streams import AsyncArchive

        header = response.headers.get(operation.answer.header) if operation.answer.header else None
        return AsyncArchive(source, stat=path_stat(header) if header else None)

    def _content(self, content: Any) -> Any:
        if content is None or isinstance(content, bytes) or hasattr(content, "__aiter__"):
            return content
        return _in_thread(content)

    async def _drive(self, conversation: Conversation[T]) -> T:
        """Do what a conversation wants, and give it what came of it, cancellation too."""
        _running_loop()
        step: Callable[[Any], Wish] = conversation.send
        came: Any = None
        while True:
            try:
                wish = step(came)
            except StopIteration as end:
                value: T = end.value
                return value
            except DynclientError as error:
                error.about(address=self.address.url)
                raise
            finally:
                came = None  # an error that was thrown would refer to itself, and keep connections until collected
            try:
                came, step = await self._perform(wish), conversation.send
            except GeneratorExit as end:
                abandon(conversation, end)
                raise
            except BaseException as error:
                came, step = error, conversation.throw

    async def _perform(self, wish: Wish) -> Any:
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
        from dynclient.engine.source import AsyncHttpxSource, aopen_source

        if self._by_httpx:
            response = await self._sent(wish.request, wish.operation)
            return Opened(response, AsyncHttpxSource(response, wish.operation))
        hooks = self._link.here().event_hooks
        for hook in hooks["request"]:
            await hook(wish.request)
        opened = Opened(*await aopen_source(self.address, self._tls, wish.request, wish.operation))
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
        response = await self._sent(wish.request, wish.operation)
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

    async def _sent(self, request: httpx.Request, operation: str) -> httpx.Response:
        try:
            response: httpx.Response = await self._link.here().send(request, stream=True)
        except FAULTS as error:
            raise translate(error, self.address, operation) from cause_of(error)
        return response

    async def _read(self, response: httpx.Response, operation: str) -> None:
        try:
            await response.aread()
        except FAULTS as error:
            raise cut(error, operation, b"", response.num_bytes_downloaded) from cause_of(error)
        finally:
            await response.aclose()


class _Link:
    """Hold the connections of each event loop: those of one cannot be used in another."""

    def __init__(self, connect: Callable[[], httpx.AsyncClient]) -> None:
        self._connect = connect
        self.forget()
        forget_in_child(self)

    def forget(self) -> None:
        """Begin anew, in a forked child."""
        self._clients: dict[asyncio.AbstractEventLoop, httpx.AsyncClient] = {}

    def here(self) -> httpx.AsyncClient:
        """Return the client of this loop."""
        client = self._of(_running_loop())
        if client.is_closed:
            raise DynclientError("this client is closed")
        return client

    def _of(self, loop: asyncio.AbstractEventLoop) -> httpx.AsyncClient:
        client = self._clients.get(loop)
        if client is None:
            self._drop_ended()
            client = self._clients[loop] = self._connect()
            if "ipykernel" in sys.modules:
                from dynclient.notebook.interrupt import let_in

                let_in(loop)
        return client

    def _drop_ended(self) -> None:
        """Drop the clients of loops that have ended, whose connections then close; another thread may do so too."""
        for other in list(self._clients):
            if other.is_closed():
                self._clients.pop(other, None)

    async def aclose(self) -> None:
        """Close what is open in this loop, and use it no more; what is left of one that has ended closes too."""
        client = self._of(_running_loop())
        self._drop_ended()
        await client.aclose()


def _running_loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        what = "an AsyncClient is used in an event loop of asyncio, and none runs here"
        raise DynclientError(f"{what}; elsewhere, as under trio, use Client in a thread") from None


async def _in_thread(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Read an ordinary iterable where it does not hold the event loop up."""
    chunks = iter(content)
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk
