"""The recipes on an engine that answers by a script: what they ask, and what they make of any answer."""

from __future__ import annotations

import asyncio
import io
import json
import tarfile
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import BadRequest, Client, ContainerFailed, InvalidArguments, NotFound, StreamError
from dynclient.api.answer.archive import Archive
from dynclient.client.conversation import Do
from dynclient.client.recipes.feeding import Feed
from dynclient.client.recipes.running import next_frame
from dynclient.errors import DynclientError, RequestTimeout
from tests.support.scripted import BREAKS, CONTAINER, FRAMES, RUN, Answer, Shell, Tar


def problems(caught: pytest.ExceptionInfo[InvalidArguments]) -> list[tuple[str, str]]:
    return [(error.where, error.problem) for error in caught.value.errors]


DIGEST = f"sha256:{'a' * 64}"


Member = tuple[str, bytes, str]


def archive(*members: Member, directory: bool = True) -> Archive:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for name, kind, said in members:
            head = tarfile.TarInfo(name)
            head.type, head.mode, head.mtime = kind, 0o6755 if kind == tarfile.DIRTYPE else 0o4664, 1_000_000_000
            head.uid = head.gid = 12345
            if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                head.linkname = said
            head.size = len(said) if kind == tarfile.REGTYPE else 0
            tar.addfile(head, io.BytesIO(said.encode()))
    return Archive(written.getvalue(), stat={"mode": 1 << 31 if directory else 0})


REG, DIR, SYM, LNK, FIFO = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE


def test_a_run_is_these_calls_in_this_order(shell: str) -> None:
    here = Shell(shell, {})
    output = here(lambda client: client.run("busybox", ["echo", "hi"], network="none"))
    assert (output.text, output.exit_code) == ("hi\n", 0)
    assert here.asked == [*RUN, "DELETE /containers/c1"]
    assert here.engine.bodies == [{"Image": "busybox", "Cmd": ["echo", "hi"], "HostConfig": {"NetworkMode": "none"}}]
    assert here.engine.asked[0].startswith("POST /containers/create?name=dynclient-")
    assert here.engine.asked[1].endswith("attach?stream=true&stdout=true&stderr=true&stdin=false")
    assert here.engine.asked[2].endswith("wait?condition=next-exit")
    assert here.engine.asked[4].endswith("c1?force=true&v=true")


def test_a_container_that_removes_itself_is_waited_for_until_it_is_gone(shell: str) -> None:
    here = Shell(shell, {"DELETE container": [(409, {"message": "removal of container c1 is already in progress"})]})
    here(lambda client: client.run("busybox", host_config={"auto_remove": True}, name="me"))
    assert here.engine.asked[0] == "POST /containers/create?name=me"
    assert here.engine.asked[2].endswith("wait?condition=removed")


def test_one_that_is_kept_is_not_removed(shell: str) -> None:
    here = Shell(shell, {})
    here(lambda client: client.run("busybox", remove=False))
    assert here.asked == RUN


FAILURES: list[tuple[dict[str, list[Answer]], type[BaseException], str, list[str]]] = [
    ({"POST create": [(409, {"message": "taken"})]}, DynclientError, "taken", RUN[:1]),
    ({"POST attach": [(500, {"message": "no"})]}, DynclientError, "no", [*RUN[:2], "DELETE /containers/c1"]),
    ({"POST wait": [(500, {"message": "no"})]}, DynclientError, "no", [*RUN[:3], "DELETE /containers/c1"]),
    ({"POST start": [(400, {"message": "no"})]}, DynclientError, "no", [*RUN, "DELETE /containers/c1"]),
    ({"POST start": [KeyboardInterrupt()]}, KeyboardInterrupt, "", [*RUN, "DELETE /containers/c1"]),
    ({"POST wait": [(200, None)]}, StreamError, "did not tell the exit code", [*RUN, "DELETE /containers/c1"]),
    ({"POST attach": [(101, FRAMES[:-1])]}, StreamError, "cut inside a frame", [*RUN, "DELETE /containers/c1"]),
    ({"POST start": [httpx.ReadTimeout("")]}, RequestTimeout, "ContainerStart", [*RUN, "DELETE /containers/c1"]),
    ({"POST create": [httpx.ReadTimeout("")], "DELETE container": [(404, None), (204, None)]},
     RequestTimeout, "ContainerCreate", [*RUN[:1], "DELETE /containers/NAME", "DELETE /containers/NAME"]),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("answers", "kind", "message", "asked"), FAILURES)
