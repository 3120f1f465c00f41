"""How values show themselves in a notebook and in IPython: by the faces, which the front door hands in.

No layer below the faces imports them: what a value is does not depend on how it is drawn.
"""

from __future__ import annotations

from typing import Any, Protocol


class Faces(Protocol):
    """What draws values, and shows how far calls are."""

    def html(self, value: Any) -> str:
        """Return the HTML of a value."""

    def pretty(self, value: Any, printer: Any) -> None:
        """Write a value to IPython's printer of plain text."""

    def frame(self, value: Any) -> Any:
        """Return a list as a `pandas.DataFrame`."""

    def traceback(self, error: BaseException) -> list[str]:
        """Return the lines that IPython shows of an error."""

    def bars(self) -> Any:
        """Return a display of progress for this notebook or terminal; None where none can be drawn."""

    def recipes(self) -> type:
        """Return the class whose methods are the calls of the clients' own, for what says their names."""


_handed_in: Faces


def hand_in(faces: Faces) -> None:
    """Have values drawn by these faces from now on."""
    global _handed_in
    _handed_in = faces


def faces() -> Faces:
    """Return what the front door has handed in; it does so before any value can be made."""
    return _handed_in


class Drawn:
    """A value that a notebook shows as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return _handed_in.html(self)


def pretty(value: Any, printer: Any, cycle: bool) -> None:
    """Write a value to IPython's printer; for `_repr_pretty_`, which has to stand in the class that has `__repr__`."""
    _handed_in.pretty(value, printer)
