"""Pickles that name the front door: what was written before a class moved to another room is read all the same."""

from __future__ import annotations

import sys
from typing import Any


def named(kind: type) -> str | type:
    """Return the front door's name for a class; the class itself where it is a user's own."""
    return kind.__name__ if getattr(sys.modules["dynclient"], kind.__name__, None) is kind else kind


def made(name: str | type, *args: Any) -> Any:
    """Make a value anew, which its state follows: by the front door's name for its class, or for a function.

    A class is not called: the arguments of an error, for one, are not those that it was made with.
    """
    maker: Any = getattr(sys.modules["dynclient"], name) if isinstance(name, str) else name
    return maker.__new__(maker, *args) if isinstance(maker, type) else maker(*args)


# Where pickle finds it, and how a pickle names it.
made.__module__, made.__qualname__ = "dynclient", "_made"


def reduced(value: Any) -> tuple[Any, ...]:
    """Return what pickle and copy make a value from; the `__reduce__` of classes that the front door names."""
    return made, (named(type(value)), *(value if isinstance(value, tuple) else ())), value.__getstate__()


def reduced_error(error: BaseException) -> tuple[Any, ...]:
    """Return what pickle and copy make an error or a warning from; its `__reduce__`."""
    return made, (named(type(error)), *error.args), error.__dict__
