"""An httpx transport over our own connections: a pool of them, for the answers that are read whole.

httpcore's pool looks at every connection at every call, may close one that another thread has just been given, and
takes 30 ms to import. httpx's own transports are left where a proxy of the environment stands between.
A request goes to the engine of the address, whatever its URL names.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

import httpx

from dynclient.engine.reach.address import Address
from dynclient.engine.wire.connect import connect
from dynclient.engine.wire.fork import forget_in_child
from dynclient.engine.wire.pipe import Pipe
from dynclient.engine.wire.shelf import Place, Shelf, limits_for
from dynclient.engine.wire.talk import Limits, Network, Talk, Unsent, at_hand, unwritten

LOOK_SECONDS = 1.0


class _Network(Network):
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes next; `b""` at the end."""
        self._pipe().read_limit = timeout
        return self._part(self._rest or _received(self._talk), max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        pipe = self._pipe()
        pipe.write_limit = timeout
        try:
            pipe.send(buffer)
        except OSError as error:
            raise unwritten(error) from error


class Transport(httpx.BaseTransport):
    """A transport to an engine, by a pool of connections.

    Args:
        address: where the engine is.
        tls: whom to trust, over https.
        limits: how many connections, and for how long they stay open idle; what is usual for the address if None.
    """

    def __init__(self, address: Address, tls: ssl.SSLContext | None, limits: httpx.Limits | None) -> None:
        self._address, self._tls, self._limits = address, tls, limits_for(address, limits)
        self.forget()
        forget_in_child(self)

    def forget(self) -> None:
        """Begin anew, in a forked child."""
        self._shelf: Shelf[Pipe] = Shelf(self._limits)
        self._waiting: deque[threading.Lock] = deque()  # each opened once something has changed

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; once more, by another connection, where nothing of it was taken by one that was idle."""
        while True:
            pipe, used = self._taken(request.extensions.get("timeout") or {})
            try:
                talk = Talk(pipe, request, used)
                _asked(talk, request)
                return talk.response(_Body(self, talk), _Network(talk))
            except Unsent:
                self.give(pipe, False)
            except BaseException:
                self.give(pipe, False)
                raise

    def _taken(self, limits: Limits) -> tuple[Pipe, bool]:
        """Return a connection, and whether it was used before."""
        if (pipe := self._shelf.idle()) is not None:
            return pipe, True
        place = self._shelf.ask()
        try:
            if (pipe := self._waited(place, limits.get("pool"))) is not None:
                return pipe, True
            return self._connected(place, limits), False
        finally:
            if place.pipe is None:
                self._shelf.leave(place)
                self._tell()

    def _waited(self, place: Place, patience: float | None) -> Pipe | None:
        """Wait for a connection to become idle, or, None, until another may be made."""
        end = None if patience is None else time.monotonic() + patience
        while not self._shelf.is_granted(place):
            gate, told = threading.Lock(), False
            gate.acquire()
            try:
                self._waiting.append(gate)
                if (pipe := self._shelf.idle()) is not None:
                    return pipe
                left = None if end is None else end - time.monotonic()
                if left is not None and left <= 0:
                    raise httpx.PoolTimeout("no connection became free")
                # One that is dropped unclosed tells nobody.
                told = gate.acquire(timeout=LOOK_SECONDS if left is None else min(left, LOOK_SECONDS))
                if not told:
                    self._shelf.sweep()
            finally:
                if not told:
                    self._quit(gate)
        return None

    def _quit(self, gate: threading.Lock) -> None:
        """Wait no more; what this one was told meanwhile is another's."""
        try:
            self._waiting.remove(gate)
        except ValueError:
            self._tell()

    def _tell(self) -> None:
        """Wake the one that waits longest, to look again."""
        if self._waiting:
            with contextlib.suppress(IndexError):
                self._waiting.popleft().release()

    def _connected(self, place: Place, limits: Limits) -> Pipe:
        try:
            pipe = connect(self._address, self._tls, {"connect": limits.get("connect")})
        except TimeoutError as error:
            raise httpx.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        self._shelf.fill(place, pipe)
        return pipe

    def give(self, pipe: Pipe, reusable: bool) -> None:
        """Take a connection back, or close it."""
        (self._shelf.keep if reusable else self._shelf.drop)(pipe)
        self._tell()

    def close(self) -> None:
        """Close the connections."""
        self._shelf.clear()
        while self._waiting:
            self._tell()


def _asked(talk: Talk, request: httpx.Request) -> None:
    """Send a request and read the answer's head; one that refuses, and one that is whole, ends the sending."""
    if (content := at_hand(request)) is not None:
        _put(talk, talk.exchange.whole(content))
    elif _put(talk, talk.exchange.start) and _uploaded(talk, request):
        _put(talk, talk.exchange.finish())
    while talk.exchange.head is None:
        _pull(talk)


def _uploaded(talk: Talk, request: httpx.Request) -> bool:
    stream: Any = request.stream
    return all(_put(talk, talk.exchange.data(chunk)) and not talk.heard(talk.pipe.early()) for chunk in stream)


def _put(talk: Talk, data: bytes) -> bool:
    """Send a part of the request; false where the engine wants no more: its answer says why."""
    if data:
        try:
            talk.pipe.send(data, talk.heard)
        except OSError as error:
            talk.unsent(error)
            return False
    return True


def _pull(talk: Talk) -> None:
    try:
        data: bytes = talk.pipe.receive()
    except OSError as error:
        raise talk.unread(error) from error
    talk.take(data)


def _received(talk: Talk) -> bytes:
    while (content := talk.content()) is None:
        _pull(talk)
    return content


class _Body(httpx.SyncByteStream):
    def __init__(self, transport: Transport, talk: Talk) -> None:
        self._transport, self._talk = transport, talk

    def __iter__(self) -> Iterator[bytes]:
        while not self._talk.taken_over and (content := _received(self._talk)):
            yield content

    def close(self) -> None:
        if (pipe := self._talk.let_go()) is not None:
            self._transport.give(pipe, self._talk.exchange.reusable)
