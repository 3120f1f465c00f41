"""The recipes on the engine: each through both clients."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dynclient import (
    AsyncClient,
    BadRequest,
    Client,
    Conflict,
    ContainerFailed,
    DynclientError,
    InvalidArguments,
    NotFound,
    RequestTimeout,
    StreamError,
)
from tests.support.programs import started

pytestmark = pytest.mark.engine

IMAGE = "busybox:1"


class Recipes:
    """The recipes of one of the two clients, with this test's label on what is made."""

    def __init__(self, call: Any, labels: dict[str, str]) -> None:
        self._call, self._labels = call, labels
        self.awaited = isinstance(call.client, AsyncClient)

    def run(self, *command: str, **given: Any) -> Any:
        """Run a command in a container without a network, which is quicker."""
        given = {"network": "none", "labels": self._labels, **given}
        return self._call.drive(self._call.client.run(IMAGE, list(command) or None, **given))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *args, **given: self._call.drive(getattr(self._call.client, name)(*args, **given))

    def build(self, source: Any = None, **given: Any) -> Any:
        return self._call.drive(self._call.client.build(source, labels=self._labels, **given))

    def watched(self, *command: str, **given: Any) -> list[Any]:
        """Run a command, and return its frames and exit code as they come."""
        made = self.run(*command, stream=True, **given)
        if not self.awaited:
            with made as running:
                return [*running, running.exit_code]

        async def watch() -> list[Any]:
            async with made as running:
                return [*[frame async for frame in running], running.exit_code]

        found: list[Any] = self._call.drive(watch())
        return found

    def closed(self, made: Any) -> None:
        """Close what runs."""
        if self.awaited:
            self._call.drive(made.aclose())
        else:
            made.close()

    def left(self) -> list[str]:
        """Return the names of the containers that this module has made and that are there."""
        filters = {"label": [f"{key}={value}" for key, value in self._labels.items()]}
        rows = self._call("ContainerList", all=True, filters=filters)
        return [name for row in rows for name in row.Names]


@pytest.fixture
def recipes(call: Any, labels: dict[str, str]) -> Iterator[Recipes]:
    """Provide the recipes of a client, and hold that they leave no container."""
    made = Recipes(call, labels)
    yield made
    for name in (left := made.left()):
        call("ContainerDelete", name.lstrip("/"), force=True)
    assert left == []


@pytest.fixture
def gone(engine: Client) -> Iterator[Callable[[str], str]]:
    """Provide a function that notes an image, to be removed in the end."""
    images: list[str] = []

    def note(name: str) -> str:
        images.append(name)
        return name

    yield note
    for name in images:
        with contextlib.suppress(NotFound):
            engine.op("ImageDelete", name, force=True)


# --- run --------------------------------------------------------------------------------------------


def test_a_command_gives_its_output(recipes: Recipes) -> None:
    output = recipes.run("sh", "-c", "echo out; echo err >&2")
    assert (output.stdout, output.stderr, output.exit_code) == (b"out\n", b"err\n", 0)


def test_what_is_given_in_short_reaches_the_container(recipes: Recipes, container: Any, name: Any) -> None:
    script = "echo $A $B; pwd; id -un; hostname; ls -d /data; ps"
    given = {"env": {"A": "a b", "B": 1}, "workdir": "/tmp", "user": "nobody", "volumes": ["/data"]}
    output = recipes.run("sh", "-c", script, Hostname="here", host_config={"init": True}, **given)
    assert output.lines()[:5] == ["a b 1", "/tmp", "nobody", "here", "/data"]
    assert "docker-init" in output.text
    given = {"ports": {80: None, "53/udp": ("127.0.0.1", 5353)}, "memory": "32m", "name": name("run")}
    found = recipes.run("true", detach=True, **given)
    container.keep(found.Id)
    assert found.Name == f"/{given['name']}"
    assert found.Config.ExposedPorts == {"80/tcp": {}, "53/udp": {}}
    assert found.HostConfig.PortBindings["53/udp"] == [{"HostIp": "127.0.0.1", "HostPort": "5353"}]
    assert found.HostConfig.Memory == 32 * 2**20


