"""Containers that recipes make and leave to themselves: created, detached, removed by `with`, reached at a port."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from dynclient import (
    AsyncClient,
    Client,
    ContainerFailed,
    InvalidAnswer,
    InvalidArguments,
    NotFound,
    Result,
    StreamError,
)
from dynclient.client.recipes.container import Container, HostPort, container_of, published_at
from dynclient.engine.reach.address import parse_address
from tests.support.scripted import CONTAINER, FRAMES, RUN, Answer, Shell

CREATED = [RUN[0], "GET /containers/c1/json"]
DETACHED = [RUN[0], RUN[3], "GET /containers/c1/json"]
GONE: Answer = (404, {"message": "No such container: c1"})


def entered(here: Shell, shell: str, make: Any, inside: Any = None) -> Any:
    """Enter what a recipe returns, and return what it is."""

    async def awaited(client: Any) -> Any:
        async with make(client) as made:
            if inside is not None:
                raise inside
            return made

    def plain(client: Any) -> Any:
        with make(client) as made:
            if inside is not None:
                raise inside
            return made

    return here(awaited if shell == "async" else plain)


# --- create ---


def test_a_container_is_made_by_the_short_forms_of_run_and_not_started(shell: str) -> None:
    here = Shell(shell, {})
    made = here(lambda client: client.create("busybox", "cat /in", env={"A": 1}, memory="1k", name="me"))
    assert (made, here.asked) == (CONTAINER, CREATED)
    assert here.engine.bodies == [
        {"Image": "busybox", "Cmd": ["cat", "/in"], "Env": ["A=1"], "HostConfig": {"Memory": 1024}}
    ]


def test_a_missing_image_is_pulled_for_one_that_is_created(shell: str) -> None:
    missing, pulled, made = (404, {"message": "No such image: x"}), (200, {"status": "done"}), (201, {"Id": "c1"})
    here = Shell(shell, {"POST create": [missing, pulled, made]})
    here(lambda client: client.create("busybox"))
    assert here.asked == [RUN[0], "POST /images/create", "GET /images/busybox:latest/json", *CREATED]


def test_one_that_cannot_be_inspected_is_not_left(shell: str) -> None:
    here = Shell(shell, {"GET json": [(500, {"message": "no"})]})
    with pytest.raises(Exception, match="ContainerInspect: 500 no"):
        here(lambda client: client.create("busybox"))
    assert here.asked == [*CREATED, "DELETE /containers/c1"]


@pytest.mark.parametrize(
    ("given", "where", "problem"),
    [
        ({"image": 5}, "image", "expected a name such as 'busybox:1.36', or an id, got an int"),
        ({"image": "x", "pull": "now"}, "pull", "expected 'missing', 'always' or 'never', got 'now'"),
        ({"image": "x", "memory": "lots"}, "memory",
         "expected bytes, as a number or a text such as '64m' or '1g', got 'lots'"),
    ],
)  # fmt: skip
def test_a_container_that_makes_no_sense_is_not_created(shell: str, given: Any, where: str, problem: str) -> None:
    here = Shell(shell, {})
    with pytest.raises(InvalidArguments) as caught:
        here(lambda client: client.create(**given))
    assert caught.value.operation == "create"
    assert [(error.where, error.problem) for error in caught.value.errors] == [(where, problem)]
    assert here.asked == []


def test_an_image_may_be_given_by_its_inspection(shell: str) -> None:
    here = Shell(shell, {})
    here(lambda client: client.create(Result({"Id": "sha256:1", "RepoTags": ["x"]})))
    assert here.engine.bodies == [{"Image": "sha256:1"}]


# --- with ---


@pytest.mark.parametrize("recipe", ["run", "create"])
def test_a_container_is_removed_at_the_end_of_with(shell: str, recipe: str) -> None:
    here = Shell(shell, {})
    how = {"detach": True} if recipe == "run" else {}
    made = entered(here, shell, lambda client: getattr(client, recipe)("busybox", **how))
    assert (made, type(made)) == (CONTAINER, Container)
    assert here.asked == [*(DETACHED if recipe == "run" else CREATED), "DELETE /containers/c1"]


def test_an_error_within_with_is_not_replaced_by_one_of_the_removal(shell: str) -> None:
    here = Shell(shell, {"DELETE container": [(500, {"message": "busy"}), (204, None)]})
    with pytest.raises(LookupError, match="mine") as caught:
        entered(here, shell, lambda client: client.run("busybox", detach=True), LookupError("mine"))
    told = "the container c1 may be left on the engine"
    assert [note[: len(told)] for note in caught.value.__notes__] == [told]


def test_one_that_is_gone_by_the_end_of_with_is_no_error(shell: str) -> None:
    here = Shell(shell, {"DELETE container": [GONE]})
    entered(here, shell, lambda client: client.run("busybox", detach=True))
    assert here.asked[-1] == "DELETE /containers/c1"


def test_what_is_awaited_later_is_a_coroutine() -> None:
    here = Shell("async", {})

    async def by_task(client: Any) -> Any:
        return await asyncio.create_task(client.run("busybox", detach=True))

    assert here(by_task) == CONTAINER

    async def cancelled(client: Any) -> Any:
        task = asyncio.create_task(client.run("busybox", detach=True))
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        here(cancelled)
    client = AsyncClient("unix:///nowhere")
    never = client.run("busybox", detach=True)
    never.close()
    with pytest.raises(LookupError):
        never.throw(LookupError("mine"))
    never.close()


# --- a container as a value ---


def known(ports: Any, status: str = "running") -> Container:
    found = {"Id": "c1", "State": {"Status": status}, "NetworkSettings": {"Ports": ports}}
    return container_of(Client("unix:///nowhere"), Result(found))


@pytest.mark.parametrize(
    ("address", "binding", "port", "expected"),
    [
        ("unix:///x", {"HostIp": "0.0.0.0", "HostPort": "32768"}, 80, "127.0.0.1:32768"),
        ("unix:///x", {"HostIp": "::", "HostPort": "32768"}, "80", "127.0.0.1:32768"),
        ("unix:///x", {"HostIp": "", "HostPort": "1"}, "80/tcp", "127.0.0.1:1"),
        ("unix:///x", {"HostIp": "::1", "HostPort": "1"}, 80, "[::1]:1"),
        ("unix:///x", {"HostIp": "192.0.2.1", "HostPort": "1"}, 80, "192.0.2.1:1"),
        ("tcp://far.example:2375", {"HostIp": "0.0.0.0", "HostPort": "1"}, 80, "far.example:1"),
        ("ssh://me@far.example", {"HostIp": "0.0.0.0", "HostPort": "1"}, 80, "far.example:1"),
    ],
)
def test_a_published_port_is_reached_at(address: str, binding: Any, port: Any, expected: str) -> None:
    found = published_at(known({"80/tcp": [binding]}), port, parse_address(address, "argument"), "port")
    assert str(found) == expected


def test_a_container_on_the_hosts_network_has_its_ports_there() -> None:
    found = {"Id": "c1", "HostConfig": {"NetworkMode": "host"}}
    assert str(published_at(found, "80/tcp", parse_address("tcp://far.example:2375", "argument"), "port")) == (
        "far.example:80"
    )


def test_a_binding_without_a_port_is_passed_over() -> None:
    bindings = [{"HostIp": "::1", "HostPort": ""}, {"HostIp": "127.0.0.1", "HostPort": "1"}]
    assert str(known({"80/tcp": bindings}).port(80)) == "127.0.0.1:1"


def test_a_port_is_a_value() -> None:
    web = known({"53/udp": [{"HostIp": "127.0.0.1", "HostPort": "5353"}], "80/tcp": None})
    assert web.port("53/udp") == HostPort("127.0.0.1", 5353) == ("127.0.0.1", 5353)


@pytest.mark.parametrize(
    ("ports", "status", "port", "problem"),
    [
        ({"80/tcp": None}, "running", 80, "80/tcp is published at no port of the host; publish it by ports={80: None}"),
        ({}, "created", 80,
         "80/tcp is published at no port of the host while the container is created; inspect it once it runs"),
        (None, "running", "http", "expected a port such as 80, '80/tcp', '53/udp' or '8000-8010', got 'http'"),
        (None, "running", "1-2", "expected one port, got '1-2'"),
    ],
)  # fmt: skip
def test_a_port_that_is_not_published_is_refused(ports: Any, status: str, port: Any, problem: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        known(ports, status).port(port)
    assert [(error.where, error.problem) for error in caught.value.errors] == [("port", problem)]


def test_a_container_is_a_result_in_all_else() -> None:
    web = known({})
    assert web == {"Id": "c1", "State": {"Status": "running"}, "NetworkSettings": {"Ports": {}}}
    assert web.state.status == "running"
    assert json.loads(json.dumps(web)) == web
    assert pickle.loads(pickle.dumps(web)) == copy.deepcopy(web) == copy.copy(web) == web


# --- one that is gone, and answers that are odd ---


def test_one_that_has_removed_itself_is_told_of_by_its_making(shell: str) -> None:
    here = Shell(shell, {"GET json": [GONE]})
    made = here(lambda client: client.run("busybox", detach=True, auto_remove=True))
    assert (made.Id, made.State.Status, made.State.ExitCode) == ("c1", "removing", None)
    assert here.asked == DETACHED


EXEC: list[Answer] = [(101, FRAMES)]


@pytest.mark.parametrize("inspections", [[GONE], [(200, {"Running": True, "ContainerID": "c1"}), GONE]])
def test_a_command_whose_container_is_gone_keeps_its_output(shell: str, inspections: list[Answer]) -> None:
    answers = {"POST start": EXEC, "GET json": inspections}
    output = Shell(shell, answers)(lambda client: client.execute("c1", "ls"))
    assert (output.text, output.exit_code) == ("hi\n", None)
    with pytest.raises(ContainerFailed, match="the command in c1 is gone before its exit code was told") as caught:
        Shell(shell, answers)(lambda client: client.execute("c1", "ls", check=True))
    assert (caught.value.exit_code, caught.value.output.text) == (None, "hi\n")


def test_a_command_whose_events_end_is_an_error(shell: str) -> None:
    runs = (200, {"Running": True, "ContainerID": "c1"})
    with pytest.raises(StreamError, match="the engine ended its events"):
        Shell(shell, {"POST start": EXEC, "GET json": [runs], "GET events": [(200, None)]})(
            lambda client: client.execute("c1", "ls")
        )


WAITS: list[tuple[Any, type[Exception], str]] = [
    ({"StatusCode": 0, "Error": {"Message": "removal failed"}}, StreamError, "ContainerWait: removal failed"),
    ({"message": "no such driver"}, StreamError, "ContainerWait: no such driver"),
    ({"Status": 0}, InvalidAnswer, "ContainerWait: 200 expected int as StatusCode, got a NoneType as StatusCode"),
    ({"StatusCode": True}, InvalidAnswer, "ContainerWait: 200 expected int as StatusCode, got a bool as StatusCode"),
    ([], InvalidAnswer, "ContainerWait: 200 expected int as StatusCode, got a ResultList as the answer"),
]


@pytest.mark.parametrize(("answer", "kind", "message"), WAITS)
def test_what_a_wait_tells_besides_the_exit_code_is_raised_with_the_output(
    shell: str, answer: Any, kind: type[Exception], message: str
) -> None:
    here = Shell(shell, {"POST wait": [(200, json.dumps(answer))]})
    with pytest.raises(kind) as caught:
        here(lambda client: client.run("busybox"))
    assert str(caught.value) == message
    assert here.asked == [*RUN, "DELETE /containers/c1"]
    if isinstance(caught.value, StreamError):
        assert caught.value.partial.text == "hi\n"


ODD: list[tuple[dict[str, list[Answer]], str, str]] = [
    ({"POST create": [(201, {"Warnings": []})]}, "run", "expected str as Id, got a NoneType as Id"),
    ({"POST create": [(201, "[]")]}, "run", "expected str as Id, got a ResultList as the answer"),
    ({"GET json": [(200, {"Id": 5})]}, "create", "expected str as Id, got an int as Id"),
    ({"POST exec": [(201, None)]}, "execute", "expected str as Id, got a NoneType as the answer"),
    ({"POST start": EXEC, "GET json": [(200, {})]}, "execute", "expected bool as Running, got a NoneType as Running"),
    ({"POST start": EXEC, "GET json": [(200, {"Running": False, "ExitCode": "0"})]}, "execute",
     "expected int as ExitCode, got a str as ExitCode"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "recipe", "problem"), ODD)
def test_an_odd_answer_is_an_invalid_answer(shell: str, answers: Any, recipe: str, problem: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        Shell(shell, answers)(lambda client: getattr(client, recipe)("busybox", *["x"] * (recipe == "execute")))
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("use", "answers"),
    [
        (lambda client: client.run("busybox", stdin="data"), {"POST attach": [(200, {})]}),
        (lambda client: client.execute("c1", "cat", stdin="data"), {"POST start": [(200, {})]}),
    ],
    ids=["run", "execute"],
)
def test_input_needs_a_connection_that_was_taken_over(shell: str, use: Any, answers: Any) -> None:
    here = Shell(shell, answers)
    with pytest.raises(InvalidAnswer, match="not taken over, as happens behind a proxy that drops upgrades; no input"):
        here(use)
    assert "POST /containers/c1/start" not in here.asked


@pytest.mark.parametrize(
    ("stat", "problem"),
    [
        ({}, "expected int as mode, got a NoneType as mode"),
        ({"mode": 1 << 27}, "expected str as linkTarget, got a NoneType as linkTarget"),
    ],
)
def test_an_odd_path_in_a_container_is_an_invalid_answer(shell: str, tmp_path: Path, stat: Any, problem: str) -> None:
    (tmp_path / "f").write_text("x")
    here = Shell(shell, {"HEAD archive": [(200, {"stat": stat})]})
    with pytest.raises(InvalidAnswer) as caught:
        here(lambda client: client.copy_to("c1", tmp_path / "f", "/x"))
    assert problem in str(caught.value)


# --- another platform's image ---

WORDS = [
    "image with reference busybox was found but does not match the specified platform: wanted linux/arm64, actual: "
    "linux/amd64",
    "image with reference busybox was found but its platform (linux/amd64) does not match the specified platform "
    "(linux/arm64)",
]


@pytest.mark.parametrize("message", WORDS)
def test_the_image_of_another_platform_is_pulled_as_a_missing_one(shell: str, message: str) -> None:
    other, pulled, made = (404, {"message": message}), (200, {"status": "done"}), (201, {"Id": "c1"})
    here = Shell(shell, {"POST create": [other, pulled, made]})
    here(lambda client: client.run("busybox", platform="linux/arm64"))
    assert here.asked[1] == "POST /images/create"
    assert here.engine.asked[1].endswith("platform=linux%2Farm64")
    here = Shell(shell, {"POST create": [other]})
    with pytest.raises(NotFound):
        here(lambda client: client.run("busybox", platform="linux/arm64", pull="never"))
    assert here.asked == RUN[:1]


# --- what an older document does not know ---

OLDER = """
corrections:
  - reason: as in old versions
    at: {operations: [ContainerWait]}
    set: {remove: [condition]}
  - reason: as in old versions
    at: {operations: [ImageCreate]}
    set: {remove: [platform]}
  - reason: as in old versions
    at: {operations: [ImageBuild]}
    set: {remove: [platform, target]}
  - reason: as in old versions
    at: {operations: [ContainerExec], body: [WorkingDir]}
    set: {rename: Elsewhere}
