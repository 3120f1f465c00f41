"""Where an unknown name belongs, for error messages: by the document and, for a few words, by spec/words.yaml."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from dynclient.api.call.prepare import place
from dynclient.api.model.outline import Outline
from dynclient.api.words.arguments import arguments
from dynclient.api.words.quote import steps_of
from dynclient.api.words.vocabulary import table
from dynclient.document.names import fold, nearest, snake, suggestion
from dynclient.document.spelling import ITEM, VALUE, spelling
from dynclient.errors import ArgumentError, InvalidArguments, SpecError

if TYPE_CHECKING:
    from dynclient.api.model.operation import Operation

Path = tuple[str, ...]

# Limits on the depth and the number of places that are searched, and on the faults that get a hint.
_DEEPEST, _LOOKED_AT, _FAULTS = 8, 2_000, 8
_places: WeakKeyDictionary[Any, Mapping[str, list[Path]]] = WeakKeyDictionary()


def located(operation: Operation, faults: Sequence[ArgumentError]) -> list[ArgumentError]:
    """Add to unknown names where they belong, if the operation has them elsewhere or docker uses another name."""
    words = table().get("positional", {}) if operation.document.engine else {}
    if (line := words.get(operation.id)) and faults[0].where == "positional arguments":
        line = spelling().line(str(line))
        faults = [faults[0]._replace(problem=f"{faults[0].problem}; or write {line}"), *faults[1:]]
    unknown = [fault for fault in faults if fault.kind == "unknown"]
    if not unknown or len(unknown) > _FAULTS:
        return list(faults)
    try:
        found = {fault: _said(operation, fault.where) for fault in unknown}
    except SpecError:  # from a part of the document that was not read before
        return list(faults)
    return [fault._replace(problem=found[fault]) if found.get(fault) else fault for fault in faults]


def _said(operation: Operation, where: str) -> str:
    steps = steps_of(where)
    if steps and steps[0] in operation.by_name:
        return ""
    if steps and steps[0] == operation.body_name and len(steps) > 1:
        steps = steps[1:]
    name = str(steps[-1]) if steps else where
    if line := _word(operation, name):
        return f"is not known here; write {line}"
    places = _index(operation)
    if found := places.get(fold(name)):
        return _belongs(found[0])
    if len(steps) > 1 or nearest(name, list(operation.arguments)):
        return ""
    close = nearest(name, [paths[0][-1] for paths in places.values()], count=1)
    return f"is not known here; did you mean {dotted(places[fold(close[0])][0])}?" if close else ""


def _word(operation: Operation, name: str) -> str:
    """Return what to write for a name from docker's command line, docker-py, or the client's options."""
    words = table().get("arguments", {}) if operation.document.engine else {}
    for part in (operation.id, "*"):
        for word, line in words.get(part, {}).items():
            if fold(word) == fold(name):
                return spelling().line(str(line))
    options = table().get("options", ())
    return spelling().option(snake(name)) if snake(name) in options else ""


def ignored_text(operation: Operation, found: Iterable[tuple[str, str, Any]]) -> str:
    """Say of values that the engine sets itself how to ask for them.

    Args:
        operation: the operation whose body has them.
        found: for each, its object, its name, and the steps from the object to the property that the engine heeds, or
            True if there is none.
    """
    said = []
    for holder, name, heeded in found:
        text = f"{place(holder, name)} is set by the engine itself"
        if heeded is not True:
            text += f" (ask for another by {reduce(place, heeded, holder)})"
        said.append(text)
    return f"{operation.id}: {', '.join(said)}"


def unknown_to_recipe(recipe: str, known: Sequence[str], given: Iterable[str]) -> InvalidArguments:
    """Return the error for names that a recipe does not know, with suggestions."""
    options, errors = table().get("options", ()), []
    for name in (name for name in given if name not in known):
        hint = suggestion(name, known)
        if snake(name) in options:
            hint = f"write client.with_options({snake(name)}=…).{recipe}(…)"
        errors.append(ArgumentError(name, f"is not known here{'; ' + hint if hint else ''}", "unknown"))
    return InvalidArguments(recipe, errors)


def _belongs(path: Path) -> str:
    if len(path) == 1:
        return f"is not known here; it is an argument of its own: {spelling().place(path)}"
    holder = dotted(path[:-1])
    return f"is not known here; it belongs in {holder}: {spelling().place(path)}"


def dotted(path: Path) -> str:
    """Write a place as in messages: `IPAM.Config[0].Subnet`."""
    text = path[0]
    for step in path[1:]:
        text += {ITEM: "[0]", VALUE: "['…']"}.get(step, f".{step}")
    return text


def _index(operation: Operation) -> Mapping[str, list[Path]]:
    """Return the places of all names in an operation's body by folded name, those nearest to the top first."""
    if (found := _places.get(operation)) is None:
        found = {}
        for path in _paths(operation):
            found.setdefault(fold(path[-1]), []).append(path)
        _places[operation] = found
    return found


def _paths(operation: Operation) -> Iterator[Path]:
    known = arguments(operation)
    waiting: deque[tuple[Path, Callable[[], Outline], frozenset[str]]] = deque(
        ((name,), partial(_same, outline), frozenset[str]())
        for name, outline in known.items()
        if name not in operation.by_name and name != known.whole
    )
    looked_at = 0
    while waiting and looked_at < _LOOKED_AT:
        path, make, above = waiting.popleft()
        looked_at += 1
        if path[-1] not in (ITEM, VALUE):
            yield path
        outline = make()
        if outline.name in above or len(path) > _DEEPEST:
            continue
        inside = above | {outline.name} if outline.name else above
        for step, schema in _below(outline):
            waiting.append(((*path, step), partial(Outline, schema, outline.document), inside))


def _below(outline: Outline) -> Iterator[tuple[str, Any]]:
    yield from outline.properties.items()
    if not outline.properties and outline.items is not None:
        yield ITEM, outline.items
    if not outline.properties and outline.values is not None:
        yield VALUE, outline.values


def _same(outline: Outline) -> Outline:
    return outline
