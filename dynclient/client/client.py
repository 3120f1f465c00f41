"""The client: operations as methods, checked before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx

from dynclient.api.model.operation import Operation
from dynclient.client.calls import Calls
from dynclient.client.conversation import Do, drive
from dynclient.client.core import Core
from dynclient.client.log import logged
from dynclient.client.outgoing import id_of, raw
from dynclient.client.recipes.methods import Recipes
from dynclient.client.sending import SyncSender

if TYPE_CHECKING:
    from pathlib import Path

    from dynclient.api.answer.archive import Archive
    from dynclient.api.answer.output import Output
    from dynclient.api.answer.result import Result, ResultList
    from dynclient.client.groups import Method
    from dynclient.client.recipes.building import Built
    from dynclient.client.recipes.container import Container
    from dynclient.client.recipes.running import Running


class Client(
    Recipes["Output", "Running", "Container", "Result", "Built", "Archive", "Path", None],
    Core[httpx.BaseTransport],
):
    """A client of the Docker Engine, or of whatever API the document describes.

    Args:
        address: `unix:///path`, `tcp://host:port`, `http(s)://…`, `ssh://user@host`, or a socket's path; found as
            `docker` finds it if None.
        context: the name of a docker context, in place of an address.
        spec: the path of an OpenAPI document or of an overlay on one, or the number of a bundled version (`1.51`); the
            bundled 1.45 if None.
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
            `dynclient.client.progress.Step`, or an object with `start`, `update` and `stop`; False for nobody; None for
            bars where the output is a terminal or a notebook.
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

    _sending = SyncSender
    _sender: SyncSender
    _calls: Calls

    @classmethod
    def for_engine(cls, address: str | PathLike[str] | None = None, **settings: Any) -> Self:
        """Ask an engine which version it speaks, and make a client with the bundled document that is nearest to it.

        That is the highest version that is not above the engine's, or 1.45 for an older engine.

        Args:
            address: as for `Client`.
            settings: as for `Client`, without `spec`; a `version` that is pinned chooses the document, too.

        Raises:
            ConnectionFailed: no engine answers.
            VersionMismatch: the engine is older than any version that the document may be used for.

        Example:
            >>> from dynclient import Client, MockEngine
            >>> Client.for_engine(transport=MockEngine("1.47")).document.version
            '1.47'
        """
        from dynclient.client.fitting import NAME, fitted, settings_of

        client = cls(address, **settings_of(settings))
        try:
            return client._derived(drive(fitted(client._calls), client._sender, NAME))
        except BaseException:
            client.close()
            raise

    def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any:
        """Call an operation and return its complete answer.

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
        return drive(self._calls.call(operation, args, arguments), self._sender, id_of(operation))

    def stream(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any:
        """Call an operation and return its answer open, to be read as it comes.

        Args:
            operation: its id.
            args: values for the path's parameters, in order.
            arguments: as for `op`.

        Returns:
            A `Stream` of JSON messages, frames or bytes, or a `Duplex` where the connection is taken over.

        Raises:
            What `op` raises, as far as it shows before the first item.
        """
        return drive(self._calls.open(operation, args, arguments), self._sender, id_of(operation))

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Result | ResultList | str | bytes | Any:
        """Call what no document knows; the answer is read by its content type.

        Args:
            method: the HTTP method.
            path: the path without the version's prefix, percent-encoded, beginning with `/`.
            query: query parameters; a list is repeated, a dict is sent as JSON.
            body: a dict or list (JSON), or what a binary body may be.
            headers: headers of this request.
        """
        return drive(raw(self._calls, method, path, query, body, headers), self._sender, f"{method} {path}")

    def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request of `build_request`, its prefix and credentials added, and return httpx's own response.

        Args:
            request: what `build_request` gave; any other is sent as it is, to this engine, without the client's
                `headers`. The time-outs are those of the client that sends it.
            stream: whether the body is left to be read, and the response to be closed, by the caller.
        """
        name = "send"
        if bound := request.extensions.get("dynclient"):
            name = bound.operation.id
            request = drive(self._calls.completed(request, bound), self._sender, name)
        elif "timeout" not in request.extensions:
            request.extensions = {**request.extensions, "timeout": self.options.timeout}
        response: httpx.Response = drive(
            logged(Do(self._sender.sent, (request, name)), request, name), self._sender, name
        )
        if not stream:
            self._sender.read(response, name)
        return response

    def close(self) -> None:
        """Close the connections that calls share, those of clients made from this one too, and refuse more calls.

        A stream has a connection of its own: one that is open goes on, and is closed by itself.
        """
        self._sender.link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _method(self, operation: Operation) -> Method:
        from dynclient.client.groups import Method

        return Method(self, operation)
