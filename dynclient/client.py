"""The client: operations as methods, checked before they are sent."""

from __future__ import annotations

import ssl
import weakref
from collections.abc import Callable, Mapping
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx

from dynclient._base import Base, is_success
from dynclient.api.model import Operation
from dynclient.conversation import Conversation, Do, Drain, Open, Opened, Reply, Send, T, Wish
from dynclient.engine.faults import FAULTS, cut, translate
from dynclient.errors import DynclientError, StreamError
from dynclient.options import Options, Timeout, check_unknown, header_items, timeouts
from dynclient.wiring import is_proxied, resolve, transport_settings

if TYPE_CHECKING:
    from dynclient.groups import Method
    from dynclient.result import Response
    from dynclient.stream.archive import Archive
    from dynclient.stream.reading import Reading
    from dynclient.stream.websocket import WebSocket
    from dynclient.streams import Duplex, Stream, WebSocketSource


class Client(Base):
    """Call the Docker Engine, or whatever API the document describes.

    Args:
        address: `unix:///path`, `tcp://host:port`, `http(s)://…`; found as `docker` finds it if None.
        context: the name of a docker context, in place of an address.
        spec: the path of an OpenAPI document; the bundled one if None.
        corrections: the path of corrections of your own, laid over the document after the bundled ones.
        version: `auto` (the lower of the engine's and the document's), a version such as `1.41`, or None (no prefix).
        timeout: seconds for every phase, or by phase (`{"read": 5}`), or None: unlimited, but 10 s for connecting.
        tls: the TLS context for https; the system's own if None.
        headers: headers for every request.
        validate: whether arguments are checked against the document.
        unknown: what becomes of unknown names: `error`, `warn` (and send) or `send`.
        strict: whether answers are held against the document too, by openapi-core.
        transport: an httpx transport of your own; nothing else is then used to connect.
        event_hooks: httpx's event hooks.
        limits: httpx's limits on connections.
        trust_env: whether proxies from the environment apply to tcp.

    Raises:
        SpecError: the document cannot be used.
        ConnectionFailed: the address cannot be understood; whether an engine is there shows at the first call.

    Example:
        >>> from dynclient import Client
        >>> Client("unix:///var/run/docker.sock").build_request("ContainerList", all=True).url.query
        b'all=true'
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
        transport: httpx.BaseTransport | None = None,
        event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None,
        limits: httpx.Limits | None = None,
        trust_env: bool = True,
    ) -> None:
        api, found = resolve(spec, corrections, address, context, transport is not None)
        options = Options(timeouts(timeout), header_items(headers), (), validate, check_unknown(unknown), strict)
        self._setup(api, found, options, version)
        self._by_httpx = transport is not None or (trust_env and is_proxied(found))
        self._tls = tls
        if transport is None and found.socket:
            transport = httpx.HTTPTransport(**transport_settings(found, tls, limits))
        settings: dict[str, Any] = {} if transport else transport_settings(found, tls, limits)
        self._link = httpx.Client(
            transport=transport, event_hooks=event_hooks, trust_env=trust_env, follow_redirects=False, **settings
        )

    def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any:
        """Call an operation and give its complete answer.

        Args:
            operation: its id, such as `ContainerList`.
            args: values for the path's parameters, in order.
            arguments: parameters and body properties by published name or snake_case, or the whole `body`.

        Returns:
            A `Result`, `ResultList`, `Output`, `Archive`, str, bytes or None: see the operation's `help()`.

        Raises:
            UnknownOperation: there is none of this id.
            InvalidArguments: with everything that is wrong; nothing was sent.
            ConnectionFailed: no engine answers.
            RequestTimeout: the time that was set is over.
            APIError: the engine refused.
            StreamError: a stream reports a failure, or the answer was cut.
        """
        return self._drive(self._asked(operation, args, arguments))

    def stream(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any:
        """Call an operation and give its answer open, to be read as it comes.

        Args:
            operation: its id.
            args: values for the path's parameters, in order.
            arguments: as for `op`.

        Returns:
            A `Stream` of JSON messages, frames or bytes, or a `Duplex` where the connection is taken over.

        Raises:
            What `op` raises, as far as it shows before the first item.
        """
        return self._drive(self._streamed(operation, args, arguments))

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Call what no document knows; the answer is read by its content type.

        Args:
            method: the HTTP method.
            path: the path without the version's prefix, percent-encoded, beginning with `/`.
            query: query parameters; a list is repeated, a dict is sent as JSON.
            body: a dict or list (JSON), or what a binary body may be.
            headers: headers of this request.
        """
        return self._drive(self._call(self._raw_wire(method, path, query, body, headers)))

    def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request of `build_request`, its version's prefix added, and give httpx's own response.

        Args:
            request: what `build_request` gave; any other is sent as it is.
            stream: whether the body is left to be read, and the response to be closed, by the caller.
        """
        name = "send"
        if operation := request.extensions.get("dynclient"):
            name, request = operation.id, self._drive(self._prefixed(request))
        response = self._sent(request, name)
        if not stream:
            self._read(response, name)
        return response

    def close(self) -> None:
        """Close the connections, those of clients made from this one too."""
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _method(self, operation: Operation) -> Method:
        def call(_group: Any, /, *args: Any, **arguments: Any) -> Any:
            return self.op(operation, *args, **arguments)

        def stream(*args: Any, **arguments: Any) -> Any:
            return self.stream(operation, *args, **arguments)

        call.stream = stream  # type: ignore[attr-defined]
        return call

    def _stream(self, source: Any, reading: Reading) -> Stream:
        from dynclient.streams import Stream

        return Stream(source, reading)

    def _duplex(self, source: Any, reading: Reading, resize: Any) -> Duplex:
        from dynclient.streams import Duplex

        return Duplex(source, reading, resize)

    def _messages(self, source: Any, websocket: WebSocket) -> WebSocketSource:
        from dynclient.streams import WebSocketSource

        return WebSocketSource(source, websocket)

    def _archive(self, source: Any, response: Response, operation: Operation) -> Archive:
        from dynclient.stream.archive import Archive, path_stat
        from dynclient.streams import chunks_of

        header = response.headers.get(operation.answer.header) if operation.answer.header else None
        archive = Archive(chunks_of(source), stat=path_stat(header) if header else None, close=source.close)
        weakref.finalize(archive, source.close)
        return archive

    def _drive(self, conversation: Conversation[T]) -> T:
        """Do what a conversation wants, and give it what came of it, interruptions too."""
        step: Callable[[Any], Wish] = conversation.send
        came: Any = None
        while True:
            try:
                wish = step(came)
            except StopIteration as end:
                value: T = end.value
                return value
            try:
                came, step = self._perform(wish), conversation.send
            except BaseException as error:
                came, step = error, conversation.throw

    def _perform(self, wish: Wish) -> Any:
        if isinstance(wish, Send):
            return self._complete(wish)
        if isinstance(wish, Do):
            return wish.method(*wish.args)
        if isinstance(wish, Drain):
            return self._drained(wish.opened, wish.operation)
        opened = self._opened(wish)
        return opened if is_success(opened.response) else self._drained(opened, wish.operation)

    def _opened(self, wish: Open) -> Opened:
        from dynclient.engine.source import HttpxSource, open_source

        if self._by_httpx:
            response = self._sent(wish.request, wish.operation)
            return Opened(response, HttpxSource(response, wish.operation))
        self._check_open()
        hooks = self._link.event_hooks
        for hook in hooks["request"]:
            hook(wish.request)
        opened = Opened(*open_source(self.address, self._tls, wish.request, wish.operation))
        try:
            for hook in hooks["response"]:
                hook(opened.response)
        except BaseException:
            opened.source.close()
            raise
        return opened

    @staticmethod
    def _drained(opened: Opened, operation: str) -> Reply:
        chunks: list[bytes] = []
        try:
            while data := opened.source.receive():
                chunks.append(data)
        except StreamError as error:
            raise StreamError(error.message, partial=b"".join(chunks), operation=operation) from error
        finally:
            opened.source.close()
        return Reply(opened.response, b"".join(chunks))

    def _complete(self, wish: Send) -> Reply:
        response = self._sent(wish.request, wish.operation)
        chunks: list[bytes] = []
        try:
            chunks.extend(response.iter_bytes())
        except FAULTS as error:
            raise cut(error, wish.operation, b"".join(chunks)) from error
        finally:
            response.close()
        return Reply(response, b"".join(chunks))

    def _sent(self, request: httpx.Request, operation: str) -> httpx.Response:
        self._check_open()
        try:
            response: httpx.Response = self._link.send(request, stream=True)
        except FAULTS as error:
            raise translate(error, self.address, operation) from error
        return response

    def _check_open(self) -> None:
        if self._link.is_closed:
            raise DynclientError("this client is closed")

    def _read(self, response: httpx.Response, operation: str) -> None:
        try:
            response.read()
        except FAULTS as error:
            raise cut(error, operation, b"", response.num_bytes_downloaded) from error
        finally:
            response.close()
