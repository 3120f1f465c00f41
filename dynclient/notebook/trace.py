"""Tracebacks of dynclient's errors in IPython: the user's own lines and the message, without dynclient's inside."""

from __future__ import annotations

import copy
import os
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dynclient.errors import DynclientError

_INSIDE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_NOTE = "(%tb Verbose shows the whole traceback)"


def rendered(error: DynclientError) -> list[str]:
    """Give what IPython shows of an error; all of it in its mode Verbose, which `%tb Verbose` is for once."""
    shell = _shell()
    if shell is None:
        return traceback.format_exception(error)
    show, trace = shell.InteractiveTB, error.__traceback__
    if show.mode == "Verbose":
        return list(show.structured_traceback(type(error), error, trace))
    # A copy has neither cause nor context: those are of httpx, of the system, or of what dynclient tried first.
    return [*show.structured_traceback(type(error), copy.copy(error), outside(trace)), _NOTE]


def outside(trace: TracebackType | None) -> TracebackType | None:
    """Give a traceback up to where dynclient was called; the whole one where nobody else called it."""
    kept = []
    step = trace
    while step is not None and not step.tb_frame.f_code.co_filename.startswith(_INSIDE):
        kept.append(step)
        step = step.tb_next
    out: TracebackType | None = None
    for step in reversed(kept):
        out = TracebackType(out, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return out or trace


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module else None
