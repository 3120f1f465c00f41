"""What `Client` and `AsyncClient` share: everything but sending.

What takes sending is a conversation (see `dynclient.conversation`), which each shell drives.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from types import EllipsisType
from typing import TYPE_CHECKING, Any, NoReturn, Self

import httpx

from dynclient._version import __version__
from dynclient.api.bind import Bound, binary_content, bind, body_problem, is_token
from dynclient.api.encode import Wire, encode, json_bytes
from dynclient.api.interpret import FRAMED, interpret, partial_value, refusal, too_old_or_new
from dynclient.api.model import Api, Operation, Operations
from dynclient.api.names import suggestion
from dynclient.api.prepare import Preparation
from dynclient.conversation import Conversation, Do, Drain, Open, Opened, Reply, Send
from dynclient.engine.address import Address
from dynclient.errors import (
    ArgumentError,
    InvalidArguments,
    StreamError,
    UnknownOperation,
    VersionMismatch,
)
from dynclient.methods import Recipes
from dynclient.options import Options, Timeout, header_items, query_items
from dynclient.result import Response

if TYPE_CHECKING:
    from dynclient.api.help import Found
    from dynclient.document import Document
    from dynclient.groups import Group, Method
    from dynclient.stream.reading import Reading
    from dynclient.stream.websocket import WebSocket

_AGENT = ("User-Agent", f"dynclient/{__version__}")
_SHARED = ("api", "address", "_versions", "_link", "_by_httpx", "_tls")
_VERSION = re.compile(r"\d+\.\d+")


class Versions:
    """Remember, for all clients on one connection, which version the engine and the document share.

    The one changing value of a client: unknown until the first call has asked for it.
    """

    def __init__(self, pinned: str | None) -> None:
        self.prefix: str | None = None if pinned == "auto" else f"/v{pinned}" if pinned else ""

    @property
    def name(self) -> str:
        """The version in words."""
        return "not asked yet" if self.prefix is None else self.prefix.removeprefix("/v") or "none"


class Base(Recipes):
    """Be a client without input and output; see `dynclient.Client`."""

    api: Api
    address: Address
    options: Options
    _versions: Versions
    _link: Any
    _by_httpx: bool  # streams too: through a transport of the user's own, or a proxy
    _tls: Any

    def _setup(self, api: Api, address: Address, options: Options, version: str | None) -> None:
        if version == "auto" and (chosen := os.environ.get("DOCKER_API_VERSION")):
            version = _checked_version(chosen, "$DOCKER_API_VERSION")
        elif version not in ("auto", None):
            version = _checked_version(version, "version")
        self.api, self.address, self.options = api, address, options
        self._versions = Versions(version if api.versioned else "")

    if TYPE_CHECKING:
        # What each shell has of its own.
        def _messages(self, source: Any, websocket: WebSocket) -> Any: ...
        def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any: ...
        def _stream(self, source: Any, reading: Reading) -> Any: ...
        def _duplex(self, source: Any, reading: Reading, resize: Any) -> Any: ...
        def _archive(self, source: Any, response: Response, operation: Operation) -> Any: ...
        def _method(self, operation: Operation) -> Method: ...

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
        """Find operations by words in their ids, parameters, properties and descriptions, best first.

        Args:
            text: words, all of which have to occur.
        """
        from dynclient.api.help import find

        return find(self.api, text)

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
    ) -> Self:
        """Give the same client with other settings; it shares the connections and the version.

        Args:
            timeout: seconds for every phase, or by phase, or None for no limit but connecting's 10 s.
            headers: headers for every request, beside those set already.
            query: query parameters for every request, beside those set already.
            validate: whether arguments are checked against the document.
            unknown: what becomes of unknown names: `error`, `warn` or `send`.
            strict: whether answers are held against the document.
            stream_errors: whether a failure that a stream reports is raised (`raise`) or a message (`yield`).
        """
        asked = {
            "validate": validate,
            "unknown": unknown,
            "strict": strict,
            "headers": headers,
            "query": query,
            "stream_errors": stream_errors,
        }
        changes: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
        if not isinstance(timeout, EllipsisType):
            changes["timeout"] = timeout
        other = object.__new__(type(self))
        kept = {name: self.__dict__[name] for name in _SHARED}
        other.__dict__.update(kept, options=self.options.changed(**changes))
        return other

    def build_request(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> httpx.Request:
        """Build an operation's request without sending anything; `send` adds the version's prefix.

        Args:
            operation: its id.
            args: values for the path's parameters, in order.
            arguments: as for `op`.

        Raises:
            UnknownOperation: there is none of this id.
            InvalidArguments: with everything that is wrong.
        """
        wire = encode(self._bound(operation, args, arguments))
        return self._request(wire, "", {"dynclient": wire.operation})

    # --- what the shells use

    def _asked(
        self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]
    ) -> Conversation[Any]:
        """Give the conversation of a call: an answer without an end, or of a size without bound, is left open."""
        bound = self._bound(operation, args, arguments)
        if is_endless(bound) or bound.operation.answer.kind in ("tar", "session"):
            return self._open(bound)
        if bound.operation.answer.kind == "websocket":
            return self._read_whole(bound)
        return self._call(encode(bound), bound)

    def _streamed(
        self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]
    ) -> Conversation[Any]:
        """Give the conversation that opens an operation's answer, whatever it is."""
        return self._open(self._bound(operation, args, arguments), stream=True)

    def _read_whole(self, bound: Bound) -> Conversation[Any]:
        """Open an answer and read it to its end."""
        stream = yield from self._open(bound)
        return (yield Do(stream.read))

    def _bound(self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]) -> Bound:
        found = operation if isinstance(operation, Operation) else self.api.operations[operation]
        return bind(found, args, arguments, validate=self.options.validate, unknown=self.options.unknown)

    def _open(self, bound: Bound, stream: bool = False) -> Conversation[Any]:
        """Send a request and leave its answer open."""
        operation = bound.operation
        prefix = self._versions.prefix
        if prefix is None:
            prefix = yield from self._negotiate()
        request = self._request(_upgraded(encode(bound), operation), self.api.prefix + prefix)
        came = yield Open(request, operation.id)
        response = response_meta(came.response, operation.id, request)
        if isinstance(came, Reply):
            return self._value(operation, response, came.content)
        try:
            return (yield from self._opened_value(bound, came.source, response, request, stream))
        except BaseException:
            came.source.close()
            raise

    def _opened_value(
        self, bound: Bound, source: Any, response: Response, request: httpx.Request, stream: bool
    ) -> Conversation[Any]:
        """Give what an open answer is read by."""
        operation, kind = bound.operation, bound.operation.answer.kind
        if self.options.strict:
            from dynclient.api.strict import check_answer

            check_answer(operation, response, None)
        if kind == "tar" and not stream:
            return self._archive(source, response, operation)
        from dynclient.stream.reading import Reading

        framed = yield from self._framed(bound, response)
        reading = Reading(
            "bytes" if kind in ("session", "tar") else kind,
            framed=framed,
            response=response,
            shape=operation.shape,
            raise_failures=self.options.stream_errors == "raise",
            endless=is_endless(bound),
        )
        if response.status != 101:
            return self._stream(source, reading)
        if kind == "websocket":
            from dynclient.stream.websocket import WebSocket

            source = self._messages(source, WebSocket(request.headers["sec-websocket-key"], response.headers))
        return self._duplex(source, reading, self._resizer(bound))

    def _framed(self, bound: Bound, response: Response) -> Conversation[bool]:
        """Tell whether output comes in frames: by the content type, and where that lies, by whether there is a tty."""
        kind, rule = str(response.headers.get("content-type") or ""), bound.operation.answer.framed
        # A proxy may drop the upgrade, and the engine then gives the content type of a terminal's output (E27).
        declined = bool(bound.operation.answer.upgrade) and response.status != 101
        told = _numbers(self.version) >= _numbers(rule.since) or not self._versions.prefix if rule else True
        if rule is None or (told and not declined):
            return kind.startswith(FRAMED)
        said: Any = bound.body
        if rule.operation:
            asked = self.api.operations[rule.operation]
            names = [name for name in asked.path_names if name in bound.parameters]
            said = yield from self._call(encode(bind(asked, [bound.parameters[name] for name in names], {})))
        for step in rule.at:
            said = (said or {}).get(step)
        return not said

    def _resizer(self, bound: Bound) -> Any:
        name = bound.operation.answer.resize
        if not name or name not in self.api.operations:
            return None
        where = [bound.parameters[path] for path in bound.operation.path_names]
        return lambda height, width: self.op(name, *where, h=height, w=width)

    def _raw_wire(
        self, method: str, path: str, query: Mapping[str, Any] | None, body: Any, headers: Mapping[str, str] | None
    ) -> Wire:
        errors: list[ArgumentError] = []
        if not is_token(method):
            errors.append(ArgumentError("method", f"is {method!r}; a name such as GET is due"))
        if not path.startswith("/"):
            errors.append(ArgumentError("path", "does not begin with /"))
        if not path.isprintable():
            errors.append(ArgumentError("path", "has a character that cannot stand in a URL; percent-encode it"))
        target = "&".join(query_items(query))
        pairs, content = header_items(headers), None
        if isinstance(body, (Mapping, list)):
            prepared = Preparation(errors).value(body, {}, "body")
            content, pairs = json_bytes(prepared), (("Content-Type", "application/json"), *pairs)
        elif body is not None:
            try:
                content = binary_content(body)
            except (TypeError, OSError) as error:
                errors.append(ArgumentError("body", body_problem(error), "type"))
        if errors:
            raise InvalidArguments("request", errors)
        joint = "&" if "?" in path else "?"
        return Wire(method.upper(), f"{path}{joint}{target}" if target else path, pairs, content)

    def _request(self, wire: Wire, prefix: str, extensions: Mapping[str, Any] | None = None) -> httpx.Request:
        options = self.options
        target = wire.target
        try:
            content = self._content(wire.content)
        except TypeError as error:
            raise InvalidArguments(_name(wire), [ArgumentError("body", str(error), "type")]) from error
        if options.query:
            target = f"{target}{'&' if '?' in target else '?'}{'&'.join(options.query)}"
        try:
            return httpx.Request(
                wire.method,
                f"{self.address.base}{prefix}{target}",
                headers=[_AGENT, *wire.headers, *options.headers],
                content=content,
                extensions={"timeout": options.timeout, **(extensions or {})},
            )
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            problem = ArgumentError("arguments", f"cannot stand in a request: {error}")
            raise InvalidArguments(_name(wire), [problem]) from error

    def _content(self, content: Any) -> Any:
        if hasattr(content, "__aiter__"):
            raise TypeError("is an async iterator, which only an AsyncClient sends")
        return content

    def _call(self, wire: Wire, bound: Bound | None = None) -> Conversation[Any]:
        """Send one request and give the value of its answer."""
        prefix = self._versions.prefix
        if prefix is None:
            prefix = yield from self._negotiate()
        name = _name(wire)
        operation = wire.operation
        hijack = operation is not None and operation.answer.kind == "hijack"
        if operation is not None and hijack:
            wire = _upgraded(wire, operation)
        request = self._request(wire, self.api.prefix + prefix)
        try:
            # Output comes in one chunk a line, of which the pool's parser makes five times the work.
            alone = hijack or _is_upload(wire) or (operation is not None and operation.answer.kind == "frames")
            reply = (yield from self._alone(request, name)) if alone else (yield Send(request, name))
        except StreamError as error:
            error.partial = partial_value(operation, error.partial)
            raise
        response = response_meta(reply.response, name, request)
        framed = None
        output = operation is not None and (operation.answer.kind == "frames" or (hijack and bool(reply.content)))
        if output and bound is not None and response.status < 300:
            framed = yield from self._framed(bound, response)
        value = self._value(operation, response, reply.content, framed)
        if self.options.strict and operation is not None:
            from dynclient.api.strict import check_answer

            check_answer(operation, response, reply.content)
        return value

    @staticmethod
    def _alone(request: httpx.Request, name: str) -> Conversation[Reply]:
        """Send a request on a connection of its own, and read the answer to its end."""
        came = yield Open(request, name)
        if isinstance(came, Opened):
            came = yield Drain(came, name)
        reply: Reply = came
        return reply

    def _value(
        self, operation: Operation | None, response: Response, content: bytes, framed: bool | None = None
    ) -> Any:
        """Give the value of a complete answer."""
        if response.status == 400 and too_old_or_new(self.api, response, content):
            raise self._mismatch(refusal(self.api, response, content).message)
        return interpret(self.api, operation, response, content, framed)

    def _negotiate(self) -> Conversation[str]:
        """Ask the engine for its newest version; the lower of it and the document's is the prefix.

        A ping that is refused (a socket proxy's 403) or is no engine's falls back to the document's version.
        """
        reply = yield Send(self._request(Wire("GET", "/_ping"), self.api.prefix), "version negotiation")
        newest, own = reply.response.headers.get("api-version", ""), self.api.document.version
        if reply.response.status_code != 200 or not _VERSION.fullmatch(newest):
            newest = own
        self._versions.prefix = prefix = f"/v{min(newest, own, key=_numbers)}"
        return prefix

    def _mismatch(self, message: str) -> VersionMismatch:
        own = self.api.document.version
        return VersionMismatch(
            f"{self.address}: {message}\n  The document describes {own}, and {self.version} was asked for;"
            f' pin another with version="…" or load another document with spec=.',
            address=self.address.url,
            origin=self.address.origin,
        )

    def _prefixed(self, request: httpx.Request) -> Conversation[httpx.Request]:
        """Give a request of `build_request` its prefix."""
        prefix = self._versions.prefix
        if prefix is None:
            prefix = yield from self._negotiate()
        url = request.url.copy_with(raw_path=_inserted(self.address.base, self.api.prefix + prefix, request.url))
        extensions = {key: value for key, value in request.extensions.items() if key != "dynclient"}
        return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)

    # --- groups

    def _group(self, name: str) -> Group:
        from dynclient.groups import make_group

        groups: dict[str, Group] = self.__dict__.setdefault("_groups", {})
        if name not in groups:
            groups[name] = make_group(name, self.api.groups[name], self._method)
        return groups[name]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "api" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name in self.api.groups:
            self.__dict__[name] = group = self._group(name)
            return group
        self._no_group(name)

    def _no_group(self, name: str) -> NoReturn:
        known = [*self.api.groups, *(attribute for attribute in dir(type(self)) if not attribute.startswith("_"))]
        hint = suggestion(name, known)
        raise UnknownOperation(f"the client has no {name!r}{'; ' + hint if hint else ''}")

    def __dir__(self) -> list[str]:
        own = [name for name in dir(type(self)) if not name.startswith("_")]
        return sorted({*own, *self.api.groups, "address", "api", "options"})

    def __repr__(self) -> str:
        title = self.api.document.title
        groups = ", ".join(self.api.groups)
        about = f"{title} {self.api.document.version}, {len(self.operations)} operations in {groups}"
        return f"<{type(self).__name__} {self.address}: {about}>"


