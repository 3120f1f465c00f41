"""Connections to an engine, awaited: what pipe.py, transport.py and ssh.py have for the other shell.

It is a module of its own because asyncio takes 20 ms to import.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import deque
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import httpx

from dynclient.document import limits
from dynclient.engine.reach.address import Address, Ssh
from dynclient.engine.wire.connect import AGAIN_SECONDS, endpoint, queued, tls_for, unix_socket
from dynclient.engine.wire.pipe import READ, Connection, Heard, Process, Socket, closed_on_error, keep_alive, unread
from dynclient.engine.wire.shelf import Place, Shelf, limits_for
from dynclient.engine.wire.talk import Limits, Network, Talk, Unsent, at_hand, unwritten
from dynclient.engine.wire.tls import Tls
from dynclient.engine.wire.transport import LOOK_SECONDS

if TYPE_CHECKING:
    from dynclient.engine.wire.ssh import Child


class AsyncPipe(Connection):
    """An open connection, awaited; it belongs to no transport, so that dropping it needs no event loop."""

    _waits = False

    def __init__(
        self,
        sock: socket.socket,
        *,
        read: float | None = None,
        write: float | None = None,
        process: Process | None = None,
    ) -> None:
        super().__init__(sock, read=read, write=write, process=process)
        self._readers, self._writers = _Waiters(reading=True), _Waiters(reading=False)
        self._writing = asyncio.Lock()
        self._at_once = False  # whether the last read did not have to wait

    async def start_tls(self, tls: Tls) -> None:
        """Lay TLS over the connection."""
        while not self._handshaken(tls):
            await self._flush()
            while (data := self._arrived()) is None:
                await self._wait(self._readers)
            tls.take(data)
        await self._flush()
        self._tls = tls

    async def receive(self) -> bytes:
        """Return what comes next; `b""` at the end. A read that is cancelled has taken nothing.

        Raises:
            TimeoutError: nothing came in time.
            OSError: the connection broke.
        """
        user = object()
        try:
            self._users.add(user)
            if self._at_once:
                await asyncio.sleep(0)  # a stream that is never empty would let no other task run
            self._at_once = True
            async with asyncio.timeout(self.read_limit):
                while (data := self._arrived()) is None:
                    self._at_once = False
                    await self._wait(self._readers)
            return data
        finally:
            self._left(user)

    async def early(self) -> list[bytes]:
        """Return what has come, without waiting."""
        self._look()
        return self._early_pieces()

    async def send(self, data: bytes, heard: Heard | None = None) -> None:
        """Send bytes; as `Pipe.send`, awaited."""
        user = object()
        try:
            self._users.add(user)
            async with self._writing:
                for start in range(0, len(data), READ):
                    self._due(memoryview(data)[start : start + READ])
                    if not await self._flush(heard):
                        return
        finally:
            self._left(user)

    async def close_write(self) -> None:
        """Announce that nothing more comes; what it sends can still be read."""
        user = object()
        try:
            self._users.add(user)
            async with self._writing:
                if (tls := self._tls) is None:
                    self.sock.shutdown(socket.SHUT_WR)
                    return
                self._drain(tls)
                self._readers.wake()
                self._farewell(tls)
                await self._flush()
        finally:
            self._left(user)

    def close(self) -> None:
        """Close the connection; a read that waits ends."""
        super().close()
        # There are no waiters where it is dropped, which may happen in any thread.
        self._readers.wake()
        self._writers.wake()

    async def _flush(self, heard: Heard | None = None) -> bool:
        while not self._flushed():
            if self._kept >= limits.UNREAD:
                await self._wait_for_reader()
            else:
                async with asyncio.timeout(self.write_limit):
                    await self._wait(self._writers, *(() if self._over else (self._readers,)))
                self._look()
                self._readers.wake()  # they wait for what has just been taken
            if heard is not None and heard(self._early_pieces()):
                return False
        return True

    async def _wait_for_reader(self) -> None:
        """Wait until there is room to send, or until another task has read something of what is kept."""
        kept, limit = self._kept, self.write_limit
        is_shorter = limit is not None and limit < limits.READER_SECONDS
        try:
            async with asyncio.timeout(limit if is_shorter else limits.READER_SECONDS):
                await self._wait(self._writers)
        except TimeoutError:
            if self._kept >= kept:
                if is_shorter:
                    raise
                raise unread() from None

    async def _wait(self, *sides: _Waiters) -> None:
        """Wait until one of the sides is ready."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        for side in sides:
            side.enter(future, loop, self.sock)
        try:
            await future
        finally:
            for side in sides:
                side.leave(future, loop, self.sock)


