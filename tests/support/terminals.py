"""Programs on a terminal of their own."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Sequence

SECONDS = 30


def on_terminal(
    command: Sequence[str], *, keys: bytes = b"", until: bytes = b"", **environment: str
) -> tuple[int, bytes]:
    """Run a program on a terminal of its own, and return its status and all that stands there.

    Args:
        command: the path of the program, and its arguments.
        keys: typed once `until` stands on the terminal.
        environment: variables besides those of the tests.
    """
    pid, terminal = pty.fork()
    if not pid:  # pragma: no cover  # the child, which becomes the program
        os.execve(command[0], command, {**os.environ, "TERM": "xterm", "COLUMNS": "150", **environment})
    shown = b""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if keys and until in shown:
            os.write(terminal, keys)
            keys = b""
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            shown += piece
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown
