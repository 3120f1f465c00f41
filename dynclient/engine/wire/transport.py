"""An httpx transport over our own connections: a pool of them, for the answers that are read whole.

httpcore's pool looks at every connection at every call, may close one that another thread has just been given, and
takes 30 ms to import. httpx's own transports are left where a proxy of the environment stands between.
A request goes to the engine of the address, whatever its URL names.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import ssl
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

import h11
import httpx

from dynclient.document import limits
from dynclient.engine.reach.address import Address
from dynclient.engine.wire.connect import connect
from dynclient.engine.wire.fork import forget_in_child
from dynclient.engine.wire.http import Exchange, NoAnswer
from dynclient.engine.wire.pipe import Connection, Pipe
from dynclient.errors import DynclientError

# An idle connection costs the engine little, and a new one over TLS or ssh costs much.
LIMITS = httpx.Limits(max_connections=100, keepalive_expiry=60)
# sshd drops connections at random from the tenth on that logs in at once (sshd_config, MaxStartups).
SSH_LIMITS = httpx.Limits(max_connections=10, keepalive_expiry=600)

PIECE = 64 * 1024  # most answers are short: room for more at every read costs more than the long ones gain
LOOK_SECONDS = 1.0
SWEEP_SECONDS = 5.0
REFUSED = 300  # from this status on an answer's head ends the upload

EARLY = (
    f"more than {limits.UNREAD // limits.MB} MB of the answer came before the request was sent; "
    "send the body in another way, or ask for less"
)

P = TypeVar("P", bound=Connection)
Limits = Mapping[str, float | None]


class Unsent(Exception):
    """An idle connection that was found closed before anything of a request was taken: it may go by another."""


class Place:
    """A place among the connections of a pool: of one that is open, is made, or is waited for.

    It counts for as long as something refers to it: nobody has to give it back, whatever interrupts its owner.

    Attributes:
        number: the order in which places were asked for.
        pipe: the connection that has it, once there is one.
    """

    __slots__ = ("__weakref__", "number", "pipe")

    def __init__(self, number: int) -> None:
        self.number = number
        self.pipe: weakref.ref[Any] | None = None


class Shelf(Generic[P]):
    """The connections that are open, and those of them that are idle, the last one used on top.

    Threads share it without a lock, for Ctrl-C would leave one taken: each change is one step of a dict or a deque, and
    what two steps may leave between them harms nobody.

    Args:
        limits: how many there may be, and for how long they stay idle.
    """

    def __init__(self, limits: httpx.Limits) -> None:
        self._most, self._most_idle = limits.max_connections, limits.max_keepalive_connections
        self._expiry = limits.keepalive_expiry
        self._places: dict[int, weakref.ref[Place]] = {}
        self._numbers = itertools.count()
        self._idle: deque[tuple[P, float]] = deque()
        self._cleared = False
        self._swept = 0.0

    def sweep(self) -> None:
        """Free what answers hold that were dropped unread: each of httpx's refers to itself, and awaits collection."""
        now = time.monotonic()
        if now >= self._swept + SWEEP_SECONDS:
            self._swept = now
            gc.collect()

    def idle(self) -> P | None:
        """Return one that is idle, and that the engine has not closed meanwhile; close what is not fit for use."""
        self._expire()
        while (pipe := self._popped()) is not None:
            if not pipe.is_readable():
                return pipe
            self.drop(pipe)
        return None

    def _popped(self) -> P | None:
        try:
            return self._idle.pop()[0]
        except IndexError:
            return None

    def ask(self) -> Place:
        """Return a place at the end of the queue; it is to be filled or left."""
        place = Place(next(self._numbers))
        self._places[place.number] = weakref.ref(place)
        return place

    def is_granted(self, place: Place) -> bool:
        """Return whether a connection may be made: fewer than the limit have asked before.

        Raises:
            DynclientError: all were closed.
        """
        if self._cleared:
            raise DynclientError("this client is closed")
        if self._most is None:
            return True
        before = [number for number in self._taken() if number < place.number]
        return len(before) < self._most

    def _taken(self) -> list[int]:
        """Return the places that are taken, and forget those whose owner is gone."""
        taken = []
        for number, reference in list(self._places.items()):
            if reference() is None:
                self._places.pop(number, None)
            else:
                taken.append(number)
        return taken

    def fill(self, place: Place, pipe: P) -> None:
        """Note the connection that has been made for a place."""
        pipe.piece = PIECE
        pipe.place, place.pipe = place, weakref.ref(pipe)

    def leave(self, place: Place) -> None:
        """Return a place up."""
        self._places.pop(place.number, None)

    def keep(self, pipe: P) -> None:
        """Take back one that can be used again."""
        self._expire()
        if self._most_idle is not None and len(self._idle) >= self._most_idle:
            self.drop(pipe)
            return
        self._idle.append((pipe, time.monotonic()))
        if self._cleared:
            self.clear()

    def drop(self, pipe: P) -> None:
        """Close one."""
        self.leave(pipe.place)
        pipe.close()

    def clear(self) -> None:
        """Close all, those in use too; no more are made."""
        self._cleared = True
        self._idle.clear()
        for reference in list(self._places.values()):
            place = reference()
            pipe = place.pipe() if place is not None and place.pipe is not None else None
            if pipe is not None:
                self.drop(pipe)

    def _expire(self) -> None:
        if self._expiry is None:
            return
        oldest = time.monotonic() - self._expiry
        with contextlib.suppress(IndexError, ValueError):  # another thread has taken it
            while self._idle and (first := self._idle[0])[1] <= oldest:
                self._idle.remove(first)
                self.drop(first[0])


