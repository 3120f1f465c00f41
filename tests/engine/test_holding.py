"""A lock is given back whatever interrupts its owner, which `with` does not do on every Python."""

from __future__ import annotations

import random
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

import dynclient
from dynclient.engine.wire.holding import RLock, within


class Bell(KeyboardInterrupt):
    """An exception that stands for Ctrl-C."""


def test_what_a_function_returns_is_returned_and_the_lock_given_back() -> None:
    lock = RLock()
    assert within(lock, lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        within(lock, lambda: 1 // 0)
    assert is_free(lock)


def is_free(lock: Any) -> bool:
    """Return whether another thread can have a lock."""
    had: list[bool] = []

    def have() -> None:
        had.append(lock.acquire(timeout=0.01))
        if had[0]:
            lock.release()

    thread = threading.Thread(target=have)
    thread.start()
    thread.join()
    return had[0]


def test_a_lock_that_another_thread_has_is_waited_for_and_left_to_it() -> None:
    lock, begun, end = RLock(), threading.Event(), threading.Event()
    owner = threading.Thread(target=lambda: within(lock, lambda: (begun.set(), end.wait(10))))
    owner.start()
    begun.wait(10)
    assert within(lock, lambda: 5, 0.01) is None
    assert not is_free(lock)
    end.set()
    assert within(lock, lambda: 5) == 5
    owner.join()


def test_the_thread_that_has_it_may_have_it_again() -> None:
    lock = RLock()
    assert within(lock, lambda: (within(lock, lambda: 5), is_free(lock))) == (5, False)
    assert is_free(lock)


def test_no_interruption_leaves_it_taken() -> None:
    armed = False

    def ring(*_: object) -> None:
        if armed:
            raise Bell

    lock, rung, old = RLock(), 0, signal.signal(signal.SIGALRM, ring)
    try:
        for number in range(2000):
            try:
                armed = True
                signal.setitimer(signal.ITIMER_REAL, 1e-5 + random.Random(number).random() * 1e-4)
                while True:
                    within(lock, int)
            except Bell:
                armed = False
                rung += 1
            if number % 100 == 0:
                assert is_free(lock)
            assert not lock._is_owned()  # type: ignore[attr-defined]
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
    assert rung == 2000


@pytest.mark.parametrize("step", ["acquire", "release"])
def test_an_interruption_inside_of_acquire_or_release_keeps_its_error(step: str) -> None:
    class Lock:
        def __init__(self) -> None:
            self.real = RLock()

        def acquire(self, timeout: float) -> bool:
            if step == "acquire":
                raise Bell
            return self.real.acquire(timeout=timeout)

        def release(self) -> None:
            self.real.release()
            if step == "release":
                raise Bell

    with pytest.raises(Bell):
        within(lock := Lock(), int)  # type: ignore[arg-type]
    assert is_free(lock.real)


def test_no_lock_of_threads_is_taken_in_another_way() -> None:
    taken = "Lock()", ".acquire(", "with self._lock"
    home = Path(dynclient.__file__).parent
    found = {
        (str(path.relative_to(home)), line.strip())
        for path in home.rglob("*.py")
        for line in path.read_text().splitlines()
        if any(word in line for word in taken) and "RLock()" not in line and "asyncio.Lock()" not in line
    }
    # A gate belongs to the one who waits at it, who makes and drops it.
    assert {line for path, line in found if path != "engine/wire/holding.py"} == {
        "gate, told = threading.Lock(), False",
        "gate.acquire()",
        "gate.acquire(timeout=_END_SECONDS)",
        "told = gate.acquire(timeout=LOOK_SECONDS if left is None else min(left, LOOK_SECONDS))",
        "self._gate = threading.Lock()  # open once the turn is over",
        "self._gate.acquire()",
        "if gate.acquire(timeout=left):",
    }
