"""Services: what the swarm is to keep running, and its output."""

from datetime import timedelta
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, NotFound, NotImplementedByEngine, Output

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("swarm")]

NONE = {"Replicated": {"Replicas": 0}}

# What is asked for, and what the engine makes of it where that is something else.
SPEC: dict[str, Any] = {
    "Mode": NONE,
    "TaskTemplate": {
        "ContainerSpec": {
            "Image": "busybox:1",
            "Command": ["sleep"],
            "Args": ("1000",),
            "Env": ["A=b"],
            "Init": True,
            "StopGracePeriod": timedelta(milliseconds=1500),
            "Healthcheck": {
                "Test": ["CMD", "true"],
                "Interval": timedelta(seconds=30),
                "StartPeriod": timedelta(minutes=1),
                "Retries": 3,
            },
            "Mounts": [{"Type": "tmpfs", "Target": "/scratch"}],
            "CapabilityDrop": ["CAP_NET_RAW"],
            "Ulimits": [{"Name": "nofile", "Soft": 512, "Hard": 1024}],
        },
        "Resources": {"Limits": {"MemoryBytes": 64 * 2**20, "Pids": 50}, "Reservations": {"NanoCPUs": 10**8}},
        "RestartPolicy": {"Condition": "on-failure", "Delay": timedelta(seconds=1), "MaxAttempts": 2},
        "Placement": {"Constraints": ["node.role == manager"], "MaxReplicas": 1},
        "LogDriver": {"Name": "json-file", "Options": {"max-size": "1m"}},
        "Networks": None,
    },
    "UpdateConfig": {"Parallelism": 2, "Delay": timedelta(seconds=1), "FailureAction": "rollback"},
    "RollbackConfig": {"Parallelism": 1, "Monitor": timedelta(seconds=2), "Order": "start-first"},
    "EndpointSpec": {"Mode": "dnsrr"},
}
TASK = SPEC["TaskTemplate"]
MADE: dict[str, Any] = {
    "Mode": NONE,
    "TaskTemplate": {
        **{name: TASK[name] for name in ("Resources", "Placement", "LogDriver")},
        "ContainerSpec": {
            **TASK["ContainerSpec"],
            "Args": ["1000"],
            "StopGracePeriod": 1_500_000_000,
            "Healthcheck": {"Test": ["CMD", "true"], "Interval": 30 * 10**9, "StartPeriod": 60 * 10**9, "Retries": 3},
        },
        "RestartPolicy": {"Condition": "on-failure", "Delay": 10**9, "MaxAttempts": 2},
    },
    "UpdateConfig": {"Parallelism": 2, "Delay": 10**9, "FailureAction": "rollback"},
    "RollbackConfig": {"Parallelism": 1, "Monitor": 2 * 10**9, "Order": "start-first"},
    "EndpointSpec": {"Mode": "dnsrr"},
}


def test_a_large_spec_arrives_as_it_was_meant(call: Any, service: Any, name: Any, labels: Any, part: Any) -> None:
    called = name("service")
    made = call("ServiceCreate", Name=called, Labels=labels, **SPEC)
    service.keep(made.ID)
    assert made == {"ID": made.ID, "Warnings": None}
    expected = {"Name": called, "Labels": labels, **MADE}
    for which in (made.ID, called):
        assert part(call("ServiceInspect", which).Spec, expected) == expected
    assert call("ServiceDelete", called) is None
    with pytest.raises(NotFound, match=f"service {called} not found"):
        call("ServiceInspect", called)


def test_names_may_be_given_in_snake_case(call: Any, service: Any, name: Any) -> None:
    task = {"container_spec": {"image": "busybox:1", "stop_grace_period": timedelta(seconds=2)}}
    made = service.keep(call("ServiceCreate", name=name("service"), mode=NONE, task_template=task).ID)
    container = call("ServiceInspect", made).Spec.TaskTemplate.ContainerSpec
    assert (container.Image, container.StopGracePeriod) == ("busybox:1", 2 * 10**9)