def is_endless(bound: Bound) -> bool:
    """Tell whether an operation's arguments make its answer endless."""
    rules = bound.operation.answer.endless
    return bool(rules) and all(bound.parameters.get(name) in values for name, values in rules.items())


def is_success(response: httpx.Response) -> bool:
    """Tell whether an answer is what was asked for; that nothing had to be done is one too."""
    return response.status_code < 300 or response.status_code == httpx.codes.NOT_MODIFIED


def response_meta(response: httpx.Response, operation: str, request: httpx.Request) -> Response:
    """Give what `response_of` tells of an answer."""
    return Response(response.status_code, response.headers, operation, request.method, request.url.path)


def _name(wire: Wire) -> str:
    return wire.operation.id if wire.operation else f"{wire.method} {wire.target.partition('?')[0]}"


def _is_upload(wire: Wire) -> bool:
    """Tell whether a body may be long: the pool would miss a refusal that comes while it is sent."""
    if wire.content is None:
        return False
    body = wire.operation.body if wire.operation else None
    return not isinstance(wire.content, bytes) or (body is not None and not body.json)


def _upgraded(wire: Wire, operation: Operation) -> Wire:
    """Ask for the connection to be taken over, where the operation does so."""
    if not (protocol := operation.answer.upgrade):
        return wire
    headers = (("Connection", "Upgrade"), ("Upgrade", protocol), *wire.headers)
    if operation.answer.kind == "websocket":
        from dynclient.stream.websocket import handshake

        headers = (*headers, *handshake())
    return wire._replace(headers=headers)


def _checked_version(version: Any, origin: str) -> str:
    # A float is refused too: 1.40 would be 1.4.
    if not isinstance(version, str) or not _VERSION.fullmatch(version.removeprefix("v")):
        raise ValueError(f'{origin}={version!r}: "auto", None or a version such as "1.45" is due')
    return version.removeprefix("v")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def _inserted(base: str, prefix: str, url: httpx.URL) -> bytes:
    path = httpx.URL(base).raw_path.rstrip(b"/")
    return path + prefix.encode() + url.raw_path[len(path) :]
