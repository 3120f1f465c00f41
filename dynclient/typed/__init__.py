"""The types of the bundled document's operations, for annotations; what they declare is in `__init__.pyi`.

`Client` and `AsyncClient` are dynclient's own: to an editor, with the groups, and with what `op` and `stream` return.
At run time a `TypedDict` is a dict and what comes is a `Result`, whatever its name, so that an import works everywhere.

>>> from dynclient.typed import HostConfigDict
>>> HostConfigDict(Memory=67108864)
{'Memory': 67108864}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dynclient.api.answer.result import Result

if TYPE_CHECKING:
    from dynclient.client.aio import AsyncClient as AsyncClient
    from dynclient.client.client import Client as Client


def __getattr__(name: str) -> type:
    if name == "Client":
        from dynclient.client.client import Client

        return Client
    if name == "AsyncClient":
        from dynclient.client.aio import AsyncClient

        return AsyncClient
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return dict if name.endswith("Dict") else Result
