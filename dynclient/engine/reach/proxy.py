"""Which proxy of the environment's leads to an engine, by the rules of Go, in which docker is written.

They are those of golang.org/x/net/http/httpproxy: $HTTP_PROXY for http, $HTTPS_PROXY for https (tcp with TLS), either
also in small letters; no $ALL_PROXY; never for the loopback; $NO_PROXY names hosts, their domains, networks and ports.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from dynclient.errors import ConnectionFailed

_PORTS = {"http": 80, "https": 443}
_SCHEMES = ("http", "https", "socks5", "socks5h")


@dataclass(frozen=True)
class Proxy:
    """A proxy: where it is, which variable says so, and in `url`, which is not shown, its password too."""

    origin: str
    shown: str
    url: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.shown} (from {self.origin})"


def find_proxy(base: str, environ: Mapping[str, str] | None = None) -> Proxy | None:
    """Find the proxy for a URL.

    Args:
        base: where requests go, `http://…` or `https://…`.
        environ: the environment; the process's own if None.

    Raises:
        ConnectionFailed: the variable's value is no proxy that can be used.
    """
    environ = os.environ if environ is None else environ
    parts = urlsplit(base)
    host, port = (parts.hostname or "").lower().rstrip("."), parts.port or _PORTS[parts.scheme]
    upper = f"{parts.scheme}_proxy".upper()
    name = next((name for name in (upper, upper.lower()) if environ.get(name)), None)
    if name is None or is_loopback(host) or _is_excepted(host, port, environ):
        return None
    if upper == "HTTP_PROXY" and environ.get("REQUEST_METHOD"):
        return None  # under CGI whoever sends a header Proxy: sets this variable
    return _read(environ[name], f"${name}")


def _read(value: str, origin: str) -> Proxy:
    url = value.strip() if "://" in value else f"http://{value.strip()}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or " " in url or not url.isprintable():
        raise ConnectionFailed(f"{origin} is no proxy's address; expected http://host:port", origin=origin)
    if parts.scheme not in _SCHEMES:
        why = f"{origin} names a proxy of the scheme {parts.scheme}; known are {', '.join(_SCHEMES)}"
        raise ConnectionFailed(why, origin=origin)
    if parts.scheme.startswith("socks") and not _has_socks():
        raise ConnectionFailed(f"{origin} names a SOCKS proxy, which takes: pip install httpx[socks]", origin=origin)
    name = f"[{host}]" if ":" in host else host
    return Proxy(origin, f"{parts.scheme}://{name}{f':{port}' if port else ''}", url)


def _has_socks() -> bool:
    from importlib.util import find_spec

    return find_spec("socksio") is not None


def is_loopback(host: str) -> bool:
    """Return whether a host, a name or an address, is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_excepted(host: str, port: int, environ: Mapping[str, str]) -> bool:
    listed = environ.get("NO_PROXY") or environ.get("no_proxy") or ""
    return any(_matches(host, port, entry.strip().lower()) for entry in listed.split(","))


def _matches(host: str, port: int, entry: str) -> bool:
    if not entry or entry == "*":
        return bool(entry)
    if "/" in entry:
        return _in_network(host, entry)
    name, own_port = _split(entry)
    if own_port not in ("", str(port)):
        return False
    if name.startswith("*."):
        name = name[1:]
    if name.startswith("."):
        return host.endswith(name)
    return host == name or (not _is_address(host) and host.endswith(f".{name}"))


def _split(entry: str) -> tuple[str, str]:
    """Return a name and its port; IPv6 has a port where it is in brackets."""
    if entry.startswith("["):
        name, _, port = entry[1:].partition("]")
        return name, port.removeprefix(":")
    if entry.count(":") > 1:
        return entry, ""
    name, _, port = entry.partition(":")
    return name, port


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _in_network(host: str, entry: str) -> bool:
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        return False