def test_another_exit_code_than_0_is_an_error_with_the_output(recipes: Recipes) -> None:
    with pytest.raises(ContainerFailed, match=r"exit code 3\n  oops$") as caught:
        recipes.run("sh", "-c", "echo said; echo oops >&2; exit 3")
    output = caught.value.output  # which of two streams comes first is the engine's affair
    assert (caught.value.exit_code, output.stdout, output.stderr) == (3, b"said\n", b"oops\n")
    assert recipes.run("sh", "-c", "exit 3", check=False).exit_code == 3
    assert recipes.run("sh", "-c", "exit 7", auto_remove=True, check=False).exit_code == 7


def test_three_megabytes_go_through_cat_unchanged(recipes: Recipes) -> None:
    data = os.urandom(3_000_000)
    assert recipes.run("cat", stdin=data).stdout == data


def test_input_that_is_not_read_does_not_matter(recipes: Recipes) -> None:
    output = recipes.run("head", "-c", "5", stdin=iter(lambda: b"0123456789" * 5000, None))
    assert (output.stdout, output.exit_code) == (b"01234", 0)


def test_a_terminal_is_given_its_input_and_the_end_of_it(recipes: Recipes) -> None:
    assert recipes.run("cat", stdin="hello\n", tty=True).text == "hello\r\nhello\r\n"


def test_an_error_of_the_inputs_own_ends_the_run(recipes: Recipes) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        recipes.run("cat", stdin=broken())


def test_output_comes_while_the_container_runs_and_waits_for_input(recipes: Recipes) -> None:
    asked = threading.Event()

    def answers() -> Iterator[str]:
        yield "one\n"
        assert asked.wait(30)
        yield "two\n"

    made = recipes.run("sh", "-c", "read a; echo got $a; read b; echo got $b; exit 4", stream=True, stdin=answers())
    first = recipes_next(recipes, made)
    asked.set()
    assert (first.data, recipes_read(recipes, made), made.exit_code) == (b"got one\n", "got two\n", 4)


def recipes_next(recipes: Recipes, made: Any) -> Any:
    async def awaited() -> Any:
        return await anext(made)

    return recipes._call.drive(awaited()) if recipes.awaited else next(made)


def recipes_read(recipes: Recipes, made: Any) -> str:
    text: str = recipes._call.drive(made.read()).text
    return text


def test_an_async_iterator_feeds_a_container(recipes: Recipes) -> None:
    async def pieces() -> AsyncIterator[str]:
        for piece in ("one\n", "two\n"):
            await asyncio.sleep(0)
            yield piece

    if recipes.awaited:
        assert recipes.run("cat", stdin=pieces()).text == "one\ntwo\n"
    else:
        with pytest.raises(InvalidArguments):
            recipes.run("cat", stdin=pieces())


def test_a_stream_gives_frames_and_then_the_exit_code(recipes: Recipes) -> None:
    out, code = recipes.watched("sh", "-c", "echo out; exit 3")
    assert ((out.stream, out.data), code) == (("stdout", b"out\n"), 3)
    with pytest.raises(ContainerFailed):
        recipes.watched("sh", "-c", "exit 3", check=True)


def test_a_stream_that_is_closed_ends_its_container(recipes: Recipes) -> None:
    made = recipes.run("sleep", "1000", stream=True)
    assert len(recipes.left()) == 1
    recipes.closed(made)
    assert recipes.left() == []


def test_a_stream_that_is_dropped_ends_its_container_though_its_client_be_closed(
    recipes: Recipes, engine_address: str, labels: dict[str, str]
) -> None:
    def drop() -> None:
        with Client(engine_address) as client:
            for _ in client.run("busybox:1", "yes", stream=True, labels=labels):
                break

    async def adrop() -> None:
        async with AsyncClient(engine_address) as client:
            async for _ in await client.run("busybox:1", "yes", stream=True, labels=labels):
                break

    asyncio.run(adrop()) if recipes.awaited else drop()
    end = time.monotonic() + 30
    while recipes.left() and time.monotonic() < end:  # a thread of its own removes it
        time.sleep(0.1)
    assert recipes.left() == []


