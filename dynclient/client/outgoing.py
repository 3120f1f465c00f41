"""Requests on their way out: from what an operation encodes to httpx's request, with what a client adds, and masked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import httpx

from dynclient.api.call.bind import Bound
from dynclient.api.call.content import binary_content, body_problem
from dynclient.api.call.encode import Header, Wire, json_bytes
from dynclient.api.call.headers import header_items, is_token
from dynclient.api.call.prepare import Preparation
from dynclient.api.model.operation import Api, Operation
from dynclient.client.conversation import Conversation
from dynclient.client.options import query_items
from dynclient.client.secrecy import LongURL, MaskedHeaders, MaskedURL
from dynclient.document import limits
from dynclient.document.version import __version__
from dynclient.errors import ArgumentError, InvalidArguments

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller
    from dynclient.client.progress import Watch
    from dynclient.engine.reach.address import Address

# Characters, of which httpx takes some more in a URL.
_SHORT = 60_000
# What every request carries, unless the user's own headers replace it. Values are constants that anybody may see: they
# are cached by `_ours_alone`, and shown in reprs.
_EVERY_REQUEST = (
    ("User-Agent", f"dynclient/{__version__}"),
    # Without it any compression may come (RFC 9110, 12.5.3), which costs both sides more than a local socket gains.
    ("Accept-Encoding", "identity"),
)


def ambient_of(api: Api, trusted: bool) -> Callable[[], tuple[Header, ...]]:
    """Return a function that reads the headers that the docker command sends, too; none are for another API's server.

    Its file is read for the first request: a client is often made where none is sent.

    Args:
        api: whose client sends them.
        trusted: whether the environment counts.
    """
    return cache(_configured_headers) if trusted and api.document.engine else tuple


def _configured_headers() -> tuple[Header, ...]:
    from dynclient.engine.reach.ambient import headers

    return headers(os.environ)


def raw_wire(
    method: str, path: str, query: Mapping[str, Any] | None, body: Any, headers: Mapping[str, str] | None
) -> Wire:
    """Return what `client.request` is asked to send.

    Raises:
        InvalidArguments: with everything that is wrong.
    """
    errors: list[ArgumentError] = []
    if not is_token(method):
        errors.append(ArgumentError("method", f"is {method!r}; expected a name such as GET"))
    if not path.startswith("/"):
        errors.append(ArgumentError("path", "does not begin with /"))
    if not path.isprintable():
        errors.append(ArgumentError("path", "has a character that cannot stand in a URL; percent-encode it"))
    pairs, content = header_items(headers), None
    ours: tuple[Header, ...] = ()
    if isinstance(body, (Mapping, list)):
        content = json_bytes(Preparation(errors).value(body, {}, "body"))
        ours = (("Content-Type", "application/json"),)
    elif body is not None:
        try:
            content = binary_content(body)
        except (TypeError, OSError) as error:
            errors.append(ArgumentError("body", body_problem(error), "type"))
    if errors:
        raise InvalidArguments("request", errors)
    return Wire(method.upper(), _with_query(path, query_items(query)), pairs, content, ours=ours)


def raw(caller: Caller, *asked: Any) -> Conversation[Any]:
    """Go through with a request that no document knows; see `raw_wire`."""
    return (yield from caller.whole(raw_wire(*asked)))


def request_of(
    caller: Caller,
    wire: Wire,
    prefix: str,
    extensions: Mapping[str, Any] | None = None,
    watch: Watch | None = None,
) -> httpx.Request:
    """Make the request that a client sends, its own headers, query and credentials added.

    Args:
        caller: whose address and options count.
        wire: what an operation or `raw_wire` gave.
        prefix: the path between the address and the wire's.
        extensions: httpx's, beside the time-outs.
        watch: what is told of a body while it is sent.

    Raises:
        InvalidArguments: something cannot stand in a request.
    """
    options = caller.options
    if caller.credentials is not None:
        wire = caller.credentials.added(wire, options.headers)
    target = _with_query(wire.target, options.query)
    try:
        content = caller.sender.content(wire.content)
    except TypeError as error:
        problem = ArgumentError("body", str(error), "type")
        raise InvalidArguments(name_of(wire), [problem]).about(address=caller.address.url) from error
    if watch is not None:
        content = watch.sending(content)
    try:
        ambient = caller.ambient()
        url = _url(f"{base_of(caller.address, wire.operation)}{prefix}{target}")
        request = httpx.Request(
            wire.method,
            url,
            headers=_headers_of(caller, wire, ambient),
            content=content,
            extensions={"timeout": options.timeout, **(extensions or {})},
        )
    except (httpx.InvalidURL, UnicodeEncodeError) as error:
        problem = ArgumentError("arguments", f"cannot stand in a request: {error}")
        raise InvalidArguments(name_of(wire), [problem]).about(address=caller.address.url) from error
    if wire.headers or wire.ours or options.headers or ambient:
        request.headers = MaskedHeaders(request.headers)
    if isinstance(url, LongURL):
        request.url = url  # httpx makes its own of whatever it is given
    if "?" in target and _is_masked(caller, wire.operation):
        shown = wire.operation.shown_query if wire.operation else caller.api.shown_query
        request.url = MaskedURL(request.url, shown)
    return request


def _url(text: str) -> httpx.URL | str:
    """Return a URL as httpx takes it, or one that is too long for it.

    Raises:
        httpx.InvalidURL: it is too long for any engine.
        UnicodeEncodeError: a long one is not percent-encoded.
    """
    if len(text) <= _SHORT:
        return text
    before, _, query = text.partition("?")
    for what, size, most in (("path", len(before), _SHORT), ("URL", len(text), limits.TARGET)):
        if size > most:
            raise httpx.InvalidURL(f"the {what} has {size:,} characters, of which {most:,} are read at most")
    return LongURL(before, query.encode("ascii"))


def _headers_of(caller: Caller, wire: Wire, ambient: tuple[Header, ...]) -> httpx.Headers | list[Header]:
    if ambient or caller.options.headers or wire.headers:
        return merged(ambient, (*_EVERY_REQUEST, *wire.ours), caller.options.headers, wire.headers)
    return _ours_alone(wire.ours)


@lru_cache(maxsize=64)
def _ours_alone(ours: tuple[Header, ...]) -> httpx.Headers:
    """Return what nobody asked for, as most calls send it: httpx copies its own kind of headers in one step."""
    return httpx.Headers([*_EVERY_REQUEST, *ours])


def base_of(address: Address, operation: Operation | None) -> str:
    """Return the URL that an operation's request is built on: the client's, with the path of a server of its own."""
    if operation is None or operation.server is None:
        return address.base
    own, root = operation.server, _root(address.base)
    joined = address.server[1] if address.server is not None and own.origin != root else None
    return f"{root if joined is None else address.base.removesuffix(joined)}{own.path}"


def elsewhere(address: Address, operation: Operation) -> str:
    """Say why a request cannot go to the server that an operation has to itself; nothing where it can.

    Credentials go where the client's address leads, and the document does not choose another host for them. Its own
    server for an operation is followed on the host of the document's server, which the address stands for; any other
    has to be the client's address.
    """
    own = operation.server
    assert own is not None
    if own.problem:
        return own.problem
    if own.origin == _root(address.base):
        return ""
    if address.server is not None and own.origin in ("", address.server[0]):
        return ""
    url = f"{own.origin or 'https://…'}{own.path}"
    return f"is {own.url}, not the document's; Client({url!r}, spec=…).op({operation.id!r}, …) reaches it"


def _root(base: str) -> str:
    scheme, mark, rest = base.partition("://")
    return f"{scheme}{mark}{rest.partition('/')[0]}"


def merged(*layers: Sequence[Header]) -> list[Header]:
    """Return headers of which a later layer's replace an earlier one's of the same name; cookies are joined instead."""
    out: list[Header] = []
    for layer in filter(None, layers):
        names = {name.lower() for name, _ in layer}
        kept = [header for header in out if header[0].lower() not in names]
        cookies = [value for name, value in (*out, *layer) if name.lower() == "cookie"] if "cookie" in names else []
        out = [*kept, *(header for header in layer if header[0].lower() != "cookie")]
        out += [("Cookie", "; ".join(cookies))] if cookies else []
    return out


def _with_query(target: str, pairs: tuple[str, ...]) -> str:
    if not pairs:
        return target
    return f"{target}{'&' if '?' in target else '?'}{'&'.join(pairs)}"


def _is_masked(caller: Caller, operation: Operation | None) -> bool:
    """Return whether a request's query may have in it what is not to be seen."""
    if operation is None or operation.has_secret_query:
        return True
    options = caller.options
    return bool(options.query) or caller.credentials is not None or options.unknown != "error"


