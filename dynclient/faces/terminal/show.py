"""Answers on a terminal and in a pipe: tables, JSON, YAML, bytes, and streams as they come."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from dynclient.document.legible import STEERING, legible
from dynclient.errors import DynclientError
from dynclient.faces.terminal.parsing import UsageError

if TYPE_CHECKING:
    from dynclient.api.answer.frames import Frame
    from dynclient.client.streams import Duplex, Stream


class Screen:
    """The place where answers go: standard output, or a file for bytes.

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
            self._print(legible(value) if self._terminal else value)
        elif isinstance(value, bytes):
            self._bytes(iter([value]))
        elif isinstance(value, (dict, list, int, float)):
            self._structured(value)
        elif value is not None:
            self._opened(value)

    def _opened(self, value: Any) -> None:
        """Write output, an archive or a stream; their modules are loaded only for them."""
        from dynclient.api.answer.archive import Archive
        from dynclient.api.answer.output import Output
        from dynclient.client.streams import Duplex

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
        """Write an answer's body as it is; on a terminal without what would steer it."""
        if self._terminal:
            self._print(legible(content.decode("utf-8", "replace")))
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()

    # --- values

    def _structured(self, value: Any) -> None:
        if self.form == "table" and self._table(value):
            return
        if self.form == "yaml":
            import yaml

            text = yaml.safe_dump(plain(value), sort_keys=False, allow_unicode=True).rstrip("\n")
            self._print(legible(text) if self._terminal else text)
        elif self.form == "raw":
            self._print(self._json(value))
        else:
            self._print_json(self._json(value, indent=2))

    def _print_json(self, text: str) -> None:
        """Write JSON, coloured on a terminal where rich is there."""
        if self._terminal and (console := rich_console()) is not None:
            from rich.highlighter import JSONHighlighter

            console.print(JSONHighlighter()(text), soft_wrap=True)
        else:
            self._print(text)

    def _json(self, value: Any, indent: int | None = None) -> str:
        """Return JSON that fits the encoding of standard output and steers no terminal."""
        plain_letters = (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"
        text = json.dumps(value, indent=indent, ensure_ascii=plain_letters)
        return STEERING.sub(_escaped, text) if self._terminal else text

    def _table(self, value: Any) -> bool:
        """Write a list as a table; return whether it is one."""
        from dynclient.faces.tables import table_of, text_table

        table = table_of(value, limit=None)
        if table is None:
            return False
        console = rich_console() if self._terminal else None
        if console is None:
            self._print(text_table(table))
            return True
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=None, pad_edge=False, header_style="bold")
        for number, title in enumerate(table.columns):
            drawn.add_column(title.upper(), justify="right" if number in table.right else "left", overflow="ellipsis")
        for row in table.rows:
            drawn.add_row(*(Text(cell.text) for cell in row))
        console.print(drawn if table.rows else table.caption)
        return True

    def _print(self, text: str) -> None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")

    # --- streams

    def _stream(self, stream: Stream) -> None:
        from dynclient.api.answer.frames import Frame

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
        elif self.form == "table":
            self._print_json(self._json(message))
        else:
            self._print(self._json(message))

    def _frame(self, frame: Frame) -> None:
        out: BinaryIO = sys.stderr.buffer if frame.stream == "stderr" else sys.stdout.buffer
        sys.stdout.flush()
        out.write(frame.data)
        out.flush()

    def _talk(self, duplex: Duplex) -> None:
        """Hand standard input on, and write what comes, until the other side ends."""
        from dynclient.faces.terminal.talk import talked_through

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
        """Provide a function that writes bytes: to the file that was named, or to standard output."""
        if self._to is None:
            yield self._piped
            return
        from dynclient.document.writing import saving

        try:
            # Yesterday's backup stays until today's is whole.
            with saving(self._to) as file:
                yield file.write
        except OSError as error:
            if isinstance(error, DynclientError):
                raise
            raise UsageError(f"--to: {self._to} cannot be written: {error.strerror}") from None

    def _piped(self, data: bytes) -> None:
        if self._terminal:
            raise UsageError("the answer is of bytes: name a file for it by --to, or send it into a pipe")
        sys.stdout.buffer.write(data)


def plain(value: Any) -> Any:
    """Return a value as plain dicts and lists, which YAML knows."""
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in value}
    return [plain(item) for item in value] if isinstance(value, list) else value


def _escaped(sign: re.Match[str]) -> str:
    """Return what JSON writes for a sign that would steer a terminal; line breaks between values stay."""
    return sign[0] if sign[0] == "\n" else f"\\u{ord(sign[0]):04x}"


def rich_console() -> Any:
    """Return a console of rich's, for colours; None where rich is not installed."""
    try:
        from rich.console import Console
    except ImportError:
        return None
    return Console(highlight=False)
