"""A connection of one's own to an engine: bytes both ways over a Unix socket, TCP, TLS or ssh, closed half or whole.

Sockets never block: two threads, or two tasks, may use a pipe, one that reads and one that writes, and closing it ends
what waits.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from dynclient.document import limits
from dynclient.engine.wire.fork import forget_in_child
from dynclient.engine.wire.holding import RLock, within
from dynclient.engine.wire.ready import READ as TO_READ
from dynclient.engine.wire.ready import WRITE as TO_WRITE
from dynclient.engine.wire.ready import ready
from dynclient.engine.wire.tls import Tls
from dynclient.errors import StreamError

READ = 256 * 1024
# The engine's own client keeps connections alive at this interval too.
_IDLE_SECONDS = 30
# Called with what came while something was sent; returns whether the rest need not be sent.
Heard = Callable[[list[bytes]], bool]
# How long a writer waits for a reader in another thread to take what has come, before it looks for room again.
_TURN_SECONDS = 0.05


def keep_alive(sock: socket.socket) -> None:
    """Have the system notice a peer that is gone."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_KEEPIDLE"):  # pragma: no branch  # macOS has it under another name
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE_SECONDS)


class Socket(socket.socket):
    """A socket that closes without a word when it is dropped.

    That is done by a function in C: Ctrl-C that fell into one in Python would be lost there, and the socket stay open.
    """

    __del__ = socket.SocketType.close


class Process(Protocol):
    """A process at the other end of a connection, which ends with it."""

    def end(self, *, wait: bool) -> None:
        """End the process, and wait for that or leave it to a thread."""


class Connection:
    """What both pipes share: everything but waiting.

    Args:
        sock: the connected socket.
        read, write: seconds that one read or write may wait, or None; they may be changed between two of them.
        process: what ends with the connection.

    Attributes:
        taken: how many bytes the system has taken to send.
        piece: how many bytes one read may give.
    """

    _waits = True  # whether closing may wait for a process

    def __init__(
        self,
        sock: socket.socket,
        *,
        read: float | None = None,
        write: float | None = None,
        process: Process | None = None,
    ) -> None:
        sock.setblocking(False)
        self.sock, self.read_limit, self.write_limit = sock, read, write
        self.taken, self.piece = 0, READ
        self._process = process
        self._tls: Tls | None = None
        self._early: deque[bytes] = deque()  # plain bytes that came while something else was done
        self._kept = 0  # how many those are
        self._unsent = memoryview(b"")  # stays where a write is interrupted: a record of TLS cannot be left half sent
        self._over = False  # whether the other side has ended
        self._failed: OSError | None = None  # what a read has found while something was sent
        self._closed = False
        self._users: set[object] = set()
        self.place: Any = None  # in a pool
        # A socket that is dropped closes by itself, and so does a process.
        forget_in_child(self)

    # A reader or writer enters `_users` before it looks at `_closed`, and a closer does it the other way round: one
    # of them sees the other, without a lock that Ctrl-C could leave taken.

    def _left(self, user: object) -> None:
        """Use the socket no more, and close it if that was put off."""
        self._users.discard(user)
        if self._closed and not self._users:
            self.sock.close()

    def close(self) -> None:
        """Close the connection; a read that waits ends."""
        self._closed = True
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        # Its number may be another's at once: not while it is read or written.
        if not self._users:
            self.sock.close()
        if self._process is not None:
            self._process.end(wait=self._waits)

    def forget(self) -> None:
        """Let go of a forked child's share of the connection: a shutdown would end the parent's too."""
        self._closed, self._failed = True, OSError("it belongs to the process that this one was forked from")
        if self._process is not None:
            self._process.end(wait=True)
        self._users.clear()
        self.sock.close()

    def is_readable(self) -> bool:
        """Return whether something has come, be it the end."""
        if self._early or self._over or self._closed:
            return True
        return bool(ready(self.sock, TO_READ, 0))

    def _arrived(self) -> bytes | None:
        """Return what has come, `b""` at the end, or None where nothing has."""
        if not self._early:
            return self._fresh()
        data = self._early.popleft()
        self._kept -= len(data)
        return data

    def _fresh(self) -> bytes | None:
        while True:
            if self._failed is not None:
                raise self._failed
            if self._tls is not None and (plain := self._tls.decrypt()) is not None:
                self._over = self._over or not plain
                return plain
            if self._over or self._closed:
                return b""
            try:
                data = self.sock.recv(self.piece)
            except BlockingIOError:
                return None
            self._over = not data
            if self._tls is None:
                return data
            self._tls.take(data)

    def _look(self) -> None:
        """Keep what has come for a later read; what is wrong there is that read's error."""
        try:
            if data := self._fresh():
                self._early.append(data)
                self._kept += len(data)
        except OSError as error:
            self._failed, self._over = error, True

    def _early_pieces(self) -> list[bytes]:
        pieces = list(self._early)
        self._early.clear()
        self._kept = 0
        return pieces

    def _due(self, data: bytes | memoryview) -> None:
        """Note bytes to be sent, after those that an interrupted write has left."""
        if self._closed:
            raise BrokenPipeError("it is closed")
        data = data if self._tls is None else self._tls.encrypt(data)
        self._unsent = memoryview(b"".join((self._unsent, data)) if self._unsent else data)

    def _flushed(self) -> bool:
        """Send what goes without waiting; true where that is all."""
        try:
            while self._unsent:
                count = self.sock.send(self._unsent)
                self._unsent = self._unsent[count:]
                self.taken += count
        except BlockingIOError:
            return False
        return True

    def _drain(self, tls: Tls) -> None:
        """Keep what TLS has come to hold: it would be lost when the end is announced."""
        try:
            while plain := tls.decrypt():
                self._early.append(plain)
                self._kept += len(plain)
        except OSError as error:
            self._failed, self._over = error, True

    def _farewell(self, tls: Tls) -> None:
        self._unsent = memoryview(b"".join((self._unsent, tls.close_write())))

    def _handshaken(self, tls: Tls) -> bool:
        """Take a step of the handshake, and note what is to be sent for it; the other side is told why it failed."""
        try:
            done = tls.handshake()
        except ssl.SSLError:
            self._unsent = memoryview(tls.outgoing())
            with contextlib.suppress(OSError):
                self._flushed()
            raise
        self._unsent = memoryview(tls.outgoing())
        return done


