"""Commands in a running container: made, started, resized, inspected."""

from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, NotFound

pytestmark = pytest.mark.engine

SPEAK = ["sh", "-c", "echo out; echo err >&2; exit 3"]
BOTH = {"AttachStdout": True, "AttachStderr": True}

# What a command is made with, how it is started, what it writes, and how it ends.
COMMANDS: list[tuple[str, dict[str, Any], dict[str, Any], bytes, bytes, int]] = [
    ("both streams", {"Cmd": SPEAK, **BOTH}, {}, b"out\n", b"err\n", 3),
    ("one stream", {"Cmd": SPEAK, "AttachStderr": True}, {"Detach": False}, b"", b"err\n", 3),
    (
        "a terminal",
        {"Cmd": SPEAK, "Tty": True, **BOTH},
        {"Tty": True, "ConsoleSize": [20, 80]},
        b"out\r\nerr\r\n",
        b"",
        3,
    ),
    (
        "surroundings",
        {"Cmd": ["sh", "-c", "echo $A; pwd; id -un"], "Env": ["A=b"], "WorkingDir": "/tmp", "User": "nobody", **BOTH},
        {},
        b"b\n/tmp\nnobody\n",
        b"",
        0,
    ),
    (
        "no such command",
        {"Cmd": ["nope"], **BOTH},
        {},
        b"OCI runtime exec failed: exec failed: unable to start container process: "
        b'exec: "nope": executable file not found in $PATH: unknown\r\n',
        b"",
        126,
    ),
]


@pytest.mark.parametrize(
    ("made", "started", "stdout", "stderr", "code"), [row[1:] for row in COMMANDS], ids=[row[0] for row in COMMANDS]
)
def test_a_command_gives_its_output_and_then_its_exit_code(
    call: Any, container: Any, made: Any, started: Any, stdout: bytes, stderr: bytes, code: int
) -> None:
    command = call("ContainerExec", container(start=True), **made).Id
    output = call("ExecStart", command, **started)
    found = call("ExecInspect", command)
    assert (output.stdout, output.stderr) == (stdout, stderr)
    assert (found.ID, found.Running, found.ExitCode) == (command, False, code)


def test_a_detached_command_gives_nothing_runs_on_and_can_be_resized(call: Any, container: Any, part: Any) -> None:
    one = container(start=True)
    command = call("ContainerExec", one, Cmd=["sleep", "1000"], Tty=True).Id
    assert call("ExecInspect", command).Running is False
    assert call("ExecStart", command, Detach=True, Tty=True) is None
    assert call("ExecResize", command, h=30, w=100) is None
    process = {"entrypoint": "sleep", "arguments": ["1000"], "tty": True}
    expected = {"Running": True, "ExitCode": None, "ContainerID": one, "ProcessConfig": process}
    assert part(call("ExecInspect", command), expected) == expected


def test_the_same_operation_is_in_both_groups(call: Any) -> None:
    client = call.client
    assert client.exec.container_exec.operation is client.container.exec.operation


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("ContainerExec", {"body": {}}, BadRequest, "No exec command specified"),
    ("ContainerExec", {"id": "nope", "Cmd": ["true"]}, NotFound, "No such container: nope"),
    ("ExecStart", {"id": "nope"}, NotFound, "No such exec instance: nope"),
    ("ExecInspect", {"id": "nope"}, NotFound, "No such exec instance: nope"),
    ("ExecResize", {"id": "nope", "h": 1, "w": 1}, NotFound, "No such exec instance: nope"),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, container: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call(operation, **{"id": container(start=True), **arguments})
    assert (caught.value.operation, caught.value.message) == (operation, message)


def test_nothing_runs_in_a_container_that_does_not(call: Any, container: Any) -> None:
    one = container()
    with pytest.raises(Conflict) as caught:
        call("ContainerExec", one, Cmd=["true"])
    assert caught.value.message == f"container {one} is not running"
