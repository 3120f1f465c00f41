"""Tracebacks in IPython of dynclient's errors, and of what a user stops: the user's own lines and the message.

dynclient's own lines, and those below, are left out.
"""

from __future__ import annotations

import copy
import os
import sys
import traceback
from asyncio import CancelledError
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

_INSIDE = str(Path(__file__).parents[2]) + os.sep
_STOPS = (KeyboardInterrupt, CancelledError)  # a notebook's stop cancels a cell that awaits
_NOTE = "(%tb Verbose shows the whole traceback)"


def lengthen_stops(shell: Any) -> None:
    """Have IPython show a stop as it does by itself, unless somebody else has a handler there now."""
    if shell.custom_exceptions == _STOPS:
        shell.set_custom_exc((), None)


def shorten_stops(shell: Any) -> None:
    """Have IPython show a stop as it shows dynclient's errors, unless somebody has a handler for exceptions there."""
    if not shell.custom_exceptions:
        shell.set_custom_exc(_STOPS, _stopped)


def _stopped(shell: Any, kind: type, stop: Any, trace: TracebackType, tb_offset: int | None = None) -> None:
    """Show a stop; IPython's handler of exceptions, which shows the traceback itself."""
    if outside(trace) is not trace:
        stop._render_traceback_ = partial(rendered, stop)
    shell.showtraceback((kind, stop, trace), tb_offset=tb_offset, running_compiled_code=True)


def rendered(error: BaseException) -> list[str]:
    """Return what IPython shows of an error; all of it in its mode Verbose, which `%tb Verbose` is for once."""
    shell = _shell()
    if shell is None:
        return traceback.format_exception(error)
    show, trace = shell.InteractiveTB, error.__traceback__
    if show.mode == "Verbose":
        return list(show.structured_traceback(type(error), error, trace))
    # A copy has neither cause nor context: those are of httpx, of the system, or of what dynclient tried first.
    return [*show.structured_traceback(type(error), copy.copy(error), outside(trace)), _NOTE]


def outside(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback up to where dynclient was called; the same one where dynclient was not, or by nobody else."""
    kept = []
    step = trace
    while step is not None and not step.tb_frame.f_code.co_filename.startswith(_INSIDE):
        kept.append(step)
        step = step.tb_next
    if step is None or not kept:
        return trace
    out: TracebackType | None = None
    for step in reversed(kept):
        out = TracebackType(out, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return out


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module else None