class _Waiters:
    """The tasks that wait for one side of a socket: all are told, for one may take what another waits for."""

    def __init__(self, *, reading: bool) -> None:
        self._reading = reading
        self._futures: set[asyncio.Future[None]] = set()

    def enter(self, future: asyncio.Future[None], loop: asyncio.AbstractEventLoop, sock: socket.socket) -> None:
        """Add a future to those that are told; the loop watches the socket from the first one on."""
        if not self._futures:
            (loop.add_reader if self._reading else loop.add_writer)(sock, self.wake)
        self._futures.add(future)

    def leave(self, future: asyncio.Future[None], loop: asyncio.AbstractEventLoop, sock: socket.socket) -> None:
        """Let a future go, and with the last one the socket."""
        self._futures.discard(future)
        if not self._futures:
            (loop.remove_reader if self._reading else loop.remove_writer)(sock)

    def wake(self) -> None:
        """Wake all who wait, to look again."""
        for future in self._futures:
            if not future.done():
                future.set_result(None)


# --- connecting


async def aconnect(address: Address, tls: ssl.SSLContext | None, timeouts: dict[str, float | None]) -> AsyncPipe:
    """Open a connection; as `connect`, awaited."""
    if address.ssh is not None:
        return await aconnect_by_ssh(address.ssh, timeouts)
    limit = timeouts.get("connect")
    with closed_on_error(await _asocket(address, limit)) as sock:
        pipe = AsyncPipe(sock, read=timeouts.get("read"), write=timeouts.get("write"))
        if address.base.startswith("https:"):
            async with asyncio.timeout(limit):
                await pipe.start_tls(tls_for(address, tls))
        return pipe


async def _asocket(address: Address, limit: float | None) -> socket.socket:
    if address.socket:
        async with asyncio.timeout(limit):
            return await _unix(address.socket)
    loop = asyncio.get_running_loop()
    host, port = endpoint(address)
    async with asyncio.timeout(limit):
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    failed = OSError(f"{host} has no address")
    for family, _, _, _, where in found:
        sock = Socket(family, socket.SOCK_STREAM)
        try:
            # Each has its time, as in the sync one: the first may be a road that leads nowhere.
            with closed_on_error(sock):
                sock.setblocking(False)
                async with asyncio.timeout(limit):
                    await loop.sock_connect(sock, where)
                keep_alive(sock)
            return sock
        except OSError as error:
            failed = error
    raise failed


async def _unix(path: str) -> socket.socket:
    sock = unix_socket()
    with closed_on_error(sock):
        sock.setblocking(False)
        # Not by the loop, which takes a full queue for a connection that is under way.
        while not queued(sock, path):
            await asyncio.sleep(AGAIN_SECONDS)
        keep_alive(sock)
    return sock


async def aconnect_by_ssh(where: Ssh, timeouts: dict[str, float | None]) -> AsyncPipe:
    """Open a connection by ssh; as `connect_by_ssh`, awaited."""
    from dynclient.engine.wire.http import NoAnswer
    from dynclient.engine.wire.ssh import failure, greeted, greeting

    sock, child = await _astarted(where)
    pipe = AsyncPipe(sock, process=child)
    exchange = greeting()
    try:
        async with asyncio.timeout(timeouts.get("connect")):
            with contextlib.suppress(BrokenPipeError):
                await pipe.send(exchange.start)
            while not greeted(exchange, await pipe.receive()):
                pass
    except (OSError, NoAnswer) as error:
        failed = failure(where, child, error)
        pipe.close()
        raise failed from None
    except BaseException:
        pipe.close()
        raise
    pipe.read_limit, pipe.write_limit = timeouts.get("read"), timeouts.get("write")
    return pipe


async def _astarted(where: Ssh) -> tuple[socket.socket, Child]:
    """Start ssh in a thread: a fork takes its time; one that nobody waits for any more is ended."""
    from dynclient.engine.wire.ssh import started

    starting = asyncio.get_running_loop().run_in_executor(None, started, where)
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(_unwanted)
        raise


def _unwanted(starting: asyncio.Future[tuple[socket.socket, Child]]) -> None:
    if not starting.cancelled() and starting.exception() is None:
        sock, child = starting.result()
        sock.close()
        child.end(wait=False)


# --- the pool


