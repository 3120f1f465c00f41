"""A container that runs while its output is read: fed, watched, removed at the end; the same for both shells."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from dynclient.api.answer.frames import Frame
from dynclient.api.answer.output import Output
from dynclient.api.answer.text import AsyncText, Text
from dynclient.client.conversation import Conversation, Do
from dynclient.client.recipes.clearing import abandoned, discarded, is_async, removed
from dynclient.client.recipes.expected import told
from dynclient.client.recipes.feeding import AsyncFeed, Feed
from dynclient.document.drawn import Drawn
from dynclient.engine.wire.dropping import Last
from dynclient.errors import ContainerFailed, InvalidAnswer, RequestTimeout, StreamError

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller

AnyFeed = Feed | AsyncFeed


# --- both shells' names ----------------------------------------------------------------------------


def following(stream: Any) -> Do:
    """Ask for a stream's next item; None at its end."""
    return Do(anext if hasattr(stream, "__anext__") else next, (stream, None))


def closing(stream: Any) -> Do:
    """Ask that a stream be closed."""
    return Do(stream.aclose if hasattr(stream, "aclose") else stream.close)


# Podman begins its answer before it listens: it never reports what happens in between. So we look again.
_LOOK_SECONDS = 10.0


def next_event(
    caller: Caller, filters: Mapping[str, Any], needless: Callable[[], Conversation[bool]]
) -> Conversation[Any]:
    """Return the engine's next event; None where it is needless once events are listened to, or after a silence.

    Raises:
        RequestTimeout: none came in the time that the client has for an answer.
        StreamError: the engine ended its events.
    """
    limits = caller.options.timeout
    silence: RequestTimeout | None = None
    for seconds in _looks(limits["read"]):
        brief = caller.with_options(timeout={**limits, "read": seconds})
        events, silence = yield from _in_time(brief.open("SystemEvents", (), {"filters": filters}))
        if silence is None:
            event, silence = yield from _event_of(events, needless)
            if silence is None:
                return event
        if (yield from needless()):
            return None
    assert silence is not None
    raise silence


def _looks(seconds: float | None) -> Iterator[float]:
    """Yield the parts of a time, each waited for by itself; None has no end."""
    while seconds is None or seconds > _LOOK_SECONDS:
        yield _LOOK_SECONDS
        seconds = None if seconds is None else seconds - _LOOK_SECONDS
    yield seconds


def _event_of(
    events: Any, needless: Callable[[], Conversation[bool]]
) -> Conversation[tuple[Any, RequestTimeout | None]]:
    try:
        if (yield from needless()):
            return None, None
        event, silence = yield from _in_time(_following(events))
    finally:
        yield closing(events)
    if event is None and silence is None:
        raise StreamError("the engine ended its events", operation="SystemEvents")
    return event, silence


def _following(stream: Any) -> Conversation[Any]:
    return (yield following(stream))


def _in_time(asked: Conversation[Any]) -> Conversation[tuple[Any, RequestTimeout | None]]:
    try:
        return (yield from asked), None
    except RequestTimeout as error:
        return None, error


# --- output ----------------------------------------------------------------------------------------


def next_frame(duplex: Any, feed: AnyFeed | None, has_input: bool) -> Conversation[Frame | None]:
    """Return the next piece of output; None at the end."""
    try:
        frame: Frame | None = yield following(duplex)
    except StreamError as error:
        # The engine closes on input that nobody has read, which shows as a connection that broke.
        if not has_input or error.__cause__ is None:
            raise
        frame = None
    if frame is None and feed is not None and feed.error is not None:
        raise feed.error
    return frame


def output_of(duplex: Any, feed: AnyFeed | None, operation: str) -> Conversation[tuple[Frame, ...]]:
    """Feed a command, return all that it writes, and close the connection."""
    frames = []
    fed = None
    try:
        if feed is not None:
            yield Do(feed.start, (input_of(duplex, operation),))
            fed = feed
        while (frame := (yield from next_frame(duplex, feed, feed is not None))) is not None:
            frames.append(frame)
    finally:
        yield from shut(duplex, fed)
    return tuple(frames)


def shut(duplex: Any, feed: AnyFeed | None) -> Conversation[None]:
    """Close a connection, and end what it is fed by."""
    try:
        yield closing(duplex)
    finally:
        if feed is not None:
            yield Do(feed.stop)


# --- a container that runs -------------------------------------------------------------------------


class Attached(NamedTuple):
    """A started container with what it is watched by.

    Attributes:
        what: its image and name, for messages.
        duplex: its input and output.
        waiting: the open answer that brings its exit code.
        has_input: whether its input is open.
    """

    id: str
    what: str
    duplex: Any
    waiting: Any
    has_input: bool


