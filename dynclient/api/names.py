"""Names: from operation ids, tags and properties to Python's, and from any spelling back."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable

# Acronyms that a plain split at case changes would tear apart: EnableIPv6, BlkioDeviceReadIOps, DeviceIDs.
_WORD = re.compile(
    r"IPv[46]|IOps|(?:ID|IP|CA|CPU|CIDR)s(?![a-z])"
    r"|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+"
)
_FOLDED = str.maketrans("", "", "_-. ")


def words(name: str) -> tuple[str, ...]:
    """Split a name into lower-case words at its case changes and at what is no letter or digit."""
    return tuple(word.lower() for word in _WORD.findall(name))


def fold(name: str) -> str:
    """Reduce a name to what all its accepted spellings share: no case, `_`, `-`, `.` or blank."""
    return name.translate(_FOLDED).lower()


def identifier(parts: Iterable[str]) -> str:
    """Join words to a Python identifier; a keyword gets a trailing `_`, a leading digit a leading one."""
    name = "_".join(parts)
    if not name or name[0].isdigit():
        name = f"_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def snake(name: str) -> str:
    """Give the snake_case spelling of a published name."""
    return identifier(words(name))


def group_name(tag: str) -> str:
    """Give the group of a tag: its words in snake_case, what stands in parentheses dropped."""
    return snake(re.sub(r"\(.*?\)", "", tag)) if tag else "default"


def method_name(operation_id: str, tag: str) -> str:
    """Give an operation's method name in the group of its tag.

    The tag's words are taken out once, at the start or in the middle of the id, never at its end: `ContainerList` is
    `list`, `PutContainerArchive` is `put_archive`, `ContainerExec` in Exec stays `container_exec`.
    """
    parts, noun = list(words(operation_id)), words(re.sub(r"\(.*?\)", "", tag))
    for start in range(len(parts) - len(noun)):
        if noun and tuple(parts[start : start + len(noun)]) == noun:
            return identifier(parts[:start] + parts[start + len(noun) :])
    return identifier(parts)


def nearest(name: str, known: Collection[str], count: int = 3) -> list[str]:
    """List the known names that are most like a name, best first; an equal spelling comes alone."""
    import difflib

    spelled: dict[str, str] = {}
    for candidate in known:
        spelled.setdefault(fold(candidate), candidate)
    if (target := fold(name)) in spelled:
        return [spelled[target]]
    close = difflib.get_close_matches(target, spelled, n=count, cutoff=0.6)
    if not close:
        close = sorted((key for key in spelled if target and (target in key or key in target)), key=len)
    return [spelled[key] for key in close[:count]]


def suggestion(name: str, known: Collection[str]) -> str:
    """Say which known names a wrong one may have meant; nothing where none is near and they are many."""
    if close := nearest(name, known):
        return f"did you mean {' or '.join(close)}?"
    if known and len(known) <= 12:
        return f"known: {', '.join(sorted(known))}"
    return ""
