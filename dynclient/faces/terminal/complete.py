"""What may stand next on a command line, for the completion of shells; nothing asks the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dynclient.api.model.schema import types_of
from dynclient.document.legible import STEERING, one_line
from dynclient.faces.terminal.lookup import AUTO, TOOLS, api_of, found
from dynclient.faces.terminal.parsing import FORMS, OPTIONS, UsageError, looked_up, named, split, word_of

_LONGEST = 2000  # characters of a line of help; a shell cuts it itself

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation


def candidates(words: list[str], begun: str) -> Iterator[tuple[str, str]]:
    """Yield every word that may come after others and can be typed, with a line of help.

    Args:
        words: those before it, after the program's name.
        begun: the word so far, which tells options from commands.
    """
    for word, said in _candidates(words, begun):
        if STEERING.search(word) is None:
            yield word, one_line(said, _LONGEST)


def _candidates(words: list[str], begun: str) -> Iterator[tuple[str, str]]:
    if words and words[-1] in ("-o", "--output"):
        yield from ((form, "") for form in FORMS)
        return
    try:
        split_up = split(words)
        asked = split_up.options.get("spec")
        api = api_of({} if asked == AUTO else split_up.options)
    except UsageError:
        return
    rest = split_up.rest
    if rest[:1] == ["help"] or not rest:
        yield from _commands(api, begun)
    elif len(rest) == 1 and (group := named(rest[0], api.groups)) is not None:
        methods = api.groups[group]
        yield from ((word_of(name, methods), operation.summary) for name, operation in methods.items())
    elif rest[0] not in TOOLS:
        try:
            operation, _ = found(api, rest)
        except UsageError:
            return
        yield from _arguments(operation, begun)


def _commands(api: Api, begun: str) -> Iterator[tuple[str, str]]:
    if begun.startswith("-"):
        yield from ((f"--{option.name}", option.help) for option in OPTIONS.values())
        return
    yield from ((word_of(name, api.groups), f"{len(methods)} commands") for name, methods in api.groups.items())
    yield from ((tool, "") for tool in TOOLS)
    if begun:
        yield from ((operation.id, operation.summary) for operation in api.operations.values())


def _arguments(operation: Operation, begun: str) -> Iterator[tuple[str, str]]:
    """Yield an operation's flags; below an object's those of its properties once its name is there."""
    head, dot, _ = begun.removeprefix("--").rpartition(".")
    properties = operation.arguments
    for step in head.split(".") if dot else ():
        schema = looked_up(properties.get(step, {}), operation.schema.get("$defs", {}))
        properties = schema.get("properties", {})
    for name, schema in properties.items():
        if name not in operation.path_names or dot:
            word = f"--{head}{dot}{name}"
            yield word, str(schema.get("description", "")).split(". ")[0]
            if "boolean" in types_of(schema) and not dot:
                yield f"--no-{name}", ""
    if not dot and operation.choices:
        yield "--content-type", f"one of {', '.join(operation.choices)}"
    if not dot:
        yield from ((f"--{option.name}", option.help) for option in OPTIONS.values())
