"""What `Client` and `AsyncClient` share: everything but sending.

A call is a conversation: a generator that yields what it wants done and is given what came of it. Each shell has one
short driver for it, so that a call of several requests is written once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Mapping
from types import EllipsisType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self, TypeVar

import httpx

from dynclient._version import __version__
from dynclient.api.bind import Bound, bind, binary_content, body_problem, is_token
from dynclient.api.encode import Wire, encode, json_bytes
from dynclient.api.interpret import interpret, partial_value, refusal, too_old_or_new
from dynclient.api.model import Api, Operation, Operations
from dynclient.api.names import suggestion
from dynclient.api.prepare import Preparation
from dynclient.engine.address import Address
from dynclient.errors import (
    ArgumentError,
    DynclientError,
    InvalidArguments,
    StreamError,
    UnknownOperation,
    VersionMismatch,
)
from dynclient.options import Options, Timeout, header_items, query_items
from dynclient.result import Response

if TYPE_CHECKING:
    from dynclient.api.help import Found
    from dynclient.document import Document
    from dynclient.groups import Group, Method

_AGENT = ("User-Agent", f"dynclient/{__version__}")
_VERSION = re.compile(r"\d+\.\d+")


class Send(NamedTuple):
    """Ask the shell to send a request and read its answer.

    Attributes:
        operation: the operation's id, or method and path, for errors.
        hijack: after a 101 the answer is what comes until the connection ends.
    """

    request: httpx.Request
    operation: str
    hijack: bool = False


class Reply(NamedTuple):
    """Be what came of a `Send`."""

    response: httpx.Response
    content: bytes


T = TypeVar("T")
Conversation = Generator[Send, Reply, T]


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


class Base:
    """Be a client without input and output; see `dynclient.Client`."""

    api: Api
    address: Address
    options: Options
    _versions: Versions
    _link: Any

    def _setup(self, api: Api, address: Address, options: Options, version: str | None) -> None:
        if version == "auto" and (chosen := os.environ.get("DOCKER_API_VERSION")):
            version = _checked_version(chosen, "$DOCKER_API_VERSION")
        elif version not in ("auto", None):
            version = _checked_version(version, "version")
        self.api, self.address, self.options = api, address, options
        self._versions = Versions(version if api.versioned else "")

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
    ) -> Self:
        """Give the same client with other settings; it shares the connections and the version.

        Args:
            timeout: seconds for every phase, or by phase, or None for no limit but connecting's 10 s.
            headers: headers for every request, beside those set already.
            query: query parameters for every request, beside those set already.
            validate: whether arguments are checked against the document.
            unknown: what becomes of unknown names: `error`, `warn` or `send`.
            strict: whether answers are held against the document.
        """
        asked = {"validate": validate, "unknown": unknown, "strict": strict, "headers": headers, "query": query}
        changes: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
        if not isinstance(timeout, EllipsisType):
            changes["timeout"] = timeout
        other = object.__new__(type(self))
        kept = {name: self.__dict__[name] for name in ("api", "address", "_versions", "_link")}
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
        wire = self._wire(operation, args, arguments, complete=False)
        return self._request(wire, "", {"dynclient": wire.operation})

    # --- what the shells use

    def _wire(
        self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any], complete: bool = True
    ) -> Wire:
        found = operation if isinstance(operation, Operation) else self.api.operations[operation]
        bound = bind(found, args, arguments, validate=self.options.validate, unknown=self.options.unknown)
        if complete:
            self._refuse_endless(bound)
        return encode(bound)

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
        if options.query:
            target = f"{target}{'&' if '?' in target else '?'}{'&'.join(options.query)}"
        try:
            return httpx.Request(
                wire.method,
                f"{self.address.base}{prefix}{target}",
                headers=[_AGENT, *wire.headers, *options.headers],
                content=self._content(wire.content),
                extensions={"timeout": options.timeout, **(extensions or {})},
            )
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            problem = ArgumentError("arguments", f"cannot stand in a request: {error}")
            raise InvalidArguments(_name(wire), [problem]) from error

    def _content(self, content: Any) -> Any:
        return content

    def _call(self, wire: Wire) -> Conversation[Any]:
        """Send one request and give the value of its answer."""
        prefix = self._versions.prefix
        if prefix is None:
            prefix = yield from self._negotiate()
        name = _name(wire)
        operation = wire.operation
        hijack = operation is not None and operation.answer.kind == "hijack"
        if hijack:
            wire = _upgraded(wire)
        request = self._request(wire, self.api.prefix + prefix)
        try:
            reply = yield Send(request, name, hijack)
        except StreamError as error:
            error.partial = partial_value(operation, error.partial)
            raise
        response = response_meta(reply.response, name, request)
        if response.status == 400 and too_old_or_new(self.api, response, reply.content):
            raise self._mismatch(refusal(self.api, response, reply.content).message)
        value = interpret(self.api, operation, response, reply.content)
        if self.options.strict and operation is not None:
            from dynclient.api.strict import check_answer

            check_answer(operation, response, reply.content)
        return value

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

    @staticmethod
    def _refuse_endless(bound: Bound) -> None:
        """Refuse what would never end, or is no answer but a connection."""
        operation, answer = bound.operation, bound.operation.answer
        if answer.kind in ("websocket", "session"):
            raise DynclientError(f"{operation.id} opens a connection; send(build_request(...)) gives its start")
        if is_endless(bound):
            changes = " or ".join(answer.endless)
            why = "the answer has no end like this; read it by send(build_request(…), stream=True)"
            problem = ArgumentError(changes, why)
            raise InvalidArguments(operation.id, [problem])

    # --- groups

    def _group(self, name: str) -> Group:
        from dynclient.groups import make_group

        groups: dict[str, Group] = self.__dict__.setdefault("_groups", {})
        if name not in groups:
            groups[name] = make_group(name, self.api.groups[name], self._method)
        return groups[name]

    def _method(self, operation: Operation) -> Method:
        raise AssertionError  # pragma: no cover

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


def response_meta(response: httpx.Response, operation: str, request: httpx.Request) -> Response:
    """Give what `response_of` tells of an answer."""
    return Response(response.status_code, response.headers, operation, request.method, request.url.path)


def _name(wire: Wire) -> str:
    return wire.operation.id if wire.operation else f"{wire.method} {wire.target.partition('?')[0]}"


def _upgraded(wire: Wire) -> Wire:
    headers = (("Connection", "Upgrade"), ("Upgrade", "tcp"), *wire.headers)
    return Wire(wire.method, wire.target, headers, wire.content, wire.operation)


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
