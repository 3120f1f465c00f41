"""Standard input to a connection that is talked on, and a terminal of ours to one of a container's."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dynclient.errors import DynclientError

if TYPE_CHECKING:
    from dynclient.client.streams import Duplex

_PIECE = 64 * 1024


@contextlib.contextmanager
def talked_through(duplex: Duplex) -> Iterator[None]:
    """Send standard input on while the block runs; between two terminals each key as it is typed, and the size too."""
    threading.Thread(target=_feed, args=(duplex, sys.stdin.fileno()), daemon=True).start()
    if duplex.framed or not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield
        return
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin.fileno())
    followed = signal.signal(signal.SIGWINCH, lambda *_: _resize(duplex))
    try:
        tty.setraw(sys.stdin.fileno())
        _resize(duplex)
        yield
    finally:
        signal.signal(signal.SIGWINCH, followed)
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)


def _feed(duplex: Duplex, source: int) -> None:
    """Copy a file descriptor to a connection, and end the connection's input with it."""
    # Not by sys.stdin, whose lock a thread that waits would hold at the interpreter's end.
    with contextlib.suppress(DynclientError, OSError):  # the other side has ended, which the reader sees
        while data := os.read(source, _PIECE):
            duplex.write(data)
        duplex.close_stdin()


def _resize(duplex: Duplex) -> None:
    size = shutil.get_terminal_size()
    with contextlib.suppress(DynclientError):  # what has just ended has no size
        duplex.resize(size.lines, size.columns)
