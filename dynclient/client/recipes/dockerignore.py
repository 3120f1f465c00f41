"""What a .dockerignore file leaves out of a build's context, decided as `docker build` decides it.

The rules are not those of .gitignore: a pattern is anchored at the context's top, `*` and `?` stop at a slash, `**`
spans directories, a later line overrides an earlier one, and a directory that is left out is entered all the same
where a `!` line names something below it by a literal path.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

_BOM = b"\xef\xbb\xbf"

Matched = tuple[bool, ...]


class BadPattern(ValueError):
    """A pattern that cannot be read."""


class Rule(NamedTuple):
    """One pattern.

    Attributes:
        text: the pattern in its shortest form, without `!`.
        keeps: whether it takes back what lines before it leave out.
        matches: whether it means a path.
    """

    text: str
    keeps: bool
    matches: Callable[[str], bool]


class Ignore:
    """What is left out, decided path by path from the top down.

    >>> ignore = Ignore(["*.md", "!README.md"])
    >>> [ignore.decide(name, ignore.top)[0] for name in ("NOTES.md", "README.md", "main.c")]
    [True, False, False]
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self.rules = [_rule(pattern) for pattern in patterns]
        self.top: Matched = (False,) * len(self.rules)

    def decide(self, path: str, above: Matched) -> tuple[bool, Matched]:
        """Return whether a path is left out, and what the decision for what is in it builds on.

        Args:
            path: relative to the context's top, with slashes.
            above: the second value that came for the directory it is in; `top` for the context itself.
        """
        out, found = False, []
        for rule, matched in zip(self.rules, above, strict=True):
            # A rule that could change nothing is not looked at, and so does not count for what is below either.
            matched = matched or (rule.keeps == out and rule.matches(path))
            found.append(matched)
            out = not rule.keeps if matched else out
        return out, tuple(found)

    def enters(self, directory: str) -> bool:
        """Return whether a directory that is left out may have something in it that is not."""
        return any(rule.keeps and f"{rule.text}/".startswith(f"{directory}/") for rule in self.rules)

    def without(self, paths: Sequence[str]) -> Ignore:
        """Return the same with paths that are kept, whatever the rules say."""
        lost = [path for path in paths if self._leaves_out(path)]
        made = Ignore([])
        made.rules = [*self.rules, *(Rule(path, True, path.__eq__) for path in lost)]
        made.top = (False,) * len(made.rules)
        return made

    def _leaves_out(self, path: str) -> bool:
        out, above, parts = False, self.top, path.split("/")
        for end in range(len(parts)):
            out, above = self.decide("/".join(parts[: end + 1]), above)
        return out


def patterns_of(content: bytes) -> Iterator[str]:
    """Yield a .dockerignore file's patterns; blank lines and those that begin with # are none."""
    for line in content.removeprefix(_BOM).decode("utf-8", "surrogateescape").split("\n"):
        pattern = line.strip()
        if line.startswith("#") or not pattern:
            continue
        keeps = pattern.startswith("!")
        pattern = _clean(pattern[1:].strip() if keeps else pattern)
        yield f"!{pattern}" if keeps else pattern


def _clean(pattern: str) -> str:
    if not pattern:
        return ""
    path = posixpath.normpath(re.sub("/+", "/", pattern))
    return path[1:] if len(path) > 1 and path.startswith("/") else path


def _rule(pattern: str) -> Rule:
    keeps = pattern.startswith("!")
    text = pattern[1:] if keeps else pattern
    if text in ("", "/") and keeps:
        raise BadPattern("a ! stands alone; what it keeps has to follow")
    return Rule(text, keeps, _matcher(text))


_SPECIAL = re.compile(r"[*?\[\]\\]")


def _matcher(text: str) -> Callable[[str], bool]:
    if not _SPECIAL.search(text):
        return text.__eq__
    if text.startswith("**") and not _SPECIAL.search(text[2:]):
        return _ending(text[2:])
    if text.endswith("**") and not _SPECIAL.search(text[:-2]):
        start = text[:-2]
        return lambda path: path.startswith(start)
    if len(text) > _LONGEST:
        raise BadPattern(f"{text[:20]!r}… has {len(text)} characters; no path has more than {_LONGEST}")
    return _Automaton(_steps(text)).matches


def _ending(end: str) -> Callable[[str], bool]:
    return lambda path: path.endswith(end) or (end.startswith("/") and path == end[1:])


class _Step(NamedTuple):
    """One step through a pattern.

    Attributes:
        accepts: whether a character leads to the step behind.
        stays: whether a character may be passed over, with the step still to come.
        skips: how many steps are reached without a character: the next one, or it and the one behind it.
    """

    accepts: Callable[[str], bool]
    stays: Callable[[str], bool]
    skips: int = 0


def _never(_: str) -> bool:
    return False


