"""The guide's examples that need an engine, run as they are written."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from dynclient import Client
from dynclient.faces.pages.topics import page
from tests.faces.pages.test_guide import ON_ENGINE
from tests.live.registries import PASSWORD
from tests.support.examples import blocks, run

pytestmark = pytest.mark.engine


@pytest.fixture
def names(tmp_path: Path, repository: str, engine: Client) -> Iterator[dict[str, Any]]:
    """Provide what the pages leave to the reader: certificates, and an image in a registry that wants a login."""
    authority = trustme.CA()
    own = authority.issue_cert("build-1")
    files = {name: tmp_path / f"{name}.pem" for name in ("ca", "cert", "key")}
    authority.cert_pem.write_to_path(files["ca"])
    own.cert_chain_pems[0].write_to_path(files["cert"])
    own.private_key_pem.write_to_path(files["key"])
    image = f"{repository}:1"
    yield {
        **{name.upper(): path for name, path in files.items()},
        "PASSWORD": PASSWORD,
        "REGISTRY": repository.partition("/")[0],
        "IMAGE": image,
        "help": inspect.getdoc,
        "print": lambda *values: None,
    }
    for made in engine.op("ImageList", filters={"reference": image}):
        engine.op("ImageDelete", made.Id, force=True)


@pytest.mark.parametrize("topic", ON_ENGINE)
def test_what_stands_beside_an_example_is_so(
    topic: str, engine_address: str, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine_address)

    async def all_of_it() -> list[tuple[Any, Any]]:
        return [pair for block in blocks(page(topic), "python") for pair in await run(block, names)]

    before = logging.getLogger("dynclient").level
    try:
        pairs = asyncio.run(all_of_it())
    finally:
        logging.getLogger("dynclient").setLevel(before)
        with Client(engine_address) as client:
            for made in client.container.list(all=True, filters={"name": "^/guide$"}):
                client.container.delete(made.Id, force=True)
    assert [left for left, _ in pairs] == [right for _, right in pairs] != []
