"""Lists as tables of text: which columns they have, and which rows are shown.

Which columns a list has is data, in spec/views.yaml. Nothing here knows of HTML or of a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from dynclient.document.legible import cut, one_line
from dynclient.faces.forms import Cell, at, cell, formed

LIMIT = 50  # rows that are shown where nobody asks for more
_GENERIC = 7  # columns of a list that has no view
_LOOKED_AT = 200  # rows by which those are chosen
_NAMES = ("id", "name", "names", "title", "kind", "type", "key", "tag", "state", "status")
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


class Table(NamedTuple):
    """A list as a table.

    Attributes:
        columns: the titles.
        rows: the cells of each row, in the columns' order.
        total: how many items the list has; rows are cut, and one item may have several.
        what: what an item is: one and several.
        right: the columns that stand at the right, by index: numbers and sizes.
        left_out: how many items are not shown.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    what: tuple[str, str] = ("item", "items")
    right: frozenset[int] = frozenset()
    left_out: int = 0

    @property
    def caption(self) -> str:
        """How many there are, and how many of them are not shown."""
        told = f"{self.total:,} {self.what[self.total != 1]}"
        return f"{told}, {self.left_out:,} of them not shown" if self.left_out else told


def table_of(value: Any, *, limit: int | None = LIMIT, now: datetime | None = None) -> Table | None:
    """Return the table that an answer is shown as, or None where it is none.

    Args:
        value: a `Result`, a `ResultList`, or any list.
        limit: how many items are shown; None for all.
        now: what ages are counted from.

    Example:
        >>> from dynclient import ResultList
        >>> table = table_of(ResultList([{"Name": "web", "Size": 12}, {"Name": "db", "Size": 7}]))
        >>> table.columns, [[cell.text for cell in row] for row in table.rows], table.caption
        (('Name', 'Size'), [['web', '12B'], ['db', '7B']], '2 items')
    """
    now = now or datetime.now(UTC)
    operation = _operation_of(value)
    if isinstance(value, Mapping):
        return next(filter(None, (_of_object(view, value, limit, now) for view in _views_of(operation))), None)
    if not isinstance(value, list):
        return None
    keys = _keys_of(value)
    view = next((view for view in _views_of(operation) if view.fits(keys)), None)
    return _viewed(view, value, limit, now) if view else _generic(value, limit, now)


def _keys_of(items: list[Any]) -> Collection[str]:
    """Return the keys of a list's first item, or those that its schema declares where there is none."""
    first = next(list.__iter__(items), None)
    if isinstance(first, Mapping):
        return first.keys()
    shape = getattr(items, "_shape", None) if not items else None
    below = shape.item() if shape else None
    return below.names() if below else ()


def text_table(table: Table, width: int = 0) -> str:
    """Write a table as plain text, its titles in capitals.

    Args:
        width: characters of a line, if they are bounded: the widest columns are cut for it.
    """
    grid = [[title.upper() for title in table.columns], *([cell.text for cell in row] for row in table.rows)]
    widths = [max(len(row[index]) for row in grid) for index in range(len(table.columns))]
    while width and sum(widths) + 3 * (len(widths) - 1) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    lines = [_line(row, widths, table.right) for row in grid] if table.columns else []
    if table.left_out or not table.rows:
        lines.append(table.caption)
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    parts = []
    for index, (text, width) in enumerate(zip(row, widths, strict=True)):
        shown = cut(text, width)
        parts.append(shown.rjust(width) if index in right else shown.ljust(width))
    return "   ".join(parts).rstrip()


# --- views -----------------------------------------------------------------------------------------


class Column(NamedTuple):
    """A column of a view: its title, where the value is, and its form."""

    title: str
    paths: tuple[str, ...]
    form: str


class View(NamedTuple):
    """How one kind of list is shown; see spec/views.yaml."""

    operations: tuple[str, ...]
    what: tuple[str, str]
    columns: tuple[Column, ...] = ()
    keys: tuple[str, ...] = ()
    at: str = ""
    each: str = ""
    head: str = ""
    rows: str = ""

    def fits(self, keys: Collection[str]) -> bool:
        """Return whether rows of these keys are this view's."""
        return bool(self.keys) and all(key in keys for key in self.keys)


@lru_cache(maxsize=1)
def views() -> tuple[View, ...]:
    """Read the views that come with dynclient; none where their file is not there."""
    import yaml

    from dynclient.document import bundled

    found: list[View] = []
    for path in bundled("views.yaml"):
        with open(path, "rb") as file:
            entries = yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        found += [_view(**entry) for entry in entries]
    return tuple(found)


