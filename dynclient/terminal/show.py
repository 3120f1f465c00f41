"""Answers on a terminal and in a pipe: tables, JSON, YAML, bytes, and streams as they come."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dynclient.terminal.words import UsageError

if TYPE_CHECKING:
    from dynclient.stream.frames import Frame
    from dynclient.streams import Duplex, Stream


class Screen:
    """Be where answers go.

    Args:
        form: `json`, `yaml`, `table` or `raw`; None for a table on a terminal and JSON elsewhere.
        to: the file for an answer of bytes, or None.
    """

    def __init__(self, form: str | None = None, to: str | None = None) -> None:
        self._terminal = sys.stdout.isatty()
        self.form = form or ("table" if self._terminal else "json")
        self._to = to

    def show(self, value: Any) -> None:
        """Write an answer.

        Raises:
            UsageError: it is of bytes, and would go to a terminal.
        """
        if isinstance(value, str):
            self._print(value)
        elif isinstance(value, bytes):
            self._bytes(iter([value]))
        elif isinstance(value, (dict, list, int, float)):
            self._structured(value)
        elif value is not None:
            self._opened(value)

    def _opened(self, value: Any) -> None:
        """Write output, an archive or a stream, whose modules are loaded by those alone who have one."""
        from dynclient.stream.archive import Archive
        from dynclient.stream.frames import Output
        from dynclient.streams import Duplex

        if isinstance(value, Output):
            for frame in value.frames:
                self._frame(frame)
        elif isinstance(value, Archive):
            self._bytes(iter(value))
        elif isinstance(value, Duplex):
            self._talk(value)
        else:
            self._stream(value)

    def write(self, content: bytes) -> None:
        """Write an answer's body as it is."""
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()

    # --- values

    def _structured(self, value: Any) -> None:
        if self.form == "table" and self._table(value):
            return
        if self.form == "yaml":
            import yaml

            self._print(yaml.safe_dump(plain(value), sort_keys=False, allow_unicode=True).rstrip("\n"))
        elif self.form == "raw":
            self._print(json.dumps(value, ensure_ascii=False))
        elif self._terminal:
            _console().print_json(json.dumps(value))
        else:
            self._print(json.dumps(value, indent=2, ensure_ascii=False))

    def _table(self, value: Any) -> bool:
        """Write a list as a table; tell whether it is one."""
        from dynclient.tables import table_of, text_table

        table = table_of(value, limit=None)
        if table is None:
            return False
        if not self._terminal:
            self._print(text_table(table))
            return True
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=None, pad_edge=False, header_style="bold")
        for number, title in enumerate(table.columns):
            drawn.add_column(title.upper(), justify="right" if number in table.right else "left", overflow="ellipsis")
        for row in table.rows:
            drawn.add_row(*(Text(cell.text) for cell in row))
        _console().print(drawn if table.rows else table.caption)
        return True

    def _print(self, text: str) -> None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")

    # --- streams

    def _stream(self, stream: Stream) -> None:
        from dynclient.stream.frames import Frame

        with stream, self._sink() as write:
            for item in stream:
                if isinstance(item, Frame):
                    self._frame(item)
                elif isinstance(item, bytes):
                    write(item)
                else:
                    self._message(item)
                sys.stdout.flush()

    def _message(self, message: Any) -> None:
        """Write one message of a stream: a line of JSON, or a document of YAML."""
        if self.form == "yaml":
            self._print("---")
            self._structured(message)
        elif self._terminal and self.form == "table":
            _console().print_json(json.dumps(message), indent=None)
        else:
            self._print(json.dumps(message, ensure_ascii=False))

    def _frame(self, frame: Frame) -> None:
        out: BinaryIO = sys.stderr.buffer if frame.stream == "stderr" else sys.stdout.buffer
        sys.stdout.flush()
        out.write(frame.data)
        out.flush()

    def _talk(self, duplex: Duplex) -> None:
        """Hand standard input on, and write what comes, until the other side ends."""
        from dynclient.terminal.talk import talked_through

        with duplex, talked_through(duplex):
            for frame in duplex:
                self._frame(frame)

    # --- bytes

    def _bytes(self, pieces: Any) -> None:
        with self._sink() as write:
            for piece in pieces:
                write(piece)
            sys.stdout.flush()

    @contextlib.contextmanager
    def _sink(self) -> Iterator[Callable[[bytes], Any]]:
        """Give what takes bytes: the file that was named, or standard output where that is no terminal."""
        if self._to is None:
            yield self._piped
            return
        with contextlib.ExitStack() as stack:
            try:
                file = stack.enter_context(Path(self._to).open("wb"))
            except OSError as error:
                raise UsageError(f"--to: {self._to} cannot be written: {error.strerror}") from None
            yield file.write

    def _piped(self, data: bytes) -> None:
        if self._terminal:
            raise UsageError("the answer is of bytes: name a file for it by --to, or send it into a pipe")
        sys.stdout.buffer.write(data)


def plain(value: Any) -> Any:
    """Give a value as plain dicts and lists, which YAML knows."""
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in value}
    return [plain(item) for item in value] if isinstance(value, list) else value


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False)
