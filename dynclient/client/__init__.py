"""The two clients, and what they share."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    # A pickle that an older release has made names `dynclient.client.Client`.
    if name != "Client":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dynclient.client.client import Client

    return Client