def _view(*, operations: list[str], what: list[str], **rest: Any) -> View:
    columns = tuple(Column(title, (path, *more), form) for title, path, form, *more in rest.pop("columns", ()))
    keys = tuple(rest.pop("keys", ()))
    return View(tuple(operations), (what[0], what[1]), columns, keys, **rest)


def _views_of(operation: str | None) -> Iterator[View]:
    return (view for view in views() if operation in view.operations) if operation else iter(())


def _operation_of(value: Any) -> str | None:
    """Return the operation that a value is an answer of, or that its first item is."""
    response = getattr(value, "_response", None)
    if response is None and isinstance(value, list) and value:
        response = getattr(list.__getitem__(value, 0), "_response", None)
    return response.operation if response else None


def _of_object(view: View, value: Mapping[str, Any], limit: int | None, now: datetime) -> Table | None:
    if view.head:
        titles, rows = value.get(view.head), value.get(view.rows)
        if not isinstance(titles, list) or not isinstance(rows, list):
            return None
        shown = rows[:limit]
        width = len(titles)
        cells = tuple(tuple(map(cell, (*_items(row), *[""] * width)[:width])) for row in shown)
        return Table(
            tuple(one_line(str(title)) for title in titles),
            cells,
            len(rows),
            view.what,
            left_out=len(rows) - len(shown),
        )
    rows = value.get(view.at) if view.at and set(value) <= {view.at, "Warnings"} else None
    return _viewed(view, rows, limit, now) if isinstance(rows, list) else None


def _items(row: Any) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _viewed(view: View, items: list[Any], limit: int | None, now: datetime) -> Table:
    shown = [item for item in list.__iter__(items) if isinstance(item, Mapping)][:limit]
    rows = tuple(
        tuple(_value(column, row, now) for column in view.columns) for item in shown for row in _rows(view, item)
    )
    right = frozenset(index for index, column in enumerate(view.columns) if column.form == "size")
    titles = tuple(column.title for column in view.columns)
    return Table(titles, rows, len(items), view.what, right, len(items) - len(shown))


def _rows(view: View, item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if not view.each:
        yield item
        return
    found = item.get(view.each)
    for each in (found if isinstance(found, list) else None) or [None]:
        yield {**item, "each": each}


def _value(column: Column, row: Mapping[str, Any], now: datetime) -> Cell:
    found = (value for path in column.paths if (value := at(row, path)) not in (None, ""))
    return formed(column.form, next(found, None), now)


# --- a list without a view -------------------------------------------------------------------------


def _generic(items: list[Any], limit: int | None, now: datetime) -> Table:
    shown = list(list.__iter__(items))[:limit]
    rows = [item for item in shown if isinstance(item, Mapping)]
    if len(rows) < len(shown) or not shown:
        plain = tuple((cell(item),) for item in shown)
        return Table(("Value",) if shown else (), plain, len(items), left_out=len(items) - len(shown))
    names = _telling(rows[:_LOOKED_AT])
    cells = tuple(tuple(_guessed(name, row.get(name), now) for name in names) for row in rows)
    right = frozenset(
        index
        for index, name in enumerate(names)
        if all(isinstance(row.get(name), int | float | None) and not isinstance(row.get(name), bool) for row in rows)
    )
    return Table(tuple(map(one_line, names)), cells, len(items), right=right, left_out=len(items) - len(shown))


def _telling(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Choose the columns that tell most: names and states, then what is there, is short and differs, in their order."""
    order: dict[str, None] = {}
    for row in rows:
        order.update(dict.fromkeys(map(str, row)))
    best = sorted(order, key=lambda name: -_worth(name, [row.get(name) for row in rows]))[:_GENERIC]
    return [name for name in order if name in best]


def _worth(name: str, values: Sequence[Any]) -> float:
    there = [value for value in values if value not in (None, "", [], {})]
    if not there:
        return 0.0
    worth = len(there) / len(values)
    if any(isinstance(value, Mapping | list) for value in there):
        worth /= 4
    if len(values) > 1 and len({repr(value)[:100] for value in there}) == 1:
        worth /= 2
    if max(len(str(value)) for value in there) > 120:
        worth /= 2
    return worth + (2 if name.lower() in _NAMES else 1 if name.lower().endswith(("id", "name")) else 0)


def _guessed(name: str, value: Any, now: datetime) -> Cell:
    if isinstance(value, str) and _TIME.match(value):
        return formed("ago", value, now)
    if isinstance(value, str) and (found := _HASH.fullmatch(value)):
        return Cell(found[1][:12], value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0 and re.search(r"(?i)size$", name):
        return formed("size", value, now)
    return cell(value)
