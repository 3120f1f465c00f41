"""HTTP/1.1 on a connection of one's own: h11 reads an answer's head, the body is joined here.

The engine sends one chunk for each log frame, of which h11 makes one event each: joining every whole chunk of one read
takes a fifth of that CPU.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

import h11

from dynclient.document import limits
from dynclient.errors import StreamError

if TYPE_CHECKING:
    from dynclient.engine.wire.compressed import Inflated

_HEX = re.compile(rb"[0-9a-fA-F]{1,16}")
_NO_BODY = frozenset({204, 304})
_SHORT = 16  # bytes of a chunk's line that has no extension


class Head(NamedTuple):
    """An answer's status and headers: names in lower case, values as they came, of whatever charset."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]

    def header(self, name: bytes) -> str:
        """Return a header's value; empty where there is none."""
        for key, value in self.headers:
            if key == name:
                return value.decode("latin-1")
        return ""


class Body(Protocol):
    """An answer's body on its way in: bytes in any pieces, content out."""

    done: bool
    extra: bool  # whether more came than belongs to it

    def feed(self, data: bytes) -> bytes:
        """Take some bytes and return what content they hold; a StreamError that they are wrong has it in `partial`."""

    def end(self) -> None:
        """Take the end of the connection; a StreamError where the body was not whole."""


class NoAnswer(StreamError):
    """An answer whose head did not come.

    Attributes:
        closed: the connection ended; otherwise something came that is no HTTP.
    """

    def __init__(self, message: str, *, closed: bool) -> None:
        super().__init__(message)
        self.closed = closed


class TooMuch(NoAnswer):
    """An answer's head that is longer than any engine's."""

    def __init__(self, message: str) -> None:
        super().__init__(message, closed=False)


class Exchange:
    """One request and its answer on a connection: bytes to send, bytes in, the head and the body's content out.

    Args:
        method: the request's method.
        target: path and query.
        headers: with `Host`, and `Transfer-Encoding: chunked` or a `Content-Length` where there is a body.

    Attributes:
        head: the answer's status and headers, once they have come.
        error: what is wrong with the body; the content before it has been given.

    Raises:
        h11.LocalProtocolError: the request is no valid HTTP.
    """

    def __init__(self, method: str, target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.HEAD)
        self._method = method
        self.start = self._http.send(h11.Request(method=method, target=target, headers=list(headers))) or b""
        self.head: Head | None = None
        self.error: StreamError | None = None
        self._body: Body | None = None
        self._inflated: Inflated | None = None
        self._interim = 0
        self._finished = False  # whether the request was sent to its end
        self._lasting = False  # whether the other side keeps the connection open

    def whole(self, content: bytes) -> bytes:
        """Return the bytes of all of the request: who answers before it is read to its end may close with a reset."""
        return self.start + (self.data(content) if content else b"") + self.finish()

    def data(self, content: bytes) -> bytes:
        """Return the bytes that send a piece of the request's body."""
        return self._http.send(h11.Data(data=content)) or b""

    def finish(self) -> bytes:
        """Return the bytes that end the request."""
        self._finished = True
        return self._http.send(h11.EndOfMessage()) or b""

    @property
    def done(self) -> bool:
        """Whether nothing more is to come: the answer is whole, or broken."""
        return self.error is not None or (self._body is not None and self._body.done)

    @property
    def reusable(self) -> bool:
        """Whether the connection can carry another request: both messages are whole, and nobody closes it."""
        body = self._body
        whole = self._finished and self.error is None and body is not None and body.done and not body.extra
        return whole and self._lasting and self._http.our_state is not h11.MUST_CLOSE

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the connection, `b""` for its end, and return the content that they hold.

        Raises:
            NoAnswer: the connection ended before the answer's head, or this is no HTTP.
        """
        if self._body is not None:
            return self._fed(self._body, data)
        try:
            self._http.receive_data(data)
            event = self._http.next_event()
            while isinstance(event, h11.InformationalResponse) and event.status_code != 101:
                self._interim += 1
                if self._interim > limits.INTERIM:
                    raise TooMuch(f"has more than {limits.INTERIM} heads before its own (status {event.status_code})")
                event = self._http.next_event()
        except h11.RemoteProtocolError as error:
            if error.error_status_hint == 431:
                raise TooMuch(f"has a head of more than {limits.HEAD // 1024} KB") from None
            reason = str(error) if data else "the connection was closed without an answer"
            raise NoAnswer(reason, closed=not data) from error
        if isinstance(event, (h11.Response, h11.InformationalResponse)):
            return self._begun(event)
        return b""

    def _begun(self, event: h11.Response | h11.InformationalResponse) -> bytes:
        headers = tuple(event.headers)
        if len(headers) > limits.HEADERS:
            raise TooMuch(f"has {len(headers)} header fields, more than {limits.HEADERS}")
        self.head = head = Head(event.status_code, headers)
        self._body = body_for(self._method, head)
        closing = "close" in head.header(b"connection").lower()
        self._lasting = event.http_version == b"1.1" and not closing and not isinstance(self._body, UntilClosed)
        encoding = head.header(b"content-encoding")
        if encoding and encoding.lower() != "identity" and head.status != 101 and not self._body.done:
            self._inflate(encoding)
        rest, _ = self._http.trailing_data
        return self._fed(self._body, rest) if rest else b""

    @property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """The answer's headers as they hold for the content that is given."""
        headers = self.head.headers if self.head is not None else ()
        return [field for field in headers if self._inflated is None or field[0] != b"content-encoding"]

    def _inflate(self, encoding: str) -> None:
        from dynclient.engine.wire.compressed import Inflated

        try:
            self._inflated = Inflated(encoding)
        except StreamError as error:
            self.error = error

    def _fed(self, body: Body, data: bytes) -> bytes:
        if self.done:
            body.extra = body.extra or bool(data)
            return b""
        try:
            if data:
                content = body.feed(data)
            else:
                content = b""
                body.end()
        except StreamError as error:
            self.error = error
            content = error.partial or b""
        return content if self._inflated is None else self._plain(self._inflated, content)

    def _plain(self, inflated: Inflated, content: bytes) -> bytes:
        try:
            content = inflated.feed(content)
            if self.done and self.error is None:
                inflated.end()
        except StreamError as error:
            self.error, content = self.error or error, b""
        return content


