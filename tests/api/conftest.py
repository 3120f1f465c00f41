"""Small documents to make operations from, and the bundled one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dynclient.api.public import Api, Operation
from dynclient.document import default, load, places
from dynclient.document.schemas import _KEYWORDS

Make = Callable[..., Operation]


@pytest.fixture
def make_api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Api]:
    """Return a function that makes the operations of a small document from its paths, schemas and other top-level keys.

    The document is like a corrected one: its `x-` keywords are dynclient's own.
    """
    monkeypatch.setenv("DYNCLIENT_CACHE", "")
    for name in places.OWN:
        monkeypatch.delitem(_KEYWORDS, name)
    monkeypatch.setattr(places, "OWN", frozenset())
    numbers = itertools.count()

    def api(paths: Mapping[str, Any], schemas: Mapping[str, Any] | None = None, **top: Any) -> Api:
        raw = {
            "openapi": "3.1.0",
            "info": {"title": "Things", "version": "1.2"},
            "paths": paths,
            "components": {"schemas": schemas or {}},
            **{key.replace("_", "-"): value for key, value in top.items()},
        }
        file = tmp_path / f"things{next(numbers)}.json"
        file.write_text(json.dumps(raw))
        return Api(load(file))

    return api


@pytest.fixture
def make(make_api: Callable[..., Api]) -> Make:
    """Return a function that makes one operation from its node, path, method and the document's schemas."""

    def operation(
        node: Mapping[str, Any], path: str = "/things", method: str = "post", schemas: Mapping[str, Any] | None = None
    ) -> Operation:
        api = make_api({path: {method: {"operationId": "ThingDo", "tags": ["Thing"], **node}}}, schemas)
        return next(iter(api.operations.values()))

    return operation


@pytest.fixture(scope="session")
def docker() -> Api:
    """Return the operations of the bundled document."""
    return Api(default())
