"""Where the engine is: an argument, the environment, the current context or the usual sockets, as `docker` has it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dynclient.errors import ConnectionFailed

_KNOWN = "unix:///path/to/docker.sock, tcp://host:port, http://host:port or https://host:port"


class Address(NamedTuple):
    """Be the address of an engine.

    Attributes:
        url: as it was given, with its scheme.
        origin: where it came from: `argument`, `$DOCKER_HOST`, `context prod`, `default`.
        base: the URL that requests are built on, without a trailing slash.
        socket: the path of a Unix socket, or None.
        tried: the sockets that were looked for, where none of them is there.
    """

    url: str
    origin: str
    base: str
    socket: str | None = None
    tried: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.url} (from {self.origin})"


def find_address(
    address: str | None = None, *, context: str | None = None, environ: Mapping[str, str] | None = None
) -> Address:
    """Find the engine's address: `address`, `context`, $DOCKER_HOST, $DOCKER_CONTEXT, the current context, a socket.

    Args:
        address: an address given by hand.
        context: the name of a docker context given by hand; not together with an address.
        environ: the environment; the process's own if None.

    Raises:
        ConnectionFailed: the address has an unknown form, or the context cannot be read.
    """
    environ = os.environ if environ is None else environ
    if address and context:
        raise ConnectionFailed("an address and a context are both given; one of them is enough", address=address)
    if address:
        return parse_address(address, "argument")
    if context:
        return _from_context(context, "argument", environ)
    if host := environ.get("DOCKER_HOST"):
        return parse_address(host, "$DOCKER_HOST")
    if context := environ.get("DOCKER_CONTEXT"):
        return _from_context(context, "$DOCKER_CONTEXT", environ)
    if context := _current_context(environ):
        return _from_context(context, str(_config_folder(environ) / "config.json"), environ)
    return _usual_socket(environ)


def parse_address(address: str, origin: str) -> Address:
    """Read an address: `unix://`, a bare path, `tcp://`, `http://` or `https://`.

    Raises:
        ConnectionFailed: it has another form; the message names the known ones.
    """
    if address.startswith(("/", "./", "../", "~")):
        address = f"unix://{os.path.abspath(os.path.expanduser(address))}"
    scheme, separator, rest = address.partition("://")
    if not separator or not rest:
        raise _refused(address, origin, f"is no address; known are {_KNOWN}")
    if scheme == "unix":
        return Address(address, origin, "http://docker", socket=os.path.expanduser(rest))
    if scheme in ("tcp", "http", "https"):
        return _over_tcp(address, origin, "http" if scheme == "tcp" else scheme)
    reasons = {
        "ssh": "is reached through ssh, which this version cannot do; forward the socket: ssh -L ./docker.sock:…",
        "npipe": "is a named pipe, which exists on Windows only",
        "fd": "is a file descriptor for the engine itself, not an address for its clients",
    }
    raise _refused(address, origin, reasons.get(scheme, f"has the unknown scheme {scheme}; known are {_KNOWN}"))


def _refused(address: str, origin: str, why: str) -> ConnectionFailed:
    shown = _without_password(address)
    return ConnectionFailed(f"{shown} (from {origin}) {why}", address=shown, origin=origin)


def _without_password(address: str) -> str:
    user, at, host = address.rpartition("@")
    scheme, separator, name = user.rpartition("://")
    return f"{scheme}{separator}{name.split(':')[0]}{at}{host}" if at else address


def _over_tcp(address: str, origin: str, scheme: str) -> Address:
    try:
        parts = urlsplit(address)
        port = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise _refused(address, origin, f"is no address: {error}") from error
    if not parts.hostname or " " in parts.hostname or parts.query or parts.fragment:
        raise _refused(address, origin, f"is no address; known are {_KNOWN}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port is None and address.startswith("tcp:"):
        port = 2375
    where = host if port is None else f"{host}:{port}"
    return Address(_without_password(address), origin, f"{scheme}://{where}{parts.path.rstrip('/')}")


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


# --- contexts


def _config_folder(environ: Mapping[str, str]) -> Path:
    # expanduser of os, not of Path: a user without an entry (a container's 1234) may have no home at all.
    return Path(environ.get("DOCKER_CONFIG") or os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".docker"))


def _current_context(environ: Mapping[str, str]) -> str:
    try:
        config = json.loads((_config_folder(environ) / "config.json").read_bytes())
        name = config.get("currentContext")
    except (OSError, ValueError, AttributeError):
        return ""
    return name if isinstance(name, str) and name != "default" else ""


def _from_context(name: str, origin: str, environ: Mapping[str, str]) -> Address:
    where = f"context {name}, {origin}"
    if name == "default":
        return _usual_socket(environ)
    file = _config_folder(environ) / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest() / "meta.json"
    try:
        meta: Any = json.loads(file.read_bytes())
        host = meta["Endpoints"]["docker"]["Host"]
    except OSError as error:
        why = f"there is no context {name!r} (from {origin}): {file} cannot be read: {error.strerror}"
        raise ConnectionFailed(why, origin=where) from error
    except (ValueError, KeyError, TypeError) as error:
        why = f"context {name!r} (from {origin}) names no docker endpoint: {file}"
        raise ConnectionFailed(why, origin=where) from error
    return parse_address(str(host), where)
