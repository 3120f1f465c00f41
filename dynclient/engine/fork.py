"""What a fork of the process takes over and must not use: the child forgets it, and opens its own."""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class Forgetful(Protocol):
    """Be something that belongs to the process that made it."""

    def forget(self) -> None:
        """Let go of what the parent goes on to use, without a word to who is at its other end."""


_kept: weakref.WeakSet[Forgetful] = weakref.WeakSet()


def forget_in_child(thing: Forgetful) -> None:
    """Have a thing forget what it holds in every child that is forked while it lives."""
    _kept.add(thing)


def _forget() -> None:
    for thing in list(_kept):
        thing.forget()


os.register_at_fork(after_in_child=_forget)
