"""Names: from operation ids, tags and properties to Python names, and back from any spelling."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable
from functools import cache

# Acronyms that a split at case changes would break apart: EnableIPv6, BlkioDeviceReadIOps, DeviceIDs.
_WORD = r"IPv[46]|IOps|(?:ID|IP|CA|CPU|CIDR)s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+"
# Candidates that are clearly worse than the best are not suggested; a part of a name has at least so many letters.
_NEAR, _PART = 0.05, 3
# Below this similarity it is another word: `run` and `prune` have 0.75. A wrong hint to a call that cannot be undone
# destroys something, so such a name must be nearly what was written.
_LIKE, _SURE = 0.75, 0.85
_DESTROYING = {
    "clear", "delete", "destroy", "disconnect", "drop", "erase", "kill", "leave", "prune", "purge", "remove", "reset",
    "revoke", "rm", "rmi", "terminate", "wipe",
}  # fmt: skip
# Among more names than these, which would take a second, only those with the same beginning are compared.
_MANY = 10_000
# Nobody types longer names.
_LONGEST = 200
_FOLDED = str.maketrans("", "", r""" !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~""")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(_WORD)  # when it is first wanted, which may be never


def words(name: str) -> tuple[str, ...]:
    """Split a name, of any script, into lower-case words, at case changes and at other than letters and digits."""
    if name.isascii():
        return tuple(word.lower() for word in _word().findall(name))
    name = _normal(name)
    # The same with each letter of another script written as one of ASCII.
    shape = "".join(map(_shape, name))
    return tuple(name[found.start() : found.end()].lower() for found in _word().finditer(shape))


def _normal(name: str) -> str:
    """Return a name as Python normalises it in source code (PEP 3131)."""
    from unicodedata import normalize

    return normalize("NFKC", name)


def _shape(character: str) -> str:
    if character.isascii():
        return character
    return "A" if character.isupper() else "a" if f"a{character}".isidentifier() else " "


def fold(name: str) -> str:
    """Reduce a name to what all its accepted spellings share: its letters and digits, without case."""
    if not name.isascii():
        name = "".join(each for each in _normal(name) if f"a{each}".isidentifier()).casefold()
    return name.translate(_FOLDED).lower() or name


def spellings(names: Iterable[str]) -> dict[str, str | tuple[str, ...]]:
    """Return the names for each folded spelling."""
    out: dict[str, str | tuple[str, ...]] = {}
    for name in names:
        before = out.get(fold(name), ())
        out[fold(name)] = (*((before,) if isinstance(before, str) else before), name) if before else name
    return out


def spelling_problem(names: Iterable[str]) -> str:
    """Say that a name is a spelling of several names."""
    return f"is a spelling of {' and of '.join(names)}; write one of them as it is"


def identifier(parts: Iterable[str]) -> str:
    """Join words into a Python identifier; a keyword gets a trailing `_`, a leading digit a leading one."""
    name = "_".join(parts)
    if not name.isidentifier():
        name = f"_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def snake(name: str) -> str:
    """Return the snake_case spelling of a published name."""
    return identifier(words(name))


def python_names(names: Iterable[str]) -> dict[str, str]:
    """Return the names in a signature for published ones; one without letters, or with another's name, has none.

    >>> python_names(["$top", "orderBy", "top"])
    {'orderBy': 'order_by', 'top': 'top'}
    """
    spelled = {name: snake(name) for name in names if words(name)}
    shown = {spelling: name for name, spelling in reversed(spelled.items())}
    shown |= {name: name for name, spelling in spelled.items() if name == spelling}
    return {name: spelling for name, spelling in spelled.items() if shown[spelling] == name}


def group_name(tag: str) -> str:
    """Return a tag's group: its words in snake_case, without what is in parentheses."""
    return snake(re.sub(r"\(.*?\)", "", tag)) if tag else "default"


def method_name(operation_id: str, tag: str) -> str:
    """Return an operation's method name in its tag's group.

    The tag's words are removed once, at the start or in the middle of the id, never at its end: `ContainerList` is
    `list`, `PutContainerArchive` is `put_archive`, `ContainerExec` in Exec stays `container_exec`.
    """
    parts, noun = list(words(operation_id)), words(re.sub(r"\(.*?\)", "", tag))
    for start in range(len(parts) - len(noun)):
        if noun and tuple(parts[start : start + len(noun)]) == noun:
            return identifier(parts[:start] + parts[start + len(noun) :])
    return identifier(parts)


def destroys(name: str) -> bool:
    """Return whether a name says that something is removed for good."""
    return not _DESTROYING.isdisjoint(words(name))


def nearest(name: str, known: Collection[str], count: int = 3) -> list[str]:
    """List the known names most similar to a name, best first; another spelling of it is returned alone.

    Names of one letter are left out, and names that destroy unless the given name does too or is nearly the same.
    """
    if len(known) > _MANY:
        known = [candidate for candidate in known if fold(candidate)[:2] == fold(name)[:2]][:_MANY]
    spelled = {fold(candidate): candidate for candidate in reversed(list(known))}
    if (target := fold(name)) in spelled:
        return [spelled[target]]
    if not destroys(name):
        spelled = {key: candidate for key, candidate in spelled.items() if not _misleads(name, candidate)}
    spelled = {key: candidate for key, candidate in spelled.items() if len(key) > 1}
    known = list(spelled.values())
    likeness: dict[str, float] = {}
    ordered = {_in_order(candidate): candidate for candidate in known}
    for wanted, keys in ((target, spelled), (_in_order(name), ordered)):
        for key, ratio in _alike(wanted, keys, count):
            likeness[keys[key]] = max(ratio, likeness.get(keys[key], 0.0))
    if likeness:
        best = max(likeness.values())
        close = [candidate for candidate in likeness if likeness[candidate] > best - _NEAR]
        return sorted(close, key=lambda candidate: (-likeness[candidate], candidate))[:count]
    parts = [key for key in spelled if min(len(target), len(key)) >= _PART and _is_part(name, spelled[key])]
    return [spelled[key] for key in sorted(parts, key=len)[:count]]


def _misleads(name: str, candidate: str) -> bool:
    """Return whether a similar name destroys, where the given one may have meant something else."""
    if not destroys(candidate):
        return False
    import difflib

    alike = difflib.SequenceMatcher(None, fold(candidate), fold(name)).ratio()
    return alike < _SURE


def _is_part(name: str, candidate: str) -> bool:
    """Return whether one name begins with the other or is a word in it; `run` is not a word in `prune`."""
    short, long = sorted((name, candidate), key=lambda each: len(fold(each)))
    return fold(long).startswith(fold(short)) or fold(short) in words(long)


def _in_order(name: str) -> str:
    """Return a name's words in alphabetical order, so that ListContainers and ContainerList are similar."""
    return " ".join(sorted(words(name)))


def _alike(target: str, keys: Collection[str], count: int) -> list[tuple[str, float]]:
    import difflib

    close = difflib.get_close_matches(target, keys, n=count, cutoff=_LIKE)
    return [(key, difflib.SequenceMatcher(None, key, target).ratio()) for key in close]


def suggestion(name: str, known: Collection[str], listed: int = 12) -> str:
    """Say which known names a wrong one may mean, or list all if they are few; empty if none is near.

    Args:
        name: the wrong name.
        known: the existing names.
        listed: up to how many names all are listed.
    """
    known = [each for each in known if len(each) <= _LONGEST]
    if close := nearest(name, known):
        return f"did you mean {' or '.join(close)}?"
    if known and len(known) <= listed:
        return f"known: {', '.join(sorted(known))}"
    return ""