class Pipe(Connection):
    """An open connection, blocking."""

    def __init__(
        self,
        sock: socket.socket,
        *,
        read: float | None = None,
        write: float | None = None,
        process: Process | None = None,
    ) -> None:
        super().__init__(sock, read=read, write=write, process=process)
        # A writer takes what comes only where no reader waits for it: that one would wait on.
        self._reading, self._writing = RLock(), RLock()  # re-entered where the handler of a signal reads or writes

    def forget(self) -> None:
        """Let go of a forked child's share of the connection; as the base's."""
        self._reading, self._writing = RLock(), RLock()
        super().forget()

    def start_tls(self, tls: Tls, timeout: float | None) -> None:
        """Lay TLS over the connection, each step within so many seconds."""
        while not self._handshaken(tls):
            self._flush(timeout)
            while (data := self._arrived()) is None:
                self._wait(TO_READ, timeout)
            tls.take(data)
        self._flush(timeout)
        self._tls = tls

    def receive(self) -> bytes:
        """Return what comes next; `b""` at the end.

        Raises:
            TimeoutError: nothing came in time.
            OSError: the connection broke.
        """
        user = object()
        try:
            self._users.add(user)
            return within(self._reading, self._awaited) or b""
        finally:
            self._left(user)

    def _awaited(self) -> bytes:
        while (data := self._arrived()) is None:
            self._wait(TO_READ, self.read_limit)
        return data

    def early(self) -> list[bytes]:
        """Return what has come, without waiting."""
        user = object()
        try:
            self._users.add(user)
            return within(self._reading, self._looked) or []
        finally:
            self._left(user)

    def _looked(self) -> list[bytes]:
        self._look()
        return self._early_pieces()

    def send(self, data: bytes, heard: Heard | None = None) -> None:
        """Send bytes; what comes while there is no room is kept for a later read.

        A peer that waits to be read takes nothing more.

        Args:
            data: the bytes.
            heard: what is given what comes, and may end the sending.

        Raises:
            TimeoutError: nothing was taken in time.
            OSError: the connection broke.
        """
        user = object()
        try:
            self._users.add(user)
            within(self._writing, lambda: self._send(memoryview(data), heard))
        finally:
            self._left(user)

    def _send(self, data: memoryview, heard: Heard | None) -> None:
        for start in range(0, len(data), READ):
            self._due(data[start : start + READ])
            if not self._flush(self.write_limit, heard):
                return

    def close_write(self) -> None:
        """Announce that nothing more comes; what it sends can still be read."""
        user = object()
        try:
            self._users.add(user)
            within(self._writing, self._end_writing)
        finally:
            self._left(user)

    def _end_writing(self) -> None:
        if (tls := self._tls) is None:
            self.sock.shutdown(socket.SHUT_WR)
            return
        self._in_turn(lambda: self._drain(tls))
        self._farewell(tls)
        self._flush(self.write_limit)

    def _flush(self, timeout: float | None, heard: Heard | None = None) -> bool:
        """Send what waits to be sent; false where what came meanwhile has ended that."""
        while not self._flushed():
            events = TO_WRITE if self._over else TO_READ | TO_WRITE
            if self._kept >= limits.UNREAD:
                self._wait_for_reader(timeout)
            elif self._wait(events, timeout) & TO_READ:
                self._in_turn(self._look)
            if heard is not None and heard(self._early_pieces()):
                return False
        return True

    def _wait_for_reader(self, timeout: float | None) -> None:
        """Wait until there is room to send, or until another thread has read something of what is kept."""
        kept, begun = self._kept, time.monotonic()
        while self._kept >= kept and not ready(self.sock, TO_WRITE, _TURN_SECONDS):
            waited = time.monotonic() - begun
            if timeout is not None and waited >= timeout:
                raise TimeoutError
            if waited >= limits.READER_SECONDS:
                raise unread()

    def _in_turn(self, keep: Callable[[], None]) -> None:
        """Keep what has come, unless a reader waits for it: in another thread, or below the handler of a signal."""
        if not self._reading._is_owned():  # type: ignore[attr-defined]  # known to `threading.Condition` alone
            within(self._reading, keep, _TURN_SECONDS)

    def _wait(self, events: int, timeout: float | None) -> int:
        found = ready(self.sock, events, None if timeout is None else min(timeout, limits.SECONDS))
        if not found:
            raise TimeoutError
        return found


def unread() -> StreamError:
    """Return the error for a peer that is written to and whose output nobody reads."""
    kept = f"{limits.UNREAD // limits.MB} MB of it are kept, and it takes nothing more until they are read"
    what = f"nobody reads what the other side sends: {kept}"
    return StreamError(f"{what}; read in another thread, or task, while this one writes")


@contextlib.contextmanager
def closed_on_error(sock: socket.socket) -> Iterator[socket.socket]:
    try:
        yield sock
    except BaseException:
        sock.close()
        raise
