"""Programs that tests start: as they begin in a terminal, whatever pytest was started by, and never left behind."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

SECONDS = 60


def listen_to_ctrl_c() -> None:
    """Let the process of a child be interrupted: `nohup`, `&` in a script and some CI have SIGINT ignored, for good."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(*command: Any, **settings: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a program that is killed at the end of the block, or after a minute, so that no read waits for ever."""
    with subprocess.Popen([str(word) for word in command], preexec_fn=listen_to_ctrl_c, **settings) as process:
        limit = Timer(SECONDS, process.kill)
        limit.start()
        try:
            yield process
        finally:
            limit.cancel()
            process.kill()