RUNS = """
import os, sys
from dynclient import Client
left = Client(sys.argv[1]).run("busybox:1", "sleep 1000", stream=True, labels={sys.argv[2]: sys.argv[3]})
if not (child := os.fork()):
    sys.exit()
os.waitpid(child, 0)
print(len(Client(sys.argv[1]).container.list(filters={"label": "=".join(sys.argv[2:])})))
"""


def test_a_stream_that_is_open_when_the_program_ends_ends_its_container_but_not_when_a_child_of_its_does(
    recipes: Recipes, engine_address: str, labels: dict[str, str]
) -> None:
    (label,) = labels.items()
    program = [sys.executable, "-W", "error", "-c", RUNS, engine_address, *label]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert recipes.left() == []


def test_a_detached_container_goes_on_and_one_that_is_kept_stays(recipes: Recipes, container: Any, name: Any) -> None:
    found = recipes.run("sleep", "1000", detach=True)
    container.keep(found.Id)
    assert (found.State.Running, recipes.left()) == (True, [found.Name])
    recipes.run("true", remove=False, name=container.keep(name("run")))
    assert recipes.left() == [f"/{container.made[1]}", found.Name]


def test_what_cannot_start_is_not_left(recipes: Recipes) -> None:
    for auto_remove in (False, True):
        with pytest.raises(BadRequest, match='exec: "nope": executable file not found'):
            recipes.run("nope", auto_remove=auto_remove)
    with pytest.raises(BadRequest):
        recipes.run("nope", detach=True)


def test_a_name_that_is_taken_is_an_error_and_whose_it_is_stays(recipes: Recipes, container: Any) -> None:
    one = recipes._call("ContainerInspect", container())
    with pytest.raises(Conflict, match="is already in use"):
        recipes.run("true", name=one.Name.lstrip("/"))
    recipes._call("ContainerInspect", one.Id)


def test_what_the_engine_has_no_name_for_is_refused(recipes: Recipes) -> None:
    with pytest.raises(InvalidArguments, match=r"HostConfig\.memry: is not known here; did you mean Memory"):
        recipes.run("true", host_config={"memry": 5})


def test_a_time_out_leaves_no_container(recipes: Recipes, call: Any) -> None:
    client = call.client.with_options(timeout={"read": 0.3})
    with pytest.raises(RequestTimeout):
        call.drive(client.run(IMAGE, ["sleep", "1000"], network="none", labels=recipes._labels))


@pytest.mark.parametrize("seconds", [0.002, 0.01, 0.03, 0.08, 0.2, 0.5])
def test_a_cancelled_run_leaves_no_container(
    engine_address: str, labels: dict[str, str], recipes: Recipes, seconds: float
) -> None:
    async def cancelled() -> None:
        async with AsyncClient(engine_address) as client:
            await client.system.ping()
            run = client.run(IMAGE, ["sleep", "1000"], network="none", labels=labels)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(run, seconds)

    asyncio.run(cancelled())


