"""What each of dynclient's values looks like in a notebook, as HTML."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any

from dynclient.api.answer.archive import Archive
from dynclient.api.answer.frames import Frame
from dynclient.api.answer.output import Output
from dynclient.api.answer.result import Result, ResultList
from dynclient.api.model.operation import Operation, Operations
from dynclient.api.model.outline import Outline
from dynclient.api.words.arguments import arguments
from dynclient.api.words.find import Found
from dynclient.api.words.help import answer_text, said_of, takes
from dynclient.client.aio import AsyncClient
from dynclient.client.async_archive import AsyncArchive
from dynclient.client.client import Client
from dynclient.client.groups import Group
from dynclient.client.recipes.building import Built
from dynclient.client.recipes.running import AsyncRunning, Running
from dynclient.client.streams import AsyncStream, Stream
from dynclient.document.names import snake
from dynclient.errors import MASK, DynclientError, StreamError
from dynclient.faces.forms import Cell, formed, short_id, size
from dynclient.faces.notebook.ansi import PLAIN, Screen, cut_pieces
from dynclient.faces.notebook.html import box, dim, esc, fold, grid, prose, table_html, tag
from dynclient.faces.tables import Table, table_of

_NODES = 1500  # properties and items that a tree shows
_ITEMS = 100  # of one list
_DEPTH = 12
_TEXT = 300  # characters of a text in a tree
_LINES = 400  # of an output
_WIDTH = 2000  # characters of a line of it
_MEMBERS = 100  # of an archive
_SMALL = 16 << 20  # bytes of an archive whose contents are looked at


@singledispatch
def html(value: Any) -> str:
    """Return the HTML of a value: that of its kind, or its repr where its kind has none."""
    return box(tag("div", esc(repr(value))))


# --- answers ---------------------------------------------------------------------------------------


@html.register
def _list(value: ResultList) -> str:
    """Show a list as a table."""
    table = table_of(value)
    return box(table_html(table) if table else "")


@html.register
def _result(value: Result) -> str:
    """Show an object as a tree that opens, or as the table that it holds."""
    table = table_of(value)
    return box(table_html(table) if table else _Tree().shown(value))


class _Tree:
    """A value with all that is below it, as far as there is room."""

    def __init__(self) -> None:
        self._room = _NODES

    def shown(self, value: Any) -> str:
        return "".join(self._rows(value, getattr(value, "_shape", None), 0)) or dim("empty")

    def _rows(self, value: Any, shape: Any, depth: int) -> Iterator[str]:
        is_object = isinstance(value, Mapping)
        entries: Iterable[tuple[Any, Any]] = (
            dict.items(value) if isinstance(value, dict) else enumerate(list.__iter__(value))
        )
        for shown, (key, item) in enumerate(entries):
            if self._room <= 0 or (not is_object and shown == _ITEMS):
                yield tag("div", dim(f"… {len(value) - shown:,} more"), "l")
                return
            self._room -= 1
            below = None if shape is None else shape.child(key) if is_object else shape.item()
            about = _about(shape, key) if is_object else ""
            if is_object and item and shape is not None and shape.is_masked(key):
                item = MASK
            yield self._row(tag("span", esc(key), "k" if is_object else "d", about), item, below, depth)

    def _row(self, name: str, item: Any, shape: Any, depth: int) -> str:
        if not isinstance(item, dict | list) or not item or depth == _DEPTH:
            return tag("div", f"{name}: {_scalar(item)}", "l")
        if isinstance(item, list) and not any(isinstance(each, dict | list) for each in list.__iter__(item)):
            joined = ", ".join(map(str, list.__iter__(item)))
            if len(joined) <= 100:
                return tag("div", f"{name}: {esc(joined)}", "l")
        count = f"{len(item):,} {'item' if isinstance(item, list) else 'key'}{'' if len(item) == 1 else 's'}"
        return fold(f"{name} {dim(count)}", "".join(self._rows(item, shape, depth + 1)))


def _about(shape: Any, name: str) -> str:
    """Return what the document says of a property, where the value has a shape."""
    describe = getattr(shape, "description", None)
    return describe(name) if describe else ""


def _scalar(value: Any) -> str:
    if value is None or (isinstance(value, dict | list) and not value):
        return dim("null" if value is None else "{}" if isinstance(value, dict) else "[]")
    if isinstance(value, bool):
        return tag("span", "true" if value else "false", "g" if value else "r")
    if isinstance(value, dict | list):
        return dim("{…}" if isinstance(value, dict) else "[…]")
    text = str(value)
    if text == "":
        return dim('""')
    if len(text) <= _TEXT:
        return esc(text)
    return fold(f"{esc(text[:100])}… {dim(f'{len(text):,} characters')}", tag("pre", esc(text[:20_000])))


# --- what a container writes -----------------------------------------------------------------------


@html.register
def _output(value: Output) -> str:
    """Show an output as a terminal would, its standard error marked."""
    return box(*_terminal(value), _exit(value.exit_code))


def _terminal(value: Output) -> Iterator[str]:
    lines = value.stream_lines()
    half = _LINES // 2
    left_out = max(0, len(lines) - _LINES)
    screens: dict[str, Screen] = {}
    rows = []
    for index, (stream, line) in enumerate(lines):
        if left_out and index == half:
            rows.append(dim(f"… {left_out:,} lines …") + "\n")
        if not left_out or index < half or index >= half + left_out:
            rows.append(_line(screens.setdefault(stream, Screen()), stream, line))
    yield tag("pre", "".join(rows)) if rows else dim("no output")


def _line(screen: Screen, stream: str, line: str) -> str:
    spans = "".join(
        esc(text) if style == PLAIN else f'<span style="{style.css}">{esc(text)}</span>'
        for text, style in cut_pieces(screen.pieces(line), _WIDTH)
    )
    # The line's end is in the text, for pages that leave the style sheet out, as Jupyter does where a notebook is not
    # trusted; inside of the element, which is a block where the style sheet is, so that it makes no empty line there.
    ended = spans + "\n"
    return ended if stream in ("stdout", "stdin") else tag("span", ended, "e", f"written to {stream}")


def _exit(code: int | None) -> str:
    return "" if code is None else tag("div", f"exit code {tag('b', esc(code))}", "d" if code == 0 else "r")


@html.register
def _built(value: Built) -> str:
    """Show an image that was built, with what the builder said."""
    tags = formed("text", value.image.get("RepoTags") or ["untagged"]).text
    head = f"Built {tag('b', esc(tags))} {tag('code', esc(short_id(value.id)), '', value.id)}"
    told = "".join(_terminal(Output([Frame("stdout", value.text.encode("utf-8", "replace"))])))
    return box(
        tag("div", f"{head} {dim(formed('size', value.image.get('Size') or 0).text)}"),
        fold(dim("what the builder said"), told),
    )


# --- what is open ----------------------------------------------------------------------------------


@html.register
def _stream(stream: Stream | AsyncStream | Running | AsyncRunning) -> str:
    """Show an open answer by its repr, and how it is read; nothing of it is read for that."""
    parts = [tag("div", tag("b", esc(repr(stream).strip("<>"))))]
    if not stream.closed:
        awaited = hasattr(stream, "aclose")
        read = "async for item in stream: …" if awaited else "for item in stream: …"
        close = "await stream.aclose()" if awaited else "stream.close()"
        parts.append(tag("div", f"{tag('code', read)} reads it as it comes, {tag('code', close)} ends it", "d"))
    return box(*parts)


@html.register
def _archive(value: Archive) -> str:
    """Show an archive: its contents, where they are here already."""
    source = value._source
    if not isinstance(source, bytes):
        return box(*_unread(value.stat, source is not None, ""))
    head = tag("div", f"Archive{_named(value.stat)}: {esc(size(len(source)))}")
    return box(head, _members(value) if len(source) <= _SMALL else "")


@html.register
def _async_archive(value: AsyncArchive) -> str:
    """Show an archive that comes as a stream."""
    return box(*_unread(value.stat, not (value._is_closed or value._used), "await "))


def _unread(stat: Mapping[str, Any] | None, is_open: bool, before: str) -> Iterator[str]:
    yield tag("div", f"Archive{_named(stat)}: {'a stream, read when it is used' if is_open else 'used or closed'}")
    if is_open:
        ways = ("extract(directory)", "save(path)", "members()", "read()")
        yield tag("div", ", ".join(tag("code", f"{before}archive.{way}") for way in ways), "d")


def _named(stat: Mapping[str, Any] | None) -> str:
    return f" of {tag('b', esc(stat['name']))}" if stat and "name" in stat else ""


def _members(value: Archive) -> str:
    try:
        members = value.members()
    except StreamError as error:
        return tag("div", esc(error), "r")
    rows = tuple(_member(member) for member in members[:_MEMBERS])
    left_out = len(members) - len(rows)
    return table_html(Table(("Name", "Size"), rows, len(members), ("member", "members"), frozenset({1}), left_out))


def _member(member: tarfile.TarInfo) -> tuple[Cell, ...]:
    name = f"{member.name}/" if member.isdir() else member.name
    linked = f"{name} -> {member.linkname}" if member.issym() or member.islnk() else name
    return Cell(linked), Cell(size(member.size) if member.isreg() else "")


# --- the client and what it can do -----------------------------------------------------------------


@html.register
def _client(client: Client | AsyncClient) -> str:
    """Show a client: where it calls, what is known of the engine, and its groups; nothing is asked for it."""
    document = client.api.document
    facts = [
        ("Address", f"{esc(client.address.url)} {dim(f'from {client.address.origin}')}"),
        ("API", f"{esc(document.title)} {esc(document.version)} {dim(f'{len(client.operations)} operations')}"),
        ("Version in use", esc(client.version)),
    ]
    if engine := client._calls.versions.engine:
        facts.append(("Engine", esc(engine)))
    rows = [[tag("span", esc(name), "d"), text] for name, text in facts]
    groups = "".join(
        fold(f"{tag('span', esc(name), 'k')} {dim(len(operations))}", _methods(operations))
        for name, operations in client.api.groups.items()
    )
    return box(tag("div", tag("b", type(client).__name__)), grid((), rows), groups)


@html.register
def _group(group: Group) -> str:
    """Show a group: its operations."""
    return box(
        tag("div", f"{tag('b', esc(group._name))} {dim(f'{len(group._operations)} operations')}"),
        _methods(group._operations),
    )


def _methods(operations: Mapping[str, Operation]) -> str:
    rows = ([tag("code", esc(name)), prose(each.summary), dim(each.id)] for name, each in operations.items())
    return grid((), rows, wide=1)


@html.register
def _operations(operations: Operations) -> str:
    """Show all operations, by group."""
    by_group: dict[str, dict[str, Operation]] = {}
    for operation in operations.values():
        by_group.setdefault(operation.group, {})[operation.name] = operation
    groups = (
        fold(f"{tag('span', esc(name), 'k')} {dim(len(methods))}", _methods(methods))
        for name, methods in by_group.items()
    )
    return box(tag("div", tag("b", f"{len(operations)} operations")), *groups)


@html.register
def _operation(operation: Operation) -> str:
    """Show what an operation does, takes and gives."""
    call = f"{operation.group}.{operation.name}"
    head = f"{tag('b', esc(call))} {dim(operation.id)} {tag('code', esc(f'{operation.method} {operation.path}'), 'd')}"
    rows = [_argument(operation, name, outline) for name, outline in arguments(operation).items()]
    table = grid(("Argument", "Takes", ""), rows, wide=2) if rows else ""
    said = "".join(tag("div", prose(text)) for text in (operation.summary, operation.description) if text)
    return box(tag("div", head), said, table, tag("div", f"{dim('Gives')} {esc(answer_text(operation))}"))


def _argument(operation: Operation, name: str, outline: Outline) -> list[str]:
    spelled = snake(name)
    label = tag("code", esc(spelled), "", f"sent as {name}" if spelled != name else "")
    if name in operation.schema["required"]:
        label += " " + tag("span", "required", "r")
    told = " ".join([outline.description, *said_of(outline)])
    if name == operation.body_name and operation.body is not None and operation.body.properties:
        told = "The whole body as one dict, in place of its properties."
    return [label, dim(takes(operation, name, outline)), prose(told)]


@html.register
def _found(found: Found) -> str:
    """Show what a search found, best first."""
    if not found and not found.recipes:
        return box(dim(esc(found.nothing)))
    own = [[tag("code", esc(each.call)), prose(each.summary), "", ""] for each in found.recipes]
    rows = (
        [tag("code", esc(f"{each.group}.{each.name}")), prose(each.summary), dim(each.id), dim(found.matches[each.id])]
        for each in found
    )
    return box(grid(("Method", "What it does", "Operation", "Found in"), [*own, *rows], wide=1))


# --- errors ----------------------------------------------------------------------------------------


@html.register
def _error(error: DynclientError) -> str:
    """Show an error: what is wrong, where, and what would be right."""
    head, *rest = str(error).split("\n")
    parts = [tag("div", f"{tag('b', esc(type(error).__name__), 'r')} {esc(head)}")]
    faults = getattr(error, "errors", ())
    if faults:
        parts.append(
            grid(("Where", "Problem"), ([tag("code", esc(each.where)), esc(each.problem)] for each in faults), wide=1)
        )
        hint = getattr(error, "hint", "")
        rest = [f"({hint})"] if hint else []
    if rest:
        parts.append(tag("pre", esc("\n".join(rest))))
    partial = getattr(error, "partial", None)
    if partial:
        parts.append(tag("div", dim(f"what came before is in .partial: {_kind(partial)}")))
    output = getattr(error, "output", None)
    if output is not None:
        parts += _terminal(output)
    return box(*parts)


def _kind(value: Any) -> str:
    return (
        f"{len(value):,} {'bytes' if isinstance(value, bytes) else 'messages'}"
        if hasattr(value, "__len__")
        else "output"
    )
