"""A page as it is printed on a terminal, in colours where rich is installed."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dynclient.faces.pages.blocks import Block, Line, texts

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST = 110  # a line of text that is longer is hard to read


def printed(title: str, blocks: Iterable[Block]) -> str:
    """Return a page as text, as wide as the terminal.

    Args:
        title: the page's.
        blocks: what stands on it.
    """
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    parts = [title]
    for block in blocks:
        parts += [f"\n{block.title}"] if block.title else []
        parts.append("\n".join(_lines(block, width)))
    return "\n\n".join(parts)


def _lines(block: Block, width: int) -> Iterator[str]:
    if block.kind == "code":
        yield textwrap.indent(_code(block), "    ")
    elif block.kind == "table":
        yield "\n\n".join("\n".join(_row(block.rows[0], row, width)) for row in block.rows[1:])
    else:
        mark = "- " if block.kind == "list" else ""
        for line in block.lines:
            text = " ".join(texts(line))
            yield textwrap.fill(text, width, initial_indent=mark, subsequent_indent=" " * len(mark))


def _row(heads: Sequence[Line], row: Sequence[Line], width: int) -> Iterator[str]:
    """Write a row as a paragraph, since cells of several lines of code stand beside each other on no terminal."""
    for head, cell in zip(heads, row, strict=True):
        name, lines = " ".join(texts(head)), texts(cell)
        if lines == [""]:
            continue
        if len(lines) == 1 and len(name) + len(lines[0]) + 2 <= width:
            yield f"{name}: {lines[0]}" if name else f"    {lines[0]}"
        else:
            yield from ([f"{name}:"] if name else [])
            yield from (f"    {line}" for line in lines)


def _code(block: Block) -> str:
    return str(block.lines[0][0])


def coloured(title: str, blocks: Iterable[Block]) -> Iterator[RenderableType]:
    """Yield what a console of rich's prints of a page.

    Args:
        title: the page's.
        blocks: what stands on it.
    """
    from rich.padding import Padding
    from rich.text import Text

    yield Text(f"{title}\n", "bold underline")
    for block in blocks:
        if block.title:
            yield Text(f"{block.title}\n", "bold")
        if block.kind == "code":
            yield Padding(Text(_code(block), "cyan"), (0, 0, 1, 4))
        elif block.kind == "table":
            yield _table(block)
        else:
            mark = "- " if block.kind == "list" else ""
            yield Text("".join(f"{mark}{' '.join(texts(line))}\n" for line in block.lines))


def _table(block: Block) -> Any:
    from rich.table import Table
    from rich.text import Text

    heads, *rows = ([Text("\n".join(texts(cell))) for cell in row] for row in block.rows)
    table = Table(show_lines=any(len(texts(cell)) > 1 for row in block.rows for cell in row))
    for head in heads:
        table.add_column(head)
    for row in rows:
        table.add_row(*row)
    return table
