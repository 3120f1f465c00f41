"""How values are shown in notebooks and IPython: by the faces, which the front door hands in.

No layer below the faces imports them: values do not depend on how they are drawn.
"""

from __future__ import annotations

from typing import Any, Protocol


class Faces(Protocol):
    """The functions that draw values and show progress."""

    def html(self, value: Any) -> str:
        """Return the HTML of a value."""

    def pretty(self, value: Any, printer: Any) -> None:
        """Write a value to IPython's printer of plain text."""

    def frame(self, value: Any) -> Any:
        """Return a list as a `pandas.DataFrame`."""

    def traceback(self, error: BaseException) -> list[str]:
        """Return the lines that IPython shows for an error."""

    def bars(self) -> Any:
        """Return a progress display for this notebook or terminal; None if none can be drawn."""

    def recipes(self) -> type:
        """Return the class whose methods are the clients' recipes, for messages that name them."""


_handed_in: Faces


def hand_in(faces: Faces) -> None:
    """Draw values with these faces from now on."""
    global _handed_in
    _handed_in = faces


def faces() -> Faces:
    """Return the faces that the front door handed in, which it does before any value can exist."""
    return _handed_in


class Drawn:
    """A value that a notebook shows as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return _handed_in.html(self)


def pretty(value: Any, printer: Any, cycle: bool) -> None:
    """Write a value to IPython's printer; for `_repr_pretty_`, which must stand in the class that has `__repr__`."""
    _handed_in.pretty(value, printer)
