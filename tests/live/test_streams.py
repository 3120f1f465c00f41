"""Open answers of the real engine: read, talked with, left, and cut off."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dynclient import APIError, AsyncClient, Client, Conflict, ConnectionFailed, Frame, NotFound, Output, StreamError
from tests.support.programs import started

pytestmark = pytest.mark.engine

SPEAK = ["sh", "-c", "echo one; echo two >&2; echo -n é"]
SPOKEN = [Frame("stdout", b"one\n"), Frame("stderr", b"two\n"), Frame("stdout", "é".encode())]
TALK = {"OpenStdin": True, "StdinOnce": True}


class Shell:
    """The open answers of one of the two clients, read by the same code for both."""

    def __init__(self, client: Any, run: Callable[[Any], Any]) -> None:
        self.client, self.run = client, run

    def open(self, operation: str, /, *args: Any, **arguments: Any) -> Any:
        opening = self.client.stream(operation, *args, **arguments)

        async def opened() -> Any:
            return await opening

        return self.run(opened()) if hasattr(opening, "__await__") else opening

    def op(self, operation: str, /, *args: Any, **arguments: Any) -> Any:
        return self.run(self.client.op(operation, *args, **arguments))

    def next(self, stream: Any) -> Any:
        return next(stream) if hasattr(stream, "__next__") else self.run(anext(stream))

    def drain(self, stream: Any) -> list[Any]:
        """Return the items up to the end."""
        items = []
        with contextlib.suppress(StopIteration, StopAsyncIteration):
            while True:
                items.append(self.next(stream))
        return items

    def close(self, stream: Any) -> None:
        self.run(stream.aclose() if hasattr(stream, "aclose") else stream.close())

    def settled(self, fact: Callable[[], bool]) -> bool:
        """Return whether a fact is true, once the loop has run its callbacks."""
        self.run(asyncio.sleep(0) if isinstance(self.client, AsyncClient) else None)
        return fact()


def shell_for(address: str, kind: str, **settings: Any) -> Iterator[Shell]:
    settings = {"version": "1.45", **settings}  # asking for it would leave a connection in the pool, which counts
    if kind == "sync":
        with Client(address, **settings) as client:
            yield Shell(client, lambda value: value)
        return
    with asyncio.Runner() as runner:
        other = AsyncClient(address, **settings)

        def run(awaitable: Any) -> Any:
            return runner.run(awaitable) if asyncio.iscoroutine(awaitable) else awaitable

        run(asyncio.sleep(0))  # the loop has files of its own
        yield Shell(other, run)
        run(other.aclose())


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest, engine_address: str) -> Iterator[Shell]:
    yield from shell_for(engine_address, request.param)


@pytest.fixture(params=["sync", "async"])
def old_shell(request: pytest.FixtureRequest, engine_address: str) -> Iterator[Shell]:
    yield from shell_for(engine_address, request.param, version="1.41")


def files() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


# --- sent on ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["stream", "archive", "opening"])
def test_an_answer_is_sent_on_as_it_comes(shell: Shell, engine_address: str, given: str) -> None:
    loaded = [{"stream": "Loaded image: busybox:1\n"}]
    if isinstance(shell.client, Client):
        with Client(engine_address) as other:
            body = other.op("ImageGet", "busybox:1") if given == "archive" else other.stream("ImageGet", "busybox:1")
            assert shell.op("ImageLoad", body=body) == loaded
        return

    async def sent_on() -> Any:
        async with AsyncClient(engine_address) as other:
            opening = other.stream("ImageGet", "busybox:1")
            body: Any = opening if given == "opening" else await opening
            if given == "archive":
                await body.aclose()
                body = await other.op("ImageGet", "busybox:1")
            return await shell.client.op("ImageLoad", body=body)

    assert shell.run(sent_on()) == loaded


# --- logs ---------------------------------------------------------------------------------------------


def test_logs_come_as_frames_of_each_stream(shell: Shell, container: Any) -> None:
    one = container(*SPEAK, wait=True)
    stream = shell.open("ContainerLogs", one, stdout=True, stderr=True)
    output = shell.run(stream.read())
    assert sorted(output.frames) == sorted(SPOKEN)  # the two streams reach the log in either order
    assert stream.closed
    assert shell.op("ContainerLogs", one, stdout=True, stderr=True) == output


@pytest.mark.parametrize("tty", [False, True])
def test_logs_are_told_apart_where_the_content_type_lies(old_shell: Shell, container: Any, tty: bool) -> None:
    one = container("echo", "hello", wait=True, Tty=tty)
    expected = b"hello\r\n" if tty else b"hello\n"
    assert old_shell.run(old_shell.open("ContainerLogs", one, stdout=True).read()).stdout == expected
    assert old_shell.op("ContainerLogs", one, stdout=True).stdout == expected
    assert old_shell.op("ContainerAttach", one, stdout=True, logs=True).stdout == expected


def test_logs_have_times_and_take_times(shell: Shell, container: Any) -> None:
    one = container("echo", "hello", wait=True)
    line = shell.op("ContainerLogs", one, stdout=True, timestamps=True).text
    assert line.endswith("Z hello\n")
    assert shell.op("ContainerLogs", one, stdout=True, since=timedelta(hours=1)).text == "hello\n"
    assert shell.op("ContainerLogs", one, stdout=True, until=timedelta(hours=1)).text == ""


def test_logs_that_are_followed_end_with_the_container(shell: Shell, container: Any) -> None:
    one = container("sh", "-c", "echo begin; read x; echo end $x", start=True, **TALK)
    logs = shell.op("ContainerLogs", one, stdout=True, follow=True)
    assert shell.next(logs) == Frame("stdout", b"begin\n")
    talk = shell.open("ContainerAttach", one, stream=True, stdin=True, stdout=True)
    shell.run(talk.write("now\n"))
    assert shell.run(logs.read()).text == "end now\n"
    assert shell.run(talk.read()).text == "end now\n"


@pytest.mark.parametrize("operation", ["ServiceLogs", "TaskLogs"])
def test_the_logs_of_services_and_tasks_are_followed(shell: Shell, service: Any, operation: str) -> None:
    one = service("sh", "-c", "echo one; echo two >&2; sleep 1000")
    task = service.task(one, "running")
    asked = one if operation == "ServiceLogs" else task.ID
    logs = shell.op(operation, asked, stdout=True, stderr=True, follow=True)
    # The swarm hands on the two streams in any order.
    assert {shell.next(logs), shell.next(logs)} == {Frame("stdout", b"one\n"), Frame("stderr", b"two\n")}
    shell.close(logs)
    assert logs.closed


@pytest.mark.parametrize("operation", ["ServiceLogs", "TaskLogs"])
def test_the_logs_of_services_and_tasks_are_a_stream_where_that_is_asked(
    shell: Shell, service: Any, operation: str
) -> None:
    one = service("sh", "-c", "echo one; echo two")
    task = service.task(one, "complete")
    asked = one if operation == "ServiceLogs" else task.ID
    assert shell.drain(shell.open(operation, asked, stdout=True)) == [
        Frame("stdout", b"one\n"),
        Frame("stdout", b"two\n"),
    ]


def test_the_logs_of_what_is_not_there_are_refused(shell: Shell) -> None:
    before = files()
    with pytest.raises(NotFound, match="No such container: nope"):
        shell.open("ContainerLogs", "nope", stdout=True)
    assert shell.settled(lambda: files() == before)


# --- nothing is left ------------------------------------------------------------------------------------


def leave(shell: Shell, stream: Any) -> None:
    """Leave a `with` block before the end."""

    async def left() -> None:
        async with stream:
            pass

    if isinstance(shell.client, AsyncClient):
        shell.run(left())
        return
    with stream:
        pass


LEAVE: dict[str, Callable[[Shell, Any], None]] = {
    "closed": Shell.close,
    "left": leave,
    "dropped": lambda shell, stream: None,
}


@pytest.mark.parametrize("how", LEAVE)
def test_two_hundred_followers_leave_no_file_and_no_thread(shell: Shell, container: Any, how: str) -> None:
    one = container("sh", "-c", "echo begin; sleep 1000", start=True)
    before, threads = files(), threading.active_count()
    streams = [shell.op("ContainerLogs", one, stdout=True, follow=True) for _ in range(200)]
    assert shell.next(streams[0]) == shell.next(streams[-1]) == Frame("stdout", b"begin\n")
    assert (files(), threading.active_count()) == (before + 200, threads)
    while streams:
        LEAVE[how](shell, streams.pop())
    assert shell.settled(lambda: (files(), threading.active_count()) == (before, threads))


def test_a_loop_that_is_broken_out_of_leaves_nothing(engine_address: str, container: Any) -> None:
    one = container("sh", "-c", "echo begin; sleep 1000", start=True)
    with Client(engine_address) as client:
        client.op("SystemPing")
        before = files()

        def first() -> Any:
            for frame in client.stream("ContainerLogs", one, stdout=True, follow=True):
                return frame

        assert first() == Frame("stdout", b"begin\n")
        assert files() == before


def test_with_five_hundred_streams_open_a_call_is_answered(shell: Shell) -> None:
    streams = [shell.op("SystemEvents") for _ in range(500)]
    assert shell.op("SystemPing") == "OK"
    for stream in streams:
        shell.close(stream)


# --- JSON ------------------------------------------------------------------------------------------------


def test_events_without_an_end_come_as_they_happen(shell: Shell, container: Any, label: str, engine: Any) -> None:
    events = shell.op("SystemEvents", filters={"label": label})
    one = container(wait=False)
    event = shell.next(events)
    assert (event.Type, event.Action, event.Actor.ID) == ("container", "create", one)
    engine.op("ContainerDelete", one, force=True)
    assert shell.next(events).action == "destroy"
    shell.close(events)


def test_events_up_to_a_time_are_a_list(shell: Shell, container: Any, label: str) -> None:
    one = container(wait=True, Cmd=["true"])
    asked = {"since": timedelta(minutes=1), "until": timedelta(), "filters": {"container": one}}
    seen = [event.Action for event in shell.op("SystemEvents", **asked)]
    assert seen[:2] == ["create", "start"]
    # The engine may tell of the end a moment after it has answered the wait.
    opened = [event.Action for event in shell.run(shell.open("SystemEvents", **asked).read())]
    assert opened[: len(seen)] == seen


def test_stats_are_live_or_one(shell: Shell, container: Any) -> None:
    one = container(start=True)
    live = shell.op("ContainerStats", one)
    assert shell.next(live).id == one
    shell.close(live)
    single = shell.op("ContainerStats", one, stream=False, one_shot=True)
    assert single.pids_stats.current == 1


def test_a_build_that_fails_is_raised_with_what_came_before(shell: Shell, tar: Any, label: str) -> None:
    context = tar({"Dockerfile": b"FROM busybox:1\nRUN echo hello && exit 7\n"})
    name, value = label.split("=")
    asked = {"body": iter([context[:700], context[700:]]), "labels": {name: value}, "forcerm": True}
    stream = shell.open("ImageBuild", **asked)
    messages: list[Any] = []

    def gather() -> None:
        while True:
            messages.append(shell.next(stream))

    with pytest.raises(StreamError, match="returned a non-zero code: 7") as caught:
        gather()
    assert (caught.value.code, caught.value.operation) == (7, "ImageBuild")
    assert caught.value.partial == messages
    assert "hello\n" in [message.get("stream") for message in messages]
    assert stream.closed


def test_a_failure_is_a_message_where_that_is_asked(shell: Shell, image: Any) -> None:
    client = shell.client
    asked = Shell(client.with_options(stream_errors="yield"), shell.run)
    messages = shell.run(
        asked.open("ImagePush", image("127.0.0.1:1/nope").partition(":1/")[0] + ":1/nope", tag="2").read()
    )
    assert "errorDetail" in messages[-1]
    with pytest.raises(StreamError):
        shell.run(shell.open("ImagePush", "127.0.0.1:1/nope", tag="2").read())


def test_an_upload_that_the_engine_gives_up_says_why(shell: Shell) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"\xff" * 65536

    with pytest.raises(StreamError) as opened:
        shell.run(shell.open("ImageLoad", body=endless(), quiet=False).read())
    with pytest.raises(StreamError) as called:
        shell.op("ImageLoad", body=endless(), quiet=False)
    with pytest.raises(APIError) as refused:
        shell.op("PutContainerArchive", "nope", path="/", body=endless())
    assert str(opened.value) == str(called.value) == "ImageLoad: archive/tar: invalid tar header"
    assert refused.value.message == "No such container: nope"


def test_a_load_is_read_as_it_goes(shell: Shell, image: Any) -> None:
    made = image()
    archive = shell.run(shell.op("ImageGet", made).read())
    messages = shell.run(shell.open("ImageLoad", body=archive, quiet=True).read())
    assert [message.stream for message in messages] == [f"Loaded image: {made}\n"]


def test_a_push_and_a_pull_are_read_as_they_go(shell: Shell, image: Any, registry: str) -> None:
    made = image(f"{registry}/streams/thing")
    name, tag = made.rsplit(":", 1)
    auth = {"X-Registry-Auth": {"username": "a", "password": "b"}}
    pushed = shell.run(shell.open("ImagePush", name, tag=tag, **auth).read())
    assert pushed[-1].aux.Tag == tag
    pulled = shell.run(shell.open("ImageCreate", from_image=name, tag=tag, **auth).read())
    assert pulled[-1].status == f"Status: Image is up to date for {made}"


def test_an_archive_is_used_once(shell: Shell, container: Any, tmp_path: Any) -> None:
    one = container()
    archive = shell.op("ContainerArchive", one, path="/etc/passwd")
    assert archive.stat["name"] == "passwd"
    shell.run(archive.extract(tmp_path))
    assert b"root" in (tmp_path / "passwd").read_bytes()
    with pytest.raises(StreamError, match="was used or closed already"):
        shell.run(archive.read())
    assert b"".join(shell.run(shell.open("ContainerArchive", one, path="/etc/passwd").read()) for _ in "1")


# --- talking -----------------------------------------------------------------------------------------------


def test_three_megabytes_go_through_a_command_and_back(shell: Shell, container: Any) -> None:
    data = os.urandom(3 << 20)
    both = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True}
    command = shell.op("ContainerExec", container(start=True), Cmd=["cat"], **both).Id
    talk = shell.open("ExecStart", command, Detach=False)
    shell.run(talk.write(data))
    shell.run(talk.close_stdin())
    assert shell.run(talk.read()).stdout == data
    assert shell.op("ExecInspect", command).ExitCode == 0


def test_attached_before_the_start_nothing_is_lost(shell: Shell, container: Any) -> None:
    one = container("sh", "-c", "cat; echo oops >&2", **TALK)
    talk = shell.open("ContainerAttach", one, stream=True, stdin=True, stdout=True, stderr=True)
    shell.op("ContainerStart", one)
    shell.run(talk.write("né\n"))
    shell.run(talk.close_stdin())
    output = shell.run(talk.read())
    assert (output.stdout, output.stderr) == ("né\n".encode(), b"oops\n")


def test_a_terminal_has_a_size_and_no_frames(shell: Shell, container: Any) -> None:
    both = {"AttachStdin": True, "AttachStdout": True}
    command = shell.op("ContainerExec", container(start=True), Cmd=["sh"], Tty=True, **both).Id
    talk = shell.open("ExecStart", command, Detach=False, Tty=True)
    shell.run(talk.resize(33, 111))
    shell.run(talk.write("stty size; exit\n"))
    output = shell.run(talk.read())
    assert "33 111" in output.lines()
    assert output.stderr == b""


def test_an_attached_terminal_is_sized_too(shell: Shell, container: Any) -> None:
    one = container("sh", start=True, Tty=True, OpenStdin=True)
    talk = shell.open("ContainerAttach", one, stream=True, stdin=True, stdout=True)
    shell.run(talk.resize(20, 70))
    shell.run(talk.write("stty size; exit\n"))
    assert "20 70" in shell.run(talk.read()).lines()


def test_a_terminal_that_is_left_runs_on(shell: Shell, container: Any) -> None:
    """Half-close ends an attached terminal's stream at once (spec/REALITY.md, E68)."""
    one = container("cat", start=True, Tty=True, OpenStdin=True)
    talk = shell.open("ContainerAttach", one, stream=True, stdin=True, stdout=True)
    shell.run(talk.close_stdin())
    assert shell.run(talk.read()) == Output()
    assert shell.op("ContainerInspect", one).State.Running is True


