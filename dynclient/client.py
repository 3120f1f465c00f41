"""The client: operations as methods, checked before they are sent."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx

from dynclient._base import Base
from dynclient.api.model import Operation
from dynclient.conversation import Conversation, Do, Drain, Open, Opened, Reply, Send, T, Wish, is_over
from dynclient.engine.address import Address
from dynclient.engine.certificates import TlsOption
from dynclient.engine.faults import FAULTS, cause_of, cut, translate
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
    from dynclient.stream.archive import Archive
    from dynclient.stream.reading import Reading
    from dynclient.stream.websocket import WebSocket
    from dynclient.streams import Duplex, Stream, WebSocketSource
    from dynclient.typed import Operations, answered, opened
else:
    # The groups, and what `op` and `stream` give, are the document's; a type checker knows the bundled one's.
    Operations, answered, opened = Base, lambda op: op, lambda stream: stream


class Client(Operations):
    """Call the Docker Engine, or whatever API the document describes.

    Args:
        address: `unix:///path`, `tcp://host:port`, `http(s)://…`, `ssh://user@host`, or a socket's path; found as
            `docker` finds it if None.
        context: the name of a docker context, in place of an address.
        spec: the path of an OpenAPI document; the bundled one if None.
        corrections: the path of corrections of your own, laid over the document after the bundled ones.
        server: which server of another API's document is meant, where it is not the first: its number from 0, its URL
            (variables filled in), its description, or values for its variables (`{"region": "eu"}`). With an address
            its path alone counts.
        version: `auto` (the lower of the engine's and the document's), a version such as `1.41`, or None (no prefix).
        timeout: seconds for every phase, or by phase (`{"read": 5}`), or None: unlimited, but 10 s for connecting.
        tls: what TLS goes by: an `ssl.SSLContext`, a folder of `ca.pem`, `cert.pem` and `key.pem`, or a mapping of
            `ca`, `cert`, `key`, `password` and `verify` (False trusts any certificate); True for the system's
            authorities, False for no TLS over tcp. As the context or $DOCKER_TLS_VERIFY has it if None.
        auth: credentials for registries, by registry (`{"registry.example": {"username": …, "password": …}}`), or one
            such dict for whichever registry an image names; before those of `~/.docker/config.json`. For another API's
            document, what its security schemes want: a (user, password) pair, a token or key, or these by the scheme's
            name.
        headers: headers for every request.
        validate: whether arguments are checked against the document.
        unknown: what becomes of unknown names: `error`, `warn` (and send) or `send`.
        strict: whether answers are held against the document too, by openapi-core.
        progress: who is shown how far a pull, push, build, load or copy is: True, a function that is given each
            `dynclient.progress.Step`, or an object with `start`, `update` and `stop`; False for nobody; None for bars
            where the output is a terminal or a notebook.
        transport: an httpx transport of your own; nothing else is then used to connect.
        event_hooks: httpx's event hooks.
        limits: httpx's limits on connections, streams not counted; 100 at once, idle for 60 s, and by ssh 10 and 600 s,
            if None.
        trust_env: whether proxies from the environment apply to tcp, and what `~/.docker/config.json` has calls and
            containers carry: `HttpHeaders` (or $DOCKER_CUSTOM_HEADERS) as headers below `headers`, `proxies` in the
            environment of `run` and `create` and among the build arguments of `build`.
        follow_redirects: whether redirects are followed, ten at most: on the same host and scheme alone, to which
            credentials go, those of GET and HEAD (301, 302), to a GET (303), and with the same body (307, 308) where
            it is no file or iterator. The rest are errors, and say in their `location` where to go.

    Raises:
        SpecError: the document cannot be used.
        InvalidArguments: `auth` or `headers` cannot be read, or the document has no such `server`.
        ConnectionFailed: the address cannot be understood; whether an engine is there shows at the first call.

    Example:
        >>> from dynclient import Client
        >>> Client("unix:///var/run/docker.sock").build_request("ContainerList", all=True).url.query
        b'all=true'
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
        transport: httpx.BaseTransport | None = None,
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
        self._link = linked(self.address, self._tls, wires.transport, wires.limits, wires.event_hooks)

    @answered
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
            CredentialsError: a registry is asked, and the store of its credentials cannot be read.
            APIError: the engine refused.
            StreamError: a stream reports a failure, or the answer was cut.
            OSError: a file that is the body cannot be read while it is sent; the engine may have acted on a part of it.
        """
        return self._drive(self._asked(operation, args, arguments))

    @opened
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
        return self._drive(self._call(raw_wire(method, path, query, body, headers)))

    def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request of `build_request`, its prefix and credentials added, and give httpx's own response.

        Args:
            request: what `build_request` gave; any other is sent as it is, to this engine. The time-outs are those of
                the client that sends it.
            stream: whether the body is left to be read, and the response to be closed, by the caller.
        """
        name = "send"
        if bound := request.extensions.get("dynclient"):
            name, request = bound.operation.id, self._drive(self._completed(request, bound))
        elif "timeout" not in request.extensions:
            request.extensions = {**request.extensions, "timeout": self.options.timeout}
        response: httpx.Response = self._drive(logged(Do(self._sent, (request, name)), request, name))
        if not stream:
            self._read(response, name)
        return response

    def close(self) -> None:
        """Close the connections that calls share, those of clients made from this one too, and refuse more calls.

        A stream has a connection of its own: one that is open goes on, and is closed by itself.
        """
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _method(self, operation: Operation) -> Method:
        from dynclient.groups import Method

        return Method(self, operation)

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
        return Archive(chunks_of(source), stat=path_stat(header) if header else None, close=source.close)

    def _drive(self, conversation: Conversation[T]) -> T:
        """Do what a conversation wants, and give it what came of it, interruptions too."""
        step: Callable[[Any], Wish] = conversation.send
        came: Any = None
        while True:
            try:
                while True:  # inside: Ctrl-C comes between two of its rounds, too
                    wish = step(came)
                    came, step = self._perform(wish), conversation.send
            except BaseException as error:
                came = None  # an error that was thrown would refer to itself, and keep connections until collected
                if not is_over(conversation):
                    came, step = error, conversation.throw
                elif isinstance(error, StopIteration):
                    value: T = error.value
                    return value
                else:
                    if isinstance(error, DynclientError):
                        error.about(address=self.address.url)
                    raise

    def _perform(self, wish: Wish) -> Any:
        if isinstance(wish, Send):
            return self._complete(wish)
        if isinstance(wish, Do):
            return wish.method(*wish.args)
        if isinstance(wish, Drain):
            return self._drained(wish.opened, wish.operation, wish.each)
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
    def _drained(opened: Opened, operation: str, each: Callable[[bytes], None] | None = None) -> Reply:
        gathered = Gathered(operation)
        try:
            while data := opened.source.receive():
                gathered.add(data)
                if each is not None:
                    each(data)
        except Exceeded as error:
            raise StreamError(error.message, partial=b"", operation=operation) from None
        except StreamError as error:
            if not ends_anyhow(opened.response):
                raise StreamError(error.message, partial=bytes(gathered), operation=operation) from error
        finally:
            opened.source.close()
        return Reply(opened.response, bytes(gathered))

    def _complete(self, wish: Send) -> Reply:
        response = self._sent(wish.request, wish.operation)
        gathered = Gathered(wish.operation)
        try:
            for piece in response.iter_bytes():
                gathered.add(piece)
        except Exceeded as error:
            raise StreamError(error.message, partial=b"", operation=wish.operation) from None
        except FAULTS as error:
            raise cut(error, wish.operation, bytes(gathered)) from cause_of(error)
        finally:
            response.close()
        return Reply(response, bytes(gathered))

    def _sent(self, request: httpx.Request, operation: str) -> httpx.Response:
        self._check_open()
        try:
            response: httpx.Response = self._link.send(request, stream=True)
        except FAULTS as error:
            raise translate(error, self.address, operation) from cause_of(error)
        return response

    def _check_open(self) -> None:
        if self._link.is_closed:
            raise DynclientError("this client is closed")

    def _read(self, response: httpx.Response, operation: str) -> None:
        try:
            response.read()
        except FAULTS as error:
            raise cut(error, operation, b"", response.num_bytes_downloaded) from cause_of(error)
        finally:
            response.close()


def linked(
    address: Address,
    tls: ssl.SSLContext | None,
    transport: httpx.BaseTransport | None = None,
    limits: httpx.Limits | None = None,
    event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None,
) -> httpx.Client:
    """Return what sends complete requests: by the user's transport, a proxy, or connections of our own."""
    if transport is None and address.proxy is None:
        from dynclient.engine.transport import Transport

        transport = Transport(address, tls, limits)
    settings: dict[str, Any] = {} if transport else proxy_settings(address, tls, limits)
    return httpx.Client(
        transport=transport,
        event_hooks=event_hooks,
        cookies=NoCookies(),
        trust_env=False,
        follow_redirects=False,
        **settings,
    )
