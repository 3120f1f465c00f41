"""What `%load_ext dynclient` sets up in an IPython, and `%unload_ext dynclient` takes back."""

from __future__ import annotations

from typing import Any

from dynclient.faces.notebook.completion import complete
from dynclient.faces.notebook.trace import lengthen_stops, shorten_stops


def load(shell: Any) -> None:
    """Set up completion and short tracebacks; a second time changes nothing."""
    matchers = shell.Completer.custom_matchers
    if complete not in matchers:
        matchers.append(complete)
    shorten_stops(shell)


def unload(shell: Any) -> None:
    """Undo what `load` set up."""
    matchers = shell.Completer.custom_matchers
    if complete in matchers:
        matchers.remove(complete)
    lengthen_stops(shell)
