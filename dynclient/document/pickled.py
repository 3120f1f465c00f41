"""Pickles that name the front door, so that they can still be read after a class has moved to another module."""

from __future__ import annotations

import sys
from typing import Any


def named(kind: type) -> str | type:
    """Return the front door's name for a class, or the class itself if it is a user's."""
    return kind.__name__ if getattr(sys.modules["dynclient"], kind.__name__, None) is kind else kind


def made(name: str | type, *args: Any) -> Any:
    """Make a value, whose state is set afterwards, by the front door's name for its class or for a function.

    A class is not called, as an error's `args`, for example, are not its constructor's arguments.
    """
    maker: Any = getattr(sys.modules["dynclient"], name) if isinstance(name, str) else name
    return maker.__new__(maker, *args) if isinstance(maker, type) else maker(*args)


# The name by which pickle writes and finds it.
made.__module__, made.__qualname__ = "dynclient", "_made"


def reduced(value: Any) -> tuple[Any, ...]:
    """Return a value in the form for pickle and copy; the `__reduce__` of classes that the front door names."""
    return made, (named(type(value)), *(value if isinstance(value, tuple) else ())), value.__getstate__()


def reduced_error(error: BaseException) -> tuple[Any, ...]:
    """Return an error or a warning in the form for pickle and copy; its `__reduce__`."""
    return made, (named(type(error)), *error.args), error.__dict__
