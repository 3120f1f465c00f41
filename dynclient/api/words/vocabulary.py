"""What a wrong name of a group, a method or a command may mean: words known from elsewhere, then similar names.

The words are data, in spec/words.yaml; the client's recipes are passed in.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dynclient.document.drawn import faces
from dynclient.document.names import fold, suggestion

if TYPE_CHECKING:
    from dynclient.api.model.operation import Api, Operation
    from dynclient.document import Document

# The most places of one name that are worth listing.
_PLACES = 3


class Recipe(NamedTuple):
    """A method of the client that makes several requests.

    Attributes:
        name: the method's name.
        call: the line to write, such as `client.run(image, command)`.
        text: its docstring.
    """

    name: str
    call: str
    text: str

    @property
    def summary(self) -> str:
        """The docstring's first sentence."""
        return " ".join(self.text.partition("\n\n")[0].split())


@lru_cache(maxsize=4)
def recipes_of(kind: type) -> tuple[Recipe, ...]:
    """Return the recipes of a class: its public methods."""
    functions = {name: value for name, value in inspect.getmembers(kind, inspect.isfunction) if name[0] != "_"}
    return tuple(
        Recipe(name, f"client.{name}({', '.join(_leading(function))})", inspect.getdoc(function) or "")
        for name, function in functions.items()
    )


def _leading(function: Callable[..., Any]) -> list[str]:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return [each.name for each in parameters if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]


@lru_cache(maxsize=1)
def table() -> Mapping[str, Mapping[str, Any]]:
    """Read the bundled words; none if their file is missing."""
    import yaml

    from dynclient.document import bundled

    for path in bundled("words.yaml"):
        with open(path, "rb") as file:
            return yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # type: ignore[no-any-return]
    return {}


def call_of(operation: Operation) -> str:
    """Write the call of an operation with its positional arguments."""
    return f"client.{operation.group}.{operation.name}({', '.join(operation.path_names)})"


@lru_cache(maxsize=2)
def _api_of(document: Document) -> Api:
    from dynclient.api.model.operation import Api

    return Api(document)


def call_on(document: Document, operation: str, name: str) -> str:
    """Say which call replaces a method of docker-py's objects; empty if none does."""
    api = _api_of(document)
    if operation not in api.operations:
        return ""
    group = api.operations[operation].group
    vocabulary = Vocabulary(api, recipes_of(faces().recipes()) if document.engine else ())
    return vocabulary.called(group, name)


class Vocabulary:
    """The names of a client or command line, and what wrong ones may mean.

    Args:
        api: the operations.
        recipes: the client's recipes.
        written: writes the call of an operation as a user would.
    """

    def __init__(self, api: Api, recipes: Sequence[Recipe], written: Callable[[Operation], str] = call_of) -> None:
        self.api, self.recipes, self.written = api, {recipe.name: recipe for recipe in recipes}, written
        self._table = table() if api.document.engine else {}

    def attribute(self, name: str, own: Iterable[str] = ()) -> str:
        """Say what a name may mean that the client or the command line does not have.

        Args:
            name: the wrong name.
            own: existing names other than groups and recipes.
        """
        group = self._group_like(name)
        if targets := self._known("collections", name) or self._known("names", name):
            return self._write(targets)
        if name in self.recipes:
            return self._write([name])
        if group:
            return f"did you mean {group}?"
        if places := [f"{group}.{name}" for group, methods in self.api.groups.items() if name in methods]:
            return self._write(places[:_PLACES], more=len(places) > _PLACES)
        return suggestion(name, [*self.api.groups, *own])

    def method(self, group: str, name: str) -> str:
        """Say what a name may mean that a group does not have."""
        methods = self.api.groups[group]
        targets = self._known("names", f"{group}.{name}")
        targets = targets or [f"{group}.{verb}" for verb in self._known("verbs", name) if verb in methods][:1]
        targets = targets or self._known("names", name) or [name][: name in self.recipes]
        if targets:
            return self._write(targets)
        if close := suggestion(name, list(methods), listed=0):
            return close
        if places := [f"{other}.{name}" for other, others in self.api.groups.items() if name in others]:
            return self._write(places[:_PLACES], more=len(places) > _PLACES)
        return suggestion(name, list(methods))

    def called(self, group: str, name: str) -> str:
        """Say how to call a group's method, given its name here or docker's; empty if unknown."""
        if name in self.api.groups[group]:
            return self._write([f"{group}.{name}"])
        targets = self._known("names", f"{group}.{name}")
        targets = (
            targets or [f"{group}.{verb}" for verb in self._known("verbs", name)][:1] or self._known("names", name)
        )
        return self._write(targets) if targets else ""

    def _group_like(self, name: str) -> str:
        """Return the group whose plural a name is."""
        return next((group for group in self.api.groups if fold(name) == f"{fold(group)}s"), "")

    def _known(self, part: str, name: str) -> list[str]:
        """Return a word's targets that exist in this document and client."""
        words = self._table.get(part, {})
        found = words.get(name) or words.get(name.lower()) or []
        return [each for each in found if part == "verbs" or "(" in each or self._line(each)]

    def _line(self, target: str) -> str:
        if "(" in target:
            return target
        group, _, method = target.rpartition(".")
        if not group:
            return self.recipes[target].call if target in self.recipes else ""
        operation = self.api.groups.get(group, {}).get(method)
        return self.written(operation) if operation is not None else ""

    def _write(self, targets: Sequence[str], more: bool = False) -> str:
        lines = [line for target in targets if (line := self._line(target))]
        return f"write {' or '.join(lines)}{' …' if more else ''}"
