"""What `Client` and `AsyncClient` share: everything but sending.

What takes sending is a conversation (see `dynclient.conversation`), which each shell drives.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from types import EllipsisType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

import httpx

from dynclient.api.bind import Bound, bind
from dynclient.api.encode import Wire, encode
from dynclient.api.interpret import interpret, is_foreign, is_output, partial_value
from dynclient.api.model import Api, Operation, Operations
from dynclient.conversation import Conversation, Do, Drain, Open, Opened, Reply, Send
from dynclient.drawn import Drawn
from dynclient.engine.address import Address
from dynclient.engine.faults import no_tls, wants_tls
from dynclient.engine.versions import Versions
from dynclient.errors import (
    ArgumentError,
    InvalidArguments,
    StreamError,
    Unauthorized,
    UnknownOperation,
)
from dynclient.incoming import framed_output, is_endless, is_framed, opened_value, response_meta
from dynclient.log import logged
from dynclient.methods import Recipes
from dynclient.negotiation import Refused, check_version, negotiated
from dynclient.options import Auth, Options, Timeout
from dynclient.outgoing import completed, elsewhere, is_spent, is_upload, name_of, request_of, upgraded
from dynclient.result import Response

if TYPE_CHECKING:
    from dynclient.api.find import Found
    from dynclient.api.security import Credentials
    from dynclient.api.vocabulary import Vocabulary
    from dynclient.checking import Findings
    from dynclient.client import Client
    from dynclient.document import Document
    from dynclient.engine.credentials import Login
    from dynclient.groups import Group, Method
    from dynclient.progress import Progress, Watch
    from dynclient.stream.reading import Reading
    from dynclient.stream.websocket import WebSocket
    from dynclient.wiring import Wires

_SHARED = ("api", "address", "_versions", "_wires", "_ambient", "_link", "_by_httpx", "_tls", "_logins", "_credentials")


B = TypeVar("B", bound="Base")


class Base(Recipes, Drawn):
    """Be a client without input and output; see `dynclient.Client`."""

    api: Api
    address: Address
    options: Options
    _versions: Versions
    _wires: Wires
    _link: Any
    _by_httpx: bool  # streams too: through a transport of the user's own, or a proxy
    _tls: Any
    _logins: dict[str, Login]  # by registry; changed by `login` alone
    _credentials: Credentials | None  # for the document's security schemes

    _ambient: Callable[[], tuple[tuple[str, str], ...]]  # headers of the docker command's configuration

    def _proxied(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Return the variables for proxies that the docker command gives to containers and builds, too."""
        if not self._wires.trust_env:
            return {}
        from dynclient.engine.ambient import proxies

        return proxies(os.environ, self.address.url, given)

    def _setup(self, api: Api, address: Address, options: Options, versions: Versions, auth: Auth = None) -> None:
        self.api, self.address, self.options, self._versions = api, address, options, versions
        self._logins, self._credentials = {}, None
        if auth is not None and api.document.engine:
            from dynclient.engine.credentials import logins_of

            self._logins.update(logins_of(auth))
        elif auth is not None:
            from dynclient.api.security import Credentials

            self._credentials = Credentials(api.document, auth)
        if "IPython" in sys.modules:
            from dynclient.notebook.completion import teach

            teach()

    if TYPE_CHECKING:
        # What each shell has of its own.
        def _messages(self, source: Any, websocket: WebSocket) -> Any: ...
        def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any: ...
        def _stream(self, source: Any, reading: Reading) -> Any: ...
        def _duplex(self, source: Any, reading: Reading, resize: Any) -> Any: ...
        def _archive(self, source: Any, response: Response, operation: Operation) -> Any: ...
        def _method(self, operation: Operation) -> Method: ...
        def _connect(self, wires: Wires) -> None: ...

    # --- what is there

    @property
    def operations(self) -> Operations:
        """The operations by id."""
        return self.api.operations

    @property
    def groups(self) -> Mapping[str, Group]:
        """The groups by name; the only way to one whose name a client's own attribute has taken."""
        return {name: self._group(name) for name in self.api.groups}

    @property
    def document(self) -> Document:
        """The document that the operations come from."""
        return self.api.document

    @property
    def version(self) -> str:
        """The version that stands in the URLs; `not asked yet` before the first call, `none` without a prefix."""
        return self._versions.name

    def find(self, text: str) -> Found:
        """Find operations by words in their ids, parameters, properties, answers and descriptions, best first.

        Args:
            text: words, or a question; those that have all of them come alone, and where none has, those with most.

        Example:
            >>> from dynclient import Client
            >>> Client("unix:///var/run/docker.sock").find("rename a container")[0]
            <Operation ContainerRename: POST /containers/{id}/rename>
        """
        from dynclient.api.find import find
        from dynclient.api.vocabulary import recipes_of

        return find(self.api, text, recipes_of(Recipes) if self.document.engine else ())

    def check(self) -> Findings:
        """Check the document: what openapi-core's validators find in it, and what stands in the way of calling it.

        Raises:
            SpecError: its file is not there any more.

        Example:
            >>> from dynclient import Client
            >>> Client("unix:///var/run/docker.sock").check().errors
            ()
        """
        from dynclient.checking import check

        return check(self.api.document)

    def with_options(
        self,
        *,
        timeout: Timeout | EllipsisType = ...,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        validate: bool | None = None,
        unknown: str | None = None,
        strict: bool | None = None,
        stream_errors: str | None = None,
        progress: Progress | EllipsisType = ...,
        follow_redirects: bool | None = None,
    ) -> Self:
        """Return the same client with other settings; it shares the connections, the version and the logins.

        Args:
            timeout: seconds for every phase, or by phase, or None for no limit but connecting's 10 s.
            headers: headers for every request, beside those set already.
            query: query parameters for every request, beside those set already.
            validate: whether arguments are checked against the document.
            unknown: what becomes of unknown names: `error`, `warn` or `send`.
            strict: whether answers are held against the document.
            stream_errors: whether a failure that a stream reports is raised (`raise`) or a message (`yield`).
            progress: who is shown how far a call is; as for `Client`.
            follow_redirects: whether redirects are followed; as for `Client`.
        """
        asked = {
            "validate": validate,
            "unknown": unknown,
            "strict": strict,
            "headers": headers,
            "query": query,
            "stream_errors": stream_errors,
            "follow_redirects": follow_redirects,
        }
        changes: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
        if not isinstance(timeout, EllipsisType):
            changes["timeout"] = timeout
        if not isinstance(progress, EllipsisType):
            changes["progress"] = progress
        return self._derived(type(self), options=self.options.changed(**changes))

    def _derived(self, kind: type[B], **own: Any) -> B:
        other = object.__new__(kind)
        other.__dict__.update({name: self.__dict__[name] for name in _SHARED}, **{"options": self.options, **own})
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        from dynclient.travel import packed

        return packed(self)

    def __copy__(self) -> Self:
        return self._derived(type(self))

    def _apart(self) -> Client | None:
        """Give a client with connections of its own, for what has to be done when this one may be gone.

        None where they are made by an async transport of the user's own, of which there is no other.
        """
        from dynclient.client import Client, linked

        if not self._by_httpx or self.address.proxy:
            return self._derived(Client, _link=linked(self.address, self._tls))
        return None if hasattr(type(self), "aclose") else self._derived(Client)

    def build_request(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> httpx.Request:
        """Build an operation's request without sending anything; `send` adds the version, time-outs and credentials.

        Args:
            operation: its id.
            args: values for the path's parameters, in order.
            arguments: as for `op`.

        Raises:
            UnknownOperation: there is none of this id.
            InvalidArguments: with everything that is wrong.
        """
        bound = self._bound(operation, args, arguments)
        return request_of(self, encode(bound), "", {"dynclient": bound})

    # --- what the shells use

    def _asked(
        self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]
    ) -> Conversation[Any]:
        """Give the conversation of a call: an answer without an end, or of a size without bound, is left open."""
        if "progress" in arguments and (client := self._shown(operation, arguments["progress"])) is not None:
            rest = {name: value for name, value in arguments.items() if name != "progress"}
            return client._asked(operation, args, rest)
        bound = self._bound(operation, args, arguments)
        return self._signed(bound, self._answered) if bound.operation.registry else self._answered(bound)

    def _shown(self, operation: str | Operation, progress: Progress) -> Self | None:
        """Return the client that shows a call's progress; None where the call knows no progress or a name of its own.

        Raises:
            ValueError: it shows no progress.
        """
        from dynclient.progress import may_show

        found = operation if isinstance(operation, Operation) else self.api.operations[operation]
        return self.with_options(progress=progress) if may_show(found) else None

    def _answered(self, bound: Bound) -> Conversation[Any]:
        if is_endless(bound) or bound.operation.answer.kind in ("tar", "session"):
            return self._open(bound)
        if bound.operation.answer.kind == "websocket":
            return self._read_whole(bound)
        if (watch := self._watch(bound.operation)) is not None:
            return self._watched(bound, watch)
        return self._call(encode(bound), bound)

    def _watch(self, operation: Operation) -> Watch | None:
        """Give what shows how far a call is, where it may take long and somebody looks."""
        body = operation.body
        if self.options.progress is False or not (
            (operation.answer.kind == "lines" and operation.answer.settled) or (body and not body.structured)
        ):
            return None
        from dynclient.progress import watch

        return watch(self.options.progress, operation)

    def _watched(self, bound: Bound, watch: Watch) -> Conversation[Any]:
        """Go through with a call that is shown while it goes on."""
        bound = watch.asked(bound)
        try:
            value = yield from self._call(encode(bound), bound, watch)
        except BaseException as error:
            watch.stop(error)
            raise
        watch.stop(None)
        return value

    def _streamed(
        self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]
    ) -> Conversation[Any]:
        """Give the conversation that opens an operation's answer, whatever it is."""
        bound = self._bound(operation, args, arguments)
        if bound.operation.registry:
            return self._signed(bound, lambda signed: self._open(signed, stream=True))
        return self._open(bound, stream=True)

    def _signed(self, bound: Bound, call: Callable[[Bound], Conversation[Any]]) -> Conversation[Any]:
        """Go through with a call that a registry is asked in, with the credentials for it."""
        from dynclient.logins import named, signed

        bound = yield from signed(self, bound)
        try:
            return (yield from call(bound))
        except Unauthorized as error:
            named(bound, error)
            raise

    def _read_whole(self, bound: Bound) -> Conversation[Any]:
        """Open an answer and read it to its end."""
        stream = yield from self._open(bound)
        return (yield Do(stream.read))

    def _bound(self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]) -> Bound:
        found = operation if isinstance(operation, Operation) else self.api.operations[operation]
        if found.server is not None and (problem := elsewhere(self.address, found)):
            raise InvalidArguments(found.id, [ArgumentError("its server", problem, "unsupported")])
        bound = bind(found, args, arguments, validate=self.options.validate, unknown=self.options.unknown)
        if bound.defaults and self.options.headers:
            # A header of the client's own wins over a default.
            own = {name.lower() for name, _ in self.options.headers}
            kept = {k: v for k, v in bound.parameters.items() if k not in bound.defaults or k.lower() not in own}
            return bound._replace(parameters=kept)
        return bound

    def _open(self, bound: Bound, stream: bool = False, again: bool = False) -> Conversation[Any]:
        """Send a request and leave its answer open; again where the engine has refused the version."""
        operation = bound.operation
        prefix = self._versions.prefix
        if prefix is None:
            prefix = yield from negotiated(self)
        wire = upgraded(encode(bound, open_=stream))
        request = request_of(self, wire, prefix)
        came = yield from logged(Open(request, operation.id), request, operation.id)
        if self.options.follow_redirects:
            from dynclient.redirects import followed

            request, came = yield from followed(
                request, came, wire.content, lambda hop: logged(Open(hop, operation.id), hop, operation.id)
            )
        response = response_meta(came.response, operation.id, request, self.address.url)
        if isinstance(came, Reply):
            if response.status == 400:
                refused = Refused(response, came.content, prefix, again or is_spent(wire))
                if (yield from check_version(self, refused)):
                    return (yield from self._open(bound, stream, again=True))
            return self._value(operation, response, came.content)
        if is_foreign(operation, response):
            reply = yield Drain(came, operation.id)
            return self._value(operation, response, reply.content)
        try:
            return (yield from opened_value(self, bound, came.source, response, request, stream))
        except BaseException:
            came.source.close()
            raise

    def _content(self, content: Any) -> Any:
        if hasattr(content, "__aiter__"):
            raise TypeError("is an async iterator, which only an AsyncClient sends")
        return content

    def _completed(self, request: httpx.Request, bound: Bound) -> Conversation[httpx.Request]:
        """Give a request of `build_request` what needs to be asked for: the version, stored credentials."""
        prefix = self._versions.prefix
        if prefix is None:
            prefix = yield from negotiated(self)
        return (yield from completed(self, request, bound, prefix))

    def _call(
        self, wire: Wire, bound: Bound | None = None, watch: Watch | None = None, again: bool = False
    ) -> Conversation[Any]:
        """Send one request and return the value of its answer; who watches is told what is sent and what comes."""
        prefix = self._versions.prefix
        if prefix is None:
            prefix = yield from negotiated(self)
        name, operation = name_of(wire), wire.operation
        kind = operation.answer.kind if operation else ""
        request = request_of(self, upgraded(wire), prefix, watch=watch)
        # Output comes in one chunk a line, of which the pool's parser makes five times the work.
        alone = kind in ("hijack", "frames") or is_upload(wire) or watch is not None
        try:
            reply = yield from self._whole(request, name, alone, watch)
            if self.options.follow_redirects:
                from dynclient.redirects import followed

                request, reply = yield from followed(
                    request, reply, wire.content, lambda hop: self._whole(hop, name, alone, watch)
                )
        except StreamError as error:
            error.partial = partial_value(operation, error.partial)
            raise
        response = response_meta(reply.response, name, request, self.address.url)
        framed = None
        output = kind == "frames" or (kind == "hijack" and is_output(response, reply.content))
        if output and bound is not None and response.status < 300 and not is_foreign(operation, response):
            framed = yield from framed_output(self, bound, response)
        if response.status == 400:
            refused = Refused(response, reply.content, prefix, again or is_spent(wire))
            if (yield from check_version(self, refused)):
                return (yield from self._call(wire, bound, watch, again=True))
        value = self._value(operation, response, reply.content, framed)
        if self.options.strict and operation is not None:
            from dynclient.api.strict import check_answer

            check_answer(operation, response, reply.content)
        return value

    def _whole(self, request: httpx.Request, name: str, alone: bool, watch: Watch | None) -> Conversation[Reply]:
        """Return what sends a request and reads its answer to the end."""
        return self._alone(request, name, watch) if alone else logged(Send(request, name), request, name)

    @staticmethod
    def _alone(request: httpx.Request, name: str, watch: Watch | None = None) -> Conversation[Reply]:
        """Send a request on a connection of its own, and read the answer to its end."""
        came = yield from logged(Open(request, name), request, name)
        if isinstance(came, Opened):
            if came.response.status_code == httpx.codes.SWITCHING_PROTOCOLS and is_framed(came.response):
                # Nobody can write to it any more. The end of a terminal's input would end its output, too.
                yield Do(came.source.close_write)
            came = yield Drain(came, name, None if watch is None else watch.came)
        reply: Reply = came
        return reply

    def _value(
        self, operation: Operation | None, response: Response, content: bytes, framed: bool | None = None
    ) -> Any:
        """Give the value of a complete answer."""
        if response.status == 400 and wants_tls(content):
            raise no_tls(self.address)
        return interpret(self.api, operation, response, content, framed)

    # --- groups

    def _group(self, name: str) -> Group:
        from dynclient.groups import make_group

        groups: dict[str, Group] = self.__dict__.setdefault("_groups", {})
        if name not in groups:
            groups[name] = make_group(name, self.api.groups[name], self._method, self._no_method)
        return groups[name]

    def __getattr__(self, name: str) -> Any:
        # A group whose tag begins with a digit has a `_` before it.
        if (name.startswith("_") and not name[1:2].isdigit()) or "api" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name in self.api.groups:
            self.__dict__[name] = group = self._group(name)
            return group
        self._no_group(name)

    def _no_group(self, name: str) -> NoReturn:
        own = [attribute for attribute in dir(type(self)) if not attribute.startswith("_")]
        hint = self._vocabulary().attribute(name, own)
        raise UnknownOperation(f"the client has no {name!r}{'; ' + hint if hint else ''}")

    def _no_method(self, group: str, name: str) -> str:
        return self._vocabulary().method(group, name)

    def _vocabulary(self) -> Vocabulary:
        """Return what says what a wrong name may have meant."""
        from dynclient.api.vocabulary import Vocabulary, recipes_of

        return Vocabulary(self.api, recipes_of(Recipes))

    def __dir__(self) -> list[str]:
        own = [name for name in dir(type(self)) if not name.startswith("_")]
        return sorted({*own, *self.api.groups, "address", "api", "options"})

    def __repr__(self) -> str:
        document = self.api.document
        title = f"{document.title} {document.version}".strip() or "an API without a title"
        count = len(self.operations)
        about = f"{title}, {count} operations in {', '.join(self.api.groups)}" if count else f"{title}, no operations"
        return f"<{type(self).__name__} {self.address}: {about}>"
