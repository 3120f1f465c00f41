"""What both clients need before they can connect: the API, the address, and the settings of the transport."""

from __future__ import annotations

import ssl
from os import PathLike
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from dynclient.api.model import Api
from dynclient.document import Document, default, load
from dynclient.engine.address import Address, find_address

_apis: dict[str, Api] = {}


def api_of(document: Document) -> Api:
    """Give the operations of a document; those of one document are made once for all clients."""
    if document.key not in _apis:
        _apis[document.key] = Api(document)
    return _apis[document.key]


def resolve(
    spec: str | PathLike[str] | None,
    corrections: str | PathLike[str] | None,
    address: str | None,
    context: str | None,
    has_transport: bool,
) -> tuple[Api, Address]:
    """Give the operations and the address that a client's arguments ask for."""
    document = default() if spec is None and corrections is None else load(spec, corrections=corrections)
    if has_transport and not address and not context:
        return api_of(document), Address("transport", "argument", "http://docker")
    return api_of(document), find_address(address, context=context)


def is_proxied(address: Address) -> bool:
    """Tell whether httpx reaches an address through a proxy of the environment's."""
    if address.socket:
        return False
    parts, proxies = urlsplit(address.base), getproxies()
    return bool(proxies.get(parts.scheme) or proxies.get("all")) and not proxy_bypass(parts.netloc)


def transport_settings(address: Address, tls: ssl.SSLContext | None, limits: httpx.Limits | None) -> dict[str, Any]:
    """Give httpx's settings for an address."""
    settings: dict[str, Any] = {"limits": limits} if limits else {}
    if address.socket:
        # A Unix socket needs no certificates; loading the system's would cost 20 ms.
        return {"uds": address.socket, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **settings}
    if tls is not None or address.base.startswith("https:"):
        return {"verify": tls or ssl.create_default_context(), **settings}
    return {"verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **settings}
