"""What a fork of the process takes over and must not use: the child forgets it, and opens its own."""

from __future__ import annotations

import itertools
import os
import weakref
from typing import Protocol


class Forgetful(Protocol):
    """Something that belongs to the process that made it."""

    def forget(self) -> None:
        """Let go of what the parent goes on to use, without a word to whoever is at its other end."""


# Not a WeakSet: the callbacks by which that forgets what is gone swallow a Ctrl-C that falls into one.
_kept: dict[int, weakref.ref[Forgetful]] = {}
_numbers = itertools.count()
_FEW = 256


def forget_in_child(thing: Forgetful) -> None:
    """Have a thing forget what it holds in every child that is forked while it lives."""
    number = next(_numbers)
    _kept[number] = weakref.ref(thing)
    if number % _FEW == 0:
        for other, reference in list(_kept.items()):
            if reference() is None:
                _kept.pop(other, None)


def _forget() -> None:
    for reference in list(_kept.values()):
        if (thing := reference()) is not None:
            thing.forget()


if hasattr(os, "register_at_fork"):  # Windows forks no process
    os.register_at_fork(after_in_child=_forget)