class Talk:
    """One request and its answer on a connection: what both shells share of it, with httpx's errors.

    Args:
        pipe: the connection.
        request: the request.
        used: whether the connection has carried another before.
    """

    def __init__(self, pipe: Connection, request: httpx.Request, used: bool) -> None:
        limits: Limits = request.extensions.get("timeout") or {}
        pipe.read_limit, pipe.write_limit = limits.get("read"), limits.get("write")
        self.exchange = _exchange(request)
        self.pipe: Any = pipe  # None once it may be another's
        self._held: Connection | None = pipe
        self.pending: deque[bytes] = deque()
        self._before = pipe.taken if used else -1

    def let_go(self) -> Any:
        """Return the connection, once, to be given back; an answer that is kept does not keep it."""
        pipe, self._held = self._held, None
        if self.exchange.reusable:
            self.pipe = None
        return pipe

    @property
    def taken_over(self) -> bool:
        """Whether the connection speaks another protocol now; what comes is for its `Network`."""
        return self.exchange.head is not None and self.exchange.head.status == httpx.codes.SWITCHING_PROTOCOLS

    def take(self, *pieces: bytes) -> None:
        """Take what came."""
        try:
            for piece in pieces:
                if content := self.exchange.feed(piece):
                    self.pending.append(content)
        except NoAnswer as error:
            said = "Server disconnected without sending a response." if error.closed else error.message
            raise httpx.RemoteProtocolError(said) from error

    def heard(self, pieces: list[bytes]) -> bool:
        """Take what came while the request was sent, and tell whether the rest of that is not wanted."""
        self.take(*pieces)
        if pieces and sum(map(len, self.pending)) > limits.UNREAD:
            raise httpx.RemoteProtocolError(EARLY) from limits.Exceeded(EARLY)
        head = self.exchange.head
        return head is not None and (head.status >= REFUSED or self.exchange.done)

    def unsent(self, error: OSError) -> None:
        """Raise what a failure to send means; nothing where an answer may tell more.

        Raises:
            Unsent: the engine has nothing of the request.
        """
        gone = isinstance(error, (BrokenPipeError, ConnectionResetError))
        if gone and self.pipe.taken == self._before:
            raise Unsent from error
        if not gone:
            raise unwritten(error) from error

    def unread(self, error: OSError) -> Exception:
        """Return what a failure to read means."""
        return (httpx.ReadTimeout if isinstance(error, TimeoutError) else httpx.ReadError)(str(error))

    def content(self) -> bytes | None:
        """Return the next piece of the content, `b""` at its end, or None where more has to come."""
        if self.pending:
            return self.pending.popleft()
        if (broken := self.exchange.error) is not None:
            raise httpx.RemoteProtocolError(str(broken)) from broken
        return b"" if self.exchange.done else None

    def response(self, stream: Any, network: Network) -> httpx.Response:
        """Return the answer, as httpx has it."""
        head = self.exchange.head
        assert head is not None
        extensions = {"http_version": b"HTTP/1.1", "network_stream": network}
        return httpx.Response(head.status, headers=self.exchange.fields, stream=stream, extensions=extensions)


class Network:
    """A connection that was taken over, as httpx hands it out: `read`, `write` and `get_extra_info`."""

    def __init__(self, talk: Talk) -> None:
        self._talk, self._sock = talk, weakref.ref(talk.pipe.sock)
        self._rest = b""

    def _pipe(self) -> Any:
        if (pipe := self._talk.pipe) is None:
            raise httpx.StreamClosed
        return pipe

    def _part(self, data: bytes, size: int) -> bytes:
        self._rest = data[size:]
        return data[:size]

    def get_extra_info(self, info: str) -> Any:
        """Return the connection's `socket`, for as long as that is there."""
        return self._sock() if info == "socket" else None


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


def unwritten(error: OSError) -> Exception:
    """Return httpx's error for a failure to send."""
    return (httpx.WriteTimeout if isinstance(error, TimeoutError) else httpx.WriteError)(str(error))


def _exchange(request: httpx.Request) -> Exchange:
    try:
        return Exchange(request.method, request.url.raw_path, request.headers.raw)
    except h11.LocalProtocolError as error:
        raise httpx.LocalProtocolError(str(error)) from error


def at_hand(request: httpx.Request) -> bytes | None:
    """Return a request's content where it is there already and short, to be sent at once with the head."""
    if not isinstance(request.stream, httpx.ByteStream):
        return None
    content = b"".join(request.stream)
    return content if len(content) <= PIECE else None


def limits_for(address: Address, limits: httpx.Limits | None) -> httpx.Limits:
    """Return the limits for an address: what is usual for it where none are given."""
    return limits or (SSH_LIMITS if address.ssh is not None else LIMITS)


class Transport(httpx.BaseTransport):
    """Send requests to an engine by a pool of connections.

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
        """Have the one that waits longest look again."""
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
    """Send a part of the request; false where the engine wants no more: its answer tells why."""
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
