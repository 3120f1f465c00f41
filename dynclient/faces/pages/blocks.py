"""What pages are made of, and how the guide's Markdown is read into it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Link(NamedTuple):
    """A text that leads to another place of the page."""

    text: str
    anchor: str


class Break(NamedTuple):
    """The end of a line within a table's cell."""


# A line of text: plain, where `…` is code, and links.
Line = Sequence[str | Link | Break]


class Block(NamedTuple):
    """A part of a page: a paragraph, code, a table, a list.

    Attributes:
        kind: `text`, `code`, `table`, `list` or `more` (code that is folded away, under its title).
        title: the heading above it, or empty.
        lines: the paragraph, the list's items, or the code's one text.
        rows: the table's, its heads first.
        language: of code.
    """

    kind: str
    title: str
    lines: Sequence[Line] = ()
    rows: Sequence[Sequence[Line]] = ()
    language: str = "python"


class Section(NamedTuple):
    """A part of a page that is led to: an operation, a schema, or a page of the guide.

    Attributes:
        anchor: its place.
        title: what is called: `client.container.create`, or the schema's name.
        short: what it does, in a few words.
        group: the heading that it stands under.
        code: whether the title is a name of the API.
    """

    anchor: str
    title: str
    short: str
    group: str
    blocks: Sequence[Block]
    code: bool = True


def read(text: str) -> Iterator[Block]:
    """Read Markdown as the guide is written: headings, paragraphs, lists without levels, tables and fenced code.

    Args:
        text: the page; its first heading is left out, as it is the page's title.
    """
    lines, title = deque(text.partition("\n")[2].splitlines()), ""
    while lines:
        if lines[0].startswith("#"):
            title = lines.popleft().lstrip("# ")
        elif not lines[0]:
            lines.popleft()
        else:
            yield _block(lines, title)
            title = ""


def _block(lines: deque[str], title: str) -> Block:
    if lines[0].startswith("```"):
        language = lines.popleft().removeprefix("```")
        code = "\n".join(_taken(lines, until="```"))
        lines.popleft()
        return Block("code", title, [[code]], language=language)
    taken = list(_taken(lines, until=""))
    if taken[0].startswith("| "):
        return Block("table", title, rows=[_cells(row) for row in taken[:1] + taken[2:]])
    if taken[0].startswith("- "):
        items = "\n".join(taken).removeprefix("- ").split("\n- ")
        return Block("list", title, [[" ".join(item.split())] for item in items])
    return Block("text", title, [[" ".join(taken)]])


def _taken(lines: deque[str], until: str) -> Iterator[str]:
    while lines and lines[0] != until:
        yield lines.popleft()


def _cells(row: str) -> list[list[str | Link | Break]]:
    return [_cell(cell.strip()) for cell in row.strip("|").split("|")]


def _cell(text: str) -> list[str | Link | Break]:
    first, *others = text.split("<br>")
    return [first, *(part for other in others for part in (Break(), other))]


def texts(line: Line) -> list[str]:
    """Return the lines of text that a line of a page holds, without what marks code."""
    whole = "".join("\n" if isinstance(part, Break) else part if isinstance(part, str) else part.text for part in line)
    return re.sub(r"`([^`]+)`", r"\1", whole).split("\n")
