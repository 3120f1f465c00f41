"""README's examples, executed as they are written."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client
from tests.support.examples import blocks, run, run_shell

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_every_example_runs_as_it_is_written(engine_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine_address)
    printed: list[Any] = []
    names: dict[str, Any] = {"help": inspect.getdoc, "print": lambda *values: printed.extend(values)}

    async def all_of_it() -> list[tuple[Any, Any]]:
        return [pair for block in blocks(README, "python") for pair in await run(block, names)]

    try:
        said = asyncio.run(all_of_it())
    finally:
        with Client(engine_address) as client:
            for made in client.container.list(all=True, filters={"name": ["^/web$", "^/hello$"]}):
                client.container.delete(made.Id, force=True)
    first, published, *others = printed
    assert (first, published.host, others) == (["hi"], "127.0.0.1", ["hello", "fed", 3])
    assert [left for left, _ in said] == [right for _, right in said] != []


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `dynclient` is this package's command."""
    (tmp_path / "dynclient").write_text(f'#!/bin/sh\nexec {sys.executable} -m dynclient "$@"\n')
    (tmp_path / "dynclient").chmod(0o755)
    return {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}


def test_every_command_runs_as_it_is_written(
    environment: dict[str, str], engine_address: str, engine: Client, labels: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "create.json").write_text(json.dumps({"Image": "busybox", "Labels": labels}))
    (commands,) = (block for block in blocks(README, "sh") if block.startswith("dynclient "))
    try:
        done = run_shell(commands, tmp_path, {**environment, "DOCKER_HOST": engine_address})
    finally:
        for made in engine.op("ContainerList", all=True, filters={"label": labels}):
            engine.op("ContainerDelete", made.Id, force=True)
    assert done == [(line, 0, "") for line in commands.splitlines()]
