"""The asynchronous client: the same names as `Client`, awaited."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx

from dynclient.api.model.operation import Operation
from dynclient.client.asending import AsyncSender
from dynclient.client.calls import Calls
from dynclient.client.conversation import Do, adrive
from dynclient.client.core import Core
from dynclient.client.log import logged
from dynclient.client.outgoing import id_of, raw
from dynclient.client.recipes.methods import Recipes

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from dynclient.api.answer.output import Output
    from dynclient.api.answer.result import Result, ResultList
    from dynclient.client.async_archive import AsyncArchive
    from dynclient.client.groups import Method
    from dynclient.client.opening import Opening
    from dynclient.client.recipes.building import Built
    from dynclient.client.recipes.container import Container
    from dynclient.client.recipes.running import AsyncRunning


class AsyncClient(
    Recipes[
        "Coroutine[Any, Any, Output]",
        "Opening[AsyncRunning]",
        "Opening[Container]",
        "Coroutine[Any, Any, Result]",
        "Coroutine[Any, Any, Built]",
        "Coroutine[Any, Any, AsyncArchive]",
        "Coroutine[Any, Any, Path]",
        "Coroutine[Any, Any, None]",
    ],
    Core[httpx.AsyncBaseTransport],
):
    """A client of the Docker Engine, or of whatever API the document describes, whose calls are awaited.

    The arguments are those of `Client`; `transport` is an `httpx.AsyncBaseTransport`. A client may be made outside an
    event loop, and works in a second one after the first has ended.

    Example:
        >>> import asyncio
        >>> from dynclient import AsyncClient
        >>> async def names():
        ...     async with AsyncClient() as client:
        ...         return [c.Names for c in await client.container.list(all=True)]
    """

    _sending = AsyncSender
    _sender: AsyncSender
    _calls: Calls

    @classmethod
    async def for_engine(cls, address: str | PathLike[str] | None = None, **settings: Any) -> Self:
        """Make a client with the bundled document that is nearest to the engine's version; as `Client.for_engine`."""
        from dynclient.client.fitting import NAME, fitted, settings_of

        client = cls(address, **settings_of(settings))
        try:
            return client._derived(await adrive(fitted(client._calls), client._sender, NAME))
        except BaseException:
            await client.aclose()
            raise

    async def op(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Any:
        """Call an operation and return its complete answer; as `Client.op`, awaited."""
        return await adrive(self._calls.call(operation, args, arguments), self._sender, id_of(operation))

    def stream(self, operation: str | Operation, /, *args: Any, **arguments: Any) -> Opening[Any]:
        """Call an operation and return its answer open; as `Client.stream`, awaited or entered by `async with`."""
        from dynclient.client.opening import Opening

        return Opening(lambda: adrive(self._calls.open(operation, args, arguments), self._sender, id_of(operation)))

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Result | ResultList | str | bytes | Any:
        """Call what no document knows; as `Client.request`, awaited."""
        return await adrive(raw(self._calls, method, path, query, body, headers), self._sender, f"{method} {path}")

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request of `build_request`; as `Client.send`, awaited."""
        name = "send"
        if bound := request.extensions.get("dynclient"):
            name = bound.operation.id
            request = await adrive(self._calls.completed(request, bound), self._sender, name)
        elif "timeout" not in request.extensions:
            request.extensions = {**request.extensions, "timeout": self.options.timeout}
        response: httpx.Response = await adrive(
            logged(Do(self._sender.sent, (request, name)), request, name), self._sender, name
        )
        if not stream:
            await self._sender.read(response, name)
        return response

    async def aclose(self) -> None:
        """Close the connections that calls share; as `Client.close`, for the event loop that runs."""
        await self._sender.link.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _method(self, operation: Operation) -> Method:
        from dynclient.client.groups import AsyncMethod

        return AsyncMethod(self, operation)