def test_a_stream_that_is_not_taken_over_takes_no_input(shell: Shell) -> None:
    events = shell.op("SystemEvents")
    assert not hasattr(events, "write")
    shell.close(events)


@pytest.mark.parametrize("arguments", [{"stream": True, "stdin": True, "stdout": True, "stderr": True}])
def test_a_websocket_is_talked_with_too(shell: Shell, container: Any, arguments: dict[str, bool]) -> None:
    one = container("cat", start=True, **TALK)
    talk = shell.op("ContainerAttachWebsocket", one, **arguments)
    shell.run(talk.write("hello\n"))
    assert shell.next(talk) == Frame("stdout", b"hello\n")
    shell.run(talk.close_stdin())
    assert shell.run(talk.read()) == Output()
    assert shell.op("ContainerWait", one).StatusCode == 0


def test_a_websocket_without_the_stream_gives_what_was_written_so_far(shell: Shell, container: Any) -> None:
    one = container("echo", "hello", wait=True)
    assert shell.op("ContainerAttachWebsocket", one, logs=True, stdout=True).text == "hello\n"
    with pytest.raises(NotFound):
        shell.op("ContainerAttachWebsocket", "nope", logs=True, stdout=True)


# --- interrupted -----------------------------------------------------------------------------------------------


def test_closing_ends_a_read_that_waits_in_another_thread(engine_address: str) -> None:
    with Client(engine_address) as client:
        events, begun, items = client.op("SystemEvents", filters={"label": "nothing.has.it"}), threading.Event(), []

        def read() -> None:
            begun.set()
            items.extend(events)

        reader = threading.Thread(target=read)
        reader.start()
        begun.wait()
        events.close()
        reader.join()
        assert (items, events.closed) == ([], True)


