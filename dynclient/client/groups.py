"""Groups: the operations of a tag as methods of a real class, so that completion and `help` see them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property
from types import MethodType
from typing import Any

from dynclient.api.model.operation import Operation
from dynclient.api.words.help import help_text, signature
from dynclient.document.drawn import Drawn
from dynclient.document.legible import legible
from dynclient.errors import UnknownOperation


class Group(Drawn):
    """The operations of one tag: `client.container`."""

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
        return legible("\n".join([f"{self._name}: {len(rows)} operations", *rows]))

    def __dir__(self) -> list[str]:
        return list(self._operations)


def make_group(
    name: str,
    operations: Mapping[str, Operation],
    make: Callable[[Operation], Method],
    hint: Callable[[str, str], str],
) -> Group:
    """Make the group of a tag's operations.

    Args:
        name: the group's name.
        operations: its operations by method name.
        make: makes the method of an operation.
        hint: says what a wrong name in a group may have meant.
    """
    methods = {method: make(operation) for method, operation in operations.items()}
    attributes = {**methods, "_name": name, "_operations": operations, "_hint": staticmethod(hint)}
    made: Group = type(f"{name.title().replace('_', '')}Group", (Group,), attributes)()
    return made


_SELF = inspect.Parameter("_self", inspect.Parameter.POSITIONAL_ONLY)


class _Described:
    """The base of the methods of a group: what looks like a function, and is described when that is first read.

    The docstrings and signatures of one group take longer to write than a call takes.
    """

    # By these `inspect` takes it for a function.
    __defaults__ = __kwdefaults__ = None

    def __init__(self, client: Any, operation: Operation) -> None:
        self._client, self.operation = client, operation

    def __set_name__(self, group: type[Group], name: str) -> None:
        self.__name__, self.__qualname__ = name, f"{group._name}.{name}"

    def _written(self) -> str:
        return help_text(self.operation)

    @cached_property
    def __signature__(self) -> inspect.Signature:
        return inspect.Signature([_SELF, *signature(self.operation).parameters.values()])


class Method(_Described):
    """The method that calls an operation.

    Attributes:
        operation: the operation.
        stream: the method that opens its answer.
    """

    __doc__ = property(_Described._written)  # for its instances; a class does not inherit it

    def __set_name__(self, group: type[Group], name: str) -> None:
        super().__set_name__(group, name)
        opening = _Opening(self._client, self.operation)
        opening.__name__, opening.__qualname__ = "stream", f"{self.__qualname__}.stream"
        self.stream = MethodType(opening, self._client)  # where completion looks

    def __call__(self, _group: Group, /, *args: Any, **arguments: Any) -> Any:
        return self._client.op(self.operation, *args, **arguments)

    __code__, __wrapped__ = __call__.__code__, __call__

    def __get__(self, group: Group | None, kind: type[Group]) -> Any:
        return self if group is None else MethodType(self, group)


class AsyncMethod(Method):
    """The method that calls an operation when it is awaited."""

    __doc__ = property(_Described._written)

    async def __call__(self, _group: Group, /, *args: Any, **arguments: Any) -> Any:
        return await self._client.op(self.operation, *args, **arguments)

    __code__, __wrapped__ = __call__.__code__, __call__


class _Opening(_Described):
    __doc__ = property(_Described._written)

    def __call__(self, client: Any, /, *args: Any, **arguments: Any) -> Any:
        return client.stream(self.operation, *args, **arguments)

    __code__, __wrapped__ = __call__.__code__, __call__
