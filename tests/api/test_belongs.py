"""Unknown names: where they belong, by the document and, for docker's words, by spec/words.yaml."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dynclient.api.call.belongs import _index, dotted
from dynclient.api.call.bind import bind
from dynclient.api.public import Api, Operation
from dynclient.api.words.vocabulary import table
from dynclient.document.names import fold
from dynclient.document.spelling import spelling
from dynclient.errors import InvalidArguments


def faults(operation: Operation, *args: Any, **given: Any) -> list[str]:
    with pytest.raises(InvalidArguments) as caught:
        bind(operation, args, given)
    return [str(error) for error in caught.value.errors if error.kind == "unknown"]


IN_HOST = "is not known here; it belongs in HostConfig"
UPWARDS = [
    ("ContainerCreate", {"privileged": True}, [f"privileged: {IN_HOST}: HostConfig={{'Privileged': …}}"]),
    ("ContainerCreate", {"Binds": []}, [f"Binds: {IN_HOST}: HostConfig={{'Binds': …}}"]),
    ("ContainerCreate", {"cap_add": []}, [f"cap_add: {IN_HOST}: HostConfig={{'CapAdd': …}}"]),
    ("ContainerCreate", {"memory": "64m"}, [f"memory: {IN_HOST}: HostConfig={{'Memory': …}}"]),
    (
        "ContainerCreate",
        {"HostConfig": {"Hostname": "a", "env": []}},
        [
            "HostConfig.Hostname: is not known here; it is an argument of its own: Hostname=…",
            "HostConfig.env: is not known here; it is an argument of its own: Env=…",
        ],
    ),
    (
        "ContainerCreate",
        {"body": {"Image": "a", "Privileged": True}},
        [f"body.Privileged: {IN_HOST}: HostConfig={{'Privileged': …}}"],
    ),
    ("ContainerCreate", {"memroy": 1}, ["memroy: is not known here; did you mean HostConfig.Memory?"]),
    ("ContainerCreate", {"Imge": "a"}, ["Imge: is not known here; did you mean Image?"]),
    ("ContainerCreate", {"zzzz": 1}, ["zzzz: is not known here"]),
    (
        "ServiceCreate",
        {"Image": "a"},
        [
            "Image: is not known here; it belongs in TaskTemplate.ContainerSpec: "
            "TaskTemplate={'ContainerSpec': {'Image': …}}"
        ],
    ),
    (
        "NetworkCreate",
        {"Subnet": "a"},
        ["Subnet: is not known here; it belongs in IPAM.Config[0]: IPAM={'Config': [{'Subnet': …}]}"],
    ),
    (
        "NetworkConnect",
        {"aliases": ["a"]},
        ["aliases: is not known here; it belongs in EndpointConfig: EndpointConfig={'Aliases': …}"],
    ),
    ("ContainerCreate", {"timeout": 1}, ["timeout: is not known here; write client.with_options(timeout=…)"]),
    ("ContainerList", {"filters": {"staus": "x"}}, ["filters.staus: is not known here; did you mean status?"]),
    ("ContainerLogs", {"lines": 5}, ["lines: is not known here; write tail=100"]),
    ("ContainerStop", {"timeout": 5}, ["timeout: is not known here; write t=10"]),
    (
        "ContainerCreate",
        {"restart": "always"},
        ["restart: is not known here; write HostConfig={'RestartPolicy': {'Name': 'always'}}"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "given", "said"), UPWARDS, ids=[f"{row[0]} {row[1]}" for row in UPWARDS])
def test_an_unknown_name_says_where_it_belongs(
    docker: Api, operation: str, given: Mapping[str, Any], said: list[str]
) -> None:
    found = docker.operations[operation]
    assert faults(found, *["a"] * len(found.path_names), **given) == said


@pytest.mark.parametrize(
    "operation", ["ContainerCreate", "ServiceCreate", "NetworkCreate", "NetworkConnect", "VolumeCreate"]
)
def test_every_name_of_a_body_given_at_the_top_says_where_it_belongs(docker: Api, operation: str) -> None:
    found = docker.operations[operation]
    silent = []
    for name, paths in _index(found).items():
        words = (*found.arguments, *table()["arguments"].get(operation, ()), *table()["options"])
        if name in map(fold, words):
            continue
        said = faults(found, *["a"] * len(found.path_names), **{paths[0][-1]: 1})
        if f"it belongs in {dotted(paths[0][:-1])}: {spelling().place(paths[0])}" not in said[0]:
            silent.append(said)
    assert silent == []


LINES = [(operation, word) for operation, words in table()["arguments"].items() for word in words]


@pytest.mark.parametrize(("operation", "word"), LINES, ids=[" ".join(line) for line in LINES])
def test_what_a_word_says_to_write_can_be_written(docker: Api, operation: str, word: str) -> None:
    found = docker.operations[operation]
    assert fold(word) not in found.spellings
    given = re.search(r"(?:^|or )([A-Za-z]+=.*?)(?: for 1\.5|, or client.*)?$", table()["arguments"][operation][word])
    if given is None:
        return
    values = eval(f"dict({given[1]})")
    with contextlib.suppress(InvalidArguments):
        bind(found, ["a"] * len(found.path_names), values)
        return
    with pytest.raises(InvalidArguments) as caught:
        bind(found, ["a"] * len(found.path_names), values)
    assert {error.kind for error in caught.value.errors} == {"missing"}


def test_what_contains_itself_is_looked_at_once(make: Callable[..., Operation]) -> None:
    tree = {"type": "object", "properties": {"kid": {"$ref": "#/components/schemas/T"}, "leaf": {"type": "string"}}}
    body = {"type": "object", "properties": {"top": {"$ref": "#/components/schemas/T"}}}
    content = {"application/json": {"schema": body}}
    operation = make({"requestBody": {"content": content}}, schemas={"T": tree})
    assert faults(operation, leaf="a") == ["leaf: is not known here; it belongs in top: top={'leaf': …}"]


def test_of_many_unknown_names_the_list_is_enough(docker: Api) -> None:
    said = faults(docker.operations["ContainerCreate"], **{f"privileged{'_' * count}": 1 for count in range(1, 10)})
    assert said[0] == "privileged_: is not known here"
    assert len(said) == 9


@pytest.mark.parametrize(
    ("operation", "args", "said"),
    [
        ("ContainerRename", ("a", "b"), "1 too many; by position: id; by name: name=…"),
        (
            "ImageLoad",
            ("a",),
            "1 too many; by position: none; by name: body=…; or write client.image.load(body=Path(file))",
        ),
        (
            "ImageTag",
            ("a", "b"),
            "1 too many; by position: name; by name: repo=…; or write client.image.tag(name, repo='name', tag='tag')",
        ),
        (
            "ImageCreate",
            ("busybox",),
            "1 too many; by position: none; by name: from_image=…; or write client.pull(image)",
        ),
        ("SystemPing", ("a",), "1 too many; by position: none"),
    ],
)
def test_one_argument_too_many_says_how_the_next_is_given(
    docker: Api, operation: str, args: tuple[str, ...], said: str
) -> None:
    with pytest.raises(InvalidArguments) as caught:
        bind(docker.operations[operation], args, {})
    assert str(caught.value.errors[0]) == f"positional arguments: {said}"
