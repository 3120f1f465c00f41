"""From an open answer's bytes to JSON messages, frames or bytes, and errors among them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from dynclient.api.answer.frames import FrameDecoder, RawDecoder
from dynclient.api.answer.lines import failure, sequence_decoder
from dynclient.api.answer.output import Output
from dynclient.api.answer.result import Shape, wrap
from dynclient.errors import Response, StreamError

# Messages that a failure is raised with: for an answer that ends, and for one without an end, such as events, which
# would fill the memory over days.
_REMEMBERED, _REMEMBERED_OF_ENDLESS = 100_000, 1_000


OUTPUTS = ("frames", "hijack", "websocket")  # the kinds of answers with a container's output


class Decoder(Protocol):
    """A decoder from bytes, in any pieces, to items."""

    def feed(self, data: bytes, /) -> list[Any]:
        """Decode some bytes and return the items that they complete."""

    def end(self) -> list[Any]:
        """Finish and return the items that it completes."""


class BytesDecoder:
    """A decoder that returns bytes as they come."""

    def feed(self, data: bytes) -> list[bytes]:
        """Decode some bytes and return the items that they complete."""
        return [data] if data else []

    def end(self) -> list[bytes]:
        """Finish and return the items that it completes."""
        return []


def decoder_for(kind: str, framed: bool, media: str = "") -> Decoder:
    """Return a decoder for a kind of answer; `framed` selects frames over bare output, `media` events over lines."""
    if kind in ("json", "lines"):
        return sequence_decoder(media)
    if kind in OUTPUTS:
        return FrameDecoder() if framed else RawDecoder()
    return BytesDecoder()


def _media(response: Response | None) -> str:
    return str(response.headers.get("content-type") or "") if response else ""


class Reading:
    """The state of a stream: items that have come, and how it ended; without I/O.

    Args:
        kind: the answer's kind.
        framed: whether output is in frames.
        response: the answer's status and headers.
        shape: the shape of each JSON message.
        raise_failures: whether a message that reports a failure is raised.
        endless: whether the answer has no end.
        means: returns the error for a reported failure.
    """

    def __init__(
        self,
        kind: str,
        *,
        framed: bool = False,
        response: Response | None = None,
        shape: Shape | None = None,
        raise_failures: bool = True,
        endless: bool = False,
        means: Callable[[StreamError], StreamError] | None = None,
    ) -> None:
        self.kind, self.response, self._means, self.framed = kind, response, means, framed
        self.ended = False
        self._shape, self._raise = shape, raise_failures and kind == "lines"
        self._decoder = decoder_for(kind, framed, _media(response))
        self._items: deque[Any] = deque()
        kept = _REMEMBERED_OF_ENDLESS if endless else _REMEMBERED
        self._seen: deque[Any] = deque(maxlen=kept if kind == "lines" else 0)
        self._error: StreamError | None = None

    @property
    def waiting(self) -> bool:
        """Whether bytes are needed for the next item."""
        return not self._items and self._error is None and not self.ended

    def take(self, data: bytes) -> None:
        """Decode received bytes; `b""` is the end, and anything after a failure is ignored."""
        if self._error is not None or self.ended:
            return
        try:
            self._add(self._decoder.feed(data) if data else self._decoder.end())
        except StreamError as error:
            self._add(error.partial or [])
            self.fail(error)
        self.ended = self.ended or not data

    def fail(self, error: StreamError) -> None:
        """Note an error; it is raised after the items before it, and not at all if reading was closed."""
        if self._error is None and not self.ended:
            error.operation = error.operation or (self.response.operation or "" if self.response else "")
            self._error = error

    def close(self) -> None:
        """End the reading; there is no next item, even if some were received."""
        self.ended, self._error = True, None
        self._items.clear()

    def next(self) -> Any:
        """Return the next item.

        Raises:
            StreamError: the stream reported a failure or was cut; `partial` has the messages that came before.
            StopIteration: it has ended.
        """
        if self._items:
            item = self._items.popleft()
            self._seen.append(item)
            return item
        self.ended = True
        if (error := self._error) is not None:
            self._error = None
            error.partial = self._messages(list(self._seen)) if self.kind == "lines" else None
            raise error
        raise StopIteration

    def whole(self, items: list[Any]) -> Any:
        """Join items to a complete answer: an `Output`, bytes, or a list of messages."""
        if self.kind in OUTPUTS:
            return Output(tuple(items))
        if self.kind in ("json", "lines"):
            return self._messages(items)
        return b"".join(items)

    def _messages(self, items: list[Any]) -> Any:
        return wrap(items, None, self.response)

    def _add(self, items: list[Any]) -> None:
        if self.kind not in ("json", "lines"):
            self._items.extend(items)
            return
        for item in items:
            failed = failure(item) if self._raise and isinstance(item, Mapping) else None
            if failed is not None:
                self.fail(self._means(failed) if self._means else failed)
                return
            self._items.append(wrap(item, self._shape, self.response))
