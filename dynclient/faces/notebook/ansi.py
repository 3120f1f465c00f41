"""What a program writes to a terminal, as lines of styled text: colours are kept, all else that steers is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from typing import Any, NamedTuple

from dynclient.document.legible import ESCAPES, STEERING

# Colours, which are kept; other sequences; lone signs.
_STEERING = re.compile(rf"\x1b\[([0-9:;]*)m|{ESCAPES}|(?![\t\n]){STEERING.pattern}")
# The sixteen colours, each fit to be read on a light and on a dark ground.
_COLOURS = (
    *("#737373", "#d14343", "#3b8a3b", "#a07a00", "#4078d8", "#a355c4", "#1b8a94", "#8c8c8c"),
    *("#808080", "#e05252", "#4a9d4a", "#b58900", "#5a8fe8", "#b86fd6", "#2aa1ab", "#a0a0a0"),
)


class Style(NamedTuple):
    """How a piece of text looks: colours as CSS has them, empty for none."""

    colour: str = ""
    ground: str = ""
    bold: bool = False
    faint: bool = False
    italic: bool = False
    underlined: bool = False

    @property
    def css(self) -> str:
        """The style as declarations of CSS."""
        parts = [f"color:{self.colour}" if self.colour else "", f"background:{self.ground}" if self.ground else ""]
        parts += ["font-weight:600" if self.bold else "", "opacity:.7" if self.faint else ""]
        parts += ["font-style:italic" if self.italic else "", "text-decoration:underline" if self.underlined else ""]
        return ";".join(filter(None, parts))


PLAIN = Style()


class Screen:
    r"""A terminal's view of the lines that a program writes: each in pieces of one style.

    >>> Screen().pieces("10%\r\x1b[32mdone\x1b[0m in \x1b]0;title\x0720 s")
    [('done', Style(colour='#3b8a3b', ...)), (' in 20 s', Style(colour='', ...))]
    """

    def __init__(self) -> None:
        self._style = PLAIN  # it lasts from line to line

    def pieces(self, line: str) -> list[tuple[str, Style]]:
        """Return a line in pieces, without its end and without what a carriage return has overwritten."""
        shown: list[tuple[str, Style]] = []
        is_over = False
        for piece in self._split(line):
            # A line that ends with a carriage return still stands there: the next text overwrites it, not the sign.
            if piece[0] == "\r":
                is_over = True
            elif piece[0]:
                if is_over:
                    shown, is_over = [], False
                shown.append(piece)
        return _joined(shown)

    def _split(self, line: str) -> Iterator[tuple[str, Style]]:
        start = 0
        for mark in _STEERING.finditer(line):
            yield line[start : mark.start()], self._style
            start = mark.end()
            if mark[1] is not None:
                self._style = _styled(self._style, mark[1])
            elif mark[0] == "\r":
                yield "\r", self._style
        yield line[start:], self._style


def cut_pieces(pieces: Iterable[tuple[str, Style]], width: int) -> list[tuple[str, Style]]:
    """Return the pieces of a line up to a number of characters, with a note of how long it is where that is more."""
    out: list[tuple[str, Style]] = []
    length = 0
    for text, style in pieces:
        if length < width:
            out.append((text[: width - length], style))
        length += len(text)
    return out if length <= width else [*out, (f"… ({length:,} characters)", PLAIN)]


def _joined(pieces: Iterable[tuple[str, Style]]) -> list[tuple[str, Style]]:
    same = groupby(pieces, key=lambda piece: piece[1])
    return [("".join(text for text, _ in group), style) for style, group in same]


_CODES: dict[int, dict[str, Any]] = {
    1: {"bold": True},
    2: {"faint": True},
    3: {"italic": True},
    4: {"underlined": True},
    22: {"bold": False, "faint": False},
    23: {"italic": False},
    24: {"underlined": False},
    39: {"colour": ""},
    49: {"ground": ""},
}


@lru_cache(maxsize=64)  # programs write the same few again and again
def _styled(style: Style, codes: str) -> Style:
    """Return a style as a sequence of SGR codes changes it."""
    left = map(_number, codes.replace(":", ";").split(";"))
    for code in left:
        if code == 0:
            style = PLAIN
        elif code in (38, 48):
            found = _extended(left)
            style = style._replace(colour=found) if code == 38 else style._replace(ground=found)
        else:
            style = style._replace(**(_CODES.get(code) or _basic(code)))
    return style


def _number(digits: str) -> int:
    """Return a code's number; of one with more digits than any code or colour has, the largest of three."""
    digits = digits.lstrip("0")
    return int(digits or 0) if len(digits) <= 3 else 999


def _basic(code: int) -> dict[str, Any]:
    for name, first, colours in (("colour", 30, 0), ("ground", 40, 0), ("colour", 90, 8), ("ground", 100, 8)):
        if first <= code < first + 8:
            return {name: _COLOURS[code - first + colours]}
    return {}


def _extended(left: Iterator[int]) -> str:
    """Return the colour that the codes left describe: `5;n` of 256, or `2;r;g;b`."""
    kind = next(left, 0)
    count = {5: 1, 2: 3}.get(kind, 0)
    parts = [min(part, 255) for part in islice(left, count)]
    if len(parts) < count or not count:
        return ""
    if kind == 2:
        return "#{:02x}{:02x}{:02x}".format(*parts)
    number = parts[0]
    if number < 16:
        return _COLOURS[number]
    if number >= 232:
        return "#{0:02x}{0:02x}{0:02x}".format(8 + 10 * (number - 232))
    cube = [number - 16, (number - 16) // 6, (number - 16) // 36]
    return "#{2:02x}{1:02x}{0:02x}".format(*(step and 55 + 40 * step for step in (part % 6 for part in cube)))
