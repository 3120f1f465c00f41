"""Foreign text made safe to show in messages, tables and logs: whatever would control a terminal is removed.

Engines repeat what containers, registries and users wrote, and tracebacks, log files and terminals show it.
"""

from __future__ import annotations

import re

# Characters that control a terminal, change the direction of text, or cannot be encoded in UTF-8.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Sequences that set colours, move the cursor or name a window (ECMA-48, section 5.4).
# An unterminated one ends with its line.
ESCAPES = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[ -/]*[0-~])"
_KEPT = "\n\t"


def legible(text: str) -> str:
    r"""Remove escape sequences and replace other control characters by U+FFFD; line ends and tabs stay.

    >>> legible("no such \x1b[31mimage\x1b[0m\x9b2J")
    'no such image\ufffd2J'
    """
    if STEERING.search(text) is None:
        return text
    return STEERING.sub(_legible, without_escapes(text.replace("\r\n", "\n")))


def unsteered(line: str) -> str:
    """Remove escape sequences from a program's line and replace other control characters by blanks."""
    return STEERING.sub(" ", without_escapes(line[:10_000])).rstrip()


def one_line(text: str, longest: int = 60) -> str:
    """Return a text as one line without escape sequences, cut to a length; control characters become blanks."""
    return cut(" ".join(STEERING.sub(" ", without_escapes(text[:2000])).split()), longest)


def cut(text: str, longest: int) -> str:
    """Cut a text to a length, with an ellipsis in place of what is left out."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def cut_inside(text: str, longest: int) -> str:
    """Cut the middle out of a text that is longer, with an ellipsis in its place."""
    return text if len(text) <= longest else f"{text[: longest // 2]}…{text[-longest // 2 :]}"


def without_escapes(text: str) -> str:
    """Return a text without escape sequences."""
    return re.sub(ESCAPES, "", text) if "\x1b" in text else text


def _legible(sign: re.Match[str]) -> str:
    return sign[0] if sign[0] in _KEPT else "\ufffd"
