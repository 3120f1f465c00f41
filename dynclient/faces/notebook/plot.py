"""A plot of what a container uses, drawn anew with each sample as it comes."""

from __future__ import annotations

import inspect
import io
import math
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from dynclient.errors import DynclientError
from dynclient.faces.notebook.stats import Usage, usage_of

_GREY = "#888888"  # is read on a light and on a dark ground
_COLOURS = ("#4078d8", "#d1804a")
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


class _Panel(NamedTuple):
    """One of the four plots: its title, and for each line its name and its values over time."""

    title: str
    lines: tuple[tuple[str, Callable[[Usage], float]], ...]
    bytes: bool = True


_PANELS = (
    _Panel("CPU, % of one", (("", lambda usage: math.nan if usage.cpu is None else usage.cpu),), bytes=False),
    _Panel("Memory", (("", lambda usage: usage.memory),)),
    _Panel("Network", (("received", lambda usage: usage.received), ("sent", lambda usage: usage.sent))),
    _Panel("Disks", (("read", lambda usage: usage.read), ("written", lambda usage: usage.written))),
)


def plot_stats(stats: Any, *, samples: int = 120, count: int | None = None) -> Any:
    """Plot CPU, memory, network and disks of a container, live where the samples come live.

    It ends with the stream, after `count` samples, or by Ctrl-C (a notebook's stop), and the stream is closed then.

    Args:
        stats: an open `client.container.stats.stream(id)`, of either client, or a list of samples.
        samples: how many of them the plot holds, the newest; at one a second, 120 are two minutes.
        count: how many samples to read; None for all.

    Returns:
        The `Usage`s that the plot holds, oldest first; of an async stream, to be awaited.

    Raises:
        DynclientError: matplotlib is not installed.
        StreamError: the stream broke.

    Example:
        >>> with client.container.stats.stream("web") as stats:  # doctest: +SKIP
        ...     usages = plot_stats(stats, count=30)
    """
    if samples < 1:
        raise ValueError(f"samples={samples!r}: expected at least 1")
    if isinstance(stats, (str, bytes)):
        raise TypeError(f"expected an open client.container.stats.stream({stats!r}), or samples, got {stats!r}")
    plot = _Plot(samples, count)
    if isinstance(stats, Awaitable) or hasattr(stats, "__aiter__"):
        return _plotted_async(stats, plot)
    return _plotted(stats, plot)


def _plotted(stats: Any, plot: _Plot) -> list[Usage]:
    live = isinstance(stats, Iterator)
    try:
        for sample in stats:
            plot.add(sample, draw=live)
            if plot.full:
                break
    except KeyboardInterrupt:
        pass
    finally:
        if live and hasattr(stats, "close"):
            stats.close()
    return plot.end()


async def _plotted_async(stats: Any, plot: _Plot) -> list[Usage]:
    from asyncio import CancelledError, current_task

    from dynclient.client.progress import notebook

    stream: AsyncIterator[Any] = await stats if inspect.isawaitable(stats) else stats
    try:
        async for sample in stream:
            plot.add(sample, draw=True)
            if plot.full:
                break
    except KeyboardInterrupt:
        pass
    except CancelledError:
        # So a notebook stops a cell; what a program of its own cancels stays cancelled.
        task = current_task()
        if task is None or not notebook():
            raise
        task.uncancel()
    finally:
        await stream.aclose()  # type: ignore[attr-defined]
    return plot.end()


class _Plot:
    """A plot and the samples in it."""

    def __init__(self, samples: int, count: int | None) -> None:
        self._usages: deque[Usage] = deque(maxlen=samples)
        self._left = count
        self._figure = _figure()
        self._shown: Any = None

    @property
    def full(self) -> bool:
        """Whether as many samples were read as were asked for."""
        return self._left is not None and self._left <= 0

    def add(self, sample: Any, *, draw: bool) -> None:
        """Add a sample."""
        self._usages.append(usage_of(sample))
        self._left = None if self._left is None else self._left - 1
        if draw:
            self._show()

    def end(self) -> list[Usage]:
        """Show the last state, and return what the plot holds."""
        self._show()
        return list(self._usages)

    def _show(self) -> None:
        """Show the plot, in place of what it showed before."""
        from dynclient.client.progress import notebook

        if not self._usages or not notebook():
            return
        from dynclient.faces.bars import shown

        picture = png(self._figure, self._usages)
        self._shown = shown("Image", self._shown, picture, format="png", retina=True)


def _figure() -> Any:
    try:
        module = import_module("matplotlib.figure")
    except ImportError as error:
        raise DynclientError("plot_stats() needs the package matplotlib: pip install dynclient[notebook]") from error
    figure = module.Figure(figsize=(8, 3.6), dpi=150)
    # Places of our own: matplotlib's layouts take longer than all the drawing.
    figure.subplots_adjust(left=0.07, right=0.99, top=0.94, bottom=0.12, wspace=0.16, hspace=0.3)
    for axes, panel in zip(figure.subplots(2, 2, sharex=True).flat, _PANELS, strict=True):
        _prepare(axes, panel)
    return figure


def _prepare(axes: Any, panel: _Panel) -> None:
    """Set up a panel: its looks, and its lines without values."""
    for colour, (name, _) in zip(_COLOURS, panel.lines, strict=False):
        axes.plot([], [], color=colour, linewidth=1.5, label=name)
    axes.tick_params(colors=_GREY, labelsize=8)
    axes.grid(visible=True, color=_GREY, alpha=0.25, linewidth=0.5)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_GREY)
    if axes.get_subplotspec().is_last_row():
        axes.set_xlabel("seconds", fontsize=8, color=_GREY)
    if len(panel.lines) > 1:
        above = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0, "ncols": len(panel.lines)}
        axes.legend(fontsize=8, frameon=False, labelcolor=_GREY, **above)


def png(figure: Any, usages: Sequence[Usage]) -> bytes:
    """Draw usages on the figure of a plot, and return its picture."""
    first = next((usage.time for usage in usages if usage.time), None)
    seconds = [
        (usage.time - first).total_seconds() if usage.time and first else float(index)
        for index, usage in enumerate(usages)
    ]
    for axes, panel in zip(figure.axes, _PANELS, strict=True):
        _draw(axes, panel, seconds, usages)
    figure.axes[0].set_xlim(min(seconds), max(max(seconds), min(seconds) + 1))
    out = io.BytesIO()
    figure.savefig(out, format="png", transparent=True)
    return out.getvalue()


def _draw(axes: Any, panel: _Panel, seconds: Sequence[float], usages: Sequence[Usage]) -> None:
    lines = [[float(value(usage)) for usage in usages] for _, value in panel.lines]
    highest = max((each for values in lines for each in values if not math.isnan(each)), default=0.0)
    power = min(int(math.log(highest, 1024)), len(_UNITS) - 1) if panel.bytes and highest >= 1 else 0
    for line, values in zip(axes.lines, lines, strict=True):
        line.set_data(seconds, [each / 1024**power for each in values])
        line.set_marker("o" if sum(not math.isnan(each) for each in values) == 1 else "")
    axes.set_title(
        f"{panel.title}, {_UNITS[power]}" if panel.bytes else panel.title, fontsize=9, color=_GREY, loc="left"
    )
    axes.set_ylim(0, 1.1 * highest / 1024**power or 1)
