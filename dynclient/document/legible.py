"""Text of others that becomes a message, a table or a line of a log: whatever would steer a terminal is taken out.

Engines repeat what containers, registries and users have written, and a traceback, a log file or a terminal shows it.
"""

from __future__ import annotations

import re

# Signs that steer a terminal, or turn the direction of what follows, or that UTF-8 cannot hold.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Sequences that colour, move the cursor or name a window (ECMA-48, section 5.4).
# One whose text has no end takes no more than its line along.
ESCAPES = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[ -/]*[0-~])"
_KEPT = "\n\t"


def legible(text: str) -> str:
    r"""Return a text without escape sequences, and with U+FFFD for each other sign that steers; lines and tabs stay.

    >>> legible("no such \x1b[31mimage\x1b[0m\x9b2J")
    'no such image\ufffd2J'
    """
    if STEERING.search(text) is None:
        return text
    return STEERING.sub(_legible, without_escapes(text.replace("\r\n", "\n")))


def unsteered(line: str) -> str:
    """Return a line that a program wrote: escape sequences go, and other signs that steer become blanks."""
    return STEERING.sub(" ", without_escapes(line[:10_000])).rstrip()


def one_line(text: str, longest: int = 60) -> str:
    """Return a text as one line, cut where it is longer; signs that steer become blanks."""
    return cut(" ".join(STEERING.sub(" ", without_escapes(text[:2000])).split()), longest)


def cut(text: str, longest: int) -> str:
    """Return a text of so many characters at most, the last of them an ellipsis where something is left out."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def without_escapes(text: str) -> str:
    """Return a text without escape sequences."""
    return re.sub(ESCAPES, "", text) if "\x1b" in text else text


def _legible(sign: re.Match[str]) -> str:
    return sign[0] if sign[0] in _KEPT else "\ufffd"
