"""Removing a container that nobody waits for any more: bounded in time, and never in place of the error under way."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from typing import TYPE_CHECKING, Any

from dynclient.client.conversation import Conversation, Do
from dynclient.errors import Conflict, DynclientError, NotFound

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller

# How long an interrupted recipe waits for its clearing on an engine; then a thread goes on with it.
GRACE_SECONDS = 3.0
# How long a close that nobody has interrupted waits: an engine that is busy takes its time for a kill.
_CLOSING_SECONDS = 15.0
_BACKGROUND_SECONDS = 60.0
_PAUSE_SECONDS = 0.05
# How often a container that may be about to be made is looked for on an engine that answers.
_LOOKS = 10


def is_async(caller: Caller) -> bool:
    """Return whether what a caller does is awaited."""
    return caller.sender.awaited


def pausing(caller: Caller, seconds: float) -> Do:
    """Ask to wait."""
    if not is_async(caller):
        return Do(time.sleep, (seconds,))
    import asyncio

    return Do(asyncio.sleep, (seconds,))


def removed(caller: Caller, container: str) -> Conversation[None]:
    """Remove a container with its unnamed volumes, whatever state it is in."""
    with contextlib.suppress(NotFound, Conflict):  # it is gone, or going
        yield from caller.call("ContainerDelete", (container,), {"force": True, "v": True})


def discarded(caller: Caller, container: str, error: BaseException | None = None) -> Conversation[None]:
    """Remove a container for which there is no time; what is not done soon goes on in a thread.

    Args:
        caller: whose it is.
        container: its id.
        error: what is under way, which nothing here replaces but a further interruption; it is told what is left.
    """
    seconds = _CLOSING_SECONDS if error is None else GRACE_SECONDS
    limited = caller.with_options(timeout=seconds)
    yield from _soon(caller, removed(limited, container), container, error, late=False)


def discarded_late(caller: Caller, name: str, error: BaseException) -> Conversation[None]:
    """Remove a container that the engine may be about to make; as `discarded`."""
    limited = caller.with_options(timeout=GRACE_SECONDS)
    yield from _soon(caller, _looked_for(limited, name), name, error, late=True)


def _looked_for(caller: Caller, name: str) -> Conversation[None]:
    for _ in range(_LOOKS):
        with contextlib.suppress(NotFound):
            yield from caller.call("ContainerDelete", (name,), {"force": True, "v": True})
            return
        yield pausing(caller, _PAUSE_SECONDS)


def _soon(
    caller: Caller, work: Conversation[None], container: str, error: BaseException | None, *, late: bool
) -> Conversation[None]:
    try:
        yield from work
    except BaseException as failed:
        told = _handed_over(caller, container, late)
        if not isinstance(failed, Exception):  # a caller that interrupts once more waits no longer
            raise
        if error is not None:
            from dynclient.document.legible import legible

            error.add_note(legible(told))


def _handed_over(caller: Caller, container: str, late: bool) -> str:
    """Have a thread go on with a removal on connections of its own; return what to say about it."""
    left = f"the container {container} may be left on the engine"
    other = caller.apart()
    if other is None:
        return left
    # A daemon, for a program that ends does not wait for an engine that hangs.
    threading.Thread(target=_goes_on, args=(other, container, late), daemon=True, name="dynclient discard").start()
    return f"{left}: it did not answer in time, and is still asked to remove it as long as this program runs"


def _goes_on(caller: Caller, container: str, late: bool) -> None:
    """Try to remove a container until it is gone, or the time is over."""
    end, pause = time.monotonic() + _BACKGROUND_SECONDS, _PAUSE_SECONDS
    limited = caller.with_options(timeout=GRACE_SECONDS)
    while time.monotonic() < end and not limited.sender.closed:
        with contextlib.suppress(DynclientError):
            limited.sender.drive(_looked_for(limited, container) if late else removed(limited, container))
            return
        time.sleep(pause)
        pause = min(2 * pause, 2.0)


def abandoned(caller: Caller, container: str, process: int) -> None:
    """Remove a container whose `Running` is dropped, on a connection of its own: the client may be closed by then.

    By a thread, for the collector comes in the middle of anything; when the program ends there are no more threads.
    """
    other = caller.apart()
    if other is None or os.getpid() != process:  # a forked child drops what is its parent's
        return
    other = other.with_options(timeout=_CLOSING_SECONDS)

    def remove() -> Any:
        with contextlib.suppress(DynclientError):
            other.sender.drive(removed(other, container))

    if threading.main_thread().is_alive():
        threading.Thread(target=remove, name="dynclient discard").start()
    else:
        remove()
