"""JSON values of any depth: copied, compared and prepared for pickle without recursion.

`json` reads and writes about a thousand levels in C; `copy.deepcopy` and `pickle` fail at about three hundred.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

_ATOMS = frozenset({str, int, float, bool, type(None)})
_PLAIN = 100  # levels that pickle takes as they are, wherever it is called


def copied(value: Any, memo: dict[int, Any], empty: Callable[[Any], Any], *, keep: bool = False) -> Any:
    """Return a deep copy: all dicts and lists are new; one that occurs twice is copied once.

    Args:
        value: a dict or a list.
        memo: copies made so far, by id, as for `copy.deepcopy`.
        empty: makes an empty container of the same kind as another.
        keep: whether values that are neither dict nor list are kept, not copied.
    """
    waiting: list[tuple[Any, Any]] = []

    def twin_of(item: Any) -> Any:
        if type(item) in _ATOMS:  # most are
            return item
        if (twin := memo.get(id(item))) is not None:
            return twin
        if not (isinstance(item, dict | list) if keep else _is_json(item)):
            return item if keep else copy.deepcopy(item, memo)
        twin = memo[id(item)] = empty(item)
        waiting.append((item, twin))
        return twin

    made = twin_of(value)
    while waiting:
        source, twin = waiting.pop()
        if isinstance(source, dict):
            dict.update(twin, ((key, twin_of(item)) for key, item in dict.items(source)))
        else:
            list.extend(twin, [twin_of(item) for item in list.__iter__(source)])
    return made


def _is_json(value: Any) -> bool:
    """Return whether a value is a JSON dict or list, not of a class with its own way to copy."""
    return type(value) in (dict, list) or (isinstance(value, dict | list) and hasattr(value, "_shape"))


def is_same(one: Any, other: Any, quick: Callable[[Any], Any]) -> Any:
    """Compare two values, in C or, if they are too deep for that, without recursion."""
    try:
        return quick(other)
    except RecursionError:
        return all(alike for alike in _compared(one, other))


def _compared(one: Any, other: Any) -> Iterator[bool]:
    """Yield, for each pair of values in the same place, whether they match; what is below them comes later."""
    waiting, seen = [(one, other)], set()
    while waiting:
        first, second = waiting.pop()
        if first is second or (id(first), id(second)) in seen:
            continue
        kind = next((kind for kind in (dict, list) if isinstance(first, kind) and isinstance(second, kind)), None)
        if kind is None or not (_is_json(first) and _is_json(second)):
            yield bool(first == second)
            continue
        seen.add((id(first), id(second)))
        if kind is dict:
            yield dict.keys(first) == dict.keys(second)
            waiting += [(item, dict.__getitem__(second, key)) for key, item in dict.items(first)]
        else:
            yield len(first) == len(second)
            waiting += zip(list.__iter__(first), list.__iter__(second), strict=True)


class Levels(NamedTuple):
    """A value without nesting: every dict and list in it, one after the other, the outermost first.

    Attributes:
        kinds: for each, whether it is a dict.
        keys: for each, its keys if it is a dict.
        items: for each, its items; a nested dict or list is given by its number.
        numbers: for each, the positions of the items that are such numbers.
    """

    kinds: list[bool]
    keys: list[list[Any]]
    items: list[list[Any]]
    numbers: list[list[int]]


def levelled(value: Any) -> Any:
    """Return a value of plain dicts and lists, or its `Levels` as a tuple if it is too deep for pickle."""
    if not _is_deep(value):
        return copied(value, {}, plain_like, keep=True)
    levels, by_id = Levels([], [], [], []), {id(value): 0}
    waiting = [value]
    for each in waiting:  # which grows meanwhile
        is_dict = isinstance(each, dict)
        items = list(_values(each))
        numbers = [place for place, item in enumerate(items) if isinstance(item, dict | list)]
        for place in numbers:
            item = items[place]
            if id(item) not in by_id:
                by_id[id(item)] = len(by_id)
                waiting.append(item)
            items[place] = by_id[id(item)]
        levels.kinds.append(is_dict)
        levels.keys.append(list(each) if is_dict else [])
        levels.items.append(items)
        levels.numbers.append(numbers)
    return tuple(levels)


def _is_deep(value: Any) -> bool:
    level, seen = [value], {id(value)}
    for _ in range(_PLAIN):
        below = [item for each in level for item in _values(each) if isinstance(item, dict | list)]
        level = [item for item in below if id(item) not in seen]
        if not level:
            return False
        seen.update(map(id, level))
    return True


def _values(value: Any) -> Iterable[Any]:
    return dict.values(value) if isinstance(value, dict) else list.__iter__(value)


def plain_like(value: Any) -> Any:
    """Return an empty dict for a dict, and an empty list for a list."""
    return {} if isinstance(value, dict) else []


def raised(levels: Any) -> Any:
    """Return the value that `Levels` were made from; anything else unchanged."""
    if not isinstance(levels, tuple):
        return levels
    levels = Levels(*levels)
    made: list[Any] = [{} if is_dict else [] for is_dict in levels.kinds]
    for each, keys, items, numbers in zip(made, levels.keys, levels.items, levels.numbers, strict=True):
        items = list(items)
        for place in numbers:
            items[place] = made[items[place]]
        if isinstance(each, dict):
            each.update(zip(keys, items, strict=True))
        else:
            each.extend(items)
    return made[0]
