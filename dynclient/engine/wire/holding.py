"""A lock that is given back whatever interrupts its owner.

`with lock:` is not enough. Python 3.14 looks for signals once ``__enter__`` has been called, before the block begins,
and every version does between ``lock.acquire()`` and the next statement: Ctrl-C there leaves the lock taken for ever.
"""

from __future__ import annotations

from _thread import RLock
from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")

__all__ = ["RLock", "within"]


def within(lock: RLock, work: Callable[[], V], seconds: float = -1) -> V | None:
    """Return what a function returns that runs while a lock is held; None where the lock is not to be had in time.

    Args:
        lock: one that knows its owner, so that giving back what another thread has is refused.
        work: the function.
        seconds: how long to wait for the lock; without a limit if negative.
    """
    try:
        return work() if lock.acquire(timeout=seconds) else None
    finally:
        # The first thing here: signals are looked for after a call, not before one.
        try:  # noqa: SIM105  # which would call something else first
            lock.release()
        except RuntimeError:  # it was not had yet
            pass
