"""Measure dynclient beside httpx, docker-py and aiodocker on a real engine, all in one run.

    eval "$(tests/live/up)" && .venv/bin/pip install -e '.[benchmark]' && .venv/bin/python tests/benchmarks

`calls`, `streams` or `documents` as argument measures that part alone; the last needs no engine. Every figure is a
median; the sides take turns, so that a slow moment of the machine falls on all of them.
"""

from __future__ import annotations

import sys

import calls
import documents
import streams
from measure import SOCKET

PARTS = {"calls": calls.measure, "streams": streams.measure, "documents": documents.measure}


def main(wanted: list[str]) -> int:
    """Run the measurements that are asked for, or all."""
    if not set(wanted) <= PARTS.keys() or (not SOCKET and wanted != ["documents"]):
        print(__doc__, file=sys.stderr)
        return 2
    for part in wanted or PARTS:
        PARTS[part]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
