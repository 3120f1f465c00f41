"""How a client's method goes through with a recipe, and refuses a name that the recipe does not know."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller, Conversation

_Method = TypeVar("_Method", bound=Callable[..., Any])


class Calling:
    """A client that goes through with recipes; an `AsyncClient` does when it is awaited."""

    _calls: Caller

    def _recipe(self, name: str, /, *args: Any, _enter: bool = False, **how: Any) -> Any:
        """Go through with a recipe; in the async shell, when it is awaited, or entered where that makes sense."""
        from dynclient.client.recipes import recipes

        caller = self._calls
        if (progress := how.pop("progress", ...)) is not ...:
            caller = caller.with_options(progress=progress)
        conversation: Conversation[Any] = getattr(recipes, name)(caller, *args, **how)
        if _enter and caller.sender.awaited:
            from dynclient.client.opening import Opening

            return Opening(lambda: caller.sender.drive(conversation, name))
        return caller.sender.drive(conversation, name)


def exact(method: _Method) -> _Method:
    """Make a method refuse names that it does not know, as an operation does: with what may have been meant."""
    code = method.__code__
    known = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]

    @functools.wraps(method)
    def called(self: Calling, *args: Any, **arguments: Any) -> Any:
        if not arguments.keys() <= set(known):
            from dynclient.api.call.belongs import unknown_to_recipe

            raise unknown_to_recipe(method.__name__, known, arguments).about(address=self._calls.address.url)
        return method(self, *args, **arguments)

    return cast(_Method, called)
