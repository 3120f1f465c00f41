"""How far a pull, push, build, load or copy is: read from its messages and bytes while they come, for whoever shows it.

What the call returns is the same as without: the messages are read beside it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dynclient.document.drawn import faces
from dynclient.document.pickled import reduced

if TYPE_CHECKING:
    from dynclient.api.call.bind import Bound
    from dynclient.api.model.operation import Operation

_STEP = re.compile(r"Step (\d+)/(\d+) : ")  # how the classic builder begins each of its steps


class Step(NamedTuple):
    """One piece of news about a call that goes on.

    Attributes:
        operation: the operation's id.
        id: what it is about: a layer, a tag; empty for the whole.
        status: what happens to it, in the engine's words: `Downloading`; `Sending` and `Receiving` for bytes that are
            counted here.
        current, total: bytes, or steps of a build, or what `unit` says; None where that is not told.
        message: the engine's own message; None for bytes that are counted here.
        unit: what is counted, where it is neither bytes nor steps: `s` for seconds.
    """

    operation: str
    id: str
    status: str
    current: int | None = None
    total: int | None = None
    message: Mapping[str, Any] | None = None
    unit: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


class Display(Protocol):
    """A display of how far a call is; what `progress=` takes beside a function that is given each `Step`."""

    def start(self, operation: str) -> None:
        """Begin: once for each call, before its first step."""

    def update(self, step: Step) -> None:
        """Take a step in; what this raises ends the call."""

    def stop(self, error: BaseException | None) -> None:
        """End: once for each call, with what it ended by."""


Progress = bool | Callable[[Step], object] | Display | None


def check_progress(progress: Any) -> Any:
    """Refuse what shows no progress.

    Raises:
        ValueError: it is no bool, None, function, or object with `start`, `update` and `stop`.
    """
    if progress is None or isinstance(progress, bool) or callable(progress) or _is_display(progress):
        return progress
    raise ValueError(
        f"progress={progress!r}: expected True, False, None, a function or an object with start, update and stop"
    )


def _is_display(value: Any) -> bool:
    return all(callable(getattr(value, name, None)) for name in ("start", "update", "stop"))


def notebook() -> bool:
    """Return whether this runs in a notebook's kernel."""
    asked = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return hasattr(asked(), "kernel") if asked else False


def terminal() -> bool:
    """Return whether standard error is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def watch(progress: Progress, operation: Operation) -> Watch | None:
    """Return what watches over a call; None where nobody is shown anything."""
    display = _display(progress)
    return Watch(display, operation) if display is not None else None


def _display(progress: Any) -> Any:
    if _is_display(progress):
        return progress
    if callable(progress):
        return _Calling(progress)
    bars = faces().bars() if notebook() or terminal() else None
    return bars or (Lines() if progress else None)


class _Calling:
    """A display that hands each step to a function."""

    def __init__(self, call: Callable[[Step], object]) -> None:
        self.update = call

    def start(self, operation: str) -> None:
        """Do nothing."""

    def stop(self, error: BaseException | None) -> None:
        """Do nothing."""


class Lines:
    """A display by lines on standard error, one whenever something new happens; for where nothing can be drawn over."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def start(self, operation: str) -> None:
        """Write nothing yet."""

    def update(self, step: Step) -> None:
        """Write a line, if it says anything new."""
        from dynclient.document.legible import one_line

        if step.status and self._last.get(step.id) != step.status:
            self._last[step.id] = step.status
            about = f"{step.id}: " if step.id else ""
            print(one_line(f"{step.operation}: {about}{step.status}", 200), file=sys.stderr, flush=True)

    def stop(self, error: BaseException | None) -> None:
        """Write nothing more."""