INTERRUPTED = """
import asyncio, sys
from dynclient import AsyncClient, Client

address, shell, key, value = sys.argv[1:]
given = {"labels": {key: value}, "network": "none", "stream": True}
command = ["sh", "-c", "echo ready; sleep 1000"]


async def awaited():
    async with AsyncClient(address) as client:
        async with client.run("busybox:1", command, **given) as run:
            async for frame in run:
                print(frame.text, end="", flush=True)


def plain():
    with Client(address) as client, client.run("busybox:1", command, **given) as run:
        for frame in run:
            print(frame.text, end="", flush=True)


try:
    asyncio.run(awaited()) if shell == "async" else plain()
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_ctrl_c_leaves_no_container(engine_address: str, labels: dict[str, str], recipes: Recipes, shell: str) -> None:
    [(key, value)] = labels.items()
    program = (sys.executable, "-c", INTERRUPTED, engine_address, shell, key, value)
    with started(*program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[0] == "interrupted\n"


def test_a_missing_image_is_pulled(recipes: Recipes, call: Any, registry: str, gone: Any, name: Any) -> None:
    image = gone(f"{registry}/dynclient/{name('pulled')}:1")
    call("ImageTag", IMAGE, repo=image.rpartition(":")[0], tag="1")
    call.drive(call.client.push(image))
    call("ImageDelete", image)
    given = {"labels": recipes._labels, "network": "none"}
    with pytest.raises(NotFound, match="No such image"):
        call.drive(call.client.run(image, "true", pull="never", **given))
    assert call.drive(call.client.run(image, "echo hi", **given)).text == "hi\n"
    assert call.drive(call.client.run(image, "echo hi", pull="always", **given)).text == "hi\n"
    with pytest.raises(NotFound, match="manifest unknown"):
        call.drive(call.client.run(f"{registry}/dynclient/{name('none')}", "true", **given))


# --- execute ------------------------------------------------------------------------------------------


def test_a_command_is_executed_in_a_running_container(recipes: Recipes, container: Any) -> None:
    one = container(start=True)
    data = os.urandom(300_000)
    table = [
        (("ls '/no such'",), {}, "ls: /no such: No such file or directory\n", 1),
        ((["sh", "-c", "echo $A; pwd; id -un"],), {"env": {"A": 1}, "workdir": "/tmp", "user": "nobody"},
         "1\n/tmp\nnobody\n", 0),
        (("cat",), {"stdin": "hello\n", "tty": True}, "hello\r\nhello\r\n", 0),
        (("true",), {"stdin": data}, "", 0),
        (("sh -c 'exec >&- 2>&-; sleep 0.3; exit 5'",), {}, "", 5),
    ]  # fmt: skip
    for args, given, text, code in table:
        output = recipes.execute(one, *args, **given)
        assert (output.text, output.exit_code) == (text, code)
    assert recipes.execute(one, ["cat"], stdin=data).stdout == data
    assert recipes.execute(one, ["sleep", "1000"], detach=True).ExitCode is None
    with pytest.raises(ContainerFailed, match="ended with exit code 2"):
        recipes.execute(one, "sh -c 'exit 2'", check=True)


def test_nothing_is_executed_in_a_container_that_does_not_run(recipes: Recipes, container: Any) -> None:
    one = container()
    with pytest.raises(Conflict, match="is not running"):
        recipes.execute(one, "true")
    with pytest.raises(NotFound):
        recipes.execute("nope", "true")


# --- build ----------------------------------------------------------------------------------------------

LIST = "RUN cd /context && find . -type f | sort && find . -type l -exec ls -l {} + | sed 's/.* \\.\\//.\\//'\n"


def listed(built: Any) -> list[str]:
    return [line for line in built.text.splitlines() if line.startswith("./")]


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """Return a directory to build from."""
    for path in ("Dockerfile", "a.txt", "b.md", "README.md", "sub/a.txt", "sub/b.md", "sub/deep/c.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(f"FROM {IMAGE}\nCOPY . /context\n{LIST}")
    return tmp_path


IGNORED = [
    ("", ["./Dockerfile", "./README.md", "./a.txt", "./b.md", "./sub/a.txt", "./sub/b.md", "./sub/deep/c.md"]),
    ("**/*.md\n!README.md\n", ["./.dockerignore", "./Dockerfile", "./README.md", "./a.txt", "./sub/a.txt"]),
    ("*\n!sub/deep\n", ["./sub/deep/c.md"]),
    ("sub\n.dockerignore\nDockerfile\n", ["./README.md", "./a.txt", "./b.md"]),
]


@pytest.mark.parametrize(("ignore", "expected"), IGNORED)
def test_a_directory_is_built_without_what_is_ignored(
    recipes: Recipes, context: Path, gone: Any, ignore: str, expected: list[str]
) -> None:
    if ignore:
        (context / ".dockerignore").write_text(ignore)
    built = recipes.build(context)
    gone(built.id)
    assert listed(built) == expected
    assert built.image.Config.Labels == recipes._labels


def test_a_dockerfile_as_text_is_not_in_the_image(recipes: Recipes, context: Path, gone: Any, name: Any) -> None:
    tags = [gone(f"{name('image')}:{tag}") for tag in (1, 2)]
    text = f"ARG BASE\nFROM $BASE AS one\nCOPY . /context\n{LIST}FROM one\nRUN exit 1\n"
    built = recipes.build(context, dockerfile=text, tag=tags, buildargs={"BASE": IMAGE}, target="one", nocache=True)
    assert listed(built) == IGNORED[0][1]
    assert sorted(built.image.RepoTags) == tags
    alone = recipes.build(dockerfile=f"FROM {IMAGE}\nCOPY . /context\n{LIST}".encode())
    gone(alone.id)
    assert listed(alone) == []


def test_files_by_name_and_a_tar_are_built(recipes: Recipes, tar: Any, gone: Any) -> None:
    files = {"Dockerfile": f"FROM {IMAGE}\nCOPY . /context\n{LIST}".encode(), "x/y": b"z"}
    for source in (files, tar(files), iter([tar(files)])):
        built = recipes.build(source, nocache=True)
        gone(built.id)
        assert listed(built) == ["./Dockerfile", "./x/y"]
    quiet = recipes.build(files, q=True)
    assert (quiet.id, len(quiet.messages)) == (built.id, 1)


def test_odd_files_in_a_directory_do_not_stop_a_build(recipes: Recipes, context: Path, gone: Any) -> None:
    (context / "out").symlink_to("/etc/passwd")
    (context / "loop").symlink_to(".")
    (context / "name with \u00fc").write_text("x" * 1_000_000)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(context / "socket"))
        built = recipes.build(context, dockerfile="sub/a.txt")
    gone(built.id)
    expected = [*IGNORED[0][1][:4], "./name with \u00fc", *IGNORED[0][1][4:], "./loop -> .", "./out -> /etc/passwd"]
    assert listed(built) == expected


FAILED = [
    (f"FROM {IMAGE}\nRUN echo one; echo two; exit 3\n", StreamError,
     "returned a non-zero code: 3\n  one\n  two"),
    (f"FROM {IMAGE}\nRUN --mount=type=cache,target=/x true\n", StreamError, "the Dockerfile needs BuildKit"),
    (f"FROM {IMAGE}\nCOPY --parents a /x\n", BadRequest, "the Dockerfile needs BuildKit"),
    ("FROM --platform=$BUILDPLATFORM x\n", StreamError, "the Dockerfile needs BuildKit"),
    (f"FROM {IMAGE}\nRUN <<END\necho\nEND\n", InvalidArguments, "needs BuildKit"),
    (f"FROM {IMAGE}\nFOO bar\n", BadRequest, "unknown instruction: FOO"),
    (f"FROM {IMAGE}\nCOPY nope /\n", StreamError, "COPY failed: file not found in build context"),
]  # fmt: skip


@pytest.mark.parametrize(("dockerfile", "kind", "message"), FAILED)
def test_a_build_that_fails_says_why(recipes: Recipes, dockerfile: str, kind: Any, message: str) -> None:
    with pytest.raises(kind) as caught:
        recipes.build(dockerfile=dockerfile)
    assert message in str(caught.value)


# --- pull and push -----------------------------------------------------------------------------------------


def test_one_tag_is_pushed_and_pulled(recipes: Recipes, call: Any, registry: str, gone: Any, name: Any) -> None:
    repo = f"{registry}/dynclient/{name('many')}"
    for tag in ("latest", "other"):
        call("ImageTag", IMAGE, repo=repo, tag=tag)
        gone(f"{repo}:{tag}")
    pushed = recipes.push(repo)
    with pytest.raises(NotFound, match="manifest unknown"):
        recipes.pull(f"{repo}:other")
    recipes.push(repo, tag="other")
    for tag in ("latest", "other"):
        call("ImageDelete", f"{repo}:{tag}")
    assert mine(recipes.pull(repo), repo) == [f"{repo}:latest"]
    call("ImageDelete", f"{repo}:latest")
    [digest] = [one for one in pushed.RepoDigests if one.startswith(f"{repo}@")]
    found = recipes.pull(gone(digest))
    assert (mine(found, repo), digest in found.RepoDigests) == ([], True)


def mine(image: Any, repo: str) -> list[str]:
    return [tag for tag in image.RepoTags if tag.startswith(f"{repo}:")]


def test_what_is_not_there_is_neither_pulled_nor_pushed(recipes: Recipes, registry: str, name: Any) -> None:
    nothing = f"{registry}/dynclient/{name('none')}"
    with pytest.raises(NotFound, match="manifest unknown"):
        recipes.pull(nothing)
    with pytest.raises(StreamError, match="An image does not exist locally"):
        recipes.push(nothing)
    with pytest.raises(BadRequest, match="must be lowercase"):
        recipes.pull("UPPER")


# --- copy ---------------------------------------------------------------------------------------------------


def tree(top: Path) -> dict[str, Any]:
    """Return what is below a path: mode, time and content, or what a link points to."""
    found: dict[str, Any] = {}
    for path in sorted(top.rglob("*")):
        known = path.lstat()
        said = os.readlink(path) if path.is_symlink() else path.read_text() if path.is_file() else None
        found[str(path.relative_to(top))] = (stat.S_IMODE(known.st_mode), int(known.st_mtime), said)
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a directory to copy."""
    top = tmp_path / "source"
    (top / "sub").mkdir(parents=True)
    (top / "a").write_text("one")
    (top / "sub/b").write_text("two" * 100_000)
    (top / "link").symlink_to("sub/b")
    (top / "a").chmod(0o640)
    (top / "sub").chmod(0o751)
    for path in [*top.rglob("*"), top]:
        os.utime(path, (1e9, 1e9), follow_symlinks=False)
    return top


