"""The input of a container or a command, sent beside the reading of its output: by a thread, or by a task."""

from __future__ import annotations

import contextlib
import io
import queue
import threading
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dynclient.api.answer.output import Output
from dynclient.api.call.prepare import kind_of
from dynclient.client.recipes.clearing import GRACE_SECONDS
from dynclient.errors import ArgumentError, InvalidArguments, StreamError

if TYPE_CHECKING:
    import asyncio  # which the other shell does without: it takes 20 ms

_PIECE = 64 * 1024
_END_OF_TRANSMISSION = b"\x04"  # what a terminal takes for the end of its input


class _Feed:
    """What both shells share.

    Args:
        pieces: bytes or text.
        tty: whether a terminal takes them, which knows the end of input by a character.

    Attributes:
        error: what the caller's own iterator raised; the connection is closed then.
    """

    def __init__(self, pieces: Any, tty: bool) -> None:
        self.error: BaseException | None = None
        self._pieces, self._tty, self._last = pieces, tty, b"\n"

    def _encoded(self, piece: Any) -> bytes:
        data = _as_bytes(piece)
        self._last = data or self._last
        return data

    def _end(self) -> bytes:
        """Return what ends a terminal's input; on a line that has begun the first one only ends the line."""
        return _END_OF_TRANSMISSION * (1 if self._last.endswith(b"\n") else 2)


class Feed(_Feed):
    """Input that is sent from a thread."""

    def start(self, duplex: Any) -> None:
        """Begin to send."""
        self._asking = self._stopped = False
        self._thread = threading.Thread(target=self._run, args=(duplex,), daemon=True, name="dynclient stdin")
        self._thread.start()

    def _run(self, duplex: Any) -> None:
        try:
            for piece in self._asked():
                duplex.write(self._encoded(piece))
            if self._tty:
                duplex.write(self._end())
            else:
                duplex.close_stdin()
        except StreamError:
            pass  # it has ended without having read everything, which is its own affair
        except BaseException as error:
            self.error = error
            duplex.close()

    def _asked(self) -> Iterator[Any]:
        while True:
            self._asking = True
            if self._stopped or (piece := next(self._pieces, None)) is None:
                return
            self._asking = False
            yield piece

    def stop(self) -> None:
        """End the sending, once the connection is closed; an iterator that yields nothing is left alone."""
        self._stopped = True
        if not self._asking:
            self._thread.join()


class AsyncFeed(_Feed):
    """Input that is sent from a task; an ordinary iterator is asked where it does not hold the event loop up."""

    async def start(self, duplex: Any) -> None:
        """Begin to send."""
        import asyncio

        self._task: asyncio.Task[None] = asyncio.ensure_future(self._run(duplex))

    async def _run(self, duplex: Any) -> None:
        try:
            await self._sent(duplex)
            if self._tty:
                await duplex.write(self._end())
            else:
                await duplex.close_stdin()
        except StreamError:
            pass
        except Exception as error:
            self.error = error
            await duplex.aclose()

    async def _sent(self, duplex: Any) -> None:
        if isinstance(self._pieces, AsyncIterator):
            async for piece in self._pieces:
                await duplex.write(self._encoded(piece))
            return
        async with contextlib.aclosing(_by_thread(self._pieces)) as pieces:
            async for piece in pieces:
                await duplex.write(self._encoded(piece))

    async def stop(self) -> None:
        """End the sending; an iterator that does not end when it is cancelled is left alone after a while."""
        import asyncio

        self._task.cancel()
        # Not awaited: its cancellation could not be told from that of the task that waits here.
        await asyncio.wait({self._task}, timeout=GRACE_SECONDS)


async def _by_thread(pieces: Iterator[Any]) -> AsyncGenerator[Any, None]:
    """Ask an ordinary iterator by a thread of its own: the end of a loop waits for its threads, which may be stuck."""
    import asyncio

    loop, asked = asyncio.get_running_loop(), queue.SimpleQueue[Any]()

    def work() -> None:
        while (future := asked.get()) is not None:
            try:
                came, error = next(pieces, None), None
            except BaseException as raised:
                came, error = None, raised
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(_settle, future, came, error)

    threading.Thread(target=work, daemon=True, name="dynclient stdin").start()
    try:
        while True:
            asked.put(future := loop.create_future())
            if (piece := await future) is None:
                return
            yield piece
    finally:
        asked.put(None)


def _settle(future: asyncio.Future[Any], came: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(came)
    else:
        future.set_exception(error)


def feed_of(stdin: Any, *, tty: bool, awaited: bool, recipe: str) -> Feed | AsyncFeed | None:
    """Return what sends an input.

    Args:
        stdin: bytes, text, a file open for reading, a `Path`, or an iterator of bytes or text, sync or async; or None.
        tty: whether a terminal takes it.
        awaited: which shell it is for.
        recipe: whose argument it is, for errors.

    Raises:
        InvalidArguments: it is something else.
        OSError: a path cannot be read.
    """
    if stdin is None:
        return None
    try:
        pieces = _pieces(stdin)
        if isinstance(pieces, AsyncIterator) and not awaited:
            raise TypeError("is an async iterator, which only an AsyncClient sends")
    except TypeError as error:
        raise InvalidArguments(recipe, [ArgumentError("stdin", str(error), "type")]) from None
    return (AsyncFeed if awaited else Feed)(pieces, tty)


def _pieces(stdin: Any) -> Iterator[Any] | AsyncIterator[Any]:
    if isinstance(stdin, (str, bytes, bytearray, memoryview)):
        return iter((stdin,))
    if isinstance(stdin, Path):
        return _of_file(stdin)
    if callable(read := getattr(stdin, "read", None)):
        # read1, where there is one, returns what is there, and does not wait for more.
        read = read if isinstance(stdin, io.TextIOBase) else getattr(stdin, "read1", read)
        return iter(lambda: read(_PIECE) or None, None)
    if isinstance(stdin, AsyncIterable):
        return aiter(stdin)
    if isinstance(stdin, Iterable) and not isinstance(stdin, (Mapping, Set, Output)):
        return iter(stdin)
    raise TypeError(f"expected bytes, text, a file, a pathlib.Path or an iterator of these, got {kind_of(stdin)}")


def _of_file(path: Path) -> Iterator[bytes]:
    """Yield a file's content; it is opened when it is asked for: what is never sent leaves no file open."""
    path.stat()  # so that a missing one is reported at once

    def pieces() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_PIECE), b"")

    return pieces()


def _as_bytes(piece: Any) -> bytes:
    if isinstance(piece, str):
        return piece.encode()
    if isinstance(piece, (bytes, bytearray, memoryview)):
        return bytes(piece)
    raise TypeError(f"stdin gave {kind_of(piece)}; expected bytes or text")