class _Running(Drawn):
    """What both shells share."""

    def __init__(
        self,
        caller: Caller,
        attached: Attached,
        *,
        feed: AnyFeed | None = None,
        remove: bool = True,
        check: bool = False,
    ) -> None:
        self._caller, self._attached, self._feed = caller, attached, feed
        self._remove, self._check = remove, check
        self._open = True
        self._last = Last(self, partial(abandoned, caller, attached.id, os.getpid()))
        self.exit_code: int | None = None

    @property
    def id(self) -> str:
        """The container's id."""
        return self._attached.id

    @property
    def closed(self) -> bool:
        """Whether it has ended, or was closed."""
        return not self._open

    def _next(self) -> Conversation[Frame | None]:
        if not self._open:
            return None
        try:
            frame = yield from next_frame(self._attached.duplex, self._feed, self._attached.has_input)
            if frame is None:
                yield from self._finish()
        except BaseException as error:
            yield from self._drop(error)
            raise
        if frame is None and self._check:
            check_exit(self._attached.what, Output((), self.exit_code))
        return frame

    def _whole(self) -> Conversation[Output]:
        """Read to the end."""
        frames = []
        try:
            while (frame := (yield from self._next())) is not None:
                frames.append(frame)
        except StreamError as error:
            error.partial = Output(tuple(frames), self.exit_code)
            raise
        return Output(tuple(frames), self.exit_code)

    def _write(self, data: bytes | str) -> Conversation[None]:
        if not self._attached.has_input:
            raise StreamError("its input is not open, so that nothing can be written; open_stdin=True opens it")
        yield Do(self._attached.duplex.write, (data,))

    def _close_stdin(self) -> Conversation[None]:
        yield Do(self._attached.duplex.close_stdin)

    def _finish(self) -> Conversation[None]:
        """Ask how it ended, and remove it."""
        answers = yield Do(self._attached.waiting.read)
        self.exit_code = _exit_code(answers[0] if answers else None)
        yield from self._shut()
        if self._remove:
            yield from removed(self._caller, self.id)
        self._last.detach()

    def _shut(self) -> Conversation[None]:
        self._open = False
        try:
            yield from shut(self._attached.duplex, self._feed)
        finally:
            yield closing(self._attached.waiting)

    def _drop(self, error: BaseException | None = None) -> Conversation[None]:
        """End it where it is, and leave nothing behind."""
        try:
            if self._open:
                yield from self._shut()
        finally:
            if self._last.detach():  # until it is removed, or kept at its end: an end may be interrupted
                yield from discarded(self._caller, self.id, error)

    def __repr__(self) -> str:
        state = "running" if self._open else "closed" if self.exit_code is None else f"exit code {self.exit_code}"
        return f"<{type(self).__name__} {self.id[:12]}, {self._attached.what}: {state}>"


class Running(_Running, Text):
    """A container that runs: iterate over its output as `Frame`s; `exit_code` is there after the last.

    It is removed at its end, by `close`, at the end of `with`, on an error, and when it is dropped.
    """

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        frame: Frame | None = self._caller.sender.drive(self._next(), "run")
        if frame is None:
            raise StopIteration
        return frame

    def read(self) -> Output:
        """Read to the end, and return what is left of the output, with the exit code."""
        output: Output = self._caller.sender.drive(self._whole(), "run")
        return output

    def write(self, data: bytes | str) -> None:
        """Send input; it has to have been opened by `open_stdin=True`."""
        self._caller.sender.drive(self._write(data), "run")

    def close_stdin(self) -> None:
        """End the input."""
        self._caller.sender.drive(self._close_stdin(), "run")

    def close(self) -> None:
        """Stop it at once, and remove it."""
        self._caller.sender.drive(self._drop(), "run")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncRunning(_Running, AsyncText):
    """A container that runs; as `Running`, with `async for` and `async with`."""

    def __aiter__(self) -> AsyncIterator[Frame]:
        return self

    async def __anext__(self) -> Frame:
        frame: Frame | None = await self._caller.sender.drive(self._next(), "run")
        if frame is None:
            raise StopAsyncIteration
        return frame

    async def read(self) -> Output:
        """Read to the end, and return what is left of the output, with the exit code."""
        output: Output = await self._caller.sender.drive(self._whole(), "run")
        return output

    async def write(self, data: bytes | str) -> None:
        """Send input; it has to have been opened by `open_stdin=True`."""
        await self._caller.sender.drive(self._write(data), "run")

    async def close_stdin(self) -> None:
        """End the input."""
        await self._caller.sender.drive(self._close_stdin(), "run")

    async def aclose(self) -> None:
        """Stop it at once, and remove it."""
        await self._caller.sender.drive(self._drop(), "run")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def running(caller: Caller, attached: Attached, **how: Any) -> Running | AsyncRunning:
    """Return a container that runs, for the shell that a caller is of."""
    return (AsyncRunning if is_async(caller) else Running)(caller, attached, **how)


def _exit_code(answer: Any) -> int:
    """Return how a container ended.

    Raises:
        StreamError: the engine could not wait for it, or not remove it as it was asked to.
        InvalidAnswer: the engine did not say.
    """
    if answer is None:
        raise StreamError("the engine did not tell the exit code", operation="ContainerWait")
    for path in (("Error", "Message"), ("message",)):
        with contextlib.suppress(InvalidAnswer):
            if said := told(answer, str, *path):
                raise StreamError(said, operation="ContainerWait")
    return told(answer, int, "StatusCode", operation="ContainerWait")


def input_of(duplex: Any, operation: str) -> Any:
    """Return a connection that takes input.

    Raises:
        InvalidAnswer: it was not taken over, so that it takes none.
    """
    if not hasattr(duplex, "write"):
        why = "the connection was not taken over, as happens behind a proxy that drops upgrades; no input can be sent"
        response = duplex.response
        raise InvalidAnswer(why, status=response.status, operation=operation, response=response)
    return duplex


def check_exit(what: str, output: Output) -> None:
    """Raise where an exit code is not 0, or not known.

    Raises:
        ContainerFailed: with the output, and the end of what was written, to standard error if anything was.
    """
    if output.exit_code is None:
        raise ContainerFailed(f"{what} is gone before its exit code was told", exit_code=None, output=output)
    if output.exit_code:
        from dynclient.document.legible import unsteered

        # A terminal's output is all one, and the engine writes to it what keeps a command from starting.
        said = (output.stderr or output.stdout)[-10_000:].decode("utf-8", "replace").strip().splitlines()[-5:]
        tail = "".join(f"\n  {unsteered(line)[:200]}" for line in said)
        raise ContainerFailed(
            f"{what} ended with exit code {output.exit_code}{tail}", exit_code=output.exit_code, output=output
        )