def test_credentials_for_the_image_travel_in_a_header(call: Any, service: Any, registry: str) -> None:
    body = service.body(container={"Image": f"{registry}/none:1"}, Mode=NONE)
    login = {"username": "anybody", "password": "any", "serveraddress": registry}
    made = service.keep(call("ServiceCreate", body=body, x_registry_auth=login).ID)
    spec = call("ServiceInspect", made)
    changed = call("ServiceUpdate", made, version=spec.Version.Index, registryAuthFrom="spec", body=spec.Spec)
    assert changed == {"Warnings": None}


def test_what_a_spec_leaves_open_is_shown_on_request(call: Any, service: Any) -> None:
    one = service(Mode=NONE)
    assert call("ServiceInspect", one).Spec.UpdateConfig is None
    shown = call("ServiceInspect", one, insertDefaults=True).Spec.UpdateConfig
    assert (shown.Parallelism, shown.FailureAction, shown.Order) == (1, "pause", "stop-first")


def test_services_are_listed_by_filters(call: Any, service: Any, label: str) -> None:
    nowhere = {"Placement": {"Constraints": ["node.role == worker"]}}
    kept, everywhere = service(Mode=NONE), service(Mode={"Global": {}}, template=nowhere)
    named = call("ServiceInspect", kept).Spec.Name
    for filters, found in (
        ({}, {kept, everywhere}),
        ({"id": kept}, {kept}),
        ({"name": named}, {kept}),
        ({"mode": "replicated"}, {kept}),
        ({"mode": "global"}, {everywhere}),
        ({"runtime": "container"}, {kept, everywhere}),
        ({"label": "dynclient.none"}, set()),
    ):
        assert {each.ID for each in call("ServiceList", filters={"label": label, **filters})} == found


def test_the_state_of_the_tasks_is_listed_on_request(call: Any, service: Any) -> None:
    one = service()
    service.task(one, "running")
    listed = call("ServiceList", filters={"id": one}, status=True)
    assert listed[0].ServiceStatus == {"RunningTasks": 1, "DesiredTasks": 1, "CompletedTasks": 0}
    assert call("ServiceList", filters={"id": one})[0].ServiceStatus is None


def test_a_job_tells_that_it_is_done(call: Any, service: Any) -> None:
    one = service("true", Mode={"ReplicatedJob": {"MaxConcurrent": 1, "TotalCompletions": 1}})
    service.task(one, "complete")
    listed = call("ServiceList", filters={"id": one}, status=True)
    assert listed[0].ServiceStatus.CompletedTasks == 1
    assert listed[0].JobStatus.LastExecution


def test_an_update_replaces_the_spec_and_a_rollback_brings_it_back(call: Any, service: Any) -> None:
    one = service(Mode=NONE)
    first = call("ServiceInspect", one)
    spec = first.Spec
    spec.TaskTemplate.ContainerSpec["Image"] = "busybox:latest"
    spec["Labels"] = {**spec.Labels, "stage": "test"}
    assert call("ServiceUpdate", one, version=first.Version.Index, body=spec) == {"Warnings": None}
    updated = call("ServiceInspect", one)
    assert (updated.Spec.TaskTemplate.ContainerSpec.Image, updated.Spec.Labels) == ("busybox:latest", spec.Labels)
    assert updated.PreviousSpec.TaskTemplate.ContainerSpec.Image == "busybox:1"

    with pytest.raises(Conflict, match="update out of sequence") as caught:
        call("ServiceUpdate", one, version=first.Version.Index, body=spec)
    assert caught.value.status == 500

    version = call("ServiceInspect", one).Version.Index
    assert call("ServiceUpdate", one, version=version, rollback="previous", body=spec) == {"Warnings": None}
    rolled = call("ServiceInspect", one)
    assert rolled.Spec.TaskTemplate.ContainerSpec.Image == "busybox:1"
    assert rolled.UpdateStatus.State in ("rollback_started", "rollback_completed")


