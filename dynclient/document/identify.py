"""The operations' names: a unique id and a tag for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dynclient.document.names import words

Operation = dict[str, Any]


def identify(paths: dict[str, dict[str, Operation]], declared: Iterable[str]) -> None:
    """Assign every operation a unique id and at least one tag.

    A missing id is made of method and path (`getPetsById`); one that is taken gets a number. A missing tag is the
    longest declared or used tag with whose words the id begins, or else the first fixed part of the path.

    Args:
        paths: the normalised paths; their operations are modified.
        declared: the names of the document's tags.
    """
    operations = [(path, method, each) for path, item in paths.items() for method, each in item.items()]
    _set_ids(operations)
    tags = dict.fromkeys(declared)
    for _, _, operation in operations:
        operation["tags"] = _texts(operation.get("tags"))
        tags.update(dict.fromkeys(operation["tags"]))
    by_words = {words(re.sub(r"\([^()]*\)", "", tag)): tag for tag in reversed(tags)}
    lengths = sorted({len(each) for each in by_words} - {0}, reverse=True)
    for path, _, operation in operations:
        if not operation["tags"]:
            parts = words(operation["operationId"])
            fitting = (by_words.get(parts[:length]) for length in lengths)
            operation["tags"] = [next(filter(None, fitting), None) or _first_part(path)]


def _set_ids(operations: list[tuple[str, str, Operation]]) -> None:
    taken: set[str] = set()
    unnamed: list[tuple[str, Operation]] = []
    numbers: dict[str, int] = {}
    for path, method, operation in operations:
        name = operation.get("operationId")
        name = str(name).strip() if isinstance(name, str | int | float) else ""
        if name and name not in taken:
            operation["operationId"] = name
            taken.add(name)
        else:
            unnamed.append((name or made_id(method, path), operation))
    for name, operation in unnamed:
        operation["operationId"] = _free(name, taken, numbers)


def _free(name: str, taken: set[str], numbers: dict[str, int]) -> str:
    """Return `name`, with the next number if it is taken, and mark it as taken."""
    free = name
    while free in taken:
        numbers[name] = numbers.get(name, 1) + 1
        free = f"{name}_{numbers[name]}"
    taken.add(free)
    return free


def made_id(method: str, path: str) -> str:
    """Make an id from a method and a path: `getPetsById` from `get` and `/pets/{id}`."""
    return method + "".join(_id_parts(path))


def _id_parts(path: str) -> Iterator[str]:
    for part in re.findall(r"\{[^{}]*\}|[^/{}]+", path):
        words = re.findall(r"[^\W_]+", part)
        if part.startswith("{") and words:
            yield "By"
        yield from (word[0].upper() + word[1:] for word in words)


def _first_part(path: str) -> str:
    return next((part for part in path.split("/") if part and "{" not in part), "default")


def _texts(tags: Any) -> list[str]:
    listed = tags if isinstance(tags, list) else [tags]
    return [tag for tag in listed if isinstance(tag, str) and tag]
