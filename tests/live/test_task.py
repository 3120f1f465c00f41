"""Tasks: the containers that the swarm runs for its services."""

from typing import Any

import pytest

from dynclient import APIError, BadRequest, NotFound

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("swarm")]


def test_a_task_tells_what_it_runs_and_how_that_goes(call: Any, service: Any, part: Any) -> None:
    one = service()
    task = service.task(one, "running")
    expected = {
        "ID": task.ID,
        "ServiceID": one,
        "Slot": 1,
        "NodeID": call("SystemInfo").Swarm.NodeID,
        "DesiredState": "running",
        "Spec": {"ContainerSpec": {"Image": "busybox:1", "Command": ["sleep", "1000"]}},
        "Status": {"State": "running", "Message": "started"},
    }
    assert part(call("TaskInspect", task.ID), expected) == expected
    container = call("ContainerInspect", task.Status.ContainerStatus.ContainerID)
    assert container.Config.Labels["com.docker.swarm.task.id"] == task.ID


def test_a_task_that_failed_tells_why(call: Any, service: Any) -> None:
    task = service.task(service("sh", "-c", "exit 3"), "failed")
    status = call("TaskInspect", task.ID).Status
    assert (status.Err, status.ContainerStatus.ExitCode) == ("task: non-zero exit (3)", 3)


def test_tasks_are_listed_by_filters(call: Any, service: Any, label: str) -> None:
    one, other = service(), service("true")
    running, done = service.task(one, "running"), service.task(other, "complete")
    named, node = call("ServiceInspect", one).Spec.Name, call("SystemInfo").Swarm.NodeID
    for filters, found in (
        ({"service": one}, {running.ID}),
        ({"service": [named, other]}, {running.ID, done.ID}),
        ({"id": done.ID}, {done.ID}),
        ({"name": f"{named}.1"}, {running.ID}),
        ({"desired-state": "running", "service": [one, other]}, {running.ID}),
        ({"node": node, "runtime": "container", "service": one}, {running.ID}),
        ({"_up-to-date": True, "service": one}, {running.ID}),
        ({"label": "dynclient.none"}, set()),
    ):
        assert {each.ID for each in call("TaskList", filters=filters)} == found


def test_the_output_of_one_task_is_read(call: Any, service: Any) -> None:
    task = service.task(service("sh", "-c", "echo out; echo err >&2"), "complete")
    output = call("TaskLogs", task.ID, stdout=True, stderr=True)
    assert (output.stdout, output.stderr) == (b"out\n", b"err\n")
    assert call("TaskLogs", task.ID, stdout=True, tail="all").text == "out\n"
    with pytest.raises(BadRequest, match="you must choose at least one stream"):
        call("TaskLogs", task.ID, stdout=False)


REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("TaskInspect", {}, NotFound, "task none not found"),
    ("TaskLogs", {"stdout": True}, NotFound, "task none not found"),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        call(operation, "none", **arguments)
    assert (caught.value.operation, caught.value.message) == (operation, message)
