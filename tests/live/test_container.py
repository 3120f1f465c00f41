"""Containers: made from a large body, led through their life, read, written to, and removed."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dynclient import APIError, BadRequest, Conflict, InvalidArguments, NotFound
from dynclient.api.call.packing import tar_of

pytestmark = pytest.mark.engine

SPEAK = ["sh", "-c", "echo out; echo err >&2; echo more"]
HOUR = timedelta(hours=1)


# --- create and inspect ----------------------------------------------------------------------------

# What is asked for, and what the engine makes of it where that is something else.
BODY: dict[str, Any] = {
    "Image": "busybox:1",
    "Cmd": "true",
    "Hostname": "web",
    "User": "root",
    "Env": ["A=b", "C="],
    "WorkingDir": "/tmp",
    "ExposedPorts": {"80/tcp": {}, "53/udp": None},
    "Volumes": {"/data": {}},
    "StopSignal": "SIGINT",
    "StopTimeout": timedelta(seconds=3),
    "Healthcheck": {
        "Test": ["CMD", "true"],
        "Interval": timedelta(seconds=30),
        "Timeout": timedelta(milliseconds=1500),
        "Retries": 3,
    },
    "HostConfig": {
        "Memory": 64 * 2**20,
        "MemorySwappiness": -1,
        "NanoCpus": 500_000_000,
        "CpuShares": 512,
        "PidsLimit": 50,
        "OomScoreAdj": 100,
        "ShmSize": 2**20,
        "Ulimits": [{"Name": "nofile", "Soft": 512, "Hard": 1024}],
        "PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": ""}]},
        "ExtraHosts": ["db:10.0.0.1"],
        "Dns": ("10.0.0.53",),
        "Mounts": [{"Type": "tmpfs", "Target": "/scratch", "TmpfsOptions": {"SizeBytes": 2**20, "Mode": 0o1770}}],
        "Tmpfs": {"/run": "size=1m"},
        "Binds": None,
        "LogConfig": {"Type": "", "Config": None},
        "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 2},
        "CapDrop": "NET_RAW",
        "SecurityOpt": ["no-new-privileges"],
        "CgroupnsMode": "",
        "ReadonlyRootfs": True,
        "Init": True,
    },
    "NetworkingConfig": {"EndpointsConfig": {"bridge": {"Aliases": None}}},
}
HOST = BODY["HostConfig"]
MADE = {
    "Path": "true",
    "Args": [],
    "State": {"Status": "created", "Running": False, "ExitCode": 0},
    "Platform": "linux",
    "RestartCount": 0,
    "Config": {
        **{name: BODY[name] for name in ("Image", "Hostname", "User", "Env", "WorkingDir", "Volumes", "StopSignal")},
        "Cmd": ["true"],
        "ExposedPorts": {"80/tcp": {}, "53/udp": {}},
        "StopTimeout": 3,
        "Healthcheck": {"Test": ["CMD", "true"], "Interval": 30 * 10**9, "Timeout": 1_500_000_000, "Retries": 3},
    },
    "HostConfig": {
        **{name: value for name, value in HOST.items() if name != "CgroupnsMode"},
        "MemorySwappiness": None,
        "Dns": ["10.0.0.53"],
        "CapDrop": ["NET_RAW"],
        "LogConfig": {"Type": "json-file", "Config": {}},
    },
}


def test_a_large_body_arrives_as_it_was_meant(call: Any, container: Any, name: Any, labels: Any, part: Any) -> None:
    called = name()
    made = container.keep(call("ContainerCreate", name=called, Labels=labels, **BODY).Id)
    found = call("ContainerInspect", made)
    assert part(found, MADE) == MADE
    assert (found.Name, found.Config.Labels) == (f"/{called}", labels)


def test_property_names_may_be_spelled_in_snake_case(call: Any, container: Any, labels: Any, part: Any) -> None:
    host = {"network_mode": "none", "restart_policy": {"name": "on-failure", "maximum_retry_count": 1}}
    made = container.keep(call("ContainerCreate", image="busybox:1", labels=labels, host_config=host).Id)
    expected = {"NetworkMode": "none", "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 1}}
    assert part(call("ContainerInspect", made).HostConfig, expected) == expected


def test_what_inspect_gives_can_be_created_from(call: Any, container: Any) -> None:
    first = call("ContainerInspect", container(*SPEAK, Env=["A=b"], HostConfig={"Memory": 2**26}))
    copy = container.keep(call("ContainerCreate", body={**first.Config, "HostConfig": first.HostConfig}).Id)
    second = call("ContainerInspect", copy)
    assert second.HostConfig == first.HostConfig
    assert {**second.Config, "Hostname": ""} == {**first.Config, "Hostname": ""}


def test_wrong_arguments_are_reported_together_and_nothing_is_sent(call: Any) -> None:
    with pytest.raises(InvalidArguments) as caught:
        call("ContainerCreate", Image="busybox:1", Cmds="x", HostConfig={"Memory": "1", "NanoCPU": 4})
    assert str(caught.value).splitlines() == [
        "ContainerCreate: 3 arguments are wrong; nothing was sent",
        "  Cmds: is not known here; did you mean Cmd?",
        "  HostConfig.NanoCPU: is not known here; did you mean NanoCpus?",
        "  HostConfig.Memory: expected an integer, got a string; write 1",
        "      Memory limit in bytes, 6 MiB (6291456) or more; 0 for all there is.",
        '  (unknown="send" sends unknown names too)',
    ]


# --- life ------------------------------------------------------------------------------------------

# One after the other, on one container: what is called, what comes back, and the state after it.
LIFE: list[tuple[str, dict[str, Any], Any, str]] = [
    ("ContainerStart", {}, None, "running"),
    ("ContainerPause", {}, None, "paused"),
    ("ContainerUnpause", {}, None, "running"),
    ("ContainerResize", {"h": 30, "w": 100}, None, "running"),
    ("ContainerUpdate", {"CpuShares": 256, "PidsLimit": 20}, {"Warnings": None}, "running"),
    ("ContainerRestart", {"t": 0}, None, "running"),
    ("ContainerStop", {"t": timedelta(0)}, None, "exited"),
    ("ContainerWait", {}, {"StatusCode": 137}, "exited"),
    ("ContainerStart", {}, None, "running"),
    ("ContainerKill", {"signal": "KILL"}, None, "exited"),
    ("ContainerWait", {"condition": "not-running"}, {"StatusCode": 137}, "exited"),
]


def test_a_container_goes_through_its_life(call: Any, container: Any) -> None:
    one = container(Tty=True)
    went = []
    for operation, arguments, _, state in LIFE:
        answer = call(operation, one, **arguments)
        # A kill comes back when the signal is sent: the wait after it sees the end.
        after = state if operation == "ContainerKill" else call("ContainerInspect", one).State.Status
        went.append((operation, arguments, answer, after))
    assert went == LIFE


def test_an_update_can_be_inspected(call: Any, container: Any, part: Any) -> None:
    one, policy = container(), {"Name": "on-failure", "MaximumRetryCount": 4}
    assert call("ContainerUpdate", one, Memory=2**26, MemorySwap=2**27, RestartPolicy=policy) == {"Warnings": None}
    expected = {"Memory": 2**26, "MemorySwap": 2**27, "RestartPolicy": policy}
    assert part(call("ContainerInspect", one).HostConfig, expected) == expected


@pytest.mark.parametrize(("operation", "running"), [("ContainerStart", True), ("ContainerStop", False)])
def test_a_container_in_the_wanted_state_already_is_a_304_and_none(
    call: Any, container: Any, operation: str, running: bool
) -> None:
    one = container(start=running)
    assert call.send(operation, one).status_code == 304
    assert call(operation, one) is None


def test_a_container_is_found_by_its_new_name(call: Any, container: Any, name: Any) -> None:
    one, new = container(), name()
    assert call("ContainerRename", one, name=new) is None
    assert call("ContainerInspect", new).Id == one


def test_a_container_can_be_deleted_while_it_runs_if_forced(call: Any, container: Any) -> None:
    one = container(start=True)
    assert call("ContainerDelete", one, force=True, v=True) is None
    with pytest.raises(NotFound):
        call("ContainerInspect", one)


def test_prune_removes_what_does_not_run_and_has_the_label(call: Any, container: Any, label: str) -> None:
    stopped, running = container(), container(start=True)
    assert call("ContainerPrune", filters={"label": f"{label}-other"}).ContainersDeleted is None
    assert call("ContainerPrune", filters={"label": label}).ContainersDeleted == [stopped]
    assert call("ContainerInspect", running).State.Running is True


# --- list ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["created", "running"]),
        ({"status": "running"}, ["running"]),
        ({"status": ["created", "exited"]}, ["created"]),
        ({"ancestor": ["busybox:1"], "network": ["none"]}, ["created", "running"]),
        ({"label": ["no.such=label"]}, []),
        ({"is-task": True}, []),
    ],
)
def test_a_list_is_narrowed_by_filters(
    call: Any, container: Any, label: str, filters: dict[str, Any], found: list[str]
) -> None:
    container()
    container(start=True)
    wanted = {**filters, "label": [label, *filters.get("label", [])]}
    assert sorted(one.State for one in call("ContainerList", all=True, filters=wanted)) == found


def test_a_list_tells_sizes_where_they_are_asked_for(call: Any, container: Any, label: str) -> None:
    one = container()
    [plain] = call("ContainerList", all=True, limit=1, filters={"label": label})
    [sized] = call("ContainerList", all=True, limit=1, filters={"label": label}, size=True)
    assert (plain.Id, plain.Image, plain.SizeRootFs) == (one, "busybox:1", None)
    assert sized.SizeRootFs > 10**6


# --- what runs in it -------------------------------------------------------------------------------

INSIDE: list[tuple[str, dict[str, Any], Any]] = [
    ("ContainerInspect", {"size": True}, {"State": {"Status": "running", "Running": True}, "Path": "sleep"}),
    ("ContainerTop", {"ps_args": "-o pid,comm"}, {"Titles": ["PID", "COMMAND"]}),
    ("ContainerStats", {"stream": False, "one_shot": True}, {"num_procs": 0}),
    ("ContainerChanges", {}, []),
]


@pytest.mark.parametrize(("operation", "arguments", "answer"), INSIDE)
def test_a_running_container_tells_of_itself(
    call: Any, container: Any, part: Any, operation: str, arguments: dict[str, Any], answer: Any
) -> None:
    assert part(call(operation, container(start=True), **arguments), answer) == answer


def test_changes_are_what_differs_from_the_image(call: Any, container: Any) -> None:
    one = container("sh", "-c", "touch /new; rm /etc/group", wait=True)
    assert sorted(call("ContainerChanges", one), key=lambda change: change.Path) == [
        {"Kind": 0, "Path": "/etc"},
        {"Kind": 2, "Path": "/etc/group"},
        {"Kind": 1, "Path": "/new"},
    ]


# --- output ----------------------------------------------------------------------------------------

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"
OUTPUT: list[tuple[str, dict[str, Any], str, str]] = [
    ("both streams", {"stdout": True, "stderr": True}, "out\nmore\n", "err\n"),
    ("one of them", {"stderr": True}, "", "err\n"),
    ("since a while ago", {"stdout": True, "since": HOUR}, "out\nmore\n", ""),
    ("since a time to come", {"stdout": True, "since": datetime.now(UTC) + HOUR}, "", ""),
    ("until a while ago", {"stdout": True, "until": HOUR}, "", ""),
    ("until a time to come", {"stdout": True, "until": datetime.now(UTC) + HOUR}, "out\nmore\n", ""),
    ("times", {"stdout": True, "timestamps": True}, f"{TIME} out\n{TIME} more\n", ""),
    ("details", {"stdout": True, "details": True}, "A=b out\nA=b more\n", ""),
]


@pytest.mark.parametrize(("arguments", "stdout", "stderr"), [row[1:] for row in OUTPUT], ids=[row[0] for row in OUTPUT])
def test_logs_keep_the_streams_apart(
    call: Any, container: Any, arguments: dict[str, Any], stdout: str, stderr: str
) -> None:
    logging = {"LogConfig": {"Type": "json-file", "Config": {"env": "A"}}}
    output = call("ContainerLogs", container(*SPEAK, wait=True, Env=["A=b"], HostConfig=logging), **arguments)
    assert re.fullmatch(stdout, output.stdout.decode())
    assert output.stderr.decode() == stderr


@pytest.mark.parametrize(("tail", "lines"), [(2, ["4", "5"]), ("1", ["5"]), ("all", list("12345")), (0, [])])
def test_logs_can_be_cut_to_their_last_lines(call: Any, container: Any, tail: Any, lines: list[str]) -> None:
    assert call("ContainerLogs", container("seq", "5", wait=True), stdout=True, tail=tail).lines() == lines


def test_the_output_of_a_terminal_is_one_stream_with_its_line_ends(call: Any, container: Any) -> None:
    one = container(*SPEAK, wait=True, Tty=True)
    output = call("ContainerLogs", one, stdout=True, stderr=True)
    assert (output.stdout, output.stderr) == (b"out\r\nerr\r\nmore\r\n", b"")
    assert output.lines() == ["out", "err", "more"]


@pytest.mark.parametrize(
    ("tty", "arguments", "stdout", "stderr"),
    [
        (False, {"logs": True, "stdout": True, "stderr": True}, b"out\nmore\n", b"err\n"),
        (False, {"logs": True, "stream": False, "stderr": True}, b"", b"err\n"),
        (True, {"logs": True, "stdout": True, "stderr": True}, b"out\r\nerr\r\nmore\r\n", b""),
        (False, {"stdout": True, "stream": False}, b"", b""),
    ],
)
def test_attach_without_the_stream_gives_what_was_written_so_far(
    call: Any, container: Any, tty: bool, arguments: dict[str, Any], stdout: bytes, stderr: bytes
) -> None:
    output = call("ContainerAttach", container(*SPEAK, wait=True, Tty=tty), **arguments)
    assert (output.stdout, output.stderr) == (stdout, stderr)


def test_containers_are_found_among_five_thousand_ids(call: Any, container: Any) -> None:
    one = container(*SPEAK, wait=True)
    given = {"id": [one, *(f"{number:064x}" for number in range(5_000))]}
    assert [found.Id for found in call("ContainerList", all=True, filters=given)] == [one]


def test_a_websocket_carries_the_output_in_binary_messages(call: Any, container: Any) -> None:
    one = container("echo", "hello", wait=True)
    headers = {"Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
    first = call.upgrade("ContainerAttachWebsocket", one, headers=headers, size=8, logs=True, stdout=True)
    assert first == b"\x82\x06hello\n"


# --- files -----------------------------------------------------------------------------------------


def directory(path: Path) -> Path:
    (path / "up/sub").mkdir(parents=True)
    (path / "up/one").write_bytes(b"1\n")
    (path / "up/sub/two").write_bytes(b"2\n")
    return path / "up"


@pytest.mark.parametrize(
    "body",
    [
        lambda path: path,
        lambda path: b"".join(tar_of(path)),
        lambda path: io.BytesIO(b"".join(tar_of(path))),
        lambda path: tar_of(path),
    ],
    ids=["a directory", "bytes", "a file", "an iterator of bytes"],
)
def test_files_are_put_in_and_taken_out(call: Any, container: Any, tmp_path: Path, body: Any) -> None:
    one = container()
    assert call("PutContainerArchive", one, path="/tmp", body=body(directory(tmp_path))) is None
    archive = call("ContainerArchive", one, path="/tmp")
    assert archive.stat["name"] == "tmp"
    assert [member.name for member in call.drive(archive.members())] == ["tmp", "tmp/one", "tmp/sub", "tmp/sub/two"]
    down = call.drive(call("ContainerArchive", one, path="/tmp").extract(tmp_path / "down"))
    assert (down / "tmp/sub/two").read_bytes() == b"2\n"


@pytest.mark.parametrize(
    ("path", "stat"),
    [
        ("/etc/passwd", {"name": "passwd", "mode": 0o644, "linkTarget": ""}),
        ("/bin/sh", {"name": "sh", "size": 7, "mode": 0o777 | 1 << 27, "linkTarget": "/bin/busybox"}),
        ("/tmp", {"name": "tmp", "mode": 0o777 | 1 << 31 | 1 << 20, "linkTarget": ""}),
    ],
)
def test_a_path_has_its_description_in_a_header(
    call: Any, container: Any, part: Any, path: str, stat: dict[str, Any]
) -> None:
    assert part(call("ContainerArchiveInfo", container(), path=path), stat) == stat


def test_an_export_is_the_whole_file_system(call: Any, container: Any) -> None:
    names = {member.name for member in call.drive(call("ContainerExport", container()).members())}
    assert {"bin/busybox", "etc/passwd", "etc/hosts"} <= names


# --- refusals --------------------------------------------------------------------------------------

# Asked of a container in a state, or of none: what is called, the error, and the engine's own message.
REFUSED: list[tuple[str, str, dict[str, Any], type[APIError], str]] = [
    ("none", "ContainerInspect", {"id": "nope"}, NotFound, "No such container: nope"),
    ("none", "ContainerInspect", {"id": "a/nope:1@x"}, NotFound, "No such container: a/nope:1@x"),
    ("none", "ContainerWait", {"id": "nope"}, NotFound, "No such container: nope"),
    ("none", "ContainerAttach", {"id": "nope", "logs": True}, NotFound, "No such container: nope"),
    ("none", "ContainerCreate", {"Image": "nope"}, NotFound, "No such image: nope:latest"),
    ("none", "ContainerCreate", {"Image": "busybox:1", "StopSignal": "X"}, BadRequest, "invalid signal: X"),
    ("created", "ContainerLogs", {"stdout": False}, BadRequest, "Bad parameters: you must choose at least one stream"),
    ("created", "ContainerUpdate", {"Memory": 1}, BadRequest, "Minimum memory limit allowed is 6MB"),
    ("created", "ContainerTop", {}, Conflict, "container {id} is not running"),
    ("created", "ContainerPause", {}, Conflict, "container {id} is not running"),
    ("created", "ContainerResize", {"h": 1, "w": 1}, Conflict, "container {id} is not running"),
    ("created", "ContainerKill", {}, Conflict, "cannot kill container: {id}: container {id} is not running"),
    ("created", "ContainerArchive", {"path": "/no"}, NotFound, "Could not find the file /no in container {id}"),
    ("created", "ContainerArchiveInfo", {"path": "/no"}, NotFound, "Not Found (the answer has no body)"),
    ("running", "ContainerUnpause", {}, Conflict, "Container {id} is not paused"),
]


@pytest.mark.parametrize(("state", "operation", "arguments", "kind", "message"), REFUSED)
def test_a_refusal_is_an_error_with_the_engines_own_message(
    call: Any,
    container: Any,
    state: str,
    operation: str,
    arguments: dict[str, Any],
    kind: type[APIError],
    message: str,
) -> None:
    one = None if state == "none" else container(start=state == "running")
    with pytest.raises(kind) as caught:
        call(operation, **{"id": one, **arguments} if one else arguments)
    assert (caught.value.operation, caught.value.message) == (operation, message.format(id=one))


def test_unpausing_what_runs_is_a_conflict_though_the_engine_calls_it_its_own_failure(
    call: Any, container: Any
) -> None:
    with pytest.raises(Conflict) as caught:
        call("ContainerUnpause", container(start=True))
    assert caught.value.status == 500


def test_a_container_that_runs_is_not_deleted_unless_forced(call: Any, container: Any) -> None:
    with pytest.raises(Conflict, match=r"^ContainerDelete: 409 cannot remove container .*: container is running"):
        call("ContainerDelete", container(start=True))


def test_a_name_that_is_taken_is_a_conflict(call: Any, container: Any, name: Any) -> None:
    taken, other = name(), container()
    call("ContainerRename", container(), name=taken)
    with pytest.raises(Conflict, match=rf'^ContainerRename: 409 .*The container name "/{taken}" is already in use'):
        call("ContainerRename", other, name=taken)
