"""Run the examples of a page, and hold what stands beside and below them.

`expression  # → repr` says what a line gives; comments right below a statement say what it raises: the error's name and
its message, or the first lines of that.
"""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dynclient import DynclientError

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ARROW = re.compile(r"  # → (.*)$")
RAISED = re.compile(r"# (?=[A-Z]\w+: )")


def blocks(page: str, language: str) -> list[str]:
    """Return the blocks of a page in a language."""
    return [code for name, code in BLOCK.findall(page) if name == language]


async def run(source: str, names: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Run a block as a notebook runs a cell, and return what was stated of it beside what was so.

    Args:
        source: the block.
        names: what the block finds and leaves behind.
    """
    lines, found = source.splitlines(), list[tuple[Any, Any]]()
    for statement in ast.parse(source).body:
        end = statement.end_lineno or 0
        stated, raised = ARROW.search(lines[end - 1]), _comments(lines[end:])
        try:
            value = await _value(statement, names)
        except DynclientError as error:
            said = f"{type(error).__name__}: {error}".splitlines()
            found.append((raised, said[: len(raised)] or said))
        else:
            found += [(stated[1], repr(value))] if stated else []
            found += [(raised, [])] if raised else []
    return found


def _comments(lines: list[str]) -> list[str]:
    """Return the error that comments at the start of these lines tell of, if they do."""
    if not lines or not RAISED.match(lines[0]):
        return []
    below = next((number for number, line in enumerate(lines) if not line.startswith("# ")), len(lines))
    return [line.removeprefix("# ").rstrip() for line in lines[:below]]


async def _value(statement: ast.stmt, names: dict[str, Any]) -> Any:
    tree: ast.AST = ast.Module([statement], [])
    if isinstance(statement, ast.Expr):
        tree = ast.Expression(statement.value)
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    value = eval(compile(tree, "page", mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)  # type: ignore[call-overload]
    return await value if inspect.isawaitable(value) else value


def run_shell(source: str, folder: Path, environment: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """Run each line of a block in a folder, and return it with its status and what it wrote to standard error."""
    done = [
        subprocess.run(
            ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        for line in source.splitlines()
    ]
    return [(each.args[-1], each.returncode, each.stderr) for each in done]