def test_a_directory_comes_back_as_it_went(recipes: Recipes, container: Any, source: Path, tmp_path: Path) -> None:
    one = container()
    recipes.copy_to(one, source, "/tmp/new")
    recipes.copy_to(one, source, "/tmp/new")
    recipes.copy_to(one, f"{source}/.", "/tmp")
    (tmp_path / "back").mkdir()
    assert recipes.copy_from(one, "/tmp/new", tmp_path / "back") == tmp_path / "back/new"
    inner = {f"source/{name}": known for name, known in tree(source).items()}
    expected = {**tree(source), "source": (0o755, 1_000_000_000, None), **inner}
    assert tree(tmp_path / "back/new") == dict(sorted(expected.items()))
    recipes.copy_from(one, "/tmp/sub/.", tmp_path / "sub")
    assert tree(tmp_path / "sub") == {"b": (0o644, 1_000_000_000, "two" * 100_000)}


FILES = [("/tmp", "/tmp/a"), ("/tmp/", "/tmp/a"), ("/tmp/new", "/tmp/new"), ("/link", "/tmp/a"), ("/file", "/tmp/new")]


def test_a_file_goes_where_docker_cp_puts_it(recipes: Recipes, container: Any, source: Path, tmp_path: Path) -> None:
    one = container("sh", "-c", "ln -s tmp /link; ln -s /tmp/new /file; ln -s /none /gone", wait=True)
    for number, (target, landed) in enumerate(FILES):
        recipes.copy_to(one, source / "a", target)
        made = recipes.copy_from(one, landed, tmp_path / str(number))
        assert (made.read_text(), stat.S_IMODE(made.stat().st_mode), made.stat().st_mtime) == ("one", 0o640, 1e9)
    recipes.copy_to(one, source / "link", "/tmp/link")
    assert os.readlink(recipes.copy_from(one, "/tmp/link", tmp_path)) == "sub/b"
    assert recipes.copy_from(one, "/file", tmp_path / "followed", follow_link=True).read_text() == "one"


