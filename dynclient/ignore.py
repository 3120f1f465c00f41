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
    """Tell that a pattern cannot be read."""


class Rule(NamedTuple):
    """Be one pattern.

    Attributes:
        text: the pattern in its shortest form, without `!`.
        keeps: whether it takes back what lines before it leave out.
        matches: tells whether it means a path.
    """

    text: str
    keeps: bool
    matches: Callable[[str], bool]


class Ignore:
    """Decide path by path, from the top down, what is left out.

    >>> ignore = Ignore(["*.md", "!README.md"])
    >>> [ignore.decide(name, ignore.top)[0] for name in ("NOTES.md", "README.md", "main.c")]
    [True, False, False]
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self.rules = [_rule(pattern) for pattern in patterns]
        self.top: Matched = (False,) * len(self.rules)

    def decide(self, path: str, above: Matched) -> tuple[bool, Matched]:
        """Tell whether a path is left out, and give what the decision for what is in it builds on.

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
        """Tell whether a directory that is left out may have something in it that is not."""
        return any(rule.keeps and f"{rule.text}/".startswith(f"{directory}/") for rule in self.rules)

    def without(self, paths: Sequence[str]) -> Ignore:
        """Give the same with paths that are kept, whatever the rules say."""
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
    """Give a .dockerignore file's patterns; blank lines and those that begin with # are none."""
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


def _matcher(text: str) -> Callable[[str], bool]:
    plain = not re.search(r"[*?\[\]\\]", text)
    if plain:
        return text.__eq__
    edge = text.removeprefix("**").removeprefix("/") if text.startswith("**") else ""
    if text.startswith("**") and not re.search(r"[*?\[\]\\]", edge):
        return _ending(text[2:])
    if text.endswith("**") and not re.search(r"[*?\[\]\\]", text[:-2]):
        start = text[:-2]
        return lambda path: path.startswith(start)
    whole = _expression(text)
    return lambda path: whole.fullmatch(path) is not None


def _ending(end: str) -> Callable[[str], bool]:
    return lambda path: path.endswith(end) or (end.startswith("/") and path == end[1:])


def _expression(text: str) -> re.Pattern[str]:
    made, rest = "", text
    while rest:
        step, rest = _step(rest)
        made += step
    try:
        return re.compile(made)
    except re.error as error:
        raise BadPattern(f"{text!r} is no pattern: {error}") from None


def _step(rest: str) -> tuple[str, str]:
    """Give the expression for what a pattern begins with, and the rest of it."""
    if rest.startswith("**"):
        rest = rest[2:].removeprefix("/")
        return ("(?:.*/)?" if rest else ".*"), rest
    if rest[0] == "*":
        return "[^/]*", rest[1:]
    if rest[0] == "?":
        return "[^/]", rest[1:]
    if rest[0] == "[":
        return _class(rest)
    if rest[0] == "\\":
        char, rest = _char(rest)
        return re.escape(char), rest
    return re.escape(rest[0]), rest[1:]


def _class(text: str) -> tuple[str, str]:
    rest, made = text[1:], "["
    if rest.startswith("^"):
        rest, made = rest[1:], "[^"
    empty = True
    while empty or not rest.startswith("]"):
        empty = False
        low, rest = _char(rest, "-]", text)
        made += re.escape(low)
        if rest.startswith("-"):
            high, rest = _char(rest[1:], "-]", text)
            made += f"-{re.escape(high)}"
    return made + "]", rest[1:]


def _char(rest: str, not_bare: str = "", whole: str = "") -> tuple[str, str]:
    """Give the character that a text begins with, behind its backslash if it has one, and the rest."""
    if not rest or rest[0] in not_bare:
        raise BadPattern(f"{whole!r} is no set of characters: it is not closed, or - or ] lacks a \\")
    if rest[0] != "\\":
        return rest[0], rest[1:]
    if len(rest) == 1:
        raise BadPattern("a pattern ends with a \\; what it stands before has to follow")
    return rest[1], rest[2:]