class Watch:
    """The watch over one call: it takes what is sent and what comes, and tells the display."""

    def __init__(self, display: Display, operation: Operation) -> None:
        self._display, self._operation = display, operation.id
        self._decoder: Any = None
        self._started = False
        self._step = (0, 0)  # of a build
        if operation.reports_progress:
            from dynclient.api.answer.lines import LineDecoder

            self._decoder = LineDecoder()

    def asked(self, bound: Bound) -> Bound:
        """Return a call with what makes the engine report how far it is, where that was left open."""
        due = {name: value for name, value in bound.operation.answer.progress.items() if name not in bound.parameters}
        return bound._replace(parameters={**bound.parameters, **due}) if due else bound

    def sending(self, content: Any) -> Any:
        """Return a body whose bytes are counted while they are sent; one that is at hand is not."""
        if content is None or isinstance(content, bytes):
            return content
        return self._each_awaited(content) if hasattr(content, "__aiter__") else self._each(content)

    def _each(self, content: Any) -> Iterator[bytes]:
        count = 0
        for data in content:
            count += len(data)
            self._tell(Step(self._operation, "", "Sending", count))
            yield data

    async def _each_awaited(self, content: Any) -> AsyncIterator[bytes]:
        count = 0
        async for data in content:
            count += len(data)
            self._tell(Step(self._operation, "", "Sending", count))
            yield data

    def came(self, data: bytes) -> None:
        """Take a piece of the answer, and report the messages in it."""
        if self._decoder is None:
            return
        from dynclient.errors import StreamError

        try:
            messages = self._decoder.feed(data)
        except StreamError as error:  # the call itself will say so
            messages, self._decoder = error.partial or [], None
        for message in messages:
            if isinstance(message, Mapping):
                self._tell(self._read(message))

    def received(self, count: int) -> None:
        """Report how many bytes have come."""
        self._tell(Step(self._operation, "", "Receiving", count))

    def stop(self, error: BaseException | None) -> None:
        """End, if it has begun."""
        if self._started:
            self._started = False
            self._display.stop(error)

    def _tell(self, step: Step) -> None:
        if not self._started:
            self._started = True
            self._display.start(self._operation)
        self._display.update(step)

    def _read(self, message: Mapping[str, Any]) -> Step:
        said = str(message.get("status") or message.get("stream") or message.get("error") or "").strip()
        detail = message.get("progressDetail")
        detail = detail if isinstance(detail, Mapping) else {}
        current, total = _number(detail.get("current")), _number(detail.get("total"))
        name = str(message.get("id") or "")
        if found := _STEP.match(said):
            self._step = int(found[1]), int(found[2])
        if not name and self._step[1]:
            current, total = self._step
        unit = detail.get("units")
        return Step(self._operation, name, said, current, total or None, message, unit if isinstance(unit, str) else "")


# What Go's int64 holds; JSON has room for more, and for Infinity.
_MOST = (1 << 63) - 1


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value <= _MOST else None


class CountedSource:
    """The content of an open answer, whose bytes are counted while they come."""

    def __init__(self, source: Any, watch: Watch) -> None:
        self._source, self._watch, self._count = source, watch, 0

    def _counted(self, data: bytes) -> bytes:
        self._count += len(data)
        if data:
            self._watch.received(self._count)
        else:
            self._watch.stop(None)
        return data

    def receive(self) -> bytes:
        """Return what comes next; `b""` at the end."""
        try:
            return self._counted(self._source.receive())
        except BaseException as error:
            self._watch.stop(error)
            raise

    def close(self) -> None:
        """Close the connection."""
        self._watch.stop(None)
        self._source.close()


class AsyncCountedSource(CountedSource):
    """The content of an open answer, awaited."""

    async def receive(self) -> bytes:  # type: ignore[override]
        """Return what comes next; `b""` at the end."""
        try:
            return self._counted(await self._source.receive())
        except BaseException as error:
            self._watch.stop(error)
            raise

    async def aclose(self) -> None:
        """Close the connection."""
        self._watch.stop(None)
        await self._source.aclose()


def counted(source: Any, progress: Progress, operation: Operation) -> Any:
    """Return an open answer's content so that its bytes are shown; as it is where nobody is shown anything."""
    watching = watch(progress, operation)
    if watching is None:
        return source
    return (AsyncCountedSource if hasattr(source, "aclose") else CountedSource)(source, watching)
