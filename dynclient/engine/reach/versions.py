"""Which version of the API stands in the URLs: a pinned one, none, or what the engine and the document share."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
import weakref
from typing import Any, NamedTuple

from dynclient.document import limits

_NUMBER = rf"[0-9]{{1,{limits.VERSION_DIGITS}}}"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}")
# How long to wait for another's answer before asking as well: what hangs there need not hang here.
_PATIENCE_SECONDS = 10.0
_LOOK_SECONDS = 0.25


class Versions:
    """The version that all clients on one connection have agreed on with the engine.

    The one changing value of a client: unknown until the first call has asked, and again after the engine refused it.

    Args:
        pinned: a version, `auto` to ask the engine, or nothing for URLs without one.
        origin: where a pinned one comes from, such as `$DOCKER_API_VERSION`.

    Attributes:
        engine: what the engine calls itself, once it was asked: `Docker/26.1.5 (linux)`.
        asks: whether the version is what both sides speak, and not pinned.
    """

    def __init__(self, pinned: str | None, origin: str = "") -> None:
        self.prefix: str | None = None if pinned == "auto" else f"/v{pinned}" if pinned else ""
        self.origin = origin if self.prefix else ""
        self.engine = ""
        self.asks = pinned == "auto"
        self._asking: dict[Any, weakref.ref[Turn]] = {}

    @property
    def name(self) -> str:
        """The version in words."""
        return "not asked yet" if self.prefix is None else self.prefix.removeprefix("/v") or "none"

    def forget(self) -> None:
        """Have the next call ask again, unless the version is pinned: another engine may have come to the address."""
        if self.asks:
            self.prefix = None

    def turn(self) -> Turn:
        """Return what to enter before the engine is asked, and to leave afterwards, however that ends."""
        return Turn(self._asking)


class Turn:
    """A turn to ask the engine: while one has it, others wait, within limits, for asking twice does no harm.

    Ctrl-C may come between any two instructions. So nothing is held that only the interrupted code could give back: a
    turn is made before it is taken, taking it is one step of a dict, and one whose owner is gone counts for nothing.

    Args:
        asking: the turns that are taken: by process, since a fork copies another thread's, and by event loop.
    """

    def __init__(self, asking: dict[Any, weakref.ref[Turn]]) -> None:
        self._asking, self._own = asking, weakref.ref(self)
        self._thread = threading.get_ident()
        self._key: Any = None
        self._gate = threading.Lock()  # open once the turn is over
        self._gate.acquire()
        self._left: Any = None  # the same, to be awaited

    def enter(self, seconds: float | None) -> None:
        """Wait until no other thread asks the engine.

        Args:
            seconds: how long to wait at most.

        Raises:
            TimeoutError: it took longer.
        """
        self._key, begun = os.getpid(), time.monotonic()
        # The same thread has it where it was interrupted, or where this is the handler of a signal: both may ask.
        while (owner := self._owner()) is not None and owner._thread != self._thread:
            gate, owner = owner._gate, None  # a waiter keeps no owner alive
            waited = time.monotonic() - begun
            if seconds is not None and waited >= seconds:
                raise TimeoutError
            if waited >= _PATIENCE_SECONDS:
                return
            left = _LOOK_SECONDS if seconds is None else min(_LOOK_SECONDS, seconds - waited)
            if gate.acquire(timeout=left):
                gate.release()

    async def aenter(self, seconds: float | None) -> None:
        """Wait until no other task asks the engine; as `enter`, by event loop."""
        import asyncio

        self._key, self._left = (os.getpid(), asyncio.get_running_loop()), asyncio.Event()
        begun = time.monotonic()
        async with asyncio.timeout(seconds):
            while (owner := self._owner()) is not None and time.monotonic() - begun < _PATIENCE_SECONDS:
                left, owner = owner._left, None
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(left.wait(), _LOOK_SECONDS)

    def leave(self) -> None:
        """End the turn, or the wait for it."""
        if self._asking.get(self._key) is self._own:
            self._asking.pop(self._key, None)
        self._gate.release()
        if self._left is not None:
            self._left.set()

    def _owner(self) -> Turn | None:
        """Take the turn, and return None; or return the one that has it."""
        taken = self._asking.setdefault(self._key, self._own)
        if taken is not self._own and (owner := taken()) is not None:
            return owner
        self._asking[self._key] = self._own  # in place of one that is gone, too
        return None


class Range(NamedTuple):
    """The versions that one side speaks.

    Attributes:
        oldest: the first of them, or nothing where that is not known.
        newest: the last of them, likewise.
    """

    oldest: str
    newest: str

    def __str__(self) -> str:
        if self.oldest == self.newest:
            return self.newest or "versions that it does not tell"
        if self.oldest and self.newest:
            return f"{self.oldest} to {self.newest}"
        return f"{self.newest} at most" if self.newest else f"{self.oldest} at least"


def is_version(text: Any) -> bool:
    """Return whether something is a version such as `1.45`."""
    return isinstance(text, str) and _VERSION.fullmatch(text) is not None


def checked_version(version: Any, origin: str) -> str:
    """Return a version that is to be pinned, without its letter.

    Raises:
        ValueError: it is none.
    """
    # A float is refused too: 1.40 would be 1.4.
    if not isinstance(version, str) or not is_version(version.removeprefix("v")):
        raise ValueError(f'{origin}={version!r}: expected "auto", None or a version such as "1.45"')
    return version.removeprefix("v")


def numbers(version: str) -> tuple[int, ...]:
    """Return what versions are compared by."""
    return tuple(map(int, re.findall(_NUMBER, version)))


def mismatch(said: str, engine: Range, own: Range, versions: Versions) -> str:
    """Return the text of what is wrong between an engine and a document, and what to do.

    Args:
        said: the engine's own words, or ours.
        engine: what it speaks.
        own: what the document may be used for.
        versions: what was asked for.
    """
    pinned = f"; {versions.origin} pins {versions.name}" if versions.origin else ""
    return f"{said}\n  The engine speaks {engine}, the document {own}{pinned}.\n  {_advice(engine, own, versions)}"


def _advice(engine: Range, own: Range, versions: Versions) -> str:
    low = max(engine.oldest or own.oldest, own.oldest, key=numbers)
    high = min(engine.newest or own.newest, own.newest, key=numbers)
    if numbers(low) > numbers(high):
        return "Load a document of a version that the engine speaks with spec=."
    other = ', or leave it to version="auto"' if versions.origin else ""
    return f'Pin one that both speak, such as version="{high}"{other}.'
