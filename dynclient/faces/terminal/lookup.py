"""What the words of a command line name: the API, the operation, the client.

Running commands, the tools and completion all look up here, and none of them is looked at from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dynclient.client.client import Client
from dynclient.faces.terminal.parsing import UsageError, named, option_of, word_of

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation
    from dynclient.api.words.vocabulary import Vocabulary

# The names of the tools in `dynclient.faces.terminal.tools`, which calls of operations need not load.
TOOLS = ("find", "help", "guide", "demo", "check", "diff", "reference", "stubs", "completion")


def api_of(options: Mapping[str, Any]) -> Api:
    """Return the operations of the document that the options name."""
    from dynclient.api.public import api_of, document_of

    return api_of(document_of(options.get("spec"), None))


AUTO = "auto"


def settled(options: Mapping[str, Any], rest: Iterable[str] = ()) -> dict[str, Any]:
    """Return options in which the document of `--spec auto` is named, for which the engine is asked.

    Args:
        options: those before the command.
        rest: the words from the command on, which may still say where the engine is.

    Raises:
        UsageError: a mock is asked for, too.
    """
    if options.get("spec") != AUTO:
        return dict(options)
    where = {**options, **_places(rest)}
    names = ("host", "context", "timeout", "api-version", "mock")
    asked = {name: value for name, value in where.items() if name in names}
    with client_of({**asked, "spec": AUTO}) as client:
        return {**options, "spec": client.document.source}


def _places(rest: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    words = list(rest)
    while words and words[0] != "--":
        is_place = words[0].startswith(("--host", "--context", "-H", "-c", "--mock"))
        del words[: (option_of(words, found) if is_place else 0) or 1]
    return found


def found(api: Api, rest: list[str]) -> tuple[Operation, list[str]]:
    """Return the operation that the first words name, by its id or by group and method, and the words after them.

    Raises:
        UsageError: they name none.
    """
    first = rest[0]
    if first in api.operations:
        return api.operations[first], rest[1:]
    if (group := named(first, api.groups)) is None:
        hint = (
            _vocabulary(api).attribute(first.replace("-", "_"), [*api.operations, *TOOLS])
            or "dynclient --help lists them"
        )
        raise UsageError(f"there is no command {first!r}; {hint}")
    methods = api.groups[group]
    name = named(rest[1], methods) if len(rest) > 1 else None
    if name is None and (len(rest) == 1 or rest[1].startswith("-")):
        raise UsageError(f"{first} has the commands {', '.join(word_of(name, methods) for name in methods)}")
    if name is None:
        hint = _vocabulary(api).method(group, rest[1].replace("-", "_")) or f"it has {', '.join(methods)}"
        raise UsageError(f"{first} has no command {rest[1]!r}; {hint}")
    return methods[name], rest[2:]


def _vocabulary(api: Api) -> Vocabulary:
    """Return the vocabulary that suggests commands for wrong words."""
    from dynclient.api.words.vocabulary import Vocabulary, recipes_of
    from dynclient.client.recipes.methods import Recipes

    recipes = [recipe._replace(call=f"{recipe.call} in Python") for recipe in recipes_of(Recipes)]
    return Vocabulary(api, recipes, lambda operation: " ".join(["dynclient", *_words(operation)]))


def _words(operation: Operation) -> list[str]:
    return [*words_of(operation), *(name.upper() for name in operation.path_names)]


def words_of(operation: Operation) -> tuple[str, str]:
    """Return the words for an operation's group and method."""
    from dynclient.api.public import api_of as made

    groups = made(operation.document).groups
    return word_of(operation.group, groups), word_of(operation.name, groups[operation.group])


def settings_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments for the client that the options describe.

    Raises:
        UsageError: a mock and an engine are both named.
    """
    names = {**dict.fromkeys(("context", "spec", "server", "timeout")), "host": "address", "api-version": "version"}
    settings = {names[name] or name: value for name, value in options.items() if name in names}
    if "mock" in options:
        if named := [f"--{name}" for name in ("host", "context") if name in options]:
            raise UsageError(f"--mock asks no engine, and {named[0]} names one; give one of them")
        if options.get("spec") == AUTO:
            raise UsageError("--mock asks no engine, and --spec auto wants one asked; give one of them")
        from dynclient.faces.mock.mock_engine import MockEngine

        settings["transport"] = MockEngine(options.get("spec"))
    return settings


def client_of(options: Mapping[str, Any]) -> Client:
    """Return the client that the options describe.

    Raises:
        UsageError: a version or a time-out is not one.
    """
    try:
        settings = settings_of(options)
        if settings.get("spec") == AUTO:
            return Client.for_engine(**{**settings, "spec": None})
        return Client(**settings)
    except ValueError as error:
        raise UsageError(str(error)) from None