def test_what_cannot_be_copied_is_an_error(recipes: Recipes, container: Any, source: Path, tmp_path: Path) -> None:
    one = container("mkfifo", "/tmp/pipe", wait=True)
    recipes.copy_to(one, source / "a", "/tmp/file")
    refused: list[tuple[Any, Any]] = [
        (InvalidArguments, lambda: recipes.copy_to(one, source, "/tmp/file")),
        (InvalidArguments, lambda: recipes.copy_to(one, source / "a", "/tmp/none/")),
        (NotFound, lambda: recipes.copy_to(one, source / "a", "/none/new")),
        (NotFound, lambda: recipes.copy_to("nope", source / "a", "/tmp")),
        (FileNotFoundError, lambda: recipes.copy_to(one, source / "none", "/tmp")),
        (NotFound, lambda: recipes.copy_from(one, "/none", tmp_path)),
        (NotFound, lambda: recipes.copy_from("nope", "/tmp", tmp_path)),
        (FileNotFoundError, lambda: recipes.copy_from(one, "/tmp", tmp_path / "no/where")),
        (InvalidArguments, lambda: recipes.copy_from(one, "/tmp", source / "a")),
        (StreamError, lambda: recipes.copy_from(one, "/tmp/pipe", tmp_path)),
    ]
    for kind, use in refused:
        with pytest.raises(kind):
            use()


