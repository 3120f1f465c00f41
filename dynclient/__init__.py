"""A client for the Docker Engine API without a hand-written operation: a document describes it, dynclient calls it."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dynclient.api.answer.result import Result, ResultList, plain, response_of
from dynclient.document import Document, default
from dynclient.document.drawn import hand_in
from dynclient.document.pickled import made as _made  # noqa: F401, where pickles find it
from dynclient.document.version import __version__
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
    Response,
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

if TYPE_CHECKING:
    from dynclient.api.answer.archive import Archive
    from dynclient.api.answer.frames import Frame
    from dynclient.api.answer.output import Output
    from dynclient.client.async_archive import AsyncArchive
    from dynclient.client.recipes.building import Built
    from dynclient.client.recipes.container import Container
    from dynclient.client.recipes.running import AsyncRunning, Running
    from dynclient.client.streams import AsyncDuplex, AsyncStream, Duplex, Stream
    from dynclient.engine.reach.contexts import Context, contexts
    from dynclient.faces.mock.mock_engine import MockEngine
    from dynclient.faces.notebook.plot import plot_stats
    from dynclient.faces.notebook.stats import Usage, usage_of
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

# Where they are, and what pickles name besides; each pulls in what the others do not need, httpx above all.
_LATER = {
    "Archive": "dynclient.api.answer.archive",
    "AsyncArchive": "dynclient.client.async_archive",
    "AsyncClient": "dynclient.client.aio",
    "AsyncDuplex": "dynclient.client.streams",
    "AsyncRunning": "dynclient.client.recipes.running",
    "AsyncStream": "dynclient.client.streams",
    "Built": "dynclient.client.recipes.building",
    "Client": "dynclient.client.client",
    "Container": "dynclient.client.recipes.container",
    "Context": "dynclient.engine.reach.contexts",
    "Duplex": "dynclient.client.streams",
    "Frame": "dynclient.api.answer.frames",
    "Headers": "dynclient.errors",
    "HostPort": "dynclient.client.recipes.container",
    "ListShape": "dynclient.api.model.shape",
    "MockEngine": "dynclient.faces.mock.mock_engine",
    "Output": "dynclient.api.answer.output",
    "Running": "dynclient.client.recipes.running",
    "Step": "dynclient.client.progress",
    "Stream": "dynclient.client.streams",
    "UnexpectedCall": "dynclient.faces.mock.mock_engine",
    "Usage": "dynclient.faces.notebook.stats",
    "contexts": "dynclient.engine.reach.contexts",
    "plot_stats": "dynclient.faces.notebook.plot",
    "unpickled_shape": "dynclient.api.model.shape",
    "usage_of": "dynclient.faces.notebook.stats",
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
        if not module.startswith(("dynclient.api.", "dynclient.errors")):
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
        from dynclient.faces.notebook.cards import html

        return html(value)

    def pretty(self, value: Any, printer: Any) -> None:
        from dynclient.faces.notebook.plain import pretty

        pretty(value, printer)

    def frame(self, value: Any) -> Any:
        from dynclient.faces.notebook.frame import frame_of

        return frame_of(value)

    def traceback(self, error: BaseException) -> list[str]:
        from dynclient.faces.notebook.trace import rendered

        return rendered(error)

    def bars(self) -> Any:
        from dynclient.faces.bars import bars

        return bars()

    def recipes(self) -> type:
        from dynclient.client.recipes.methods import Recipes

        return Recipes


hand_in(_Faces())


def load_ipython_extension(shell: Any) -> None:
    """Have IPython complete calls by id and dynclient's values, and show a stop as short as an error.

    `%load_ext dynclient` calls it; `%unload_ext dynclient` takes it back.
    """
    from dynclient.faces.notebook import extension

    extension.load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take back what `load_ipython_extension` has set up."""
    from dynclient.faces.notebook import extension

    extension.unload(shell)


def __dir__() -> list[str]:
    return sorted(__all__)


# Where what pickles and old code name once was; a pickle that an older release has made loads all the same.
_MOVED = {
    "aio": "client.aio",
    "api.names": "document.names",
    "api.parts": "api.model.parts",
    "api.shape": "api.model.shape",
    "building": "client.recipes.building",
    "checking": "api.findings",
    "container": "client.recipes.container",
    "conversation": "client.conversation",
    "deep": "document.deep",
    "differences": "document.differences",
    "engine.address": "engine.reach.address",
    "engine.certificates": "engine.reach.certificates",
    "engine.contexts": "engine.reach.contexts",
    "engine.stored": "engine.reach.stored",
    "engine.versions": "engine.reach.versions",
    "notebook": "faces.notebook",
    "notebook.stats": "faces.notebook.stats",
    "options": "client.options api.call.headers",
    "progress": "client.progress",
    "result": "api.answer.result errors",
    "running": "client.recipes.running",
    "stream": "api.answer",
    "stream.archive": "api.answer.archive api.call.packing",
    "stream.frames": "api.answer.frames api.answer.output",
    "travel": "client.travel",
    "wiring": "client.wiring",
}


class _Moved:
    """A finder of modules by the names that they had; asked where no other finds one."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Any:
        from importlib.util import spec_from_loader

        parent, _, rest = name.partition(".")
        if parent != "dynclient" or rest not in _MOVED:
            return None
        # A package, so that what was below it is found. It is a loader by what it does: importlib.abc costs an import.
        return spec_from_loader(name, _Moved(), is_package=True)  # type: ignore[arg-type]

    @staticmethod
    def create_module(spec: Any) -> None:
        """Leave it to Python."""

    @staticmethod
    def exec_module(module: Any) -> None:
        import importlib

        for home in _MOVED[module.__name__.removeprefix("dynclient.")].split():
            vars(module).update(vars(importlib.import_module(f"dynclient.{home}")) | vars(module))


sys.meta_path.append(_Moved)


# The bundled document is there once dynclient is; one that cannot be used is the error of the Client that wants it.
with suppress(SpecError):
    default()