# What Go's regular expressions call `.` stops at a line's end.
_ANY = "\n".__ne__
_NO_SLASH = "/".__ne__
_SLASH = "/".__eq__
_STAR = (_Step(_never, _NO_SLASH, 1),)
_REST = (_Step(_never, _ANY, 1),)
# `**` before more: nothing, or anything up to a slash. Once begun it has to reach that slash, hence the second step.
_DIRECTORIES = (_Step(_never, _never, 2), _Step(_SLASH, _ANY))

_LONGEST = 16_384  # four times PATH_MAX
_KEPT = 4096  # of what was worked out once for a character and a state


class _Automaton:
    """All places that a pattern may have reached at once, as bits: time grows with the path and never branches.

    The patterns come with the directory that is built, and a backtracking matcher takes exponential time for some.
    """

    def __init__(self, steps: Sequence[_Step]) -> None:
        self._steps = steps
        self._end = 1 << len(steps)
        self._masks: dict[str, tuple[int, int]] = {}
        self._moves: dict[tuple[int, str], int] = {}
        self._one = self._bits(lambda step: step.skips == 1)
        self._two = self._bits(lambda step: step.skips == 2)
        self._start = self._skipped(1)
        self._directory, self._reached = "", self._start

    def matches(self, path: str) -> bool:
        """Return whether the whole of a path matches; what its directory has reached is kept for those beside it."""
        directory = path[: path.rfind("/") + 1]
        if directory != self._directory:
            self._directory, self._reached = directory, self._after(self._start, directory)
        return bool(self._after(self._reached, path[len(directory) :]) & self._end)

    def _after(self, state: int, text: str) -> int:
        moves = self._moves
        for char in text:
            if not state:
                break
            reached = moves.get((state, char))
            state = self._moved(state, char) if reached is None else reached
        return state

    def _moved(self, state: int, char: str) -> int:
        if len(self._moves) >= _KEPT:
            self._moves.clear()
        accepts, stays = self._mask(char)
        moved = self._skipped(((state & accepts) << 1) | (state & stays))
        self._moves[state, char] = moved
        return moved

    def _mask(self, char: str) -> tuple[int, int]:
        if char not in self._masks:
            if len(self._masks) >= _KEPT:
                self._masks.clear()
            self._masks[char] = self._bits(lambda step: step.accepts(char)), self._bits(lambda step: step.stays(char))
        return self._masks[char]

    def _bits(self, holds: Callable[[_Step], bool]) -> int:
        return int("".join("1" if holds(step) else "0" for step in reversed(self._steps)), 2)

    def _skipped(self, state: int) -> int:
        # In this order: `**` may lead to a `*`, whereas neither a `*` nor another `**` is followed by a `**`.
        two = state & self._two
        state |= two << 1 | two << 2
        return state | (state & self._one) << 1


def _steps(text: str) -> list[_Step]:
    made: list[_Step] = []
    rest = text
    while rest:
        step, rest = _step(rest, text)
        if step is not _DIRECTORIES or tuple(made[-2:]) != _DIRECTORIES:  # twice in a row is the same as once
            made += step
    return made


def _step(rest: str, whole: str) -> tuple[Sequence[_Step], str]:
    """Return the steps for what a pattern begins with, and the rest of it."""
    if rest.startswith("**"):
        rest = rest[2:].removeprefix("/")
        return (_DIRECTORIES if rest else _REST), rest
    if rest[0] == "*":
        return _STAR, rest[1:]
    if rest[0] == "?":
        return (_Step(_NO_SLASH, _never),), rest[1:]
    if rest[0] == "[":
        accepts, rest = _class(rest, whole)
        return (_Step(accepts, _never),), rest
    char, rest = _char(rest)
    return (_Step(char.__eq__, _never),), rest


def _class(text: str, whole: str) -> tuple[Callable[[str], bool], str]:
    rest = text[1:]
    negated = rest.startswith("^")
    rest = rest[1:] if negated else rest
    ranges: list[tuple[str, str]] = []
    while not ranges or not rest.startswith("]"):
        low, rest = _char(rest, "-]", text)
        high = low
        if rest.startswith("-"):
            high, rest = _char(rest[1:], "-]", text)
        if high < low:
            raise BadPattern(f"{whole!r} is no pattern: the range {low}-{high} runs backwards")
        ranges.append((low, high))
    return lambda char: negated != any(low <= char <= high for low, high in ranges), rest[1:]


def _char(rest: str, not_bare: str = "", whole: str = "") -> tuple[str, str]:
    """Return the character that a text begins with, behind its backslash if it has one, and the rest."""
    if not rest or rest[0] in not_bare:
        raise BadPattern(f"{whole!r} is no set of characters: it is not closed, or - or ] lacks a \\")
    if rest[0] != "\\":
        return rest[0], rest[1:]
    if len(rest) == 1:
        raise BadPattern("a pattern ends with a \\; what it stands before has to follow")
    return rest[1], rest[2:]
