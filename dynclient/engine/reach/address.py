"""Where the engine is: an argument, the environment, the current context or the usual sockets, as `docker` has it."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from dynclient.engine.reach import config
from dynclient.engine.reach.certificates import TlsOption, Trust, from_argument, in_folder
from dynclient.errors import ConnectionFailed

if TYPE_CHECKING:
    from dynclient.engine.reach.proxy import Proxy

_KNOWN = "unix:///path/to/docker.sock, tcp://host:port, http://host:port, https://host:port or ssh://user@host"
# Where an engine listens over TCP, without TLS and with it, unless told otherwise.
_PLAIN, _TLS = 2375, 2376
# sun_path with its NUL: unix(7) on Linux, unix(4) on what comes from BSD.
_LONGEST_PATH = 107 if sys.platform == "linux" else 103
# What a shell in ssh's ProxyCommand would take for more than a name; ssh refuses it in a user's name since 9.6.
_SHELL = r"""['"`$\\;&<>|(){}\s]"""


class Ssh(NamedTuple):
    """Where ssh goes to: its host, and what the address says besides; the rest is in ssh's own configuration.

    Attributes:
        host: a name that ssh knows, or an address.
        user: the user there, or None: as ssh has it.
        port: the port, or None: as ssh has it.
        socket: the engine's socket on the far side, or None: as `docker` has it there.
    """

    host: str
    user: str | None = None
    port: int | None = None
    socket: str | None = None


class Address(NamedTuple):
    """The address of an engine.

    Attributes:
        url: as it was given, with its scheme, and the port where tcp's own is meant.
        origin: where it came from: `argument`, `$DOCKER_HOST`, `context prod, argument`, `default`.
        base: the URL that requests are built on, without a trailing slash.
        socket: the path of a Unix socket, or None.
        tried: the sockets that were looked for, where none of them is there.
        ssh: where ssh leads, or None.
        trust: the certificates that TLS goes by, and where they come from, or None.
        proxy: the proxy on the way, and which variable names it, or None.
        zone: the interface that leads to a link-local IPv6 address, or nothing.
        server: the origin and the path of the document's server that it stands for; None where a path of its own does.
    """

    url: str
    origin: str
    base: str
    socket: str | None = None
    tried: tuple[str, ...] = ()
    ssh: Ssh | None = None
    trust: Trust | None = None
    proxy: Proxy | None = None
    zone: str = ""
    server: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.url} (from {self.origin})"


def find_address(
    address: str | os.PathLike[str] | None = None,
    *,
    context: str | None = None,
    tls: TlsOption = None,
    environ: Mapping[str, str] | None = None,
) -> Address:
    """Find the engine's address: `address`, `context`, $DOCKER_HOST, $DOCKER_CONTEXT, the current context, a socket.

    Args:
        address: an address given by hand; a path is that of a Unix socket.
        context: the name of a docker context given by hand; not together with an address.
        tls: what TLS goes by, given by hand; else a context's own files, or what the environment says.
        environ: the environment; the process's own if None.

    Raises:
        ConnectionFailed: the address has an unknown form, or the context cannot be read.
        ValueError: tls has an unknown form.
    """
    environ = os.environ if environ is None else environ
    if address and context:
        raise ConnectionFailed("an address and a context are both given; one of them is enough")
    given = from_argument(tls)
    if address:
        return _plain(_text(address), "argument", given, environ)
    name, origin = chosen_context(context, environ)
    if name != "default":
        from dynclient.engine.reach.stored import load

        host, trust = load(name, origin, environ)
        origin = f"context {name}, {origin}"
        # Without a port docker takes that of HTTP here, and its own where the address is no context's.
        return _secured(parse_address(host, origin, port=None), given, trust) if host else _usual_socket(environ)
    if host := environ.get("DOCKER_HOST", "").strip():
        return _plain(host, "$DOCKER_HOST", given, environ)
    if trust := _trust_of(environ):
        return _secured(_over_tcp(f"tcp://localhost:{_TLS}", trust.origin, "tcp", None), given, trust)
    return _usual_socket(environ)


