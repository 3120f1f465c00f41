"""Stubs: the operations of a document as types, so that an editor completes a call and a type checker checks it.

What may be given is a `TypedDict` for each object of a body or a parameter (`HostConfigDict`), what comes is a `Result`
for each object of an answer (`HostConfig`), and each operation is a class with `__call__` and `stream`.
"""

from __future__ import annotations

import keyword
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dynclient.document.legible import legible
from dynclient.document.writing import saving
from dynclient.errors import SpecError
from dynclient.faces.pages.annotations import WORD, camel, class_text, docstring, literal
from dynclient.faces.pages.call_types import CallType
from dynclient.faces.pages.schema_types import Types

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation

_BUNDLED = '''\
"""The types of the bundled document's operations, as type checkers and editors see them.

Made by `python -m dynclient stubs --bundled`; a test fails when it has to be made again.
"""
# ruff: noqa
# fmt: off
'''
_OWN = '''\
"""The types of {title} {version}, for type checkers alone; made by `python -m dynclient stubs`.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from {module} import Client
    else:
        from dynclient import Client
"""
# Names that the bundled document has too are declared otherwise here.
# mypy: ignore-errors
# ruff: noqa
# fmt: off
# pyright: basic, reportIncompatibleVariableOverride=false, reportIncompatibleMethodOverride=false
'''
_IMPORTS = """
from collections.abc import Coroutine, Mapping
from typing import Any, Generic, Literal, Required, TypeAlias, TypedDict, TypeVar, Unpack, overload

from dynclient.typed._base import (
    AsyncStreamOf,
    Base64,
    Content,
    Date,
    Duration,
    Filter,
    Items,
    ListOf,
    MapOf,
    StreamOf,
    Text,
    Time,
    Typed,
)
from dynclient.client.aio import AsyncClient as _AsyncClient
from dynclient.api.model.operation import Operation
from dynclient.client.client import Client as _Client
from dynclient.api.answer.result import Result
from dynclient.api.answer.archive import Archive
from dynclient.api.answer.frames import Frame
from dynclient.api.answer.output import Output
from dynclient.client.async_archive import AsyncArchive
from dynclient.client.opening import Opening
from dynclient.client.streams import AsyncDuplex, AsyncStream, Duplex, Stream

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")
_O = TypeVar("_O")
"""
_BUILTIN = ("str", "int", "float", "bool", "bytes", "Client", "AsyncClient")


def write(api: Api, directory: str | os.PathLike[str]) -> Path:
    """Write a document's stub, one module named after it, and return its path.

    Args:
        api: the operations.
        directory: where it is put, made where it is missing; for mypy it has to be in `mypy_path`, for pyright it is
            `typings`.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{module_name(api)}.pyi"
    _write(file, stub(api))
    return file


def write_bundled() -> Path:
    """Write the stub that dynclient's own clients are typed by, and return its path."""
    from dynclient.api.public import api_of
    from dynclient.document import bundled_path, load

    file = _bundled_types()
    _write(file, stub(api_of(load(bundled_path())), bundled=True))
    return file


def _bundled_types() -> Path:
    return Path(__file__).parents[2] / "typed" / "__init__.pyi"


def _write(file: Path, text: str) -> None:
    with saving(file) as opened:
        opened.write(text.encode())


def module_name(api: Api) -> str:
    """Return the name of the module of a document's stub: `docker_engine_api_1_51`."""
    words = re.findall(r"[a-z0-9]+", f"{api.document.title} {api.document.version}".lower())
    name = "_".join(words) or "api"
    return name if name.isidentifier() and not keyword.iskeyword(name) else f"_{name}"


def stub(api: Api, *, bundled: bool = False) -> str:
    """Return the text of a document's stub.

    Args:
        api: the operations.
        bundled: whether it is the one that dynclient's own clients are typed by.

    Raises:
        SpecError: a schema is nested too deeply.
    """
    try:
        classes = list(_Writer(api).text(bundled))
    except RecursionError:
        raise SpecError("a schema is nested too deeply", source=api.document.source) from None
    head = _BUNDLED if bundled else _OWN
    title = docstring(api.document.title)
    head = head.replace("{title}", title).replace("{version}", docstring(api.document.version))
    blocks = [head.replace("{module}", module_name(api)).rstrip(), _IMPORTS.strip()]
    return legible("\n\n".join([*blocks, *classes])) + "\n"


class _Writer:
    """The classes of one document's stub."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.types = Types(api.document, (*WORD.findall(_IMPORTS), *_BUILTIN))

    def text(self, bundled: bool) -> Iterator[str]:
        """Yield the classes, those that the types need first."""
        body = [*self._operations(), *self._groups(), *self._clients(bundled)]
        self.types.finish()
        yield from self.types.classes.values()
        yield from body
        yield from self.types.aliases()

    def _call(self, operation: Operation) -> CallType:
        return CallType(self.types, operation)

    def _operations(self) -> Iterator[str]:
        """Yield a class for each operation."""
        for operation in self.api.operations.values():
            yield self._call(operation).text()

    def _groups(self) -> Iterator[str]:
        """Yield the groups of both clients."""
        for prefix in ("", "Async"):
            for name, methods in self.api.groups.items():
                rows = [
                    f"    {method}: {self.types.outside(self._call(operation).type(bool(prefix)), methods)}"
                    for method, operation in methods.items()
                ]
                yield class_text(self._group(prefix, name), rows)

    def _group(self, prefix: str, name: str) -> str:
        """Return the name of a group's class."""
        return self.types.name(("group", prefix + name), f"{prefix}{camel(name)}Group")

    def _calls(self, is_async: bool, *, opened: bool) -> Iterator[str]:
        """Yield the lines of `op`, or of `stream`: an overload for each type that is returned."""
        by_kind: dict[tuple[str, str], list[str]] = {}
        for operation in self.api.operations.values():
            for extra, kind in self._call(operation).answers(is_async, opened):
                by_kind.setdefault((extra, kind), []).append(operation.id)
        rest = "Any" if not is_async else "Opening[Any]" if opened else "Coroutine[Any, Any, Any]"
        rows = [(literal(ids), extra, kind) for (extra, kind), ids in by_kind.items()]
        # Written as the method that it overrides: pyright tells `async def` from a function that returns a Coroutine.
        awaited = is_async and not opened
        define = "def stream" if opened else "async def op" if is_async else "def op"
        for ids, extra, kind in [*rows, ("str | Operation", "", rest)]:
            takes = f"self, operation: {ids}, /, *args: Any, {extra}**arguments: Any"
            returned = kind.removeprefix("Coroutine[Any, Any, ").removesuffix("]") if awaited else kind
            yield "    @overload"
            yield f"    {define}({takes}) -> {returned}: ..."

    def _clients(self, bundled: bool) -> Iterator[str]:
        """Yield both clients: dynclient's own, with `op`, `stream` and the groups declared."""
        own = set(dir(_client()))
        for prefix in ("", "Async"):
            rows = [f"    {name}: {self._group(prefix, name)}" for name in self.api.groups if name not in own]
            calls = (line for opened in (False, True) for line in self._calls(bool(prefix), opened=opened))
            # Of a document of one's own it is known which groups there are; a client of dynclient's may have another.
            rest = [] if bundled else ["    __getattr__: None  # type: ignore[assignment]"]
            yield class_text(f"{prefix}Client(_{prefix}Client)", [*rows, *rest, *calls])


def _client() -> type:
    from dynclient.client.client import Client

    return Client