# --- wait -----------------------------------------------------------------------------------------------------


def healthy(when: str, retries: int = 1000) -> dict[str, Any]:
    check = {"Test": ["CMD-SHELL", when], "Interval": timedelta(milliseconds=50), "Timeout": timedelta(seconds=5)}
    return {"Healthcheck": {**check, "Retries": retries}}


def test_a_container_is_waited_for(recipes: Recipes, container: Any) -> None:
    one = container("sh", "-c", "sleep 0.3; touch /ok; sleep 0.7", start=True, **healthy("test -e /ok"))
    assert recipes.wait_for(one, "healthy", timeout=30).State.Health.Status == "healthy"
    assert recipes.wait_for(one, "running").State.Status == "running"
    assert recipes.wait_for(one, "exited", timeout=30).State.Status == "exited"
    assert recipes.wait_for(one, "exited").Id == one
    with pytest.raises(ContainerFailed, match="ended with exit code 0 while it was waited for to be healthy"):
        recipes.wait_for(one, "healthy")


def test_one_that_removes_itself_is_waited_for_and_told_of_as_it_ended(recipes: Recipes) -> None:
    one = recipes.run("sh", "-c", "sleep 0.3; exit 3", detach=True, auto_remove=True)
    state = recipes.wait_for(one.Id, "exited", timeout=30).State
    with contextlib.suppress(NotFound):
        recipes._call("ContainerWait", one.Id, condition="removed")
    assert state.Status in ("exited", "removing")  # the engine may be just about it
    assert (state.Running, state.ExitCode) == (False, 3)


def test_one_that_starts_later_is_waited_for(recipes: Recipes, container: Any, engine: Client) -> None:
    one = container()
    timer = threading.Timer(0.2, engine.op, ("ContainerStart", one))
    timer.start()
    assert recipes.wait_for(one, "running", timeout=30).State.Running is True
    timer.join()


def test_one_that_ends_or_goes_or_takes_too_long_is_an_error(recipes: Recipes, container: Any, engine: Client) -> None:
    ends = container("sh", "-c", "sleep 0.3; exit 3", start=True, **healthy("false"))
    with pytest.raises(ContainerFailed) as caught:
        recipes.wait_for(ends, "healthy", timeout=30)
    assert caught.value.exit_code == 3
    one = container(start=True)
    with pytest.raises(RequestTimeout, match=r"has not ended after 0\.2 s; it is running"):
        recipes.wait_for(one, "exited", timeout=0.2)
    with pytest.raises(DynclientError, match="has no healthcheck"):
        recipes.wait_for(one, "healthy")
    created = container()
    timer = threading.Timer(0.2, engine.op, ("ContainerDelete", created))
    timer.start()
    with pytest.raises(NotFound):
        recipes.wait_for(created, "running", timeout=30)
    timer.join()


def inside(recipes: Recipes, made: Any, use: Callable[[Any], Any]) -> Any:
    """Enter what a recipe returned, and return what the use of it does."""
    if not recipes.awaited:
        with made as entered:
            return use(entered)

    async def awaited() -> Any:
        async with made as entered:
            found = use(entered)
            return await found if hasattr(found, "__await__") else found

    return recipes._call.drive(awaited())


def entering(recipes: Recipes, *command: str, create: bool = False, **given: Any) -> Any:
    """Return what is to be entered: a container that is started, or only created."""
    client = recipes._call.client
    given["labels"] = recipes._labels
    return client.create(IMAGE, list(command), **given) if create else client.run(
        IMAGE, list(command), detach=True, **given
    )  # fmt: skip


