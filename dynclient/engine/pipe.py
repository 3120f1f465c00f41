"""A connection of one's own to an engine: bytes both ways over a Unix socket, TCP or TLS, closed half or whole.

What TLS does to the bytes is decided here once, without I/O, for the sync and the async pipe: an `ssl.SSLSocket` cannot
close one half without losing what comes from the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from dynclient.engine.address import Address

_READ = 256 * 1024
# The engine's own client keeps connections alive at this interval too.
_IDLE_SECONDS = 30


class Tls:
    """Be TLS between two byte streams: ciphertext and plain bytes in, the others out.

    Args:
        context: what decides whom to trust.
        host: the name that the certificate has to bear.
    """

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=host)

    def handshake(self) -> bool:
        """Take the next step of the handshake; false while more has to come."""
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def outgoing(self) -> bytes:
        """Give the ciphertext that is due to be sent."""
        return self._out.read()

    def encrypt(self, data: bytes) -> bytes:
        """Give the ciphertext of plain bytes."""
        view = memoryview(data)
        while view:
            view = view[self._tls.write(view[:65536]) :]
        return self._out.read()

    def take(self, data: bytes) -> None:
        """Take ciphertext; `b""` is the end of the connection."""
        if data:
            self._in.write(data)
        else:
            self._in.write_eof()

    def decrypt(self) -> bytes | None:
        """Give plain bytes, `b""` for the end that the other side announced, or None while more has to come.

        Raises:
            ssl.SSLError: the connection ended without that announcement.
        """
        try:
            return self._tls.read(_READ)
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            return b""

    def close_write(self) -> tuple[bytes, bytes]:
        """Announce the end of what is sent; give what had come before, and the ciphertext to send."""
        plain = b""
        # What is still unread would be lost by unwrap().
        while piece := self.decrypt():
            plain += piece
        with contextlib.suppress(ssl.SSLWantReadError):
            self._tls.unwrap()
        return plain, self._out.read()


def endpoint(address: Address) -> tuple[str, int]:
    """Give the host and port of an address over TCP."""
    parts = urlsplit(address.base)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def keep_alive(sock: socket.socket) -> None:
    """Have the system notice a peer that is gone."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_KEEPIDLE"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE_SECONDS)


