"""What IPython shows of lists and outputs where there is no HTML: in a terminal, and as a notebook's plain text."""

from __future__ import annotations

import shutil
from functools import singledispatch
from typing import Any

from dynclient.api.answer.output import Output
from dynclient.api.answer.result import ResultList
from dynclient.faces.notebook.ansi import Screen, cut_pieces
from dynclient.faces.tables import table_of, text_table

_LINES = 400
_WIDTH = 2000  # characters of a line of an output


@singledispatch
def pretty(value: Any, printer: Any) -> None:
    """Write a value to IPython's printer: as its kind is written, or its repr."""
    printer.text(repr(value))


@pretty.register
def _list(value: ResultList, printer: Any) -> None:
    """Write a list of objects as a table, and as its repr where it stands inside of something else."""
    table = table_of(value)
    if table is None or _is_inside(printer) or table.columns in ((), ("Value",)):
        printer.text(repr(value))
        return
    _write(text_table(table, max(printer.max_width, shutil.get_terminal_size().columns)), printer)


@pretty.register
def _output(value: Output, printer: Any) -> None:
    """Write what a container wrote, without what steers a terminal."""
    lines = value.lines()
    if not lines or _is_inside(printer):
        printer.text(repr(value))
        return
    left_out = len(lines) - _LINES
    above = [f"… {left_out:,} lines …"] if left_out > 0 else []
    shown = ["".join(text for text, _ in cut_pieces(Screen().pieces(line), _WIDTH)) for line in lines[-_LINES:]]
    ended = [f"exit code {value.exit_code}"] if value.exit_code else []
    _write("\n".join([*above, *shown, *ended]), printer)


def _is_inside(printer: Any) -> bool:
    return len(printer.stack) > 1


def _write(text: str, printer: Any) -> None:
    for index, line in enumerate(text.split("\n")):
        if index:
            printer.break_()
        printer.text(line)
