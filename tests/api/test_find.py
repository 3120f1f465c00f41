"""Search: which operations are found, in which order, and what is shown of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.public import Api
from dynclient.api.words.find import find, stem
from dynclient.api.words.vocabulary import Recipe, recipes_of
from dynclient.client.recipes.methods import Recipes

STRING = {"type": "string"}
JSON = "application/json"

# A question as users ask it, and the operation that must be among the first three.
QUESTIONS = {
    "memory limit": "ContainerCreate",
    "how do I limit the memory of a container": "ContainerUpdate",
    "remove unused images": "ImagePrune",
    "copy a file into a container": "PutContainerArchive",
    "run a command in a running container": "ContainerExec",
    "publish a port": "ContainerCreate",
    "restart policy": "ContainerUpdate",
    "environment variables": "ContainerCreate",
    "disk usage": "SystemDataUsage",
    "registry login": "SystemAuth",
    "follow the logs": "ContainerLogs",
    "health check": "ContainerCreate",
    "join a swarm": "SwarmJoin",
    "rotate join token": "SwarmUpdate",
    "rename a container": "ContainerRename",
    "connect a container to a network": "NetworkConnect",
    "download an image": "ImageCreate",
    "cpu quota": "ContainerCreate",
    "replicas of a service": "ServiceUpdate",
    "drain a node": "NodeUpdate",
    "processes in a container": "ContainerTop",
    "dns servers": "ContainerCreate",
    "subnet of a network": "NetworkCreate",
    "build args": "ImageBuild",
    "events since": "SystemEvents",
}


@pytest.mark.parametrize(("question", "expected"), QUESTIONS.items(), ids=QUESTIONS)
def test_a_question_finds_its_operation_among_the_first_three(docker: Api, question: str, expected: str) -> None:
    assert expected in [operation.id for operation in find(docker, question)[:3]]


@pytest.mark.parametrize(
    "alike",
    [
        ("limit", "limits", "limited", "limiting"),
        ("container", "containers"),
        ("policy", "policies"),
        ("image", "images"),
        ("stop", "stopped", "stopping", "stops"),
        ("process", "processes"),
        ("delete", "deleting", "removes", "rm"),
        ("status",),
        ("dns",),
    ],
    ids=lambda alike: str(alike[0]),
)
def test_words_with_one_stem_are_one_word(alike: tuple[str, ...]) -> None:
    assert len({stem(word) for word in alike}) == 1


def row(name: str, summary: str = "", **more: Any) -> tuple[str, dict[str, Any]]:
    return name, {"operationId": name, "tags": ["Thing"], "summary": summary, **more}


def parameter(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": STRING, **more}


@pytest.fixture
def things(make_api: Callable[..., Api]) -> Api:
    """Return operations with words in all places."""
    nested = {"A": {"type": "object", "properties": {"Deep": {"type": "object", "properties": {"Coral": STRING}}}}}
    whale = {**STRING, "description": "A whale. It swims far.", "enum": ["krill"]}
    body = {"content": {JSON: {"schema": {"type": "object", "properties": {**nested, "B": whale}}}}}
    answer = {"200": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Tree"}}}}}
    rows = [
        row("ThingPrune", "Remove what is not used"),
        row("ThingList", "List things", description="Whether pruned or not.", responses=answer),
        row("ThingMake", "Make a thing", requestBody=body),
        row("NopruneSet", "Set a flag"),
        row("ThingStop", "Stop a thing", parameters=[parameter("prune"), parameter("signal", description="A sailor.")]),
    ]
    tree = {"type": "object", "properties": {"Leaf": STRING, "Branch": {"$ref": "#/components/schemas/Tree"}}}
    return make_api({f"/{name}": {"get": node} for name, node in rows}, {"Tree": tree})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prune", ["ThingPrune", "ThingStop", "ThingList"]),
        ("pruned", ["ThingPrune", "ThingStop", "ThingList"]),
        ("PRUNES", ["ThingPrune", "ThingStop", "ThingList"]),
        ("make", ["ThingMake"]),
        ("ThingMake", ["ThingMake"]),
        ("used", ["ThingPrune"]),
        ("list things", ["ThingList"]),
        ("coral", ["ThingMake"]),
        ("cor", ["ThingMake"]),
        ("hale", ["ThingMake"]),
        ("whale", ["ThingMake"]),
        ("krill", ["ThingMake"]),
        ("sailor", ["ThingStop"]),
        ("leaf", ["ThingList"]),
        ("make zzz", ["ThingMake"]),
        ("zzz", []),
        ("!", []),
        ("", ["ThingPrune", "ThingList", "ThingMake", "NopruneSet", "ThingStop"]),
    ],
)
def test_operations_are_found_by_their_words_best_first(things: Api, text: str, expected: list[str]) -> None:
    assert [operation.id for operation in find(things, text)] == expected


def test_those_that_have_all_words_come_alone(things: Api) -> None:
    assert [operation.id for operation in find(things, "prune used")] == ["ThingPrune"]


def test_if_none_has_all_words_those_with_most_of_them_are_found(things: Api) -> None:
    assert [operation.id for operation in find(things, "make whale zzz")] == ["ThingMake"]
    assert [operation.id for operation in find(things, "make zzz yyy")] == []


def test_two_words_find_the_name_that_is_both(make_api: Callable[..., Api]) -> None:
    rows = [row("ThingMake", parameters=[parameter("Healthcheck")]), row("ThingList", "Check the health of all")]
    api = make_api({f"/{name}": {"get": node} for name, node in rows})
    assert {operation.id for operation in find(api, "health check")} == {"ThingMake", "ThingList"}


def test_results_are_shown_with_where_they_matched_and_the_line(things: Api) -> None:
    assert repr(find(things, "whale")) == "thing.make  Make a thing\n              B: A whale. It swims far."
    assert repr(find(things, "coral")) == "thing.make  Make a thing\n              A.Deep.Coral"
    assert repr(find(things, "leaf")) == "thing.list  List things\n              answer.Leaf"
    assert repr(find(things, "used")) == "thing.prune  Remove what is not used"


def test_matches_and_lines_are_there_by_operation(things: Api) -> None:
    found = find(things, "whale")
    assert (found.matches, found.lines) == ({"ThingMake": "B"}, {"ThingMake": "A whale. It swims far."})


def test_of_many_the_first_are_shown_and_the_rest_counted(docker: Api) -> None:
    found = find(docker, "container")
    assert len(found) > 12
    assert repr(found).splitlines()[-1] == f"… and {len(found) - 12} more"


def test_an_empty_result_is_reported(things: Api) -> None:
    assert repr(find(things, "zzz")) == "nothing found"


def test_an_operation_without_a_summary_is_shown_by_its_id(make_api: Callable[..., Api]) -> None:
    api = make_api({"/x": {"get": {"operationId": "ThingDo", "tags": ["Thing"]}}})
    assert repr(find(api, "do")) == "thing.do  ThingDo"


@pytest.mark.parametrize(
    ("question", "recipe"),
    [
        ("run a command in a new container", "run"),
        ("execute a command in a running container", "execute"),
        ("wait until healthy", "wait_for"),
        ("copy to container", "copy_to"),
        ("copy a file out of a container", "copy_from"),
        ("build an image", "build"),
        ("pull", "pull"),
        ("push an image", "push"),
        ("registry login", "login"),
    ],
)
def test_a_question_finds_the_client_s_own_call(docker: Api, question: str, recipe: str) -> None:
    found = find(docker, question, recipes_of(Recipes))
    assert recipe in [each.name for each in found.recipes]
    assert repr(found).startswith("client.")


@pytest.mark.parametrize("question", ["memory limit", "prune", "follow the logs", "rename a container", "subnet"])
def test_a_question_of_something_else_finds_none_of_the_client_s_own_calls(docker: Api, question: str) -> None:
    assert find(docker, question, recipes_of(Recipes)).recipes == ()


def test_an_unknown_word_is_answered_with_the_nearest(docker: Api) -> None:
    assert repr(find(docker, "memroy")) == "nothing found; did you mean memory?"
    assert repr(find(docker, "qqqqqq")) == "nothing found"


def test_a_recipe_is_shown_if_no_operation_is_found(docker: Api) -> None:
    found = find(docker, "zzzzz", [Recipe("zzzzz", "client.zzzzz()", "Do it.\n\nAll of it.")])
    assert repr(found) == "client.zzzzz()  Do it."