def test_a_read_that_is_cancelled_or_timed_out_can_go_on(engine_address: str, container: Any, label: str) -> None:
    async def interrupted() -> Any:
        async with (
            AsyncClient(engine_address) as client,
            client.stream("SystemEvents", filters={"label": label}) as events,
        ):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await anext(events)
            reader = asyncio.create_task(anext(events))
            await asyncio.sleep(0)
            reader.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reader
            one = await asyncio.to_thread(container)
            event = await anext(events)
            return one == event.Actor.ID, await client.op("SystemPing")

    before = files()
    assert asyncio.run(interrupted()) == (True, "OK")
    assert files() == before


def test_a_timeout_around_an_opening_leaves_nothing(engine_address: str, container: Any) -> None:
    one = container(start=True)

    async def timed_out() -> None:
        async with AsyncClient(engine_address) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await client.op("ContainerStop", one, t=5)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05), client.stream("ContainerWait", one) as waited:
                    await waited.read()

    before = files()
    asyncio.run(timed_out())
    assert files() == before


INTERRUPTED = """
import os, sys
from dynclient import Client

with Client(sys.argv[1]) as client:
    events = client.op("SystemEvents", filters={"label": "nothing.has.it"})
    print("reading", flush=True)
    try:
        next(events)
    except KeyboardInterrupt:
        print(events.closed, client.op("SystemPing"), flush=True)
    before = len(os.listdir("/proc/self/fd"))
    events.close()
    print(events.closed, before - len(os.listdir("/proc/self/fd")), list(events))
"""


