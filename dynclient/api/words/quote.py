"""Quotations from the document in error messages: the first sentence on a wrong or missing value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dynclient.api.words.arguments import arguments, at, first_sentence
from dynclient.errors import ArgumentError, SpecError

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation

# With more faults, readers need only the list of them.
_FAULTS = 4
_MOST = 120
_QUOTED = ("type", "value", "missing")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\[\"((?:[^\"\\]|\\.)*)\"\]")


def quoted(operation: Operation, faults: Sequence[ArgumentError]) -> list[ArgumentError]:
    """Add the document's description of its place to each fault, unless there are many."""
    if len(faults) > _FAULTS:
        return list(faults)
    return [
        fault._replace(about=_about(operation, fault.where)) if fault.kind in _QUOTED else fault for fault in faults
    ]


def steps_of(where: str) -> list[str | int]:
    """Split a place in an argument into steps: `HostConfig.Ulimits[0]`, `Labels['a.b']`."""
    return [int(index) if index else name or key or other for name, index, key, other in _STEP.findall(where)]


def _about(operation: Operation, where: str) -> str:
    try:
        steps = steps_of(where)
        return first_sentence(at(arguments(operation), steps).description, _MOST) if steps else ""
    except (KeyError, SpecError):  # a place that the document does not describe, such as in a map's value
        return ""