def test_a_run_that_fails_leaves_no_container(
    shell: str, answers: Any, kind: type[BaseException], message: str, asked: list[str]
) -> None:
    here = Shell(shell, answers)
    with pytest.raises(kind) as caught:
        here(lambda client: client.run("busybox"))
    assert message in str(caught.value)
    name = here.engine.asked[0].partition("name=")[2]
    assert [line.replace(name, "NAME") for line in here.asked] == asked


def test_a_container_that_was_never_made_is_given_up_on(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    monkeypatch.setattr(
        "dynclient.client.recipes.clearing.pausing", lambda client, seconds: Do(waited.append, (seconds,))
    )
    here = Shell(shell, {"POST create": [httpx.ReadTimeout("")], "DELETE container": [(404, {"message": "no"})]})
    with pytest.raises(RequestTimeout):
        here(lambda client: client.run("busybox"))
    assert (len(here.asked), waited) == (11, [0.05] * 10)


def test_one_of_the_callers_own_name_may_be_anothers_and_is_not_removed(shell: str) -> None:
    here = Shell(shell, {"POST create": [httpx.ReadTimeout("")]})
    with pytest.raises(RequestTimeout):
        here(lambda client: client.run("busybox", name="mine"))
    assert here.asked == RUN[:1]


WRONG_RUNS: list[tuple[dict[str, Any], str, str]] = [
    ({"detach": True, "stdin": b""}, "detach", "leaves the container to itself, so that there is no stdin"),
    ({"detach": True, "stream": True}, "detach", "leaves the container to itself, so that there is no stream"),
    ({"pull": "often"}, "pull", "expected 'missing', 'always' or 'never', got 'often'"),
]


@pytest.mark.parametrize(("given", "where", "problem"), WRONG_RUNS)
def test_a_run_that_makes_no_sense_is_refused(shell: str, given: Any, where: str, problem: str) -> None:
    async def entered(client: Any) -> None:
        async with client.run("busybox", **given):
            pass

    def use(client: Any) -> Any:
        return entered(client) if shell == "async" and given.get("stream") else client.run("busybox", **given)

    here = Shell(shell, {})
    with pytest.raises(InvalidArguments) as caught:
        here(use)
    assert (problems(caught), here.asked) == ([(where, problem)], [])


MISSING = (404, {"message": "No such image: busybox:latest"})
PULL = ["POST /images/create", "GET /images/busybox:latest/json"]


@pytest.mark.parametrize(
    ("image", "when", "kind", "asked"),
    [
        ("busybox", "missing", None, [RUN[0], *PULL, *RUN]),
        ("busybox", "always", None, [*PULL, *RUN]),
        ("busybox", "never", NotFound, [RUN[0]]),
        (DIGEST, "missing", NotFound, [RUN[0]]),
    ],
)
def test_a_missing_image_is_pulled_as_far_as_wanted(
    shell: str, image: str, when: str, kind: Any, asked: list[str]
) -> None:
    pulled, made = (200, {"status": "done"}), (201, {"Id": "c1"})
    here = Shell(shell, {"POST create": [pulled, made] if when == "always" else [MISSING, pulled, made]})
    if kind:
        with pytest.raises(kind):
            here(lambda client: client.run(image, pull=when))
    else:
        assert here(lambda client: client.run(image, pull=when, platform="linux/amd64")).text == "hi\n"
    assert [line for line in here.asked if not line.startswith("DELETE")] == asked


def test_another_missing_thing_is_not_pulled(shell: str) -> None:
    here = Shell(shell, {"POST create": [(404, {"message": "network nope not found"})]})
    with pytest.raises(NotFound):
        here(lambda client: client.run("busybox"))
    assert here.asked == RUN[:1]


def test_a_detached_container_is_returned_as_it_is_and_removed_if_it_does_not_start(shell: str) -> None:
    here = Shell(shell, {})
    found = here(lambda client: client.run("busybox", detach=True))
    assert (found, here.asked) == (CONTAINER, [RUN[0], RUN[3], "GET /containers/c1/json"])
    here = Shell(shell, {"POST start": [(400, {"message": "no"})]})
    with pytest.raises(DynclientError):
        here(lambda client: client.run("busybox", detach=True))
    assert here.asked == [RUN[0], RUN[3], "DELETE /containers/c1"]


def test_a_streamed_run_ends_by_itself_or_is_closed(shell: str) -> None:
    async def all_of(client: Any) -> Any:
        async with client.run("busybox", stream=True) as run:
            said = [repr(run), *[frame.text async for frame in run], run.exit_code, run.closed, repr(run)]
        running = await client.run("busybox", stream=True, check=True)
        await running.aclose()
        return [*said, running.exit_code, running.closed, repr(running), (await running.read()).text]

    def whole(client: Client) -> Any:
        with client.run("busybox", stream=True) as run:
            said = [repr(run), *[frame.text for frame in run], run.exit_code, run.closed, repr(run)]
        running = client.run("busybox", stream=True, check=True)
        running.close()
        return [*said, running.exit_code, running.closed, repr(running), running.read().text]

    here = Shell(shell, {})
    found = here(all_of if shell == "async" else whole)
    name = "AsyncRunning" if shell == "async" else "Running"
    at = f"<{name} c1, busybox (c1): "
    assert found == [f"{at}running>", "hi\n", 0, True, f"{at}exit code 0>", None, True, f"{at}closed>", ""]
    assert here.asked == [*RUN, "DELETE /containers/c1"] * 2


def test_one_that_is_dropped_is_removed_by_what_connections_there_are(shell: str) -> None:
    def drop(client: Client) -> None:
        client.run("busybox", stream=True)
        end = time.monotonic() + 10
        while here.asked == RUN and time.monotonic() < end:  # by a thread
            time.sleep(0.01)

    async def adrop(client: Any) -> None:
        await client.run("busybox", stream=True)

    here = Shell(shell, {})
    here(adrop if shell == "async" else drop)
    # An async transport of the user's own cannot be used without its event loop.
    assert here.asked == ([*RUN] if shell == "async" else [*RUN, "DELETE /containers/c1"])


def test_an_interruption_of_the_removal_does_not_leave_the_container(shell: str) -> None:
    kind = KeyboardInterrupt if shell == "sync" else asyncio.CancelledError
    here = Shell(shell, {"DELETE container": [kind(), (204, None)]})
    with pytest.raises(kind):
        here(lambda client: client.run("busybox"))
    assert here.asked == [*RUN, *["DELETE /containers/c1"] * 2]


def test_a_failed_container_is_an_error_unless_its_stream_is_watched(shell: str) -> None:
    async def awaited(client: Any, check: bool | None) -> Any:
        async with client.run("busybox", stream=True, check=check) as run:
            return await run.read()

    def plain(client: Any, check: bool | None) -> Any:
        with client.run("busybox", stream=True, check=check) as run:
            return run.read()

    answers: dict[str, list[Answer]] = {
        "POST wait": [(200, {"StatusCode": 3})],
        "POST attach": [(101, b"\x02\0\0\0\0\0\0\x05oops\n")],
    }
    watch = awaited if shell == "async" else plain
    assert Shell(shell, answers)(lambda client: watch(client, None)).exit_code == 3
    for use in (lambda client: watch(client, True), lambda client: client.run("busybox")):
        with pytest.raises(ContainerFailed) as caught:
            Shell(shell, answers)(use)
        assert caught.value.exit_code == 3
    assert str(caught.value) == "busybox (c1) ended with exit code 3\n  oops"
    with pytest.raises(ContainerFailed, match=r"exit code 3\n  hi$"):  # where nothing is written to standard error
        Shell(shell, {"POST wait": [(200, {"StatusCode": 3})]})(lambda client: client.run("busybox"))
    assert caught.value.output.stderr == b"oops\n"
    assert Shell(shell, answers)(lambda client: client.run("busybox", check=False)).exit_code == 3


def test_a_stream_takes_input_until_it_is_told_that_there_is_no_more(shell: str) -> None:
    async def awaited(client: Any) -> Any:
        async with client.run("busybox", stream=True, open_stdin=True) as run:
            await run.write("hello")
            await run.close_stdin()
            return (run.id, (await run.read()).text)

    def plain(client: Client) -> Any:
        with client.run("busybox", stream=True, open_stdin=True) as run:
            run.write(b"hello")
            run.close_stdin()
            return (run.id, run.read().text)

    here = Shell(shell, {})
    assert here(awaited if shell == "async" else plain) == ("c1", "hi\n")
    assert here.engine.taken_over.given == b"hello"


def test_input_that_is_not_open_takes_nothing(shell: str) -> None:
    async def awaited(client: Any) -> None:
        async with client.run("busybox", stream=True) as run:
            await run.write("hello")

    def plain(client: Client) -> None:
        with client.run("busybox", stream=True) as run:
            run.write("hello")

    with pytest.raises(StreamError, match="its input is not open, so that nothing can be written; open_stdin=True"):
        Shell(shell, {})(awaited if shell == "async" else plain)


@pytest.mark.parametrize(("image", "got"), [(None, "a NoneType"), ("", "''"), (5, "an int"), ({"Id": 5}, "a dict")])
def test_an_image_has_to_be_named(shell: str, image: Any, got: str) -> None:
    here = Shell(shell, {})
    with pytest.raises(InvalidArguments, match=f"image: expected a name such as 'busybox:1.36', or an id, got {got}"):
        here(lambda client: client.run(image, "true"))
    assert here.asked == []


def test_input_that_nobody_has_read_does_not_hide_the_output_and_the_exit_code(shell: str) -> None:
    answers: dict[str, list[Answer]] = {"POST attach": [(101, FRAMES + BREAKS)], "POST start": [(204, None), *EXEC]}
    output = Shell(shell, answers)(lambda client: client.run("busybox", stdin=b"x"))
    assert (output.text, output.exit_code) == ("hi\n", 0)
    with pytest.raises(StreamError, match="cut after"):
        Shell(shell, answers)(lambda client: client.run("busybox"))


def test_an_error_of_the_inputs_own_is_raised_at_the_end_of_the_output() -> None:
    feed = Feed(iter(()), False)
    feed.error = LookupError("mine")
    conversation = next_frame(iter(()), feed, True)
    next(conversation)
    with pytest.raises(LookupError, match="mine"):
        conversation.send(None)


# --- execute ---

EXEC: list[Answer] = [(101, FRAMES)]
ENDED = {"ID": "e1", "Running": False, "ExitCode": 3, "ContainerID": "c1"}
GOES_ON = {**ENDED, "Running": True, "ExitCode": None}
CALLS = ["POST /containers/c1/exec", "POST /exec/e1/start", "GET /exec/e1/json"]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({}, {"AttachStdout": True, "AttachStderr": True, "Cmd": ["ls", "-l"], "Tty": False}),
        (
            {"stdin": "x", "user": 5, "workdir": Path("/tmp"), "env": {"A": 1}, "privileged": True},
            {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True, "Cmd": ["ls", "-l"], "Env": ["A=1"],
             "Privileged": True, "Tty": False, "User": "5", "WorkingDir": "/tmp"},
        ),
    ],
)  # fmt: skip
def test_a_command_is_executed_and_asked_how_it_ended(shell: str, given: Any, made: Any) -> None:
    here = Shell(shell, {"POST start": EXEC, "GET json": [(200, ENDED)]})
    output = here(lambda client: client.execute("c1", "ls -l", **given))
    assert (output.text, output.exit_code, here.asked) == ("hi\n", 3, CALLS)
    assert here.engine.bodies == [made, {"Detach": False, "Tty": False}]


