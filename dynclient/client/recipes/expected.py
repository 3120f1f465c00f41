"""What a recipe goes by in an answer: there, and of the kind that it has to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from dynclient.api.call.prepare import kind_of
from dynclient.errors import InvalidAnswer

T = TypeVar("T")


def told(answer: Any, kind: type[T], *path: str, operation: str = "") -> T:
    """Return what an answer has at a path of names.

    Args:
        answer: a complete answer, or one message of a stream.
        kind: what it has to be there.
        path: the names, as the engine writes them.
        operation: whose answer it is, where the answer itself does not say.

    Raises:
        InvalidAnswer: it is not there, or something else.
    """
    value, way = answer, []
    for name in path:
        if not isinstance(value, Mapping):
            break
        way.append(name)
        value = value.get(name)
    if len(way) == len(path) and isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    here = ".".join(way) or "the answer"
    about = getattr(answer, "_response", None)
    raise InvalidAnswer(
        f"expected {kind.__name__} as {'.'.join(path)}, got {kind_of(value)} as {here}",
        status=about.status if about else 200,
        operation=operation or (about.operation if about and about.operation else ""),
        response=about,
    )
