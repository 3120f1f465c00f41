"""A client for the Docker Engine API without a hand-written operation: a document describes it, dynclient calls it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dynclient._version import __version__
from dynclient.document import Document, default
from dynclient.drawn import hand_in
from dynclient.errors import (
    APIError,
    ArgumentError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    ContainerFailed,
    CredentialsError,
    DynclientError,
    DynclientWarning,
    Forbidden,
    InvalidAnswer,
    InvalidArguments,
    NotFound,
    NotImplementedByEngine,
    RequestTimeout,
    SecretsLeftBehind,
    ServerError,
    SpecError,
    SpecReplaced,
    StreamError,
    StreamUnauthorized,
    Unauthorized,
    Unavailable,
    UnknownOperation,
    ValueIgnored,
    VersionMismatch,
)
from dynclient.result import Response, Result, ResultList, plain, response_of

if TYPE_CHECKING:
    from dynclient.building import Built
    from dynclient.container import Container
    from dynclient.engine.contexts import Context, contexts
    from dynclient.mock import MockEngine
    from dynclient.notebook.plot import plot_stats
    from dynclient.notebook.stats import Usage, usage_of
    from dynclient.running import AsyncRunning, Running
    from dynclient.stream.archive import Archive
    from dynclient.stream.frames import Frame, Output
    from dynclient.streams import AsyncArchive, AsyncDuplex, AsyncStream, Duplex, Stream
    from dynclient.typed import AsyncClient, Client

__all__ = [
    "APIError",
    "Archive",
    "ArgumentError",
    "AsyncArchive",
    "AsyncClient",
    "AsyncDuplex",
    "AsyncRunning",
    "AsyncStream",
    "BadRequest",
    "Built",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "Container",
    "ContainerFailed",
    "Context",
    "CredentialsError",
    "Document",
    "Duplex",
    "DynclientError",
    "DynclientWarning",
    "Forbidden",
    "Frame",
    "InvalidAnswer",
    "InvalidArguments",
    "MockEngine",
    "NotFound",
    "NotImplementedByEngine",
    "Output",
    "RequestTimeout",
    "Response",
    "Result",
    "ResultList",
    "Running",
    "SecretsLeftBehind",
    "ServerError",
    "SpecError",
    "SpecReplaced",
    "Stream",
    "StreamError",
    "StreamUnauthorized",
    "Unauthorized",
    "Unavailable",
    "UnknownOperation",
    "Usage",
    "ValueIgnored",
    "VersionMismatch",
    "__version__",
    "contexts",
    "plain",
    "plot_stats",
    "response_of",
    "usage_of",
]

# Where they are; each pulls in what the others do not need, httpx above all.
_LATER = {
    "Archive": "dynclient.stream.archive",
    "AsyncArchive": "dynclient.streams",
    "AsyncClient": "dynclient.aio",
    "AsyncDuplex": "dynclient.streams",
    "AsyncRunning": "dynclient.running",
    "AsyncStream": "dynclient.streams",
    "Built": "dynclient.building",
    "Client": "dynclient.client",
    "Container": "dynclient.container",
    "Context": "dynclient.engine.contexts",
    "Duplex": "dynclient.streams",
    "Frame": "dynclient.stream.frames",
    "MockEngine": "dynclient.mock",
    "Output": "dynclient.stream.frames",
    "Running": "dynclient.running",
    "Stream": "dynclient.streams",
    "Usage": "dynclient.notebook.stats",
    "contexts": "dynclient.engine.contexts",
    "plot_stats": "dynclient.notebook.plot",
    "usage_of": "dynclient.notebook.stats",
}

# docker-py's front door; not in spec/words.yaml, since every import of a submodule asks here first.
_ELSEWHERE = {
    "APIClient": "dynclient.Client(address)",
    "DockerClient": "dynclient.Client(address)",
    "from_env": "dynclient.Client()",
}


def __getattr__(name: str) -> Any:
    if (module := _LATER.get(name)) is None:
        hint = f"; write {_ELSEWHERE[name]}" if name in _ELSEWHERE else ""
        raise AttributeError(f"module 'dynclient' has no attribute {name!r}{hint}")
    import importlib

    try:
        if not module.startswith("dynclient.stream."):
            _check_httpx()
        globals()[name] = value = getattr(importlib.import_module(module), name)
    except AttributeError as error:
        # `from dynclient import Client` would say of it no more than that there is no such name.
        raise ImportError(f"{module} cannot be imported: {error}", name=module) from error
    return value


def _check_httpx() -> None:
    """Raise an ImportError for an httpx with another API."""
    import httpx

    if not httpx.__version__.startswith("0."):
        raise ImportError(
            f"dynclient needs httpx 0.27 or newer, below 1; found httpx {httpx.__version__}", name="httpx"
        )


class _Faces:
    """The faces; each is imported when it is first asked for."""

    def html(self, value: Any) -> str:
        from dynclient.notebook.cards import html

        return html(value)

    def pretty(self, value: Any, printer: Any) -> None:
        from dynclient.notebook.plain import pretty

        pretty(value, printer)

    def frame(self, value: Any) -> Any:
        from dynclient.notebook.frame import frame_of

        return frame_of(value)

    def traceback(self, error: BaseException) -> list[str]:
        from dynclient.notebook.trace import rendered

        return rendered(error)

    def bars(self) -> Any:
        from dynclient.bars import bars

        return bars()


hand_in(_Faces())


def load_ipython_extension(shell: Any) -> None:
    """Have IPython complete calls by id and dynclient's values, and show a stop as short as an error.

    `%load_ext dynclient` calls it; `%unload_ext dynclient` takes it back.
    """
    from dynclient.notebook import extension

    extension.load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take back what `load_ipython_extension` has set up."""
    from dynclient.notebook import extension

    extension.unload(shell)


def __dir__() -> list[str]:
    return sorted(__all__)


# The bundled document is there once dynclient is; one that cannot be used is the error of the Client that wants it.
with suppress(SpecError):
    default()
