"""Texts that a regular expression matches: simple ones, for values that are made where no example is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from dynclient.document.patterns import unwarned

# What a set that says what it is not is tried with.
_TRIED = "a0A-_./:,;=+ @#!é"
# How often what may be repeated is, at most; the fewest that fit are taken.
_REPEATED = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)
_LONGEST = 10_000


def text_of(pattern: str, least: int = 0, most: int | None = None) -> str | None:
    """Return a text that a pattern matches; None where none was found.

    Args:
        pattern: as Python reads it, to be found anywhere in the text.
        least, most: how long it may be.
    """
    try:
        with unwarned(pattern):
            parsed, search = import_module("re._parser").parse(pattern), re.compile(pattern).search
        for times in sorted({*_REPEATED, least, *(() if most is None else (most,))}):
            text = _joined(parsed, times, {})
            if least <= len(text) <= (_LONGEST if most is None else most) and search(text):
                return text
    except (re.error, OverflowError, RecursionError, LookupError, ValueError):
        return None
    return None


def _joined(parts: Iterable[Any], times: int, groups: dict[int, str]) -> str:
    made, length = [], 0
    for kind, value in parts:
        made.append(_made(str(kind), value, times, groups))
        length += len(made[-1])
        if length > _LONGEST:
            raise ValueError
    return "".join(made)


def _made(kind: str, value: Any, times: int, groups: dict[int, str]) -> str:
    """Return a text for one part, of the kinds that Python's own parser tells apart."""
    if kind == "LITERAL":
        return chr(value)
    if kind in ("NOT_LITERAL", "ANY", "IN"):
        return _character(kind, value)
    if kind == "BRANCH":
        return _joined(value[1][0], times, groups)
    if kind == "SUBPATTERN":
        groups[value[0]] = _joined(value[-1], times, groups)
        return groups[value[0]]
    if kind == "GROUPREF":
        return groups[value]
    if kind == "ATOMIC_GROUP":
        return _joined(value, times, groups)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, part = value
        count = max(low, min(times, int(high)))
        if count > _LONGEST:
            raise ValueError
        return "".join(_joined(part, times, groups) for _ in range(count))
    return ""  # a place, or something that is looked ahead for: whether it fits is seen at the end


def _character(kind: str, value: Any) -> str:
    if kind == "ANY":
        return "a"
    if kind == "NOT_LITERAL":
        return next(each for each in _TRIED if ord(each) != value)
    if str(value[0][0]) == "NEGATE":
        taken = {each for item in value[1:] for each in _TRIED if _has(item, each)}
        return next((each for each in _TRIED if each not in taken), "a")
    return next(_some(value))


def _some(items: Iterable[Any]) -> Iterator[str]:
    """Yield characters of a set."""
    for item in items:
        kind, value = str(item[0]), item[1]
        if kind in ("LITERAL", "RANGE"):
            yield chr(value if kind == "LITERAL" else value[0])
        yield from (each for each in _TRIED if _has(item, each))


def _has(item: Any, character: str) -> bool:
    """Return whether a part of a set has a character."""
    kind, value = str(item[0]), item[1]
    if kind == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    if kind == "CATEGORY":
        return re.fullmatch(_CATEGORIES[str(value)], character) is not None
    return bool(ord(character) == value)


_CATEGORIES = {
    f"CATEGORY_{prefix}{name}": (sign.upper() if prefix else sign)
    for name, sign in (("DIGIT", r"\d"), ("SPACE", r"\s"), ("WORD", r"\w"))
    for prefix in ("", "NOT_")
}
