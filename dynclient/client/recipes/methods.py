"""The calls that take several calls, as methods of both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from dynclient.client.recipes.calling import exact
from dynclient.client.recipes.containers import ContainerRecipes
from dynclient.client.recipes.images import ImageRecipes

if TYPE_CHECKING:
    from datetime import timedelta

# As in `containers`.
_Output = TypeVar("_Output")
_Running = TypeVar("_Running")
_Container = TypeVar("_Container")
_Result = TypeVar("_Result")
_Built = TypeVar("_Built")
_Archive = TypeVar("_Archive")
_Path = TypeVar("_Path")
_None = TypeVar("_None")


class Recipes(
    ContainerRecipes[_Output, _Running, _Container, _Result, _Archive, _Path, _None],
    ImageRecipes[_Result, _Built, _None],
    Generic[_Output, _Running, _Container, _Result, _Built, _Archive, _Path, _None],
):
    """The part of a client that has these methods; an `AsyncClient`'s are awaited."""

    @exact
    def wait_ready(self, *, timeout: float | timedelta | None = None) -> _Result:
        """Wait until the engine answers, and return what it says about its version; for one that is still starting.

        Args:
            timeout: seconds, or a `timedelta`, or None for ever.

        Raises:
            RequestTimeout: it does not answer in time; the message says what was seen last.
            VersionMismatch: it speaks other versions.

        Example:
            >>> from dynclient import Client
            >>> def version_of(client: Client) -> str:
            ...     return client.wait_ready(timeout=60).Version
        """
        return self._recipe("wait_ready", timeout=timeout)  # type: ignore[no-any-return]