def test_ctrl_c_interrupts_a_read_and_leaves_the_client_usable(engine_address: str, tmp_path: Any) -> None:
    program = tmp_path / "program.py"
    program.write_text(INTERRUPTED)
    command = (sys.executable, "-X", "dev", "-W", "error", program, engine_address)
    with started(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "reading\n"
        wait_channel(child.pid)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
    assert (out, err) == ("False OK\nTrue 1 []\n", "")


def wait_channel(pid: int) -> None:
    """Wait until a process sleeps, as one does that waits for a socket."""
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "S":
        pass


@pytest.fixture
def mortal(shell: Shell, second_engine: Any) -> Iterator[Shell]:
    """Provide a shell for an engine that may be killed; it runs again in the end."""
    yield from shell_for(second_engine.address, "sync" if isinstance(shell.client, Client) else "async")
    second_engine.start()


SLOW_LAYER = b"\0" * 1_000_000


class SlowRegistry(BaseHTTPRequestHandler):
    """A registry whose one layer never comes to its end."""

    config = json.dumps({"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}}).encode()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        kind = "application/vnd.docker.distribution.manifest.v2+json"
        layer, config = (f"sha256:{sha256(content).hexdigest()}" for content in (SLOW_LAYER, self.config))
        described = {"mediaType": "application/vnd.docker.container.image.v1+json", "size": len(self.config)}
        layers = {"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": len(SLOW_LAYER)}
        manifest = {"schemaVersion": 2, "mediaType": kind, "config": described | {"digest": config}}
        content = json.dumps(manifest | {"layers": [layers | {"digest": layer}]}).encode()
        if "/blobs/" in self.path:
            kind, content = "application/octet-stream", SLOW_LAYER if layer in self.path else self.config
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET" and content is SLOW_LAYER:
            self.wfile.write(content[:600_000])
            self.rfile.read(1)  # until the engine has gone
        elif self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def slow_image() -> Iterator[str]:
    """Provide the name of an image whose pull never ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), SlowRegistry)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"127.0.0.1:{server.server_port}/slow:1"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_engine_that_is_killed_cuts_what_is_open(
    mortal: Shell, second_engine: Any, engine: Client, tar: Any, slow_image: str
) -> None:
    content = engine.op("ImageGet", "busybox:1").read()
    mortal.op("ImageLoad", body=content)
    # Both end when the engine that comes after ends them: a shell that is the first process passes over a TERM.
    noise = ["sh", "-c", "trap exit TERM; while echo noise; do sleep 0.1; done"]
    container = mortal.op("ContainerCreate", Image="busybox:1", Cmd=noise, HostConfig={"NetworkMode": "none"}).Id
    mortal.op("ContainerStart", container)
    recipe = b"FROM busybox:1\nRUN trap exit TERM; echo begun; sleep 1000 & wait\n"
    opened = {
        "SystemEvents": mortal.op("SystemEvents"),
        "ContainerLogs": mortal.op("ContainerLogs", container, stdout=True, follow=True),
        "ImageBuild": mortal.open("ImageBuild", body=tar({"Dockerfile": recipe}), networkmode="none"),
        "ImageCreate": mortal.open("ImageCreate", fromImage=slow_image),
    }
    assert mortal.next(opened["ContainerLogs"]) == Frame("stdout", b"noise\n")
    while mortal.next(opened["ImageBuild"]).get("stream") != "begun\n":
        pass
    while mortal.next(opened["ImageCreate"]).get("status") != "Downloading":
        pass

    def pieces() -> Iterator[bytes]:
        yield b"\0" * 65536
        second_engine.kill()
        while True:
            yield b"\0" * 65536

    with pytest.raises(ConnectionFailed, match=r"ImageLoad: the connection to .* broke|closed the connection without"):
        mortal.open("ImageLoad", body=pieces())
    for operation, stream in opened.items():
        with pytest.raises(StreamError, match=rf"{operation}: the (answer was cut|connection broke)"):
            mortal.drain(stream)
    with pytest.raises(ConnectionFailed, match="no engine at"):
        mortal.open("SystemEvents")


def test_what_does_not_run_cannot_be_talked_with(shell: Shell, container: Any) -> None:
    one = container()
    with pytest.raises(Conflict):
        shell.open("ContainerExec", one, Cmd=["true"])
