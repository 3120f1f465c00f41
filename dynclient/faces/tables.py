"""Lists as tables of text: which columns, and ids, ages, sizes and ports as `docker` writes them.

What belongs to which list is data, in spec/views.yaml. Nothing here knows of HTML or of a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from dynclient.document.legible import one_line

LIMIT = 50  # rows that are shown where nobody asks for more
_GENERIC = 7  # columns of a list that has no view
_LOOKED_AT = 200  # rows by which those are chosen
_NAMES = ("id", "name", "names", "title", "kind", "type", "key", "tag", "state", "status")
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


class Cell(NamedTuple):
    """One value as it is shown.

    Attributes:
        text: in short.
        whole: in full, where that says more; otherwise empty.
    """

    text: str
    whole: str = ""


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
        cut = text if len(text) <= width else f"{text[: width - 1]}…"
        parts.append(cut.rjust(width) if index in right else cut.ljust(width))
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
        cells = tuple(tuple(map(_cell, (*_items(row), *[""] * width)[:width])) for row in shown)
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


def formed(form: str, value: Any, now: datetime | None = None) -> Cell:
    """Return a value in one of the `FORMS`, or as any other where it is not of the kind that the form is for."""
    try:
        text, whole = FORMS[form](value, now or datetime.now(UTC))
        return Cell(one_line(text, _CELL), whole)
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError):  # another version, or another engine
        return _cell(value)


def at(value: Any, path: str) -> Any:
    """Return what stands at a path of property names, such as `Spec.Name`; None where that leads to nothing."""
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


# --- a list without a view -------------------------------------------------------------------------


def _generic(items: list[Any], limit: int | None, now: datetime) -> Table:
    shown = list(list.__iter__(items))[:limit]
    rows = [item for item in shown if isinstance(item, Mapping)]
    if len(rows) < len(shown) or not shown:
        plain = tuple((_cell(item),) for item in shown)
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
        return _ago(value, now)
    if isinstance(value, str) and (found := _HASH.fullmatch(value)):
        return Cell(found[1][:12], value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0 and re.search(r"(?i)size$", name):
        return formed("size", value, now)
    return _cell(value)


def _cell(value: Any) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, Mapping):
        names = ", ".join(f"{key}={_flat(item)}" for key, item in islice(value.items(), 4))
        return _short(f"{names}, …" if len(value) > 4 else names)
    if isinstance(value, list):
        items = ", ".join(_flat(item) for item in value[:4])
        return _short(f"{items}, …" if len(value) > 4 else items)
    return _short(str(value))


def _flat(value: Any) -> str:
    return f"{{{len(value)}}}" if isinstance(value, Mapping | list) else str(value)


# --- forms -----------------------------------------------------------------------------------------

_LONGEST, _CELL = 60, 120


def _short(text: str, longest: int = _LONGEST) -> Cell:
    line = one_line(text, longest)
    return Cell(line, text[:2000] if line != text else "")


def short_id(value: str) -> str:
    """Return an id as `docker` shows it: its first twelve characters, without the name of the hash.

    >>> short_id("sha256:569adf79d27b927c94ca65e242da6fa788167402fa2a5b0c4abf17779368d500")
    '569adf79d27b'
    """
    bare = value.partition(":")[2] if value.startswith("sha256:") else value
    return bare[:12] if len(bare) >= 25 and bare.isalnum() else bare


def size(count: float) -> str:
    """Return a number of bytes in decimal units, three digits of it.

    >>> size(2026558), size(12)
    ('2.03MB', '12B')
    """
    return _scaled(count, 1000, ("B", "kB", "MB", "GB", "TB", "PB"), 3)


def binary_size(count: float) -> str:
    """Return a number of bytes in binary units, four digits of it.

    >>> binary_size(1288490)
    '1.229MiB'
    """
    return _scaled(count, 1024, ("B", "KiB", "MiB", "GiB", "TiB", "PiB"), 4)


def _scaled(count: float, base: int, units: Sequence[str], digits: int) -> str:
    value, index = float(count), 0
    while value >= base and index < len(units) - 1:
        value, index = value / base, index + 1
    if round(value) >= base and index < len(units) - 1:
        value, index = value / base, index + 1
    return f"{value:.{digits}g}{units[index]}" if round(value) < 10**digits else f"{value:.0f}{units[index]}"


def duration(seconds: float) -> str:
    """Return a length of time in words, in its largest unit.

    >>> duration(5), duration(130), duration(100_000)
    ('5 seconds', '2 minutes', '28 hours')
    """
    if seconds < 1:
        return "less than a second"
    unit, length, _ = next(each for each in _UNITS if seconds < each[2])
    count = int(seconds // length)
    return f"{count} {unit}{'' if count == 1 else 's'}"


_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# Unit, its length, and the length from which on a larger one is used.
_UNITS = (
    ("second", 1, _MINUTE),
    ("minute", _MINUTE, _HOUR),
    ("hour", _HOUR, 2 * _DAY),
    ("day", _DAY, 14 * _DAY),
    ("week", 7 * _DAY, 60 * _DAY),
    ("month", 30 * _DAY, 730 * _DAY),
    ("year", 365 * _DAY, float("inf")),
)


def moment(value: Any) -> datetime | None:
    """Read a time as the engine writes it: Unix seconds or nanoseconds, or RFC 3339; None for its zero time."""
    if isinstance(value, int | float):
        seconds = value / 1e9 if abs(value) > 1e12 else value
        return datetime.fromtimestamp(seconds, UTC) if value > 0 else None
    # Nanoseconds are more than a datetime holds.
    text = re.sub(r"(\.\d{6})\d+", r"\1", str(value))
    when = datetime.fromisoformat(text)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return None if when.year <= 1 else when


def _ago(value: Any, now: datetime) -> Cell:
    try:
        when = moment(value)
    except (ValueError, OverflowError, OSError):
        return _cell(value)
    if when is None:
        return Cell("")
    seconds = (now - when).total_seconds()
    said = f"{duration(seconds)} ago" if seconds >= 0 else f"in {duration(-seconds)}"
    return Cell(said, _written(when))


def _written(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ports(value: Any) -> str:
    """Return published and exposed ports as one line, those that follow each other as a range.

    >>> ports([{"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}])
    '*:8080->80/tcp'
    """
    found = sorted({_port(each) for each in value if isinstance(each, Mapping)}, key=lambda port: (port[2:], port[:2]))
    runs: list[list[tuple[int, int, str, str]]] = []
    for port in found:
        last = runs[-1][-1] if runs else None
        follows = last and port[2:] == last[2:] and port[0] == last[0] + 1
        if last and follows and (port[1] == last[1] + 1 if port[1] else not last[1]):
            runs[-1].append(port)
        else:
            runs.append([port])
    return ", ".join(_run(run) for run in sorted(runs))


def _port(port: Mapping[str, Any]) -> tuple[int, int, str, str]:
    """Return the port inside, the one outside or 0, the host's address and the protocol."""
    inside = port.get("PrivatePort", port.get("TargetPort")) or 0
    outside = port.get("PublicPort", port.get("PublishedPort")) or 0
    host = str(port.get("IP") or ("*" if outside else ""))
    host = "*" if host in ("0.0.0.0", "::") else host  # every address: one entry for both kinds of them
    kind = str(port.get("Type", port.get("Protocol")) or "tcp")
    return int(inside), int(outside), f"[{host}]" if ":" in host else host, kind


def _run(run: Sequence[tuple[int, int, str, str]]) -> str:
    (inside, outside, host, kind), last = run[0], run[-1]
    many = len(run) > 1
    target = f"{inside}-{last[0]}" if many else str(inside)
    if not outside:
        return f"{target}/{kind}"
    source = f"{outside}-{last[1]}" if many else str(outside)
    return f"{host}{':' if host else ''}{source}->{target}/{kind}"


def _names(value: Any) -> str:
    """Return a container's names without their slash, its own first."""
    return ", ".join(sorted((str(name).removeprefix("/") for name in value), key=lambda name: name.count("/")))


def _image(value: Any) -> Cell:
    """Return an image's name without its digest."""
    text = str(value)
    bare = text.partition("@")[0] if "@" in text else short_id(text)
    return _short(bare) if bare == text else Cell(_short(bare).text, text)


def _repository(value: Any) -> str:
    """Return the repository of `name:tag`, or of the first digest."""
    name = str(value[0] if isinstance(value, list) and value else value or "<none>").partition("@")[0]
    head, slash, last = name.rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"


def _tag(value: Any) -> str:
    return str(value or "").rpartition("/")[2].partition(":")[2] or "<none>"


_MODES = ("Replicated", "Global", "ReplicatedJob", "GlobalJob")


def _replicas(service: Mapping[str, Any]) -> str:
    status, wanted = service.get("ServiceStatus") or {}, at(service, "Spec.Mode.Replicated.Replicas")
    running, desired = status.get("RunningTasks"), status.get("DesiredTasks", wanted)
    if running is None and desired is None:
        return ""
    return f"{'?' if running is None else running}/{'?' if desired is None else desired}"


def _manager(value: Any) -> str:
    if not value:
        return ""
    return "leader" if value.get("Leader") else str(value.get("Reachability") or "")


_CHANGES = {0: "changed", 1: "added", 2: "deleted"}

Form = Callable[[Any, datetime], Cell]
FORMS: dict[str, Form] = {
    "text": lambda value, now: _cell(value),
    "id": lambda value, now: Cell(short := short_id(str(value or "")), str(value) if value and short != value else ""),
    "image": lambda value, now: _image(value or ""),
    "ago": lambda value, now: Cell("") if value is None else _ago(value, now),
    "moment": lambda value, now: Cell(_written(when)) if (when := moment(value)) else Cell(""),
    "size": lambda value, now: Cell("") if value is None or value < 0 else Cell(size(value), str(value)),
    "command": lambda value, now: _short(str(value or ""), 32),
    "ports": lambda value, now: _short(ports(value or ()), 48),
    "names": lambda value, now: _short(_names(value or ())),
    "repository": lambda value, now: _short(_repository(value)),
    "tag": lambda value, now: _short(_tag(value)),
    "mode": lambda value, now: Cell(next((_spaced(mode) for mode in _MODES if mode in (value or ())), "")),
    "replicas": lambda value, now: Cell(_replicas(value)),
    "manager": lambda value, now: Cell(_manager(value)),
    "change": lambda value, now: Cell(_CHANGES.get(value, str(value))),
}


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
