"""Lists as tables of pandas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dynclient.api.answer.result import plain
from dynclient.errors import DynclientError

if TYPE_CHECKING:
    from dynclient.api.answer.result import ResultList


def frame_of(value: ResultList) -> Any:
    """Return a list as a `pandas.DataFrame`; see `ResultList.to_frame`."""
    try:
        pandas = import_module("pandas")
    except ImportError as error:
        raise DynclientError("to_frame() needs the package pandas: pip install dynclient[notebook]") from error
    shape = value._shape.item() if value._shape is not None else None
    rows = [dict(_flat(item, shape, "")) if isinstance(item, Mapping) else {"value": item} for item in plain(value)]
    return pandas.DataFrame(rows)


def _flat(item: Mapping[str, Any], shape: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Yield the properties of an object, those of declared objects below it under their path."""
    for name, value in item.items():
        below = shape.child(name) if shape is not None else None
        if isinstance(value, Mapping) and below is not None and below.names():
            yield from _flat(value, below, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
