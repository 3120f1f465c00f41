"""Files on their way to a real engine and back, beside what the docker command does with the same ones."""

from __future__ import annotations

import io
import os
import random
import stat
import subprocess
import tarfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client
from dynclient.client.recipes.build_context import context_of

pytestmark = [pytest.mark.engine, pytest.mark.slow]

Docker = Callable[..., str]


@pytest.fixture
def docker(engine_address: str, tmp_path: Path) -> Docker:
    """Return a function that runs the docker command which is installed beside the engine."""
    program = Path(engine_address.removeprefix("unix://")).parent.parent / "root" / "usr" / "bin" / "docker"
    if not program.exists():
        pytest.skip("the docker command is installed beside the engine of tests/live/up alone")

    def run(*arguments: str, cwd: Path, host: str = engine_address) -> str:
        environ = {"HOME": str(tmp_path), "DOCKER_CONFIG": str(tmp_path / "config"), "DOCKER_BUILDKIT": "0"}
        command = [str(program), "-H", host, *arguments]
        done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def stopped(engine: Client) -> Iterator[Callable[[], str]]:
    """Provide a function that makes a container which does not run."""
    made: list[str] = []

    def make() -> str:
        made.append(engine.container.create(Image="busybox", Cmd=["true"]).Id)
        return made[-1]

    yield make
    for one in made:
        engine.container.delete(one, force=True)


# --- content ---------------------------------------------------------------------------------------------------


def test_text_is_written_into_a_stopped_container_and_read_from_it(
    engine: Client, stopped: Callable[[], str], tmp_path: Path
) -> None:
    one = stopped()
    engine.copy_to(one, b"port = 80\n", "/tmp/app.conf")
    assert engine.copy_from(one, "/tmp/app.conf").text() == "port = 80\n"
    engine.copy_to(one, (bytes([number]) * 1000 for number in range(100)), "/tmp/large")
    assert len(engine.copy_from(one, "/tmp/large").content()) == 100_000
    (tmp_path / "data/deep").mkdir(parents=True)
    (tmp_path / "data/deep/x").write_text("x")
    engine.copy_to(one, {"a.txt": "a", "sub/run.sh": ("#!/bin/sh\n", 0o755), "data": tmp_path / "data"}, "/tmp/new")
    archive = engine.copy_from(one, "/tmp/new").read()
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        found = {info.name: (info.mode & 0o777, info.uid) for info in tar if info.isreg()}
    assert found == {"new/a.txt": (0o644, 0), "new/sub/run.sh": (0o755, 0), "new/data/deep/x": (0o644, 0)}
    engine.copy_to(one, "/proc/version", "/tmp")
    assert engine.copy_from(one, "/tmp/version").content() == Path("/proc/version").read_bytes()


def test_a_deep_tree_comes_out_of_a_container(engine: Client, tmp_path: Path) -> None:
    deep = "cd /tmp; i=0; while [ $i -lt 600 ]; do mkdir d; cd d; i=$((i+1)); done; echo x > f"
    with engine.run("busybox", ["sh", "-c", deep], detach=True) as one:
        engine.wait_for(one.Id, "exited")
        engine.copy_from(one.Id, "/tmp/d", tmp_path)
    assert (tmp_path / ("d/" * 600) / "f").read_text() == "x\n"


# --- beside docker cp --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", ["..", "../", "deep/..", ".", "./", "deep/.", "deep/./", "../../proj/.", "deep", "deep/f", "link"]
)
@pytest.mark.parametrize("target", ["/v", "/v/", "/v/there", "/v/new"])
def test_a_copy_goes_where_docker_cp_puts_it(
    engine: Client, docker: Docker, stopped: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    source: str, target: str,
) -> None:  # fmt: skip
    here = tmp_path / "proj/in"
    (here / "deep").mkdir(parents=True)
    (here / "deep/f").write_text("f")
    (here / "link").symlink_to("deep")
    monkeypatch.chdir(here)
    found = []
    for copy in (
        lambda one: docker("cp", source, f"{one}:{target}", cwd=here),
        lambda one: engine.copy_to(one, source, target),
    ):
        one = stopped()
        engine.copy_to(one, {"there/x": ""}, "/v")
        copy(one)
        with tarfile.open(fileobj=io.BytesIO(engine.copy_from(one, "/v").read())) as tar:
            found.append([(info.name, info.mode, info.type, info.linkname) for info in tar])
    assert found[0] == found[1]


