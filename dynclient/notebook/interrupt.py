"""A notebook's stop button while a cell awaits."""

from __future__ import annotations

import asyncio
import contextlib
import signal


def let_in(loop: asyncio.AbstractEventLoop) -> None:
    """Have a kernel's event loop wake for a signal.

    ipykernel cancels a cell that awaits by a callback that its handler of SIGINT adds, but nothing wakes the loop for
    it (7.4: `await asyncio.sleep(20)` is cancelled after 20 s). A loop that has a handler of its own, for whatever
    signal, wakes for all; SIGURG does nothing otherwise.
    """
    # Only the main thread may; and not every loop can.
    with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
        loop.add_signal_handler(signal.SIGURG, lambda: None)
