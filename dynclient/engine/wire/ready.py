"""Wait until a socket can be read or written: by poll, and by select where there is no poll, as on Windows."""

from __future__ import annotations

import select
from typing import Protocol

# As poll has them; select has no such numbers.
READ, WRITE = 1, 4


class Socket(Protocol):
    """What has a file descriptor."""

    def fileno(self) -> int:
        """Return the file descriptor."""


def _polled(sock: Socket, events: int, seconds: float | None) -> int:
    poll = select.poll()
    poll.register(sock, events)
    found = poll.poll(None if seconds is None else seconds * 1000)
    return found[0][1] if found else 0


def _selected(sock: Socket, events: int, seconds: float | None) -> int:
    # A connection that was refused is neither readable nor writable on Windows, but in the third list.
    readable, writable, failed = select.select(
        [sock] if events & READ else [], [sock] if events & WRITE else [], [sock], seconds
    )
    return (READ if readable else 0) | (WRITE if writable else 0) | (events if failed else 0)


# select refuses numbers above 1023 where there is a poll, and none on Windows.
_how = _polled if hasattr(select, "poll") else _selected


def ready(sock: Socket, events: int, seconds: float | None) -> int:
    """Return the events that a socket is ready for, with what the system adds to them, or 0 where the time is over.

    Args:
        sock: the socket.
        events: `READ`, `WRITE`, or both.
        seconds: how long to wait, or None: until it is.
    """
    return _how(sock, events, seconds)
