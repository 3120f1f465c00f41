"""README's examples, executed as they are written, on the real engine."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from dynclient import Client, InvalidArguments

from .registries import PASSWORD

pytestmark = pytest.mark.engine

README = (Path(__file__).parents[2] / "README.md").read_text()
BLOCKS = re.findall(r"^```(python|sh)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = [block for language, block in BLOCKS if language == "python"]
SHELL = [block for language, block in BLOCKS if language == "sh"]


async def execute(source: str, names: dict[str, Any]) -> None:
    """Run a cell's source as a notebook does, `await` at its top included."""
    code = compile(source, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(code, names)
    if inspect.isawaitable(result):
        await result


@pytest.fixture
def names(tmp_path: Path, repository: str, engine: Client) -> Iterator[dict[str, Any]]:
    """Give what the examples leave to the reader: certificates, and an image in a registry that wants a login."""
    authority = trustme.CA()
    own = authority.issue_cert("build-1")
    files = {name: tmp_path / f"{name}.pem" for name in ("ca", "cert", "key")}
    authority.cert_pem.write_to_path(files["ca"])
    own.cert_chain_pems[0].write_to_path(files["cert"])
    own.private_key_pem.write_to_path(files["key"])
    registry = repository.partition("/")[0]
    yield {
        "CA": files["ca"],
        "CERT": files["cert"],
        "KEY": files["key"],
        "PASSWORD": PASSWORD,
        "REGISTRY": registry,
        "IMAGE": f"{repository}:1",
    }
    engine.op("ImageDelete", f"{repository}:1", force=True)


def test_every_example_runs_as_it_is_written(
    engine_address: str, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine_address)
    printed: list[Any] = []
    names |= {"help": inspect.getdoc, "print": lambda *values: printed.extend(values)}
    said = []

    async def run() -> None:
        for block in PYTHON:
            expected = [line.removeprefix("# ") for line in block.splitlines() if line.startswith("# ")]
            try:
                await execute(block, names)
            except InvalidArguments as error:
                said.append((f"{type(error).__name__}: {error}".splitlines(), [line.rstrip() for line in expected]))

    try:
        asyncio.run(run())
    finally:
        if "client" in names:
            for made in names["client"].container.list(all=True, filters={"name": ["^/web$", "^/hello$"]}):
                names["client"].container.delete(made.Id, force=True)
            names["client"].close()
    assert len(PYTHON) == 7
    *first, published, content = printed
    assert (first, published.host, content) == ([["hi"], "fed", 3], "127.0.0.1", "hello")
    assert [left for left, _ in said] == [right for _, right in said] != []


def test_the_first_two_shell_blocks_are_one_command_each() -> None:
    assert [len(block.splitlines()) for block in SHELL[:2]] == [1, 1]


def test_every_command_runs_as_it_is_written(
    engine_address: str, engine: Client, labels: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "dynclient").write_text(f'#!/bin/sh\nexec {sys.executable} -m dynclient.cli "$@"\n')
    (tmp_path / "dynclient").chmod(0o755)
    (tmp_path / "create.json").write_text(json.dumps({"Image": "busybox", "Labels": labels}))
    environment = {**os.environ, "DOCKER_HOST": engine_address, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    (commands,) = (block for block in SHELL if block.startswith("dynclient "))
    done = [
        subprocess.run(["sh", "-c", line], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        for line in commands.splitlines()
    ]
    assert [(each.args[-1], each.returncode, each.stderr) for each in done] == [
        (line, 0, "") for line in commands.splitlines()
    ]
    created = next(json.loads(each.stdout)["Id"] for each in done if "create.json" in each.args[-1])
    engine.op("ContainerDelete", created)