def test_a_command_that_has_closed_its_output_is_waited_for(shell: str) -> None:
    here = Shell(shell, {"POST start": EXEC, "GET json": [(200, GOES_ON), (200, GOES_ON), (200, ENDED)]})
    assert here(lambda client: client.execute("c1", ["ls"])).exit_code == 3
    assert here.asked == [*CALLS, "GET /events", CALLS[2], CALLS[2]]


def test_a_failed_command_is_an_error_if_it_is_checked(shell: str) -> None:
    with pytest.raises(ContainerFailed, match="the command in c1 ended with exit code 3"):
        Shell(shell, {"POST start": EXEC, "GET json": [(200, ENDED)]})(
            lambda client: client.execute("c1", ["ls"], check=True)
        )


def test_a_detached_command_is_returned_as_it_is(shell: str) -> None:
    here = Shell(shell, {"POST start": [(200, None)], "GET json": [(200, GOES_ON)]})
    assert here(lambda client: client.execute("c1", ["ls"], detach=True)) == GOES_ON
    assert here.engine.bodies[1] == {"Detach": True, "Tty": False}


@pytest.mark.parametrize(
    ("given", "where", "problem"),
    [
        ({"command": "a", "detach": True, "stdin": b""}, "detach",
         "leaves the command to itself, so that there is no stdin"),
        ({"command": 5}, "command", "expected a list of words or a text, got an int"),
        ({"command": "a", "user": (1, 2)}, "user",
         "expected a name, a number or 'user:group', got a tuple; write '1:2'"),
        ({"command": "a", "workdir": b"/tmp"}, "workdir", "expected a path, got a bytes; decode it"),
        ({"command": "a", "env": 5}, "env", "expected a dict or a list of name=value, got an int; write {'A': 'b'}"),
    ],
)  # fmt: skip
def test_a_command_that_makes_no_sense_is_refused(shell: str, given: Any, where: str, problem: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Shell(shell, {})(lambda client: client.execute("c1", **given))
    assert problems(caught) == [(where, problem)]


# --- build ---

ID = f"sha256:{'b' * 64}"
IMAGE = {"Id": ID, "RepoTags": ["me:1"]}
BUILT = [{"stream": "Step 1/1 : FROM x\n"}, {"aux": {"ID": ID}}, {"stream": "Successfully built b\n"}]


def lines(*messages: Any) -> tuple[int, str]:
    return 200, "".join(json.dumps(message) + "\r\n" for message in messages)


def build(shell: str, messages: Any, **given: Any) -> Any:
    here = Shell(shell, {"POST build": [messages], "GET json": [(200, IMAGE)]})
    return here, here(lambda client: client.build({"Dockerfile": "FROM x\n"}, **given))


def test_a_build_returns_the_image_and_the_builders_messages(shell: str) -> None:
    here, built = build(shell, lines(*BUILT), tag=["me:1", "me:2"], buildargs={"A": "b"})
    assert (built.id, built.image, built.messages) == (ID, IMAGE, BUILT)
    assert built.text == "Step 1/1 : FROM x\nSuccessfully built b\n"
    assert repr(built) == f"<Built {'b' * 12}, me:1: 3 messages>"
    query = httpx.URL(here.engine.asked[0].partition(" ")[2]).params
    assert sorted(query.multi_items()) == sorted(
        [("dockerfile", "Dockerfile"), ("t", "me:1"), ("t", "me:2"), ("buildargs", '{"A":"b"}'), ("forcerm", "true")]
    )


def test_a_quiet_build_says_the_id_alone(shell: str) -> None:
    _, built = build(shell, lines({"stream": f"{ID}\n"}), q=True, forcerm=False)
    assert built.id == ID


def test_a_build_without_an_id_is_an_error(shell: str) -> None:
    with pytest.raises(StreamError, match="the build ended without an image's id") as caught:
        build(shell, lines(BUILT[0], {"aux": {}}))
    assert caught.value.partial == [BUILT[0], {"aux": {}}]


def test_a_step_that_fails_is_an_error_with_the_end_of_its_output(shell: str) -> None:
    failed = {"errorDetail": {"code": 3, "message": "returned a non-zero code: 3"}, "error": "…"}
    said = ["Step 1/2 : FROM x\n", "other\n", "Step 2/2 : RUN y\n", " ---> Running in b\n", "one\n", "\x1b[91mtwo\n",
            "\x1b]52;c;aGk=\x07x\x1b[2Jy\x9b1mz\u202e\r\n"]  # fmt: skip
    messages = [*({"stream": one} for one in said), failed]
    with pytest.raises(StreamError) as caught:
        build(shell, lines(*messages))
    assert str(caught.value) == "ImageBuild: returned a non-zero code: 3\n  one\n  two\n  xy 1mz"
    assert (caught.value.code, caught.value.partial) == (3, messages)


HINT = "; the Dockerfile needs BuildKit, and this is the engine's classic builder"


@pytest.mark.parametrize(("message", "hint"), [("unknown flag: parents", HINT), ("unknown instruction: FOO", "")])
def test_a_dockerfile_that_cannot_be_read_is_an_error(shell: str, message: str, hint: str) -> None:
    with pytest.raises(BadRequest) as caught:
        build(shell, (400, {"message": message}))
    assert (caught.value.message, caught.value.status) == (message + hint, 400)


def test_a_build_of_nothing_or_by_buildkit_is_refused(shell: str) -> None:
    with pytest.raises(InvalidArguments, match="source: is missing; expected a directory, files or a tar"):
        Shell(shell, {})(lambda client: client.build())
    with pytest.raises(InvalidArguments, match="version: is BuildKit's, which is not spoken here"):
        build(shell, lines(), version=2)


def query_of(asked: str) -> dict[str, str]:
    return dict(httpx.URL(asked.partition(" ")[2]).params)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"labels": ["a=b", "c"]}, {"labels": '{"a":"b","c":""}'}),
        ({"buildargs": ["A=1=2", "B"]}, {"buildargs": '{"A":"1=2","B":null}'}),
        ({"memory": "64m", "shmsize": "1k", "memswap": -1}, {"memory": "67108864", "shmsize": "1024", "memswap": "-1"}),
        ({"cachefrom": "x:1"}, {"cachefrom": '["x:1"]'}),
        ({"cachefrom": '["x"]'}, {"cachefrom": '["x"]'}),
        ({"extrahosts": {"a": "192.0.2.1"}}, {"extrahosts": "a:192.0.2.1"}),
        ({"extrahosts": ["a:192.0.2.1"]}, {"extrahosts": "a:192.0.2.1"}),
    ],
)
def test_a_build_understands_what_run_understands(shell: str, given: Any, sent: dict[str, str]) -> None:
    here, _ = build(shell, lines(*BUILT), **given)
    assert query_of(here.engine.asked[0]) == {"dockerfile": "Dockerfile", "forcerm": "true", **sent}