@pytest.mark.parametrize("source", ["/x/.", "/x", "/x/s/f"])
def test_what_comes_out_has_the_modes_that_docker_cp_gives_it(
    engine: Client, docker: Docker, stopped: Callable[[], str], tmp_path: Path, source: str
) -> None:
    one = stopped()
    made = tmp_path / "made"
    (made / "s").mkdir(parents=True)
    (made / "s/f").write_text("f")
    made.chmod(0o755)
    (made / "s").chmod(0o750)
    (made / "s/f").chmod(0o604)
    engine.copy_to(one, made, "/x")
    found = []
    for number, copy in enumerate((
        lambda into: docker("cp", f"{one}:{source}", str(into), cwd=tmp_path),
        lambda into: engine.copy_from(one, source, into),
    )):  # fmt: skip
        into = tmp_path / f"into{number}"
        into.mkdir(mode=0o700)
        copy(into)
        paths = [into, *sorted(into.rglob("*"))]
        found.append([(str(path.relative_to(into)), stat.S_IMODE(path.lstat().st_mode)) for path in paths])
    assert found[0] == found[1]
    assert found[1][0] == (".", 0o700)


# --- beside docker build -----------------------------------------------------------------------------------------


class Listening(BaseHTTPRequestHandler):
    """An engine to which a build is sent, and which keeps the context."""

    protocol_version = "HTTP/1.1"
    context = b""

    def do_GET(self) -> None:
        self._answer(b"OK")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        type(self).context = b"".join(iter(self._chunk, b""))
        self._answer(b'{"stream":"done\\n"}\n')

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline(), 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Api-Version", "1.45")
        self.send_header("Ostype", "linux")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


@pytest.fixture
def sent_by_docker(docker: Docker) -> Iterator[Callable[[Path], list[str]]]:
    """Provide a function that lists the files of a directory that `docker build` sends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def sent(top: Path) -> list[str]:
        docker("build", ".", cwd=top, host=f"tcp://127.0.0.1:{server.server_port}")
        return named(Listening.context)

    yield sent
    server.shutdown()
    thread.join()
    server.server_close()


def named(content: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return sorted(info.name for info in tar if not info.isdir())


_PIECES = ["*", "**", "**/", "?", "a", "b", "/", "[a-b]", "[^a]", r"\.", ".", "d", "d/"]
_TREE = ["a", "ab", "b.a", "d/a", "d/b/a", "d/d/d/b", "a.b/a", "bb/.a"]


@pytest.mark.parametrize("seed", range(3))
def test_a_context_has_what_docker_build_sends(
    sent_by_docker: Callable[[Path], list[str]], tmp_path: Path, seed: int
) -> None:
    pick = random.Random(seed)
    top = tmp_path / "top"
    for path in ["Dockerfile", *_TREE]:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("FROM busybox\n")
    for _ in range(15):
        lines = ["".join(pick.choices(_PIECES, k=pick.randint(1, 6))) for _ in range(pick.randint(1, 3))]
        lines = [pick.choice(("", "", "!")) + line for line in lines if line.strip("/")]  # a ! alone both refuse
        (top / ".dockerignore").write_text("\n".join(lines))
        assert (lines, named(b"".join(context_of(top).content))) == (lines, sent_by_docker(top))


def test_of_a_dockerfile_that_is_a_link_what_docker_sends_is_sent(
    sent_by_docker: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    top = tmp_path / "top"
    (top / "docker").mkdir(parents=True)
    (top / "docker/Dockerfile").write_text("FROM busybox\n")
    (top / "src").write_text("")
    (top / "Dockerfile").symlink_to("docker/Dockerfile")
    (top / ".dockerignore").write_text("*\n!src\n")
    assert named(b"".join(context_of(top).content)) == sent_by_docker(top)
    os.unlink(top / "Dockerfile")
    (top / "dockerfile").write_text("FROM busybox\n")
    assert named(b"".join(context_of(top).content)) == sent_by_docker(top)