def test_the_output_of_all_tasks_is_read_by_stream_and_by_time(call: Any, service: Any, eventually: Any) -> None:
    one = service("sh", "-c", "echo out; echo err >&2")
    both = {"stdout": True, "stderr": True}
    eventually(lambda: len(call("ServiceLogs", one, **both).text) == len("out\nerr\n"), "no output")
    output = call("ServiceLogs", one, **both)
    assert isinstance(output, Output)
    assert (output.stdout, output.stderr) == (b"out\n", b"err\n")
    assert call("ServiceLogs", one, stderr=True).text == "err\n"
    assert call("ServiceLogs", one, stdout=True, tail=0).text == ""
    assert call("ServiceLogs", one, stdout=True, since=timedelta(hours=1), tail="all").text == "out\n"
    stamped = call("ServiceLogs", one, stdout=True, timestamps=True, details=True).text
    assert f"com.docker.swarm.service.id={one}" in stamped
    with pytest.raises(BadRequest, match="you must choose at least one stream") as caught:
        call("ServiceLogs", one, stdout=False)
    assert caught.value.status == 500


def test_a_name_that_is_taken_is_a_conflict(call: Any, service: Any) -> None:
    body = service.body(Mode=NONE)
    service.keep(call("ServiceCreate", body=body).ID)
    with pytest.raises(Conflict, match=f"service {body['Name']} already exists"):
        call("ServiceCreate", body=body)


PLAIN = {"ContainerSpec": {"Image": "busybox:1"}}
REFUSED: list[tuple[str, dict[str, Any], type[APIError], str]] = [
    ("ServiceInspect", {"id": "none"}, NotFound, "service none not found"),
    ("ServiceDelete", {"id": "none"}, NotFound, "service none not found"),
    ("ServiceLogs", {"id": "none", "stdout": True}, NotFound, "service none not found"),
    ("ServiceUpdate", {"id": "none", "version": 1, "body": SPEC}, NotFound, "service none not found"),
    ("ServiceCreate", {"Name": "none", "TaskTemplate": {"ContainerSpec": {"Image": ""}}}, BadRequest, ".*image"),
    *(
        ("ServiceCreate", {"Name": "none", "TaskTemplate": {**PLAIN, **template}}, kind, message)
        for template, kind, message in (
            ({"Placement": {"Constraints": ["node.role=manager"]}}, BadRequest, ".*expected one operator from ==, !="),
            ({"Placement": {"Constraints": ["no key==x"]}}, BadRequest, ".*key 'no key' is invalid"),
            ({"Placement": {"Constraints": ["node.role==!"]}}, BadRequest, ".*value '!' is invalid"),
            ({"Networks": [{"Target": "dynclient-none"}]}, NotFound, "network dynclient-none not found"),
        )
    ),
]


@pytest.mark.parametrize(("operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any, operation: str, arguments: dict[str, Any], kind: type[APIError], message: str
) -> None:
    with pytest.raises(kind, match=rf"^{operation}: \d+ {message}"):
        call(operation, **arguments)


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        ({"Name": "dynclient-other"}, NotImplementedByEngine, "renaming services is not supported"),
        ({"Mode": {"Global": {}}}, NotImplementedByEngine, "service mode change is not allowed"),
        ({"TaskTemplate": {**PLAIN, "Placement": {"Constraints": ["a"]}}}, BadRequest, "expected one operator from"),
        ({"TaskTemplate": {**PLAIN, "Networks": [{"Target": "dynclient-none"}]}}, NotFound, "dynclient-none not found"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(
    call: Any, service: Any, change: dict[str, Any], kind: type[APIError], message: str
) -> None:
    read = call("ServiceInspect", service(Mode=NONE))
    with pytest.raises(kind, match=message):
        call("ServiceUpdate", read.ID, version=read.Version.Index, body={**read.Spec, **change})
    assert call("ServiceInspect", read.ID).Spec == read.Spec