def chosen_context(context: str | None, environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of the context that counts, and where that stands; `default` is what the environment says.

    Raises:
        ConnectionFailed: config.json would say, and cannot be used.
    """
    if context:
        return context, "argument"
    if environ.get("DOCKER_HOST", "").strip():
        return "default", "$DOCKER_HOST"
    if name := environ.get("DOCKER_CONTEXT"):
        return name, "$DOCKER_CONTEXT"
    file = str(config.file(environ))
    try:
        name = config.read(environ).get("currentContext") or "default"
        if not isinstance(name, str):
            raise config.UnusableConfig(f"{file} has a currentContext that is no name")
    except config.UnusableConfig as error:
        hint = "name the engine in another way: Client('unix:///…'), $DOCKER_HOST or $DOCKER_CONTEXT"
        why = f"the current context is not known: {error}.\n  Repair the file, or {hint}."
        raise ConnectionFailed(why, origin=file) from error
    return name, file


def _text(address: str | os.PathLike[str]) -> str:
    if isinstance(address, str):
        return address.strip()
    if isinstance(address, os.PathLike):
        return f"unix://{os.path.abspath(address)}"
    raise ValueError(f"the address is of type {type(address).__name__}; expected {_KNOWN}")


def _plain(text: str, origin: str, given: Trust | bool | None, environ: Mapping[str, str]) -> Address:
    """Return an address that is no context's: what the environment says of TLS counts for it."""
    address = parse_address(text, origin, port=_TLS if given else _PLAIN)
    return _secured(address, given, _trust_of(environ, https=address.base.startswith("https:")))


# --- forms


def parse_address(address: str, origin: str, *, port: int | None = _PLAIN) -> Address:
    """Read an address: `unix://`, a path, `tcp://`, `http://`, `https://`, `ssh://`, or `host:port`, which is tcp.

    Args:
        address: what was given.
        origin: where it was given, for messages.
        port: the port of a tcp address that names none, or None: that of HTTP.

    Raises:
        ConnectionFailed: it has another form; the message names the known ones.
    """
    if address.startswith(("/", "./", "../", "~")):
        address = f"unix://{os.path.abspath(os.path.expanduser(address))}"
    if "://" not in address:
        address = f"tcp://{address}"
    scheme, _, rest = address.partition("://")
    if not address.isprintable():
        raise _refused(address, origin, "is no address: it has a character that cannot be seen")
    if scheme in ("unix", "http+unix"):  # docker-py writes the latter, into contexts too
        return _over_unix(unquote(rest) if scheme == "http+unix" else rest, origin)
    if scheme in ("tcp", "http", "https"):
        return _over_tcp(address, origin, scheme, port)
    if scheme == "ssh":
        return _over_ssh(address, origin)
    reasons = {
        "npipe": "is a named pipe, which exists on Windows only",
        "fd": "is a file descriptor for the engine itself, not an address for its clients",
    }
    raise _refused(address, origin, reasons.get(scheme, f"has the unknown scheme {scheme}; known are {_KNOWN}"))


def _over_unix(text: str, origin: str) -> Address:
    path = os.path.expanduser(text) or "/var/run/docker.sock"
    address = f"unix://{path}"
    if "\0" in path:
        raise _refused(address.replace("\0", "%00"), origin, "is no address: a path holds no NUL")
    if len(os.fsencode(path)) > _LONGEST_PATH:
        why = f"is no address: its path has {len(os.fsencode(path))} bytes, a socket's has {_LONGEST_PATH} at most"
        raise _refused(address, origin, why)
    # As docker has it, @ begins a name without a file, in Linux's abstract namespace (unix(7)).
    return Address(address, origin, "http://docker", socket=f"\0{path[1:]}" if path.startswith("@") else path)


def _refused(address: str, origin: str, why: str) -> ConnectionFailed:
    shown = _without_secrets(address)
    return ConnectionFailed(f"{shown} (from {origin}) {why}", address=shown, origin=origin)


def _without_secrets(address: str) -> str:
    """Leave out what may be a secret: the password, or a user that is a token, and what a query says."""
    if address.startswith("unix://"):
        return address
    user, at, host = address.rpartition("@")
    scheme, separator, name = user.rpartition("://")
    shown = name.partition(":")[0] if scheme == "ssh" else "…"
    host, mark, _ = host.partition("?")
    return f"{scheme}{separator}{shown if at else ''}{at}{host}{mark and '?…'}"


class _Parts(NamedTuple):
    host: str
    port: int | None
    user: str
    password: str
    path: str


def _parts(address: str, origin: str) -> _Parts:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError as error:
        raise _refused(address, origin, f"is no address: {_why(error)}") from None
    if parts.query or parts.fragment or " " in address or port == 0:
        raise _refused(address, origin, f"is no address; known are {_KNOWN}")
    return _Parts(host, port, unquote(parts.username or ""), parts.password or "", parts.path.rstrip("/"))


def _why(error: ValueError) -> str:
    if str(error).startswith("Port"):
        return "its port is no number from 1 to 65535"
    return "its host is no name and no IP address"


def _over_tcp(address: str, origin: str, scheme: str, default: int | None) -> Address:
    parts = _parts(address, origin)
    if parts.user or parts.password:
        why = "has a user in it, which docker does not send; headers={'Authorization': …} does"
        raise _refused(address, origin, why)
    name = parts.host or ("localhost" if scheme == "tcp" else "")  # as docker has it
    if not name:
        raise _refused(address, origin, f"is no address; known are {_KNOWN}")
    # RFC 6874 writes the % of a zone as %25.  A zone means something here alone: it stands in no Host header.
    name, _, zone = unquote(name).partition("%") if ":" in name else (name, "", "")
    host = f"[{name}]" if ":" in name else name
    port = parts.port or (default if scheme == "tcp" else None)
    where = f"{host if port is None else f'{host}:{port}'}{parts.path}"
    shown = where.replace(f"{name}]", f"{name}%25{zone}]", 1) if zone else where
    url = address if scheme != "tcp" else f"tcp://{shown}"
    return Address(url, origin, f"{'http' if scheme == 'tcp' else scheme}://{where}", zone=zone)


def _over_ssh(address: str, origin: str) -> Address:
    parts = _parts(address, origin)
    if parts.password:
        raise _refused(address, origin, "has a password in it, which ssh does not take; use a key")
    if not parts.host:
        raise _refused(address, origin, f"is no address; known are {_KNOWN}")
    if parts.host.startswith("-") or parts.user.startswith("-"):
        raise _refused(address, origin, "is no address: ssh would take what begins with - for an option")
    if not parts.user.isprintable() or re.search(_SHELL, parts.user):
        raise _refused(address, origin, "is no address: its user has a sign that no user's name has")
    way = Ssh(parts.host, parts.user or None, parts.port, parts.path or None)
    return Address(address, origin, "http://docker", ssh=way)


# --- TLS


def _trust_of(environ: Mapping[str, str], *, https: bool = False) -> Trust | None:
    """Return what the environment says of TLS: any value switches it on, even 0."""
    folder = environ.get("DOCKER_CERT_PATH")
    for name in ("DOCKER_TLS_VERIFY", "DOCKER_TLS"):
        if environ.get(name):
            return in_folder(folder or config.folder(environ), f"${name}")
    return in_folder(folder, "$DOCKER_CERT_PATH") if https and folder else None


def _secured(address: Address, given: Trust | bool | None, own: Trust | None) -> Address:
    """Return an address with what its TLS goes by: `tls=`, or what its context or the environment says."""
    if address.socket or address.ssh:
        return address
    scheme = address.url.partition("://")[0]
    if scheme == "http" and given:
        raise _refused(address.url, address.origin, "is without TLS, and tls= is given; write tcp:// or https://")
    if scheme == "https" and given is False:
        why = "is TLS, and tls=False is given; write tcp://, or tls={'verify': False} to trust any certificate"
        raise _refused(address.url, address.origin, why)
    if scheme == "http" or given is False:
        return address
    trust = given if isinstance(given, Trust) else own
    if trust is None and (given or scheme == "https"):
        trust = Trust("tls=" if given else "https")
    return address._replace(base=f"https:{address.base.partition(':')[2]}", trust=trust) if trust else address


# --- the usual sockets


def usual_sockets(environ: Mapping[str, str]) -> tuple[str, ...]:
    """List the sockets where an engine usually is: system-wide, rootless, Desktop's, Podman's."""
    home, runtime = environ.get("HOME", ""), environ.get("XDG_RUNTIME_DIR", "")
    candidates = [
        "/var/run/docker.sock",
        runtime and f"{runtime}/docker.sock",
        home and f"{home}/.docker/run/docker.sock",
        home and f"{home}/.docker/desktop/docker.sock",
        runtime and f"{runtime}/podman/podman.sock",
        "/run/podman/podman.sock",
    ]
    return tuple(candidate for candidate in candidates if candidate)


def _usual_socket(environ: Mapping[str, str]) -> Address:
    candidates = usual_sockets(environ)
    for candidate in candidates:
        if _is_socket(candidate):
            return Address(f"unix://{candidate}", "default", "http://docker", socket=candidate)
    return Address(f"unix://{candidates[0]}", "default", "http://docker", socket=candidates[0], tried=candidates)


def _is_socket(path: str) -> bool:
    try:
        return stat.S_ISSOCK(os.stat(path).st_mode)
    except PermissionError:
        return True  # it may be there: connecting says what is wrong with it
    except OSError:
        return False
