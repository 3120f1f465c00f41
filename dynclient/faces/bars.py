"""Bars for how far a call is: in a terminal, by rich, and in a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from dynclient.client.progress import Step, notebook
from dynclient.document.legible import one_line
from dynclient.engine.wire.holding import RLock, within
from dynclient.faces.forms import size

PATIENCE = 0.3  # seconds that a call may take without a bar
_PAUSE = 0.1  # seconds between two pictures of a notebook
_ROWS = 40


class Row(NamedTuple):
    """One line: what it is about, what happens to it, and how far that is.

    Attributes:
        share: from 0 to 1; None where that is not known.
        amount: bytes or steps, in words.
    """

    name: str
    status: str
    share: float | None
    amount: str


class Bars:
    """What is known of one call: a line for each layer."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self._steps: dict[str, Step] = {}
        self._begun: dict[tuple[str, str], float] = {}

    def take(self, step: Step, now: float) -> None:
        """Take a step in; `now` is for the rate."""
        if not step.status and step.current is None:  # such as the digest at the end of a push
            return
        self._begun.setdefault((step.id, step.status), now)
        self._steps[step.id] = step
        self._now = now

    def rows(self) -> Iterator[Row]:
        """Yield the lines, the newest where they are many."""
        steps = [step for step in self._steps.values() if step.id] + [
            step for step in self._steps.values() if not step.id
        ]
        if len(steps) > _ROWS:
            yield Row("", f"… {len(steps) - _ROWS} more", None, "")
        for step in steps[-_ROWS:]:
            share = min(1.0, (step.current or 0) / step.total) if step.total else None
            yield Row(one_line(step.id, 40), one_line(step.status, 60), share, self._amount(step))

    def _amount(self, step: Step) -> str:
        if step.current is None:
            return ""
        detail = (step.message or {}).get("progressDetail")
        if isinstance(detail, Mapping) and detail.get("hidecounts"):
            return ""
        if step.message is not None and "stream" in step.message:
            return f"{step.current}/{step.total}"
        if step.unit:
            return f"{step.current}{f'/{step.total}' if step.total else ''} {one_line(step.unit, 10)}"
        if step.total:
            return f"{size(step.current)}/{size(step.total)}"
        passed = self._now - self._begun[step.id, step.status]
        return f"{size(step.current)}, {size(step.current / passed)}/s" if passed > 0.5 else size(step.current)


def bars() -> NotebookBars | TerminalBars | None:
    """Return bars for the notebook or the terminal that this runs in; None for a terminal without rich."""
    return NotebookBars() if notebook() else terminal_bars()


class _Shown:
    """What both kinds of bars share: nothing is shown of a call that is over soon."""

    def start(self, operation: str) -> None:
        """Begin to show a call."""
        self._bars = Bars(operation)
        self._since = time.monotonic()
        self._is_shown = False

    def update(self, step: Step) -> None:
        """Take a step in."""
        now = time.monotonic()
        self._bars.take(step, now)
        if self._is_shown or now - self._since >= PATIENCE:
            self._is_shown = True
            self._show(now)

    def stop(self, error: BaseException | None) -> None:
        """Leave the last state where it is."""
        if self._is_shown:
            self._end()

    if TYPE_CHECKING:

        def _show(self, now: float) -> None: ...

        def _end(self) -> None: ...


# --- terminal --------------------------------------------------------------------------------------


class _Board:
    """The bars of all calls that go on at once: a terminal has one place for them."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._shown: list[Bars] = []
        self._going = 0
        self._live: Any = None

    def join(self, bars: Bars) -> None:
        """Show a call's bars from now on."""
        within(self._lock, lambda: self._joined(bars))

    def _joined(self, bars: Bars) -> None:
        self._shown.append(bars)
        self._going += 1
        if self._live is None:
            console = import_module("rich.console").Console(file=sys.stderr)
            self._live = import_module("rich.live").Live(
                get_renderable=self._drawn, console=console, refresh_per_second=8
            )
            self._live.start()

    def leave(self) -> None:
        """Note that a call has ended; with the last one the picture stays as it is."""
        within(self._lock, self._one_left)

    def _one_left(self) -> None:
        self._going -= 1
        if self._going == 0:
            live, self._live = self._live, None
            live.stop()
            self._shown.clear()

    def _drawn(self) -> Any:
        bar_of, text_of = import_module("rich.progress_bar").ProgressBar, import_module("rich.text").Text
        table = import_module("rich.table").Table.grid(padding=(0, 2))
        for bars in list(self._shown):
            for row in list(bars.rows()):
                bar = "" if row.share is None else bar_of(total=1, completed=row.share, width=24)
                table.add_row(text_of(row.name or bars.operation), text_of(row.status), bar, text_of(row.amount))
        return table


_BOARD = _Board()


class TerminalBars(_Shown):
    """Bars in a terminal."""

    def _show(self, now: float) -> None:
        if not getattr(self, "_joined", False):
            self._joined = True
            _BOARD.join(self._bars)

    def _end(self) -> None:
        _BOARD.leave()


def terminal_bars() -> TerminalBars | None:
    """Return bars for a terminal; None where rich is not installed."""
    try:
        import_module("rich")
    except ImportError:
        return None
    return TerminalBars()


# --- notebook --------------------------------------------------------------------------------------


class NotebookBars(_Shown):
    """Bars below a notebook's cell."""

    _handle: Any = None
    _last = 0.0

    def _show(self, now: float) -> None:
        if now - self._last >= _PAUSE:
            self._last = now
            self._draw()

    def _end(self) -> None:
        self._draw()

    def _draw(self) -> None:
        self._handle = shown("HTML", self._handle, bars_html(self._bars))


def shown(kind: str, handle: Any, data: Any, **how: Any) -> Any:
    """Show something below a notebook's cell, in the place of what the handle has shown, and return the handle.

    Args:
        kind: a class of `IPython.display`.
        handle: None for a place of its own.
    """
    module = import_module("IPython.display")
    picture = getattr(module, kind)(data, **how)
    if handle is None:
        return module.display(picture, display_id=True)
    handle.update(picture)
    return handle


def bars_html(bars: Bars) -> str:
    """Return bars as a table of HTML."""
    from dynclient.faces.notebook.html import box, dim, esc, grid, tag

    rows = (
        [
            tag("code", esc(row.name or bars.operation)),
            esc(row.status),
            "" if row.share is None else f'<span class="p"><i style="width:{row.share:.1%}"></i></span>',
            dim(row.amount),
        ]
        for row in bars.rows()
    )
    return box(grid((), rows))