def body_for(method: str, head: Head) -> Body:
    """Choose how the body ends (RFC 9112, section 6.3)."""
    if head.status == 101:
        return UntilClosed()
    if method == "HEAD" or head.status in _NO_BODY:
        return Counted(0)
    if "chunked" in head.header(b"transfer-encoding").lower():
        return Chunked()
    if length := head.header(b"content-length"):
        return Counted(int(length))
    return UntilClosed()


class UntilClosed:
    """A body that lasts as long as the connection."""

    done = False
    extra = False

    def feed(self, data: bytes) -> bytes:
        """Return the bytes as they are."""
        return data

    def end(self) -> None:
        """Take the end."""
        self.done = True


class Counted:
    """A body of a known length."""

    def __init__(self, length: int) -> None:
        self._left = length
        self.done, self.extra = not length, False

    def feed(self, data: bytes) -> bytes:
        """Return what belongs to the body."""
        self.extra = len(data) > self._left
        content = data[: self._left]
        self._left -= len(content)
        self.done = not self._left
        return content

    def end(self) -> None:
        """Refuse an end before the length is reached."""
        raise StreamError(f"the answer was cut: {self._left} bytes of it are missing")


class Chunked:
    """A body in chunks (RFC 9112, section 7.1); extensions and trailers are passed over."""

    def __init__(self) -> None:
        self.done, self.extra = False, False
        self._rest = b""  # of a line that is not whole
        self._left = 0  # bytes of the open chunk that have not come
        self._closing = b""  # what has to follow them
        self._last = False  # whether the 0-chunk has come: lines until an empty one follow
        self._trailing = 0

    def feed(self, data: bytes) -> bytes:
        """Return the content of all chunks, and of the part of one, that these bytes complete.

        Raises:
            StreamError: these are no chunks; `partial` has the content of these bytes before that shows.
        """
        content: list[bytes] = []
        try:
            self._split(data, content)
        except StreamError as error:
            error.partial = b"".join(content)
            raise
        return content[0] if len(content) == 1 else b"".join(content)

    def _split(self, data: bytes, content: list[bytes]) -> None:
        start = 0
        if self._left or self._closing:
            start = self._take(data, 0, content)
        elif self._rest:
            data, self._rest = self._rest + data, b""
        if not (self._left or self._closing or self._last):
            start = _whole(data, start, content)
        while start < len(data) and not self.done:
            line_end = data.find(b"\r\n", start)
            if line_end < 0:
                self._keep(data[start:])
                break
            line, start = data[start:line_end], line_end + 2
            if self._last:
                self._trail(line)
            elif length := _length(line):
                self._left, self._closing = length, b"\r\n"
                start = self._take(data, start, content)
            else:
                self._last = True
        self.extra = self.done and start < len(data)

    def _take(self, data: bytes, start: int, content: list[bytes]) -> int:
        """Take what has come of the open chunk, and return the place after it."""
        if piece := data[start : start + self._left]:
            content.append(piece)
            self._left -= len(piece)
            start += len(piece)
        closing = b"" if self._left else data[start : start + len(self._closing)]
        if not self._closing.startswith(closing):
            raise StreamError("what comes is not in chunks: a chunk has another length than it says")
        self._closing = self._closing[len(closing) :]
        return start + len(closing)

    def _trail(self, line: bytes) -> None:
        self.done = not line
        self._trailing += len(line) + 2
        if self._trailing > limits.TRAILERS:
            raise limits.Exceeded(f"more than {limits.TRAILERS // 1024} KB of trailers follow the last chunk")

    def _keep(self, rest: bytes) -> None:
        if len(rest) > limits.CHUNK_LINE:
            raise StreamError("what comes is not in chunks: the line of a chunk's length has no end")
        self._rest = rest

    def end(self) -> None:
        """Refuse an end before the last chunk."""
        raise StreamError("the answer was cut: its last chunk is missing")


def _whole(data: bytes, start: int, content: list[bytes]) -> int:
    """Take the chunks that are whole, which nearly all are, and return the place after them."""
    find, same, take = data.find, data.startswith, content.append
    while (line_end := find(b"\r\n", start)) >= 0:
        length = _length(data[start:line_end])
        end = line_end + 2 + length
        if not length or not same(b"\r\n", end):
            break
        take(data[line_end + 2 : end])
        start = end + 2
    return start


def _length(line: bytes) -> int:
    # Only what is short is remembered: with extensions a line may have any length.
    return _short_length(line) if len(line) <= _SHORT else _parsed(line)


def _parsed(line: bytes) -> int:
    if len(line) > limits.CHUNK_LINE:
        raise StreamError("what comes is not in chunks: the line of a chunk's length has no end")
    number = line.split(b";", 1)[0].strip()
    if not _HEX.fullmatch(number):
        raise StreamError(f"what comes is not in chunks: {number[:20].decode('latin-1')!r} is no chunk's length")
    return int(number, 16)


_short_length = lru_cache(maxsize=1024)(_parsed)
