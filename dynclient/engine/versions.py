"""Which version of the API stands in the URLs: a pinned one, none, or what the engine and the document share."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

_VERSION = re.compile(r"\d+\.\d+")


class Versions:
    """Remember, for all clients on one connection, which version they and the engine have agreed on.

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
        self.engine = ""  # as the first answer names it
        self.engine = ""
        self.asks = pinned == "auto"
        self._turns: dict[int, threading.Lock] = {}
        self._loops: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    @property
    def name(self) -> str:
        """The version in words."""
        return "not asked yet" if self.prefix is None else self.prefix.removeprefix("/v") or "none"

    def forget(self) -> None:
        """Have the next call ask again, unless the version is pinned: another engine may have come to the address."""
        if self.asks:
            self.prefix = None

    def turn(self, seconds: float | None) -> Callable[[], None]:
        """Wait until no other thread asks the engine, and give what ends the turn.

        Args:
            seconds: how long to wait at most.

        Raises:
            TimeoutError: it took longer.
        """
        # By process: a fork copies a lock as another thread held it, which nobody in the child would release.
        lock = self._turns.setdefault(os.getpid(), threading.Lock())
        if not lock.acquire(timeout=-1 if seconds is None else seconds):
            raise TimeoutError
        return lock.release

    async def aturn(self, seconds: float | None) -> Callable[[], None]:
        """Wait until no other task asks the engine; as `turn`, by event loop."""
        import asyncio

        loop = asyncio.get_running_loop()
        lock: asyncio.Lock = self._loops.setdefault(loop, asyncio.Lock())
        async with asyncio.timeout(seconds):
            await lock.acquire()
        return lock.release


class Range(NamedTuple):
    """Be the versions that one side speaks.

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
    """Tell whether something is a version such as `1.45`."""
    return isinstance(text, str) and _VERSION.fullmatch(text) is not None


def checked_version(version: Any, origin: str) -> str:
    """Give a version that is to be pinned, without its letter.

    Raises:
        ValueError: it is none.
    """
    # A float is refused too: 1.40 would be 1.4.
    if not isinstance(version, str) or not is_version(version.removeprefix("v")):
        raise ValueError(f'{origin}={version!r}: expected "auto", None or a version such as "1.45"')
    return version.removeprefix("v")


def numbers(version: str) -> tuple[int, ...]:
    """Give what versions are compared by."""
    return tuple(map(int, re.findall(r"\d+", version)))


def mismatch(said: str, engine: Range, own: Range, versions: Versions) -> str:
    """Write what is wrong between an engine and a document, and what to do.

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
