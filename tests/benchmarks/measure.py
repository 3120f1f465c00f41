"""What the measurements share: taking turns, medians, and tables of ratios."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

ADDRESS = os.environ.get("DYNCLIENT_TEST_ENGINE", "")
SOCKET = ADDRESS.removeprefix("unix://")
LABEL = "dynclient.benchmark"

Sides = Mapping[str, Callable[[], Any]]


def medians(sides: Sides, rounds: int) -> dict[str, float]:
    """Return the median seconds of each side; the sides take turns, the first round does not count."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds + 1):
        for name, run in sides.items():
            start = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


async def async_medians(sides: Mapping[str, Callable[[], Awaitable[Any]]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each awaited side."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds + 1):
        for name, run in sides.items():
            start = time.perf_counter()
            await run()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def table(title: str, found: Mapping[str, float], ours: str, targets: Mapping[str, float]) -> None:
    """Print the sides of one measurement with what ours costs in terms of each."""
    print(f"\n{title}")
    for name, seconds in found.items():
        ratio = f"{found[ours] / seconds:5.2f} x" if name != ours else ""
        target = f"(at most {targets[name]} x)" if name in targets else ""
        print(f"  {name:<44} {seconds * 1000:9.2f} ms  {ratio:>8}  {target}")