"""
LINES = '{"aux": {"ID": "sha256:1"}}\r\n'
OLD_CALLS: list[tuple[Any, dict[str, list[Answer]], list[str]]] = [
    (lambda client: client.run("busybox"), {}, [RUN[0], RUN[1], RUN[3], RUN[2], "DELETE /containers/c1"]),
    (lambda client: client.pull("busybox"), {"POST create": [(200, {})]},
     ["POST /images/create", "GET /images/busybox:latest/json"]),
    (lambda client: client.execute("c1", "ls"),
     {"POST start": EXEC, "GET json": [(200, {"Running": False, "ExitCode": 0})]},
     ["POST /containers/c1/exec", "POST /exec/e1/start", "GET /exec/e1/json"]),
    (lambda client: client.build({"Dockerfile": "FROM x"}), {"POST build": [(200, LINES)]},
     ["POST /build", "GET /images/sha256:1/json"]),
]  # fmt: skip


@pytest.mark.parametrize(("use", "answers", "asked"), OLD_CALLS, ids=["run", "pull", "execute", "build"])
def test_a_recipe_does_not_say_what_was_not_given(
    shell: str, tmp_path: Path, use: Any, answers: Any, asked: list[str]
) -> None:
    (tmp_path / "older.yaml").write_text(OLDER)
    here = Shell(shell, answers, corrections=tmp_path / "older.yaml")
    here(use)
    assert here.asked == asked
