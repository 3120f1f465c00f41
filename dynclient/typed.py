"""The types of the bundled document's operations, for annotations; what they declare is in `typed.pyi`.

At run time a `TypedDict` is a dict and what comes is a `Result`, whatever its name, so that an import works everywhere.

>>> from dynclient.typed import HostConfigDict
>>> HostConfigDict(Memory=67108864)
{'Memory': 67108864}
"""

from __future__ import annotations

from dynclient.result import Result


def __getattr__(name: str) -> type:
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return dict if name.endswith("Dict") else Result
