"""What an `AsyncClient` is about to open: awaited, entered or iterated over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class Opening(Coroutine[Any, Any, T]):
    """What is about to be opened: `await` it, enter it by `async with`, or read it by `async for`."""

    def __init__(self, opened: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._opened = opened
        self._begun: Coroutine[Any, Any, T] | None = None
        self._entered: Any = None

    def __await__(self) -> Generator[Any, None, T]:
        return self._opened().__await__()

    # The methods of a coroutine: a task is made of nothing else.

    def send(self, value: Any, /) -> Any:
        """Go on with it."""
        if self._begun is None:
            self._begun = self._opened()
        return self._begun.send(value)

    def throw(self, kind: Any, value: Any = None, trace: Any = None, /) -> Any:
        """Interrupt it."""
        if self._begun is None:
            self._begun = self._opened()
        return self._begun.throw(kind if value is None else value)

    def close(self) -> None:
        """End it where it is."""
        if self._begun is not None:
            self._begun.close()

    async def __aiter__(self) -> AsyncIterator[Any]:
        opened: Any = await self._opened()
        async with opened as stream:
            async for item in stream:
                yield item

    async def lines(self) -> AsyncIterator[str]:
        """Open it and return its lines as they come; as `AsyncStream.lines`."""
        opened: Any = await self._opened()
        async with opened as stream:
            async for line in stream.lines():
                yield line

    async def __aenter__(self) -> T:
        self._entered = await self._opened()
        entered: T = await self._entered.__aenter__()
        return entered

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._entered.__aexit__(kind, error, trace)
