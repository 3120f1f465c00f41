"""Sending, as `Client` does it: what its conversations want is done here, and its open answers are made here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from dynclient.api.model.operation import Operation
from dynclient.client.conversation import Conversation, Do, Drain, Open, Opened, Reply, Send, T, Wish, drive
from dynclient.client.incoming import Gathered, ends_anyhow, is_success
from dynclient.client.wiring import Wired, Wires
from dynclient.document.limits import Exceeded
from dynclient.engine.reach.address import Address
from dynclient.engine.wire.faults import FAULTS, cause_of, cut, translate
from dynclient.errors import DynclientError, StreamError

if TYPE_CHECKING:
    from dynclient.api.answer.archive import Archive
    from dynclient.api.answer.reading import Reading
    from dynclient.client.connections import WebSocketSource
    from dynclient.client.streams import Duplex, Stream
    from dynclient.engine.wire.websocket import WebSocket
    from dynclient.errors import Response


class SyncSender(Wired):
    """What sends a `Client`'s requests; clients made from one another share it.

    Attributes:
        link: what sends complete requests.
    """

    awaited = False

    def __init__(self, address: Address, wires: Wires) -> None:
        super().__init__(address, wires)
        self.link = self._linked()

    def _linked(self) -> httpx.Client:
        """Return what sends complete requests: by the user's transport, a proxy, or connections of our own."""
        transport = self.wires.transport
        if not self.by_httpx:
            from dynclient.engine.wire.transport import Transport

            transport = Transport(self.address, self.tls, self.wires.limits)
        return httpx.Client(**self.settings(transport))

    @property
    def closed(self) -> bool:
        """Whether it sends no more."""
        return self.link.is_closed

    def drive(self, conversation: Conversation[T], name: str = "") -> T:
        """Go through with a conversation, and return its value."""
        return drive(conversation, self, name)

    def apart(self) -> SyncSender:
        """Return a sender with connections of its own; a transport of the user's own has no other."""
        return self if self.wires.transport is not None else SyncSender.beside(self, self.wires.event_hooks)

    @classmethod
    def beside(cls, other: Wired, hooks: Any = None) -> SyncSender:
        """Return a sender to another's engine, by the same trust, with usual limits and hooks of its own."""
        made = cls.__new__(cls)
        made.address, made.tls, made.by_httpx = other.address, other.tls, other.by_httpx
        made.wires = Wires(event_hooks=hooks, trust_env=other.wires.trust_env)
        made.link = made._linked()
        return made

    def content(self, content: Any) -> Any:
        """Return a body as httpx takes it.

        Raises:
            TypeError: it is an async iterator.
        """
        if hasattr(content, "__aiter__"):
            raise TypeError("is an async iterator, which only an AsyncClient sends")
        return content

    def as_stream(self, source: Any, reading: Reading) -> Stream:
        from dynclient.client.streams import Stream

        return Stream(source, reading)

    def as_duplex(self, source: Any, reading: Reading, resize: Any) -> Duplex:
        from dynclient.client.streams import Duplex

        return Duplex(source, reading, resize)

    def as_messages(self, source: Any, websocket: WebSocket) -> WebSocketSource:
        from dynclient.client.connections import WebSocketSource

        return WebSocketSource(source, websocket)

    def as_archive(self, source: Any, response: Response, operation: Operation) -> Archive:
        from dynclient.api.answer.archive import Archive
        from dynclient.client.connections import chunks_of

        stat = self.stat(response, operation)
        return Archive(chunks_of(source), stat=stat, response=response, close=source.close)

    def perform(self, wish: Wish) -> Any:
        if isinstance(wish, Send):
            return self._complete(wish)
        if isinstance(wish, Do):
            return wish.method(*wish.args)
        if isinstance(wish, Drain):
            return self._drained(wish.opened, wish.operation, wish.each)
        opened = self._opened(wish)
        return opened if is_success(opened.response) else self._drained(opened, wish.operation)

    def _opened(self, wish: Open) -> Opened:
        from dynclient.engine.wire.source import HttpxSource, open_source

        if self.by_httpx:
            response = self.sent(wish.request, wish.operation)
            return Opened(response, HttpxSource(response, wish.operation))
        self._check_open()
        hooks = self.link.event_hooks
        for hook in hooks["request"]:
            hook(wish.request)
        opened = Opened(*open_source(self.address, self.tls, wish.request, wish.operation))
        try:
            for hook in hooks["response"]:
                hook(opened.response)
        except BaseException:
            opened.source.close()
            raise
        return opened

    @staticmethod
    def _drained(opened: Opened, operation: str, each: Callable[[bytes], None] | None = None) -> Reply:
        gathered = Gathered(operation)
        try:
            while data := opened.source.receive():
                gathered.add(data)
                if each is not None:
                    each(data)
        except Exceeded as error:
            raise StreamError(error.message, partial=b"", operation=operation) from None
        except StreamError as error:
            if not ends_anyhow(opened.response):
                raise StreamError(error.message, partial=bytes(gathered), operation=operation) from error
        finally:
            opened.source.close()
        return Reply(opened.response, bytes(gathered))

    def _complete(self, wish: Send) -> Reply:
        response = self.sent(wish.request, wish.operation)
        gathered = Gathered(wish.operation)
        try:
            for piece in response.iter_bytes():
                gathered.add(piece)
        except Exceeded as error:
            raise StreamError(error.message, partial=b"", operation=wish.operation) from None
        except FAULTS as error:
            raise cut(error, wish.operation, bytes(gathered)) from cause_of(error)
        finally:
            response.close()
        return Reply(response, bytes(gathered))

    def sent(self, request: httpx.Request, operation: str) -> httpx.Response:
        self._check_open()
        try:
            response: httpx.Response = self.link.send(request, stream=True)
        except FAULTS as error:
            raise translate(error, self.address, operation) from cause_of(error)
        return response

    def _check_open(self) -> None:
        if self.closed:
            raise DynclientError("this client is closed")

    def read(self, response: httpx.Response, operation: str) -> None:
        try:
            response.read()
        except FAULTS as error:
            broken = cut(error, operation, b"", response.num_bytes_downloaded)
            raise broken.about(address=self.address.url, operation=operation) from cause_of(error)
        finally:
            response.close()