def test_a_port_that_takes_connections_is_waited_for_and_its_container_ends_with_with(recipes: Recipes) -> None:
    client = recipes._call.client
    serve = "sleep 0.5; echo up >/tmp/index.html; httpd -f -p 80 -h /tmp"
    made = entering(recipes, "sh", "-c", serve, ports={80: ("127.0.0.1", None)})
    places: list[Any] = []

    def use(web: Any) -> Any:
        places.append(web.port(80))
        return client.wait_for(web, port=80, timeout=30)

    found = inside(recipes, made, use)
    assert (found.port(80), places[0].host) == (places[0], "127.0.0.1")
    assert found.NetworkSettings.Ports["80/tcp"] == [{"HostIp": "127.0.0.1", "HostPort": str(places[0].port)}]
    assert recipes.left() == []


def test_a_line_is_waited_for_whatever_wrote_it_and_not_that_of_an_earlier_start(recipes: Recipes) -> None:
    client = recipes._call.client

    def use(made: Any) -> Any:
        if not recipes.awaited:
            client.wait_for(made, text="готов", timeout=30)
            client.container.restart(made.Id, t=0)
            return client.wait_for(made, text=re.compile("^готов: .$"), timeout=30).State.StartedAt
        return awaited(made)

    async def awaited(made: Any) -> Any:
        await client.wait_for(made, text="готов", timeout=30)
        await client.container.restart(made.Id, t=0)
        return (await client.wait_for(made, text=re.compile("^готов: .$"), timeout=30)).State.StartedAt

    begun = inside(recipes, entering(recipes, "sh", "-c", "sleep 0.3; echo готов: 1 >&2; sleep 1000"), use)
    assert begun > "2"


def test_a_created_container_is_given_a_file_before_it_is_started(recipes: Recipes, tmp_path: Path) -> None:
    (tmp_path / "in").write_text("hello")
    client = recipes._call.client

    def use(made: Any) -> Any:
        if not recipes.awaited:
            client.copy_to(made.Id, tmp_path / "in", "/in")
            client.container.start(made.Id)
            return client.wait_for(made, "exited", timeout=30).State.ExitCode
        return awaited(made)

    async def awaited(made: Any) -> Any:
        await client.copy_to(made.Id, tmp_path / "in", "/in")
        await client.container.start(made.Id)
        return (await client.wait_for(made, "exited", timeout=30)).State.ExitCode

    assert inside(recipes, entering(recipes, "grep", "-x", "hello", "/in", create=True, network="none"), use) == 0
    assert recipes.left() == []


def test_live_lines_are_whole(recipes: Recipes) -> None:
    word = "слово"
    command = f"head -c 400000 /dev/zero | tr '\\0' x | sed 's/x/{word}/g'; echo; echo end"
    made = recipes.run("sh", "-c", command, stream=True)

    async def awaited() -> list[str]:
        async with made as running:
            return [line async for line in running.lines()]

    if recipes.awaited:
        lines = recipes._call.drive(awaited())
    else:
        with made as running:
            lines = list(running.lines())
    assert lines == [word * 400_000, "end"]


def test_an_engine_that_answers_is_ready(recipes: Recipes) -> None:
    assert recipes.wait_ready(timeout=30).ApiVersion


@pytest.mark.parametrize("seconds", [0.002, 0.01, 0.03, 0.08, 0.2])
@pytest.mark.parametrize("recipe", ["create", "detach", "wait_for"])
def test_whatever_is_cancelled_leaves_no_container_and_no_task(
    engine_address: str, engine: Client, labels: dict[str, str], seconds: float, recipe: str
) -> None:
    async def cancelled() -> None:
        async with AsyncClient(engine_address) as client:
            await client.system.ping()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    given = {"labels": labels, "network": "none"}
                    if recipe == "create":
                        opened = client.create(IMAGE, "true", **given)
                    else:
                        opened = client.run(IMAGE, ["sleep", "1000"], detach=True, **given)
                    async with opened as made:
                        await client.wait_for(made, text="never")
            await asyncio.sleep(0.05)
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(cancelled())
    for thread in threading.enumerate():
        if thread.name == "dynclient discard":
            thread.join(30)
    filters = {"label": [f"{key}={value}" for key, value in labels.items()]}
    assert engine.op("ContainerList", all=True, filters=filters) == []