class Pipe:
    """Be an open connection, blocking.

    Args:
        sock: the connected socket.
        read, write: seconds that one read or write may take, or None.
    """

    def __init__(self, sock: socket.socket, *, read: float | None = None, write: float | None = None) -> None:
        self.sock, self._read, self._write = sock, read, write
        self._tls: Tls | None = None
        self._early: list[bytes] = []  # plain bytes that came while something else was done
        self._over = False  # whether the other side has ended while something was sent

    def start_tls(self, tls: Tls) -> None:
        """Lay TLS over the connection."""
        while not tls.handshake():
            self._push(tls.outgoing())
            tls.take(self._pull())
        self._push(tls.outgoing())
        self._tls = tls

    def receive(self) -> bytes:
        """Give what comes next; `b""` at the end."""
        if self._early:
            return self._early.pop(0)
        if self._tls is None:
            return b"" if self._over else self._pull()
        while (plain := self._tls.decrypt()) is None:
            self._tls.take(b"" if self._over else self._pull())
        return plain

    def send(self, data: bytes) -> list[bytes]:
        """Send bytes, all of them, and give what comes meanwhile: a peer that waits to be read takes nothing more."""
        self._push(data if self._tls is None else self._tls.encrypt(data))
        came, self._early = self._early, []
        return came

    def close_write(self) -> None:
        """Tell the other side that nothing more comes; what it sends can still be read."""
        if self._tls is None:
            self.sock.shutdown(socket.SHUT_WR)
            return
        plain, farewell = self._tls.close_write()
        if plain:
            self._early.append(plain)
        self._push(farewell)

    def close(self) -> None:
        """Close the connection; a read that waits in another thread ends."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def _pull(self) -> bytes:
        self.sock.settimeout(self._read)
        return self.sock.recv(_READ)

    def _push(self, data: bytes) -> None:
        view = memoryview(data)
        self.sock.setblocking(False)
        while view:
            readable, writable = self._ready()
            if readable:
                self._take(self.sock.recv(_READ))
            if writable:
                with contextlib.suppress(BlockingIOError):
                    view = view[self.sock.send(view) :]

    def _ready(self) -> tuple[bool, bool]:
        poll = select.poll()
        poll.register(self.sock, select.POLLOUT if self._over else select.POLLIN | select.POLLOUT)
        found = poll.poll(None if self._write is None else self._write * 1000)
        if not found:
            raise TimeoutError
        event = found[0][1]
        broken = bool(event & (select.POLLERR | select.POLLHUP | select.POLLNVAL))
        return bool(event & select.POLLIN) and not self._over, bool(event & select.POLLOUT) or broken

    def _take(self, data: bytes) -> None:
        self._over = not data
        self._early += _plain(self._tls, data)


def _plain(tls: Tls | None, data: bytes) -> list[bytes]:
    """Give the plain pieces that bytes from the connection complete; none for its end, which a later read finds."""
    if tls is None or not data:
        return [data] if data else []
    tls.take(data)
    pieces = []
    while piece := tls.decrypt():
        pieces.append(piece)
    return pieces


class AsyncPipe:
    """Be an open connection, awaited; it belongs to no transport, so that dropping it needs no event loop."""

    def __init__(self, sock: socket.socket, *, read: float | None = None, write: float | None = None) -> None:
        self.sock, self._read, self._write = sock, read, write
        self._tls: Tls | None = None
        self._early: list[bytes] = []
        self._over = False
        self._reading = False  # whether a task waits for bytes: another one must not take them

    async def start_tls(self, tls: Tls) -> None:
        """Lay TLS over the connection."""
        while not tls.handshake():
            await self._push(tls.outgoing())
            tls.take(await self._pull())
        await self._push(tls.outgoing())
        self._tls = tls

    async def receive(self) -> bytes:
        """Give what comes next; `b""` at the end."""
        if self._early:
            return self._early.pop(0)
        if self._tls is None:
            return b"" if self._over else await self._pull()
        while (plain := self._tls.decrypt()) is None:
            self._tls.take(b"" if self._over else await self._pull())
        return plain

    async def send(self, data: bytes) -> list[bytes]:
        """Send bytes, all of them, and give what comes meanwhile."""
        await self._push(data if self._tls is None else self._tls.encrypt(data))
        if self._reading:
            return []
        came, self._early = self._early, []
        return came

    async def close_write(self) -> None:
        """Tell the other side that nothing more comes; what it sends can still be read."""
        if self._tls is None:
            self.sock.shutdown(socket.SHUT_WR)
            return
        plain, farewell = self._tls.close_write()
        if plain:
            self._early.append(plain)
        await self._push(farewell)

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    async def _pull(self) -> bytes:
        self._reading = True
        try:
            async with asyncio.timeout(self._read):
                return await asyncio.get_running_loop().sock_recv(self.sock, _READ)
        finally:
            self._reading = False

    async def _push(self, data: bytes) -> None:
        if not data:
            return
        with contextlib.suppress(BlockingIOError):
            data = data[self.sock.send(data) :]
        if data:
            async with asyncio.timeout(self._write):
                await self._push_while_reading(data)

    async def _push_while_reading(self, data: bytes) -> None:
        loop = asyncio.get_running_loop()
        sending = loop.create_task(loop.sock_sendall(self.sock, data))
        reading: asyncio.Task[bytes] | None = None
        try:
            while not sending.done():
                if reading is None and not self._reading and not self._over:
                    reading = loop.create_task(loop.sock_recv(self.sock, _READ))
                await asyncio.wait({sending, *([reading] if reading else [])}, return_when=asyncio.FIRST_COMPLETED)
                if reading is not None and reading.done():
                    self._take(reading.result())
                    reading = None
            await sending
        finally:
            for task in (sending, reading):
                if task is not None and task.cancel():
                    with contextlib.suppress(asyncio.CancelledError, OSError):
                        await task

    def _take(self, data: bytes) -> None:
        self._over = not data
        self._early += _plain(self._tls, data)


def connect(address: Address, tls: ssl.SSLContext | None, timeouts: dict[str, float | None]) -> Pipe:
    """Open a connection.

    Raises:
        OSError: nothing is there, it is not allowed, or its certificate is not to be trusted.
    """
    limits = {"read": timeouts.get("read"), "write": timeouts.get("write")}
    with _closed_on_error(_socket(address, timeouts.get("connect"))) as sock:
        pipe = Pipe(sock, **limits)
        if address.base.startswith("https:"):
            pipe.start_tls(Tls(tls or ssl.create_default_context(), endpoint(address)[0]))
        return pipe


def _socket(address: Address, timeout: float | None) -> socket.socket:
    if not address.socket:
        sock = socket.create_connection(endpoint(address), timeout)
        keep_alive(sock)
        return sock
    sock = socket.socket(socket.AF_UNIX)
    with _closed_on_error(sock):
        sock.settimeout(timeout)
        sock.connect(address.socket)
    keep_alive(sock)
    return sock


async def aconnect(address: Address, tls: ssl.SSLContext | None, timeouts: dict[str, float | None]) -> AsyncPipe:
    """Open a connection; as `connect`, awaited."""
    limits = {"read": timeouts.get("read"), "write": timeouts.get("write")}
    async with asyncio.timeout(timeouts.get("connect")):
        with _closed_on_error(await _asocket(address)) as sock:
            pipe = AsyncPipe(sock, **limits)
            if address.base.startswith("https:"):
                await pipe.start_tls(Tls(tls or ssl.create_default_context(), endpoint(address)[0]))
            return pipe


async def _asocket(address: Address) -> socket.socket:
    loop = asyncio.get_running_loop()
    if address.socket:
        return await _connected(socket.AF_UNIX, address.socket)
    host, port = endpoint(address)
    failed: OSError = OSError(f"{host} has no address")
    for family, _, _, _, where in await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            return await _connected(family, where)
        except OSError as error:
            failed = error
    raise failed


async def _connected(family: int, where: object) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    with _closed_on_error(sock):
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, where)  # type: ignore[arg-type]
        keep_alive(sock)
    return sock


@contextlib.contextmanager
def _closed_on_error(sock: socket.socket) -> Iterator[socket.socket]:
    try:
        yield sock
    except BaseException:
        sock.close()
        raise
