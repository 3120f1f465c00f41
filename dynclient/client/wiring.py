"""What both clients need before they can connect: the API, the address, and the settings of the transport."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from os import PathLike
from typing import Any, NamedTuple

import httpx

from dynclient.api.model.operation import Operation
from dynclient.api.public import Api, api_of, document_of
from dynclient.document import Document
from dynclient.document.servers import Server, choose
from dynclient.engine.reach.address import Address, find_address
from dynclient.engine.reach.certificates import TlsOption
from dynclient.engine.reach.versions import Versions, checked_version
from dynclient.errors import ArgumentError, ConnectionFailed, InvalidArguments, Response, SpecError

# Which server of a document is meant: its number, its URL or description, or values for its variables.
Asked = int | str | Mapping[str, str | int] | None


class Wires(NamedTuple):
    """What a client's connections are made with, besides its address; the arguments of its constructor."""

    transport: Any = None
    event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None
    limits: httpx.Limits | None = None
    trust_env: bool = True


def resolve(
    spec: str | PathLike[str] | None,
    corrections: str | PathLike[str] | None,
    address: str | PathLike[str] | None,
    context: str | None,
    has_transport: bool,
    tls: TlsOption = None,
    trust_env: bool = True,
    server: Asked = None,
) -> tuple[Api, Address]:
    """Return the operations and the address that a client's arguments ask for.

    Raises:
        InvalidArguments: the document has no such server.
    """
    document = document_of(spec, corrections)
    api = api_of(document)
    chosen = None if server is None else _chosen(document, server)
    if has_transport and not address and not context:
        return api, _joined(document, api, Address("transport", "argument", "http://docker"), chosen)
    if document.engine or address or context:
        found = _joined(document, api, find_address(address, context=context, tls=tls), chosen)
    else:
        found = _published(document, chosen or api.server, tls)
    return api, found if has_transport else on_the_way(found, trust_env)


def _chosen(document: Document, asked: Asked) -> Server:
    try:
        return choose(document.servers, asked)
    except ValueError as error:
        raise InvalidArguments("Client", [ArgumentError("server", str(error))]) from None


def _joined(document: Document, api: Api, address: Address, chosen: Server | None = None) -> Address:
    """Return an address with the path of the document's first server, or of a chosen one.

    One with a path of its own says it all.

    Raises:
        SpecError: that server's URL has no path that could be joined to it.
        InvalidArguments: a server is chosen beside an address with a path of its own.
    """
    if not document.engine and "/" in address.base.partition("://")[2]:
        if chosen is not None:
            problem = "is given beside an address with a path of its own; give the address without it, or no server="
            raise InvalidArguments("Client", [ArgumentError("server", problem)])
        return address
    server = chosen or api.server
    if problem := server.problem:
        hint = 'give the address with its path: Client("https://host/path", spec=…)'
        raise SpecError(f"its first server {problem}; {hint}", source=document.source, pointer="#/servers/0")
    path = "" if api.versioned else server.path
    return address._replace(base=f"{address.base}{path}", server=(server.origin, path))


def on_the_way(address: Address, trust_env: bool) -> Address:
    """Return an address with the proxy that this process's environment names for it."""
    if not trust_env or address.socket or address.ssh:
        return address
    from dynclient.engine.reach.proxy import find_proxy

    return address._replace(proxy=find_proxy(address.base))


def versions_of(version: str | None, api: Api) -> Versions:
    """Return what stands in the URLs: what `version=` or $DOCKER_API_VERSION says.

    Raises:
        ValueError: it is no version.
    """
    origin = "version="
    if version == "auto" and (chosen := os.environ.get("DOCKER_API_VERSION")):
        origin = "$DOCKER_API_VERSION"
        version = checked_version(chosen, origin)
    elif version not in ("auto", None):
        version = checked_version(version, "version")
    return Versions(version if api.versioned else "", origin)


def _published(document: Document, server: Server, tls: TlsOption) -> Address:
    """Return the address that the document of another API than the engine's names."""
    if server.problem or not server.origin:
        what = f"its first server is {server.url}" if server.url != "/" else "it names no server"
        what = f"its first server {server.problem}" if server.problem else what
        raise ConnectionFailed(
            f'{document.source}: {what}; where it is has to be said: Client("https://…", spec=…)',
            origin=document.source,
        )
    found = find_address(f"{server.origin}{server.path}", tls=tls)
    return found._replace(origin=f"the servers of {document.source}", server=(server.origin, server.path))


def trusted(address: Address) -> ssl.SSLContext | None:
    """Make the TLS context for an address, which takes 20 ms for the system's authorities; None without TLS.

    Raises:
        ConnectionFailed: a certificate or key cannot be used.
    """
    return address.trust.context() if address.trust else None


class NoCookies(CookieJar):
    """A jar that stays empty: requests are made without one, and its lock is one that Ctrl-C may leave taken."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Leave an answer's cookies to whoever reads its headers."""


class Wired:
    """What both senders have: the address, and what the connections to it are made with.

    Attributes:
        wires: what the connections are made with.
        by_httpx: whether streams go through httpx too: by a transport of the user's own, or a proxy.
        tls: whom to trust; None without TLS, and where the user's own transport sees to it.
    """

    def __init__(self, address: Address, wires: Wires) -> None:
        self.address, self.wires = address, wires
        self.by_httpx = wires.transport is not None or address.proxy is not None
        self.tls = trusted(address) if wires.transport is None else None

    def settings(self, transport: Any) -> dict[str, Any]:
        """Return the settings of the httpx client that sends: by a transport, or without one by the proxy."""
        common = {
            "transport": transport,
            "event_hooks": self.wires.event_hooks,
            "cookies": NoCookies(),
            "trust_env": False,
            "follow_redirects": False,
        }
        return common if transport else common | self._by_proxy()

    def _by_proxy(self) -> dict[str, Any]:
        url = self.address.proxy.url if self.address.proxy else None
        verify = self.tls or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = {"limits": self.wires.limits} if self.wires.limits else {}
        return {"proxy": url, "verify": verify, **limits}

    def stat(self, response: Response, operation: Operation) -> Mapping[str, Any] | None:
        """Return what an answer that is a tar says of the path in the container; None where it says nothing."""
        from dynclient.api.answer.archive import path_stat

        header = response.headers.get(operation.answer.header) if operation.answer.header else None
        return path_stat(header) if header else None
