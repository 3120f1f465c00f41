"""The guide: its examples that need no engine are run, and every page is shown whole."""

from __future__ import annotations

import asyncio
import html
import io
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from dynclient import MockEngine
from dynclient.api.model.operation import Api
from dynclient.document import bundled_path, load
from dynclient.faces.pages.blocks import Block, Break, read
from dynclient.faces.pages.printed import coloured, printed
from dynclient.faces.pages.reference import reference
from dynclient.faces.pages.topics import TOPICS, page, title
from tests.support.examples import blocks, run, run_shell

CHECKOUT = Path(__file__).parents[3]
# Those that need a real engine are run by tests/live/test_guide.py; the last has tables of its own.
WITHOUT_ENGINE = ("testing", "versions")
ON_ENGINE = ("first-steps", "streams", "reaching")
OTHERWISE = {"coming-from-docker-py": "test_docker_py.py", "public": "test_public.py"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the documents that the pages name."""
    (overlay,) = blocks(page("versions"), "yaml")
    (tmp_path / "mine.overlay.yaml").write_text(overlay)
    shutil.copy(CHECKOUT / "tests" / "document" / "others" / "shop.yaml", tmp_path)
    (tmp_path / "corrections.yaml").write_text(OWN)
    return tmp_path


OWN = """
title: Docker Engine API
corrections:
  - reason: A newer engine's own.
    at: {operations: [ContainerList]}
    set: {add: [{name: novel, in: query, description: What is new., schema: {type: boolean}}]}
"""


def test_every_page_is_run_somewhere() -> None:
    assert sorted(TOPICS) == sorted([*WITHOUT_ENGINE, *ON_ENGINE, *OTHERWISE])


@pytest.mark.parametrize("topic", WITHOUT_ENGINE)
def test_what_stands_beside_an_example_is_so(topic: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    names: dict[str, Any] = {"TOKEN": "a token"}

    async def all_of_it() -> list[tuple[Any, Any]]:
        return [pair for block in blocks(page(topic), "python") for pair in await run(block, names)]

    pairs = asyncio.run(all_of_it())
    for name, value in names.items():
        if name.startswith("test_"):
            value(MockEngine(unexpected="fail"))
    assert [left for left, _ in pairs] == [right for _, right in pairs] != []


@pytest.mark.slow
@pytest.mark.parametrize("topic", WITHOUT_ENGINE)
def test_every_command_of_a_page_ends_well(topic: str, folder: Path) -> None:
    (folder / "dynclient").write_text(f'#!/bin/sh\nexec {sys.executable} -m dynclient "$@"\n')
    (folder / "dynclient").chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    commands = "".join(blocks(page(topic), "sh"))
    done = run_shell(commands, folder, environment)
    assert done == [(line, 0, "") for line in commands.splitlines()] != []


# --- how pages are shown


def words(text: str) -> set[str]:
    """Return the words of a text, without what marks a line's end and a block's language."""
    return set(re.findall(r"\w+", re.sub(r"<br>|^```.*$", " ", text, flags=re.MULTILINE)))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_printed_whole(topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = printed(title(topic), read(page(topic)))
    assert words(page(topic)) - words(shown) == set()
    assert max(len(line) for line in shown.splitlines() if not line.startswith("    ")) <= 100


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_printed_whole_in_colours(topic: str) -> None:
    rich = pytest.importorskip("rich.console")
    console = rich.Console(width=10_000, file=io.StringIO(), force_terminal=False)
    console.print(*coloured(title(topic), read(page(topic))))
    assert words(page(topic)) - words(console.file.getvalue()) == set()


@pytest.fixture(scope="module")
def whole() -> str:
    """Return the bundled document's reference."""
    return reference(Api(load(bundled_path())), "html")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_in_the_reference(whole: str, topic: str) -> None:
    (section,) = re.findall(rf'<section id="guide-{topic}">(.*?)</section>', whole, re.DOTALL)
    shown = html.unescape(re.sub(r"<[^>]*>", " ", section))
    assert words(page(topic)) - words(shown) == set()


def test_the_reference_of_another_api_has_no_guide() -> None:
    shop = Api(load(CHECKOUT / "tests" / "document" / "others" / "shop.yaml"))
    assert ">Guide<" not in reference(shop, "html")
    assert "## Guide" not in reference(shop, "md")


PAGE = """# A title

A paragraph of `code`
in two lines.

## A heading

- one
- two
  goes on

| a | b |
| --- | --- |
| `x`<br>or `y` | |

```sh
ls

ls
```
"""


def test_markdown_is_read_as_the_blocks_that_stand_in_it() -> None:
    assert list(read(PAGE)) == [
        Block("text", "", [["A paragraph of `code` in two lines."]]),
        Block("list", "A heading", [["one"], ["two goes on"]]),
        Block("table", "", rows=[[["a"], ["b"]], [["`x`", Break(), "or `y`"], [""]]]),
        Block("code", "", [["ls\n\nls"]], language="sh"),
    ]


def test_markdown_is_printed_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert (
        printed("A title", read(PAGE))
        == """\
A title

A paragraph of code
in two lines.


A heading

- one
- two goes on

a:
    x
    or y

    ls

    ls"""
    )
