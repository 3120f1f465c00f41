"""A request and its answer on a connection of a pool, for both shells: all but the sending and receiving."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Mapping
from typing import Any

import h11
import httpx

from dynclient.document import limits
from dynclient.engine.wire.http import Exchange, NoAnswer
from dynclient.engine.wire.pipe import Connection

PIECE = 64 * 1024  # most answers are short: room for more at every read costs more than the long ones gain
REFUSED = 300  # from this status on an answer's head ends the upload

EARLY = (
    f"more than {limits.UNREAD // limits.MB} MB of the answer came before the request was sent; "
    "send the body in another way, or ask for less"
)

Limits = Mapping[str, float | None]


class Unsent(Exception):
    """An idle connection that was found closed before anything of a request was taken: it may go by another."""


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
        """Take what came while the request was sent; return whether the rest of the request is not wanted."""
        self.take(*pieces)
        if pieces and sum(map(len, self.pending)) > limits.UNREAD:
            raise httpx.RemoteProtocolError(EARLY) from limits.Exceeded(EARLY)
        head = self.exchange.head
        return head is not None and (head.status >= REFUSED or self.exchange.done)

    def unsent(self, error: OSError) -> None:
        """Raise what a failure to send means; nothing where an answer may say more.

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
