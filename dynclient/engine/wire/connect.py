"""Ways to an engine: a Unix socket, TCP, TLS on it, or ssh; each gives a pipe."""

from __future__ import annotations

import errno
import socket
import ssl
import time
from urllib.parse import urlsplit

from dynclient.engine.reach.address import Address
from dynclient.engine.wire.pipe import Pipe, Socket, closed_on_error, keep_alive
from dynclient.engine.wire.tls import Tls

# A Unix socket whose queue is full refuses at once, where TCP waits.
AGAIN_SECONDS = 0.01


def endpoint(address: Address) -> tuple[str, int]:
    """Return the host and port to connect to over TCP."""
    parts = urlsplit(address.base)
    zone = f"%{address.zone}" if address.zone else ""
    return f"{parts.hostname or ''}{zone}", parts.port or (443 if parts.scheme == "https" else 80)


def connect(address: Address, tls: ssl.SSLContext | None, timeouts: dict[str, float | None]) -> Pipe:
    """Open a connection.

    Raises:
        OSError: nothing is there, it is not allowed, or its certificate is not to be trusted.
    """
    if address.ssh is not None:
        from dynclient.engine.wire.ssh import connect_by_ssh

        return connect_by_ssh(address.ssh, timeouts)
    limit = timeouts.get("connect")
    with closed_on_error(_socket(address, limit)) as sock:
        pipe = Pipe(sock, read=timeouts.get("read"), write=timeouts.get("write"))
        if address.base.startswith("https:"):
            pipe.start_tls(tls_for(address, tls), limit)
        return pipe


def tls_for(address: Address, context: ssl.SSLContext | None) -> Tls:
    return Tls(context or ssl.create_default_context(), urlsplit(address.base).hostname or "")


def _socket(address: Address, timeout: float | None) -> socket.socket:
    if not address.socket:
        sock = Socket(fileno=socket.create_connection(endpoint(address), timeout).detach())
        keep_alive(sock)
        return sock
    sock = unix_socket()
    end = None if timeout is None else time.monotonic() + timeout
    with closed_on_error(sock):
        sock.setblocking(False)
        while not queued(sock, address.socket):
            if end is not None and time.monotonic() >= end:
                raise TimeoutError
            time.sleep(AGAIN_SECONDS)
        keep_alive(sock)
    return sock


def unix_socket() -> Socket:
    """Return a socket for an engine on this machine.

    Raises:
        OSError: there are none, as in Python for Windows.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise OSError(errno.EAFNOSUPPORT, "this Python has no Unix sockets; give a tcp:// address")
    return Socket(socket.AF_UNIX)


def queued(sock: socket.socket, path: str) -> bool:
    """Connect to a Unix socket; false where its queue is full."""
    try:
        sock.connect(path)
    except BlockingIOError:
        return False
    return True
