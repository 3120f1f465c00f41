"""Groups: the operations of a tag as real functions on a real class, so that completion and `help` see them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from dynclient.api.help import LazyDoc, LazySignature
from dynclient.api.model import Operation
from dynclient.drawn import Drawn
from dynclient.errors import UnknownOperation

Method = Callable[..., Any]


class Group(Drawn):
    """Hold the operations of one tag: `client.container`."""

    _name = ""
    _operations: Mapping[str, Operation] = {}
    _hint: Callable[[str, str], str]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        hint = self._hint(self._name, name)
        raise UnknownOperation(f"{self._name} has no operation {name!r}{'; ' + hint if hint else ''}")

    def __repr__(self) -> str:
        width = max((len(name) for name in self._operations), default=0)
        rows = [f"  {name:<{width}}  {operation.summary}" for name, operation in self._operations.items()]
        return "\n".join([f"{self._name}: {len(rows)} operations", *rows])

    def __dir__(self) -> list[str]:
        return list(self._operations)


def make_group(
    name: str,
    operations: Mapping[str, Operation],
    make: Callable[[Operation], Method],
    hint: Callable[[str, str], str],
) -> Group:
    """Make a group.

    Args:
        name: the group's name.
        operations: its operations by method name.
        make: gives the function for an operation; its first parameter is the group.
        hint: says what a wrong name in a group may have meant.
    """
    methods = {method: _dressed(make(operation), name, method, operation) for method, operation in operations.items()}
    attributes = {**methods, "_name": name, "_operations": operations, "_hint": staticmethod(hint)}
    made: Group = type(f"{name.title().replace('_', '')}Group", (Group,), attributes)()
    return made


_SELF = inspect.Parameter("_group", inspect.Parameter.POSITIONAL_ONLY)


def _dressed(function: Method, group: str, name: str, operation: Operation) -> Method:
    """Give a function the name, signature and documentation of its operation."""
    dressed: Any = function
    dressed.__name__, dressed.__qualname__ = name, f"{group}.{name}"
    dressed.__signature__ = LazySignature(lambda: inspect.Signature([_SELF, *operation.signature.parameters.values()]))
    dressed.__doc__ = LazyDoc.of(operation)
    dressed.operation = operation
    if hasattr(dressed, "stream"):
        dressed.stream.__name__, dressed.stream.__qualname__ = "stream", f"{group}.{name}.stream"
        dressed.stream.__signature__ = LazySignature(lambda: operation.signature)
        dressed.stream.__doc__ = dressed.__doc__
    return function
