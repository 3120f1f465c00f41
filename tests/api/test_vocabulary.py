"""What a wrong name may mean: words known from elsewhere, recipes, similar names."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dynclient import Client, UnknownOperation
from dynclient.api.public import Api
from dynclient.api.words.help import help_text
from dynclient.api.words.vocabulary import Recipe, Vocabulary, recipes_of, table
from dynclient.client.recipes.methods import Recipes
from dynclient.document import default
from dynclient.document.names import destroys
from dynclient.faces.terminal.lookup import found
from dynclient.faces.terminal.parsing import UsageError

API = Api(default())
VOCABULARY = Vocabulary(API, recipes_of(Recipes))
# From docker's command line and docker-py.
DOCKER = (Path(__file__).parent / "cases" / "words.txt").read_text(encoding="utf-8").split()
METHODS = {method for methods in API.groups.values() for method in methods}
RECIPES = {recipe.name for recipe in recipes_of(Recipes)}
WORDS = sorted({*DOCKER, *METHODS, *RECIPES, *API.groups, *(f"{group}s" for group in API.groups)})
WORDS += [name for part in ("names", "verbs") for name in table()[part] if "." not in name]


def leads_to(hint: str) -> set[str]:
    """Read the names of methods and operations that a hint suggests; a list of all names does not count."""
    return set() if hint.startswith("known:") else set(re.findall(r"[A-Za-z_]+", hint))


@pytest.mark.parametrize("group", API.groups)
def test_no_wrong_name_in_a_group_leads_to_what_destroys(group: str) -> None:
    hints = {word: VOCABULARY.method(group, word) for word in WORDS if word not in API.groups[group]}
    wrong = {word: hint for word, hint in hints.items() if not destroys(word) and any(map(destroys, leads_to(hint)))}
    assert wrong == {}


def test_no_wrong_name_at_the_client_leads_to_what_destroys() -> None:
    own = [name for name in dir(Client) if not name.startswith("_")]
    hints = {word: VOCABULARY.attribute(word, own) for word in WORDS if word not in API.groups and word not in own}
    wrong = {word: hint for word, hint in hints.items() if not destroys(word) and any(map(destroys, leads_to(hint)))}
    assert wrong == {}


def told(call: Callable[[], object]) -> str:
    with pytest.raises((UsageError, UnknownOperation)) as caught:
        call()
    return str(caught.value)


def test_no_wrong_command_leads_to_what_destroys() -> None:
    commands = [[word] for word in WORDS if word not in API.groups]
    commands += [[group, word] for group, methods in API.groups.items() for word in WORDS if word not in methods]
    hints = {tuple(words): told(lambda words=words: found(API, words)).partition("; ")[2] for words in commands}
    wrong = {
        words: hint
        for words, hint in hints.items()
        if not destroys(words[-1]) and not hint.startswith("it has") and any(map(destroys, leads_to(hint)))
    }
    assert wrong == {}


def test_no_wrong_operation_leads_to_what_destroys() -> None:
    hints = {word: told(lambda word=word: API.operations[word]).partition("; ")[2] for word in WORDS}
    wrong = {word: hint for word, hint in hints.items() if not destroys(word) and any(map(destroys, leads_to(hint)))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("containers", "write client.run(image, command) or client.container.list() or client.container.inspect(id)"),
        ("images", "write client.pull(image) or client.build(source) or client.image.list()"),
        ("ps", "write client.container.list()"),
        ("cp", "write client.copy_to(container, source, path) or client.copy_from(container, path, destination)"),
        ("rm", "write client.container.delete(id)"),
        ("events", "write client.system.events()"),
        ("prune", "write client.container.prune() or client.image.prune() or client.volume.prune() …"),
        ("sessions", "did you mean session?"),
        ("from_env", "write Client()"),
        ("contaner", "did you mean container?"),
        ("zzzz", ""),
    ],
)
def test_a_wrong_name_at_the_client_says_what_to_write(name: str, hint: str) -> None:
    assert VOCABULARY.attribute(name).startswith(hint)
    assert bool(VOCABULARY.attribute(name)) == bool(hint)


@pytest.mark.parametrize(
    ("group", "name", "hint"),
    [
        ("container", "run", "write client.run(image, command)"),
        ("container", "exec_run", "write client.execute(container, command)"),
        ("container", "remove", "write client.container.delete(id)"),
        ("container", "copy_to", "write client.copy_to(container, source, path)"),
        ("container", "ps", "write client.container.list()"),
        ("image", "pull", "write client.pull(image)"),
        ("image", "rm", "write client.image.delete(name)"),
        ("container", "events", "write client.system.events()"),
        ("container", "lst", "did you mean list?"),
        ("container", "prun", "did you mean prune?"),
        ("task", "zzzz", "known: inspect, list, logs"),
        ("container", "zzzz", ""),
    ],
)
def test_a_wrong_method_says_what_to_write(group: str, name: str, hint: str) -> None:
    assert VOCABULARY.method(group, name) == hint


def test_every_word_leads_somewhere() -> None:
    targets = [each for part in ("names", "collections") for found in table()[part].values() for each in found]
    assert [target for target in targets if not VOCABULARY._line(target)] == []
    assert {verb for found in table()["verbs"].values() for verb in found} <= METHODS


def test_a_document_of_another_api_has_none_of_docker_s_words(make_api: Callable[..., Api]) -> None:
    other = make_api({"/a": {"get": {"operationId": "ThingList", "tags": ["Thing"]}}})
    said = Vocabulary(other, [Recipe("run", "client.run()", "")])
    assert [said.attribute("ps"), said.attribute("run"), said.method("thing", "ls")] == [
        "known: thing",
        "write client.run()",
        "known: list",
    ]


def test_without_its_file_there_are_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dynclient.document.bundled", lambda name: [])
    assert table.__wrapped__() == {}


@pytest.mark.parametrize("operation", ["ExecStart", "ContainerAttach"])
def test_help_says_how_what_takes_input_is_written_to(operation: str) -> None:
    found = API.operations[operation]
    line = f"    To write to it, open it: client.{found.group}.{found.name}.stream(id)."
    assert line in help_text(found).splitlines()
