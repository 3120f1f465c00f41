"""The pool between two steps: what another thread may have done meanwhile."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from dynclient.engine.reach.address import parse_address
from dynclient.engine.wire.shelf import Shelf
from dynclient.engine.wire.transport import Transport


class FakePipe:
    """A connection that is open until it is closed."""

    def __init__(self) -> None:
        self.place: Any = None
        self.piece, self.closed = 0, False

    def is_readable(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


def shelf_of(**limits: Any) -> Any:
    return Shelf(httpx.Limits(**limits))


def filled(shelf: Any) -> FakePipe:
    pipe, place = FakePipe(), shelf.ask()
    assert shelf.is_granted(place)
    shelf.fill(place, pipe)
    return pipe


def test_a_connection_that_comes_back_after_the_end_is_closed() -> None:
    shelf = shelf_of()
    place, pipe = shelf.ask(), FakePipe()
    shelf.clear()
    shelf.fill(place, pipe)  # it was made meanwhile
    shelf.keep(pipe)
    assert (pipe.closed, shelf.idle()) == (True, None)


def test_one_that_another_thread_has_taken_is_not_dropped() -> None:
    shelf = shelf_of(keepalive_expiry=0)
    pipe = filled(shelf)

    class Racing(list[Any]):
        def remove(self, _: Any) -> None:
            raise ValueError

    shelf._idle = Racing([(pipe, 0.0)])
    shelf._expire()
    assert not pipe.closed


def test_without_a_time_idle_ones_stay() -> None:
    shelf = shelf_of(keepalive_expiry=None)
    pipe = filled(shelf)
    shelf.keep(pipe)
    assert shelf.idle() is pipe


def test_without_a_limit_every_place_is_granted() -> None:
    shelf = shelf_of(max_connections=None)
    assert all(shelf.is_granted(shelf.ask()) for _ in range(200))


def test_a_place_that_nobody_holds_counts_for_nothing() -> None:
    shelf = shelf_of(max_connections=1)
    shelf.ask()
    assert shelf.is_granted(shelf.ask())


def test_places_are_granted_in_the_order_in_which_they_were_asked_for() -> None:
    shelf = shelf_of(max_connections=1)
    first, second = shelf.ask(), shelf.ask()
    assert (shelf.is_granted(second), shelf.is_granted(first)) == (False, True)
    shelf.leave(first)
    assert shelf.is_granted(second)


def test_garbage_is_collected_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr("dynclient.engine.wire.shelf.gc.collect", lambda: collected.append(1))
    shelf = shelf_of()
    shelf.sweep()
    shelf.sweep()
    assert collected == [1]


def test_a_waiter_that_is_told_and_looks_no_more_tells_the_next() -> None:
    pool = Transport(parse_address("unix:///nowhere.sock", "test"), None, None)
    told, next_one = threading.Lock(), threading.Lock()
    for gate in (told, next_one):
        gate.acquire()
        pool._waiting.append(gate)
    pool._tell()
    pool._quit(told)
    assert (told.locked(), next_one.locked(), len(pool._waiting)) == (False, False, 0)
    pool._tell()
    pool.close()


def test_a_waiter_takes_what_has_become_idle_meanwhile() -> None:
    pool = Transport(parse_address("unix:///nowhere.sock", "test"), None, httpx.Limits(max_connections=1))
    pipe = filled(pool._shelf)
    place = pool._shelf.ask()
    pool._shelf.keep(pipe)  # type: ignore[arg-type]
    assert pool._waited(place, 0) is pipe