def _retargeted(url: httpx.URL, target: bytes) -> httpx.URL:
    if not isinstance(url, LongURL) or url.apart is None:
        return url.copy_with(raw_path=target)
    path, _, query = target.partition(b"?")
    return LongURL(httpx.URL(url).copy_with(raw_path=path), query)


def completed(caller: Caller, request: httpx.Request, bound: Bound, prefix: str) -> httpx.Request:
    """Return a request of `build_request` with its prefix and the time-outs of whoever sends it."""
    url = _retargeted(request.url, _inserted(base_of(caller.address, bound.operation), prefix, request.url))
    extensions = {**request.extensions, "timeout": caller.options.timeout}
    del extensions["dynclient"]
    made = httpx.Request(request.method, url, stream=request.stream, extensions=extensions)
    made.headers = request.headers
    made.url = MaskedURL(url, request.url.shown) if isinstance(request.url, MaskedURL) else url
    return made


def _inserted(base: str, prefix: str, url: httpx.URL) -> bytes:
    path = path_of(base).encode()
    return path + prefix.encode() + url.raw_path[len(path) :]


def path_of(base: str) -> str:
    """Return the path that an address has of its own, percent-encoded."""
    return httpx.URL(base).raw_path.decode("ascii").rstrip("/")


def upgraded(wire: Wire) -> Wire:
    """Ask for the connection to be taken over, where the operation does so."""
    operation = wire.operation
    if operation is None or not (protocol := operation.answer.upgrade):
        return wire
    headers = (("Connection", "Upgrade"), ("Upgrade", protocol), *wire.headers)
    if operation.answer.kind == "websocket":
        from dynclient.engine.wire.websocket import handshake

        headers = (*headers, *handshake())
    return wire._replace(headers=headers)


def is_upload(wire: Wire) -> bool:
    """Return whether a body may be long: the pool would miss a refusal that comes while it is sent."""
    if wire.content is None:
        return False
    body = wire.operation.body if wire.operation else None
    return not isinstance(wire.content, bytes) or (body is not None and not body.json)


def is_spent(wire: Wire) -> bool:
    """Return whether a request that was sent cannot be sent again: its body was read from somewhere."""
    return not isinstance(wire.content, (bytes, type(None)))


def id_of(operation: str | Operation) -> str:
    """Return the id of an operation, whichever way it is asked for."""
    return operation.id if isinstance(operation, Operation) else operation


def name_of(wire: Wire) -> str:
    """Name a request for errors and logs: its operation's id, or its method and path."""
    return wire.operation.id if wire.operation else f"{wire.method} {wire.target.partition('?')[0]}"
