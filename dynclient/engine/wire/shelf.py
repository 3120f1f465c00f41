"""The connections of a pool, for both shells: how many may be open, and which are idle."""

from __future__ import annotations

import contextlib
import gc
import itertools
import time
import weakref
from collections import deque
from typing import Any, Generic, TypeVar

import httpx

from dynclient.engine.reach.address import Address
from dynclient.engine.wire.pipe import Connection
from dynclient.engine.wire.talk import PIECE
from dynclient.errors import DynclientError

# An idle connection costs the engine little, and a new one over TLS or ssh costs much.
LIMITS = httpx.Limits(max_connections=100, keepalive_expiry=60)
# sshd drops connections at random from the tenth on that logs in at once (sshd_config, MaxStartups).
SSH_LIMITS = httpx.Limits(max_connections=10, keepalive_expiry=600)

SWEEP_SECONDS = 5.0

P = TypeVar("P", bound=Connection)


class Place:
    """A place among the connections of a pool: of one that is open, is made, or is waited for.

    It counts for as long as something refers to it: nobody has to give it back, whatever interrupts its owner.

    Attributes:
        number: the order in which places were asked for.
        pipe: the connection that has it, once there is one.
    """

    __slots__ = ("__weakref__", "number", "pipe")

    def __init__(self, number: int) -> None:
        self.number = number
        self.pipe: weakref.ref[Any] | None = None


class Shelf(Generic[P]):
    """The connections that are open, and those of them that are idle, the last one used on top.

    Threads share it without a lock, for Ctrl-C would leave one taken: each change is one step of a dict or a deque, and
    what two steps may leave between them harms nobody.

    Args:
        limits: how many there may be, and for how long they stay idle.
    """

    def __init__(self, limits: httpx.Limits) -> None:
        self._most, self._most_idle = limits.max_connections, limits.max_keepalive_connections
        self._expiry = limits.keepalive_expiry
        self._places: dict[int, weakref.ref[Place]] = {}
        self._numbers = itertools.count()
        self._idle: deque[tuple[P, float]] = deque()
        self._cleared = False
        self._swept = 0.0

    def sweep(self) -> None:
        """Free what answers hold that were dropped unread: each of httpx's refers to itself, and awaits collection."""
        now = time.monotonic()
        if now >= self._swept + SWEEP_SECONDS:
            self._swept = now
            gc.collect()

    def idle(self) -> P | None:
        """Return an idle connection that the engine has not closed meanwhile; close those that are not fit for use."""
        self._expire()
        while (pipe := self._popped()) is not None:
            if not pipe.is_readable():
                return pipe
            self.drop(pipe)
        return None

    def _popped(self) -> P | None:
        try:
            return self._idle.pop()[0]
        except IndexError:
            return None

    def ask(self) -> Place:
        """Return a place at the end of the queue; it is to be filled or left."""
        place = Place(next(self._numbers))
        self._places[place.number] = weakref.ref(place)
        return place

    def is_granted(self, place: Place) -> bool:
        """Return whether a connection may be made: fewer than the limit have asked before.

        Raises:
            DynclientError: all were closed.
        """
        if self._cleared:
            raise DynclientError("this client is closed")
        if self._most is None:
            return True
        before = [number for number in self._taken() if number < place.number]
        return len(before) < self._most

    def _taken(self) -> list[int]:
        """Return the places that are taken, and forget those whose owner is gone."""
        taken = []
        for number, reference in list(self._places.items()):
            if reference() is None:
                self._places.pop(number, None)
            else:
                taken.append(number)
        return taken

    def fill(self, place: Place, pipe: P) -> None:
        """Note the connection that has been made for a place."""
        pipe.piece = PIECE
        pipe.place, place.pipe = place, weakref.ref(pipe)

    def leave(self, place: Place) -> None:
        """Leave a place to others."""
        self._places.pop(place.number, None)

    def keep(self, pipe: P) -> None:
        """Take back a connection that can be used again."""
        self._expire()
        if self._most_idle is not None and len(self._idle) >= self._most_idle:
            self.drop(pipe)
            return
        self._idle.append((pipe, time.monotonic()))
        if self._cleared:
            self.clear()

    def drop(self, pipe: P) -> None:
        """Close a connection."""
        self.leave(pipe.place)
        pipe.close()

    def clear(self) -> None:
        """Close all, those in use too; no more are made."""
        self._cleared = True
        self._idle.clear()
        for reference in list(self._places.values()):
            place = reference()
            pipe = place.pipe() if place is not None and place.pipe is not None else None
            if pipe is not None:
                self.drop(pipe)

    def _expire(self) -> None:
        if self._expiry is None:
            return
        oldest = time.monotonic() - self._expiry
        with contextlib.suppress(IndexError, ValueError):  # another thread has taken it
            while self._idle and (first := self._idle[0])[1] <= oldest:
                self._idle.remove(first)
                self.drop(first[0])


def limits_for(address: Address, limits: httpx.Limits | None) -> httpx.Limits:
    """Return the limits for an address: what is usual for it where none are given."""
    return limits or (SSH_LIMITS if address.ssh is not None else LIMITS)
