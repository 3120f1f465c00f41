"""What has to be done once a thing is dropped, by a thread of its own.

The collector may drop a thing in the middle of anything. Ctrl-C that falls into a finalizer written in Python is
printed and lost, and what was to be done with it. So what is called there is a function in C, which hands the work
over; signals do not reach another thread than the main one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import weakref
from _thread import allocate_lock, start_new_thread
from collections.abc import Callable
from itertools import count
from queue import SimpleQueue
from typing import Any

_dropped: SimpleQueue[Any] = SimpleQueue()  # may be filled from a finalizer, which other queues may not
_kept: dict[int, Last] = {}
_numbers = count()
_END_SECONDS = 20.0  # longer than any work takes that is in time
_server = 0  # the process whose thread serves the queue; a fork has none


class Last(weakref.ref[Any]):
    """A reference to a thing, and the work that is done once, after it has been dropped or when the program ends.

    Args:
        thing: what the work must not refer to.
        work: what is to be done; its errors are nobody's.
    """

    __slots__ = ("_number", "_work")

    def __new__(cls, thing: Any, work: Callable[[], object]) -> Last:
        """Refer to the thing; what is called at its end is in C."""
        return super().__new__(cls, thing, _dropped.put)

    def __init__(self, thing: Any, work: Callable[[], object]) -> None:
        self._number, self._work = next(_numbers), work
        _serving()
        _kept[self._number] = self

    @property
    def waits(self) -> bool:
        """Whether the work is still to be done."""
        return self._number in _kept

    def detach(self) -> bool:
        """Forget the work; false where that, or the work, is done."""
        return _kept.pop(self._number, None) is not None

    def done(self) -> None:
        """Do the work now, unless it is done."""
        if self.detach():
            self._work()


def _serving() -> None:
    global _server
    if _server != os.getpid():
        _server = os.getpid()
        with contextlib.suppress(RuntimeError):  # no thread can be started while the interpreter ends
            start_new_thread(_serve, ())


def _serve() -> None:
    while True:  # pragma: no cover  # nothing traces a thread that is not of `threading`'s
        came = _dropped.get()
        with contextlib.suppress(Exception):
            came.done() if isinstance(came, Last) else came()


def _at_end() -> None:
    if _server == os.getpid():  # pragma: no branch  # what the thread has begun would be cut off
        gate = allocate_lock()
        gate.acquire()
        _dropped.put(gate.release)
        with contextlib.suppress(KeyboardInterrupt):  # a caller that does not want to wait goes on
            gate.acquire(timeout=_END_SECONDS)
    for last in list(_kept.values())[::-1]:
        with contextlib.suppress(Exception, KeyboardInterrupt):
            last.done()


atexit.register(_at_end)
