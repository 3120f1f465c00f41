"""What the types that are made of a document are built from; there for type checkers alone."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from os import PathLike
from pathlib import Path
from typing import IO, Generic, Protocol, Self, SupportsIndex, TypeAlias, TypeVar, overload

from dynclient.api.answer.result import Result, ResultList
from dynclient.client.streams import AsyncStream, Stream

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)
_W = TypeVar("_W")

# What arguments may be.

class Items(Protocol[_T_co]):
    """A list, a tuple or a set, but no str: `in` asks that for another str."""

    def __contains__(self, item: object, /) -> bool: ...
    def __iter__(self) -> Iterator[_T_co]: ...
    def __len__(self) -> int: ...

Text: TypeAlias = str | PathLike[str]
Date: TypeAlias = str | datetime
Time: TypeAlias = float | str | datetime | timedelta
Duration: TypeAlias = int | timedelta
Base64: TypeAlias = bytes | bytearray | memoryview | Path
Filter: TypeAlias = str | float | datetime | timedelta | Items[str | float] | Mapping[str, bool]
Content: TypeAlias = bytes | bytearray | memoryview | IO[bytes] | Path | Iterable[bytes] | AsyncIterable[bytes]

# What answers are. Attributes are declared one by one: another is a mistake, while any key may be asked for.

class Typed(Result):
    __getattr__: None  # type: ignore[assignment, misc]

class MapOf(Result, Generic[_T]):
    def __getitem__(self, key: str) -> _T: ...
    def __getattr__(self, name: str) -> _T: ...
    @overload  # type: ignore[override]
    def get(self, key: str, /) -> _T | None: ...
    @overload
    def get(self, key: str, default: _W, /) -> _T | _W: ...

class ListOf(ResultList, Generic[_T]):
    @overload
    def __getitem__(self, index: SupportsIndex) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> ListOf[_T]: ...
    def __iter__(self) -> Iterator[_T]: ...
    def __reversed__(self) -> Iterator[_T]: ...
    def pop(self, index: SupportsIndex = -1, /) -> _T: ...

# Open answers: of items, and of what `read` gives.

class StreamOf(Stream, Generic[_T, _W]):
    def __iter__(self) -> Iterator[_T]: ...
    def __next__(self) -> _T: ...
    def read(self) -> _W: ...
    def __enter__(self) -> Self: ...

class AsyncStreamOf(AsyncStream, Generic[_T, _W]):
    def __aiter__(self) -> AsyncIterator[_T]: ...
    async def __anext__(self) -> _T: ...
    async def read(self) -> _W: ...
    async def __aenter__(self) -> Self: ...
