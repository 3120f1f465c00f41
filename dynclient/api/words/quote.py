"""Quotes from the document for error messages: what a wrong or missing value is for, in its first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dynclient.api.words.arguments import arguments, at, first_sentence, worded
from dynclient.errors import ArgumentError, SpecError

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation

# With more faults the list of them is what a reader needs.
_FAULTS = 4
_MOST = 120
_QUOTED = ("type", "value", "missing")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\[\"((?:[^\"\\]|\\.)*)\"\]")


def quoted(operation: Operation, faults: Sequence[ArgumentError]) -> list[ArgumentError]:
    """Add to each fault what the document says of its place, if it says something and the faults are few."""
    if len(faults) > _FAULTS:
        return list(faults)
    return [
        fault._replace(about=_about(operation, fault.where)) if fault.kind in _QUOTED else fault for fault in faults
    ]


def steps_of(where: str) -> list[str | int]:
    """Take a place in an argument apart: `HostConfig.Ulimits[0]`, `Labels['a.b']`."""
    return [int(index) if index else name or key or other for name, index, key, other in _STEP.findall(where)]


def _about(operation: Operation, where: str) -> str:
    try:
        operation = worded(operation)
        steps = steps_of(where)
        return first_sentence(at(arguments(operation), steps).description, _MOST) if steps else ""
    except (KeyError, SpecError):  # in what is loose, such as a map's value
        return ""
