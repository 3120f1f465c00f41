"""Conversations: generators that yield what they want done and are given what came of it.

A call, and every recipe of several calls, is one; each shell has one short driver for them, so that it is written once.
The driver throws whatever is raised into the generator, interruptions too, so that its `finally` cleans up. What a
conversation knows of the client whose it is, is a `Caller`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Mapping
from types import GeneratorType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, TypeVar

import httpx

from dynclient.errors import DynclientError

if TYPE_CHECKING:
    import asyncio

    from dynclient.api.answer.reading import Reading
    from dynclient.api.call.bind import Bound
    from dynclient.api.call.encode import Wire
    from dynclient.api.call.security import Credentials
    from dynclient.api.model.operation import Operation
    from dynclient.api.public import Api
    from dynclient.client.options import Options
    from dynclient.client.wiring import Wires
    from dynclient.engine.reach.address import Address
    from dynclient.engine.reach.credentials import Login
    from dynclient.engine.reach.versions import Versions
    from dynclient.engine.wire.websocket import WebSocket
    from dynclient.errors import Response


class Send(NamedTuple):
    """A wish to the shell: send a request and read its answer.

    Attributes:
        operation: the operation's id, or method and path, for errors.
    """

    request: httpx.Request
    operation: str


class Open(NamedTuple):
    """A wish to the shell: send a request on a connection of its own and leave its answer open.

    An answer that is an error's is read and comes as a `Reply`.
    """

    request: httpx.Request
    operation: str


class Opened(NamedTuple):
    """What came of an `Open`."""

    response: httpx.Response
    source: Any


class Drain(NamedTuple):
    """A wish to the shell: read an open answer to its end; a `Reply` comes of it.

    Attributes:
        each: is given every piece as it comes.
    """

    opened: Opened
    operation: str
    each: Callable[[bytes], None] | None = None


class Do(NamedTuple):
    """A wish to the shell: call a method of a stream, or whatever else is awaited in the async one."""

    method: Callable[..., Any]
    args: tuple[Any, ...] = ()


class Reply(NamedTuple):
    """What came of a `Send`."""

    response: httpx.Response
    content: bytes


T = TypeVar("T")
Wish = Send | Open | Drain | Do
Conversation = Generator[Wish, Any, T]


class Sender(Protocol):
    """What the shells do differently: sending, and what an open answer is read by.

    Attributes:
        awaited: whether what it does is awaited.
        address: the address that it sends to, for errors.
        closed: whether it sends no more.
        wires: what its connections are made with.
    """

    @property
    def awaited(self) -> bool: ...
    @property
    def address(self) -> Address: ...
    @property
    def closed(self) -> bool: ...
    @property
    def wires(self) -> Wires: ...
    def perform(self, wish: Wish) -> Any:
        """Do what a conversation wants, and return what came of it."""

    def drive(self, conversation: Conversation[Any], name: str = "") -> Any:
        """Go through with a conversation, of the name that is given for errors, and return its value."""

    def content(self, content: Any) -> Any:
        """Return a body as httpx takes it.

        Raises:
            TypeError: this shell does not send such a body.
        """

    def as_stream(self, source: Any, reading: Reading) -> Any:
        """Return an open answer to be read."""

    def as_duplex(self, source: Any, reading: Reading, resize: Any) -> Any:
        """Return a connection that was taken over."""

    def as_messages(self, source: Any, websocket: WebSocket) -> Any:
        """Return a source of the content of a WebSocket's messages."""

    def as_archive(self, source: Any, response: Response, operation: Operation) -> Any:
        """Return an open tar."""

    def apart(self) -> Sender | None:
        """Return a sender with connections of its own, which is not awaited.

        None where they are made by an async transport of the user's own, of which there is no other.
        """


