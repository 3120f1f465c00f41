"""README's examples, executed as they are written, on the real engine."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from dynclient import InvalidArguments

pytestmark = pytest.mark.engine

README = (Path(__file__).parents[2] / "README.md").read_text()
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


async def execute(source: str, names: dict[str, Any]) -> None:
    """Run a cell's source as a notebook does, `await` at its top included."""
    code = compile(source, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(code, names)
    if inspect.isawaitable(result):
        await result


def test_every_example_runs_as_it_is_written(engine_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine_address)
    printed: list[Any] = []
    names: dict[str, Any] = {"help": inspect.getdoc, "print": lambda *values: printed.extend(values)}
    said = []

    async def run() -> None:
        for block in BLOCKS:
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
    assert len(BLOCKS) == 5
    assert printed == [["hi\n"], "fed", 3]
    assert [left for left, _ in said] == [right for _, right in said] != []


def test_the_first_two_shell_blocks_are_one_command_each() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert [len(block.splitlines()) for block in blocks] == [1, 1]