SOURCE = "is missing; expected a directory, files or a tar"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"path": "."}, [("path", "is the first argument here: client.build('DIR')")]),
        ({"fileobj": io.BytesIO(b"FROM x"), "tags": "x"}, [
            ("fileobj", "is said otherwise here: client.build(dockerfile=FILE.read()), or a tar as the first argument"),
            ("tags", "is called tag here, and takes a list, too"),
        ]),
        ({"memory": "much", "labels": [5]}, [
            ("labels", "expected labels as name=value, got an int"),
            ("memory", "expected bytes, as a number or a text such as '64m' or '1g', got 'much'"),
        ]),
        ({"dockerfile": "FROM busybox"},
         [("source", f"{SOURCE}; a Dockerfile's text has a line's end in it, or is bytes")]),
        ({"dockerfile": "D"}, [("source", SOURCE)]),
        ({"source": "https://host.example/x.git", "remote": "http://x"},
         [("remote", "is given beside the source; give one of them")]),
    ],
)  # fmt: skip
def test_a_build_that_is_meant_otherwise_says_how_it_is_said(shell: str, given: Any, found: Any) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Shell(shell, {})(lambda client: client.build(**given))
    assert problems(caught) == found


def test_all_that_is_wrong_with_a_build_is_said_at_once(shell: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Shell(shell, {})(lambda client: client.build(nonsense=1))
    assert [where for where, _ in problems(caught)] == ["nonsense", "source"]


def test_a_build_of_an_address_has_the_engine_fetch_it(shell: str) -> None:
    here = Shell(shell, {"POST build": [lines(*BUILT)], "GET json": [(200, IMAGE)]})
    here(lambda client: client.build("https://host.example/x.git"))
    assert query_of(here.engine.asked[0]) == {"remote": "https://host.example/x.git", "forcerm": "true"}


def test_a_build_from_elsewhere_sends_nothing(shell: str) -> None:
    here = Shell(shell, {"POST build": [lines(*BUILT)], "GET json": [(200, {"Id": ID, "RepoTags": []})]})
    assert repr(here(lambda client: client.build(remote="http://x/y"))) == f"<Built {'b' * 12}, untagged: 3 messages>"


# --- pull and push ---


@pytest.mark.parametrize(
    ("image", "query", "inspected"),
    [
        ("busybox", "fromImage=busybox&tag=latest", "busybox:latest"),
        ("h:5000/a/b:1", "fromImage=h%3A5000%2Fa%2Fb&tag=1", "h:5000/a/b:1"),
        (f"busybox:1@{DIGEST}", f"fromImage=busybox&tag={DIGEST.replace(':', '%3A')}", f"busybox@{DIGEST}"),
    ],
)
def test_one_image_is_pulled(shell: str, image: str, query: str, inspected: str) -> None:
    here = Shell(shell, {"POST create": [lines({"status": "done"})], "GET json": [(200, IMAGE)]})
    assert here(lambda client: client.pull(image)) == IMAGE
    assert here.engine.asked == [f"POST /images/create?{query}", f"GET /images/{inspected}/json"]


@pytest.mark.parametrize(
    ("given", "tag"), [({"name": "a/b"}, "latest"), ({"name": "a/b:1"}, "1"), ({"name": "a/b", "tag": "2"}, "2")]
)
def test_one_image_is_pushed(shell: str, given: Any, tag: str) -> None:
    here = Shell(shell, {"GET json": [(200, IMAGE)]})
    assert here(lambda client: client.push(**given)) == IMAGE
    assert here.engine.asked == [f"POST /images/a/b/push?tag={tag}", f"GET /images/a/b:{tag}/json"]


def test_a_failed_pull_or_push_is_an_error(shell: str) -> None:
    failed = lines({"errorDetail": {"message": "denied"}, "error": "denied"})
    here = Shell(shell, {"POST create": [failed], "POST push": [failed]})
    for use in (lambda client: client.pull("a"), lambda client: client.push("a")):
        with pytest.raises(StreamError, match="denied"):
            here(use)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"name": f"a@{DIGEST}"}, "has a digest, which is not what is pushed; expected a tag"),
        ({"name": "a:1", "tag": "2"}, "has the tag 1, and tag= is given too; give one of them"),
    ],
)
def test_what_cannot_be_pushed_is_refused(shell: str, given: Any, problem: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Shell(shell, {})(lambda client: client.push(**given))
    assert problems(caught) == [("name", problem)]


# --- copy ---


def found(mode: int, target: str = "") -> Answer:
    return 200, {"stat": {"name": "x", "size": 0, "mode": mode, "mtime": "", "linkTarget": target}}


A_DIRECTORY, A_LINK, A_DEVICE = 1 << 31, 1 << 27, 1 << 26


@pytest.mark.parametrize(
    ("path", "answers", "looked", "put"),
    [
        ("/x/new", [(404, None)], ["/x/new"], "/x"),
        ("x/new", [(500, None)], ["/x/new"], "/x"),
        ("/x", [found(A_DIRECTORY)], ["/x"], "/x"),
        ("/x/", [found(A_LINK, "../y"), found(A_DIRECTORY)], ["/x/", "/../y"], "/../y"),
        ("/a/x", [found(A_LINK, "/y/z"), (404, None)], ["/a/x", "/y/z"], "/y"),
    ],
)
def test_a_copy_into_a_container_goes_where_the_path_leads(
    shell: str, tmp_path: Path, path: str, answers: list[Answer], looked: list[str], put: str
) -> None:
    (tmp_path / "f").write_text("x")
    here = Shell(shell, {"HEAD archive": answers})
    here(lambda client: client.copy_to("c1", tmp_path / "f", path))
    asked = [httpx.URL(line.partition(" ")[2]).params["path"] for line in here.engine.asked]
    assert (here.asked, asked) == (["HEAD /containers/c1/archive"] * len(looked) + [PUT], [*looked, put])


PUT = "PUT /containers/c1/archive"


def test_a_device_in_a_container_is_not_copied_over(shell: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(InvalidArguments, match="'/dev/x': expected a directory or a file, got a device"):
        Shell(shell, {"HEAD archive": [found(A_DEVICE)]})(lambda client: client.copy_to("c1", tmp_path / "f", "/dev/x"))


@pytest.mark.parametrize(
    ("follow", "looked", "asked"),
    [
        (False, [], "/x/f"),
        (True, [found(A_LINK, "g")], "/x/g"),
        (True, [found(0)], "/x/f"),
        (True, [(404, None)], "/x/f"),
    ],
)
def test_a_copy_out_of_a_container_follows_a_link_if_that_is_wanted(
    shell: str, tmp_path: Path, follow: bool, looked: list[Answer], asked: str
) -> None:
    tar = archive(("f", REG, "hello"), directory=False).read()
    here = Shell(shell, {"HEAD archive": looked or [(404, None)], "GET archive": [(200, Tar(tar))]})
    made = here(lambda client: client.copy_from("c1", "/x/f", tmp_path / "new", follow_link=follow))
    assert (made, made.read_text()) == (tmp_path / "new", "hello")
    assert httpx.URL(here.engine.asked[-1].partition(" ")[2]).params["path"] == asked


# --- wait ---


def state(status: str, health: str | None = None, code: int = 0, test: Any = ("CMD", "x")) -> Answer:
    known = {"Status": status, "ExitCode": code, "Health": health and {"Status": health}}
    return 200, {"Id": "c1", "Name": "/me", "State": known, "Config": {"Healthcheck": test and {"Test": list(test)}}}


# What an inspection says, one after the other; what is waited for; how often is inspected, or the error.
WAITS: list[tuple[list[Answer], str, int | tuple[type[Exception], str]]] = [
    ([state("running")], "running", 1),
    ([state("created"), state("running")], "running", 2),
    ([state("paused"), state("restarting"), state("running")], "running", 3),
    ([state("exited")], "exited", 1),
    ([state("running"), state("running"), state("dead")], "exited", 3),
    ([state("running", "starting"), state("running", "unhealthy"), state("running", "healthy")], "healthy", 3),
    ([state("created"), state("running", "healthy")], "healthy", 2),
    ([state("exited", code=3)], "running",
     (ContainerFailed, "me ended with exit code 3 while it was waited for to be running")),
    ([state("running", "starting"), state("exited", code=3)], "healthy",
     (ContainerFailed, "me ended with exit code 3 while it was waited for to be healthy")),
    ([state("running", test=None)], "healthy", (DynclientError, "me has no healthcheck, so that it never is healthy")),
    ([state("running", test=["NONE"])], "healthy",
     (DynclientError, "me has no healthcheck, so that it never is healthy")),
    ([state("removing")], "exited", 1),
    ([state("removing", code=3)], "running",
     (ContainerFailed, "me ended with exit code 3 while it was waited for to be running")),
    ([state("created"), state("created"), (404, {"message": "No such container: c1"})], "running",
     (NotFound, "ContainerInspect: 404 No such container: c1")),
    ([(404, {"message": "No such container: c1"})], "exited",
     (NotFound, "ContainerInspect: 404 No such container: c1")),
    ([], "asleep", (InvalidArguments, "state: expected one of healthy, running, exited, got 'asleep'")),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "wanted", "expected"), WAITS)
def test_a_container_is_waited_for(shell: str, answers: list[Answer], wanted: str, expected: Any) -> None:
    here = Shell(shell, {"GET json": answers})
    if isinstance(expected, int):
        assert here(lambda client: client.wait_for("me", wanted)) == answers[-1][1]  # type: ignore[index]
        assert here.asked.count("GET /containers/c1/json") == expected - 1
        return
    with pytest.raises(expected[0]) as caught:
        here(lambda client: client.wait_for("me", wanted))
    assert expected[1] in str(caught.value)


DIED = {"Action": "die", "Actor": {"Attributes": {"exitCode": "3"}}}


@pytest.mark.parametrize(
    ("seen", "event", "code"),
    [(1, DIED, None), (2, DIED, 3), (2, {"Action": "start", "Actor": {"Attributes": {}}}, None)],
    ids=["before events are listened to", "with its end told", "with its end not told yet"],
)
def test_one_that_is_gone_has_ended(shell: str, seen: int, event: Any, code: int | None) -> None:
    answers: list[Answer] = [*[state("running")] * seen, (404, {"message": "No such container: c1"})]
    here = Shell(shell, {"GET json": answers, "GET events": [(200, event)]})
    found = here(lambda client: client.wait_for("me", "exited"))
    assert (found.Id, found.State.Status, found.State.Running, found.State.ExitCode) == ("c1", "exited", False, code)


def test_events_are_listened_to_before_the_state_is_looked_at(shell: str) -> None:
    here = Shell(shell, {"GET json": [state("created"), state("created"), state("running")]})
    here(lambda client: client.wait_for("me"))
    inspect = "GET /containers/c1/json"
    assert here.asked == ["GET /containers/me/json", "GET /events", inspect, inspect]
    filters = json.loads(httpx.URL(here.engine.asked[1].partition(" ")[2]).params["filters"])
    assert (filters["container"], filters["type"]) == (["c1"], ["container"])


def test_the_end_of_the_time_is_an_error_that_says_how_it_stands(shell: str) -> None:
    late = "me is not healthy after {} s; it is running, starting"
    for timeout, events in ((0, (200, {})), (5, httpx.ReadTimeout(""))):
        here = Shell(shell, {"GET json": [state("running", "starting")], "GET events": [events]})
        with pytest.raises(RequestTimeout) as caught:
            here(lambda client, timeout=timeout: client.wait_for("me", "healthy", timeout=timeout))
        assert str(caught.value) == late.format(timeout)
    here = Shell(shell, {"GET json": [state("created")], "GET events": [httpx.ReadTimeout("")]}, timeout=25)
    with pytest.raises(RequestTimeout, match="SystemEvents"):
        here(lambda client: client.wait_for("me"))
    assert here.asked.count("GET /events") == 3  # it is looked again every ten seconds


def test_events_that_end_are_an_error(shell: str) -> None:
    here = Shell(shell, {"GET json": [state("created")], "GET events": [(200, None)]})
    with pytest.raises(StreamError, match="the engine ended its events"):
        here(lambda client: client.wait_for("me", timeout=60))


# --- names that a recipe does not know ---

OPTION = "is not known here; write client.with_options({}=…).{}(…)"
UNKNOWN: list[tuple[str, tuple[Any, ...], dict[str, Any], list[tuple[str, str]]]] = [
    ("execute", ("c1", "ls"), {"timeout": 1}, [("timeout", OPTION.format("timeout", "execute"))]),
    ("pull", ("x",), {"headers": {}, "timeout": 1},
     [("headers", OPTION.format("headers", "pull")), ("timeout", OPTION.format("timeout", "pull"))]),
    ("wait_for", ("x",), {"sate": "running"}, [("sate", "is not known here; did you mean state?")]),
    ("wait_ready", (), {"x": 1}, [("x", "is not known here; known: timeout")]),
]  # fmt: skip


@pytest.mark.parametrize(("recipe", "args", "given", "expected"), UNKNOWN)
def test_a_name_that_a_recipe_does_not_know_is_refused_with_what_was_meant(
    shell: str, recipe: str, args: Any, given: Any, expected: Any
) -> None:
    with pytest.raises(InvalidArguments) as caught:
        Shell(shell, {})(lambda client: getattr(client, recipe)(*args, **given))
    assert (caught.value.operation, problems(caught)) == (recipe, expected)