class Caller(Protocol):
    """What makes a client's calls, as negotiation, logins and recipes see it.

    Attributes:
        logins: credentials by registry; changed by `login` alone.
        credentials: those for the document's security schemes.
        ambient: reads the headers of the docker command's configuration.
    """

    @property
    def api(self) -> Api: ...
    @property
    def address(self) -> Address: ...
    @property
    def options(self) -> Options: ...
    @property
    def versions(self) -> Versions: ...
    @property
    def logins(self) -> dict[str, Login]: ...
    @property
    def credentials(self) -> Credentials | None: ...
    @property
    def ambient(self) -> Callable[[], tuple[tuple[str, str], ...]]: ...
    @property
    def sender(self) -> Sender: ...

    def call(
        self, operation: str | Operation, args: tuple[Any, ...] = (), arguments: Mapping[str, Any] = ...
    ) -> Conversation[Any]:
        """Return the conversation of a call: an answer without an end, or of a size without bound, is left open."""

    def open(
        self, operation: str | Operation, args: tuple[Any, ...] = (), arguments: Mapping[str, Any] = ...
    ) -> Conversation[Any]:
        """Return the conversation that opens an operation's answer, whatever it is."""

    def whole(self, wire: Wire) -> Conversation[Any]:
        """Send one request and return the value of its answer."""

    def bound(self, operation: str | Operation, args: tuple[Any, ...], arguments: Mapping[str, Any]) -> Bound:
        """Return an operation's arguments, checked.

        Raises:
            InvalidArguments: with everything that is wrong.
        """

    def with_options(self, **changes: Any) -> Self:
        """Return a caller of the same client with other settings."""

    def proxied(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Return the variables for proxies that the docker command gives to containers and builds, too."""

    def apart(self) -> Caller | None:
        """Return a caller with connections of its own, for what has to be done when this client may be gone.

        Nothing of it is awaited; None where there is no such caller.
        """


def drive(conversation: Conversation[T], sender: Sender, name: str = "") -> T:
    """Do what a conversation wants and send it what came of that, interruptions too; return its value.

    Args:
        conversation: what is gone through.
        sender: what does what it wants.
        name: the operation's, or the recipe's, for errors that know no other.
    """
    step: Callable[[Any], Wish] = conversation.send
    came: Any = None
    while True:
        try:
            while True:  # inside: Ctrl-C comes between two of its rounds, too
                wish = step(came)
                came, step = sender.perform(wish), conversation.send
        except BaseException as error:
            came = None  # an error that was thrown would refer to itself, and keep connections until collected
            if not is_over(conversation):
                came, step = error, conversation.throw
            elif isinstance(error, StopIteration):
                value: T = error.value
                return value
            else:
                if isinstance(error, DynclientError):
                    error.about(address=sender.address.url, operation=name)
                raise


async def adrive(conversation: Conversation[T], sender: Sender, name: str = "") -> T:
    """Do what a conversation wants and send it what came of that, cancellation too; as `drive`, awaited."""
    running_loop()
    step: Callable[[Any], Wish] = conversation.send
    came: Any = None
    while True:
        try:
            wish = step(came)
        except StopIteration as end:
            value: T = end.value
            return value
        except DynclientError as error:
            error.about(address=sender.address.url, operation=name)
            raise
        finally:
            came = None  # an error that was thrown would refer to itself, and keep connections until collected
        try:
            came, step = await sender.perform(wish), conversation.send
        except GeneratorExit as end:
            abandon(conversation, end)
            raise
        except BaseException as error:
            came, step = error, conversation.throw


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the event loop that runs.

    Raises:
        DynclientError: none does.
    """
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        what = "an AsyncClient is used in an event loop of asyncio, and none runs here"
        raise DynclientError(f"{what}; elsewhere, as under trio, use Client in a thread") from None


def is_over(conversation: Conversation[Any]) -> bool:
    """Return whether a conversation has ended, by a value or by an error."""
    return isinstance(conversation, GeneratorType) and conversation.gi_frame is None


def abandon(conversation: Conversation[Any], end: GeneratorExit) -> None:
    """End a conversation whose coroutine is dropped: what it wants for its end cannot be awaited any more."""
    with contextlib.suppress(StopIteration, GeneratorExit):
        while True:
            conversation.throw(end)