class _AsyncNetwork(Network):
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes next; `b""` at the end."""
        self._pipe().read_limit = timeout
        return self._part(self._rest or await _received(self._talk), max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        pipe = self._pipe()
        pipe.write_limit = timeout
        try:
            await pipe.send(buffer)
        except OSError as error:
            raise unwritten(error) from error


class AsyncTransport(httpx.AsyncBaseTransport):
    """A transport to an engine, by a pool of connections; as `Transport`, awaited, in one event loop."""

    def __init__(self, address: Address, tls: ssl.SSLContext | None, limits: httpx.Limits | None) -> None:
        self._address, self._tls = address, tls
        self._shelf: Shelf[AsyncPipe] = Shelf(limits_for(address, limits))
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; as `Transport.handle_request`."""
        while True:
            pipe, used = await self._taken(request.extensions.get("timeout") or {})
            try:
                talk = Talk(pipe, request, used)
                await _asked(talk, request)
                return talk.response(_AsyncBody(self, talk), _AsyncNetwork(talk))
            except Unsent:
                self.give(pipe, False)
            except BaseException:
                self.give(pipe, False)
                raise

    async def _taken(self, limits: Limits) -> tuple[AsyncPipe, bool]:
        """Return a connection, and whether it was used before."""
        if (pipe := self._shelf.idle()) is not None:
            return pipe, True
        place = self._shelf.ask()
        try:
            if (pipe := await self._waited(place, limits.get("pool"))) is not None:
                return pipe, True
            return await self._connected(place, limits), False
        finally:
            if place.pipe is None:
                self._shelf.leave(place)
                self._tell()

    async def _waited(self, place: Place, patience: float | None) -> AsyncPipe | None:
        """Wait for a connection to become idle, or, None, until another may be made."""
        try:
            async with asyncio.timeout(patience):
                while not self._shelf.is_granted(place):
                    await self._change()
                    if (pipe := self._shelf.idle()) is not None:
                        return pipe
        except TimeoutError as error:
            raise httpx.PoolTimeout("no connection became free") from error
        return None

    async def _change(self) -> None:
        """Wait for a connection to become free; one that is dropped unclosed tells nobody."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await asyncio.wait((future,), timeout=LOOK_SECONDS)
            if not future.done():
                self._shelf.sweep()
        except asyncio.CancelledError:
            if future.done():
                self._tell()  # what it was told is another's now
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(future)

    def _tell(self) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(None)

    async def _connected(self, place: Place, limits: Limits) -> AsyncPipe:
        try:
            pipe = await aconnect(self._address, self._tls, {"connect": limits.get("connect")})
        except TimeoutError as error:
            raise httpx.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        self._shelf.fill(place, pipe)
        return pipe

    def give(self, pipe: AsyncPipe, reusable: bool) -> None:
        """Take a connection back, or close it."""
        (self._shelf.keep if reusable else self._shelf.drop)(pipe)
        self._tell()

    async def aclose(self) -> None:
        """Close the connections."""
        self._shelf.clear()
        for _ in range(len(self._waiting)):
            self._tell()


async def _asked(talk: Talk, request: httpx.Request) -> None:
    """Send a request and read the answer's head; one that refuses, and one that is whole, ends the sending."""
    if (content := at_hand(request)) is not None:
        await _put(talk, talk.exchange.whole(content))
    elif await _put(talk, talk.exchange.start) and await _uploaded(talk, request):
        await _put(talk, talk.exchange.finish())
    while talk.exchange.head is None:
        await _pull(talk)


async def _uploaded(talk: Talk, request: httpx.Request) -> bool:
    stream: Any = request.stream
    async for chunk in stream:
        if not await _put(talk, talk.exchange.data(chunk)) or talk.heard(await talk.pipe.early()):
            return False
    return True


async def _put(talk: Talk, data: bytes) -> bool:
    """Send a part of the request; false where the engine wants no more: its answer says why."""
    if data:
        try:
            await talk.pipe.send(data, talk.heard)
        except OSError as error:
            talk.unsent(error)
            return False
    return True


async def _pull(talk: Talk) -> None:
    try:
        data: bytes = await talk.pipe.receive()
    except OSError as error:
        raise talk.unread(error) from error
    talk.take(data)


async def _received(talk: Talk) -> bytes:
    while (content := talk.content()) is None:
        await _pull(talk)
    return content


class _AsyncBody(httpx.AsyncByteStream):
    def __init__(self, transport: AsyncTransport, talk: Talk) -> None:
        self._transport, self._talk = transport, talk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while not self._talk.taken_over and (content := await _received(self._talk)):
            yield content

    async def aclose(self) -> None:
        if (pipe := self._talk.let_go()) is not None:
            self._transport.give(pipe, self._talk.exchange.reusable)
