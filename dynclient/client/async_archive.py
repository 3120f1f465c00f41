"""A tar that the engine sends, for an `AsyncClient`."""

from __future__ import annotations

import os
import tarfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from dynclient.api.answer.archive import USED, Archive
from dynclient.client.connections import AsyncSource
from dynclient.document.drawn import Drawn
from dynclient.errors import Response, StreamError, owned, owning

if TYPE_CHECKING:
    import asyncio  # which the other shell does without: it takes 20 ms

V = TypeVar("V")


class AsyncArchive(Drawn):
    """A tar that the engine sends; as `Archive`, awaited. Files are written by a thread of the loop's."""

    def __init__(
        self, source: AsyncSource, stat: Mapping[str, Any] | None = None, response: Response | None = None
    ) -> None:
        self.stat, self.response = stat, response
        self._source, self._used, self._is_closed = source, False, False

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Return the bytes in chunks.

        Raises:
            StreamError: it was used or closed already.
        """
        return self._chunks(self._taken())

    async def _chunks(self, source: AsyncSource) -> AsyncIterator[bytes]:
        try:
            with owning(self.response):
                while data := await source.receive():
                    yield data
        finally:
            await self.aclose()

    def _taken(self) -> AsyncSource:
        if self._used or self._is_closed:
            raise owned(StreamError(USED), self.response)
        self._used = True
        return self._source

    async def read(self) -> bytes:
        """Return the whole archive."""
        return b"".join([data async for data in self])

    async def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the archive to a file; as `Archive.save`."""
        return await self._in_thread(lambda archive: archive.save(path))

    async def extract(self, directory: str | os.PathLike[str]) -> Path:
        """Write the archive's files into a directory; as `Archive.extract`."""
        return await self._in_thread(lambda archive: archive.extract(directory))

    async def content(self, name: str | None = None) -> bytes:
        """Return the content of one file in the archive; as `Archive.content`."""
        return await self._in_thread(lambda archive: archive.content(name))

    async def text(self, name: str | None = None, encoding: str = "utf-8") -> str:
        """Return the content of one file as text; as `Archive.text`."""
        return await self._in_thread(lambda archive: archive.text(name, encoding))

    async def members(self) -> list[tarfile.TarInfo]:
        """Return the archive's list of contents; as `Archive.members`."""
        return await self._in_thread(lambda archive: archive.members())

    async def aclose(self) -> None:
        """End the stream; what was not read is lost."""
        if not self._is_closed:
            try:
                await self._source.aclose()
            finally:
                self._is_closed = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _in_thread(self, use: Callable[[Archive], V]) -> V:
        import asyncio

        chunks = chunks_across(self._taken(), asyncio.get_running_loop())
        archive = Archive(chunks, stat=self.stat, response=self.response)
        work = asyncio.ensure_future(asyncio.to_thread(use, archive))
        try:
            return await asyncio.shield(work)
        finally:
            await self.aclose()
            # A thread cannot be cancelled: what it waits for has ended now, so that it takes back what is half done.
            work.add_done_callback(_seen)
            await asyncio.wait({work}, timeout=_THREAD_SECONDS)

    def __repr__(self) -> str:
        name = f" of {self.stat['name']!r}" if self.stat and "name" in self.stat else ""
        return f"<AsyncArchive{name}: {'used or closed' if self._is_closed or self._used else 'open'}>"


# A disk that hangs is nothing to wait for.
_THREAD_SECONDS = 10.0


def _seen(work: asyncio.Future[Any]) -> None:
    """Note an error that nobody waits for any more, so that asyncio does not report it."""
    if not work.cancelled():
        work.exception()


def chunks_across(source: AsyncSource, loop: asyncio.AbstractEventLoop) -> Iterator[bytes]:
    """Yield an async source's content to another thread than its loop's."""
    import asyncio

    while data := asyncio.run_coroutine_threadsafe(source.receive(), loop).result():
        yield data
